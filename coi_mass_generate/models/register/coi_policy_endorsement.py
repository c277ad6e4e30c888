from itertools import chain

from odoo import api, fields, models

from ...sheets.clean.endorsements import read_item
from ..common.door import door
from ..common.grants import ENDORSEMENT_FIELDS, GRANTS
from ..common.links import read_links


class CoiPolicyEndorsement(models.Model):
    """A form attached to a policy: what AI, waiver and PNC are checked against."""

    _name = "coi.policy.endorsement"
    _inherit = ["coi.traced"]
    _log_field = "policy_id"
    _description = "Policy Endorsement"
    _order = "policy_id, number, id"

    policy_id = fields.Many2one(
        "coi.policy", required=True, index=True, ondelete="cascade"
    )
    number = fields.Char(required=True, help='As on the form, for example "CG 20 10".')
    edition = fields.Char(help='Month and year of the edition, for example "12 19".')
    description = fields.Char()
    sentence = fields.Text(
        "Text for the Description",
        help="Printed in the description for the holders to whom this endorsement "
        "grants something they request.",
    )
    basis = fields.Selection(
        [("blanket", "Blanket"), ("scheduled", "Scheduled")],
        required=True,
        default="blanket",
        help="Blanket: for everyone a contract requires it for. Scheduled: only for "
        "those named in its schedule.",
    )
    scheduled_ids = fields.Many2many(
        "res.partner",
        "coi_policy_endorsement_scheduled_rel",
        "endorsement_id",
        "partner_id",
        string="Scheduled Holders",
        ondelete="restrict",
        help="The persons and organizations the schedule names.",
    )
    grants_ai_ongoing = fields.Boolean("AI: Ongoing Operations")
    grants_ai_completed = fields.Boolean("AI: Completed Operations")
    grants_ai_other = fields.Boolean("AI: Other")
    grants_waiver = fields.Boolean("Waiver of Subrogation")
    grants_pnc = fields.Boolean("Primary & Non-contributory")
    grants_notice = fields.Boolean("Notice of Cancellation")
    to_confirm = fields.Boolean(
        help="Copied by a renewal, or proposed: not relied upon until someone has seen "
        "it on the policy."
    )
    is_proposed = fields.Boolean(
        "Proposed",
        help="What it grants is what a form of this number usually grants; nobody has "
        "confirmed it for this policy.",
    )

    @api.onchange("number", "edition")
    def _onchange_number(self):
        """Propose what a common form usually gives, unless somebody has said it."""
        self._tell_edition()
        said = any(self[name] for name in ENDORSEMENT_FIELDS)
        if said and not self.is_proposed:
            return
        company = self.policy_id.company_id or self.env.company
        form = self.env["coi.endorsement.form"]._find(
            self.number, self.edition, company
        )
        self.update(form._get_grants())
        self.is_proposed = any(self[name] for name in ENDORSEMENT_FIELDS)
        self.to_confirm = self.is_proposed
        self.description = self.description or form.title

    def _tell_edition(self):
        """ "cg2010 1219" is the number CG 20 10, edition 12 19."""
        item = read_item(self.number or "")
        if item and not (item["description"] or item["basis"] or item["grants"]):
            self.number = item["number"]
            self.edition = item["edition"] or self.edition

    @api.depends("number", "edition")
    def _compute_display_name(self):
        for endorsement in self:
            parts = (endorsement.number, endorsement.edition)
            endorsement.display_name = " ".join(part for part in parts if part)

    @api.model_create_multi
    def create(self, vals_list):
        endorsements = super().create(vals_list)
        endorsements._get_every_scheduled()._coi_check_seen()
        return endorsements

    def write(self, vals):
        before = self._get_every_scheduled() if "scheduled_ids" in vals else None
        result = super().write(vals)
        if before is not None:
            (self._get_every_scheduled() - before)._coi_check_seen()
        return result

    def _get_traced(self):
        return [
            "number", "edition", "description", "sentence", "basis", "scheduled_ids",
            *ENDORSEMENT_FIELDS, "to_confirm",
        ]  # fmt: skip

    def _gives(self, grant):
        """Whether it is relied upon for ``grant`` (``common.grants``)."""
        names = GRANTS[grant].endorsement_fields
        return not self.to_confirm and any(self[name] for name in names)

    def _get_every_scheduled(self):
        """Those too that the user may not see; what is new among them is checked."""
        links = read_links(self, "scheduled_ids")
        return self.env["res.partner"].browse(set(chain.from_iterable(links.values())))

    @door
    def action_confirm(self):
        self.write({"to_confirm": False, "is_proposed": False})
