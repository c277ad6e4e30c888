from datetime import timedelta

from odoo import api, fields, models

from ..common.door import trusted
from .dsn import read_reports

# A report that does not say of which mail it is, is of one of these days.
RECENT = timedelta(days=5)
# What can bounce: what a server has taken, or may have.
TAKEN = ("handed", "unsure")


class CoiBounce(models.AbstractModel):
    """Reports of what was not delivered find the envelope they are about.

    Odoo counts a mail that is only late as bounced; here that is a note.
    """

    _name = "coi.bounce"
    _description = "Reports of Mails Not Delivered"

    @api.model
    def _take(self, message, message_ids):
        """Note the reports in a mail that came in.

        :param message: ``email.message.EmailMessage``
        :param message_ids: of the mail it is about, as far as it says so
        """
        for report in read_reports(message):
            delivery, is_sure = self._find(report, message_ids)
            if delivery:
                self._note(delivery, report, is_sure)

    @api.model
    def _find(self, report, message_ids):
        """The envelope a report is about, and whether that is sure."""
        # sudo(): it is the mail gateway that asks, for whatever company it was.
        deliveries = trusted(self.env["coi.delivery"])
        named = deliveries.search([("message_id", "in", message_ids or [])], limit=1)
        if named or message_ids:
            return named, True
        since = fields.Datetime.now() - RECENT
        return deliveries.search(
            [
                ("email", "=", report.email),
                ("state", "in", TAKEN),
                ("date_done", ">=", since),
            ],
            order="date_done desc, id desc",
            limit=1,
        ), False

    @api.model
    def _note(self, delivery, report, is_sure):
        now = fields.Datetime.now()
        if not report.is_failed:
            delivery._record({"late_words": report.words})
            return
        if delivery.state not in TAKEN:
            return
        delivery._record(
            {
                "state": "bounced",
                "kind": report.kind,
                "words": report.words,
                "date_bounced": now,
                "is_probable": not is_sure,
            }
        )
        delivery.mailbox_id._note_refusal(report.words, now)
