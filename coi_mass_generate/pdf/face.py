"""A TrueType face: what it can draw, how wide, and subsets of it for embedding."""

import io
import struct
import unicodedata

from reportlab.pdfbase.ttfonts import TTFontFile

from .text import clean

LEADING = 1.2  # line distance in font sizes; the template's line-height says the same
_WORDS_KEPT = 1 << 13


class Metrics:
    """What setting lines needs to know of a face.

    :param widths: character -> advance in units
    :param units: an em's
    :param ascent: in font sizes, as ``descent``; both positive (the face's ``hhea``,
        which is what Qt uses)

    ``words``: word -> its width and a space's, computed as asked for; ``space``: a
    space's width; ``rise``: the first baseline under its line's top, in font sizes.
    """

    def __init__(self, widths, units, ascent, descent):
        self.widths, self.units = widths, units
        self.ascent, self.descent = ascent, descent
        self.rise = (LEADING + ascent - descent) / 2
        self.space = widths[" "]
        self.words = _Words(self)

    def width(self, text, size):
        """Width in pt of one line; KeyError for a character without a glyph."""
        return sum(map(self.widths.__getitem__, text)) * size / self.units

    def guessing(self):
        """These metrics with a width for every character: an em where it is unknown."""
        widths = _GuessedWidths(self.widths, self.units)
        return Metrics(widths, self.units, self.ascent, self.descent)


class _Words(dict):
    """Remembers words: addresses and descriptions are made of the same ones."""

    def __init__(self, metrics):
        self._width_of, self._space = metrics.widths.__getitem__, metrics.space

    def __missing__(self, word):
        if len(self) >= _WORDS_KEPT:
            self.clear()
        width = self[word] = sum(map(self._width_of, word), self._space)
        return width


class _GuessedWidths(dict):
    def __init__(self, widths, unknown):
        super().__init__(widths)
        self._unknown = unknown

    def __missing__(self, char):
        return 0 if unicodedata.category(char) in ("Mn", "Me", "Cf") else self._unknown


class Face:
    """A face read from TrueType bytes.

    :raise reportlab.pdfbase.ttfonts.TTFError: not a TrueType font, or one whose
        license bits forbid subsetting
    """

    def __init__(self, ttf):
        self.font = TTFontFile(io.BytesIO(ttf))
        ascent, descent = struct.unpack(">2h", self.font.get_table("hhea")[4:8])
        units = self.font.unitsPerEm
        widths = {
            chr(code): self.font.hmetrics[glyph][0]
            for code, glyph in self.font.charToGlyph.items()
            if glyph and code < 0x10000
        }
        self.metrics = Metrics(widths, units, ascent / units, -descent / units)

    def missing(self, text):
        """The set of characters of ``text``, once clean, that have no glyph."""
        return set(clean(text)) - self.metrics.widths.keys() - {"\n"}

    def subset(self, characters):
        """TrueType bytes whose symbol codes 32, 33, … draw ``characters``."""
        return self.font.makeSubset([0] * 32 + [ord(char) for char in characters])

    @property
    def name(self):
        """PostScript name, fit for a PDF name."""
        name = self.font.name
        name = name.decode("latin-1") if isinstance(name, bytes) else str(name)
        return "".join(char for char in name if char.isalnum() or char == "-")

    def descriptor(self):
        """Entries of a FontDescriptor (ISO 32000-1, 9.8), in glyph space."""
        font = self.font
        return {
            "Flags": 4,  # symbolic: codes are our own
            "FontBBox": f"[{' '.join(str(round(edge)) for edge in font.bbox)}]",
            "ItalicAngle": round(font.italicAngle),
            "Ascent": round(self.metrics.ascent * 1000),
            "Descent": round(-self.metrics.descent * 1000),
            "CapHeight": round(font.capHeight),
            "StemV": round(font.stemV),
        }
