from odoo import models

from ..common.door import trusted


class CoiSending(models.Model):
    """A renewal is sent once what it issued is."""

    _inherit = "coi.sending"

    def _look_after(self):
        result = super()._look_after()
        # sudo(): what became of deliveries is noted, whoever may see the renewal.
        renewals = trusted(self.env["coi.renewal"]).search(
            [
                ("state", "=", "issued"),
                ("company_id", "in", self.company_id.ids),
                ("batch_ids.certificate_ids.enclosure_ids.delivery_id.sending_id", "in",
                 self.ids),
            ]
        )  # fmt: skip
        renewals._note_sent()
        return result
