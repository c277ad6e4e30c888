"""What stands in a name or address line besides the name or the address."""

import re

from ..text import fold

# Lines come here cleaned, with single spaces. No pattern may begin or go on with what
# it can take in more than one way: the time it takes must grow with the text.

# Words that may also be part of a name ("Home Care of Ohio") need a sign beside them.
_ATTENTION = re.compile(
    r"(?:(?:^|[,;\n(-]\s?|\s)att'?n\b\s?[:.\-]*"
    r"|(?:^|[,;\n(-]\s?)(?:attention|(?:a la )?atenci[oó]n(?: de)?)\b\s?[:.\-]*"
    r"|\s(?:attention(?: to)?|(?:a la )?atenci[oó]n(?: de)?)\s?:)\s?"
    r"(?:to\s?:)?(?P<who>[^\n;)]*)\)?",
    re.IGNORECASE,
)
_CARE_OF = re.compile(
    r"(?:(?:^|[,;\n(-]\s?|\s)(?:c/o|℅|in care of)\s?[:.]?"
    r"|(?:^|[,;\n(]\s?)care of\s?[:.]?|\scare of\s?:)\s?(?P<who>[^\n;)]+)\)?",
    re.IGNORECASE,
)
_SUCCESSORS = re.compile(
    r"\b(?:"
    r"isaoa\b[\s/,&]*(?:and\s?)?(?:atima\b)?"
    r"|atima\b"
    r"|(?:(?:its|their)\s?)?successors?\s?(?:and\s?/\s?or|and|or|&|/)\s?(?:its\s?)?assigns?"
    r"\b[\s,;]*(?:(?:and\s?)?\batima\b)?"
    r"|as\s(?:its|their|his|her)\sinterests?\smay\sappear"
    r")[\s.)]*",
    re.IGNORECASE,
)
_LOAN = re.compile(
    r"\b(?:loan|ln|lease)\s?"
    # Without such a sign only a long number is one: "Auto Loan 2021-1" is a name.
    r"(?:(?:(?:number|num|no)\b\.?\s?[:#]?|[:#])\s?(?=[\w-]{0,60}\d{3})|(?=(?:-?\d){6}))"
    r"(?P<number>[\w-]{4,60})\s?\)?\s?$",
    re.IGNORECASE,
)
# A loan number ends the name: it is looked for in so many of its last letters.
_LOAN_END = 100
# What people write where there is no name.
_NO_NAME = {
    *("n a", "na", "none", "nil", "null", "same", "same as above", "see above"),
    *("unknown", "tbd", "tba", "to be determined", "ninguno", "no aplica"),
}
_MORE = re.compile(
    r"\b(?:officers|directors|employees|agents|subsidiaries|affiliates|volunteers)\b",
    re.IGNORECASE,
)
_EDGES = " ,;-–\t"
# What goes with words that are taken out of a name.
_BEFORE = " ,;(-\n\t"


def is_no_name(text):
    """Whether a name's cell names nobody: "TBD", "n/a", "???"."""
    if not any(map(str.isalnum, text)):
        return True
    return len(text) < 20 and fold(text) in _NO_NAME


def split_attention(text):
    """(text without it, whom it is for the attention of)."""
    return _cut(_ATTENTION, text)


def split_care_of(text):
    return _cut(_CARE_OF, text)


def _cut(pattern, text):
    found = pattern.search(text)
    if not found or not found["who"].strip(_EDGES):
        return text, ""
    # What follows another marker belongs to that one.
    who, rest = found["who"], ""
    for other in (_ATTENTION, _CARE_OF):
        again = other.search(who)
        if again:
            who, rest = who[: again.start()], who[again.start() :]
            break
    left = text[: found.start()] + rest + text[found.end() :]
    return left.strip(_EDGES), who.strip(_EDGES + ".")


def split_successors(text):
    """(text without it, whether it said "its successors and/or assigns")."""
    low = text.lower()
    if not ("assign" in low or "isaoa" in low or "atima" in low or "may appear" in low):
        return text, False
    kept, end = [], 0
    for found in _SUCCESSORS.finditer(text):
        kept.append(text[end : found.start()].rstrip(_BEFORE))
        end = found.end()
    if not end:
        return text, False
    left = " ".join([*kept, text[end:]])
    return " ".join(left.split()).strip(_EDGES), True


def split_loan(text):
    """(text without it, loan number) of a name such as "First Bank Loan # 00123"."""
    found = _LOAN.search(text, max(0, len(text) - _LOAN_END))
    left = text[: found.start()].rstrip(_BEFORE).strip(_EDGES) if found else ""
    return (left, found["number"]) if left else (text, "")


def names_more(text):
    """Whether the name also names people who are not this company."""
    return bool(_MORE.search(text))
