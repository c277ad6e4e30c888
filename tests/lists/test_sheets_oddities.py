"""Odd workbooks give, cell by cell, what a second library reads in them, or better."""

import io
import struct
from datetime import date, datetime

import pytest
import xlwt
from coi_sheets import read_safely
from making import change_zip, make_ods, save
from oddities import (
    A2,
    BOOK,
    D2,
    DOCS,
    MAIN,
    RELS,
    ROWS,
    SHEET,
    STRICT,
    STYLES,
    TEXTS,
    TOP,
    TYPES,
    WORDS,
    add_prefixes,
    add_sheets,
    cell,
    change,
    edit,
    encode,
    form,
    leave_out,
    make_parts,
    make_xlsb,
    make_zip64,
    pack,
    put,
    rename,
    stream,
    strip_references,
)
from python_calamine import CalamineWorkbook

ROW2, ROW3 = '<row r="2" spans="1:5">', '<row r="3" spans="1:5">'


def read_second(content):
    """{(line, column): text} of the list as calamine has it; None where it fails."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    except BaseException:  # noqa: BLE001 - also what goes wrong in Rust
        return None
    found = [
        {
            (line, column): _write(value)
            for line, row in enumerate(sheet.to_python(skip_empty_area=False), 1)
            for column, value in enumerate(row)
            if value != ""
        }
        for sheet in sheets
    ]
    return max(found, key=len, default=None)


def _write(value):
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e18:
        return str(int(value))
    return str(value)


def read_first(content):
    return {
        (row.number, column): text
        for row in read_safely(content, "list").rows
        for column, text in enumerate(row.cells)
        if text
    }


def expect(rows=ROWS, **changed):
    """{(line, column): text} of rows; ``changed`` by the cell's name, None for none."""
    cells = {
        (line, column): text
        for line, row in enumerate(rows, 1)
        for column, text in enumerate(row)
    }
    for name, text in changed.items():
        cells[int(name[1:]), "ABCDEFGHIJKLMNOP".index(name[0])] = text
    return {place: text for place, text in cells.items() if text is not None}


# Read the same by both: what it is, and how it is made.
SAME = {
    "as Excel writes it": lambda: pack(make_parts()),
    "no dimension": put(SHEET, '<dimension ref="A1:E3"/>', ""),
    "a dimension of one cell": put(SHEET, "A1:E3", "A1"),
    "a dimension of the whole sheet": put(SHEET, "A1:E3", "A1:XFD1048576"),
    "spans that lie": put(SHEET, 'spans="1:5"', 'spans="9:2"'),
    "no references at rows and cells": strip_references,
    "no number at the rows": change((SHEET, ROW2, "<row>"), (SHEET, ROW3, "<row>")),
    "prefixes at all elements": add_prefixes,
    "a byte order mark": lambda: pack(
        {name: text.encode("utf-8-sig") for name, text in make_parts().items()}
    ),
    "comments and instructions": put(
        SHEET, "<sheetData>", "<!-- <row/> --><?go on?><sheetData><!-- & -->"
    ),
    "CDATA": put(TEXTS, "Pier One LLC", "<![CDATA[Pier One LLC]]>"),
    "character references": put(TEXTS, "Pier One", "&#80;ier&#x20;One"),
    "no XML declaration": put(SHEET, make_parts()[SHEET].split("\n")[0], ""),
    "absolute targets": change(
        (RELS, 'Target="', 'Target="/xl/'), (TOP, "xl/workbook", "/xl/workbook")
    ),
    "no styles": lambda: pack(
        edit(
            (STYLES, None, None),
            (SHEET, ' s="1"><v>46387', ' t="str"><v>2026-12-31'),
            (SHEET, ' s="1"><v>46386', ' t="str"><v>2026-12-30'),
        )
    ),
    "no views": put(BOOK, '<bookViews><workbookView activeTab="0"/></bookViews>', ""),
    "a view that does not exist": put(BOOK, 'activeTab="0"', 'activeTab="99"'),
    "no properties": put(BOOK, "<workbookPr/>", ""),
    "a colour that is none": put(STYLES, 'theme="1"', 'rgb="red"'),
    "a font family beyond the last": put(
        STYLES, '<family val="2"/>', '<family val="99"/>'
    ),
    "no cell style formats": put(STYLES, "<cellStyleXfs><xf/></cellStyleXfs>", ""),
    "no fonts and fills": put(STYLES, "<fills><fill/></fills>", ""),
    "a style that does not exist": put(SHEET, D2, '<c r="D2" s="999"><v>12110</v></c>'),
    "a width that is none": put(SHEET, 'width="20"', 'width="NaN"'),
    "a text without a count": put(TEXTS, ' count="11" uniqueCount="11"', ""),
    "a text with how it is read aloud": put(
        TEXTS,
        "<si><t>Boston</t>",
        '<si><t>Boston</t><rPh sb="0" eb="1"><t>BOSUTON</t></rPh>',
    ),
    "a text in runs": put(
        TEXTS, "<t>Boston</t>", "<r><rPr><b/></rPr><t>Bos</t></r><r><t>ton</t></r>"
    ),
    "a text with spaces to keep": put(
        TEXTS, "<t>Boston</t>", '<t xml:space="preserve"> Boston </t>'
    ),
    "an inline text": cell('<c r="D2" t="inlineStr"><is><t>12110</t></is></c>'),
    "an inline text in runs": cell(
        '<c r="D2" t="inlineStr"><is><r><t>12</t></r><r><t>110</t></r></is></c>'
    ),
    "a formula with its result": cell('<c r="D2"><f>SUM(1,2)</f><v>12110</v></c>'),
    "a formula with a text": cell('<c r="D2" t="str"><f>"1"&amp;"2"</f><v>12</v></c>'),
    "a formula with an empty text": cell('<c r="D2" t="str"><f>""</f><v></v></c>'),
    "an array formula": cell('<c r="D2"><f t="array" ref="D2:D2">1</f><v>7</v></c>'),
    "yes": cell('<c r="D2" t="b"><v>1</v></c>'),
    "no": cell('<c r="D2" t="b"><v>0</v></c>'),
    "a day in words of ISO": cell('<c r="D2" t="d"><v>2026-11-05</v></c>'),
    "a decimal": cell('<c r="D2"><v>2134.5</v></c>'),
    "a negative number": cell('<c r="D2"><v>-17</v></c>'),
    "days since 1904": put(BOOK, "<workbookPr/>", '<workbookPr date1904="1"/>'),
    "an empty row between": put(SHEET, ROW3, f'<row r="2"/>{ROW3}'),
    "a row of formats": put(SHEET, "</sheetData>", '<row r="9" s="1"/></sheetData>'),
    "a cell far to the right": put(
        SHEET, D2, f'{D2}<c r="E2" s="1"><v>46387</v></c><c r="IU2"><v>1</v></c>'
    ),
    "a list that begins further down": lambda: pack(
        edit(
            *((SHEET, f'r="{n}" spans', f'r="{n + 4}" spans') for n in (3, 2, 1)),
            *(
                (SHEET, f'r="{letter}{n}"', f'r="{letter}{n + 4}"')
                for n in (3, 2, 1)
                for letter in "ABCDE"
            ),
        )
    ),
    "merged cells": put(
        SHEET,
        "</sheetData>",
        '</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
    ),
    "merged cells of nothing": put(
        SHEET, "</sheetData>", '</sheetData><mergeCells count="0"></mergeCells>'
    ),
    "a quoted sheet name": put(
        BOOK, 'name="Holders"', 'name="O&apos;Hara &quot;A&amp;B&quot;"'
    ),
    "a hidden sheet first": lambda: add_sheets(state='state="hidden"'),
    "a very hidden sheet first": lambda: add_sheets(state='state="veryHidden"'),
    "a chart first": lambda: add_sheets(kind="chartsheet"),
    "an empty sheet behind": lambda: add_sheets(first=False),
    "stored, not packed": lambda: pack(make_parts(), 0),
    "a zip of 64 bits": make_zip64,
    "sizes behind the data": stream,
    "a comment behind the zip": lambda: pack(make_parts())[:-2] + b"\x05\0hello",
    "other parts that are broken": change(
        ("docProps/app.xml", None, "<broken"), ("xl/theme/theme1.xml", None, "")
    ),
    "a relation to nowhere": put(
        RELS,
        "</Relationships>",
        f'<Relationship Id="x" Type="{DOCS}/theme" Target="no.xml"/></Relationships>',
    ),
    "capitals in the names of parts": lambda: pack(
        rename(lambda name: name.replace("sharedStrings", "SharedStrings"))
    ),
    "extensions nobody knows": put(
        SHEET,
        "</sheetData>",
        '</sheetData><extLst><ext uri="{0}"><y:a xmlns:y="urn:y"><y:v>9</y:v></y:a>'
        "</ext></extLst>",
    ),
    "a part of Excel's future": put(
        SHEET,
        '<worksheet xmlns="',
        '<worksheet xmlns:mc="urn:mc" mc:Ignorable="z" xmlns="',
    ),
    "strict": lambda: pack(
        edit(
            ("*", MAIN, f"{STRICT}/spreadsheetml/main"),
            ("*", DOCS, f"{STRICT}/officeDocument/relationships"),
        )
    ),
    "backslashes": lambda: pack(rename(lambda name: name.replace("/", "\\"))),
    "all in capitals": lambda: pack(rename(str.upper)),
    "all in small letters": lambda: pack(rename(str.lower)),
    "no content types": leave_out(TYPES),
    "a sheet in Latin 1": lambda: pack(encode("ISO-8859-1")),
    "texts in Windows' own encoding": lambda: pack(encode("windows-1252", TEXTS)),
    "something before the zip": lambda: b"X" * 77 + pack(make_parts()),
    "no number at the rows, but at their cells": change(
        (SHEET, ROW2, "<row>"),
        (SHEET, ROW3, "<row>"),
        *((SHEET, f'r="{letter}3"', f'r="{letter}5"') for letter in "ABCDE"),
    ),
    "two rows of one number": put(SHEET, ROW3, ROW2),
    "a number of another language": cell('<c r="D2"><v>1,5</v></c>'),
    "an inline text with a value beside it": cell(
        '<c r="D2" t="inlineStr"><v>12110</v><is><t>12110</t></is></c>'
    ),
    "an inline text of no kind": cell('<c r="D2"><is><t>02110</t></is></c>'),
    "a sign XML does not know": put(TEXTS, "<t>Boston</t>", "<t>Bos_x0009_ton</t>"),
    "a cell before the one before it": put(SHEET, A2, '<c r="F2"><v>1</v></c>' + A2),
}

# Where ours knows more, or reads what the second one does not: how it is made, and
# which cells differ from the plain list.
BETTER = {
    "a slash before the names": (lambda: pack(rename(lambda name: f"/{name}")), {}),
    "targets with backslashes": (
        put(RELS, "worksheets/sheet1.xml", "worksheets\\sheet1.xml"),
        {},
    ),
    "targets from the top without a slash": (put(RELS, 'Target="', 'Target="xl/'), {}),
    "targets with dots": (put(RELS, 'Target="w', 'Target="./../xl/w'), {}),
    "targets with quoted signs": (put(RELS, "sheet1.xml", "sheet%31.xml"), {}),
    "nothing that leads to the workbook": (leave_out(TOP), {}),
    "nothing that leads to the sheets": (leave_out(RELS), {}),
    "a sheet in UTF-16": (lambda: pack(encode("UTF-16")), {}),
    "a row whose number is none": (put(SHEET, 'r="3" s', 'r="three" s'), {}),
    "a column that is none": (put(SHEET, 'r="D2"', 'r="?"'), {}),
    "a text that is not there": (
        cell('<c r="D2" t="s"><v>99</v></c>'),
        {"D2": "#REF!"},
    ),
    "a text whose number is none": (
        cell('<c r="D2" t="s"><v>x</v></c>'),
        {"D2": "#REF!"},
    ),
    "an error": (cell('<c r="D2" t="e"><v>#DIV/0!</v></c>'), {"D2": "#DIV/0!"}),
    "not a number": (cell('<c r="D2"><v>NaN</v></c>'), {"D2": "NaN"}),
    "an endless number": (cell('<c r="D2"><v>INF</v></c>'), {"D2": "INF"}),
    "1e+21": (cell('<c r="D2"><v>1e+21</v></c>'), {"D2": "1E+21"}),
    "a number longer than Excel keeps": (
        cell('<c r="D2"><v>12345678901234567890</v></c>'),
        {"D2": "12345678901234567890"},
    ),
    "a value behind the inline text": (
        cell('<c r="D2" t="inlineStr"><is><t>12110</t></is><v>0</v></c>'),
        {},
    ),
    "a value with a text beside it": (
        cell('<c r="D2" t="str"><v>12110</v><is><t>9</t></is></c>'),
        {},
    ),
    "half of a text struck through": (
        put(
            TEXTS,
            "<t>Boston</t>",
            "<r><rPr><strike/></rPr><t>Lynn </t></r><r><t>Boston</t></r>",
        ),
        {},
    ),
    "half of an inline text struck through": (
        cell(
            '<c r="D2" t="inlineStr"><is><r><rPr><strike val="1"/></rPr><t>0</t></r>'
            '<r><rPr><strike val="0"/></rPr><t>12110</t></r></is></c>'
        ),
        {},
    ),
    "a cell struck through": (
        cell('<c r="D2" s="3"><v>12110</v></c>'),
        {"D2": None},
    ),
    "letters before a number": (form('"LN"0000', 12), {"D2": "LN0012"}),
    "many zeros": (form("0" * 18, 123), {"D2": "0" * 15 + "123"}),
    "a dash between": (form("00000\\-0000", 21101234), {"D2": "02110-1234"}),
    "a telephone": (
        form("[<=9999999]###\\-####;\\(###\\)\\ ###\\-####", 6175550100),
        {"D2": "(617) 555-0100"},
    ),
    "a fraction": (form("# ?/?", 12.5), {"D2": "12 1/2"}),
    "a month": (form("mmm\\-yy", 46387), {"D2": "Dec-26"}),
    "a text around a text": (form('"No. "@', "A7", "s"), {"D2": "No. A7"}),
}

TABLE = [WORDS[:4], ["Pier One LLC", "1 Pier Rd", "Boston", 12110.5]]
TYPED = [*TABLE, [True, None, b"\x07", 7, ("=", "Result"), -3.25]]


def make_biff(**more):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Holders", **more)
    for line, row in enumerate(TABLE):
        for column, value in enumerate(row):
            sheet.write(line, column, value)
    return book, sheet


def make_old(edit_book=None):
    def make():
        book, sheet = make_biff()
        if edit_book:
            edit_book(book, sheet)
        return save(book)

    return make


def hide_first(book, _sheet):
    old = book.add_sheet("Old")
    old.visibility = 1
    book.set_active_sheet(0)


OLD_SAME = {
    "as a library writes it": make_old(),
    "a hidden sheet": make_old(hide_first),
    "merged": make_old(lambda _book, sheet: sheet.merge(0, 0, 4, 6)),
    "a quoted sheet name": make_old(lambda book, _s: book.add_sheet('O\'Hara & "B"')),
    "frozen": make_old(lambda _book, sheet: setattr(sheet, "panes_frozen", True)),
    "a boolean": make_old(lambda _book, sheet: sheet.write(2, 0, True)),
    "far down": make_old(lambda _book, sheet: sheet.write(500, 0, "Last")),
    "accents": make_old(lambda _book, sheet: sheet.write(2, 0, "Ñandú – “Ó”")),
    "a long text": make_old(lambda _book, sheet: sheet.write(2, 0, "x" * 9000)),
    "a date": make_old(
        lambda _b, sheet: sheet.write(2, 0, 46387, xlwt.easyxf(num_format_str="M/D/YY"))
    ),
}


def damage(*edits):
    """A workbook of Excel 97 with bytes replaced: (mark, how far behind it, bytes)."""

    def make():
        content = save(make_biff()[0])
        for mark, offset, data in edits:
            at = content.index(mark) + offset
            content = content[:at] + data + content[at + len(data) :]
        return content

    return make


ROOT, BIFF = "Root Entry".encode("utf-16-le"), "Workbook".encode("utf-16-le")
OLE = b"\xd0\xcf\x11\xe0"
DIMENSIONS = b"\x00\x02\x0e\x00"
SERVER = {
    "parts that overlap": damage((ROOT, 116, struct.pack("<II", 0, 64))),
    "a list of parts that overlaps": damage((OLE, 60, struct.pack("<II", 0, 1))),
    "a part longer than the file": damage((BIFF, 120, struct.pack("<I", 900_000))),
    "a directory that counts itself": damage((OLE, 44, struct.pack("<I", 99))),
    "two roots": damage((ROOT, 0, ROOT)),
    "a name in capitals": damage((BIFF, 0, "WORKBOOK".encode("utf-16-le"))),
    "a name of Excel 5": damage((BIFF, 0, "Book\0\0\0\0".encode("utf-16-le"))),
    "no size of the sheet": damage((DIMENSIONS, 4, bytes(14))),
    "a size that lies": damage((DIMENSIONS, 4, struct.pack("<IIHH", 0, 1, 0, 1))),
    "a byte order nobody has": damage((OLE, 28, b"\xff\xfe")),
    "a version of no Excel": damage((b"\x09\x08\x10\x00", 4, b"\x00\x07")),
    "something behind the end": lambda: damage()() + b"x" * 777,
}


def make_open(*edits, name="content.xml"):
    """A document of OpenOffice with texts of its main part replaced."""

    def make():
        content = make_ods([WORDS[:4], ["Pier One LLC", "1 Pier Rd", "Boston", 12110]])
        for old, new in edits:
            content = change_zip(
                content, {name: lambda data, o=old, n=new: _replace(data, o, n)}
            )
        return content

    return make


def _replace(data, old, new):
    assert old.encode() in data, old
    return data.replace(old.encode(), new.encode())


P = "<text:p>Boston</text:p>"
OPEN_SAME = {
    "as a library writes it": make_open(),
    "no text beside a number": make_open(("<text:p>12110</text:p>", "")),
    "two paragraphs": make_open((P, "<text:p>Bos</text:p><text:p>ton</text:p>")),
    "a span": make_open((P, "<text:p>Bos<text:span>ton</text:span></text:p>")),
    "spaces": make_open((P, '<text:p>Bos<text:s text:c="3"/>ton</text:p>')),
    "a link": make_open((P, "<text:p><text:a>Boston</text:a></text:p>")),
    "a comment in the XML": make_open((P, "<text:p>Bos<!-- x -->ton</text:p>")),
    "covered cells": make_open(
        (P, P + "</table:table-cell><table:covered-table-cell/><table:table-cell>")
    ),
    "repeated cells": make_open((P, f"{P}</table:table-cell><table:table-cell "
        'table:number-columns-repeated="3"/><table:table-cell>')),
}  # fmt: skip

BINARY = {
    "texts in the cells": lambda: make_xlsb(TABLE),
    "shared texts": lambda: make_xlsb(TABLE, shared=True),
    "every kind of cell": lambda: make_xlsb(TYPED),
    "a hidden sheet": lambda: make_xlsb(TABLE, state=1),
    "macros": lambda: make_xlsb(TABLE, macros=True),
    "a list that begins further in": lambda: make_xlsb(
        [[], [], *([None, None, *row] for row in TABLE)]
    ),
    "accents": lambda: make_xlsb([*TABLE, ["Ñandú – “Ó”", "😀"]]),
    "dates": lambda: make_xlsb([*TABLE, ["A", "B", "C", 46387.0]], style=1),
    "long": lambda: make_xlsb([*TABLE, *[["A", "B", "C", 5]] * 2000]),
}
ALIKE = {
    **{f"xlsx: {name}": make for name, make in SAME.items()},
    **{f"xls: {name}": make for name, make in OLD_SAME.items()},
    **{f"server: {name}": make for name, make in SERVER.items()},
    **{f"ods: {name}": make for name, make in OPEN_SAME.items()},
    **{f"xlsb: {name}": make for name, make in BINARY.items()},
}


@pytest.mark.parametrize("name", ALIKE)
def test_it_reads_the_same(name):
    content = ALIKE[name]()
    first = read_first(content)
    assert first == read_second(content)
    assert len(first) > 7


@pytest.mark.parametrize("name", BETTER)
def test_it_reads_better(name):
    make, changed = BETTER[name]
    content = make()
    assert read_first(content) == expect(**changed)
    assert read_second(content) != expect(**changed)


def test_a_stream_of_excel_without_a_file_around_it():
    """What report servers send; the second library does not know it."""
    content = make_biff()[0].get_biff_data()
    assert [row.cells for row in read_safely(content).rows][0] == WORDS[:4]
    assert read_second(content) is None


def test_a_binary_workbook_says_what_could_not_be_seen():
    book = read_safely(make_xlsb(TABLE, macros=True, state=1), "list.xlsb")
    assert book.kind == "xlsb"
    assert [code for code, _detail in book.notes] == ["looks_unseen", "macros"]
    assert book.sheets == [{"name": "Holders", "hidden": True}]
