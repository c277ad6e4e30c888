from odoo import fields, models

from .channels import CHANNELS


class CoiAdditionalInterest(models.Model):
    """Who gets the certificate of this interest, and how."""

    _inherit = "coi.additional.interest"

    channel = fields.Selection(
        CHANNELS, "Certificate By", help="Empty: as the holder gets all of them."
    )
    recipient_ids = fields.One2many(
        "coi.recipient",
        "interest_id",
        string="Recipients",
        help="Empty: those of the holder.",
    )
