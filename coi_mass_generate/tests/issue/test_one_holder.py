from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_generate import WizardCase

TODAY = date(2026, 3, 2)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02 17:00")
class TestOneHolder(WizardCase):
    """The daily job: somebody calls, and needs one certificate."""

    def get_batches(self):
        return self.env["coi.batch"].search([])

    def assertOpensPdf(self, action, certificate):
        self.assertEqual(action["type"], "ir.actions.act_url")
        self.assertEqual(action["url"], f"/coi/certificate/{certificate.id}/pdf")
        self.assertEqual(action["target"], "new")

    def assertAsks(self, action, interest):
        self.assertEqual(action["res_model"], "coi.generate")
        self.assertEqual(action["context"]["default_selected_ids"], interest.ids)

    def test_where_nothing_is_to_decide_the_pdf_opens(self):
        before = self.get_batches()
        action = self.plain_interest.action_issue()
        made = self.plain_interest.certificate_ids
        self.assertOpensPdf(action, made)
        self.assertEqual((made.is_kept, made.issue_date), (True, TODAY))
        self.assertEqual(len(self.get_batches() - before), 1)

    def test_what_needs_no_new_one_is_asked_about(self):
        """A second click a moment later, say."""
        self.plain_interest.action_issue()
        before = self.get_batches()
        self.assertAsks(self.plain_interest.action_issue(), self.plain_interest)
        self.assertEqual(self.get_batches(), before)

    def test_a_warning_and_a_block_are_asked_about(self):
        before = self.get_batches()
        self.assertAsks(self.dover_interest.action_issue(), self.dover_interest)
        self.plain_interest.description = "We are an additional insured."
        [case] = self.judge(self.plain_interest, TODAY)
        self.assertEqual(case.verdict, "warning")
        self.assertAsks(self.plain_interest.action_issue(), self.plain_interest)
        self.assertEqual(self.get_batches(), before, "no empty batch")

    def test_what_fails_or_waits_shows_its_batch(self):
        self.agency.sudo().coi_click_limit = 0
        action = self.plain_interest.action_issue()
        batch = self.get_batches()[:1]
        self.assertEqual(action["res_model"], "coi.batch")
        self.assertEqual((action["res_id"], batch.state), (batch.id, "pending"))
        again = self.plain_interest.action_issue()
        self.assertEqual(again["res_id"], batch.id, "it is being made already")

    def test_one_at_a_time(self):
        with self.assertRaises(UserError):
            (self.plain_interest | self.bank_interest).action_issue()

    def test_not_for_who_may_not_issue(self):
        for user in (self.colleague, self.other_csr):
            interest = self.plain_interest.with_env(self.env_of(user))
            with self.assertRaises(AccessError):
                interest.action_issue()
        self.assertFalse(self.plain_interest.certificate_ids)

    def test_the_window_too_opens_the_one_it_has_made(self):
        wizard = self.open_wizard(self.plain_interest.action_generate())
        result = self.run_wizard(wizard)
        made = self.plain_interest.certificate_ids
        self.assertEqual(result["pdf"], f"/coi/certificate/{made.id}/pdf")
        several = (self.bank_interest | self.ai_interest).action_generate()
        self.assertFalse(self.run_wizard(self.open_wizard(several))["pdf"])
        alone = self.open_wizard(
            self.ai_interest.action_generate(),
            do_download=False,
            confirm_warnings=True,  # nothing has changed since
        )
        self.assertFalse(self.run_wizard(alone)["pdf"])
