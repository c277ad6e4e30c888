"""Whether two parties are the same, likely the same, or not."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .text import SHORT, fold

_SUFFIXES = {
    "incorporated": "inc",
    "inc": "inc",
    "llc": "llc",
    "corporation": "corp",
    "corp": "corp",
    "company": "co",
    "co": "co",
    "limited": "ltd",
    "ltd": "ltd",
    "lp": "lp",
    "llp": "llp",
    "pllc": "pllc",
    "pc": "pc",
    "pa": "pa",
    "na": "na",
    "plc": "plc",
    "gmbh": "gmbh",
    "sa": "sa",
}
_STREETS = {
    "street": "st",
    "avenue": "ave",
    "av": "ave",
    "boulevard": "blvd",
    "road": "rd",
    "drive": "dr",
    "lane": "ln",
    "court": "ct",
    "place": "pl",
    "plaza": "plz",
    "square": "sq",
    "parkway": "pkwy",
    "highway": "hwy",
    "turnpike": "tpke",
    "terrace": "ter",
    "circle": "cir",
    "suite": "ste",
    "unit": "ste",
    "apartment": "ste",
    "apt": "ste",
    "room": "ste",
    "floor": "fl",
    "building": "bldg",
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
    "northeast": "ne",
    "northwest": "nw",
    "southeast": "se",
    "southwest": "sw",
    "mount": "mt",
    "saint": "st",
    "fort": "ft",
    "first": "1st",
    "second": "2nd",
    "third": "3rd",
    "fourth": "4th",
    "fifth": "5th",
}
_CARE_OF = re.compile(r"^c/o\b.*$", re.IGNORECASE)
# How alike two texts must be to be worth a question, and how many are compared.
ALIKE = 0.86
COMPARED = 25
# Longer texts are the same or not; nobody asks whether one letter is a typing error.
LONGEST = 200
# How many letters one index compares before it only tells what is the same.
EFFORT = 10_000_000


def name_key(name):
    """Equal for names that differ in case, punctuation, "The", or "Inc" spelled out."""
    return _short_name_key(name) if len(name) <= SHORT else _name_key(name)


def _name_key(name):
    words = _join_letters(fold(name.replace("&", " and ")).split())
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(_SUFFIXES.get(word, word) for word in words)


_short_name_key = lru_cache(maxsize=4096)(_name_key)


def loose_key(key):
    """A ``name_key`` without what kind of company it is."""
    words = [word for word in key.split() if word not in _SUFFIXES]
    return " ".join(words) or key


def _join_letters(words):
    """ "l l c" -> "llc", "j p morgan" -> "jp morgan"."""
    joined, run = [], ""
    for word in words:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        if run:
            joined.append(run)
            run = ""
        joined.append(word)
    return joined + [run] if run else joined


def street_key(*lines):
    """Equal for street lines that differ in case, punctuation and abbreviations."""
    text = " ".join(_CARE_OF.sub("", line) for line in lines if line)
    if not text:
        return ""
    words = _join_letters(fold(text.replace("#", " ste ")).split())
    key = []
    for word in words:
        word = _STREETS.get(word, word)
        if not (key and word == key[-1] == "ste"):
            key.append(word)
    return " ".join(key)


@dataclass(slots=True)
class Party:
    """Somebody with a name and an address; ``ref`` says who for the caller.

    :param rank: the lower, the rather this one of several that are the same
    """

    ref: object
    name: str
    street: str = ""
    street2: str = ""
    city: str = ""
    zip: str = ""
    rank: int = 0
    name_key: str = ""
    street_key: str = ""
    city_key: str = ""

    def __post_init__(self):
        self.name_key = name_key(self.name)
        self.street_key = street_key(self.street, self.street2)
        self.city_key = fold(self.city) if self.city else ""
        self.zip = self.zip[:5]

    @property
    def has_address(self):
        return bool(self.street_key or self.city_key or self.zip)

    def near(self, other):
        """Same ZIP, or same city where one has no ZIP."""
        if self.zip and other.zip:
            return self.zip == other.zip
        if self.city_key and other.city_key:
            return self.city_key == other.city_key
        return True

    def at_address_of(self, other):
        return self.street_key == other.street_key and self.near(other)


@dataclass(slots=True)
class Match:
    """Who of those that are there a party is.

    :param verdict: 'same', 'likely', 'several', 'none' or 'untold'
    :param why: for 'likely', what differs
    :param twins: other parties that are just as much the same
    """

    verdict: str
    party: Party = None
    why: str = ""
    twins: tuple = ()


NONE = Match("none")
UNTOLD = Match("untold")


class Index:
    """Finds a party among many in a few look-ups."""

    def __init__(self, parties=()):
        self._effort = EFFORT
        self._names, self._loose, self._streets, self._exact = {}, {}, {}, {}
        for party in parties:
            self.add(party)

    def add(self, party):
        self._names.setdefault(party.name_key, []).append(party)
        exact = (party.name_key, party.street_key)
        self._exact.setdefault(exact, []).append(party)
        loose = loose_key(party.name_key)
        self._loose.setdefault(loose, []).append(party)
        if party.street_key:
            self._streets.setdefault(party.street_key, []).append(party)

    def find_same(self, party):
        if party.has_address:
            found = self._exact.get((party.name_key, party.street_key), ())
            found = [each for each in found if each.has_address and party.near(each)]
        else:
            found = self._names.get(party.name_key, [])[:]
            if any(not each.at_address_of(found[0]) for each in found):
                return Match("several", twins=tuple(found))
        if not found:
            return NONE
        found.sort(key=lambda each: (each.name != party.name, each.rank))
        return Match("same", found[0], twins=tuple(found[1:]))

    def find_likely(self, party):
        """Verdict 'likely' or 'none'; 'untold' when too much was compared before."""
        for why, others in self._get_likely(party):
            others = [each for each in others if each is not party]
            if others:
                return Match("likely", min(others, key=lambda each: each.rank), why)
        return NONE if self._effort > 0 else UNTOLD

    def _get_likely(self, party):
        named = self._names.get(party.name_key, ())[:COMPARED]
        yield "no_address", [each for each in named if not each.has_address]
        yield "street", [each for each in named if self._is_street_alike(party, each)]
        if not party.street_key:
            return
        loose = self._loose.get(loose_key(party.name_key), ())[:COMPARED]
        yield "suffix", [each for each in loose if party.at_address_of(each)]
        neighbors = self._streets.get(party.street_key, ())[:COMPARED]
        yield "name", [each for each in neighbors if self._is_name_alike(party, each)]

    def _is_street_alike(self, party, other):
        """Same name near by: a typing error in the street, or the suite left out."""
        if not (party.street_key and other.street_key and party.near(other)):
            return False
        if party.zip != other.zip and party.city_key != other.city_key:
            return False
        one, two = sorted((party.street_key, other.street_key), key=len)
        return two.startswith(one + " ") or self._is_alike(one, two)

    def _is_name_alike(self, party, other):
        return party.near(other) and self._is_alike(party.name_key, other.name_key)

    def _is_alike(self, one, two):
        if self._effort <= 0:
            return one == two
        self._effort -= min(len(one), LONGEST)
        return _is_alike(one, two)


def _is_alike(one, two):
    if one == two or max(len(one), len(two)) > LONGEST:
        return one == two
    # "Unit 11" and "Unit 12", "Tower A 1" and "Tower A 2" are no typing errors.
    if re.findall(r"\d+", one) != re.findall(r"\d+", two):
        return False
    return _get_likeness(one, two, ALIKE) >= ALIKE


def _get_likeness(one, two, least):
    """Share of the letters two texts have in common, in this order; 0 below ``least``.

    The longest common subsequence, with all letters of ``one`` at once as the bits of
    a number (Hyyrö 2004): the time grows with the length and not with its square.
    """
    if max(len(one), len(two)) > LONGEST:
        return float(one == two)
    total = len(one) + len(two)
    if not total or 2 * min(len(one), len(two)) < least * total:
        return 0.0
    bits = {}
    for index, letter in enumerate(one):
        bits[letter] = bits.get(letter, 0) | 1 << index
    every = missing = (1 << len(one)) - 1
    for letter in two:
        found = missing & bits.get(letter, 0)
        missing = (missing + found | missing - found) & every
    return 2 * (len(one) - missing.bit_count()) / total


def find_closest(key, others, least=0.85):
    """The one of ``others`` that is most like ``key``, or None."""
    best, closest = least, None
    for other in others:
        likeness = _get_likeness(key, other, best)
        if likeness >= best and (closest is None or likeness > best):
            best, closest = likeness, other
    return closest
