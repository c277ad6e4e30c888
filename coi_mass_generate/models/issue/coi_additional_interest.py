from odoo import api, models

from ..common.door import door, one


class CoiAdditionalInterest(models.Model):
    """A batch that was asked for an interest keeps it; one holder is one click."""

    _inherit = "coi.additional.interest"

    @api.model
    def _get_users(self):
        return [*super()._get_users(), "coi.batch.line"]

    @door
    def action_issue(self):
        """Button of one interest: its certificate's PDF, or the window to generate
        where there is something to decide."""
        one(self)
        issued = self.env["coi.request"]._issue_one(self)
        return issued or self.env["coi.generate"]._open_for_interests(self)
