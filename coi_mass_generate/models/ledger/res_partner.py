from odoo import api, fields, models
from odoo.fields import Domain

from ..common.door import door, one
from ..register.res_partner import USER


class ResPartner(models.Model):
    """The certificates that were issued for a contact, or to it."""

    _inherit = "res.partner"

    coi_certificate_count = fields.Integer(
        compute="_compute_coi_certificate_count", groups=USER
    )

    def _compute_coi_certificate_count(self):
        # The list opens with these alone: what the button counts is what it shows.
        valid = Domain("is_kept", "=", True) & Domain("state", "=", "issued")
        counts = self._coi_count("coi.certificate", valid)
        for partner in self:
            partner.coi_certificate_count = counts.get(partner, 0)

    @door
    def action_coi_open_certificates(self):
        one(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coi_mass_generate.coi_certificate_action"
        )
        action["domain"] = [("insured_id", "=", self.id), ("is_kept", "=", True)]
        return action

    @api.ondelete(at_uninstall=False)
    def _unlink_except_coi_history(self):
        """The database would refuse too, but not in words a user understands."""
        self.env["coi.certificate"]._check_partners_free(self)
