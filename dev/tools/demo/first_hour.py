"""dev/walk: what a new agency's first hour costs in clicks and keys.

Two walks through the screen by a real browser, on a database without any data: to the
first certificate, the agency's own data among it, and an insured with five policies, to
its certificate as well. Every press of a mouse button counts, as does every key, also
one that only moves on; seconds are a robot's, who types fast and never thinks.
"""

import contextlib
import time
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from .. import say
from ..machine import postgres
from ..odoo import database, webclient
from ..odoo.server import Server

# At most so many clicks.
LIMITS = {"To the first certificate": 20, "An insured with five policies": 30}
VIEWPORT = {"width": 1280, "height": 900}
DELAY = 20  # ms between keys
MENU = "[data-menu-xmlid='coi_mass_generate.menu_root']"
ROW = ".o_coi_policy_grid .o_selected_row"
OFFERED = ".o-autocomplete--dropdown-item:not(:has(.fa-spin))"
BEGIN = (date.today() - relativedelta(months=1)).strftime("%m/%d/%Y")


class Choice(str):
    """What is typed until it is offered, and then taken with Enter."""

    __slots__ = ()


OREGON = Choice("Oregon")
FABLEWOOD = Choice("Fablewood Casualty")
# As the fields of the windows follow one another, from the first on.
AGENCY = [
    *("Larkspur Insurance Agency", "48 Prospect St", "Floor 2", "Marrow Point"),
    *(OREGON, "97201", "", "Certificate desk", "(503) 555-0142", ""),
    *("certificates@larkspur.example", "Dana Whitfield"),
]
INSUREDS = {
    "Harbor Ridge Contractors, Inc.": ["1200 Wharf Rd", "", "Marrow Point"],
    "Quarry Lane Builders, LLC": ["77 Quarry Ln", "", "Marrow Point"],
}
GL = Choice("GL")
LIABILITY = ["", "", "1m", "100k", "5k", "1m", "2m", "2m"]
FIRST = [GL, "GL-7001-26", Choice("Fablewood Casualty (99901)"), BEGIN, *LIABILITY]
POLICIES = [
    [GL, "GL-8001-26", FABLEWOOD, BEGIN, *LIABILITY],
    [
        *(Choice("Auto"), "CA-8002-26", Choice("Lantern Mutual (99902)"), BEGIN),
        *("", " ", "1m", "", "", ""),
    ],
    [Choice("Umb"), "UM-8003-26", FABLEWOOD, BEGIN, "", "", "5m", "5m"],
    [
        *(Choice("WC"), "WC-8004-26", Choice("Northstar Indemnity (99903)"), BEGIN),
        *("", "1m", "1m", "1m"),
    ],
    [
        *(Choice("Prop"), "PR-8005-26", Choice("Lantern Mutual"), BEGIN),
        *("", "2.4m", "350k", "", "10k"),
    ],
]
# By line a common endorsement; the umbrella's is its insurer's own.
ENDORSEMENTS = {"GL": "CG 20 10", "Auto": "CA 20 48", "WC": "WC 00 03 13"}
OWN = {"Umb": ["FW 1140", "01 24", "", "", ""]}
HOLDER = ["1 Civic Square", "", "Exampleton", OREGON, "97301"]


@dataclass
class Cost:
    """What a walk took of somebody's hands."""

    name: str
    clicks: int = 0
    keys: int = 0
    seconds: float = 0


class Hands:
    """A mouse and a keyboard that are counted; nothing else moves the screen."""

    def __init__(self, page):
        self.page = page
        self.cost = None
        self._asked = set()
        page.on("request", lambda request: self._asked.add(request))
        for answered in ("requestfinished", "requestfailed"):
            page.on(answered, lambda request: self._asked.discard(request))

    @contextlib.contextmanager
    def count(self, name):
        self.cost, start = Cost(name), time.monotonic()
        yield self.cost
        self.cost.seconds = time.monotonic() - start

    def click(self, selector):
        self.page.click(selector)
        self.cost.clicks += 1
        self.settle()

    def type(self, text):
        self.page.keyboard.type(text, delay=DELAY)
        self.cost.keys += len(text)
        if isinstance(text, Choice):
            self.page.wait_for_selector(OFFERED)
            self.press("Enter")

    def press(self, key):
        """:param key: one, or several held down together: "Alt+s" is two"""
        self.page.keyboard.press(key)
        self.cost.keys += len(key.split("+"))
        self.settle()

    def settle(self):
        """Until what follows from a move is there, as it is before a person's next."""
        self.page.wait_for_timeout(DELAY)
        while any(map(self._is_awaited, self._asked)):
            self.page.wait_for_timeout(DELAY)

    def _is_awaited(self, request):
        # Nobody waits for the sample page.
        return "/call_" in request.url and "draw_sample" not in request.url

    def fill_in(self, *texts):
        """Type each into the field one is in, and go on to the next with Tab."""
        for text in texts:
            if text:
                self.type(text)
            self.press("Tab")


class FirstHour:
    """Both walks, one after the other: the second agency is not set up again."""

    def __init__(self, page, url):
        self.page = page
        self.url = url
        self.hands = Hands(page)

    def run(self):
        """:returns: list of ``Cost``"""
        webclient.sign_in(self.page, self.url, "admin")
        first, second = LIMITS
        one, five = INSUREDS
        with self.hands.count(first) as to_first:
            self._open_app()
            self._complete_agency()
            self._add_insured("[data-step=insured] button", one)
            self._enter_policies([FIRST])
            self._endorse(one, "GL")
            self._issue(one)
        self.page.goto(f"{self.url}/odoo")
        self.page.wait_for_selector(".o_main_navbar")
        with self.hands.count(second) as to_five:
            self._open_app()
            self._add_insured(".o_list_button_add", five)
            self._enter_policies(POLICIES)
            for line in (*ENDORSEMENTS, *OWN):
                self._endorse(five, line)
            self._issue(five)
        return [to_first, to_five]

    def _open_app(self):
        self.hands.click(".o_navbar_apps_menu button")
        self.hands.click(MENU)
        self.page.wait_for_selector(".o_list_renderer")

    def _complete_agency(self):
        self.hands.click("[data-step=agency] button")
        self.page.wait_for_selector(".modal [name=coi_representative]")
        self.hands.press("Control+a")
        self.hands.fill_in(*AGENCY)
        self._save_window()
        self.page.wait_for_selector("[data-step=agency].o_coi_done")

    def _add_insured(self, button, name):
        self.hands.click(button)
        self.page.wait_for_selector(".o_form_view [name=street]")
        street, more, city = INSUREDS[name]
        self.hands.fill_in(name, "", "", street, more, city, OREGON, "97209")

    def _enter_policies(self, policies):
        self.hands.click("[name=action_coi_new_policies]")
        # The window opens in the first row.
        self.page.wait_for_selector(f"{ROW} input:focus")
        for cells in policies:
            self.hands.fill_in(*cells)
        self._save_window()
        chips = self.page.locator(".o_coi_policy_strip button")
        chips.nth(len(policies) - 1).wait_for()

    def _endorse(self, insured, line):
        """Note an endorsement on the policy of this line."""
        self.hands.click(f".o_coi_policy_strip button:has(b:text-is('{line}'))")
        self.hands.click("[name=endorsement_ids] .o_field_x2many_list_row_add a")
        self._wait_for_row("endorsement_ids")
        if line in OWN:
            self._note_own(OWN[line])
        else:
            self._take_common(ENDORSEMENTS[line])
        self.hands.click(f".o_breadcrumb a:has-text('{insured}')")
        self.page.wait_for_selector(".o_coi_add_holder")

    def _take_common(self, number):
        """What it usually grants is proposed, and confirmed."""
        self.hands.type(number)
        self.page.wait_for_selector(OFFERED)
        self.hands.press("ArrowDown")
        self.hands.press("Enter")
        self.hands.click("[name=action_confirm_endorsements]")

    def _note_own(self, cells):
        """What it grants is ticked by whoever read it."""
        self.hands.fill_in(*cells)
        self.hands.press("Space")

    def _issue(self, insured):
        """Add a holder who is an additional insured, and open its certificate."""
        self.hands.click(".o_coi_add_holder")
        self._wait_for_row("coi_additional_interest_ids")
        self.hands.type(f"City of Exampleton, for {insured}")
        self.page.wait_for_selector(".o_m2o_dropdown_option_create_edit")
        self.hands.press("Enter")
        self.page.wait_for_selector(".modal [name=street]")
        self.hands.fill_in(*HOLDER)
        self._save_window()
        self.hands.fill_in("", "")
        self.hands.type(GL)
        self.hands.press("Alt+s")
        with self.page.expect_event("popup") as opened:
            self.hands.click("[name=coi_additional_interest_ids] [name=action_issue]")
        opened.value.close()

    def _wait_for_row(self, name):
        """Until a new row of this list is ready to be typed into."""
        self.page.wait_for_selector(f"[name={name}] .o_selected_row input:focus")

    def _save_window(self):
        self.hands.click(".modal footer .o_form_button_save")
        self.page.wait_for_selector(".modal", state="detached")


def measure():
    """:returns: ``Cost`` of both walks, on a new database"""
    with database.temporary() as name, Server(name) as server:
        with webclient.browser() as browser:
            return FirstHour(browser.new_page(viewport=VIEWPORT), server.url).run()


def main():
    with postgres.running():
        costs = measure()
    say.line(f"{'':30} {'clicks':>8} {'at most':>8} {'keys':>6} {'seconds':>8}")
    for cost in costs:
        most = LIMITS[cost.name]
        say.line(
            f"{cost.name:30} {cost.clicks:8} {most:8} {cost.keys:6} {cost.seconds:8.0f}"
        )
    return int(any(cost.clicks > LIMITS[cost.name] for cost in costs))


if __name__ == "__main__":
    say.main(main)
