from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..agency import EXPIRATION
from .campaign import RenewalCase


@tagged("post_install", "-at_install")
class TestMapping(RenewalCase):
    """Which policy follows each that ends, and that holders follow along."""

    def test_another_insurers_policy_is_suggested_and_accepted(self):
        new = self.make_term("general_liability", "NEW-1")
        row = self.get_row(self.prepare(), self.gl)
        self.assertEqual((row.next_id, row.decision), (new, "open"))
        self.assertTrue(row.is_suggested)
        self.assertNotEqual(new.series_id, self.gl.series_id)
        row.action_accept()
        self.assertEqual(row.decision, "next")
        self.assertEqual(new.series_id, self.gl.series_id)

    def test_of_two_nobody_is_suggested(self):
        for number in ("NEW-1", "NEW-2"):
            self.make_term("general_liability", number)
        self.assertFalse(self.get_row(self.prepare(), self.gl).next_id)

    def test_the_next_term_of_the_same_policy_is_decided(self):
        self.auto.action_renew()
        row = self.get_row(self.prepare(), self.auto)
        self.assertEqual(row.decision, "next")
        self.assertEqual(row.next_id.date_effective, EXPIRATION)

    def test_a_button_enters_the_next_term(self):
        row = self.get_row(self.prepare(), self.gl)
        row.action_renew()
        self.assertEqual(row.decision, "next")
        self.assertTrue(row.limits_to_confirm)
        row.action_confirm_limits()
        row.action_confirm_endorsements()
        self.assertFalse(row.limits_to_confirm or row.endorsements_to_confirm)

    def test_a_tied_holder_keeps_its_line(self):
        """Today's defect: with a new insurer it would have lost it."""
        self.ai_interest.series_ids = [Command.set(self.gl.series_id.ids)]
        new = self.make_term("general_liability", "NEW-1", "ai", "waiver")
        renewal = self.prepare()
        self.get_row(renewal, self.gl).action_accept()
        renewal.action_review()
        line = self.get_holder(renewal, self.ai_interest)
        self.assertEqual((line.outcome, line.why), ("include", "ready"))
        batch = self.release(renewal)
        certificate = batch.certificate_ids.filtered(
            lambda each: each.interest_id == self.ai_interest
        )
        self.assertEqual(certificate.policy_ids, new)

    def test_decided_otherwise_it_is_undone(self):
        new = self.make_term("general_liability", "NEW-1")
        row = self.get_row(self.prepare(), self.gl)
        row.action_accept()
        row.write({"decision": "not_renewed", "reason": "Moved to another agency"})
        self.assertFalse(row.next_id)
        self.assertNotEqual(new.series_id, self.gl.series_id)

    def test_another_choice_takes_its_place(self):
        first = self.make_term("general_liability", "NEW-1")
        second = self.make_term("general_liability", "NEW-2")
        row = self.get_row(self.prepare(), self.gl)
        row.next_id = first
        self.assertEqual(row.decision, "next")
        row.next_id = second
        self.assertEqual(second.series_id, self.gl.series_id)
        self.assertNotEqual(first.series_id, self.gl.series_id)

    def test_never_another_insureds(self):
        row = self.get_row(self.prepare(), self.gl)
        foreign = self.make_term("general_liability", "NEW-1", insured=self.coastal)
        with self.assertRaisesRegex(UserError, "another insured"):
            row.next_id = foreign

    def test_of_another_line_only_with_a_reason(self):
        row = self.get_row(self.prepare(), self.umbrella)
        other = self.make_term("cyber", "NEW-1")
        with self.assertRaisesRegex(UserError, "reason"):
            row.next_id = other
        row.write({"next_id": other.id, "reason": "One package now"})
        self.assertEqual(row.decision, "next")

    def test_renewed_by_what(self):
        row = self.get_row(self.prepare(), self.gl)
        with self.assertRaisesRegex(UserError, "Choose which policy"):
            row.decision = "next"

    def test_a_renewal_that_is_undone_is_decided_anew(self):
        new = self.make_term("general_liability", "NEW-1")
        renewal = self.prepare()
        row = self.get_row(renewal, self.gl)
        row.action_accept()
        renewal.action_review()
        new.action_archive()
        renewal.action_refresh()
        self.assertEqual((row.decision, row.next_id.ids), ("open", []))
        self.assertEqual(set(self.get_why(renewal).values()), {"mapping"})

    def test_what_is_over_is_not_decided(self):
        renewal = self.prepare()
        renewal.action_drop()
        with self.assertRaisesRegex(UserError, "is over"):
            renewal.policy_ids.write({"decision": "waiting"})
        renewal.action_reopen()
        renewal.policy_ids.write({"decision": "waiting"})

    def test_a_change_says_that_holders_are_to_be_looked_at_again(self):
        renewal = self.prepare()
        renewal.policy_ids.write({"decision": "waiting"})
        renewal.action_review()
        self.assertFalse(renewal.is_stale)
        renewal.policy_ids[0].decision = "not_renewed"
        self.assertTrue(renewal.is_stale)
