from odoo import models

from ..common.door import clean


class CoiPolicy(models.Model):
    """One message tells what was changed in a policy at once, in its limits and
    endorsements, too."""

    _inherit = "coi.policy"

    def _message_track(self, fields_iter, initial_values_dict):
        # Odoo tracks as superuser; whom the user may not see is not named.
        parts = clean(self.sudo(False).env["coi.traced"])._take(self._name)
        for policy in self.filtered(lambda each: each.id in parts):
            policy._track_set_log_message(parts[policy.id])
        tracking = super()._message_track(fields_iter, initial_values_dict)
        told = {number for number, (_changes, values) in tracking.items() if values}
        rest = {number: body for number, body in parts.items() if number not in told}
        self.browse(rest)._message_log_batch(rest)
        return tracking
