from odoo import fields, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain

from odoo.addons.coi_mass_generate.api import CHUNK_COST, SHRINK, trusted
from odoo.addons.queue_job.exception import RetryableJobError

# Jobs of small batches go first; the queue's own default is 10.
RUSH_PRIORITY = 8
PRIORITY = 12
RETRY_SECONDS = 2


class CoiBatch(models.Model):
    _inherit = "coi.batch"

    worker = fields.Selection(
        selection_add=[("queue_job", "Job queue")],
        ondelete={"queue_job": "set cron"},
    )

    def _hand_over_to_queue_job(self):
        self._enqueue(self._get_waiting(), CHUNK_COST)

    def _enqueue(self, lines, size):
        """A job for every ``size`` of ``lines``."""
        ids = lines.sorted("id").ids
        for start in range(0, len(ids), size):
            some = ids[start : start + size]
            self._delay_chunk(some[0], some[-1])

    def _delay_chunk(self, first, last):
        """A job that makes the lines from ``first`` to ``last`` (ids) that wait then.

        The key spares the queue a second job of the same lines, but not while the
        first is at work: the job itself locks the lines and looks again.
        """
        self.with_delay(
            priority=RUSH_PRIORITY if self.is_rush else PRIORITY,
            description=self.env._(
                "Make certificates of %(batch)s, lines %(first)s to %(last)s",
                batch=self.name,
                first=first,
                last=last,
            ),
            identity_key=f"{self._get_job_key()}{first}-{last}",
        )._job_chunk(first, last)

    def _get_job_key(self):
        """What the keys of this batch's jobs begin with."""
        return f"coi.batch {self.id}: "

    def _job_chunk(self, first, last):
        """Job: make a chunk, in the transaction of the queue.

        :raises RetryableJobError: when another transaction was in its way
        """
        # sudo(): who asked may have left or lost the company meanwhile. What is made is
        # made with their rights and no more (coi.runner), and kept aside without.
        batch = trusted(self)
        lines = batch.env["coi.batch.line"].search(
            Domain("batch_id", "=", self.id)
            & Domain("state", "=", "pending")
            & Domain("id", ">=", first)
            & Domain("id", "<=", last)
        )
        batch._mark_running()
        try:
            done = batch.env["coi.runner"]._run_chunk(lines)
        except ConcurrencyError as error:
            raise RetryableJobError(str(error), seconds=RETRY_SECONDS) from error
        if done and (rest := lines - done):
            # Too expensive for one chunk: another job makes the rest.
            self._delay_chunk(rest[0].id, rest[-1].id)
        batch._settle_after_commit()
        return self.env._("%(count)s holders are dealt with", count=len(done))

    def _job_failed(self, **_reason):
        """The queue has given a job up: its lines are tried anew, in smaller parts."""
        # sudo(): see _job_chunk().
        trusted(self)._settle()

    def _settle_after_commit(self):
        """Only then one sees what the others, who were at work meanwhile, have done."""
        batch_id, registry = self.id, self.env.registry

        def settle():
            with registry.cursor() as cr:
                batch = self.with_env(self.env(cr=cr)).browse(batch_id)
                batch.env["coi.runner"]._attempt(batch._settle)

        self.env.cr.postcommit.add(settle)

    def _settle(self):
        for batch in self:
            if batch.worker == "queue_job" and batch._is_open():
                batch._take_up_again()
        return super()._settle()

    def _take_up_again(self):
        """New jobs for lines that wait though no job is left that would make them."""
        if self._has_waiting() and not self._count_jobs(self._get_live_states()):
            # sudo(): see _job_chunk().
            batch = trusted(self).try_lock_for_update(allow_referencing=True)
            runner = self.env["coi.runner"]
            for attempts, lines in runner._retake(batch._get_waiting()).items():
                batch._enqueue(lines, max(1, CHUNK_COST // SHRINK**attempts))

    def _get_live_states(self):
        return ("wait_dependencies", "pending", "enqueued", "started")

    def _count_jobs(self, states):
        # sudo(): how many jobs a batch has is told to whoever may read the batch.
        jobs = trusted(self.env["queue.job"])
        return jobs.search_count(
            [
                ("identity_key", "=like", f"{self._get_job_key()}%"),
                ("state", "in", states),
            ]
        )
