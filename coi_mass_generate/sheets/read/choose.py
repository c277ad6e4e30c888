"""Which of several sheets holds the list."""

import math
import time
from dataclasses import dataclass

from ..clean.places import Places
from ..header import find_header, map_columns, recognize
from .book import Book
from .refused import Refused

# So many sheets are looked at, and no further one after so many seconds of work.
SHEETS = 20
SECONDS = 1.0
# Of a list, one column says who it is, and another what an entry has besides.
WHO = {"name", "first_name", "insured"}
BESIDE = {"street", "city", "place", "state", "zip", "email", "policy"}
# So many rows tell whether a sheet describes the columns of another.
FIRST_ROWS = 50


@dataclass
class _Sheet:
    """A sheet that was read, and how much it looks like the list.

    :param rank: 2 a list of holders, 1 something with headers we know, 0 any rows
    :param score: among sheets of one rank: the better header, the more rows
    """

    book: Book
    hidden: bool
    rank: int
    score: float

    @property
    def order(self):
        return (self.rank > 0, not self.hidden, self.rank, self.score)


def first_list(book, wanted, read_sheet, most=SHEETS):
    """Read the wanted sheet, or the one that looks most like a list of holders.

    :param read_sheet: function of a sheet's name and a ``Book`` that takes its notes,
        returns rows
    :param most: so many sheets are looked at
    :returns: ``Book``, which says of the others how many rows they have

    Hidden sheets come last. One that cannot be read is none, as long as there are
    others.
    """
    found, refused = [], None
    start = time.process_time()
    for sheet in _in_order(book, wanted)[:most]:
        if found and time.process_time() - start > SECONDS:
            break
        try:
            found.append(_look(book, sheet, read_sheet))
        except (Refused, MemoryError) as error:
            refused = refused or error
            if sheet["name"] == wanted:
                raise
    with_rows = [each for each in found if each.book.rows]
    best = _choose(with_rows, wanted)
    if refused and not (best or wanted):
        raise refused
    return _with_others(best, with_rows) if best else book


def _in_order(book, wanted):
    return sorted(
        book.sheets, key=lambda sheet: (sheet["name"] != wanted, sheet["hidden"])
    )


def _choose(sheets, wanted):
    if wanted:
        return next((each for each in sheets if each.book.sheet == wanted), None)
    return max(sheets, key=lambda each: each.order, default=None)


def _look(book, sheet, read_sheet):
    attempt = Book(book.kind, book.sheets, sheet["name"])
    rows = read_sheet(sheet["name"], attempt)
    attempt.rows = sorted(rows, key=lambda row: row.number)
    attempt.notes = book.notes + attempt.notes
    # What a reader passes over behind the last one is no row to anybody.
    blank = attempt.rows[-1].number - len(attempt.rows) if attempt.rows else 0
    if blank > 0:
        attempt.note("blank_rows", count=blank)
    return _Sheet(attempt, sheet["hidden"], *_judge(attempt.rows))


def _judge(rows):
    """(rank, score) of a sheet's rows."""
    header = find_header(rows) if rows else None
    if not header or header.known < 2:
        return 0, len(rows)
    entries = rows[header.index + 1 :]
    keys = set(map_columns(header.texts))
    is_list = WHO & keys and len((WHO | BESIDE) & keys) > 1
    if not (is_list and entries) or _describes(entries) or _looks_up(header, entries):
        return 1, header.known
    return 2, header.known * math.log2(1 + len(entries))


def _describes(rows):
    """Whether its rows are about the columns of a list: their first cells are headers.

    As in "Holder Name: the full legal name, required".
    """
    firsts = [next(filter(None, row.cells), "") for row in rows[:FIRST_ROWS]]
    return sum(bool(recognize(first)) for first in firsts) * 2 > len(firsts)


def _looks_up(header, rows):
    """Whether its rows are states or countries, for the cells of another sheet."""
    keys = map_columns(header.texts)
    if not {"state", "country"} & set(keys) or "name" not in keys:
        return False
    places, at = Places(), keys.index("name")
    names = [row.cell(at) for row in rows[:FIRST_ROWS]]
    known = [places.find_state(name) or places.find_country(name) for name in names]
    return sum(map(bool, known)) * 2 > len(names)


def _with_others(best, sheets):
    best.book.others = [
        {
            "name": each.book.sheet,
            "rows": len(each.book.rows),
            "is_list": each.rank == 2 and not each.hidden,
        }
        for each in sheets
        if each is not best
    ]
    return best.book
