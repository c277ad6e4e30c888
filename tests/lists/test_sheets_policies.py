"""Lists of policies: amounts, lines, endorsements, and what is asked."""

import pytest
from coi_sheets.clean.amounts import read_amount
from coi_sheets.clean.endorsements import read_item, split_items
from coi_sheets.clean.lines import find_line
from coi_sheets.clean.policy import LIMITS, PolicyCleaner
from coi_sheets.fields import POLICIES
from coi_sheets.header import map_columns
from coi_sheets.read.book import Row
from coi_sheets.text import fold

ROWS = {
    "general_liability": "general_liability",
    "auto": "auto",
    "umbrella": "umbrella",
    "workers_comp": "workers_comp",
    "professional": "other",
    "inland_marine": "other",
}
KNOWN = {key.replace("_", " "): key for key in ROWS}


def clean(texts, corrections=None, **options):
    """``{field key: text}`` of a row, cleaned."""
    keys = list(texts)
    cleaner = PolicyCleaner(
        dict(enumerate(keys)), fields=POLICIES.fields, lines=KNOWN, rows=ROWS, **options
    )
    row = Row(2, [texts[key] for key in keys], "s" * len(keys))
    return cleaner.clean(row, corrections)


def asked(done):
    return [code for _key, code, _detail in done.problems]


def told(done):
    return [code for _key, code, _detail in done.notices]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$1,000,000", 1000000),
        ("1000000", 1000000),
        ("1,000,000.00", 1000000),
        ("1M", 1000000),
        ("$1 M", 1000000),
        ("1mm", 1000000),
        ("2 million", 2000000),
        ("1.5M", 1500000),
        ("500k", 500000),
        ("500 K", 500000),
        ("$ 300,000", 300000),
        ("USD 250,000", 250000),
        ("1 000 000", 1000000),
        ("1'000'000", 1000000),
        ("1.000.000", 1000000),
        ("$1,000,000 CSL", 1000000),
        ("2500.5", 2500.5),
    ],
)
def test_an_amount_is_read_as_it_is_written(text, expected):
    assert read_amount(text) == (expected, "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Excluded", "Excluded"),
        ("EXCL.", "Excluded"),
        ("incl", "Included"),
        ("Stat", "Statutory"),
        ("See Policy", "See policy"),
        ("Unlimited", "Unlimited"),
    ],
)
def test_a_word_may_stand_for_an_amount(text, words):
    assert read_amount(text) == (0, words)


@pytest.mark.parametrize(
    "text",
    [
        "1.000",
        "1,5M",
        "1.000,00",
        "$1,00,000",
        "1,000,000/2,000,000",
        "100M",
        "-5,000",
        "(5,000)",
        "1,000,000-",
        "about a million",
        "9" * 30,
        "1M 2M",
        "€1,000,000",
        "10%",
    ],
)
def test_an_amount_that_could_be_another_is_not_read(text):
    assert read_amount(text) is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("CGL", "general_liability"),
        ("GL", "general_liability"),
        ("General Liability", "general_liability"),
        ("Comm'l General Liability", "general_liability"),
        ("BAUT", "auto"),
        ("Comm Auto", "auto"),
        ("Commercial Auto Policy", "auto"),
        ("CUMBR", "umbrella"),
        ("Workers' Compensation", "workers_comp"),
        ("WC", "workers_comp"),
        ("WORK", "workers_comp"),
        ("Worker's Comp", "workers_comp"),
        ("E&O", "professional"),
        ("Inland Marine", "inland_marine"),
        ("professional", "professional"),
    ],
)
def test_a_line_is_known_by_its_names_and_codes(text, key):
    assert find_line(text, KNOWN)[0] == key


def test_a_line_that_is_not_there_is_not_guessed():
    for text in ("BOP", "Package", "Homeowners", "GL + Auto", "Liability", "CPKG", ""):
        assert find_line(text, KNOWN) is None
    assert find_line("CGL", {"auto": "auto"}) is None


def test_excess_is_said_of_an_umbrella_that_is_one():
    assert find_line("Excess Liability", KNOWN) == ("umbrella", "excess")
    assert find_line("Commercial Umbrella", KNOWN) == ("umbrella", "umbrella")
    assert find_line("Umbrella/Excess", KNOWN) == ("umbrella", "")


@pytest.mark.parametrize(
    ("text", "number", "edition"),
    [
        ("CG 20 10", "CG 20 10", ""),
        ("CG2010", "CG 20 10", ""),
        ("cg 20 10 04 13", "CG 20 10", "04 13"),
        ("CG 20 10 (04/13)", "CG 20 10", "04 13"),
        ("CG20100413", "CG 20 10", "04 13"),
        ("CG 20 10 04/2013", "CG 20 10", "04 13"),
        ("CG-2010 ed. 12/19", "CG 20 10", "12 19"),
        ("WC 00 03 13", "WC 00 03 13", ""),
        ("WC000313 04 84", "WC 00 03 13", "04 84"),
        ("CA 04 44 10 13", "CA 04 44", "10 13"),
        ("SB-146968-A (06/16)", "SB-146968-A", "06 16"),
        ("GL 1234 AB", "GL 1234 AB", ""),
        ("CG D2 46", "CG D2 46", ""),
    ],
)
def test_the_number_of_a_form_and_its_edition(text, number, edition):
    item = read_item(text)
    assert (item["number"], item["edition"]) == (number, edition)


def test_what_an_endorsement_gives_is_what_is_written():
    item = read_item("CG 20 10 12 19 - Blanket AI")
    assert (item["basis"], item["grants"]) == ("blanket", ["grants_ai_ongoing"])
    item = read_item("XY-77 (scheduled, waiver of subrogation)")
    assert (item["basis"], item["grants"]) == ("scheduled", ["grants_waiver"])
    item = read_item("XY-78 blanket additional insured, primary")
    assert item["grants"] == ["grants_ai_other", "grants_pnc"]
    assert read_item("CG 24 04")["grants"] == []
    assert read_item("CG 24 04 no waiver")["grants"] is None
    assert read_item("XY-79 scheduled or blanket")["basis"] is None
    assert read_item("Blanket AI") is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("CG 20 10; CG 20 37", 2),
        ("CG 20 10 04 13, CG 20 37 04 13", 2),
        ("CG 20 10/CG 20 37", 2),
        ("CG 20 10 & CG 20 37", 2),
        ("CG 20 10 and CG 20 37", 2),
        ("CG 20 10\nCG 20 37\nWC 00 03 13", 3),
        ("CG 20 10 (blanket, AI, primary)", 1),
        ("CG 20 10 (12/19)", 1),
    ],
)
def test_a_cell_names_several_endorsements(text, count):
    assert len(split_items(text)) == count


def test_no_endorsement_gives_in_silence_what_is_not_said():
    done = clean({"line": "GL", "endorsements": "CG 20 10; XY-1 (blanket)"})
    first, second = done.get("endorsements")
    assert (first["grants"], first["usual"]) == (["grants_ai_ongoing"], True)
    assert (second["grants"], second["usual"]) == ([], True)
    assert told(done) == ["endorsement_bare"]
    assert told(clean({"endorsements": "CG 20 10 blanket"})) == ["endorsement_usual"]
    assert told(clean({"endorsements": "XY-1"})) == ["basis_scheduled"]


def test_what_an_endorsement_gives_needs_its_basis():
    assert asked(clean({"endorsements": "CG 20 10 AI"})) == ["basis_missing"]
    done = clean({"endorsements": "CG 20 10 AI", "endorsement_basis": "Blanket"})
    assert not done.problems
    assert done.get("endorsements")[0]["basis"] == "blanket"
    done = clean({"endorsements": "CG 20 10; CG 20 37", "endorsement_basis": "dunno"})
    assert asked(done) == ["basis_unclear"]


def test_what_columns_of_their_own_say_of_their_endorsements():
    done = clean(
        {
            "ai_endorsement": "CG 20 10 blanket; CG 20 37 blanket",
            "waiver_endorsement": "CG 24 04 blanket",
            "pnc_endorsement": "N/A",
        }
    )
    assert [each["grants"] for each in done.get("endorsements")] == [
        ["grants_ai_ongoing"],
        ["grants_ai_completed"],
        ["grants_waiver"],
    ]
    assert told(done) == ["taken_as_empty"]


def test_several_answers_go_to_several_endorsements_in_order():
    done = clean(
        {
            "endorsements": "XY-1; XY-2",
            "endorsement_basis": "Scheduled, Blanket",
            "endorsement_grants": "AI; waiver",
        }
    )
    assert [(each["basis"], each["grants"]) for each in done.get("endorsements")] == [
        ("scheduled", ["grants_ai_other"]),
        ("blanket", ["grants_waiver"]),
    ]
    done = clean({"endorsements": "XY-1; XY-2", "endorsement_grants": "AI"})
    assert asked(done) == ["endorsements_in_order"]


@pytest.mark.parametrize(
    ("line", "key", "text", "code"),
    [
        ("GL", "limit_each_occurrence", "1,000", "amount_small"),
        ("GL", "limit_each_occurrence", "1", "amount_small"),
        ("WC", "limit_each_accident", "500", "amount_small"),
        ("GL", "limit_medical_expense", "5", "amount_small"),
        ("GL", "limit_each_accident", "1,000,000", "limit_other_line"),
        ("WC", "limit_general_aggregate", "1,000,000", "limit_other_line"),
        ("Auto", "limit_each_occurrence", "1M", "limit_other_line"),
        ("GL", "limit_each_occurrence", "1M / 2M", "amount_unclear"),
    ],
)
def test_a_limit_that_cannot_be_right_is_asked(line, key, text, code):
    done = clean({"line": line, key: text})
    assert asked(done) == [code]
    assert key not in done.values


def test_a_small_limit_is_taken_where_the_dollars_are_written():
    done = clean({"line": "GL", "limit_each_occurrence": "$1,000"})
    assert done.get("limit_each_occurrence") == [1000, ""]


def test_an_empty_word_or_a_zero_is_no_limit_and_that_is_told():
    for text in ("N/A", "0", "$0.00", "-", "none"):
        done = clean({"line": "GL", "limit_each_occurrence": text})
        assert told(done) == ["taken_as_empty"], text
        assert "limit_each_occurrence" not in done.values


def test_the_aggregate_of_general_liability_is_the_general_one():
    done = clean({"line": "CGL", "limit_aggregate": "2M"})
    assert done.get("limit_general_aggregate") == [2000000, ""]
    assert told(done) == ["aggregate_is_general"]
    done = clean({"line": "UMB", "limit_aggregate": "2M"})
    assert done.get("limit_aggregate") == [2000000, ""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Any Auto", ["auto_any"]),
        ("1", ["auto_any"]),
        ("7, 8, 9", ["auto_scheduled", "auto_hired", "auto_non_owned"]),
        ("Hired & Non-Owned", ["auto_hired", "auto_non_owned"]),
        ("HNOA", ["auto_hired", "auto_non_owned"]),
        ("Scheduled; hired", ["auto_scheduled", "auto_hired"]),
    ],
)
def test_autos_that_are_named_are_these_and_no_others(text, expected):
    done = clean({"line": "Auto", "autos": text})
    named = [key for key in done.values if key.startswith("auto_") and done.get(key)]
    assert named == expected
    assert len([key for key in done.values if key.startswith("auto_")]) == 5


def test_autos_that_are_not_known_are_asked():
    assert asked(clean({"line": "Auto", "autos": "1, 3"})) == ["autos_unclear"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Excluded", "yes"),
        ("Included", "no"),
        ("Y", "yes"),
        ("N", "no"),
        ("no", "no"),
    ],
)
def test_whether_owners_are_excluded(text, expected):
    assert clean({"line": "WC", "wc_excluded": text}).get("wc_excluded") == expected


@pytest.mark.parametrize(
    ("begin", "end", "code"),
    [
        ("1/1/2026", "1/1/2025", "dates_order"),
        ("1/1/2026", "1/1/2026", "dates_order"),
        ("1/1/26", "13/13/27", "date_unclear"),
        ("1/1/1826", "1/1/2027", "date_unclear"),
        ("soon", "1/1/2027", "date_unclear"),
    ],
)
def test_dates_that_cannot_be_are_asked(begin, end, code):
    done = clean({"effective": begin, "expiration": end})
    assert code in asked(done)


def test_dates_in_the_usual_ways():
    for text in ("1/31/26", "2026-01-31", "Jan 31, 2026", "31 January 2026", "46053"):
        assert clean({"effective": text}).get("effective") == "2026-01-31", text
    done = clean({"effective": "31/01/2026"}, day_first=True)
    assert done.get("effective") == "2026-01-31"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Cancelled", "status_over"),
        ("Active - Pending Cancellation", "status_over"),
        ("Non-Renewed", "status_over"),
        ("Quoted", "status_over"),
    ],
)
def test_a_policy_that_is_none_is_asked(text, code):
    assert asked(clean({"status": text})) == [code]
    done = clean({"status": text, "cancelled": "2/1/2026"})
    assert not done.problems


def test_a_policy_in_force_is_not_asked_about():
    for text in ("Active", "In Force", "Renewed", "Issued", "Bound"):
        done = clean({"status": text})
        assert not done.problems and not done.notices, text
    assert told(clean({"status": "Purple"})) == ["status_unknown"]


@pytest.mark.parametrize(
    ("name", "naic", "expected"),
    [
        ("Granite State (12345)", "", ("Granite State", "12345")),
        ("Granite State NAIC# 12345", "", ("Granite State", "12345")),
        ("Granite State", "12345.0", ("Granite State", "12345")),
        ("Granite State", "aa-1234567", ("Granite State", "AA-1234567")),
        ("Studio 54321", "", ("Studio 54321", "")),
    ],
)
def test_the_insurer_and_its_number(name, naic, expected):
    done = clean({"insurer": name, "naic": naic})
    assert (done.get("insurer"), done.get("naic")) == expected


def test_a_number_of_an_insurer_that_is_none_is_asked():
    assert asked(clean({"naic": "1234"})) == ["naic_bad"]
    done = clean({"insurer": "Granite (12345)", "naic": "54321"})
    assert asked(done) == ["naic_differs"]


def test_several_numbers_in_one_cell_are_several_policies():
    for text in ("GL-1; AU-2", "GL-1\nAU-2", "GL-1, AU-2"):
        assert asked(clean({"policy": text})) == ["policy_several"], text
    assert clean({"policy": "GL 1-2/3"}).get("policy") == "GL 1-2/3"


def test_choices_of_another_line_are_told():
    done = clean({"line": "WC", "claims_basis": "Occurrence", "retention": "10,000"})
    assert told(done) == ["option_other_line", "option_other_line"]
    assert "claims_basis" not in done.values


def test_a_deductible_and_a_retention_are_asked():
    done = clean({"line": "UMB", "retention": "10,000", "deductible": "5,000"})
    assert asked(done) == ["retention_twice"]


def test_an_example_of_the_template_is_none():
    assert clean({"insured": "EXAMPLE ROW: Beacon"}).skip == "example"
    assert clean({"insured": "Example Rowing Club LLC"}).skip == ""


def test_headers_of_agencies_programs_are_known():
    headers = [
        *("Insured", "LOB", "Policy #", "Carrier", "NAIC #", "Eff. Date", "Exp. Date"),
        *("EACH OCCURRENCE", "DAMAGE TO RENTED PREMISES (Ea occurrence)"),
        *("MED EXP (Any one person)", "PERSONAL & ADV INJURY", "GENERAL AGGREGATE"),
        *("PRODUCTS - COMP/OP AGG", "COMBINED SINGLE LIMIT (Ea accident)"),
        *("BODILY INJURY (Per person)", "E.L. EACH ACCIDENT"),
        *("E.L. DISEASE - EA EMPLOYEE", "E.L. DISEASE - POLICY LIMIT", "AGGREGATE"),
    ]
    assert "" not in map_columns(headers, POLICIES)


def test_every_header_is_written_as_it_is_compared():
    seen = {}
    for field in POLICIES.fields.values():
        for header in field.headers:
            assert fold(header) == header
            assert seen.setdefault(header, field.key) == field.key
    assert set(LIMITS) <= set(POLICIES.fields)
