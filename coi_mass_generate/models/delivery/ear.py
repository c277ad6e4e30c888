"""What a mail server answers, heard at the session itself: whatever stands between it
and who sends may lose its words, and Odoo does."""

# What is said to a server for a mail, in this order; the mail itself comes last, once
# the server has said that it listens.
STAGES = ("mail", "rcpt", "data")
CONTENT, LISTENS = "content", 354


class Ear:
    """Listens to a session (``smtplib.SMTP``) for one mail to one recipient.

    ``stage`` is what was said last: one of ``STAGES``, ``CONTENT``, or "" before
    anything was; ``code`` and ``words`` are the answer to it, 0 and "" where none came.
    """

    def __init__(self, session):
        self.stage, self.code, self.words = "", 0, ""
        self._is_listening = False
        self._session, self._wrapped = session, []

    def __enter__(self):
        for name in ("putcmd", "getreply"):
            # A double that stands in for a session in a test may have neither.
            if real := getattr(self._session, name, None):
                setattr(self._session, name, getattr(self, f"_{name}")(real))
                self._wrapped.append(name)
        return self

    def __exit__(self, *exception):
        for name in self._wrapped:
            delattr(self._session, name)

    def _putcmd(self, real):
        def putcmd(command, *args, **kwargs):
            stage = command.lower()
            # What is said to tidy up after a refusal is answered, too.
            self._is_listening = stage in STAGES
            if self._is_listening:
                self.stage, self.code, self.words = stage, 0, ""
            return real(command, *args, **kwargs)

        return putcmd

    def _getreply(self, real):
        def getreply():
            code, text = real()
            if self._is_listening:
                if self.stage == "data" and code == LISTENS:
                    self.stage = CONTENT
                else:
                    self.code, self.words = code, _read(text)
            return code, text

        return getreply


def _read(text):
    return " ".join(text.decode(errors="replace").split())
