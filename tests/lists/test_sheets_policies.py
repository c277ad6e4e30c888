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
        ("1000K", 1000000),
        ("2 MIL", 2000000),
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
        "500 mil",
        "1e6",
        "1.0E+6",
        "Up to 1M",
        "2% of TIV",
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


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("CG 20 10 & 20 37", ["CG 20 10", "CG 20 37"]),
        ("CG 20 10/20 37", ["CG 20 10", "CG 20 37"]),
        ("CG 20 10 04 13/20 37 04 13", ["CG 20 10", "CG 20 37"]),
        ("CG 2010, 2037 and 2038", ["CG 20 10", "CG 20 37", "CG 20 38"]),
        ("CG 20 10 (04/13) + 20 37 (04/13)", ["CG 20 10", "CG 20 37"]),
    ],
)
def test_forms_of_one_book_may_be_named_together(text, numbers):
    done = clean({"endorsements": text})
    assert not done.problems
    assert [each["number"] for each in done.get("endorsements")] == numbers


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CG2010 2037", "endorsement_several"),
        ("CG 20 10 (blanket AI) CG 20 37 (blanket AI)", "endorsement_several"),
        ("CG 20 10/12 19", "endorsement_several"),
        ("AI-CG2010", "endorsement_unclear"),
        ("Form 2", "endorsement_unclear"),
        ("3 forms attached", "endorsement_unclear"),
        ("blanket 12345", "endorsement_unclear"),
        ("Blanket AI", "endorsement_unclear"),
        ("WOS if required by written contract", "endorsement_unclear"),
        ("CG 20 10 blanket AI: N", "endorsement_contradicts"),
        ("CG 20 10 blanket AI n/a", "endorsement_contradicts"),
        ("CG 20 10 blanket AI pending", "endorsement_contradicts"),
        ("CG 20 10 blanket AI removed", "endorsement_contradicts"),
        ("CG 20 10 not blanket", "endorsement_contradicts"),
        ("CG 20 10 blanket?", "endorsement_contradicts"),
        ("CG 20 10 non-blanket", "endorsement_contradicts"),
        ("CG 24 04 blanket AI", "endorsement_other_form"),
        ("CG 20 37 blanket AI ongoing", "endorsement_other_form"),
        ("CG 20 01 blanket waiver", "endorsement_other_form"),
    ],
)
def test_what_an_endorsement_does_not_say_for_certain_is_asked(text, code):
    assert asked(clean({"endorsements": text})) == [code]


def test_a_form_in_the_column_of_another_kind_is_asked():
    for key, text in (
        ("ai_endorsement", "CG 24 04 blanket"),
        ("waiver_endorsement", "CG 20 10 blanket"),
        ("pnc_endorsement", "CG 20 37 blanket"),
    ):
        assert asked(clean({key: text})) == ["endorsement_other_form"], text
    row = {"endorsements": "CG 20 10 scheduled AI", "endorsement_basis": "blanket"}
    assert asked(clean(row)) == ["endorsement_contradicts"]
    done = clean({"pnc_endorsement": "XY-1 blanket, primary & non-contributory"})
    assert done.get("endorsements")[0]["grants"] == ["grants_pnc"]
    done = clean({"endorsements": "CG 20 26 blanket AI ongoing; CG 20 10 blanket AI"})
    assert not done.problems


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
        ("GL", "limit_each_occurrence", "2,000,000 Agg", "amount_unclear"),
        (
            "GL",
            "limit_general_aggregate",
            "$1,000,000 each occurrence",
            "amount_unclear",
        ),
        ("UMB", "limit_each_occurrence", "25,000", "amount_small"),
        ("UMB", "limit_aggregate", "100000", "amount_small"),
        ("GL", "limit_medical_expense", "$1,000,000", "amount_large"),
        ("GL", "limit_medical_expense", "5 mil", "amount_large"),
        ("GL", "limit_damage_to_rented", "10000000", "amount_large"),
        ("Auto", "limit_combined_single", "1,000,000,000", "amount_large"),
        ("WC", "limit_each_accident", "100,000,000", "amount_large"),
    ],
)
def test_a_limit_that_cannot_be_right_is_asked(line, key, text, code):
    done = clean({"line": line, key: text})
    assert asked(done) == [code]
    assert key not in done.values


def test_a_small_limit_is_taken_where_the_dollars_are_written():
    done = clean({"line": "GL", "limit_each_occurrence": "$1,000"})
    assert done.get("limit_each_occurrence") == [1000, ""]


@pytest.mark.parametrize(
    ("line", "key", "text"),
    [
        ("GL", "limit_each_occurrence", "$1,000,000 each occurrence"),
        ("GL", "limit_each_occurrence", "1M Ea. Occ."),
        ("GL", "limit_general_aggregate", "1,000,000 Agg"),
        ("GL", "limit_aggregate", "1,000,000 aggregate"),
        ("Auto", "limit_combined_single", "1M CSL"),
        ("WC", "limit_each_accident", "1,000,000 Each Accident"),
        ("GL", "limit_personal_injury", "1M Personal & Adv Injury"),
    ],
)
def test_behind_an_amount_may_stand_what_its_column_is_for(line, key, text):
    done = clean({"line": line, key: text})
    assert not done.problems
    assert [1000000, ""] in done.values.values()


def test_a_large_limit_is_taken_where_it_was_typed():
    row = {"line": "GL", "limit_medical_expense": "1M"}
    done = clean(row, {"limit_medical_expense": "$1,000,000"})
    assert done.get("limit_medical_expense") == [1000000, ""]


def test_an_aggregate_below_one_occurrence_is_told():
    row = {"line": "GL", "limit_each_occurrence": "2M"}
    assert told(clean({**row, "limit_general_aggregate": "1M"})) == ["aggregate_less"]
    assert not told(clean({**row, "limit_general_aggregate": "2M"}))
    assert not told(clean({**row, "limit_general_aggregate": "Included"}))
    row = {"line": "UMB", "limit_each_occurrence": "5M", "limit_aggregate": "1M"}
    assert told(clean(row)) == ["aggregate_less"]


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
        ("1/1/98", "1/1/99", "date_unclear"),
        ("1/1/2026 - 1/1/2027", "", "date_unclear"),
        ("20261301", "1/1/2027", "date_unclear"),
    ],
)
def test_dates_that_cannot_be_are_asked(begin, end, code):
    done = clean({"effective": begin, "expiration": end})
    assert code in asked(done)


def test_dates_in_the_usual_ways():
    for text in ("1/31/26", "2026-01-31", "Jan 31, 2026", "31 January 2026", "46053"):
        assert clean({"effective": text}).get("effective") == "2026-01-31", text
    for text in ("20260131", "1/31/2026 12:01 AM", "12:01 a.m. 1/31/26"):
        assert clean({"effective": text}).get("effective") == "2026-01-31", text
    for text in ("1/31/2026 at 12:01 A.M. Standard Time", "01/31/2026 00:01 EST"):
        assert clean({"effective": text}).get("effective") == "2026-01-31", text
    done = clean({"effective": "31/01/2026"}, day_first=True)
    assert done.get("effective") == "2026-01-31"


@pytest.mark.parametrize(
    ("end", "code"),
    [
        ("1/2/2026", "term_short"),
        ("2/15/2026", "term_short"),
        ("7/1/2027", "term_long"),
        ("1/1/2028", "term_long"),
        ("1/1/2036", "term_long"),
    ],
)
def test_an_unusual_term_is_told(end, code):
    assert told(clean({"effective": "1/1/2026", "expiration": end})) == [code]
    for usual in ("7/1/2026", "1/1/2027", "1/31/2027"):
        assert not told(clean({"effective": "1/1/2026", "expiration": usual}))


def test_a_cancellation_lies_within_the_term():
    row = {"effective": "1/1/2026", "expiration": "1/1/2027"}
    for text in ("1/1/2025", "12/31/2025", "1/2/2027", "6/1/2062"):
        assert asked(clean({**row, "cancelled": text})) == ["cancelled_outside"], text
    for text in ("1/1/2026", "5/1/2026", "1/1/2027"):
        assert not asked(clean({**row, "cancelled": text})), text


def test_where_nothing_was_cancelled_no_day_is_asked():
    for text in ("No", "N", "False", "0", "00/00/0000", "N/A"):
        assert not asked(clean({"cancelled": text})), text
    for text in ("Y", "yes", "soon"):
        assert asked(clean({"cancelled": text})) == ["date_unclear"], text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CAN", "status_over"),
        ("CXL", "status_over"),
        ("Inactive", "status_over"),
        ("Not in force", "status_over"),
        ("Expired - Not Renewed", "status_over"),
        ("Bound - Not Issued", "status_over"),
        ("Application", "status_over"),
        ("Suspended", "status_over"),
        ("Canceled", "status_over"),
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
    for text in ("Active", "In Force", "Renewed", "Issued", "Bound", "REN", "NBS"):
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
        ("Granite State", "NAIC 12345", ("Granite State", "12345")),
        ("Granite State", "NAIC #: 12345", ("Granite State", "12345")),
        ("Granite State", "12345.00", ("Granite State", "12345")),
    ],
)
def test_the_insurer_and_its_number(name, naic, expected):
    done = clean({"insurer": name, "naic": naic})
    assert (done.get("insurer"), done.get("naic")) == expected


def test_a_number_of_an_insurer_that_is_none_is_asked():
    for text in ("1234", "00000", "12345/23456", "12,345", "12345-6"):
        assert asked(clean({"naic": text})) == ["naic_bad"], text
    done = clean({"insurer": "Granite (12345)", "naic": "54321"})
    assert asked(done) == ["naic_differs"]


def test_several_numbers_in_one_cell_are_several_policies():
    for text in ("GL-1; AU-2", "GL-1\nAU-2", "GL-1, AU-2"):
        assert asked(clean({"policy": text})) == ["policy_several"], text
    for text in ("GL-1 / GL-2", "100 & 200", "GL-1 and AU-2"):
        assert asked(clean({"policy": text})) == ["policy_several"], text
        assert clean({"policy": text}, {"policy": text}).get("policy") == text
    assert clean({"policy": "GL 1-2/3"}).get("policy") == "GL 1-2/3"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12-2026", "12-2026"),
        ("1E10", "1E10"),
        ("000123", "000123"),
        ("GL-1.0", "GL-1.0"),
        ("123.0", "123"),
        (" GL 1\u00a0", "GL 1"),
    ],
)
def test_a_policy_number_stays_as_it_is_written(text, number):
    assert clean({"policy": text}).get("policy") == number


def test_what_is_no_policy_number_is_asked():
    for text in ("Pending", "Binder", "To be determined", "Various", "?", "See below"):
        assert asked(clean({"policy": text})) == ["policy_no_number"], text
    assert clean({"policy": "?"}, {"policy": "BINDER"}).get("policy") == "BINDER"


def test_choices_of_another_line_are_told():
    done = clean({"line": "WC", "claims_basis": "Occurrence", "retention": "10,000"})
    assert told(done) == ["option_other_line", "option_other_line"]
    assert "claims_basis" not in done.values


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("1/31/2018", "2018-01-31"),
        ("2018-01-31", "2018-01-31"),
        ("06/01/1987", "1987-06-01"),
        ("20180131", "2018-01-31"),
        ("Full Prior Acts", "full prior acts"),
        ("FULL", "full prior acts"),
        ("No retro date", "full prior acts"),
        ("None", ""),
        ("N/A", ""),
        ("00/00/0000", ""),
        (" ", ""),
    ],
)
def test_a_retroactive_date_is_a_day_or_full_prior_acts(text, since):
    done = clean({"line": "professional", "retroactive": text})
    assert done.get("retroactive") == since
    assert done.get("claims_basis") == ("claims_made" if since else "")
    assert not asked(done)


def test_a_retroactive_date_contradicts_an_occurrence_basis():
    row = {"line": "CGL", "claims_basis": "Occ", "retroactive": "1/31/2018"}
    assert asked(clean(row)) == ["retroactive_occurrence"]
    assert not asked(clean({**row, "claims_basis": "CM"}))
    assert not asked(clean({**row, "retroactive": "n/a"}))


def test_an_odd_retroactive_date_is_asked_or_told():
    assert asked(clean({"retroactive": "see policy"})) == ["date_unclear"]
    assert asked(clean({"retroactive": "1/31/1818"})) == ["date_unclear"]
    row = {"line": "CGL", "effective": "1/1/2026", "retroactive": "1/1/2027"}
    assert "retroactive_late" in told(clean({**row, "claims_basis": "CM"}))
    assert told(clean({"line": "auto", "retroactive": "1/1/2020"})) == [
        "option_other_line"
    ]


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
