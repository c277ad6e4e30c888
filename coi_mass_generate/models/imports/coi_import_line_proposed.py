from odoo import models
from odoo.exceptions import UserError

from ..common.door import door

# What asks about an insured, and the part of it that names the one it may be.
PROPOSED = {"insured_likely": "other", "insured_other": "insured"}


class CoiImportLine(models.Model):
    """The insured that a row's may be, to be taken with a click."""

    _inherit = "coi.import.line"

    def _get_proposed(self, hidden):
        """The name that is proposed; '' for none, or one the user may not see."""
        for _key, code, detail in self._get_findings().get("problems", ()):
            if code in PROPOSED and hidden.isdisjoint(detail.get("contacts", ())):
                return detail[PROPOSED[code]]
        return ""

    @door
    def action_take_party(self):
        """It is the one it looks like: for all rows that name it."""
        if "policy" in self.run_id.mapped("kind"):
            return super().action_take_party()
        return self._take_proposed()

    def _take_proposed(self):
        """As if its name had been typed in all rows that say the same."""
        self.run_id._check_open()
        hidden = self._find_hidden()
        proposed = {line: line._get_proposed(hidden) for line in self}
        if not any(proposed.values()):
            raise UserError(self.env._("Nothing like that is asked here."))
        for line, name in proposed.items():
            if name:
                line._correct({"insured": name})
        for run in self.run_id:
            for line, texts in run._find_alike():
                if "insured" in texts:
                    line._correct({"insured": texts["insured"]}, remember=False)
            run._renew_preview()
