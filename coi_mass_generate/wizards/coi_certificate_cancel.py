from odoo import fields, models


class CoiCertificateCancel(models.TransientModel):
    """Ask why, then cancel."""

    _name = "coi.certificate.cancel"
    _description = "Cancel Certificates"

    certificate_ids = fields.Many2many("coi.certificate", readonly=True)
    reason = fields.Char(
        required=True, help="Kept on the certificates for everybody to read."
    )

    def action_cancel(self):
        """Button: cancel them all."""
        self.ensure_one()
        self.certificate_ids._cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
