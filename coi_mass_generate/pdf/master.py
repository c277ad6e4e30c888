"""Master: the page all certificates of one variant share, and where texts go.

Slots are measured, never hard-coded. The template draws two boxes a slot, in
colors nobody uses; they are found in the page's content stream and turned
into no paint. For slot number k (its index in ``names``):

* baseline, ``rgb(254, 253, k)``: bottom edge = baseline of the first line,
  left edge = where it starts, width = font size;
* cell, ``rgb(254, 252, k)``: the rectangle the text must stay in.

From 256 on red is 253 and blue k - 256.
"""

import io
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from . import content
from .errors import MasterError

_BASELINE, _CELL = 253, 252  # green of the marker colors
_REDS = {254: 0, 253: 256}  # red of the marker colors: first slot number
_COLOR_SLACK = 0.02  # of one step of 255: engines write 6 to 9 digits
_BOX_SLACK = 0.2  # pt; what Chromium's rounding was seen to cost

FILLS = {
    b"f": b"n", b"F": b"n", b"f*": b"n",
    b"B": b"S", b"B*": b"S", b"b": b"s", b"b*": b"s",
}  # fmt: skip
_PATH_ENDS = {*FILLS, b"S", b"s", b"n"}
_COLORS = {b"scn": 3, b"sc": 3, b"rg": 3}  # operator: operands of an RGB color
_OTHER_COLORS = {b"g", b"k", b"cs"}
_POINTS = {b"m": 1, b"l": 1, b"c": 3, b"v": 2, b"y": 2}  # operator: points


LEFT, CENTER, RIGHT = range(3)


class Style(NamedTuple):
    """In what a slot differs from one of a template; a field of a form has such ways.

    ``align``: ``LEFT``, ``CENTER`` or ``RIGHT``; ``cells``: of a comb, one for each
    character; ``most``: characters it takes, and ``lines``: lines, 0 being as many as
    fit; ``leading``: pt from line to line, which is tried before the usual; ``rise``:
    pt the baseline goes up for each that a text is set smaller, 0 being the usual;
    ``color``: the operator that sets it; ``mark``: name of the drawing that stands for
    any text.
    """

    align: int = LEFT
    cells: int = 0
    most: int = 0
    lines: int = 0
    leading: float = 0
    rise: float = 0
    color: str = ""
    mark: str = ""


PLAIN = Style()


class Slot(NamedTuple):
    """One place for a text. Lengths in pt, ``page`` counts from 0.

    ``x``, ``y``: start of the first baseline; ``size``: nominal font size;
    the four behind it: the box.
    """

    name: str
    page: int
    x: float
    y: float
    size: float
    left: float
    bottom: float
    right: float
    top: float
    style: Style = PLAIN

    @classmethod
    def make(cls, name, page, measures):
        """The slot of what ``measures`` gave, from JSON as well."""
        lengths, style = measures[:7], measures[7:]
        return cls(name, page, *lengths, Style(*style[0]) if style else PLAIN)

    @property
    def measures(self):
        """``[x, y, size, left, bottom, right, top]`` in pt, and its style if any."""
        return [*self[2:9], *([list(self.style)] if self.style != PLAIN else [])]


class Text(NamedTuple):
    """A text all certificates have: its place, size in pt, and lines."""

    slot: Slot
    size: float
    lines: list


class Page(NamedTuple):
    """One page of a master: content bytes, pypdf resources and group, box in pt.

    ``texts``: of ``Text``, drawn over the content in the head's face, for which the
    resources name no font; ``marks``: name of a drawing that stamps show -> its pypdf
    stream, a form of the whole page (8.10).
    """

    content: bytes
    resources: DictionaryObject
    group: object
    box: tuple
    texts: tuple = ()
    marks: Mapping = MappingProxyType({})


class Master(NamedTuple):
    """Pages in order, and slots ordered by page, then by name's index in ``names``."""

    pages: list
    slots: list


def markers(names):
    """The colors to draw each slot's two boxes in, as CSS.

    :param names: sequence of slot names
    :returns: ``{name: baseline's color}`` and ``{name: cell's color}``
    """
    return _markers(names, _BASELINE), _markers(names, _CELL)


def _markers(names, green):
    return {
        name: f"rgb({max(_REDS) - number // 256},{green},{number % 256})"
        for number, name in enumerate(names)
    }


def read_master(pdf, names):
    """Read a rendered master.

    :param pdf: bytes, as written by wkhtmltopdf (both builds) or Chromium
    :param names: sequence of slot names; a marker's number is an index into it;
        a name without markers is no slot (an inherited view may drop one)
    :returns: ``Master``, its markers made invisible
    :raises MasterError: a marker is unknown, incomplete, twice on one page, or a
        baseline outside its cell; a rotated page
    """
    pages, slots = [], []
    for number, page in enumerate(PdfReader(io.BytesIO(pdf)).pages):
        data, boxes = _find_markers(page_content(page), len(names))
        slots += _page_slots(boxes, names, number)
        pages.append(_page(page, content.without_silent_groups(data)))
    return Master(pages, slots)


def mirrored(master):
    """``master`` of a page written from right to left: there a baseline's marker ends
    where the text begins. Its slots take as much text as if they were turned around.
    """
    slots = [
        slot._replace(x=slot.left + slot.right - slot.x - slot.size)
        for slot in master.slots
    ]
    return master._replace(slots=slots)


def _page(page, data):
    if page.get("/Rotate", 0) % 360:
        raise MasterError("The master has a rotated page")
    box = tuple(float(edge) for edge in page.mediabox)
    resources = page.get("/Resources", DictionaryObject()).get_object()
    return Page(data, resources, page.get("/Group"), box)


def page_content(page):
    contents = page.get("/Contents", ArrayObject()).get_object()
    streams = contents if isinstance(contents, ArrayObject) else [contents]
    # Streams end at token borders only, but need not end in white space.
    return b"\n".join(stream.get_object().get_data() for stream in streams)


def _find_markers(data, count):
    """``data`` without marker paint, and the boxes ``{(kind, k): [rectangle]}``."""
    edits, boxes = [], {}
    for color, box, operator, start, end in fills(data):
        marker = _marker(color)
        if not marker:
            continue
        if marker[1] >= count:
            raise MasterError(f"Unknown marker number {marker[1]}")
        boxes.setdefault(marker, []).append(box)
        edits.append((start, end, FILLS[operator]))
    return content.replaced(data, edits), boxes


def _marker(color):
    """``(kind, k)`` of a fill color, None for all others."""
    steps = [channel * 255 for channel in color]
    red, green, blue = map(round, steps)
    if red not in _REDS or green not in (_BASELINE, _CELL):
        return None
    if any(abs(step - round(step)) > _COLOR_SLACK for step in steps):
        return None
    return green, blue + _REDS[red]


def _page_slots(boxes, names, page):
    slots = []
    for k in sorted({k for kind, k in boxes}):
        baseline = _only_box(boxes, _BASELINE, k, names, page)
        cell = _only_box(boxes, _CELL, k, names, page)
        x, y, right, _top = baseline
        slot = Slot(names[k], page, x, y, right - x, *cell)
        _check_inside(slot)
        slots.append(slot)
    return slots


def _only_box(boxes, kind, k, names, page):
    found = boxes.get((kind, k), [])
    if len(found) == 1:
        return found[0]
    what = "baseline" if kind == _BASELINE else "cell"
    raise MasterError(
        f"Slot {names[k]} has {len(found)} {what} markers on page {page + 1}"
    )


def _check_inside(slot):
    if not (
        slot.left - _BOX_SLACK <= slot.x < slot.right
        and slot.bottom - _BOX_SLACK <= slot.y < slot.top
    ):
        raise MasterError(
            f"The baseline of slot {slot.name} is outside its cell"
            f" on page {slot.page + 1}"
        )


# --------------------------------------------------------------- graphics state
# Only what a filled box depends on.


def fills(data):
    """Yield ``(rgb, rectangle, operator, start, end)`` of each RGB fill."""
    state = ((1.0, 0.0, 0.0, 1.0, 0.0, 0.0), None)  # matrix, fill color
    stack, points = [], []
    for operator, operands, start, end in content.operators(data):
        if operator == b"q":
            stack.append(state)
        elif operator == b"Q":
            state = stack.pop() if stack else state
        elif operator == b"cm":
            state = (times(tuple(map(float, operands)), state[0]), state[1])
        elif operator in _COLORS or operator in _OTHER_COLORS:
            state = (state[0], _color(operator, operands))
        elif operator in _POINTS or operator == b"re":
            points += _path_points(operator, operands, state[0])
        elif operator in _PATH_ENDS:
            if operator in FILLS and state[1] and points:
                yield state[1], surround(points), operator, start, end
            points = []


def _color(operator, operands):
    if len(operands) != _COLORS.get(operator):
        return None
    return tuple(map(float, operands))


def _path_points(operator, operands, matrix):
    numbers = list(map(float, operands))
    if operator == b"re":
        x, y, width, height = numbers
        numbers = [x, y, x + width, y, x, y + height, x + width, y + height]
    return moved(zip(numbers[::2], numbers[1::2], strict=True), matrix)


def moved(points, matrix):
    """Where a matrix puts each ``(x, y)`` (8.3.4)."""
    a, b, c, d, e, f = matrix
    return [(a * x + c * y + e, b * x + d * y + f) for x, y in points]


def surround(points):
    """The box around points."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def times(first, then):
    """Matrix product: ``first`` is applied before ``then`` (8.3.4)."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r, a * q + b * s,
        c * p + d * r, c * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip
