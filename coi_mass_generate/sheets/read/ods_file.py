"""OpenDocument spreadsheets.

Read straight from the XML: a document tree of 10,000 rows takes a library half a
minute and half a gigabyte, and a cell "repeated 1,048,576 times" takes it all.
"""

import math
import re

from ..text import is_digits
from .book import (
    BOOLEAN,
    DATE,
    ERROR,
    MERGED,
    NUMBER,
    ODD,
    TEXT,
    Book,
    Collector,
    number_text,
)
from .choose import first_list
from .number_format import EXACT
from .packed import Archive, pass_over
from .refused import Refused
from .rich_text import take_struck

NUMBERS = ("float", "percentage", "currency")
# So many styles one above the other are looked through.
DEEPEST = 20
_SCIENTIFIC = re.compile(r"-?[0-9](?:[.,][0-9]+)?E[+-]?[0-9]+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_WORDS = re.compile(r"\w+")


def read(content, sheet, limits):
    with Archive(content, limits) as archive:
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Refused("password")
        outline = _Outline()
        for name in ("styles.xml", "content.xml"):
            part = archive.find(name)
            if part:
                archive.parse(part, outline)

        def read_sheet(name, book):
            handler = _SheetRows(name, outline, limits)
            archive.parse(archive.find("content.xml"), handler)
            return handler.finish(book)

        return first_list(Book("ods", outline.sheets), sheet, read_sheet)


class _Outline:
    """Handler that learns the names of the sheets and the styles that matter."""

    def __init__(self):
        self.sheets = []
        self._style, self._hidden_styles = "", set()
        self._strikes, self._parents = {}, {}
        self.starts = {
            **dict.fromkeys(_STARTS, pass_over),
            "style": self._start_style,
            "text-properties": self._take_line,
            "table-properties": self._add_hidden,
            "table": self._add_table,
        }
        self.ends, self.text = {}, None

    def _start_style(self, attributes):
        self._style = attributes.get("style:name", "")
        self._parents[self._style] = attributes.get("style:parent-style-name")

    def _take_line(self, attributes):
        for name in ("style:text-line-through-style", "style:text-line-through-type"):
            if name in attributes:
                self._strikes[self._style] = attributes[name] != "none"

    def strikes(self, style):
        """Whether a style has a line through its text; None where it does not say."""
        for _step in range(DEEPEST):
            if style is None or style in self._strikes:
                break
            style = self._parents.get(style)
        return self._strikes.get(style)

    def _add_hidden(self, attributes):
        if attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)

    def _add_table(self, attributes):
        hidden = attributes.get("table:style-name") in self._hidden_styles
        title = attributes.get("table:name", "")
        self.sheets.append({"name": title, "hidden": hidden})


class _SheetRows:
    """Handler of the rows of one table."""

    def __init__(self, name, outline, limits):
        self.name, self.strikes, self.limits = name, outline.strikes, limits
        self.collector = Collector(limits)
        self.hidden_columns, self.merged, self.number, self.column = [], [], 0, 0
        self._inside = False
        self._cells, self._row, self._cell = [], {}, None
        self._parts, self._paragraphs, self._depth = [], 0, 0
        self._spans, self._comment, self._defaults = [], 0, []
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
            self._parts.append((data, self._spans[-1] if self._spans else None))

    def _start_column(self, attributes):
        times = _get_count(attributes, "table:number-columns-repeated")
        if attributes.get("table:visibility", "visible") != "visible":
            self.hidden_columns += range(self.column, self.column + min(times, 256))
        style = attributes.get("table:default-cell-style-name")
        more = min(times, self.limits.columns - len(self._defaults))
        self._defaults.extend([style] * more)
        self.column += times

    def _start_row(self, attributes):
        self._row, self._cells = attributes, []

    def _start_cell(self, attributes):
        self._cell, self._parts, self._paragraphs = attributes, [], 0
        self._spans = []

    def _start_paragraph(self, attributes):
        self._depth += 1
        if self._paragraphs:
            self.text("\n")
        self._paragraphs += not self._comment
        self._start_span(attributes)

    def _start_span(self, attributes):
        """What is inside of a span looks as the span, or else as what is around it."""
        strikes = self.strikes(attributes.get("text:style-name"))
        around = self._spans[-1] if self._spans else None
        self._spans.append(around if strikes is None else strikes)

    def _end_span(self):
        if self._spans:
            self._spans.pop()

    def _start_spaces(self, attributes):
        self.text(" " * min(_get_count(attributes, "text:c"), 100))

    def _start_break(self, _attributes):
        self.text("\n")

    def _start_comment(self, _attributes):
        self._comment += 1

    def _end_comment(self):
        self._comment -= 1

    def _end_paragraph(self):
        self._depth -= 1
        self._end_span()

    def _end_cell(self):
        attributes, self._cell = self._cell or {}, None
        text, struck = take_struck(self._parts, self._get_strikes(attributes))
        cell = self._make_cell(attributes, text, struck)
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

    def _get_strikes(self, attributes):
        """Whether the cell's own style strikes, or else its row's or column's."""
        at = len(self._cells)
        style = attributes.get("table:style-name")
        style = style or self._row.get("table:default-cell-style-name")
        style = style or (self._defaults[at] if at < len(self._defaults) else None)
        return bool(self.strikes(style))

    def _make_cell(self, attributes, text, struck):
        kind = attributes.get("office:value-type")
        if kind in NUMBERS:
            return (*_read_number(attributes.get("office:value", text), text), struck)
        if kind == "date":
            return (*_read_date(attributes.get("office:date-value"), text), struck)
        if kind == "time":
            return (text, DATE, struck) if text else None
        if kind == "boolean":
            value = attributes.get("office:boolean-value", text)
            return (value.upper(), BOOLEAN, struck)
        return (text, TEXT, struck) if text else None

    def _end_row(self):
        times = _get_count(self._row, "table:number-rows-repeated")
        hidden = self._row.get("table:visibility", "visible") != "visible"
        filled = any(cell and cell[0].strip() for cell in self._cells)
        if not filled:
            self.number += times
            return
        if times > self.limits.rows * 2:
            raise Refused("too_many_rows", limit=self.limits.rows)
        for _time in range(times):
            self.number += 1
            self.collector.add(self.number, self._cells, hidden=hidden)

    def finish(self, book):
        for first, last, index in self.merged:
            self.collector.fill_down(first, last, index)
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
    "a": _SheetRows._start_span,
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
    "span": _SheetRows._end_span,
    "a": _SheetRows._end_span,
    "annotation": _SheetRows._end_comment,
}


def _get_count(attributes, name):
    try:
        return max(1, int(attributes.get(name, 1)))
    except ValueError:
        return 1


def _read_number(value, shown):
    """A number as it is shown, unless that is rounded for its looks."""
    shown = shown.strip()
    try:
        number = float(value)
    except ValueError:
        return shown, TEXT
    if not math.isfinite(number):
        return value, ERROR
    plain = number_text(number)
    digits = shown.replace(",", "").replace("-", "").replace(" ", "")
    is_short = shown in ("", str(number)) or _SCIENTIFIC.fullmatch(shown)
    if is_short or abs(number) >= EXACT:
        return plain, NUMBER
    if "." in plain and shown == f"{number:.10f}".rstrip("0"):
        return plain, NUMBER  # as the format "General" rounds
    if set(digits) == {"#"}:
        return plain, ODD  # too wide for its column
    return shown, NUMBER


def _read_date(value, shown):
    """(text, kind) of a day; as it is shown where part of it is not."""
    day = (value or "")[:10]
    if not _DAY.fullmatch(day):
        return shown or value or "", DATE
    if shown and len(_WORDS.findall(shown)) < 3 and not is_digits(shown):
        return shown, DATE
    return day, DATE
