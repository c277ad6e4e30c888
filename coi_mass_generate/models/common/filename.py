"""Names of files that every system takes and their readers can read."""

import unicodedata

from odoo.tools import osutil

_SIGNS = frozenset("_.()[] -")
# Some scripts write with them; between two letters they are harmless.
_JOINERS = frozenset("\u200c\u200d")


def clean_filename(text):
    """``osutil.clean_filename``, with the signs that belong to a letter.

    It drops the vowel signs of Hindi, Thai and others: they are no letters.
    """
    if text.isascii():
        return osutil.clean_filename(text)
    if osutil.WINDOWS_RESERVED.match(text):
        return "Untitled"
    kept = []
    for sign in unicodedata.normalize("NFC", text):
        belongs = bool(kept) and _is_letter(kept[-1])
        if sign.isalnum() or sign in _SIGNS or (belongs and _is_added(sign)):
            kept.append(sign)
    return "".join(kept).lstrip(".-") or "Untitled"


def cut_bytes(text, size):
    """The start of a text in so many bytes, without cutting through a letter."""
    return cut_signs(text, len(text.encode()[:size].decode(errors="ignore")))


def cut_signs(text, end):
    """The same in so many signs."""
    while 0 < end < len(text) and _is_added(text[end]):
        end -= 1
    return text[:end]


def _is_letter(sign):
    return sign.isalnum() or _is_added(sign)


def _is_added(sign):
    """Whether a sign is a part of the letter before it; of a picture it is none."""
    is_mark = unicodedata.category(sign) in ("Mn", "Mc")
    return sign in _JOINERS or (is_mark and not "\ufe00" <= sign <= "\ufe0f")
