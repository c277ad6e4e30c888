"""Sheets between the pieces of a print pack: what goes into which envelope."""

import io

from reportlab.lib.pagesizes import LETTER
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONT = "CoiSheet"
_MARGIN = 22 * mm
# Of an address: few lines, each as wide as a window at most.
_SIZE, _LEADING = 11, 14


class Sheets:
    """US Letter pages, drawn one after the other.

    :param face: TrueType bytes
    """

    def __init__(self, face):
        if FONT not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(FONT, io.BytesIO(face)))
        self._file = io.BytesIO()
        self._canvas = Canvas(self._file, pagesize=LETTER, invariant=1)

    def add_separator(self, title, lines):
        """A page that tells a person what is behind it, by a thick bar on its edge."""
        width, height = LETTER
        self._canvas.rect(0, height - 12 * mm, width, 12 * mm, stroke=0, fill=1)
        self._write(_MARGIN, height - 40 * mm, [title], 24, 30)
        self._write(_MARGIN, height - 56 * mm, lines, 13, 19)
        self._canvas.showPage()

    def add_address(self, lines, left, top, note=""):
        """A page with an address where the window of its envelope is.

        :param left: mm from the paper's left edge, as ``top`` from its upper one
        :param note: of a test print, far from the window; "" on others
        """
        height = LETTER[1]
        self._write(left * mm, height - top * mm - _SIZE, lines, _SIZE, _LEADING)
        if note:
            rise = _LEADING * len(lines) + 4
            self._canvas.rect(
                left * mm, height - top * mm - rise, 80 * mm, rise, stroke=1, fill=0
            )
            self._write(_MARGIN, height / 2, note.split("\n"), _SIZE, _LEADING)
        self._canvas.showPage()

    def close(self):
        """The file, as bytes."""
        self._canvas.save()
        return self._file.getvalue()

    def _write(self, x, y, lines, size, leading):
        text = self._canvas.beginText(x, y)
        text.setFont(FONT, size, leading)
        for line in lines:
            text.textLine(line)
        self._canvas.drawText(text)
