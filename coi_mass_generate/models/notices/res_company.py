from odoo import fields, models
from odoo.exceptions import AccessError

from .practices import MANAGER, PRACTICES

USER = "coi_mass_generate.group_user"


class ResCompany(models.Model):
    """Whom the agency tells that a policy is canceled, ends, or is back in force."""

    _inherit = "res.company"

    coi_notice_practice = fields.Selection(
        PRACTICES,
        "Notices to Holders",
        required=True,
        default="none",
        groups=USER,
        help="Who is told when a policy on a certificate is canceled, not renewed, or "
        "reinstated. What is done for one holder and not for the next is the risk: "
        "changing it needs a manager, and is logged.",
    )

    def write(self, vals):
        if "coi_notice_practice" not in vals:
            return super().write(vals)
        self._coi_check_may_change_practice()
        before = {each: each.coi_notice_practice for each in self}
        result = super().write(vals)
        self.env["coi.notice.practice"]._note(before)
        return result

    def _coi_check_may_change_practice(self):
        if not (self.env.su or self.env.user.has_group(MANAGER)):
            raise AccessError(
                self.env._("Only a manager may change who is told of cancellations.")
            )
