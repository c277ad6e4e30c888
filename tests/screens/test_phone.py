"""On a phone: names whole, buttons whole, nothing to be pushed aside to be seen."""

import pytest
from outside import PICKER
from places import PLACES

PANEL = ".o_coi_field_panel"
CARDS = (
    "tab", "batches", "batch", "certificates", "policies", "interests", "notices",
    "notice",
)  # fmt: skip
# Of elements: the text of each that is cut off or reaches beyond the screen.
CUT = """(elements) => elements.filter((each) => {
    const inside = [...each.querySelectorAll("*"), each].every(
        (part) => part.scrollWidth <= part.clientWidth + 1 ||
            getComputedStyle(part).overflowX === "visible");
    const {left, right, width} = each.getBoundingClientRect();
    return !inside || left < 0 || right > innerWidth || !width;
}).map((each) => each.innerText)"""


@pytest.fixture
def phone(screen):
    screen.page.set_viewport_size({"width": 390, "height": 844})
    return screen


def find_cut(screen, selector):
    """(how many there are, texts of those not seen whole)."""
    found = screen.page.locator(selector)
    return found.count(), found.evaluate_all(CUT)


@pytest.mark.parametrize("name", CARDS)
def test_rows_are_cards_that_show_names_and_badges_whole(phone, issued, name):
    PLACES[name].open(phone)
    for part in (".o_coi_title", ".o_coi_state"):
        count, cut = find_cut(phone, f".o_coi_cards .o_data_row {part}")
        assert count and not cut


def test_a_card_is_low_enough_to_see_several(phone, issued):
    PLACES["tab"].open(phone)
    rows = phone.page.locator(".o_coi_cards .o_data_row").all()
    assert max(row.bounding_box()["height"] for row in rows) < 150


def test_the_popup_is_whole(phone):
    PLACES["popup"].open(phone)
    parts = (".o_coi_row .o_coi_name", ".o_coi_row .o_coi_verdict", ".o_coi_badge")
    for selector in (*parts, "button.o_coi_filter_ready"):
        count, cut = find_cut(phone, f"{PICKER} {selector}")
        assert count and not cut
    count, cut = find_cut(phone, ".modal footer button")
    assert count >= 3 and not cut


def test_a_holder_is_added(phone):
    PLACES["tab"].open(phone)
    phone.page.click(".o_coi_add_holder")
    row = ".o_coi_cards .o_selected_row"
    box = phone.page.wait_for_selector(f"{row} .o_coi_title input").bounding_box()
    assert box["width"] > 250
    # Only what says by itself what it asks for.
    inputs = phone.page.locator(f"{row} input:visible")
    assert all(each.get_attribute("placeholder") for each in inputs.all())


def test_a_form_is_set_up_with_a_thumb(phone):
    PLACES["map_fields"].open(phone)
    buttons = f"{PANEL} button:visible, .o_coi_map_head button:visible"
    count, cut = find_cut(phone, buttons)
    assert count >= 7 and not cut
    paper = phone.page.locator(".o_coi_desk").bounding_box()
    assert paper["x"] >= 0 and paper["x"] + paper["width"] <= 390
    # What is chosen does not hide the box it is for.
    box = phone.page.locator(".o_coi_box.o_coi_selected").bounding_box()
    panel = phone.page.locator(PANEL).bounding_box()
    assert box["y"] + box["height"] <= panel["y"]
    assert panel["height"] < 844 * 0.6
