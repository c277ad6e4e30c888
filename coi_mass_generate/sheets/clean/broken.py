"""What programs write into a cell when the value is missing or a formula failed."""

import re
from functools import lru_cache

from ..tables import read_table, split_words
from ..text import SHORT

_TEXTS = {
    row["kind"]: frozenset(split_words(row["texts"]))
    for row in read_table(__file__, "broken.csv")
}
_CODES, _WORDS = _TEXTS["code"], _TEXTS["word"]
# "#NAME?", "#¿NOMBRE?", "#WERT!" in whatever language; "Err:502", "Error 2042";
# "#####", a number that was too wide for its column; "{{name}}", never filled in.
_CODE = re.compile(
    r"#\s?[¡¿]?(?=[^\W\d_])[^\s#!?]{2,20}[!?]|err:\s?[0-9]{3}|-?#{2,}"
    r"|error [0-9]{4}|\{\{[^{}]*\}\}|<<[^<>]*>>|\$\{[^{}]*\}|%[A-Z_]+%",
    re.IGNORECASE,
)
# Inside of a longer text: only what nobody writes for anything else.
_INSIDE = re.compile(
    r"#(?:REF!|VALUE!|DIV/0!|NAME\?|N/A|NULL!|NUM!|¡REF!|¡VALOR!|¡DIV/0!|¿NOMBRE\?|WERT!"
    r"|BEZUG!)|\[object Object\]|\bundefined\b|(?:^|, ?)nan(?:,|$)"
)
# What two of them make, as a first and a last name: "null null".
_NOTHING = {"null", "none", "nil"}
# Somebody's first name, and the only way the other is written.
_NAMES = {"Nan"}
_EXACTLY = {"NaT"}
# How they begin: most texts do not, and need not be looked at any further.
_BEGIN = 3
_STARTS = {text[:_BEGIN] for text in (*_CODES, *_WORDS, *_NOTHING, "nat", "error")}
_SIGNS = frozenset("{<$%")


def is_broken(text):
    """Whether a cell holds such a thing instead of a value: "#NAME?", "(null)", "nan".

    "Nan Properties" is a name, and "none" is what people write for nothing.
    """
    if may_be_broken(text) or "#" in text:
        return _is_broken_short(text) if len(text) <= SHORT else _is_broken(text)
    return False


def may_be_broken(text):
    """Whether a text without the sign "#" may be such a thing."""
    return (
        text[:_BEGIN].lower() in _STARTS
        or text[:1] in _SIGNS
        or "nan" in text
        or "undefined" in text
        or "[object" in text
    )


def _is_broken(text):
    text = text.strip()
    low = text.lower()
    if low in _CODES or (low in _WORDS and text not in _NAMES) or text in _EXACTLY:
        return True
    if _CODE.fullmatch(text) or _INSIDE.search(text):
        return True
    pieces = low.split()
    return len(pieces) > 1 and _WORDS.issuperset(set(pieces) - _NOTHING)


_is_broken_short = lru_cache(maxsize=4096)(_is_broken)
