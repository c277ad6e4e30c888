from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..common.door import trusted

USER = "coi_mass_generate.group_user"


class ResPartner(models.Model):
    _inherit = "res.partner"

    coi_form_id = fields.Many2one(
        "coi.form",
        "Certificate Form",
        groups=USER,
        # Insureds are shared between agencies, forms need not be.
        company_dependent=True,
        domain="[('company_id', 'in', [False, current_company_id]),"
        " ('is_choosable', '=', True)]",
        help="What this insured's certificates are drawn on, unless another form is "
        "chosen. Empty: the company's.",
    )

    @api.constrains("coi_form_id")
    def _check_coi_form_id(self):
        company = self.env.company
        # sudo(): only whose form it is is looked at.
        for form in trusted(self).coi_form_id:
            if not form._is_for(company):
                raise ValidationError(self.env["coi.form"]._explain_foreign(company))
