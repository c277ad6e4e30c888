"""A cell of interest types that says more: "AI, WOS", "Mortgagee ISAOA"."""

import re
from dataclasses import dataclass

from ..text import fold
from .answers import GRANT_OF, find_type, read_flag, read_type
from .clause import CLAUSE, split_clause

# What stands between two things in one cell; the second time, signs that may also
# stand within one: "P/NC", "Primary and Non-contributory".
_BETWEEN = [re.compile(signs) for signs in (r"[,;/|\n+&]|\band\b", r"[,;|\n+]")]
_JOINS = {"and", "with", "w", "plus", "incl", "including", "y", "con", "mas"}
# Behind what is asked for: "AI & WOS required".
_ASKED_FOR = {"required", "requested", "needed", "req", "reqd", "requerido"}
# "Primary Mortgagee" is the first of two, "P&C" another thing altogether.
_ONLY_WITH_AI = {"primary", "primaria"}
_NEVER = {"p c"}
# So many words has the longest of what is looked for in one piece.
_MOST_WORDS = 6


@dataclass
class Interest:
    """What a cell of the column says.

    :param types: keys of types, ``[]``: certificate holder only, None: nothing of them
    :param flags: what is asked for: grants, 'isaoa', 'atima'
    """

    types: list | None
    flags: list


def read_interest(text, known):
    """An ``Interest``, or None where anything in the cell is unknown.

    :param known: ``{folded name, key or code of a type: key}``

    A type alone asks for nothing: it says who somebody is. Beside a waiver or primary
    wording, which are no types, "AI" is asked for as these are.
    """
    types = read_type(text, known)
    if types is not None:
        return Interest(types, [])
    clause = split_clause(text, alone=True)
    if clause.unclear:
        return None
    said = _read_left(clause.text, known) if clause.text else Interest(None, [])
    if said:
        said.flags += [flag for flag in CLAUSE if flag in clause.flags]
    return said


def _read_left(text, known):
    """The same of a text without the clause."""
    types = read_type(text, known)
    if types is not None:
        return Interest(types, [])
    for signs in _BETWEEN:
        pieces = [_cut(piece, known) for piece in signs.split(text) if fold(piece)]
        if None not in pieces:
            return _judge([phrase for piece in pieces for phrase in piece], known)
    return None


def _judge(phrases, known):
    """What phrases ask for together; None where none of them asks for anything."""
    grants = {GRANT_OF.get(phrase) for phrase in phrases} - {None}
    others = {GRANT_OF.get(phrase) for phrase in {*phrases} - _ONLY_WITH_AI} - {None}
    if not grants - {"ai"} or ("pnc" in grants - others and "ai" not in grants):
        return None
    found = [find_type(phrase, known) for phrase in phrases]
    said = [keys for keys in found if keys is not None]
    types = list(dict.fromkeys(key for keys in said for key in keys))
    return Interest(types if said else None, sorted(grants))


def _cut(piece, known):
    """Phrases of a piece, the longest first; None where a word belongs to none."""
    words = fold(piece).split()
    phrases, at = [], 0
    while at < len(words):
        for size in range(min(_MOST_WORDS, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + size])
            if _is_known(phrase, known, size == len(words)):
                break
        else:
            return None
        at += size
        if phrase not in _JOINS:
            phrases.append(phrase)
    while phrases and phrases[-1] in _ASKED_FOR:
        phrases.pop()
    return phrases if _ASKED_FOR.isdisjoint(phrases) else None


def _is_known(phrase, known, is_all):
    """Whether a phrase is a type or asks for something; a yes or no is neither."""
    if phrase in _JOINS or phrase in _ASKED_FOR:
        return True
    if phrase in _NEVER or read_flag(phrase) is not None:
        return False
    if phrase in _ONLY_WITH_AI and not is_all:
        return False
    return phrase in GRANT_OF or find_type(phrase, known) is not None
