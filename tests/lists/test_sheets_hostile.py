"""What is no list, or means harm, is refused with a reason, fast and in little memory.

Each file is read as the server does it: in a process of its own. The limits are those
of the product; only the time is measured more generously, for a busy machine.
"""

import io
import os
import random
import time
import zipfile

import openpyxl
import pytest
import xlwt
from coi_sheets import Limits, Refused, read_safely
from hypothesis import given, settings
from hypothesis import strategies as st
from making import HEADERS, ROWS, change_zip, make_csv, make_ods, make_xls, make_xlsx
from measured import read_measured

TABLE = [HEADERS, *ROWS]
SHEET = "xl/worksheets/sheet1.xml"
MEGABYTE = 1024 * 1024


def refuse(content, filename="list.xlsx"):
    """The code with which a file is refused; checks time and memory on the way."""
    code, seconds, megabytes = read_measured(content, filename)
    assert code, "it was read"
    assert seconds < 5
    assert megabytes < 200
    return code


def make_zip(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def make_sheet(rows):
    """A workbook whose sheet has ``rows``, bytes of XML."""
    xml = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<sheetData>" + rows + b"</sheetData></worksheet>"
    )
    return change_zip(make_xlsx(TABLE), {SHEET: lambda _data: xml})


def test_a_zip_bomb():
    bomb = {SHEET: lambda _data: b"<a>" + b" " * (400 * MEGABYTE)}
    assert refuse(change_zip(make_xlsx(TABLE), bomb)) == "bomb"


def test_a_zip_bomb_that_lies_about_its_size():
    content = bytearray(
        change_zip(make_xlsx(TABLE), {SHEET: lambda _d: b" " * 90 * MEGABYTE})
    )
    size = (90 * MEGABYTE).to_bytes(4, "little")
    while size in content:
        at = content.index(size)
        content[at : at + 4] = (1000).to_bytes(4, "little")
    assert refuse(bytes(content)) == "unreadable"


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml"])
def test_entities(part):
    lol = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">]>'

    def change(data):
        return lol + data.split(b"?>", 1)[-1]

    assert refuse(change_zip(make_xlsx(TABLE), {part: change})) == "entities"


def test_entities_in_opendocument_and_in_utf_16():
    xml = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    for encoding in ("utf-8", "utf-16"):
        content = make_zip(
            {"content.xml": (xml + "<a>&x;</a>").encode(encoding), "mimetype": "x"}
        )
        content = content.replace(b"mimetypex", b"mimetypex")
        assert refuse(content) in ("entities", "wrong_kind")
    content = change_zip(
        make_ods(TABLE),
        {"content.xml": lambda data: xml.encode() + data.split(b"?>", 1)[-1]},
    )
    assert refuse(content) == "entities"


def test_all_rows_of_a_sheet_formatted_down_to_the_last():
    rows = b"".join(b'<row r="%d" s="1"/>' % line for line in range(4, 1_048_577))
    data = b'<row r="1"><c t="inlineStr"><is><t>Name</t></is></c></row>'
    data += b'<row r="2"><c t="inlineStr"><is><t>Harbor</t></is></c></row>'
    book = read_safely(make_sheet(data + rows))
    assert [row.cells for row in book.rows] == [["Name"], ["Harbor"]]
    content = make_ods(TABLE, repeat_last=1_048_576)
    assert len(read_safely(content).rows) == 3


def test_a_value_in_every_one_of_a_million_rows():
    rows = b"".join(b"<row><c><v>1</v></c></row>" for _line in range(1_048_576))
    assert refuse(make_sheet(rows)) == "too_many_rows"


def test_a_repeated_row_with_a_value():
    content = make_ods([HEADERS])
    repeated = (
        b'<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
        b'office:value-type="string"><text:p>A</text:p></table:table-cell>'
        b"</table:table-row></table:table>"
    )
    content = change_zip(
        content,
        {"content.xml": lambda data: data.replace(b"</table:table>", repeated)},
    )
    assert refuse(content) == "too_many_rows"


def test_millions_of_empty_cells():
    row = b"<row>" + b'<c s="1"/>' * 16_000 + b"</row>"
    assert refuse(make_sheet(row * 700)) in ("too_slow", "bomb", "empty")


@pytest.mark.parametrize("write", ["csv", "xlsx", "ods", "html"])
def test_a_cell_of_ten_megabytes(write):
    long = "A" * (10 * MEGABYTE)
    content = {
        "csv": lambda: make_csv([HEADERS, [long]]),
        "xlsx": lambda: make_sheet(
            b'<row><c t="inlineStr"><is><t>' + long.encode() + b"</t></is></c></row>"
        ),
        "ods": lambda: make_ods([HEADERS, [long]]),
        "html": lambda: f"<table><tr><td>{long}</td></tr></table>".encode(),
    }[write]()
    assert refuse(content) == "cell_too_long"


def test_too_many_columns():
    assert refuse(make_csv([HEADERS, ["x"] * 3000]), "a.csv") == "too_many_columns"


MANY = 12 * MEGABYTE


@pytest.mark.parametrize(
    "make",
    [
        lambda: b"Certificate Holder\n" + b"\n" * MANY,
        lambda: b"<html><table>" + b"<!--" * (MANY // 2),
        lambda: b"<html><table><tr><td>" + b"<![CDATA[" * (2 * MEGABYTE),
        lambda: b"<html><table><tr><td>" + b"<" * MANY,
        lambda: b"<html><table><tr>" + b"<td>" * (5 * MEGABYTE),
        lambda: make_sheet(b"<row/>" * (2 * MEGABYTE)),
        lambda: make_sheet(b"<row>" + b"<c/>" * MANY + b"</row>"),
        lambda: make_sheet(b"<x/>" * MANY),
        lambda: change_zip(
            make_ods(TABLE), {"content.xml": lambda _data: b"<x>" + b"<x/>" * MANY}
        ),
        lambda: change_zip(
            make_xlsx(TABLE),
            {SHEET: lambda _data: b"<!--" + b"x" * (100 * MEGABYTE) + b"--><a/>"},
        ),
        lambda: make_sheet(b"<row " + b'a="1" ' * MANY),
        lambda: make_sheet((b"<row " + b'a="1" ' * 1000 + b"/>") * 15_000),
        lambda: make_sheet(b"<a>" * (2 * MEGABYTE)),
        lambda: make_sheet(b"<c><x/></c>" * (4 * MEGABYTE)),
        lambda: make_texts(b"<si/>", 2 * MEGABYTE),
        lambda: b"<html><table><tr><td>" + b"&amp" * (MANY // 2),
    ],
)
def test_far_more_than_a_list_is_refused_long_before_its_time_is_up(make):
    """So that it is refused in time on a busy machine, too."""
    code, seconds, megabytes = read_measured(make(), "list.xlsx")
    assert code in ("too_slow", "too_many_columns", "unreadable")
    assert seconds < 5
    assert megabytes < 200


def make_texts(text, count):
    """A workbook whose one cell is the first of ``count`` shared texts."""
    texts = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        + text * count
        + b"</sst>"
    )
    cell = b'<row><c t="s"><v>0</v></c></row>'
    part = (
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.'
        b'openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    return change_zip(
        make_sheet(cell),
        {"[Content_Types].xml": lambda data: data.replace(b"</Types>", part)},
        {"xl/sharedStrings.xml": texts},
    )


def test_more_different_texts_than_a_list_has():
    most = Limits().strings
    for count, told in ((most, ""), (most + 1, "too_slow")):
        code, seconds, megabytes = read_measured(
            make_texts(b"<si><t>a</t></si>", count), "list.xlsx"
        )
        assert code == told
        assert seconds < 5
        assert megabytes < 200


@pytest.mark.parametrize("write", ["csv", "xlsx", "ods", "html"])
def test_more_cells_than_a_list_has(write):
    """Refused as soon as they are counted, with words that name the limit."""
    limits = Limits(rows=200)
    rows = [["a"] * 50] * 200
    make = {
        "csv": make_csv,
        "xlsx": make_xlsx,
        "ods": make_ods,
        "html": lambda table: (
            "<table>"
            + "".join(
                f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>"
                for row in table
            )
            + "</table>"
        ).encode(),
    }[write]
    assert len(read_safely(make(rows), limits=limits).rows) == 200
    with pytest.raises(Refused) as refused:
        read_safely(make([*rows, ["a"]]), limits=limits)
    assert (refused.value.code, refused.value.detail) == (
        "too_many_cells",
        {"limit": 10_000},
    )


def test_two_million_cells():
    row = b"<row>" + b"<c><v>7</v></c>" * 100 + b"</row>"
    assert refuse(make_sheet(row * 19_900)) == "too_many_cells"


def test_a_row_of_cells_that_is_there_a_million_times():
    cell = (
        b'<table:table-cell table:number-columns-repeated="250">'
        b"<text:p>x</text:p></table:table-cell>"
    )
    row = b'<table:table-row table:number-rows-repeated="1048576">%s' % cell
    more = row + b"</table:table-row></table:table>"
    content = change_zip(
        make_ods(TABLE),
        {"content.xml": lambda data: data.replace(b"</table:table>", more)},
    )
    code, seconds, _megabytes = read_measured(content, "list.ods")
    assert (code, seconds < 3) == ("too_many_rows", True)


def test_long_texts_of_signs_outside_of_every_alphabet_are_read():
    """24 MB of them were said to be damaged: no room was left for the answer."""
    rows = "".join(f"{'😀' * 7000},x\n" for _row in range(800))
    code, _seconds, megabytes = read_measured(
        f"Certificate Holder,b\n{rows}".encode(), "list.csv"
    )
    assert (code, megabytes < 200) == ("", True)


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_lines_end_as_in_every_system(end):
    rows = ["Certificate Holder,City", '"Harbor', 'Center",Boston', "", "Pier 2,Salem"]
    book = read_safely(end.join(rows).encode())
    assert [row.cells for row in book.rows] == [
        ["Certificate Holder", "City"],
        [f"Harbor{end}Center", "Boston"],
        ["Pier 2", "Salem"],
    ]
    assert [row.number for row in book.rows] == [1, 2, 5]


def test_empty_cells_by_the_million_in_a_row_that_says_nothing():
    row = (
        b"<table:table-row>"
        + b'<table:table-cell table:number-columns-repeated="16384"/>' * 200
        + b"</table:table-row>"
    )
    more = row * 200 + b"</table:table>"
    content = change_zip(
        make_ods(TABLE),
        {"content.xml": lambda data: data.replace(b"</table:table>", more)},
    )
    code, seconds, _megabytes = read_measured(content, "list.ods")
    assert (code, seconds < 5) == ("", True)


def test_merged_cells_that_overlap_by_the_thousand():
    rows = b"".join(
        b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>n</t></is></c></row>' % (n, n)
        for n in range(1, 15_000)
    )
    merged = b"<mergeCells>" + b'<mergeCell ref="A1:A1048576"/>' * 400_000
    data = make_sheet(rows)
    data = change_zip(
        data,
        {
            SHEET: lambda xml: xml.replace(
                b"</worksheet>", merged + b"</mergeCells></worksheet>"
            )
        },
    )
    code, seconds, _megabytes = read_measured(data, "list.xlsx")
    assert (code, seconds < 5) == ("", True)


def test_a_file_over_the_limit_is_not_even_looked_at():
    started = time.monotonic()
    with pytest.raises(Refused) as refused:
        read_safely(b"a,b\n" * (7 * MEGABYTE), "a.csv")
    assert refused.value.code == "too_big"
    assert time.monotonic() - started < 1


def test_a_password():
    out = io.BytesIO()
    book = xlwt.Workbook()
    book.add_sheet("A").write(0, 0, "Name")
    book.save(out)
    encrypted = out.getvalue().replace(
        "Workbook".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")[:16]
    )
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert refuse(ole + "EncryptedPackage".encode("utf-16-le")) == "password"
    assert refuse(encrypted) in ("wrong_kind", "unreadable", "password")
    locked = change_zip(
        make_ods(TABLE),
        {
            "META-INF/manifest.xml": lambda data: data.replace(
                b"</manifest:manifest>",
                b"<manifest:encryption-data/></manifest:manifest>",
            )
        },
    )
    assert refuse(locked) == "password"
    biff = bytearray(make_xls(TABLE))
    second = biff.index(b"\x09\x08\x10\x00") + 20
    biff[second : second + 2] = b"\x2f\x00"  # the record of an encrypted workbook
    assert refuse(bytes(biff), "list.xls") == "password"


def test_an_encrypted_zip():
    content = bytearray(make_xlsx(TABLE))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    assert refuse(bytes(content)) == "password"


@pytest.mark.parametrize(
    "start, what",
    [
        (b"%PDF-1.7", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"Rar!\x1a", "archive"),
        (b"MZ\x90", "program"),
        (b"{\\rtf1", "document"),
    ],
)
def test_something_else_under_a_wrong_name(start, what):
    with pytest.raises(Refused) as refused:
        read_safely(start + b"\0" * 500, "holders.xlsx")
    assert refused.value.code == "wrong_kind"
    assert refused.value.detail == {"what": what}


def test_other_documents_in_a_zip():
    for name, what in (
        ("word/document.xml", "document"),
        ("Index/Document.iwa", "numbers"),
        ("holders.csv", "archive"),
    ):
        with pytest.raises(Refused) as refused:
            read_safely(make_zip({name: b"<a/>"}), "list.xlsx")
        assert refused.value.detail == {"what": what}


@pytest.mark.parametrize("content", [b"", b"   \r\n", b"\0" * 100, b",,,\n,,,\n"])
def test_nothing_in_it(content):
    assert refuse(content, "a.csv") == "empty"


def test_a_workbook_without_rows():
    book = openpyxl.Workbook()
    out = io.BytesIO()
    book.save(out)
    assert refuse(out.getvalue()) == "empty"


def test_the_limits_are_settings():
    with pytest.raises(Refused) as refused:
        read_safely(make_csv([HEADERS] * 100), limits=Limits(rows=50))
    assert refused.value.detail == {"limit": 50}


@pytest.mark.parametrize("make", [make_xlsx, make_xls, make_ods, make_csv])
def test_damaged_files_never_give_anything_but_a_reason(make):
    """Bytes flipped, cut or put in: refused with a known code, or read."""
    rng = random.Random(4)
    content = make(TABLE)
    for _turn in range(int(os.environ.get("COI_FUZZ", 12))):
        damaged = bytearray(content)
        for _hit in range(rng.randint(1, 30)):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        if rng.random() < 0.3:
            del damaged[rng.randrange(len(damaged)) :]
        _read_or_refuse(bytes(damaged))


@settings(max_examples=15, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(content):
    _read_or_refuse(content)


def _read_or_refuse(content):
    try:
        book = read_safely(content)
    except Refused as refused:
        assert refused.code.isidentifier()
    else:
        assert book.rows
