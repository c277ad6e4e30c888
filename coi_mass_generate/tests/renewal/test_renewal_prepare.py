from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..agency import EXPIRATION
from .campaign import TODAY, RenewalCase


@tagged("post_install", "-at_install")
class TestPrepare(RenewalCase):
    """Some time before policies end, a renewal is there; and never two."""

    def run_cron(self):
        cron = self.env.ref("coi_mass_generate.cron_renewals").sudo()
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def find(self, insured=None):
        return self.env["coi.renewal"].search(
            [("insured_id", "=", (insured or self.beacon).id)]
        )

    def test_in_time_and_not_before(self):
        day = EXPIRATION - timedelta(days=46)
        with self.knowing(day):
            self.run_cron()
        self.assertFalse(self.find())
        with self.knowing(day + timedelta(days=1)):
            self.run_cron()
        renewal = self.find()
        self.assertEqual(renewal.day, EXPIRATION)
        ending = self.gl | self.auto | self.umbrella | self.wc
        self.assertEqual(renewal.policy_ids.policy_id, ending)
        self.assertEqual(renewal.state, "mapping")

    def test_twice_is_one(self):
        self.run_cron()
        first = self.find()
        self.run_cron()
        self.assertEqual(self.find(), first)
        self.assertEqual(len(first.policy_ids), 4)
        self.assertTrue(self.find(self.coastal))

    def test_it_issues_and_sends_nothing(self):
        batches = self.env["coi.batch"].search_count([])
        self.run_cron()
        self.assertEqual(self.env["coi.batch"].search_count([]), batches)
        self.assertFalse(self.env["coi.sending"].search([]))

    def test_a_holder_who_wants_it_earlier(self):
        self.ai_interest.renewal_days = 90
        with self.knowing(EXPIRATION - timedelta(days=90)):
            self.run_cron()
        self.assertTrue(self.find())
        self.assertFalse(self.find(self.coastal))

    def test_what_ends_within_five_days_is_one_renewal(self):
        self.wc.date_expiration = EXPIRATION + timedelta(days=5)
        self.umbrella.date_expiration = EXPIRATION + timedelta(days=6)
        with self.knowing(EXPIRATION - timedelta(days=39)):
            self.run_cron()
        first, second = self.find()
        self.assertEqual(first.policy_ids.policy_id, self.gl | self.auto | self.wc)
        self.assertEqual(second.policy_ids.policy_id, self.umbrella)

    def test_a_policy_entered_late_joins(self):
        self.run_cron()
        renewal = self.find()
        late = self.make_policy("cyber", "CY-1")
        self.run_cron()
        self.assertEqual(self.find(), renewal)
        self.assertIn(late, renewal.policy_ids.policy_id)

    def test_what_was_dropped_stays_dropped(self):
        self.run_cron()
        renewal = self.find()
        renewal.action_drop()
        self.run_cron()
        self.assertEqual(self.find(), renewal)

    def test_what_nobody_began_is_dropped_with_its_policies(self):
        self.run_cron()
        renewal = self.find()
        renewal.policy_ids.policy_id.action_archive()
        self.run_cron()
        self.assertEqual(renewal.state, "dropped")

    def test_whoever_looks_after_the_insured_is_asked(self):
        self.beacon.sudo().user_id = self.csr
        self.coastal.sudo().user_id = self.colleague
        self.run_cron()
        renewal = self.find()
        self.assertEqual(renewal.user_id, self.csr)
        self.assertEqual(renewal.activity_ids.user_id, self.csr)
        self.assertFalse(self.find(self.coastal).user_id)
        # Hundreds may be prepared in one night: no mail about any of them.
        about = [("model", "=", "coi.renewal"), ("res_id", "=", renewal.id)]
        messages = self.env["mail.message"].sudo().search(about)
        self.assertFalse(messages.notification_ids)
        self.assertNotIn("user_notification", messages.mapped("message_type"))
        renewal.policy_ids.write({"decision": "waiting"})
        renewal.action_review()
        self.assertFalse(renewal.activity_ids)

    def test_without_holders_there_is_nothing_to_do(self):
        self.make_policy("cyber", "CY-1", insured=self.make_holder("Nobody's"))
        self.coastal_interest.renewal = "no"
        self.run_cron()
        self.assertEqual(self.env["coi.renewal"].search([]), self.find())

    def test_days_of_zero_switch_it_off(self):
        self.agency.sudo().coi_renewal_days = 0
        self.run_cron()
        self.assertFalse(self.find())
        self.assertTrue(self.prepare())

    def test_by_hand_it_is_the_one_there_is(self):
        renewal = self.prepare()
        self.assertEqual(self.prepare(), renewal)
        with self.assertRaisesRegex(UserError, "no policy that ends"):
            self.prepare(self.make_holder("Nobody's"))

    def test_a_button_does_what_the_scheduled_action_does(self):
        said = self.env["coi.renewal"].action_prepare_all()["params"]["message"]
        self.assertIn("2", said)
        said = self.env["coi.renewal"].action_prepare_all()["params"]["message"]
        self.assertIn("nothing to prepare", said)

    def test_another_company_prepares_its_own(self):
        env = self.env_of(self.other_csr)
        env["coi.renewal"].action_prepare_all()
        self.assertFalse(self.find())
        renewal = self.prepare()
        with self.assertRaises(AccessError):
            renewal.with_env(env).action_refresh()
        with self.assertRaises(AccessError):
            self.env_of(self.colleague)["coi.renewal"].prepare(self.beacon.id)

    def test_what_was_found_is_not_edited(self):
        renewal = self.prepare()
        for vals in ({"state": "issued"}, {"found": "{}"}, {"day": TODAY}):
            with self.assertRaises(AccessError):
                renewal.write(vals)
        with self.assertRaises(AccessError):
            renewal.policy_ids.write({"is_suggested": True})
        renewal.user_id = self.csr
        self.assertEqual(renewal.user_id, self.csr)
