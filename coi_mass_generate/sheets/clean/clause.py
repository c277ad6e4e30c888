"""The lenders' clause behind a name: ISAOA, ATIMA, or either of them in words."""

import re
from dataclasses import dataclass

# Which of the two a name has.
CLAUSE = ("isaoa", "atima")
# Without one of these there is no clause: most names are not looked at any further.
_HINT = re.compile(
    r"isao|atima|\bi[. ] ?s[. ] ?a|\ba[. ] ?t[. ] ?i|assign|succes|sucess|sucesor"
    r"|\b(?:may|shall) appear",
    re.IGNORECASE,
)
_WHOSE = (
    r"(?:(?:his|her|its|it['’]?s|their|our|the|such|sus?|any|all)(?:\s?/\s?|\sor\s|\s))"
)
_JOIN = r"[\s,]{0,3}(?:and\s?/\s?or|and|or|&\s?/\s?or|&|/|y\s?/\s?o|y|,)\s?"
_ASSIGNS = r"(?:assigns?(?:\(s\))?|assignees?(?:\(s\))?|cesionarios)(?!\w)"
_SUCCESSORS = (
    r"(?:succ?ess?ors?(?:\(s\))?|sucesor(?:es)?)(?![\w'’])"
    r"(?:[\s-]in[\s-](?:interests?|title)\b)?"
)
# Behind these words stand people of whom the name says more: "… assigns of Pat Doe".
_NOT_OF = r"(?!\s(?:of|to|by|de|trustees?|agents?)\b)"
# Each way to say it: what it gives, and what it is.
_ITEM = re.compile(
    rf"""
    \b(?P<both>isaoa?atima)\b
    |\b(?P<isaoa>isaoa|i\.\s?s\.\s?a\.\s?o\.\s?a\b\.?|i\ss\sa\so\sa)(?![\w'’])
    |\b(?P<atima>atima|a\.\s?t\.\s?i\.\s?m\.\s?a\b\.?|a\st\si\sm\sa)(?![\w'’])
    |\b(?P<interests>(?:as\s)?{_WHOSE}{{0,3}}(?:respective\s)?
        interests?(?:\(s\)|/s)?\s(?:may|shall|might)\sappears?)\b
    |\b(?P<pair>{_WHOSE}{{0,3}}{_SUCCESSORS}
        (?:{_JOIN}){{1,2}}{_WHOSE}{{0,3}}(?:permitted\s)?{_ASSIGNS}){_NOT_OF}
    |\b(?P<one>{_WHOSE}{{1,3}}(?:{_SUCCESSORS}|{_ASSIGNS})){_NOT_OF}
    |(?P<bare>\b(?:and\s?/\s?or|and|or)\s(?:{_SUCCESSORS}|{_ASSIGNS})
        |(?<=[&,/])\s?(?:{_SUCCESSORS}|{_ASSIGNS}))
        (?=[\s.,;)]{{0,3}}(?:$|\n|isaoa|atima|as\s))
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ONLY_ATIMA = {"atima", "interests"}
_ONLY_ISAOA = {"isaoa", "pair", "one", "bare"}
# What goes with the clause: between its parts, before it, and behind.
_SIGNS = " ,;:/&(-–—+\t\n"
_WORDS = {"and", "or", "only", "its", "it's", "it’s", "their", "his", "her", "y", "o"}
# Some are names as well, or a letter of one: "Dana Or", "Lee O".
_LOWER = {"or", "y", "o"}
_LONGEST_WORD = 5
# So much before a clause is looked at.
_NEAR = 200
# Whoever else is meant with the name, the clause does not speak of them.
_OTHERS = {
    *("affiliates", "affiliate", "subsidiaries", "subsidiary", "parent", "parents"),
    *("heirs", "officers", "directors", "employees", "agents", "partners", "members"),
    *("shareholders", "transferees", "participants", "administrators", "executors"),
    *("nominees", "designees", "beneficiaries", "representatives", "volunteers"),
    *("sureties", "insurers", "lenders", "legal", "personal"),
}
_THEIRS = re.compile(r",\s?(?:and\s)?(?:its|it['’]s|their|his|her)\s", re.IGNORECASE)
_EDGES = " ,;-–&/\t\n"
_CLOSING = ' .)"”'


@dataclass
class Clause:
    """A text and what it says of successors and interests.

    :param text: without the clause; as it was where ``unclear``
    :param said: the clause as it stands there
    :param unclear: whether more than the clause belongs to it
    """

    text: str
    said: str = ""
    isaoa: bool = False
    atima: bool = False
    unclear: bool = False

    @property
    def flags(self):
        return {key for key in CLAUSE if getattr(self, key)}


def split_clause(text, alone=False):
    """A ``Clause`` of a name, or of a line that belongs to one.

    :param alone: whether the clause may be all there is
    """
    if not _HINT.search(text):
        return Clause(text)
    spans = _find_spans(text, alone)
    if not spans:
        return Clause(text)
    kinds = {kind for _start, _end, kinds in spans for kind in kinds}
    said = " ".join(text[start:end].strip(_EDGES) for start, end, _kinds in spans)
    left = _join(text, spans)
    unclear = (not left and not alone) or _names_others(text, spans)
    return Clause(
        text if unclear else left,
        said,
        isaoa=bool(kinds - _ONLY_ATIMA),
        atima=bool(kinds - _ONLY_ISAOA),
        unclear=unclear,
    )


def get_meant(header):
    """Which of the two a yes means in a column: both, where its header says neither."""
    return split_clause(header, alone=True).flags or set(CLAUSE)


def _find_spans(text, alone):
    """[(start, end, kinds)] of the clause with all that only belongs to it."""
    spans = []
    # Behind it is nothing but signs and joining words.
    tail = _go_back(text, len(text), 0)
    for found in _ITEM.finditer(text):
        kind = found.lastgroup
        start = _go_back(text, found.start(), spans[-1][1] if spans else 0)
        if not start and not alone and _is_name(text, found):
            continue
        end = _go_on(text, found.end())
        end = len(text) if end >= tail else end
        if spans and start <= spans[-1][1]:
            spans[-1] = spans[-1][0], end, spans[-1][2] | {kind}
        else:
            spans.append((start, end, {kind}))
    return spans


def _is_name(text, found):
    """Whether a name only begins like a clause: "Atima Holdings LLC"."""
    if found.lastgroup != "atima" or found.end() == len(text):
        return False
    return not found[0].isupper() or text.isupper()


def _go_back(text, start, floor):
    """Where the signs and joining words before ``start`` begin."""
    while True:
        while start > floor and _is_sign(text, start - 1):
            start -= 1
        begin = start
        while begin > floor and start - begin <= _LONGEST_WORD:
            if text[begin - 1] in _SIGNS:
                break
            begin -= 1
        if begin == start or not _joins(text, begin, start):
            return start
        start = begin


def _is_sign(text, at):
    """Whether a sign goes with the clause: of quotation marks the opening one."""
    return text[at] in _SIGNS or (text[at] in '"“' and text[at - 1 : at] in " (")


def _joins(text, begin, end):
    """Whether a word only joins: "Or" may be somebody's name."""
    word = text[begin:end]
    if word.casefold() not in _WORDS:
        return False
    is_plain = word.casefold() not in _LOWER or word.islower()
    return is_plain or text[begin - 1 : begin] == "/" or text.isupper()


def _go_on(text, end):
    """Where what belongs to a clause ends: brackets, dots, "only"."""
    stop = end
    while True:
        while stop < len(text) and text[stop] in _CLOSING:
            stop += 1
        only = text[stop : stop + 5].casefold()
        if only[:4] != "only" or only[4:].isalnum():
            return stop
        stop += 4


def _join(text, spans):
    pieces, end = [], 0
    for start, after, _kinds in spans:
        pieces.append(text[end:start])
        end = after
        if pieces[0] and text[end : end + 1] not in ("", ",", ";", "\n"):
            pieces.append(" ")
    return "".join([*pieces, text[end:]]).strip(_EDGES)


def _names_others(text, spans):
    """Whether others are named with the successors: their part cannot be left alone."""
    for start, end, _kinds in spans:
        before = text[max(0, start - _NEAR) : start].rstrip(_EDGES + ".")
        word = before.rpartition(" ")[2]
        if word.casefold() in _OTHERS or word == "Or" or _THEIRS.search(before):
            return True
        first, *more = text[end : end + 40].strip(_EDGES).split(" ")[:3] or [""]
        if first.casefold() in ("and", "or", "and/or", "&"):
            first = more[0] if more else ""
            if first[:1].islower():
                return True
        if first.strip(",.").casefold() in _OTHERS:
            return True
    return False
