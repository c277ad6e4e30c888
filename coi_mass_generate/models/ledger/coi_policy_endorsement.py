from odoo import api, models
from odoo.exceptions import UserError


class CoiPolicyEndorsement(models.Model):
    """What a valid certificate relies on stays on its policy."""

    _inherit = "coi.policy.endorsement"

    def write(self, vals):
        if "policy_id" in vals:
            # Taken from its policy, it is gone there as if it were deleted.
            moved = self.filtered(lambda each: each.policy_id.id != vals["policy_id"])
            moved._unlink_except_relied_on()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_relied_on(self):
        relied_on = self.env["coi.basis"]._get_relied_on(self)
        if relied_on:
            raise UserError(
                self.env._(
                    "Valid certificates show a Y that may be based on "
                    "%(endorsements)s. Revise or cancel them first; or clear what it "
                    "grants, and no new certificate will rely on it.",
                    endorsements=", ".join(relied_on.mapped("display_name")),
                )
            )
