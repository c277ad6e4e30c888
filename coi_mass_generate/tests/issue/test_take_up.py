from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..agency import ISSUE_DATE
from .background import BackgroundCase
from .test_generate import WizardCase

LATER = date(2026, 4, 15)


class TakeUpCase(WizardCase):
    """A batch of which some are left, and the wizard that takes these up."""

    def take_up(self, batch, env=None, **vals):
        """The wizard as the client opens it, with nothing filled in but by itself."""
        action = batch.with_env(env or self.env).action_take_up()
        wizards = (env or self.env)["coi.generate"].with_context(**action["context"])
        defaults = wizards.default_get(list(wizards._fields))
        return wizards.create({**defaults, **vals})

    def make(self, wizard, **vals):
        """The batch that the wizard makes."""
        wizard.write(vals)
        params = self.run_wizard(wizard)
        return wizard.env["coi.batch"].browse(params["batch_id"])

    def mend(self):
        """What blocks the holder without an address."""
        self.dover.write({"street": "1 Harbor Way"})


@tagged("post_install", "-at_install")
class TestTakeUp(TakeUpCase):
    """*Take Up the Others* asks for what the first batch was asked for."""

    def leave(self, **options):
        """A batch of two, of whom one holder is blocked, whose fault is mended then."""
        both = self.plain_interest | self.dover_interest
        batch = self.generate(both, options.pop("env", None), **options)
        self.assertEqual((batch.count_done, batch.count_blocked), (1, 1))
        self.mend()
        return batch

    def assertTakenUp(self, batch, **vals):
        """What is made of the one that was left is printed on ``vals``."""
        again = self.make(self.take_up(batch, batch.env))
        self.assertEqual(again.line_ids.interest_id, self.dover_interest)
        self.assertEqual(again.count_done, 1, self.get_reasons(again))
        for name, value in vals.items():
            self.assertEqual(again[name], value, name)
        return again

    def test_its_issue_date(self):
        with self.knowing(LATER):
            batch = self.leave(issue_date=LATER)
            again = self.assertTakenUp(batch, issue_date=LATER)
        self.assertEqual(again.certificate_ids.issue_date, LATER)

    def test_the_policies_chosen(self):
        chosen = self.gl | self.auto
        batch = self.leave(policy_ids=chosen.ids)
        again = self.assertTakenUp(batch, policy_ids=chosen)
        self.assertEqual(again.certificate_ids.policy_ids, chosen)

    def test_none_chosen_stays_all(self):
        batch = self.leave()
        again = self.assertTakenUp(batch, policy_ids=self.env["coi.policy"])
        first = batch.certificate_ids.policy_ids
        self.assertEqual(again.certificate_ids.policy_ids, first)

    def test_a_chosen_policy_that_was_archived_since_is_told_of(self):
        """Without it all policies in force would be shown, which nobody asked for."""
        batch = self.leave(policy_ids=self.umbrella.ids)
        self.umbrella.sudo().active = False
        wizard = self.take_up(batch)
        [row] = wizard.get_candidates(
            wizard.scope,
            wizard.scope_ids,
            wizard.insured_ids.ids,
            wizard.company_id.id,
            str(wizard.issue_date),
            wizard.policy_ids.ids,
        )
        self.assertEqual(row["verdict"], "blocked")
        with self.assertRaisesRegex(UserError, self.umbrella.name):
            self.make(wizard)

    def test_as_one_file_and_without_history(self):
        batch = self.leave(output="pdf", save_history=False)
        self.assertTakenUp(batch, output="pdf", save_history=False)

    def test_its_form(self):
        form = self.env.ref("coi_mass_generate.form_own").sudo()
        form = form.copy({"edition": "2026/12"}).sudo(False)
        batch = self.leave(form_id=form.id)
        again = self.assertTakenUp(batch, form_id=form)
        self.assertEqual(again.certificate_ids.form_id, form)

    def test_a_form_that_may_not_be_used_any_more_is_told_of(self):
        """The window is one to work in, not an error above an empty list."""
        first = self.env.ref("coi_mass_generate.form_own").sudo()
        for vals in ({"sunset_date": ISSUE_DATE}, {"active": False}):
            form = first.copy({"edition": f"without {[*vals]}"}).sudo(False)
            with self.subTest(form.edition):
                self.dover.street = False
                batch = self.leave(form_id=form.id)
                form.sudo().write(vals)
                wizard = self.take_up(batch)
                self.assertFalse(wizard.form_id)
                self.assertIn(form.edition, wizard.note)

    def test_no_form_chosen_stays_each_insureds_own(self):
        self.assertTakenUp(self.leave(), form_id=self.env["coi.form"])

    def test_only_those_that_were_left_can_be_chosen(self):
        batch = self.leave()
        wizard = self.take_up(batch)
        rows = self.list_candidates(wizard)
        self.assertEqual([row["id"] for row in rows], self.dover_interest.ids)

    def test_one_that_moved_to_another_company_is_left_there(self):
        batch = self.leave()
        self.dover_interest.sudo().company_id = self.other_agency
        both = self.manager.sudo()
        both.company_ids |= self.other_agency
        companies = {"allowed_company_ids": both.company_ids.ids}
        env = self.env(user=self.manager, context=companies)
        with self.assertRaisesRegex(UserError, "None of these holders"):
            batch.with_env(env).action_take_up()

    def test_warnings_are_confirmed_anew(self):
        """Those who are left have some that nobody has confirmed."""
        self.plain_interest.description = "We guarantee and certify it."
        both = self.plain_interest | self.bank_interest
        batch = self.generate(both, confirm_warnings=False)
        self.assertEqual(batch.count_aside, 1)
        with self.assertRaisesRegex(UserError, "nobody has confirmed"):
            self.make(self.take_up(batch))
        again = self.make(self.take_up(batch), confirm_warnings=True)
        self.assertEqual(again.count_done, 1)


@tagged("post_install", "-at_install")
class TestTakeUpOverride(TakeUpCase):
    """A manager's reason is that manager's: it goes along with nobody else."""

    REASON = "The bank has confirmed it in writing."

    def setUp(self):
        super().setUp()
        # Two blocks, of which the manager has overridden one.
        self.dover_interest.description = "As agreed {nonsense}."
        self.own = self.env_of(self.manager)
        given = {
            "reason": self.REASON,
            "codes": [f"address:res.partner:{self.dover.id}:street"],
        }
        self.batch = self.generate(
            self.dover_interest | self.bank_interest,
            self.own,
            overrides={self.dover_interest.id: given},
        )
        self.assertEqual(self.batch.count_blocked, 1)

    def test_for_the_same_manager(self):
        wizard = self.take_up(self.batch, self.own)
        given = wizard.overrides[str(self.dover_interest.id)]
        self.assertEqual(given["reason"], self.REASON)
        self.dover_interest.description = False
        line = self.make(wizard).line_ids
        self.assertEqual(line.overrides["reason"], self.REASON)
        self.assertEqual(line.overrides["user_id"], self.manager.id)

    def test_not_for_a_colleague(self):
        self.mend()
        self.dover_interest.description = False
        wizard = self.take_up(self.batch)
        self.assertFalse(wizard.overrides)
        self.assertEqual(self.make(wizard).count_done, 1)

    def test_not_for_one_who_is_no_manager_any_more(self):
        group = self.env.ref("coi_mass_generate.group_user")
        self.manager.sudo().group_ids = group
        self.assertFalse(self.take_up(self.batch, self.own).overrides)


@tagged("post_install", "-at_install")
class TestTakeUpRevision(TakeUpCase):
    """What was to be a revision is one when it is taken up, and nothing else."""

    def setUp(self):
        super().setUp()
        self.old = self.issue(self.ai_interest)
        self.other = self.issue(self.bank_interest)
        self.bank_interest.project = "Pier 6"
        # By its data alone it would be another certificate, with a new number.
        self.ai_interest.write(
            {"project": "Pier 5", "description": "We guarantee and certify it."}
        )

    def leave(self):
        """The batch of two revisions, of which one was kept aside."""
        wizard = self.open_wizard((self.old | self.other).action_revise())
        batch = self.make(wizard)
        self.assertEqual(batch.count_aside, 1, self.get_reasons(batch))
        return batch

    def test_it_supersedes_the_old_one(self):
        wizard = self.take_up(self.leave())
        self.assertTrue(wizard.is_revision)
        new = self.make(wizard, confirm_warnings=True).certificate_ids
        self.assertEqual((new.number, new.revision), (self.old.number, 1))
        self.assertEqual(new.supersedes_id, self.old)
        self.assertEqual((self.old.state, new.state), ("superseded", "issued"))

    def test_it_shows_again_what_the_old_one_shows(self):
        """Whatever has come into force since."""
        batch = self.leave()
        self.env = self.admin_env
        self.make_policy("pollution", "PL-500")
        new = self.make(self.take_up(batch), confirm_warnings=True).certificate_ids
        self.assertEqual(new.policy_ids, self.old.policy_ids)

    def test_twice_it_is_still_the_same_revision(self):
        batch = self.leave()
        with self.assertRaisesRegex(UserError, "nobody has confirmed"):
            self.make(self.take_up(batch))
        new = self.make(self.take_up(batch), confirm_warnings=True).certificate_ids
        self.assertEqual((new.number, new.revision), (self.old.number, 1))

    def test_of_one_that_was_revised_meanwhile(self):
        batch = self.leave()
        wizard = self.open_wizard(self.old.action_revise(), confirm_warnings=True)
        self.make(wizard)
        with self.assertRaisesRegex(UserError, "no longer the valid one"):
            self.make(self.take_up(batch), confirm_warnings=True)

    def test_of_one_that_was_cancelled_meanwhile(self):
        batch = self.leave()
        self.old._cancel("Wrong holder")
        with self.assertRaisesRegex(UserError, "1 holder is blocked"):
            self.make(self.take_up(batch), confirm_warnings=True)
        self.assertEqual(self.old.state, "cancelled")

    def test_beside_one_that_is_new(self):
        """A program may ask for both at once."""
        batch = self.env["coi.batch"]._start(
            self.ai_interest | self.dover_interest | self.plain_interest,
            issue_date=ISSUE_DATE,
            confirmed=False,
            revised={self.ai_interest.id: self.old},
        )
        self.assertEqual((batch.count_aside, batch.count_blocked), (1, 1))
        self.mend()
        again = self.make(self.take_up(batch), confirm_warnings=True)
        made = {each.interest_id: each for each in again.certificate_ids}
        self.assertEqual(made[self.ai_interest].supersedes_id, self.old)
        self.assertNotEqual(made[self.dover_interest].number, self.old.number)
        self.assertFalse(made[self.dover_interest].supersedes_id)


@tagged("post_install", "-at_install")
class TestStaysWhatWasAskedFor(BackgroundCase):
    """Other ways back to a batch make what it was asked for as well."""

    def start_revision(self):
        self.agency.sudo().coi_click_limit = 1000
        self.old = self.issue(self.ai_interest, policy_ids=(self.gl | self.auto).ids)
        self.ai_interest.project = "Pier 5"
        self.agency.sudo().coi_click_limit = 0
        return self.env["coi.batch"]._start(
            self.ai_interest | self.plain_interest,
            issue_date=LATER,
            policies=self.umbrella,
            revised={self.ai_interest.id: self.old},
        )

    def assertAsAsked(self, batch):
        self.assertCounts(batch, done=2)
        made = {each.interest_id: each for each in batch.certificate_ids}
        new, plain = made[self.ai_interest], made[self.plain_interest]
        self.assertEqual((new.number, new.revision), (self.old.number, 1))
        self.assertEqual(self.old.state, "superseded")
        self.assertEqual(new.policy_ids, self.gl | self.auto)
        self.assertEqual(plain.policy_ids, self.umbrella)
        self.assertEqual(batch.certificate_ids.mapped("issue_date"), [LATER] * 2)

    def test_resumed_after_a_pause(self):
        batch = self.start_revision()
        batch.action_pause()
        batch.action_resume()
        self.run_cron()
        self.assertAsAsked(batch)

    def test_resumed_after_it_was_cancelled(self):
        batch = self.start_revision()
        batch.action_cancel()
        batch.action_resume()
        self.run_cron()
        self.assertAsAsked(batch)

    def test_retried(self):
        for limit in (0, 1000):
            with self.subTest(limit=limit), self.env.cr.savepoint() as savepoint:
                batch = self.start_revision()
                self.agency.sudo().coi_click_limit = limit
                with self.failing("Bay State Builders, Inc.", UserError("Odd")):
                    self.run_cron()
                self.assertCounts(batch, done=1, failed=1)
                batch.action_retry()
                self.run_cron()
                self.assertAsAsked(batch)
                savepoint.rollback()
                self.env.invalidate_all()
