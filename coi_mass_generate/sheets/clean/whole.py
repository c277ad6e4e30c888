"""A whole address in one cell: its street, its city, and how it ends.

Two readings have to agree, the words' own (``streets``) and that of ``usaddress``
(``tagged``); where signs or lines say clearly where the city begins, ours is enough.
State and ZIP code have to fit each other. What is left is for the user to say.
"""

import itertools
from dataclasses import dataclass

from ..text import fold, is_digits
from . import streets, tagged
from .ending import read_ending

# Countries whose addresses are read.
_READ = ("US", "CA")
_MILITARY = {"apo", "fpo", "dpo"}
# "6270" is a code that lost a digit, "62701-1234" a long one.
_CODE_DIGITS, _LONGEST_CODE = 4, 10
# A state and a code ``usaddress`` knows, for it knows none of Canada.
_FOREIGN_SAMPLE = "NY 10001"


@dataclass
class Whole:
    """An address that was read; or what is known of one that was not.

    :param lines: lines of the street
    :param parts: {'city', 'state', 'zip', 'country'}, as far as they are certain
    :param is_read: whether all of it is certain
    :param is_whole: whether there is more than a street
    :param head: words before the state, where the city is in them
    """

    lines: list
    parts: dict
    is_read: bool = False
    is_whole: bool = False
    head: str = ""


def read_address(lines, places, city="", country=None):
    """A ``Whole`` of the lines of one address.

    :param city: the city, where it is told elsewhere
    :param country: code of the country, where it is told elsewhere
    """
    text = "\n".join(lines)
    end = read_ending(text, places, country)
    if not end or not end.words:
        return Whole(lines, {}, is_whole=not end)
    if city and not end.is_clear:
        end.forget_state()
    is_clear = not end.is_odd and end.is_clear
    is_known = end.state[0] in _READ if end.state else bool(city)
    at = _find_city(end, city) if is_known and is_clear else None
    if at is None:
        known = end.parts() if is_clear else {}
        return Whole(
            lines, known, is_whole=_is_whole(end, places), head=" ".join(end.words)
        )
    name = " ".join(end.words[at:]).strip(" .")
    parts = {"city": name, **end.parts()}
    return Whole(_join_street(end, at), parts, is_read=True, is_whole=True)


def ends_with_city(head, city):
    """Whether words before a state end with this city, and with no longer one.

    "500 Park Ave West New York" may end with another.
    """
    words = head.split()
    at = streets.find_known(words, city)
    return at is not None and not streets.is_direction(words[at - 1 : at])


def _is_whole(end, places):
    """Whether there is a place behind the street, however it is to be read."""
    if not end.words:
        return bool(end.state or end.code)
    state = end.state[1] if end.state else ""
    is_apart = end.last > 0 and streets.is_city(end.words[end.last :])
    if is_apart or (end.country and len(end.starts) > 1) or (state and end.code):
        return True
    return bool(streets.find_cities(end.words, state)) or _has_code(end, places)


def _has_code(end, places):
    """Whether a state and a code stand somewhere inside."""
    return any(
        len(word) <= _LONGEST_CODE
        and is_digits(word[:_CODE_DIGITS])
        and len(word) >= _CODE_DIGITS
        and before.isupper()
        and places.find_state(before)
        for before, word in itertools.pairwise(end.words)
    )


def _find_city(end, city):
    """Index of the word that begins the city; None where that is not certain."""
    words = end.words
    if city:
        return streets.find_known(words, city)
    if fold(words[-1]) in _MILITARY:
        return len(words) - 1
    if end.state == ("US", "PR"):
        town = streets.find_town(words)
        if town is not None:
            return town
    at = _find_agreed(end)
    if at is not None and end.state == ("US", "DC"):
        return at if fold(" ".join(words[at:])) == "washington" else None
    return at


def _find_agreed(end):
    words, last = end.words, end.last
    is_apart = last > 0 and streets.is_city(words[last:])
    if is_apart and _is_apart(end, last):
        return last
    found = (
        [last]
        if is_apart
        else [at for at in streets.find_cities(words, end.state[1]) if at >= last]
    )
    if len(found) != 1:
        return None
    ending = f"{end.state[1]} {end.code}" if end.state[0] == "US" else _FOREIGN_SAMPLE
    city = tagged.find_city(words, end.starts, ending)
    return found[0] if city == fold(" ".join(words[found[0] :])) else None


def _is_apart(end, at):
    """Whether signs say where the city begins: the street before it is complete."""
    if streets.ends_street(end.words[:at], end.starts):
        return True
    return at in end.lines and not streets.begins_street(end.words[at:])


def _join_street(end, at):
    """Lines of the street, "NW" with the line it belongs to."""
    lines = []
    for begin in sorted(end.starts):
        if begin >= at:
            break
        following = [start for start in end.starts if begin < start < at]
        piece = end.words[begin : min(following, default=at)]
        if lines and streets.is_direction(piece):
            lines[-1] += " " + piece[0]
        else:
            lines.append(" ".join(piece))
    return lines
