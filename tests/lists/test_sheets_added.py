"""Fields that somebody else adds are recognized and cleaned, without Odoo."""

import subprocess
import sys
from pathlib import Path

import pytest
from coi_sheets import Row
from coi_sheets.clean.cleaner import Cleaner
from coi_sheets.fields import DATE, FIELDS, FLAG, HOLDER, Catalogue, Field
from coi_sheets.header import find_header, map_columns

SHEETS = Path(__file__).resolve().parents[2] / "coi_mass_generate" / "sheets"
ADDED = [
    Field("cost_center", HOLDER, ("cost center", "st"), target="cost_center"),
    Field("key_account", HOLDER, ("key account",), kind=FLAG, target="key_account"),
    Field("since", HOLDER, ("since",), kind=DATE, target="since"),
]
ALL = Catalogue([*FIELDS.values(), *ADDED])


def clean(steps=None, kinds=None, **texts):
    cleaner = Cleaner(dict(enumerate(texts)), fields=ALL.fields, steps=steps)
    return cleaner.clean(Row(2, list(texts.values()), kinds or "s" * len(texts)))


def test_headers_are_recognized_and_of_one_claimed_twice_the_added_one_wins():
    rows = [Row(1, ["Holder", "Mailing ST", "KeyAccount (optional)"], "sss")]
    header = find_header(rows, ALL)
    assert header.known == 3
    assert map_columns(header.texts, ALL) == ["name", "cost_center", "key_account"]
    assert map_columns(header.texts) == ["name", "state", ""]


@pytest.mark.parametrize(
    "key, text, value",
    [
        ("cost_center", " 47  11 ", "47 11"),
        ("key_account", "x", True),
        ("key_account", "no", False),
        ("since", "3/4/2026", "2026-03-04"),
    ],
)
def test_a_field_without_a_step_is_cleaned_by_its_kind(key, text, value):
    assert clean(name="A", **{key: text}).values[key] == value


@pytest.mark.parametrize(
    "key, code", [("key_account", "flag_unclear"), ("since", "date_unclear")]
)
def test_what_its_kind_cannot_be_is_asked_about(key, code):
    done = clean(name="A", **{key: "perhaps"})
    assert [[key, code]] == [problem[:2] for problem in done.problems]


def test_its_own_step_goes_before_its_kind():
    def double(_cleaner, texts, done):
        done.put("cost_center", texts[0] * 2)

    done = clean({"cost_center": double}, name="A", cost_center="47")
    assert done.values["cost_center"] == "4747"


def test_a_text_that_became_a_date_or_is_too_long_is_asked_about():
    done = clean(name="A", kinds="sd", cost_center="2026-03-14")
    assert [problem[1] for problem in done.problems] == ["became_date"]
    done = clean(name="A", cost_center="7" * 301)
    assert [problem[1] for problem in done.problems] == ["too_long"]


def test_a_correction_of_a_field_that_is_gone_is_passed_over():
    done = Cleaner({0: "name"}).clean(Row(2, ["A"], "s"), {"cost_center": "4711"})
    assert (done.values, done.problems) == ({"name": "A"}, [])


def test_the_child_finds_its_tables_and_needs_no_odoo():
    code = (
        "import sys; sys.modules['odoo'] = None\n"
        f"sys.path.insert(0, {str(SHEETS.parent)!r})\n"
        "from sheets.read import kinds; from sheets.header import recognize\n"
        "print(recognize('Titular del certificado')[0])"
    )
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, cwd="/", capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "name"
