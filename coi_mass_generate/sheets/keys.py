"""What is equal for two names, streets, cities or ZIP codes that mean the same."""

import re
import unicodedata
from functools import lru_cache

from .tables import read_table, split_words
from .text import SHORT, fold, is_digits

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
# "A+ Roofing" is a name of its own, whether its sign is written or spelled out.
_LOOSE = {*_SUFFIXES, "plus"}
_STREETS = {
    word: row["short"]
    for row in read_table(__file__, "streets.csv")
    for word in split_words(row["others"])
}
# Several words that are written as one, or the other way round: what they begin with,
# and what they become.
_PHRASES = {
    ("post", "office", "box"): ("po", "box"),
    ("post", "office", "bx"): ("po", "box"),
    ("po", "bx"): ("po", "box"),
    ("pob",): ("po", "box"),
    ("pobox",): ("po", "box"),
    ("co", "rd"): ("county", "rd"),
    ("co", "hwy"): ("county", "hwy"),
    ("co", "rte"): ("county", "rte"),
    ("cnty", "rd"): ("county", "rd"),
    ("cnty", "hwy"): ("county", "hwy"),
    ("farm", "to", "market", "rd"): ("fm",),
    ("farm", "to", "market"): ("fm",),
    ("fm", "rd"): ("fm",),
    ("rural", "rte"): ("rr",),
}
_FIRST = {phrase[0] for phrase in _PHRASES} | {"cr"}
_CARE_OF = re.compile(r"^c/o\b.*$", re.IGNORECASE)
# Signs that may be part of a name: all but punctuation, and the marks of trade.
_SIGN = re.compile(r"[^\w\s.,;:!?&'\"()\[\]{}/\\|®©™℠-]")
_MARKS = dict.fromkeys(map(ord, "®©™℠"), " ")
_SIGNS = "#@%*"
# A half, as one sign or as three: but neither "11/2" nor "1/20".
_FRACTION = re.compile(r"(?<![0-9/⁄])([0-9])[/⁄]([0-9])(?![0-9/⁄])")
_ZIP = re.compile(r"([0-9]{5})(?:[ -]?[0-9]{4})?")
_VULGAR = re.compile("[¼-¾⅐-⅞]")


def name_key(name):
    """Equal for names that differ in case, punctuation, "The", or "Inc" spelled out."""
    return name_keys(name)[0]


def name_keys(name):
    """``name_key``; a key that is equal only for names spelled with these words and
    signs; and one without what kind of company it is."""
    return _short_name_keys(name) if len(name) <= SHORT else _name_keys(name)


def _name_keys(name):
    words = _split_name(name)
    spelled = " ".join(words)
    if _SIGN.search(name):
        spelled = " ".join(_split_name(_SIGN.sub(_spell_sign, name)))
    key = " ".join([_SUFFIXES.get(word, word) for word in words])
    loose = " ".join([word for word in words if word not in _LOOSE])
    return key, spelled, loose or key


def _split_name(name):
    if not name.isascii():
        name = name.translate(_MARKS)
    words = _join_letters(fold(name.replace("&", " and ")).split())
    return words[1:] if len(words) > 1 and words[0] == "the" else words


def _spell_sign(found):
    """ "A+" -> "A sign2b": accents and the invisible tell no names apart."""
    sign = unicodedata.normalize("NFKC", found[0])[0]
    is_kept = sign in _SIGNS or unicodedata.category(sign) in ("Sc", "Sm", "So")
    return f" sign{ord(sign):x} " if is_kept else found[0]


_short_name_keys = lru_cache(maxsize=8192)(_name_keys)


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
    text = " ".join([_CARE_OF.sub("", line) for line in lines if line])
    if not text:
        return ""
    if not text.isascii():
        text = _VULGAR.sub(_spell_fraction, text)
    if "/" in text or "⁄" in text:
        text = _FRACTION.sub(r" \1over\2 ", text)
    words = _join_letters(fold(text.replace("#", " ste ")).split())
    key = []
    for word in words:
        word = _STREETS.get(word, word)
        if not (key and word == key[-1] == "ste"):
            key.append(word)
    if not _FIRST.isdisjoint(key):
        key = _join_phrases(key)
    return " ".join(key)


def _spell_fraction(sign):
    """ "12½" -> "12 1/2"."""
    return " " + unicodedata.normalize("NFKC", sign[0])


def _join_phrases(words):
    done, at = [], 0
    while at < len(words):
        for phrase, meant in _PHRASES.items():
            if tuple(words[at : at + len(phrase)]) == phrase:
                done += meant
                at += len(phrase)
                break
        else:
            is_county = words[at] == "cr" and is_digits("".join(words[at + 1 : at + 2]))
            done += ("county", "rd") if is_county else (words[at],)
            at += 1
    return done


def city_key(city):
    """Equal for cities that differ in case, punctuation and abbreviations."""
    words = fold(city).split()
    return " ".join([_STREETS.get(word, word) for word in words])


def zip_key(code):
    """Five digits of a ZIP code; of others letters and digits."""
    found = _ZIP.fullmatch(code)
    return found[1] if found else fold(code).replace(" ", "")
