"""Head: everything the certificates of one variant share, finished to bytes.

A head is made once, stored, and never made again: what was issued is rebuilt from
its bytes, whatever happens to the template, the font or the libraries.
"""

import copy
import functools
import hashlib
import json
import re

from .errors import HeadError
from .master import CENTER, Slot
from .pen import Pen
from .text import clean
from .typeset import BODY, FIRST, LABEL, NUMBERS, trials

# Of the bytes that stamping adds. Old ones stay readable: 1 knew one color for all
# texts, and no slots that follow from others; 2 no styles of slots.
WRITER_VERSION = 3
READABLE = (1, 2, WRITER_VERSION)
MAGIC = b"coi-head %d %d\n"  # writer version, length of the index behind this line
_MAGIC_LINE = re.compile(rb"coi-head (\d+) (\d+)\n")
FILE_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class Head(Pen):
    """A finished head; see ``build.make_head``.

    ``slots``, and for each its ``trials``; ``names`` of the slots (frozenset);
    ``static_pages`` (numbers of the pages every certificate has), ``body_page`` and
    ``body_slot`` (index) or None; for each page ``text_slots``: ``[(index, name)]`` and
    ``number_slots``: ``[index]``, where its number goes; ``text_begin``: operators
    before its texts; ``followers``: the slots that follow from another, ``{name: name
    of the other}``; ``color``: the operator that sets the color of texts, and for each
    slot ``colors``, one of its own or b""; ``language``, ``author``, ``title``.
    """

    def __init__(self, data, index, start):
        self._data = data
        self._start = start
        self.language, self.author = index["language"], index["author"]
        self.title = index["title"]
        fonts = [index[name] for name in ("fonts", "units", "ascent", "descent")]
        super().__init__(*fonts)
        self.slots = [_read_slot(slot, index) for slot in index["slots"]]
        self.names = frozenset(slot.name for slot in self.slots)
        self._objects, self._shared = index["objects"], index["shared"]
        self.followers = {
            name: name.partition(":")[2]
            for name in self.names
            if name.startswith((LABEL, FIRST))
        }
        self.color = index["color"].encode()
        own = index.get("colors", {})
        self.colors = [
            (own.get(slot.name) or slot.style.color).encode() for slot in self.slots
        ]
        self.text_begin = b"q/M Do Q BT\n%b\n" % self.color
        self.page_entries = [entries.encode() for entries in index["pages"]]
        self._set_pages()
        self.trials = [trials(self.metrics, slot) for slot in self.slots]
        # What typesetting and stamping remember of the certificates before.
        self.fits, self.shown, self.bases = {}, {}, {}

    @classmethod
    def load(cls, data):
        """The head whose ``dump`` is ``data``.

        :raises HeadError: not a head, or one of another writer
        """
        magic = _MAGIC_LINE.match(data)
        if not magic:
            raise HeadError("These bytes are not a head")
        version, length = int(magic[1]), int(magic[2])
        if version not in READABLE:
            raise HeadError(
                f"The head is of writer version {version}, this is {WRITER_VERSION}"
            )
        end = magic.end() + length
        return cls(data, json.loads(data[magic.end() : end]), end)

    def dump(self):
        """Bytes that hold the head, for ever: whatever stamping needs is in them."""
        return self._data

    @functools.cached_property
    def digest(self):
        """SHA-256 of ``dump``, bytes."""
        return hashlib.sha256(self._data).digest()

    def covers(self, texts):
        """Whether all characters of ``texts`` can be stamped on this head."""
        known = self.metrics.widths.keys() | {"\n"}
        return all(known >= set(clean(text)) for text in texts)

    @functools.cached_property
    def guessing(self):
        """This head for fitting texts it cannot draw; see ``compose(guess=True)``."""
        head = copy.copy(self)
        head.metrics, head.fits = self.metrics.guessing(), {}
        return head

    def order(self, name):
        """Place of the name's first slot."""
        return next(i for i, slot in enumerate(self.slots) if slot.name == name)

    def object_count(self, with_body):
        """How many objects a file takes from the head: numbers 1 to this."""
        return len(self._objects) if with_body else self._shared

    def base(self, with_body):
        """A file's first bytes: its header and the objects it takes."""
        end = len(self._data)
        if not with_body and self._shared < len(self._objects):
            end = self._start + self._objects[self._shared][0]
        return self._data[self._start : end]

    def offsets(self, with_body):
        """Where the objects of ``base`` begin."""
        used = self._objects[: self.object_count(with_body)]
        return [offset for offset, _length in used]

    def parts(self, number):
        """An object's bytes: the part with object numbers in it, and the rest."""
        offset, length = self._objects[number - 1]
        start, end = self._start + offset, len(self._data)
        if number < len(self._objects):
            end = self._start + self._objects[number][0]
        return self._data[start : start + length], self._data[start + length : end]

    def _set_pages(self):
        last = len(self.page_entries) - 1
        self.text_slots = [[] for _page in self.page_entries]
        self.number_slots = [[] for _page in self.page_entries]
        self.body_page = self.body_slot = None
        for index, slot in enumerate(self.slots):
            if slot.name in NUMBERS:
                self.number_slots[slot.page].append(index)
            elif slot.name == BODY and slot.page == last:
                self.body_page, self.body_slot = last, index
            else:
                self.text_slots[slot.page].append((index, slot.name))
        self.static_pages = range(last + (self.body_page is None))


def _read_slot(stored, index):
    """A slot; that its lines are centered stands in a list of names."""
    name, page, *measures = stored
    slot = Slot.make(name, page, measures)
    if name in index["centered"]:
        slot = slot._replace(style=slot.style._replace(align=CENTER))
    return slot
