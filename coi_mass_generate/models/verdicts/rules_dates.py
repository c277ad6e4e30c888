from odoo import api, models
from odoo.tools.translate import LazyTranslate

from ..common.case import block, warn
from .coi_check import rule

_lt = LazyTranslate(__name__)


class CoiCheck(models.AbstractModel):
    """Rules on the date a certificate carries."""

    _inherit = "coi.check"

    @api.model
    @rule(_lt("Issue date in the future"), of_policies=True, is_serious=True)
    def _rule_post_dated(self, case):
        days = (case.issue_date - case.facts.today).days
        if days > 0:
            yield warn(
                self._explain_future(case, days), about=case.issue_date.isoformat()
            )

    @api.model
    def _explain_future(self, case, days):
        day = case.facts.say_date(case.issue_date)
        if days == 1:
            return self.env._(
                "The issue date, %(day)s, is tomorrow. Nobody knows yet what will be "
                "true then.",
                day=day,
            )
        return self.env._(
            "The issue date, %(day)s, is %(days)s days away. Nobody knows yet what "
            "will be true then.",
            day=day,
            days=days,
        )

    @api.model
    @rule(
        _lt("Dated before a cancellation was known"), of_policies=True, is_serious=True
    )
    def _rule_backdated(self, case):
        for term in case.shown.terms:
            known = term.is_cancelled and term.known_since
            if known and case.issue_date < known:
                yield block(
                    self.env._(
                        "%(policy)s: its cancellation as of %(day)s became known on "
                        "%(known)s. No certificate may show it and carry an earlier "
                        "date: choose a later issue date.",
                        policy=term.label,
                        day=case.facts.say_date(term.end),
                        known=case.facts.say_date(known),
                    ),
                    term.policy,
                    about=known.isoformat(),
                )
