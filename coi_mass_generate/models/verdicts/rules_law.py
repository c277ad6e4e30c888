from odoo import api, models
from odoo.tools.translate import LazyTranslate

from ..common.case import block, warn
from .coi_check import rule

_lt = LazyTranslate(__name__)


class CoiCheck(models.AbstractModel):
    """Rules of states, and of the form itself."""

    _inherit = "coi.check"

    @api.model
    @rule(_lt("State law on blanket endorsements"), is_serious=True)
    def _rule_blanket(self, case):
        for law, where in case.facts.match(case, "blanket"):
            if law.effect == "cite":
                continue
            for grant in case.granted.get(law.grant, ()):
                if all(each.is_blanket for each in grant.endorsements):
                    yield self._apply_law(
                        law, where, grant.term.label, grant.endorsements[0].record
                    )

    @api.model
    @rule(_lt("State law on certificate forms"), is_serious=True)
    def _rule_state(self, case):
        for law, where in case.facts.match(case, "form"):
            key = (case.form.id, case.asked.company_id, law.state_id.id)
            if key not in case.facts.approvals:
                yield self._apply_law(
                    law,
                    where,
                    case.form.display_name,
                    self.env["coi.state.approval"],
                    form_id=case.form.id,
                    state_id=law.state_id.id,
                )

    @api.model
    def _apply_law(self, law, where, what, target, **defaults):
        find = block if law.effect == "block" else warn
        message = self.env._(
            "%(state)s (%(where)s), %(what)s. %(reason)s",
            state=law.state_id.name,
            where=where,
            what=what,
            reason=law.reason,
        )
        return find(message, target, **defaults)

    @api.model
    @rule(_lt("Form out of date"))
    def _rule_sunset(self, case):
        key = ("past", case.form.id)
        if case.facts.remember(key, case.form._is_past, case.issue_date):
            yield block(
                self.env._(
                    "The form %(form)s may no longer be used as of %(day)s.",
                    form=case.form.display_name,
                    day=case.facts.say_date(case.form.sunset_date),
                ),
                case.form,
            )
