"""Fields of a form, as whoever made it may have written them down."""

import form_making
import pytest
from coi_pdf import acroform
from coi_sample_forms import NAMES, builder, make
from form_making import BOX, read_one
from pypdf.generic import ArrayObject, NullObject, NumberObject

WORDS = [each.name for each in NAMES]


@pytest.mark.parametrize("on", ["/1", "/Yes", "/Oui", "/On X", "/0", "/ÄÖ"])
@pytest.mark.parametrize("qualified", [False, True])
def test_names_of_the_trade_flat_and_in_a_tree(on, qualified):
    form = acroform.read_form(make(on=on, qualified=qualified))
    assert [field.short for field in form.fields] == WORDS
    if qualified:
        assert form.fields[0].name == f"F[0].P1[0].{WORDS[0]}[0]"
    assert {field.on for field in form.fields if field.kind == "check"} == {on}


def test_names_of_strangers():
    called = {name: f"topmostSubform[0].f1_{i:02}[0]" for i, name in enumerate(WORDS)}
    form = acroform.read_form(make(names=called))
    assert [field.name for field in form.fields] == list(called.values())
    assert form.fields[1].short == "f1_01"


def test_what_a_field_does_not_say_its_parents_do():
    form = builder.FormBuilder()
    more = {"FT": builder.name("/Tx"), "MaxLen": NumberObject(7), "Q": NumberObject(2)}
    look = builder.text("1 0 0 rg /Helv 9 Tf")
    parent = builder.dictionary(T=builder.text("a"), DA=look, **more)
    kid = form.add("b", BOX, parent=form.add_object(parent))
    kid.get_object()[builder.name("/MaxLen")] = NullObject()
    [field] = acroform.read_form(form.make()).fields
    assert (field.name, field.kind) == ("a.b", "text")
    assert (field.max_length, field.align, field.size) == (7, 2, 9)
    assert field.color == "1 0 0 rg"


def test_several_widgets_of_one_field():
    form = builder.FormBuilder(two_pages)
    parent = builder.dictionary(T=builder.text("one"), FT=builder.name("/Tx"))
    reference = form.add_object(parent)
    for page in (0, 1):
        form.add(None, BOX, page=page, parent=reference)
    fields = acroform.read_form(form.make()).fields
    assert [(field.name, field.page) for field in fields] == [("one", 0), ("one", 1)]


def two_pages(canvas):
    canvas.showPage()
    canvas.showPage()


@pytest.mark.parametrize(
    "flags, comb",
    [
        (builder.COMB, 5),
        (builder.COMB | builder.MULTILINE, 0),
        (builder.COMB | 1 << 13, 0),
        (builder.COMB | 1 << 20, 0),
        (0, 0),
    ],
)
def test_cells_of_a_comb(flags, comb):
    """Only of a plain text of a fixed length."""
    assert read_one(flags=flags, length=5).comb == comb


def test_a_comb_without_a_length_has_no_cells():
    assert read_one(flags=builder.COMB).comb == 0


@pytest.mark.parametrize(
    "appearance, size, color",
    [
        ("/F2 8 Tf", 8, "0 g"),
        ("0 0 1 rg /Helv 0 Tf", 0, "0 0 1 rg"),
        ("/Helv 12 Tf .5 g 0.1 0.2 0.3 0.4 k", 12, "0.1 0.2 0.3 0.4 k"),
        ("/A#20B -9.5 Tf 1 0 0 RG", 9.5, "0 g"),
        ("", 0, "0 g"),
        ("no operators at all", 0, "0 g"),
    ],
)
def test_looks_of_texts(appearance, size, color):
    field = read_one(appearance=appearance)
    assert (field.size, field.color) == (size, color)


def test_kinds():
    form = builder.FormBuilder()
    form.add_text("text", BOX)
    form.add_check("check", BOX)
    form.add_radio("radio", {"/a": BOX, "/b": BOX})
    form.add_choice("choice", BOX, [("1", "One"), ("2", "Two")])
    form.add_button("button", BOX)
    form.add_signature("signature", BOX)
    fields = acroform.read_form(form.make()).fields
    kinds = ["text", "check", "radio", "radio", "choice", "button", "signature"]
    assert [field.kind for field in fields] == kinds
    assert [field.on for field in fields if field.kind == "radio"] == ["/a", "/b"]
    assert fields[4].options == (("1", "One"), ("2", "Two"))
    assert [field.kind for field in fields if not field.is_usable] == ["button"]


@pytest.mark.parametrize(
    "rotate, crop, box",
    [
        (0, None, (100, 600, 300, 612)),
        (90, None, (600, 312, 612, 512)),
        (180, None, (312, 180, 512, 192)),
        (270, None, (180, 100, 192, 300)),
        (0, (50, 100, 562, 692), (50, 500, 250, 512)),
        (90, (50, 100, 562, 692), (500, 262, 512, 462)),
        (450, (562, 692, 50, 100), (500, 262, 512, 462)),
        (0, (-99, -99, 9999, 9999), (100, 600, 300, 612)),
    ],
)
def test_boxes_are_those_of_the_page_as_it_is_shown(rotate, crop, box):
    """Text of a page that is turned or cut must not stand where it would without."""
    form = builder.FormBuilder()
    form.add_text("one", BOX, MK=builder.dictionary(R=NumberObject(rotate % 360)))
    page = form.pages[0]
    page[builder.name("/Rotate")] = NumberObject(rotate)
    if crop:
        page[builder.name("/CropBox")] = builder.numbers(*crop)
    read = acroform.read_form(form.make())
    [field] = read.fields
    assert field.box == pytest.approx(box) and not field.turned
    assert read.sheets[0].box[:2] == (0, 0)


def test_a_page_that_is_turned_and_its_field_is_not():
    """Its text would stand sideways: it is known before anything is printed there."""
    form = builder.FormBuilder()
    form.add_text("one", BOX)
    form.pages[0][builder.name("/Rotate")] = NumberObject(90)
    [field] = acroform.read_form(form.make()).fields
    assert field.turned == 270 and not field.is_usable
    with pytest.raises(ValueError, match="one"):
        form_making.fill(form.make(), {"one": "Text"})


def test_a_field_without_size():
    """The edition of the trade's own forms is one: a matrix of it cannot be turned
    around."""
    form = acroform.read_form(make())
    [field] = [each for each in form.fields if each.short.startswith("Form_Edition")]
    assert field.hidden and not field.has_room and field.value == "SAMPLE 25 (2026/11)"
    with pytest.raises(ValueError, match="Form_Edition"):
        form_making.fill(make(), {field.name: "Text"})
    assert form_making.fill(make(), {field.name: ""})


@pytest.mark.parametrize("flag", [builder.HIDDEN, builder.NO_VIEW])
def test_fields_nobody_sees(flag):
    assert read_one(flag=flag | builder.PRINTED).hidden


def test_a_field_in_a_hidden_layer():
    form = builder.FormBuilder()
    layer = form.add_object(builder.dictionary(Type=builder.name("/OCG")))
    off = builder.dictionary(OFF=ArrayObject([layer]))
    groups = ArrayObject([layer])
    form.root[builder.name("/OCProperties")] = builder.dictionary(OCGs=groups, D=off)
    form.add_text("one", BOX, OC=layer)
    member = builder.dictionary(Type=builder.name("/OCMD"), OCGs=layer)
    form.add_text("two", BOX, OC=member)
    form.add_text("three", BOX)
    hidden = [field.hidden for field in acroform.read_form(form.make()).fields]
    assert hidden == [True, True, False]


@pytest.mark.parametrize(
    "border, taken, drawn",
    [
        ({}, 1, 1),
        ({"Border": builder.numbers(0, 0, 3)}, 3, 3),
        ({"BS": builder.dictionary(W=NumberObject(2))}, 2, 2),
        ({"BS": builder.dictionary(W=NumberObject(2), S=builder.name("/B"))}, 4, 2),
    ],
    ids=str,
)
def test_borders(border, taken, drawn):
    field = read_one(**border)
    assert (field.border, field.paints[2]) == (taken, drawn)
