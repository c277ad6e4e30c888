"""Rows told = rows in the file, counted without the code that reads them."""

import csv
import io

import openpyxl
import pytest
from coi_sheets import read_safely
from coi_sheets.clean.cleaner import Cleaner
from coi_sheets.header import find_header, map_columns
from coi_sheets.read.kinds import read
from coi_sheets.read.limits import Limits
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import HEADERS, ROWS, change_zip, make_ods, make_xls, make_xlsx
from python_calamine import CalamineWorkbook

SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
WORDS = st.sampled_from(
    [
        *("", "", " ", "Harbor Center LLC", "Total", "14", "Boston", "MA", "02110"),
        *("Project: North Tower", "(null)", "nan", "*** End ***", "Page 1 of 3", "-"),
        *("Holder Name", "City", "a,b", 'say "so"', "two\nlines", "Ñandú", "x" * 40),
    ]
)
TEXTS = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\x85"
    ),
    max_size=12,
)
CELLS = st.one_of(WORDS, WORDS, TEXTS)
TABLES = st.lists(st.lists(CELLS, max_size=6), max_size=12)


def count_records(text, separator):
    """(records with something in them, blank ones) of a text, by lines and quotes."""
    filled, blank, record, inside = 0, 0, "", False
    for line in text.split("\n"):
        record += line + "\n"
        inside ^= line.count('"') % 2 == 1
        if inside:
            continue
        if record.replace(separator, "").replace('"', "").strip():
            filled += 1
        else:
            blank += 1
        record = ""
    # The last line ends with a line feed: behind it is no record.
    return filled, blank - 1


def write_text(table, separator):
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows(table)
    return out.getvalue()


def get_blank(book):
    return sum(detail["count"] for code, detail in book.notes if code == "blank_rows")


@SLOW
@given(TABLES, TABLES, st.sampled_from(",;\t"))
def test_every_record_of_a_text_is_a_row_or_told_as_blank(above, rows, separator):
    table = [*above, HEADERS, *ROWS * 6, *rows]
    text = write_text(table, separator)
    book = read(text.encode(), "list.csv", None, Limits())
    filled, blank = count_records(text, separator)
    if "quotes_open" in dict(book.notes):
        # Told with its lines: what may be one record is read as one row a line.
        assert len(book.rows) > filled
    else:
        assert (len(book.rows), get_blank(book)) == (filled, blank)


def count_calamine(content):
    """Row numbers in which another library finds something."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    rows = sheet.to_python(skip_empty_area=False)
    return [
        at
        for at, row in enumerate(rows, 1)
        if any(str(cell).strip() for cell in row if cell is not None)
    ]


def count_openpyxl(content):
    # A formula nobody worked out shows nothing.
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True).active
    return [
        at
        for at, row in enumerate(sheet.iter_rows(values_only=True), 1)
        if any(str(cell).strip() for cell in row if cell is not None)
    ]


@SLOW
@given(TABLES, TABLES, st.sampled_from([make_xlsx, make_xls, make_ods]))
def test_every_row_of_a_workbook_is_a_row_or_told_as_blank(above, rows, make):
    table = [*above, HEADERS, *ROWS, *rows]
    content = make(table)
    book = read(content, "list", None, Limits())
    numbers = [row.number for row in book.rows]
    assert numbers == count_calamine(content)
    if make is make_xlsx:
        assert numbers == count_openpyxl(content)
    assert get_blank(book) == numbers[-1] - len(numbers)


@SLOW
@given(TABLES)
def test_every_row_below_the_header_is_an_entry_or_left_out_with_a_reason(rows):
    table = [HEADERS, *ROWS, *rows]
    book = read(write_text(table, ",").encode(), "list.csv", None, Limits())
    header = find_header(book.rows)
    entries = book.rows[header.index + 1 :]
    cleaner = Cleaner(dict(enumerate(map_columns(header.texts))), header.texts)
    cleaner.look_at(row.cells for row in entries)
    for row in entries:
        done = cleaner.clean(row)
        assert done.skip in ("", "total", "note", "header", "blank")
        assert done.skip or done.get("name") or not _has_name(row, done)


def _has_name(row, done):
    """Whether the row names somebody, and nothing is said of what became of it."""
    return bool(row.cell(0).strip()) and not (done.problems or done.notices)


@pytest.mark.parametrize("numbers", ["2 2 2", "4 3 2", "2 99999999999 3", "0 0 0"])
def test_no_row_is_lost_by_its_number(numbers):
    def change(data):
        text = data.decode()
        for at, number in enumerate(numbers.split(), 2):
            text = text.replace(f'<row r="{at}"', f'<row r="{number}"', 1)
        return text.encode()

    table = [HEADERS, *ROWS, ROWS[0]]
    content = change_zip(make_xlsx(table), {"xl/worksheets/sheet1.xml": change})
    book = read_safely(content)
    assert len(book.rows) == 4
    found = [row.number for row in book.rows]
    assert found == sorted(set(found))
    assert all(number < 2**31 for number in found)


@pytest.mark.parametrize("make", [make_xlsx, make_xls, make_ods])
def test_blank_rows_are_told_by_every_reader(make):
    book = read_safely(make([HEADERS, [None], ROWS[0], ["", " "], ROWS[1]]))
    assert get_blank(book) == 2
