from unittest.mock import patch

from psycopg2 import OperationalError, errors

from odoo.exceptions import ConcurrencyError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.issue import coi_runner, failure
from .background import BackgroundCase


@tagged("post_install", "-at_install")
class TestDatabaseErrors(BackgroundCase):
    """They are nobody's fault: the chunk is undone and tried again, not for ever."""

    def test_a_passing_one_is_tried_again(self):
        for error in (
            errors.SerializationFailure,
            errors.DeadlockDetected,
            errors.LockNotAvailable,
        ):
            batch = self.start()
            with self.failing("Holder 2 LLC", error(), times=2):
                self.run_cron()
            self.assertCounts(batch, done=9, blocked=1)

    def test_one_that_does_not_pass_ends_alone_on_its_line(self):
        batch = self.start()
        with self.failing("Holder 2 LLC", errors.DeadlockDetected()):
            self.run_cron()
        self.assertEqual(batch.state, "done")
        self.assertCounts(batch, done=8, blocked=1, failed=1)
        state, reason = self.get_reasons(batch)["Holder 2 LLC"]
        self.assertIn("Given up after 8 attempts", reason)

    def test_in_the_click_the_request_is_tried_again(self):
        """Odoo does that; we must not take the error for the holder's."""
        self.agency.sudo().coi_click_limit = 1000
        for error in (errors.SerializationFailure(), OperationalError()):
            with self.failing("Holder 2 LLC", error):
                with self.assertRaises(type(error)), self.cr.savepoint():
                    self.start()

    def test_a_number_used_by_another_is_tried_again(self):
        self.agency.sudo().coi_click_limit = 1000
        with self.failing("Holder 2 LLC", errors.UniqueViolation()):
            with self.assertRaises(ConcurrencyError), self.cr.savepoint():
                self.start()

    def test_bad_data_is_the_holders_own(self):
        """The database refuses what the program let pass: that line fails."""
        batch = self.start()
        with self.failing("Holder 2 LLC", errors.NumericValueOutOfRange()):
            with self.assertLogs(failure._logger, "ERROR"):
                self.run_cron()
        self.assertCounts(batch, done=8, blocked=1, failed=1)

    def test_a_lost_connection_ends_the_turn_and_nothing_is_lost(self):
        batch = self.start()
        with self.failing("Holder 2 LLC", OperationalError("server closed"), times=1):
            with mute_logger("odoo.addons.base.models.ir_cron"):
                self.run_cron()
            self.run_cron()
        self.assertCounts(batch, done=9, blocked=1)

    def test_a_lost_connection_calls_for_help(self):
        """By a connection of its own, for the scheduler looks only once a minute."""
        triggers = self.env["ir.cron.trigger"].sudo()
        before = triggers.search_count([])
        with self.enter_registry_test_mode():
            self.env["coi.runner"]._call_for_help()
        self.assertEqual(triggers.search_count([]), before + 2)


@tagged("post_install", "-at_install")
class TestKilledWorker(BackgroundCase):
    """What was taken up and not brought home is taken up again, alone if need be."""

    def take_up(self, lane="main"):
        """A worker takes lines up and is killed."""
        runner = self.env(user=self.env.ref("base.user_root"), su=True)["coi.runner"]
        return runner._claim(lane, coi_runner.CHUNK_COST)

    def test_others_go_first(self):
        batch = self.start()
        lost = self.take_up()
        self.run_chunks(1)
        self.assertEqual(set(lost.mapped("state")), {"pending"})
        self.assertCounts(batch, done=3, blocked=1, pending=6)

    def test_it_is_taken_up_again(self):
        batch = self.start()
        self.take_up()
        self.run_cron()
        self.assertCounts(batch, done=9, blocked=1)

    def test_in_smaller_parts_down_to_one(self):
        self.startPatcher(patch.object(coi_runner, "CHUNK_COST", 100))
        self.start()
        sizes = [len(self.take_up()) for _turn in range(4)]
        self.assertEqual(sizes[:1], [9])
        self.env["coi.batch.line"].sudo().search([]).write({"attempts": 4})
        self.assertEqual(len(self.take_up()), 1)

    def test_what_kills_every_time_is_given_up(self):
        batch = self.start()
        for _turn in range(200):
            if not self.take_up():
                break
        self.env["coi.runner"].sudo()._settle_open()
        self.assertEqual(batch.state, "done")
        self.assertCounts(batch, failed=9, blocked=1)
        self.assertIn("Given up", batch.line_ids[0].message)

    def test_a_batch_that_nobody_finished_is_finished(self):
        """Killed between the last chunk and the word that it was the last."""
        batch = self.start()
        runner = self.env(user=self.env.ref("base.user_root"), su=True)["coi.runner"]
        for _turn in range(3):
            runner._run_claimed(runner._claim("main", 3))
        self.assertCounts(batch, done=9, blocked=1)
        self.assertEqual(batch.state, "running")
        self.run_cron()
        self.assertEqual(batch.state, "done")

    def test_a_line_is_never_made_twice(self):
        batch = self.start()
        runner = self.env(user=self.env.ref("base.user_root"), su=True)["coi.runner"]
        lines = runner._claim("main", 3)
        runner._run_claimed(lines)
        self.assertFalse(runner._run_chunk(lines))
        self.assertCounts(batch, done=3, blocked=1, pending=6)
