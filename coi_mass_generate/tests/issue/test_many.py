from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

from lxml import etree

from odoo.tests import HttpCase, tagged

from ...models.verdicts import coi_plan
from ...wizards import coi_generate_picker
from ..agency import ISSUE_DATE, AgencyCase, RealDay
from .test_generate import WizardCase


@contextmanager
def slices_of(count):
    """So many holders at once, where ten thousand would be."""
    with patch.object(coi_plan, "SLICE", count):
        yield


@tagged("post_install", "-at_install")
class TestSlices(WizardCase):
    """Of more holders than memory has room for becomes what becomes of a few."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.names = [f"Holder {place}" for place in range(5)]
        cls.interests = cls.make_interests(*cls.names) | cls.coastal_interest
        cls.interests[3].description = "We guarantee it."
        cls.interests[4].holder_id.street = False
        cls.interests[4].holder_id.street2 = False

    def get_lines(self, batch):
        return [
            (line.sequence, line.holder_id.name, line.verdict, line.state)
            for line in batch.line_ids
        ]

    def test_everybody_gets_a_line_in_the_order_of_the_selection(self):
        self.agency.sudo().coi_click_limit = 0
        with slices_of(2):
            sliced = self.generate(self.interests, confirm_warnings=False)
        whole = self.generate(self.interests, confirm_warnings=False)
        self.assertEqual(sliced.state, "pending")
        self.assertEqual(
            [line[1] for line in self.get_lines(sliced)],
            [*self.names, self.coastal_interest.holder_id.name],
        )
        self.assertEqual(
            [line[3] for line in self.get_lines(sliced)],
            ["pending", "pending", "pending", "aside", "skipped", "pending"],
        )
        self.assertEqual(sliced.insured_ids, whole.insured_ids)
        self.assertEqual(sliced.cost, whole.cost)

    def test_made_in_the_click_it_is_the_same(self):
        with slices_of(2):
            batch = self.generate(self.interests, confirm_warnings=False)
        self.assertEqual(batch.state, "done")
        self.assertEqual(
            [line[2:] for line in self.get_lines(batch)],
            [
                *[("ready", "done")] * 3,
                ("warning", "aside"),
                ("blocked", "skipped"),
                ("ready", "done"),
            ],
        )
        self.assertEqual(len(batch._get_certificates()), 4)

    def test_a_twin_in_another_slice_is_found(self):
        self.interests[3].description = False
        self.interests[3].holder_id.name = "HOLDER-0"
        with slices_of(2):
            batch = self.generate(self.interests[:4], confirm_warnings=False)
        self.assertEqual(batch.line_ids.mapped("state"), ["done"] * 3 + ["aside"])
        self.assertIn("also appear under Holder 0", batch.line_ids[3].reason_text)

    def test_a_warning_that_was_not_seen_keeps_aside_in_every_slice(self):
        self.interests[:4].description = "We certify it."
        with slices_of(2):
            batch = self.env["coi.batch"]._start(
                self.interests[:4],
                issue_date=ISSUE_DATE,
                confirmed=self.interests[1:3].ids,
            )
        self.assertEqual(
            batch.line_ids.mapped("state"), ["aside", "done", "done", "aside"]
        )


@tagged("post_install", "-at_install")
class TestLongPicker(WizardCase):
    """The popup of more holders than are judged in the request that lists them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.names = [f"Holder {place}" for place in range(8)]
        cls.interests = cls.make_interests(*cls.names, insured=cls.coastal)
        cls.interests |= cls.coastal_interest
        cls.interests = cls.interests.sorted("holder_name")

    def setUp(self):
        super().setUp()
        for name, count in (("AT_ONCE", 5), ("WINDOW", 3)):
            self.startPatcher(patch.object(coi_generate_picker, name, count))

    def ask(self, method, *more, insured=None, env=None):
        insured = insured or self.coastal
        return getattr((env or self.env)["coi.generate"], method)(
            "insureds", [], insured.ids, self.agency.id, "2026-03-02", [], *more
        )

    def test_it_opens_with_all_ids_and_the_rows_of_a_page(self):
        found = self.ask("find_candidates")
        self.assertEqual(found["ids"], self.interests.ids)
        self.assertEqual(
            found["rows"], self.ask("get_candidates", self.interests[:3].ids)
        )

    def test_a_short_list_comes_judged(self):
        found = self.ask("find_candidates", insured=self.beacon)
        self.assertEqual(found["rows"], self.ask("get_candidates", insured=self.beacon))
        self.assertEqual([row["id"] for row in found["rows"]], found["ids"])

    def test_behind_it_the_policies_are_told_as_well(self):
        found = self.ask("find_candidates")
        behind = self.ask("judge_candidates", self.interests[3:].ids)
        self.assertEqual(found["shown"], behind["shown"])
        self.assertEqual([each["name"] for each in found["shown"]], ["GL-900"])

    def test_opening_asks_no_more_for_more(self):
        few = self.count_queries(lambda: self.ask("find_candidates"))
        self.make_interests(*"ABCDEFGH", insured=self.coastal)
        many = self.count_queries(lambda: self.ask("find_candidates"))
        self.assertLessEqual(many, few)

    def test_the_wizard_opens_without_reading_every_holder(self):
        def open_it():
            action = self.coastal.action_coi_generate()
            wizards = self.env["coi.generate"].with_context(**action["context"])
            return wizards.new(wizards.default_get(["scope", "insured_ids"]))

        wizard = open_it()
        self.assertEqual(wizard.possible_insured_ids._origin, self.coastal)
        self.env.invalidate_all()
        self.assertEqual(open_it().possible_insured_ids._origin, self.coastal)
        cached = self.env["coi.additional.interest"]._fields["insured_id"]
        self.assertFalse(self.env.cache.contains(self.interests[0], cached))

    def test_behind_it_the_verdicts_are_those_of_the_rows(self):
        self.interests[4].description = "We guarantee it."
        self.interests[5].holder_id.write({"street": False, "street2": False})
        rows = self.ask("get_candidates")
        answer = self.ask("judge_candidates", self.interests.ids)
        outcomes = answer["outcomes"]
        self.assertEqual(len(outcomes), 3)
        for row, (interest_id, place, twin, codes) in zip(
            rows, answer["verdicts"], strict=True
        ):
            outcome = outcomes[place]
            blocks = [each for each in row["reasons"] if each["level"] == "blocked"]
            self.assertEqual(
                (interest_id, outcome["verdict"], twin, codes),
                (
                    row["id"],
                    row["verdict"],
                    row["twin"],
                    [each["code"] for each in blocks],
                ),
            )
            self.assertEqual(
                [each["title"] for each in outcome["reasons"]],
                [each["title"] for each in row["reasons"]],
            )

    def test_what_all_of_them_have_is_told_once_in_whole(self):
        self.coastal_gl.date_expiration = date(2026, 3, 20)
        answer = self.ask("judge_candidates", self.interests.ids)
        [shared] = answer["shared"]
        [row] = self.ask("get_candidates", self.interests[:1].ids)
        self.assertEqual([shared], row["reasons"])
        self.interests[2].valid_until = date(2026, 1, 1)
        self.interests[:1].valid_until = date(2026, 1, 1)
        answer = self.ask("judge_candidates", self.interests.ids)
        self.assertEqual(answer["shared"], [shared])

    def test_twins_of_different_windows_have_the_same_key(self):
        self.interests[7].holder_id.name = self.interests[1].holder_name.upper()
        keys = {}
        for interest in self.interests[1] | self.interests[2] | self.interests[7]:
            [verdict] = self.ask("judge_candidates", interest.ids)["verdicts"]
            keys[interest] = verdict[2]
        self.assertEqual(keys[self.interests[1]], keys[self.interests[7]])
        self.assertEqual(len(set(keys.values())), 2)
        both = self.ask("get_candidates", (self.interests[1] | self.interests[7]).ids)
        self.assertEqual(sorted(row["verdict"] for row in both), ["ready", "warning"])

    def test_the_search_finds_what_a_row_shows(self):
        bank, hall = self.interests[1], self.interests[2]
        bank.holder_id.write({"city": "Worcester", "state_id": self.get_state("TX").id})
        hall.write({"project": "Pier 4", "type_ids": self.get_type("mortgagee").ids})
        for query, found in (
            ("worcester", bank),
            ("Worcester, TX", bank),
            ("holder worc", bank),
            ("pier", hall),
            ("mortgagee 4", hall),
            ("coastal electric", self.interests),
            ("no such", self.interests[:0]),
            ("100%", self.interests[:0]),
        ):
            with self.subTest(query):
                self.assertEqual(self.ask("search_candidates", query), found.ids)

    def test_only_those_of_the_wizard_are_judged(self):
        theirs = self.ask("judge_candidates", self.plain_interest.ids)
        self.assertEqual(theirs["verdicts"], [])
        self.assertEqual(self.ask("get_candidates", self.plain_interest.ids), [])

    def test_another_company_gets_nothing(self):
        env = self.env_of(self.other_csr)
        ids = self.interests.ids
        nothing = {"ids": [], "rows": [], "shown": []}
        self.assertEqual(self.ask("find_candidates", env=env), nothing)
        self.assertEqual(self.ask("search_candidates", "holder", env=env), [])
        self.assertEqual(self.ask("judge_candidates", ids, env=env)["verdicts"], [])

    def generate_with(self, **vals):
        wizard = self.open_wizard(
            self.coastal.action_coi_generate(),
            selected_ids=self.interests.ids,
            **vals,
        )
        batch = self.env["coi.batch"].browse(self.run_wizard(wizard)["batch_id"])
        return [line.state for line in batch.line_ids]

    def test_a_warning_nobody_saw_keeps_aside_whoever_was_not_judged(self):
        self.interests[:2].description = "We guarantee it."
        states = self.generate_with(
            count_warning=1,
            count_unjudged=8,
            warned_ids=self.interests[:1].ids,
            confirm_warnings=True,
        )
        self.assertEqual(states, ["done", "aside", *["done"] * 7])

    def test_nobody_judged_yet_is_no_confirmation(self):
        self.interests[:2].description = "We guarantee it."
        states = self.generate_with(count_unjudged=9, confirm_warnings=True)
        self.assertEqual(states, ["aside", "aside", *["done"] * 7])

    def test_only_warned_so_far_is_no_reason_to_refuse(self):
        self.interests[:2].description = "We guarantee it."
        states = self.generate_with(count_warning=2, count_unjudged=7)
        self.assertEqual(states, ["aside", "aside", *["done"] * 7])

    def test_what_the_picker_counts_reaches_the_server(self):
        """A field that is shown only is not saved, and a preview would reset it."""
        arch = etree.fromstring(self.env["coi.generate"].get_view()["arch"])
        for name in ("ready", "warning", "blocked", "unjudged"):
            [node] = arch.xpath(f"//field[@name='count_{name}']")
            self.assertTrue(node.get("force_save") or not node.get("readonly"), name)


@tagged("post_install", "-at_install")
class TestVerdictFilter(WizardCase):
    """The filter of a list looks at everybody, list by list."""

    def test_it_finds_the_same_in_slices(self):
        interests = self.env["coi.additional.interest"]
        domain = [("verdict", "in", ["blocked"])]
        whole = interests.search(domain)
        self.assertTrue(whole)
        with slices_of(2):
            self.assertEqual(interests.search(domain), whole)

    @contextmanager
    def count_judged(self):
        """How often all are judged, in a list; as if the test had written nothing."""
        asked = []
        interests = type(self.env["coi.additional.interest"])
        judge = interests._judge_all_on

        def count(interest, day):
            asked.append(day)
            return judge(interest, day)

        self.addCleanup(self.cr.cache.clear)
        with (
            patch.object(interests, "_judge_all_on", count),
            patch.object(interests, "_has_written", lambda _self: False),
        ):
            yield asked

    def read_list(self, user=None, **options):
        interests = self.env_of(user or self.csr)["coi.additional.interest"]
        domain = [("verdict", "=", "ready")]
        names = {"holder_name": {}}
        return interests.web_search_read(domain, names, **options)

    def test_a_list_that_does_not_fit_its_page_is_judged_once(self):
        with self.count_judged() as asked:
            found = self.read_list(limit=1)
        self.assertEqual(len(found["records"]), 1)
        self.assertGreater(found["length"], 1)
        self.assertEqual(len(asked), 1)

    def test_what_is_kept_is_not_told_to_another_company(self):
        with self.count_judged() as asked:
            self.read_list(limit=1)
            theirs = self.read_list(self.other_csr)
        self.assertEqual(theirs["length"], 0)
        self.assertEqual(len(asked), 2)

    def test_who_was_changed_meanwhile_is_judged_anew(self):
        interests = self.env["coi.additional.interest"]
        ready = interests.search([("verdict", "=", "ready")])
        ready[0].holder_id.write({"street": False, "street2": False})
        found = interests.search([("verdict", "=", "ready")])
        self.assertTrue(found)
        self.assertNotIn(ready[0], found)


@tagged("post_install", "-at_install")
class TestLongPickerTour(AgencyCase, HttpCase):
    """The popup of more holders than are judged at once, clicked in a browser."""

    # The wizard's issue date is the real day's.
    known_on = RealDay()

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(coi_generate_picker, "AT_ONCE", 55))
        self.insured = self.env["res.partner"].create(
            {
                "name": "Long Builders",
                "coi_is_insured": True,
                **self.get_address("1 First Street", "Town", "01234"),
            }
        )
        self.make_policy(
            "general_liability",
            "GL-1",
            self.insured,
            date_effective="2020-01-01",
            date_expiration="2099-01-01",
        )
        names = [f"Holder {place:02}" for place in range(60)]
        interests = self.make_interests(*names, insured=self.insured)
        interests[10].description = "We guarantee it."
        interests[30].holder_id.write({"street": False, "street2": False})
        interests[58].holder_id.city = "Worcester"
        # First in the list, and the last one's twin.
        interests[5].holder_id.name = "HOLDER-59"
        self.log_in(self.csr)

    def test_it_is_judged_behind_what_is_seen(self):
        self.start_tour(
            "/odoo/action-coi_mass_generate.action_insureds",
            "coi_long_picker_tour",
            login=self.csr.login,
        )
        batch = self.env["coi.batch"].search([("insured_ids", "in", self.insured.ids)])
        self.assertEqual((batch.count_selected, batch.count_done), (59, 57))
