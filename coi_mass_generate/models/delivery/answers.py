"""What a mail server's answer makes of an envelope, and of what comes after it."""

import re
from dataclasses import dataclass

from .ear import CONTENT

# How it goes on: AGAIN in a new session, after the server's quota (WAIT) or its day
# (DAY), or when a person says so (STOP).
AGAIN, WAIT, DAY, STOP = "again", "wait", "day", "stop"

# Codes of RFC 3463 and words that tell more than the answer's first number. What a
# server says of itself or of us comes first: none of it is the recipient's fault.
_DAY = re.compile(r"5\.4\.5|daily|per day|24 hours", re.I)
_QUOTA = re.compile(
    r"4\.2\.1\b|4\.7\.\d|too (many|quickly|fast)|rate|limit exceed", re.I
)
# A limit that is said as if it were for good.
_LIMIT = re.compile(r"(sending|hourly|message|rate|relay)s? limit exceed", re.I)
# Not ours: the mailbox gets too much from everybody, or takes it at a second try only.
_THEIRS = re.compile(r"gr[ea]y-?list|receiving mail at a rate", re.I)
_GREY = re.compile(r"4\.7\.1\b.*(try|again|later)", re.I)
# We have not said who we are, or it was not believed; for no recipient is it different.
_LOGIN = (530, 534, 535, 538)
_SIZE = re.compile(r"5\.3\.4|5\.2\.3|too (large|big)|size exceeds", re.I)
_FULL = re.compile(r"[45]\.2\.2|mailbox.{0,20}full|over quota", re.I)
_BLOCKED = re.compile(r"5\.7\.\d", re.I)
_NO_BOX = re.compile(r"5\.1\.\d", re.I)


@dataclass(frozen=True, slots=True)
class Outcome:
    """``state`` of the envelope (``coi.delivery``); ``kind`` of failure; ``words`` of
    the server; ``then``: how the run goes on, "" where as ever."""

    state: str
    kind: str = ""
    words: str = ""
    then: str = ""


def judge(stage, code, words):
    """What became of a mail.

    :param stage: what was said last, see ``ear.Ear``
    :param code: of the answer; 0 where none came
    """
    if not code:
        return _judge_silence(stage)
    said = f"{code} {words}"
    if stage == CONTENT and 200 <= code < 300:
        return Outcome("handed", words=said)
    if code in _LOGIN:
        return Outcome("queued", "sender", said, STOP)
    if _SIZE.search(words) or code == 552 and not _FULL.search(words):
        return Outcome("failed", "size", said)
    if _is_quota(code, words):
        return Outcome("queued", "quota", said, DAY if _DAY.search(words) else WAIT)
    if stage == "mail":
        # It is the sender that is refused here, for every mail alike.
        return Outcome("queued", "sender", said, WAIT if code < 500 else STOP)
    if code < 500:
        return Outcome("later", "temporary", said)
    return Outcome("failed", _get_kind(stage, words), said)


def _judge_silence(stage):
    """The connection was lost, or the answer took too long."""
    if stage == CONTENT:
        return Outcome("unsure", "silence")
    return Outcome("queued", "connection", then=AGAIN)


def _is_quota(code, words):
    if _FULL.search(words) or _THEIRS.search(words):
        return False
    if code == 451 and _GREY.search(words):
        return False
    is_said = _QUOTA if code < 500 else _LIMIT
    return code == 421 or bool(_DAY.search(words) or is_said.search(words))


def _get_kind(stage, words):
    if _FULL.search(words):
        return "full"
    if _BLOCKED.search(words) or stage != "rcpt" and not _NO_BOX.search(words):
        return "blocked"
    return "address"
