from odoo import models

from ..common.door import door, one


class CoiBatch(models.Model):
    """How what a batch has made is sent."""

    _inherit = "coi.batch"

    @door
    def action_send(self):
        """Button: to whom its certificates go, to be sent."""
        one(self)
        self.check_access("read")
        issued = self._get_certificates().filtered(lambda each: each.state == "issued")
        return self.env["coi.send"]._open(issued)
