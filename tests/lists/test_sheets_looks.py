"""What is struck through is left out and told, and numbers come as they are shown."""

import openpyxl
import pytest
import xlwt
from coi_sheets import read_safely
from coi_sheets.clean.cleaner import Cleaner
from coi_sheets.header import map_columns
from coi_sheets.read.number_format import read_format
from hypothesis import given, settings
from hypothesis import strategies as st
from making import change_zip, make_ods, save
from oddities import form
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from test_sheets_linear import get_slow

HEADERS = ["Holder Name", "Address", "City", "Loan Number"]
STRUCK = xlwt.easyxf("font: struck_out on")


def clean(book):
    """The rows of a list below its header, cleaned."""
    header, *rows = book.rows
    targets = dict(enumerate(map_columns(header.cells)))
    return [Cleaner(targets, header.cells).clean(row) for row in rows]


# ------------------------------------------------------------------------- struck


def make_xlsx_struck(old, new):
    book = openpyxl.Workbook()
    book.active.append(HEADERS)
    block = TextBlock(InlineFont(strike=True), old)
    book.active.append([CellRichText(block, new), "1 New St", "Boston", "L-1"])
    return save(book)


def make_xls_struck(old, new):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Holders")
    for column, text in enumerate(HEADERS):
        sheet.write(0, column, text)
    runs = [(old, STRUCK.font), (new, xlwt.Font())] if new else [(old, STRUCK.font)]
    sheet.write_rich_text(1, 0, runs)
    for column, text in enumerate(["1 New St", "Boston", "L-1"], 1):
        sheet.write(1, column, text)
    return save(book)


STYLES = (
    b'<office:automatic-styles><style:style style:name="T1" style:family="text">'
    b'<style:text-properties style:text-line-through-style="solid"/></style:style>'
    b'<style:style style:name="Kid" style:family="table-cell" '
    b'style:parent-style-name="T1"/></office:automatic-styles>'
)


def change_ods(content, old, new):
    """The document with styles that strike, and a text of it replaced."""

    def change(data):
        assert old in data
        data = data.replace(b"<office:automatic-styles/>", STYLES)
        return data.replace(old, new, 1)

    return change_zip(content, {"content.xml": change})


def make_ods_struck(old, new):
    content = make_ods([HEADERS, ["NAME", "1 New St", "Boston", "L-1"]])
    span = f'<text:span text:style-name="T1">{old}</text:span>{new}'
    return change_ods(content, b"NAME", span.encode())


def make_html_struck(old, new):
    cells = "".join(f"<td>{text}" for text in ("1 New St", "Boston", "L-1"))
    head = "".join(f"<th>{text}" for text in HEADERS)
    return f"<table><tr>{head}<tr><td><s>{old}</s>{new}{cells}</table>".encode()


MAKERS = [make_xlsx_struck, make_xls_struck, make_ods_struck, make_html_struck]


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(
    "old, new",
    [("Old Bank ", "New Bank"), ("X", "Pier LLC"), ("Café 1 – ", "Two Inc.")],
)
def test_runs_that_are_struck_are_left_out_and_told(make, old, new):
    [done] = clean(read_safely(make(old, new), "list"))
    assert (done.problems, done.get("name")) == ([], new)
    [(key, code, detail)] = done.notices
    assert (key, code, detail["value"].strip()) == ("name", "struck", old.strip())


@pytest.mark.parametrize("make", MAKERS)
def test_a_name_struck_as_a_whole_is_asked(make):
    [done] = clean(read_safely(make("Old Bank", ""), "list"))
    assert done.problems == [["name", "name_struck", {"value": "Old Bank"}]]
    assert not done.get("name")


def test_a_cell_struck_by_its_own_look_with_one_run_that_is_not():
    book = openpyxl.Workbook()
    book.active.append(HEADERS)
    new = TextBlock(InlineFont(b=True), "New Bank")
    book.active.append([CellRichText("Old Bank ", new), "1 New St", "Boston", "L-1"])
    book.active["A2"].font = Font(strike=True)
    book.active["C2"].font = Font(strike=True)
    [done] = clean(read_safely(save(book)))
    assert (done.get("name"), done.get("city"), done.problems) == ("New Bank", "", [])
    assert sorted(done.notices) == [
        ["city", "no_city", {}],
        ["city", "struck", {"value": "Boston"}],
        ["name", "struck", {"value": "Old Bank "}],
    ]


def test_a_number_that_is_struck_and_a_merged_name():
    book = openpyxl.Workbook()
    for row in [HEADERS, ["Old", "1 St", "Boston", 17], [None, "2 St", "Salem", 18]]:
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.active["A2"].font = book.active["D2"].font = Font(strike=True)
    one, two = clean(read_safely(save(book)))
    asked = ["name", "name_struck", {"value": "Old"}]
    assert (one.problems, two.problems) == ([asked], [asked])
    assert (one.get("loan_number"), two.get("loan_number")) == ("", "18")


def test_in_opendocument_a_style_strikes_as_its_parent_does_and_a_column_as_its_own():
    content = make_ods([HEADERS, ["Pier LLC", "1 New St", "Boston", "L-1"]])
    columns = (
        b'<table:table-column table:number-columns-repeated="2"/>'
        b'<table:table-column table:default-cell-style-name="Kid"/><table:table-row>'
    )
    content = change_ods(content, b"<table:table-row>", columns)
    row = read_safely(content).rows[1]
    assert row.cells == ["Pier LLC", "1 New St", "", "L-1"]
    assert row.marks == [[2, "struck", {"value": "Boston"}]]


# ------------------------------------------------------------------------- shown

SHOWN = [
    ('"LN"0000', 12, "LN0012"),
    ('"Loan "0"-A"', 7, "Loan 7-A"),
    ("0" * 15, 123, "000000000000123"),
    ("0" * 20, 123, "00000000000000000123"),
    ("00000\\-0000", 21101234, "02110-1234"),
    ("000\\-00\\-0000", 12345678, "012-34-5678"),
    ("0 0 0", 123, "1 2 3"),
    ("000 000 000", 12345678, "012 345 678"),
    ('0000"/"00', 123456, "1234/56"),
    ("\\A\\B000", 7, "AB007"),
    ("# ?/?", 12.5, "12 1/2"),
    ("# ?/?", 0.25, "1/4"),
    ("# ??/16", 3.5, "3 8/16"),
    ("?/?", 1.5, "3/2"),
    ("0%", 0.5, "50%"),
    ("0.0%", 0.125, "12.5%"),
    ("#,##0", 1234567, "1,234,567"),
    ('_("$"* #,##0.00_);_("$"* \\(#,##0.00\\)', -1234.5, "$ (1,234.50)"),
    ("[$€-407] 0.00", 5.5, "€ 5.50"),
    ("[>999]0,\\K;0", 12345, "12K"),
    ("[>999]0,\\K;0", 12, "12"),
    ("[<=9999999]###\\-####;\\(###\\)\\ ###\\-####", 5550100, "555-0100"),
    ("[<=9999999]###\\-####;\\(###\\)\\ ###\\-####", 6175550100, "(617) 555-0100"),
    ("[Red]0;[Blue]-0", -5, "-5"),
    ('"Yes";"Yes";"No"', 0, "No"),
    ("0.##", 5.25, "5.25"),
    ('General" units"', 12, "12 units"),
    ("mmm\\-yy", 46387, "Dec-26"),
    ("m/d", 46387, "12/31"),
    ("dddd", 46387, "Thursday"),
    ("h:mm AM/PM", 0.75, "6:00 PM"),
    ("[h]:mm", 1.5, "36:00"),
    ("m/d/yyyy", 46387, "2026-12-31"),
    ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", 46387, "2026-12-31"),
]


@pytest.mark.parametrize("code, value, shown", SHOWN)
def test_a_number_is_what_its_cell_shows(code, value, shown):
    assert read_format(code).show(value)[0] == shown


@pytest.mark.parametrize("code, value, shown", [SHOWN[at] for at in (0, 4, 10, 22)])
def test_the_same_in_xlsx_and_xls(code, value, shown):
    rows = read_safely(form(code, value)()).rows
    assert rows[1].cells[3] == shown
    book = xlwt.Workbook()
    sheet = book.add_sheet("Holders")
    sheet.write(0, 0, "Loan Number")
    sheet.write(1, 0, value, xlwt.easyxf(num_format_str=code))
    assert read_safely(save(book)).rows[1].cells == [shown]


@pytest.mark.parametrize(
    "value, shown, text, kind",
    [
        ("12", "LN0012", "LN0012", "n"),
        ("12", "LEASE 12", "LEASE 12", "n"),
        ("12", "No. E-12", "No. E-12", "n"),
        ("0", "#NAME?", "#NAME?", "n"),
        ("12000", "1.20E+04", "12000", "n"),
        ("21101234", "02110-1234", "02110-1234", "n"),
        ("0.5", "50%", "50%", "n"),
        ("12.5", "12 1/2", "12 1/2", "n"),
        ("1234567", "1,234,567", "1,234,567", "n"),
        ("12345678901234", "1.23456789012E+013", "12345678901234", "n"),
        ("2134", "2134.0", "2134", "n"),
        ("17", "###", "17", "o"),
        ("17", "", "17", "n"),
        ("NaN", "#VALUE!", "NaN", "e"),
    ],
)
def test_the_same_in_opendocument(value, shown, text, kind):
    def change(data):
        assert b"77" in data
        data = data.replace(b'office:value="77"', f'office:value="{value}"'.encode())
        return data.replace(b"<text:p>77<", f"<text:p>{shown}<".encode())

    content = make_ods([HEADERS, ["Pier LLC", "1 New St", "Boston", 77]])
    row = read_safely(change_zip(content, {"content.xml": change})).rows[1]
    assert (row.cells[3], row.kinds[3]) == (text, kind)


@pytest.mark.parametrize(
    "code, value",
    [
        (";;;", 5),
        ('"hidden', 5),
        ("[DBNum1]0", 5),
        ("0;-0;;@", "x"),
        ('"ID-"@', 5),
        ("0 yyyy", 5),
        ("x" * 600, 5),
    ],
)
def test_what_cannot_be_shown_is_asked(code, value):
    if isinstance(value, str):
        assert read_format(f"{code[:-1]}").show_text(value) == (value, "o")
        return
    assert read_format(code).show(value) == (str(value), "o")
    row = read_safely(form(code, value)()).rows[1]
    assert row.kinds[3] == "o"


def test_a_number_shown_otherwise_is_that_cell_s_question():
    book = openpyxl.Workbook()
    book.active.append(HEADERS)
    book.active.append(["Pier LLC", "1 New St", "Boston", 17])
    book.active["D2"].number_format = ";;;"
    [done] = clean(read_safely(save(book)))
    assert [each[:2] for each in done.problems] == [["loan_number", "cell_shown"]]


@pytest.mark.parametrize("code", ["#,##0", "#,##0.00", '_(* #,##0.00_);_(* "-"??_)'])
def test_a_zip_code_in_the_look_of_an_amount_is_a_zip_code(code):
    book = openpyxl.Workbook()
    book.active.append(["Holder Name", "Address", "City", "State", "ZIP"])
    book.active.append(["Pier LLC", "1 New St", "Boston", "MA", 2110])
    book.active["E2"].number_format = code
    [done] = clean(read_safely(save(book)))
    assert (done.get("zip"), done.problems) == ("02110", [])


@pytest.mark.parametrize("code", ["mmm yyyy", "yyyy", "d-mmm", "h:mm"])
def test_a_day_of_which_part_is_not_shown_is_asked(code):
    book = openpyxl.Workbook()
    book.active.append(["Holder Name", "City", "Valid until"])
    book.active.append(["Pier LLC", "Boston", 46387.25])
    book.active["C2"].number_format = code
    [done] = clean(read_safely(save(book)))
    assert [each[:2] for each in done.problems] == [["valid_until", "date_unclear"]]


CODES = st.text(
    st.sampled_from('0#?.,%@;/"\\_*[]<>=E+-ymdhs AGeneralP$x1'), max_size=30
)
NUMBERS = st.one_of(
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
)


@settings(max_examples=500, deadline=None)
@given(CODES, NUMBERS)
def test_no_format_ends_the_reading(code, value):
    text, kind = read_format(code).show(value)
    assert isinstance(text, str)
    assert kind in "snode"
    assert isinstance(read_format(code).show_text("a")[0], str)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**15 - 1), st.integers(1, 25))
def test_zeros_and_dashes_change_no_digit(value, width):
    """Another way to the same text: the number, and zeros before it."""
    assert read_format("0" * width).show(value)[0] == str(value).zfill(width)
    shown = read_format('"L"' + "\\-".join("0" * width)).show(value)[0]
    assert shown.replace("L", "").replace("-", "") == str(value).zfill(width)


def test_a_format_takes_time_in_proportion():
    assert not get_slow(lambda value: read_format.__wrapped__(value).show(12.5))
