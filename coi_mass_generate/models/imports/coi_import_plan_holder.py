from types import SimpleNamespace

from odoo import api, models

from ...sheets.clean.reach import email_keys, phone_key
from ...sheets.fields import HOLDER
from ...sheets.keys import city_key, name_key, street_key
from ..common.address import find_missing_parts, leave_needed
from .coi_import_piece import Group
from .coi_import_trace import get_kept

ADDRESS = ("street", "street2", "city", "zip", "state_id", "country_id")
CONTACT_FIELDS = ("street", "street2", "city", "zip", "email", "phone")


class HolderGroup(Group):
    """Rows that are the same holder: a contact."""


class CoiImportPlanHolder(models.AbstractModel):
    """What is written of a row's holder; who it is, says ``coi.import.plan.party``."""

    _name = "coi.import.plan.holder"
    _description = "Plan of an Import: Holders"

    @api.model
    def _group_rows(self, run, plan):
        """Decide for every holder what of its rows is written."""
        groups = [each for each in plan.holders if each.close("name", "same_as_line")]
        plan.holders = groups
        if run.kind == "interest" and not run.one_go:
            return
        added = self.env["coi.import.field"]._get_added(HOLDER)
        for group in groups:
            values = self._merge(group, added)
            vals = self._prepare_holder_vals(values, plan.geography, added)
            if group.id:
                self._compare(run, group, vals, plan.contacts[group.id])
            else:
                group.vals, group.doing = vals, "create"
            self._say_incomplete(plan, group)

    @api.model
    def _say_incomplete(self, plan, group):
        """Say what the holder's address will lack, for which its certificate blocks."""
        contact = {**dict.fromkeys(ADDRESS), **plan.contacts.get(group.id, {})}
        party = SimpleNamespace(**{**contact, **group.vals})
        missing = find_missing_parts(party)
        if missing:
            countries, _states = plan.geography
            named = [code for code, key in countries.items() if key == party.country_id]
            missing = leave_needed(missing, named[0] if named else None)
        if missing:
            notices = group.leader.notices
            # It is said once what is missing.
            group.leader.notices = [each for each in notices if each[1] != "no_city"]
            group.leader.say("street", "address_incomplete", fields=missing)

    @api.model
    def _merge(self, group, added):
        """Values of all rows of one holder; of several different ones the first."""
        added = [each.key for each in added]
        keys = ("name", "state", "country", *CONTACT_FIELDS, *added)
        merged = {}
        for entry in group.entries:
            alike = entry is group.leader or self._is_same_address(entry, merged)
            for key in keys:
                value = entry.values.get(key)
                if value in (None, "") or (key == "street2" and not alike):
                    continue
                if key not in merged:
                    merged[key] = value
                elif key in ("email", "phone", *added) and not _is_same(
                    key, value, merged[key], merged.get("country")
                ):
                    entry.say(
                        key,
                        "differs_from_line",
                        line=group.leader.number,
                        field=key,
                        other=merged[key],
                    )
        return merged

    @api.model
    def _is_same_address(self, entry, merged):
        get = entry.values.get
        return street_key(get("street"), get("street2")) == street_key(
            merged.get("street"), merged.get("street2")
        )

    @api.model
    def _prepare_holder_vals(self, values, geography, added):
        """Field values of a contact; only what the rows say."""
        countries, states = geography
        vals = {
            key: values[key] for key in ("name", *CONTACT_FIELDS) if values.get(key)
        }
        country = values.get("country")
        if country in countries:
            vals["country_id"] = countries[country]
        if values.get("state"):
            state = states.get((country, values["state"]))
            if state:
                vals["state_id"] = state
        vals.update(
            {each.target: values[each.key] for each in added if each.key in values}
        )
        return vals

    @api.model
    def _get_own_changes(self, run, plan, entry, partner_id):
        """{field: value} that a row alone would write to the contact it is."""
        contact = plan.contacts[partner_id]
        added = self.env["coi.import.field"]._get_added(HOLDER)
        vals = self._prepare_holder_vals(entry.values, plan.geography, added)
        changes, _kept = self._find_changes(run, vals, contact)
        return {**changes, **self._get_mark(run, contact)}

    @api.model
    def _get_mark(self, run, contact):
        """What makes a contact a holder that is none yet."""
        is_marked = contact["coi_is_holder"] or run.kind != "holder"
        return {} if is_marked else {"coi_is_holder": True}

    @api.model
    def _compare(self, run, group, vals, contact):
        """Keep of ``vals`` what differs from the contact in more than spelling."""
        changes, kept = self._find_changes(run, vals, contact)
        group.vals = {**changes, **self._get_mark(run, contact)}
        group.old = {key: get_kept(contact[key]) or False for key in group.vals}
        if "name" in kept:
            group.leader.say(
                "name",
                "spelling_kept",
                other=contact["name"],
                contacts=[group.id],
            )
        if group.vals:
            group.doing = "update"
            group.leader.changes["holder"] = group.get_changes()

    @api.model
    def _find_changes(self, run, vals, contact):
        """({field: new value}, fields that differ only as they are spelled)."""
        same = self._get_same(run, vals, contact)
        if self._repeats_street2(vals, contact, same):
            vals = {**vals, "street2": False}
        differing = {
            key: new
            for key, new in vals.items()
            if new != (get_kept(contact[key]) or False)
        }
        kept = same.intersection(differing)
        return {key: differing[key] for key in differing if key not in kept}, kept

    @api.model
    def _repeats_street2(self, vals, contact, same):
        """Whether the list has on one line what the contact has on two."""
        if "street" in same or vals.get("street2") or not contact["street2"]:
            return False
        one, second = street_key(vals.get("street")), street_key(contact["street2"])
        return one.endswith(" " + second)

    @api.model
    def _get_same(self, run, vals, contact):
        """Fields in which file and contact mean the same."""
        home = run.company_id.country_id
        country_id = vals.get("country_id") or contact["country_id"] or home.id
        region = self.env["res.country"].browse(country_id).code
        same = {
            key
            for key in ("email", "phone")
            if contact[key]
            and vals.get(key)
            and _is_same(key, vals[key], contact[key], region)
        }
        if contact["zip"] and contact["zip"].startswith(vals.get("zip") or "-"):
            same.add("zip")
        return (
            same | self._get_same_spelling(vals, contact) if run.keep_spelling else same
        )

    @api.model
    def _get_same_spelling(self, vals, contact):
        """Fields that differ in capitals, punctuation or abbreviations at most."""
        get, same = vals.get, set()
        if name_key(vals["name"]) == name_key(contact["name"]):
            same.add("name")
        if get("city") and city_key(get("city")) == city_key(contact["city"] or ""):
            same.add("city")
        streets = contact["street"], contact["street2"]
        if (get("street"), get("street2")) == streets or (
            contact["street"]
            and street_key(get("street"), get("street2")) == street_key(*streets)
        ):
            same |= {"street", "street2"}
        return same


def _is_same(key, one, other, region):
    """:param region: code of the country in which a phone number is dialled, if any"""
    if key == "phone":
        return phone_key(one, region) == phone_key(other, region)
    if key == "email":
        return email_keys(one) == email_keys(other)
    return one == other
