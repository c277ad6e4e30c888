from odoo import api, fields, models


class CoiForm(models.Model):
    _inherit = "coi.form"

    state_rule_ids = fields.One2many("coi.state.rule", "form_id")
    approval_ids = fields.One2many(
        "coi.state.approval", "form_id", string="State Approvals"
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"state_rule_ids", "approval_ids"}
