"""The same, likely the same, or somebody else."""

import pytest
from coi_sheets.match import Index, Party, name_key, street_key
from making import find


def party(name, street="", city="", code="", street2="", ref=1, rank=0):
    return Party(ref, name, street, street2, city, code, rank)


HARBOR = ("Harbor Center LLC", "100 Harbor Way Suite 200", "Boston", "02110")


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
    ],
)
def test_addresses_that_are_the_same(one, other):
    assert street_key(*one) == street_key(*other)


@pytest.mark.parametrize(
    "other, verdict, why",
    [
        (("HARBOR CENTER, L.L.C.", "100 Harbor Way #200", "", "02110"), "same", ""),
        (("Harbor Center LLC", "100 Harbor Way Ste 200", "BOSTON", ""), "same", ""),
        (("Harbor Center LLC", "7 Elm Street", "Salem", "01970"), "none", ""),
        (("Harbor Center LLC",), "same", ""),
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
