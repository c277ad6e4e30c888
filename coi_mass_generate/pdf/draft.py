"""Marking a file as a draft, on every page, over whatever stands there."""

import io

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    StreamObject,
)

_ANGLE = (0.7071, 0.7071)  # cosine and sine of 45 degrees
_SHARE = 0.5  # of the page's shorter side: the word's length
_ASCENT = 0.72  # of capitals, in font sizes
_WIDTH = 0.72  # of a capital of Helvetica Bold, in font sizes, on average


def mark(pdf, word):
    """``pdf`` with ``word`` across every page, pale enough to read the page through.

    :param pdf: bytes, a whole file
    :param word: str, in capital letters of the Latin alphabet
    :returns: bytes
    """
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    font, state = writer._add_object(_font()), writer._add_object(_state())
    before = writer._add_object(_stream(b"q"))
    for page in writer.pages:
        after = writer._add_object(_stream(b"Q\n" + _across(page.mediabox, word)))
        _add_resources(page, font, state)
        page[NameObject("/Contents")] = ArrayObject([before, *_contents(page), after])
    done = io.BytesIO()
    writer.write(done)
    return done.getvalue()


def _contents(page):
    contents = page.raw_get("/Contents")
    direct = contents.get_object()
    return list(direct) if isinstance(direct, ArrayObject) else [contents]


def _add_resources(page, font, state):
    """The mark's font and transparency; resources may be shared: they are copied."""
    resources = DictionaryObject(page["/Resources"])
    for kind, name, value in (
        ("/Font", "/CoiDraft", font),
        ("/ExtGState", "/CoiDraft", state),
    ):
        entries = DictionaryObject(resources.get(kind, DictionaryObject()).get_object())
        entries[NameObject(name)] = value
        resources[NameObject(kind)] = entries
    page[NameObject("/Resources")] = resources


def _across(box, word):
    """Operators that draw the word from the lower left to the upper right."""
    width, height = float(box.width), float(box.height)
    length = min(width, height) * _SHARE / _ANGLE[0]
    size = length / (len(word) * _WIDTH)
    cos, sin = _ANGLE
    x = width / 2 - cos * length / 2 + sin * size * _ASCENT / 2
    y = height / 2 - sin * length / 2 - cos * size * _ASCENT / 2
    return (
        b"q /CoiDraft gs 0.75 0 0 rg BT /CoiDraft %.2f Tf "
        b"%.4f %.4f %.4f %.4f %.2f %.2f Tm (%b) Tj ET Q"
    ) % (size, cos, sin, -sin, cos, x, y, word.encode("ascii"))


def _font():
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica-Bold"),
        }
    )


def _state():
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/ExtGState"),
            NameObject("/ca"): FloatObject(0.2),
        }
    )


def _stream(data):
    stream = StreamObject()
    stream.set_data(data)
    return stream
