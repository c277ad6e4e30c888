"""Where a street ends and its city begins, by the words of an address."""

import re

from ..tables import read_table, split_words
from ..text import fold

# Words by what they are in an address, as ``_plain`` leaves them.
_WORDS = {
    row["kind"]: frozenset(split_words(row["words"]))
    for row in read_table(__file__, "address_words.csv")
}
# Words for a street.
TYPES = _WORDS["type"]
# Towns of Puerto Rico: its streets have names with no word for a street at the end.
_TOWNS = frozenset(fold(row["name"]) for row in read_table(__file__, "municipios.csv"))
# Cities whose names begin with a direction, which may be written with one letter.
_DIRECTED = frozenset(
    (row["state"], fold(name))
    for row in read_table(__file__, "directed_cities.csv")
    for name in split_words(row["names"])
)
_CITY_WORD = re.compile(r"[^\W\d_][^\W\d_.'’`-]*(?:[.'’`-]+[^\W\d_]+){0,4}[.'’]?")
_BEGIN = re.compile(r"[0-9]|p\.? ?o\.? ?box\b", re.IGNORECASE)
_ORDINAL = re.compile(r"[0-9]+(?:st|nd|rd|th)|first|second|third|fourth|fifth", re.I)
_FRACTION = re.compile(r"[0-9]/[0-9]|½|¼|¾")
_ROUTE = re.compile(r"(?:I|US|SR|CR|FM|RM|[A-Z]{2})-[0-9]{1,4}[A-Z]?", re.IGNORECASE)
_MOST_CITY_WORDS = 5


def _plain(word):
    return fold(word).replace(" ", "")


def _is(kind, word):
    return _plain(word) in _WORDS[kind]


def _has_digit(word):
    return any(map(str.isdigit, word))


def _is_id(word):
    """ "5", "3B", "B" of "Suite B" """
    return _has_digit(word) or (len(word.strip(".")) == 1 and word.isalpha())


def is_city(words):
    """Whether words can be the name of a city, and of nothing else."""
    if not 0 < len(words) <= _MOST_CITY_WORDS:
        return False
    first, *others = words
    if first in ("NW", "NE", "SW", "SE") or (not others and _is("lone", first)):
        return False
    if len(first.strip(".")) == 1 and not others:
        return False
    return all(
        _CITY_WORD.fullmatch(word)
        and not _is("none", word)
        and not (_is("between", word) and at in (0, len(others)))
        and not (_is("building", word) and 0 < at < len(others))
        and not (_is("within", word) and others)
        and not (_is("mostly", word) and (not others or at or _plain(word) != "st"))
        for at, word in enumerate(words)
    )


def begins_address(line):
    """Whether a line begins as an address does, with its number or its box."""
    return bool(_BEGIN.match(line))


def is_direction(words):
    """Whether a piece is only a direction, as the NW of "1800 M Street, NW"."""
    return len(words) == 1 and (_is("direction", words[0]) or _is("quadrant", words[0]))


def begins_street(words):
    """Whether a line goes on with the word for a street that is missing before it."""
    return _is("type", words[0])


def find_town(words):
    """Index of the word that begins the name of a town of Puerto Rico; or None."""
    for count in (3, 2, 1):
        if len(words) > count and fold(" ".join(words[-count:])) in _TOWNS:
            return len(words) - count
    return None


def find_known(words, city):
    """Index of the word that begins ``city`` at the end of an address; or None."""
    wanted = fold(city)
    for count in range(1, min(len(words), wanted.count(" ") + 3)):
        if fold(" ".join(words[-count:])) == wanted:
            return len(words) - count
    return None


def find_cities(words, state):
    """Indices of the words at which a city can begin, behind the end of a street.

    :param state: code of the state it is in
    """
    found = []
    for at in range(len(words) - 1, max(0, len(words) - 1 - _MOST_CITY_WORDS), -1):
        if not is_city(words[at:]) or _is_saint(words, at):
            continue
        if ends_street(words[:at]) and not _is_behind_letter(words, at, state):
            found.append(at)
    return found


def _is_behind_letter(words, at, state):
    """Whether the word before belongs to the street: "1 Main St N Boston".

    Written in full it may be the city's, and where there is such a city as well.
    """
    letter = fold(words[at])
    name = fold(" ".join(words[at:]))
    return letter in ("n", "s", "e", "w") and (state, name) not in _DIRECTED


def _is_saint(words, at):
    """ "1 Main St Paul": one St is missing."""
    return _is("saint", words[at]) and _plain(words[at - 1]) in ("st", "ste")


def ends_street(words, starts=()):
    """Whether nothing is missing at the end of a street.

    :param starts: indices of the words that begin a piece of their own
    """
    end = _skip_units(words, len(words))
    directed = end > 1 and is_direction(words[end - 1 : end])
    for last in {len(words), end, end - directed}:
        begin = max((at for at in starts if at < last), default=0)
        if _is_street(words[begin:last], directed and last < end):
            return True
    return False


def _skip_units(words, end):
    """The index behind the street, before its suites and floors."""
    while end > 1:
        last, before = words[end - 1], words[end - 2]
        if last[0] == "#" and len(last) > 1:
            end -= 1
        elif before == "#" or (_is("unit", before) and _is_id(last)):
            end -= 2
        elif _ORDINAL.fullmatch(before) and _plain(last) in ("floor", "fl", "flr"):
            end -= 2
        elif before in ("&", "and", "-") and _is_id(last):
            end -= 2
        elif _is("lone", last):
            end -= 1
        else:
            break
    return end


def _is_street(words, directed):
    """A number, a name and a word for a street; or a box.

    :param directed: whether a direction stands behind them
    """
    words = _skip_unit_before(words)
    if len(words) < 2:
        return False
    if _is("box", words[0]):
        return (
            not directed
            and _is_id(words[-1].lstrip("#"))
            and all(_is("box", word) or _is_id(word.lstrip("#")) for word in words)
        )
    if not (_has_digit(words[0]) or _is("number", words[0])):
        return False
    name = words[2:] if _FRACTION.fullmatch(words[1]) else words[1:]
    return bool(name) and _is_name(name, directed)


def _skip_unit_before(words):
    """ "Suite 200 100 Harbor Way" """
    count = count_unit(words)
    return words[count:] if len(words) > count + 2 else words


def count_unit(words):
    """How many of the first words are a suite or floor."""
    if len(words) > 1 and words[0][0] == "#" and _has_digit(words[0]):
        return 1
    if len(words) > 2 and _is("unit", words[0]) and _is_id(words[1]):
        return 2
    if len(words) > 2 and _ORDINAL.fullmatch(words[0]) and _is("unit", words[1]):
        return 2
    return 0


def says_unit(words):
    """Whether a suite, a floor or a street is among words that should be a city."""
    return any(map(_has_digit, words)) and (
        ends_street(words)
        or bool(find_cities(words, ""))
        or any(
            _is("unit", word) and any(map(_has_digit, words[at + 1 : at + 2]))
            for at, word in enumerate(words)
        )
    )


def _is_name(words, directed):
    *others, last = words
    if _plain(last) == "broadway":
        return True
    if not others:
        return bool(_ROUTE.fullmatch(last))
    if _is("type", last):
        # "Main St St" is the street and a saint, "Elm Dr Circle" may be "Circle Pines".
        is_once = _plain(last) != "st" and _is("mostly", last)
        return is_once or not _is("mostly", others[-1])
    if _is_id(last):
        return (
            _is("numbered", others[-1])
            or (directed and _has_digit(last) and _is("direction", others[-1]))
            or bool(_ROUTE.fullmatch(last))
        )
    return bool(_ROUTE.fullmatch(last))
