"""A page as it is shown: crop, rotation and hidden layers undone, a drawing of its own.

Whatever its content leaves behind - unbalanced states, odd matrices, names of its own -
stays inside that drawing and cannot reach ours.
"""

import itertools

from pypdf.generic import ArrayObject, StreamObject

from .. import content
from ..drawing import make_drawing
from ..master import moved, surround
from .values import get, get_dictionary, to_integer, to_numbers

LETTER = (0.0, 0.0, 612.0, 792.0)
_LEAST = 1.0  # pt: what is smaller is no page


class Paper:
    """
    :param page: pypdf page

    ``own``: what is shown of it, ``[left, bottom, right, top]`` in its own space;
    ``turn``: degrees clockwise it is turned when shown; ``matrix``: from its own space
    to that of the page as shown, whose lower left is the origin; ``box``: the latter.
    """

    def __init__(self, page):
        self.own = _get_shown_box(page)
        self.turn = to_integer(get(page, "/Rotate")) // 90 * 90 % 360
        left, bottom, right, top = self.own
        self.matrix = {
            0: (1, 0, 0, 1, -left, -bottom),
            90: (0, -1, 1, 0, -bottom, right),
            180: (-1, 0, 0, -1, right, top),
            270: (0, 1, -1, 0, top, -left),
        }[self.turn]
        self.box = self.place(self.own)

    def place(self, box):
        """A box of the page's own space in that of the page as shown."""
        return bounds(self.matrix, box)


def _get_shown_box(page):
    media = _get_box(page, "/MediaBox") or LETTER
    crop = _get_box(page, "/CropBox") or media
    low = [max(media[i], crop[i]) for i in (0, 1)]
    high = [min(media[i], crop[i]) for i in (2, 3)]
    if high[0] - low[0] < _LEAST or high[1] - low[1] < _LEAST:
        return media
    return (*low, *high)


def _get_box(page, key):
    numbers = to_numbers(get(page, key), 4)
    if not numbers:
        return None
    box = bounds((1, 0, 0, 1, 0, 0), numbers)
    has_room = box[2] - box[0] >= _LEAST and box[3] - box[1] >= _LEAST
    return box if has_room else None


def bounds(matrix, box):
    """The box around a box whose corners ``matrix`` moves (8.3.3)."""
    return surround(moved(itertools.product(box[::2], box[1::2]), matrix))


def draw(page, paper, layers):
    """The page's content as a drawing of the page as shown: a pypdf stream.

    :param layers: ``layers.Layers``
    """
    resources = layers.clear_resources(get_dictionary(page, "/Resources"))
    data = content.balanced(layers.clear(_read_content(page), resources))
    return make_drawing(data, resources, paper.own, paper.matrix)


def _read_content(page):
    contents = get(page, "/Contents")
    streams = contents if isinstance(contents, ArrayObject) else [contents]
    streams = [each.get_object() for each in streams if each is not None]
    # Streams end at token borders only, but need not end in white space.
    return b"\n".join(
        stream.get_data() for stream in streams if isinstance(stream, StreamObject)
    )
