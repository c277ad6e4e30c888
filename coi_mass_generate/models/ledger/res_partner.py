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

    coi_last_certificate = fields.Date(
        "Last Certificate",
        compute="_compute_coi_last_certificate",
        search="_search_coi_last_certificate",
        groups=USER,
        help="Issue date of the last certificate that was issued for this insured.",
    )

    def _compute_coi_certificate_count(self):
        # The list opens with these alone: what the button counts is what it shows.
        valid = Domain("is_kept", "=", True) & Domain("state", "=", "issued")
        counts = self._coi_count("coi.certificate", valid)
        for partner in self:
            partner.coi_certificate_count = counts.get(partner, 0)

    def _compute_coi_last_certificate(self):
        dates = {}
        if self.env["coi.certificate"].has_access("read"):
            kept = [("insured_id", "in", self.ids), ("is_kept", "=", True)]
            groups = self.env["coi.certificate"]._read_group(
                kept, ["insured_id"], ["issue_date:max"]
            )
            dates = dict(groups)
        for partner in self:
            partner.coi_last_certificate = dates.get(partner, False)

    def _search_coi_last_certificate(self, operator, value):
        """Only whether there is any: a filter of the list of insureds."""
        if operator != "in" or set(value) != {False}:
            return NotImplemented
        sent = self.env["coi.certificate"]._read_group(
            [("is_kept", "=", True)], ["insured_id"]
        )
        return [("id", "not in", [insured.id for [insured] in sent])]

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
