from odoo import models


class CoiImportHolder(models.TransientModel):
    """Pass 1: certificate holders, attached to no insured."""

    _name = "coi.import.holder"
    _description = "Import Certificate Holders"
    _inherit = ["coi.import"]

    def _prepare_run_vals(self):
        return {**super()._prepare_run_vals(), "kind": "holder"}
