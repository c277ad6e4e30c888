"""Looks: what a widget shows in each of its states, as the file has it (12.5.5)."""

from typing import NamedTuple

from pypdf.generic import DictionaryObject, NameObject, StreamObject

from .. import content
from ..master import times
from .paper import bounds
from .values import get, get_dictionary, to_name, to_numbers

ONLY = ""  # the state of what has but one look
_TINY = 1e-3  # pt
_SAME = (1, 0, 0, 1, 0, 0)


class Look(NamedTuple):
    """A drawing, a reference or a stream, and the matrix that puts it in its place.

    ``paints``: whether anything is seen of it.
    """

    drawing: object
    matrix: tuple
    paints: bool


def read_looks(widget, paper, resources):
    """The looks of a widget by the name of their state.

    :param paper: ``paper.Paper`` of its page
    :param resources: the form's own, for drawings that bring none
    """
    appearance = get_dictionary(widget, "/AP")
    normal = get(appearance, "/N")
    box = to_numbers(get(widget, "/Rect"), 4)
    if not box:
        return {}
    if isinstance(normal, StreamObject):
        states = {ONLY: (appearance, "/N")}
    else:
        states = {to_name(state): (normal, state) for state in _get_states(normal)}
    looks = {
        state: _read_look(*place, box, paper, resources)
        for state, place in states.items()
    }
    return {state: look for state, look in looks.items() if look}


def _get_states(normal):
    return normal if isinstance(normal, DictionaryObject) else ()


def _read_look(owner, key, box, paper, resources):
    stream = owner[key]
    if not isinstance(stream, StreamObject):
        return None
    matrix = _fit(stream, box)
    if not matrix:
        return None
    drawing = owner.raw_get(key)
    if "/Resources" not in stream or "/Subtype" not in stream:
        drawing = _complete(stream, resources)
    paints = any(True for _each in content.painting(stream.get_data()))
    return Look(drawing, times(matrix, paper.matrix), paints)


def _fit(stream, box):
    """Algorithm 8.1: its box, as its matrix turns it, becomes the widget's."""
    own = to_numbers(get(stream, "/BBox"), 4)
    if not own:
        return None
    matrix = to_numbers(get(stream, "/Matrix"), 6) or _SAME
    left, bottom, right, top = bounds(matrix, own)
    to_left, to_bottom, to_right, to_top = bounds(_SAME, box)
    if min(right - left, top - bottom, to_right - to_left, to_top - to_bottom) < _TINY:
        return None  # what has no size shows nothing, and its matrix would be singular
    wide, high = (
        (to_right - to_left) / (right - left),
        (to_top - to_bottom) / (top - bottom),
    )
    return wide, 0, 0, high, to_left - left * wide, to_bottom - bottom * high


def _complete(stream, resources):
    """A copy that says all a drawing must."""
    copy = StreamObject()
    copy.update(dict(stream.items()))
    copy._data = stream._data
    copy[NameObject("/Type")] = NameObject("/XObject")
    copy[NameObject("/Subtype")] = NameObject("/Form")
    if "/Resources" not in copy:
        copy[NameObject("/Resources")] = DictionaryObject(resources)
    return copy
