"""A second opinion on addresses: how ``usaddress`` labels their words."""

import usaddress

from ..text import fold

_CITY, _STATE = "PlaceName", "StateName"


def find_city(words, starts, ending):
    """The city between street and state, as ``fold`` leaves it; or ''.

    :param words: words before the state
    :param starts: indices of the words that begin a piece of their own
    :param ending: text of state and ZIP code
    """
    pieces = [
        f", {word}" if at and at in starts else f" {word}"
        for at, word in enumerate(words)
    ]
    labelled = usaddress.parse(f"{''.join(pieces).strip()}, {ending}")
    labels = [label for _word, label in labelled]
    if _CITY not in labels or _STATE not in labels:
        return ""
    begin, end = labels.index(_CITY), labels.index(_STATE)
    if set(labels[begin:end]) != {_CITY}:
        return ""
    return fold(" ".join(word for word, _label in labelled[begin:end]))
