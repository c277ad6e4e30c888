"""Which rows of a list are entries, and which are told of or asked."""

import time

import pytest
from coi_sheets import Row
from coi_sheets.clean.cleaner import Cleaner

LIST = ("name", "street", "city", "state", "zip")
HARBOR = ["Harbor Center LLC", "100 Harbor Way", "Boston", "MA", "02110"]


def clean(*cells, keys=LIST, beside=(HARBOR, HARBOR, HARBOR), headers=(), **options):
    """A row of a list whose other rows are ``beside``."""
    cleaner = Cleaner(dict(enumerate(keys)), headers)
    cleaner.look_at([*beside, list(cells)])
    row = Row(9, list(cells), "s" * len(cells))
    return cleaner.clean(row, **options)


def ask(done):
    return [code for _key, code, _detail in done.problems]


# ----------------------------------------------------------------------- totals

TOTALS = [
    *(["Total"], ["Total:"], ["TOTAL: 12"], ["Grand total"], ["Sub-total", "", "4"]),
    *(["Total", "3"], ["Total records: 14"], ["3 records"], ["Page 1 of 3"]),
    *(["*** End of report ***"], ["Printed on 1/2/2026"], ["Count", "", "", "", "12"]),
    *(["Total:", "14 holders"], ["Gran total"], ["Total general", "14"], ["Suma", "9"]),
    *(["", "Total", "14"], ["", "", "", "Grand Total", "1,234.50"], ["14", "Total"]),
    *(["Number of holders: 3"], ["Page", "1", "of", "3"], ["Página 2 de 4"]),
    *(["Showing 1 to 25 of 100 entries"], ["End of list"], ["--- End ---"]),
    *(["Run date: 1/2/2026"], ["As of December 31, 2026"], ["Prepared by Mary"]),
    *(["Updated 11/02/2026 by PD"], ["Total", "$4,000", "12%", "2026-01-02", "(3)"]),
    *(["Total certificate holders", "14"], ["Records found: 7"], ["Fin del informe"]),
    *(["Total", "Total", "Total"], ["Subtotal", "-", "3"], ["Report total", "3"]),
]


@pytest.mark.parametrize("cells", TOTALS, ids=" ".join)
def test_a_line_that_is_a_total_is_left_out(cells):
    assert clean(*cells).skip == "total"


FIRMS = [
    *("Total Quality Fixtures LLC", "Count Basie Theatre", "End of the Line Brewing"),
    *("Grand Total Wine", "Sum Properties", "Page Plumbing", "Subtotal Foods"),
    *("Totals Are Us", "Total Eclipse Lighting Inc.", "Page 1 Books", "Summa Health"),
    *("Number of Things Co.", "Printed Matters LLC", "Run by Design, Inc."),
    *("Notes: A Music Store LLC", "***Star Bank", "End Zone Sports", "Fin & Feather"),
    *("Subtotal", "Total", "Page 1 of 3", "The Records Company", "3 Records"),
]


@pytest.mark.parametrize("name", FIRMS)
def test_whoever_has_an_address_is_a_holder(name):
    done = clean(name, "14 Depot Rd", "Boston", "MA", "02110")
    assert done.skip == ""
    assert done.values["street"] == "14 Depot Rd"


@pytest.mark.parametrize("name", ["Total Quality Fixtures LLC", "Sum Properties Inc."])
def test_a_firm_of_such_a_name_is_one_without_an_address_too(name):
    done = clean(name)
    assert (done.skip, ask(done), done.values["name"]) == ("", [], name)


@pytest.mark.parametrize("city", ["Boston", "Total City"])
def test_a_city_is_address_enough(city):
    assert clean("Total", "", city).skip == ""


ODD_TOTALS = [
    *(["Granite Ridge Total", "14"], ["Boston Count"], ["14"], ["Roofing subtotal"]),
    ["Total", "", "", "", "", "Granite Ridge Contractors LLC"],
]


@pytest.mark.parametrize("cells", ODD_TOTALS, ids=" ".join)
def test_what_only_looks_like_a_total_is_asked(cells):
    done = clean(*cells, keys=(*LIST, "insured"))
    assert (done.skip, ask(done)) == ("", ["perhaps_note"])


NO_NAMES = [
    *("mary@quay.example", "(617) 555-0123", "12:30 PM", "1/2/2026 3:14 PM", "24/7"),
    *("https://quay.example", "www.quay.example", "continued", "Continued on page 2"),
    *(
        "Total for Granite Ridge",
        "Sub Total Boston",
        "Average",
        "VOID",
        "List of holders",
    ),
]


@pytest.mark.parametrize("text", NO_NAMES)
def test_what_no_name_looks_like_is_asked_in_a_list_of_names_alone(text):
    names = [["Elm Works"], ["Oak Trust"], ["Ash Bakery"]]
    done = clean(text, beside=names)
    assert (done.skip, ask(done)) == ("", ["perhaps_note"])
    assert not ask(clean(text, "1 A St", "Boston", "MA", "02110", beside=names))


@pytest.mark.parametrize(
    "name",
    ["Continued Care LLC", "Average Joe's", "1-800 Movers", "Void Studios", "8@Oak"],
)
def test_a_name_of_such_words_is_one_in_a_list_of_names_alone(name):
    done = clean(name, beside=[["Elm Works"], ["Oak Trust"], ["Ash Bakery"]])
    assert (done.skip, ask(done)) == ("", [])


# ----------------------------------------------------------- notes and headings


@pytest.mark.parametrize(
    "text",
    [
        *("Project: North Tower", "Insured: Granite Ridge Contractors LLC", "Note: x"),
        *("Landlords:", "GENERAL CONTRACTORS:", "*** Lenders ***", "--------", "===="),
        *("Job site - 12: roof:", "Region: North", "Obra: Torre Norte", "Re: tower"),
        *("== Banks ==", "Notes: all of these need AI", "Companies we work for:"),
    ],
)
def test_a_note_or_heading_is_left_out_and_told(text):
    assert clean(text).skip == "note"
    assert clean("", text).skip == "note"
    assert clean(*[text] * 5).skip == "note"


@pytest.mark.parametrize(
    "text",
    [
        "Please note that all certificates must name the owner as additional insured.",
        *("GENERAL CONTRACTORS", "Phase 2", "Landlords", "A", "East Region", "2026"),
        *("Send to the office by Friday", "Additional Insureds", "North Tower"),
        *("Owner: Oak Trust", "Harbor Center LLC:", "Do not use after June", "Otros"),
        *("** Harbor Center LLC **", "Confidential", "Subcontractors", "January"),
    ],
)
def test_what_may_be_a_note_is_asked(text):
    done = clean(text)
    assert (done.skip, ask(done)) == ("", ["perhaps_note"])


@pytest.mark.parametrize(
    "text",
    [
        *("Harbor Center LLC", "First Lender Bank", "City of Boston", "Oak Trust"),
        *("Please Properties LLC", "Banco del Puerto", "Otter & Sons", "Pier, N.A."),
    ],
)
def test_a_company_without_an_address_is_not_asked(text):
    done = clean(text)
    assert (done.skip, ask(done), done.values["name"]) == ("", [], text)


def test_a_list_of_names_only_is_one():
    names = ["Harbor Center", "Phase Two Builders", "Jane Roe", "Oak Street Partners"]
    for name in names:
        done = clean(name, keys=("name",), beside=[[each] for each in names])
        assert (done.skip, ask(done)) == ("", [])


def test_a_heading_in_a_list_of_names_only_is_asked():
    beside = [["Harbor Center"], ["Jane Roe"]]
    done = clean("GENERAL CONTRACTORS", keys=("name",), beside=beside)
    assert ask(done) == ["perhaps_note"]


def test_a_heading_with_an_address_is_asked():
    done = clean("Project: North Tower", "14 Quay St", "Boston", "MA", "02110")
    assert (done.skip, ask(done)) == ("", ["perhaps_note"])


def test_the_users_word_goes_before_all_that():
    for text in ("Phase 2", "Total", "Project: North Tower"):
        done = clean(text, is_entry=True)
        assert (done.skip, ask(done), done.values["name"]) == ("", [], text)
    assert ask(clean("Phase 2", corrections={"name": "Phase 2"})) == []
    assert ask(clean("Phase 2", corrections={"city": "Boston"})) == []
    assert ask(clean("Phase 2", corrections={"insured": "Oak"})) == ["perhaps_note"]


@pytest.mark.parametrize(
    "cells",
    [
        ["Holder Name", "Address", "City", "State", "ZIP"],
        ["HOLDER NAME", "ADDRESS ", "City:", "", ""],
        ["", "Address", "City"],
    ],
)
def test_the_header_again_is_left_out(cells):
    headers = ["Holder Name", "Address", "City", "State", "ZIP"]
    assert clean(*cells, headers=headers).skip == "header"


def test_the_header_of_a_list_of_names_again():
    assert clean("HOLDERS", keys=("name",), headers=["Holders"]).skip == "header"
    assert clean("Holder", headers=["Holder", "City"]).skip == ""


# -------------------------------------------------------------- values of no use

BROKEN = [
    *("#NAME?", "#VALUE!", "#DIV/0!", "#REF!", "#NULL!", "#NUM!", "#N/A", "########"),
    *("(blank)", "(null)", "<null>", "nan", "NaN", "undefined", "[object Object]"),
    *("#CALC!", "#SPILL!", "#FIELD!", "#¿NOMBRE?", "#¡VALOR!", "#WERT!", "#BEZUG!"),
    *("#NV", "#N/D", "Err:502", "#ERROR!", "#NOM?", "#ÜBERLAUF!", "(Null)", "(Blank)"),
    *("undefined undefined", "nan nan", "#GETTING_DATA", "Loading...", "NaT", "[null]"),
    *("100 #REF!", "14 Quay St, nan, Boston", "###", "#VALEUR!", "#NAAM?", "<NA>"),
    *("Dear undefined", "#ЗНАЧ!", "-1.#IND", "(vacío)", "{null}", "#UNKNOWN!"),
    *("To [object Object]", "Pier [object Object]", "12 [object Object] St"),
]
FIELDS = (
    *("name", "name2", "street", "city", "state", "zip", "country", "email", "phone"),
    *("insured", "policy", "type", "ai", "waiver", "pnc", "isaoa", "project"),
    *("description", "loan_number", "valid_until", "attention", "last_name", "flags"),
)


@pytest.mark.parametrize("key", FIELDS)
@pytest.mark.parametrize("text", BROKEN)
def test_what_stands_for_a_missing_value_is_asked_in_every_field(key, text):
    cells = ["Pier Works LLC", "14 Quay St", text]
    keys = ("name", "street", key) if key != "name" else ("name2", "street", "name")
    done = clean(*cells, keys=keys)
    assert [key, "cell_error"] in [each[:2] for each in done.problems]
    assert text not in map(str, done.values.values())


@pytest.mark.parametrize(
    "name",
    [
        *("Nan Properties", "Null Set LLC", "Blank Rome LLP", "Undefined Fitness LLC"),
        *("None Better Bakery", "NaN Technologies, Inc.", "Err Group", "Null Co."),
        *("Nan", "# One Roofing", "#1 Plumbing!", "(Re)Build LLC", "Loading Dock Inc."),
    ],
)
def test_a_name_with_such_a_word_stays(name):
    done = clean(name, "14 Quay St", "Boston", "MA", "02110")
    assert (done.values["name"], ask(done)) == (name, [])


@pytest.mark.parametrize(
    "key", ["name2", "insured", "project", "description", "loan_number", "attention"]
)
@pytest.mark.parametrize("text", ["None", "NULL", "nil", "n/a"])
def test_what_people_write_for_nothing_is_nothing_and_is_told(key, text):
    done = clean("Pier Works LLC", "14 Quay St", text, keys=("name", "street", key))
    assert done.values.get(key, "") == ""
    assert done.values["name"] == "Pier Works LLC"
    assert [key, "taken_as_empty"] in [each[:2] for each in done.notices]


def test_a_person_beside_the_company_is_told():
    keys = ("name", "first_name", "last_name", "street")
    done = clean("Pier Works LLC", "Jane", "Roe", "14 Quay St", keys=keys)
    assert done.values["name"] == "Pier Works LLC"
    assert ["name", "person_beside", {"value": "Jane Roe"}] in done.notices
    done = clean("", "Jane", "Roe", "14 Quay St", keys=keys)
    assert done.values["name"] == "Jane Roe"


def test_looking_at_rows_takes_no_time_to_speak_of():
    texts = [
        "Total " * 5_000,
        "#" * 30_000,
        ": " * 15_000,
        "1," * 16_000,
        "* " * 16_000,
    ]
    start = time.process_time()
    for text in texts:
        clean(text)
        clean("Harbor", "", "", "", text)
    assert time.process_time() - start < 3
