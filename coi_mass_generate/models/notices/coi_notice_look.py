from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.plural import plural


class CoiNotice(models.Model):
    """What is better known before letters are sent than after."""

    _inherit = "coi.notice"

    ways = fields.Char(
        "How They Go", compute="_compute_ways", help="If they are sent now."
    )
    alerts = fields.Text(compute="_compute_ways")

    @api.depends("state", "practice", "line_ids.is_wanted")
    @api.depends_context("uid", "lang")
    def _compute_ways(self):
        for notice in self:
            notice.ways = notice.alerts = False
            wanted = notice.line_ids.filtered("is_wanted")
            if wanted and notice.state == "draft" and notice.practice != "none":
                envelopes = self.env["coi.notice.plan"]._make(notice._origin, wanted)
                notice.ways = self._say_ways(envelopes)
                notice.alerts = notice._say_alerts(envelopes)

    @api.model
    def _say_ways(self, envelopes):
        """ "6 e-mails, 2 letters on paper, 1 holder without an address"."""
        states = [each.state for each in envelopes]
        mails, papers = states.count("queued"), states.count("to_print")
        quiet, failed = states.count("nobody"), states.count("failed")
        env = self.env
        said = {
            plural(
                mails, env._("1 e-mail"), env._("%(count)s e-mails", count=mails)
            ): mails,
            plural(
                papers,
                env._("1 letter on paper"),
                env._("%(count)s letters on paper", count=papers),
            ): papers,
            plural(
                quiet,
                env._("1 holder who wants nothing"),
                env._("%(count)s holders who want nothing", count=quiet),
            ): quiet,
            plural(
                failed,
                env._("1 without a usable address"),
                env._("%(count)s without a usable address", count=failed),
            ): failed,
        }
        return ", ".join(text for text, count in said.items() if count)

    def _say_alerts(self, envelopes):
        try:
            alerts = self.env["coi.delivery.alert"]._get(self.company_id, envelopes)
        except UserError as error:
            # Who sends has no address to be answered at.
            alerts = [str(error)]
        return "\n".join(alerts) or False
