"""Writes the files the tests read: each by another program's own library."""

import csv
import io
import zipfile
from datetime import date

import openpyxl
import xlwt
from coi_sheets.match import Match, choose
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties, TableRowProperties, TextProperties
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.styles import Font

HEADERS = ["Holder Name", "Address 1", "City", "State", "ZIP"]
ROWS = [
    ["Harbor Center LLC", "100 Harbor Way", "Boston", "MA", "02110"],
    ["First Lender Bank", "1 Federal Plaza", "Worcester", "MA", "01608"],
]


def make_csv(table, separator=",", encoding="utf-8"):
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(table)
    return out.getvalue().encode(encoding)


def save(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def make_xlsx(table, struck=(), hidden=(), title="Holders"):
    """struck, hidden: line numbers."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in table:
        sheet.append(row)
    for line in struck:
        for cell in sheet[line]:
            cell.font = Font(strike=True)
    for line in hidden:
        sheet.row_dimensions[line].hidden = True
    return save(book)


def make_xls(table, struck=(), hidden=()):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Holders")
    plain = xlwt.XFStyle()
    plain.num_format_str = "General"
    line_through = xlwt.easyxf("font: struck_out on")
    day = xlwt.easyxf(num_format_str="MM/DD/YYYY")
    for at, row in enumerate(table):
        style = line_through if at + 1 in struck else plain
        for place, value in enumerate(row):
            if value is not None:
                own = day if isinstance(value, date) else style
                sheet.write(at, place, value, own)
        sheet.row(at).hidden = at + 1 in hidden
    return save(book)


def make_ods(table, struck=(), hidden=(), repeat_last=0):
    """A document of OpenOffice, written by its own library."""
    document = OpenDocumentSpreadsheet()
    line_through = Style(name="Struck", family="table-cell")
    line_through.addElement(TextProperties(textlinethroughstyle="solid"))
    document.automaticstyles.addElement(line_through)
    document.automaticstyles.addElement(Style(name="Row", family="table-row"))
    sheet = Table(name="Holders")
    for at, row in enumerate(table):
        line = TableRow()
        if at + 1 in hidden:
            line.setAttribute("visibility", "collapse")
        for value in row:
            line.addElement(_make_ods_cell(value, at + 1 in struck))
        sheet.addElement(line)
    if repeat_last:
        sheet.addElement(TableRow(numberrowsrepeated=repeat_last))
        sheet.lastChild.addElement(TableCell(numbercolumnsrepeated=1024))
    document.spreadsheet.addElement(sheet)
    return save(document)


def _make_ods_cell(value, struck):
    style = {"stylename": "Struck"} if struck else {}
    if isinstance(value, date):
        cell = TableCell(valuetype="date", datevalue=value.isoformat(), **style)
    elif isinstance(value, int | float):
        cell = TableCell(valuetype="float", value=value, **style)
    else:
        cell = TableCell(valuetype="string", **style)
    if value not in (None, ""):
        for line in str(value).split("\n"):
            cell.addElement(P(text=line))
    return cell


def make_hidden_ods():
    """Two sheets, the first of them hidden."""
    document = OpenDocumentSpreadsheet()
    style = Style(name="Hidden", family="table")
    style.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(style)
    row_style = Style(name="Row", family="table-row")
    row_style.addElement(TableRowProperties(rowheight="1cm"))
    for name, attributes in (("Old", {"stylename": "Hidden"}), ("New", {})):
        sheet = Table(name=name, **attributes)
        for row in [HEADERS, [f"{name} Holder", *ROWS[0][1:]]]:
            line = TableRow()
            for value in row:
                line.addElement(_make_ods_cell(value, False))
            sheet.addElement(line)
        document.spreadsheet.addElement(sheet)
    return save(document)


def make_html(table):
    rows = "".join(
        "<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>"
        for row in table
    )
    return f"<html><body><table>{rows}</table></body></html>".encode()


def change_zip(content, changes=None, added=None):
    """The same archive with parts changed (name: function of bytes) or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            data = old.read(info)
            change = (changes or {}).get(info.filename)
            new.writestr(info.filename, change(data) if change else data)
        for name, data in (added or {}).items():
            new.writestr(name, data)
    return out.getvalue()


def find(index, party):
    """Whom an ``Index`` takes ``party`` for, as ``Parties`` asks it.

    The verdict is 'untold' where it is nobody, but too much was compared before.
    """
    same = index.find_same(party)
    if same.party:
        return same
    found = choose(party, index.get_likely(party))
    return found or Match("untold" if index.is_exhausted else "none")
