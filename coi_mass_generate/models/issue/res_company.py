from odoo import api, models

from ..common.door import trusted


class ResCompany(models.Model):
    """Every company numbers its certificates and batches itself."""

    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._coi_create_sequences()
        return companies

    def _coi_create_sequences(self):
        """Give companies their own numbering; all get it when we are installed."""
        sequences = [
            {"code": "coi.certificate", "prefix": "COI-", "padding": 6},
            {"code": "coi.batch", "prefix": "BATCH-", "padding": 5},
        ]
        # sudo(): who may create a company need not be allowed to edit sequences.
        model = trusted(self.env["ir.sequence"])
        # Those of an earlier installation are still there, and count on.
        known = model.search_fetch(
            [("company_id", "in", self.ids)], ["code", "company_id"]
        ).mapped(lambda sequence: (sequence.code, sequence.company_id.id))
        model.create(
            [
                {**vals, "name": vals["code"], "company_id": company.id}
                for company in self
                for vals in sequences
                if (vals["code"], company.id) not in known
            ]
        )
