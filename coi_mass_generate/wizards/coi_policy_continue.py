from odoo import api, fields, models

from ..models.common.argument import read_text
from ..models.common.door import door, one, trusted


class CoiPolicyContinue(models.TransientModel):
    """Ask which policy this one continues."""

    _name = "coi.policy.continue"
    _inherit = ["coi.wizard"]
    _description = "Continue a Policy"

    policy_id = fields.Many2one("coi.policy", required=True, readonly=True)
    insured_id = fields.Many2one(related="policy_id.insured_id")
    company_id = fields.Many2one(related="policy_id.company_id")
    coverage_id = fields.Many2one(related="policy_id.coverage_id")
    date_effective = fields.Date(related="policy_id.date_effective")
    expiring_id = fields.Many2one(
        "coi.policy",
        string="Continues",
        domain="[('id', '!=', policy_id), ('insured_id', '=', insured_id),"
        " ('company_id', '=', company_id),"
        " ('date_effective', '<', date_effective)]",
        help="The policy that ends as this one begins. Holders who are shown the one "
        "are shown the other.",
    )
    is_other_line = fields.Boolean(compute="_compute_is_other_line")
    tied_count = fields.Integer(
        "Holders Who Follow",
        compute="_compute_tied_count",
        help="Holders who are shown just some policies, that one among them.",
    )
    reason = fields.Char(
        help="Kept in the log of both policies. Needed where their lines differ."
    )

    @api.model
    def _get_own_names(self):
        return {"policy_id"}

    @api.depends("expiring_id.coverage_id", "policy_id.coverage_id")
    def _compute_is_other_line(self):
        for wizard in self:
            expiring = wizard.expiring_id
            line = wizard.policy_id.coverage_id
            wizard.is_other_line = expiring and expiring.coverage_id != line

    @api.depends("expiring_id.series_id")
    def _compute_tied_count(self):
        interests = self.env["coi.additional.interest"]
        for wizard in self:
            series = wizard.expiring_id.series_id
            tied = [("series_ids", "in", series.ids)]
            wizard.tied_count = series and interests.search_count(tied)

    @api.model
    def _open(self, policy):
        """:param policy: which the user may change"""
        # sudo(): what is written is what the user has just chosen, and may read.
        wizard = trusted(self).create(
            {"policy_id": policy.id, "expiring_id": policy._suggest_expiring()[:1].id}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Continue a Policy"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @door
    def action_continue(self):
        """Button: let it be the next term of the chosen one."""
        one(self)
        self.check_access("read")
        reason = read_text(self.env, self.reason, "reason")
        self.policy_id._continue(self.expiring_id, reason)
        return self.policy_id._get_form_action()
