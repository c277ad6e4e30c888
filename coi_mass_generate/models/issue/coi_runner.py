import logging
import random
import time

from odoo import api, models

from ..common.door import trusted
from .failure import CONCURRENCY, LOST, explain, raise_passing

_logger = logging.getLogger(__name__)

# Work is counted in holders: a chunk of 1,000 takes half a second, so that progress
# moves, a pause is obeyed and a small batch gets its turn at least that often. Smaller
# ones cost speed: what every chunk has to read anew takes a tenth of a second.
CHUNK_COST = 1000
# A chunk that ended badly is taken up again in parts, down to a single line, until the
# line that does the harm is alone.
SHRINK = 5
# So often a line is taken up before it is given up; the last turns are its own.
MAX_ATTEMPTS = 8
# So often a chunk is tried in one turn when another transaction was in its way.
MAX_TRIES = 5
# Batches that cost no more than this go before all others, in every lane.
RUSH_COST = 1000

# By lane: which batch goes first, and from which end its lines are taken, so that two
# workers at one batch do not stand in each other's way.
LANES = {
    # The oldest first: nobody waits for ever.
    "main": ("is_rush desc, id", "attempts, id"),
    # The smallest first: nobody waits behind a large one.
    "rush": ("is_rush desc, cost, id", "attempts, id desc"),
}
CRONS = {
    "main": "coi_mass_generate.cron_batches",
    "rush": "coi_mass_generate.cron_batches_rush",
}


class CoiRunner(models.AbstractModel):
    """How a batch is worked off: line by line accounted for, chunk by chunk stored.

    What a chunk makes (certificates, numbers, the state of its lines) is stored in one
    transaction, whose owner is the caller: the click, a scheduled action, or a job of
    another engine. Only ``_cron_run`` commits.
    """

    _name = "coi.runner"
    _description = "Background Runner of Certificate Batches"

    # --------------------------------------------------------------------- make

    @api.model
    def _make(self, lines, cases=None):
        """Make the certificates of ``lines``; whoever cannot be made fails alone.

        Database errors that are nobody's fault are raised: then nothing of this
        transaction stands, and the caller tries again or gives up.

        :param lines: pending ``coi.batch.line`` records of one batch
        :param cases: see ``coi.engine._produce``
        """
        try:
            with self.env.cr.savepoint():
                self.env["coi.engine"]._produce(lines, cases)
        except Exception as error:
            raise_passing(error)
            self._make_apart(lines, cases, error)

    @api.model
    def _make_apart(self, lines, cases, error):
        """Find the holder that stopped the others by making halves."""
        if len(lines) == 1:
            # sudo(): users only read lines; this is an outcome.
            trusted(lines).write(
                {"state": "error", "message": explain(self.env, error, lines)}
            )
            return
        middle = len(lines) // 2
        for half in (lines[:middle], lines[middle:]):
            self._make(half, cases)

    # -------------------------------------------------------------------- chunk

    @api.model
    def _run_chunk(self, lines):
        """Make those of ``lines`` that still wait, in the caller's transaction.

        Nothing is committed and no database error is swallowed. Lines that another
        worker holds, or that were made or stopped in between, are left alone.

        :param lines: ``coi.batch.line`` records of one batch
        :returns: the lines that are dealt with; of an expensive chunk only the first
        """
        lines = self._lock_waiting(lines)
        if not lines:
            return lines
        # Before anything is done in the name of somebody who may be gone.
        aside = self.env["coi.asked"]._set_aside(lines)
        own_lines = (lines - aside).with_env(lines.batch_id._as_requester().env)
        own_lines, cases = self._judge_affordable(own_lines)
        own_lines.env["coi.runner"]._make(own_lines, cases)
        return aside | lines.browse(own_lines.ids)

    @api.model
    def _lock_waiting(self, lines, limit=None):
        """Those of ``lines`` that wait and nobody else holds; others cannot get them
        before this transaction ends.

        :param lines: ``coi.batch.line`` records of one batch
        """
        locked = lines.try_lock_for_update(allow_referencing=True, limit=limit)
        locked.invalidate_recordset(["state"])
        locked.fetch(["state", "batch_id"])
        locked.batch_id.invalidate_recordset(["state"])
        if not locked.batch_id._is_open():
            return locked.browse()
        return locked.filtered(lambda line: line.state == "pending")

    @api.model
    def _judge_affordable(self, lines):
        """As many of ``lines`` as make a chunk, and their cases.

        :returns: lines and cases; no cases where judging itself failed, which
            ``_make`` then brings home to the right line
        """
        if not lines:
            return lines, None
        try:
            with self.env.cr.savepoint():
                cases = lines.batch_id._get_cases(lines.interest_id)
        except Exception as error:
            raise_passing(error)
            return lines, None
        count = lines.env["coi.engine"]._count_affordable(cases, CHUNK_COST)
        return lines[:count], cases[:count]

    # -------------------------------------------------------------------- claim

    @api.model
    def _claim(self, lane, size):
        """Lines to work on next, marked as taken up once more; locked until commit.

        Lines that were taken up before come last and in smaller chunks: what stopped
        a worker once does not keep the others waiting, and ends up alone.
        """
        for batch in self._search_open(lane):
            lines = self._claim_lines(batch, lane, size)
            if lines:
                batch._mark_running()
                return lines
            # What was left of it was given up.
            batch._settle()
        return self.env["coi.batch.line"]

    @api.model
    def _search_open(self, lane):
        return self.env["coi.batch"].search(
            [("state", "in", ("pending", "running")), ("worker", "=", "cron")],
            order=LANES[lane][0],
        )

    @api.model
    def _claim_lines(self, batch, lane, size):
        waiting = self.env["coi.batch.line"].search_fetch(
            [("batch_id", "=", batch.id), ("state", "=", "pending")],
            ["attempts", "state", "batch_id"],
            order=LANES[lane][1],
            limit=size,
        )
        attempts = waiting[:1].attempts
        if attempts >= MAX_ATTEMPTS:
            # All others were taken up at least as often.
            self._give_up(self._lock_waiting(batch._get_waiting()))
            return waiting.browse()
        alike = waiting.filtered(lambda line: line.attempts == attempts)
        limit = max(1, size // SHRINK**attempts)
        lines = self._lock_waiting(alike, limit)
        lines._write_bulk({"attempts": attempts + 1})
        return lines.sorted("id")

    @api.model
    def _give_up(self, lines):
        # sudo(): users only read lines; these are outcomes.
        trusted(lines).write(
            {"state": "error", "message": self._get_given_up_message()}
        )

    @api.model
    def _get_given_up_message(self):
        return self.env._(
            "Given up after %(count)s attempts: each time the server or the database "
            "stopped before the certificate was saved. Ask your administrator to look "
            "into the server's log, then retry the failed holders.",
            count=MAX_ATTEMPTS,
        )

    # --------------------------------------------------------------------- cron

    @api.model
    def _cron_run(self, lane="main"):
        """Scheduled action: make what waits, a chunk a transaction, while time lasts.

        :param lane: "main" or "rush"; two rows of ir.cron, so that two workers can
            run at once
        """
        cron = self.env["ir.cron"]
        self._attempt(self._settle_open)
        seconds = cron._commit_progress(remaining=self._count_waiting())
        size = CHUNK_COST
        while seconds and (lines := self._attempt(self._claim, lane, size)):
            # From here on it is known that these lines were taken up, even if this
            # process does not live to tell.
            cron._commit_progress()
            batch, count = lines.batch_id, len(lines)
            done = self._attempt(self._run_claimed, lines) or 0
            seconds = cron._commit_progress(done)
            self._attempt(batch._settle)
            # What is claimed next is looked at anew.
            cron._commit_progress()
            size = self._get_next_size(size, count, done)
        waiting = 0 if seconds and lines is not None else self._count_waiting()
        if waiting:
            # Core asks for another turn, too, but wakes nobody up for it.
            self._wake()
        cron._commit_progress(remaining=waiting)

    @api.model
    def _run_claimed(self, lines):
        """Make a chunk of claimed lines; those too many for it were not taken up.

        :returns: number of lines dealt with
        """
        attempts = lines[:1].attempts
        done = self._run_chunk(lines)
        rest = lines - done
        if rest:
            self._lock_waiting(rest)._write_bulk({"attempts": attempts - 1})
        return len(done)

    @api.model
    def _get_next_size(self, size, taken, done):
        """Lines to take next: not many more than can be made in one chunk."""
        return min(2 * (done if 0 < done < taken else size), CHUNK_COST)

    @api.model
    def _attempt(self, work, *args):
        """``work(*args)``, again when another transaction was in its way.

        :returns: what ``work`` returns, None where it was in vain
        """
        for tries in range(1, MAX_TRIES + 1):
            try:
                result = work(*args)
                self.env.flush_all()
                return result
            except CONCURRENCY as error:
                _logger.info("Chunk rolled back (try %s): %r", tries, error)
                self.env.cr.rollback()
                self.env.transaction.reset()
                time.sleep(random.uniform(0, 0.05 * 2**tries))
            except LOST:
                self._call_for_help()
                raise
        return None

    @api.model
    def _call_for_help(self):
        """Our connection is gone: ask by another one that somebody goes on soon."""
        try:
            with self.env.registry.cursor() as cr:
                self.with_env(self.env(cr=cr))._wake()
        except LOST:
            # The server itself is down. The scheduler looks again within a minute.
            _logger.warning("The database is gone; waiting for it to come back")

    @api.model
    def _count_waiting(self):
        return self.env["coi.batch.line"].search_count(
            [
                ("state", "=", "pending"),
                ("batch_id.state", "in", ("pending", "running")),
                ("batch_id.worker", "=", "cron"),
            ]
        )

    @api.model
    def _settle_open(self):
        """Finish what nobody came to finish, say after a power cut."""
        batches = self.env["coi.batch"].search(
            [("state", "in", ("pending", "running", "cancelled"))]
        )
        batches._settle()

    @api.model
    def _wake(self):
        """Let the scheduled actions start as soon as this transaction is stored."""
        for xmlid in CRONS.values():
            # sudo(): asking for one's batch to be made is no access to the scheduler.
            cron = self.env.ref(xmlid, raise_if_not_found=False)
            if cron:
                trusted(cron)._trigger()
