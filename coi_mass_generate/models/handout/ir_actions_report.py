import io

from odoo import models
from odoo.exceptions import UserError

from ..common.door import clean, trusted


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        """Print gives back what was issued, never a page drawn anew."""
        if not self._coi_draws_form(self._get_report(report_ref)):
            return super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)
        return self._coi_get_issued(self._coi_browse(res_ids)), "pdf"

    def _get_rendering_context(self, report, docids, data):
        """As text or HTML it is drawn, for those who may read what was issued."""
        if not self._coi_draws_form(report):
            return super()._get_rendering_context(report, docids, data)
        certificates = self._coi_browse(docids)
        values = super()._get_rendering_context(report, docids, data)
        # After what a caller gave: nobody has a page say what was not issued.
        documents = [each._get_document_values() for each in certificates]
        return {**values, "documents": documents}

    def _coi_browse(self, res_ids):
        """The certificates to print, which the user may read."""
        ids = [res_ids] if isinstance(res_ids, int) else list(res_ids or [])
        certificates = clean(self.env["coi.certificate"].browse(ids))
        certificates.check_access("read")
        if not certificates:
            raise UserError(self.env._("Choose the certificates to print."))
        return certificates

    def _coi_draws_form(self, report):
        """Whether certificates are issued with ``report``; others stay ordinary."""
        # sudo(): whether a report is a form's is no secret.
        forms = trusted(self.env["coi.form"]).with_context(active_test=False)
        return bool(forms.search_count([("report_id", "=", report.id)], limit=1))

    def _coi_get_issued(self, certificates):
        if len(certificates) == 1:
            return certificates._get_document()
        file = io.BytesIO()
        certificates.env["coi.output"]._write_file(file, certificates, "pdf")
        return file.getvalue()
