from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_datetime

from ..common.door import trusted

# The kind of all warnings that do no harm, which are accepted together.
OTHER = "other"


class CoiRenewalConsent(models.Model):
    """Who accepted which kind of warnings, when, and of how many holders: kept for
    ever, also once it no longer counts."""

    _name = "coi.renewal.consent"
    _description = "Warnings Accepted in a Renewal"
    _order = "id desc"
    _rec_name = "kind"

    renewal_id = fields.Many2one(
        "coi.renewal", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    kind = fields.Char(required=True, readonly=True, help="The rule's key.")
    title = fields.Char("Accepted", compute="_compute_title")
    count = fields.Integer("Holders", readonly=True, aggregator=None)
    seen = fields.Text(
        readonly=True, help="Which holders had which of these warnings (JSON)."
    )
    user_id = fields.Many2one("res.users", "Accepted By", required=True, readonly=True)
    date = fields.Datetime("Accepted On", required=True, readonly=True)
    state = fields.Selection(
        [
            ("valid", "Counts"),
            ("withdrawn", "Withdrawn"),
            ("outdated", "More has come up since"),
        ],
        required=True,
        readonly=True,
        default="valid",
    )
    ended_by_id = fields.Many2one("res.users", readonly=True)
    date_ended = fields.Datetime("Ended On", readonly=True)

    _valid_once = models.UniqueIndex("(renewal_id, kind) WHERE state = 'valid'")

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_title(self):
        titles = self._get_titles()
        for consent in self:
            consent.title = titles.get(consent.kind, consent.kind)

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for consent in self:
            consent.display_name = consent.title

    @api.model
    def _get_titles(self):
        """``{kind: title}`` in the user's language."""
        other = {OTHER: self.env._("Other warnings")}
        return {**self.env["coi.check"]._get_titles(), **other}

    def _say(self):
        """Who accepted it, and when, in words."""
        return self.env._(
            "%(user)s, %(date)s (holders: %(count)s)",
            user=self.user_id.name,
            date=format_datetime(self.env, self.date),
            count=self.count,
        )

    def _end(self, state):
        # sudo(): users only read consents. Who asked, may have this one ended.
        trusted(self).write(
            {
                "state": state,
                "ended_by_id": self.env.uid,
                "date_ended": fields.Datetime.now(),
            }
        )
        # Of one kind another may be given at once, and the database compares them.
        self.flush_recordset(["state"])

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Who accepted what is a record: it is kept."))
