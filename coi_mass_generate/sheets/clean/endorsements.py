"""Endorsements in a cell: numbers, editions, scheduled or blanket, what they give."""

import re

from ..tables import read_table, split_words
from ..text import fold

# Common forms, and what each edition usually gives: to be confirmed by somebody. Of
# each number the newest edition stands first.
FORMS = [
    {**row, "grants": split_words(row["grants"])}
    for row in read_table(__file__, "endorsement_forms.csv")
]
_USUAL = {}
for _row in FORMS:
    _key = _row["number"].replace(" ", "")
    _USUAL.setdefault((_key, ""), _row["grants"])
    _USUAL[_key, _row["edition"]] = _row["grants"]
_BETWEEN = re.compile(
    r"[;\n|]|,(?=\s?[A-Za-z]{1,4}[ -]?[0-9])"
    r"|(?:\s?[/&+]|\sand)(?=\s?[A-Za-z]{2}[ -]?[0-9])"
)
# "CG 20 10 & 20 37": the second is of the same book of forms as the first.
_AGAIN = re.compile(
    r"\b(C[AGU]) ?-?([2-9][0-9]) ?-?([0-9]{2})((?: ?\(?[01][0-9][ /-]?[0-9]{2}\)?)?)"
    r" ?(?:[/&+,]|and) ?(?=\2[ -]?[0-9]{2}(?![0-9]))",
    re.IGNORECASE,
)
# What looks like another form's number behind one, or inside of one.
_ANOTHER = re.compile(r"(?<![0-9])[0-9]{2}[ -]?[0-9]{2}(?![0-9])")
_EDITION = (
    r"(?:[ ,]?[(-]?[ ]?(?:ed(?:ition|n)?\.?:? ?)?(?P<month>0[1-9]|1[0-2])[ /-]?"
    r"(?P<year>[0-9]{4}|[0-9]{2})(?![0-9])\)?)?"
)
# Forms of the bureaus: two letters and pairs of digits, then month and year.
_BUREAU = re.compile(
    r"(?:form )?(?P<prefix>C[AGMPRUX]|BP|IL|IM|EB) ?-?(?P<one>[0-9]{2}) ?-?"
    r"(?P<two>[0-9]{2})(?P<three>)(?P<letter>)" + _EDITION + r"(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_COMP = re.compile(
    r"(?:form )?(?P<prefix>WC) ?-?(?P<one>[0-9]{2}) ?-?(?P<two>[0-9]{2})"
    r" ?-?(?P<three>[0-9]{2})(?: ?(?P<letter>[A-Z])(?![A-Za-z]))?"
    + _EDITION
    + r"(?![0-9A-Za-z])",
    re.IGNORECASE,
)
# A carrier's own number ends where a word begins that says something else.
_OWN = re.compile(
    r"(?P<number>[A-Za-z0-9][A-Za-z0-9 ./-]{0,40}?)"
    r"(?: ?\(?(?P<month>0[1-9]|1[0-2])[/-](?P<year>[0-9]{4}|[0-9]{2})\)?)?"
    r"(?P<rest>(?: ?[(:,–]| - | (?=[A-Za-z]{4})| (?:ai|wos|pnc|noc)\b).*)?",
    re.IGNORECASE | re.DOTALL,
)
_BLANKET = {"blanket", "automatic", "blkt", "auto where required"}
_SCHEDULED = {"scheduled", "schedule", "sched", "specific"}
_PHRASES = {
    "additional insured": "ai", "addl insured": "ai", "addl insd": "ai", "ai": "ai",
    "ongoing": "grants_ai_ongoing", "ongoing operations": "grants_ai_ongoing",
    "ongoing ops": "grants_ai_ongoing", "completed": "grants_ai_completed",
    "completed operations": "grants_ai_completed",
    "completed ops": "grants_ai_completed",
    "waiver": "grants_waiver", "wos": "grants_waiver", "subrogation": "grants_waiver",
    "pnc": "grants_pnc", "primary": "grants_pnc", "noncontributory": "grants_pnc",
    "non contributory": "grants_pnc", "notice of cancellation": "grants_notice",
    "noc": "grants_notice",
}  # fmt: skip
# Which of the two is meant, lists do not tell apart.
_KIND = {"grants_ai_other": "grants_ai_ongoing"}
_AI = {"grants_ai_ongoing", "grants_ai_completed", "grants_ai_other"}
# Of what stands beside one of these, nobody can rely on.
_NOT = {
    *("no", "not", "without", "excluded", "excl", "none", "except", "excluding", "non"),
    *("n", "nil", "never", "unless", "pending", "requested", "quoted", "declined"),
    *("removed", "deleted", "denied", "rejected", "expired", "cancelled", "canceled"),
}
# No number of a form: a text that happens to hold one.
_NO_NUMBER = {
    *("blanket", "automatic", "scheduled", "additional", "insured", "waiver"),
    *("primary", "form", "forms", "attached", "see", "endorsement", "endorsements"),
}
LONGEST = 200
# So many forms of one book a cell names at most without saying the book again.
MOST = 10


def number_key(number):
    """What makes two form numbers the same."""
    return fold(number).replace(" ", "").upper()


def split_items(text):
    for _more in range(MOST):
        text, count = _AGAIN.subn(r"\1 \2 \3\4; \1 ", text)
        if not count:
            break
    return [piece.strip(" ,.") for piece in _BETWEEN.split(text) if piece.strip(" ,.")]


def read_item(text):
    """One endorsement as a dict, or None when no number can be told.

    ``{'number', 'edition', 'basis', 'grants', 'description'}``: basis is '' and grants
    are empty where nothing is said; ``basis`` is None where it contradicts itself and
    ``grants`` where they are denied.
    """
    if len(text) > LONGEST or not re.search("[0-9]", text):
        return None
    found = _BUREAU.match(text) or _COMP.match(text)
    if found:
        number = " ".join(
            part.upper()
            for part in found.group("prefix", "one", "two", "three", "letter")
            if part
        )
        rest = text[found.end() :]
    else:
        found = _OWN.fullmatch(text)
        if not found or not re.search("[0-9]", found["number"]):
            return None
        number, rest = found["number"].strip(" .,-"), found["rest"] or ""
        if not _can_be_own(number):
            return None
    edition = f"{found['month']} {found['year'][-2:]}" if found["month"] else ""
    rest = rest.strip(" ,.:;()–-")
    return {
        "number": number,
        "edition": edition,
        "basis": read_basis(rest) if _names_basis(rest) else "",
        "grants": read_grants(rest, number),
        "description": "" if _is_said(rest) else rest,
    }


def _words(text):
    return f" {fold(text)} "


def _denies(words):
    return bool(_NOT & set(words.replace(" non contributory ", " ").split()))


def _names_basis(text):
    words = _words(text)
    return any(f" {word} " in words for word in _BLANKET | _SCHEDULED)


def read_basis(text):
    """'blanket' or 'scheduled'; None where it says both or neither."""
    words = _words(text)
    if _denies(words) or "?" in text:
        return None
    blanket = any(f" {word} " in words for word in _BLANKET)
    scheduled = any(f" {word} " in words for word in _SCHEDULED)
    if blanket == scheduled:
        return None
    return "blanket" if blanket else "scheduled"


def read_grants(text, number=""):
    """Fields of an endorsement that a text says it gives; None where it denies.

    :param number: which kind of additional insured is meant, where only that is said
    """
    words = _words(text)
    found = {field for phrase, field in _PHRASES.items() if f" {phrase} " in words}
    if found and _denies(words):
        return None
    if "ai" in found:
        found.discard("ai")
        if not found & _AI:
            found |= set(get_usual(number)) & _AI or {"grants_ai_other"}
    return sorted(found)


def _can_be_own(number):
    """Whether a text can be a carrier's own number: no phrase, and no count."""
    words = set(fold(number).split())
    is_count = len(number) < 3 and number.isdecimal()
    return not (is_count or _NO_NUMBER & words or _BUREAU.search(number))


def names_another(item):
    """Whether behind a form's number stands what may be the number of another."""
    return bool(_ANOTHER.search(item["description"]))


def can_give(number, grants, edition=""):
    """Whether a form gives any of this, as far as it is known: else one is wrong."""
    usual = {_KIND.get(each, each) for each in get_usual(number, edition)}
    return not (usual and grants) or bool(
        usual & {_KIND.get(each, each) for each in grants}
    )


def get_usual(number, edition=""):
    """What a bureau's form usually gives; of an unknown edition, the newest."""
    key = number_key(number)
    return _USUAL.get((key, edition)) or _USUAL.get((key, ""), ())


def _is_said(rest):
    """Whether nothing is left of a text but what was understood."""
    words = _words(rest)
    said = sorted({*_BLANKET, *_SCHEDULED, *_PHRASES, "and", "operations", "ops"})
    for phrase in sorted(said, key=len, reverse=True):
        words = words.replace(f" {phrase} ", "  ")
    return not words.strip()
