from odoo import fields, models

from ..delivery.channels import CHANNELS

CHANNEL_CELLS = ("channel", "coi_channel")


class CoiImportLine(models.Model):
    """What a row says of how certificates reach their holder."""

    _inherit = "coi.import.line"

    channel = fields.Char("Certificate By", compute="_compute_cells", readonly=False)
    emails_to = fields.Char("Sent To", compute="_compute_cells", readonly=False)
    emails_cc = fields.Char("Cc", compute="_compute_cells", readonly=False)
    coi_channel = fields.Char(
        "Certificates By", compute="_compute_cells", readonly=False
    )
    coi_email_cc = fields.Char(
        "Cc of Certificates", compute="_compute_cells", readonly=False
    )
    coi_portal_url = fields.Char(
        "Portal Address", compute="_compute_cells", readonly=False
    )
    coi_portal_vendor = fields.Char(
        "Vendor ID in the Portal", compute="_compute_cells", readonly=False
    )
    coi_portal_file_name = fields.Char(
        "File Name for the Portal", compute="_compute_cells", readonly=False
    )

    def _show_value(self, key, value):
        # In English, as it is read: whoever corrects it types such a word.
        if key in CHANNEL_CELLS:
            return dict(CHANNELS).get(value, value)
        return super()._show_value(key, value)
