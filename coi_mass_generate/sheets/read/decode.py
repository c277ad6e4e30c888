"""Bytes as text, whatever program wrote them; line by line where they are mixed."""

import codecs
import re
from dataclasses import dataclass
from functools import partial

BOMS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
# Of Windows, the old Macintosh and DOS, the likeliest first.
OLD = ("cp1252", "mac_roman", "cp850", "cp437")
SAMPLE = 64 * 1024
# How much is judged to choose an encoding for the file; of a line; and how many letters
# to choose for lines by themselves: no list has more.
JUDGED, START, LETTERS = 16 * 1024, 1_000, 200_000
# So much of a cell is shown.
SHOWN = 120
# Another encoding may make so much of the sense of the one that is taken for sure.
RIVAL = 0.6
ALL_LINES = range(1, 1 << 62)
_LINE = re.compile(rb"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_ODD = re.compile(r"[^\x00-\x7f]")
_USUAL = set("áéíóúñüöäçãõèêëàâîïôûÁÉÍÓÚÑÜÖÄÇÃÕÈÊËÀÂÎÏÔÛß")
_SIGNS = "®™©°½¼¾§ºª€£·•…\xa0"
_SAFE = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"}


@dataclass(frozen=True)
class Decoded:
    """The text of a file.

    :param encoding: what most of it was in
    :param guessed: numbers of the lines that were in another one, or of which it is not
        sure in which: a set or a range
    """

    text: str
    encoding: str
    guessed: object = frozenset()


def decode(content):
    """A ``Decoded`` of the bytes of a file."""
    # What a program fills a file up with behind its end.
    content = content.rstrip(b"\0\x1a")
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return _decode_as(content[len(mark) :], encoding)
    return _decode_as(content, _find_wide(content) or "utf-8")


def _decode_as(content, encoding):
    if encoding != "utf-8":
        # Its last zeros may have been part of the last character.
        content += bytes(-len(content) % (4 if "32" in encoding else 2))
        return Decoded(content.decode(encoding, "replace"), encoding[:6])
    try:
        return Decoded(content.decode(), "utf-8")
    except UnicodeDecodeError:
        return _decode_lines(content)


def _find_wide(content):
    """UTF-16 or UTF-32 without its mark: of plain English most bytes are zero."""
    start = content[:4000]
    zeros = [start[at::4].count(0) * 4 for at in range(4)]
    for at, first, encoding in ((0, 2, "utf-32-le"), (3, 0, "utf-32-be")):
        if min(zeros[first : first + 2]) > len(start) * 0.9 > zeros[at] * 9:
            return encoding
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    if max(even, odd) > len(start) * 0.8 and min(even, odd) * 10 < max(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    return ""


def mark_letters(marks, cells, encoding):
    """Mark the cells of a row in which letters were guessed.

    :param marks: as ``book.Row`` has them, to which these are added
    """
    for index, cell in enumerate(cells):
        if not cell.isascii():
            detail = {"value": cell.strip()[:SHOWN], "encoding": encoding}
            marks.append([index, "decoded", detail])


# --------------------------------------------------------------- line by line


def _decode_lines(content):
    lines = [match[0] for match in _LINE.finditer(content)]
    broken = [at for at, line in enumerate(lines) if not _is_utf8(line)]
    sample = list(_take_sample(lines[at] for at in broken))
    choice = _Choice(sample)
    if len(broken) < sum(not line.isascii() for line in lines):
        choice.usual, choice.is_sure = "utf-8", False
    elif choice.score <= 0:
        return _guess(content)
    texts = [line.decode("utf-8", "replace") for line in lines]
    guessed = set()
    for at in broken:
        texts[at], is_sure = choice.decode(lines[at])
        if not is_sure:
            guessed.add(at + 1)
    return Decoded("".join(texts), choice.usual, guessed)


def _is_utf8(line):
    if line.isascii():
        return True
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _take_sample(lines):
    taken = 0
    for line in lines:
        yield line[:START]
        taken += len(line[:START])
        if taken > JUDGED:
            return


class _Choice:
    """Which encoding lines are in that are not UTF-8.

    :param sample: some of them
    :ivar usual: name of the encoding most of the file is in
    :ivar is_sure: whether no other makes about as much sense
    """

    def __init__(self, sample):
        scored = _rank_readers(sample)
        self._readers = [reader for _score, reader in scored]
        self.score, self._best = scored[0]
        self._letters = LETTERS
        self.usual = self._best.name
        is_clear = len(scored) < 2 or scored[1][0] <= self.score * RIVAL
        self.is_sure = self.usual == "cp1252" and not self._best.is_mixed and is_clear

    def decode(self, line):
        """(text of a line, whether that is sure)."""
        reader = self._choose(line[:START]) if self._letters > 0 else self._best
        return reader.decode(line), self.is_sure and reader is self._best

    def _choose(self, line):
        """The usual reader, unless another one makes more sense of the line."""
        self._letters -= len(line) - len(line.decode("ascii", "ignore"))
        score, is_clean = judge(self._best.decode(line))
        if is_clean:
            return self._best
        self._letters -= len(self._readers) * len(line)
        best = max(self._readers, key=lambda each: judge(each.decode(line))[0])
        other, is_clean = judge(best.decode(line))
        return best if is_clean and other > score else self._best


# -------------------------------------------------------------------- readers


class _Reader:
    """One way to decode a line that is not UTF-8 as a whole.

    :param is_mixed: whether what is UTF-8 in it is read as that
    """

    def __init__(self, name, is_mixed):
        self.name, self.is_mixed = name, is_mixed

    def decode(self, line):
        if self.is_mixed:
            return line.decode("utf-8", f"coi_{self.name}")
        return line.decode(self.name, "replace")


def _decode_rest(error, *, encoding):
    """Handler of bytes that are not UTF-8: they are of an old encoding."""
    rest = error.object[error.start : error.end]
    return rest.decode(encoding, "replace"), error.end


for _name in OLD:
    codecs.register_error(f"coi_{_name}", partial(_decode_rest, encoding=_name))
_READERS = [_Reader(name, is_mixed) for is_mixed in (False, True) for name in OLD]


def _rank_readers(sample):
    """[(score, reader)], those that make the most sense of the sample first."""
    distinct = {}
    for reader in _READERS:
        # Where two read the same, there is nothing to choose.
        distinct.setdefault(tuple(map(reader.decode, sample)), reader)
    scored = [
        (sum(judge(text)[0] for text in texts), reader)
        for texts, reader in distinct.items()
    ]
    return sorted(scored, key=lambda each: -each[0])


def judge(text):
    """(how much sense the letters of a text make, whether each of them does)."""
    score, is_clean = 0, True
    for match in _ODD.finditer(text):
        at = match.start()
        sense = _weigh(match[0], text[at - 1 : at], text[at + 1 : at + 2])
        score += sense
        is_clean &= sense > 0
    return score, is_clean


def _weigh(sign, before, after):
    """How much sense a sign makes between its neighbours: below zero where none."""
    if sign in _SAFE:
        return _weigh_quote(_SAFE[sign], before, after)
    if sign.isalpha() and ord(sign) < 0x180 and sign not in "ªºµƒ":
        return _weigh_letter(sign, before, after)
    if sign in _SIGNS:
        if sign == "™" and before.isalpha() and not after.isalpha():
            return 1.1
        return 0.4 if not (before.isalpha() and after.isalpha()) else -1
    return 0.4 if sign in "¡¿" and not before.isalpha() else -2


def _weigh_letter(sign, before, after):
    if sign.isupper():
        fits = not before.islower()
    else:
        fits = not after.isupper()
    if not fits or before.isdigit() or after.isdigit():
        return -2
    if not (before.isalpha() or after.isalpha()):
        return 0.2
    # In the languages of the West letters with accents stand by themselves.
    others = sum(each.isalpha() and not each.isascii() for each in (before, after))
    if others:
        return -1 if others > 1 else 0.2
    return 1 if sign in _USUAL else 0.3


def _weigh_quote(kind, before, after):
    if kind == "'" and before.isalpha():
        fits = not after.isalpha() or after.isupper()
        return 1.2 if after == "s" else 0.5 if fits else -0.5
    joined = before.isalpha() and after.isalpha() and (before + after).islower()
    joined = joined or (before + after).isupper()
    return -1 if joined else 0.4


def _guess(content):
    """No encoding of the West makes sense of it: ask who knows more."""
    # Here, for the few files that need it: reading most others takes less time.
    from charset_normalizer import from_bytes

    best = from_bytes(content[:SAMPLE]).best()
    # Wide ones are known already: here they are a mistake of two bytes for one sign.
    is_wide = best and best.encoding.startswith(("utf_16", "utf_32"))
    encoding = best.encoding if best and not is_wide else "cp1252"
    return Decoded(content.decode(encoding, "replace"), encoding, ALL_LINES)
