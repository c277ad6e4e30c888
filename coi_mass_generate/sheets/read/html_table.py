"""One table of a web page: its cells where their spans put them, its parts in order."""

from ..text import is_digits
from .book import TEXT, Collector
from .refused import Refused

# A table in a cell that has no more rows than this, and no header, is a text in lines.
TEXT_ROWS = 20
# In the order in which they are shown, wherever they stand in the page.
SECTIONS = ("thead", "tbody", "tfoot")
# No table has more columns, empty ones included.
COLUMNS = 16_384


class HtmlTable:
    """Takes cells as they come and makes rows.

    :param number: which table of the page it is
    """

    def __init__(self, limits, number):
        self.limits, self.number = limits, number
        self.hidden_cells, self.strikes = 0, False
        self.cell = None
        self._sections, self._section = {}, "tbody"
        self._hidden_section = self._hidden_row = False
        self._cells, self._spans, self._line = None, {}, 0
        self._has_own = self._hides_in_header = False
        self._is_first, self._walked = True, 0

    def start_section(self, name, hidden):
        """Begin a part of the table: nothing spans from one into another."""
        self.end_row()
        self._section, self._hidden_section = name, hidden
        self._spans = {}

    def start_row(self, hidden):
        self.end_row()
        self._cells, self._hidden_row, self._has_own = [], hidden, False
        self._line += 1

    def start_cell(self, attributes, hidden):
        """Begin a cell; without a row of its own it begins one, as in a browser."""
        if self._cells is None:
            self.start_row(False)
        self.end_cell()
        self.cell = HtmlCell(attributes, hidden)

    def end_cell(self):
        cell, self.cell = self.cell, None
        if cell and not self._passes_over(cell):
            self._take_spans()
            filled = cell.finish()
            self._has_own |= filled is not None
            self._span(cell, filled)
            self._cells.append(filled)
            self._cells.extend([None] * (cell.columns - 1))
            if len(self._cells) > COLUMNS:
                raise Refused("too_many_columns", line=self._line, limit=COLUMNS)

    def _passes_over(self, cell):
        """A hidden cell has no place in its row, unless its column has a header."""
        if self._is_first:
            self._hides_in_header |= cell.hidden
        passed = cell.hidden and not self._hides_in_header
        self.hidden_cells += bool(passed and cell.finish())
        return passed

    def _span(self, cell, filled):
        """Keep the columns of a cell taken as far down as it goes."""
        if cell.rows != 1:
            last = self._line + cell.rows - 1 if cell.rows else float("inf")
            start = len(self._cells)
            self._spans[start] = (last, filled)
            for column in range(start + 1, start + cell.columns):
                self._spans[column] = (last, None)

    def _take_spans(self):
        """Go on to the next column that no cell from above takes."""
        last, filled = self._spans.get(len(self._cells), (0, None))
        while last >= self._line:
            self._walk(1)
            self._cells.append(filled)
            last, filled = self._spans.get(len(self._cells), (0, None))

    def _walk(self, steps):
        """Count what is done for spans: they are few words for many cells."""
        self._walked += steps
        if self._walked > self.limits.cells:
            raise Refused("too_slow")

    def end_row(self):
        self.end_cell()
        if self._cells is None:
            return
        if self._has_own:
            self._fill_to_the_end()
        else:
            # What reaches into a row that says nothing itself makes no entry of it.
            self._cells = []
        self._is_first &= not self._has_own
        collector = self._sections.setdefault(self._section, Collector(self.limits))
        hidden = self._hidden_row or self._hidden_section
        collector.add(self._line, self._cells, hidden=hidden)
        self._cells = None

    def _fill_to_the_end(self):
        self._walk(len(self._spans))
        for column, (last, filled) in sorted(self._spans.items()):
            if last < self._line:
                del self._spans[column]
            elif column >= len(self._cells):
                missing = column - len(self._cells)
                self._cells.extend([*[None] * missing, filled])

    def finish(self):
        """Rows in the order in which they are shown; their numbers count them."""
        self.end_row()
        shown = [self._sections[name] for name in SECTIONS if name in self._sections]
        rows = [row for section in shown for row in section.rows]
        if len(rows) > self.limits.rows + 25:
            raise Refused("too_many_rows", limit=self.limits.rows)
        if len(shown) > 1:
            for number, row in enumerate(rows, start=1):
                row.number = number
        return rows


class HtmlCell:
    """The text of one cell, line by line.

    :param rows: how many rows it takes; 0 for all that follow
    """

    def __init__(self, attributes, hidden):
        # No more digits than are counted: reading thousands of them takes time.
        self.columns = max(1, _read_number(attributes.get("colspan"), 4))
        self.columns = min(self.columns, 1000)
        self.rows = _read_number(attributes.get("rowspan"), 5)
        self.hidden = hidden
        self.strikes, self.depth = False, 0
        self._parts, self._struck = [], []

    def add(self, text, struck):
        (self._struck if struck or self.strikes else self._parts).append(text)

    def end_line(self):
        for parts in (self._parts, self._struck):
            if parts and parts[-1] != "\n":
                parts.append("\n")

    def add_table(self, rows):
        """The text of a table in the cell: a line for each of its rows."""
        for row in rows:
            self.end_line()
            self.add(" ".join(filter(None, row.cells)), row.struck)
            gone = [mark[2]["value"] for mark in row.marks if mark[1] == "struck"]
            self._struck += gone
        self.end_line()

    def finish(self):
        """A cell as ``Collector.add`` takes it, or None without a text."""
        text, struck = _join(self._parts), _join(self._struck)
        if text:
            return (text, TEXT, struck)
        return (struck, TEXT, True) if struck else None


def _join(parts):
    lines = (line.strip() for line in "".join(parts).split("\n"))
    return "\n".join(filter(None, lines))


def _read_number(text, digits):
    text = (text or "").strip()[:digits]
    return int(text) if is_digits(text) else 1
