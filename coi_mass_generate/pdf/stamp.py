"""Stamp: one certificate's file, from its head's bytes and its fitted pages.

A file is the head's objects as they are, then the few of its own, one
cross-reference table, one trailer. Nothing is compressed and no clock is read:
the bytes depend on the head, the pages, the title and the writer version only.
"""

import hashlib
import itertools
import zlib
from typing import NamedTuple

from .face import LEADING
from .objects import indirect, real, stream, text_string
from .pen import literal, one_by_one, runs
from .typeset import baseline

PRODUCER = b"(coi_mass_generate)"
# Headings are filled and outlined, this thick in font sizes: the face has no bold one.
_BOLD = 0.035
# Few, so that they stay in the processor's cache: a fifth faster than thousands.
_SHOWN_KEPT = 256
_BASES_KEPT = 64


class Stamped(NamedTuple):
    """One file in its parts, each of which some way out wants by itself.

    ``rest``: all behind what it shares with others of its head, which is ``start``,
    with its CRC-32 ``start_crc``; ``sha256`` of the whole in hexadecimal;
    ``contents``: ``[(page of the master, what is shown)]``, None of a file that was
    not stamped.
    """

    rest: bytes
    sha256: str
    start: bytes = b""
    start_crc: int = 0
    contents: list = None

    @property
    def data(self):
        """The file."""
        return self.start + self.rest


def stamp(head, pages, *, title=None):
    """One file.

    :param head: ``head.Head``
    :param pages: as ``typeset.compose`` gives them, or their JSON read again
    :param title: str, the file's, instead of the head's
    :returns: bytes
    """
    return stamp_parts(head, pages, title=title).data


def stamp_parts(head, pages, *, title=None):
    """As ``stamp``, a ``Stamped``.

    The head's part of the hash is computed once for all its certificates.
    """
    base = _base(head, pages)
    contents = [(number, page_content(head, entries)) for number, entries in pages]
    values = [stream(shown) for _number, shown in contents]
    values.append(information(head.title if title is None else title, head.author))
    own, offsets, start = _numbered(base.first, values, len(base.data))
    size = base.first + len(values)
    own.append(b"xref\n0 %d\n%b%b" % (size, base.xref, xref_lines(offsets)))
    body = b"".join(own)
    sha = base.sha.copy()
    sha.update(body)
    end = trailer(size, base.root, size - 1, sha, start)
    sha.update(end)
    return Stamped(body + end, sha.hexdigest(), base.data, base.crc, contents)


def page_content(head, entries):
    """A page's own content: its master drawn, then its texts."""
    known, texts = head.shown, []
    for index, size, lines, *headed in entries:
        # Remembered, as many holders share their texts: the date, a "Y".
        key = index, size, *lines
        if headed:
            texts.append(_headed(head, index, size, lines, *headed))
        else:
            texts.append(known.get(key) or _show(head, key))
    return b"%b%bET" % (head.text_begin, b"".join(texts))


def page_value(parent, entries):
    """A page's value, ``entries`` being all it has besides type and parent."""
    return b"<</Type/Page/Parent %d 0 R%b>>" % (parent, entries)


def xref_lines(offsets):
    """Cross-reference entries of objects in use (7.5.4): 20 bytes each."""
    return b"".join([b"%010d 00000 n \n" % offset for offset in offsets])


def catalog(pages, language, entries=b""):
    """The catalog's value, ``pages`` being the page tree's number."""
    return (
        b"<</Type/Catalog/Pages %d 0 R/Lang%b"
        b"/ViewerPreferences<</DisplayDocTitle true>>%b>>"
    ) % (pages, text_string(language), entries)


def information(title, author):
    """The information dictionary's value."""
    return b"<</Title%b/Author%b/Producer%b>>" % (
        text_string(title),
        text_string(author),
        PRODUCER,
    )


def trailer(size, root, info, sha, start):
    """All behind the cross-reference table; ``sha`` is of all that stands before."""
    name = sha.hexdigest()[:32].encode()
    return (
        b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]>>\n"
        b"startxref\n%d\n%%%%EOF\n"
    ) % (size, root, info, name, name, start)


# --------------------------------------------------------------------- one file


class _Base:
    """All that files with the same sequence of master pages begin with.

    That is everything but the texts: the head's objects, page tree, catalog, pages.
    """

    def __init__(self, head, numbers):
        with_body = head.body_page in numbers
        tree = head.object_count(with_body) + 1
        contents = tree + 2 + len(numbers)
        values = [_tree(tree + 2, len(numbers)), catalog(tree, head.language)]
        for content, number in enumerate(numbers, contents):
            entries = b"%b/Contents %d 0 R" % (head.page_entries[number], content)
            values.append(page_value(tree, entries))
        base = head.base(with_body)
        own, offsets, _end = _numbered(tree, values, len(base))
        self.data = base + b"".join(own)
        self.sha, self.crc = hashlib.sha256(self.data), zlib.crc32(self.data)
        self.first = contents  # number of the first object a file has of its own
        self.root = tree + 1
        self.xref = b"0000000000 65535 f \n%b%b" % (
            xref_lines(head.offsets(with_body)),
            xref_lines(offsets),
        )


def _tree(first, count):
    kids = b" ".join([b"%d 0 R" % number for number in range(first, first + count)])
    return b"<</Type/Pages/Count %d/Kids[%b]>>" % (count, kids)


def _numbered(first, values, position):
    """Objects numbered from ``first``, their offsets, and where they end."""
    data = [indirect(number, value) for number, value in enumerate(values, first)]
    *offsets, end = itertools.accumulate(map(len, data), initial=position)
    return data, offsets, end


def _base(head, pages):
    numbers = tuple([number for number, _entries in pages])
    base = head.bases.get(numbers)
    if base is None:
        if len(head.bases) >= _BASES_KEPT:
            head.bases.clear()
        base = head.bases[numbers] = _Base(head, numbers)
    return base


# ------------------------------------------------------------------------ texts


def _show(head, key):
    """Operators that show a slot's lines."""
    if len(head.shown) >= _SHOWN_KEPT:
        head.shown.clear()
    index, size, *lines = key
    text, color = _show_plain(head, index, size, lines), head.colors[index]
    if color:
        text = b"%b\n%b%b\n" % (color, text, head.color)
    head.shown[key] = text
    return text


def _show_plain(head, index, size, lines):
    slot = head.slots[index]
    style = slot.style
    if style.mark:  # no drawing is shown within a text object
        return b"ET/%b Do BT\n" % style.mark.encode()
    if style.align or style.cells or style.leading:
        return one_by_one(head, slot, size, lines)
    return _aligned(head, index, size, lines)


def _headed(head, index, size, lines, headed):
    """As ``_aligned``, the lines of the numbers ``headed`` in bold."""
    outline = head.color.upper()  # the same color for lines (ISO 32000-1, 8.6.8)
    bold = b"2 Tr %b w %b\n" % (real(size * _BOLD), outline)
    shown = [_begin(head, head.slots[index], size)]
    for number, line in enumerate(lines):
        row = b"T* %b\n" % runs(head.encoded(line), size)
        shown.append(b"%b%b0 Tr\n" % (bold, row) if number in headed else row)
    return b"".join(shown)


def _aligned(head, index, size, lines):
    key = index, size, None  # no line is None
    begin = head.shown.get(key)
    if begin is None:
        begin = head.shown[key] = _begin(head, head.slots[index], size)
    text = head.encoded("\n".join(lines))
    try:
        return b"%b(%b)'\n" % (begin, literal(text).replace(b"\n", b")'\n("))
    except UnicodeEncodeError:  # some characters are in other fonts than the first
        rows = [b"T* %b\n" % runs(line, size) for line in text.split("\n")]
        return begin + b"".join(rows)


def _begin(head, slot, size):
    y = baseline(head.metrics, slot, size) + size * LEADING  # ' goes down a line first
    numbers = map(real, (size, size * LEADING, slot.x, y))
    return b"/F0 %b Tf %b TL 1 0 0 1 %b %b Tm\n" % tuple(numbers)
