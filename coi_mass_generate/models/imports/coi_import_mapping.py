from odoo import api, fields, models

from ..common.door import trusted


class CoiImportMapping(models.Model):
    """Where the columns of a header row go, as the last import of it had them."""

    _name = "coi.import.mapping"
    _description = "Remembered Columns of a List"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, ondelete="cascade"
    )
    signature = fields.Char(required=True, help="Of the header row, case aside.")
    targets = fields.Json(required=True, help="Field keys in the columns' order.")

    _signature_unique = models.UniqueIndex("(company_id, signature)")

    @api.depends("targets")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Where the columns go, in their order."""
        names = dict(self.env["coi.import.message"]._field_selection())
        for mapping in self:
            keys = filter(None, mapping.targets or ())
            mapping.display_name = ", ".join(names.get(key, key) for key in keys)

    @api.model
    def _recall(self, company, signature):
        """Field keys in the columns' order, or None when never seen.

        :param signature: see ``sheets.Header``; a list without headers has none
        """
        if not signature:
            return None
        found = self.search(
            [("company_id", "=", company.id), ("signature", "=", signature)], limit=1
        )
        return found.targets if found else None

    @api.model
    def _remember(self, company, signature, targets):
        """trusted(): of an import its user may read, with columns it really has."""
        if not signature:
            return
        found = trusted(self).search(
            [("company_id", "=", company.id), ("signature", "=", signature)], limit=1
        )
        if not found:
            trusted(self).create(
                {
                    "company_id": company.id,
                    "signature": signature,
                    "targets": targets,
                }
            )
        elif found.targets != targets:
            found.targets = targets
