"""E-mail addresses and phone numbers: each whole as it stands, or none of them."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote

from email_validator import (
    SPECIAL_USE_DOMAIN_NAMES,
    EmailNotValidError,
    validate_email,
)
from phonenumbers import (
    COUNTRY_CODE_TO_REGION_CODE,
    SUPPORTED_REGIONS,
    Leniency,
    NumberParseException,
    PhoneNumberFormat,
    PhoneNumberMatcher,
    format_number,
    is_possible_number,
    is_valid_number,
    parse,
)

from ..text import SHORT, is_nothing

# What a cell is made of. Each kind ends where the next of its kind could begin: the
# time it takes grows with the text.
_PARTS = re.compile(
    r"""
    (?P<quoted>"[^"\n]*"(?:@[^\s<>(),;|"]+)?)
    |<(?P<angle>[^<>\n]*)>
    |\((?P<comment>[^()\n]*)\)
    |(?P<between>[;,|\n])
    |(?P<word>[^\s<>(),;|"]+)
    |(?P<stray>[<>()"])
    """,
    re.VERBOSE,
)
# The plainest addresses, which are most: the library takes each of them, too, but
# thirty times as long.
_PLAIN = re.compile(
    r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+(?P<top>[a-z]{2,})",
    re.IGNORECASE,
)
# No part of an address may be longer than its whole is here.
_PLAIN_LONGEST = 63
# A longer text is none, whatever it is; the library reads it all the same.
_LONGEST = 320
_LABEL = re.compile(r"(?:e-?mail|mail|smtp|sip|to|cc|correo)\s?:", re.IGNORECASE)
_MAILTO = re.compile(r"mailto:", re.IGNORECASE)
# In the part behind the @ none of these can be: another address begins there.
_BEHIND_DOMAIN = re.compile(r"[/\\&]")
_JOINERS = {"/", "\\", "&", "+", "-", "–", "•", "*", "and", "or", "y", "o", "et", "cc"}
_PAIRS = ("''", "‘’", "“”", "[]", "{}", "«»")
# An apostrophe or a dash that a word processor made its own: no address has one.
_CURLY = re.compile("[‘’‚“”„´–—]")
# Regions of the North American numbering plan.
_NORTH_AMERICA = frozenset(COUNTRY_CODE_TO_REGION_CODE[1])
# The plainest numbers of them, which are most: read without the library.
_PLAIN_PHONE = re.compile(
    r"(?:\+?1[\s.\-–/]{0,3})?\(?([2-9][0-9]{2})\)?[\s.\-–/]{0,3}([0-9]{3})"
    r"[\s.\-–/]{0,3}([0-9]{4})(?:[\s,;]{0,3}(?:extension|ext|x)\.?\s?:?\s?([0-9]{1,6}))?",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[^0-9\s().+\-–/]")
_EXTENSION = re.compile(r"(?:extension|ext|x|#)\.?\s?:?\s?[0-9]{1,7}$", re.IGNORECASE)
_EXTENSION_END = 24
# What a program writes behind a number that has no extension.
_NO_EXTENSION = re.compile(
    r"(?<=[0-9])[\s,;]{0,3}(?:extension|ext|x|#)\.?\s?:?$", re.IGNORECASE
)
_DIGITS = re.compile("[0-9]+")
# What the library reads.
_LONGEST_PHONE = 250


@dataclass
class Emails:
    """What a cell says.

    :param found: ``{what makes it the same: address as it stands}``
    :param beside: words that are no part of an address: names, remarks
    :param unclear: whether anything in it could be an address or a part of one
    """

    found: dict = field(default_factory=dict)
    beside: list = field(default_factory=list)
    unclear: bool = False

    def take(self, address):
        key = email_key(address)
        if key:
            self.found[key] = address
        else:
            self.unclear = True


def read_emails(text):
    """An ``Emails`` of a cell with any number of addresses."""
    plain = _get_plain_key(text)
    if plain:
        return Emails({plain: text})
    read = Emails()
    if text.count('"') == 2 and text[0] == text[-1] == '"':
        text = text[1:-1]
    segments = _cut(text, read)
    for at, (segment, sign) in enumerate(segments):
        # "Doe, Pat <pat@…>" is one name.
        is_name = (
            sign == "," and at + 1 < len(segments) and _has_angle(segments[at + 1])
        )
        _read_segment(segment, is_name, read)
    return read


def _cut(text, read):
    """[(parts of a segment, the sign behind it)] of a text."""
    segments, parts, end, last = [], [], -1, ""
    for found in _PARTS.finditer(text):
        kind = found.lastgroup
        if kind == "between":
            segments.append((parts, found[0]))
            parts = []
        else:
            if kind == "stray" or (found.start() == end and _is_torn(last, kind)):
                read.unclear = True
            parts.append((kind, found[kind].strip()))
        end, last = found.end(), kind
    return [*segments, (parts, "")]


def _is_torn(before, kind):
    """Whether two kinds of parts without a space between them are one broken word."""
    if before == "between" or kind == "angle":
        return False
    return not (before == "word" and kind == "comment")


def _has_angle(segment):
    return any(kind == "angle" for kind, _text in segment[0])


def _read_segment(parts, is_name, read):
    framed = [text for kind, text in parts if _is_framed(kind, text)]
    words = [part for part in parts if not _is_framed(*part)]
    if framed:
        _read_framed(framed, words, read)
    elif any("@" in text for kind, text in words if kind != "comment"):
        _read_words(words, read)
    elif words:
        text = " ".join(text for _kind, text in words)
        only_remarks = all(kind == "comment" for kind, _text in words)
        if is_name or only_remarks:
            read.beside.append(text)
        elif not is_nothing(text):
            read.unclear = True


def _is_framed(kind, text):
    """Whether brackets say where an address begins and ends."""
    return kind == "angle" or (kind == "comment" and "@" in text)


def _read_framed(framed, words, read):
    """Addresses in brackets, and a name: which may be the address once more."""
    for address in framed:
        read.take(_strip(address))
    for _kind, text in words:
        if "@" not in text:
            read.beside.append(text)
        elif email_key(_strip(text)) not in read.found:
            read.unclear = True


def _read_words(words, read):
    """Addresses with spaces between them, a heading before, remarks in brackets.

    Any other word may be a part of an address somebody broke: "pat doe@…".
    """
    heading = []
    for kind, text in words:
        if kind == "comment":
            read.beside.append(text)
        elif "@" in text:
            _read_word(text, read)
        elif text.casefold() not in _JOINERS:
            heading.append(text)
            if text[-1] == ":":
                read.beside.append(" ".join(heading))
                heading = []
    if heading:
        read.unclear = True


def _read_word(word, read):
    word = _strip(word)
    if word[:1] == '"' or "/" not in word and "\\" not in word and "&" not in word:
        return read.take(word)
    while word:
        at = word.find("@")
        sign = _BEHIND_DOMAIN.search(word, at + 1) if at >= 0 else None
        read.take(_strip(word[: sign.start()] if sign else word))
        word = word[sign.end() :] if sign else ""


def _strip(word):
    """Without what programs and people put around an address."""
    label = _LABEL.match(word)
    if label:
        word = word[label.end() :].strip()
    if word[:1] + word[-1:] in _PAIRS:
        word = word[1:-1].strip()
    link = _MAILTO.match(word)
    if link:
        # Behind the question mark stand the subject and other headers.
        word = unquote(word[link.end() :].partition("?")[0]).strip()
    return word.removesuffix(".")


def email_key(address):
    """What makes two addresses the same; '' for what is none.

    The library knows what an address is: letters of all scripts, quotation marks,
    domains in both spellings. Nobody is asked whether there is such a domain.
    """
    plain = _get_plain_key(address)
    return plain or (_short_key(address) if len(address) <= _LONGEST else "")


def _get_plain_key(text):
    if len(text) <= _PLAIN_LONGEST:
        plain = _PLAIN.fullmatch(text)
        if plain and plain["top"].lower() not in SPECIAL_USE_DOMAIN_NAMES:
            return text.lower()
    return ""


@lru_cache(maxsize=4096)
def _short_key(address):
    if _CURLY.search(address) or address[0:1] == "'":
        return ""
    try:
        read = validate_email(
            address,
            check_deliverability=False,
            strict=True,
            allow_quoted_local=True,
            # ".test" is a domain like others: lists to try with have it.
            test_environment=True,
        )
    except (EmailNotValidError, ValueError):
        return ""
    return f"{read.local_part.casefold()}@{read.ascii_domain}"


def email_keys(text):
    """What makes two texts with e-mail addresses the same."""
    found = read_emails(text).found if len(text) <= SHORT * 4 else {}
    return set(found) or {text.strip().casefold()}


def clean_phone(text, region="US"):
    """A phone number in the international notation; others as typed.

    :param region: code of the country in which it is dialled
    :returns: '' for what is no possible number
    """
    return _read_phone(text, region)[0] if len(text) <= _LONGEST_PHONE else ""


def phone_key(text, region="US"):
    """What makes two phone numbers the same: equal however they are written."""
    text = text or ""
    key = _read_phone(text, region)[1] if len(text) <= _LONGEST_PHONE else ""
    return key or "".join(_DIGITS.findall(text))


@lru_cache(maxsize=4096)
def _read_phone(text, region):
    """(the number as it is kept, what makes it the same); ('', '') for none."""
    text = _NO_EXTENSION.sub("", text.strip().removesuffix(".0"))
    region = region if region in SUPPORTED_REGIONS else "US"
    plain = _PLAIN_PHONE.fullmatch(text)
    if plain and (region in _NORTH_AMERICA or text[0] == "+"):
        area, first, last, extension = plain.groups()
        shown = f"+1 {area}-{first}-{last}"
        key = f"+1{area}{first}{last}"
    else:
        number = _parse_phone(text, region)
        if not number:
            return _read_several(text, region)
        extension, number.extension = number.extension, None
        shown = _format_phone(number, text)
        key = format_number(number, PhoneNumberFormat.E164)
    if not extension:
        return shown, key
    return shown if shown == text else f"{shown} ext. {extension}", f"{key}x{extension}"


def _parse_phone(text, region):
    """The number a text is, and nothing else; None for another text."""
    try:
        number = parse(text, region)
    except NumberParseException:
        return None
    return number if is_possible_number(number) else None


def _format_phone(number, text):
    """As it is dialled from anywhere, or as typed where that is not certain."""
    end = _EXTENSION.search(text, max(0, len(text) - _EXTENSION_END))
    body = text[: end.start()] if end else text
    if _SIGNS.search(body) or not is_valid_number(number):
        return text
    return format_number(number, PhoneNumberFormat.INTERNATIONAL)


def _read_several(text, region):
    """Several numbers, or words beside one: kept as typed, if every digit is of one."""
    keys, between, end = [], "", 0
    for each in PhoneNumberMatcher(text, region, leniency=Leniency.POSSIBLE):
        between, end = between + text[end : each.start], each.end
        keys.append(format_number(each.number, PhoneNumberFormat.E164))
    if not keys or _DIGITS.search(between + text[end:]):
        return "", ""
    return text, " ".join(sorted(keys))
