from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..agency import EXPIRATION, AgencyCase
from .test_continue import ContinueCase


@tagged("post_install", "-at_install")
class TestPapers(AgencyCase):
    """Who holds a certificate that shows a policy, and how each stands."""

    def setUp(self):
        super().setUp()
        self.generate(self.plain_interest | self.ai_interest | self.coastal_interest)
        self.plain = self.plain_interest.certificate_ids

    def open_papers(self, policy):
        action = policy.action_open_papers()
        return self.env[action["res_model"]].search(action["domain"])

    def test_it_counts_and_opens_those_that_show_it(self):
        both = self.plain | self.ai_interest.certificate_ids
        self.assertEqual(self.gl.paper_count, 2)
        self.assertEqual(self.coastal_gl.paper_count, 1)
        self.assertEqual(self.open_papers(self.gl), both)

    def test_by_how_they_stand(self):
        self.assertEqual(self.gl.get_papers()["counts"], {"current": 2})
        self.plain._cancel("A mistake")
        told = self.gl.get_papers()
        self.assertEqual(told["counts"], {"current": 1, "withdrawn": 1})
        self.assertEqual(self.gl.paper_count, 1)
        found = self.env["coi.certificate"].search(told["domain"])
        self.assertEqual(len(found), 2)
        self.gl.date_cancelled = date(2026, 3, 1)
        told = self.gl.get_papers()["counts"]
        self.assertEqual(told, {"policy_cancelled": 1, "withdrawn": 1})

    def test_of_a_policy_that_nobody_was_shown(self):
        unused = self.make_policy("cyber", "CY-1")
        self.assertEqual(unused.get_papers()["counts"], {})
        self.assertFalse(self.open_papers(unused))

    def test_another_agency_is_told_nothing(self):
        theirs = self.gl.with_env(self.env_of(self.other_csr))
        for ask in (theirs.get_papers, theirs.action_open_papers):
            with self.assertRaises(AccessError):
                ask()


@tagged("post_install", "-at_install")
class TestContinueWindow(ContinueCase):
    """Without any preparation of renewals, a person says which policy continues
    another."""

    def open_window(self, policy=None):
        action = (policy or self.new_gl).action_continue()
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_the_one_that_ends_is_suggested(self):
        self.tie(self.plain_interest, self.gl)
        self.assertEqual(self.new_gl.suggested_id, self.gl)
        self.assertFalse((self.gl | self.auto).suggested_id)
        window = self.open_window()
        self.assertEqual(window.expiring_id, self.gl)
        self.assertEqual(window.tied_count, 1)
        self.assertFalse(window.is_other_line)
        window.reason = "Moved"
        window.action_continue()
        self.assertEqual(self.new_gl.continues_id, self.gl)
        self.assertEqual(self.new_gl.previous_id, self.gl)
        self.assertFalse(self.new_gl.suggested_id)
        self.assertEqual(self.gl.next_id, self.new_gl)
        self.assertIn("Moved", self.get_log(self.gl))
        self.new_gl.action_end_continuing()
        self.assertFalse(self.new_gl.previous_id or self.gl.next_id)

    def test_another_line_asks_for_the_reason(self):
        cyber = self.make_next("cyber", "CY-1")
        window = self.open_window(cyber)
        self.assertFalse(window.expiring_id)
        with Form(window) as form:
            form.expiring_id = self.gl
            self.assertTrue(form.is_other_line)
            form.reason = "Sold as a package"
        window.action_continue()
        self.assertEqual(cyber.series_id, self.gl.series_id)

    def test_nothing_chosen_is_refused_in_words(self):
        window = self.open_window(self.make_next("cyber", "CY-1"))
        with self.assertRaisesRegex(UserError, "Choose the policy"):
            window.action_continue()

    def test_a_window_is_about_one_policy(self):
        window = self.open_window()
        with self.assertRaises(AccessError):
            window.policy_id = self.auto

    def test_the_last_term_before_is_the_previous_one(self):
        last = self.make_policy(
            "general_liability",
            "GL-100",
            date_effective=date(2025, 1, 31),
            date_expiration=date(2026, 1, 31),
        )
        first = self.make_policy(
            "general_liability",
            "GL-100",
            date_effective=date(2024, 1, 31),
            date_expiration=date(2025, 1, 31),
        )
        last.active = False
        self.assertEqual(self.gl.previous_id, last)
        self.assertEqual(last.previous_id, first)
        self.assertEqual(first.next_id, self.gl)
        self.assertFalse(self.gl.next_id)

    def test_another_agency_continues_nothing(self):
        theirs = self.new_gl.with_env(self.env_of(self.other_csr))
        for act in (theirs.action_continue, theirs.action_end_continuing):
            with self.assertRaises(AccessError):
                act()
        self.assertEqual(self.new_gl.date_effective, EXPIRATION)
