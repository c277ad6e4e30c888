from odoo import api, models

from ...sheets.clean import endorsements
from ...sheets.clean.policy import FULL_PRIOR_ACTS, LIMITS
from ...sheets.fields import POLICY
from ...sheets.text import fold
from ..common.grants import ENDORSEMENT_FIELDS
from ..register.coi_policy import TICKED
from .coi_import_known_policies import CHOICES, DATES, OPTIONS
from .coi_import_piece import Piece


class CoiImportPlanPolicy(models.AbstractModel):
    """What changes in a policy, its limits and its endorsements."""

    _inherit = "coi.import.plan.policy"

    @api.model
    def _compare(self, group, known):
        vals = self._prepare_vals(group)
        if group.is_new():
            group.vals, group.doing = vals, "create"
            group.vals["name"] = group.name
            if group.series_id:
                group.vals["series_id"] = group.series_id
            group.vals["coverage_id"] = known.lines[group.values["line"]]
            self._tell_unsaid(group)
        else:
            group.name = group.term["name"]
            group.take(vals, group.term)
        if group.leader.values["policy"] != group.name:
            group.leader.say("policy", "number_kept", other=group.name)
        there = group.id or group.previous_id
        self._compare_limits(group, known.limits.get(there, {}))
        self._compare_endorsements(group, known.endorsements.get(there, []))
        if not group.is_new():
            self._note_changes(group)

    @api.model
    def _tell_certificates(self, groups):
        """How many issued certificates show what is changed: asked once for all."""
        changed = {group.id: group for group in groups if group.doing == "update"}
        for number, count in self.env["coi.policy"]._count_shown(list(changed)).items():
            changed[number].leader.say("policy", "certificates_show", count=count)

    @api.model
    def _prepare_vals(self, group):
        get = group.values.get
        vals = {name: get(key) for key, name in DATES.items() if get(key)}
        vals.update({key: get(key) for key in OPTIONS if key in group.values})
        if get("retroactive"):
            is_full = get("retroactive") == FULL_PRIOR_ACTS
            vals["date_retroactive"] = not is_full and get("retroactive")
            vals["full_prior_acts"] = is_full
        added = self.env["coi.import.field"]._get_added(POLICY)
        vals.update(
            {each.target: get(each.key) for each in added if each.key in group.values}
        )
        if group.insurer and group.insurer.id:
            vals["insurer_id"] = group.insurer.id
        elif group.insurer and group.term:
            # A new insurer has no id yet: any other than that of the term will do.
            vals["insurer_id"] = -1
        return vals

    @api.model
    def _tell_unsaid(self, group):
        if group.previous_id:
            return
        row = self.env["coi.coverage.line"].browse(group.vals["coverage_id"]).row
        unsaid = [
            key
            for key, *_others in TICKED.get(row, ())
            if key in CHOICES and key not in group.values
        ]
        for key in CHOICES:
            group.vals.setdefault(key, False)
        if unsaid:
            group.leader.say("policy", "left_blank", fields=unsaid)

    @api.model
    def _compare_limits(self, group, there):
        for at, (key, limit) in enumerate(LIMITS.items(), 1):
            if key not in group.values:
                continue
            number, words = group.values[key]
            kept = (limit["limit"], fold(limit["name"]))
            old = there.get(kept)
            if old and old.text and old.amount == number and not words:
                continue
            vals = {"amount": number, "text": words or False}
            if old and group.id:
                piece = Piece(old.id)
                piece.take(vals, {"amount": old.amount, "text": old.text or False})
            else:
                own = {"name": limit["name"]} if limit["name"] else {}
                vals |= {"key": limit["limit"], "sequence": 10 * at, **own}
                piece = Piece(0, vals, doing="create")
            group.limits[kept] = piece

    @api.model
    def _compare_endorsements(self, group, there):
        for item in group.values.get("endorsements", ()):
            old = _find_endorsement(item, there)
            if old and group.id:
                piece = Piece(old.id)
                vals = self._prepare_said(item, old)
                piece.take(vals, {name: old[name] or False for name in vals})
            else:
                piece = Piece(0, self._prepare_endorsement(item), doing="create")
                piece.said = self._prepare_said(item, old)
            group.endorsements.append(piece)

    @api.model
    def _prepare_said(self, item, old):
        """Of an endorsement that is there: only what the list says of it.

        :param old: the endorsement, or that of the term before; what was only proposed
            for it, and the list does not say, is not confirmed by it
        """
        vals = {name: item[name] for name in ("edition", "basis") if item[name]}
        if not item["usual"]:
            said = ENDORSEMENT_FIELDS if old and old.is_proposed else item["grants"]
            vals.update({name: name in item["grants"] for name in said})
            if item["basis"]:
                vals.update(to_confirm=False, is_proposed=False)
        return vals

    @api.model
    def _prepare_endorsement(self, item):
        """What a form usually gives is not relied upon before somebody has seen it."""
        is_proposed = bool(item["usual"] and item["grants"])
        return {
            "number": item["number"],
            "edition": item["edition"] or False,
            "description": item["description"] or False,
            "basis": item["basis"] or "scheduled",
            "to_confirm": is_proposed,
            "is_proposed": is_proposed,
            **{name: name in item["grants"] for name in ENDORSEMENT_FIELDS},
        }

    @api.model
    def _note_changes(self, group):
        """What the preview tells of a policy that is there: old and new."""
        changes = group.leader.changes
        if group.vals:
            changes["policy"] = group.get_changes()
            if group.vals.get("insurer_id") == -1:
                name = group.insurer.vals["name"]
                changes["policy"]["insurer_id"] = [group.old["insurer_id"], name]
        for (key, name), piece in group.limits.items():
            if piece.doing != "unchanged":
                limit = _get_field(key, name)
                before = [piece.old.get("amount", piece.vals.get("amount")) or 0]
                before += [piece.old.get("text", piece.vals.get("text")) or ""]
                if piece.doing == "create":
                    before = []
                changes.setdefault("limits", []).append(
                    [limit, before, group.values[limit]]
                )
        for item, piece in zip(
            group.values.get("endorsements", ()), group.endorsements, strict=True
        ):
            if piece.doing == "create":
                changes.setdefault("added", []).append([item["number"], piece.vals])
            elif piece.doing == "update":
                changes.setdefault("endorsements", []).append(
                    [item["number"], piece.get_changes()]
                )
        if changes and group.doing == "unchanged":
            group.doing = "update"


def _get_field(key, name):
    for field_key, limit in LIMITS.items():
        if (limit["limit"], fold(limit["name"])) == (key, name):
            return field_key
    raise KeyError(key)


def _find_endorsement(item, there):
    """The endorsement of this number, of the same edition if there are several."""
    key = endorsements.number_key(item["number"])
    same = [each for each in there if endorsements.number_key(each.number) == key]
    edition = fold(item["edition"])
    for each in same:
        if fold(each.edition or "") == edition:
            return each
    return same[0] if len(same) == 1 else None
