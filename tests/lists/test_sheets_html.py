"""A web page saved as a spreadsheet is read as a browser shows it."""

import pytest
from coi_sheets import Limits, Refused, read_safely
from coi_sheets.clean.cleaner import Cleaner
from coi_sheets.header import map_columns
from hypothesis import given, settings
from hypothesis import strategies as st
from measured import read_measured

HEADER = "<tr><th>Holder Name<th>Address<th>City<th>State<th>ZIP<th>Insured<th>Policy"
INSURED = "<td>Granite Ridge Contractors LLC"


def read(*rows, limits=None):
    page = f"<html><meta charset='utf-8'><table>{''.join(rows)}</table></html>"
    return read_safely(page.encode(), "holders.xls", limits=limits)


def cells(*rows):
    return [row.cells for row in read(*rows).rows]


def test_a_cell_that_spans_rows_holds_for_each_of_them():
    """The second row's insured was taken for a holder."""
    spanning = "".join(
        f"<td rowspan=2>{text}"
        for text in ("Quay Works LLC", "14 Quay St", "Boston", "MA", "02110")
    )
    read = cells(
        HEADER,
        f"<tr>{spanning}{INSURED}<td>GL-1001",
        f"<tr>{INSURED}<td>AU-1002",
        f"<tr><td>Pier Works LLC<td>15 Way<td>Boston<td>MA<td>02110{INSURED}<td>GL-1",
    )
    whole = ["Quay Works LLC", "14 Quay St", "Boston", "MA", "02110"]
    assert read[1] == [*whole, "Granite Ridge Contractors LLC", "GL-1001"]
    assert read[2] == [*whole, "Granite Ridge Contractors LLC", "AU-1002"]
    assert read[3][0] == "Pier Works LLC"


@pytest.mark.parametrize(
    "rows, expected",
    [
        # In the middle, at the end, two beside each other of different height.
        (["<td>a<td rowspan=2>b<td>c", "<td>d<td>e"], ["abc", "dbe"]),
        (["<td>a<td rowspan=2>b", "<td>c"], ["ab", "cb"]),
        (
            ["<td rowspan=3>a<td rowspan=2>b<td>c", "<td>d", "<td>e<td>f"],
            ["abc", "abd", "aef"],
        ),
        # Two columns wide: the text once, and both columns taken.
        (["<td rowspan=2 colspan=2>a<td>b", "<td>c"], ["a b", "a c"]),
        (["<td colspan=2>a<td>b", "<td>c<td>d<td>e"], ["a b", "cde"]),
        # Down to the end; further than there are rows; no number at all.
        (["<td rowspan=0>a<td>b", "<td>c", "<td>d"], ["ab", "ac", "ad"]),
        (["<td rowspan=999999>a<td>b", "<td>c"], ["ab", "ac"]),
        (["<td rowspan='x'>a<td>b", "<td>c<td>d"], ["ab", "cd"]),
        (["<td rowspan='-2' colspan=''>a<td>b", "<td>c<td>d"], ["ab", "cd"]),
        # An empty cell takes its place, too.
        (["<td rowspan=2><td>b", "<td>c"], [" b", " c"]),
        # A gap between the row's last cell and one from above.
        (["<td>a<td>b<td rowspan=2>c", "<td>d"], ["abc", "d c"]),
    ],
)
def test_spans(rows, expected):
    read = cells("<tr><td>x<td>y<td>z", *(f"<tr>{row}" for row in rows))
    assert read[1:] == [[sign.strip() for sign in row] for row in expected]


def test_a_row_that_says_nothing_itself_is_no_entry():
    assert cells("<tr><td>x", "<tr><td rowspan=3>a", "<tr>", "<tr><td>") == [
        ["x"],
        ["a"],
    ]


def test_nothing_spans_from_one_part_of_a_table_into_another():
    assert cells(
        "<tbody><tr><td rowspan=9>a<td>b</tbody>", "<tbody><tr><td>c<td>d"
    ) == [["a", "b"], ["c", "d"]]


def test_parts_are_read_in_the_order_they_are_shown_in():
    rows = cells(
        "<tfoot><tr><td>Total<td>1</tfoot>",
        "<tbody><tr><td>Quay Works LLC<td>Boston</tbody>",
        "<thead><tr><th>Holder Name<th>City</thead>",
    )
    assert [row[0] for row in rows] == ["Holder Name", "Quay Works LLC", "Total"]


@pytest.mark.parametrize(
    "html",
    [
        "<div>Quay Works LLC</div><div>c/o Fable Mgmt</div>",
        "<p>Quay Works LLC<p>c/o Fable Mgmt",
        "Quay Works LLC<br/>c/o Fable Mgmt",
        "<ul><li>Quay Works LLC<li>c/o Fable Mgmt</ul>",
        "Quay\nWorks LLC<div>c/o\n Fable Mgmt</div>",
        "<pre>Quay  Works LLC\nc/o Fable Mgmt</pre>",
        "<b>Quay Works LLC</b><hr>c/o <i>Fable</i> Mgmt",
        "<table><tr><td>Quay Works LLC<tr><td>c/o<td>Fable Mgmt</table>",
        "Quay Works LLC<table><tr><td>c/o Fable Mgmt</table>",
        "<table><tr><td><table><tr><td>Quay Works LLC</table><tr><td>c/o Fable Mgmt"
        "</table>",
        "<address>Quay Works LLC<br></address><h3>c/o Fable Mgmt</h3>",
        "<span style='display: none'>00042</span>Quay Works LLC<p hidden>old"
        "<p>c/o Fable Mgmt",
    ],
)
def test_what_stands_on_its_own_line_is_a_line(html):
    rows = cells("<tr><th>Holder Name<th>City", f"<tr><td>{html}</td><td>Boston</tr>")
    assert rows == [
        ["Holder Name", "City"],
        ["Quay Works LLC\nc/o Fable Mgmt", "Boston"],
    ]


def test_paragraphs_come_out_as_name_and_address():
    rows = read(
        "<tr><td>Holder Name<td>Address<td>City<td>State<td>ZIP</tr>",
        "<tr><td><div>Quay Works LLC</div><div>c/o Fable Mgmt</div>"
        "<td><p>14 Quay St</p><p>Suite 4</p><td>Boston<td>MA<td>02110</tr>",
    ).rows
    mapping = dict(enumerate(map_columns(rows[0].cells)))
    done = Cleaner(mapping).clean(rows[1])
    assert done.get("name") == "Quay Works LLC"
    assert (done.get("street"), done.get("street2")) == (
        "c/o Fable Mgmt",
        "14 Quay St, Suite 4",
    )


def test_hidden_rows_parts_and_texts():
    book = read(
        "<tr><th>Holder Name<th>City",
        "<tbody style='DISPLAY : none'><tr><td>One<td>Boston</tbody>",
        "<tr hidden><td>Two<td>Boston",
        "<tr><td><span style='display:none'>7</span>Three<td>Boston",
        "<tr><td style='display:none'>9<td>Four<td>Boston",
    )
    assert [(row.cells[0], row.hidden) for row in book.rows[1:]] == [
        ("One", True),
        ("Two", True),
        ("Three", False),
        ("Four", False),
    ]
    assert ["hidden_texts", {"count": 2}] in book.notes


def test_a_hidden_column_with_a_header_is_read_as_in_a_workbook():
    rows = cells(
        "<tr><th style='display:none'>Id<th>Holder Name",
        "<tr><td style='display:none'>7<td>One LLC",
    )
    assert rows == [["Id", "Holder Name"], ["7", "One LLC"]]


def test_what_is_struck_by_parts_is_left_out_and_told():
    row = read(
        "<tr><th>Holder Name<th>City<th>State",
        "<tr><td><s>Old Bank</s><br>New Bank<td>Boston<td>MA",
    ).rows[1]
    assert row.cells[0] == "New Bank"
    assert row.marks == [[0, "struck", {"value": "Old Bank"}]]


@pytest.mark.parametrize(
    "old, style",
    [
        ("<span style='text-decoration: line-through'>{}</span>", ""),
        ("<p style='TEXT-DECORATION:LINE-THROUGH'>{}</p>", ""),
        (
            "<font class='x font6'>{}</font>",
            ".font5, .font6 {text-decoration:line-through}",
        ),
        ("<b><del><i>{}</i></del></b>", ""),
        ("<div style='text-decoration:underline line-through'><div>{}</div></div>", ""),
        ("<font class=font6>{}</font>", "td {color:red} <!-- td.font6{line-through:1;\n"
         "text-decoration:line-through;} -->"),
    ],
)  # fmt: skip
def test_a_line_through_a_text_is_seen_however_the_page_draws_it(old, style):
    row = read(
        f"<style>{style}</style><tr><th>Holder Name<th>City<th>State",
        f"<tr><td>{old.format('Old Bank')} New Bank<td>Boston<td>MA",
    ).rows[1]
    assert row.cells == ["New Bank", "Boston", "MA"]
    assert row.marks == [[0, "struck", {"value": "Old Bank"}]]


def test_a_line_through_a_cell_or_a_row_ends_with_it():
    rows = read(
        "<style>.gone{text-decoration:line-through}</style>",
        "<tr><th>Holder Name<th>City<th>State",
        "<tr><td class=gone>Old Bank<td>Boston<td>MA",
        "<tr class=gone><td>Gone Bank<td>Boston<td>MA",
        "<tr><td><s>Open Bank<td>Boston<td>MA",
        "<tr><td><table><tr><td><s>In Bank</table><td>Boston<td>MA",
    ).rows
    assert [row.cells[0] for row in rows[1:]] == ["", "Gone Bank", "", ""]
    assert [row.struck for row in rows] == [False, False, True, False, False]
    assert rows[1].marks == [[0, "struck", {"value": "Old Bank"}]]
    assert rows[4].marks == [[0, "struck", {"value": "In Bank"}]]


@pytest.mark.parametrize("css", ["{", "}", ".a{", ".", "x", ".a{line-through}"])
def test_a_style_sheet_takes_little_time(css):
    page = f"<style>{css * (8_000_000 // len(css))}{{line-through</style><table>"
    _code, seconds, _megabytes = read_measured(page.encode(), "list.xls")
    assert seconds < 5


LIST = "<tr><th>Holder Name<th>City<th>State"


def test_the_list_in_a_page_laid_out_by_a_table():
    """The layout's rows were cut off by the table in them."""
    inner = f"<table>{LIST}<tr><td>One LLC<td>Boston<td>MA</table>"
    menu = "".join(f"<tr><td>Menu {number}" for number in range(9))
    book = read(f"<tr><td><table>{menu}</table><td>{inner}<td>Footer", "<tr><td>x<td>y")
    assert [row.cells[0] for row in book.rows] == ["Holder Name", "One LLC"]


def test_addresses_in_tables_of_their_own_by_the_hundred():
    address = "<table><tr><td>1 Way<tr><td>Suite 4</table>"
    rows = cells(LIST, *[f"<tr><td>One LLC<td>{address}<td>MA</tr>"] * 600)
    assert len(rows) == 601
    assert rows[600] == ["One LLC", "1 Way\nSuite 4", "MA"]


def test_pages_of_one_list_are_one_list():
    first = f"{LIST}<tr><td>One LLC<td>Boston<td>MA"
    second = f"{LIST}<tr><td>Two LLC<td>Salem<td>MA"
    other = "<tr><th>Holder Name<th>Phone<tr><td>Three LLC<td>617-555-0100"
    book = read(f"{first}</table><p>Page 2<table>{second}</table><table>{other}")
    assert [row.cells[0] for row in book.rows] == [
        *("Holder Name", "One LLC", "Holder Name", "Two LLC")
    ]
    assert [row.number for row in book.rows] == [1, 2, 3, 4]
    assert [sheet["name"] for sheet in book.sheets] == ["Table 1", "Table 3"]


def test_cells_without_their_row_and_rows_without_their_end():
    assert cells("<td>a<td>b", "<tr><td>c<td>d") == [["a", "b"], ["c", "d"]]


@pytest.mark.parametrize("charset", ["", "utf-8", "iso-8859-1", "x-none"])
def test_letters_of_a_page_that_names_a_wrong_encoding(charset):
    page = f"<meta charset='{charset}'><table>{LIST}<tr><td>Café Ñandú<td>Boston"
    book = read_safely(page.encode("mac_roman"))
    told = ["decoded" for mark in book.rows[1].marks if mark[1] == "decoded"]
    assert told or charset == "iso-8859-1"
    book = read_safely(page.encode() + b"<td>Caf\xe9")
    if charset != "iso-8859-1":
        assert book.rows[1].cells == ["Café Ñandú", "Boston", "Café"]
        assert book.rows[1].marks[0][1] == "decoded"


PAGES = [
    "<html><body><p>No holders found.</p></body></html>",
    "<div style='top:1px'>Holder Name</div><div style='top:9px'>Elm Works</div>",
    "<div role=table><div role=row><span role=cell>Elm Works</span></div></div>",
    "<h1>Your session has ended</h1><p>Sign in</p>\n",
    "<!-- report --><body>Elm Works, LLC, 1 A St<br>Boston</body>",
]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_without_a_table_is_called_one(page):
    with pytest.raises(Refused) as refused:
        read_safely(page.encode())
    assert refused.value.detail == {"what": "web_page"}


def test_a_page_whose_table_is_empty_is_empty():
    with pytest.raises(Refused) as refused:
        read_safely(b"<html><table><tr><td>&nbsp;</table></html>")
    assert refused.value.code == "empty"


@pytest.mark.parametrize(
    "start",
    [
        *("<h2>Lenders</h2>", "<p>Printed today</p>", "<script>var a = 1</script>"),
        *(
            "<center>",
            "<form>",
            "<font size=2>",
            "<title>Holders</title>",
            "<a name=t>",
        ),
        *("<!-- report -->", "<span>", "<iframe></iframe>"),
    ],
)
def test_a_table_with_something_before_it_is_a_page(start):
    page = f"{start}<table>{LIST}<tr><td>Elm Works<td>Boston</table>"
    assert read_safely(page.encode()).rows[-1].cells == ["Elm Works", "Boston"]


def test_a_cell_in_bold_makes_no_page_of_separated_text():
    book = read_safely(b"<b>Holder Name</b>,City\nElm Works,Boston\n")
    assert (book.kind, book.rows[1].cells) == ("csv", ["Elm Works", "Boston"])


@pytest.mark.parametrize(
    "field, shown",
    [
        ("<input type=text value='Elm Works'>", "Elm Works"),
        ("<input value='Elm Works'> LLC", "Elm Works LLC"),
        ("<input type=hidden value=77>Elm Works", "Elm Works"),
        ("<input style='display: none' value=77>Elm Works", "Elm Works"),
        ("<select><option>Elm<option selected>Oak<option>Ash</select>", "Oak"),
        ("<select><option>Elm</option><option>Oak</option></select> Inc", "Elm Inc"),
        (
            "<select multiple><option selected>Elm<option selected>Oak</select>",
            "Elm, Oak",
        ),
        ("<select><optgroup label=Trees><option>Elm &amp; Oak</select>", "Elm & Oak"),
        ("<select><option>Elm<option selected>Oak", "Oak"),
        ("<textarea>Elm Works</textarea>", "Elm Works"),
        ("<input type=checkbox checked>", "Y"),
        ("<s><input value='Elm'></s> Oak", "Oak"),
    ],
)
def test_a_field_to_fill_in_is_what_is_in_it(field, shown):
    """All the options of a list were one text, and what was typed was nothing."""
    assert cells(f"<tr><td>{field}<td>Boston")[0] == [shown, "Boston"]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_grid_cut_into_spans_is_the_grid(data):
    """Every way to lay rectangles over a grid is read as each of their cells."""
    height, width = data.draw(st.integers(1, 5)), data.draw(st.integers(1, 5))
    grid = [[""] * width for _row in range(height)]
    rows = []
    for line in range(height):
        html = ""
        for column in range(width):
            if not grid[line][column]:
                down = data.draw(st.integers(1, height - line))
                for below in range(line, line + down):
                    grid[below][column] = f"{line}.{column}"
                html += f"<td rowspan={down}>{line}.{column}</td>"
        rows.append(f"<tr>{html}</tr>")
    shown = [row for row, html in zip(grid, rows, strict=True) if "<td" in html]
    assert cells(*rows) == shown


@pytest.mark.parametrize(
    "body",
    [
        "<tr>" + "<td rowspan=60000>a" * 200 + "<tr><td>" * 1_000_000,
        "<tr>" + "<td rowspan=60000 colspan=1000>a" * 200_000,
        "<tr><td rowspan=60000 colspan=1000>" * 300_000,
        "<tr>" + "<td rowspan=60000>" * 200 + "<tr><td>b" * 1_000_000,
        "<table><tr><td>a" * 1_000_000,
        "<tr><td>" + "<table><tr><td>a<td>b</table>" * 500_000,
        "<tr><td>" + "<span hidden>" * 400_000,
        "<tr><td><select>" + "<option>a" * 1_000_000,
        "<tr><td><select><option>" + "a<i>" * 1_000_000,
    ],
)
def test_few_words_for_many_cells_take_little_time(body):
    code, seconds, megabytes = read_measured(f"<table>{body}".encode(), "list.xls")
    assert code in ("empty", "cell_too_long") or code.startswith("too_")
    assert seconds < 5
    assert megabytes < 200


def test_more_rows_than_allowed_over_all_parts_of_a_table():
    part = "<tr><td>a" * 60
    with pytest.raises(Refused) as refused:
        read(f"<thead>{part}<tbody>{part}", limits=Limits(rows=90))
    assert refused.value.code == "too_many_rows"
