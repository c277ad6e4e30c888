"""The lenders' clause leaves the name, all of it; or the name stays and is asked."""

import pytest
from coi_sheets.clean.clause import split_clause
from hypothesis import given, settings
from hypothesis import strategies as st

BOTH, ISAOA, ATIMA = {"isaoa", "atima"}, {"isaoa"}, {"atima"}


@pytest.mark.parametrize(
    "name", ["Example Bank", "Example Bank, N.A.", 'The "E" Bank (USA)']
)
@pytest.mark.parametrize(
    "clause, flags",
    [
        (" ISAOA and/or ATIMA", BOTH),
        (" ISAOA ATIMA", BOTH),
        ("/ISAOA/ATIMA", BOTH),
        (" - ISAOA/ATIMA", BOTH),
        (" (ISAOA & ATIMA)", BOTH),
        (' "ISAOA/ATIMA"', BOTH),
        (" isaoa,atima", BOTH),
        (" ISAOATIMA", BOTH),
        (", I.S.A.O.A./A.T.I.M.A.", BOTH),
        (" I S A O A", ISAOA),
        (" ISAOA only", ISAOA),
        (", ISAOA", ISAOA),
        (", It's Successors and/or Assigns", ISAOA),
        (", it’s successors and/or assigns.", ISAOA),
        (" and its successors and assigns", ISAOA),
        (", their successors &/or assigns", ISAOA),
        (", his or her successors or assigns", ISAOA),
        (", his/her/its successors/assigns", ISAOA),
        (" its successor(s) and/or its assign(s)", ISAOA),
        (", its successors and permitted assigns", ISAOA),
        (", its sucessors and/or assignees", ISAOA),
        (" and assigns", ISAOA),
        (" and/or assigns", ISAOA),
        (", successors in interest", ISAOA),
        (" and its successors in interest", ISAOA),
        (" and/or its successors-in-interest", ISAOA),
        (", its successors", ISAOA),
        (", sus sucesores y/o cesionarios", ISAOA),
        (" ATIMA", ATIMA),
        (" (ATIMA only)", ATIMA),
        (" A.T.I.M.A.", ATIMA),
        (", as its interest may appear", ATIMA),
        (" as their interest(s) may appear", ATIMA),
        (" As Their Respective Interests Shall Appear", ATIMA),
        (" as interests may appear", ATIMA),
        (", its successors and/or assigns, as their interest(s) may appear", BOTH),
        (", its Successors and or Assigns, ATIMA,", BOTH),
        (" ISAOA, as its interests may appear", BOTH),
        (" and assigns ATIMA", BOTH),
    ],
)
def test_the_clause_leaves_nothing_in_the_name(name, clause, flags):
    for text in (name + clause, (name + clause).upper()):
        found = split_clause(text)
        expected = name if text[:2] == name[:2] else name.upper()
        assert not found.unclear
        assert (found.text, found.flags) == (expected, flags)


@pytest.mark.parametrize(
    "text, name, flags",
    [
        ("Example Bank (ISAOA), N.A.", "Example Bank, N.A.", ISAOA),
        ("Example Bank ISAOA, as Trustee", "Example Bank, as Trustee", ISAOA),
        ("Example Bank ISAOA c/o Pier Inc", "Example Bank c/o Pier Inc", ISAOA),
        ("Example Bank ISAOA\nAttn: Loans", "Example Bank\nAttn: Loans", ISAOA),
        ("Example Bank\nISAOA\nATIMA", "Example Bank", BOTH),
        ("A Bank ISAOA and B Bank ATIMA", "A Bank and B Bank", BOTH),
        ("ISAOA/ATIMA Example Bank", "Example Bank", BOTH),
        ("Pat Doe and Lee Roe, their assigns", "Pat Doe and Lee Roe", ISAOA),
    ],
)
def test_what_else_stands_there_stays(text, name, flags):
    found = split_clause(text)
    assert (found.text, found.flags, found.unclear) == (name, flags, False)


@pytest.mark.parametrize(
    "text",
    [
        "Example Bank, its affiliates, successors and assigns",
        "Example Bank, its parent, subsidiaries and affiliates ISAOA",
        "City of Salem, its officers, agents and employees, successors and assigns",
        "Pat Doe, his heirs, successors and assigns",
        "Pat Doe, heirs and assigns",
        "Example Bank, its successors, assigns and/or transferees",
        "Example Bank, its successors and assigns and affiliates",
        "Example Bank Or ISAOA",
        "ISAOA/ATIMA",
        "its successors and/or assigns",
    ],
)
def test_a_clause_that_says_more_leaves_the_name_and_is_asked(text):
    found = split_clause(text)
    assert (found.text, found.unclear) == (text, True)


@pytest.mark.parametrize(
    "name",
    [
        "Attention Span LLC",
        "Care of Ohio Inc",
        "Assigns Group",
        "Loan Star Bank",
        "Successors Trust Co",
        "The And/Or Gallery",
        "Atima Holdings LLC",
        "ATIMA HOLDINGS LLC",
        "Successor's Choice LLC",
        "Doe & Assigns LLC",
        "A. Tima",
        "Pat Doe, Successor Trustee of the Doe Trust",
        "Example Bank, successor in interest to Other Bank",
        "Example Bank, successor by merger to Other Bank",
        "Heirs and Assigns of Jane Doe",
        "Assignee Services LLC",
        "Common Interest May Company",
        "Successful Assignments Inc",
        "Alisaoa Foods",
    ],
)
def test_a_name_that_sounds_like_it_stays(name):
    found = split_clause(name)
    assert (found.text, found.flags, found.unclear) == (name, set(), False)


WORDS = st.sampled_from(
    "ISAOA ATIMA its successors and/or assigns as their interests may appear and or"
    " , / ( ) & Bank N.A. Or LLC heirs of -".split(" ")
)


@settings(max_examples=1000, deadline=None)
@given(st.lists(WORDS, max_size=10))
def test_nothing_is_lost_but_the_clause(words):
    text = " ".join(["Example", *words])
    found = split_clause(text)
    if found.unclear:
        assert found.text == text
    else:
        kept = [word for word in words if word in ("Bank", "N.A.", "LLC", "heirs")]
        assert [word for word in kept if word in found.text] == kept
        assert bool(found.flags) == (found.text != text)
        assert split_clause(found.text).text == found.text or found.flags
