"""What becomes of one holder in a renewal: a question of a few facts, and no query."""

from dataclasses import dataclass
from datetime import date

INCLUDE, WAIT, LEAVE_OUT, DONE = "include", "wait", "leave_out", "done"
# What each reason comes to.
OUTCOMES = {
    "person": LEAVE_OUT,
    "stop": LEAVE_OUT,
    "no": LEAVE_OUT,
    "others": LEAVE_OUT,
    "ended": LEAVE_OUT,
    "gone": LEAVE_OUT,
    "making": DONE,
    "left": WAIT,
    "ask": WAIT,
    "mapping": WAIT,
    "not_renewed": LEAVE_OUT,
    "incomplete": WAIT,
    "blocked": WAIT,
    "has_it": DONE,
    "again": INCLUDE,
    "ready": INCLUDE,
}


@dataclass(slots=True)
class Asked:
    """What is known of a holder when it is asked for its outcome.

    ``renewal`` is what its interest says ("yes", "no" or "ask") and ``answer`` what the
    insured said of it ("", "keep" or "stop"); ``is_left_out`` says that somebody left
    it out; ``last_day`` is the last on which it gets certificates, None: there is none;
    ``decisions`` are those of the ending policies it is shown; ``is_making`` says that
    a batch of this renewal is just making its certificate, ``has_it`` that it has one
    that says the same, and ``is_blocked`` that none can be made.
    """

    renewal: str
    answer: str
    is_left_out: bool
    last_day: date | None
    decisions: tuple
    is_making: bool
    has_it: bool
    is_blocked: bool


def decide(asked, day, incomplete):
    """Why this holder gets a certificate now, or does not: a key of ``OUTCOMES``.

    :param asked: ``Asked``
    :param day: the first day of the new terms
    :param incomplete: "wait" or "again": while a part of its policies is not renewed
    """
    why = _find_reason_against(asked, day) or _find_reason_to_wait(asked, incomplete)
    if why:
        return why
    if asked.has_it:
        return "has_it"
    return "again" if "waiting" in asked.decisions else "ready"


def _find_reason_against(asked, day):
    if asked.is_left_out:
        return "person"
    if asked.answer == "stop":
        return "stop"
    if asked.renewal == "no":
        return "no"
    if not asked.decisions:
        return "others"
    if asked.last_day and asked.last_day < day:
        return "ended"
    return "making" if asked.is_making else ""


def _find_reason_to_wait(asked, incomplete):
    decisions = set(asked.decisions)
    if asked.renewal == "ask" and asked.answer != "keep":
        return "ask"
    if "open" in decisions:
        return "mapping"
    if decisions == {"not_renewed"}:
        return "not_renewed"
    # With nothing renewed there is nothing to say now.
    if "waiting" in decisions and (incomplete == "wait" or "next" not in decisions):
        return "incomplete"
    return "blocked" if asked.is_blocked else ""
