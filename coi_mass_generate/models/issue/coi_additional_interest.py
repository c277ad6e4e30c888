from odoo import api, models


class CoiAdditionalInterest(models.Model):
    """A batch that was asked for an interest keeps it."""

    _inherit = "coi.additional.interest"

    @api.model
    def _get_users(self):
        return [*super()._get_users(), "coi.batch.line"]
