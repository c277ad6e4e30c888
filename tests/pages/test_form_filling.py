"""What stands on a form that was filled in, and what does not."""

import io
import json

import form_making
import pytest
import reading
from coi_pdf import acroform, errors, gauge, typeset, writer
from coi_pdf.acroform import Block, Place
from coi_sample_forms import builder, make
from coi_sample_forms.layout import REMARKS
from form_making import BOX, LABELS, fill, get_ink, get_texts, make_file, make_one
from PIL import Image
from pypdf.generic import ArrayObject

HOLDER = "CertificateHolder_FullName_A"
ADDRESS = [HOLDER] + [
    f"CertificateHolder_MailingAddress_{part}_A"
    for part in ("LineOne", "LineTwo", "CityName", "StateOrProvinceCode", "PostalCode")
]
NEAR = 2  # pt


def shown(pdf, contents, values=None, **options):
    """Words of the first page, in their order."""
    return get_texts(make_file(pdf, contents, values, **options))[0].split()


def place_of(word, pdf):
    [box] = [box for found, *box in form_making.find_words(pdf) if found == word]
    return box


# ----------------------------------------------------------------------------- texts


def test_a_text_of_all_and_one_of_each():
    pdf = make()
    contents = {"Producer_FullName_A": "Larkspur", HOLDER: Place("holder")}
    head, spilled = fill(pdf, contents)
    assert not spilled and "holder" in head.names
    assert "Larkspur" in shown(pdf, contents, {"holder": "Oak"})
    for holder in ("Oak", "Elm"):
        words = shown(pdf, contents, {"holder": holder})
        assert "Larkspur" in words and holder in words


@pytest.mark.parametrize("trap", [{}, {"need_appearances": True}], ids=str)
def test_values_are_seen_without_a_click(trap):
    """A viewer has nothing left to draw: a value without a look would stay unseen."""
    data = make_file(make(**trap), {HOLDER: "Oak"})
    field = next(f for f in acroform.read_form(make()).fields if f.name == HOLDER)
    assert get_ink(form_making.get_image(data), field.box, 792)


@pytest.mark.parametrize("align, edge", [(0, 0), (1, 1), (2, 2)])
def test_alignment_is_kept(align, edge):
    for what, values in (("Text", {}), (Place("slot"), {"slot": "Text"})):
        pdf = make_one(align=align)
        left, _bottom, right, _top = place_of(
            "Text", make_file(pdf, {"one": what}, values)
        )
        expected = [(left, 102), ((left + right) / 2, 200), (right, 298)][edge]
        assert expected[0] == pytest.approx(expected[1], abs=0.5)


@pytest.mark.parametrize(
    "align, first", [(0, 0), (1, 1), (2, 3)], ids=["left", "center", "right"]
)
@pytest.mark.parametrize("length", [2, 5])
def test_each_character_in_the_middle_of_its_cell(align, first, length):
    """Also of two cells, which some programs space as if there were three."""
    pdf = make_one(flags=builder.COMB, length=length, align=align)
    text = "AB"
    for what, values in ((text, {}), (Place("slot"), {"slot": text})):
        boxes = find_letters(make_file(pdf, {"one": what}, values))
        cell, first_cell = 200 / length, first if length == 5 else 0
        for number, char in enumerate(text):
            left, right = boxes[char]
            middle = 100 + (first_cell + number + 0.5) * cell
            assert (left + right) / 2 == pytest.approx(middle, abs=0.6)


def find_letters(pdf):
    return {word: (box[0], box[2]) for word, *box in form_making.find_words(pdf)}


def test_too_many_characters_for_a_comb_are_not_cut():
    pdf = make_one(flags=builder.COMB, length=5)
    first, second = get_texts(make_file(pdf, {"one": "97301-1234"}))
    assert "97301-1234" in second and "97301" not in first


@pytest.mark.parametrize(
    "height, least, most", [(12, 7, 10), (24, 11.9, 12.1), (6, 4, 5), (40, 11.9, 12.1)]
)
def test_a_size_left_to_the_viewer(height, least, most):
    """Neither 0 nor 12 whatever the field's height."""
    pdf = make_one(box=(100, 600, 300, 600 + height), appearance="/Helv 0 Tf 0 g")
    head, _spilled = fill(pdf, {"one": Place("slot")})
    assert least <= head.slots[0].size <= most


def test_several_lines_from_the_top_down():
    box = (100, 500, 300, 560)
    pdf = make_one(box=box, flags=builder.MULTILINE)
    data = make_file(pdf, {"one": "First words\n" + "more of them " * 20})
    words = form_making.find_words(data)
    tops = sorted({round(word[4]) for word in words}, reverse=True)
    assert len(tops) >= 4 and box[3] - tops[0] < 6
    assert all(box[0] < word[1] and word[3] < box[2] for word in words)


def test_a_long_text_is_not_cut_without_a_word():
    """Flattened by most programs, a text of many lines ends where its field does."""
    text = " ".join(f"word{number}" for number in range(400))
    pdf = make_one(box=(100, 500, 300, 560), flags=builder.MULTILINE)
    for what, values in ((text, {}), (Place("slot"), {"slot": text})):
        first, *more = get_texts(make_file(pdf, {"one": what}, values))
        assert "See continuation page" in first and "word1" not in first
        assert " ".join(more).split()[1:] == text.split() or (
            set(text.split()) <= set(" ".join(more).split())
        )


def test_a_shared_text_that_does_not_fit_becomes_each_ones():
    """Its heading says what it is."""
    pdf, name = make_one(length=10), "field:one"
    head, spilled = fill(pdf, {"one": "GL-7001-26-0001"})
    assert spilled == {name: "GL-7001-26-0001"} and name in head.names
    labels = LABELS._replace(headings={name: "Policy number"})
    data = make_file(pdf, {"one": "GL-7001-26-0001"}, labels=labels)
    first, second = get_texts(data)
    assert "Policy number" in second and "GL-7001-26-0001" in second
    assert "*" in first and "GL-7001" not in first


def test_a_heading_the_face_cannot_draw_is_refused_as_texts_are():
    """Where none is given, the field's own name stands there."""
    form = builder.FormBuilder()
    form.add_text("備考", BOX, length=10)
    head, spilled = fill(form.make(), {"備考": "GL-7001-26-0001"})
    with pytest.raises(errors.MissingCharactersError) as caught:
        typeset.compose(head, spilled, LABELS)
    assert caught.value.characters == ["備", "考"]
    labels = LABELS._replace(headings={name: "Remarks" for name in spilled})
    assert len(typeset.compose(head, spilled, labels)) == 2


def test_accents_are_kept_whatever_font_the_form_names():
    """Fonts of forms are often not there, or have no such letters."""
    text = "Żółć Ünïcödé Ελλάδα Житомир"
    for appearance in ("/Gone 8 Tf", "/Helv 8 Tf", ""):
        pdf = make(appearance=appearance, resources=False)
        data = make_file(pdf, {HOLDER: text})
        assert text in reading.texts(data)[0]
        assert "Helvetica" not in str(get_fonts(data))


def get_fonts(data):
    """Fonts that are not in the file."""
    lines = reading.run("pdffonts", "-", data=data).decode().splitlines()[2:]
    # The form's own words are set in what every viewer has.
    own = {"Helvetica", "Helvetica-Bold"}
    return [
        line for line in lines if " no " in line[50:70] and line.split()[0] not in own
    ]


def test_a_text_the_face_cannot_draw_is_each_ones():
    """So the certificates know that they cannot be stamped."""
    for text in ("東京", "שלום", "สวัสดี"):
        _head, spilled = fill(make(), {HOLDER: text})
        assert spilled == {f"field:{HOLDER}": text}


def test_one_line_fields_take_no_second_line():
    words = shown(make_one(), {"one": Place("slot")}, {"slot": "One\nTwo"})
    assert words == ["One", "Two"]
    data = make_file(make_one(), {"one": "One\nTwo"})
    assert place_of("One", data)[1] == pytest.approx(place_of("Two", data)[1])


def test_the_color_of_the_form():
    pdf = make_one(appearance="/Helv 8 Tf 1 0 0 rg")
    for what, values in (("Text", {}), (Place("slot"), {"slot": "Text"})):
        data = make_file(pdf, {"one": what}, values)
        assert b"1 0 0 rg" in data or any(
            b"1 0 0 rg" in each for each in form_making.get_contents(data)
        )


# ---------------------------------------------------------------------------- blocks


def test_lines_of_a_block_stand_on_the_fields_own_lines():
    """At the usual distance they would cross the form's rules."""
    lines = "Oak LLC\nSuite 4\nMain Street 1\nSalem"
    blocks = [Block(tuple(ADDRESS), Place("holder"))]
    data = make_file(make(), {}, {"holder": lines}, blocks)
    bottoms = [place_of(word, data)[1] for word in ("Oak", "Suite", "Main", "Salem")]
    gaps = [upper - lower for upper, lower in zip(bottoms, bottoms[1:], strict=False)]
    assert gaps == pytest.approx([12] * 3, abs=0.01)


def test_a_line_more_than_fields_still_fits_the_block():
    lines = "Oak LLC\nATTN Jo Doe\nc/o Elm Inc\nMain Street 1\nSalem"
    blocks = [Block(tuple(ADDRESS), Place("holder"))]
    pages = get_texts(make_file(make(), {}, {"holder": lines}, blocks))
    assert len(pages) == 1 and all(line in pages[0] for line in lines.split("\n"))


def test_a_block_all_share():
    blocks = [Block(tuple(ADDRESS), "Oak LLC\nSalem")]
    assert {"Oak", "LLC", "Salem"} <= set(shown(make(), {}, blocks=blocks))
    lines = "\n".join(f"Line {number}" for number in range(30))
    _head, spilled = fill(make(), {}, [Block(tuple(ADDRESS), lines)])
    assert spilled == {f"field:{HOLDER}": lines}


def make_twice():
    """A name by itself, and below it twice a name with its street, side by side."""
    boxes = {
        "Head": (40, 740, 300, 752),
        **{"Name": (40, 500, 300, 512), "Street": (40, 486, 300, 498)},
        **{"Other": (320, 500, 580, 512), "OtherStreet": (320, 486, 580, 498)},
    }
    one = builder.FormBuilder(lambda canvas: canvas.showPage())
    for name, box in boxes.items():
        one.add_text(name, box)
    return one.make(), boxes


@pytest.mark.parametrize("what", ["Oak\nMain", Place("insured")])
def test_a_block_that_stands_on_a_page_several_times(what):
    pdf, boxes = make_twice()
    alone = Place("first") if isinstance(what, Place) else "Oak"
    heads = ("Head", "Name", "Other")
    blocks = [Block(tuple(boxes), what, heads, dict.fromkeys(heads, alone))]
    values = {"insured": "Oak\nMain", "first": "Oak"}
    data = make_file(pdf, {}, values if isinstance(what, Place) else {}, blocks)
    for word, names in (("Oak", heads), ("Main", ("Street", "OtherStreet"))):
        found = [box for each, *box in form_making.find_words(data) if each == word]
        assert len(found) == len(names)
        for name in names:
            left, bottom, _right, top = boxes[name]
            assert any(
                abs(x - left) < 4 and bottom - NEAR < (low + high) / 2 < top + NEAR
                for x, low, _to, high in found
            )


def test_a_block_of_fields_the_form_does_not_have():
    head, _spilled = fill(make(), {}, [Block(("no", "such"), Place("holder"))])
    assert "holder" not in head.names


# -------------------------------------------------------------------- check boxes


CHECK = (100, 600, 109, 609)


@pytest.mark.parametrize(
    "looks",
    [
        None,
        {},
        {"/Off": b""},
        {"/1": b"", "/Off": b""},
        {"/1": b"/Tx BMC EMC", "/Off": b""},
        {"/1": builder.CROSS},
    ],
    ids=str,
)
def test_a_box_is_crossed_whatever_looks_it_has(looks):
    """Only the look of being off, an empty one, or none."""
    pdf = make_one("check", CHECK, looks=looks, on="/1")
    for what, values, is_on in (
        (True, {}, True),
        (False, {}, False),
        (Place("mark"), {"mark": "Y"}, True),
        (Place("mark"), {}, False),
    ):
        image = form_making.get_image(make_file(pdf, {"one": what}, values))
        assert bool(get_ink(image, CHECK, 792)) is is_on


FRAME = b"0 0 m 9 0 l 9 9 l 0 9 l s"


def test_a_box_that_is_off_may_have_a_look():
    """Of some forms it draws the very box."""
    looks = {"/Off": FRAME, "/Oui": FRAME + b" " + builder.CROSS}
    pdf = make_one("check", CHECK, on="/Oui", looks=looks)
    inner = (102, 602, 107, 607)
    for contents in ({}, {"one": False}, {"one": ""}, {"one": Place("mark")}):
        image = form_making.get_image(make_file(pdf, contents))
        assert get_ink(image, (98, 598, 111, 611), 792) and not get_ink(
            image, inner, 792
        )


def test_a_look_of_another_scale_fills_its_box():
    form = builder.FormBuilder()
    field = form.add_check("one", (100, 600, 118, 618))
    look = form.add_look(b"0 0 1000 500 re f", (0, 0, 1000, 500))
    states = builder.dictionary(N=builder.dictionary(**{"1": look}))
    field.get_object()[builder.name("/AP")] = states
    image = form_making.get_image(make_file(form.make(), {"one": True}))
    ink = get_ink(image, (90, 590, 130, 630), 792)
    assert ink == pytest.approx((100, 600, 118, 618), abs=0.6)


def test_one_of_several_buttons():
    form = builder.FormBuilder()
    boxes = {"/a": CHECK, "/b": (200, 600, 209, 609), "/c": (300, 600, 309, 609)}
    form.add_radio("one", boxes)
    for state in ("/b", "b"):
        image = form_making.get_image(make_file(form.make(), {"one": state}))
        inked = [key for key, box in boxes.items() if get_ink(image, box, 792)]
        assert inked == ["/b"]


def test_boxes_of_one_name_and_their_own_states():
    form = builder.FormBuilder()
    other = (200, 600, 209, 609)
    form.add_check("one", CHECK, on="/Yes")
    form.add_check("one", other, on="/No")
    image = form_making.get_image(make_file(form.make(), {"one": "No"}))
    assert get_ink(image, other, 792) and not get_ink(image, CHECK, 792)


def test_one_of_several_is_not_each_ones():
    """A text there would mark them all."""
    form = builder.FormBuilder()
    form.add_radio("one", {"/a": CHECK, "/b": (200, 600, 209, 609)})
    with pytest.raises(ValueError, match="several states"):
        fill(form.make(), {"one": Place("mark")})


def test_a_choice_shows_what_its_list_shows():
    form = builder.FormBuilder()
    nevada = builder.text("NV")
    form.add_choice("one", BOX, [("CA", "California"), ("NV", "Nevada")], V=nevada)
    assert shown(form.make(), {}) == ["Nevada"]
    assert shown(form.make(), {"one": "NV"}) == ["Nevada"]
    assert shown(form.make(), {"one": "Oregon"}) == ["Oregon"]


# ------------------------------------------------------------------- as it came


def test_what_was_filled_in_before_is_kept():
    form = builder.FormBuilder()
    look = form.add_look(b"0 0 20 12 re f", (0, 0, 200, 12))
    form.add_text("drawn", BOX, value="Words", AP=builder.dictionary(N=look))
    form.add_text("bare", (100, 500, 300, 512), value="Larkspur")
    data = make_file(form.make(), {})
    assert get_texts(data)[0].split() == ["Larkspur"]
    assert get_ink(form_making.get_image(data), (100, 600, 119, 611), 792)
    blank = make_file(form.make(), {"drawn": "", "bare": ""})
    assert not get_texts(blank)[0].split()
    assert not get_ink(form_making.get_image(blank), BOX, 792)


@pytest.mark.parametrize("flag", [builder.HIDDEN, builder.NO_VIEW])
def test_nothing_hidden_and_no_button_comes_to_light(flag):
    form = builder.FormBuilder()
    look = form.add_look(b"0 0 200 12 re f", (0, 0, 200, 12))
    form.add_text("one", BOX, flag=flag, AP=builder.dictionary(N=look))
    form.add_button("Print", (300, 300, 390, 320))
    image = form_making.get_image(make_file(form.make(), {}))
    assert not get_ink(image, (0, 0, 612, 792), 792)


def test_a_hidden_layer_stays_hidden():
    """A file without layers shows what was in them."""
    data = make_file(make(layer=True), {})
    assert "HIDDEN" not in get_texts(data)[0]
    assert "SAMPLE EVIDENCE" in get_texts(data)[0]


@pytest.mark.parametrize("state", ["/OFF", "/ON"])
def test_layers_that_are_on(state):
    form = builder.FormBuilder(draw_layer)
    layer = form.add_object(builder.dictionary(Type=builder.name("/OCG")))
    groups = ArrayObject([layer])
    config = builder.dictionary(BaseState=builder.name(state), ON=groups)
    form.root[builder.name("/OCProperties")] = builder.dictionary(OCGs=groups, D=config)
    form.pages[0]["/Resources"][builder.name("/Properties")] = builder.dictionary(
        L=layer
    )
    form.add_text("one", BOX)
    assert "shown" in get_texts(make_file(form.make(), {}))[0]


def draw_layer(canvas):
    canvas._code.append("/OC /L BDC")
    canvas.drawString(100, 100, "shown")
    canvas._code.append("EMC")
    canvas.showPage()


def test_what_somebody_typed_onto_the_page_is_kept():
    form = builder.FormBuilder()
    form.add_text("one", BOX)
    look = form.add_look(b"0 0 50 20 re f", (0, 0, 50, 20))
    for kind, y in (("/FreeText", 100), ("/Popup", 200), ("/Link", 300)):
        note = builder.dictionary(
            Subtype=builder.name(kind),
            Rect=builder.numbers(100, y, 150, y + 20),
            AP=builder.dictionary(N=look),
        )
        form.annotate(form.add_object(note))
    image = form_making.get_image(make_file(form.make(), {}))
    assert get_ink(image, (0, 0, 612, 792), 792) == pytest.approx(
        (100, 100, 150, 120), abs=0.6
    )


@pytest.mark.parametrize(
    "trap",
    [
        {},
        {"rotate": 90},
        {"rotate": 180},
        {"crop": (20, 10, 600, 780)},
        {"xfa": "beside"},
    ],
    ids=str,
)
def test_an_empty_form_is_unchanged(trap):
    """Every pixel of the page without its fields is that of the upload."""
    pdf = make(**trap)
    assert form_making.get_image(pdf) == form_making.get_image(make_file(pdf, {}))


def test_pages_of_all_kinds_of_content_are_packed():
    """A page that came unpacked would make each file larger than the upload."""
    form = builder.FormBuilder()
    form.add_text("one", BOX)
    content = form.add_stream(b"0 0 1 1 re f\n" * 50_000)
    form.pages[0][builder.name("/Contents")] = content
    assert len(make_file(form.make(), {})) < len(form.make()) / 10


def test_content_that_leaves_its_state_behind():
    """Matrices and colors of a page without an end of theirs do not reach our texts."""
    form = builder.FormBuilder()
    form.add_text("one", BOX)
    content = b"q q 3 0 0 3 50 50 cm 1 0 0 rg BT 0 Tr Q Q Q Q 2 0 0 2 9 9 cm q"
    form.pages[0][builder.name("/Contents")] = form.add_stream(content)
    data = make_file(form.make(), {"one": Place("slot")}, {"slot": "Text"})
    assert place_of("Text", data)[0] == pytest.approx(102, abs=0.01)


# --------------------------------------------------------------------------- others


def test_a_signature_as_a_picture():
    file = io.BytesIO()
    Image.new("L", (300, 60), 0).save(file, "PNG")
    box = (100, 600, 300, 624)
    pdf = make_one(box=box)
    image = form_making.get_image(make_file(pdf, {"one": file.getvalue()}))
    assert get_ink(image, box, 792) == pytest.approx((101, 601, 211, 623), abs=0.6)


def test_something_else_as_a_picture():
    with pytest.raises(OSError):
        fill(make_one(), {"one": b"no picture"})


def test_page_numbers_in_places_of_their_own():
    form = builder.FormBuilder()
    form.add_text("number", BOX)
    form.add_text("count", (400, 600, 450, 612))
    contents = {"number": Place("page_number"), "count": Place("page_count")}
    assert shown(form.make(), contents) == ["1", "1"]


def test_how_texts_will_fit_is_known_before_anything_is_drawn():
    places = (REMARKS, HOLDER, ADDRESS[-1], "Form_CompletionDate_A")
    contents = {name: Place(name) for name in places}
    form, face = acroform.read_form(make(comb_zip=True)), form_making.get_face()
    filled = acroform.fill(form, face, contents)
    told = gauge.Gauge(face.metrics, json.loads(json.dumps(filled.measures)))
    head = writer.make_head(filled.master, face, [], **form_making.ABOUT)
    words = ["word " * count for count in (1, 60, 100, 140, 400)]
    for text in [*words, "12345", "123456", "11/26/2026", "11/26/2026.", "W\nW"]:
        for index, slot in enumerate(head.slots):
            fitted = typeset.fit_slot(head.metrics, slot, head.trials[index], text)
            expected = "continuation"
            if fitted:
                expected = "fits" if fitted[0] == slot.size else "smaller"
            assert told.measure(slot.name, text) == expected
