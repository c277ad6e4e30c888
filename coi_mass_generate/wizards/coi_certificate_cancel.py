from odoo import fields, models

from ..models.common.door import door, one, trusted


class CoiCertificateCancel(models.TransientModel):
    """Ask why, then cancel."""

    _name = "coi.certificate.cancel"
    _description = "Cancel Certificates"

    certificate_ids = fields.Many2many("coi.certificate", readonly=True)
    reason = fields.Char(
        required=True, help="Kept on the certificates for everyone to read."
    )

    @door
    def action_cancel(self):
        """Button: cancel them all."""
        one(self)
        self._get_chosen()._cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}

    def _get_chosen(self):
        """All it was opened for; Odoo leaves out those the user may not read."""
        self.check_access("read")
        # sudo(): only their ids are taken; whether the user may, _cancel() checks.
        return trusted(self).certificate_ids.with_env(self.env)
