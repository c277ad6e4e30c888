"""Texts as phrases are compared: what a reader takes for the same is the same.

Capitals, accents, signs nobody sees, letters that only look like Latin ones: all that
is folded away. What tears a word apart without a reader minding, a hyphen or a line's
end, is kept as a *soft* break: a word may go on behind it, or end there.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

# Letters of other scripts a reader takes for Latin ones, each beside its own.
_LOOK_ALIKES = {
    # Cyrillic
    "a": "аА", "b": "ВЬ", "c": "сСҁ", "d": "ԁԀ", "e": "еЕєЄҽ", "f": "ғҒ", "g": "ԍԌ",
    "h": "һҺНհ", "i": "іІӀӏ", "j": "јЈ", "k": "кКқҚ", "m": "мМ", "n": "пПԥ",
    "o": "оОѳѲӧ", "p": "рРр", "q": "ԛԚ", "r": "гГѓ", "s": "ѕЅ", "t": "тТ", "u": "ц",
    "v": "ѵѴ", "w": "ԝԜшШѡ", "x": "хХҳҲ", "y": "уУүҮ", "z": "ʐ",
}  # fmt: skip
_GREEK = {
    "a": "αΑ", "b": "βΒ", "c": "ϲϹ", "e": "εΕϵ", "h": "Η", "i": "ιΙ", "j": "ϳͿ",
    "k": "κΚϰ", "m": "Μ", "n": "ηΝ", "o": "οΟσ", "p": "ρΡϱ", "t": "τΤ", "u": "υμ",
    "v": "ν", "w": "ω", "x": "χΧ", "y": "Υγ", "z": "Ζ",
}  # fmt: skip
_FURTHER = {
    # Armenian, Cherokee, and Latin letters that have no simple one in their name.
    "a": "ɑᎪꭺ", "b": "Ᏼᏼ", "c": "ᏟꮯⅭ", "d": "Ꭰꭰ", "e": "ɛəᎬꭼ℮", "f": "ʄϝ",
    "g": "ɡցᏀᏆꮐꮖᏻ", "h": "հᎻꮋ", "i": "ıɩᎥꭵǀ∣", "j": "ȷյᎫꭻ", "k": "Ꮶꮶ", "l": "ӏլᏞꮮ",
    "m": "Ꮇꮇ", "n": "ոռ", "o": "օՕ", "p": "Ꮲꮲ", "q": "զգ", "r": "Ꭱꭱᖇ", "s": "ՏᏚꮪ",
    "t": "Ꭲꭲ", "u": "սՍʋ", "v": "Ꮩꮩ", "w": "ԜᎳꮃɯ", "y": "ʏᎩꭹ", "z": "Ꮓꮓ",
}  # fmt: skip
# A name that ends in a Latin letter, or in one with a stroke, hook and the like.
_NAMED = re.compile(
    r"(?:LATIN (?:SMALL|CAPITAL) LETTER|LATIN LETTER SMALL CAPITAL"
    r"|REGIONAL INDICATOR SYMBOL LETTER|LATIN LETTER SCRIPT|SQUARED LATIN LETTER)"
    r" (?:SCRIPT |DOTLESS |OPEN |LONG |REVERSED |TURNED )?([A-Z])(?: WITH .*)?$"
)
# Dropped: they are seen by nobody, and are no format signs to Unicode.
_UNSEEN = {
    0x034F, 0x17B4, 0x17B5, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10),
    *range(0xE0100, 0xE01F0),
}  # fmt: skip
# Blank though they are letters or signs, or of no width: a word may end there or not.
_BLANKS = {0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0x200B}
_SOFT = "\x1f"

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´′"))
_HYPHENS = "-‐‑‒–—_\u00ad"
_PIECES = re.compile(r"\d+(?=[^\W\d_])|[^\W_]+")
_BLANK = re.compile(r"[^\S\n\r\v\f\x85\u2028\u2029\x1c-\x1f]")
_LINE_END = re.compile(r"[\n\r\v\f\x85\u2028\u2029]")

# Letters and digits that look alike in most faces: the word "will" with two capital I.
_ALIKE_IN_WORDS = str.maketrans({"l": "i", "1": "i", "0": "o"})
_TRACE = {
    code: None if not chr(code).isalnum() else chr(code).lower() for code in range(128)
}
_TRACE.update({ord("l"): "i", ord("L"): "i", ord("1"): "i", ord("0"): "o"})


class _Letters(dict):
    """What becomes of a letter, by code point; worked out when it is first met."""

    def __missing__(self, code):
        self[code] = folded = _fold_letter(chr(code))
        return folded


def _fold_letter(letter):
    """``letter`` folded: a text, or None where it is dropped."""
    code, category = ord(letter), unicodedata.category(letter)
    if code in _BLANKS:
        return _SOFT
    if code in _UNSEEN or category in ("Cf", "Me") or unicodedata.combining(letter):
        return None
    if category == "Cc" and not letter.isspace():
        return None
    if category == "Nd":
        return str(unicodedata.digit(letter))
    if code < 128:
        return letter
    named = _NAMED.search(unicodedata.name(letter, ""))
    return named[1].lower() if named else letter


_LETTERS = _Letters(
    {
        ord(letter): latin
        for table in (_LOOK_ALIKES, _GREEK, _FURTHER)
        for latin, letters in table.items()
        for letter in letters
    }
)


@dataclass(slots=True)
class Plain:
    """A text in pieces: words, or parts of words.

    ``pieces`` are as they are shown, ``keys`` as they are compared; ``soft`` says of
    each whether its word may go on with the next piece.
    """

    pieces: list
    keys: list
    soft: list


def fold(text):
    """``text`` in small Latin letters, where it has any."""
    if text.isascii():
        return text.casefold()
    text = unicodedata.normalize("NFKD", text).translate(_LETTERS)
    # A capital may look like another letter than its small one: both are looked at.
    text = text.casefold().translate(_LETTERS)
    # What is composed anew is one letter again: Hangul, say.
    return unicodedata.normalize("NFC", text)


def get_trace(text):
    """All letters and digits of ``text`` in one: a phrase is in it, or not in the text.

    Cheap, for most texts say nothing that is looked for.
    """
    if text.isascii():
        return text.translate(_TRACE)
    return "".join(filter(str.isalnum, fold(text))).translate(_ALIKE_IN_WORDS)


def get_plain(text):
    """``Plain`` of a text."""
    # An apostrophe is no break: "30 days'" is "30 days".
    text = fold(text.translate(_APOSTROPHES))
    found = list(_PIECES.finditer(text))
    pieces = [each[0] for each in found]
    soft = [_is_soft(text[one.end() : other.start()]) for one, other in pairwise(found)]
    soft += [False] * bool(pieces)
    for at in range(len(pieces) - 1):
        # A word that is spaced out, letter by letter.
        if len(pieces[at]) == len(pieces[at + 1]) == 1:
            soft[at] = True
    return Plain(pieces, list(map(get_key, pieces)), soft)


def get_key(piece):
    """A piece as it is compared."""
    if piece.isdecimal():
        return piece
    return piece.translate(_ALIKE_IN_WORDS)


def _is_soft(gap):
    """Whether a word may go on behind ``gap``: "guar-anteed", "guar- anteed"."""
    if gap == " ":
        return False
    return bool(not _BLANK.search(gap) or _LINE_END.search(gap) or gap[0] in _HYPHENS)
