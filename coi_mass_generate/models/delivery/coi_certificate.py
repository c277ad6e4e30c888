from odoo import fields, models

from ..common.door import door


class CoiCertificate(models.Model):
    """Where a certificate went."""

    _inherit = "coi.certificate"

    enclosure_ids = fields.One2many(
        "coi.enclosure", "certificate_id", string="Deliveries", readonly=True
    )

    @door
    def action_send(self):
        """Button and mass action: to whom these go, to be sent."""
        self._check_not_cut()
        return self.env["coi.send"]._open(self)
