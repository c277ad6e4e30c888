"""Which row is the header, and which column means what."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache

from .columns import ADDRESS, HOLDERS, KINDS, find_others, find_second
from .fields import OURS
from .repair import needs_repair, repair
from .text import clean_line, fold

# A header is looked for in the rows with something in them, down to this many.
FIRST_ROWS = 25
# What is longer is neither a header nor one of the values that tell an entry.
LONGEST = 200
# What people write around the word that matters.
_AROUND = (
    *HOLDERS,
    *("additional interest", "mailing", "business", "company", "primary", "physical"),
    "interest",
)
_BEHIND = (
    *("required", "optional", "if any", "if applicable", "field", "text"),
    *("2 letter", "2 letters", "5 digit", "5 digits"),
)
_VALUE = re.compile(
    r"([A-Z]{2} )?\d{5}(-\d{4})?|[(+\d][\d ().+-]{8,}|[^\s@]+@[^\s@]+\.\w+"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z0-9])")
# Headers that name the holder only in a list that has no other name; surest first.
_NAMES = (
    *("contact", "contact name", "customer", "customer name", "account name"),
    *("display name", "customer full name", "supplier"),
    *("additional insured", "additional insureds", "asegurado adicional"),
    *("additional interest", "interested party", "loss payee", "lienholder"),
    *("mortgagee", "lessor", "landlord", "tenant", "owner", "general contractor"),
    "beneficiario",
)
# A company's name; beside it, that of a person or of an account.
_COMPANIES = {
    *("company", "company name", "organization", "organization name", "business name"),
    *("organization 1 name", "empresa", "nombre de la empresa"),
}
_PEOPLE = {"name", "full name", "display name", "file as", "nombre completo"}
# What only accounting programs write, and what they call whom they deal with.
_ACCOUNTS = {
    *(
        "bill to",
        "bill to 1",
        "bill from",
        "bill from 1",
        "billing street",
        "main email",
    ),
    *("billing address line 1", "billing address 1", "ship to 1", "open balance"),
    *("balance total", "billing city", "billing address"),
}
_CUSTOMERS = {
    *("customer", "customer name", "customer full name", "client", "client name"),
    *("vendor", "vendor name", "supplier", "supplier name", "name", "full name"),
    "display name",
}
# Headers that belong to the street only beside it.
_NUMBERS = {"number", "no", "num", "nbr", "nr", "house", "numero", "nro"}
_DIRECTIONS = {"dir", "direction", "prefix", "pre", "suffix"}
_PARTS_NEAR = 2
# Where the number follows the street's name.
_NUMBER_BEHIND = ("calle", "avenida", "direccion", "domicilio")


@dataclass
class Header:
    """The row that says what the columns are.

    :param index: its index among the rows, -1 without a header
    :param known: how many different fields its texts name
    :param texts: one a column, '' where nothing is said
    """

    index: int
    known: int
    texts: list

    @property
    def signature(self):
        """The same for every file with these headers, whatever their case; or ''."""
        if not any(self.texts):
            return ""
        text = "\n".join(fold(each) for each in self.texts)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def recognize(text, catalogue=OURS):
    """(field key, rank) of one header, the lower the rank the surer; or None."""
    if len(text) > LONGEST:
        return None
    known = catalogue.known
    return _recognize(fold(text), known) or _recognize(
        fold(_CAMEL.sub(" ", text)), known
    )


def begins_like_header(text):
    """Whether the first word is one of a header: most names have none such.

    :param text: not blank

    This takes much less time than ``recognize``.
    """
    word = _CAMEL.sub(" ", text.split(None, 1)[0])
    return fold(word).partition(" ")[0] in _get_first_words()


@cache
def _get_first_words():
    headers = (*OURS.known, *_AROUND, *KINDS)
    return {header.partition(" ")[0] for header in headers}


def _recognize(folded, known):
    if not folded or len(folded) > 60:
        return None
    if folded in known:
        return known[folded]
    for word in _BEHIND:
        folded = folded.removesuffix(" " + word)
    for word in _AROUND:
        rest = folded.removeprefix(word + " ").removesuffix(" " + word)
        if rest != folded and rest in known:
            key, rank = known[rest]
            return key, rank + 100
    first = known.get(folded.removesuffix(" 1"))
    return known.get(folded) or first or _recognize_place(folded, known)


def _recognize_place(folded, known):
    """One of several addresses: "Home City", "Shipping Street"."""
    for word in KINDS:
        rest = folded.removeprefix(word + " ").removesuffix(" " + word)
        if rest != folded and known.get(rest, ("",))[0] in ADDRESS:
            key, rank = known[rest]
            return key, rank + 200
    return None


def find_header(rows, catalogue=OURS):
    """The row among the first ones in which most cells are headers we know.

    Without any such row the first one is taken, and nothing in it is known; unless it
    looks like an entry, for no row may be lost.
    """
    has_header = rows and not _is_entry(rows[0])
    best = header_at(rows, 0, catalogue) if has_header else Header(-1, 0, [])
    for index in range(min(FIRST_ROWS, len(rows))):
        header = header_at(rows, index, catalogue)
        only = header.known > best.known == 0 and not _is_entry(rows[index])
        if only or header.known > max(best.known, 1):
            best = header
    return best


def header_at(rows, index, catalogue=OURS):
    """The row at ``index`` as a ``Header``, whatever it holds."""
    texts = _get_texts(rows, index)
    known = {_key(text, catalogue) for text in texts} - {None}
    return Header(index, len(known), texts)


def _is_entry(row):
    """Whether a row holds what only an entry has: a ZIP code, a number, an address."""
    return sum(map(bool, row.cells)) > 1 and any(
        _VALUE.fullmatch(cell.strip()) for cell in row.cells if len(cell) <= LONGEST
    )


def _key(text, catalogue):
    known = recognize(text, catalogue)
    return known and known[0]


def _get_texts(rows, index):
    """Header texts; an empty one takes the text right above it (two-line headers)."""
    texts = [_clean(text) for text in rows[index].cells]
    above = rows[index - 1] if index else None
    if above and above.number == rows[index].number - 1 and _count(above.cells) > 1:
        width = max(len(texts), len(above.cells))
        texts += [""] * (width - len(texts))
        texts = [text or _clean(above.cell(at)) for at, text in enumerate(texts)]
    return texts


def _clean(text):
    """A header as it is shown; a longer text is none, and only its start is shown."""
    if len(text) > LONGEST:
        return clean_line(text[:LONGEST] + "…")
    return clean_line(repair(text).text if needs_repair(text) else text)


def _count(cells):
    return sum(bool(cell.strip()) for cell in cells)


def map_columns(texts, catalogue=OURS):
    """Field key of each header, '' for those not known or already given away."""
    fields = catalogue.fields
    claims = _find_claims(texts, catalogue)
    winners = {}
    for index, claim in enumerate(claims):
        if claim and not fields[claim[0]].several:
            key, rank = claim
            if key not in winners or rank < winners[key][0]:
                winners[key] = (rank, index)
    mapping = []
    for index, claim in enumerate(claims):
        key = claim[0] if claim else ""
        won = key and (fields[key].several or winners[key][1] == index)
        mapping.append(key if won else "")
    return _settle(mapping, texts) if "name" in fields else mapping


def _find_claims(texts, catalogue):
    """(field key, rank) of each header that is the list's own, else None."""
    claims = [recognize(text, catalogue) for text in texts]
    folded = [fold(text) for text in texts]
    if {"work city", "work address"} & set(folded) and "work state" in folded:
        # Alone it is where the work is done; here, where the office is.
        claims[folded.index("work state")] = catalogue.known.get("state")
    keys = [claim[0] if claim else "" for claim in claims]
    others = find_others(keys, texts, _NAMES)
    return [None if at in others else claim for at, claim in enumerate(claims)]


def find_second_list(texts, catalogue=OURS):
    """Index of the column where a second list begins beside the first, or None."""
    keys = [_key(text, catalogue) or "" for text in texts]
    return find_second(keys, texts, _NAMES)


def _settle(mapping, texts):
    """Headers whose meaning depends on the others."""
    if "name" not in mapping and "first_name" not in mapping:
        folded = [fold(text) for text in texts]
        name = next((each for each in _NAMES if each in folded), None)
        if name:
            mapping[folded.index(name)] = "name"
    if "zip4" in mapping and "zip" not in mapping:
        mapping[mapping.index("zip4")] = "zip"
    _settle_else(mapping, texts)
    if "street" in mapping:
        _settle_street(mapping, [fold(text) for text in texts])
    return mapping


def _settle_else(mapping, texts):
    """Whose name a row has where there is no company: of an address book, of accounts.

    There the customer is no insured: it is the company, or a person.
    """
    folded = [fold(text) for text in texts]
    if "name" not in mapping:
        return
    is_company = folded[mapping.index("name")] in _COMPANIES
    is_accounts = bool(_ACCOUNTS & set(folded))
    for at, text in enumerate(folded):
        free = mapping[at] in ("", "insured")
        if (
            is_accounts
            and free
            and text in _CUSTOMERS
            or (is_company and not mapping[at] and text in _PEOPLE)
        ):
            mapping[at] = "" if "name_else" in mapping else "name_else"


def _settle_street(mapping, folded):
    """Columns beside the street's that are parts of its line.

    "Number" is anything in another place; a direction stands before or behind.
    """
    street = mapping.index("street")
    for at, key in enumerate(mapping):
        is_near = abs(at - street) <= _PARTS_NEAR
        if not key and is_near and folded[at] in _NUMBERS:
            is_behind = at > street and folded[street].startswith(_NUMBER_BEHIND)
            mapping[at] = "street_after" if is_behind else "street_before"
        elif not key and is_near and folded[at] in _DIRECTIONS:
            mapping[at] = "street_before" if at < street else "street_after"
        elif key == "street_before" and at > street and "dir" in folded[at]:
            mapping[at] = "street_after"
    if "street_before" in mapping and folded[street + 1 : street + 2] == ["type"]:
        mapping[street + 1] = "street_after"
