"""Attention, c/o and the clause in any cell: each goes where it belongs, none is lost.

What is no person and no department stays address.
"""

import pytest
from coi_sheets import Row
from coi_sheets.clean.cleaner import Cleaner
from coi_sheets.header import map_columns
from test_sheets_clean import clean, codes

BOSTON = {"city": "Boston", "state": "MA", "zip": "02110"}


def streets(done):
    return [done.values[key] for key in ("street", "street2") if key in done.values]


# -------------------------------------------------- the instances that were found


def test_a_second_attention_is_kept_beside_the_first_and_the_floor_stays():
    done = clean(
        attention="Pat Doe",
        name="One LLC",
        street="Attn: Lee Roe, 5th Floor",
        street_="14 Quay St",
    )
    assert done.values["attention"] == "Pat Doe / Lee Roe"
    assert streets(done) == ["5th Floor", "14 Quay St"]
    assert ("street", "attention_both") in codes(done.notices)


def test_a_street_behind_a_department_stays_the_street():
    done = clean(name="Two LLC", street="Attn: Risk Dept, 15 Quay St", **BOSTON)
    assert (done.values["attention"], streets(done)) == ("Risk Dept", ["15 Quay St"])


def test_a_second_care_of_is_kept_beside_the_first():
    done = clean(
        name="Three LLC c/o Fable Mgmt", street="c/o Second Mgmt", street_="16 Quay St"
    )
    assert done.values["name"] == "Three LLC"
    assert streets(done) == ["c/o Fable Mgmt, c/o Second Mgmt", "16 Quay St"]


def test_clause_attention_and_box_in_one_name():
    done = clean(
        name="Example Lending ISAOA/ATIMA, Attn: Insurance Dept, PO Box 55",
        street="5 Bank St",
    )
    assert done.values["name"] == "Example Lending"
    assert done.values["attention"] == "Insurance Dept"
    assert streets(done) == ["5 Bank St", "PO Box 55"]
    assert (done.values["isaoa"], done.values["atima"]) == (True, True)
    assert ("name", "behind_split") in codes(done.notices)


# ------------------------------------------------------------------ its neighbours


@pytest.mark.parametrize(
    "line, who, street",
    [
        ("Attn: Lee Roe 5th Floor", "Lee Roe", ["5th Floor"]),
        ("ATTN LEE ROE, SUITE 400", "LEE ROE", ["SUITE 400"]),
        ("Attn: Lee Roe, Risk Manager, 15 Quay St", "Lee Roe, Risk Manager", None),
        ("Attn: Risk Dept 15 Quay St", "Risk Dept", None),
        ("Attn: Risk Dept - 15 Quay St", "Risk Dept", None),
        ("Attn: Pat Doe 15 Quay Crescent", "Pat Doe", ["15 Quay Crescent"]),
        ("Attn: Pat Doe 15 Quay Trce", "Pat Doe", ["15 Quay Trce"]),
        ("Attn: Pat Doe 15 Old Mill Pike", "Pat Doe", ["15 Old Mill Pike"]),
        ("Attn: Pat Doe 15 Quay Pky Suite 4", "Pat Doe", ["15 Quay Pky Suite 4"]),
        ("Attn: Pat Doe 15 Quay Xing", "Pat Doe", ["15 Quay Xing"]),
        ("Attn: Claims, One Federal Plaza", "Claims", ["One Federal Plaza"]),
        ("Attn: Claims, P.O. Box 12", "Claims", ["P.O. Box 12"]),
        ("Attn: Claims Post Office Box 12", "Claims", ["Post Office Box 12"]),
        ("Attn: 24 Hour Desk", "24 Hour Desk", []),
        ("Attn: Lee Roe, 24 Hour Desk", "Lee Roe, 24 Hour Desk", []),
        ("Attn: 1st Lien Dept 4411", "1st Lien Dept 4411", []),
        ("Attn: Mail Stop 12", "Mail Stop 12", []),
        ("Attn: Lee Roe, Quay House", "Lee Roe, Quay House", []),
        ("15 Quay St, Attn: Lee Roe", "Lee Roe", None),
        ("15 Quay St Attn Lee Roe", "Lee Roe", None),
        ("15 Quay St (Attn: Lee Roe)", "Lee Roe", None),
        ("15 Quay St, Attn: Lee Roe, Suite 4", "Lee Roe", ["15 Quay St, Suite 4"]),
        ("Attention: Lee Roe; 15 Quay St", "Lee Roe", None),
        ("ATTENTION:\nLee Roe\n15 Quay St", "Lee Roe", None),
        ("FAO Lee Roe\n15 Quay St", "Lee Roe", None),
        ("FAO: Lee Roe, 15 Quay St", "Lee Roe", None),
        ("For the attention of Lee Roe, 15 Quay St", "Lee Roe", None),
        ("Atención: Luz Roe\n15 Quay St", "Luz Roe", None),
        ("A la atención de Luz Roe, 15 Quay St", "Luz Roe", None),
        ("Att: Lee Roe, 15 Quay St", "Lee Roe", None),
        ("Attn: Lee Roe, Attn: Pat Doe, 15 Quay St", "Lee Roe / Pat Doe", None),
        ("Attn: Lee Roe\nAttn: Pat Doe\n15 Quay St", "Lee Roe / Pat Doe", None),
        ("Attn: Lee Roe\nAttn: LEE ROE\n15 Quay St", "Lee Roe", None),
        ("Attn: Lee Roe, ISAOA\n15 Quay St", "Lee Roe", None),
        ("Attn:\n15 Quay St", "", None),
        ("15 Quay St, Attn:", "", None),
    ],
)
def test_attention_in_the_address(line, who, street):
    done = clean(name="Oak Trust", street=line, **BOSTON)
    assert done.values.get("attention", "") == who
    assert streets(done) == (["15 Quay St"] if street is None else street)
    assert done.problems == []


@pytest.mark.parametrize(
    "line, street",
    [
        ("c/o Fable Mgmt, 15 Quay St", ["c/o Fable Mgmt", "15 Quay St"]),
        ("c/o Fable Mgmt, LLC, 15 Quay St", ["c/o Fable Mgmt, LLC", "15 Quay St"]),
        ("C/O Fable Mgmt Inc. 15 Quay St", ["c/o Fable Mgmt Inc.", "15 Quay St"]),
        ("c/o Fable Mgmt 15 Quay Bypass", ["c/o Fable Mgmt", "15 Quay Bypass"]),
        ("c\\o Fable Mgmt\n15 Quay St", ["c/o Fable Mgmt", "15 Quay St"]),
        ("C / O Fable Mgmt\n15 Quay St", ["c/o Fable Mgmt", "15 Quay St"]),
        ("℅ Fable Mgmt\n15 Quay St", ["c/o Fable Mgmt", "15 Quay St"]),
        ("Care of: Fable Mgmt\n15 Quay St", ["c/o Fable Mgmt", "15 Quay St"]),
        ("15 Quay St c/o Fable Mgmt", ["c/o Fable Mgmt", "15 Quay St"]),
        ("c/o One Quay Plaza LLC\n1 A St", ["c/o One Quay Plaza LLC", "1 A St"]),
        ("c/o Fable Mgmt\nc/o Fable Mgmt\n1 A St", ["c/o Fable Mgmt", "1 A St"]),
        ("c/o\nFable Mgmt\n15 Quay St", ["c/o Fable Mgmt", "15 Quay St"]),
    ],
)
def test_care_of_in_the_address(line, street):
    done = clean(name="Oak Trust", street=line, **BOSTON)
    assert (streets(done), done.problems) == (street, [])


@pytest.mark.parametrize(
    "name, expected, street",
    [
        ("Oak Trust c/o Fable Mgmt, 15 Quay St", "Oak Trust", None),
        ("Oak Trust, c/o Fable Mgmt\n15 Quay St", "Oak Trust", None),
        ("Oak Trust\nof Ohio\nc/o Fable Mgmt\n15 Quay St", "Oak Trust of Ohio", None),
        ("Oak Trust Attn: Lee Roe c/o Fable Mgmt, 15 Quay St", "Oak Trust", None),
        ("Oak Trust c/o Fable Mgmt Attn: Lee Roe, 15 Quay St", "Oak Trust", None),
        ("Oak Trust Attn:", "Oak Trust", []),
        ("Oak Trust (c/o Fable Mgmt)", "Oak Trust", []),
    ],
)
def test_both_in_the_name(name, expected, street):
    done = clean(name=name, **BOSTON)
    assert done.values["name"] == expected
    if street is None:
        assert streets(done) == ["c/o Fable Mgmt", "15 Quay St"]
    assert done.values.get("attention", "Lee Roe") == "Lee Roe"


def test_attention_in_name_column_and_address():
    done = clean(
        name="Oak Trust Attn: Ann Poe", attention="Attn: Pat Doe", street="FAO Lee Roe"
    )
    assert done.values["attention"] == "Ann Poe / Pat Doe / Lee Roe"


@pytest.mark.parametrize(
    "text, who",
    [
        ("Risk Dept, Attn: Lee Roe", "Risk Dept, Lee Roe"),
        ("Attn: Lee Roe, 5th Floor", "Lee Roe, 5th Floor"),
        ("Pat Doe c/o Fable Mgmt", "Pat Doe c/o Fable Mgmt"),
        ("ATTN: Loan Servicing", "Loan Servicing"),
    ],
)
def test_nothing_of_the_column_attention_is_lost(text, who):
    assert clean(name="Oak Trust", attention=text).values["attention"] == who


def test_more_than_there_is_room_for_is_asked():
    many = "the Department of Insurance Certificates and Compliance"
    done = clean(name=f"Oak Trust Attn: {many}", attention="Pat Doe of Risk Management")
    assert codes(done.problems) == [("attention", "attention_long")]
    again = clean({"attention": "Pat Doe"}, name=f"Oak Trust Attn: {many}")
    assert (again.values["attention"], again.problems) == ("Pat Doe", [])


@pytest.mark.parametrize(
    "name",
    [
        "Attention Span LLC",
        "Care of Ohio Inc",
        "Assigns Group",
        "Loan Star Bank",
        "Successors Trust Co",
        "The And/Or Gallery",
        "Toys Inc, Attention Getters LLC",
        "FAO Toys",
        "Attenborough & Sons",
        "Home Care of Ohio",
        "Pac/Ohio Freight",
    ],
)
def test_a_name_survives(name):
    done = clean(name=name, street="1 A St", **BOSTON)
    assert (done.values["name"], done.problems, done.notices) == (name, [], [])


@pytest.mark.parametrize("name", ["c/o Fable Mgmt", "Attn: Lee Roe", "Att: Lee"])
def test_a_marker_is_no_name(name):
    done = clean(name=name, street="1 A St")
    assert codes(done.problems) == [("name", "name_marked")]
    assert clean({"name": name}, name="X").problems == []


# -------------------------------------------------------- ISAOA and ATIMA in cells


@pytest.mark.parametrize(
    "text, flags, code",
    [
        ("Example Bank ISAOA", {"isaoa": True}, "isaoa_split"),
        ("Example Bank ATIMA only", {"atima": True}, "atima_split"),
        (
            "Example Bank ISAOA/ATIMA",
            {"isaoa": True, "atima": True},
            "isaoa_atima_split",
        ),
    ],
)
def test_each_of_the_two_is_ticked_and_told(text, flags, code):
    done = clean(name=text)
    ticked = {key: done.values[key] for key in ("isaoa", "atima") if key in done.values}
    assert (done.values["name"], ticked) == ("Example Bank", flags)
    assert codes(done.notices) == [("name", code)]


def test_a_clause_on_two_lines():
    done = clean(name="Example Bank, its successors", name2="and/or assigns, ATIMA")
    assert (done.values["name"], done.problems) == ("Example Bank", [])
    assert (done.values["isaoa"], done.values["atima"]) == (True, True)


def test_a_clause_with_others_is_asked_until_the_name_is_typed():
    name = "Example Bank, its affiliates, successors and assigns"
    done = clean(name=name)
    assert codes(done.problems) == [("name", "clause_unclear")]
    assert (done.values["name"], "isaoa" in done.values) == (name, False)
    typed = clean({"name": name}, name=name)
    assert (typed.values["name"], typed.problems) == (name, [])


@pytest.mark.parametrize(
    "header, text, flags",
    [
        ("ISAOA", "Y", {"isaoa": True}),
        ("ISAOA", "N", {"isaoa": False}),
        ("ISAOA/ATIMA", "Y", {"isaoa": True, "atima": True}),
        ("ISAOA ATIMA?", "N", {"isaoa": False, "atima": False}),
        ("Successors and/or Assigns", "X", {"isaoa": True}),
        ("As their interest may appear", "X", {"atima": True}),
        ("Lender", "Y", {"isaoa": True, "atima": True}),
        ("Lender", "ISAOA", {"isaoa": True, "atima": False}),
        ("ISAOA/ATIMA", "ATIMA only", {"isaoa": False, "atima": True}),
        ("ISAOA", "ATIMA", {"isaoa": False, "atima": True}),
        ("ISAOA", "ISAOA/ATIMA", {"isaoa": True, "atima": True}),
    ],
)
def test_a_column_says_which_of_the_two_it_means(header, text, flags):
    done = clean(headers=["Name", header], name="A", isaoa=text)
    ticked = {key: done.values[key] for key in ("isaoa", "atima") if key in done.values}
    assert (ticked, done.problems) == (flags, [])


def test_two_columns_for_the_two():
    done = clean(headers=["Name", "ISAOA", "ATIMA"], name="A", isaoa="N", atima="Y")
    assert (done.values["isaoa"], done.values["atima"]) == (False, True)


def test_what_is_typed_into_one_of_them_is_of_that_one():
    typed = {"isaoa": "N", "atima": "Y"}
    done = clean(typed, headers=["Name", "ISAOA/ATIMA"], name="A ISAOA", isaoa="Y")
    assert (done.values["isaoa"], done.values["atima"]) == (False, True)
    assert done.problems == []


@pytest.mark.parametrize("key", ["isaoa", "atima"])
def test_a_no_beside_the_clause_is_asked(key):
    done = clean(headers=["Name", key], name=f"Example Bank {key}", **{key: "N"})
    assert codes(done.problems) == [(key, "flag_differs")]
    done = clean(headers=["Name", key], name="Bank", **{key: "N"}, street=key)
    assert codes(done.problems) == [(key, "flag_differs")]
    done = clean({key: "N"}, headers=["Name"], name=f"Example Bank {key}")
    assert (done.values[key], done.problems) == (False, [])


def test_the_headers_of_both_are_known():
    headers = ["Holder Name", "ISAOA", "ATIMA"]
    cleaner = Cleaner(dict(enumerate(map_columns(headers))), headers)
    done = cleaner.clean(Row(2, ["A", "Y", "N"], "sss"))
    assert (done.values["isaoa"], done.values["atima"]) == (True, False)
