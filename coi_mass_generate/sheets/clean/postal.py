"""ZIP and postal codes."""

import re

from ..text import is_digits
from .places import US_ZIPS, zip_fits

# A postal code of Canada, with an O where a zero is meant.
CANADIAN = re.compile(r"([A-Z][0-9O][A-Z])[ -]?([0-9O][A-Z][0-9O])", re.IGNORECASE)
_DIGIT = re.compile(r"[0-9]")
_FIVE = 5
_US_SHAPE = re.compile(r"([0-9]{3,5})(?:-?([0-9]{4}))?")


class Unclear(Exception):
    """A code that cannot be made certain; ``args[0]`` says why."""


def clean_zip(text, state=None, country=None):
    """(code as it is written, country it shows: 'US', 'CA' or None).

    :param text: what the cell holds
    :param state: US state code where it is known
    :raises Unclear: with 'zip_short', 'zip_bad'.
    """
    if country in (None, "US") and len(text) == _FIVE and is_digits(text):
        return text, "US"
    code = text.strip().strip("'").removesuffix(".0").strip()
    if country in (None, "CA"):
        canadian = CANADIAN.fullmatch(code)
        if canadian:
            return _join_canadian(*canadian.groups()), "CA"
    if country not in (None, "US"):
        return code, None
    digits = re.sub(r"[oO]", "0", code.replace(" ", "").rstrip("-"))
    digits = digits.replace("–", "-")
    if re.fullmatch(r"[0-9-]+", digits) and re.search(r"[0-9]{3}", digits):
        return _clean_us(digits, state), "US"
    if country == "US" or state in US_ZIPS or not _DIGIT.search(code):
        raise Unclear("zip_bad")
    return code, None


def _join_canadian(first, second):
    first, second = first.upper(), second.upper()
    first = first[0] + first[1].replace("O", "0") + first[2]
    second = second[0].replace("O", "0") + second[1] + second[2].replace("O", "0")
    return f"{first} {second}"


def _clean_us(digits, state):
    parts = _US_SHAPE.fullmatch(digits)
    if "-" not in digits and len(digits) in (7, 8):
        # A ZIP+4 typed as one number that lost its zeros.
        parts = _US_SHAPE.fullmatch(digits[:-4] + "-" + digits[-4:])
    if not parts or len(digits) == 6:
        raise Unclear("zip_bad")
    code, more = parts.groups()
    if len(code) < 5:
        code = _pad(code, state)
    return f"{code}-{more}" if more else code


def _pad(code, state):
    """Give back lost zeros, where the state's codes really begin with them."""
    padded = code.zfill(5)
    if state not in US_ZIPS or not zip_fits(padded, state):
        raise Unclear("zip_short")
    return padded
