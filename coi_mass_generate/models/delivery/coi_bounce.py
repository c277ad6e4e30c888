from datetime import timedelta

from odoo import api, fields, models

from ..common.door import trusted
from .dsn import read_message_ids, read_reports

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
        :param message_ids: of the mail it is about, as far as Odoo has found any
        """
        # sudo(): it is the mail gateway that asks, for whatever company it was.
        deliveries = trusted(self.env["coi.delivery"])
        message_ids = message_ids or read_message_ids(message)
        since = fields.Datetime.now() - RECENT
        for report, delivery, is_sure in self._match(
            deliveries, message, message_ids, [("date_done", ">=", since)]
        ):
            self._note(delivery, report, is_sure)

    @api.model
    def _match(self, deliveries, message, message_ids, guess):
        """What in a mail is about which envelope.

        :param deliveries: the model, as whoever asks may see it
        :param guess: domain of where to look, of a report that does not say
        :returns: list of (``dsn.Report``, delivery, whether that is sure)
        """
        reports = read_reports(message)
        if not message_ids:
            found = [(each, self._guess(deliveries, each, guess)) for each in reports]
            return [(report, one, False) for report, one in found if one]
        named = deliveries.search([("message_id", "in", message_ids)])
        return [(self._choose(reports, one), one, True) for one in named if reports]

    @api.model
    def _choose(self, reports, delivery):
        """Of reports on one mail that on its mailbox; what stands behind it, a list or
        a new address, may report as well."""
        own = [report for report in reports if report.email == delivery.email]
        return min(own or reports, key=lambda report: not report.is_failed)

    @api.model
    def _guess(self, deliveries, report, guess):
        """The latest envelope to a mailbox."""
        return deliveries.search(
            [("email", "=", report.email), ("state", "in", TAKEN), *guess],
            order="date_done desc, id desc",
            limit=1,
        )

    @api.model
    def _note(self, delivery, report, is_sure):
        """Returns whether anything is known now that was not."""
        now = fields.Datetime.now()
        if not report.is_failed:
            delivery._record({"late_words": report.words})
            return True
        if delivery.state not in TAKEN:
            return False
        delivery._record(
            {
                "state": "bounced",
                "kind": report.kind,
                "words": report.words,
                "date_bounced": now,
                "is_probable": not is_sure,
            }
        )
        # sudo(): the mailbox of a delivery that was found for whoever asks.
        trusted(delivery).mailbox_id._note_refusal(report.words, now)
        delivery.sending_id._look_after()
        return True
