from odoo import models


class CoiImportPolicy(models.TransientModel):
    """Policies of the insureds, before or beside their holders."""

    _name = "coi.import.policy"
    _description = "Import Policies"
    _inherit = ["coi.import"]

    def _prepare_run_vals(self):
        return {**super()._prepare_run_vals(), "kind": "policy"}
