"""PDF objects as bytes, and foreign ones copied whole."""

import io

import by_hand
import pytest
from coi_pdf import build, master, objects, writer
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NullObject,
    NumberObject,
)


class Written:
    """Where an importer's objects go."""

    def __init__(self):
        self.values = {}
        self.importer = objects.Importer(self.reserve, self.values.__setitem__)
        self.reserved = 0

    def reserve(self):
        self.reserved += 1
        return self.reserved


@pytest.mark.parametrize(
    "thing, expected",
    [
        (NumberObject(-7), b"-7"),
        (FloatObject("0.768373889"), b"0.768373889"),
        (FloatObject("0.00001"), b"0.00001"),
        (BooleanObject(True), b"true"),
        (NullObject(), b"null"),
        (NameObject("/A#B c(1)"), b"/A#23B#20c#281#29"),
        (ByteStringObject(b"7 0 R"), b"<3720302052>"),
        (ArrayObject([NumberObject(1), NameObject("/X")]), b"[1 /X]"),
        (DictionaryObject({NameObject("/K"): NumberObject(1)}), b"<</K 1>>"),
    ],
)
def test_values(thing, expected):
    assert Written().importer.value(thing) == expected


def test_strings_hide_what_looks_like_a_reference():
    [text] = read(b"[(5 0 R \\(x)]").get_object(5)
    assert Written().importer.value(text) == b"<35203020522028 78>".replace(b" ", b"")


def test_streams():
    thing = DecodedStreamObject()
    thing.set_data(b"raw endobj 1 0 R")
    written = Written()
    # A stream is always an object of its own (7.3.8).
    assert written.importer.value(ArrayObject([thing, thing])) == b"[1 0 R 1 0 R]"
    written.importer.finish()
    value = b"<</Length 16>>\nstream\nraw endobj 1 0 R\nendstream"
    assert written.values == {1: value}


CIRCLE = [
    b"<</Type/Catalog/Pages 2 0 R/Loop 3 0 R>>",
    b"<</Type/Pages/Kids[]/Count 0>>",
    b"<</Next 4 0 R/Twice[5 0 R 5 0 R]>>",
    b"<</Next 3 0 R>>",
]


def read(last):
    """A reader of a file whose object 5 is ``last``."""
    return PdfReader(io.BytesIO(by_hand.pdf_of([*CIRCLE, last])))


def test_each_object_is_copied_once_even_in_a_circle():
    loop = read(b"42").trailer["/Root"].raw_get("/Loop")
    written = Written()
    assert written.importer.value(loop) == b"1 0 R"
    written.importer.finish()
    assert written.values == {
        1: b"<</Next 2 0 R/Twice [3 0 R 3 0 R]>>",
        2: b"<</Next 1 0 R>>",
        3: b"42",
    }


def test_renumbering():
    data = b"12 0 obj\n<</A 3 0 R/B[1 0 0 1 5 0 R]/C<333020 52>/D 12 0 R>>"
    expected = b"112 0 obj\n<</A 103 0 R/B[1 0 0 1 105 0 R]/C<333020 52>/D 112 0 R>>"
    assert objects.renumbered(data, lambda number: number + 100) == expected


@given(st.text())
def test_text_string_is_read_back(text):
    found = read(b"[%b]" % objects.text_string(text)).get_object(5)[0]
    assert found == text.encode("utf-16", "replace").decode("utf-16")


@given(st.floats(-5000, 5000))
def test_real(number):
    written = objects.real(number)
    assert float(written) == pytest.approx(number, abs=0.00006)
    assert b"e" not in written


def test_a_group_is_carried_over(face):
    group = DictionaryObject({NameObject("/S"): NameObject("/Transparency")})
    page = master.Page(b"", DictionaryObject(), group, (0, 0, 612, 792))
    about = {"author": "", "language": "en", "title": ""}
    head = build.make_head(master.Master([page], []), face, [], **about)
    form = PdfReader(io.BytesIO(writer.stamp(head, [[0, []]]))).pages[0]
    assert form["/Resources"]["/XObject"]["/M"]["/Group"]["/S"] == "/Transparency"
