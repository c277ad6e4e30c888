"""Head: everything the certificates of one variant share, finished to bytes.

A head is made once, stored, and never made again: what was issued is rebuilt from
its bytes, whatever happens to the template, the font or the libraries.
"""

import copy
import functools
import hashlib
import json
import zlib

from . import objects
from .errors import HeadError, MissingCharactersError
from .face import Metrics
from .master import Slot
from .objects import real
from .text import clean
from .typeset import BODY, PAGE, trials

WRITER_VERSION = 1  # of the bytes that stamping adds; old ones stay readable
FILE_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"

_MAGIC = b"coi-head %d %d\n"  # writer version, length of the index
_ASCII = "".join(map(chr, range(0x20, 0x7F)))
_TYPOGRAPHIC = "\xa0¡¢£§©«®°±²³·»¼½¾¿–—‘’‚“”„†‡•…‰‹›€™"
_CODES = 224  # a simple font's codes from 32 to 255
_FIRST_CODE = 32
_CMAP_BLOCK = 100  # entries allowed in one bfchar block (Adobe tech note 5014)


def make_head(master, face, characters, *, author, language, title, centered=()):
    """Finish a master and a face to a head.

    :param master: :class:`~.master.Master`; if its last page has a slot ``body``
        that page is the continuation page, printed only where it is needed
    :param face: :class:`~.face.Face`
    :param characters: texts to be stamped, or their characters; those without a
        glyph are left out: stamping them is then refused
    :param str author: of the files, the agency
    :param str language: BCP 47 tag, as ``en-US``
    :param str title: of a file that is given none
    :param centered: names of slots whose lines are centred in their cell
    :return: :class:`Head`
    """
    builder, metrics = _Builder(), face.metrics
    fonts = [
        {"characters": chars, "widths": [metrics.widths.get(char) for char in chars]}
        for chars in _font_characters(face, characters)
    ]
    font_entries = b"".join(
        b"/F%d %d 0 R" % (number, _add_font(builder, face, number, font))
        for number, font in enumerate(fonts)
    )
    pages, shared = _add_pages(builder, master, font_entries)
    index = {
        "language": language,
        "author": author,
        "title": title,
        "units": metrics.units,
        "ascent": metrics.ascent,
        "descent": metrics.descent,
        "fonts": fonts,
        "pages": pages,
        "shared": shared,
        "objects": builder.index(),
        "slots": [_rounded(slot) for slot in master.slots],
        "centered": sorted(centered),
    }
    text = json.dumps(index, separators=(",", ":")).encode()
    magic = _MAGIC % (WRITER_VERSION, len(text))
    return Head.load(magic + text + b"\n" + FILE_HEADER + b"".join(builder.written))


def _rounded(slot):
    return [*slot[:2], *(round(length, 4) for length in slot[2:])]


class Head:
    """A finished head; see :func:`make_head`.

    ``metrics``; ``slots``, and for each ``is_centered`` and ``trials``; ``names`` of
    the slots (frozenset); ``static_pages`` (numbers of the pages every certificate
    has), ``body_page`` and ``body_slot`` (index) or None; for each page
    ``text_slots``: ``[(index, name)]`` and ``number_slots``: ``[index]``, where its
    number goes; ``language``, ``author``, ``title``.
    """

    def __init__(self, data, index, start):
        self._data = data
        self._start = start
        self.language, self.author = index["language"], index["author"]
        self.title = index["title"]
        self.slots = [Slot(*slot) for slot in index["slots"]]
        self.names = frozenset(slot.name for slot in self.slots)
        self.is_centered = [slot.name in index["centered"] for slot in self.slots]
        self._objects, self._shared = index["objects"], index["shared"]
        self.page_entries = [entries.encode() for entries in index["pages"]]
        self._set_pages()
        self._set_fonts(index)
        self.trials = [
            trials(self.metrics, slot, centered)
            for slot, centered in zip(self.slots, self.is_centered, strict=True)
        ]
        # What typesetting and stamping remember of the certificates before.
        self.fits, self.shown, self.bases = {}, {}, {}

    @classmethod
    def load(cls, data):
        """The head whose :meth:`dump` is ``data``.

        :raise HeadError: not a head, or one of another writer
        """
        magic, _newline, _rest = data[:64].partition(b"\n")
        word, *numbers = magic.split(b" ")
        if word != b"coi-head" or len(numbers) != 2:
            raise HeadError("These bytes are not a head")
        version, length = map(int, numbers)
        if version != WRITER_VERSION:
            raise HeadError(
                f"The head is of writer version {version}, this is {WRITER_VERSION}"
            )
        start = len(magic) + 1 + length + 1
        return cls(data, json.loads(data[len(magic) + 1 : start]), start)

    def dump(self):
        """Bytes that hold the head, for ever: whatever stamping needs is in them."""
        return self._data

    @functools.cached_property
    def digest(self):
        """SHA-256 of :meth:`dump`, bytes."""
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
        """Where the objects of :meth:`base` begin."""
        used = self._objects[: self.object_count(with_body)]
        return [offset for offset, _length in used]

    def parts(self, number):
        """An object's bytes: the part with object numbers in it, and the rest."""
        offset, length = self._objects[number - 1]
        start, end = self._start + offset, len(self._data)
        if number < len(self._objects):
            end = self._start + self._objects[number][0]
        return self._data[start : start + length], self._data[start + length : end]

    def encoded(self, text):
        """A line as codes; code c of font n is the character chr(256 * n + c)."""
        return text if text.isascii() else text.translate(self._codes)

    def _set_pages(self):
        last = len(self.page_entries) - 1
        self.text_slots = [[] for _page in self.page_entries]
        self.number_slots = [[] for _page in self.page_entries]
        self.body_page = self.body_slot = None
        for index, slot in enumerate(self.slots):
            if slot.name == PAGE:
                self.number_slots[slot.page].append(index)
            elif slot.name == BODY and slot.page == last:
                self.body_page, self.body_slot = last, index
            else:
                self.text_slots[slot.page].append((index, slot.name))
        self.static_pages = range(last + (self.body_page is None))

    def _set_fonts(self, index):
        widths, self._codes = {}, _Codes({10: 10})
        for number, font in enumerate(index["fonts"]):
            pairs = zip(font["characters"], font["widths"], strict=True)
            widths.update((char, width) for char, width in pairs if width is not None)
            for place, char in enumerate(font["characters"], _FIRST_CODE):
                self._codes[ord(char)] = 256 * number + place
        units, ascent, descent = index["units"], index["ascent"], index["descent"]
        self.metrics = Metrics(widths, units, ascent, descent)


class _Codes(dict):
    """A table for str.translate that does not let unknown characters pass."""

    def __missing__(self, code):
        raise MissingCharactersError(chr(code))


class _Builder:
    """Finishes objects to bytes, in the order of their numbers."""

    def __init__(self):
        self.written = []
        self.count = 0

    def reserve(self):
        self.count += 1
        return self.count

    def write(self, number, value):
        assert number == len(self.written) + 1
        self.written.append(objects.indirect(number, value))

    def add(self, value):
        number = self.reserve()
        self.write(number, value)
        return number

    def index(self):
        """``[offset, length of the part with object numbers]`` for each object."""
        position, places = len(FILE_HEADER), []
        for data in self.written:
            plain, mark, _data = data.partition(objects.STREAM)
            places.append([position, len(plain) + len(mark)])
            position += len(data)
        return places


def _add_pages(builder, master, fonts):
    """Entries of each page's dictionary, and how many objects every file takes."""
    importer = objects.Importer(builder.reserve, builder.write)
    last = len(master.pages) - 1
    has_body = any(slot.name == BODY and slot.page == last for slot in master.slots)
    pages = []
    for number, page in enumerate(master.pages):
        if number == last and has_body:
            shared = builder.count
        pages.append(_add_page(builder, importer, page, fonts))
    return pages, shared if has_body else builder.count


def _add_page(builder, importer, page, fonts):
    number = builder.reserve()
    box = b"[%b]" % b" ".join(map(real, page.box))
    entries = b"/Type/XObject/Subtype/Form/BBox%b/Resources %b" % (
        box,
        importer.value(page.resources),
    )
    if page.group is not None:
        entries += b"/Group " + importer.value(page.group)
    builder.write(number, _packed(page.content, entries))
    importer.finish()
    resources = builder.add(b"<</XObject<</M %d 0 R>>/Font<<%b>>>>" % (number, fonts))
    return f"/MediaBox{box.decode()}/Resources {resources} 0 R"


def _packed(data, entries=b""):
    """A compressed stream: its bytes are stored, so any zlib will do."""
    return objects.stream(zlib.compress(data, 9), entries + b"/Filter/FlateDecode")


# ---- fonts: simple TrueType with codes of our own, ASCII where it has always been


def _font_characters(face, characters):
    """Strings of at most 224 characters: what code 32, 33, … of each font draws."""
    wanted = set(_TYPOGRAPHIC).union(*map(clean, characters)).difference(_ASCII)
    ordered = _ASCII + "".join(sorted(wanted & face.metrics.widths.keys()))
    return [ordered[i : i + _CODES] for i in range(0, len(ordered), _CODES)]


def _add_font(builder, face, number, font):
    """Add a font and return its object number (ISO 32000-1, 9.6.3 and 9.9)."""
    characters = font["characters"]
    ttf = face.subset(characters)
    file = builder.add(_packed(ttf, b"/Length1 %d" % len(ttf)))
    unicodes = builder.add(_packed(_to_unicode(characters)))
    name = f"/{chr(ord('A') + number) * 6}+{face.name}"
    descriptor = builder.add(_descriptor(face, name, file))
    scale = 1000 / face.metrics.units
    widths = b" ".join(real((width or 0) * scale) for width in font["widths"])
    return builder.add(
        b"<</Type/Font/Subtype/TrueType/BaseFont%b/FirstChar %d/LastChar %d"
        b"/Widths[%b]/FontDescriptor %d 0 R/ToUnicode %d 0 R>>"
        % (
            name.encode(),
            _FIRST_CODE,
            _FIRST_CODE + len(characters) - 1,
            widths,
            descriptor,
            unicodes,
        )
    )


def _descriptor(face, name, file):
    entries = {"FontName": name, **face.descriptor(), "FontFile2": f"{file} 0 R"}
    text = "".join(f"/{key} {value}" for key, value in entries.items())
    return f"<</Type/FontDescriptor{text}>>".encode()


def _to_unicode(characters):
    pairs = [
        b"<%02X> <%b>\n" % (code, char.encode("utf-16-be").hex().encode())
        for code, char in enumerate(characters, _FIRST_CODE)
    ]
    blocks = [
        b"%d beginbfchar\n%bendbfchar\n" % (len(block), b"".join(block))
        for block in (
            pairs[i : i + _CMAP_BLOCK] for i in range(0, len(pairs), _CMAP_BLOCK)
        )
    ]
    return (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        b"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
        b"%bendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ) % b"".join(blocks)
