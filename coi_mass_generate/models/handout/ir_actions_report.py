import io

from odoo import models

from ..common.door import clean, trusted


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        """Print gives back what was issued, never a page drawn anew."""
        if not res_ids or not self._coi_draws_form(self._get_report(report_ref)):
            return super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)
        ids = [res_ids] if isinstance(res_ids, int) else list(res_ids)
        certificates = clean(self.env["coi.certificate"].browse(ids))
        certificates.check_access("read")
        return self._coi_get_issued(certificates), "pdf"

    def _coi_draws_form(self, report):
        """Whether certificates are issued with ``report``; others stay ordinary."""
        # sudo(): whether a report is a form's is no secret.
        forms = trusted(self.env["coi.form"]).with_context(active_test=False)
        return bool(forms.search_count([("report_id", "=", report.id)], limit=1))

    def _coi_get_issued(self, certificates):
        if len(certificates) == 1:
            return certificates.env["coi.engine"]._get_document(certificates)
        file = io.BytesIO()
        certificates.env["coi.output"]._write_file(file, certificates, "pdf")
        return file.getvalue()
