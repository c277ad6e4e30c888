from odoo import api, models
from odoo.tools.translate import LazyTranslate

from ..common.argument import is_blank
from ..common.case import block, warn
from ..register.coi_policy import TICKED
from .coi_check import rule

_lt = LazyTranslate(__name__)


class CoiCheck(models.AbstractModel):
    """Rules on boxes of a policy's row that would stay empty."""

    _inherit = "coi.check"

    @api.model
    @rule(_lt("Policy without number or insurer"), of_policies=True)
    def _rule_unnamed(self, case):
        for term in case.shown.terms:
            if is_blank(term.policy.name):
                yield block(
                    self.env._(
                        "%(line)s: the policy has no number. Enter it.",
                        line=term.policy.coverage_id.display_name,
                    ),
                    term.policy,
                )
            if is_blank(term.insurer_name or ""):
                yield block(
                    self.env._(
                        "The insurer of %(policy)s has no name. Complete the contact.",
                        policy=term.label,
                    ),
                    term.insurer,
                )

    @api.model
    @rule(_lt("Nothing marked"), of_policies=True, is_serious=True)
    def _rule_unticked(self, case):
        for term in case.shown.terms:
            for names in TICKED.get(term.row, ()):
                if any(term.policy[name] for name in names):
                    continue
                yield warn(
                    self.env._(
                        "%(policy)s: nothing is marked for %(what)s, so the "
                        "certificate leaves it open.",
                        policy=term.label,
                        what=self._get_question(names[0]),
                    ),
                    term.policy,
                    about=names[0],
                )

    @api.model
    @rule(_lt("Retroactive date missing"), of_policies=True)
    def _rule_retroactive(self, case):
        for term in case.shown.terms:
            policy = term.policy
            if not policy._is_claims_made() or policy.full_prior_acts:
                continue
            since = policy.date_retroactive
            if not since:
                yield warn(
                    self.env._(
                        "%(policy)s is claims-made, and the certificate shows no "
                        "retroactive date. Enter it, or check Full Prior Acts.",
                        policy=term.label,
                    ),
                    policy,
                )
            elif since > term.effective:
                yield warn(
                    self.env._(
                        "%(policy)s: the retroactive date, %(day)s, is after the "
                        "policy takes effect. Check both.",
                        policy=term.label,
                        day=case.facts.say_date(since),
                    ),
                    policy,
                    about=str(since),
                )

    @api.model
    def _get_question(self, name):
        """What the group of boxes that begins with the field ``name`` answers."""
        return {
            "claims_basis": self.env._("occurrence or claims-made"),
            "aggregate_per": self.env._("what the aggregate applies to"),
            "auto_any": self.env._("the autos covered"),
            "umbrella_form": self.env._("umbrella or excess"),
            "wc_basis": self.env._("per statute or other"),
            "wc_excluded": self.env._("owners and officers excluded"),
        }[name]
