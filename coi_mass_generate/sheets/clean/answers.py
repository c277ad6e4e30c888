"""Yes and no, lists of types and policies, dates: small things in many spellings."""

import re
from datetime import date, timedelta
from functools import lru_cache

from ..text import SHORT, fold, is_digits

_YES = set(
    "y yes x true t 1 si s on ok required req included incl checked applies needed"
    " yes required ✓ ✔ ☑ √ ✅".split(" ")
) | {"yes required"}
_NO = set("n no false f 0 off none na excluded".split()) | {"not required", "n a"}
_MARKS = "✓✔☑√✅"
_CROSSED = "☐▢"
_GRANT_WORDS = {
    "ai": {
        "ai", "a i", "additional insured", "addl insd", "addl insured", "add l insured",
        "additional insureds", "add insd", "addl ins", "asegurado adicional",
    },
    "waiver": {
        "wos", "w o s", "waiver", "waiver of subrogation", "subr wvd", "wvd", "subro",
        "waiver of subro", "ws", "wvr", "waivers", "waiver of sub",
        "waiver subrogation", "subrogation waiver", "subrogation waived",
        "renuncia de subrogacion", "renuncia a la subrogacion",
        "renuncia de derechos de subrogacion",
    },
    "pnc": {
        "pnc", "p nc", "p c", "primary", "primary non contributory",
        "primary and non contributory", "primary noncontributory",
        "primary and noncontributory", "non contributory", "noncontributory",
        "p n c", "p and nc", "primary non contrib", "prim non contrib",
        "primaria", "primaria y no contributiva",
    },
}  # fmt: skip
GRANT_OF = {word: grant for grant, words in _GRANT_WORDS.items() for word in words}
_HOLDER_ONLY = {
    "certificate holder", "cert holder", "holder", "ch", "holder only",
    "certificate holder only", "titular del certificado", "none",
}  # fmt: skip
_TYPE_WORDS = {
    **dict.fromkeys(_GRANT_WORDS["ai"], "additional_insured"),
    "lp": "loss_payee",
    "llp": "lenders_loss_payable",
    "lender loss payable": "lenders_loss_payable",
    "lenders loss payable": "lenders_loss_payable",
    "lenders loss payee": "lenders_loss_payable",
    "lender loss payee": "lenders_loss_payable",
    "mtg": "mortgagee",
    "mortgage holder": "mortgagee",
    "mortgage": "mortgagee",
    "acreedor hipotecario": "mortgagee",
    "lien holder": "lienholder",
    "landlord": "lessor",
    "arrendador": "lessor",
}
_MONTHS = {
    name: number
    for number, names in enumerate(
        "jan january ene enero|feb february febrero|mar march marzo|apr april abr abril"
        "|may mayo|jun june junio|jul july julio|aug august ago agosto"
        "|sep sept september septiembre|oct october octubre|nov november noviembre"
        "|dec december dic diciembre".split("|"),
        1,
    )
    for name in names.split()
}


# What stands between two types in one cell, the surest signs first.
_BETWEEN_TYPES = [
    re.compile(signs) for signs in (r"[;|\n]", r"[,;|\n]", r"[,;/|\n+]|\s&\s|\band\b")
]
# Behind a date stands at most its time: another date makes it a range.
_TIME = (
    r"(?:[T ]\s?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?"
    r"\s?(?:[ap]\.?m\.?)?\s?(?:z|utc|gmt|[ecmp][sd]t|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_ISO = re.compile(
    rf"([0-9]{{4}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}}){_TIME}", re.IGNORECASE
)
_SLASHED = re.compile(
    rf"([0-9]{{1,2}})([-/.])([0-9]{{1,2}})\2([0-9]{{4}}|[0-9]{{2}}){_TIME}",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"[0-9](?:st|nd|rd|th)?\s?[-–—/]\s?[0-9]", re.IGNORECASE)
_SERIAL = re.compile(r"[0-9]{5}(\.0+)?")


def read_flag(text, grant=None):
    """True, False, or None when it cannot be told.

    :param grant: 'ai', 'waiver' or 'pnc', the column it stands in: its own name means
        yes
    """
    stripped = text.strip()
    if stripped and not stripped.strip(_MARKS):
        return True
    if stripped and not stripped.strip(_CROSSED + "-–—"):
        return False
    folded = fold(stripped)
    if folded in _YES or (grant and GRANT_OF.get(folded) == grant):
        return True
    return False if folded in _NO else None


def read_grants(text, header=""):
    """{'ai': True, …} of a cell that speaks of several at once; None if unclear.

    :param header: the column's header, for answers such as Y/N/Y in its order
    """
    folded = fold(text)
    if folded in ("all", "all three", "todos"):
        return dict.fromkeys(_GRANT_WORDS, True)
    if folded in _NO:
        return dict.fromkeys(_GRANT_WORDS, False)
    pieces = [piece for piece in re.split(r"[,;/+|\n]|\band\b", text) if piece.strip()]
    grants = [GRANT_OF.get(fold(piece)) for piece in pieces]
    if grants and all(grants):
        return dict.fromkeys(grants, True)
    if folded in GRANT_OF:
        return {GRANT_OF[folded]: True}
    return _read_in_order(pieces, header)


def _read_in_order(pieces, header):
    order = [GRANT_OF.get(fold(piece)) for piece in re.split(r"[,;/+|&]", header)]
    answers = [read_flag(piece) for piece in pieces]
    if len(order) < 2 or len(order) != len(answers) or None in order + answers:
        return None
    return dict(zip(order, answers, strict=True))


def read_type(text, known):
    """Keys of the interest types a cell names: a list, or None when one is unknown.

    :param known: ``{folded name, key or code: key}``

    An empty list: certificate holder only. A type's own name may hold a comma, a slash
    or an "and": the surest signs between two types are tried first.
    """
    whole = find_type(text, known)
    if whole is not None:
        return whole
    for pattern in _BETWEEN_TYPES:
        if pattern.search(text):
            pieces = [piece for piece in pattern.split(text) if piece.strip()]
            found = [find_type(piece, known) for piece in pieces]
            if None not in found:
                return list(dict.fromkeys(key for keys in found for key in keys))
    return None


def find_type(text, known):
    """Keys of the one type a text names, ``[]`` for a holder only; None: unknown."""
    folded = fold(text)
    key = known.get(folded) or known.get(_TYPE_WORDS.get(folded, "").replace("_", " "))
    if key:
        return [key]
    return [] if folded in _HOLDER_ONLY else None


def policy_key(number):
    """What makes two policy numbers the same: letters and digits."""
    return _short_key(number) if len(number) <= SHORT else _key(number)


def _key(number):
    return fold(number).replace(" ", "").upper()


_short_key = lru_cache(maxsize=4096)(_key)


def read_policies(text, known):
    """(numbers as written, those of them that are not known).

    :param known: container of ``policy_key``s

    A cell is one number if that is known, else it is cut at the usual signs.
    """
    if policy_key(text) in known:
        return [text], []
    for signs in (r"[,;|\n]", r"[,;|\n/&+]|\band\b|\s+"):
        pieces = [piece.strip() for piece in re.split(signs, text) if piece.strip()]
        unknown = [piece for piece in pieces if policy_key(piece) not in known]
        if not unknown:
            return pieces, []
    pieces = [piece.strip() for piece in re.split(r"[,;|\n]", text) if piece.strip()]
    return pieces, [piece for piece in pieces if policy_key(piece) not in known]


def read_date(text, day_first=False):
    """A date in any usual notation, or None.

    :param day_first: how 3/4/2026 is meant; a part above twelve settles it either way
    """
    text = text.strip().removesuffix(" 00:00:00")
    iso = _ISO.fullmatch(text)
    if iso:
        return _make_date(*map(int, iso.group(1, 3, 4)))
    parts = _SLASHED.fullmatch(text)
    if parts:
        first, second, year = map(int, parts.group(1, 3, 4))
        day, month = (first, second) if day_first else (second, first)
        if month > 12:
            day, month = month, day
        return _make_date(_full_year(year), month, day)
    if _SERIAL.fullmatch(text):
        return date(1899, 12, 30) + timedelta(days=int(text[:5]))
    return _read_words(text)


def _read_words(text):
    if _FROM_TO.search(text):
        return None
    words = fold(text).replace(" de ", " ").split()
    months = [_MONTHS[word] for word in words if word in _MONTHS]
    numbers = [re.sub(r"(st|nd|rd|th)$", "", word) for word in words]
    numbers = [int(word) for word in numbers if is_digits(word) and len(word) < 5]
    if len(months) != 1 or len(numbers) != 2 or len(words) != 3:
        return None
    day, year = numbers if numbers[0] <= 31 else reversed(numbers)
    return _make_date(_full_year(year), months[0], day)


def _full_year(year):
    return year if year > 99 else 2000 + year


def _make_date(year, month, day):
    try:
        return date(year, month, day)
    except ValueError:
        return None
