from odoo import api, models
from odoo.tools.translate import LazyTranslate

from ..common.case import warn
from .coi_check import rule

_lt = LazyTranslate(__name__)


class CoiCheck(models.AbstractModel):
    """The rules on what the holder's last certificate said: one for each kind of loss,
    so that nobody confirms one kind with another."""

    _inherit = "coi.check"

    @api.model
    @rule(_lt("Coverage: less than on the last certificate"), is_serious=True)
    def _rule_lost_coverage(self, case):
        yield from self._tell_lost(case, "lost_coverage")

    @api.model
    @rule(_lt("Limits: less than on the last certificate"), is_serious=True)
    def _rule_lost_limit(self, case):
        yield from self._tell_lost(case, "lost_limit")

    @api.model
    @rule(_lt("Additional insured: less than on the last certificate"), is_serious=True)
    def _rule_lost_ai(self, case):
        yield from self._tell_lost(case, "lost_ai")

    @api.model
    @rule(
        _lt(
            "Additional insured, completed operations: less than on the last "
            "certificate"
        ),
        is_serious=True,
    )
    def _rule_lost_completed(self, case):
        yield from self._tell_lost(case, "lost_completed")

    @api.model
    @rule(
        _lt("Waiver of subrogation: less than on the last certificate"),
        is_serious=True,
    )
    def _rule_lost_waiver(self, case):
        yield from self._tell_lost(case, "lost_waiver")

    @api.model
    @rule(
        _lt("Primary and non-contributory: less than on the last certificate"),
        is_serious=True,
    )
    def _rule_lost_pnc(self, case):
        yield from self._tell_lost(case, "lost_pnc")

    @api.model
    @rule(
        _lt("Claims-made or retroactive date: less than on the last certificate"),
        is_serious=True,
    )
    def _rule_lost_claims_made(self, case):
        yield from self._tell_lost(case, "lost_claims_made")

    @api.model
    def _tell_lost(self, case, kind):
        """What of ``case.losses`` is of this kind."""
        lost = case.losses
        items = [each for each in lost.items if each.kind == kind] if lost else ()
        if items:
            yield warn(
                self.env._(
                    "Was on %(number)s of %(day)s, but is not on this one: %(what)s.",
                    number=lost.number,
                    day=case.facts.say_date(lost.issue_date),
                    what="; ".join(each.words for each in items),
                ),
                lost.certificate,
                about=",".join(each.code for each in items),
            )
