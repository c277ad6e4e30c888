"""Cells with a city in them, and what people write there besides."""

from . import streets
from .ending import read_ending
from .places import code_fits

_HOME = (None, "US", "CA")


def read_place(text, places, country=None):
    """Parts of "Boston, MA 02134": {'city', 'state', 'zip', 'country'}.

    None where it cannot be told; a city alone is one.
    """
    end = read_ending(text, places, country)
    if not end or end.is_odd or not end.is_clear or not streets.is_city(end.words):
        return None
    if end.code and not end.state and country in _HOME and not end.country:
        return None
    return {"city": _join(end.words), **end.parts()}


def read_city(text, places, parts, country=None):
    """What a city's cell says: {'city', 'state', 'zip', 'country', 'lines'}.

    None where it has to be asked; 'lines' are those of the street in it.

    :param parts: {'state', 'zip'} as texts of their own columns
    """
    plain = {"city": text, "lines": []}
    if not _says_more(text, places):
        return plain
    end = read_ending(text, places, country)
    state = places.find_state(parts["state"], country)
    if not end or end.is_odd or not end.words:
        return None if end and end.is_odd else plain
    if end.state and not _is_the_state(end):
        is_city = state or places.find_state(text) or not _fit(end, None, parts["zip"])
        return plain if is_city else None
    if not _fit(end, state, parts["zip"]):
        return None
    unit = streets.count_unit(end.words)
    words = end.words[unit:]
    if country in _HOME and not streets.is_city(words) and streets.says_unit(words):
        return None
    lines = [" ".join(end.words[:unit])] if unit else []
    return {"city": _join(words), "lines": lines, **end.parts()}


def _says_more(text, places):
    """Whether there may be more than a city in its cell."""
    if not text.replace(" ", "").isalpha():
        return True
    words = text.split()
    ends = [" ".join(words[-count:]) for count in (1, 2) if len(words) > count]
    return any(map(places.find_state, ends))


def _is_the_state(end):
    """Whether what looks like a state at the end of a city is one.

    "Port Washington" is a city in New York, and may be one anywhere.
    """
    if end.state == ("US", "PR") and streets.find_town(["", *end.words]):
        return True
    return end.is_clear


def _fit(end, state, code):
    """Whether state and code agree with those of their own columns.

    :param state: (country code, state code) or None
    :param code: text of the column, '' for none
    """
    if end.state and state and end.state != state:
        return False
    state = state or end.state
    codes = {end.code[:5], code.removesuffix(".0").zfill(5)[:5] if code else ""} - {""}
    if state and not all(code_fits(each, state) for each in codes if each.isascii()):
        return False
    return len(codes) < 2


def _join(words):
    return " ".join(words).strip(" .")
