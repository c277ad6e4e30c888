from odoo import api, models
from odoo.exceptions import UserError

from ..common.door import trusted


class ResPartner(models.Model):
    """A batch that was asked for an insured keeps it."""

    _inherit = "res.partner"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_coi_requested(self):
        """The database would refuse too, but not in words a user understands."""
        # sudo(): what other companies have counts as well.
        batches = trusted(self.env["coi.batch"])
        if batches.search_count([("insured_ids", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "Certificates of this insured were requested. Archive it instead "
                    "of deleting it."
                )
            )
