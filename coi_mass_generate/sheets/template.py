"""A workbook to fill in: a list's headers with examples, and what they mean."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.cell import get_column_letter

from .clean.cleaner import EXAMPLE
from .tables import read_table

COLUMNS = {}
for _row in read_table(__file__, "templates.csv"):
    COLUMNS.setdefault(_row.pop("kind"), []).append(_row)


def get_examples(kind):
    """Rows of texts, in the order of the columns."""
    rows = [[each[name] for each in COLUMNS[kind]] for name in ("example", "another")]
    return [row for row in rows if any(row)]


def write_template(kind, titles, about):
    """Bytes of an ``.xlsx``.

    :param kind: 'holder', 'interest' or 'policy'
    :param titles: names of the two sheets
    :param about: rows of the second one, of three texts, the first its header

    The first cell of an example says that it is one: should it stay, it is left out.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = titles[0]
    sheet.append([each["header"] for each in COLUMNS[kind]])
    for first, *others in get_examples(kind):
        sheet.append([f"{EXAMPLE} {first}", *others])
    for at, each in enumerate(COLUMNS[kind], 1):
        width = max(14, len(each["header"]) + 2, 40 if at == 1 else 0)
        sheet.column_dimensions[get_column_letter(at)].width = width
        for cell in sheet[get_column_letter(at)]:
            # As text: a spreadsheet program leaves zeros and dates as they are typed.
            cell.number_format = "@"
    _mark(sheet, range(2, sheet.max_row + 1))
    _write_about(book.create_sheet(titles[1]), about)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_about(sheet, rows):
    for row in rows:
        sheet.append(row)
    for letter, width in zip("ABC", (34, 60, 70), strict=True):
        sheet.column_dimensions[letter].width = width
        for cell in sheet[letter]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    _mark(sheet, ())


def _mark(sheet, examples):
    sheet.freeze_panes = "A2"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E9ECEF")
    for number in examples:
        for cell in sheet[number]:
            cell.font = Font(italic=True, color="7F7F7F")
