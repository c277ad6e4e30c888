"""A web page with a table, as many systems export it under the name ``.xls``."""

import re
from html.parser import HTMLParser

from ..text import is_digits
from .book import TEXT, Book, Collector
from .choose import first_list
from .csv_file import decode
from .refused import Refused

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
# Comments and such: a page of Excel has two for each of its parts.
DECLARATIONS = 100_000
STRUCK = ("s", "strike", "del")


def looks_like_html(content):
    start = decode(content[:4096])[0].lstrip("\ufeff \t\r\n").lower()
    if start.startswith("<?xml") and "spreadsheet" in start:
        raise Refused("wrong_kind", what="xml")
    if start.startswith(("<html", "<!doctype html", "<table", "<meta", "<head")):
        return True
    return start.startswith(("<?xml", "<!--", "<style", "<div", "<body")) and (
        "<html" in start or "<table" in start
    )


def read(content, sheet, limits):
    _check_size(content, limits)
    parser = _Tables(limits)
    parser.feed(_decode(content))
    parser.close()
    tables = [table.rows for table in parser.tables]
    names = [f"Table {number}" for number in range(1, len(tables) + 1)]
    book = Book("html", [{"name": name, "hidden": False} for name in names])
    rows = dict(zip(names, tables, strict=True))
    # The page's layout is tables, too: they are all there already, and looked at.
    return first_list(book, sheet, lambda name, _book: rows[name], most=len(names))


def _check_size(content, limits):
    """The parser takes a microsecond a tag, and longer for what is none."""
    signs = content.count(b"<") + content.count(b"&")
    if signs > limits.cells * 2 or content.count(b"<!") > DECLARATIONS:
        raise Refused("too_slow")


def _decode(content):
    named = _CHARSET.search(content[:4096])
    if named and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return content.decode(named[1].decode())
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(content)[0]


class _Tables(HTMLParser):
    """Collects the rows of every table; a nested table's go to that table."""

    def __init__(self, limits):
        super().__init__()
        self.limits = limits
        self.tables, self._open = [], []
        self._cells, self._cell = None, None
        self._hidden, self._struck, self._number = False, 0, 0
        self._silent = 0

    def handle_starttag(self, tag, attributes):
        if tag == "table":
            self._start_table()
        elif tag == "tr" and self._open:
            self._end_row()
            style = (dict(attributes).get("style") or "").replace(" ", "").lower()
            self._cells, self._hidden = [], "display:none" in style
        elif tag in ("td", "th") and self._cells is not None:
            self._end_cell()
            self._cell, self._span = [], dict(attributes).get("colspan") or "1"
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")
        elif tag in STRUCK:
            self._struck += 1
        elif tag in ("script", "style"):
            self._silent += 1

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self._end_row()
            if self._open:
                self._open.pop()
        elif tag in STRUCK:
            self._struck = max(0, self._struck - 1)
        elif tag in ("script", "style"):
            self._silent = max(0, self._silent - 1)

    def handle_data(self, data):
        if self._cell is not None and not self._silent:
            # Line breaks of the source are spaces; only <br> breaks a line.
            self._cell.append((re.sub(r"\s+", " ", data), bool(self._struck)))

    def _start_table(self):
        self._end_row()
        if len(self.tables) > 500:
            raise Refused("too_slow")
        self.tables.append(Collector(self.limits))
        self._open.append([self.tables[-1], 0])

    def _end_cell(self):
        if self._cell is None:
            return
        parts = [part if part == "\n" else part[0] for part in self._cell]
        struck = [part[1] for part in self._cell if part != "\n" and part[0].strip()]
        text = "".join(parts).strip()
        self._cells.append((text, TEXT, bool(struck) and all(struck)) if text else None)
        if is_digits(self._span):
            # No more digits than are counted: reading thousands of them takes time.
            extra = min(int(self._span[:4]), self.limits.columns) - 1
            self._cells.extend([None] * extra)
        self._cell = None

    def _end_row(self):
        self._end_cell()
        if self._cells is not None and self._open:
            table = self._open[-1]
            table[1] += 1
            table[0].add(table[1], self._cells, hidden=self._hidden)
        self._cells = None
