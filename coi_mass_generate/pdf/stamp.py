"""Stamp: one certificate's file, from its head's bytes and its fitted pages.

A file is the head's objects as they are, then the few of its own, one
cross-reference table, one trailer. Nothing is compressed and no clock is read:
the bytes depend on the head, the pages, the title and the writer version only.
"""

import hashlib
import itertools

from .face import LEADING
from .objects import escaped, indirect, real, stream, text_string
from .typeset import baseline

PRODUCER = b"(coi_mass_generate)"
_SHOWN_KEPT = 4096


def stamp(head, pages, *, title=None):
    """One file.

    :param head: :class:`~.head.Head`
    :param pages: as :func:`~.typeset.compose` gives them, or their JSON read again
    :param str title: the file's, instead of the head's
    :return: bytes
    """
    return _stamped(head, pages, title)[0]


def stamp_and_hash(head, pages, *, title=None):
    """As :func:`stamp`, with the bytes' SHA-256 in hexadecimal.

    The head's part of the hash is computed once for all its certificates.
    """
    data, sha = _stamped(head, pages, title)
    return data, sha.hexdigest()


def page_content(head, entries):
    """A page's own content: its master drawn, then its texts."""
    return b"q/M Do Q BT\n%bET" % b"".join([_shown(head, *entry) for entry in entries])


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


# ---- one file


class _Base:
    """What all files with, or without, a continuation page begin with."""

    def __init__(self, head, with_body):
        self.data = head.base(with_body)
        self.sha = hashlib.sha256(self.data)
        self.count = head.object_count(with_body)
        self.xref = b"0000000000 65535 f \n" + xref_lines(head.offsets(with_body))
        self.catalog = catalog(self.count + 1, head.language)


def _base(head, pages):
    with_body = pages[-1][0] == head.body_page
    if with_body not in head.bases:
        head.bases[with_body] = _Base(head, with_body)
    return head.bases[with_body]


def _stamped(head, pages, title):
    base = _base(head, pages)
    first = base.count + 1
    values = _values(head, base, pages, title)
    own = [indirect(number, value) for number, value in enumerate(values, first)]
    *offsets, start = itertools.accumulate(map(len, own), initial=len(base.data))
    size = first + len(own)
    own.append(b"xref\n0 %d\n%b%b" % (size, base.xref, xref_lines(offsets)))
    body = b"".join(own)
    sha = base.sha.copy()
    sha.update(body)
    end = trailer(size, first + 1, first + 2, sha, start)
    sha.update(end)
    return b"".join((base.data, body, end)), sha


def _values(head, base, pages, title):
    """A file's own objects: page tree, catalog, information; page, content, …"""
    root = base.count + 1
    first = root + 3
    kids = b" ".join([b"%d 0 R" % (first + 2 * place) for place in range(len(pages))])
    values = [
        b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(pages), kids),
        base.catalog,
        information(head.title if title is None else title, head.author),
    ]
    for place, (number, entries) in enumerate(pages):
        content = b"/Contents %d 0 R" % (first + 2 * place + 1)
        values.append(page_value(root, head.page_entries[number] + content))
        values.append(stream(page_content(head, entries)))
    return values


# ---- texts


def _shown(head, index, size, lines):
    """Operators that show a slot's lines, remembered: many holders share some."""
    key = index, size, *lines
    known = head.shown.get(key)
    if known is None:
        if len(head.shown) >= _SHOWN_KEPT:
            head.shown.clear()
        show = _centered if head.is_centered[index] else _aligned
        known = head.shown[key] = show(head, index, size, lines)
    return known


def _aligned(head, index, size, lines):
    key = index, size
    begin = head.shown.get(key)
    if begin is None:
        begin = head.shown[key] = _begin(head, head.slots[index], size)
    text = head.encoded("\n".join(lines))
    try:
        return b"%b(%b)'\n" % (begin, _literal(text).replace(b"\n", b")'\n("))
    except UnicodeEncodeError:  # some characters are in other fonts than the first
        rows = [b"T* %b\n" % _runs(line, size) for line in text.split("\n")]
        return begin + b"".join(rows)


def _begin(head, slot, size):
    y = baseline(head.metrics, slot, size) + size * LEADING  # ' goes down a line first
    numbers = map(real, (size, size * LEADING, slot.x, y))
    return b"/F0 %b Tf %b TL 1 0 0 1 %b %b Tm\n" % tuple(numbers)


def _centered(head, index, size, lines):
    slot = head.slots[index]
    middle = (slot.left + slot.right) / 2
    y = baseline(head.metrics, slot, size)
    rows = [b"/F0 %b Tf\n" % real(size)]
    for place, line in enumerate(lines):
        x = middle - head.metrics.width(line, size) / 2
        where = b"%b %b" % (real(x), real(y - place * size * LEADING))
        rows.append(b"1 0 0 1 %b Tm %b\n" % (where, _runs(head.encoded(line), size)))
    return b"".join(rows)


def _runs(text, size):
    """Show one encoded line, changing fonts where its characters do."""
    shown = []
    for font, chars in itertools.groupby(text, lambda char: ord(char) >> 8):
        run = b"(%b)Tj" % _literal("".join(chr(ord(char) & 255) for char in chars))
        if font:
            run = b"/F%d %b Tf%b/F0 %b Tf" % (font, real(size), run, real(size))
        shown.append(run)
    return b"".join(shown)


def _literal(text):
    return escaped(text.encode("latin-1"))
