from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.door import trusted


class CoiPolicySeries(models.Model):
    """The terms of one policy over the years.

    Interests point here, so that a renewal needs no linking anew.
    """

    _name = "coi.policy.series"
    _description = "Policy over the Years"
    _order = "coverage_id, id"

    policy_ids = fields.One2many("coi.policy", "series_id", string="Terms")
    insured_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="restrict"
    )
    coverage_id = fields.Many2one(
        "coi.coverage.line", required=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)

    @api.depends("coverage_id", "policy_ids.name", "policy_ids.date_effective")
    def _compute_display_name(self):
        for series in self:
            latest = series.policy_ids.sorted("date_effective")[-1:]
            parts = [series.coverage_id.name, latest.name]
            series.display_name = " ".join(part for part in parts if part)

    @api.model
    def _search_display_name(self, operator, value):
        return [
            "|",
            ("policy_ids.name", operator, value),
            ("coverage_id.name", operator, value),
        ]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shown(self):
        """An interest without its last series would be shown all policies."""
        # sudo(): whoever may see the interests.
        interests = trusted(self.env["coi.additional.interest"])
        shown = interests.with_context(active_test=False).search_count(
            [("series_ids", "in", self.ids)], limit=1
        )
        if shown:
            raise UserError(
                self.env._(
                    "Certificate holders are shown this policy only. Choose other "
                    "policies for them first."
                )
            )
