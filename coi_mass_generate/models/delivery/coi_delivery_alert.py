from odoo import api, models
from odoo.tools import config, email_normalize

from ..common.door import trusted
from .coi_postman import CRON


class CoiDeliveryAlert(models.AbstractModel):
    """What is better known before mails are sent than after."""

    _name = "coi.delivery.alert"
    _description = "Alerts before Sending"

    @api.model
    def _get(self, company, count):
        """List of texts, none where all is well.

        :param count: number of mails
        """
        sender = self.env["coi.sending"]._get_sender(company)
        # sudo(): only what somebody who sends must know of the server is told.
        pace = trusted(self.env["coi.pace"]).browse(sender["pace_id"])
        return [
            *self._check_cron(),
            *self._check_server(pace.server_id),
            *self._check_sender(pace.server_id, sender["email_from"]),
            *self._check_bounces(pace.server_id, company),
            *self._check_day(pace, count),
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
    def _check_day(self, pace, count):
        if pace.per_day and count > pace.per_day:
            yield self.env._(
                "The mail server takes %(most)s mails a day: the rest leaves on the "
                "following days.",
                most=pace.per_day,
            )
