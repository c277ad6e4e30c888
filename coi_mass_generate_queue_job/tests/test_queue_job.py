from unittest.mock import patch

from psycopg2 import errors

from odoo.tests import tagged

from odoo.addons.coi_mass_generate.models.issue import coi_batch_control as own_batch
from odoo.addons.coi_mass_generate.models.issue import coi_runner, failure
from odoo.addons.coi_mass_generate.tests.issue.test_hooks import HookCase
from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.queue_job.tests.common import trap_jobs

from ..models import coi_batch


@tagged("post_install", "-at_install")
class TestQueueJob(HookCase):
    """The same promises, kept by the job queue."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agency.sudo().coi_worker = "queue_job"
        cls.startClassPatcher(patch.object(coi_batch, "CHUNK_COST", 3))

    def perform(self, jobs):
        """Work the queue off, as the job runner does."""
        jobs.perform_enqueued_jobs()
        self.env.invalidate_all()

    def settle(self, batch):
        """What happens after the commit of a job."""
        batch._settle()
        self.env.invalidate_all()

    def test_a_job_a_chunk(self):
        with trap_jobs() as jobs:
            batch = self.start()
            self.assertEqual((batch.worker, batch.state), ("queue_job", "pending"))
            self.assertEqual(len(jobs.enqueued_jobs), 3)
            for job in jobs.enqueued_jobs:
                self.assertEqual(job.channel, "root.coi_certificates")
                self.assertIn(batch.name, job.description)

    def test_all_of_them_make_everything(self):
        with trap_jobs() as jobs:
            batch = self.start()
            self.perform(jobs)
        self.assertEqual(batch.state, "running")
        self.settle(batch)
        self.assertEqual(batch.state, "done")
        self.assertCounts(batch, done=9, blocked=1)
        self.assertEqual(batch.certificate_ids.user_id, self.csr)

    def test_another_addons_hooks_are_called_once_a_job(self):
        with trap_jobs() as jobs, self.extended() as seen:
            batch = self.start()
            self.perform(jobs)
        self.assertHooked(seen, batch, 3)

    def test_what_was_changed_while_it_waited_is_kept_aside(self):
        with trap_jobs() as jobs:
            batch = self.start()
            self.ai_interest.holder_id = self.adams
            self.perform(jobs)
        self.settle(batch)
        self.assertCounts(batch, done=8, blocked=1, aside=1)
        reasons = batch.line_ids.mapped("reason_text")
        self.assertTrue(any("has changed: the certificate" in each for each in reasons))

    def test_nothing_is_made_for_who_lost_the_company(self):
        with trap_jobs() as jobs:
            batch = self.start().with_env(self.admin_env)
            other = self.other_agency
            self.csr.sudo().write(
                {"company_ids": other.ids, "company_id": other.id},
            )
            self.perform(jobs)
        self.settle(batch)
        self.assertCounts(batch, blocked=1, aside=9)

    def test_cancelled_holders_can_be_resumed_after_a_retry(self):
        with trap_jobs() as jobs:
            batch = self.start()
            batch.action_cancel()
            lines = batch.line_ids.filtered(lambda line: line.state == "cancelled")
            lines[0].sudo().write({"state": "error"})
            batch.action_retry()
            self.perform(jobs)
        self.settle(batch)
        self.assertCounts(batch, done=1, blocked=1, cancelled=8)
        self.assertEqual(batch.state, "cancelled")
        with trap_jobs() as jobs:
            batch.action_resume()
            self.perform(jobs)
        self.settle(batch)
        self.assertCounts(batch, done=9, blocked=1)

    def test_small_batches_first(self):
        with trap_jobs() as jobs, patch.object(own_batch, "RUSH_COST", 1):
            self.start()
            self.start(self.plain_interest)
            first, *_others, last = jobs.enqueued_jobs
        self.assertLess(last.priority, first.priority)

    def test_the_same_job_twice_makes_nothing_twice(self):
        """The key ignores started jobs: the job locks and looks again."""
        with trap_jobs() as jobs:
            batch = self.start()
            self.perform(jobs)
        self.assertIn("0 holders", batch._job_chunk(*batch.line_ids.ids[:2]))
        self.assertCounts(batch, done=9, blocked=1)

    def test_paused_jobs_make_nothing_and_resume_makes_the_rest(self):
        with trap_jobs() as jobs:
            batch = self.start()
            batch.action_pause()
            self.perform(jobs)
            self.assertCounts(batch, blocked=1, pending=9)
        with trap_jobs() as jobs:
            batch.action_resume()
            self.perform(jobs)
        self.settle(batch)
        self.assertCounts(batch, done=9, blocked=1)

    def test_what_is_too_much_for_a_chunk_is_another_job(self):
        self.adams.name, self.bay.name = "שלום", "سلام"
        with trap_jobs() as jobs:
            batch = self.start(self.interests[:3])
            jobs.enqueued_jobs[0].perform()
            self.assertEqual(len(jobs.enqueued_jobs), 2)
        self.assertCounts(batch, done=1, pending=2)

    def test_one_bad_holder_fails_alone(self):
        with trap_jobs() as jobs:
            batch = self.start()
            with self.failing("Holder 2 LLC", ZeroDivisionError()):
                with self.assertLogs(failure._logger, "ERROR"):
                    self.perform(jobs)
        self.settle(batch)
        self.assertCounts(batch, done=8, blocked=1, failed=1)

    def test_a_conflict_is_tried_again_by_the_queue(self):
        with trap_jobs():
            batch = self.start()
        ids, name = batch.line_ids.ids, "Adams Property Management"
        with self.failing(name, errors.UniqueViolation()):
            with self.assertRaises(RetryableJobError):
                batch._job_chunk(ids[0], ids[-1])
        with self.failing(name, errors.SerializationFailure()):
            with self.assertRaises(errors.SerializationFailure):
                batch._job_chunk(ids[0], ids[-1])

    def test_lines_of_a_job_given_up_are_taken_up_in_smaller_parts(self):
        with trap_jobs():
            batch = self.start()
        with patch.object(coi_batch, "CHUNK_COST", 20), trap_jobs() as jobs:
            batch._job_failed()
            sizes = [job.args[1] - job.args[0] + 1 for job in jobs.enqueued_jobs]
        self.assertLessEqual(max(sizes), 20 // coi_runner.SHRINK + 1)
        self.assertEqual(set(batch._get_waiting().mapped("attempts")), {1})

    def test_not_while_others_are_at_work(self):
        batch = self.start()
        self.assertEqual(batch._count_jobs(batch._get_live_states()), 3)
        self.settle(batch)
        self.assertEqual(set(batch._get_waiting().mapped("attempts")), {0})

    def fail_jobs(self, batch):
        """The queue gives up all jobs of ``batch``."""
        key = batch._get_job_key()
        jobs = (
            self.env["queue.job"].sudo().search([("identity_key", "=like", f"{key}%")])
        )
        jobs.write({"state": "failed"})
        return jobs

    def test_what_fails_every_time_is_given_up(self):
        batch = self.start()
        for _turn in range(coi_runner.MAX_ATTEMPTS + 1):
            self.fail_jobs(batch)
            batch._job_failed()
        self.assertCounts(batch, failed=9, blocked=1)
        self.assertEqual(batch.state, "done")
        self.assertIn("Given up", batch.line_ids[0].message)

    def test_the_scheduled_action_leaves_them_alone(self):
        with trap_jobs():
            batch = self.start()
            self.run_cron()
        self.assertCounts(batch, blocked=1, pending=9)

    def test_failed_jobs_are_told(self):
        batch = self.start()
        self.assertEqual(batch.get_progress()["alert"], "")
        self.fail_jobs(batch)
        self.age(batch, 5)
        self.assertIn("3 jobs of this batch failed", batch.get_progress()["alert"])

    def test_nobody_takes_the_jobs(self):
        batch = self.start()
        self.age(batch, 5)
        self.assertIn("job queue runs", batch.get_progress()["alert"])
