"""What the other side's server reports of a mail it has not delivered: as a report that
programs read (RFC 3464), or in words only, as servers of an older make do."""

import binascii
import contextlib
import re
from dataclasses import dataclass
from email.message import Message

# By the begin of the status (RFC 3463); the first that fits.
KINDS = {"5.2.2": "full", "5.2.3": "size", "5.3.4": "size", "5.7": "blocked"}
STATUS, ORIGINAL = "message/delivery-status", ("message/rfc822", "text/rfc822-headers")
# What says that a mail without a status is a report after all.
SENDERS = ("mailer-daemon", "postmaster")
_TITLES = re.compile(
    r"undeliver|returned mail|failure notice|delivery (status|has failed|fail)"
    r"|mail delivery|could not be delivered",
    re.I,
)
_LATE = re.compile(r"\b(delay|warning|still (being )?tr(y|ied))", re.I)
_CODE = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_FIRST = re.compile(r"\b([45])\d\d\b")
_FULL = re.compile(r"mailbox.{0,20}full|over quota", re.I)
_ADDRESS = re.compile(r"[\w.+=&'*/-]+@[\w-]+(?:\.[\w-]+)+")
# From here on such a mail quotes what was sent.
_QUOTED = re.compile(
    r"^-+ *(below this line|original message|this is a copy|message header)",
    re.I | re.M,
)
_MESSAGE_ID = re.compile(r"^message-id:\s*(<[^<>\s]+>)", re.I | re.M)
# So much of a text is looked at, and so much is kept of what it says.
MOST_READ, MOST_SAID = 50_000, 500


@dataclass(frozen=True, slots=True)
class Report:
    """Of one recipient: ``email``, and whether it is final (``is_failed``) or the other
    side still tries."""

    email: str
    is_failed: bool
    kind: str
    words: str


def read_reports(message):
    """The reports in a mail, of each recipient it names; none where it is no report.

    :param message: ``email.message.EmailMessage``
    """
    blocks = [
        block
        for part in message.walk()
        if part.get_content_type() == STATUS
        for block in _read_blocks(part)
    ]
    reports = [_read(block) for block in blocks if _is_of_recipient(block)]
    # What was delivered after all, or handed on, is told as well.
    known = [report for report in reports if report]
    return known if blocks else _read_words(message)


def read_message_ids(message):
    """The ids of the mail that a report is of, as far as it gives it back."""
    found = []
    for part in message.walk():
        if part.get_content_type() in ORIGINAL:
            found += _MESSAGE_ID.findall(_get_text(part))
    if not found and _looks_like_report(message):
        found += _MESSAGE_ID.findall(_get_words(message))
    return list(dict.fromkeys(found))


# ----------------------------------------------------------------- for programs


def _read_blocks(part):
    """The blocks of fields in a status, however it was packed."""
    payload = part.get_payload()
    if isinstance(payload, list) and not any(each.is_multipart() for each in payload):
        blocks = [each for each in payload if each.items()]
        # Some pack it in base64: then it was read as a text of no fields.
        if blocks:
            return blocks
    text = _get_text(part)
    return [_read_fields(block) for block in re.split(r"\r?\n\s*\r?\n", text) if block]


def _read_fields(text):
    block = Message()
    for line in re.sub(r"\r?\n[ \t]+", " ", text).splitlines():
        name, colon, value = line.partition(":")
        if colon and re.fullmatch(r"[\w-]+", name.strip()):
            block[name.strip()] = value.strip()
    return block


def _is_of_recipient(block):
    return block["Final-Recipient"] or block["Original-Recipient"]


def _read(block):
    """The report of a block; None where it says nothing of a failure."""
    said = _after_type(block["Diagnostic-Code"])
    status = next(iter(_CODE.findall(_plain(block["Status"]))), "")
    action = _plain(block["Action"]).lower().split(" ")[0]
    # Those that give a general status give the true one in their words.
    code = next(iter(_CODE.findall(said)), "")
    if code and (not status or status.endswith(".0.0")):
        status = code
    if not action:
        action = {"5": "failed", "4": "delayed"}.get(status[:1], "")
    if action not in ("failed", "delayed"):
        return None
    email = block["Original-Recipient"] or block["Final-Recipient"]
    return Report(
        email=_read_address(email),
        is_failed=action == "failed",
        kind=_get_kind(status, said),
        words=(said or status or action)[:MOST_SAID],
    )


def _read_address(text):
    """What stands behind "rfc822;", or the whole of it, without its brackets."""
    return (_after_type(text) or _plain(text)).strip("<> ").lower()


def _get_kind(status, words):
    found = (kind for begin, kind in KINDS.items() if status.startswith(begin))
    return next(found, "full" if _FULL.search(words) else "address")


# ---------------------------------------------------------------- in words only


def _read_words(message):
    """The reports of a mail that says it in words, as qmail and Exim do."""
    if not _looks_like_report(message):
        return []
    text = _get_words(message)
    told = _QUOTED.split(text)[0]
    named = _ADDRESS.findall(_plain(message["X-Failed-Recipients"]))
    emails = named or re.findall(rf"^\s*<?({_ADDRESS.pattern})>?:?\s*$", told, re.M)
    is_late = bool(_LATE.search(_plain(message["Subject"])))
    reports = []
    for email in dict.fromkeys(each.lower() for each in emails):
        words = _find_reason(told, email)
        status = next(iter(_CODE.findall(words)), "")
        reports.append(
            Report(
                email=email,
                is_failed=not (is_late or status[:1] == "4"),
                kind=_get_kind(status, words),
                words=words,
            )
        )
    return reports


def _find_reason(told, email):
    """What stands behind an address, up to an empty line."""
    _before, _email, behind = told.lower().partition(email)
    start = len(told) - len(behind)
    behind = told[start:].lstrip(">: \t\r\n")
    return _plain(re.split(r"\r?\n\s*\r?\n", behind)[0])[:MOST_SAID]


def _looks_like_report(message):
    if message.get_content_type() == "multipart/report":
        return True
    sender = _plain(message["From"]).lower()
    is_server = any(name in sender for name in SENDERS)
    return is_server and bool(
        message["X-Failed-Recipients"] or _TITLES.search(_plain(message["Subject"]))
    )


def _get_words(message):
    """The first text in a mail."""
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            return _get_text(part)
    return ""


# ---------------------------------------------------------------------- reading


def _get_text(part):
    """What stands in a part, however it was packed and whatever it claims to be."""
    if part.is_multipart():
        # What is a mail by its kind Python takes for one, and never unpacks.
        text = "\n\n".join(str(each) for each in part.get_payload())
        return _unpack(text, _plain(part["Content-Transfer-Encoding"]))[:MOST_READ]
    data = part.get_payload(decode=True)
    if data is None:
        return str(part.get_payload())[:MOST_READ]
    return data.decode("utf-8", errors="replace")[:MOST_READ]


def _unpack(text, packing):
    unpack = {"base64": binascii.a2b_base64, "quoted-printable": binascii.a2b_qp}
    with contextlib.suppress(ValueError, KeyError):
        data = unpack[packing.lower()](text.strip().encode())
        return data.decode("utf-8", errors="replace")
    return text


def _after_type(text):
    """What stands behind "rfc822;" or "smtp;"."""
    return _plain(text).partition(";")[2].strip()


def _plain(text):
    return " ".join(str(text or "").split())
