from odoo import api, models
from odoo.tools import split_every

from ...sheets.clean import endorsements
from ...sheets.text import fold
from .coi_import_piece import Piece
from .coi_import_writer import CHUNK

PARTS = {"limits": "coi.policy.limit", "endorsements": "coi.policy.endorsement"}


class CoiImportWriterPolicy(models.AbstractModel):
    """Writes what the plan of a list of policies says, as its user."""

    _name = "coi.import.writer.policy"
    _description = "Writer of an Import: Policies"

    @api.model
    def _write_plan(self, run, plan, progress):
        self._write_parties(plan.parties)
        new = [group for group in plan.policies if group.is_new()]
        for some in split_every(CHUNK, new):
            self._create_policies(run, some)
            self.env.flush_all()
            progress.add(len(some))
        for group in plan.policies:
            if not group.is_new():
                self._update_policy(group)
                progress.add(1)
        self._create_parts(plan.policies)
        self._note(run, plan, new)

    @api.model
    def _write_parties(self, pieces):
        new = [piece for piece in pieces if piece.doing == "create"]
        partners = self.env["res.partner"].create([piece.vals for piece in new])
        for piece, partner in zip(new, partners, strict=True):
            piece.id = partner.id
        for piece in pieces:
            if piece.doing == "update":
                self.env["res.partner"].browse(piece.id).write(piece.vals)

    @api.model
    def _create_policies(self, run, groups):
        """Of a renewal, what the list does not say is that of the term before."""
        vals_list = [
            {
                **self._copy_previous(group),
                **group.vals,
                "company_id": run.company_id.id,
                "insured_id": group.insured.id,
                "insurer_id": group.insurer.id,
            }
            for group in groups
        ]
        policies = self.env["coi.policy"].create(vals_list)
        for group, policy in zip(groups, policies, strict=True):
            group.id = policy.id
            if group.previous_id:
                policy.endorsement_ids.write({"to_confirm": True})
                self._match_copies(group, policy)

    @api.model
    def _copy_previous(self, group):
        if not group.previous_id:
            return {}
        previous = self.env["coi.policy"].browse(group.previous_id)
        group.vals["name"] = previous.name
        [vals] = previous.copy_data({"series_id": previous.series_id.id})
        return vals

    @api.model
    def _match_copies(self, group, policy):
        """What the list says of a part that was copied goes into the copy."""
        for limit in policy.limit_ids:
            piece = group.limits.get((limit.key, fold(limit.name or "")))
            if piece and not piece.id:
                limit.write(
                    {"amount": piece.vals["amount"], "text": piece.vals["text"]}
                )
                piece.id = limit.id
        for each in policy.endorsement_ids:
            key = endorsements.number_key(each.number)
            for piece in group.endorsements:
                same = endorsements.number_key(piece.vals["number"]) == key
                if same and not piece.id:
                    each.write(piece.said)
                    piece.id = each.id

    @api.model
    def _update_policy(self, group):
        if group.vals:
            vals = dict(group.vals)
            if "insurer_id" in vals:
                group.vals["insurer_id"] = vals["insurer_id"] = group.insurer.id
            self.env["coi.policy"].browse(group.id).write(vals)
        for name, model in PARTS.items():
            for piece in _get_pieces(group, name):
                if piece.doing == "update":
                    self.env[model].browse(piece.id).write(piece.vals)

    @api.model
    def _create_parts(self, groups):
        """Limits and endorsements of all policies, each kind at once."""
        for name, model in PARTS.items():
            new = [
                (group, piece)
                for group in groups
                for piece in _get_pieces(group, name)
                if not piece.id
            ]
            records = self.env[model].create(
                [{**piece.vals, "policy_id": group.id} for group, piece in new]
            )
            for (_group, piece), record in zip(new, records, strict=True):
                piece.id = record.id

    # -------------------------------------------------------------- for the undo

    @api.model
    def _note(self, run, plan, new):
        """Keep what was written, what a renewal has copied too."""
        created = self.env["coi.policy"].browse([group.id for group in new])
        self.env.invalidate_all()
        series = created.series_id
        series = series.filtered(lambda each: not each.policy_ids - created)
        written = {
            "party": plan.parties,
            "policy": plan.policies,
            "series": [Piece(each.id, doing="create") for each in series],
        }
        for part, name, records in (
            ("limit", "limits", created.limit_ids),
            ("endorsement", "endorsements", created.endorsement_ids),
        ):
            made = [Piece(number, doing="create") for number in records.ids]
            written[part] = made + [
                piece
                for group in plan.policies
                if not group.is_new() and group.doing != "unchanged"
                for piece in _get_pieces(group, name)
            ]
        self.env["coi.import.trace"]._note(run, written, [])


def _get_pieces(group, name):
    return group.limits.values() if name == "limits" else group.endorsements
