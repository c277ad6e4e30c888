"""Rows out into files for spreadsheet programs, in which every text stays a text."""

import csv
import io
import re

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.cell import get_column_letter

# A spreadsheet program takes a text that begins with one of these for a formula: with
# the wide and small ones of East Asian keyboards too.
_SIGNS = "=+@＝＋－＠﹦﹢﹣﹫-"
# What may stand before the sign: blanks, quotes and signs nobody sees.
_BEFORE = '[\\s"\u200b-\u200f\u2060\ufeff]*'
_START = re.compile(rf"[\t\r]|{_BEFORE}[{_SIGNS}]")
# Where the list separator of the reader's country is not the comma, quotes that begin
# in the middle of what it takes for a cell quote nothing: a text is torn in two at
# these, and what follows is the beginning of a cell.
_TORN = re.compile(rf"([;|\t\n\r\v\f\x85\u2028\u2029]{_BEFORE})([{_SIGNS}])?")
_ILLEGAL = dict.fromkeys([*range(0, 9), 11, 12, *range(14, 32)])


def defuse(text):
    """``text`` so that no spreadsheet program takes it, or a part of it, for a formula.

    Such a program shows a text as it stands where an apostrophe is before it.
    """
    text = _TORN.sub(
        lambda found: f"{found[1]}'{found[2]}" if found[2] else found[1], text
    )
    return f"'{text}" if _START.match(text) else text


def write_csv(rows):
    """CSV bytes of ``rows``, lists of cells of any type, all of them defused."""
    text = io.StringIO()
    table = csv.writer(text)
    for row in rows:
        table.writerow([defuse(str(cell)) for cell in row])
    # The mark lets Excel see that this is UTF-8.
    return text.getvalue().encode("utf-8-sig")


def write_rows(headers, rows, *, title, marked=()):
    """Bytes of an ``.xlsx`` with one sheet.

    :param headers: texts
    :param rows: lists of texts
    :param marked: indexes of the columns to stand out

    Every cell is text and stays text: none can become a formula.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for index in range(len(headers)):
        column = sheet.column_dimensions[get_column_letter(index + 1)]
        column.width = 60 if index in marked else 22
    sheet.append([_make_header(sheet, text) for text in headers])
    for row in rows:
        sheet.append(
            [_make_cell(sheet, text, at in marked) for at, text in enumerate(row)]
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _make_header(sheet, text):
    cell = _make_cell(sheet, text, False)
    cell.font = Font(bold=True)
    return cell


def _make_cell(sheet, text, is_marked):
    text = (text or "").translate(_ILLEGAL)[:32767]
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    if defuse(text) != text:
        cell.quotePrefix = True
    if is_marked:
        cell.fill = PatternFill("solid", fgColor="FFF3CD")
    return cell
