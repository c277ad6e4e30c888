"""Painting: what is drawn over the sheets of a form, for all certificates alike."""

from pypdf.generic import DictionaryObject, NameObject

from ..drawing import make_drawing
from ..master import Page
from ..objects import real

_CROSS = 0.2  # of a box's shorter side is free around a cross
_CROSS_WIDTH = 0.1  # of the shorter side


class Painter:
    """What is drawn over one sheet.

    :param sheet: ``reading.Sheet``

    ``texts``: list of ``master.Text``, drawn above all else.
    """

    def __init__(self, sheet):
        self.texts = []
        self._sheet = sheet
        self._operators = [b"q/P Do Q"]
        self._drawings = {"/P": sheet.drawing}
        self._marks = {}
        for look in sheet.others:
            self.look(look)

    def fill(self, field):
        """A field's own background and border."""
        background, border, width = field.paints
        left, bottom, right, top = field.box
        if background:
            self._paint(
                "q {} {:.3f} {:.3f} {:.3f} {:.3f} re f Q", background, *_size(field.box)
            )
        if border and width:
            half = width / 2
            inner = (left + half, bottom + half, right - half, top - half)
            words = "q {} {:g} w {:.3f} {:.3f} {:.3f} {:.3f} re S Q"
            self._paint(words, border, width, *_size(inner))

    def _paint(self, words, *values):
        self._operators.append(words.format(*values).encode())

    def look(self, look):
        """One of the looks the file has for a field."""
        if look:
            self._operators.append(_draw(self._name(look.drawing), look.matrix))

    def cross(self, field):
        """For a check box that does not say how it looks when it is on."""
        self._operators.append(_cross(field.box))

    def picture(self, field, picture):
        """As large as fits, at the left, above the bottom.

        :param picture: ``pictures.Picture``
        """
        left, bottom, right, top = field.box
        wide, high = right - left - 2, top - bottom - 2
        scale = min(wide / picture.width, high / picture.height)
        matrix = (scale, 0, 0, scale, left + 1, bottom + 1)
        self._operators.append(_draw(self._name(picture.drawing), matrix))

    def mark(self, field, look):
        """Keep the look of a field that is on, for stamps; its name."""
        box = self._sheet.box
        if look:
            data = _draw("/A", look.matrix)
            drawings = DictionaryObject({NameObject("/A"): look.drawing})
        else:
            data, drawings = _cross(field.box), DictionaryObject()
        name = f"K{len(self._marks)}"
        resources = DictionaryObject({NameObject("/XObject"): drawings})
        self._marks[name] = make_drawing(data, resources, box)
        return name

    def _name(self, thing):
        name = f"/A{len(self._drawings)}"
        self._drawings[name] = thing
        return name

    def page(self):
        """The ``master.Page``."""
        drawings = {NameObject(name): each for name, each in self._drawings.items()}
        resources = DictionaryObject(
            {NameObject("/XObject"): DictionaryObject(drawings)}
        )
        data = b"\n".join([*self._operators, b""])
        sheet = self._sheet
        marks = dict(self._marks)
        return Page(data, resources, sheet.group, sheet.box, tuple(self.texts), marks)


def _size(box):
    left, bottom, right, top = box
    return left, bottom, right - left, top - bottom


def _draw(name, matrix):
    numbers = b" ".join(
        f"{number:.5f}".rstrip("0").rstrip(".").encode() for number in matrix
    )
    return b"q %b cm %b Do Q" % (numbers, name.encode())


def _cross(box):
    left, bottom, right, top = box
    side = min(right - left, top - bottom)
    x, y, half = (left + right) / 2, (bottom + top) / 2, side * (0.5 - _CROSS)
    ends = (
        x - half,
        y - half,
        x + half,
        y + half,
        x - half,
        y + half,
        x + half,
        y - half,
    )
    numbers = tuple(map(real, (side * _CROSS_WIDTH, *ends)))
    return b"q 0 G %b w %b %b m %b %b l S %b %b m %b %b l S Q" % numbers
