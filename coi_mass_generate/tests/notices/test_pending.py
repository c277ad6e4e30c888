from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..agency import ISSUE_DATE, AgencyCase


@tagged("post_install", "-at_install")
class TestPending(AgencyCase):
    """A cancellation that is announced ends nothing, and holds up what is new."""

    def find(self, interest=None, **options):
        [case] = self.judge(interest or self.plain_interest, **options)
        found = [each for each in case.findings if each.key == "pending"]
        return case, found

    def test_nothing_is_issued_until_a_manager_goes_on(self):
        self.gl.date_pending_cancel = "2026-12-01"
        case, found = self.find()
        self.assertEqual([each.level for each in found], ["blocked"])
        self.assertEqual(case.verdict, "blocked")
        with self.assertRaisesRegex(UserError, "announced its cancellation"):
            self.generate(self.plain_interest)

    def test_with_a_managers_reason_it_is_made(self):
        self.gl.date_pending_cancel = "2026-12-01"
        given = {self.plain_interest.id: "The premium was paid this morning."}
        with self.assertRaises(UserError):
            self.generate(self.plain_interest, overrides=given)
        self.env = self.env_of(self.manager)
        interest = self.plain_interest.with_env(self.env)
        batch = self.generate(interest, overrides=given)
        self.assertEqual(batch.count_done, 1)
        self.assertIn("announced", batch.certificate_ids.override_findings)

    def test_who_does_not_show_it_is_not_asked(self):
        self.plain_interest.series_ids = self.auto.series_id
        self.gl.date_pending_cancel = "2026-12-01"
        self.assertEqual(self.find()[1], [])

    def test_a_day_that_has_passed_is_to_be_found_out(self):
        self.gl.date_pending_cancel = "2026-03-01"
        [finding] = self.find()[1]
        self.assertIn("Find out whether it was canceled", finding.message)

    def test_canceled_it_is_no_longer_pending(self):
        self.gl.write(
            {"date_pending_cancel": "2026-12-01", "date_cancelled": "2026-12-01"}
        )
        self.assertFalse(self.gl.is_pending)
        self.assertEqual(self.find()[1], [])

    def test_it_is_found_by_it(self):
        self.gl.date_pending_cancel = "2026-12-01"
        found = self.env["coi.policy"].search([("is_pending", "=", True)])
        self.assertEqual(found, self.gl)
        others = self.env["coi.policy"].search([("is_pending", "=", False)])
        self.assertIn(self.auto, others)
        self.assertNotIn(self.gl, others)

    def test_a_renewal_begins_without_it(self):
        self.gl.write(
            {"date_pending_cancel": "2026-12-01", "date_notice_received": ISSUE_DATE}
        )
        renewed = self.env["coi.policy"].browse(self.gl.action_renew()["res_id"])
        self.assertFalse(renewed.date_pending_cancel or renewed.date_notice_received)

    def test_reinstated(self):
        self.gl.write(
            {"date_pending_cancel": "2026-12-01", "date_cancelled": "2026-12-01"}
        )
        self.gl.reinstate("2026-12-05", has_gap=True)
        self.assertFalse(self.gl.date_cancelled or self.gl.date_pending_cancel)
        self.assertEqual(self.gl.reinstated_on, date(2026, 12, 5))
        self.assertEqual(self.gl.reinstated_gap, "yes")
        self.assertEqual(self.find()[1], [])
