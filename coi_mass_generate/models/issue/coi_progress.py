from datetime import timedelta

from odoo import api, models

from ..common.door import trusted
from .coi_runner import CRONS

# Speed is that of the last seconds.
RECENT = timedelta(seconds=10)
# After so long without a move the scheduler is woken: it would look for what a killed
# worker has left only once a minute.
IDLE = timedelta(seconds=5)
# After so long the user is told; sooner where a failure is known of.
FAILING = timedelta(seconds=20)
STALLED = timedelta(minutes=3)


class CoiProgress(models.AbstractModel):
    """What is said about a batch while it is made: read from its lines, stored nowhere.

    Whoever opens the page later sees the same as somebody who watched.
    """

    _name = "coi.progress"
    _description = "Progress of a Certificate Batch"

    @api.model
    def _get(self, batch):
        """How far ``batch`` is.

        :returns: dict ``name``, ``state``, ``selected``, ``done``, ``blocked``,
            ``failed``, ``cancelled``, ``waiting`` (numbers of holders), ``rate``
            (certificates a second, 0 where unknown), ``seconds`` (worked so far),
            ``seconds_left`` (False where unknown), ``alert`` (text, empty where all is
            well) and ``download_url`` (False where there is nothing to download)
        """
        seconds, rate = self._get_speed(batch)
        waiting = batch.count_pending
        left = waiting / rate if rate and batch._is_open() else False
        return {
            "name": batch._get_short_title(),
            "state": batch.state,
            "selected": batch.count_selected,
            "done": batch.count_done,
            "blocked": batch.count_blocked,
            "aside": batch.count_aside,
            "failed": batch.count_failed,
            "cancelled": batch.count_cancelled,
            "waiting": waiting,
            "rate": rate,
            "seconds": seconds,
            "seconds_left": left and round(left, 1),
            "alert": self._get_alert(batch),
            "download_url": batch.can_download and batch._get_download_url(),
        }

    @api.model
    def _get_speed(self, batch):
        """Seconds since the start, and certificates a second."""
        if not batch.date_start or batch.state == "paused":
            return 0, 0
        end = self.env.cr.now() if batch._is_open() else batch.date_done
        start = batch.date_start
        seconds = (end - start).total_seconds()
        if batch._is_open():
            start = max(start, end - RECENT)
        span = (end - start).total_seconds()
        rate = self._count_since(batch, start) / span if span >= 1 else 0
        return max(round(seconds, 1), 0), round(rate, 1)

    @api.model
    def _count_since(self, batch, start):
        return self.env["coi.batch.line"].search_count(
            [
                ("batch_id", "=", batch.id),
                ("state", "in", ("done", "error")),
                ("write_date", ">=", start),
            ]
        )

    # ------------------------------------------------------------------- alerts

    @api.model
    def _get_alert(self, batch):
        """Why a batch that should move does not, in words for its user."""
        if not batch._is_open():
            return ""
        return getattr(self, f"_get_alert_of_{batch.worker}")(batch) or ""

    @api.model
    def _get_alert_of_click(self, batch):
        """Made in one transaction: nobody can see it unfinished."""

    @api.model
    def _get_alert_of_cron(self, batch):
        """Whoever watches a batch also keeps it going."""
        crons = self._get_crons()
        if not any(crons.mapped("active")):
            return self.env._(
                "The scheduled actions that make large batches are switched off. Ask "
                "your administrator to activate them: Settings / Technical / "
                "Scheduled Actions, %(names)s. This batch then continues by itself.",
                names=", ".join(crons.mapped("name")),
            )
        if not self._has_moved(batch, IDLE):
            crons[:1]._notifydb()
        failures = max(crons.mapped("failure_count"), default=0)
        if failures and not self._has_moved(batch, FAILING):
            return self.env._(
                "The scheduled action that makes large batches keeps failing "
                "(failures in a row: %(count)s). It is tried again; nothing is lost. "
                "Ask your administrator to look into the server's log.",
                count=failures,
            )
        if self._has_moved(batch, STALLED):
            return ""
        return self.env._(
            "Nothing has happened for %(minutes)s minutes. Ask your administrator "
            "whether the server runs scheduled actions (max_cron_threads). This batch "
            "then continues by itself.",
            minutes=STALLED.seconds // 60,
        )

    @api.model
    def _get_crons(self):
        refs = (
            self.env.ref(xmlid, raise_if_not_found=False) for xmlid in CRONS.values()
        )
        # sudo(): only whether they run is told, which the batch's user must know.
        crons = trusted(self.env["ir.cron"])
        return crons.browse(ref.id for ref in refs if ref).exists()

    @api.model
    def _has_moved(self, batch, period):
        """Whether anything about an open batch has changed within ``period``."""
        since = self.env.cr.now() - period
        moved = [("batch_id", "=", batch.id), ("write_date", ">", since)]
        return batch.write_date > since or bool(
            self.env["coi.batch.line"].search_count(moved, limit=1)
        )
