from odoo import api, models

from odoo.addons.coi_mass_generate.api import MAX_ATTEMPTS, trusted


class CoiRunner(models.AbstractModel):
    _inherit = "coi.runner"

    @api.model
    def _retake(self, lines):
        """Count another attempt of ``lines``; those tried too often are given up.

        :returns: lines to try again, by number of attempts so far
        """
        worn_out = lines.filtered(lambda line: line.attempts >= MAX_ATTEMPTS)
        self._give_up(worn_out)
        groups = (lines - worn_out).grouped("attempts")
        for attempts, some in groups.items():
            # sudo(): a count of what the queue did, for a batch that was asked for.
            trusted(some).write({"attempts": attempts + 1})
        return {attempts + 1: some for attempts, some in groups.items()}
