"""Second and third eyes: texts stand where viewers put them into the same form.

Viewers draw the values of a form that nobody filled in but for its values. Ghostscript
is not asked: it leaves most fields out.
"""

import io

import form_making
import pytest
import reading
from coi_pdf import acroform
from coi_pdf.acroform import Place
from coi_sample_forms import NAMES, builder, make
from form_making import get_image, get_ink
from PIL import Image, ImageChops
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NumberObject
from reportlab.pdfgen.canvas import Canvas

NEAR = 2.0  # pt; viewers differ by half of that among themselves
SCALE = 4
SMOOTHED = 40  # of 255 shades
WORD = "HXEH"  # as wide as high letters go, and none goes under the baseline


def make_grid(sizes=(6, 8, 10, 0), **options):
    """A form of texts in many heights, sizes, alignments and borders."""
    form = builder.FormBuilder()
    number = 0
    for row, height in enumerate((10, 12, 14, 18, 24, 30)):
        for column, size in enumerate(sizes):
            box = (30 + 140 * column, 700 - 50 * row, 0, 0)
            box = (*box[:2], box[0] + 120, box[1] + height)
            border = builder.dictionary(W=NumberObject(row % 3))
            form.add_text(
                f"f{number}",
                box,
                align=number % 3,
                appearance=f"/Helv {size} Tf 0 g",
                BS=border,
                **options,
            )
            number += 1
    return form.make()


GRIDS = {
    "single": {},
    # What size they leave to viewers these do not agree on among themselves.
    "lines": {"flags": builder.MULTILINE, "sizes": (6, 8, 10)},
    "comb": {"flags": builder.COMB, "length": 6},
}


def valued(pdf, values):
    """The file with values and without looks, for a viewer to draw."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    for page in writer.pages:
        for widget in page["/Annots"]:
            widget = widget.get_object()
            if str(widget.get("/T")) in values:
                widget[builder.name("/V")] = builder.text(values[str(widget["/T"])])
                widget.pop("/AP", None)
    acroform = writer._root_object["/AcroForm"]
    acroform[builder.name("/NeedAppearances")] = builder.true()
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def draw_by_pdfium(pdf):
    return get_image(pdf, fields=True, scale=SCALE)


def draw_by_poppler(pdf):
    data = reading.run(
        "pdftoppm", "-r", str(72 * SCALE), "-f", "1", "-l", "1", "-", data=pdf
    )
    return Image.open(io.BytesIO(data)).convert("L")


def compare(pdf, fields, draw):
    """Names of texts that are not where the viewer put them, and how far they are."""
    values = {field.name: WORD for field in fields}
    slots = {name: Place(name) for name in values}
    theirs = draw(valued(pdf, values))
    for contents, own in ((slots, values), (values, {})):
        ours = get_image(form_making.make_file(pdf, contents, own), scale=SCALE)
        for field in fields:
            yield field, find_text(ours, field), find_text(theirs, field)


def find_text(image, field):
    """The box of the ink in a field, without its frame and border."""
    inset = field.border + 0.75
    left, bottom, right, top = field.box
    box = (left + inset, bottom + inset, right - inset, top - inset)
    return get_ink(image, box, image.height / SCALE, SCALE)


def find_far(pdf, fields, draw):
    """What texts are elsewhere, and how far to a side and how far up or down."""
    far = []
    for field, ours, theirs in compare(pdf, fields, draw):
        assert ours and theirs, field.name
        across, up = (
            abs(place(field, ours) - place(field, theirs)) for place in (get_x, get_y)
        )
        if max(across, up) > NEAR:
            far.append((field.name, field.box, field.size, field.align, across, up))
    return far


def get_x(field, box):
    """The edge a text stands at, or its middle."""
    return {0: box[0], 1: (box[0] + box[2]) / 2, 2: box[2]}[field.align]


def get_y(field, box):
    """The line it stands on; its middle, where each viewer has a size of its own."""
    return box[1] if field.size else (box[1] + box[3]) / 2


@pytest.mark.parametrize("grid", GRIDS)
@pytest.mark.parametrize("draw", [draw_by_pdfium, draw_by_poppler])
def test_texts_stand_where_viewers_put_them(grid, draw):
    pdf = make_grid(**GRIDS[grid])
    fields = acroform.read_form(pdf).fields
    assert find_far(pdf, fields, draw) == []


def test_the_whole_form_stands_as_in_a_viewer():
    pdf = make()
    fields = [
        field
        for field in acroform.read_form(pdf).fields
        if field.kind == "text" and field.is_usable and field.box[2] - field.box[0] > 40
    ]
    assert len(fields) > 70
    assert find_far(pdf, fields, draw_by_pdfium) == []


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_turned_page_stands_as_in_a_viewer(rotate):
    form = builder.FormBuilder()
    turn = builder.dictionary(R=NumberObject(rotate))
    for number, (wide, high) in enumerate([(200, 14), (200, 14)]):
        box = (100, 300 + 50 * number, 100 + wide, 300 + 50 * number + high)
        if rotate in (90, 270):
            box = (300 + 50 * number, 100, 300 + 50 * number + high, 100 + wide)
        form.add_text(f"f{number}", box, align=2 * number, MK=turn)
    form.pages[0][builder.name("/Rotate")] = NumberObject(rotate)
    pdf = form.make()
    fields = acroform.read_form(pdf).fields
    assert find_far(pdf, fields, draw_by_pdfium) == []


def make_by_reportlab():
    """A form of another program's fields, some filled in, with looks of its own."""
    file = io.BytesIO()
    canvas = Canvas(file, invariant=1)
    form = canvas.acroForm
    form.textfield(name="one", x=50, y=730, width=200, height=20, value="Filled in")
    form.textfield(name="two", x=50, y=650, width=200, height=60, borderStyle="inset")
    for number, style in enumerate(("check", "cross", "star", "circle", "diamond")):
        for y in (550, 600):
            name = f"check{number}{y}"
            form.checkbox(
                name=name, x=50 * number + 50, y=y, buttonStyle=style, checked=y == 600
            )
    for value in ("a", "b", "c"):
        form.radio(
            name="radio",
            value=value,
            x=50 * ord(value) - 4800,
            y=500,
            selected=value == "b",
        )
    form.choice(
        name="list", options=["A", "B"], value="A", x=50, y=450, width=80, height=20
    )
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_a_form_of_another_program_that_is_kept_as_it_came():
    pdf = make_by_reportlab()
    ours, theirs = (
        get_image(form_making.make_file(pdf, {})),
        get_image(pdf, fields=True),
    )
    # But for how the edges of curves are smoothed.
    assert ImageChops.difference(ours, theirs).getextrema()[1] < SMOOTHED


def test_a_form_of_another_program_filled_in():
    pdf = make_by_reportlab()
    contents = {"one": "Larkspur", "two": Place("two"), "radio": "c", "list": "B"}
    contents |= {
        f"check{number}{y}": y == 550 for number in range(5) for y in (550, 600)
    }
    data = form_making.make_file(pdf, contents, {"two": "Elm"})
    assert form_making.get_texts(data)[0].split() == ["Larkspur", "B", "Elm"]
    image = get_image(data, scale=SCALE)
    for field in acroform.read_form(pdf).fields:
        if field.kind in ("check", "radio"):
            is_on = "550" in field.name or field.on == "/c"
            left, bottom, right, top = field.box
            middle = (left + 7, bottom + 7, right - 7, top - 7)
            ink = get_ink(image, middle, image.height / SCALE, SCALE)
            assert bool(ink) is is_on, field


def test_all_that_is_crossed_is_seen_and_nothing_else():
    pdf = make()
    checks = [
        field for field in acroform.read_form(pdf).fields if field.kind == "check"
    ]
    wanted = {field.name for field in checks[::2]}
    contents = {field.name: field.name in wanted for field in checks}
    image = get_image(form_making.make_file(pdf, contents), scale=SCALE)
    inked = {field.name for field in checks if find_text(image, field)}
    assert inked == wanted


def test_what_is_filled_in_stands_clear_of_captions():
    """Of the demo's form, which says beside its fields what they are."""
    pdf = make(captions=True, appearance="/Helv 7 Tf 0 g")
    fields = acroform.read_form(pdf).fields
    assert len(fields) == len(NAMES)
    contents = {
        field.name: "8" for field in fields if field.kind == "text" and field.is_usable
    }
    words = form_making.find_words(form_making.make_file(pdf, contents))
    figures = [box for word, *box in words if word == "8"]
    captions = [box for word, *box in words if word != "8"]
    assert len(figures) > len(contents) - 20  # but for those that run together
    for left, bottom, right, top in figures:
        for x0, y0, x1, y1 in captions:
            # A word's box is higher than its ink by a third of it.
            room = (top - bottom + y1 - y0) / 6
            apart = x1 < left or right < x0 or y1 < bottom + room or top - room < y0
            assert apart, (left, bottom, x0, y0)
