"""What people upload that is a table of another program, or none: told by its name."""

import re

from .decode import decode
from .refused import Refused

# How such files begin, and what they are.
_TEXTS = [
    (re.compile(r"table\r?\n0,1\r?\n", re.IGNORECASE), "dif"),
    (re.compile(r"ID;P[A-Z]"), "sylk"),
    (re.compile(r"begin:vcard", re.IGNORECASE), "cards"),
    (re.compile(r"mime-version:|from: <saved by", re.IGNORECASE), "web_archive"),
    (re.compile(r"(?:\[\s*)?\{\s*\"[^\"\r\n]*\"\s*:|\[\s*\[\s*\""), "data"),
    (re.compile(r"<\?xml"), "data"),
    (re.compile(r"<[A-Za-z][\w:.-]*>\s*<[A-Za-z][\w:.-]*[\s>]"), "data"),
]
_BYTES = {
    b"%PDF": "pdf",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"Rar!": "archive",
    b"7z\xbc\xaf": "archive",
    b"\x1f\x8b": "archive",
    b"{\\rtf": "document",
    b"\x7fELF": "program",
    b"SQLite format 3\0": "database",
    b"\0\1\0\0Standard Jet DB": "database",
    b"\0\1\0\0Standard ACE DB": "database",
}
# dBASE, with and without notes.
_DBASE = (0x03, 0x30, 0x31, 0x83, 0x8B, 0xF5)


def refuse_bytes(content):
    """Refuse what is no text, and would be a list of nonsense."""
    for start, what in _BYTES.items():
        if content.startswith(start):
            raise Refused("wrong_kind", what=what)
    if _is_dbase(content):
        raise Refused("wrong_kind", what="database")
    if content.startswith(b"MZ") and b"\0" in content[:64]:
        raise Refused("wrong_kind", what="program")


def refuse_texts(content):
    """Refuse what is text, and neither a page with a table nor separated text."""
    start = decode(content[:4096]).text.lstrip("\ufeff \t\r\n")
    for pattern, what in _TEXTS:
        if pattern.match(start):
            raise Refused("wrong_kind", what=what)


def _is_dbase(content):
    """A header of 32 bytes for the file and for each column, and a sign of its end."""
    if len(content) < 65 or content[0] not in _DBASE or not 1 <= content[2] <= 12:
        return False
    length = int.from_bytes(content[8:10], "little")
    return 64 < length <= len(content) and b"\r" in content[length - 265 : length]
