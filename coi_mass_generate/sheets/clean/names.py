"""What stands in a name or address line besides the name or the address."""

import re
from dataclasses import dataclass

from ..text import fold, is_not_given
from .behind import cut_behind
from .plain import is_plain

# Lines come here cleaned, with single spaces. No pattern may begin or go on with what
# it can take in more than one way: the time it takes must grow with the text.

# Words that may also be part of a name ("Home Care of Ohio") need a sign beside them.
_SPANISH = r"(?:a la )?atenci[oó]n(?: de(?: la| los?)?)?"
_ATTENTION = re.compile(
    rf"(?:(?:^|[,;\n(-]\s?|\s)(?P<short>att'?n\b|at[tn]\s?(?=:)"
    rf"|(?:for|to) the attention of\b"
    rf"|(?:attention(?: to| of)?|fao|{_SPANISH})\s?(?=:))"
    rf"|(?:^|[,;\n(-]\s?)(?P<word>attention(?: to| of)?\b|fao\b|{_SPANISH}(?!\w)))"
    r"\s?[:.\-]*\s?(?:to\s?:)?\s?(?P<who>[^\n;)]*)\)?",
    re.IGNORECASE,
)
_CARE_OF = re.compile(
    r"(?:(?:^|[,;\n(-]\s?|\s)"
    r"(?P<short>c\s?[/\\]\s?o\b|c/-|℅|in care of\b|care of\s?(?=:))"
    r"|(?:^|[,;\n(]\s?)(?P<word>care of\b))"
    r"\s?[:.]?\s?(?P<who>[^\n;)]*)\)?",
    re.IGNORECASE,
)
_BOTH = (_ATTENTION, _CARE_OF)
_LOAN = re.compile(
    r"\b(?:loan|ln|lease)\s?"
    # Without such a sign only a long number is one: "Auto Loan 2021-1" is a name.
    r"(?:(?:(?:number|num|no)\b\.?\s?[:#]?|[:#])\s?(?=[\w-]{0,60}\d{3})|(?=(?:-?\d){6}))"
    r"(?P<number>[\w-]{4,60})\s?\)?\s?$",
    re.IGNORECASE,
)
# A loan number ends the name: it is looked for in so many of its last letters.
_LOAN_END = 100
# What people write where there is no name; a longer text is one.
_NO_NAME_LONGEST = 20
_NO_NAME = {
    *("n a", "na", "none", "nil", "null", "same", "same as above", "see above"),
    *("unknown", "tbd", "tba", "to be determined", "ninguno", "no aplica"),
}
_MORE = re.compile(
    r"\b(?:officers|directors|employees|agents|subsidiaries|affiliates|volunteers)\b",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\b(?:llc|l\.l\.c|inc|corp|ltd|llp|lp|plc|gmbh|company|co)\.?$", re.IGNORECASE
)
_EDGES = " ,;-–\t\n"
# What goes with words that are taken out of a name.
_BEFORE = " ,;(-\n\t"


@dataclass
class Marked:
    """What stands behind "Attn:" or "c/o", and what stands around it.

    :param before: the text before the marker
    :param marker: the marker itself
    :param who: the person, the department or the company; '' behind a bare marker
    :param behind: what is none of these but belongs to the address: a street, a floor
    :param rest: what follows then, from its separator on
    """

    before: str
    marker: str
    who: str
    behind: str
    rest: str


def is_no_name(text):
    """Whether a name's cell names nobody: "TBD", "n/a", "???"."""
    if not any(map(str.isalnum, text)):
        return True
    folded = fold(text) if len(text) < _NO_NAME_LONGEST else ""
    return folded in _NO_NAME or is_not_given(folded)


def find_attention(text):
    """The first ``Marked`` of a text that says for whose attention; None without."""
    return _find(_ATTENTION, text)


def find_care_of(text):
    """The same for in whose care."""
    return _find(_CARE_OF, text)


def is_marked(text):
    """Whether a name says only for whom or in whose care: "c/o Fable Mgmt"."""
    if is_plain(text):
        return False
    found = _CARE_OF.match(text) or _ATTENTION.match(text)
    return bool(found and found["short"])


def _find(pattern, text):
    found = pattern.search(text)
    if not found or (found["word"] and _is_company(pattern, found["who"])):
        return None
    who, rest = found["who"], text[found.end() :]
    # What follows another marker belongs to that one.
    others = [again.start() for each in _BOTH if (again := each.search(who))]
    if others:
        who, rest = who[: min(others)], who[min(others) :] + rest
    who, behind = cut_behind(who.strip(_EDGES))
    who = who.strip(_EDGES)
    return Marked(
        text[: found.start()].strip(_EDGES),
        text[found.start() : found.start("who")].strip(_EDGES + "("),
        who if _COMPANY.search(who) else who.rstrip("."),
        behind,
        rest,
    )


def _is_company(pattern, who):
    """Whether the word is the beginning of a name: "Attention Span LLC"."""
    return pattern is _ATTENTION and bool(_COMPANY.search(who.rstrip(_EDGES)))


def split_loan(text):
    """(text without it, loan number) of a name such as "First Bank Loan # 00123"."""
    found = _LOAN.search(text, max(0, len(text) - _LOAN_END))
    left = text[: found.start()].rstrip(_BEFORE).strip(_EDGES) if found else ""
    return (left, found["number"]) if left else (text, "")


def names_more(text):
    """Whether the name also names people who are not this company."""
    return bool(_MORE.search(text))
