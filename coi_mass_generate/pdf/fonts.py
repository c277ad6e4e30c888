"""What the fonts of this machine can draw, as fontconfig tells it."""

import time

from . import programs

_KEPT_SECONDS = 60  # a font installed meanwhile is seen after this
_known = {"until": 0.0, "ranges": []}


def undrawable(characters):
    """The characters that no font of this machine has.

    :param characters: iterable of str of length 1
    :returns: set of str; empty where the machine has no fontconfig to ask
    """
    ranges = _get_ranges()
    if not ranges:
        return set()
    return {char for char in characters if not _is_in(ord(char), ranges)}


def _is_in(code, ranges):
    return any(first <= code <= last for first, last in ranges)


def _get_ranges():
    if time.monotonic() > _known["until"]:
        _known["ranges"] = _read_ranges()
        _known["until"] = time.monotonic() + _KEPT_SECONDS
    return _known["ranges"]


def _read_ranges():
    """All (first, last) code points of all fonts, merged and ascending."""
    spans = sorted(_parse(word) for word in set(programs.list_characters().split()))
    merged = []
    for first, last in spans:
        if merged and first <= merged[-1][1] + 1:
            merged[-1][1] = max(merged[-1][1], last)
        else:
            merged.append([first, last])
    return merged


def _parse(word):
    first, _dash, last = word.partition("-")
    return int(first, 16), int(last or first, 16)
