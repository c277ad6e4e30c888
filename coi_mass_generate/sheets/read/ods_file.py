"""OpenDocument spreadsheets.

Read straight from the XML: a document tree of 10,000 rows takes a library half a
minute and half a gigabyte, and a cell "repeated 1,048,576 times" takes it all.
"""

from ..text import is_digits
from .book import BOOLEAN, DATE, NUMBER, TEXT, Book, Collector, number_text
from .choose import first_list
from .packed import open_archive, parse, pass_over
from .refused import Refused

# More merged cells than rows are in no list.
MERGED = 50_000
NUMBERS = ("float", "percentage", "currency")


def read(content, sheet, limits):
    with open_archive(content, limits) as archive:
        if b"encryption-data" in _read_part(archive, "META-INF/manifest.xml"):
            raise Refused("password")
        outline = _Outline()
        with archive.open("content.xml") as stream:
            parse(stream, outline, limits)

        def read_sheet(name, book):
            handler = _SheetRows(name, outline.struck, limits)
            with archive.open("content.xml") as stream:
                parse(stream, handler, limits)
            return handler.finish(book)

        return first_list(Book("ods", outline.sheets), sheet, read_sheet)


def _read_part(archive, name):
    return archive.read(name) if name in archive.namelist() else b""


class _Outline:
    """Handler that learns the names of the sheets and the styles that matter."""

    def __init__(self):
        self.sheets, self.struck = [], set()
        self._style, self._hidden_styles = "", set()
        self.starts = {
            **dict.fromkeys(_STARTS, pass_over),
            "style": self._start_style,
            "text-properties": self._add_struck,
            "table-properties": self._add_hidden,
            "table": self._add_table,
        }
        self.ends, self.text = {}, None

    def _start_style(self, attributes):
        self._style = attributes.get("style:name", "")

    def _add_struck(self, attributes):
        if attributes.get("style:text-line-through-style", "none") != "none":
            self.struck.add(self._style)

    def _add_hidden(self, attributes):
        if attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)

    def _add_table(self, attributes):
        hidden = attributes.get("table:style-name") in self._hidden_styles
        title = attributes.get("table:name", "")
        self.sheets.append({"name": title, "hidden": hidden})


class _SheetRows:
    """Handler of the rows of one table."""

    def __init__(self, name, struck, limits):
        self.name, self.struck, self.limits = name, struck, limits
        self.collector = Collector(limits)
        self.hidden_columns, self.merged, self.number, self.column = [], [], 0, 0
        self._inside = False
        self._cells, self._row, self._cell = [], {}, None
        self._parts, self._paragraphs, self._depth = [], 0, 0
        self._cell_struck, self._comment = False, 0
        self.starts = {"table": self._start_table}
        self.ends = {"table": self._end_table}
        for here, methods in ((self.starts, _STARTS), (self.ends, _ENDS)):
            for name, method in methods.items():
                here[name] = self._make_inside(method)

    def _make_inside(self, method):
        """What is to be done for an element, if it is one of this table."""

        def do(*attributes):
            if self._inside:
                method(self, *attributes)

        return do

    def _start_table(self, attributes):
        self._inside = attributes.get("table:name", "") == self.name

    def _end_table(self):
        self._inside = False

    def text(self, data):
        if self._cell is not None and self._depth and not self._comment:
            self._parts.append(data)

    def _start_column(self, attributes):
        times = _get_count(attributes, "table:number-columns-repeated")
        if attributes.get("table:visibility", "visible") != "visible":
            self.hidden_columns += range(self.column, self.column + min(times, 256))
        self.column += times

    def _start_row(self, attributes):
        self._row, self._cells = attributes, []

    def _start_cell(self, attributes):
        self._cell, self._parts, self._paragraphs = attributes, [], 0
        self._cell_struck = attributes.get("table:style-name") in self.struck

    def _start_paragraph(self, _attributes):
        self._depth += 1
        if self._paragraphs and not self._comment:
            self._parts.append("\n")
        self._paragraphs += not self._comment

    def _start_span(self, attributes):
        if attributes.get("text:style-name") in self.struck:
            self._cell_struck = True

    def _start_spaces(self, attributes):
        if not self._comment:
            self._parts.append(" " * min(_get_count(attributes, "text:c"), 100))

    def _start_break(self, _attributes):
        if not self._comment:
            self._parts.append("\n")

    def _start_comment(self, _attributes):
        self._comment += 1

    def _end_comment(self):
        self._comment -= 1

    def _end_paragraph(self):
        self._depth -= 1

    def _end_cell(self):
        attributes, self._cell = self._cell or {}, None
        cell = self._make_cell(attributes, "".join(self._parts))
        times = _get_count(attributes, "table:number-columns-repeated")
        self._note_span(attributes, cell)
        if cell is None:
            # Behind the last column there may be no cell, however many are empty.
            times = min(times, self.limits.columns + 1 - len(self._cells))
        elif times > self.limits.columns:
            line = self.number + 1
            raise Refused("too_many_columns", line=line, limit=self.limits.columns)
        self._cells.extend([cell] * times)

    def _note_span(self, attributes, cell):
        rows = _get_count(attributes, "table:number-rows-spanned")
        if cell and rows > 1 and len(self.merged) < MERGED:
            self.merged.append((self.number + 1, self.number + rows, len(self._cells)))

    def _make_cell(self, attributes, text):
        kind = attributes.get("office:value-type")
        struck = self._cell_struck
        if kind in NUMBERS:
            return (*_read_number(attributes.get("office:value", text), text), struck)
        if kind == "date":
            return (attributes.get("office:date-value", text)[:10], DATE, struck)
        if kind == "boolean":
            value = attributes.get("office:boolean-value", text)
            return (value.upper(), BOOLEAN, struck)
        return (text, TEXT, struck) if text else None

    def _end_row(self):
        times = _get_count(self._row, "table:number-rows-repeated")
        hidden = self._row.get("table:visibility", "visible") != "visible"
        filled = any(cell and cell[0].strip() for cell in self._cells)
        if not filled:
            self.collector.blank += times
            self.number += times
            return
        if times > self.limits.rows * 2:
            raise Refused("too_many_rows", limit=self.limits.rows)
        for _time in range(times):
            self.number += 1
            self.collector.add(self.number, self._cells, hidden=hidden)

    def finish(self, book):
        for first, last, index in self.merged:
            self.collector.fill_down(first, min(last, first + 500), index)
        if self.hidden_columns:
            book.note("hidden_columns", columns=self.hidden_columns)
        return self.collector.rows


_STARTS = {
    "table-column": _SheetRows._start_column,
    "table-row": _SheetRows._start_row,
    "table-cell": _SheetRows._start_cell,
    "covered-table-cell": _SheetRows._start_cell,
    "p": _SheetRows._start_paragraph,
    "span": _SheetRows._start_span,
    "s": _SheetRows._start_spaces,
    "tab": _SheetRows._start_spaces,
    "line-break": _SheetRows._start_break,
    "annotation": _SheetRows._start_comment,
}
_ENDS = {
    "table-cell": _SheetRows._end_cell,
    "covered-table-cell": _SheetRows._end_cell,
    "table-row": _SheetRows._end_row,
    "p": _SheetRows._end_paragraph,
    "annotation": _SheetRows._end_comment,
}


def _get_count(attributes, name):
    try:
        return max(1, int(attributes.get(name, 1)))
    except ValueError:
        return 1


def _read_number(value, shown):
    """A number; as it is shown where that keeps leading zeros."""
    try:
        number = float(value)
    except ValueError:
        return shown, TEXT
    digits = shown.strip().replace("-", "")
    if is_digits(digits) and digits.startswith("0") and float(digits) == number:
        return shown.strip(), NUMBER
    return number_text(number), NUMBER
