"""Quotation marks that are wrong lose no row, and those that are right are heeded."""

import csv
import io
import re

import pytest
from coi_sheets import read_safely
from coi_sheets.clean.cleaner import Cleaner
from coi_sheets.header import map_columns
from coi_sheets.read.csv_file import read
from coi_sheets.read.form import find_form
from coi_sheets.read.limits import Limits
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from measured import read_measured

HEADER = "Holder Name,Address,City,State,ZIP,Note"
PLAIN = "Birch Works LLC,2 A St,Boston,MA,02110,ok"


def take(*lines, end="\r\n"):
    return read(end.join(lines).encode(), None, Limits())


def cells(*lines, **options):
    return [row.cells for row in take(*lines, **options).rows]


def clean(book, at, corrections=None):
    mapping = dict(enumerate(map_columns(book.rows[0].cells)))
    return Cleaner(mapping).clean(book.rows[at], corrections)


def get_codes(entries):
    return [(key, code) for key, code, _detail in entries]


def get_notes(book):
    return {code: detail for code, detail in book.notes}


# ------------------------------------------------------------------ never closed


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_mark_never_closed_in_a_column_that_goes_nowhere(end):
    """Three holders were one, and nobody was told."""
    book = take(
        HEADER,
        'Alder Works LLC,1 A St,Boston,MA,02110,"see list',
        PLAIN,
        "Cedar Works LLC,3 A St,Boston,MA,02110,ok",
        end=end,
    )
    names = [row.cells[0] for row in book.rows[1:]]
    assert names == ["Alder Works LLC", "Birch Works LLC", "Cedar Works LLC"]
    assert [row.number for row in book.rows] == [1, 2, 3, 4]
    assert get_notes(book)["quotes_open"] == {"lines": "2"}
    assert get_codes(clean(book, 1).notices) == [("name", "quote_open")]
    assert not clean(book, 1).problems
    assert not clean(book, 2).notices


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("column", range(6))
def test_a_mark_never_closed_in_any_column(column, separator):
    opened = PLAIN.split(",")
    opened[column] = '"' + opened[column]
    lines = [HEADER, PLAIN, ",".join(opened), PLAIN, PLAIN]
    book = take(*(line.replace(",", separator) for line in lines))
    assert [len(row.cells) for row in book.rows] == [6] * 5
    assert get_notes(book)["quotes_open"] == {"lines": "3"}
    codes = get_codes(clean(book, 2).problems + clean(book, 2).notices)
    assert "quote_open" in [code for _key, code in codes]
    assert not clean(book, 3).problems


@pytest.mark.parametrize("column", range(6))
@pytest.mark.parametrize("between", [0, 1, 4])
@pytest.mark.parametrize("second", ['"see list', 'see list"', 'pipe 12"', '"'])
def test_two_wrong_marks_do_not_pair_each_other(column, between, second):
    one, two = PLAIN.split(","), PLAIN.split(",")
    one[column] = '"see list'
    two[column] = second
    lines = [HEADER, ",".join(one), *[PLAIN] * between, ",".join(two), PLAIN]
    book = take(*lines)
    assert [row.number for row in book.rows] == list(range(1, len(lines) + 1))
    assert get_notes(book)["quotes_open"]["lines"].startswith("2")


def test_a_mark_opened_in_the_header():
    lines = [HEADER.replace("Address", '"Address'), PLAIN, PLAIN]
    book = take(*lines)
    assert len(book.rows) == 3
    assert get_notes(book)["quotes_open"] == {"lines": "1"}
    assert clean(book, 1).get("street") == "2 A St"


def test_a_mark_in_front_of_a_cell_with_a_comma_is_asked():
    book = take(HEADER, PLAIN, '"Alder Works, LLC,1 A St,Boston,MA,02110,ok', PLAIN)
    assert ("name", "quote_cells") in get_codes(clean(book, 2).problems)
    assert not clean(book, 3).problems
    assert ("name", "quote_cells") not in get_codes(
        clean(book, 2, {"name": "Alder Works, LLC"}).problems
    )


def test_what_follows_an_open_mark_and_is_no_row_is_asked():
    """A file cut off in an address of three lines."""
    book = take(HEADER, PLAIN, 'Alder Works LLC,"1 A St', "Suite 4", "Boston")
    assert [row.number for row in book.rows] == [1, 2, 3, 4, 5]
    for at in (2, 3, 4):
        assert ("name", "quote_cells") in get_codes(clean(book, at).problems)


def test_a_mark_in_front_of_a_name_is_asked():
    book = take(HEADER, PLAIN, '"Alder Works LLC,1 A St,Boston,MA,02110,ok')
    assert get_codes(clean(book, 2).problems) == [("name", "quote_open")]
    assert not clean(book, 2, {"name": "Alder Works LLC"}).problems


@pytest.mark.parametrize("name", ['Alder" Works LLC', 'Joe "Pops Diner', 'Works LLC"'])
def test_a_mark_without_its_partner_is_asked(name):
    book = take(HEADER, f"{name},1 A St,Boston,MA,02110,ok")
    assert book.rows[1].cells[0] == name
    assert get_codes(clean(book, 1).problems) == [("name", "quote_open")]


def test_in_few_columns_a_cell_of_rows_is_asked():
    book = take("Holder Name,Note", 'Alder LLC,"x', "Birch LLC,y", 'Cedar LLC,z"')
    [[key, code, detail]] = clean(book, 1).problems
    assert (key, code, detail) == ("name", "quote_rows", {"first": 2, "last": 4})


def test_in_one_column_a_cell_of_lines_is_asked():
    book = take("Holder Name", '"Alder LLC', "Birch LLC", 'Cedar LLC"')
    assert get_codes(clean(book, 1).problems)[0] == ("name", "quote_rows")
    book = take("Holder Name", '"Alder LLC', "Birch LLC", "Cedar LLC")
    assert [row.cells for row in book.rows[2:]] == [["Birch LLC"], ["Cedar LLC"]]


# ------------------------------------------------------- cells over several lines


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize(
    "table",
    [
        [
            ["Holder Name", "Address", "City", "State", "ZIP"],
            [
                "Quay LLC",
                "c/o Lee Roe\n14 Quay St\nSuite 4, Floor 3",
                "Boston",
                "MA",
                "1",
            ],
            ["Pier LLC", "15 Quay St", "Boston", "MA", "1"],
        ],
        [
            ["Holder Name", "Address"],
            ["Quay LLC", "14 Quay St\nBoston, MA 02110"],
            ["Pier LLC", "15 Quay St\nBoston, MA 02110"],
        ],
        [
            ["Holder Name", "Address", "E-mail"],
            ["Quay LLC", "c/o Lee Roe\n14 Quay St\nBoston, MA 02110", "a@quay.example"],
        ],
        [["Holder Name"], *[[f"{n} LLC\n14 Quay St\nBoston, MA 02110"] for n in "abc"]],
        [
            ["Holder Name", "Address", "Note"],
            ["Quay LLC", "14 Quay St", 'the "Main" building\n\n12" pipe, and more'],
            ['Joe "Pops" Roe', "two\nlines", "two\nmore"],
        ],
    ],
)
def test_addresses_over_several_lines_stay_one_cell(table, end):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(table)
    book = read(out.getvalue().replace("\n", end).encode(), None, Limits())
    expected = [[cell.replace("\n", end) for cell in row] for row in table]
    assert [row.cells for row in book.rows] == expected
    assert not any(row.marks for row in book.rows)


def test_marks_inside_of_a_cell_over_several_lines():
    lines = [HEADER, 'Quay LLC,"the "Main" building', 'Floor 3",Boston,MA,02110,ok']
    book = take(*lines, PLAIN, end="\n")
    assert book.rows[1].cells[1] == 'the "Main" building\nFloor 3'
    assert get_codes(clean(book, 1).notices)[0] == ("street", "quote_mended")
    assert len(book.rows) == 3


# ------------------------------------------------------------ one line, odd marks


@pytest.mark.parametrize(
    "line, first",
    [
        ('"Quay Works, LLC", "14 Quay St", "MA"', "Quay Works, LLC"),
        ('"Quay Works, LLC" ,"14 Quay St" ,"MA" ', "Quay Works, LLC"),
        ('  "Quay ""Q"" Works, LLC",   "14 Quay St", MA', 'Quay "Q" Works, LLC'),
        ('"Joe "Pops" Diner","14 Quay St","MA"', 'Joe "Pops" Diner'),
        ('"Joe "Pops" Diner, LLC","14 Quay St","MA"', 'Joe "Pops" Diner, LLC'),
        (r'"Joe \"Pops\" Diner","14 Quay St","MA"', 'Joe "Pops" Diner'),
        ('"Acme" Holdings,14 Quay St,MA', '"Acme" Holdings'),
        ('"Acme, Inc." Holdings,14 Quay St,MA', "Acme, Inc. Holdings"),
        ('"Acme" and "Bolt",14 Quay St,MA', '"Acme" and "Bolt"'),
        ('"12" Pipe LLC","14 Quay St","MA"', '12" Pipe LLC'),
        ('12" Pipe LLC,14 Quay St,MA', '12" Pipe LLC'),
        ('Pipe 12",14 Quay St,MA', 'Pipe 12"'),
        ('Joe "Pops" Diner,14 Quay St,MA', 'Joe "Pops" Diner'),
        ('Joe\'s "Pops" Diner,14 Quay St,MA', 'Joe\'s "Pops" Diner'),
        ("'Twas Inn,14 Quay St,MA", "'Twas Inn"),
        ("O'Brien LLC,14 Quay St,MA", "O'Brien LLC"),
        ("'O'Brien' LLC,14 Quay St,MA", "'O'Brien' LLC"),
    ],
)
def test_marks_within_a_line(line, first):
    book = take("Holder Name,Address,State", line, "Pier LLC,15 Quay St,MA")
    row = [cell.strip() for cell in book.rows[1].cells]
    assert row == [first, "14 Quay St", "MA"]
    assert not clean(book, 1).problems


@pytest.mark.parametrize(
    "line, first",
    [
        ("'Quay Works, LLC','14 Quay St','MA'", "Quay Works, LLC"),
        ("'Quay Works, LLC', '14 Quay St', 'MA'", "Quay Works, LLC"),
        ("'O'Brien LLC','14 Quay St','MA'", "O'Brien LLC"),
        ("'O''Brien LLC','14 Quay St','MA'", "O'Brien LLC"),
        (r"'O\'Brien LLC','14 Quay St','MA'", "O'Brien LLC"),
        ("'Dunkin' Donuts','14 Quay St','MA'", "Dunkin' Donuts"),
        ("''Twas Inn','14 Quay St','MA'", "'Twas Inn"),
        ("'Joe's & Al's, LLC','14 Quay St','MA'", "Joe's & Al's, LLC"),
        ("'12\" Pipe LLC','14 Quay St','MA'", '12" Pipe LLC'),
        ("'Quay LLC',14 Quay St,MA", "Quay LLC"),
    ],
)
def test_apostrophes_around_every_cell(line, first):
    book = take("'Holder Name','Address','State'", line, "'Pier LLC','15 Quay St','MA'")
    assert [cell.strip() for cell in book.rows[1].cells] == [first, "14 Quay St", "MA"]
    assert not clean(book, 1).problems


def test_curly_marks_around_every_cell():
    book = take("“Holder Name”,“City”", "“Quay Works, LLC”,“Boston”")
    assert book.rows[1].cells == ["Quay Works, LLC", "Boston"]


def test_marks_around_whole_lines():
    """A list that was saved as text twice."""
    book = take(
        '"Holder Name,Address,State"',
        '"""Quay Works, LLC"",14 Quay St,MA"',
        '"Pier LLC,15 Quay St,MA"',
    )
    assert [row.cells for row in book.rows[1:]] == [
        ["Quay Works, LLC", "14 Quay St", "MA"],
        ["Pier LLC", "15 Quay St", "MA"],
    ]


# ---------------------------------------------------------------------- any file

WORD = st.text(st.sampled_from("abc XYZ019.'&-\"\n,;“"), max_size=8)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_what_a_program_writes_is_read_as_it_was(data):
    """Cells of any text, well quoted: each comes back, or its row is asked about."""
    width = data.draw(st.integers(2, 6))
    rows = data.draw(st.lists(st.lists(WORD, min_size=width, max_size=width)))
    header = [f"Column {at}" for at in range(width)]
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
        [header, *rows]
    )
    book = read(out.getvalue().encode(), None, Limits())
    given = [row for row in [header, *rows] if any(cell.strip() for cell in row)]
    if any(row.marks for row in book.rows):
        return
    read_ = [[*row.cells, *[""] * (width - len(row.cells))] for row in book.rows]
    assert [[cell.strip() for cell in row] for row in read_] == [
        [cell.strip() for cell in row] for row in given
    ]


ADDRESSES = st.sampled_from(
    [
        *("14 Quay St", "14 Quay St\nSuite 4", "14 Quay St\nBoston MA 02110"),
        *("c/o Lee Roe\n14 Quay St\nSuite 4, Floor 3", "14 Quay St\nBoston, MA"),
    ]
)
NOTES = st.sampled_from(
    [
        *("", "A, B, C", '12" pipe', 'see "list", please', '"quoted" start'),
        *('ends "quoted"', "one\ntwo, with comma\n\nthree"),
        "Projects:\n1. Harbor, Boston\n2. Pier, Salem",
    ]
)
NAMES = st.sampled_from(
    ["Quay Works, LLC", 'Joe "Pops" Diner', '"Acme" Holdings', "Roe, Doe and Poe LLP"]
)
PLACES = st.sampled_from(["Boston", "MA", "02110", "a@quay.example"])


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_list_written_well_is_read_without_a_word(data):
    """Addresses and notes over several lines, in any column, between any others.

    Commas without a space may by chance be as many as a row has: that is asked.
    """
    others = [PLACES] * data.draw(st.integers(1, 4))
    columns = [ADDRESSES, NOTES, NOTES, *others][: data.draw(st.integers(1, 7))]
    columns = [NAMES, *data.draw(st.permutations(columns))]
    row = st.tuples(*columns).map(list)
    rows = data.draw(st.lists(row, min_size=1, max_size=8))
    table = [[f"Column {at}" for at in range(len(columns))], *rows]
    out = io.StringIO()
    quoting = data.draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
    separator = data.draw(st.sampled_from(",;\t|"))
    csv.writer(
        out, delimiter=separator, quoting=quoting, lineterminator="\n"
    ).writerows(table)
    book = read(out.getvalue().encode(), None, Limits())
    width = len(columns)
    # In few columns "Boston,MA 02110" is a row like any other, and is asked.
    assert width < 4 or not any(row.marks for row in book.rows)
    read_ = [[*row.cells, *[""] * (width - len(row.cells))] for row in book.rows]
    assert read_ == table


def test_commas_of_sentences_do_not_make_a_row_of_a_line():
    """Both lines of the row have by chance as many commas as a row."""
    table = [
        [f"Column {at}" for at in range(5)],
        ['Joe "Pops" Diner', "A, B, C", "14 Quay St\nSuite 4", "A, B, C", "Boston"],
    ]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(table)
    book = read(out.getvalue().encode(), None, Limits())
    assert [row.cells for row in book.rows] == table
    assert not any(row.marks for row in book.rows)


CELL = st.sampled_from(["ok", "2 A St", '"', '"x', 'x"', 'x"y', '""', '"x"', '12"', ""])


@settings(max_examples=300, deadline=None)
@given(
    st.integers(4, 7),
    st.lists(st.lists(CELL, min_size=7, max_size=7), min_size=1, max_size=8),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
@example(4, [['"x', *["ok"] * 6], [*["ok"] * 6, 'x"'], ['x"', *["ok"] * 6]], ",", "\n")
def test_rows_of_text_are_rows_told_of(width, rows, separator, end):
    """Whatever marks stand where, each line is a row, or within lines that are told.

    By chance half of the rows may have a cell over two lines in the same column, each
    with sound marks: then it is the file that has such cells.
    """
    header = [f"Column {at}" for at in range(width)]
    lines = [separator.join(row[:width]) for row in [header, *rows]]
    assume(not find_form("\n".join(lines), Limits().cell).several)
    book = read(end.join(lines).encode(), None, Limits())
    told = {row.number for row in book.rows}
    for row in book.rows:
        for _index, code, detail in row.marks:
            if code == "quote_rows":
                told |= set(range(detail["first"], detail["last"] + 1))
    filled = {
        number
        for number, line in enumerate(lines, start=1)
        if re.sub(rf'[\s{re.escape(separator)}"]', "", line)
    }
    assert filled <= told


@pytest.mark.parametrize(
    "line",
    [
        'a,"b',
        '"a"b',
        '"a"b,c',
        '"a',
        'a"',
        '"",""x',
        '"""x',
        ',"' * 100,
        '"a"b,' * 200,
        '" ' * 200,
        "'a'b,",
        '"a" "b,c',
    ],
)
def test_odd_marks_on_every_line_take_little_time(line):
    content = ("Holder Name,City,State\n" + f"{line}\n" * 19_000).encode()
    _code, seconds, megabytes = read_measured(content, "list.csv")
    assert seconds < 5
    assert megabytes < 200


def test_ten_megabytes_of_marks_in_one_line_take_little_time():
    for seed in ('"', '"a', '"a",', '"a"b,', ',"'):
        content = b"Holder Name,City\n" + seed.encode() * (10_000_000 // len(seed))
        _code, seconds, megabytes = read_measured(content, "list.csv")
        assert seconds < 5
        assert megabytes < 200


def test_the_reader_in_its_own_process_reads_the_same():
    lines = [HEADER, 'Alder LLC,1 A St,Boston,MA,02110,"see list', PLAIN]
    book = read_safely("\n".join(lines).encode())
    assert [row.cells[0] for row in book.rows[1:]] == ["Alder LLC", "Birch Works LLC"]
    assert book.rows[1].marks == [[5, "quote_open", {"value": '"see list'}]]


@pytest.mark.parametrize(
    "lines",
    [
        ["Holder", "Quay LLC", "Note: all need AI", "Dock LLC"],
        ["Holder", "Dock LLC", "Pier LLC", "Note: all need AI"],
        ["Holder", "Quay Works, LLC", "Pier, Inc.", "Dock"],
        ["Holder", "Quay Works, LLC", "Pier, Inc."],
        ["Holder", "A | B Works", "Dock", "Pier"],
        ["Holder", "Quay ~ Pier", "Dock; Sons"],
    ],
)
def test_a_sign_in_a_text_of_one_column_separates_nothing(lines):
    assert cells(*lines) == [[line] for line in lines]


def test_titles_above_a_list_have_nothing_to_separate():
    lines = ["Holders of Quay LLC", "As of today", "Name,City", "Pier,Boston"]
    assert cells(*lines)[2:] == [["Name", "City"], ["Pier", "Boston"]]


def test_a_title_above_rows_most_of_which_say_but_one_thing():
    rows = ["Pier LLC,1 A St,Boston", "North Tower", "Dock LLC,2 A St,Lynn", "Phase 2"]
    lines = ["Holders of Quay LLC", "Name,Street,City", *rows, "Phase 3", "n/a", "Oak"]
    assert cells(*lines)[1] == ["Name", "Street", "City"]
    assert cells(*lines)[2] == ["Pier LLC", "1 A St", "Boston"]


@pytest.mark.parametrize(
    ("text", "street"),
    [("'15 Quay St'", "15 Quay St"), ("'15 Quay St", "15 Quay St")],
)
def test_an_apostrophe_around_a_cell_goes_with_its_partner(text, street):
    book = take("Holder Name,Address", f"Quay LLC,{text}", "Doc's Place,1 A St")
    assert clean(book, 1).values["street"] == street
