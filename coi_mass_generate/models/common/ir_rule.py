from odoo import models


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        """In developer mode a refusal names what it refuses: a policy's number, a
        certificate's. Of ours it names only records of companies the user is allowed,
        for whom it says which company to switch to."""
        named = records
        if records._name.startswith("coi."):
            named = self._coi_filter_allowed(records)
        error = super()._make_access_error(operation, named)
        # What was read as superuser must not stay in the cache: the user would read it
        # there. Odoo clears it of those it names.
        records.invalidate_recordset()
        return error

    def _coi_filter_allowed(self, records):
        if "company_id" not in records._fields:
            return records.browse()
        allowed = self.env.user.company_ids
        # sudo(): whose they are is only compared, with what the user is allowed.
        return records.filtered(lambda record: record.sudo().company_id in allowed)
