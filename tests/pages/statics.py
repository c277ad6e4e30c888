"""Random static parts of certificates: the same ones for a seed, on every Python."""

import random
import string

from coi_pdf.layout import ROWS

CHARACTERS = string.ascii_lowercase + "     " + string.ascii_uppercase
PRODUCER = ("name", "contact", "phone", "fax", "email")


class Maker:
    """Draws with ``random()`` alone, which never changes for a seed."""

    def __init__(self, seed):
        self._random = random.Random(seed).random

    def number(self, most):
        """0 to ``most``; small ones far more often, as on real pages."""
        return int(self._random() ** 2 * (most + 1))

    def pick(self, values):
        return values[int(self._random() * len(values))]

    def text(self, most):
        letters = CHARACTERS if self._random() < 0.8 else string.ascii_uppercase
        return "".join(self.pick(letters) for _each in range(self.number(most)))

    def texts(self, count, most):
        return [self.text(most) for _each in range(self.number(count))]


def make_static(seed):
    """The part of ``coi.page._prepare_static`` that pages are dealt out by."""
    maker = Maker(seed)
    return {
        "producer": {
            **{key: maker.text(90) for key in PRODUCER},
            "address": maker.texts(6, 80),
        },
        "insured": {"name": maker.text(200), "address": maker.texts(12, 120)},
        "insurers": [
            {"letter": str(place), "name": maker.text(100)}
            for place in range(maker.number(14))
        ],
        "coverages": [
            _make_coverage(maker, place) for place in range(maker.number(24))
        ],
    }


def _make_coverage(maker, place):
    return {
        "key": f"p{place}",
        "row": maker.pick(ROWS),
        "label": maker.text(60),
        "number": maker.text(40),
        "options": [{"label": label} for label in maker.texts(8, 50)],
        "notes": maker.texts(2, 90),
        "limits": [
            {"label": maker.text(70), "value": maker.text(40)}
            for _each in range(maker.number(30))
        ],
    }
