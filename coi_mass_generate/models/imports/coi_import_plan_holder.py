import re
from dataclasses import dataclass, field

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...sheets.clean.reach import email_keys, phone_key
from ...sheets.fields import HOLDER
from ...sheets.match import Index, Party, name_key, street_key
from ...sheets.text import fold
from .coi_import_trace import get_kept

CONTACT_FIELDS = ("street", "street2", "city", "zip", "email", "phone")
COLUMNS = (
    *("id", "name", *CONTACT_FIELDS),
    *("state_id", "country_id", "coi_is_holder"),
)
# The same as in the query: words that are often left out do not count.
_PREFIX = re.compile(r"\band\b|[^a-z0-9]+")
PREFIX_LENGTH = 3


@dataclass
class HolderGroup:
    """Rows that are the same holder. ``vals`` is what is written, ``old`` before."""

    partner_id: int = 0
    entries: list = field(default_factory=list)
    vals: dict = field(default_factory=dict)
    old: dict = field(default_factory=dict)
    doing: str = "unchanged"

    @property
    def leader(self):
        return self.entries[0]

    def follow(self, entry):
        return "unchanged"

    def get_id(self):
        return self.partner_id

    def get_changes(self):
        """{field: [old, new]} of what is written to a contact that is there."""
        return {key: [self.old[key], new] for key, new in self.vals.items()}


class CoiImportPlanHolder(models.AbstractModel):
    """Whose row it is: a contact that is there, another row's holder, or a new one."""

    _name = "coi.import.plan.holder"
    _description = "Plan of an Import: Holders"

    @api.model
    def _find_holders(self, run, plan):
        """Give every open row its group; ask where it is not certain."""
        rows = [entry for entry in plan.entries if not entry.skip]
        parties = {entry.number: self._make_party(entry) for entry in rows}
        plan.contacts = self._read_contacts(run, parties.values())
        index, in_file = self._make_index(plan.contacts), Index()
        self._read_decisions(run, rows, parties)
        groups = {}
        may_create = run.kind == "holder" or run.one_go
        for entry in rows:
            if not entry.values.get("name"):
                if all(key != "name" for key, _code, _detail in entry.problems):
                    entry.ask("name", "no_name")
                continue
            party = parties[entry.number]
            ref = self._resolve(entry, party, index, in_file, may_create)
            if isinstance(ref, int) and ref > 0:
                entry.partner_id = ref
            if not ref or not entry.is_open:
                continue
            group = groups.get(ref)
            if not group:
                group = groups[ref] = HolderGroup(max(ref, 0))
                if ref < 0:
                    in_file.add(party)
            group.entries.append(entry)
            entry.holder = group
        plan.holders = list(groups.values())

    @api.model
    def _read_decisions(self, run, rows, parties):
        """Tell every row whom it was said to be the same as in an earlier import."""
        for entry in rows:
            party = parties[entry.number]
            entry.match_key = "|".join(
                (party.name_key, party.street_key, party.zip or party.city_key)
            )
        lines = self.env["coi.import.line"].search_fetch(
            [
                ("match_key", "in", list({entry.match_key for entry in rows})),
                ("run_id.state", "=", "done"),
                ("run_id.company_id", "=", run.company_id.id),
                ("partner_id", "!=", False),
            ],
            ["match_key", "partner_id"],
            order="id",
        )
        remembered = {line.match_key: line.partner_id.id for line in lines}
        for entry in rows:
            entry.was_same_as = remembered.get(entry.match_key, 0)

    @api.model
    def _make_party(self, entry):
        """A row's ref is its line number with a minus: contacts' are their ids."""
        get = entry.values.get
        return Party(
            -entry.number,
            get("name", ""),
            get("street", ""),
            get("street2", ""),
            get("city", ""),
            get("zip", ""),
            entry.number,
        )

    @api.model
    def _resolve(self, entry, party, index, in_file, may_create):
        """Who it is: a contact's id, minus a line's number, or 0 with a problem."""
        match = index.find_same(party)
        if match.verdict == "same":
            if match.twins:
                entry.say("name", "twins", count=len(match.twins) + 1)
            return match.party.ref
        if match.verdict == "several":
            return self._ask_which(entry, match)
        if may_create:
            match = in_file.find_same(party)
            if match.verdict == "same":
                return match.party.ref
            if match.verdict == "several":
                return self._ask_which(entry, match)
        return self._resolve_likely(entry, party, index, in_file, may_create)

    @api.model
    def _ask_which(self, entry, match):
        others = [_describe(each) for each in match.twins[:5]]
        entry.ask(
            "name",
            "several",
            count=len(match.twins),
            others="; ".join(others),
            contacts=[each.ref for each in match.twins[:5] if each.ref > 0],
        )
        return 0

    @api.model
    def _resolve_likely(self, entry, party, index, in_file, may_create):
        match = index.find_likely(party)
        is_told = match.verdict != "untold"
        if match.verdict != "likely" and may_create:
            match = in_file.find_likely(party)
            is_told &= match.verdict != "untold"
        if not is_told:
            entry.say("name", "not_compared")
        if match.verdict == "likely" and entry.decision != "different":
            entry.likely_id = max(match.party.ref, 0)
            if entry.decision == "same" or entry.was_same_as == match.party.ref:
                return match.party.ref
            entry.ask(
                "name",
                "likely",
                other=_describe(match.party),
                lines=_get_lines(match.party),
                why=match.why,
                line=max(-match.party.ref, 0),
                contacts=[match.party.ref] if match.party.ref > 0 else [],
            )
            return 0
        if not may_create:
            entry.ask("name", "holder_unknown")
            return 0
        return party.ref

    # ----------------------------------------------------------------- contacts

    @api.model
    def _read_contacts(self, run, parties):
        """Contacts that may be one of ``parties``: same start of name, or same ZIP.

        One query whatever the number of rows, and no contact the user may not see.
        :returns: {id: {column: value}}, past the ORM, for nothing is computed here.
        """
        Partner = self.env["res.partner"]
        added = self.env["coi.import.field"]._get_added(HOLDER)
        columns = [*COLUMNS, *(field.target for field in added)]
        Partner.flush_model([*columns, "active", "company_id", "type"])
        query = Partner._search(
            Domain("company_id", "in", [False, run.company_id.id])
            & Domain("name", "!=", False)
            & Domain("type", "not in", ["invoice", "delivery"])
        )
        table = query.table
        query.add_where(self._prepare_filter(table, parties))
        rows = self.env.execute_query(
            query.select(*(SQL.identifier(table, column) for column in columns))
        )
        return {row[0]: dict(zip(columns, row, strict=True)) for row in rows}

    @api.model
    def _make_index(self, contacts):
        """Of several contacts that are the same the oldest holder is taken."""
        return Index(
            Party(
                number,
                contact["name"],
                contact["street"] or "",
                contact["street2"] or "",
                contact["city"] or "",
                contact["zip"] or "",
                number if contact["coi_is_holder"] else number + 2**40,
            )
            for number, contact in contacts.items()
        )

    @api.model
    def _prepare_filter(self, table, parties):
        """SQL for "its name begins like one of theirs, or it has one of their ZIPs"."""
        prefixes = {_get_prefix(party.name) for party in parties}
        zips = {party.zip for party in parties if party.zip}
        name = SQL.identifier(table, "name")
        return SQL(
            "(%s = ANY(%s) OR LEFT(%s, 5) = ANY(%s) OR %s !~ '^[ -~]*$')",
            SQL(
                "LEFT(REGEXP_REPLACE(REGEXP_REPLACE(LOWER(%s), %s, '', 'g'),"
                " '^the(?=.)', ''), %s)",
                name,
                r"\mand\M|[^a-z0-9]+",
                PREFIX_LENGTH,
            ),
            sorted(prefixes),
            SQL.identifier(table, "zip"),
            sorted(zips),
            name,
        )

    # ---------------------------------------------------------- what is written

    @api.model
    def _group_rows(self, run, plan):
        """Decide for every holder what of its rows is written."""
        groups = [group for group in plan.holders if self._close_group(group)]
        plan.holders = groups
        if run.kind == "interest" and not run.one_go:
            return
        geo = self._read_geography()
        added = self.env["coi.import.field"]._get_added(HOLDER)
        for group in groups:
            values = self._merge(group, added)
            vals = self._prepare_holder_vals(values, geo)
            vals.update(
                {each.target: values[each.key] for each in added if each.key in values}
            )
            if group.partner_id:
                self._compare(run, group, vals, plan.contacts[group.partner_id])
            else:
                group.vals, group.doing = vals, "create"
                if not any(values.get(key) for key in ("street", "city", "zip")):
                    group.leader.say("street", "no_address")

    @api.model
    def _close_group(self, group):
        """Leave out the rows that turned out to have problems."""
        group.entries = [entry for entry in group.entries if entry.is_open]
        for entry in group.entries[1:]:
            entry.say("name", "same_as_line", line=group.leader.number)
        return group.entries

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
    def _read_geography(self):
        """{country code: id}, {(country code, state code): id}: all there are."""
        countries = self.env["res.country"].search_fetch([], ["code"])
        states = self.env["res.country.state"].search_fetch([], ["code", "country_id"])
        return (
            {country.code: country.id for country in countries},
            {(state.country_id.code, state.code): state.id for state in states},
        )

    @api.model
    def _prepare_holder_vals(self, values, geo):
        """Field values of a contact; only what the rows say."""
        countries, states = geo
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
        return vals

    @api.model
    def _compare(self, run, group, vals, contact):
        """Keep of ``vals`` what differs from the contact in more than spelling."""
        same = self._get_same(run, vals, contact)
        if self._repeats_street2(vals, contact, same):
            vals["street2"] = False
        for key, new in vals.items():
            old = get_kept(contact[key]) or False
            if key not in same and new != old:
                group.vals[key] = new
                group.old[key] = old
            elif key == "name" and new != old:
                group.leader.say(
                    "name", "spelling_kept", other=old, contacts=[group.partner_id]
                )
        if group.vals:
            group.doing = "update"
        if run.kind == "holder" and not contact["coi_is_holder"]:
            group.vals["coi_is_holder"], group.old["coi_is_holder"] = True, False
            group.doing = "update"
        if group.doing == "update":
            group.leader.changes["holder"] = group.get_changes()

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
        if get("city") and fold(get("city")) == fold(contact["city"] or ""):
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


def _get_prefix(name):
    text = _PREFIX.sub("", fold(name))
    if text.startswith("the") and len(text) > 3:
        text = text[3:]
    return text[:PREFIX_LENGTH]


def _describe(party):
    return ", ".join(_get_lines(party))


def _get_lines(party):
    parts = (party.name, party.street, party.street2, party.city, party.zip)
    return [part for part in parts if part]
