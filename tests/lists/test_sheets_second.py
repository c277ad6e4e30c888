"""What the first readers cannot open, the second does, within the same limits."""

import struct

import pytest
from coi_sheets import Limits, Refused, read_safely
from coi_sheets.read import calamine_file, kinds, xlsx_file
from making import HEADERS, ROWS, change_zip, make_ods, make_xls, make_xlsx
from measured import read_measured
from oddities import make_xlsb, pack
from test_sheets_hostile import MEGABYTE, SHEET, make_zip

TABLE = [HEADERS, *ROWS]


def fail(*_all):
    raise KeyError("no such thing")


@pytest.mark.parametrize("make", [make_xlsx, make_xls, make_ods])
def test_it_reads_what_makes_the_first_reader_fail(make, monkeypatch):
    for each in kinds.WORKBOOKS:
        monkeypatch.setattr(f"{each.__module__}.Book", fail)
    book = kinds.read(make(TABLE), "list", None, Limits())
    assert [row.cells for row in book.rows] == TABLE
    assert ["looks_unseen", {}] in book.notes


def test_a_workbook_whose_xml_is_not_quite_right():
    twice = {SHEET: lambda data: data.replace(b'<row r="2"', b'<row r="2" r="2"')}
    book = read_safely(change_zip(make_xlsx(TABLE), twice))
    assert [row.cells for row in book.rows] == TABLE
    assert ["looks_unseen", {}] in book.notes


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b'<row r="2"', b'& <row r="2"'),
        lambda data: data[:300] + b"\0\xff<<<" + data[300:],
        lambda data: data.replace(b"</sheetData>", b""),
        lambda _data: b"",
    ],
)
def test_of_a_sheet_that_is_cut_nothing_is_read(change):
    with pytest.raises(Refused) as refused:
        read_safely(change_zip(make_xlsx(TABLE), {SHEET: change}))
    assert refused.value.code == "unreadable"


def test_merged_cells_hold_for_each_row_and_times_are_no_numbers(monkeypatch):
    import openpyxl
    from making import save

    book = openpyxl.Workbook()
    for row in [HEADERS, ROWS[0], [None, "200 Harbor Way", "Boston", "MA", "=1/0"]]:
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.active["E2"] = 0.5
    book.active["E2"].number_format = "h:mm"
    monkeypatch.setattr(xlsx_file, "Book", fail)
    rows = kinds.read(save(book), "list", None, Limits()).rows
    assert rows[2].cells[0] == "Harbor Center LLC"
    assert (rows[1].cells[4], rows[1].kinds[4]) == ("12:00:00", "d")


def test_what_goes_wrong_in_rust_is_a_refusal(monkeypatch):
    class Panic(BaseException):
        """As the one of Rust, which is no Exception."""

    class Workbook:
        @staticmethod
        def from_filelike(_file):
            raise Panic

    monkeypatch.setattr(calamine_file, "CalamineWorkbook", Workbook)
    with pytest.raises(Refused) as refused:
        kinds.read(make_xlsb(TABLE), "list", None, Limits())
    assert refused.value.code == "unreadable"


# ------------------------------------------------------------- hostile workbooks


def change_binary(**parts):
    names = {"sheet": "xl/worksheets/sheet1.bin", "book": "xl/workbook.bin"}
    return change_zip(
        make_xlsb([["A"]]),
        {names[key]: lambda _data, new=data: new for key, data in parts.items()},
    )


def refuse(content):
    code, seconds, megabytes = read_measured(content, "list.xlsb")
    assert seconds < 5
    assert megabytes < 230
    return code


def test_a_binary_bomb():
    assert refuse(change_binary(sheet=bytes(200 * MEGABYTE))) == "bomb"


def test_a_binary_bomb_that_lies_about_its_size():
    content = bytearray(change_binary(sheet=bytes(90 * MEGABYTE)))
    size = struct.pack("<I", 90 * MEGABYTE)
    while size in content:
        at = content.index(size)
        content[at : at + 4] = struct.pack("<I", 1000)
    assert refuse(bytes(content)) == "unreadable"


def test_cells_in_the_far_corners():
    """The second reader keeps the whole rectangle in memory."""
    assert refuse(make_xlsb([[None] * 16_000 + ["B"]])) == "too_many_columns"
    rows = [["A"], *[[]] * 1_000_000, [None] * 200 + ["B"]]
    assert refuse(make_xlsb(rows)) == "too_much_memory"


def test_more_rows_than_a_list_has():
    assert refuse(make_xlsb([["A"]] * 20_100)) == "too_many_rows"


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 500, b"\xff" * 500, b"\x83\x01\xff\xff\xff\x7f" + bytes(90)]
)
@pytest.mark.parametrize("part", ["sheet", "book"])
def test_damaged_binary_parts(part, data):
    with pytest.raises(Refused) as refused:
        read_safely(change_binary(**{part: data}))
    assert refused.value.code in ("unreadable", "empty", "too_much_memory")


def test_a_binary_workbook_of_nothing():
    with pytest.raises(Refused) as refused:
        read_safely(make_xlsb([[None]]))
    assert refused.value.code == "empty"
    with pytest.raises(Refused) as refused:
        read_safely(make_zip({"xl/workbook.bin": b"<a/>"}), "list.xlsb")
    assert refused.value.code == "unreadable"


def test_a_document_encrypted_as_a_whole():
    content = pack({"mimetype": "application/vnd.oasis", "encrypted-package": b"\1\2"})
    with pytest.raises(Refused) as refused:
        read_safely(content, "list.ods")
    assert refused.value.code == "password"
