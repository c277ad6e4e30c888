"""Of several sheets the list is taken, wherever it is, and the others are told."""

import openpyxl
import pytest
from coi_sheets import read_safely
from making import HEADERS, ROWS, make_xls, make_xlsx, save

LONG = [HEADERS] + [[f"Holder {at} LLC", *ROWS[0][1:]] for at in range(30)]


def make_sheets(**sheets):
    """A workbook; ``hidden_`` before a name hides that sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.removeprefix("hidden_"))
        if name.startswith("hidden_"):
            sheet.sheet_state = "hidden"
        for row in rows:
            sheet.append(row)
    return save(book)


DICTIONARY = [
    ["Name", "Description", "Type"],
    ["Holder Name", "The full legal name", "Text"],
    ["Address", "Street and number", "Text"],
    ["City", "Without the state", "Text"],
    ["State", "Two letters", "Text"],
    ["ZIP", "Five digits", "Text"],
]
STATES = [["MA", "Massachusetts"], ["NH", "New Hampshire"], ["OH", "Ohio"]]
BESIDE = {
    "Instructions": DICTIONARY,
    "Cover": [["Certificate holders"], ["Granite Ridge Contractors LLC"], ["2026"]],
    "Lookup": [["State", "Name"], *([f"S{at}", f"State {at}"] for at in range(60))],
    "States": [["State", "Name"], *(STATES * 30)],
    "Countries": [["Country Code", "Name"], *([["US", "United States"]] * 90)],
    "Pivot": [["Row Labels", "Count of City"], *(["Boston", at] for at in range(40))],
    "Sheet1": [],
    "Example": [HEADERS, ROWS[0]],
    "Template": [HEADERS],
    "Vendors": [["Vendor Name", "Phone"], *([f"V{at}", "1"] for at in range(90))],
    "Cities": [["City", "State", "ZIP"], *(["Lynn", "MA", "01901"] for _ in range(90))],
    "Wide": [
        ["Column", "Holder Name", "Address", "City"],
        ["Holder Name", "x", "x", "x"],
        ["Address Line 1", "x", "x", "x"],
        ["City", "x", "x", "x"],
    ],
}


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("first", [True, False])
def test_the_list_is_taken_whatever_stands_beside_it(beside, first):
    sheets = [("Data", LONG), (beside, BESIDE[beside])]
    content = make_sheets(**dict(sheets if first else reversed(sheets)))
    book = read_safely(content)
    assert (book.sheet, len(book.rows)) == ("Data", 31)
    told = {sheet["name"]: sheet["rows"] for sheet in book.others}
    assert told.get(beside, 0) == len(BESIDE[beside])


def test_a_list_of_one_row_goes_before_the_description_of_its_columns():
    book = read_safely(make_sheets(Instructions=DICTIONARY, Data=[HEADERS, ROWS[0]]))
    assert book.sheet == "Data"


def test_of_two_lists_the_longer_is_taken_and_the_other_is_told():
    book = read_safely(make_sheets(January=LONG[:8], February=LONG))
    assert book.sheet == "February"
    assert book.others == [{"name": "January", "rows": 8, "is_list": True}]


def test_of_two_that_are_alike_the_first_is_taken_and_the_other_is_told():
    book = read_safely(make_sheets(East=LONG, West=LONG))
    assert book.sheet == "East"
    assert book.others == [{"name": "West", "rows": 31, "is_list": True}]


def test_a_hidden_list_never_goes_before_one_that_is_seen():
    book = read_safely(make_sheets(hidden_Old=LONG, New=LONG[:3]))
    assert book.sheet == "New"
    assert book.others == [{"name": "Old", "rows": 31, "is_list": False}]


def test_the_user_may_choose_any_other():
    content = make_sheets(East=LONG, West=LONG[:5])
    book = read_safely(content, sheet="West")
    assert (book.sheet, len(book.rows)) == ("West", 5)
    assert [sheet["name"] for sheet in book.others] == ["East"]


def test_a_sheet_that_cannot_be_read_spoils_no_other():
    codes = [["State", "Code"], *([f"{at}", f"{at}"] for at in range(20_100))]
    book = read_safely(make_sheets(Codes=codes, Data=LONG))
    assert (book.sheet, len(book.rows)) == ("Data", 31)


def test_no_more_than_twenty_sheets_are_looked_at():
    sheets = {f"Empty{at}": [["-"]] for at in range(25)}
    book = read_safely(make_sheets(**sheets))
    assert len(book.others) == 19


@pytest.mark.parametrize("make", [make_xlsx, make_xls])
def test_one_sheet_has_no_others(make):
    assert read_safely(make(LONG)).others == []


def test_the_list_of_a_page_is_not_its_longest_menu():
    menu = "".join(f"<tr><td>Entry {at}</td></tr>" for at in range(60))
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"
        for row in [HEADERS, *ROWS]
    )
    page = f"<html><table>{menu}</table><table>{rows}</table></html>"
    book = read_safely(page.encode())
    assert book.sheet == "Table 2"
    assert book.others == [{"name": "Table 1", "rows": 60, "is_list": False}]
