"""Workbooks of Excel 97 to 2003, and older."""

import io
import math

import xlrd

from .book import BOOLEAN, DATE, ERROR, NUMBER, Book, Collector, number_text
from .choose import first_list
from .number_format import read_format
from .refused import Refused
from .rich_text import take_struck


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
                    # What Excel opens all the same: a directory of parts that says
                    # too much of their sizes, as programs on servers write it.
                    ignore_workbook_corruption=True,
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
        self.book, self._known = book, {}
        self._styles = book.xf_list if formatting else []

    def get_style(self, number):
        """(whether it strikes, ``Format``) of the style of a cell; None has none."""
        if number not in self._known:
            self._known[number] = self._find_style(number)
        return self._known[number]

    def _find_style(self, number):
        if number is None or not 0 <= number < len(self._styles):
            return False, read_format("General")
        style = self._styles[number]
        code = self.book.format_map.get(style.format_key)
        form = read_format(code.format_str if code else "General")
        return self.strikes(style.font_index), form

    def strikes(self, font):
        fonts = self.book.font_list
        return 0 <= font < len(fonts) and bool(fonts[font].struck_out)

    def cut_runs(self, text, runs):
        """A text as ``take_struck`` takes it.

        :param runs: ``[(where it begins, font)]``; before the first the cell's holds
        """
        if not any(self.strikes(font) for _start, font in runs):
            return [(text[: runs[0][0]], None), (text[runs[0][0] :], False)]
        starts = [0, *(start for start, _font in runs), len(text)]
        looks = [None, *(self.strikes(font) for _start, font in runs)]
        return [
            (text[start:end], strikes)
            for start, end, strikes in zip(starts, starts[1:], looks, strict=False)
        ]

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
    hidden = [index for index, info in sheet.colinfo_map.items() if info.hidden]
    if hidden:
        book.note("hidden_columns", columns=hidden)
    source.book.unload_sheet(name)
    return collector.rows


def _read_row(source, sheet, index):
    types, values = sheet.row_types(index), sheet.row_values(index)
    styles = sheet._cell_xf_indexes[index] if sheet.formatting_info else None
    return [
        _make_cell(source, sheet, (index, column), kind, value, styles)
        for column, (kind, value) in enumerate(zip(types, values, strict=True))
    ]


def _make_cell(source, sheet, place, kind, value, styles):
    strikes, form = source.get_style(styles[place[1]] if styles else None)
    if kind == xlrd.XL_CELL_TEXT:
        runs = sheet.rich_text_runlist_map.get(place)
        text, struck = take_struck(
            source.cut_runs(value, runs) if runs else value, strikes
        )
        return (*form.show_text(text), struck)
    if kind == xlrd.XL_CELL_NUMBER or (kind == xlrd.XL_CELL_DATE and styles):
        return (*_show(value, form, source.book.datemode), strikes)
    if kind == xlrd.XL_CELL_DATE:
        return (*_read_date(value, source.book.datemode), strikes)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return ("TRUE" if value else "FALSE", BOOLEAN, strikes)
    if kind == xlrd.XL_CELL_ERROR:
        return (xlrd.error_text_from_code.get(value, "#ERROR"), ERROR, strikes)
    return None


def _show(value, form, datemode):
    if not math.isfinite(value):
        return str(value), ERROR
    return form.show(value, datemode == 1)


def _read_date(value, datemode):
    try:
        moment = xlrd.xldate_as_datetime(value, datemode)
    except (ValueError, OverflowError):
        return number_text(value), NUMBER
    return moment.date().isoformat(), DATE
