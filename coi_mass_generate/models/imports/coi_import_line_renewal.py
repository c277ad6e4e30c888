from odoo import fields, models

from ..register.coi_interest_renewal import RENEWALS


class CoiImportLine(models.Model):
    """What a row says of renewals."""

    _inherit = "coi.import.line"

    renewal = fields.Char("Receives Renewals", compute="_compute_cells", readonly=False)
    tail_until = fields.Char(
        "Certificates Until", compute="_compute_cells", readonly=False
    )
    renewal_days = fields.Char(
        "Prepare Renewal (Days Before)", compute="_compute_cells", readonly=False
    )

    def _show_value(self, key, value):
        # In English, as it is read: whoever corrects it types such a word.
        if key == "renewal":
            return dict(RENEWALS).get(value, value)
        shown = super()._show_value(key, value)
        return str(shown) if key == "renewal_days" else shown
