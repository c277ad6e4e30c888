from odoo import api, fields, models

from ..common.door import trusted


class CoiCertificate(models.Model):
    """A certificate that a manager had printed although it was blocked says so wherever
    it is listed."""

    _inherit = "coi.certificate"

    override_summary = fields.Char("Override", compute="_compute_override_summary")

    @api.depends("override_reason", "override_user_id.name")
    def _compute_override_summary(self):
        for certificate in self:
            # sudo(): a name, which the form shows of any user, too.
            name = trusted(certificate.override_user_id).name
            parts = (name, certificate.override_reason)
            certificate.override_summary = (
                ": ".join(filter(None, parts)) if certificate.override_reason else False
            )
