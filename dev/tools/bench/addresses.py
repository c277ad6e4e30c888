"""How well and how fast addresses in one cell are read, outside Odoo.

Of the processor's time: nothing waits here.
"""

import importlib
import sys
import time

from ..odoo import addons
from . import one_line

# Another one than any test has.
SEED = 77_000
TIMED = 10_000


def measure(count=1000):
    """``addresses_split`` (a share), ``addresses_wrong``, ``addresses_10000_s``."""
    read, fold = _load()
    verdicts = [
        _judge(read(address[0]), address, fold)
        for address in one_line.Maker(SEED).make(count)
    ]
    texts = [text for text, *_truth in one_line.Maker(SEED + 1).make(TIMED)]
    start = time.process_time()
    for text in texts:
        read(text)
    seconds = time.process_time() - start
    return {
        "addresses_split": round(verdicts.count("right") / count, 4),
        "addresses_wrong": verdicts.count("wrong"),
        "addresses_10000_s": round(seconds, 2),
    }


def _load():
    """(reader of one text, ``fold``), out of the addon without Odoo."""
    sys.path.insert(0, str(addons.folder() / addons.MAIN))
    places = importlib.import_module("sheets.clean.places").Places()
    whole = importlib.import_module("sheets.clean.whole")
    fold = importlib.import_module("sheets.text").fold
    return lambda text: whole.read_address(text.split("\n"), places), fold


def _judge(found, address, fold):
    """'right', 'wrong' in silence, or 'asked'."""
    _text, street, city, state, code = address
    if not found.is_read:
        return "asked"
    parts = found.parts
    said = fold(" ".join(found.lines)), fold(parts["city"])
    is_right = said == (fold(street), fold(city))
    is_right = is_right and (parts["state"], parts["zip"]) == (state, code)
    return "right" if is_right else "wrong"
