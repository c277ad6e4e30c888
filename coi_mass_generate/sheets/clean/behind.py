"""Where what stands behind "Attn:" or "c/o" stops being a person or a company."""

import re

from .streets import TYPES

_STREETS = "|".join(sorted({*TYPES, "pier", "xing"}))
_NUMBER = (
    r"(?:[0-9]{1,6}[a-z]?(?:[-/][0-9]{1,6})?"
    r"|one|two|three|four|five|six|seven|eight|nine|ten)"
)
# A street with its number, and what may follow on the line.
_STREET = (
    rf"{_NUMBER}\s(?:[\w.'’-]{{1,30}}\s){{0,4}}?(?:{_STREETS})\b\.?"
    r"(?=$|,|\s(?:[ns]\.?[ew]?\.?|[ew]|suite|ste|unit|apt|fl|floor|rm|room|bldg|#))"
)
_UNIT = (
    r"p\.?\s?o\.?\s?box\b|post office box\b|box\s[0-9]|suite\s|ste\b\.?\s?[0-9a-z]"
    r"|(?:[0-9]{1,3}(?:st|nd|rd|th)|ground|top|first|second|third|fourth|fifth)"
    r"\s(?:floor|fl)\b|(?:floor|fl|unit|apt|apartment|room|rm|building|bldg|flat)\b\.?"
    r"\s?#?\s?(?:[0-9]+[a-z]?|[a-z])(?=$|[\s,])|#\s?[0-9]"
    r"|(?:route|rte|rt|highway|hwy|county road|co rd|state road)\b\.?\s[0-9]"
)
_BEGINS = re.compile(rf"(?:{_STREET}|{_UNIT})", re.IGNORECASE)
_INSIDE = re.compile(rf"\s(?:-\s|–\s)?(?=(?:{_STREET}|{_UNIT}))", re.IGNORECASE)
_ZIP = re.compile(r"(?:^|\s)[0-9]{5}(?:-[0-9]{4})?$")
# A number before one of these begins no street: "24 Hour Desk", "1st Lien Dept".
_DEPARTMENT = re.compile(
    r"\b(?:dep(?:artmen)?t|desk|division|div|team|group|office|services?|claims?|loans?"
    r"|insurance|servicing|center|unit|section|hour)\b",
    re.IGNORECASE,
)
# Whoever a text is for has been named by then.
_LONGEST = 300


def begins_address(text):
    """Whether a text begins with a street, a box, a floor."""
    return bool(_BEGINS.match(text[:_LONGEST]))


def cut_behind(text):
    """(whom a text names, what behind it belongs to the address).

    Nobody is named by a text that begins like an address: ("", text).
    """
    if begins_address(text):
        return "", text
    pieces = text.split(",")
    for at, piece in enumerate(pieces):
        inside = _INSIDE.search(piece[:_LONGEST])
        if at and _is_place(piece.strip()):
            at -= _is_city_before(pieces, at)
            return ",".join(pieces[:at]), ",".join(pieces[at:]).strip()
        if inside and piece[: inside.start()].strip():
            rest = [piece[inside.end() :], *pieces[at + 1 :]]
            named = [*pieces[:at], piece[: inside.start()]]
            return ",".join(named), ",".join(rest).strip()
    return text, ""


def _is_place(piece):
    """Whether a piece behind a comma belongs to an address."""
    if begins_address(piece) or _ZIP.search(piece):
        return True
    return piece[:1].isdigit() and " " in piece and not _DEPARTMENT.search(piece)


def _is_city_before(pieces, at):
    """ "Boston" of "Pat Doe, Boston, MA 02110" goes with its state."""
    words = pieces[at].split()
    return at > 1 and len(words) == 2 and len(words[0]) == 2 and words[0].isupper()
