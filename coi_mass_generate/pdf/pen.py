"""Pen: lines as a head's fonts draw them, within one text object (9.4)."""

import itertools

from .errors import MissingCharactersError
from .face import Metrics
from .master import CENTER, RIGHT
from .objects import escaped, real
from .typeset import baseline, pitch

FIRST_CODE = 32  # of a font; up to 126 codes are ASCII
_LAST_OF_FIRST = "\xff"  # greatest code of the first font, as a character


class Pen:
    """
    :param fonts: list of ``{"characters": str, "widths": [number or None]}``; code 32
        of a font draws its first character

    ``metrics``: of all fonts together.
    """

    def __init__(self, fonts, units, ascent, descent):
        widths, self._codes = {}, _Codes({10: 10})
        for number, font in enumerate(fonts):
            pairs = zip(font["characters"], font["widths"], strict=True)
            widths.update((char, width) for char, width in pairs if width is not None)
            for code, char in enumerate(font["characters"], FIRST_CODE):
                self._codes[ord(char)] = 256 * number + code
        self.metrics = Metrics(widths, units, ascent, descent)

    def encoded(self, text):
        """A line as codes; code c of font n is the character chr(256 * n + c)."""
        return text if text.isascii() else text.translate(self._codes)


class _Codes(dict):
    """A table for str.translate that does not let unknown characters pass."""

    def __missing__(self, code):
        raise MissingCharactersError(chr(code))


def draw(pen, texts):
    """A text object with ``texts`` (``master.Text``), each in its color."""
    shown = [
        b"%b\n%b" % ((text.slot.style.color or "0 g").encode(), one_by_one(pen, *text))
        for text in texts
    ]
    return b"BT\n%bET\n" % b"".join(shown)


def one_by_one(pen, slot, size, lines):
    """Operators that show lines, or the characters of a comb, each at its place."""
    place = _cells if slot.style.cells else _rows
    rows = [b"/F0 %b Tf\n" % real(size)]
    for x, y, text in place(pen.metrics, slot, size, lines):
        shown = runs(pen.encoded(text), size)
        rows.append(b"1 0 0 1 %b %b Tm %b\n" % (real(x), real(y), shown))
    return b"".join(rows)


def _rows(metrics, slot, size, lines):
    y = baseline(metrics, slot, size)
    step = pitch(metrics, slot, size, len(lines))
    for row, line in enumerate(lines):
        yield _start(metrics, slot, size, line), y - row * size * step, line


def _start(metrics, slot, size, line):
    if slot.style.align == CENTER:
        return (slot.left + slot.right) / 2 - metrics.width(line, size) / 2
    if slot.style.align == RIGHT:
        margin = slot.x - slot.left
        return slot.right - margin - metrics.width(line, size)
    return slot.x


def _cells(metrics, slot, size, lines):
    """Each character in the middle of its cell."""
    [line], style = lines, slot.style
    cell = (slot.right - slot.left) / style.cells
    free = style.cells - len(line)
    first = {CENTER: free // 2, RIGHT: free}.get(style.align, 0)
    y = baseline(metrics, slot, size)
    for number, char in enumerate(line, first):
        middle = slot.left + (number + 0.5) * cell
        yield middle - metrics.width(char, size) / 2, y, char


def runs(text, size):
    """Show one encoded line, changing fonts where its characters do."""
    if text and max(text) <= _LAST_OF_FIRST:  # as in nearly all lines
        return b"(%b)Tj" % literal(text)
    shown = []
    for font, chars in itertools.groupby(text, lambda char: ord(char) >> 8):
        run = b"(%b)Tj" % literal("".join(chr(ord(char) & 255) for char in chars))
        if font:
            run = b"/F%d %b Tf%b/F0 %b Tf" % (font, real(size), run, real(size))
        shown.append(run)
    return b"".join(shown)


def literal(text):
    return escaped(text.encode("latin-1"))
