"""Breaking lines loses nothing and overruns nothing, whatever the text."""

import re

import pytest
from coi_pdf import lines
from coi_pdf.face import Metrics
from hypothesis import given, settings
from hypothesis import strategies as st

# Every character 10 wide but for a few: what a line holds is seen at a glance.
WIDTHS = {
    **{chr(code): 10 for code in range(0x20, 0x2FF)},
    "i": 3,
    "W": 17,
    "\u2003": 20,
}
METRICS = Metrics(WIDTHS, 1000, 0.9, 0.3)
TEXTS = st.text(st.sampled_from("iWx -/\n\n  é\xa0") | st.sampled_from(list(WIDTHS)))


def wrap(text, characters, most=None):
    return lines.wrap(METRICS, text, characters * 10, most)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("one two three", ["one two", "three"]),
        ("one two  three", ["one two", "three"]),
        ("one  two three", ["one  two", "three"]),
        ("a\n\nb", ["a", "", "b"]),
        ("\n\na\n\n", ["a"]),
        ("  indented text", ["  indented", "text"]),
        ("      indented", ["indented"]),
        ("trailing      ", ["trailing"]),
        ("abcdefghijklm no", ["abcdefghij", "klm no"]),
        ("so abcdefghijklm", ["so", "abcdefghij", "klm"]),
        ("PN/2026-1234567", ["PN/2026-", "1234567"]),
        ("ab\xa0cd ef\xa0gh", ["ab\xa0cd", "ef\xa0gh"]),
        ("", [""]),
        ("   ", [""]),
    ],
)
def test_lines_of_ten_characters(text, expected):
    assert wrap(text, 10) == expected


def test_a_character_wider_than_a_line():
    assert wrap("xW", 1.5) is None
    assert wrap("x x", 1.5) == ["x", "x"]


def test_no_more_lines_than_allowed():
    assert wrap("one two three", 7, most=2) == ["one two", "three"]
    assert wrap("one two three", 5, most=2) is None
    assert wrap("a\nb\nc", 5, most=2) is None


def test_a_mark_stays_with_its_letter():
    marked = Metrics({**WIDTHS, "\u0323": 0}, 1000, 0.9, 0.3)
    word = "abcde\u0323fgh"
    assert lines.wrap(marked, word, 45) == ["abcd", "e\u0323fgh"]


@given(TEXTS, st.integers(2, 30))
@settings(max_examples=500)
def test_nothing_is_lost_and_nothing_too_wide(text, characters):
    wrapped = wrap(text, characters)
    assert squeezed("".join(wrapped)) == squeezed(text)
    assert all(METRICS.width(line, 1000) <= characters * 10 for line in wrapped)
    assert not any("\n" in line for line in wrapped)


@given(TEXTS, st.integers(2, 30), st.integers(1, 5))
def test_a_limit_on_lines_changes_no_line(text, characters, most):
    limited = wrap(text, characters, most)
    assert limited in (None, wrap(text, characters))
    assert limited is None or len(limited) <= most


@given(TEXTS)
def test_inside_a_line_all_spaces_are_kept(text):
    assert wrap(text, 10_000) == [
        part.rstrip(" ") for part in text.strip("\n").split("\n")
    ]


def squeezed(text):
    return re.sub("[ \n]", "", text)
