"""The second reader: opens what the first ones cannot, and binary workbooks (.xlsb).

It gives values only. What is hidden, struck through, or shown otherwise than it is
stored, it does not see; that is said.
"""

import io
import math
from datetime import date, datetime

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum
from python_calamine import SheetVisibleEnum as Visible

from .book import (
    BOOLEAN,
    DATE,
    ERROR,
    MERGED,
    NUMBER,
    TEXT,
    Book,
    Collector,
    number_text,
)
from .choose import first_list
from .packed import Archive
from .refused import Refused

ERRORS = (
    *("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"),
    *("#DATA!", "#GETTING_DATA", "#SPILL!", "#CALC!"),
)


def read(content, sheet, limits, kind):
    """A workbook of any kind.

    :param kind: as in ``Book``
    """
    has_macros = False
    if content.startswith(b"PK"):
        # Its own unpacking goes on for as long as there is something to unpack.
        with Archive(content, limits) as archive:
            archive.check_sizes()
            has_macros = archive.has_macros
    try:
        return _read(content, sheet, limits, kind, has_macros)
    except (Refused, MemoryError):
        raise
    except PasswordError as error:
        raise Refused("password") from error
    except BaseException as error:
        # What goes wrong in Rust comes as an exception that is no Exception.
        raise Refused("unreadable") from error


def _read(content, sheet, limits, kind, has_macros):
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as source:
        sheets = [
            {"name": each.name, "hidden": each.visible != Visible.Visible}
            for each in source.sheets_metadata
            if each.typ == SheetTypeEnum.WorkSheet
        ]
        book = Book(kind, sheets)
        book.note("looks_unseen")
        if has_macros:
            book.note("macros")
        return first_list(
            book, sheet, lambda name, _book: _read_sheet(source, name, limits)
        )


def _read_sheet(source, name, limits):
    sheet = source.get_sheet_by_name(name)
    collector = Collector(limits)
    # Columns before the first that is filled are left out of the rows.
    before = [None] * (sheet.start[1] if sheet.start else 0)
    for number, values in enumerate(sheet.iter_rows(), 1):
        collector.add(number, [*before, *map(_make_cell, values)])
    for (top, left), (bottom, right) in (sheet.merged_cell_ranges or ())[:MERGED]:
        if left == right:
            collector.fill_down(top + 1, bottom + 1, left)
    return collector.rows


def _make_cell(value):
    if isinstance(value, str):
        kind = ERROR if value in ERRORS else TEXT
        return (value, kind, False) if value else None
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE", BOOLEAN, False)
    if isinstance(value, int | float):
        if not math.isfinite(value):
            return str(value), ERROR, False
        return number_text(value), NUMBER, False
    if isinstance(value, datetime):
        value = value.date()
    text = value.isoformat() if isinstance(value, date) else str(value)
    return text, DATE, False
