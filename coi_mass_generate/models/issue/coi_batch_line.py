import json

from odoo import api, fields, models

from ..common.coi_bulk import HeldMany2one, LateMany2one
from ..common.door import door


class CoiBatchLine(models.Model):
    """One holder of one insured in a batch: what was found and what became of it."""

    _name = "coi.batch.line"
    _inherit = ["coi.bulk"]
    _description = "Batch Line"
    _order = "batch_id desc, sequence, id"
    _rec_name = "holder_id"

    batch_id = LateMany2one(
        "coi.batch", required=True, readonly=True, index=True, ondelete="cascade"
    )
    # The batch's company and user, held there.
    create_uid = HeldMany2one("res.users", string="Created by", readonly=True)
    company_id = HeldMany2one("res.company", required=True, readonly=True)
    write_uid = LateMany2one("res.users", string="Last Updated by", readonly=True)
    sequence = fields.Integer(readonly=True)
    interest_id = LateMany2one(
        "coi.additional.interest",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    insured_id = LateMany2one(
        "res.partner", required=True, readonly=True, ondelete="restrict"
    )
    holder_id = LateMany2one(
        "res.partner",
        string="Certificate Holder",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    form_id = LateMany2one("coi.form", readonly=True, ondelete="restrict")
    verdict = fields.Selection(
        [("ready", "Ready"), ("warning", "Warning"), ("blocked", "Blocked")],
        readonly=True,
        required=True,
    )
    reasons = fields.Json(
        "Findings", readonly=True, help="Findings: key, level and message each."
    )
    reason_text = fields.Text("Reasons", compute="_compute_reason_text")
    state = fields.Selection(
        [
            ("pending", "Waiting"),
            ("done", "Done"),
            ("skipped", "Blocked"),
            ("aside", "Left out"),
            ("error", "Failed"),
            ("cancelled", "Canceled"),
        ],
        required=True,
        readonly=True,
        default="pending",
    )
    overrides = fields.Json(
        readonly=True,
        help="The reason a manager gave for issuing what was blocked: reason, codes of "
        "the findings, user_id, user and date.",
    )
    revises_id = LateMany2one(
        "coi.certificate",
        string="Revision Of",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    asked = fields.Text(
        readonly=True,
        help="What the certificate would have said when it was requested, in short "
        "(JSON, see coi.asked).",
    )
    message = fields.Text("What Went Wrong", readonly=True)
    attempts = fields.Integer(
        default=0,
        readonly=True,
        aggregator=None,
        help="How often a background run has picked up this line.",
    )
    certificate_ids = fields.One2many("coi.certificate", "line_id")

    _interest_once = models.UniqueIndex("(batch_id, interest_id)")
    _open_lines = models.Index("(batch_id, attempts, id) WHERE state = 'pending'")
    # Progress counts the lines of a batch by state once a second.
    _by_state = models.Index("(batch_id, state)")

    @api.depends("holder_id.name", "interest_id.holder_name")
    @api.depends_context("uid")
    def _compute_display_name(self):
        # Odoo asks as superuser for the name of a record another one links to.
        seen = self.holder_id.sudo(False)._filtered_access("read")
        for line in self:
            known = line.holder_id & seen
            line.display_name = known.name or line.interest_id.holder_name

    @door
    def action_open_interest(self):
        """Click on a row of the list: what can be mended for the next batch."""
        return self.interest_id.action_open()

    def _get_names(self):
        """(insured, holder) as they were called when this was asked for."""
        if self.asked:
            holder, insured = json.loads(self.asked)[:2]
            return insured, holder
        # Nothing was judged, maybe since a contact was hidden: then it stays so.
        insured = self.insured_id._filtered_access("read")
        holder = self.holder_id._filtered_access("read")
        return insured.name or "", holder.name or self.interest_id.holder_name or ""

    @api.depends("reasons")
    def _compute_reason_text(self):
        for line in self:
            line.reason_text = "\n".join(
                reason["message"] for reason in line.reasons or []
            )
