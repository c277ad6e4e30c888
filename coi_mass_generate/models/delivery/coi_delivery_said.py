from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import html2plaintext

from ..common.door import trusted

# So long the words themselves are kept; their hash for ever.
KEPT = timedelta(days=90)
AT_ONCE = 10_000


class CoiDelivery(models.Model):
    """What a mail said: for whoever is asked about it later."""

    _inherit = "coi.delivery"

    sent_subject = fields.Char("Subject as Sent", readonly=True)
    sent_sha256 = fields.Char(
        "SHA-256 of the Text", readonly=True, help="Of the mail's text as HTML."
    )
    body = fields.Text(
        readonly=True,
        prefetch=False,
        help="The mail's text as HTML, without the secret of a link in it; kept for 90 "
        "days.",
    )
    body_text = fields.Text("Text as Sent", compute="_compute_body_text")

    _with_body = models.Index("(date_done) WHERE body IS NOT NULL")

    @api.depends("body")
    def _compute_body_text(self):
        for delivery in self:
            delivery.body_text = html2plaintext(delivery.body or "") or False

    @api.autovacuum
    def _gc_bodies(self):
        """Forget the words of old mails."""
        until = fields.Datetime.now() - KEPT
        old = trusted(self).search(
            [("body", "!=", False), ("date_done", "<", until)], limit=AT_ONCE
        )
        old._record({"body": False})
        return len(old), len(old) == AT_ONCE
