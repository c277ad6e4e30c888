"""Amounts as people write them: $1,000,000, 1M, 500k, Excluded."""

import re
from functools import lru_cache

from ..text import fold

# What stands instead of an amount, or behind it, as it is printed.
WORDS = {
    "excluded": "Excluded",
    "excl": "Excluded",
    "exc": "Excluded",
    "included": "Included",
    "incl": "Included",
    "see policy": "See policy",
    "per policy": "See policy",
    "statutory": "Statutory",
    "stat": "Statutory",
    "unlimited": "Unlimited",
    "actual loss sustained": "Actual loss sustained",
    "als": "Actual loss sustained",
    "acv": "Actual cash value",
    "actual cash value": "Actual cash value",
    "not covered": "Not covered",
    "no coverage": "Not covered",
    "excluido": "Excluded",
    "incluido": "Included",
    "ilimitado": "Unlimited",
}
_UNITS = {
    "k": 1000, "thousand": 1000, "mil": 1_000_000, "m": 1_000_000, "mm": 1_000_000,
    "million": 1_000_000, "millions": 1_000_000, "mill": 1_000_000,
}  # fmt: skip
_AMOUNT = re.compile(
    r"(?P<before>us\$|\$|usd)? ?(?P<number>[0-9][0-9.,'’ ]*)(?P<rest>.*)"
)
_US = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,2})?|[0-9]+(\.[0-9]{1,2})?")
_SPACED = re.compile(r"[0-9]{1,3}([ '’][0-9]{3})+")
_DOTTED = re.compile(r"[0-9]{1,3}(\.[0-9]{3}){2,}")
_WITH_UNIT = re.compile(r"([0-9]{1,3}(,[0-9]{3})*|[0-9]+)(\.[0-9]+)?")
# What changes an amount, or says it is none of dollars.
_SIGNS = re.compile(r"[%€£+]|^ ?-")
# Behind an amount these only say again what the column is for.
_IDLE = {"", "usd", "dollars", "csl", "each", "ea", "limit"}
# "500M" is five hundred thousand to one, and five hundred million to another; so is
# "500 mil", which in Spanish is thousands.
_UNSURE = {"m": 50, "mil": 25}
MOST = 10_000_000_000


@lru_cache(maxsize=4096)
def read_amount(text, idle=frozenset()):
    """``(number, words)`` of a limit, or None when it cannot be told.

    :param text: one line, short
    :param idle: folded words behind the amount that only say what the column is for
    """
    words = WORDS.get(fold(text))
    if words:
        return 0, words
    found = _AMOUNT.fullmatch(text.strip().casefold())
    if not found:
        return None
    unit, words = _split_rest(found["rest"], idle)
    if words is None:
        return None
    number = _read_number(found["number"].strip(), unit)
    return None if number is None or number > MOST else (number, words)


def _split_rest(rest, idle):
    """(unit, words) behind the number; words are None where they are not known."""
    parts = fold(rest).split(" ", 1)
    unit = parts.pop(0) if parts[0] in _UNITS else ""
    behind = " ".join(parts)
    if _SIGNS.search(rest):
        return "", None
    return unit, "" if behind in _IDLE or behind in idle else WORDS.get(behind)


def _read_number(digits, unit):
    if unit:
        if not _WITH_UNIT.fullmatch(digits):
            return None
        number = float(digits.replace(",", ""))
        if number >= _UNSURE.get(unit, number + 1):
            return None
        return _round(number * _UNITS[unit])
    if _US.fullmatch(digits):
        return _round(float(digits.replace(",", "")))
    if _SPACED.fullmatch(digits) or _DOTTED.fullmatch(digits):
        return int(re.sub("[^0-9]", "", digits))
    return None


def _round(number):
    number = round(number, 2)
    return int(number) if number == int(number) else number


def is_marked(text):
    """Whether the currency is written: nobody means thousands by that."""
    return "$" in text or "usd" in text.casefold()
