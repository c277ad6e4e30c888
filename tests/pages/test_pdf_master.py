"""Slots are measured on the rendered page, and their markers leave no trace."""

import struct

import by_hand
import drawing
import pytest
import reading
from coi_pdf import content, errors, master, writer
from hypothesis import given
from hypothesis import strategies as st

NEAR = 0.01  # pt


def read(*contents, names="abc"):
    return master.read_master(by_hand.page_pdf(*contents), list(names))


def test_a_slot_of_a_hand_written_page():
    [slot] = read(by_hand.mark(1)).slots
    assert slot[:9] == ("b", 0, 100, 700, 8, 90, 690, 290, 720)


def test_transformations_apply_inside_their_group_only():
    moved = (
        b"q 2 0 0 -2 0 792 cm 1 0 0 1 10 0 cm\n"
        + by_hand.mark(0, box="45 10 8 4")
        + b"Q\n"
    )
    slots = read(
        moved.replace(b"90 690 200 30", b"40 0 100 30") + by_hand.mark(1)
    ).slots
    assert slots[0][:9] == ("a", 0, 110, 764, 16, 100, 732, 300, 792)
    assert slots[1].x == 100


def test_every_page_is_looked_at():
    slots = read(by_hand.mark(0), b"", by_hand.mark(2) + by_hand.mark(0)).slots
    assert [(slot.name, slot.page) for slot in slots] == [("a", 0), ("a", 2), ("c", 2)]


def test_more_than_256_slots():
    names = [f"slot{number}" for number in range(300)]
    [slot] = read(by_hand.mark(299), names=names).slots
    assert slot.name == "slot299"


def test_boxes_drawn_with_lines_count_too():
    path = b"100 700 m 108 700 l 108 704 l 100 704 l h f"
    [slot] = read(by_hand.mark(0).replace(b"100 700 8 4 re f", path)).slots
    assert (slot.x, slot.y, slot.size) == (100, 700, 8)


def test_a_name_without_markers_is_no_slot():
    assert [slot.name for slot in read(by_hand.mark(2)).slots] == ["c"]


@pytest.mark.parametrize("paint", [b"f", b"F", b"f*", b"B", b"b*"])
def test_marker_fills_become_no_paint(paint):
    page = read(by_hand.mark(0).replace(b" f\n", b" %b\n" % paint)).pages[0]
    operators = [operator for operator, *_rest in content.operators(page.content)]
    assert not {b"f", b"F", b"f*", b"B", b"b*"} & set(operators)
    assert (b"S" in operators or b"s" in operators) == (paint[:1] in b"Bb")


def test_other_colors_stay():
    near = b"0.996 0.992 0 rg 0 0 9 9 re f 1 1 1 rg 0 0 9 9 re f 0.996 g 0 0 9 9 re f"
    read_master = read(near)
    assert read_master.pages[0].content == near and not read_master.slots


@pytest.mark.parametrize(
    "data, message",
    [
        (by_hand.mark(0, kinds=[253]), "Slot a has 0 cell markers on page 1"),
        (by_hand.mark(0, kinds=[252]), "Slot a has 0 baseline markers on page 1"),
        (by_hand.mark(0) + by_hand.mark(0), "Slot a has 2 baseline markers on page 1"),
        (by_hand.mark(3), "Unknown marker number 3"),
        (
            by_hand.mark(0, box="100 680 8 4"),
            "The baseline of slot a is outside its cell",
        ),
    ],
)
def test_faulty_markers_are_refused(data, message):
    with pytest.raises(errors.MasterError, match=message):
        read(data)


def test_a_rotated_page_is_refused():
    with pytest.raises(errors.MasterError, match="rotated"):
        master.read_master(by_hand.page_pdf(b"", rotate=90), [])


@given(st.binary(max_size=60))
def test_rubbish_is_read_without_a_crash(data):
    list(content.operators(data))
    assert data.startswith(content.without_silent_groups(data)[:1])


# ------------------------------------------------------------------- real pages


LETTERS = """
<table><tr>{}<td style="width:200px">H</td></tr></table>
<table style="font-size:{}px"><tr>{}<td style="width:200px">H</td></tr></table>
"""


@pytest.mark.parametrize("size", [10, 13, 16, 23])
def test_slots_are_where_letters_stand(render, ttf, face, size):
    """An H stands on the baseline, and is as high as the face says."""
    style = drawing.face_rule(ttf) + drawing.STYLE
    cells = drawing.cell(0), size, drawing.cell(1)
    pdf = render(drawing.document(style, LETTERS.format(*cells)))
    slots = master.read_master(pdf, ["first", "second"]).slots
    for slot, box in zip(slots, black_boxes(pdf, height=2), strict=True):
        assert slot.y == pytest.approx(box[1], abs=NEAR)
        height = slot.size * glyph_height(face.font, "H")
        assert box[3] - box[1] == pytest.approx(height, rel=0.01)


def glyph_height(font, char):
    """In font sizes, from the glyph's own box."""
    place = font.glyphPos[font.charToGlyph[ord(char)]]
    box = struct.unpack(">4h", font.get_table("glyf")[place + 2 : place + 10])
    return box[3] / font.unitsPerEm


def black_boxes(pdf, height):
    """Rectangles of what is filled in black, at least ``height`` pt each way."""
    [page] = master.PdfReader(master.io.BytesIO(pdf)).pages
    fills = master.fills(master.page_content(page))
    boxes = [box for color, box, *_more in fills if not any(color)]
    return [
        box
        for box in boxes
        if box[2] - box[0] > height
        and height < box[3] - box[1] < 40
        and box[2] - box[0] < 40
    ]


def test_all_slots_of_a_certificate(master_pdf):
    slots = master.read_master(master_pdf, drawing.NAMES).slots
    places = {name: [] for name in drawing.NAMES}
    for slot in slots:
        places[slot.name].append(slot.page)
        assert slot.left < slot.x < slot.right and slot.bottom < slot.y < slot.top
        assert slot.size == pytest.approx(slots[0].size, abs=NEAR)
    on_all = dict.fromkeys(drawing.TOP, [0, 1, 2])
    on_first = {name: [0] for name in drawing.NAMES}
    assert places == {**on_first, **on_all, "body": [2]}


def test_markers_leave_no_trace(head, render, ttf):
    """The stamped master, without texts, looks like the page without markers."""
    pages = [[number, []] for number in range(len(head.page_entries))]
    unmarked = render(drawing.certificate(ttf, marked=False))
    assert reading.pixels(writer.stamp(head, pages)) == reading.pixels(unmarked)


def test_markers_would_be_seen(master_pdf, render, ttf):
    unmarked = render(drawing.certificate(ttf, marked=False))
    assert reading.pixels(master_pdf) != reading.pixels(unmarked)


def test_no_number_is_rounded(master_pdf):
    pages = master.read_master(master_pdf, drawing.NAMES).pages
    for page, before in zip(
        pages, master.PdfReader(master.io.BytesIO(master_pdf)).pages, strict=True
    ):
        old = set(master.page_content(before).split())
        assert set(page.content.split()) - old <= {b"n"}
