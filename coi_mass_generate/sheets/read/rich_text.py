"""Text of which parts may be struck through, in any kind of workbook."""

import re

from .packed import pass_over

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NO = ("0", "false", "off", "none")


class RichText:
    """Takes the text of one cell out of the XML of Excel.

    Has ``starts`` and ``ends`` for the handler of a part, and ``add`` for its text.
    """

    def __init__(self):
        self._runs, self._strikes = [], None
        self._taking = self._phonetic = False
        self.starts = {
            "t": self._start_text,
            "r": self._start_run,
            "rPr": self._start_look,
            "strike": self._strike,
            "rPh": self._start_phonetic,
            **dict.fromkeys(("rFont", "sz", "color", "family", "scheme"), pass_over),
        }
        self.ends = {
            "t": self._end_text,
            "r": self._end_run,
            "rPh": self._end_phonetic,
        }

    def _start_text(self, _attributes):
        self._taking = not self._phonetic

    def _end_text(self):
        self._taking = False

    def _start_run(self, _attributes):
        self._strikes = None

    def _start_look(self, _attributes):
        # A run with a look of its own has none of the cell's.
        self._strikes = False

    def _strike(self, attributes):
        self._strikes = is_on(attributes)

    def _end_run(self):
        self._strikes = None

    def _start_phonetic(self, _attributes):
        self._phonetic = True

    def _end_phonetic(self):
        self._phonetic = False

    def add(self, data):
        if self._taking:
            self._runs.append((data, self._strikes))

    def take(self):
        """The text, or ``[(text, strikes)]`` of its runs where they differ.

        ``strikes`` is None for what looks as the cell does.
        """
        if not self._runs:
            return ""
        runs, self._runs = self._runs, []
        if len(runs) == 1 and runs[0][1] is None:
            return unescape(runs[0][0])
        if all(strikes is None for _text, strikes in runs):
            return unescape("".join([text for text, _strikes in runs]))
        return [(unescape(text), strikes) for text, strikes in runs]


def is_on(attributes):
    """Whether what an element of Excel is about is so: its value may be left out."""
    return attributes.get("val", "1") not in _NO


def take_struck(runs, cell_strikes):
    """(text, struck) of a cell, as ``Collector.add`` takes them.

    :param runs: a text, or ``[(text, strikes)]``
    """
    if isinstance(runs, str):
        return runs, cell_strikes
    plain, struck = [], []
    for text, strikes in runs:
        strikes = cell_strikes if strikes is None else strikes
        # A space has no line through it that anybody could see.
        (struck if strikes and text.strip() else plain).append(text)
    if not struck:
        return "".join(plain), False
    if not any(text.strip() for text in plain):
        return "".join([text for text, _strikes in runs]), True
    return "".join(plain), " ".join(struck)


def unescape(text):
    """Excel writes characters that XML cannot hold as in "_x000D_"."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
