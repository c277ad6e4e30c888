from odoo import api, fields, models

from ..common.door import door


class CoiPolicy(models.Model):
    """What of a policy was copied or proposed, and counts once it is confirmed."""

    _inherit = "coi.policy"

    endorsements_to_confirm = fields.Boolean(compute="_compute_endorsements_to_confirm")

    @api.depends("endorsement_ids.to_confirm")
    def _compute_endorsements_to_confirm(self):
        for policy in self:
            waiting = policy.endorsement_ids.mapped("to_confirm")
            policy.endorsements_to_confirm = any(waiting)

    @door
    def action_confirm_limits(self):
        """Button: somebody has compared the copied limits with the policy."""
        self.write({"limits_to_confirm": False})

    @door
    def action_confirm_endorsements(self):
        """All as they stand here: somebody has seen them on the policy."""
        self.endorsement_ids.filtered("to_confirm").action_confirm()
