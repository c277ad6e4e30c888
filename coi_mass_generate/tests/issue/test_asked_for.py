from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..agency import EXPIRATION
from .background import BackgroundCase


@tagged("post_install", "-at_install")
class TestAskedFor(BackgroundCase):
    """Nobody gets a certificate that says what its requester did not see."""

    def setUp(self):
        super().setUp()
        self.interest = self.ai_interest
        self.others = self.interests - self.interest - self.dover_interest

    def assertAside(self, batch, text):
        """Of all holders only this one's certificate is not made, for this reason."""
        self.assertCounts(batch, done=8, blocked=1, aside=1)
        line = batch.line_ids.filtered(lambda each: each.state == "aside")
        self.assertEqual(line.interest_id, self.interest)
        said = line.message or line.reason_text
        self.assertRegex(said, text)
        self.assertIn(said, self.env["coi.evidence"]._write(batch).decode("utf-8-sig"))
        [reason] = [
            each for each in batch._get_summary()["reasons"] if each["state"] == "aside"
        ]
        self.assertEqual(reason["message"], said)
        self.assertEqual(reason["holder"], "Bay State Builders, Inc.")

    def change(self, **vals):
        return lambda: self.interest.write(vals)

    def get_changes(self):
        """By what is said of each."""
        return {
            "the certificate holder": self.give_away,
            "the insured": self.change(
                insured_id=self.coastal.id, ai_line_ids=[(5,)], waiver_line_ids=[(5,)]
            ),
            "the project": self.change(project="Pier 5"),
            "the policies shown": self.change(series_ids=self.gl.series_id.ids),
            "the description of operations": self.change(description="Roof of C."),
            "attention or loan number": self.change(loan_number="LN-1"),
            "the Y for additional insured": self.change(ai_line_ids=[(5,)]),
        }

    def test_what_was_changed_while_it_waited_is_kept_aside(self):
        for said, change in self.get_changes().items():
            with self.subTest(said=said):
                savepoint = self.cr.savepoint()
                batch = self.start()
                change()
                self.run_cron()
                self.assertAside(batch, f"this has changed: .*{said}")
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def test_another_name_is_another_holder(self):
        batch = self.start()
        self.bay.name = "Somebody Else Entirely LLC"
        self.run_cron()
        self.assertAside(batch, "changed: the certificate holder. Look at it")

    def test_a_corrected_address_is_printed_and_annoys_nobody(self):
        batch = self.start()
        self.bay.write({"street": "99 New Street", "zip": "01971"})
        self.beacon.street = "8 Slate Road"
        self.agency.sudo().phone = "617 555 0111"
        self.run_cron()
        self.assertCounts(batch, done=9, blocked=1)
        made = self.interest.certificate_ids
        self.assertIn("99 New Street", self.read_pages(made)[0].text)

    def test_what_a_policy_says(self):
        """All who were to be shown it, and nobody else."""
        batch = self.start(self.interests | self.coastal_interest)
        self.gl.limit_ids[0].amount = 500000
        self.run_cron()
        self.assertCounts(batch, done=1, blocked=1, aside=9)
        reasons = set(batch.line_ids.mapped("reason_text"))
        self.assertTrue(any("the policy data" in each for each in reasons))

    def test_what_the_form_is_called(self):
        """It is not told as a policy's change."""
        form = self.env.ref("coi_mass_generate.form_own").sudo()
        batch = self.start(self.interest, form_id=form.copy({"number": "B"}).id)
        batch.sudo().form_id.edition = "corrected"
        self.run_cron()
        self.assertIn("changed: the form, the policy", batch.line_ids.reason_text)

    def test_a_policy_that_is_new_since(self):
        batch = self.start(self.interest)
        with self.as_admin():
            self.make_policy("pollution", "PL-500")
        self.run_cron()
        self.assertCounts(batch, aside=1)
        self.assertIn("the policies shown", batch.line_ids.reason_text)

    def test_a_policy_renewed_since(self):
        # Beside one whose policy goes on, so that there is a batch.
        self.coastal_gl.sudo().date_expiration = EXPIRATION + timedelta(days=365)
        both = self.interest | self.coastal_interest
        batch = self.start(both, issue_date=EXPIRATION)
        self.assertCounts(batch, blocked=1, pending=1)
        self.gl.action_renew()
        batch.action_take_up()
        self.assertCounts(batch, blocked=1, pending=1)

    def test_another_language(self):
        self.env["res.lang"].sudo()._activate_lang("fr_FR")
        batch = self.start()
        self.bay.lang = "fr_FR"
        self.run_cron()
        self.assertAside(batch, "the language")

    def test_moved_to_another_company(self):
        batch = self.start()
        self.move()
        self.run_cron()
        self.assertAside(batch, "moved to another company")

    def move(self):
        self.interest.sudo().write(
            {"company_id": self.other_agency.id, "series_ids": [(5,)]}
        )
        self.env.flush_all()
        self.env.invalidate_all()

    def test_moved_to_another_company_and_taken_up(self):
        batch = self.start(self.interest)
        self.move()
        self.run_cron()
        with self.assertRaisesRegex(UserError, "None of these holders"):
            batch.action_take_up()

    def test_archived(self):
        batch = self.start()
        self.interest.action_archive()
        self.run_cron()
        self.assertCounts(batch, done=8, blocked=2)

    def test_resumed_hours_later(self):
        for stop in ("action_pause", "action_cancel"):
            with self.subTest(stop=stop):
                batch = self.start()
                getattr(batch, stop)()
                self.give_away()
                batch.action_resume()
                self.run_cron()
                self.assertAside(batch, "the certificate holder")
                self.interest.holder_id = self.bay

    def test_retried_in_a_click_and_behind(self):
        for limit in (0, 100):
            for change, said in ((self.give_away, "holder"), (self.move, "moved")):
                with self.subTest(limit=limit, said=said):
                    savepoint = self.cr.savepoint()
                    batch = self.start()
                    batch.action_cancel()
                    batch.line_ids.filtered(
                        lambda line: line.state == "cancelled"
                    ).sudo().write({"state": "error"})
                    change()
                    self.agency.sudo().coi_click_limit = limit
                    batch.action_retry()
                    self.run_cron()
                    self.assertAside(batch, said)
                    savepoint.close(rollback=True)
                    self.env.invalidate_all()

    def give_away(self):
        self.interest.holder_id = self.adams

    def test_taken_up_again_it_is_a_request_of_its_own(self):
        batch = self.start()
        self.bay.name = "Bay State Builders LLC"
        self.run_cron()
        action = batch.action_take_up()
        self.assertIn(self.interest.id, action["context"]["default_selected_ids"])
        self.agency.sudo().coi_click_limit = 1000
        made = self.issue(self.interest)
        self.assertEqual(made.holder_name, "Bay State Builders LLC")

    def test_a_line_of_an_earlier_database(self):
        """It knows whom it was asked for, and no more."""
        batch = self.start()
        self.env.flush_all()
        self.env.cr.execute("UPDATE coi_batch_line SET asked = NULL")
        self.env.invalidate_all()
        self.give_away()
        self.run_cron()
        self.assertAside(batch, "the certificate holder")

    def test_it_takes_no_query_a_holder(self):
        few, many = self.start(self.others[-2:]), self.start(self.others[-6:])
        counts = [
            self.count_queries(
                lambda each=each: each._get_cases(each.line_ids[0:9].interest_id)
            )
            for each in (few, many)
        ]
        self.assertLessEqual(counts[1], counts[0])


@tagged("post_install", "-at_install")
class TestRequesterGone(BackgroundCase):
    """What was asked for by somebody who may not any more is made for nobody."""

    def assertNothingMade(self, batch):
        batch = batch.with_env(self.admin_env)
        self.run_cron()
        self.assertCounts(batch, blocked=1, aside=9)
        messages = set(batch.line_ids.mapped("message")) - {False}
        self.assertEqual(len(messages), 1)
        self.assertIn("Csr, who requested this certificate, may no", messages.pop())
        self.assertEqual(batch.state, "done")

    def test_archived(self):
        batch = self.start()
        self.csr.sudo().active = False
        self.assertNothingMade(batch)

    def test_without_the_right(self):
        batch = self.start()
        self.csr.sudo().group_ids = self.env.ref("base.group_user")
        self.assertNothingMade(batch)

    def test_without_the_company(self):
        batch = self.start()
        self.csr.sudo().write(
            {
                "company_ids": self.other_agency.ids,
                "company_id": self.other_agency.id,
            }
        )
        self.assertNothingMade(batch)

    def test_a_colleague_takes_it_up(self):
        batch = self.start()
        self.csr.sudo().active = False
        self.run_cron()
        env = self.env_of(self.manager)
        action = batch.with_env(env).action_take_up()
        self.assertEqual(len(action["context"]["default_selected_ids"]), 10)
        made = self.generate(self.plain_interest, env)
        self.run_cron()
        self.assertCounts(made, done=1)
