"""The session with a mail server that a postman keeps while there is work."""

import contextlib
import smtplib

# Many servers end a session after so many mails, and do not say it nicely.
MAILS_A_SESSION = 50


class Line:
    """Opened when it is needed, and anew when it was lost.

    :param server: ``ir.mail_server`` record, empty for that of the configuration
    """

    def __init__(self, server):
        self._server, self._session, self._senders = server, None, {}
        self.count = 0

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.drop()

    def get(self, email_from):
        """The session, for a mail of this sender.

        :raises OSError, smtplib.SMTPException: where there is no getting through
        """
        if self.count >= MAILS_A_SESSION:
            self.drop()
        if not self._session:
            self._session = self._server._coi_connect(email_from)
        self.count += 1
        if self._session:
            self._session.smtp_from = self._get_smtp_from(email_from)
        return self._session

    def _get_smtp_from(self, email_from):
        if email_from not in self._senders:
            smtp_from = self._server._coi_get_smtp_from(email_from)
            self._senders[email_from] = smtp_from
        return self._senders[email_from]

    def drop(self):
        """End the session, if there is one; politely where it is alive."""
        if self._session:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._session.quit()
        self._session, self.count = None, 0
