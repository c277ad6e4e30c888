"""Text of strangers is looked at in time that grows with it, whatever it says.

Every pattern of the reader and every step of the cleaning is run on texts made to take
patterns the long way round, four times as long each time. New patterns and steps are
found by themselves.
"""

import gc
import importlib
import pkgutil
import re
import time
from functools import partial
from pathlib import Path

import coi_sheets
import pytest
from coi_sheets import Row, header, match, text
from coi_sheets.clean import (
    answers,
    behind,
    city,
    clause,
    interest,
    markers,
    names,
    reach,
    streets,
    whole,
)
from coi_sheets.clean.cleaned import Cleaned
from coi_sheets.clean.cleaner import STEPS, Cleaner
from coi_sheets.clean.places import Places
from coi_sheets.fields import FIELDS
from coi_sheets.repair import repair
from hypothesis import given, settings
from hypothesis import strategies as st
from making import find

# On a short text first: what takes the cube of it is found before it hangs.
SHORT, QUARTER, WHOLE = 500, 4_000, 16_000
# Four times the text takes four times the time, the square of it sixteen times.
GROWTH = 8
# What takes no longer than this grows into nothing that matters.
FLOOR = 0.008
MOST = 1
SEEDS = (
    *(
        "a",
        "a@",
        "@",
        "a@b.",
        "a@b.c ",
        ".",
        "@.",
        " ",
        "  ",
        ", ",
        ",",
        ";",
        "\n",
        "\t",
    ),
    *("((", "(x) ", "-", "–", "a b ", "A ", "1"),
    *("1 ", "1.", "1.1E", "12-", "0 ", "O"),
    *("loan ", "loan", "loan#", "-loan-"),
    *("ln no 1 ", "-loan-123456", "lease:123 "),
    *("attn ", "attn", ", attn", "attention "),
    *("c/o ", "c/o", "care of ", ",care of:"),
    *("isaoa ", "isaoa,", "atima ", "and "),
    *("its ", "successors ", "successors and "),
    *(
        "as its interests may ",
        "assigns ",
        "x ",
        "x1",
        "ext. ",
        "ext",
        "+1 ",
        "mailto:",
    ),
    *(
        "é",
        "e\u0301",
        "\u0316\u0300",
        "\u0300",
        "ﷺ",
        "أ",
        "١",
        "፩",
        "\u200b",
        "😀",
        "ß",
    ),
    *("_x0041", "_x", "<", "&", '"', "'", "#"),
    *("#N/A", "=", "E+", "total ", "page 1 "),
    *(
        "p.o. box ",
        "MA ",
        "MA, ",
        "02134 ",
        "02134-",
        "M5V 3L9",
        "K1A",
        "[A-Z]",
        "[",
        "]",
    ),
    *("&amp;", "&amp", "&#38;", "<br>", "<br ", "<b>", "</b>", "<p", "Ã©", "Ã ", "├®"),
    *("√©", "a?", "\ufffd", "Г©"),
    *("...", "___", "___ ", "*", "yes,", "and", "/", "|", "Aa", "aA1"),
)


def make_text(seed, start, end, length):
    return start + (seed * (length // len(seed) + 1))[:length] + end


# Each seed over and over, and so that what seems to fit does not in the end.
ROUND = (("", ""), ("1 a@b.com loan # ", " 1!"))


def get_slow(function):
    """Texts for which ``function`` takes more than in proportion."""
    return [
        (seed, start, end)
        for seed in SEEDS
        for start, end in ROUND
        if _is_slow(function, partial(make_text, seed, start, end))
    ]


def _is_slow(function, make):
    # The first time may load what a function needs.
    if all(_measure(function, make(SHORT)) > MOST / 4 for _turn in range(2)):
        return True
    # A disturbance makes a turn longer, never shorter.
    whole = quarter = float("inf")
    for _turn in range(8):
        whole = min(whole, _measure(function, make(WHOLE)))
        if whole < FLOOR:
            return False
        quarter = min(quarter, _measure(function, make(QUARTER)))
        if whole < MOST and whole < quarter * GROWTH:
            return False
    return True


def _measure(function, value):
    """Seconds; the garbage of all the other tests is not looked through meanwhile."""
    gc.disable()
    try:
        start = time.thread_time()
        function(value)
        return time.thread_time() - start
    finally:
        gc.enable()


USES = "search|match|fullmatch|findall|finditer|split|sub"


def find_patterns():
    """{(name, use): function} of every pattern of the reader, as it is used there."""
    found = {}
    for module in pkgutil.walk_packages(coi_sheets.__path__, "coi_sheets."):
        place = module.name.rpartition(".")[2]
        if place == "child":
            continue
        loaded = importlib.import_module(module.name)
        source = Path(loaded.__file__).read_text(encoding="utf-8")
        for name, value in vars(loaded).items():
            if isinstance(value, re.Pattern):
                for use in set(re.findall(rf"{name}\.({USES})\(", source)):
                    found[f"{place}.{name}", use] = _make_use(value, use)
    return found


def _make_use(pattern, use):
    method = getattr(pattern, use)
    if isinstance(pattern.pattern, bytes):
        return lambda value: method(value.encode())
    if use == "sub":
        return lambda value: method("", value)
    return (lambda value: list(method(value))) if use == "finditer" else method


PATTERNS = find_patterns()


def test_all_patterns_are_found():
    assert len(PATTERNS) > 20
    assert ("names._LOAN", "search") in PATTERNS


@pytest.mark.parametrize("name, use", sorted(PATTERNS))
def test_a_pattern_takes_time_in_proportion(name, use):
    assert not get_slow(PATTERNS[name, use])


TYPES = {"mortgagee": "mortgagee"}
PLACES = Places()
NOTHING = {"state": "", "zip": ""}
FUNCTIONS = {
    "lines": text.clean_lines,
    "line": text.clean_line,
    "fold": text.fold,
    "nothing": text.is_nothing,
    "storable": text.make_storable,
    "e-mails": reach.read_emails,
    "phone": reach.clean_phone,
    "attention": names.find_attention,
    "care of": names.find_care_of,
    "behind": behind.cut_behind,
    "clause": clause.split_clause,
    "street line": lambda value: markers.split_line(value, Cleaned()),
    "bare lines": lambda value: markers.join_bare([value] * 2),
    "loan": names.split_loan,
    "more": names.names_more,
    "no name": names.is_no_name,
    "flag": answers.read_flag,
    "flags": lambda value: answers.read_grants(value, value),
    "type": lambda value: answers.read_type(value, TYPES),
    "interest": lambda value: interest.read_interest(value, TYPES),
    "policies": lambda value: answers.read_policies(value, {"GL100"}),
    "date": answers.read_date,
    "header": lambda value: header.find_header([Row(1, [value, value], "ss")] * 3),
    "columns": lambda value: header.map_columns([value, value]),
    "name key": match.name_key,
    "street key": lambda value: match.street_key(value, value),
    "repair": repair,
    "street": streets.begins_address,
    "street's end": lambda value: streets.ends_street(value.split()),
    "city": lambda value: streets.is_city(value.split()),
    "address": lambda value: whole.read_address([value], PLACES),
    "address with a city": lambda value: whole.read_address([value], PLACES, value),
    "place": lambda value: city.read_place(value, PLACES),
    "city's cell": lambda value: city.read_city(value, PLACES, NOTHING),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_takes_time_in_proportion(name):
    assert not get_slow(FUNCTIONS[name])


STEP_OF = dict(STEPS)


@pytest.mark.parametrize("key", STEP_OF)
def test_a_step_takes_time_in_proportion(key):
    """Even for texts longer than any field takes, which never come to a step."""
    cleaner = Cleaner({0: key} if key in FIELDS else {}, types=TYPES)

    def take(value):
        STEP_OF[key](cleaner, [value], Cleaned())

    assert not get_slow(take)


def test_a_whole_row_is_cleaned_in_proportion():
    keys = list(FIELDS)
    cleaner = Cleaner(dict(enumerate(keys)), types=TYPES)
    assert not get_slow(
        lambda value: cleaner.clean(Row(2, [value] * len(keys), "s" * len(keys)))
    )


def clean(corrections=None, **texts):
    cleaner = Cleaner(dict(enumerate(texts)), types=TYPES)
    return cleaner.clean(Row(2, list(texts.values()), "s" * len(texts)), corrections)


@pytest.mark.parametrize("key", FIELDS)
def test_a_text_too_long_is_told_and_nothing_is_cut_off(key):
    most = FIELDS[key].most
    done = clean(**{key: "ab c" * (most // 4) + "d" * (most % 4 + 1)})
    told = [code for _key, code, _detail in done.problems]
    assert told == ["too_long"]
    assert not done.values
    assert "too_long" not in str(clean(**{key: "ab c" * (most // 4)}).problems)


def test_several_columns_of_a_field_are_not_too_long_together():
    done = Cleaner({0: "street", 1: "street"}).clean(
        Row(2, ["a" * 600, "b" * 600], "ss")
    )
    assert [code for _key, code, _detail in done.problems] == ["too_long"]


# ------------------------------------------------------------------- near-twins


def test_long_names_are_the_same_or_not_and_take_no_time():
    base = "abcdefgh " * 3000
    started = time.thread_time()
    index = match.Index()
    for number in range(200):
        name = base[: 100 * number] + "x" + base[100 * number :]
        party = match.Party(number, name, "1 Same Street", "", "Salem", "01970")
        assert find(index, party).verdict == "none"
        index.add(party)
    assert find(index, party).verdict == "same"
    assert time.thread_time() - started < 5


def test_beyond_some_effort_near_twins_are_not_compared_and_that_is_told():
    index = match.Index()
    index._effort = 2000
    verdicts = []
    for number in range(60):
        name = f"Harbor {'ab'[number % 2] * 40} {chr(97 + number % 26)}"
        party = match.Party(number, name, "1 Same Street", "", "Salem", "01970")
        verdicts.append(find(index, party).verdict)
        index.add(party)
    assert verdicts[-1] in ("same", "untold")
    assert "untold" in verdicts


def test_the_effort_is_enough_for_thousands_at_one_address():
    index = match.Index()
    for number in range(5_000):
        name = f"Tenant {chr(97 + number % 26)}{chr(97 + number // 26 % 26)} LLC"
        name += chr(97 + number // 676)
        party = match.Party(number, name, "1 Same Street", "", "Salem", "01970")
        assert find(index, party).verdict != "untold"
        index.add(party)


@pytest.mark.parametrize(
    "one, two, alike",
    [
        ("harbor center llc", "harbour center llc", True),
        ("harbor center llc", "harbor centre llc", True),
        ("first lender bank", "first lenders bank", True),
        ("oak street partners", "elm street partners", False),
        ("a", "b", False),
    ],
)
def test_how_alike_names_are(one, two, alike):
    assert match._is_alike(one, two) is alike


@settings(max_examples=200, deadline=None)
@given(st.text("abc", max_size=12), st.text("abc", max_size=12))
def test_likeness_is_the_longest_common_subsequence(one, two):
    table = [[0] * (len(two) + 1) for _letter in range(len(one) + 1)]
    for at, letter in enumerate(one):
        for place, other in enumerate(two):
            table[at + 1][place + 1] = (
                table[at][place] + 1
                if letter == other
                else max(table[at][place + 1], table[at + 1][place])
            )
    common = 2 * table[-1][-1] / max(1, len(one) + len(two))
    found = match._get_likeness(one, two, 0.5)
    assert found == (common if common >= 0.5 else found)
    assert found <= common


# ---------------------------------------------------- whatever stands in a cell


@pytest.mark.parametrize(
    "cell",
    [
        "፩ Jan 2026",
        "𐩀",
        "9" * 5000,
        "² Jan ³",
        "1 Jan 99999999999",
        "٣/٤/٢٠٢٦",
        "٠٢١٣٤",
    ],
)
@pytest.mark.parametrize("key", FIELDS)
def test_digits_that_are_no_number(key, cell):
    done = clean(name="Harbor", **({} if key == "name" else {key: cell}))
    assert "row_odd" not in [code for _key, code, _detail in done.problems]


def test_a_date_of_foreign_digits_is_asked_about():
    done = clean(valid_until="፩ Jan 2026")
    assert [code for _key, code, _detail in done.problems] == ["date_unclear"]


ODD = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("0123456789²٣፩𐩀 ,;/-.@#()'\"\nE+"),
    ),
    max_size=60,
)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_cell_ends_the_cleaning(data):
    keys = data.draw(st.lists(st.sampled_from(list(FIELDS)), min_size=1, max_size=8))
    cells = [data.draw(ODD) for _key in keys]
    kinds = "".join(data.draw(st.sampled_from("sndbefo ")) for _key in keys)
    typed = data.draw(st.dictionaries(st.sampled_from([*FIELDS, "street2"]), ODD))
    cleaner = Cleaner(dict(enumerate(keys)), types=TYPES)
    done = cleaner._clean(Row(2, cells, kinds), typed)
    assert all(len(each) == 3 for each in done.problems + done.notices)


def test_what_cannot_be_read_is_a_problem_of_its_row(monkeypatch, caplog):
    monkeypatch.setattr(answers, "read_date", lambda *_all: 1 / 0)
    done = clean(name="Harbor", valid_until="1/1/2026")
    assert [code for _key, code, _detail in done.problems] == ["row_odd"]
    assert "Line 2" in caplog.text


def test_the_second_line_of_an_address_typed_by_the_user_is_taken():
    done = clean({"street": "1 Way", "street2": "Floor 3"}, name="Harbor", street="x")
    assert (done.get("street"), done.get("street2")) == ("1 Way", "Floor 3")
