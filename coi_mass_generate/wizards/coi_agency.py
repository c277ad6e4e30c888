from odoo import api, fields, models

from ..models.common.door import clean, trusted

# What a certificate prints of its agency, as the company calls it.
PRINTED = (
    "name", "street", "street2", "city", "state_id", "zip", "country_id", "phone",
    "email", "coi_contact", "coi_fax", "coi_representative", "coi_signature",
)  # fmt: skip
# What is filled in is what the company has, as far as its user may read it.
OF_COMPANY = {
    "compute": "_compute_printed",
    "compute_sudo": False,
    "precompute": True,
    "readonly": False,
    "store": True,
}


class CoiAgency(models.TransientModel):
    """The agency as its certificates show it.

    Companies are the administrator's to set up; this part of one is for whoever manages
    its certificates.
    """

    _name = "coi.agency"
    _inherit = ["coi.wizard"]
    _description = "Agency"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    name = fields.Char("Agency", required=True, **OF_COMPANY)
    street = fields.Char(**OF_COMPANY)
    street2 = fields.Char(**OF_COMPANY)
    city = fields.Char(**OF_COMPANY)
    state_id = fields.Many2one(
        "res.country.state", domain="[('country_id', '=?', country_id)]", **OF_COMPANY
    )
    zip = fields.Char("ZIP", **OF_COMPANY)
    country_id = fields.Many2one("res.country", **OF_COMPANY)
    phone = fields.Char(**OF_COMPANY)
    email = fields.Char(**OF_COMPANY)
    coi_contact = fields.Char(
        "Contact", help="Whom a holder asks about a certificate.", **OF_COMPANY
    )
    coi_fax = fields.Char("Fax", **OF_COMPANY)
    coi_representative = fields.Char(
        "Authorized Representative", help="Who signs the certificates.", **OF_COMPANY
    )
    coi_signature = fields.Image(
        "Authorized Signature",
        attachment=False,
        max_width=600,
        max_height=200,
        help="Printed above the representative's name.",
        **OF_COMPANY,
    )

    @api.depends("company_id")
    def _compute_printed(self):
        for agency in self:
            for name in PRINTED:
                agency[name] = agency.company_id[name]
            # States are those of one country then, of which a new company has none.
            agency.country_id = agency.country_id or self.env.ref("base.us")

    @api.depends("name")
    def _compute_display_name(self):
        for agency in self:
            agency.display_name = agency.name

    @api.model_create_multi
    def create(self, vals_list):
        agencies = super().create(vals_list)
        for agency, vals in zip(agencies, vals_list, strict=True):
            agency._apply(vals)
        return agencies

    def write(self, vals):
        result = super().write(vals)
        for agency in self:
            agency._apply(vals)
        return result

    def _apply(self, vals):
        """Let the company be what was filled in; what was not is left alone."""
        agency = clean(self)
        company = agency.company_id
        company.check_access("read")
        changed = {
            name: agency[name]
            for name in PRINTED
            if name in vals and agency[name] != company[name]
        }
        if changed:
            # sudo(): only those who manage certificates may open this window, the
            # company is one of theirs, and nothing is written but what it prints.
            trusted(company).write(self._convert_to_write(changed))
