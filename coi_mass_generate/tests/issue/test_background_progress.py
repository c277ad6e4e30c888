from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ...models.issue import failure
from .background import CRON, RUSH, BackgroundCase


@tagged("post_install", "-at_install")
class TestProgress(BackgroundCase):
    """What the screen asks once a second."""

    def test_waiting(self):
        progress = self.start().get_progress()
        self.assertEqual(progress["state"], "pending")
        self.assertEqual(
            (progress["selected"], progress["waiting"], progress["blocked"]), (10, 9, 1)
        )
        self.assertFalse(progress["download_url"])

    def test_it_adds_up_after_every_chunk(self):
        """To what was selected, whatever may become of a holder."""
        self.bank_interest.description = "We guarantee it."
        batch = self.start(confirm_warnings=False)
        self.assertAddsUp(batch, waiting=8, blocked=1, aside=1)
        self.run_chunks(1)
        self.assertAddsUp(batch, done=3, waiting=5, blocked=1, aside=1)
        with self.failing("Holder 2 LLC", ZeroDivisionError()):
            with self.assertLogs(failure._logger, "ERROR"):
                self.run_chunks(1)
        self.assertAddsUp(batch, done=5, failed=1, waiting=2, blocked=1, aside=1)
        batch.action_cancel()
        self.assertAddsUp(batch, done=5, failed=1, cancelled=2, blocked=1, aside=1)

    def assertAddsUp(self, batch, **counts):
        found = batch.get_progress()
        parts = ("done", "blocked", "aside", "failed", "cancelled", "waiting")
        self.assertEqual(
            {part: found[part] for part in parts if found[part]}, dict(counts)
        )
        self.assertEqual(sum(counts.values()), len(self.interests))
        self.assertEqual(found["selected"], len(self.interests))

    def test_speed_and_time_left(self):
        batch = self.start()
        self.run_chunks(1)
        # As if the three had taken five seconds.
        batch.sudo().date_start = self.cr.now() - timedelta(seconds=5)
        progress = batch.get_progress()
        self.assertEqual(progress["rate"], 0.6)
        self.assertEqual(progress["seconds"], 5)
        self.assertEqual(progress["seconds_left"], 10)

    def test_finished(self):
        batch = self.start()
        self.run_cron()
        progress = batch.get_progress()
        self.assertEqual((progress["state"], progress["done"]), ("done", 9))
        self.assertEqual(progress["download_url"], f"/coi/batch/{batch.id}/download")
        self.assertEqual(progress["alert"], "")
        self.assertFalse(progress["seconds_left"])

    def test_the_same_later(self):
        batch = self.start()
        self.run_cron()
        first = batch.get_progress()
        with freeze_time(fields.Datetime.now() + timedelta(days=3)):
            self.assertEqual(batch.get_progress(), first)

    def test_it_costs_little(self):
        batch = self.start()
        self.run_chunks(1)
        # Four of them for the insured in the title, which not everybody may see.
        self.assertLessEqual(self.count_queries(batch.get_progress), 16)

    def test_the_requester_is_told_at_the_end(self):
        self.start()
        bus = self.env["bus.bus"].sudo()
        before = bus.search([])
        self.run_cron()
        told = [one.message for one in bus.search([]) - before]
        self.assertTrue(any("coi_batch_finished" in message for message in told))


@tagged("post_install", "-at_install")
class TestAlerts(BackgroundCase):
    """A batch that cannot go on says so to its user, not only to the log."""

    def get_crons(self):
        return (self.env.ref(CRON) | self.env.ref(RUSH)).sudo()

    def test_all_is_well(self):
        self.assertEqual(self.start().get_progress()["alert"], "")

    def test_switched_off(self):
        batch = self.start()
        self.get_crons().active = False
        alert = batch.get_progress()["alert"]
        self.assertIn("switched off", alert)
        self.assertIn("Certificates: make batches", alert)

    def test_one_of_the_two_is_enough(self):
        batch = self.start()
        self.env.ref(RUSH).sudo().active = False
        self.assertEqual(batch.get_progress()["alert"], "")

    def test_keeps_failing(self):
        batch = self.start()
        self.age(batch, 2)
        self.assertEqual(batch.get_progress()["alert"], "")
        self.env.ref(CRON).sudo().failure_count = 4
        self.assertIn(
            "keeps failing (failures in a row: 4", batch.get_progress()["alert"]
        )

    def test_nobody_comes(self):
        batch = self.start()
        self.age(batch, 5)
        self.assertIn("Nothing has happened", batch.get_progress()["alert"])

    def test_not_when_it_is_over(self):
        batch = self.start()
        self.run_cron()
        self.age(batch, 60)
        self.get_crons().active = False
        self.assertEqual(batch.get_progress()["alert"], "")

    def test_switched_on_again_it_goes_on(self):
        batch = self.start()
        crons = self.get_crons()
        crons.active = False
        crons.active = True
        self.run_cron()
        self.assertEqual(batch.state, "done")


@tagged("post_install", "-at_install")
class TestDownloadOfLargeBatches(BackgroundCase):
    def test_not_before_it_is_finished(self):
        batch = self.start()
        self.run_chunks(1)
        with self.assertRaisesRegex(UserError, "still in progress: 3 of 10"):
            batch.action_download()

    def test_again_and_again_the_same(self):
        batch = self.start()
        self.run_cron()
        self.assertEqual(self.get_output(batch), self.get_output(batch))

    def test_expired(self):
        batch = self.start(save_history=False)
        self.run_cron()
        self.assertTrue(batch.can_download)
        batch.sudo().date_expired = fields.Datetime.now() - timedelta(hours=1)
        self.assertFalse(batch.can_download)
        with self.assertRaisesRegex(UserError, "no longer available"):
            batch.action_download()

    def test_the_vacuum_empties_what_is_expired_and_nothing_else(self):
        expired = self.start(save_history=False)
        fresh = self.start(save_history=False, request_key="fresh")
        kept = self.start()
        self.run_cron()
        expired.sudo().date_expired = fields.Datetime.now() - timedelta(hours=1)
        self.assertEqual(self.env["coi.batch"].sudo()._gc_downloads(), (9, False))
        self.env.invalidate_all()
        self.assertFalse(expired.certificate_ids)
        self.assertEqual(expired.count_done, 9, "the summary stays")
        self.assertEqual(len(fresh.certificate_ids), 9)
        self.assertEqual(len(kept.certificate_ids), 9)

    def test_masters_go_when_nobody_needs_them(self):
        batch = self.start(self.coastal_interest, save_history=False)
        self.run_cron()
        master = batch.certificate_ids.master_id
        batch.sudo().date_expired = fields.Datetime.now() - timedelta(hours=1)
        self.env["coi.batch"].sudo()._gc_downloads()
        self.assertFalse(master.exists())
