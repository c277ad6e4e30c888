from odoo import api, fields, models


class CoiPolicySeries(models.Model):
    """The terms of one policy over the years.

    Interests point here, so that a renewal needs no linking anew.
    """

    _name = "coi.policy.series"
    _description = "Policy over the Years"
    _order = "line_id, id"

    policy_ids = fields.One2many("coi.policy", "series_id", string="Terms")
    insured_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="restrict"
    )
    line_id = fields.Many2one("coi.coverage.line", required=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, index=True)

    @api.depends("line_id", "policy_ids.name", "policy_ids.date_effective")
    def _compute_display_name(self):
        for series in self:
            latest = series.policy_ids.sorted("date_effective")[-1:]
            parts = [series.line_id.name, latest.name]
            series.display_name = " ".join(part for part in parts if part)

    @api.model
    def _search_display_name(self, operator, value):
        return [
            "|",
            ("policy_ids.name", operator, value),
            ("line_id.name", operator, value),
        ]
