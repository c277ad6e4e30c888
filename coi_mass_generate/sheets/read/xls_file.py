"""Workbooks of Excel 97 to 2003, and older."""

import io

import xlrd

from .book import BOOLEAN, DATE, ERROR, NUMBER, TEXT, Book, Collector, number_text
from .choose import first_list
from .refused import Refused


def read(content, sheet, limits):
    source = _open(content)
    book = Book(
        "xls",
        [
            {"name": name, "hidden": source.sheet_visibility(index) != 0}
            for index, name in enumerate(source.sheet_names())
        ],
    )
    return first_list(
        book, sheet, lambda name, target: _read_sheet(source, name, target, limits)
    )


def _open(content):
    log = io.StringIO()
    for formatting in (True, False):
        try:
            return _Source(
                xlrd.open_workbook(
                    file_contents=content,
                    logfile=log,
                    on_demand=True,
                    ragged_rows=True,
                    formatting_info=formatting,
                ),
                formatting,
            )
        except xlrd.XLRDError as error:
            if "encrypted" in str(error).lower():
                raise Refused("password") from error
            problem = error
        except MemoryError:
            raise
        except Exception as error:
            problem = error
    raise Refused("unreadable") from problem


class _Source:
    """A workbook, and what of its styles matters; without styles if they are broken."""

    def __init__(self, book, formatting):
        self.book = book
        self.struck, self.digits = set(), {}
        if formatting:
            for number, style in enumerate(book.xf_list):
                self._add_style(number, style)

    def _add_style(self, number, style):
        if self.book.font_list[style.font_index].struck_out:
            self.struck.add(number)
        code = self.book.format_map.get(style.format_key)
        zeros = code.format_str.replace("\\", "").replace("-", "") if code else ""
        if len(zeros) > 1 and not zeros.strip("0"):
            self.digits[number] = len(zeros)

    def sheet_names(self):
        return self.book.sheet_names()

    def sheet_visibility(self, index):
        return self.book._sheet_visibility[index]


def _read_sheet(source, name, book, limits):
    sheet = source.book.sheet_by_name(name)
    collector = Collector(limits)
    for index in range(sheet.nrows):
        info = sheet.rowinfo_map.get(index)
        cells = _read_row(source, sheet, index)
        collector.add(index + 1, cells, hidden=bool(info and info.hidden))
    for top, bottom, left, right in sheet.merged_cells:
        if right == left + 1:
            collector.fill_down(top + 1, bottom, left)
    _add_notes(book, sheet, collector)
    source.book.unload_sheet(name)
    return collector.rows


def _read_row(source, sheet, index):
    types, values = sheet.row_types(index), sheet.row_values(index)
    styles = sheet._cell_xf_indexes[index] if sheet.formatting_info else None
    return [
        _make_cell(source, kind, value, styles[column] if styles else None)
        for column, (kind, value) in enumerate(zip(types, values, strict=True))
    ]


def _make_cell(source, kind, value, style):
    struck = style in source.struck
    if kind == xlrd.XL_CELL_TEXT:
        return (value, TEXT, struck)
    if kind == xlrd.XL_CELL_NUMBER:
        return (number_text(value, source.digits.get(style, 0)), NUMBER, struck)
    if kind == xlrd.XL_CELL_DATE:
        return (*_read_date(value, source.book.datemode), struck)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return ("TRUE" if value else "FALSE", BOOLEAN, struck)
    if kind == xlrd.XL_CELL_ERROR:
        return (xlrd.error_text_from_code.get(value, "#ERROR"), ERROR, struck)
    return None


def _read_date(value, datemode):
    try:
        moment = xlrd.xldate_as_datetime(value, datemode)
    except (ValueError, OverflowError):
        return number_text(value), NUMBER
    return moment.date().isoformat(), DATE


def _add_notes(book, sheet, collector):
    hidden = [index for index, info in sheet.colinfo_map.items() if info.hidden]
    if collector.blank:
        book.note("blank_rows", count=collector.blank)
    if hidden:
        book.note("hidden_columns", columns=hidden)
