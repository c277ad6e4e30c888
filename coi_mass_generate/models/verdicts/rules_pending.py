from odoo import api, models
from odoo.tools.translate import LazyTranslate

from ..common.case import warn
from .coi_check import rule

_lt = LazyTranslate(__name__)


class CoiCheck(models.AbstractModel):
    """The rule on what an insurer has announced."""

    _inherit = "coi.check"

    @api.model
    @rule(_lt("Cancellation announced"), of_policies=True, is_serious=True)
    def _rule_pending(self, case):
        for term in case.shown.terms:
            if term.pending:
                yield warn(
                    self._explain_pending(term, case),
                    term.policy,
                    about=term.pending.isoformat(),
                )

    @api.model
    def _explain_pending(self, term, case):
        told = {"policy": term.label, "day": case.facts.say_date(term.pending)}
        if term.pending <= max(case.issue_date, case.facts.today):
            return self.env._(
                "%(policy)s: the insurer announced its cancellation as of %(day)s. "
                "Find out whether it was canceled, and enter it on the policy.",
                **told,
            )
        return self.env._(
            "%(policy)s is in force, but the insurer has announced its cancellation as "
            "of %(day)s.",
            **told,
        )
