from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_datetime, format_time

from ..common.door import door, one, trusted
from .coi_delivery import BY_POSTMAN
from .coi_pace import get_next_day
from .coi_sending import COUNTED

# Where no pace is set, the server's own is that of the last minutes.
RECENT = timedelta(minutes=3)
MOVING = ("waiting", "sending")


class CoiSending(models.Model):
    """How far a run is, and when it will be through, as its page shows it."""

    _inherit = "coi.sending"

    shown_ids = fields.Many2many(
        "coi.delivery",
        string="Deliveries Shown",
        compute="_compute_shown_ids",
        help="Those behind the number that was clicked.",
    )

    @api.depends("delivery_ids")
    @api.depends_context("coi_shown")
    def _compute_shown_ids(self):
        states = COUNTED.get(f"count_{self.env.context.get('coi_shown')}")
        for sending in self:
            domain = [("sending_id", "=", sending.id)]
            if states:
                domain.append(("state", "in", states))
            sending.shown_ids = self.env["coi.delivery"].search(domain)

    @api.readonly
    @door
    def get_progress(self):
        """How far this run is; the door of its page and for other programs (RPC).

        :returns: dict ``name``, ``state``, numbers of deliveries ``all``, ``waiting``,
            ``by_hand``, ``handed``, ``unsure``, ``failed``, ``bounced`` and ``out``,
            ``seconds_to_leave`` (how long it can be taken back as if it never was),
            ``seconds_left`` (False where unknown), ``ends_at`` (UTC, False where
            unknown), ``alerts`` (texts: why it does not move), ``can_control`` and
            ``is_mine``
        """
        one(self)
        self.check_access("read")
        now = fields.Datetime.now()
        counts = {name.removeprefix("count_"): self[name] for name in COUNTED}
        end = self._find_end(now) if self.state in MOVING else None
        to_leave = (self.undo_until - now).total_seconds()
        return {
            "name": self.name,
            "state": self.state,
            "all": self.count_all,
            **counts,
            "seconds_to_leave": max(to_leave, 0) if self.state == "waiting" else 0,
            "seconds_left": bool(end) and max((end - now).total_seconds(), 0),
            "ends_at": bool(end) and fields.Datetime.to_string(end),
            "alerts": self._get_alerts(now),
            "can_control": self.can_control,
            "is_mine": self.user_id == self.env.user,
        }

    # ---------------------------------------------------------------- how long

    def _find_end(self, now):
        """When the last of its mails will be handed over; None where unknown."""
        if not self.count_waiting:
            return now
        # sudo(): how fast its server is, and how many stand before, is told as a time.
        pace = trusted(self).pace_id
        start = max(now, self.undo_until, pace._find_wait() or now)
        minute = pace.per_minute or self._count_a_minute(now)
        if not minute:
            return None
        return max(
            self._count_on(pace, start, self._count_before(), minute),
            self._find_last_try() or now,
        )

    def _count_before(self):
        """Mails of this run and of those before it."""
        runs = trusted(self).search(
            [("pace_id", "=", self.pace_id.id), ("state", "in", MOVING)],
            order="is_rush desc, id",
        )
        place = runs.ids.index(self.id) if self in runs else 0
        before = runs[:place].filtered(lambda each: each.undo_until <= self.undo_until)
        # sudo(): see above.
        return trusted(self.env["coi.delivery"]).search_count(
            [
                ("sending_id", "in", [*before.ids, self.id]),
                ("state", "in", (*BY_POSTMAN, "handing")),
            ]
        )

    @api.model
    def _count_on(self, pace, start, count, minute):
        """When ``count`` mails will be through, by a day's quota where there is one."""
        day = pace.per_day
        used = pace.day_count if pace.day == start.date() else 0
        room = max(day - used, 0) if day else count
        while count > room:
            count -= room
            # At night a slow one is still at it: the day is over when it is over.
            start = max(get_next_day(start), start)
            room = day
        return start + timedelta(minutes=count / minute)

    def _count_a_minute(self, now):
        """What the server has taken a minute of late; 0 where nothing is known."""
        since = now - RECENT
        done = self.env["coi.delivery"].search_fetch(
            [
                ("sending_id", "=", self.id),
                ("channel", "=", "mail"),
                ("date_done", ">=", since),
                ("state", "in", ("handed", "failed", "unsure")),
            ],
            ["date_done"],
            order="date_done",
        )
        if len(done) < 2:
            return 0
        span = max((now - done[0].date_done).total_seconds(), 1)
        return 60 * len(done) / span

    def _find_last_try(self):
        """When the last of those is tried again that were refused for now."""
        return (
            self.env["coi.delivery"]
            .search_fetch(
                [("sending_id", "=", self.id), ("state", "=", "later")],
                ["next_try"],
                order="next_try desc",
                limit=1,
            )
            .next_try
        )

    # ------------------------------------------------------------------- alerts

    def _get_alerts(self, now):
        """Why it does not move, in words for whoever looks."""
        if self.state == "paused":
            return [self.words or self.env._("Someone has paused it.")]
        if self.state not in MOVING or not self.count_waiting:
            return []
        alerts = list(self.env["coi.delivery.alert"]._check_cron())
        if not self.is_proofread:
            alerts.append(
                self.env._(
                    "Whether all of its mails can be written is being checked: none "
                    "leaves before."
                )
            )
        if self.state == "sending":
            alerts += self._get_alerts_of_pace(now)
        return alerts

    def _get_alerts_of_pace(self, now):
        # sudo(): until when its server waits concerns whoever sends by it.
        pace = trusted(self).pace_id
        until = pace._find_wait()
        if not until or until <= now + timedelta(minutes=1):
            return
        told = self._say_time(until)
        if pace.wait_until and pace.wait_until >= until:
            words = self.words or "–"
            yield self.env._(
                "The mail server wants a pause. It goes on by itself at %(time)s. "
                "What it said: %(words)s",
                time=told,
                words=words,
            )
        elif pace.per_day and pace.day_count >= pace.per_day:
            yield self.env._(
                "Today's %(most)s mails of this mail server are sent. It goes on by "
                "itself at %(time)s.",
                most=pace.per_day,
                time=told,
            )

    def _say_time(self, moment):
        """In the user's time zone and way to write it, with the day where it is
        another one."""
        local = fields.Datetime.context_timestamp(self, moment)
        if local.date() == fields.Date.context_today(self):
            return format_time(self.env, moment, time_format="short")
        return format_datetime(self.env, moment, dt_format="short")
