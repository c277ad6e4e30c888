"""Rows back into a workbook that people can correct and import again."""

import io

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.cell import get_column_letter

# A spreadsheet program takes a text that begins like this for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ILLEGAL = dict.fromkeys([*range(0, 9), 11, 12, *range(14, 32)])


def write_rows(headers, rows, *, title, marked=()):
    """Bytes of an ``.xlsx`` with one sheet.

    headers: texts; rows: lists of texts; marked: places of columns to stand out
    Every cell is text and stays text: none can become a formula.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for place in range(len(headers)):
        column = sheet.column_dimensions[get_column_letter(place + 1)]
        column.width = 60 if place in marked else 22
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
    if text.startswith(_FORMULA):
        cell.quotePrefix = True
    if is_marked:
        cell.fill = PatternFill("solid", fgColor="FFF3CD")
    return cell
