from odoo.tests import HttpCase, tagged

from .campaign import RenewalCase


@tagged("post_install", "-at_install")
class TestRenewalTour(RenewalCase, HttpCase):
    """Clicked in a browser: from the board to the batch, past the alarm."""

    def test_the_alarm_is_accepted_before_anything_is_released(self):
        self.make_term(
            "general_liability",
            "NEW-1",
            "ai",
            limit_ids=self.limits(
                ("each_occurrence", 500000, False),
                ("general_aggregate", 2000000, False),
            ),
        )
        # What is not asked for any more is not missing, but the holder had it.
        self.ai_interest.waiver_line_ids = False
        renewal = self.prepare()
        for row in renewal.policy_ids.filtered(lambda each: not each.next_id):
            row.action_renew()
        renewal.policy_ids.action_confirm_limits()
        renewal.policy_ids.action_confirm_endorsements()
        self.log_in(self.csr)
        self.start_tour(
            "/odoo/action-coi_mass_generate.coi_renewal_action",
            "coi_renewal_tour",
            login=self.csr.login,
        )
        renewal.invalidate_recordset()
        self.assertEqual(renewal.state, "issued")
        self.assertEqual(renewal.batch_ids.count_done, 4)
        kinds = set(renewal.consent_ids.mapped("kind"))
        self.assertEqual(kinds, {"lost_limit", "lost_waiver", "other"})
        self.assertEqual(renewal.consent_ids.user_id, self.csr)
