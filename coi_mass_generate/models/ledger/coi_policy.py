from odoo import api, models
from odoo.exceptions import UserError

from ..common.door import door, one, trusted


class CoiPolicy(models.Model):
    """The certificates that show a policy keep it, and are revised from it."""

    _inherit = "coi.policy"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shown(self):
        """The database would refuse too, but not in words a user understands."""
        # sudo(): another user's certificates keep the policy just as well.
        masters = trusted(self.env["coi.master"])
        if masters.search_count([("policy_ids", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "Certificates show this policy. Archive it instead of deleting it."
                )
            )

    @api.model
    def _get_shown_domain(self, ids):
        """The issued certificates that show one of these policies."""
        return [
            ("master_id.policy_ids", "in", ids),
            ("state", "=", "issued"),
            ("is_kept", "=", True),
        ]

    @api.model
    def _count_shown(self, ids):
        """{id of a policy: how many issued certificates show it}, of those shown."""
        masters = self.env["coi.certificate"]._read_group(
            self._get_shown_domain(ids), ["master_id"], ["__count"]
        )
        shown, wanted = {}, set(ids)
        for master, count in masters:
            for number in wanted.intersection(master.policy_ids.ids):
                shown[number] = shown.get(number, 0) + count
        return shown

    @door
    def action_revise_certificates(self):
        """Button: a new revision of every issued certificate that shows this policy."""
        one(self)
        shown = self.env["coi.certificate"].search(self._get_shown_domain(self.ids))
        if not shown:
            raise UserError(
                self.env._("No issued certificate shows %(policy)s.", policy=self.name)
            )
        return shown.action_revise()
