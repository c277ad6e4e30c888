from odoo import api, fields, models

from ..models.common.door import door, one, trusted


class CoiReinstate(models.TransientModel):
    """Ask since when a policy is in force again, and whether there is a gap."""

    _name = "coi.reinstate"
    _inherit = ["coi.wizard"]
    _description = "Reinstate Policy"

    policy_id = fields.Many2one("coi.policy", required=True, readonly=True)
    day = fields.Date("Reinstated On", required=True)
    has_gap = fields.Selection(
        [("no", "No gap: as if it never ended"), ("yes", "There is a gap")],
        "Gap in Coverage",
        help="As the insurer says it. The letter says the same.",
    )
    count_told = fields.Integer(
        "Holders Told of the Cancellation", compute="_compute_counts"
    )
    count_waiting = fields.Integer("Letters Still Here", compute="_compute_counts")

    @api.depends("policy_id")
    def _compute_counts(self):
        for wizard in self:
            lines = self.env["coi.notice.line"].search(
                [
                    ("policy_id", "=", wizard.policy_id.id),
                    ("kind", "=", "cancellation"),
                    ("is_over", "=", False),
                    ("outcome", "in", ["told", "waiting"]),
                ]
            )
            told = lines.filtered(lambda each: each.outcome == "told")
            wizard.count_told = len(told.holder_id)
            wizard.count_waiting = len((lines - told).holder_id)

    @api.model
    def _get_own_names(self):
        return {"policy_id"}

    @api.model
    def _open(self, policy):
        """:param policy: which the user may write"""
        # sudo(): what is written is what the user has just chosen, and may write.
        wizard = trusted(self).create(
            {"policy_id": policy.id, "day": policy._get_today()}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reinstate Policy"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @door
    def action_reinstate(self):
        """Button: it is in force again; who was told otherwise is to hear of it."""
        one(self)
        self.check_access("read")
        notice = self.policy_id.reinstate(
            fields.Date.to_string(self.day), self.has_gap == "yes"
        )["notice_id"]
        if not notice:
            return {"type": "ir.actions.act_window_close"}
        return self.env["coi.notice"].browse(notice)._get_form_action()
