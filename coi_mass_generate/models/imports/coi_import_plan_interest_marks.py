from odoo import api, models

from ..register.coi_interest_words import AI, AI_TYPE


class CoiImportPlanInterest(models.AbstractModel):
    """Rows that call their holder an additional insured, and not on which policies."""

    _inherit = "coi.import.plan.interest"

    @api.model
    def _mark_by_type(self, entry, lines, known, wish):
        """Mark what is chosen for all such rows; say where nothing is marked.

        :param lines: ids of the coverage lines the row speaks of
        """
        if AI_TYPE not in entry.values.get("type", ()) or entry.values.get(AI):
            return
        marked = lines & known.marked_by_type
        if AI in entry.values:
            entry.say("type", "ai_said_no")
        elif marked:
            wish.lines_on[AI] = sorted(marked)
            entry.say("type", "ai_chosen")
        else:
            entry.say("type", "ai_not_ticked")
