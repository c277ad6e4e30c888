"""What a text is made of: cleaning, and scripts that need shaping."""

import functools
import re
import unicodedata

# Nothing to do for texts of these characters only: nearly all of them.
_UNUSUAL = re.compile(r"[^\n\x20-\x7e]")

_CLEANED = {code: None for code in (*range(0x20), *range(0x7F, 0xA0))}
_CLEANED.update(dict.fromkeys((0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), "\n"))
_CLEANED[0x09] = " "
# Soft hyphen, zero-width space, word joiner, byte order mark: no ink, no width.
_CLEANED.update(dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF)))
_CLEANED.update(dict.fromkeys(range(0xD800, 0xE000), "\ufffd"))

# Scripts whose glyphs join, stack or reorder (Unicode blocks), and all of the
# astral planes, which neither ToUnicode readers nor Qt's fonts agree on.
_SHAPED_BLOCKS = (
    (0x0590, 0x109F),  # Hebrew, Arabic, Indic, Thai, Lao, Tibetan, Myanmar
    (0x1100, 0x11FF),  # Hangul jamo
    (0x1700, 0x18AF),  # Philippine scripts, Khmer, Mongolian
    (0x1900, 0x1C4F),  # Limbu to Lepcha
    (0x1CC0, 0x1CFF),  # Sundanese, Vedic
    (0xA800, 0xABFF),  # Syloti Nagri to Meetei Mayek, jamo extended
    (0xFB1D, 0xFDFF),  # Hebrew and Arabic presentation forms
    (0xFE70, 0xFEFE),
    (0x10000, 0x10FFFF),
)
_SHAPED_CATEGORIES = {"Mn", "Mc", "Me", "Cf"}  # marks; bidi controls and joiners


def clean(text):
    """The text as it is printed.

    Line ends of every kind become ``\\n``, tabs a space; other control
    characters, soft hyphens, zero-width spaces, word joiners and byte order
    marks are dropped; lone surrogates become U+FFFD; the rest is kept and
    composed (NFC).
    """
    if text.isascii() and text.isprintable() or not _UNUSUAL.search(text):
        return text
    text = text.replace("\r\n", "\n").translate(_CLEANED)
    return unicodedata.normalize("NFC", text)


def needs_shaping(text):
    """Whether drawing the text takes more than one glyph a character, in order."""
    if text.isascii():
        return False
    return any(map(_is_shaped, set(clean(text))))


@functools.lru_cache(4096)
def _is_shaped(char):
    if unicodedata.category(char) in _SHAPED_CATEGORIES:
        return True
    code = ord(char)
    return any(first <= code <= last for first, last in _SHAPED_BLOCKS)
