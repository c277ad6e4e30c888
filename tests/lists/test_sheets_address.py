"""An address is split where that is certain, and asked about where it is not."""

import random

import pytest
from coi_sheets import Row, header
from coi_sheets.clean.cleaner import Cleaner
from coi_sheets.clean.places import Places
from coi_sheets.clean.whole import ends_with_city, read_address
from coi_sheets.text import fold
from hypothesis import given, settings
from hypothesis import strategies as st
from tools.bench import one_line

NAMES = {
    "US": "United States", "PR": "Puerto Rico", "CA": "Canada", "MX": "Mexico",
    "GB": "United Kingdom", "GE": "Georgia", "ES": "Spain",
}  # fmt: skip
PLACES = Places([(code, [name]) for code, name in NAMES.items()])


def clean(corrections=None, **texts):
    """One row whose columns are the given fields."""
    cleaner = Cleaner(dict(enumerate(texts)), places=PLACES)
    return cleaner.clean(Row(2, list(texts.values()), "s" * len(texts)), corrections)


def split(text, **others):
    """(street in one line, city, state, ZIP code) of a row, or what it asks."""
    done = clean(name="A", street=text, **others)
    if done.problems:
        return [code for _key, code, _detail in done.problems]
    get = done.get
    street = ", ".join(filter(None, (get("street"), get("street2"))))
    return street, get("city"), get("state"), get("zip")


ASKED = ["address_unsplit"]


# ------------------------------------------------------ what is certain in one cell


@pytest.mark.parametrize(
    "text, street, city, state, code",
    [
        row.split("|")
        for row in """
1800 M Street, NW, Washington DC 20036|1800 M Street NW|Washington|DC|20036
1200 K St. N.W., Washington, D.C. 20005|1200 K St. N.W.|Washington|DC|20005
12 N St SE Washington DC 20003|12 N St SE|Washington|DC|20003
100 Capitol St, Charleston West Virginia 25301|100 Capitol St|Charleston|WV|25301
7 Ohio Ave, Virginia Beach, Virginia 23451|7 Ohio Ave|Virginia Beach|VA|23451
12 Arkansas Ave, Arkansas City, KS 67005|12 Arkansas Ave|Arkansas City|KS|67005
12 Main St California Missouri 65018|12 Main St|California|MO|65018
12 Main St Washington Pennsylvania 15301|12 Main St|Washington|PA|15301
9 Avenue B New York New York 10009|9 Avenue B|New York|NY|10009
12 Central Ave, Albuquerque, New Mexico|12 Central Ave|Albuquerque|NM|
12 Peach Rd, Macon, Georgia 31201|12 Peach Rd|Macon|GA|31201
12 Main St, Suite 5 Boston, MA 02110|12 Main St, Suite 5|Boston|MA|02110
12 Main St 5th Floor Boston, MA 02110|12 Main St 5th Floor|Boston|MA|02110
Suite 5, 12 Main St, Boston, MA 02110|Suite 5, 12 Main St|Boston|MA|02110
12 Main St #5 Boston MA 02110|12 Main St #5|Boston|MA|02110
12 Main St NE Suite 5 Salem OR 97301|12 Main St NE Suite 5|Salem|OR|97301
12 Main St Boston MA 02110|12 Main St|Boston|MA|02110
12 MAIN ST BOSTON MA 2110|12 MAIN ST|BOSTON|MA|02110
12 main st, boston, ma, 02110-1234|12 main st|boston|ma|02110-1234
12 Main St; Boston; MA; 02110|12 Main St|Boston|MA|02110
12 Main St / Boston / MA 02110 1234|12 Main St|Boston|MA|02110-1234
12 Main St, Boston (MA) 02110|12 Main St|Boston|MA|02110
12 Main St, Boston, MA 02110, U.S.A.|12 Main St|Boston|MA|02110
12 Main St, Boston MA 02110 United States of America|12 Main St|Boston|MA|02110
12 - 14 Main St, Boston, MA 02110|12 - 14 Main St|Boston|MA|02110
41-25 36th St Long Island City NY 11101|41-25 36th St|Long Island City|NY|11101
12 1/2 Main St, Salem, MA 01970|12 1/2 Main St|Salem|MA|01970
N6W23001 Bluemound Rd Waukesha WI 53188|N6W23001 Bluemound Rd|Waukesha|WI|53188
350 S 400 E Salt Lake City UT 84111|350 S 400 E|Salt Lake City|UT|84111
5400 FM 1960 W, Houston TX 77069|5400 FM 1960 W|Houston|TX|77069
12 County Road 12 Elba AL 36323|12 County Road 12|Elba|AL|36323
Rt 2 Box 14 Hope AR 71801|Rt 2 Box 14|Hope|AR|71801
HC 61 Box 9, Hope, Arkansas 71801|HC 61 Box 9|Hope|AR|71801
P.O. Box 55, Kansas City, Missouri 64106|P.O. Box 55|Kansas City|MO|64106
PO Box 12 South San Francisco CA 94080|PO Box 12|South San Francisco|CA|94080
12 Elm St Port Washington New York 11050|12 Elm St|Port Washington|NY|11050
12 Elm Dr Circle Pines MN 55014|12 Elm Dr|Circle Pines|MN|55014
12 Main St St Louis MO 63101|12 Main St|St Louis|MO|63101
12 Main St N Boston MA 02110|12 Main St N|Boston|MA|02110
PSC 802 Box 74 APO AE 09499|PSC 802 Box 74|APO|AE|09499
Unit 2050 Box 4190, APO, AP 96278-1234|Unit 2050 Box 4190|APO|AP|96278-1234
Urb. Roble, 123 Calle 5, San Juan PR 926|Urb. Roble, 123 Calle 5|San Juan|PR|00926
123 Calle Sol San Juan Puerto Rico 00901|123 Calle Sol|San Juan|PR|00901
PO Box 12, San Juan 00926, Puerto Rico|PO Box 12|San Juan|PR|00926
HC 01 Box 4567 Lares PR 00669|HC 01 Box 4567|Lares|PR|00669
12 Marine Dr, Hagatna, Guam 96910|12 Marine Dr|Hagatna|GU|96910
PO Box 7, Christiansted, VI 820|PO Box 7|Christiansted|VI|00820
PO Box 7 Pago Pago AS 96799|PO Box 7|Pago Pago|AS|96799
PO Box 9, Saipan, MP 96950|PO Box 9|Saipan|MP|96950
100 King St W, Toronto, ON M5V 3L9|100 King St W|Toronto|ON|M5V 3L9
10 Rue Sud, Montreal QC h2x1y4|10 Rue Sud|Montreal|QC|H2X 1Y4
c/o Fable Mgmt, 12 Main St, Boston, MA 02110|c/o Fable Mgmt, 12 Main St|Boston|MA|02110
""".strip().split("\n")
    ],
)
def test_an_address_on_one_line(text, street, city, state, code):
    assert split(text) == (street, city, state.upper(), code)


@pytest.mark.parametrize(
    "text",
    [
        "12 Main St\nBoston\nMA\n02110",
        "12 Main St\nBoston, MA\n02110\nUSA",
        "12 Main St\nBoston, Massachusetts 02110",
        "12 Main St, Boston\nMA 02110",
        "12 Main St\nBoston 02110 MA",
    ],
)
def test_an_address_on_several_lines(text):
    assert split(text) == ("12 Main St", "Boston", "MA", "02110")


def test_who_it_is_for_behind_an_address():
    done = clean(name="A", street="12 Main St, Boston, MA 02110, Attn: Legal")
    assert (done.get("attention"), done.get("street")) == ("Legal", "12 Main St")
    assert (done.get("city"), done.get("zip")) == ("Boston", "02110")


@pytest.mark.parametrize("country", ["Puerto Rico", "PR", "USA", ""])
def test_puerto_rico_in_columns_keeps_its_state_and_code(country):
    state = "" if country in ("Puerto Rico", "PR") else "PR"
    row = {"city": "San Juan", "state": state, "zip": "926", "country": country}
    done = clean(name="A", street="Urb. Roble, 123 Calle 5", **row)
    assert not done.problems
    found = [done.get(key) for key in ("street", "city", "state", "zip", "country")]
    assert found == ["Urb. Roble, 123 Calle 5", "San Juan", "PR", "00926", "US"]


# ------------------------------------------------------------- what is asked about


@pytest.mark.parametrize(
    "text",
    [
        "500 Park Avenue West New York NJ 07093",
        "19 Tollgate Street North Little Rock AR 72114",
        "100 Main St E Hartford CT 06108",
        "100 Avenue of the Americas New York NY 10013",
        "1 Market Street Spear Tower San Francisco CA 94105",
        "12 Via Verde San Dimas CA 91773",
        "12 Main St Paul MN 55101",
        "1 Main St, Boston, Suffolk County, MA 02110",
        "12 Main St, Suite 5, MA 02110",
        "12 Main St, Charleston, Virginia 25301",
        "12 Main St, Kansas City, Arkansas 66101",
        "12 Main St, Boston, CA 02110",
        "100 King St W, Toronto, BC M5V 3L9",
        "12 Elm St, Port Washington",
        "12 Main St Boston Massachusetts",
        "5 Main St, Boston 02110",
        "5 Main St, Madrid 28013",
        "123 Main St Springfield IL 6270",
        "12 Main St, Boston, MA 02110 (corner of Elm)",
        "10 Downing St, London SW1A 2AA, UK",
        "Calle Reforma 12, Madrid, Spain",
        "c/o Fable Mgmt 12 Main St Boston MA 02110",
    ],
)
def test_what_is_not_certain_is_asked_with_the_address(text):
    done = clean(name="A", street=text)
    assert [(key, code) for key, code, _detail in done.problems] == [
        ("street", "address_unsplit")
    ]
    assert done.problems[0][2]["value"] == text
    assert "street" not in done.values


@pytest.mark.parametrize(
    "text", ["12 Main St", "Suite 12345", "100 Peachtree St NE", "12 Elm St, Suite 5"]
)
def test_a_street_alone_is_told(text):
    done = clean(name="A", street=text)
    assert (done.get("street"), done.problems) == (text.split(", ")[0], []) or (
        done.get("street") == text
    )
    assert [code for _key, code, _detail in done.notices] == ["no_city"]


def test_what_is_certain_stands_in_its_cell_already():
    done = clean(name="A", street="500 Park Avenue West New York NJ 07093")
    assert (done.get("state"), done.get("zip")) == ("NJ", "07093")


def test_nothing_is_long_enough_to_take_time():
    words = "12 Main St Boston MA 02110 " * 35
    assert split(words) == ASKED


# ----------------------------------------------------------------- mended by a user


@pytest.mark.parametrize(
    "text, typed, street",
    [
        (
            "500 Park Avenue West New York NJ 07093",
            {"city": "New York"},
            "500 Park Avenue West",
        ),
        (
            "500 Park Avenue West New York NJ 07093",
            {"city": "West New York", "state": "NJ", "zip": "07093"},
            "500 Park Avenue",
        ),
        (
            "5 Main St, Boston 02110",
            {"city": "Boston", "state": "MA", "zip": "02110"},
            "5 Main St",
        ),
        (
            "12 Elm St, Port Washington",
            {"city": "Port Washington", "state": "NY"},
            "12 Elm St",
        ),
        (
            "10 Downing St, London SW1A 2AA, UK",
            {"street": "10 Downing St", "city": "London", "country": "UK"},
            "10 Downing St",
        ),
        (
            "5 Main St Bston 02110",
            {"street": "5 Main St, Boston, MA 02110"},
            "5 Main St",
        ),
    ],
)
def test_the_city_typed_says_where_the_street_ends(text, typed, street):
    done = clean(typed, name="A", street=text)
    assert (done.problems, done.get("street")) == ([], street)
    assert done.get("city") == typed.get("city", "Boston")


def test_a_city_typed_that_is_not_in_the_address_leaves_the_question():
    done = clean({"city": "Salem"}, name="A", street="12 Via Verde Lynn MA 01901")
    assert [code for _key, code, _detail in done.problems] == ASKED


@pytest.mark.parametrize(
    "words, city, ends",
    [
        ("12 Via Verde San Dimas", "San Dimas", True),
        ("500 Park Ave West New York", "West New York", True),
        ("500 Park Ave West New York", "New York", False),
        ("12 Via Verde San Dimas", "Dimas Park", False),
        ("Boston", "Boston", False),
    ],
)
def test_whether_another_address_ends_with_the_same_city(words, city, ends):
    assert ends_with_city(words, city) is ends


# --------------------------------------------------- the same in columns of their own


@pytest.mark.parametrize(
    "city, state, code, found",
    [
        ("Port Washington", "NY", "11050", ("Port Washington", "NY", "11050")),
        ("Port Washington", "", "11050", ("Port Washington", "", "11050")),
        ("Washington", "", "", ("Washington", "", "")),
        ("Washington", "PA", "15301", ("Washington", "PA", "15301")),
        ("Washington DC", "DC", "20001", ("Washington", "DC", "20001")),
        ("Washington, D.C.", "", "", ("Washington", "DC", "")),
        ("Delaware", "OH", "43015", ("Delaware", "OH", "43015")),
        ("Nevada", "", "", ("Nevada", "", "")),
        ("West Virginia", "", "", ("West Virginia", "", "")),
        ("California, MO", "", "", ("California", "MO", "")),
        ("Kansas City", "", "64106", ("Kansas City", "", "64106")),
        ("New York, New York", "", "", ("New York", "NY", "")),
        ("San Juan Puerto Rico", "", "926", ("San Juan", "PR", "00926")),
        ("Boston 02110", "MA", "", ("Boston", "MA", "02110")),
        ("Boston, MA", "MA", "2110", ("Boston", "MA", "02110")),
        ("Charleston West Virginia 25301", "", "", ("Charleston", "WV", "25301")),
        ("29 Palms", "CA", "92277", ("29 Palms", "CA", "92277")),
        ("Fond Du Lac", "WI", "", ("Fond Du Lac", "WI", "")),
        ("Port Washington", "", "", ["city_unsplit"]),
        ("Boston Massachusetts", "", "", ["city_unsplit"]),
        ("Boston, MA", "NH", "", ["city_unsplit"]),
        ("Boston, MA", "", "90210", ["city_unsplit"]),
        ("Boston Suite 5", "MA", "02110", ["city_unsplit"]),
        ("12 Main St Boston", "MA", "02110", ["city_unsplit"]),
    ],
)
def test_a_city_is_read_with_its_state_and_code(city, state, code, found):
    answer = split("1 Elm St", city=city, state=state, zip=code)
    assert answer == (("1 Elm St", *found) if isinstance(found, tuple) else found)


@pytest.mark.parametrize("city", ["Suite 5 Boston", "Suite 5, Boston, MA 02110"])
def test_a_suite_in_the_city_goes_to_the_street(city):
    done = split("12 Main St", city=city, state="MA", zip="02110")
    assert done == ("12 Main St, Suite 5", "Boston", "MA", "02110")


def test_a_city_that_was_asked_about_is_taken_as_it_is_typed():
    done = clean({"city": "Port Washington"}, name="A", city="Port Washington")
    assert (done.get("city"), done.problems) == ("Port Washington", [])


@pytest.mark.parametrize(
    "place",
    ["Bostn Massachusets 02134", "Boston, MA 90210", "Port Washington", "Boston 02110"],
)
def test_city_state_and_code_in_one_cell_that_are_not_certain(place):
    done = clean(name="A", place=place)
    assert done.problems == [["place", "place_unsplit", {"value": place}]]
    typed = {"city": "Boston", "state": "MA", "zip": "02134"}
    done = clean(typed, name="A", place=place)
    assert (done.problems, done.get("city")) == ([], "Boston")


@pytest.mark.parametrize(
    "street, city, state, code, found",
    [
        ("12 Main St, Boston, MA 02110", "Boston", "MA", "2110", "12 Main St"),
        ("12 Main St, Boston, MA 02110", "", "MA", "", "12 Main St"),
        (
            "500 Park Ave West New York NJ 07093",
            "New York",
            "",
            "",
            "500 Park Ave West",
        ),
        ("100 Peachtree St NE", "Atlanta", "GA", "30303", "100 Peachtree St NE"),
        ("12 Highway 12345", "Boston", "MA", "02110", "12 Highway 12345"),
        ("12 Main St, Boston, MA 02110", "Salem", "MA", "01970", ""),
        ("12 Main St, Boston, MA 02110", "Boston", "NH", "", ""),
    ],
)
def test_an_address_repeated_in_the_street_is_not_printed_twice(
    street, city, state, code, found
):
    answer = split(street, city=city, state=state, zip=code)
    assert (answer == ASKED) if not found else (answer[0] == found)


# ----------------------------------------------- columns that are parts of one line


@pytest.mark.parametrize(
    "headers, cells, lines",
    [
        (
            "Street Number,Street Name,Suite",
            "41-25,36th St,3B",
            ("41-25 36th St", "3B"),
        ),
        ("House No,Dir,Street,Type,Apt #", "12,N,Main,St,5", ("12 N Main St", "5")),
        ("Number,Street,Unit", "12,Main St,5", ("12 Main St", "5")),
        ("Street,Number", "Main St,12", ("12 Main St", "")),
        ("Suite,Street No.,Street Name", "4,12,Main St", ("12 Main St", "4")),
        (
            "Street Number,Street Name,Street Type,Post Direction,Bldg,Floor",
            "12,Main,Ave,NW,B,3",
            ("12 Main Ave NW", "B, 3"),
        ),
        ("House #,Address", "12.0,Main St", ("12 Main St", "")),
        ("Street Number,Street Address", "12,12 Main St", ("12 Main St", "")),
        (
            "Calle,Numero exterior,Numero interior,Colonia",
            "Roble,222,5,Jardines",
            ("Roble 222", "5, Jardines"),
        ),
        ("Calle,Número,Piso", "Sol,12,3", ("Sol 12", "3")),
    ],
)
def test_columns_that_are_parts_of_one_line_make_one(headers, cells, lines):
    headers, cells = headers.split(","), cells.split(",")
    keys = header.map_columns(["Holder Name", *headers, "City"])
    row = Row(2, ["A", *cells, "Boston"], "s" * (len(cells) + 2))
    done = Cleaner(dict(enumerate(keys)), places=PLACES).clean(row)
    assert (done.get("street"), done.get("street2")) == lines
    assert not done.problems


def test_a_house_number_that_became_a_date_is_asked_about():
    cleaner = Cleaner({0: "name", 1: "street_before", 2: "street"})
    done = cleaner.clean(Row(2, ["A", "2026-04-25", "36th St"], "sds"))
    assert [each[:2] for each in done.problems] == [["street_before", "became_date"]]


# ----------------------------------------------------------------------- at random


def judge(seed, count=1000):
    """(share split right, [what was split wrong without a question])."""
    right, wrong = 0, []
    for text, street, city, state, code in one_line.Maker(seed).make(count):
        found = read_address(text.split("\n"), PLACES)
        truth = (fold(street), fold(city), state, code)
        parts = found.parts
        if found.is_read:
            lines = fold(" ".join(found.lines))
            same = (lines, fold(parts["city"]), parts["state"], parts["zip"]) == truth
            right += same
            wrong += [] if same else [text]
    return right / count, wrong


@pytest.mark.parametrize("seed", [20261126, 4711, random.randrange(10**6)])
def test_addresses_in_many_shapes_are_split_or_asked_about(seed):
    share, wrong = judge(seed)
    assert not wrong, seed
    assert share >= 0.95, seed


def test_there_are_at_least_fifteen_shapes():
    assert len(one_line.SHAPES) >= 15


WORDS = st.lists(
    st.sampled_from(
        "12 41-25 Main Park St Ave Suite # 5 B PO Box N NE West New York Boston MA DC "
        "02110 2110 10001-1234 M5V 3L9 , ; / - ( ) c/o USA PR ½ & . St. ''".split()
    ),
    max_size=40,
)


@settings(max_examples=300, deadline=None)
@given(WORDS, st.sampled_from(["", "Boston", "New York"]))
def test_no_words_end_the_reading(words, city):
    found = read_address([" ".join(words)], PLACES, city)
    if found.is_read:
        assert found.parts["city"]
        said = fold(" ".join([*found.lines, found.parts["city"]])).split()
        assert said == fold(" ".join(words)).split()[: len(said)]
