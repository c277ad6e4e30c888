"""Merged: many certificates in one file, written as they come.

Each head's objects are written once, those that heads have in common - the letters, the
form under a thousand insureds - once for all. Little is kept in memory: eight bytes an
object. The page tree has two levels, so that a viewer opens ten thousand pages
without reading them.
"""

import array
import hashlib
import io

from pypdf import PdfReader

from .errors import PdfError
from .head import FILE_HEADER
from .objects import (
    Importer,
    indirect,
    references,
    renumbered,
    stream,
    text_string,
)
from .stamp import catalog, information, page_content, page_value, trailer, xref_lines

_CATALOG, _PAGES, _OUTLINES, _INFORMATION = range(1, 5)
_NODE_PAGES = 64  # pages of one node of the page tree
_BUFFER = 1 << 16  # bytes gathered before they are written
_DEPTH = 50  # of objects behind each other
_XREF_LINES = 1 << 12  # entries made at a time
_PAGE_ENTRIES = tuple("/Contents /Resources /MediaBox /CropBox /Rotate /Group".split())


class Merged:
    """A file of many certificates, with one bookmark each.

    :param fileobj: binary file; only ``write`` is called
    :param title: str, of the file, as ``author`` (the agency) and ``language``

    ``close`` finishes the file and leaves ``fileobj`` open.
    """

    def __init__(self, fileobj, *, title, author, language):
        self._file = _NumberedFile(fileobj, reserved=_INFORMATION)
        self._title, self._author, self._language = title, author, language
        self._heads = {}  # digest -> _PlacedHead
        self._shared = {}  # digest of an object -> its number
        self._pages = _PageTree(self._file)
        self._bookmarks = _Bookmarks(self._file)

    @property
    def page_count(self):
        """Pages added so far."""
        return self._pages.count

    def add(self, head, pages, bookmark):
        """Add a certificate: head and pages as for ``stamp.stamp``."""
        contents = [(number, page_content(head, some)) for number, some in pages]
        self.add_contents(head, contents, bookmark)

    def add_contents(self, head, contents, bookmark):
        """The same of one that was stamped: :attr:`~.stamp.Stamped.contents`."""
        placed = self._heads.get(head.digest)
        if not placed:
            placed = _PlacedHead(head, self._file, self._shared)
            self._heads[head.digest] = placed
        numbers = []
        for number, shown in contents:
            content = self._file.add(stream(shown))
            page = b"%b/Contents %d 0 R" % (placed.page_entries(number), content)
            numbers.append(self._pages.add(page))
        self._bookmarks.add(bookmark, numbers[0])

    def add_pdf(self, pdf, bookmark):
        """Add all pages of a finished file: what is drawn on them, not its links."""
        self.add_pages(self.read(pdf), bookmark)

    def read(self, pdf):
        """The pages of a finished file, for ``add_pages``: what they share is written
        once, however they are added."""
        importer = Importer(self._file.reserve, self._file.write)
        return [(importer, page) for page in PdfReader(io.BytesIO(pdf)).pages]

    def add_pages(self, pages, bookmark):
        """Add some of the pages of ``read``."""
        numbers = []
        for importer, page in pages:
            entries = b"".join(
                b"%b %b" % (name.encode(), importer.value(page.raw_get(name)))
                for name in _PAGE_ENTRIES
                if name in page
            )
            numbers.append(self._pages.add(entries))
            importer.finish()
        self._bookmarks.add(bookmark, numbers[0])

    def close(self):
        """Write what remains.

        :raises PdfError: nothing was added
        """
        if not self.page_count:
            raise PdfError("A file needs at least one page")
        self._pages.close()
        self._bookmarks.close()
        outlines = b"/Outlines %d 0 R/PageMode/UseOutlines" % _OUTLINES
        self._file.write(_CATALOG, catalog(_PAGES, self._language, outlines))
        self._file.write(_INFORMATION, information(self._title, self._author))
        self._file.close()


class _NumberedFile:
    """Objects on their way into a file."""

    def __init__(self, fileobj, reserved):
        self._file = fileobj
        self._sha = hashlib.sha256()
        self._buffer, self._flushed = bytearray(FILE_HEADER), 0
        self._offsets = array.array("Q", [0] * reserved)

    def reserve(self):
        self._offsets.append(0)
        return len(self._offsets)

    def write(self, number, value):
        self.write_bytes(number, indirect(number, value))

    def add(self, value):
        number = self.reserve()
        self.write(number, value)
        return number

    def write_bytes(self, number, data):
        """Write an object that has its number already."""
        self._offsets[number - 1] = self._flushed + len(self._buffer)
        self._put(data)

    def close(self):
        start = self._flushed + len(self._buffer)
        size = len(self._offsets) + 1
        self._put(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        for first in range(0, size, _XREF_LINES):
            self._put(xref_lines(self._offsets[first : first + _XREF_LINES]))
        self._flush()
        self._file.write(trailer(size, _CATALOG, _INFORMATION, self._sha, start))

    def _put(self, data):
        self._buffer += data
        if len(self._buffer) >= _BUFFER:
            self._flush()

    def _flush(self):
        data = bytes(self._buffer)
        self._file.write(data)
        self._sha.update(data)
        self._flushed += len(data)
        self._buffer.clear()


class _PlacedHead:
    """A head's objects in the merged file, written when first needed.

    :param shared: digest of an object -> its number in the file, of all heads
    """

    def __init__(self, head, file, shared):
        self._head, self._file, self._shared = head, file, shared
        self._numbers = {}  # of the head -> of the file
        self._digests = {}
        self._entries = {}

    def page_entries(self, number):
        """Entries of a page that shows page ``number`` of the master."""
        if number not in self._entries:
            self._place(self._head.object_count(number == self._head.body_page))
            entries = self._head.page_entries[number]
            self._entries[number] = renumbered(entries, self._numbers.__getitem__)
        return self._entries[number]

    def _place(self, count):
        wanted = [
            number
            for number in range(len(self._numbers) + 1, count + 1)
            if not self._find(number)
        ]
        for number in wanted:
            plain, rest = self._head.parts(number)
            data = renumbered(plain, self._numbers.__getitem__) + rest
            self._file.write_bytes(self._numbers[number], data)

    def _find(self, number):
        """Give an object its number; whether that one is in the file already."""
        digest = self._digest(number)
        known = self._shared.get(digest)
        self._numbers[number] = placed = known or self._file.reserve()
        if digest:
            self._shared[digest] = placed
        return bool(known)

    def _digest(self, number, depth=0):
        """A number that says what an object is, with all it refers to; None of objects
        in a circle, and of what is behind too many others."""
        if number not in self._digests:
            self._digests[number] = None  # while it is looked at
            plain, rest = self._head.parts(number)
            value = plain.partition(b"\n")[2]
            behind = [self._digest(each, depth + 1) for each in references(value)]
            if None not in behind and depth < _DEPTH:
                names = renumbered(value, self._digests.__getitem__)
                sha = hashlib.sha256(names + rest)
                self._digests[number] = int.from_bytes(sha.digest(), "big")
        return self._digests[number]


class _PageTree:
    """The root, under it nodes of a few pages each (ISO 32000-1, 7.7.3)."""

    def __init__(self, file):
        self._file = file
        self._nodes = []  # of [number, pages]
        self._kids = []  # of the last node

    @property
    def count(self):
        return sum(count for _number, count in self._nodes)

    def add(self, entries):
        """Add a page and return its number."""
        if not self._kids:
            self._nodes.append([self._file.reserve(), 0])
        page = self._file.add(page_value(self._nodes[-1][0], entries))
        self._kids.append(page)
        self._nodes[-1][1] += 1
        if len(self._kids) == _NODE_PAGES:
            self._close_node()
        return page

    def close(self):
        if self._kids:
            self._close_node()
        nodes = [number for number, _count in self._nodes]
        self._file.write(_PAGES, self._value(nodes, self.count))

    def _close_node(self):
        number, count = self._nodes[-1]
        self._file.write(number, self._value(self._kids, count, _PAGES))
        self._kids = []

    def _value(self, kids, count, parent=None):
        up = b"/Parent %d 0 R" % parent if parent else b""
        kids = b" ".join([b"%d 0 R" % kid for kid in kids])
        return b"<</Type/Pages%b/Count %d/Kids[%b]>>" % (up, count, kids)


class _Bookmarks:
    """A flat outline (12.3.3). An item is written once the next one has its number."""

    def __init__(self, file):
        self._file = file
        self._first = self._previous = self._last = self._count = 0
        self._text = b""

    def add(self, title, page):
        """Add a bookmark to the page of that number."""
        number = self._file.reserve()
        self._write_last(number)
        self._previous, self._last = self._last, number
        self._first = self._first or number
        self._count += 1
        self._text = b"/Title%b/Dest[%d 0 R/Fit]" % (text_string(title), page)

    def close(self):
        self._write_last(None)
        outlines = b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>"
        ends = self._first, self._last, self._count
        self._file.write(_OUTLINES, outlines % ends)

    def _write_last(self, following):
        if not self._last:
            return
        links = b"/Parent %d 0 R" % _OUTLINES
        if self._previous:
            links += b"/Prev %d 0 R" % self._previous
        if following:
            links += b"/Next %d 0 R" % following
        self._file.write(self._last, b"<<%b%b>>" % (links, self._text))
