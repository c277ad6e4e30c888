from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...models.issue import failure
from .background import BackgroundCase


@tagged("post_install", "-at_install")
class TestPause(BackgroundCase):
    def test_nothing_more_is_made(self):
        batch = self.start()
        self.run_chunks(1)
        batch.action_pause()
        self.run_cron()
        self.assertEqual(batch.state, "paused")
        self.assertCounts(batch, done=3, blocked=1, pending=6)

    def test_the_chunk_at_work_is_not_made_when_it_had_not_begun(self):
        batch = self.start()
        runner = self.env(user=self.env.ref("base.user_root"), su=True)["coi.runner"]
        lines = runner._claim("main", 3)
        batch.action_pause()
        self.assertEqual(runner._run_claimed(lines), 0)
        self.assertCounts(batch, blocked=1, pending=9)

    def test_what_is_made_can_be_downloaded(self):
        batch = self.start()
        self.run_chunks(1)
        self.assertFalse(batch.can_download)
        batch.action_pause()
        self.assertTrue(batch.can_download)
        self.assertEqual(len(self.open_zip(batch).namelist()), 3 + 1)

    def test_resume_goes_on_where_it_stopped(self):
        batch = self.start()
        self.run_chunks(1)
        made = batch.certificate_ids
        batch.action_pause()
        batch.action_resume()
        self.assertEqual(batch.state, "pending")
        self.run_cron()
        self.assertCounts(batch, done=9, blocked=1)
        self.assertLessEqual(made, batch.certificate_ids)

    def test_a_paused_batch_whose_last_chunk_came_home_is_finished(self):
        batch = self.start(self.interests[:3])
        runner = self.env(user=self.env.ref("base.user_root"), su=True)["coi.runner"]
        runner._run_claimed(runner._claim("main", 3))
        batch.action_pause()
        batch.sudo()._settle()
        self.assertEqual(batch.state, "done")

    def test_only_what_runs_can_be_paused(self):
        batch = self.start()
        self.run_cron()
        with self.assertRaisesRegex(UserError, "can no longer do this.*Finished"):
            batch.action_pause()
        with self.assertRaisesRegex(UserError, "can no longer do this"):
            batch.action_resume()


@tagged("post_install", "-at_install")
class TestCancel(BackgroundCase):
    def test_it_says_what_was_already_done(self):
        batch = self.start()
        self.run_chunks(1)
        message = batch.action_cancel()["params"]["message"]
        self.assertIn("Certificates issued, which stay: 3", message)
        self.assertIn("holders without one: 6", message)

    def test_nothing_more_is_made(self):
        batch = self.start()
        self.run_chunks(1)
        batch.action_cancel()
        self.run_cron()
        self.assertEqual(batch.state, "cancelled")
        self.assertCounts(batch, done=3, blocked=1, cancelled=6)
        self.assertTrue(batch.can_download)

    def test_lines_of_a_chunk_that_did_not_come_home_are_cancelled_later(self):
        batch = self.start()
        self.run_chunks(1)
        batch.action_cancel()
        batch.line_ids.filtered(lambda line: line.state == "cancelled")[0].sudo().write(
            {"state": "pending"}
        )
        self.run_cron()
        self.assertCounts(batch, done=3, blocked=1, cancelled=6)

    def test_before_anything_is_made(self):
        batch = self.start()
        batch.action_cancel()
        self.assertCounts(batch, blocked=1, cancelled=9)
        self.assertFalse(batch.can_download)

    def test_a_paused_one(self):
        batch = self.start()
        batch.action_pause()
        batch.action_cancel()
        self.assertEqual(batch.state, "cancelled")

    def test_and_resume(self):
        """Cancelled by mistake: the rest is made, and nothing twice."""
        batch = self.start()
        self.run_chunks(1)
        batch.action_cancel()
        batch.action_resume()
        self.run_cron()
        self.assertEqual(batch.state, "done")
        self.assertCounts(batch, done=9, blocked=1)

    def test_twice_is_said(self):
        batch = self.start()
        batch.action_cancel()
        with self.assertRaisesRegex(UserError, "can no longer do this"):
            batch.action_cancel()

    def test_downloads_of_a_cancelled_one_expire_too(self):
        batch = self.start(save_history=False)
        self.run_chunks(1)
        batch.action_cancel()
        self.assertTrue(batch.date_expired)
        batch.action_resume()
        self.assertFalse(batch.date_expired)


@tagged("post_install", "-at_install")
class TestRetry(BackgroundCase):
    """Retry makes the failed ones again, and only those."""

    def start_with_failures(self, **options):
        batch = self.start(**options)
        with self.failing("Holder 2 LLC", ZeroDivisionError()):
            with self.assertLogs(failure._logger, "ERROR"):
                self.run_cron()
        self.assertCounts(batch, done=8, blocked=1, failed=1)
        return batch

    def test_in_the_background(self):
        batch = self.start_with_failures()
        made = batch.certificate_ids
        batch.action_retry()
        self.assertEqual(batch.state, "pending")
        self.assertCounts(batch, done=8, blocked=1, pending=1)
        self.run_cron()
        self.assertEqual(batch.state, "done")
        self.assertCounts(batch, done=9, blocked=1)
        self.assertLessEqual(made, batch.certificate_ids)
        self.assertFalse(any(batch.line_ids.mapped("message")))

    def test_a_few_in_the_click(self):
        batch = self.start_with_failures()
        self.agency.sudo().coi_click_limit = 5
        batch.action_retry()
        self.assertEqual(batch.state, "done")
        self.assertCounts(batch, done=9, blocked=1)

    def test_those_that_fail_again_say_so_again(self):
        batch = self.start_with_failures()
        self.agency.sudo().coi_click_limit = 5
        with self.failing("Holder 2 LLC", ZeroDivisionError()):
            with self.assertLogs(failure._logger, "ERROR"):
                batch.action_retry()
        self.assertCounts(batch, done=8, blocked=1, failed=1)

    def test_cancelled_holders_stay_cancelled(self):
        batch = self.start()
        with self.failing("Adams Property Management", ZeroDivisionError()):
            with self.assertLogs(failure._logger, "ERROR"):
                self.run_chunks(1)
        batch.action_cancel()
        batch.action_retry()
        self.run_cron()
        self.assertCounts(batch, done=3, blocked=1, cancelled=6)
        self.assertEqual(batch.state, "cancelled")

    def test_cancelled_holders_can_still_be_resumed_after_it(self):
        for limit in (0, 5):
            with self.subTest(limit=limit):
                self.agency.sudo().coi_click_limit = 0
                batch = self.start_and_cancel()
                self.agency.sudo().coi_click_limit = limit
                batch.action_retry()
                self.run_cron()
                self.assertCounts(batch, done=3, blocked=1, cancelled=6)
                batch.action_resume()
                self.run_cron()
                self.assertCounts(batch, done=9, blocked=1)
                self.assertEqual(batch.state, "done")

    def start_and_cancel(self):
        """Of a first chunk of three, one has failed."""
        batch = self.start()
        with self.failing("Adams Property Management", ZeroDivisionError()):
            with self.assertLogs(failure._logger, "ERROR"):
                self.run_chunks(1)
        batch.action_cancel()
        self.assertCounts(batch, done=2, blocked=1, failed=1, cancelled=6)
        return batch

    def test_cancelled_once_more_while_it_retries(self):
        batch = self.start_and_cancel()
        batch.action_retry()
        batch.action_cancel()
        self.assertCounts(batch, done=2, blocked=1, cancelled=7)
        batch.action_resume()
        self.run_cron()
        self.assertCounts(batch, done=9, blocked=1)

    def test_it_makes_none_of_a_cancelled_chunk_that_did_not_come_home(self):
        batch = self.start_and_cancel()
        stray = batch.line_ids.filtered(lambda line: line.state == "cancelled")[0]
        stray.sudo().write({"state": "pending"})
        batch.action_retry()
        self.run_cron()
        self.assertCounts(batch, done=3, blocked=1, cancelled=6)

    def test_not_after_the_files_are_gone(self):
        batch = self.start_with_failures(save_history=False)
        batch.sudo().date_expired = fields.Datetime.now() - timedelta(hours=1)
        with self.assertRaisesRegex(UserError, "no longer available"):
            batch.action_retry()

    def test_not_while_it_runs(self):
        batch = self.start()
        with self.assertRaisesRegex(UserError, "can no longer do this.*Waiting"):
            batch.action_retry()


@tagged("post_install", "-at_install")
class TestEveryTransition(BackgroundCase):
    """Whatever is clicked in whatever state: no holder is lost on the way."""

    ACTIONS = {
        "action_pause": ("pending", "running"),
        "action_cancel": ("pending", "running", "paused"),
        "action_resume": ("paused", "cancelled"),
        "action_retry": ("done", "cancelled"),
    }
    STATES = ("pending", "running", "paused", "cancelled", "done")

    def put(self, batch, state):
        """``batch`` in ``state``, with a line in every state it can have then."""
        batch.sudo().write({"state": state})
        waiting = {"done": "error", "cancelled": "cancelled"}.get(state, "pending")
        stopped = "error" if state == "done" else "cancelled"
        states = ("aside", "skipped", "error", stopped, waiting, waiting)
        lines = batch.line_ids.filtered(lambda line: line.state == "pending")
        for line, each in zip(lines, states, strict=True):
            line.sudo().write({"state": each})

    def click(self, batch, action):
        """Whether the button was to be had."""
        try:
            getattr(batch, action)()
        except UserError:
            return False
        return True

    def make_all(self, batch):
        """Every button there is, until nothing more can be made."""
        for _turn in range(3):
            self.run_cron()
            for action in ("action_resume", "action_retry"):
                self.click(batch, action)
                self.run_cron()

    def test_no_button_loses_a_holder(self):
        for state in self.STATES:
            for action, states in self.ACTIONS.items():
                with self.subTest(state=state, action=action):
                    batch = self.start(self.interests - self.dover_interest)
                    self.run_chunks(1)
                    self.put(batch, state)
                    self.assertEqual(self.click(batch, action), state in states)
                    self.make_all(batch)
                    self.assertCounts(batch, done=7, aside=1, blocked=1)
                    self.assertEqual(batch.state, "done")
                    taken_up = batch.action_take_up()["context"]
                    self.assertEqual(len(taken_up["default_selected_ids"]), 2)


@tagged("post_install", "-at_install")
class TestControlRights(BackgroundCase):
    """Who asked for a batch, and managers, control it; nobody else."""

    ACTIONS = ("action_pause", "action_resume", "action_cancel", "action_retry")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.as_admin():
            cls.peer = cls.make_user("peer", "coi_mass_generate.group_user", cls.agency)

    def assertRefused(self, user, batch, text):
        for action in self.ACTIONS:
            with self.assertRaisesRegex(AccessError, text, msg=action):
                getattr(batch.with_env(self.env_of(user)), action)()

    def test_the_requester_may(self):
        batch = self.start()
        self.assertTrue(batch.can_control)
        batch.action_pause()

    def test_a_manager_may(self):
        batch = self.start().with_env(self.env_of(self.manager))
        self.assertTrue(batch.can_control)
        batch.action_cancel()

    def test_another_csr_may_look_and_not_touch(self):
        batch = self.start()
        self.assertFalse(batch.with_user(self.peer).can_control)
        self.assertEqual(batch.with_user(self.peer).get_progress()["waiting"], 9)
        self.assertRefused(self.peer, batch, "who requested this batch")

    def test_another_company_sees_nothing(self):
        batch = self.start()
        self.assertRefused(self.other_csr, batch, "")
        with self.assertRaises(AccessError):
            batch.with_env(self.env_of(self.other_csr)).get_progress()

    def test_a_colleague_without_the_right_sees_nothing(self):
        batch = self.start()
        self.assertRefused(self.colleague, batch, "")

    def test_nobody_writes_the_state(self):
        batch = self.start()
        for user in (self.csr, self.manager):
            with self.assertRaises(AccessError):
                batch.with_env(self.env_of(user)).write({"state": "done"})
            with self.assertRaises(AccessError):
                batch.line_ids.with_env(self.env_of(user)).write({"state": "done"})
