"""Text that went through a web page or a wrong alphabet on its way into a list.

What is certain is undone, and said; what shows that letters are lost is asked. Names
that merely look like it stay as they are: "AT&T", "R&D LLC", "<Unknown>".
"""

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from html.entities import html5

from .text import SHORT, clean_line, is_nothing

# A text encoded twice is decoded twice; nobody encodes it more often than this.
ROUNDS = 4
_ENTITY = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,7});")
_UNENDED = re.compile(r"&(?:amp|nbsp|quot|apos|lt|gt|#39|#160)(?![A-Za-z0-9;=])")
# Those that people write in capitals when they write all in capitals.
_MARKUP = {"amp": "&", "nbsp": " ", "quot": '"', "apos": "'", "lt": "<", "gt": ">"}
_LINES = re.compile(
    r"</?(?:br|p|div|li|ul|ol|tr|table|tbody|h[1-6]|hr|address|pre|blockquote)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_CELLS = re.compile(r"</?t[dh](?:\s[^<>]*)?>", re.IGNORECASE)
_INLINE = re.compile(
    r"</?(span|b|i|u|em|strong|font|a|small|big|sup|sub|label|o:p)(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
# Whose text is not to be seen, or not valid any more.
_UNCLEAR = re.compile(
    r"</?(s|strike|del|script|style|svg|select)(?:\s[^<>]*)?>", re.IGNORECASE
)
# A line's end or a tab of a workbook, a letter of JSON, and a sign that is to be none
# of the program's own.
_EXCEL = re.compile(r"(?:_x00(?:0[9ADad]|A0|a0)_)+")
_CODED = re.compile(r"\\u(00[2-7A-Fa-f][0-9A-Fa-f]|20[0-2][0-9A-Fa-f])")
# A line's end and such as programs write them; people write "c\\o".
_WRITTEN = re.compile(r"\\[nrtuxN0]")
_ESCAPED = re.compile(r"\\+([^\w\s])")
# Wrongly decoded, a letter is two signs or more; of "à" the second is a space.
_DECODED_WRONGLY = re.compile(r"[^\x00-\x7f]{2}|[ÃÂ]\s|[ÃÂ]\Z")
# What UTF-8 becomes in the alphabets of DOS and of the old Macintosh.
_OTHERS = (("mac_roman", "√¬‚"), ("cp850", "├┬Ôö"), ("cp437", "├┬Γ╬"))
_DOUBTFUL = ("cp1250", "cp1251", "cp1253", "cp1254")
_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]")
# Signs of DOS, or another alphabet, beside a letter.
_ODD = re.compile(
    r"[^\W\d_][\u2500-\u259f√]|[\u2500-\u259f√][^\W\d_]"
    r"|[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]"
)


@dataclass(frozen=True)
class Repaired:
    """A text made whole.

    :param told: what was done, codes of notices
    :param asked: why it cannot be taken, code of a problem; or ''. 'letters_unsure'
        and 'backslash' are ones only where no such sign can be meant
    """

    text: str
    told: tuple = ()
    asked: str = ""


def needs_repair(text):
    """Whether a text may need repair at all: most do not, and this takes no time."""
    odd = "&" in text or "<" in text or "?" in text
    return odd or not text.isascii() or "\\" in text or "_x00" in text


def repair(text):
    """A ``Repaired`` of the text of a cell."""
    return _repair_short(text) if len(text) <= SHORT else _repair(text)


def _repair(text):
    told = []
    decoded = text if text.isascii() else _decode_again(text)
    if decoded != text:
        told.append("encoding_repaired")
    plain, asked = _take_markup(decoded)
    if plain != decoded:
        told.append("html_decoded")
    final = _take_escapes(plain)
    if final != plain:
        told.append("escapes_decoded")
    return Repaired(final, tuple(told), asked or _find_loss(clean_line(final)))


_repair_short = lru_cache(maxsize=4096)(_repair)


# ------------------------------------------------------------------------- markup


def _take_markup(text):
    """(text without markup, code of a problem or '')."""
    if "&" not in text and "<" not in text:
        return text, ""
    for _round in range(ROUNDS):
        before = text
        text = _UNENDED.sub(r"\g<0>;", text) if "&" in text else text
        text = _ENTITY.sub(_unescape, text)
        if "<" in text:
            if _has_pair(_UNCLEAR, text):
                return text, "markup_unclear"
            text = _take_tags(text)
        if text == before:
            break
    return text, ""


def _unescape(match):
    name = match[1]
    if name.lower() in _MARKUP:
        return _MARKUP[name.lower()]
    if name[0] == "#":
        return html.unescape(match[0])
    sign = html5.get(name + ";", "")
    return sign if len(sign) == 1 and _is_common(sign) else match[0]


def _is_common(sign):
    """Whether a sign is of a kind that names and addresses are written with."""
    return ord(sign) < 0x250 or 0x2000 <= ord(sign) < 0x2070 or sign in "€™№"


def _take_tags(text):
    text = _CELLS.sub(" ", _LINES.sub("\n", text))
    return _INLINE.sub("", text) if _has_pair(_INLINE, text) else text


def _has_pair(pattern, text):
    """Whether there is a tag of the kind with its end: a name has no such pair."""
    found = {match[0][:2] == "</": match[1].lower() for match in pattern.finditer(text)}
    return len(found) == 2


# ------------------------------------------------------------------------ escapes


def _take_escapes(text):
    """Without what programs write instead of a sign: "O\\'Neil", "\\u0026"."""
    if "_x00" in text:
        text = _EXCEL.sub("\n", text)
    if "\\" not in text:
        return text
    text = _CODED.sub(lambda match: chr(int(match[1], 16)), text)
    return _ESCAPED.sub(r"\1", text)


# ---------------------------------------------------------------------- alphabets


def _decode_again(text):
    """UTF-8 that was read in another alphabet, perhaps twice, read as what it is."""
    if not _DECODED_WRONGLY.search(text):
        return text
    # Here, for the few texts that need it: it takes a while to import.
    from ftfy import fix_encoding

    for _round in range(ROUNDS):
        before = text
        text = _decode_others(fix_encoding(text))
        if text == before:
            break
    return text


def _decode_others(text):
    """The same for alphabets in which letters become signs that no name has."""
    for encoding, signs in _OTHERS:
        if any(sign in text for sign in signs):
            decoded = _try_again(text, encoding)
            if decoded and all(map(_is_latin, decoded)):
                return decoded
    return text


def _try_again(text, encoding):
    try:
        decoded = text.encode(encoding).decode()
    except UnicodeError:
        return ""
    return decoded if len(decoded) < len(text) else ""


def _is_latin(sign):
    return (
        sign in "™€°©®½¼¾§ºª·¿¡№"
        or unicodedata.category(sign)[0] in "PNZ"
        or (ord(sign) < 0x250 and sign.isalpha())
        or sign.isascii()
    )


def _find_loss(text):
    """Code of a problem where letters are lost, or not those that were meant."""
    if "\ufffd" in text:
        return "letters_lost"
    if _WRITTEN.search(text) and not is_nothing(text):
        return "backslash"
    if text.isascii():
        return "letters_unsure" if _LOST.search(text) else ""
    return "letters_odd" if _ODD.search(text) or _is_odd(text) else ""


def _is_odd(text):
    """Whether a text looks decoded wrongly, though it is not sure what it was."""
    if not _DECODED_WRONGLY.search(text):
        return False
    from ftfy.badness import is_bad

    if is_bad(text):
        return True
    # In capitals two letters with accents beside each other are usual.
    decoded = not text.isupper() and [_try_again(text, each) for each in _DOUBTFUL]
    return any(each and all(map(_is_latin, each)) for each in decoded or ())
