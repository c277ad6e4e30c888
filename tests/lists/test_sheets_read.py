"""Every kind of file becomes the same rows, with line numbers and marks."""

from datetime import date, datetime

import openpyxl
import pytest
import xlwt
from coi_sheets import Limits, Refused, read_safely
from coi_sheets.read import calamine_file
from coi_sheets.read.book import Collector
from making import (
    HEADERS,
    ROWS,
    change_zip,
    make_csv,
    make_hidden_ods,
    make_html,
    make_ods,
    make_xls,
    make_xlsx,
    save,
)

TABLE = [HEADERS, *ROWS]
WORKBOOKS = [make_xlsx, make_xls, make_ods]


def texts(book):
    return [row.cells for row in book.rows]


@pytest.mark.parametrize("make", [make_csv, make_html, *WORKBOOKS])
def test_every_format_reads_the_same(make):
    book = read_safely(make(TABLE), "list")
    assert texts(book) == TABLE
    assert [row.number for row in book.rows] == [1, 2, 3]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "^"])
def test_any_separator(separator):
    table = [HEADERS, ["Harbor, Center; LLC", *ROWS[0][1:]]]
    assert texts(read_safely(make_csv(table, separator))) == table


def test_the_separator_may_be_named_in_the_first_line():
    content = b"sep=;\r\n" + make_csv(TABLE, ";")
    book = read_safely(content)
    assert texts(book) == TABLE
    assert book.rows[0].number == 2


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_any_encoding(encoding):
    table = [HEADERS, ["Café Ñandú – “Peña” LLC", *ROWS[0][1:]]]
    assert texts(read_safely(make_csv(table, encoding=encoding))) == table


def test_a_rare_encoding_is_guessed_and_said():
    content = make_csv([HEADERS, ["Müller\x81", *ROWS[0][1:]]], encoding="latin-1")
    book = read_safely(content)
    assert book.rows[1].cells[0].startswith("M")
    assert book.notes[0][0] == "encoding"


def test_lines_are_counted_as_the_user_sees_them():
    content = b'Name,City\n\n"Two\nlines",Boston\nThird,Salem\n'
    book = read_safely(content)
    assert [row.number for row in book.rows] == [1, 3, 5]
    assert ["blank_rows", {"count": 1}] in book.notes


@pytest.mark.parametrize("make", WORKBOOKS)
def test_blank_rows_keep_the_line_numbers(make):
    book = read_safely(make([HEADERS, [None], ["", " "], ROWS[0]]))
    assert [row.number for row in book.rows] == [1, 4]


@pytest.mark.parametrize("make", WORKBOOKS)
def test_struck_and_hidden_rows_are_marked(make):
    book = read_safely(make([*TABLE, ROWS[0]], struck=[2], hidden=[3]))
    assert [row.struck for row in book.rows] == [False, True, False, False]
    assert [row.hidden for row in book.rows] == [False, False, True, False]


@pytest.mark.parametrize("make", WORKBOOKS)
def test_numbers_and_dates_say_what_they_are(make):
    row = ["A", 2134, 2134.5, 12345678901234, date(2026, 3, 4)]
    book = read_safely(make([HEADERS, row]))
    read = book.rows[1]
    assert read.cells == ["A", "2134", "2134.5", "12345678901234", "2026-03-04"]
    assert read.kinds == "snnnd"


def test_the_zip_format_of_excel_shows_its_zeros_and_its_dash():
    book = openpyxl.Workbook()
    book.active.append(HEADERS)
    book.active.append([*ROWS[0][:4], 2110])
    book.active.append([*ROWS[0][:4], 21101234])
    book.active["E2"].number_format = "00000"
    book.active["E3"].number_format = "00000-0000"
    read = read_safely(save(book))
    assert [row.cells[4] for row in read.rows[1:]] == ["02110", "02110-1234"]


def test_dates_of_the_1904_system():
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["Name", "Until"])
    book.active.append(["A", datetime(2026, 3, 4)])
    assert read_safely(save(book)).rows[1].cells[1] == "2026-03-04"


def test_a_formula_without_its_result_is_told_from_an_empty_cell():
    book = openpyxl.Workbook()
    book.active.append(["Name", "City"])
    book.active.append(["A", "=B1"])
    read = read_safely(save(book))
    assert read.rows[1].kinds.startswith("s")
    assert ["formulas", {"count": 1}] in read.notes


def test_errors_are_told():
    book = openpyxl.Workbook()
    book.active.append(["Name", "City"])
    book.active.append(["A", "#REF!"])
    book.active["B2"].data_type = "e"
    row = read_safely(save(book)).rows[1]
    assert (row.cells[1], row.kinds[1]) == ("#REF!", "e")


def test_a_cell_merged_over_several_rows_holds_for_each():
    book = openpyxl.Workbook()
    for row in [HEADERS, ROWS[0], [None, "200 Harbor Way"]]:
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    assert read_safely(save(book)).rows[2].cells[0] == "Harbor Center LLC"


def _make_merged(kind, count):
    """A workbook with one cell merged over ``count`` rows."""
    table = [["Name", "Description"], ["Elm 1", "Roof"]]
    table += [[f"Elm {at}", None] for at in range(2, count + 1)]
    if kind == "xls":
        book = xlwt.Workbook()
        sheet = book.add_sheet("Holders")
        for at, (name, _text) in enumerate(table):
            sheet.write(at, 0, name)
        sheet.write(0, 1, "Description")
        sheet.write_merge(1, count, 1, 1, "Roof")
        return save(book)
    if kind == "ods":
        spanned = b'table:number-rows-spanned="%d" ' % count
        roof = b'<table:table-cell office:value-type="string"><text:p>Roof'
        wide = roof.replace(b"office", spanned + b"office", 1)
        return change_zip(
            make_ods(table), {"content.xml": lambda data: data.replace(roof, wide)}
        )
    book = openpyxl.Workbook()
    for row in table:
        book.active.append(row)
    book.active.merge_cells(f"B2:B{count + 1}")
    return save(book)


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "second"])
def test_a_merged_cell_holds_for_all_of_its_rows_however_many(kind):
    content = _make_merged(kind, 700)
    if kind == "second":
        rows = calamine_file.read(content, None, Limits(), "xlsx").rows[1:]
    else:
        rows = read_safely(content).rows[1:]
    assert [row.cell(1) for row in rows] == ["Roof"] * 700


def test_merged_cells_make_no_more_cells_than_a_list_may_have():
    collector = Collector(Limits(rows=100))
    for number in range(1, 101):
        collector.add(number, [("Elm", "s", False)] * (200 if number == 1 else 1))
    with pytest.raises(Refused) as refused:
        for index in range(200):
            collector.fill_down(1, 1_048_576, index)
    assert refused.value.code == "too_many_cells"


def make_shared(strings):
    """A workbook as Excel itself writes it: its texts in a part of their own.

    strings: XML of the texts; the sheet has them in one column, a row each.
    """
    rows = "".join(
        f'<row r="{at + 1}"><c r="A{at + 1}" t="s"><v>{at}</v></c></row>'
        for at in range(strings.count("<si>"))
    )
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    part = (
        f'<Override PartName="/xl/sharedStrings.xml" '
        f'ContentType="{kind}.sharedStrings+xml"/></Types>'
    )
    sheet = f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'
    return change_zip(
        make_xlsx(TABLE),
        {
            "xl/worksheets/sheet1.xml": lambda _data: sheet.encode(),
            "[Content_Types].xml": lambda data: data.replace(
                b"</Types>", part.encode()
            ),
        },
        {"xl/sharedStrings.xml": f'<sst xmlns="{space}">{strings}</sst>'.encode()},
    )


def test_shared_texts_with_formatting_inside():
    content = make_shared(
        "<si><t>Name</t></si>"
        "<si><r><t>Harbor </t></r><r><rPr><b/></rPr><t>Center</t></r></si>"
        "<si><r><rPr><strike/></rPr><t>Gone</t></r><r><rPr><strike/></rPr><t>!</t></r></si>"
        "<si><t>Tokyo</t><rPh sb='0' eb='1'><t>TOKYO</t></rPh></si>"
        "<si><t>A_x0000_B_xD800_C_x000D_\n</t></si>"
    )
    book = read_safely(content)
    cells = [row.cells[0] for row in book.rows]
    assert cells == ["Name", "Harbor Center", "Gone!", "Tokyo", "ABC\r\n"]
    assert [row.struck for row in book.rows] == [False, False, True, False, False]


def test_the_sheet_that_looks_like_a_list_is_taken():
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    book.active.append(["How to use this workbook"])
    secret = book.create_sheet("Secret")
    secret.append(HEADERS)
    secret.append(ROWS[1])
    secret.sheet_state = "hidden"
    sheet = book.create_sheet("Holders")
    for row in TABLE:
        sheet.append(row)
    content = save(book)
    read = read_safely(content)
    assert read.sheet == "Holders"
    assert [each["hidden"] for each in read.sheets] == [False, True, False]
    assert read_safely(content, sheet="Secret").rows[1].cells == ROWS[1]
    with pytest.raises(Refused) as refused:
        read_safely(content, sheet="Nowhere")
    assert refused.value.code == "no_such_sheet"


def test_hidden_sheets_of_opendocument():
    book = read_safely(make_hidden_ods())
    assert book.sheets[0] == {"name": "Old", "hidden": True}
    assert (book.sheet, book.rows[1].cells[0]) == ("New", "New Holder")


def test_hidden_columns_are_read_and_said():
    book = openpyxl.Workbook()
    for row in TABLE:
        book.active.append(row)
    book.active.column_dimensions["C"].hidden = True
    read = read_safely(save(book))
    assert texts(read) == TABLE
    assert ["hidden_columns", {"columns": [2]}] in read.notes


def test_macros_are_said_and_never_run():
    content = change_zip(make_xlsx(TABLE), added={"xl/vbaProject.bin": b"Auto_Open"})
    book = read_safely(content, "list.xlsm")
    assert texts(book) == TABLE
    assert ["macros", {}] in book.notes


def test_a_web_page_named_xls():
    page = (
        b"<html><head><style>td{color:red}</style></head><table><tr><td>Menu</table>"
        b"<table><tr><th>Holder Name<th>City</tr>"
        b"<tr><td>A &amp; B<br>LLC</td><td>Boston</td></tr>"
        b"<tr style='display: none'><td>Hidden</td><td>Salem</td></tr>"
        b"<tr><td><s>Gone</s></td><td><strike>Lynn</strike></td></tr></table></html>"
    )
    book = read_safely(page, "holders.xls")
    assert texts(book) == [
        ["Holder Name", "City"],
        ["A & B\nLLC", "Boston"],
        ["Hidden", "Salem"],
        ["Gone", "Lynn"],
    ]
    assert [row.hidden for row in book.rows] == [False, False, True, False]
    assert book.rows[3].struck


def test_characters_a_database_cannot_hold_are_dropped():
    rows = "".join(f"Holder {number},Boston\n" for number in range(20))
    book = read_safely(f"Name,City\nA\0B,Boston\n{rows}".encode())
    assert book.rows[1].cells[0] == "AB"
