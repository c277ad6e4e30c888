"""How an address ends: its state, ZIP code and country, read from behind."""

import itertools
import re
from dataclasses import dataclass, field

from ..text import fold, is_digits
from . import postal
from .places import TERRITORIES, code_fits

# No address in one cell is longer; what is, nobody reads word by word.
LONGEST = 300
_WORD = re.compile(r"[^\s,;|]+|[,;|\n]")
_IN_BRACKETS = re.compile(r"\([^()]+\)")
# What stands between the pieces of an address.
_SIGNS = {*",;|\n", "-", "–", "/", "."}
_CODE = re.compile(r"[0-9O]{3,5}-?|[0-9O]{4,5}-?[0-9]{4}", re.IGNORECASE)
# "Federated States of Micronesia" has four words, as have some countries.
_MOST_WORDS = 4
_TWO_LETTERS = 2
_FIVE_DIGITS = re.compile(r"[0-9]{5}")
_MORE_DIGITS = 4


@dataclass
class Ending:
    """What stands behind the city, and what is left before it.

    :param words: words before the state, without signs between them
    :param starts: indices of the words that begin a piece between commas or lines
    :param lines: indices of the words that begin a line
    :param state: (country code, state code) or None
    :param code: ZIP or postal code, or ''
    :param country: country code, or ''
    :param behind: the words of the state
    :param is_odd: whether these contradict each other
    """

    words: list
    starts: set
    lines: set
    state: tuple | None = None
    code: str = ""
    country: str = ""
    behind: list = field(default_factory=list)
    is_odd: bool = False

    @property
    def last(self):
        """Index of the word that begins the last piece before the state."""
        return max((at for at in self.starts if at < len(self.words)), default=0)

    @property
    def is_clear(self):
        """Whether the state is one: "Port Washington" is a city, without a ZIP code."""
        if self.code or len(self.words) in self.starts or not self.behind:
            return True
        last = self.behind[-1]
        return len(last) == _TWO_LETTERS and last.isupper()

    def forget_state(self):
        """Its words are the city's, as somebody else says."""
        self.words += self.behind
        self.state, self.behind = None, []

    def parts(self):
        """{'state', 'zip', 'country'} as texts."""
        country, state = self.state or (self.country, "")
        country = self.country or country
        return {"state": state, "zip": self.code, "country": country}


def read_ending(text, places, country=None):
    """The ``Ending`` of a text; None where it is too long to be an address.

    :param country: code of the country where another column tells it
    """
    if len(text) > LONGEST:
        return None
    end = _split_words(text)
    end.country = country or ""
    _take_country(end, places)
    _take_code(end, places)
    _take_state(end, places)
    if end.state and not end.code:
        # "San Juan 00926 Puerto Rico", "Boston 02110 MA"
        _take_code(end, places)
        _drop_twice(end, places)
    _judge(end)
    return end


def _split_words(text):
    words, starts, lines = [], set(), set()
    fresh, line = True, True
    found = _WORD.findall(text)
    for word, following in itertools.zip_longest(found, found[1:], fillvalue=""):
        if word in _SIGNS and not _is_between_numbers(word, words, following):
            fresh, line = True, line or word == "\n"
            continue
        if fresh:
            starts.add(len(words))
        if line:
            lines.add(len(words))
        words.append(word[1:-1] if _IN_BRACKETS.fullmatch(word) else word)
        fresh = line = False
    return Ending(words, starts, lines)


def _is_between_numbers(sign, words, following):
    """ "12 - 14 Main St", "Suites 5 / 6" """
    is_before = bool(words) and words[-1].isdigit()
    return sign in "-–/" and is_before and following[:1].isdigit()


def _get_phrase(end, count):
    """The last words, where no sign stands between them; or ''."""
    at = len(end.words) - count
    if at < 0 or any(inner in end.starts for inner in range(at + 1, at + count)):
        return ""
    return " ".join(end.words[at:])


def _pop(end, count):
    popped = end.words[len(end.words) - count :]
    del end.words[len(end.words) - count :]
    return popped


def _take_country(end, places):
    """A country behind all else; of a name that is both, the state is meant.

    The longest name counts: "New Mexico" is no part of Mexico.
    """
    for count in range(_MOST_WORDS, 0, -1):
        phrase = _get_phrase(end, count)
        if not phrase or places.find_state(phrase):
            if phrase:
                return
            continue
        code = places.find_country(phrase)
        # Two letters are a country's only where they can be nothing else.
        if code and (code == "US" or code != phrase.upper() or end.country == code):
            if len(end.words) > count:
                _pop(end, count)
                end.country = code
            return


def _take_code(end, places):
    if len(end.words) < 2:
        return
    last = end.words[-1].strip(".")
    both = _get_phrase(end, 2).replace(" ", "")
    if postal.CANADIAN.fullmatch(last):
        end.code = postal.clean_zip(_pop(end, 1)[0].strip("."))[0]
    elif len(both) == 6 and len(last) == 3 and postal.CANADIAN.fullmatch(both):
        _pop(end, 2)
        end.code = postal.clean_zip(both)[0]
    elif _CODE.fullmatch(last) and sum(map(str.isdigit, last)) > 2:
        if len(last) == _MORE_DIGITS and _FIVE_DIGITS.fullmatch(end.words[-2]):
            _join_last(end)
        _take_us_code(end, end.words[-1].strip("."), places)


def _join_last(end):
    """ "02110 1234" """
    code, more = _pop(end, 2)
    end.words.append(f"{code}-{more}")


def _take_us_code(end, last, places):
    """Five digits are a code; fewer only behind a state whose codes begin with 0."""
    state = end.state or _look_for_state(end, places)
    known = state[1] if state and state[0] == "US" else None
    try:
        code, _country = postal.clean_zip(last, known, "US")
    except postal.Unclear:
        return
    _pop(end, 1)
    end.code = code


def _look_for_state(end, places):
    """The state before the last word, which is looked at without being taken."""
    last = end.words.pop()
    found = _find_states(end, places)
    end.words.append(last)
    return found[0][1] if found else None


def _find_states(end, places):
    """[(number of words, (country, state))], the longest first."""
    found = []
    for count in range(min(_MOST_WORDS, len(end.words) - 1), 0, -1):
        phrase = _get_phrase(end, count)
        # "Washington DC" is a city and its state.
        if not phrase or (count > 1 and fold(phrase).startswith("washington ")):
            continue
        state = places.find_state(phrase, _get_home(end))
        if state:
            found.append((count, state))
    return found


def _get_home(end):
    if end.country in TERRITORIES:
        return "US"
    if not end.country and end.code and not is_digits(end.code[:1]):
        return "CA"
    return end.country or None


def _take_state(end, places):
    """The longest name there is: "West Virginia" is not Virginia."""
    for count, state in _find_states(end, places)[:1]:
        end.state = state
        end.behind = _pop(end, count)
    if not end.state and end.country in TERRITORIES:
        end.state = ("US", end.country)
    elif not end.state and end.code[:3] in ("006", "007", "009"):
        # Nowhere else do codes begin so.
        end.state = ("US", "PR")


def _drop_twice(end, places):
    """ "San Juan, PR 00926, Puerto Rico" """
    for count, state in _find_states(end, places)[:1]:
        if end.code and state == end.state:
            end.behind = _pop(end, count)


def _judge(end):
    if end.state and end.country in TERRITORIES:
        end.country = "US"
    if end.state and end.country and end.country != end.state[0]:
        end.is_odd = True
    if end.state and end.code and not code_fits(end.code, end.state):
        end.is_odd = True
