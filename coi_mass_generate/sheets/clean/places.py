"""States, provinces, territories and countries as people write them."""

import re
from functools import lru_cache

from ..tables import read_table, split_words
from ..text import fold, is_digits

_COUNTRY_BEHIND = re.compile(r" ?\([A-Z]{2}\)$")


def _ranges(text):
    prefixes = set()
    for part in text.split():
        first, _dash, last = part.partition("-")
        prefixes.update(range(int(first), int(last or first) + 1))
    return frozenset(prefixes)


# Spellings besides name and code, and how their ZIP or postal codes begin.
_STATES = read_table(__file__, "states.csv")
# Spellings and three-letter codes, besides name and two-letter code.
_COUNTRIES = read_table(__file__, "countries.csv")
US_ZIPS = {
    row["code"]: _ranges(row["zips"]) for row in _STATES if row["country"] == "US"
}
# First letters of the postal codes of a Canadian province.
CA_LETTERS = {
    row["code"]: set(row["zips"].split()) for row in _STATES if row["country"] == "CA"
}
# Countries of their own in most lists of countries, with the ZIP codes of the US.
TERRITORIES = {"AS", "GU", "MP", "PR", "VI"}


class Places:
    """Looks up states and countries; built once an import, from all there are.

    :param countries: iterable of (code, names), besides those we know
    :param states: iterable of (country code, state code, names), besides those we know
    :param home: code of the country whose states are meant first
    """

    def __init__(self, countries=(), states=(), home="US"):
        self.home = home
        self._countries, self._states = {}, {}
        # In a list the same states come again and again.
        self.find_state = lru_cache(maxsize=4096)(self._find_state)
        for row in _COUNTRIES:
            self._add_country(row["code"], split_words(row["names"]))
        for row in _STATES:
            names = row["name"], *split_words(row["others"])
            self._add_state(row["country"], row["code"], names)
        for code, names in countries:
            self._add_country(code, names)
        for country, code, names in states:
            self._add_state(country, code, names)

    def _add_country(self, code, names):
        for name in (code, *names):
            self._countries.setdefault(fold(name), code)

    def _add_state(self, country, code, names):
        for name in (code, *names):
            if name:
                self._states.setdefault((country, fold(name)), code)

    def find_country(self, text):
        return self._countries.get(fold(text))

    def _find_state(self, text, country=None):
        """(country code, state code), or None when unknown.

        Without a country: the home country first, then the United States and Canada;
        nothing else, for two letters mean something else everywhere.
        """
        # Odoo itself exports "Massachusetts (US)".
        folded = fold(_COUNTRY_BEHIND.sub("", text))
        tries = [country] if country else dict.fromkeys([self.home, "US", "CA"])
        for code in tries:
            state = self._states.get((code, folded))
            if state:
                return code, state
        return None


def zip_fits(code, state):
    """Whether a five-digit ZIP code can be in a state; True for states without data."""
    prefixes = US_ZIPS.get(state)
    return not prefixes or int(code[:3]) in prefixes


def code_fits(code, place):
    """The same of a ZIP or postal code as it is written.

    :param place: (country code, state code)
    """
    country, state = place
    if country == "CA":
        return code[:1] in CA_LETTERS.get(state, code[:1])
    return country != "US" or (is_digits(code[:5]) and zip_fits(code, state))
