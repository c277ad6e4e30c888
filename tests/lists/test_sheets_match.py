"""The same, likely the same, or somebody else."""

import pytest
from coi_sheets.keys import city_key, name_key, name_keys, street_key, zip_key
from coi_sheets.match import Index, Party
from hypothesis import given, settings
from hypothesis import strategies as st
from making import find


def party(name, street="", city="", code="", state="", country="", ref=1, rank=0):
    return Party(ref, name, street, "", city, code, rank, state, country)


PLACE = ("Boston", "02110")
HARBOR = ("Harbor Center LLC", "100 Harbor Way Suite 200", *PLACE)


@pytest.mark.parametrize(
    "one, other",
    [
        ("Acme, Inc.", "ACME INCORPORATED"),
        ("Acme L.L.C.", "acme llc"),
        ("The Acme Company", "Acme Co"),
        ("J. P. Morgan & Co.", "JP Morgan and Company"),
        ("First Bank, N.A.", "First Bank NA"),
        ("O’Brien Corp", "O'Brien Corporation"),
        ("José Ñandú SA", "Jose Nandu S.A."),
        ("三井住友銀行", "三井住友銀行"),
    ],
)
def test_names_that_are_the_same(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    "one, other",
    [("Acme Inc", "Acme LLC"), ("Acme 1", "Acme 2"), ("The", "A"), ("A B", "B A")],
)
def test_names_that_are_not(one, other):
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    "one, other",
    [
        (("100 Main Street", "Suite 5"), ("100 Main St., Ste 5",)),
        (("100 Main St #5",), ("100 Main St", "Unit 5")),
        (("P.O. Box 12",), ("PO BOX 12",)),
        (("5 North First Avenue",), ("5 N. 1st Ave",)),
        (("c/o Realty Trust", "100 Main St"), ("100 Main St",)),
        (("PO Box 12",), ("Post Office Box 12",)),
        (("P.O. Box 12",), ("POB 12",)),
        (("P. O. Bx. 12",), ("post office box 12",)),
        (("12 Co Rd 7",), ("12 County Road 7",)),
        (("12 Co. Rd. 7",), ("12 CR 7",)),
        (("4 Cnty Hwy B",), ("4 County Highway B",)),
        (("9 Farm to Market Road 12",), ("9 FM 12",)),
        (("Rural Route 2 Box 5",), ("R.R. 2, Box 5",)),
        (("12½ Elm St",), ("12 1/2 Elm Street",)),
        (("12 ½ Elm St",), ("12-1/2 Elm St",)),
        (("7 ¾ Mile Rd",), ("7 3⁄4 Mile Road",)),
        (("Sixth Floor, 8 Bay Ctr",), ("6th Fl, 8 Bay Center",)),
    ],
)
def test_addresses_that_are_the_same(one, other):
    assert street_key(*one) == street_key(*other)


@pytest.mark.parametrize(
    "one, other",
    [
        ("12½ Elm St", "121 2 Elm St"),
        ("12½ Elm St", "12 Elm St"),
        ("12 1/2 Elm St", "12 1-2 Elm St"),
        ("12 1/4 Elm St", "12 3/4 Elm St"),
        ("PO Box 12", "PO Box 21"),
        ("PO Box 12", "12 Box St"),
        ("12 County Road 7", "12 Road 7"),
        ("5 Elm Cr", "5 Elm County Rd"),
        ("12 Co Rd 7", "12 Company Rd 7"),
    ],
)
def test_addresses_that_are_not(one, other):
    assert street_key(one) != street_key(other)


@pytest.mark.parametrize(
    "one, other",
    [
        ("A+ Roofing", "A Roofing"),
        ("C# Code LLC", "C Code LLC"),
        ("@Home Movers", "Home Movers"),
        ("$ Store Inc", "Store Inc"),
        ("No. 1 * Cleaners", "No. 1 Cleaners"),
        ("Smith + Sons", "Smith Sons"),
        ("A+ B Roofing", "A B+ Roofing"),
        ("Acme Inc", "Acme Incorporated"),
        ("Quay Corp.", "Quay Corporation"),
    ],
)
def test_names_that_are_spelled_otherwise(one, other):
    key, spelled, _loose = name_keys(one)
    other_key, other_spelled, _loose = name_keys(other)
    assert key == other_key and spelled != other_spelled


@pytest.mark.parametrize(
    "one, other",
    [
        ("Smith & Sons", "Smith and Sons"),
        ("“Quoted” Name™", "Quoted Name"),
        ("O’Brien – Lee", "O'Brien-Lee"),
        ("Café Ñandú", "CAFE NANDU"),
        ("A.B.C. Co.", "ABC CO"),
        ("Yes! Movers", "Yes Movers"),
    ],
)
def test_names_that_are_spelled_alike(one, other):
    assert name_keys(one) == name_keys(other)


@pytest.mark.parametrize(
    "one, other, key",
    [
        ("St. Louis", "Saint Louis", city_key),
        ("Ft Worth", "FORT WORTH", city_key),
        ("N. Bergen", "North Bergen", city_key),
        ("02110", "02110-1234", zip_key),
        ("021101234", "02110", zip_key),
        ("M5V 3L9", "m5v3l9", zip_key),
    ],
)
def test_places_that_are_the_same(one, other, key):
    assert key(one) == key(other)


def test_codes_of_six_digits_are_not_cut_off():
    assert zip_key("560001") != zip_key("560002")


@pytest.mark.parametrize(
    "other, verdict, why",
    [
        (("HARBOR CENTER, L.L.C.", "100 Harbor Way #200", *PLACE), "same", ""),
        (("Harbor Center LLC", "100 Harbor Way Ste 200", *PLACE, "MA"), "same", ""),
        (("Harbor Center LLC", "100 Harbor Way Ste 200", *PLACE, "NH"), "none", ""),
        (("Harbor Center LLC", HARBOR[1], "", "02110"), "likely", "part"),
        (("Harbor Center LLC", HARBOR[1], "BOSTON", ""), "likely", "part"),
        (("Harbor Center LLC", HARBOR[1], "Boston", "", "MA"), "likely", "part"),
        (("Harbor Center LLC", HARBOR[1], "Boston", "", "NH"), "none", ""),
        (("Harbor Center LLC", HARBOR[1], "Boston", "02111"), "likely", "zip"),
        (("Harbor Center LLC", HARBOR[1], "Salem", "01970"), "likely", "zip"),
        (("Harbor Center LLC", HARBOR[1], "Dorchester", "02110"), "likely", "city"),
        (("Harbor Center LLC", HARBOR[1], "Nashua", "03060"), "none", ""),
        (("Harbor Center LLC", "7 Elm Street", "Salem", "01970"), "none", ""),
        (("Harbor Center LLC",), "likely", "no_address"),
        (("Harbor Center LLC", "", "", "", "MA"), "likely", "no_address"),
        (("Harbor Center LLC", "", "", "", "NH"), "none", ""),
        (("Harbor Center LLC", "", "Boston", "02110"), "likely", "no_address"),
        (("Harbor Center LLC", "", "Salem", "01970"), "none", ""),
        (("Harbor Center LLC", "", "", "", "", "CA"), "none", ""),
        (("Harbor+ Center LLC", *HARBOR[1:]), "likely", "spelling"),
        (
            ("Harbor Center LLC", "100 Harbor Way", "Boston", "02110"),
            "likely",
            "street",
        ),
        (
            ("Harbor Center LLC", "100 Harbour Way Suite 200", "Boston", "02110"),
            "likely",
            "street",
        ),
        (
            ("Harbor Center LLC", "100 Harbor Way Suite 300", "Boston", "02110"),
            "none",
            "",
        ),
        (("Harbor Center Inc", *HARBOR[1:]), "likely", "suffix"),
        (("Harbor Center Plus LLC", *HARBOR[1:]), "likely", "suffix"),
        (("Harbor Centre LLC", *HARBOR[1:]), "likely", "name"),
        (("Oak Realty Trust", *HARBOR[1:]), "none", ""),
    ],
)
def test_a_row_against_a_contact(other, verdict, why):
    match = find(Index([party(*HARBOR)]), party(*other, ref=2))
    assert (match.verdict, match.why) == (verdict, why)


def test_a_contact_without_an_address_is_asked_about():
    match = find(Index([party("Harbor Center LLC")]), party(*HARBOR, ref=2))
    assert (match.verdict, match.why) == ("likely", "no_address")


def test_a_name_alone_with_several_of_that_name():
    contacts = [party(*HARBOR), party("Harbor Center LLC", "7 Elm St", "Salem", ref=2)]
    match = find(Index(contacts), party("Harbor Center LLC", ref=3))
    assert match.verdict == "several"


@pytest.mark.parametrize(
    "one, other, verdict",
    [
        (("", "", "", "NE"), ("", "", "", "KS"), "none"),
        (("", "Lincoln", "", "NE"), ("", "Omaha", "", "NE"), "none"),
        (("", "Lincoln", "", "NE"), ("", "Lincoln", "", "NE"), "same"),
        (("", "Lincoln", "", "NE"), ("", "Lincoln", "", ""), "likely"),
        (("", "Lincoln", "", "NE"), ("", "", "", "NE"), "likely"),
        (("", "", "", ""), ("", "", "", ""), "same"),
        (("", "", "", "NE"), ("", "", "68501", ""), "likely"),
        (
            ("1 Elm", "Lincoln", "68501", ""),
            ("1 Elm", "Lincoln", "68501", "NE"),
            "same",
        ),
        (("1 Elm", "Lincoln", "68501", ""), ("1 Elm", "Lincoln", "66002", ""), "none"),
        (("1 Elm", "Lincoln", "", ""), ("1 Elm", "Omaha", "", ""), "likely"),
        (("1 Elm", "Agana", "96910", "GU"), ("1 Elm", "Agana", "96910", ""), "likely"),
    ],
)
def test_states_countries_and_what_follows_from_the_zip(one, other, verdict):
    one, other = party("Dept of Roads", *one), party("Dept of Roads", *other)
    assert find(Index([one]), other).verdict == verdict
    assert find(Index([other]), one).verdict == verdict


def test_a_territory_is_a_state_or_a_country_as_people_like():
    one = party("San Juan Docks", "1 Calle Sol", "San Juan", "00901", "", "PR")
    two = party("San Juan Docks", "1 Calle Sol", "San Juan", "00901", "PR", "US")
    assert one.identity == two.identity


def test_where_another_country_is_home_five_digits_are_no_american_zip():
    home = party("Kai GmbH", "Am Kai 1", "Berlin", "10115", "", "DE")
    bare = Party(2, "Kai GmbH", "Am Kai 1", "", "Berlin", "10115", home="DE")
    assert find(Index([home]), bare).verdict == "likely"
    american = party("Kai GmbH", "Am Kai 1", "Berlin", "10115")
    assert find(Index([home]), american).verdict == "none"


def choose(*texts):
    return st.sampled_from(texts)


PARTIES = st.builds(
    Party,
    ref=st.integers(0, 10**6),
    name=choose(
        *("Quay Works LLC", "Quay Works, L.L.C.", "Quay Works Inc", "Quai Works LLC"),
        *("Quay Works Incorporated", "A+ Quay", "A Quay", "The Quay Works LLC"),
    ),
    street=choose("", "1 Elm St", "1 Elm Street", "1 Elms St", "PO Box 1", "2 Oak St"),
    street2=choose("", "", "Suite 2"),
    city=choose("", "Boston", "BOSTON", "Lincoln"),
    zip=choose("", "02110", "02110-1234", "02111", "68501", "3A"),
    state=choose("", "MA", "NE"),
    country=choose("", "US", "CA"),
)


@settings(max_examples=1000, deadline=None)
@given(PARTIES, PARTIES)
def test_asking_is_symmetric(one, two):
    found, back = find(Index([one]), two), find(Index([two]), one)
    assert (found.verdict, found.why) == (back.verdict, back.why)


@settings(max_examples=1000, deadline=None)
@given(PARTIES, PARTIES)
def test_different_states_are_never_the_same_nor_asked_about(one, two):
    if one.state and two.state and one.state != two.state:
        assert find(Index([one]), two).verdict == "none"


@settings(max_examples=1000, deadline=None)
@given(PARTIES, PARTIES)
def test_what_is_the_same_is_equal_in_all_that_either_says(one, two):
    if find(Index([one]), two).verdict != "same":
        return
    assert one.name_key == two.name_key
    assert street_key(one.street, one.street2) == street_key(two.street, two.street2)
    assert city_key(one.city) == city_key(two.city)
    assert zip_key(one.zip) == zip_key(two.zip)
    said = {one.state, two.state} - {""}
    assert len(said) < 2
    if len({one.state, two.state}) == 2:
        # A ZIP says the state as well.
        assert one.zip[:3] in ("021", "685") and said == {
            {"021": "MA", "685": "NE"}[one.zip[:3]]
        }


def test_of_twins_the_first_by_rank_is_taken():
    twins = [party(*HARBOR, ref=7, rank=7), party(*HARBOR, ref=3, rank=3)]
    match = find(Index(twins), party(*HARBOR))
    assert (match.party.ref, len(match.twins)) == (3, 1)


def test_thousands_of_tenants_of_one_house_take_no_time():
    tenants = [party(f"Tenant {'x' * (n % 50)} {n}", *HARBOR[1:]) for n in range(3000)]
    index = Index(tenants)
    verdicts = {
        find(index, party(f"Lessee {'x' * (n % 50)} {n}", *HARBOR[1:])).verdict
        for n in range(3000)
    }
    assert verdicts == {"none"}
