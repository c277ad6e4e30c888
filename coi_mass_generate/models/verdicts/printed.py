"""What a page says, read from what is stored of it: certificates of years ago, too."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from ..common.grants import MARKED
from ..forms.coi_page import ROW_OPTIONS
from ..register.coi_policy_limit import ROW_LIMITS

# A mark among a certificate's values: what is given, and on which policy. In a text a
# quotation mark stands behind a backslash.
MARKS = re.compile(rf'"({"|".join(kind.key for kind in MARKED)}):p(\d+)"')
# An amount as it is printed, with its currency before or behind it.
AMOUNT = re.compile(r"[^\d-]{0,3}(-?\d+(?:\.\d+)?)")
# By these a limit says that there is none.
NOTHING = frozenset(
    ("", "excluded", "none", "nil", "n/a", "not covered", "not applicable")
)
# What the insured bears itself: more of it is less for whom the policy protects.
BORNE = ("deductible",)
# Since when what happened is insured, of a policy with full prior acts.
EVER = date.min


@dataclass(slots=True, frozen=True)
class Language:
    """How a page's language writes: what stands before the cents and between thousands,
    its dates (for ``strptime``), and the keys of usual limits by what they are called.
    """

    code: str
    point: str
    comma: str
    dates: str
    keys: dict


@dataclass(slots=True)
class Coverage:
    """A policy as a page shows it.

    ``limits`` are of each limit what it is worth (``get_worth``) and what is printed,
    by its key, or its own wording, and its place among those that are called the same,
    the highest first; ``basis`` is "occurrence", "claims_made" or "", where the page
    leaves it open; ``since`` the retroactive date as printed; ``options`` the places of
    what is marked else, and ``ticked`` how that is called.
    """

    policy_id: int
    label: str
    number: str
    row: str
    insurer: str
    period: str
    limits: dict
    basis: str
    since: str
    options: tuple = ()
    ticked: str = ""
    notes: str = ""


@dataclass(slots=True)
class Page:
    """The coverages of one page, by policy id in their order."""

    language: Language
    coverages: dict = field(default_factory=dict)


def get_worth(text, point, comma):
    """What a printed limit is worth: its amount, the highest of several; 0 where it
    says that there is none; None where it says something else, as "Included".

    :param point: what stands before the cents in the language of the page
    :param comma: what stands between thousands
    """
    pieces = (each.replace(comma, "") if comma else each for each in text.split("; "))
    found = [AMOUNT.match(each.replace(point, ".")) for each in pieces]
    amounts = [float(each[1]) for each in found if each]
    if amounts:
        return max(amounts)
    return 0 if text.strip(" .-–").casefold() in NOTHING else None


def is_less(now, before):
    """Whether a limit worth ``now`` (``get_worth``) is less than one worth ``before``:
    an amount that became a text is not seen any more."""
    if before is None:
        return now == 0
    return before > 0 if now is None else now < before


def compare_limits(slot, now, before):
    """ "worse", "better" or "" for neither.

    :param now: (worth, text)
    """
    if slot in BORNE:
        # One that is not told is not known to be none.
        if not (now[0] and before[0]):
            return ""
        now, before = before, now
    if is_less(now[0], before[0]):
        return "worse"
    return "better" if before[0] is not None and is_less(before[0], now[0]) else ""


def is_better(slot, one, other):
    """Which of two says most, where both are for the same holder.

    :param one: (worth, text)
    """
    if slot in BORNE:
        return (one[0] or 0) < (other[0] or 0)
    return is_less(other[0], one[0])


def read_page(language, coverages, insurers):
    """:param coverages: of a static part (``coi.page``), as its ``insurers``"""
    names = {each["letter"]: each["name"] for each in insurers}
    found = [_read_coverage(each, names, language) for each in coverages]
    return Page(language, {each.policy_id: each for each in found})


def _read_coverage(said, insurers, language):
    ticked = [
        (place, *option, each["label"])
        for place, (option, each) in enumerate(
            zip(ROW_OPTIONS.get(said["row"], ()), said["options"], strict=False)
        )
        if each["checked"]
    ]
    others = [each for each in ticked if each[1] != "claims_basis"]
    return Coverage(
        policy_id=int(said["key"][1:]),
        label=f"{said['label']} {said['number']}",
        number=said["number"],
        row=said["row"],
        insurer=insurers.get(said["letter"], ""),
        period=f"{said['effective']} – {said['expiration']}",
        limits=_read_limits(said, language),
        basis=_read_basis(said, ticked),
        since=said.get("retroactive", ""),
        options=tuple(place for place, *_rest in others),
        ticked=", ".join(label for *_rest, label in others),
        notes="" if said["row"] == "other" else "; ".join(said["notes"]),
    )


def _read_basis(said, ticked):
    if said["row"] == "other":
        # It has no boxes: that a policy is claims-made is all its notes ever say.
        return "claims_made" if said["notes"] else "occurrence"
    return next((each[2] for each in ticked if each[1] == "claims_basis"), "")


def _read_limits(said, language):
    """``Coverage.limits``: the usual ones stand first, in their order."""
    usual = ROW_LIMITS.get(said["row"], ())
    found = defaultdict(list)
    for place, limit in enumerate(said["limits"]):
        label, text = limit["label"], limit["value"]
        slot = usual[place] if place < len(usual) else language.keys.get(label, label)
        worth = get_worth(text, language.point, language.comma)
        found[slot].append((worth, text))
    return {
        (slot, place): each
        for slot, every in found.items()
        for place, each in enumerate(
            sorted(every, key=lambda one: one[0] or 0, reverse=True)
        )
    }


def read_since(text, language):
    """The day of a retroactive date as printed; ``EVER`` for full prior acts, None
    where nothing is said, False where it cannot be read."""
    if not text:
        return None
    if not any(map(str.isdigit, text)):
        return EVER
    try:
        return datetime.strptime(text, language.dates).date()
    except ValueError:
        return False
