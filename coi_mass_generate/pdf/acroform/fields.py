"""A field of a form: one widget of somebody's PDF (12.5.6.19, 12.7), read as a whole.

What a widget does not say itself its parents do, or the form as a whole.
"""

import re
from typing import NamedTuple

from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from .values import (
    get,
    get_array,
    get_dictionary,
    get_integer,
    to_integer,
    to_name,
    to_number,
    to_numbers,
    to_text,
)

TEXT, CHECK, RADIO, CHOICE, SIGNATURE, BUTTON = (
    *("text", "check", "radio", "choice"),
    *("signature", "button"),
)
FILLABLE = (TEXT, CHECK, RADIO, CHOICE)
OFF = "/Off"

_DEPTH = 32  # of parents; some files have them in a circle
_MULTILINE, _RADIO, _BUTTON, _PASSWORD, _FILE, _COMB = (
    1 << bit - 1 for bit in (13, 16, 17, 14, 21, 25)
)
_HIDDEN, _NO_VIEW = 1 << 1, 1 << 5
_READ_ONLY = 1
_MOST_OPTIONS = 1000
_MOST_SIZE = 1000  # pt: none is larger, and all that are smaller are tried
_FONT = re.compile(rb"/[^\s/\[\]()<>]+\s+(-?[\d.]+)\s+Tf")
_COLOR = re.compile(rb"((?:-?\d*\.?\d+\s+){1,4})(rg|g|k)(?=\s|$)")
_COLOR_OPERATORS = {1: ("g", "G"), 3: ("rg", "RG"), 4: ("k", "K")}
_INDEX = re.compile(r"\[\d+\]$")
_LEAST = 1.0  # pt: nothing is printed in what is smaller


class Field(NamedTuple):
    """One widget. Lengths in pt, ``box`` in the page as it is shown (``paper``).

    ``kind``: one of the above; ``size``: of its text, 0 being as large as fits;
    ``align``: ``master.LEFT`` …; ``color``: the operator that sets that of its text;
    ``comb``: number of cells or 0; ``max_length``: characters it takes, 0 being any
    number; ``on``: name of the state of a check box or radio button that is on;
    ``options``: ``((export, shown), …)`` of a choice; ``value``: what it has as the
    file came, of a check box or radio button its state; ``label``: its tooltip;
    ``border``: what it takes of the box; ``paints``: operators that set its
    background and its border, "" being none, and how wide the latter is drawn;
    ``turned``: degrees against the page as shown; ``index``: place among its page's
    annotations.
    """

    name: str
    page: int
    index: int
    kind: str
    box: tuple
    size: float = 0
    align: int = 0
    color: str = "0 g"
    multiline: bool = False
    comb: int = 0
    max_length: int = 0
    on: str = ""
    options: tuple = ()
    value: str = ""
    label: str = ""
    border: float = 1
    paints: tuple = ("", "", 1)
    turned: int = 0
    hidden: bool = False
    read_only: bool = False

    @property
    def short(self):
        return short_name(self.name)

    @property
    def has_room(self):
        left, bottom, right, top = self.box
        return right - left >= _LEAST and top - bottom >= _LEAST

    @property
    def is_usable(self):
        """Whether something can be printed in it."""
        return self.has_room and not self.turned and self.kind != BUTTON

    def is_on(self, value):
        """Whether a check box or radio button is on if its field has ``value``."""
        return value is True or value is not False and _bare(value) == _bare(self.on)


def short_name(name):
    """``F[0].P1[0].Form_CompletionDate_A[0]`` is ``Form_CompletionDate_A``."""
    return _INDEX.sub("", name.rpartition(".")[2])


def _bare(state):
    return state.removeprefix("/")


def read_field(form, widget, page, index, paper):
    """
    :param form: dictionary of the form
    :param widget: dictionary of the annotation
    :param page: its number
    :param index: its place among the page's annotations
    :param paper: ``paper.Paper`` of the page
    :returns: ``Field``, or None for what is none
    """
    node = _Node(form, widget)
    box = to_numbers(get(widget, "/Rect"), 4)
    kind = node.get_kind()
    if not box or not kind:
        return None
    return Field(
        name=node.get_name(),
        page=page,
        index=index,
        kind=kind,
        box=tuple(round(edge, 4) for edge in paper.place(box)),
        turned=(get_integer(get_dictionary(widget, "/MK"), "/R") - paper.turn) % 360,
        **node.get_looks(),
        **node.get_content(kind),
    )


def is_hidden(annotation):
    """Whether viewers do not show it."""
    return bool(get_integer(annotation, "/F") & (_HIDDEN | _NO_VIEW))


class _Node:
    """A widget and its parents."""

    def __init__(self, form, widget):
        self._form, self._widget = form, widget
        self._chain, node = [], widget
        while isinstance(node, DictionaryObject) and len(self._chain) < _DEPTH:
            if any(node is known for known in self._chain):
                break
            self._chain.append(node)
            node = get(node, "/Parent")

    def get(self, key):
        """What it has or inherits; None for nothing."""
        found = (get(node, key) for node in (*self._chain, self._form))
        return next((value for value in found if value is not None), None)

    def get_flags(self):
        return to_integer(self.get("/Ff"))

    def get_name(self):
        names = [get(node, "/T") for node in reversed(self._chain)]
        return ".".join(to_text(name) for name in names if name is not None)

    def get_kind(self):
        flags = self.get_flags()
        if self.get("/FT") == "/Btn":
            return BUTTON if flags & _BUTTON else RADIO if flags & _RADIO else CHECK
        kinds = {"/Tx": TEXT, "/Ch": CHOICE, "/Sig": SIGNATURE}
        return kinds.get(str(self.get("/FT")))

    def get_looks(self):
        size, color = _read_appearance(self.get("/DA"))
        align, width = to_integer(self.get("/Q")), _read_border(self._widget)
        return {
            "size": size,
            "color": color,
            "align": align if align in (1, 2) else 0,
            "border": width * (2 if self._is_raised() else 1),
            "paints": (*_read_paints(get_dictionary(self._widget, "/MK")), width),
            "hidden": is_hidden(self._widget),
            "read_only": bool(self.get_flags() & _READ_ONLY),
            "label": next(filter(None, self._get_labels()), ""),
        }

    def _is_raised(self):
        """Whether its border is drawn as if it had an edge, which is as wide again."""
        return get(get_dictionary(self._widget, "/BS"), "/S") in ("/B", "/I")

    def _get_labels(self):
        return (to_text(get(node, "/TU")) for node in self._chain)

    def get_content(self, kind):
        if kind in (CHECK, RADIO):
            on = self._get_on()
            return {"on": on, "value": self._get_state(on)}
        value = self.get("/V")
        if kind == SIGNATURE:
            return {"value": "signed" if isinstance(value, DictionaryObject) else ""}
        content = {"value": to_text(value)}
        if kind == CHOICE:
            content["options"] = _read_options(self.get("/Opt"))
        if kind == TEXT:
            content.update(self._get_limits())
        return content

    def _get_limits(self):
        flags = self.get_flags()
        most = max(0, to_integer(self.get("/MaxLen")))
        no_comb = _MULTILINE | _PASSWORD | _FILE
        has_comb = flags & _COMB and not flags & no_comb
        return {
            "multiline": bool(flags & _MULTILINE),
            "max_length": most,
            "comb": most if has_comb else 0,
        }

    def _get_on(self):
        """The state that is not off, whatever it is called."""
        states = get_dictionary(get_dictionary(self._widget, "/AP"), "/N")
        if not isinstance(states, StreamObject):
            for state in states:
                if state != OFF:
                    return to_name(state)
        value = self.get("/V")
        return "/Yes" if value in (None, OFF) else to_text(value)

    def _get_state(self, on):
        state = get(self._widget, "/AS")
        if state is None:
            value = self.get("/V")
            state = (
                value
                if value is not None and _bare(to_text(value)) == _bare(on)
                else OFF
            )
        return to_name(state)


def _read_appearance(text):
    """(size, operator of the color) of a default appearance (12.7.3.3)."""
    data = to_text(text).encode("latin-1", "replace")
    sizes, colors = _FONT.findall(data), _COLOR.findall(data)
    size = abs(to_number(sizes[-1].decode()) or 0) if sizes else 0
    if size > _MOST_SIZE:
        size = 0
    if not colors:
        return size, "0 g"
    numbers, operator = colors[-1]
    return size, " ".join([*numbers.decode().split(), operator.decode()])


def _read_border(widget):
    style = get_dictionary(widget, "/BS")
    width = to_number(get(style, "/W"))
    if width is not None:
        return abs(width)
    border = get_array(widget, "/Border")
    width = to_number(border[2].get_object()) if len(border) > 2 else None
    return 1.0 if width is None else abs(width)


def _read_paints(looks):
    return tuple(
        _read_color(get(looks, key), stroke) for key, stroke in (("/BG", 0), ("/BC", 1))
    )


def _read_color(array, stroke):
    count = len(array) if isinstance(array, ArrayObject) else 0
    numbers = to_numbers(array, count) if count in _COLOR_OPERATORS else None
    if not numbers:
        return ""
    words = [f"{number:.4g}" for number in numbers]
    return " ".join([*words, _COLOR_OPERATORS[count][stroke]])


def _read_options(options):
    if not isinstance(options, ArrayObject):
        return ()
    pairs = []
    for option in options[:_MOST_OPTIONS]:
        option = option.get_object()
        both = option if isinstance(option, ArrayObject) and len(option) > 1 else None
        texts = [to_text(each.get_object()) for each in both[:2]] if both else None
        pairs.append(tuple(texts or [to_text(option)] * 2))
    return tuple(pairs)
