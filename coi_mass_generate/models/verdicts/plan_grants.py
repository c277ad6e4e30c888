from odoo import api, models

from ..common.case import Grant
from ..common.grants import ASKED, GRANTS


class CoiPlan(models.AbstractModel):
    """What an interest asks for, and which endorsements give it."""

    _inherit = "coi.plan"

    @api.model
    def _get_asked_lines(self, asked):
        """Ids of the lines by grant; a hook for what is asked elsewhere.

        :param asked: the interest's row
        """
        return {
            grant: lines
            for grant, name in ASKED.items()
            if (lines := getattr(asked, name))
        }

    @api.model
    def _resolve_grants(self, case):
        """A "Y" needs both: the interest asks for it and an endorsement gives it."""
        case.asked_lines = self._get_asked_lines(case.asked)
        for grant, line_ids in case.asked_lines.items():
            found = [
                self._resolve_grant(term, grant, case.asked.holder_id)
                for term in case.shown.terms
                if term.coverage_id in line_ids
            ]
            known = {term.coverage_id for term in case.shown.terms + case.shown.ended}
            absent = [line for line in line_ids if line not in known]
            if absent:
                case.absent[grant] = absent
            for each in found:
                answers = case.granted if each.endorsements else case.refused
                answers.setdefault(grant, []).append(each)

    @api.model
    def _resolve_grant(self, term, grant, holder_id):
        given = term.get_granting(grant, holder_id)
        if given:
            return Grant(term, given)
        if term.row in GRANTS[grant].not_on:
            return Grant(term, [], "impossible")
        offers = [each for each in term.endorsements if grant in each.grants]
        for each in offers:
            if each.to_confirm and each.reaches(holder_id):
                return Grant(term, [], "unconfirmed", each)
        if offers:
            return Grant(term, [], "scheduled", offers[0])
        return Grant(term, [], "none")
