from odoo import fields, models

from ..common.door import trusted


class CoiBatch(models.Model):
    """A batch that a renewal has released."""

    _inherit = "coi.batch"

    renewal_id = fields.Many2one(
        "coi.renewal", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    accepted = fields.Json(
        "Accepted in the Review",
        readonly=True,
        help="Who accepted which kind of warnings, of how many holders, and when.",
    )

    def _close(self, state):
        """What was made in the background is told to the renewal that asked for it."""
        result = super()._close(state)
        if self.renewal_id and self.worker != "click":
            # sudo(): outcomes are noted, whoever runs the batch.
            trusted(self).renewal_id._take_outcomes(trusted(self))
        return result

    def _cancel_waiting(self):
        """Whom nothing is made for any more is offered again."""
        result = super()._cancel_waiting()
        if self.renewal_id:
            # sudo(): see _close().
            trusted(self).renewal_id._take_outcomes(trusted(self))
        return result
