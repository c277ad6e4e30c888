from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    coi_is_insured = fields.Boolean("Insured", index="btree_not_null")
    coi_is_holder = fields.Boolean("Certificate Holder")
    coi_is_insurer = fields.Boolean("Insurer")
    coi_naic = fields.Char(
        "NAIC Number", help='As the regulator lists it; may start with "AA-".'
    )
    coi_description = fields.Text(
        "Default Description of Operations",
        help="Printed on all certificates of this insured, unless an interest "
        "replaces it.",
    )
    coi_additional_interest_ids = fields.One2many(
        "coi.additional.interest", "insured_id", string="Additional Interests"
    )
    coi_policy_ids = fields.One2many("coi.policy", "insured_id", string="Policies")
    coi_policy_count = fields.Integer(compute="_compute_coi_policy_count")
    coi_certificate_count = fields.Integer(compute="_compute_coi_certificate_count")

    def _compute_coi_policy_count(self):
        counts = self._coi_count("coi.policy", Domain.TRUE)
        for partner in self:
            partner.coi_policy_count = counts.get(partner, 0)

    def _compute_coi_certificate_count(self):
        counts = self._coi_count("coi.certificate", Domain("is_kept", "=", True))
        for partner in self:
            partner.coi_certificate_count = counts.get(partner, 0)

    def _coi_count(self, model, domain):
        """Number of records of ``model`` by insured; none for who may not see them."""
        if not self.env[model].has_access("read"):
            return {}
        insureds = Domain("insured_id", "in", self.ids)
        return dict(
            self.env[model]._read_group(insureds & domain, ["insured_id"], ["__count"])
        )

    def _coi_check_seen(self):
        """Refuse to use contacts the user may not read, in words that tell nothing."""
        if self - self._filtered_access("read"):
            raise UserError(
                self.env._(
                    "You may not see one of these contacts: it belongs to another "
                    "company. Choose another, or ask for it to be shared."
                )
            )

    def _coi_mark(self, flag):
        """Set the role ``flag`` on the contacts that do not have it yet."""
        missing = self.filtered(lambda partner: not partner[flag])
        if missing:
            # sudo(): what a contact is follows from a record the user was just
            # allowed to create; it gives nobody any right.
            missing.sudo().write({flag: True})

    def _coi_get_address_lines(self, company=None):
        """The postal address without the name, as its country writes it.

        :param company: the agency (``res.company``); its own country is not printed
        :returns: list of lines, none empty
        """
        self.ensure_one()
        home = (company or self.env.company).country_id
        address_format, parts = self._prepare_display_address(without_company=True)
        if self.country_id == home:
            parts["country_name"] = ""
        lines = (
            " ".join(line.split()) for line in (address_format % parts).split("\n")
        )
        return [line for line in lines if line]

    def action_coi_generate(self):
        """Button of the tab, and mass action on a list of insureds or of holders."""
        insureds = self.filtered("coi_is_insured")
        if insureds and not self.env.context.get("coi_as_holders"):
            return self.env["coi.generate"]._open_for_insureds(insureds)
        return self.env["coi.generate"]._open_for_holders(self)

    def action_coi_open_policies(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coi_mass_generate.coi_policy_action"
        )
        action["domain"] = [("insured_id", "=", self.id)]
        action["context"] = {"default_insured_id": self.id}
        return action

    def action_coi_open_certificates(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coi_mass_generate.coi_certificate_action"
        )
        action["domain"] = [("insured_id", "=", self.id), ("is_kept", "=", True)]
        action["context"] = {}
        return action

    @api.ondelete(at_uninstall=False)
    def _unlink_except_coi_history(self):
        """The database would refuse too, but not in words a user understands."""
        self.env["coi.certificate"]._check_partners_free(self)
