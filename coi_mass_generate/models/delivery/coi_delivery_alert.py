from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import config, email_normalize, parse_version
from odoo.tools.misc import format_datetime

from ..common.door import trusted
from ..common.plural import plural
from .coi_delivery import BY_POSTMAN
from .coi_pace import get_next_day
from .coi_postman import CRON

# Of OCA's addon: before this one it told nobody that a mail was refused.
TRACKING = "19.0.1.0.6"
# Servers that no longer let a program in with a password alone.
PASSWORDLESS = ("office365", "outlook")
LOCAL = ("localhost", "127.", "0.0.0.0", "[::1]", ".local", "192.168.", "//10.")


class CoiDeliveryAlert(models.AbstractModel):
    """What is better known before mails are sent than after."""

    _name = "coi.delivery.alert"
    _description = "Alerts before Sending"

    @api.model
    def _get(self, company, envelopes):
        """List of texts, none where all is well.

        :param envelopes: of a plan
        """
        mails = [each for each in envelopes if each.state == "queued"]
        if not mails:
            return []
        sender = self.env["coi.sending"]._get_sender(company)
        # sudo(): only what somebody who sends must know of the server is told.
        pace = trusted(self.env["coi.pace"]).browse(sender["pace_id"])
        return [
            *self._check_cron(),
            *self._check_server(pace.server_id),
            *self._check_password(pace.server_id),
            *self._check_sender(pace.server_id, sender["email_from"]),
            *self._check_bounces(pace.server_id, company),
            *self._check_links(mails),
            *self._check_tracking(),
            *self._check_day(pace, len(mails)),
        ]

    @api.model
    def _check_cron(self):
        # sudo(): only whether it runs is told.
        cron = trusted(self.env["ir.cron"]).env.ref(CRON, raise_if_not_found=False)
        if not (cron and cron.active):
            yield self.env._(
                "The scheduled action that sends mails is switched off: nothing "
                "leaves. Ask your administrator to activate it."
            )

    @api.model
    def _check_server(self, server):
        if not server and config["smtp_server"] in (False, "localhost"):
            yield self.env._(
                "No outgoing mail server is set up. Ask your administrator for one: "
                "Settings / Technical / Outgoing Mail Servers."
            )

    @api.model
    def _check_password(self, server):
        host = (server.smtp_host or "").lower()
        is_basic = server.smtp_authentication == "login" and server.smtp_user
        if is_basic and any(part in host for part in PASSWORDLESS):
            yield self.env._(
                "%(host)s is asked to let Odoo in with a password, which Microsoft is "
                "ending. Ask your administrator to connect it with Outlook OAuth "
                "instead.",
                host=server.smtp_host,
            )

    @api.model
    def _check_sender(self, server, email_from):
        smtp_from = server._coi_get_smtp_from(email_from)
        if email_normalize(smtp_from) != email_normalize(email_from):
            yield self.env._(
                "The mail server does not send as %(sender)s. Mails will come from "
                "%(other)s.",
                sender=email_normalize(email_from),
                other=email_normalize(smtp_from),
            )

    @api.model
    def _check_bounces(self, server, company):
        """Odoo never sees a bounce that goes to a person."""
        servers = server.with_company(company)
        bounce = servers._get_default_bounce_address()
        from_filter = server.from_filter or servers._get_default_from_filter()
        if not bounce or not servers._match_from_filter(bounce, from_filter):
            yield self.env._(
                "Reports of mails that were not delivered go to the sender and not to "
                "Odoo: forward them, or ask your administrator for a bounce address."
            )

    @api.model
    def _check_links(self, mails):
        count = sum(each.attach == "link" for each in mails)
        url = self.env["coi.delivery"].get_base_url()
        if count and any(part in url for part in LOCAL):
            yield plural(
                count,
                self.env._(
                    "1 mail has a link instead of files, and the link would be dead: "
                    "Odoo knows itself as %(url)s only. Ask your administrator to set "
                    "web.base.url.",
                    url=url,
                ),
                self.env._(
                    "%(count)s mails have a link instead of files, and the links would "
                    "be dead: Odoo knows itself as %(url)s only. Ask your "
                    "administrator to set web.base.url.",
                    count=count,
                    url=url,
                ),
            )

    @api.model
    def _check_tracking(self):
        # sudo(): only that an addon is too old is told.
        addons = trusted(self.env["ir.module.module"])
        addon = addons.search(
            [("name", "=", "mail_tracking"), ("state", "=", "installed")], limit=1
        )
        version = addon.latest_version
        if version and parse_version(version) < parse_version(TRACKING):
            yield self.env._(
                "The addon mail_tracking %(version)s hides what the mail server "
                "refuses. Ask your administrator to update it to %(wanted)s or later.",
                version=version,
                wanted=TRACKING,
            )

    # -------------------------------------------------------------------- quota

    @api.model
    def _check_day(self, pace, count):
        """How many leave today, and when the others do."""
        if not pace.per_day:
            return
        now = fields.Datetime.now()
        ahead = self._count_ahead(pace)
        today = pace.per_day - (pace.day_count if pace.day == now.date() else 0)
        free = max(0, today - ahead)
        if count <= free:
            return
        # What waits before, and what finds no room any more, on the days after.
        days = -(-(ahead + count - max(today, 0)) // pace.per_day)
        morning = get_next_day(now)
        last = morning + timedelta(days=days - 1)
        say = self.env["coi.delivery.plan"]._format_number
        told = {
            "most": say(pace.per_day),
            "free": say(free),
            "rest": say(count - free),
            "morning": format_datetime(self.env, morning, dt_format="EEEE HH:mm"),
            "last": format_datetime(self.env, last, dt_format="EEEE, MMM d"),
        }
        if days == 1:
            yield self.env._(
                "The mail server takes %(most)s mails a day: %(free)s leave today, the "
                "other %(rest)s from %(morning)s on.",
                **told,
            )
        else:
            yield self.env._(
                "The mail server takes %(most)s mails a day: %(free)s leave today, the "
                "other %(rest)s from %(morning)s on. The last leave on %(last)s.",
                **told,
            )

    @api.model
    def _count_ahead(self, pace):
        """Mails that wait for this server already, whoever's they are."""
        # sudo(): their number only.
        return trusted(self.env["coi.delivery"]).search_count(
            [
                ("state", "in", BY_POSTMAN),
                ("sending_id.pace_id", "=", pace.id),
                ("sending_id.state", "in", ("waiting", "sending")),
            ]
        )
