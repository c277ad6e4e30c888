"""How a text will fit its place, known before anything is drawn."""

import string

from .face import Metrics
from .master import Slot
from .text import clean
from .typeset import fit_slot, trials

FITS, SMALLER, CONTINUATION = "fits", "smaller", "continuation"

_KEPT = 4096
_PLAIN = string.ascii_letters + string.digits + string.punctuation + " "


class Gauge:
    """Measures texts against the places of a page.

    :param metrics: ``face.Metrics``
    :param slots: name -> the measures of its ``master.Slot``: ``[x, y, size, left,
        bottom, right, top]`` in pt, and its style if any
    """

    def __init__(self, metrics: Metrics, slots):
        # A character the face does not have is drawn by another one: an em, guessed.
        self.metrics = metrics.guessing()
        self._slots = {
            name: Slot.make(name, 0, measures) for name, measures in slots.items()
        }
        self._trials = {
            name: trials(self.metrics, slot) for name, slot in self._slots.items()
        }
        self._widest = max(map(self.metrics.widths.__getitem__, _PLAIN))
        self._known = {}

    def measure(self, name, text):
        """Whether ``text`` fits the slot ``name`` as it is, in smaller type, or not.

        :returns: "fits", "smaller", or "continuation": all of it goes to another page
        """
        key = name, text
        if key not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[key] = self._measure(name, text)
        return self._known[key]

    def _measure(self, name, text):
        sizes, slot = self._trials[name], self._slots[name]
        if self._is_small(text, slot.style, *sizes[0][1:]):
            return FITS
        fitted = fit_slot(self.metrics, slot, sizes, clean(text))
        if fitted is None:
            return CONTINUATION
        return FITS if fitted[0] == sizes[0][0] else SMALLER

    def _is_small(self, text, style, limit, most):
        """Whether plain ``text`` would have room even in the widest letters."""
        lines = text.split("\n")
        return (
            not style.cells
            and len(text) <= (style.most or len(text))
            and len(lines) <= most
            and len(max(lines, key=len)) * self._widest <= limit
            and text.isascii()
            and "".join(lines).isprintable()
        )
