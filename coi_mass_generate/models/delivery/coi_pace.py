from datetime import datetime, time, timedelta, timezone

from odoo import api, fields, models
from odoo.tools import SQL

from ..common.argument import check_numbers
from ..common.columns import fetch_sql
from ..common.door import trusted

MINUTE = timedelta(minutes=1)
# By a part of the server's name: mails a minute and a day, a little less than what is
# cut off; 0 is no limit. Those of all others are their owner's business.
LIMITS = {
    "office365": (25, 9000),
    "outlook": (25, 9000),
    "gmail": (20, 1800),
    "google": (20, 9000),
}
USUAL = (60, 0)
# What is asked of a pace between two mails.
READ = ("per_minute", "per_day", "recent", "day", "day_count", "wait_until")
QUERY = f"SELECT id, {', '.join(READ)} FROM coi_pace WHERE id = %s"
MOST = {"per_minute": 6000, "per_day": 1_000_000}
# When a day's quota begins anew for certain, from Greenwich to Hawaii (UTC).
MORNING = time(11)
EPOCH = datetime(1970, 1, 1)


def get_clock():
    """Now (UTC), to the microsecond: Odoo's own clock stands still for a second."""
    return datetime.now(timezone.utc).replace(tzinfo=None)


def get_next_day(now):
    return datetime.combine(now.date() + timedelta(days=1), MORNING)


class CoiPace(models.Model):
    """How fast mails are handed to one mail server, and what it has said of that."""

    _name = "coi.pace"
    _inherit = ["coi.shared"]
    _description = "Pace of a Mail Server"

    name = fields.Char(
        "Mail Server",
        compute="_compute_name",
        compute_sudo=True,
        store=True,
        help="Kept here, for only administrators may search servers.",
    )
    server_id = fields.Many2one(
        "ir.mail_server",
        "Outgoing Server",
        readonly=True,
        ondelete="cascade",
        help="Empty: the one in the server's configuration file.",
    )
    per_minute = fields.Integer(
        "Mails a Minute", help="0: as many as the server takes."
    )
    per_day = fields.Integer("Mails a Day", help="0: as many as the server takes.")
    recent = fields.Json(
        "Last Mails",
        readonly=True,
        help="When each of the last minute's mails was handed over (seconds since "
        "1970).",
    )
    day = fields.Date("Day Counted", readonly=True)
    day_count = fields.Integer("Mails That Day", readonly=True, aggregator=None)
    wait_until = fields.Datetime(readonly=True)
    words = fields.Char(
        "Why It Waits",
        readonly=True,
        # They may name an address of whatever company it was.
        groups="base.group_system",
    )

    _server_once = models.UniqueIndex("(COALESCE(server_id, 0))")

    @api.depends("server_id.name")
    def _compute_name(self):
        for pace in self:
            pace.name = pace.server_id.name or "odoo.conf"

    @api.constrains(*MOST)
    def _check_numbers(self):
        check_numbers(self, 0, MOST)

    @api.model
    def _get(self, server):
        """The pace of an ``ir.mail_server``; that of the configuration where empty."""
        # sudo(): which server mails go through is no secret of any company.
        paces = trusted(self)
        known = paces.search([("server_id", "=", server.id)], limit=1)
        return known or paces.create(self._prepare_vals(server))

    @api.model
    def _prepare_vals(self, server):
        host = (server.smtp_host or "").lower()
        found = (LIMITS[part] for part in LIMITS if part in host)
        minute, day = next(found, USUAL)
        return {"server_id": server.id, "per_minute": minute, "per_day": day}

    def _read_now(self):
        """Read what is asked between two mails; see ``fetch_sql``."""
        fetch_sql(self, READ, SQL(QUERY, self.id))

    def _find_wait(self):
        """When the next mail may be handed over; None: at once."""
        now = get_clock()
        if self.wait_until and self.wait_until > now:
            return self.wait_until
        if self.per_day and self.day == now.date() and self.day_count >= self.per_day:
            return get_next_day(now)
        recent = self._get_recent(now)
        if self.per_minute and len(recent) >= self.per_minute:
            turn = EPOCH + timedelta(seconds=recent[-self.per_minute]) + MINUTE
            return turn if turn > now else None
        return None

    def _get_recent(self, now):
        """When the last mails were handed over, in seconds since 1970. Of a clock that
        was set back nothing is left: it would hold all others up until then."""
        seconds = (now - EPOCH).total_seconds()
        return [each for each in self.recent or [] if each <= seconds]

    def _count(self):
        """One more was handed over just now."""
        now = get_clock()
        recent = [*self._get_recent(now), (now - EPOCH).total_seconds()]
        is_new_day = self.day != now.date()
        self.write(
            {
                "recent": recent[-self.per_minute :] if self.per_minute else [],
                "day": now.date(),
                "day_count": 1 if is_new_day else self.day_count + 1,
            }
        )

    def _wait(self, until, words):
        """Hand nothing over before ``until``: the server has said so."""
        self.write({"wait_until": until, "words": words})
