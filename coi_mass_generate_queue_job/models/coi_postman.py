import time
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain

from odoo.addons.coi_mass_generate.api import clean, trusted

# In the context of a job: until when it goes on (``time.monotonic()``).
UNTIL = "coi_job_until"
# So long a job hands over mails, then another goes on: Odoo ends workers that are at
# one request for more than two minutes, and it would be in the middle of a mail.
SECONDS = 45
# A job that should have begun so long ago: nobody takes jobs.
IDLE = timedelta(minutes=10)
OPEN = ("waiting", "sending")


class CoiPostman(models.AbstractModel):
    """Mails are handed over by jobs, where the company makes its batches by them.

    The promises are the same, for they do not rest on who hands over: the mark before
    anything is said, and the lock that the database takes from whoever dies. A job that
    is given to another worker finds its mail marked, and never says it again.
    """

    _inherit = "coi.postman"

    @api.model
    def _wake(self, at=None):
        res = super()._wake(at)
        for pace in self._find_job_paces():
            self._delay_job(pace, at)
        return res

    @api.model
    def _go_to(self, pace):
        """The scheduled action only looks whether a job got lost; where nobody takes
        jobs, it hands over the mails itself."""
        if self.env.context.get(UNTIL) or pace not in self._find_job_paces():
            return super()._go_to(pace)
        jobs = self._search_jobs(pace)
        if not jobs:
            return self._delay_job(pace)
        return None if self._find_living(jobs) else super()._go_to(pace)

    @api.model
    def _find_job_paces(self):
        """Mail servers with runs of companies that use the queue."""
        # sudo(): whose mails wait is looked at for all companies, and told to nobody.
        sendings = trusted(self.env["coi.sending"])
        return sendings.search(
            [("state", "in", OPEN), ("company_id.coi_worker", "=", "queue_job")]
        ).pace_id

    @api.model
    def _delay_job(self, pace, at=None):
        """A job that hands over what waits for a mail server, then.

        Its key is of that moment: another that is to begin sooner is another job.
        """
        # As the scheduler's own user: what is handed over is its users' of all
        # companies.
        postman = clean(self.with_user(SUPERUSER_ID))
        postman.with_delay(
            eta=at or None,
            description=self.env._("Send certificates by mail"),
            identity_key=f"{self._get_job_key(pace)}{at or ''}",
        )._job_serve(pace.id)

    @api.model
    def _get_job_key(self, pace):
        return f"coi.pace {pace.id}: "

    @api.model
    def _search_jobs(self, pace):
        """Jobs that are at work for a mail server, or will be."""
        # sudo(): the queue's jobs are nobody's to read.
        return trusted(self.env["queue.job"]).search(
            [
                ("identity_key", "=like", f"{self._get_job_key(pace)}%"),
                ("state", "in", ("pending", "enqueued", "started")),
            ]
        )

    @api.model
    def _find_living(self, jobs):
        """Those of which something may be expected."""
        since = fields.Datetime.now() - IDLE
        fresh = Domain("eta", ">", since) | (
            Domain("eta", "=", False) & Domain("date_created", ">", since)
        )
        return jobs.filtered_domain(Domain("state", "!=", "pending") | fresh)

    @api.model
    def _job_serve(self, pace_id):
        """Job: hand over what waits, for a while. It commits, in a transaction of its
        own that the queue gives it (``allow_commit``)."""
        until = time.monotonic() + SECONDS
        postman = self.with_context(**{UNTIL: until})
        pace = postman.env["coi.pace"].browse(pace_id).exists()
        if pace:
            postman._go_to(pace)

    @api.model
    def _store_progress(self, done=0, remaining=None):
        # Where no scheduled action runs, this stores, and knows no end.
        seconds = super()._store_progress(done, remaining=remaining)
        until = self.env.context.get(UNTIL)
        return max(0, until - time.monotonic()) if until else seconds
