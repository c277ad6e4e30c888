from odoo import api, models

from ..register.coi_interest_words import AI_TYPE


class CoiImportPlanInterest(models.AbstractModel):
    """The type of whom a list marks, and says nothing else of."""

    _inherit = "coi.import.plan.interest"

    @api.model
    def _find_ai_type(self):
        """The id of "additional insured" in a list; empty where it is archived."""
        return self.env["coi.interest.type"].search([("key", "=", AI_TYPE)]).ids

    @api.model
    def _give_type(self, group, cleared, ai_type):
        """Whom a list marks as additional insured, with no word of a type, gets it.

        Not whom it was said of before and who has none: nobody missed it, and a list
        that is imported once more changes nothing.

        :param cleared: see ``_compare``
        :param ai_type: see ``_find_ai_type``
        """
        there, vals = group.there, group.vals
        marked_before = there.get("ai_line_ids", [])
        marked = cleared.get("ai_line_ids", marked_before)
        marked = vals.get("ai_line_ids", marked)
        types_before = there.get("type_ids", [])
        if not marked or (marked_before and not types_before):
            return
        if not cleared.get("type_ids", types_before):
            vals.setdefault("type_ids", set(ai_type))
