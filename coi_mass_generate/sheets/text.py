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
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BREAK = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_SPACE = re.compile(r"[^\S\n]+")
_NOTHING = re.compile(
    r"(n\.?/?a\.?|none|nil|null|same|same as above|see above|unknown|tbd|tba|ninguno"
    r"|no aplica|fax only|call|mail only|[-–—_.*x]+|#n/a)",
    re.IGNORECASE,
)


def clean_lines(text):
    """Lines of a text: NFC, no invisible characters, single spaces, none empty."""
    if text.isascii() and text.isprintable() and "  " not in text:
        text = text.strip()
        return [text] if text else []
    text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
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
    return bool(_NOTHING.fullmatch(text))


# In a list the same cities, states and insureds come again and again.
@lru_cache(maxsize=4096)
def fold(text):
    """For comparing only: lower case, no accents, words of letters and digits."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = text.casefold().replace("'", "").replace("’", "")
    return " ".join(re.findall(r"[^\W_]+", text))
