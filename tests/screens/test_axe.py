"""Everybody can use the screens: axe finds nothing that is ours to mend."""

import axe
import pytest
from places import PLACES


@pytest.fixture(scope="module")
def foreign():
    return axe.read_foreign()


@pytest.fixture(scope="module")
def used():
    """Places of the rows of ``foreign.csv`` that were needed on any screen."""
    return set()


@pytest.mark.parametrize("name", PLACES)
def test_axe_finds_nothing_of_ours(screen, issued, foreign, used, name):
    PLACES[name].open(screen)
    ours, needed = axe.judge(screen.page, foreign, PLACES[name].shown)
    used |= needed
    assert not ours, "\n".join(map(str, ours))


def test_what_is_left_to_odoo_is_on_the_screens(foreign, used):
    """No row of the list hides what may be ours one day."""
    if len(used) < 5:
        pytest.skip("the screens were not judged in this run")
    stale = [row for place, row in enumerate(foreign) if place not in used]
    assert not stale
    assert all(row["reason"] for row in foreign)


def test_axe_finds_what_is_wrong(screen, foreign):
    PLACES["insureds"].open(screen)
    screen.page.evaluate("""() => {
        const wrong = "<button></button><p style='color: #aaa'>Pale</p>";
        document.querySelector(".o_content").insertAdjacentHTML("afterbegin", wrong);
    }""")
    ours, _needed = axe.judge(screen.page, foreign)
    assert {each.rule for each in ours} == {"button-name", "color-contrast"}
