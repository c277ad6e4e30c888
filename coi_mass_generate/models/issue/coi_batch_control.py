from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import split_every

from ..common.door import door, one, trusted
from ..verdicts import coi_plan
from .coi_batch import OPEN
from .coi_runner import RUSH_COST
from .prospect import Prospect


class CoiBatch(models.Model):
    """How a batch is started, stopped, gone on with and finished."""

    _inherit = "coi.batch"

    # -------------------------------------------------------------------- start

    @api.model
    def _carry_out(self, cases, slices, vals):
        """Record what was asked, and run; see ``coi.request._prepare_run``.

        :raises UserError: where nothing would be made
        """
        if not slices:
            Prospect().add(cases).check(self.env)
        batch = self._create_batch(cases, vals)
        if slices:
            batch._take_in_slices(cases, slices)
        else:
            batch._take_in(cases)
        return batch

    def _take_in(self, cases):
        """Lines for all ``cases``, and their certificates where that is little work."""
        self._record({"cost": self.env["coi.engine"]._get_cost(cases)})
        if self._is_little():
            with self.env["coi.bulk"]._referring_late():
                self._create_lines(cases)
                self._run(cases)
        else:
            self._create_lines(cases)
            self._queue()

    def _take_in_slices(self, cases, slices):
        """The same for more holders than are judged at once.

        :param cases: the first list of cases
        :param slices: iterator of the others
        """
        insured_ids, variants, cost, count = set(), set(), 0, 0
        prospect = Prospect()
        while cases:
            prospect.add(cases)
            insured_ids.update(case.asked.insured_id for case in cases)
            cost += self.env["coi.engine"]._get_cost(cases, variants)
            self._create_lines(cases, count)
            count += len(cases)
            cases = next(slices, None)
        prospect.check(self.env)
        self._record(
            {"cost": cost, "insured_ids": [fields.Command.set(list(insured_ids))]}
        )
        if self._is_little():
            self._run()
        else:
            self._queue()

    def _launch(self):
        """Make what waits: at once where it is little, in the background else."""
        self.ensure_one()
        lines = self._get_waiting()
        lines -= self.env["coi.asked"]._set_aside(lines)
        cases = self._get_cases(lines.interest_id)
        self._record({"cost": self.env["coi.engine"]._get_cost(cases)})
        if self._is_little():
            self._run(cases)
        else:
            self._queue()

    def _is_little(self):
        """Whether it is made in the click."""
        return self.cost <= self.company_id.coi_click_limit

    def _run(self, cases=None):
        """Make what waits at once and in this transaction.

        :param cases: see ``coi.engine._produce``
        """
        self._record({"worker": "click", "date_start": fields.Datetime.now()})
        lines = self._get_waiting()
        for ids in split_every(coi_plan.SLICE, lines.ids):
            self.env["coi.runner"]._make(lines.browse(ids), cases)
        self._check_made()
        self._finish()

    def _check_made(self):
        """Nothing is stored at all where somebody was passed over without a word."""
        if self._has_waiting():
            raise UserError(
                self.env._(
                    "Some certificates were not made, so nothing was saved. Generate "
                    "again; if this keeps happening, tell your administrator."
                )
            )

    def _queue(self):
        """Leave what waits to the background engine that is set up."""
        self._record(
            {
                "state": "pending",
                "worker": self.company_id.coi_worker,
                "is_rush": self.cost <= RUSH_COST,
                "date_start": False,
                "date_done": False,
                "date_expired": False,
            }
        )
        getattr(self, f"_hand_over_to_{self.worker}")()

    def _hand_over_to_cron(self):
        self.env["coi.runner"]._wake()

    # ------------------------------------------------------------------- finish

    def _mark_running(self):
        """Say that it is at work, unless another worker is just saying so."""
        waiting = self.filtered(lambda batch: batch.state == "pending")
        if waiting and (free := waiting.try_lock_for_update(allow_referencing=True)):
            free._record({"state": "running", "date_start": fields.Datetime.now()})

    def _settle(self):
        """Finish what has nothing left to make; tidy up what was cancelled."""
        for batch in self:
            if batch.state == "cancelled":
                batch._cancel_waiting()
            elif batch.state in (*OPEN, "paused") and not batch._has_waiting():
                batch._finish()
                batch._tell_requester()

    def _finish(self):
        """Nothing is left to make; who was cancelled before can still be resumed."""
        self._close("cancelled" if self._has_lines("cancelled") else "done")

    def _close(self, state):
        vals = {"state": state, "date_done": fields.Datetime.now()}
        if not self.save_history:
            days = timedelta(days=self.company_id.coi_keep_downloads_days)
            vals["date_expired"] = vals["date_done"] + days
        self._record(vals)

    def _tell_requester(self):
        """Let the requester's browser say that it is done, wherever they are."""
        self.user_id._bus_send("coi_batch_finished", {"batch_id": self.id})

    # ------------------------------------------------------------------ buttons

    @door
    def action_pause(self):
        """Button: stop after the chunk at work; what is made stays."""
        self._check_control()
        self._check_state(*OPEN)
        self._record({"state": "paused"})

    @door
    def action_resume(self):
        """Button: go on with what was paused or cancelled."""
        self._check_control()
        self._check_state("paused", "cancelled")
        self._check_not_emptied()
        self._reopen(("pending", "cancelled"))
        self._queue()

    @door
    def action_cancel(self):
        """Button: make no more; what is made stays, and the user is told how much."""
        self._check_control()
        self._check_state(*OPEN, "paused")
        self._close("cancelled")
        self._cancel_waiting()
        return self._notify(self._get_cancel_message())

    @door
    def action_retry(self):
        """Button: make those that failed, and only those, once more."""
        self._check_control()
        self._check_state("done", "cancelled")
        self._check_not_emptied()
        if self.state == "cancelled":
            # Lines of a chunk that did not come home were cancelled as well.
            self._cancel_waiting()
        self._reopen(("error",))
        self._launch()

    @door
    def action_take_up(self):
        """Button: the wizard again, with those that were blocked or kept aside."""
        one(self)
        return self.env["coi.generate"]._open_for_batch(self)

    def _check_control(self):
        one(self)
        self.check_access("read")
        if not self.can_control:
            raise AccessError(
                self.env._(
                    "Only %(user)s, who requested this batch, or a manager may do "
                    "this.",
                    user=self.user_id.name,
                )
            )

    def _check_state(self, *states):
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(batch)s can no longer do this. Its status: %(state)s.",
                    batch=self.name,
                    state=labels[self.state],
                )
            )

    def _check_not_emptied(self):
        if self._is_emptied():
            raise UserError(
                self.env._(
                    "The files of %(batch)s are no longer available. Generate the "
                    "certificates again.",
                    batch=self.name,
                )
            )

    def _reopen(self, states):
        """Let the lines in ``states`` wait again, as if never tried."""
        lines = self._get_lines(*states)
        # sudo(): see _create_batch(); _check_control() was called before.
        trusted(lines).write({"state": "pending", "attempts": 0, "message": False})

    def _cancel_waiting(self):
        """A chunk at work keeps its lines; the worker calls again when it is done."""
        # sudo(): see _create_batch(); _check_control() was called before.
        lines = trusted(self._get_waiting()).try_lock_for_update(allow_referencing=True)
        lines.write({"state": "cancelled"})

    def _get_cancel_message(self):
        return self.env._(
            "%(batch)s is canceled. Certificates issued, which stay: %(done)s; holders "
            "without one: %(cancelled)s. A chunk already in progress is finished "
            "first.",
            batch=self.name,
            done=self.count_done,
            cancelled=self.count_cancelled,
        )

    def _notify(self, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "info",
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
