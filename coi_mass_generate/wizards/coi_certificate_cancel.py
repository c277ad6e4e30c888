from odoo import fields, models

from ..models.coi_door import door, one


class CoiCertificateCancel(models.TransientModel):
    """Ask why, then cancel."""

    _name = "coi.certificate.cancel"
    _description = "Cancel Certificates"

    certificate_ids = fields.Many2many("coi.certificate", readonly=True)
    reason = fields.Char(
        required=True, help="Kept on the certificates for everybody to read."
    )

    @door
    def action_cancel(self):
        """Button: cancel them all."""
        one(self)
        self.certificate_ids._cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
