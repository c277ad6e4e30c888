"""How a text will fit its place, known before anything is drawn."""

from .face import Metrics
from .master import Slot
from .text import clean
from .typeset import fit, trials

FITS, SMALLER, CONTINUATION = "fits", "smaller", "continuation"

_KEPT = 4096


class Gauge:
    """Measures texts against the places of a page.

    :param metrics: :class:`~.face.Metrics`
    :param slots: name -> the lengths of its :class:`~.master.Slot` in pt: ``[x, y,
        size, left, bottom, right, top]``
    """

    def __init__(self, metrics: Metrics, slots):
        # A character the face does not have is drawn by another one: an em, guessed.
        self.metrics = metrics.guessing()
        self._trials = {
            name: trials(self.metrics, Slot(name, 0, *lengths))
            for name, lengths in slots.items()
        }
        self._known = {}

    def measure(self, name, text):
        """Whether ``text`` fits the slot ``name`` as it is, in smaller type, or not.

        :return: "fits", "smaller", or "continuation": all of it goes to another page
        """
        key = name, text
        if key not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[key] = self._measure(name, text)
        return self._known[key]

    def _measure(self, name, text):
        sizes = self._trials[name]
        fitted = fit(self.metrics, sizes, clean(text))
        if fitted is None:
            return CONTINUATION
        return FITS if fitted[0] == sizes[0][0] else SMALLER
