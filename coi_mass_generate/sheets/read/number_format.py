"""A number as its cell shows it: the formats of Excel, which LibreOffice knows as well.

``LN0012`` may be stored as 12 with the format ``"LN"0000``: what somebody reads in the
sheet is the text, and it is what belongs on a certificate.
"""

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from .book import DATE, ERROR, NUMBER, ODD, TEXT, number_text
from .date_format import show_date

# Formats longer than Excel allows are not looked into.
LONGEST = 500
# From here on digits were lost already: fifteen is what a spreadsheet keeps.
EXACT = 10**15
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)'
    r"|\[(?P<bracket>[^\]\[]*)\]|(?P<general>general)|(?P<exponent>e[+-])"
    r"|(?P<half>am/pm|a/p)|(?P<date>y+|m+|d+|h+|s+)|(?P<digit>[0#?])"
    r"|(?P<sign>[.,%@/;])|(?P<foreign>[egb][1-9]?)|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d{1,15}(?:\.\d{1,15})?)")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_COMPARE = {
    "<": lambda value, limit: value < limit,
    ">": lambda value, limit: value > limit,
    "=": lambda value, limit: value == limit,
    "<=": lambda value, limit: value <= limit,
    ">=": lambda value, limit: value >= limit,
    "<>": lambda value, limit: value != limit,
}
_LITERALS = ("quoted", "escaped", "literal")
# A number that is nothing but zeros as it is shown has no minus.
_SAYS = re.compile("[1-9]")


@dataclass
class _Section:
    """One of the up to four parts of a format, between semicolons.

    :param tokens: ``[(kind, text)]``, of the kinds ``text``, ``digit``, ``date``,
        ``elapsed``, ``half``, ``general``, ``exponent``, and the signs ``.,%@/``
    :param condition: ``(operator, number)``, or None
    :param odd: whether something in it is not known here
    """

    tokens: list = field(default_factory=list)
    condition: tuple = None
    odd: bool = False

    def takes(self, value):
        if not self.condition:
            return True
        operator, limit = self.condition
        return _COMPARE[operator](value, float(limit))

    def has(self, *kinds):
        return any(kind in kinds for kind, _text in self.tokens)


class Format:
    """How one number format shows what is in a cell."""

    def __init__(self, code):
        self.is_plain = code.strip().lower() in ("", "general", "@")
        sections = _read_sections(code)
        self._text = None
        if len(sections) > 3 or sections[-1].has("@"):
            self._text = sections.pop()
        self._numbers = sections

    def show(self, value, is_1904=False):
        """(text, kind) of a number.

        :param value: int or float, finite
        :param is_1904: whether days are counted from 1904
        """
        if self.is_plain or abs(value) >= EXACT:
            return number_text(value), NUMBER
        section = self._choose(value)
        if section is None or section.odd:
            return number_text(value), ODD
        if section.has("date", "elapsed"):
            return _show_date(section, value, is_1904)
        if section.has("exponent"):
            # How it is written is for reading, not what it says.
            return number_text(value), NUMBER
        text = " ".join(_show_number(section, abs(value)).split())
        if value < 0 and self._has_sign(section) and _SAYS.search(text):
            text = "-" + text
        if not text and value:
            return number_text(value), ODD
        return text, NUMBER

    def show_text(self, text):
        """(text, kind) of a text: a format may write something around it."""
        section = self._text
        if self.is_plain or section is None:
            return text, TEXT
        if section.odd or not section.has("@"):
            return text, ODD
        if not any(part.strip() for kind, part in section.tokens if kind != "@"):
            return text, TEXT
        shown = [text if kind == "@" else part for kind, part in section.tokens]
        return "".join(shown), TEXT

    def _choose(self, value):
        """The section for a number, or None."""
        numbers = self._numbers
        if any(each.condition for each in numbers):
            return next((each for each in numbers if each.takes(value)), None)
        if len(numbers) < 2 or value > 0:
            return numbers[0] if numbers else None
        if value < 0:
            return numbers[1]
        return numbers[2] if len(numbers) > 2 else numbers[0]

    def _has_sign(self, section):
        """Whether a minus is shown: a section for what is below zero has its own."""
        return section.condition or section is self._numbers[0]


@lru_cache(maxsize=1024)
def read_format(code):
    """The ``Format`` of a code, as in ``000-00-0000``."""
    return Format(code if len(code) <= LONGEST else '"')


def _read_sections(code):
    sections = [_Section()]
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup, match[match.lastgroup]
        if kind == "sign" and text == ";":
            sections.append(_Section())
        else:
            _add_token(sections[-1], kind, text)
    return sections[:4]


def _add_token(section, kind, text):
    if kind == "bracket":
        _add_bracket(section, text)
    elif kind == "space":
        section.tokens.append(("text", " "))
    elif kind == "foreign" or (kind == "literal" and text == '"'):
        section.odd = True
    elif kind in _LITERALS:
        section.tokens.append(("text", text))
    elif kind == "sign":
        section.tokens.append((text, text))
    elif kind == "fill":
        # A sign repeated as far as the column is wide; of spaces one is enough.
        section.tokens.append(("text", text if text == " " else ""))
    else:
        section.tokens.append((kind, text.lower() if kind == "date" else text))


def _add_bracket(section, text):
    """A colour, a condition, a currency, or hours that go on past 24."""
    condition = _CONDITION.fullmatch(text.strip())
    if condition:
        section.condition = condition.groups()
    elif text.startswith("$"):
        symbol, _dash, place = text[1:].partition("-")
        section.tokens.append(("text", symbol))
        # Eight digits name a calendar or digits of another script.
        section.odd |= len(place) > 6 and place[:-4].strip("0") != ""
    elif _ELAPSED.fullmatch(text):
        section.tokens.append(("elapsed", text.lower()))
    elif text.lower().startswith(("dbnum", "natnum")):
        section.odd = True


def _show_date(section, value, is_1904):
    kinds = [kind for kind, _text in section.tokens]
    stray = (kind for last, kind in zip(["", *kinds], kinds, strict=False)
             if kind == "digit" and last not in (".", "digit"))  # fmt: skip
    if section.has("general", "exponent", "@", "%") or any(stray):
        return number_text(value), ODD
    shown = show_date(section.tokens, value, is_1904)
    return (shown, DATE) if shown else ("########", ERROR)


def _show_number(section, value):
    if section.has("general", "@"):
        parts = [
            number_text(value) if kind in ("general", "@") else text
            for kind, text in section.tokens
        ]
        return "".join(parts)
    if not section.has("digit"):
        return "".join(text for _kind, text in section.tokens)
    if section.has("/"):
        return _show_fraction(section.tokens, value)
    return _show_digits(section.tokens, value)


def _show_digits(tokens, value):
    """Placeholders filled with digits, whatever stands between them."""
    amount = Decimal(repr(value)).scaleb(2 * sum(kind == "%" for kind, _t in tokens))
    point = _find_point(tokens)
    places = [at for at, (kind, _text) in enumerate(tokens) if kind == "digit"]
    whole = [at for at in places if at < point]
    behind = [at for at in places if at > point]
    amount = amount.scaleb(-3 * _count_scaling(tokens, places))
    amount = amount.quantize(Decimal(1).scaleb(-len(behind)), ROUND_HALF_UP)
    digits, _dot, decimals = f"{amount:f}".partition(".")
    shown = {}
    _fill_whole(shown, tokens, whole, digits.lstrip("0"))
    _fill_behind(shown, tokens, behind, decimals)
    return "".join(
        shown.get(at, text if kind != "," else "")
        for at, (kind, text) in enumerate(tokens)
    )


def _find_point(tokens):
    points = (at for at, (kind, _text) in enumerate(tokens) if kind == ".")
    return next(points, len(tokens))


def _count_scaling(tokens, places):
    """Commas behind the last placeholder: each leaves out three digits."""
    count = 0
    for kind, _text in tokens[places[-1] + 1 :]:
        if kind != ",":
            break
        count += 1
    return count


def _fill_whole(shown, tokens, places, digits):
    """From the right; what is left over stands at the first place."""
    grouped = places and any(
        kind == "," for kind, _text in tokens[places[0] : places[-1]]
    )
    count = 0
    for at in reversed(places):
        take = len(digits) if at == places[0] else 1
        taken, digits = digits[-take:] if take else "", digits[:-take] if take else ""
        if not taken and tokens[at][1] == "0":
            taken = "0"
        if not taken and tokens[at][1] == "?":
            taken = " "
        text = ""
        for digit in reversed(taken):
            text = digit + ("," if grouped and count and count % 3 == 0 else "") + text
            count += 1
        shown[at] = text


def _fill_behind(shown, tokens, places, decimals):
    """From the left; zeros at the end only where the format insists."""
    significant = len(decimals.rstrip("0"))
    for number, at in enumerate(places):
        sign = tokens[at][1]
        if number < significant or sign == "0":
            shown[at] = decimals[number]
        else:
            shown[at] = " " if sign == "?" else ""


def _show_fraction(tokens, value):
    """As in ``# ?/?``: the whole, and what is left over it as a fraction."""
    slash = next(at for at, (kind, _text) in enumerate(tokens) if kind == "/")
    top, end = slash, slash + 1
    while top and tokens[top - 1][0] == "digit":
        top -= 1
    while end < len(tokens) and _is_digit(tokens[end]):
        end += 1
    bottom = "".join(text for _kind, text in tokens[slash + 1 : end])
    wholes = [text for kind, text in tokens[:top] if kind == "digit"]
    over, under = _approximate(value, bottom)
    whole, over = divmod(over, under) if wholes else (0, over)
    number = str(whole) if whole or "0" in wholes or (wholes and not over) else ""
    part = f"{over}/{under}" if over or not wholes else ""
    first = next(at for at, (kind, _text) in enumerate(tokens) if kind == "digit")
    before = "".join(text for _kind, text in tokens[:first])
    after = "".join(text for kind, text in tokens[end:] if kind == "text")
    return f"{before}{number} {part}{after}"


def _is_digit(token):
    return token[0] == "digit" or (token[0] == "text" and token[1].isdigit())


def _approximate(value, bottom):
    """(above, below) of the fraction nearest to a number.

    :param bottom: what the format has below the line: "16", or places as in "??"
    """
    value = Fraction(repr(value))
    if bottom.strip("0?#"):
        under = int("".join(sign for sign in bottom if sign.isdigit()))
        return int(value * under + Fraction(1, 2)), under
    nearest = value.limit_denominator(10 ** min(max(len(bottom), 1), 7) - 1)
    return nearest.numerator, nearest.denominator
