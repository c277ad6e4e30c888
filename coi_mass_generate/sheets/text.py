"""Text as it came out of somebody's program, made plain without changing a word."""

import re
import unicodedata
from functools import lru_cache

# Zero-width and direction marks: invisible, and two texts that differ by one look
# the same. The two joiners stay: emoji and some scripts need them.
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x180E, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF]
    + list(range(0x202A, 0x202F))
    + list(range(0x2066, 0x206A))
)
# Longer texts are not kept in a cache: a name, a city is shorter.
SHORT = 300
PIECE = 1000
# Cut before a space where there is one.
_PIECES = re.compile(rf".{{1,{PIECE}}}(?=\s|\Z)|.{{1,{PIECE}}}", re.DOTALL)
_HALVES = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BREAK = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_SPACE = re.compile(r"[^\S\n]+")
# A phrase that says so of anything, a name among it.
_NO_VALUE = (
    "(?:not|none) (?:available|provided|applicable|given|known|specified|stated|listed"
    "|entered|on file)"
)
_NOT_GIVEN = re.compile(_NO_VALUE, re.IGNORECASE)
_NOTHING = re.compile(
    r"(n\.?/?a\.?|none|nil|null|same|same as above|see above|unknown|tbd|tba|ninguno"
    r"|no aplica|fax only|call|mail only|[-–—_.*x]+|#n/a|\\n"
    rf"|{_NO_VALUE}|no (e-?mail|phone|telephone|fax)( address| number)?)",
    re.IGNORECASE,
)
# How those begin: most texts do not, and need not be looked at any further.
_NOTHING_STARTS = frozenset("nNsSſuUtTfFcCmMxX-–—_.*#\\")


def make_storable(text):
    """Without what no database takes: the zero character, halves of characters."""
    if "\0" in text:
        text = text.replace("\0", "")
    return text if text.isascii() else _HALVES.sub("", text)


def clean_lines(text):
    """Lines of a text: NFC, no invisible characters, single spaces, none empty."""
    if text.isascii() and text.isprintable() and "  " not in text:
        text = text.strip()
        return [text] if text else []
    text = _normalize("NFC", text).translate(_INVISIBLE)
    text = _CONTROL.sub("", _BREAK.sub("\n", text))
    lines = (_SPACE.sub(" ", line).strip() for line in text.split("\n"))
    return [line for line in lines if line]


def clean_line(text):
    """The same on one line."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(clean_lines(text))


def is_nothing(text):
    """Whether a cell says in words that it is empty: "n/a", "same", "-"."""
    return text[:1] in _NOTHING_STARTS and bool(_NOTHING.fullmatch(text))


def is_not_given(text):
    """Whether a phrase says that there is nothing: "Not provided"."""
    return bool(_NOT_GIVEN.fullmatch(text))


def fold(text):
    """For comparing only: lower case, no accents, words of letters and digits."""
    return _fold_short(text) if len(text) <= SHORT else _fold(text)


def _fold(text):
    if not text.isascii():
        text = _normalize("NFKD", text)
        text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = text.casefold().replace("'", "").replace("’", "")
    return " ".join(re.findall(r"[^\W_]+", text))


# In a list the same cities, states and insureds come again and again.
_fold_short = lru_cache(maxsize=4096)(_fold)


def is_same(one, two):
    """Whether two texts are the same as ``fold`` leaves them.

    Most begin with two different letters or digits: these need not be folded.
    """
    first, other = one[:1].lower(), two[:1].lower()
    if first != other and f"{first}{other}".isascii():
        if first.isalnum() and other.isalnum():
            return False
    return fold(one) == fold(two)


def _normalize(form, text):
    """``unicodedata.normalize`` in pieces: a long run of accents takes it quadratic."""
    if len(text) <= PIECE:
        return unicodedata.normalize(form, text)
    return "".join(
        unicodedata.normalize(form, piece) for piece in _PIECES.findall(text)
    )


def is_digits(text):
    """Whether a text is nothing but the digits 0 to 9.

    ``str.isdigit`` takes those of every script, and some that are no number at all.
    """
    return text.isascii() and text.isdigit()
