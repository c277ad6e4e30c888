"""How a text will fit its place, known before anything is drawn."""

import string

from .face import Metrics
from .master import Slot
from .text import clean
from .typeset import fit, trials

FITS, SMALLER, CONTINUATION = "fits", "smaller", "continuation"

_KEPT = 4096
_PLAIN = string.ascii_letters + string.digits + string.punctuation + " "


class Gauge:
    """Measures texts against the places of a page.

    :param metrics: ``face.Metrics``
    :param slots: name -> the lengths of its ``master.Slot`` in pt: ``[x, y,
        size, left, bottom, right, top]``
    """

    def __init__(self, metrics: Metrics, slots):
        # A character the face does not have is drawn by another one: an em, guessed.
        self.metrics = metrics.guessing()
        self._trials = {
            name: trials(self.metrics, Slot(name, 0, *lengths))
            for name, lengths in slots.items()
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
        sizes = self._trials[name]
        if self._is_small(text, *sizes[0][1:]):
            return FITS
        fitted = fit(self.metrics, sizes, clean(text))
        if fitted is None:
            return CONTINUATION
        return FITS if fitted[0] == sizes[0][0] else SMALLER

    def _is_small(self, text, limit, most):
        """Whether plain ``text`` would have room even in the widest letters."""
        lines = text.split("\n")
        return (
            len(lines) <= most
            and len(max(lines, key=len)) * self._widest <= limit
            and text.isascii()
            and "".join(lines).isprintable()
        )
