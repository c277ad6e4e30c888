from dataclasses import dataclass, field

from ..text import make_storable
from .refused import Refused

# Kinds of cells, one letter each: what the file itself said about a cell.
TEXT = "s"
NUMBER = "n"
DATE = "d"
BOOLEAN = "b"
ERROR = "e"
ODD = "o"  # shown otherwise than it is stored, in a way that is not known here
FORMULA = "f"  # a formula whose result the file does not hold
EMPTY = " "

# So much of a struck text is told.
MARKED = 200
# More merged cells than rows are in no list.
MERGED = 50_000


@dataclass
class Row:
    """One row of a sheet.

    :param number: the line number people see in their program (1 is the first)
    :param cells: texts; trailing empty cells are left off
    :param kinds: one letter a cell, see above
    :param marks: ``[[index, code, detail dict]]``: what the reader has to say about a
        cell, or with the index -1 about the row; worded as the notices of cleaning are
    """

    number: int
    cells: list
    kinds: str
    hidden: bool = False
    struck: bool = False
    marks: list = field(default_factory=list)

    def cell(self, index):
        return self.cells[index] if index < len(self.cells) else ""

    def kind(self, index):
        return self.kinds[index] if index < len(self.kinds) else EMPTY


@dataclass
class Book:
    """What was read of a file.

    :param kind: 'csv', 'xlsx', 'xlsb', 'xls', 'ods' or 'html'
    :param sheets: [{'name': str, 'hidden': bool}], in the file's order
    :param sheet: the name of the one that was read; its ``rows`` hold no blank ones
    :param notes: [[code, detail dict]]: what the reader has to say about the file
    :param others: [{'name': str, 'rows': int, 'is_list': bool}]: other sheets that were
        looked at and have rows; whether one looks like a list of holders
    """

    kind: str
    sheets: list
    sheet: str = ""
    rows: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    others: list = field(default_factory=list)

    def note(self, code, **detail):
        self.notes.append([code, detail])

    def as_json(self):
        return {
            "kind": self.kind,
            "sheets": self.sheets,
            "sheet": self.sheet,
            "rows": [
                [row.number, row.cells, row.kinds, row.hidden, row.struck, row.marks]
                for row in self.rows
            ],
            "notes": self.notes,
            "others": self.others,
        }

    @classmethod
    def from_json(cls, data):
        rows = [Row(*row) for row in data.pop("rows")]
        return cls(rows=rows, **data)


class Collector:
    """Takes cells as a reader finds them and makes rows, within the limits."""

    def __init__(self, limits):
        self.limits = limits
        self.rows = []
        self.blank = 0
        self._characters = self._taken = 0
        self._last = 0
        self._by_number = {}
        self._filled = {}

    def add(self, number, cells, *, hidden=False, marks=()):
        """Add one row: cells are (text, kind, struck), or None for an empty one.

        ``struck`` is True where all of the text is struck through, or else what was
        and is not part of the text any more.
        """
        cells = _without_trailing_empty(cells)
        if not cells:
            self.add_blank()
            return
        self._check(number, cells)
        number = self._find_number(number)
        self._last = max(self._last, number)
        texts = [make_storable(cell[0]) if cell else "" for cell in cells]
        kinds = "".join(map(_get_kind, cells))
        row = Row(number, texts, kinds, hidden, marks=list(marks))
        _take_struck(row, cells)
        self.rows.append(row)
        self._by_number[number] = row

    def has(self, number):
        """Whether there is a row of this number already."""
        return number in self._by_number

    def add_blank(self, count=1):
        """Count rows without a text: no sheet has more of them than Excel has rows."""
        self.blank += count
        if self.blank > self.limits.lines:
            raise Refused("too_slow")

    def _find_number(self, number):
        """A number of its own for the next row, whatever the file says.

        A row with the number of another one must not be lost.
        """
        is_own = 0 < number <= self.limits.lines * 2 and not self.has(number)
        return number if is_own else self._last + 1

    def _check(self, number, cells):
        if len(self.rows) >= self.limits.rows + 25:
            raise Refused("too_many_rows", limit=self.limits.rows)
        if len(cells) > self.limits.columns:
            raise Refused("too_many_columns", line=number, limit=self.limits.columns)
        length = 0
        for cell in cells:
            if cell:
                length += len(cell[0])
                if len(cell[0]) > self.limits.cell:
                    raise Refused("cell_too_long", line=number, limit=self.limits.cell)
        self._take(len(cells))
        self._characters += length
        if self._characters > self.limits.characters:
            raise Refused("too_much_text")

    def _take(self, count):
        self._taken += count
        if self._taken > self.limits.taken:
            raise Refused("too_many_cells", limit=self.limits.taken)

    def fill_down(self, first, last, index):
        """A cell merged over several rows holds for each of them.

        In no program two such cells overlap: a second one of a row is passed over, so
        that all of them together look at no row twice.
        """
        anchor, last = self._by_number.get(first), min(last, self._last)
        filled = self._filled.setdefault(index, set())
        if not anchor or first in filled or last in filled:
            return
        if not anchor.cell(index) and all(mark[0] != index for mark in anchor.marks):
            return
        for number in range(first + 1, last + 1):
            row = self._by_number.get(number)
            if number in filled:
                return
            filled.add(number)
            if row and not row.cell(index):
                self._take(max(0, index + 1 - len(row.cells)))
                _set_cell(row, index, anchor.cell(index), anchor.kind(index))
                row.marks += [mark for mark in anchor.marks if mark[0] == index]


def _set_cell(row, index, text, kind):
    missing = index + 1 - len(row.cells)
    row.cells.extend([""] * missing)
    row.kinds = row.kinds.ljust(len(row.cells))
    row.cells[index] = text
    row.kinds = row.kinds[:index] + kind + row.kinds[index + 1 :]


def _get_kind(cell):
    if not cell or not (cell[0] or cell[1] == FORMULA):
        return EMPTY
    return cell[1]


def _without_trailing_empty(cells):
    """Up to the last that says something; a row of nothing but formulas does not."""
    filled = [
        at
        for at, cell in enumerate(cells, 1)
        if cell and (cell[0].strip() or cell[1] == FORMULA)
    ]
    if not any(cells[at - 1][0].strip() for at in filled):
        return []
    return cells[: filled[-1]]


def _take_struck(row, cells):
    """Leave out what is struck through, and say so; or the row, where most of it is."""
    struck = [index for index, cell in enumerate(cells) if cell and cell[2]]
    if not struck:
        return
    filled = [cell for cell in cells if cell and cell[0].strip()]
    row.struck = sum(cell[2] is True for cell in filled) * 2 > len(filled)
    for index in struck:
        text, _kind, gone = cells[index]
        if gone is True:
            if row.struck or not text.strip():
                continue
            gone = text
            _set_cell(row, index, "", EMPTY)
        row.marks.append([index, "struck", {"value": make_storable(gone)[:MARKED]}])


def number_text(value):
    """A number as somebody would have typed it: no ``.0``, no more than 15 digits."""
    if isinstance(value, int):
        return str(value)
    if abs(value) < 1e18 and value == int(value):
        return str(int(value))
    return f"{value:.15G}"
