"""A web page with a table, as many systems export it under the name ``.xls``."""

import re
from html.parser import HTMLParser

from ..header import find_header
from .book import Book
from .choose import first_list
from .decode import BOMS, Decoded, decode, mark_letters
from .html_controls import Controls
from .html_strikes import Strikes
from .html_table import SECTIONS, TEXT_ROWS, HtmlTable
from .refused import Refused

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_WESTERN = ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252")
MARKS = tuple(mark for mark, _encoding in BOMS)
# A workbook in XML, with its declaration or without.
_WORKBOOK = re.compile(r"<\?xml.*spreadsheet|<(?:\w+:)?workbook[\s>]", re.DOTALL)
# How parts of a page begin, cut out of it; and a page with something before it.
_PARTS = re.compile(
    r"<(?:body|div|p|span|h[1-6]|script|style|form|center|section|main|title|link|font"
    r"|article|header|nav|b|strong|pre|ul|ol|br|hr|!--)[\s>/-]"
)
_BEGINS = re.compile(r"<(?:\?xml|!--|[a-z])")
_SPACE = re.compile(r"\s+")
_SPACE_BUT_LINES = re.compile(r"[^\S\n]+")
# Comments and such: a page of Excel has two for each of its parts.
DECLARATIONS = 100_000
# Tables of a page, those in cells included; and those that may be the list.
TABLES, LISTS = 20_000, 500
CELLS = ("td", "th")
# What stands on lines of its own.
BLOCKS = {
    *("address", "article", "aside", "blockquote", "br", "center", "dd", "details"),
    *("div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3"),
    *("h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "option", "p"),
    *("pre", "section", "summary", "ul"),
}
# Has no end tag, or ends where the next one begins: nothing is hidden behind it.
_ENDLESS = {
    *("area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
    *("track", "wbr"),
}
_SILENT = ("script", "style")


def looks_like_html(content):
    start = decode(content[:4096]).text.lstrip("\ufeff \t\r\n").lower()
    if not start.startswith("<"):
        return False
    if _WORKBOOK.match(start):
        raise Refused("wrong_kind", what="xml")
    if start.startswith(("<html", "<!doctype html", "<table", "<meta", "<head")):
        return True
    if _PARTS.match(start) and content.rstrip().endswith(b">"):
        return True
    # Not of a list with traces of a page in its first cell.
    return bool(_BEGINS.match(start)) and ("<html" in start or "<table" in start)


def read(content, sheet, limits):
    _check_size(content, limits)
    parser, decoded = _Tables(limits), _decode(content)
    parser.feed(decoded.text)
    parser.finish()
    if parser.has_text and not parser.has_table:
        raise Refused("wrong_kind", what="web_page")
    lists = _join_pages(parser.lists, limits)
    names = [f"Table {number}" for number, _rows in lists]
    book = Book("html", [{"name": name, "hidden": False} for name in names])
    if decoded.guessed:
        _tell_guessed(book, lists, decoded.encoding)
    if parser.hidden_texts:
        book.note("hidden_texts", count=parser.hidden_texts)
    rows = {name: rows for name, (_number, rows) in zip(names, lists, strict=True)}
    # The page's layout is tables, too: they are all there already, and looked at.
    return first_list(book, sheet, lambda name, _book: rows[name], most=len(names))


def _tell_guessed(book, lists, encoding):
    """Tell of all letters with accents: which line of the page a cell is on is lost."""
    book.note("encoding", encoding=encoding)
    for _number, rows in lists:
        for row in rows:
            mark_letters(row.marks, row.cells, encoding)


def _has_header(rows):
    return any(len(row.cells) > 1 for row in rows[:TEXT_ROWS]) and (
        find_header(rows).known > 1
    )


def _join_pages(lists, limits):
    """Tables with one and the same header are pages of one list."""
    joined, by_header = [], {}
    for number, rows in sorted(lists):
        key = tuple(rows[0].cells)
        first = by_header.get(key)
        if first is None or not _has_header(rows):
            by_header.setdefault(key, rows)
            joined.append((number, rows))
            continue
        behind = first[-1].number
        for row in rows:
            row.number += behind
        first += rows
        if len(first) > limits.rows + 25:
            raise Refused("too_many_rows", limit=limits.rows)
    return joined


def _check_size(content, limits):
    """The parser takes a microsecond a tag, and longer for what is none."""
    signs = content.count(b"<") + content.count(b"&")
    if signs > limits.cells * 2 or content.count(b"<!") > DECLARATIONS:
        raise Refused("too_slow")


def _decode(content):
    """``Decoded`` of a page, in the encoding that it names if it is in that."""
    named = _CHARSET.search(content[:4096])
    name = named[1].decode().lower() if named else ""
    # What browsers take by these names, and programs mean.
    name = "cp1252" if name in _WESTERN else name
    if name and not content.startswith(MARKS):
        try:
            return Decoded(content.decode(name), name)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(content)


class _Tables(HTMLParser):
    """Collects the tables of a page.

    :ivar lists: ``[(number, rows)]`` of those that may be the list. A small table in a
        cell, as of an address, is text of that cell.
    :ivar has_text: whether there is text outside of all tables
    :ivar hidden_texts: how many texts the page does not show, and which are left out
    """

    def __init__(self, limits):
        super().__init__()
        self.limits = limits
        self.lists, self.hidden_texts = [], 0
        self._open, self._count = [], 0
        self._silent = self._plain = 0
        self._strikes, self._css = Strikes(), []
        self._controls = Controls()
        self.has_text = False
        self._hidden = None  # [tag that hides what is in it, how many are open]

    @property
    def has_table(self):
        return self._count > 0

    @property
    def _cell(self):
        return self._open[-1].cell if self._open else None

    def handle_starttag(self, tag, attributes):
        if tag in _SILENT:
            self._silent += 1
        elif not self._goes_on_hidden(tag):
            attributes = dict(attributes)
            hidden = _is_hidden(attributes)
            if tag == "table":
                self._start_table(hidden)
            elif tag == "tr" or tag in SECTIONS or tag in CELLS:
                self._start_part(tag, attributes, hidden)
            elif hidden and self._cell and tag not in _ENDLESS:
                self._hidden = [tag, 1]
            else:
                self._start_text(tag, attributes, hidden)

    def _start_part(self, tag, attributes, hidden):
        if not self._open:
            return
        table = self._open[-1]
        self._end_open(table)
        strikes = self._strikes.has(attributes)
        if tag == "tr":
            table.start_row(hidden)
            table.strikes = strikes
        elif tag in SECTIONS:
            table.start_section(tag, hidden)
        else:
            table.start_cell(attributes, hidden)
            table.cell.strikes = strikes or table.strikes
            table.cell.depth = self._strikes.depth

    def _end_open(self, table):
        """What is open in a cell ends with it."""
        self._end_choice()
        if table.cell:
            self._strikes.cut(table.cell.depth)

    def _start_text(self, tag, attributes, hidden):
        if tag not in _ENDLESS:
            self._strikes.start(tag, attributes)
        if tag == "pre":
            self._plain += 1
        if tag in BLOCKS and self._cell:
            self._cell.end_line()
        if self._cell and not hidden:
            self._add(self._controls.start(tag, attributes))

    def _add(self, text):
        if text:
            self._cell.add(text, bool(self._strikes.depth))

    def handle_endtag(self, tag):
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
            self._strikes.learn("".join(self._css))
            self._css = []
        elif self._hidden and tag == self._hidden[0]:
            self._hidden[1] -= 1
            self._hidden = self._hidden if self._hidden[1] else None
        elif tag == "table":
            self._end_table()
        elif tag == "tr" or tag in SECTIONS or tag in CELLS:
            self._end_part(tag)
        else:
            self._end_text(tag)

    def _end_part(self, tag):
        self._hidden = None
        if not self._open:
            return
        table = self._open[-1]
        self._end_open(table)
        if tag in CELLS:
            table.end_cell()
        elif tag == "tr":
            table.end_row()
        else:
            table.start_section("tbody", False)

    def _end_text(self, tag):
        self._strikes.end(tag)
        if tag == "select":
            self._end_choice()
        if tag == "pre":
            self._plain = max(0, self._plain - 1)
        if tag in BLOCKS and self._cell:
            self._cell.end_line()

    def _end_choice(self):
        """Take what is chosen in a list; of the others, the page shows nothing."""
        text = self._controls.end()
        if self._cell:
            self._add(text)

    def handle_data(self, data):
        if self._silent:
            self._css.append(data)
            return
        if not self._cell:
            self.has_text = self.has_text or not data.isspace()
            return
        if self._hidden:
            self.hidden_texts += bool(data.strip())
            return
        # Line breaks of the source are spaces, but for text that is laid out already.
        space = _SPACE_BUT_LINES if self._plain else _SPACE
        text = space.sub(" ", data)
        if not self._controls.takes(text):
            self._add(text)

    def _goes_on_hidden(self, tag):
        """Whether a tag is part of what is hidden; a cell or a row ends that."""
        if not self._hidden:
            return False
        if tag in CELLS or tag == "tr" or (tag == self._hidden[0] in ("p", "li")):
            self._hidden = None
            return False
        self._hidden[1] += tag == self._hidden[0]
        return True

    def _start_table(self, hidden):
        self._count += 1
        if self._count > TABLES:
            raise Refused("too_slow")
        self._open.append(HtmlTable(self.limits, self._count))
        self._open[-1].start_section("tbody", hidden)

    def _end_table(self):
        self._hidden = None
        if not self._open:
            return
        self._end_open(self._open[-1])
        table = self._open.pop()
        rows = table.finish()
        self.hidden_texts += table.hidden_cells
        if self._cell and len(rows) <= TEXT_ROWS and not _has_header(rows):
            self._cell.add_table(rows)
        elif rows:
            self.lists.append((table.number, rows))
            if len(self.lists) > LISTS:
                raise Refused("too_slow")

    def finish(self):
        self.close()
        while self._open:
            self._end_table()


def _is_hidden(attributes):
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return "hidden" in attributes or "display:none" in style
