"""Which coverage goes on which page: nothing is lost, nothing stands twice."""

from pathlib import Path

import pytest
from coi_pdf import layout
from statics import make_static

FILES = Path(__file__).parent / "files"
# What was dealt out when the page got its present columns: a line a seed.
DEALT = (FILES / "layout.txt").read_text(encoding="utf-8").splitlines()
SHARES = (1, 0.9, 0.75, 0.55, 0.35, 0.01)


def say(pages):
    """Pages as ``files/layout.txt`` has them: ``p0,-,+,-,- 6,7:p1``."""
    first, *further = pages
    shown = (
        row.coverage["key"] if row.coverage else "+" if row.is_moved else "-"
        for row in first.rows
    )
    return " ".join([",".join(shown), *map(_say_further, further)])


def _say_further(page):
    letters = ",".join(insurer["letter"] for insurer in page.insurers)
    return f"{letters}:{','.join(row.coverage['key'] for row in page.rows)}"


def get_coverages(pages):
    return [row.coverage for page in pages for row in page.rows if row.coverage]


def measure(page):
    return sum(layout.coverage_height(row.coverage) for row in page.rows)


@pytest.fixture(scope="module")
def statics():
    return [make_static(seed) for seed in range(len(DEALT))]


def test_a_limit_that_is_not_printed_takes_no_room():
    coverage = {"label": "GL", "number": "GL-1", "options": [], "notes": []}
    said = [{"label": "Each occurrence", "value": "$1"}] * 8
    empty = [{"label": "Aggregate", "value": ""}] * 9
    heights = [
        layout.coverage_height({**coverage, "limits": limits})
        for limits in (said, said + empty, said[:1], said[:2])
    ]
    assert heights[0] == heights[1] > heights[2] == heights[3]


def test_a_retroactive_date_has_room_beside_the_others():
    coverage = {"label": "PL", "number": "PL-1", "options": [], "notes": []}
    coverage["limits"] = []
    made = {**coverage, "retroactive": "01/31/2018"}
    assert layout.coverage_height(made) > layout.coverage_height(coverage)


def test_pages_are_dealt_as_they_have_always_been(statics):
    """Certificates issued with one page must not be revised with two."""
    assert len(DEALT) == 500
    for static, dealt in zip(statics, DEALT, strict=True):
        assert say(layout.deal(static)) == dealt


@pytest.mark.parametrize("share", SHARES)
def test_every_coverage_and_insurer_is_printed_once(statics, share):
    for static in statics:
        pages = layout.deal(static, share)
        keys = [coverage["key"] for coverage in get_coverages(pages)]
        assert sorted(keys) == sorted(each["key"] for each in static["coverages"])
        assert [each for page in pages for each in page.insurers] == static["insurers"]


@pytest.mark.parametrize("share", SHARES)
def test_the_order_is_kept(statics, share):
    """Of the policies, on the pages behind the first, and of the lines on it."""
    for static in statics:
        first, *further = layout.deal(static, share)
        assert tuple(row.name for row in first.rows) == layout.ROWS
        places = [int(coverage["key"][1:]) for coverage in get_coverages(further)]
        assert places == sorted(places)
        for row in first.rows:
            own = [each for each in static["coverages"] if each["row"] == row.name]
            assert row.coverage is None or row.coverage is own[0]


@pytest.mark.parametrize("share", SHARES)
def test_a_row_says_what_has_become_of_its_line(statics, share):
    for static in statics:
        first, *further = layout.deal(static, share)
        behind = {coverage["row"] for coverage in get_coverages(further)}
        for row in first.rows:
            assert row.is_moved == (not row.coverage and row.name in behind)


@pytest.mark.parametrize("share", SHARES)
def test_no_following_page_is_fuller_than_it_can_be(statics, share):
    """But for one whose single row is higher than any page."""
    room = share * 1260
    for static in statics:
        for page in layout.deal(static, share)[1:]:
            assert page.rows or page.insurers
            assert len(page.rows) <= 1 or measure(page) <= room


def test_a_row_higher_than_a_page_has_one_of_its_own():
    limits = [{"label": "Each occurrence", "value": "$1"}] * 80
    static = make_static(0)
    static["coverages"] = [
        {
            "key": f"p{place}",
            "row": "auto",
            "label": "Auto",
            "number": "AU",
            "options": [],
            "notes": [],
            "limits": limits if place == 1 else [],
        }
        for place in range(4)
    ]
    assert say(layout.deal(static)) == "-,p0,-,-,- :p1 :p2,p3"


def test_a_page_without_policies_is_one_page():
    static = {**make_static(0), "coverages": [], "insurers": []}
    [page] = layout.deal(static)
    assert [row.coverage for row in page.rows] == [None] * 5
