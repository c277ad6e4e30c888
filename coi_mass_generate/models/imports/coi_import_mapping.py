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
    ai_line_ids = fields.Many2many(
        "coi.coverage.line",
        string="Additional Insured On",
        help="Where whom a list only calls additional insureds is marked.",
    )

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
    def _find(self, company, signature):
        """What is remembered of headers; nothing when they were never seen.

        :param signature: see ``sheets.Header``; a list without headers has none
        """
        if not signature:
            return self.browse()
        return self.search(
            [("company_id", "=", company.id), ("signature", "=", signature)], limit=1
        )

    @api.model
    def _recall(self, company, signature):
        """Field keys in the columns' order, or None when never seen."""
        found = self._find(company, signature)
        return found.targets if found else None

    @api.model
    def _remember(self, run, signature):
        """trusted(): of an import its user may read, with columns it really has."""
        if not signature:
            return
        found = trusted(self)._find(run.company_id, signature)
        targets, marks = run._get_targets(), found.ai_line_ids
        if run.kind == "interest":
            # Read as holders alone, the same list says nothing about marks.
            marks = run.ai_line_ids
        vals = {"targets": targets, "ai_line_ids": [fields.Command.set(marks.ids)]}
        if not found:
            key = {"company_id": run.company_id.id, "signature": signature}
            trusted(self).create({**key, **vals})
        elif (found.targets, found.ai_line_ids) != (targets, marks):
            found.write(vals)
