import base64
import binascii
from email import message_from_bytes, policy

from odoo import models
from odoo.exceptions import UserError

from ..common.argument import read_text
from ..common.door import door, one
from .dsn import read_message_ids, read_reports

# A report gives back no more than the mail it is of.
MOST_MB = 25
# How Outlook's own files begin, and what every mail has one of.
OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADERS = ("From", "Received", "Return-Path", "Message-ID", "Date")


class CoiSending(models.Model):
    """Reports of mails not taken that came to a person, and are handed to the run."""

    _inherit = "coi.sending"

    @door
    def read_report(self, name, data):
        """Note what a report says that came to somebody's own mailbox; the door of the
        sending's page and for other programs (RPC).

        It may be of another sending that the user may see; of any other it says
        nothing, as of a mail that was never sent.

        :param name: of the file
        :param data: the message as it was saved (.eml), in base64
        :returns: dict ``delivery_ids`` (what is known of now) and ``text``, which says
            so, or what is wrong with the file
        """
        one(self)
        self.check_access("read")
        name = read_text(self.env, name, "name", 200)
        data = self._read_data(data)
        found, texts = [], []
        wrong = self._check_report(name, data)
        if not wrong:
            message = message_from_bytes(data, policy=policy.SMTP)
            wrong = self._check_message(message)
        if not wrong:
            found, texts = self._note_reports(message)
            wrong = "" if found else self._say_unknown()
        return {"delivery_ids": found, "text": wrong or "\n".join(texts)}

    def _read_data(self, data):
        try:
            return base64.b64decode(data, validate=True)
        except (binascii.Error, TypeError, ValueError) as error:
            raise UserError(
                self.env._("data: give the content of the file in base64.")
            ) from error

    def _check_report(self, name, data):
        """What is wrong with a file; nothing where it may be a mail."""
        if data.startswith(OUTLOOK) or name.lower().endswith(".msg"):
            return self.env._(
                "This is a file of Outlook's own kind (.msg), which other programs "
                "cannot read. In the new Outlook or Outlook on the web, open the "
                "message and choose More actions (…) / Download / Download as EML, "
                "then drop that file here."
            )
        if len(data) > MOST_MB * 1_000_000:
            return self.env._(
                "This file is larger than %(most)s MB: too large for such a report.",
                most=MOST_MB,
            )
        return ""

    def _check_message(self, message):
        if not any(message[header] for header in HEADERS):
            return self.env._(
                "This file is not an e-mail. Open the message in your mail program, "
                "save it as a file (.eml), and drop that here."
            )
        if not read_reports(message):
            return self.env._(
                "This is an e-mail, but it does not report that a mail did not arrive. "
                "Look for the message from the mail system (Mail Delivery Subsystem, "
                "postmaster or mailer-daemon)."
            )
        return ""

    def _say_unknown(self):
        return self.env._(
            "This report is of none of the mails that were sent from here, as far as "
            "you may see them."
        )

    def _note_reports(self, message):
        """The ids of what was found in the user's own companies, and what it says."""
        bounces, found, texts = self.env["coi.bounce"], [], []
        for report, delivery, is_sure in bounces._match(
            self.env["coi.delivery"],
            message,
            read_message_ids(message),
            [("sending_id", "=", self.id)],
        ):
            is_new = bounces._note(delivery, report, is_sure)
            found.append(delivery.id)
            texts.append(self._say_report(delivery, report, is_new))
        return found, texts

    def _say_report(self, delivery, report, is_new):
        values = {"email": delivery.email, "words": report.words}
        if not is_new:
            return self.env._("%(email)s: this was known already.", **values)
        if report.is_failed:
            return self.env._("%(email)s: bounced. %(words)s", **values)
        return self.env._(
            "%(email)s: late, their server still tries. %(words)s", **values
        )
