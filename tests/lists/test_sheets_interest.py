"""A cell of interest types that asks for something besides: "AI, WOS"."""

import pytest
from coi_sheets import Row
from coi_sheets.clean.cleaner import Cleaner
from test_sheets_clean import TYPES, codes

AI, LP, MORTGAGEE = ["additional_insured"], ["loss_payee"], ["mortgagee"]
FLAGS = ("ai", "waiver", "pnc", "isaoa", "atima")


def clean(text, corrections=None, types=TYPES, headers=(), **texts):
    texts = {"name": "Harbor LLC", "type": text, **texts}
    cleaner = Cleaner(dict(enumerate(texts)), headers, types=types)
    return cleaner.clean(Row(2, [*texts.values()], "s" * len(texts)), corrections)


def get_flags(done):
    return {key for key in FLAGS if done.get(key)}


@pytest.mark.parametrize(
    "text, types, flags",
    [
        ("AI, WOS", AI, "ai waiver"),
        ("AI/WOS/PNC", AI, "ai waiver pnc"),
        ("AI WOS", AI, "ai waiver"),
        ("ai-wos", AI, "ai waiver"),
        ("AI (WOS)", AI, "ai waiver"),
        ("AI w/ WOS, P&NC", AI, "ai waiver pnc"),
        ("AI + Waiver + P/NC", AI, "ai waiver pnc"),
        ("AI & WOS required", AI, "ai waiver"),
        ("AI, Primary", AI, "ai pnc"),
        ("AI\nPrimary & Non-Contributory", AI, "ai pnc"),
        ("Additional Insured, Waiver", AI, "ai waiver"),
        ("Additional Insureds with Waiver of Subrogation", AI, "ai waiver"),
        ("Addl Insd & Waiver of Subrogation", AI, "ai waiver"),
        ("Add'l Insured; Subrogation Waived", AI, "ai waiver"),
        ("Loss Payee, AI, WOS", [*LP, *AI], "ai waiver"),
        ("Mortgagee, WOS", MORTGAGEE, "waiver"),
        ("Certificate Holder, WOS", [], "waiver"),
        ("Waiver", None, "waiver"),
        ("WOS / PNC", None, "waiver pnc"),
        ("Primary and Non-Contributory", None, "pnc"),
        ("Asegurado adicional y renuncia de subrogación", AI, "ai waiver"),
        ("Asegurado Adicional, Renuncia a la subrogación", AI, "ai waiver"),
        ("Acreedor hipotecario ISAOA", MORTGAGEE, "isaoa"),
        ("Mortgagee ISAOA", MORTGAGEE, "isaoa"),
        ("Loss payee ATIMA", LP, "atima"),
        ("Mortgagee, ISAOA/ATIMA", MORTGAGEE, "isaoa atima"),
        ("Mortgagee, its successors and/or assigns", MORTGAGEE, "isaoa"),
        ("ISAOA", None, "isaoa"),
        ("AI/WOS ISAOA", AI, "ai waiver isaoa"),
    ],
)
def test_a_cell_that_asks_for_more_ticks_the_flags(text, types, flags):
    done = clean(text)
    assert (done.values.get("type"), get_flags(done)) == (types, {*flags.split()})
    assert done.problems == []
    [[key, code, detail]] = done.notices
    assert (key, code, {*detail["fields"]}) == ("type", "flags_ticked", get_flags(done))


@pytest.mark.parametrize(
    "text, types",
    [
        ("Additional Insured", AI),
        ("Additional Insureds", AI),
        ("AI", AI),
        ("LP, AI", [*LP, *AI]),
        ("Mortgagee + AI", [*MORTGAGEE, *AI]),
        ("Certificate Holder", []),
    ],
)
def test_types_alone_ask_for_nothing(text, types):
    done = clean(text)
    assert (done.values["type"], get_flags(done)) == (types, set())
    assert (done.notices, done.problems) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        *("No AI", "AI, no WOS", "No Waiver", "AI (no waiver)", "None, WOS", "AI: N"),
        *("AI Y, WOS N", "AI, WOS not required", "AI, WOS if required", "WOS: none"),
        *("AI - Ongoing", "AI, WOS per contract", "AI, Godfather", "Godfather, WOS"),
        *(
            "Primary",
            "Primary Mortgagee",
            "Primary Mortgagee, AI",
            "Mortgagee, primary",
        ),
        *("AI, P&C", "P&C", "required", "AI required", "Waiver or AI", "excl. WOS"),
        *("Mortgagee and its affiliates ISAOA", "Godfather ISAOA", "sin WOS"),
    ],
)
def test_what_is_not_all_known_is_asked_and_ticks_nothing(text):
    done = clean(text)
    assert codes(done.problems) == [("type", "type_unknown")]
    assert (done.get("type"), get_flags(done)) == ("", set())


def test_a_type_of_the_agency_is_one_whatever_its_name():
    types = {**TYPES, "ai wos": "own", "waiver": "own", "lender isaoa": "own"}
    for text in ("AI/WOS", "Waiver", "Lender ISAOA"):
        done = clean(text, types=types)
        assert (done.values["type"], get_flags(done)) == (["own"], set())


@pytest.mark.parametrize("key", FLAGS)
def test_another_cell_that_says_no_is_asked(key):
    done = clean(
        "AI, WOS, PNC, ISAOA, ATIMA", headers=["Name", "Type", key], **{key: "N"}
    )
    assert codes(done.problems) == [(key, "flag_differs")]


def test_one_column_of_all_that_says_no_is_asked():
    done = clean("AI, WOS", flags="N/Y/N", headers=["Name", "Type", "AI/WOS/PNC"])
    assert codes(done.problems) == [("ai", "flag_differs")]
    assert clean("AI, WOS", flags="PNC").problems == []


@pytest.mark.parametrize("key", FLAGS)
def test_another_cell_that_says_yes_agrees(key):
    done = clean("AI, WOS, PNC, ISAOA, ATIMA", **{key: "Y"})
    assert (get_flags(done), done.problems) == ({*FLAGS}, [])


@pytest.mark.parametrize("key", FLAGS)
@pytest.mark.parametrize("typed", ["N", ""])
def test_what_is_typed_goes_before_the_types_cell(key, typed):
    done = clean("AI, WOS, PNC, ISAOA, ATIMA", {key: typed})
    assert (get_flags(done), done.problems) == ({*FLAGS} - {key}, [])
    assert key not in done.notices[0][2]["fields"]


def test_a_row_that_says_yes_and_no_in_two_columns_is_asked():
    done = clean("", flags="none", ai="Y")
    assert codes(done.problems) == [("ai", "flag_differs")]
