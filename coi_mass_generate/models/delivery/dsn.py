"""What the other side's server reports of a mail it has not delivered (RFC 3464)."""

from dataclasses import dataclass

# By the begin of the status (RFC 3463); the first that fits.
KINDS = {"5.2.2": "full", "5.2.3": "size", "5.3.4": "size", "5.7": "blocked"}


@dataclass(frozen=True, slots=True)
class Report:
    """Of one recipient: ``email``, and whether it is final (``is_failed``) or the other
    side still tries."""

    email: str
    is_failed: bool
    kind: str
    words: str


def read_reports(message):
    """The reports in a mail, of each recipient it names.

    :param message: ``email.message.EmailMessage``
    """
    return [
        _read(block)
        for part in message.walk()
        if part.get_content_type() == "message/delivery-status"
        for block in part.get_payload()[1:]
        if block["Action"]
    ]


def _read(block):
    status = _plain(block["Status"])
    action = _plain(block["Action"]).lower()
    words = _after_type(block["Diagnostic-Code"]) or status
    found = (kind for begin, kind in KINDS.items() if status.startswith(begin))
    return Report(
        email=_after_type(block["Final-Recipient"]).lower(),
        is_failed=action == "failed",
        kind=next(found, "address"),
        words=words,
    )


def _after_type(text):
    """What stands behind "rfc822;" or "smtp;"."""
    return _plain(text).partition(";")[2].strip()


def _plain(text):
    return " ".join(str(text or "").split())
