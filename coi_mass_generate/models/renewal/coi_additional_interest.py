from odoo import models
from odoo.fields import Command


class CoiAdditionalInterest(models.Model):
    """Which policies an interest is shown when one continues another."""

    _inherit = "coi.additional.interest"

    def _show_again(self, own, series, both):
        """Be shown ``own``, which continues ``series`` no longer.

        :param both: whether it was shown ``series`` besides, and still is
        """
        commands = [Command.link(own.id)]
        if not both:
            commands.append(Command.unlink(series.id))
        self.write({"series_ids": commands})
