from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from odoo.addons.coi_mass_generate.tests.delivery.post import PostCase
from odoo.addons.queue_job.tests.common import trap_jobs

from ..models import coi_postman


@tagged("post_install", "-at_install")
class TestPostmanJobs(PostCase):
    """Mails handed over by jobs: the same promises."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agency.sudo().coi_worker = "queue_job"

    def make_two(self):
        return self.make_mailed(A="a@x.example", B="b@x.example")

    def perform(self, jobs):
        """Work the queue off; the mails that were taken."""
        with self.answering() as sessions, self.enter_registry_test_mode():
            for job in list(jobs.enqueued_jobs):
                job.perform()
        self.env.invalidate_all()
        return [mail for session in sessions for mail in session.mails]

    def test_a_job_hands_them_over(self):
        certificates = self.make_two()
        with trap_jobs() as jobs:
            sending = self.send(certificates)
        [job] = jobs.enqueued_jobs
        self.assertEqual(job.channel, "root.coi_mail")
        self.assertEqual(len(self.perform(jobs)), 2)
        self.assertEqual((sending.state, sending.count_handed), ("done", 2))

    def test_it_begins_when_nothing_can_be_taken_back_any_more(self):
        self.agency.sudo().coi_undo_minutes = 10
        certificates = self.make_two()
        with trap_jobs() as jobs:
            told = self.env["coi.sending"].send(certificates.ids)
            sending = self.env["coi.sending"].browse(told["sending_id"])
            [job] = jobs.enqueued_jobs
            self.assertGreater(job.eta, fields.Datetime.now() + timedelta(minutes=9))
            self.assertEqual(self.perform(jobs), [])
            # One that may leave at once does not wait for the first.
            self.send(self.make_mailed(C="c@x.example"))
            self.assertEqual(len(self.perform(jobs)), 1)
        self.assertEqual(sending.count_waiting, 2)

    def test_a_job_that_died_and_is_given_to_another_says_nothing_twice(self):
        certificates = self.make_two()
        with trap_jobs() as jobs:
            sending = self.send(certificates)
            self.assertEqual(self.claim().state, "handing")
            mails = self.perform(jobs)
            self.assertEqual([address for address, _mail in mails], ["b@x.example"])
            self.assertEqual(self.perform(jobs), [])
        states = sending.delivery_ids.mapped("state")
        self.assertEqual(states, ["unsure", "handed"])

    def test_what_one_has_no_time_for_the_next_does(self):
        certificates = self.make_two()
        with trap_jobs() as jobs, patch.object(coi_postman, "SECONDS", 0):
            sending = self.send(certificates)
            self.assertEqual(len(self.perform(jobs)), 1)
            self.assertEqual(sending.count_waiting, 1)
            with freeze_time(fields.Datetime.now() + timedelta(seconds=2)):
                self.assertEqual(len(self.perform(jobs)), 1)
        self.assertEqual(sending.state, "done")

    def test_the_scheduled_action_leaves_them_to_the_jobs(self):
        certificates = self.make_two()
        sending = self.send(certificates)
        self.assertEqual(self.run_postman(), [])
        jobs = self.env["coi.postman"]._search_jobs(self.pace)
        self.assertEqual(len(jobs), 1)
        # And gives a run a job that has lost its own,
        jobs.sudo().write({"state": "cancelled"})
        self.assertEqual(self.run_postman(), [])
        self.assertEqual(len(self.env["coi.postman"]._search_jobs(self.pace)), 1)
        # and hands over the mails itself where nobody takes jobs.
        with freeze_time(fields.Datetime.now() + timedelta(minutes=11)):
            self.assertEqual(len(self.run_postman()), 2)
        self.assertEqual(sending.state, "done")

    def test_companies_without_the_queue_have_the_scheduled_action(self):
        self.agency.sudo().coi_worker = "cron"
        with trap_jobs() as jobs:
            self.send(self.make_two())
            self.assertEqual(jobs.enqueued_jobs, [])
        self.assertEqual(len(self.run_postman()), 2)
