"""Which rows of a list are no entries: totals, footers, notes, headings.

Where that is certain, the row is left out; where it only looks like it, it is asked.
Whoever has an address is an entry.
"""

import re
from functools import lru_cache

from ..repair import repair
from ..tables import read_table, split_words
from ..text import SHORT, clean_line, fold, is_nothing

_WORDS = {
    row["kind"]: frozenset(split_words(row["words"]))
    for row in read_table(__file__, "row_words.csv")
}
_TOTAL, _UNIT, _END = _WORDS["total"], _WORDS["unit"], _WORDS["end"]
_LABEL, _PARTY = _WORDS["label"], _WORDS["party"]
_OF_TOTAL = _TOTAL | _UNIT | _WORDS["filler"]
# Longer texts are no totals and no headings.
LONGEST = 120
# "Page", "1", "of", "3" are no more cells.
WORDS = 4
# Of a longer text, so much tells how it begins.
START = 40
_NUMBER = re.compile(
    r"[-+(]?\s?[$€£#]?\s?[0-9][0-9,. ]*\)?\s?%?|[0-9]{1,4}([/.-])[0-9]{1,2}\1[0-9]{1,4}"
)
_DATE = re.compile(
    r"[0-9]{1,4}([/.-])[0-9]{1,2}\1[0-9]{1,4}|[0-9]:[0-9]{2}"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic)"
    r"[a-z]{0,7}\.? [0-9]",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4} )?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
    r" ?(?:[ap]\.?m\.?)?",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[^\w\s]{2}|_{2}")


# No number is longer.
DIGITS = 40


def is_number(text):
    """Whether a cell holds an amount, a count or a date, and nothing else."""
    return len(text) <= DIGITS and bool(_NUMBER.fullmatch(text.strip()))


def says_something(text):
    """Whether a cell is neither empty nor a number, nor one of the words of totals."""
    return _says_short(text) if len(text) <= SHORT else _says(text)


def _says(text):
    text = text.strip()
    if not text or is_number(text) or is_nothing(text):
        return False
    if text[0] in "&<" and _is_blank(text):
        return False
    return len(text) > LONGEST or not _get_tokens(text) <= _OF_TOTAL


# In a list the same cities and states come again and again.
_says_short = lru_cache(maxsize=4096)(_says)


def _get_tokens(text):
    """Its words, without the numbers among them."""
    return {token for token in fold(text).split(" ") if not token.isdigit()}


def find_skip(cells):
    """'blank', 'total' or 'note' for a row that is certainly no entry, else ''.

    :param cells: the different texts of the filled cells of a row without an address
    """
    if not any(map(str.isalnum, "".join(cells))):
        return "note"
    if all(map(_is_blank, cells)):
        return "blank"
    words = _get_words(cells)
    if len(words) == 1 and _has_label(words[0], _LABEL):
        return "note"
    text = " ".join(map(clean_line, cells))
    if not words or len(words) > WORDS or len(text) > LONGEST:
        return ""
    if is_total(text) or (len(words) == 1 and _is_footer(text)):
        return "total"
    is_marked = len(words) == 1 and _is_marked(words[0])
    return "note" if is_marked and not is_company(text) else ""


def _is_blank(text):
    """Whether a cell says that it is empty, as web pages and databases do."""
    if len(text) > LONGEST:
        return False
    text = clean_line(repair(text).text)
    # An "x" ticks something.
    return not text or (is_nothing(text) and "x" not in text.lower())


def looks_odd(cells, alone_is_odd):
    """Whether a row without an address may well be a total, a note or a heading.

    :param cells: as for ``find_skip``
    :param alone_is_odd: whether the other rows of the list say more than a name
    """
    words = _get_words(cells)
    if not words or _is_reach(words):
        return True
    if any(is_total(word) or has_label(word) or _ends_open(word) for word in words):
        return True
    if len(words) == 1 and _is_heading(words[0]):
        return True
    if is_company(words[0]):
        return False
    is_alone = alone_is_odd and len(cells) == 1
    return is_alone or _begins(fold(words[0][:START]), "phrase")


def _is_reach(words):
    """Whether it is nothing but an e-mail address, a phone number, a time."""
    text = " ".join(words)[:LONGEST]
    _user, sign, domain = text.partition("@")
    if sign and "." in domain and " " not in text:
        return True
    letters = sum(map(str.isalpha, text))
    return not letters or bool(_TIME.fullmatch(text))


def is_total(text):
    """Whether a text is a line of totals or of page numbers: "Total: 14 holders"."""
    if len(text) > LONGEST:
        return False
    tokens = fold(text).split(" ")
    words = {token for token in tokens if not token.isdigit()}
    if words <= _OF_TOTAL and (words & _TOTAL or words & _UNIT):
        return bool(words & _TOTAL) or any(map(str.isdigit, tokens))
    return tokens[0] in ("end", "fin", "eof") and words <= _END


def is_company(text):
    """Whether a text has a word that names of companies and bodies have."""
    folded = f" {fold(text)} "
    return any(f" {word} " in folded for word in _WORDS["company"])


def has_label(text):
    """Whether a text is one of a form: "Project: North Tower", "Owner: Oak Trust"."""
    return _has_label(text, _LABEL) or _has_label(text, _PARTY)


def _has_label(text, labels):
    label, sign, _value = text[:START].partition(":")
    return bool(sign) and fold(label) in labels


def _get_words(cells):
    """The different texts among them that are no numbers."""
    lines = dict.fromkeys(map(clean_line, cells))
    return [line for line in lines if line and not is_number(line)]


def _is_footer(text):
    """ "Printed on 1/2/2026", "Prepared by Mary"."""
    folded = fold(text)
    if not _begins(folded, "footer") or is_company(text):
        return False
    return bool(_DATE.search(text)) or " by " in folded[:START]


def _ends_open(text):
    """ "Prepared by", with who it was in the next cell."""
    folded = fold(text[:START])
    start, space, last = folded.rpartition(" ")
    return bool(space) and last in ("by", "on", "at") and start in _WORDS["footer"]


def _is_marked(text):
    """ "*** Lenders ***", "Landlords:"."""
    return bool(_SIGNS.match(text)) or text.endswith((":", "："))


def _is_heading(text):
    """Whether it is a usual heading, the total of a group, or marked like one."""
    folded = fold(text[:LONGEST])
    last = folded.rpartition(" ")[2]
    return folded in _WORDS["heading"] or last in _TOTAL or _is_marked(text)


def _begins(folded, kind):
    return any(folded == word or folded.startswith(word + " ") for word in _WORDS[kind])
