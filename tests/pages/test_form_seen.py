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
from coi_sample_forms import builder, make
from form_making import get_image, get_ink
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NumberObject

NEAR = 2.0  # pt; viewers differ by half of that among themselves
SCALE = 4
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
