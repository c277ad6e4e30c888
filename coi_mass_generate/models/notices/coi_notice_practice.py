from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..common.argument import read_choice, read_text
from ..common.door import door, trusted
from .practices import MANAGER, PRACTICES


class CoiNoticePractice(models.Model):
    """One change of whom the agency tells: kept for ever, for whoever asks later why
    somebody was told and somebody else was not."""

    _name = "coi.notice.practice"
    _description = "Change of Notices to Holders"
    _order = "id desc"
    _rec_name = "after"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users", "Changed By", required=True, readonly=True, ondelete="restrict"
    )
    before = fields.Selection(PRACTICES, "From", readonly=True)
    after = fields.Selection(PRACTICES, "To", required=True, readonly=True)
    reason = fields.Char("Why", readonly=True)

    @api.model
    @door
    def change(self, practice, reason):
        """Say whom the agency tells from now on; the door for other programs (RPC).

        :param practice: "none", "owed" or "all"
        :param reason: a text, for whoever asks later
        """
        self._check_may_change()
        practice = read_choice(self.env, practice, list(dict(PRACTICES)), "practice")
        reason = read_text(self.env, reason, "reason", 500)
        if not reason:
            raise UserError(self.env._("Say why, for whoever asks later."))
        # sudo(): managers decide it, who may not change all of a company.
        company = trusted(self.env.company)
        if company.coi_notice_practice == practice:
            raise UserError(self.env._("This is what the agency does already."))
        company.coi_notice_practice = practice
        latest = trusted(self).search([("company_id", "=", company.id)], limit=1)
        latest.reason = reason

    @door
    def action_change(self):
        """Button: the window that asks for it."""
        self._check_may_change()
        return self.env["coi.notice.change"]._open()

    @api.model
    def _check_may_change(self):
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only a manager may change who is told of cancellations.")
            )

    @api.model
    def _note(self, before):
        """:param before: ``{company: practice before}``"""
        changed = [
            {
                "company_id": company.id,
                "user_id": self.env.user.id,
                "before": practice,
                "after": trusted(company).coi_notice_practice,
            }
            for company, practice in before.items()
            if trusted(company).coi_notice_practice != practice
        ]
        # sudo(): who may change it was asked by the company's own write.
        trusted(self).create(changed)
        drafts = trusted(self.env["coi.notice"]).search(
            [
                ("state", "=", "draft"),
                ("company_id", "in", [each["company_id"] for each in changed]),
            ]
        )
        for draft in drafts:
            draft._refresh()
        drafts._obey(self.env["res.company"].union(*before))
