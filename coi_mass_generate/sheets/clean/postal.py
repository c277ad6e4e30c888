"""ZIP and postal codes, and addresses that stand in one cell."""

import re

from .places import US_ZIPS, zip_fits

_CANADIAN = re.compile(r"([A-Z][0-9O][A-Z])[ -]?([0-9O][A-Z][0-9O])", re.IGNORECASE)
_US_SHAPE = re.compile(r"([0-9]{3,5})(?:-?([0-9]{4}))?")
_ZIP = (
    r"[0-9O]{5}(?:-?[0-9]{4})?|[0-9]{4}(?:-[0-9]{4})?"
    r"|[A-Za-z][0-9][A-Za-z][ -]?[0-9][A-Za-z][0-9]"
)
_ZIP_AT_END = re.compile(rf"(?<=[\s,])(?:{_ZIP})$")
_STATE_AND_MORE = re.compile(
    rf"\s*(?P<state>[A-Za-z][A-Za-z. ]*?)[\s,]*(?P<zip>{_ZIP})?"
    rf"(?:[\s,]+(?P<country>[A-Za-z. ]+))?\s*"
)
# "Northern Mariana Islands 96950-1234, United States of America" and some more: a
# longer text behind the city is none, nor one with more commas.
_LONGEST_TAIL = 80
_MOST_COMMAS = 5
_STREET = re.compile(r"[0-9]|p\.? ?o\.? ?box\b", re.IGNORECASE)


class Unclear(Exception):
    """A code that cannot be made certain; ``args[0]`` says why."""


def clean_zip(text, state=None, country=None):
    """(code as it is written, country it shows: 'US', 'CA' or None).

    :param text: what the cell holds
    :param state: US state code where it is known
    :raises Unclear: with 'zip_short', 'zip_bad'.
    """
    code = text.strip().strip("'").removesuffix(".0").strip()
    if country in (None, "CA"):
        canadian = _CANADIAN.fullmatch(code)
        if canadian:
            return _join_canadian(*canadian.groups()), "CA"
    if country not in (None, "US"):
        return code, None
    digits = re.sub(r"[oO]", "0", code.replace(" ", "").rstrip("-"))
    digits = digits.replace("–", "-")
    if re.fullmatch(r"[0-9-]+", digits) and re.search(r"[0-9]{3}", digits):
        return _clean_us(digits, state), "US"
    if country == "US" or state in US_ZIPS:
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


def split_place(text, places, country=None):
    """Parts of "Boston, MA 02134": {'city', 'state', 'zip', 'country'} or None.

    Only what is certain: the state must be one we know.
    """
    if len(text) > 200:
        return None
    text = text.strip(" ,.")
    for match in _each_place(text):
        parts = {key: (value or "").strip(" ,.") for key, value in match.items()}
        home = country or places.find_country(parts["country"])
        if parts["country"] and not home:
            continue
        if places.find_state(parts["state"], home):
            return parts
    return None


def _each_place(text):
    """Ways to read it, the surest first: split at the last comma, then at spaces."""
    head, comma, tail = text.rpartition(",")
    for _comma in range(_MOST_COMMAS):
        if not comma or len(tail) > _LONGEST_TAIL:
            break
        inner = _STATE_AND_MORE.fullmatch(tail)
        if inner and head.strip():
            yield {"city": head, **inner.groupdict()}
        head, comma, more = head.rpartition(",")
        tail = more + "," + tail
    found = _ZIP_AT_END.search(text)
    left, code = (text, "")
    if found:
        left, code = text[: found.start()].rstrip(" ,"), found[0]
    pieces = left.split()
    for count in (1, 2, 3):
        if len(pieces) > count and (code or count == 1):
            yield {
                "city": " ".join(pieces[:-count]),
                "state": " ".join(pieces[-count:]),
                "zip": code,
                "country": "",
            }


def split_address(lines, places, country=None):
    """A whole address: (street lines, parts of its place), or None.

    :param lines: the lines of the cell; one line is cut at its commas.
    """
    if not lines:
        return None
    *streets, last = lines
    place = split_place(last, places, country)
    if streets and place:
        street, city = _cut_city(place["city"])
        return [*streets, *street], {**place, "city": city}
    if len(lines) > 2:
        # The country may stand alone on the last line.
        home = places.find_country(last)
        place = home and split_place(streets[-1], places, home)
        if place:
            return streets[:-1], {**place, "country": last}
    if len(lines) == 1 and place and place["zip"]:
        street, city = _cut_city(place["city"])
        if street:
            return street, {**place, "city": city}
    return None


def split_block(lines, places):
    """Name and address in one cell: (name, street lines, parts of its place), or None.

    Where all is on one line, the street begins with its number, or with its box.
    """
    if len(lines) > 1:
        found = split_address(lines[1:], places)
        return found and (lines[0], *found)
    pieces, place = split_address(lines, places) or ([], None)
    for at, piece in enumerate(pieces):
        if at and is_street(piece):
            return ", ".join(pieces[:at]), pieces[at:], place
    return None


def is_street(line):
    return bool(_STREET.match(line))


def _cut_city(text):
    """("100 Main St, Suite 5", "Boston") of "100 Main St, Suite 5, Boston"."""
    *street, city = [part.strip() for part in text.split(",")]
    return [part for part in street if part], city
