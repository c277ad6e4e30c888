"""Whether two parties are the same, likely the same, or not.

``Party.identity`` is what two must have alike to be the same: name, street, city, ZIP,
state and country, each as far as either says it. What differs there but may be the same
is asked about. Both are said of a pair, whichever of the two comes first.
"""

import re
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

from .clean.places import TERRITORIES, US_ZIPS
from .keys import city_key, name_keys, street_key, zip_key
from .keys import name_key as name_key  # for whoever compares names alone
from .text import is_digits

# How alike two texts must be to be worth a question, and how many are compared.
ALIKE = 0.86
COMPARED = 25
# Longer texts are the same or not; nobody asks whether one letter is a typing error.
LONGEST = 200
# How many letters one index compares before it only tells what is the same.
EFFORT = 10_000_000
# What it takes, in letters, to compare two of one name part by part.
OF_ONE_NAME = 20
# Why two are likely the same; the first ones rather than the last.
REASONS = (
    *("spelling", "no_address", "part", "zip", "city", "street"),
    *("suffix", "name"),
)


def _find_states():
    """{first three digits of a ZIP code: its state}, where there is only one."""
    found = {}
    for state, prefixes in US_ZIPS.items():
        for prefix in prefixes:
            found.setdefault(f"{prefix:03}", []).append(state)
    return {prefix: each[0] for prefix, each in found.items() if len(each) == 1}


_STATES = _find_states()


@dataclass(slots=True)
class Party:
    """Somebody with a name and an address; ``ref`` says who for the caller.

    :param rank: the lower, the rather this one of several that are the same
    :param state: its code, like the country's
    :param home: code of the country that is meant where none is said
    """

    ref: object
    name: str
    street: str = ""
    street2: str = ""
    city: str = ""
    zip: str = ""
    rank: int = 0
    state: str = ""
    country: str = ""
    home: str = "US"
    name_key: str = ""
    loose_key: str = ""
    identity: tuple = ()
    address: tuple = ()

    def __post_init__(self):
        self.name_key, spelled, self.loose_key = name_keys(self.name)
        self.address = (
            street_key(self.street, self.street2),
            city_key(self.city) if self.city else "",
            *_complete(self.zip, self.state, self.country, self.home),
        )
        self.identity = (spelled, *self.address)

    @property
    def street_key(self):
        return self.address[0]

    @property
    def said(self):
        """How many parts of an address it says."""
        return sum(map(bool, self.address))

    def is_vaguer_than(self, other):
        """Whether it says less of what may be the same address, and nothing else."""
        return self.address != other.address and all(
            mine == theirs or not mine
            for mine, theirs in zip(self.address, other.address, strict=True)
        )

    @property
    def region(self):
        """(state, country)."""
        return self.address[3:]

    def is_near(self, other):
        """Same ZIP, or same city where one has no ZIP."""
        _street, city, code, _state, _country = self.address
        _street, other_city, other_code, _state, _country = other.address
        if code and other_code:
            return code == other_code
        if city and other_city:
            return city == other_city
        return True


def contradict(region, other):
    """Whether two (state, country) cannot be one: two states or countries never are."""
    return any(
        one and two and one != two for one, two in zip(region, other, strict=True)
    )


def _complete(code, state, country, home):
    """Keys of ZIP, state and country, with what follows from each other."""
    code = zip_key(code) if code else ""
    if country in TERRITORIES:
        state, country = state or country, "US"
    if not country and home == "US":
        country = "US" if state in US_ZIPS or _is_us(code) else ""
    if country == "US" and not state and _is_us(code):
        state = _STATES[code[:3]]
    return code, state, country


def _is_us(code):
    return len(code) == 5 and is_digits(code) and code[:3] in _STATES


@dataclass(slots=True)
class Match:
    """Who of those that are there a party is.

    :param verdict: 'same', 'likely', 'several' where it may be any of the twins, or
        'none'
    :param why: for 'likely', what differs
    :param twins: other parties that are just as much the same
    """

    verdict: str
    party: Party = None
    why: str = ""
    twins: tuple = ()


NONE = Match("none")


class Index:
    """Finds a party among many in a few look-ups."""

    def __init__(self, parties=()):
        self._effort = EFFORT
        self._same, self._names, self._loose = {}, {}, {}
        self._streets, self._placed = {}, {}
        for party in parties:
            self.add(party)

    @property
    def is_exhausted(self):
        """Whether so much was compared that only what is the same is told."""
        return self._effort <= 0

    def add(self, party):
        key, street = party.name_key, party.street_key
        self._same.setdefault(party.identity, []).append(party)
        self._names.setdefault(key, []).append(party)
        self._placed.setdefault((key, street), []).append(party)
        self._loose.setdefault(party.loose_key, []).append(party)
        if street:
            self._streets.setdefault(street, []).append(party)

    def find_same(self, party):
        found = self._same.get(party.identity)
        if not found:
            return NONE
        found = sorted(found, key=attrgetter("rank"))
        return Match("same", found[0], twins=tuple(found[1:]))

    def get_likely(self, party):
        """[(reason, other)] of those that are likely the same, and not certainly.

        Those of the same name; without any, those of another kind of company at the
        same address; without any, those whose names are alike.
        """
        street = party.street_key
        if party.loose_key not in self._loose and street not in self._streets:
            return []
        for some in self._get_candidates(party):
            likely = [(self._get_reason(party, other), other) for other in some]
            likely = [each for each in likely if each[0]]
            if likely:
                return likely
        return []

    def _get_candidates(self, party):
        yield self._get_of_one_name(party)
        if party.street_key:
            yield self._loose.get(party.loose_key, ())[:COMPARED]
            yield self._streets.get(party.street_key, ())[:COMPARED]

    def _get_of_one_name(self, party):
        """All that may be it where only the address decides, and some of the rest."""
        named = self._names.get(party.name_key, ())
        if len(named) <= COMPARED or self.is_exhausted:
            return named[:COMPARED]
        if party.street_key:
            streets = ("", party.street_key)
            there = [
                self._placed.get((party.name_key, street), ()) for street in streets
            ]
            others = [
                each for each in named[:COMPARED] if each.street_key not in streets
            ]
            named = [*there[0], *there[1], *others]
        self._effort -= len(named) * OF_ONE_NAME
        return named

    def _get_reason(self, one, two):
        """Why two are likely the same; '' where they are not, or are the same."""
        if one.identity == two.identity or contradict(one.region, two.region):
            return ""
        if one.name_key == two.name_key:
            return self._get_reason_by_address(one, two)
        if not one.street_key or one.street_key != two.street_key:
            return ""
        if not one.is_near(two):
            return ""
        if one.loose_key == two.loose_key:
            return "suffix"
        return "name" if self._is_alike(one.name_key, two.name_key) else ""

    def _get_reason_by_address(self, one, two):
        if one.address == two.address:
            return "spelling"
        (street, city, code, *_), (other, other_city, other_code, *_) = (
            one.address,
            two.address,
        )
        if one.is_vaguer_than(two) or two.is_vaguer_than(one):
            return "part" if street and other else "no_address"
        if not (street and other):
            return "part" if one.is_near(two) else ""
        if street != other:
            return "street" if self._is_street_alike(one, two) else ""
        if code and other_code and code != other_code:
            return "zip"
        return "city" if city and other_city and city != other_city else "part"

    def _is_street_alike(self, one, two):
        """Same name near by: a typing error in the street, or the suite left out."""
        _street, city, code, _state, _country = one.address
        _street, other_city, other_code, _state, _country = two.address
        if not one.is_near(two) or (code != other_code and city != other_city):
            return False
        short, long = sorted((one.street_key, two.street_key), key=len)
        return long.startswith(short + " ") or self._is_alike(short, long)

    def _is_alike(self, one, two):
        if self._effort <= 0:
            return one == two
        self._effort -= min(len(one), LONGEST)
        return _is_alike(*sorted((one, two)))


def choose(party, likely):
    """A ``Match`` of those a party is likely the same as; None where there are none.

    :param likely: as ``Index.get_likely`` gives it
    """
    if not likely:
        return None
    fuller = find_fullest(party, [other for _why, other in likely])
    if len(fuller) > 1:
        return Match("several", twins=tuple(fuller))
    if fuller:
        likely = [each for each in likely if each[1] is fuller[0]]
    why, other = min(likely, key=lambda each: (REASONS.index(each[0]), each[1].rank))
    return Match("likely", other, why)


def find_fullest(party, others):
    """Whose address a vague party may have; none twice, and none that is itself a
    vaguer one of another."""
    found = {}
    for other in sorted(others, key=attrgetter("rank")):
        if party.is_vaguer_than(other):
            found.setdefault(other.identity, other)
    fullest = {}
    for other in sorted(found.values(), key=lambda each: (-each.said, each.rank)):
        fuller = [
            each for said in fullest if said > other.said for each in fullest[said]
        ]
        if not any(map(other.is_vaguer_than, fuller[:COMPARED])):
            fullest.setdefault(other.said, []).append(other)
    return sorted(chain.from_iterable(fullest.values()), key=attrgetter("rank"))


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
