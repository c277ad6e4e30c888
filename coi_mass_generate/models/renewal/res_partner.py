from odoo import fields, models

from ..common.door import door, one
from ..register.res_company import INCOMPLETE
from ..register.res_partner import USER


class ResPartner(models.Model):
    """How an insured's renewals are done."""

    _inherit = "res.partner"

    coi_renewal_incomplete = fields.Selection(
        INCOMPLETE,
        "When Some Policies Are Not Renewed Yet",
        groups=USER,
        copy=False,
        help="Empty: as in the settings.",
    )

    def _coi_get_incomplete(self, company):
        """What is done while a part of the insured's policies is renewed: a key of
        ``INCOMPLETE``."""
        return self.coi_renewal_incomplete or company.coi_renewal_incomplete

    @door
    def action_coi_renew(self):
        """Choice under Actions: take up the policies that end next."""
        one(self)
        told = self.env["coi.renewal"].prepare(self.id)
        return self.env["coi.renewal"].browse(told["renewal_id"])._get_page()
