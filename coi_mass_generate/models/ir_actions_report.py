import io

from odoo import models

REPORT_MODEL = "coi.certificate"


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        """Print gives back what was issued, never a page drawn anew."""
        report = self._get_report(report_ref)
        if report.model != REPORT_MODEL or not res_ids:
            return super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)
        ids = [res_ids] if isinstance(res_ids, int) else list(res_ids)
        return self._coi_get_issued(self.env[REPORT_MODEL].browse(ids)), "pdf"

    def _coi_get_issued(self, certificates):
        if len(certificates) == 1:
            return self.env["coi.engine"]._get_document(certificates)
        file = io.BytesIO()
        self.env["coi.output"]._write(file, certificates, "pdf")
        return file.getvalue()
