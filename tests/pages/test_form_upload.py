"""A file somebody uploads: taken, or refused with the reason, and the server lives."""

import io
import json
import random
import zlib

import by_hand
import form_making
import pytest
from coi_pdf import acroform
from coi_pdf.errors import FormError
from coi_sample_forms import NAMES, builder, make
from coi_sample_forms.make import MAY_PRINT
from coi_sheets import apart
from pypdf import PdfReader, PdfWriter


def check(pdf):
    return acroform.check(pdf, apart.run)


def refuse(pdf):
    """The code a file is refused with."""
    with pytest.raises(FormError) as caught:
        check(pdf)
    assert caught.value.code in acroform.REFUSALS
    return caught.value.code


def test_what_an_upload_is_told():
    facts = check(make())
    assert facts["pages"] == [[612, 792]] and facts["warnings"] == []
    assert [each["short"] for each in facts["fields"]] == [one.name for one in NAMES]
    assert "SAMPLE 25 (2026/11)" in facts["text"]
    field = next(
        each for each in facts["fields"] if each["short"].endswith("FaxNumber_A")
    )
    assert field["box"] == [330, 676, 570, 688] and field["kind"] == "text"
    assert field["is_usable"] and not field["hidden"]


def test_the_bytes_of_a_certificate_are_told_to_a_quarter():
    pdf = make()
    head, _spilled = form_making.fill(pdf, {})
    assert check(pdf)["size"] == pytest.approx(len(head.base(False)), rel=0.25)


@pytest.mark.parametrize(
    "trap, code",
    [
        ({"password": "secret"}, "password"),
        ({"password": "", "allowed": MAY_PRINT}, "filling_forbidden"),
        ({"xfa": "only"}, "xfa_only"),
        ({"signed": True}, "signed"),
    ],
    ids=str,
)
def test_refused_with_its_reason(trap, code):
    """A form that shows "Please wait…" in most viewers is one that viewers draw."""
    assert refuse(make(**trap)) == code


@pytest.mark.parametrize(
    "trap, warnings",
    [
        ({"password": ""}, []),
        ({"xfa": "beside"}, ["xfa_dropped"]),
        ({"layer": True}, ["layers_dropped"]),
        ({"rights": True}, ["rights_dropped"]),
        ({"scripts": True}, ["scripts_dropped"]),
        ({"need_appearances": True}, []),
        ({"resources": False, "appearance": "/Gone 8 Tf"}, []),
        ({"rotate": 90}, ["turned_fields"]),
        ({"crop": (10, 10, 600, 780)}, []),
        ({"qualified": True, "looks": {}}, []),
    ],
    ids=str,
)
def test_taken_with_its_warnings(trap, warnings):
    facts = check(make(**trap))
    assert facts["warnings"] == warnings and len(facts["fields"]) == len(NAMES)


def test_without_a_field_that_takes_anything():
    """A printed form, a form of buttons, and one that waits for a signature only."""
    form = builder.FormBuilder()
    form.add_button("Reset", (0, 0, 90, 20))
    form.add_signature("Sign here", (100, 0, 200, 20))
    for pdf in (form.make(), by_hand.page_pdf(b"0 0 9 9 re f")):
        assert refuse(pdf) == "no_fields"


@pytest.mark.parametrize("pdf", [b"", b"\0" * 99, b"PK\3\4", b"%PDF-1.7\n%%EOF"])
def test_no_pdf_at_all(pdf):
    assert refuse(pdf) == "unreadable"


def test_too_big():
    assert refuse(bytes(26 << 20)) == "too_big"


def test_letters_that_no_database_takes():
    """Of a broken name the rest is told, and the field is known by it ever after."""
    form = builder.FormBuilder()
    tooltip = builder.text("Who\0 it is")
    form.add_text("one\0two", form_making.BOX, value="Lark\0spur", TU=tooltip)
    form.add_check("three", (100, 500, 109, 509), on="/On\0X")
    pdf = form.make()
    facts = check(pdf)
    assert "\\u0000" not in json.dumps(facts)
    one, three = facts["fields"]
    assert (one["name"], one["label"]) == ("onetwo", "Who it is")
    assert (one["value"], three["on"]) == ("Larkspur", "/OnX")
    contents = {"onetwo": "Elm", "three": True}
    assert "Elm" in form_making.get_texts(form_making.make_file(pdf, contents))[0]


# ------------------------------------------------------------------- made to do harm


def test_a_small_file_that_unpacks_to_a_huge_one():
    """Odoo takes pypdf's own limit away: only that of the process is left."""
    packed = zlib.compress(bytes(1500 << 20), 1)
    form = builder.FormBuilder()
    form.add_text("one", form_making.BOX)
    page = form.pages[0]
    stream = builder.StreamObject()
    stream._data = packed
    stream[builder.name("/Filter")] = builder.name("/FlateDecode")
    page[builder.name("/Contents")] = form.add_object(stream)
    assert len(form.make()) < 8 << 20
    assert refuse(form.make()) in ("too_much_memory", "too_slow", "unreadable")


def test_fields_that_are_their_own_parents():
    form = builder.FormBuilder()
    one = form.add_text("one", form_making.BOX)
    two = form.add_text("two", form_making.BOX, parent=one)
    one.get_object()[builder.name("/Parent")] = two
    assert len(check(form.make())["fields"]) == 2


def test_pages_that_are_their_own_parents():
    values = [
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]>>>>",
        b"<</Type/Pages/Count 1/Kids[2 0 R]>>",
    ]
    assert refuse(by_hand.pdf_of(values)) in acroform.REFUSALS


def test_ten_thousand_fields():
    form = builder.FormBuilder()
    for number in range(10_000):
        form.add_text(f"f{number}", (number % 500, 100, number % 500 + 9, 110))
    assert len(check(form.make())["fields"]) == 10_000


@pytest.mark.parametrize("seed", range(6))
def test_damaged_files_end_in_a_code(seed):
    """Bytes changed at random: it is read, or refused with a reason."""
    chance, pdf = random.Random(seed), bytearray(make())
    for _time in range(200):
        pdf[chance.randrange(len(pdf))] = chance.randrange(256)
    try:
        assert check(bytes(pdf))["fields"]
    except FormError as error:
        assert error.code in acroform.REFUSALS


@pytest.mark.parametrize(
    "key, value",
    [
        ("/Rect", b"[1 2]"),
        ("/Rect", b"[(a) 0 1 2]"),
        ("/Rect", b"[0 0 1e300 1]"),
        ("/FT", b"42"),
        ("/MaxLen", b"(x)"),
        ("/MaxLen", b"-3"),
        ("/Q", b"7"),
        ("/DA", b"[1 2 3]"),
        ("/DA", b"(/F 1e99 Tf 1 2 3 4 5 rg)"),
        ("/DA", b"(/F 900000000 Tf)"),
        ("/AP", b"<</N 3>>"),
        ("/AP", b"<</N<</Off null>>>>"),
        ("/MK", b"<</BG[(a)]/R(x)>>"),
        ("/BS", b"<</W(x)>>"),
        ("/Opt", b"[1 [2] [3 4]]"),
        ("/F", b"(a)"),
        ("/T", b"42"),
    ],
)
def test_values_of_the_wrong_kind_are_as_if_they_were_not_there(key, value):
    fill_in(make_odd({key: value}))


# Layer 6 is hidden, object 9 is not in the file.
@pytest.mark.parametrize(
    "widget, page",
    [
        ({"/OC": b"9 0 R"}, b""),
        ({"/OC": b"<</Type/OCMD/OCGs null>>"}, b""),
        ({"/OC": b"<</Type/OCMD/OCGs 9 0 R>>"}, b""),
        ({"/OC": b"<</Type/OCMD/OCGs 3>>"}, b""),
        ({"/OC": b"<</Type/OCMD/OCGs<</Type/OCG>>>>"}, b""),
        ({"/OC": b"<</Type/OCMD/OCGs[null 6 0 R]/P[/AllOn]>>"}, b""),
        ({"/AP": b"<</N 9 0 R>>"}, b""),
        ({"/AP": b"<</N 7 0 R>>"}, b""),
        ({}, b"/Resources<</XObject<</A null/B 9 0 R/C 3>>>>"),
        ({}, b"/Resources<</Properties<</A null/B 9 0 R/C 3>>/Font 9 0 R>>"),
        ({}, b"/Group 9 0 R"),
        ({}, b"/Contents[9 0 R null]"),
    ],
)
def test_what_is_not_in_the_file_is_nothing(widget, page):
    """Such references are no error, and editors leave many behind."""
    pdf = make_odd(widget, page)
    assert len(check(pdf)["fields"]) == 2
    fill_in(pdf)


def test_a_drawing_that_is_broken_is_known_before_it_is_drawn():
    """Its letters are an object that nothing can read."""
    assert refuse(make_odd({"/AP": b"<</N 7 0 R>>"}, font=b"8 0 R")) == "unreadable"


def make_odd(widget, page=b"", font=b"9 0 R"):
    """A form of the fields "good" and "bad", with entries of the latter and a page.

    :param font: of object 7, a drawing
    """
    entries = {"/FT": b"/Tx", "/T": b"(bad)", "/Rect": b"[0 40 90 60]", **widget}
    pairs = (b"%b %b" % (key.encode(), value) for key, value in entries.items())
    look = b"0 0 9 9 re f"
    return by_hand.pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 5 0 R]>>"
            b"/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Annots[4 0 R 5 0 R 9]%b>>"
            % page,
            b"<</Subtype/Widget/FT/Tx/T(good)/Rect[0 0 90 20]>>",
            b"<</Subtype/Widget%b>>" % b"".join(pairs),
            b"<</Type/OCG/Name(Draft)>>",
            b"<</BBox[0 0 90 20]/Resources<</Font<</F %b>>>>/Length %d>>stream\n%b"
            b"\nendstream" % (font, len(look), look),
            b"\xb6<<",
        ]
    )


def fill_in(pdf):
    form = acroform.read_form(pdf)
    assert form.fields[0].name == "good"
    contents = {field.name: "Text" for field in form.fields if field.is_usable}
    for texts in (contents, {"good": "Text"}):
        assert "Text" in form_making.get_texts(form_making.make_file(pdf, texts))[0]


def test_a_form_that_was_filled_in_by_others_first():
    """Copies from elsewhere ask viewers to draw; what they hold is kept."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make(need_appearances=True))))
    name = "Producer_FullName_A"
    writer.update_page_form_field_values(None, {name: "Larkspur Agency"})
    file = io.BytesIO()
    writer.write(file)
    assert check(file.getvalue())["warnings"] == []
    [text, *_more] = form_making.get_texts(form_making.make_file(file.getvalue(), {}))
    assert "Larkspur Agency" in text
