"""Rows with more or fewer cells than the list has columns are asked or told."""

import pytest
from coi_sheets import Row
from coi_sheets.clean.cleaner import Cleaner
from coi_sheets.header import find_header, map_columns
from coi_sheets.read.kinds import read
from coi_sheets.read.limits import Limits
from making import make_html, make_ods, make_xls, make_xlsx

HEADER = "Holder Name,Address,City,State,ZIP"
BEFORE = [
    "Alder Works,1 A St,Boston,MA,02110",
    "Birch Inc,2 B St,Salem,MA,01970",
    "Cedar Corp,3 C St,Lynn,MA,01901",
]


def clean(content, corrections=None):
    """``Cleaned`` of the rows of a file."""
    book = read(content, "list", None, Limits())
    header = find_header(book.rows)
    rows = book.rows[header.index + 1 :]
    cleaner = Cleaner(dict(enumerate(map_columns(header.texts))), header.texts)
    cleaner.look_at(row.cells for row in rows)
    return [cleaner.clean(row, corrections) for row in rows]


def clean_text(*lines, **options):
    return clean("\n".join(lines).encode(), **options)


def ask(done):
    return {(key, code) for key, code, _detail in done.problems}


MORE = [
    "Elm Works, LLC,5 A St,Boston,MA,02110",
    "Elm Works,LLC,5 A St,Boston,MA,02110",
    "Elm Works,5 A St, Suite 4,Boston,MA,02110",
    "Elm Works,5 A St,Boston,MA,02110,call first",
    "Elm, Oak, and Ash,5 A St,Boston,MA,02110",
    'Elm Works, LLC,"5 A St, Floor 2",Boston,MA,02110',
    ",Elm Works,5 A St,Boston,MA,02110",
]


@pytest.mark.parametrize("line", MORE)
def test_a_separator_inside_of_a_cell_is_asked(line):
    *others, done = clean_text(HEADER, *BEFORE, line)
    assert ("name", "cells_more") in ask(done)
    assert not any(map(ask, others))


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_it_is_asked_whatever_separates_the_cells(separator):
    lines = [line.replace(",", separator) for line in (HEADER, *BEFORE, MORE[1])]
    done = clean_text(*lines)
    assert ("name", "cells_more") in ask(done[-1])
    assert not any(map(ask, done[:-1]))


def test_it_is_asked_where_every_row_has_one():
    done = clean_text(HEADER, *(line.replace(",", " Co, LLC,", 1) for line in BEFORE))
    assert all(("name", "cells_more") in ask(each) for each in done)


def test_the_question_shows_the_cells():
    [done] = clean_text(HEADER, MORE[0])
    [detail] = [each for _key, code, each in done.problems if code == "cells_more"]
    shown = "Elm Works | LLC | 5 A St | Boston | MA | 02110"
    assert detail == {"count": 6, "width": 5, "value": shown}


def test_it_is_answered_with_the_name():
    [done] = clean_text(HEADER, MORE[3], corrections={"name": "Elm Works"})
    assert not done.problems


EVEN = [
    "Elm Works,5 A St,Boston,MA,02110,,",
    "Elm Works,5 A St,Boston,MA,02110, ",
    '"Elm Works, LLC",5 A St,Boston,MA,02110',
    "Elm Works,5 A St,Boston,MA",
]


@pytest.mark.parametrize("line", EVEN)
def test_empty_cells_behind_the_last_are_no_question(line):
    assert not any(map(ask, clean_text(HEADER, *BEFORE, line)))


def test_a_column_without_a_header_is_a_column():
    """The header's line ends with a separator: it was made with a column more."""
    lines = [f"{line},called" for line in BEFORE]
    done = clean_text(HEADER + ",", *lines)
    assert not any(map(ask, done))
    detail = {"value": "called"}
    assert all(["name", "beside_list", detail] in each.notices for each in done)


ONE = [
    *("Alder Works, LLC", "Birch, Inc.", "Cedar & Sons, a Partnership", "Elm"),
    *("Smith, Jones, and Brown, P.C.", "Bank of Oak, N.A."),
]


def test_names_alone_are_not_cut_at_their_commas():
    done = clean_text("Holder Name", *ONE)
    assert [each.get("name") for each in done] == ONE
    done = clean_text("Certificate Holder", *(f'"{name}"' for name in ONE))
    assert [each.get("name") for each in done] == ONE


def test_names_and_addresses_alone_are_not_cut_either():
    [done] = clean_text("Certificate Holder", "Elm, Inc., 1 A St, Boston, MA 02110")
    said = [done.get(key) for key in ("name", "street", "city", "state", "zip")]
    assert said == ["Elm, Inc.", "1 A St", "Boston", "MA", "02110"]


def test_a_table_under_a_title_is_no_list_of_names():
    done = clean_text("Certificate Holder", "Elm,1 A St,Boston", "Oak,2 A St,Lynn")
    assert all(("name", "cells_more") in ask(each) for each in done)


FEWER = [
    "Elm Works,Boston,MA,02110",
    "Elm Works,5 A St,MA,02110",
    "Elm Works,Boston,MA",
    "5 A St,Boston,MA,02110",
    "Elm Works,Boston,Massachusetts,02110",
    "Elm Works,Boston,Ohio",
    "Elm Works,Halifax,NS",
]


@pytest.mark.parametrize("line", FEWER)
def test_a_state_where_the_city_should_be_is_asked(line):
    done = clean_text(HEADER, *BEFORE, line)[-1]
    assert ("city", "city_state") in ask(done)
    assert not done.get("city")


CITIES = [
    "Elm Works,1 A St,New York,NY,10001",
    "Elm Works,1 A St,New York",
    "Elm Works,1 A St,Washington,DC,20036",
    "Elm Works,1 A St,Delaware,OH,43015",
    "Elm Works,1 A St,Nevada,Missouri,64772",
    "Elm Works,1 A St,Quebec,QC,G1A 0A2",
]


@pytest.mark.parametrize("line", CITIES)
def test_a_city_with_the_name_of_a_state_is_none(line):
    done = clean_text(HEADER, line)[-1]
    assert done.get("city") == line.split(",")[2]
    assert not done.problems


@pytest.mark.parametrize("code", ["MA", "Boston", "pending"])
def test_a_code_without_a_digit_is_asked_without_a_country_too(code):
    done = clean_text("Holder Name,Address,City,ZIP", f"Elm,1 A St,Boston,{code}")[-1]
    assert ("zip", "zip_bad") in ask(done)


TABLE = [line.split(",") for line in (HEADER, *BEFORE)]


@pytest.mark.parametrize("make", [make_xlsx, make_xls, make_ods, make_html])
def test_what_stands_beside_the_columns_of_a_workbook_is_told(make):
    beside = ["Elm", "1 A St", "Boston", "MA", "02110", "call first", "", "ask Mary"]
    done = clean(make([*TABLE, beside]))[-1]
    assert ["name", "beside_list", {"value": "call first | ask Mary"}] in done.notices
    assert not done.problems


def test_a_column_that_is_imported_is_not_told_beside():
    cleaner = Cleaner({0: "name", 2: "city"}, ["Holder Name", "Address"])
    assert not cleaner.clean(Row(2, ["Elm", "", "Boston"], "s s")).notices


BLANK = [
    *("&nbsp;,&nbsp;,&nbsp;,&nbsp;,&nbsp;", "&nbsp;,,,,", "&#160;,&nbsp;,,,"),
    *("<br>,&nbsp;,,,", "NULL,NULL,NULL,NULL,NULL", "n/a,,n/a,,", ",,<br/>,,"),
]


@pytest.mark.parametrize("line", BLANK)
def test_a_row_of_signs_for_nothing_is_blank(line):
    done = clean_text(HEADER, *BEFORE, line)[-1]
    assert done.skip == "blank"


@pytest.mark.parametrize("line", ["&nbsp;Elm,,,,", "n/a,1 A St,Boston,MA,02110"])
def test_a_row_that_says_something_is_not(line):
    assert not clean_text(HEADER, *BEFORE, line)[-1].skip


def test_blocks_of_lines_with_commas_stay_one_cell():
    names = [f'"{name}, LLC\n14 Quay St\nBoston, MA 02110"' for name in "abc"]
    done = clean_text("Holder Name", *names, "Elm, Inc.")
    assert [each.get("name") for each in done] == [
        "a, LLC",
        "b, LLC",
        "c, LLC",
        "Elm, Inc.",
    ]
    assert [each.get("zip") for each in done] == ["02110"] * 3 + [""]


def test_an_open_mark_swallows_no_name():
    names = ['"Elm, Inc.', "Oak, Inc.", "Ash, Inc.", 'Pine "Bay, LLC"', "Fir, LLC"]
    done = clean_text("Holder Name", *names)
    assert len(done) == len(names)


@pytest.mark.parametrize("city", ["Nevada", "West Virginia", "Washington, D.C."])
def test_a_name_of_a_state_is_a_city_where_nothing_is_shifted(city):
    [done] = clean_text("Holder Name,Address,City", f'Elm,1 A St,"{city}"')
    assert (done.get("city"), ask(done)) == (city.partition(",")[0], set())


def test_a_city_that_is_typed_is_taken():
    [done] = clean_text(HEADER, "Elm,1 A St,LA,CA,90001", corrections={"city": "LA"})
    assert (done.get("city"), ask(done)) == ("LA", set())


# ----------------------------------------------------------------- another header

AGAIN = ["Name,Street,City,State,Zip", "Certificate Holder,Address 1,City,St,Zip Code"]
OTHER = [
    "City,Holder Name,Address,State,ZIP",
    "Address,Holder Name,City,State,ZIP",
    "Holder Name,City,State,ZIP",
    "Holder Name,Phone,E-mail,City,State",
    "Holder's Name,City,Address,State,ZIP",
    "HolderName,City,Address1,State,ZIP",
    "E-mail,Holder Name,City,State,ZIP",
    "C.P.,Titular,Dirección,Ciudad,Estado",
    "Razón social,Ciudad,Dirección,Estado,C.P.",
    "Physical Address,Holder Name,City,State,ZIP",
]


@pytest.mark.parametrize("line", AGAIN)
def test_a_header_that_comes_again_in_other_words_is_left_out(line):
    *_others, again, done = clean_text(HEADER, *BEFORE, line, "Elm,1 A,Boston,MA,02110")
    assert (again.skip, done.get("name"), done.problems) == ("header", "Elm", [])


@pytest.mark.parametrize("line", OTHER)
def test_what_stands_below_a_header_with_other_columns_is_asked(line):
    below = ["Lynn,Elm,1 A St,MA,01901", "Salem,Oak,2 B St,MA,01970"]
    done = clean_text(HEADER, *BEFORE, line, *below)
    assert not any(map(ask, done[:3]))
    assert all(("name", "header_other") in ask(each) for each in done[3:])


def test_it_is_asked_until_the_first_header_comes_again():
    done = clean_text(HEADER, OTHER[0], "Lynn,Elm,1 A,MA,01901", HEADER, *BEFORE)
    assert [("name", "header_other") in ask(each) for each in done] == [
        *(True, True, False, False, False, False)
    ]


@pytest.mark.parametrize(
    "line",
    [
        *(
            "City Works,1 City St,City,MA,02110",
            "Holder Holdings,Address,City,MA,02110",
        ),
        *("State,1 State St,State College,PA,16801", "Name,Address,,,", "City,,,,"),
    ],
)
def test_a_holder_with_words_of_headers_is_no_header(line):
    done = clean_text(HEADER, *BEFORE, line)[-1]
    assert done.skip != "header"
    assert ("name", "header_other") not in ask(done)


def test_a_list_that_is_turned_is_asked():
    fields = [
        "Holder Name,Elm,Oak",
        "Address,1 A,2 B",
        "City,Lynn,Salem",
        "State,MA,MA",
    ]
    done = clean_text(*fields, "ZIP,01901,01970", "Phone,,")
    assert all(("name", "list_turned") in ask(each) for each in done)
    one = clean_text("Holder Name", "Address Systems Inc", "City", "Owner LLC", "Elm")
    assert not any(("name", "list_turned") in ask(each) for each in one)
