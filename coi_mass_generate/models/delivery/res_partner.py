from odoo import fields, models

from ..common.door import door, one
from .channels import CHANNELS

USER = "coi_mass_generate.group_user"


class ResPartner(models.Model):
    """How a contact wants its certificates."""

    _inherit = "res.partner"

    coi_channel = fields.Selection(
        CHANNELS,
        "Certificates By",
        groups=USER,
        copy=False,
        help="Empty: by e-mail. An interest may say otherwise.",
    )
    coi_email_cc = fields.Char(
        "Cc of Certificates",
        groups=USER,
        copy=False,
        help="Who else gets what goes to the contact's own e-mail addresses.",
    )
    coi_recipient_ids = fields.One2many(
        "coi.recipient",
        "holder_id",
        string="Recipients of Certificates",
        groups=USER,
        help="Empty: the e-mail addresses of the contact, and its Cc.",
    )
    coi_portal_url = fields.Char("Portal Address", groups=USER, copy=False)
    coi_portal_vendor = fields.Char(
        "Vendor ID in the Portal",
        groups=USER,
        copy=False,
        help="What the portal calls us.",
    )
    coi_portal_file_name = fields.Char(
        "File Name for the Portal",
        groups=USER,
        copy=False,
        help="May have {vendor}, {number}, {insured} and {holder} in it; empty: as "
        "it is downloaded.",
    )

    coi_digest = fields.Selection(
        [("yes", "Yes"), ("no", "No")],
        "Report on What Was Sent",
        groups=USER,
        copy=False,
        index="btree_not_null",
        help="To this insured, one mail a sending: to whom its certificates went. "
        "Empty: as the company has it.",
    )

    def _coi_wants_digest(self, company):
        return self.coi_digest == "yes" or (not self.coi_digest and company.coi_digest)

    @door
    def action_coi_open_deliveries(self):
        """Button: where the certificates of this holder went."""
        one(self)
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Deliveries"),
            "res_model": "coi.delivery",
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [("enclosure_ids.certificate_id.holder_id", "=", self.id)],
        }
