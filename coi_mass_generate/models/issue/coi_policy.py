from odoo import api, models
from odoo.exceptions import UserError

from ..common.door import trusted


class CoiPolicy(models.Model):
    """A batch that a policy was chosen for keeps it."""

    _inherit = "coi.policy"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_wanted(self):
        """The database would refuse too, but not in words a user understands."""
        # sudo(): another user's batches keep the policy just as well.
        batches = trusted(self.env["coi.batch"])
        if batches.search_count([("policy_ids", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "This policy was chosen for a batch of certificates. Archive it "
                    "instead of deleting it."
                )
            )
