from odoo import api, models
from odoo.tools.translate import LazyTranslate

from ..common.case import block
from .coi_check import rule

_lt = LazyTranslate(__name__)


class CoiCheck(models.AbstractModel):
    """The rule on what an insurer has announced: the policy is in force, and a manager
    may go on with a reason; nobody else does, for a reader relies on the whole term."""

    _inherit = "coi.check"

    @api.model
    @rule(_lt("Cancellation announced"), may_override=True, of_policies=True)
    def _rule_pending(self, case):
        for term in case.shown.terms:
            if term.pending:
                yield block(
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
