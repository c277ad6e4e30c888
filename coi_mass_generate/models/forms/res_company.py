from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..common.door import trusted

USER = "coi_mass_generate.group_user"


class ResCompany(models.Model):
    _inherit = "res.company"

    coi_form_id = fields.Many2one(
        "coi.form",
        "Certificate Form",
        groups=USER,
        domain="[('company_id', 'in', [False, id]), ('is_choosable', '=', True)]",
        help="What certificates are drawn on, unless an insured has a form of its own "
        "or another one is chosen. Empty: the first form in the list.",
    )

    @api.constrains("coi_form_id")
    def _check_coi_form_id(self):
        for company in self:
            # sudo(): only whose form it is is looked at.
            form = trusted(company).coi_form_id
            if form and not form._is_for(company):
                raise ValidationError(self.env["coi.form"]._explain_foreign(company))
