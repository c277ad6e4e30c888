"""Building a head: a master's pages and a face become numbered, finished objects."""

import json
import zlib

from . import objects
from .head import FILE_HEADER, MAGIC, WRITER_VERSION, Head
from .objects import real
from .pen import FIRST_CODE, Pen, draw
from .text import clean
from .typeset import BODY

_ASCII = "".join(map(chr, range(0x20, 0x7F)))
_TYPOGRAPHIC = "\xa0¡¢£§©«®°±²³·»¼½¾¿–—‘’‚“”„†‡•…‰‹›€™"
_CODES = 256 - FIRST_CODE  # codes of one simple font
_CMAP_BLOCK = 100  # entries allowed in one bfchar block (Adobe Technical Note 5014)


def make_head(
    master,
    face,
    characters,
    *,
    author,
    language,
    title,
    centered=(),
    color="#000000",
    colors=None,
):
    """Finish a master and a face to a head.

    :param master: ``master.Master``; if its last page has a slot ``body``
        that page is the continuation page, printed only where it is needed
    :param face: ``face.Face``
    :param characters: all texts that will be stamped; characters without a glyph
        are left out, and stamping them is refused
    :param author: str, of the files: the agency
    :param language: str, BCP 47 tag, as ``en-US``
    :param title: str, of a file that is given none
    :param centered: names of slots whose lines are centered in their cell
    :param color: str, of the texts, ``#rrggbb`` as in the template's style
    :param colors: slot name -> another color
    :returns: ``head.Head``
    """
    builder, metrics = Builder(), face.metrics
    fonts = [
        {"characters": chars, "widths": [metrics.widths.get(char) for char in chars]}
        for chars in _font_characters(face, [*characters, *_own_lines(master)])
    ]
    pen = Pen(fonts, metrics.units, metrics.ascent, metrics.descent)
    font_entries = b"".join(
        b"/F%d %d 0 R" % (number, _add_font(builder, face, number, font))
        for number, font in enumerate(fonts)
    )
    pages, shared = _add_pages(builder, master, font_entries, pen)
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
        "color": _color(color),
        "colors": {name: _color(own) for name, own in (colors or {}).items()},
    }
    text = json.dumps(index, separators=(",", ":")).encode() + b"\n"
    magic = MAGIC % (WRITER_VERSION, len(text))
    return Head.load(b"".join([magic, text, FILE_HEADER, *builder.written]))


def _color(text):
    """The operator that sets a color for filling, letters included."""
    channels = bytes.fromhex(text.removeprefix("#"))
    return " ".join(real(channel / 255).decode() for channel in channels) + " rg"


def _rounded(slot):
    lengths = [round(length, 4) for length in slot[2:9]]
    return [*slot[:2], *lengths, *slot.measures[7:]]


def _own_lines(master):
    """The lines that all certificates have."""
    return [line for page in master.pages for text in page.texts for line in text.lines]


class Builder:
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
        position, spans = len(FILE_HEADER), []
        for data in self.written:
            plain, mark, _data = data.partition(objects.STREAM)
            spans.append([position, len(plain) + len(mark)])
            position += len(data)
        return spans


def _add_pages(builder, master, fonts, pen):
    """Entries of each page's dictionary, and how many objects every file takes."""
    importer = objects.Importer(builder.reserve, builder.write)
    last = len(master.pages) - 1
    has_body = any(slot.name == BODY and slot.page == last for slot in master.slots)
    pages = []
    for number, page in enumerate(master.pages):
        if number == last and has_body:
            shared = builder.count
        pages.append(_add_page(builder, importer, page, fonts, pen))
    return pages, shared if has_body else builder.count


def _add_page(builder, importer, page, fonts, pen):
    number = builder.reserve()
    box = b"[%b]" % b" ".join(map(real, page.box))
    content, resources = page.content, importer.entries(page.resources)
    if page.texts:
        content += draw(pen, page.texts)
        resources += b"/Font<<%b>>" % fonts
    entries = b"/Type/XObject/Subtype/Form/BBox%b/Resources <<%b>>" % (box, resources)
    if page.group is not None:
        entries += b"/Group " + importer.value(page.group)
    drawings = b"/M %d 0 R" % number + importer.entries(
        {f"/{name}": stream for name, stream in page.marks.items()}
    )
    builder.write(number, _packed(content, entries))
    importer.finish()
    resources = builder.add(b"<</XObject<<%b>>/Font<<%b>>>>" % (drawings, fonts))
    return f"/MediaBox{box.decode()}/Resources {resources} 0 R"


def _packed(data, entries=b""):
    """A compressed stream: its bytes are stored, so any zlib will do."""
    return objects.stream(zlib.compress(data, 9), entries + b"/Filter/FlateDecode")


# ------------------------------------------------------------------------ fonts
# Simple TrueType with codes of our own, ASCII where it has always been.


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
    name = f"/{_subset_tag(number)}+{face.name}"
    descriptor = builder.add(_descriptor(face, name, file))
    scale = 1000 / face.metrics.units
    widths = b" ".join(real((width or 0) * scale) for width in font["widths"])
    return builder.add(
        b"<</Type/Font/Subtype/TrueType/BaseFont%b/FirstChar %d/LastChar %d"
        b"/Widths[%b]/FontDescriptor %d 0 R/ToUnicode %d 0 R>>"
        % (
            name.encode(),
            FIRST_CODE,
            FIRST_CODE + len(characters) - 1,
            widths,
            descriptor,
            unicodes,
        )
    )


def _subset_tag(number):
    more, last = divmod(number, 26)
    return 5 * chr(ord("A") + more) + chr(ord("A") + last)


def _descriptor(face, name, file):
    entries = {"FontName": name, **face.descriptor(), "FontFile2": f"{file} 0 R"}
    text = "".join(f"/{key} {value}" for key, value in entries.items())
    return f"<</Type/FontDescriptor{text}>>".encode()


def _to_unicode(characters):
    pairs = [
        b"<%02X> <%b>\n" % (code, char.encode("utf-16-be").hex().encode())
        for code, char in enumerate(characters, FIRST_CODE)
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
