from odoo import api, models
from odoo.tools.translate import LazyTranslate

from ..common.case import block, warn
from .coi_check import rule

_lt = LazyTranslate(__name__)

# The first page has places for the insurers A to F.
INSURERS_ON_PAGE = 6


class CoiCheck(models.AbstractModel):
    """Rules on the policies shown."""

    _inherit = "coi.check"

    @api.model
    @rule(_lt("No policy in force"), of_policies=True)
    def _rule_no_policy(self, case):
        shown = case.shown
        if shown.terms or shown.ended:
            return
        if shown.later:
            first = min(shown.later, key=lambda term: term.effective)
            message = self.env._(
                "No policy to show is in force on the issue date; %(policy)s takes "
                "effect on %(day)s. Choose a later issue date, or choose this policy "
                "under Policies to Show.",
                policy=first.label,
                day=case.facts.say_date(first.effective),
            )
        else:
            message = self.env._(
                "No policy to show is in force on the issue date. Choose another "
                "date or other policies, or renew the policy."
            )
        if shown.lapsed:
            yield block(message, shown.lapsed[-1].policy)
        else:
            policies = self.env["coi.policy"]
            yield block(message, policies, insured_id=case.asked.insured_id)

    @api.model
    @rule(_lt("Policy expired, canceled or archived"), of_policies=True)
    def _rule_ended(self, case):
        for term in case.shown.ended:
            yield block(self._explain_end(term, case), term.policy)

    @api.model
    @rule(_lt("Policy ended recently"), of_policies=True, is_serious=True)
    def _rule_lapsed(self, case):
        # Where nothing is left to show, that is said instead.
        for term in case.shown.lapsed if case.shown.terms else ():
            yield warn(
                self.env._(
                    "%(ended)s Nothing follows it, so it is left out.",
                    ended=self._explain_end(term, case),
                ),
                term.policy,
            )

    @api.model
    def _explain_end(self, term, case):
        if term.state == "archived":
            return self.env._(
                "%(policy)s is archived. Unarchive it, or choose other policies.",
                policy=term.label,
            )
        day = case.facts.say_date(term.end)
        if case.issue_date < term.end:
            return self._explain_dating_back(term, day)
        if term.state == "cancelled":
            return self.env._(
                "%(policy)s was canceled on %(day)s.", policy=term.label, day=day
            )
        return self.env._("%(policy)s expired on %(day)s.", policy=term.label, day=day)

    @api.model
    def _explain_dating_back(self, term, day):
        if term.state == "cancelled":
            return self.env._(
                "%(policy)s was canceled on %(day)s. No certificate may be dated "
                "before a cancellation that is known: choose a later issue date.",
                policy=term.label,
                day=day,
            )
        return self.env._(
            "%(policy)s expired on %(day)s. No certificate may be dated back to when "
            "it was in force: choose a later issue date. What was issued then is "
            "under Issued Certificates.",
            policy=term.label,
            day=day,
        )

    @api.model
    @rule(_lt("Policy not yet effective"), of_policies=True)
    def _rule_upcoming(self, case):
        for term in case.shown.terms:
            if term.state == "upcoming":
                yield warn(
                    self.env._(
                        "%(policy)s does not take effect until %(day)s, after the "
                        "issue date.",
                        policy=term.label,
                        day=case.facts.say_date(term.effective),
                    ),
                    term.policy,
                )

    @api.model
    @rule(_lt("Policy expires soon"), of_policies=True)
    def _rule_expiring(self, case):
        limit = case.facts.get_setting(case.company, "coi_expiring_days")
        for term in case.shown.terms:
            days = (term.end - case.issue_date).days
            if 0 < days <= limit:
                yield warn(self._explain_nearness(term, days, case), term.policy)

    @api.model
    @rule(_lt("Policy will be canceled"), of_policies=True, is_serious=True)
    def _rule_cancellation(self, case):
        for term in case.shown.terms:
            if term.is_cancelled:
                yield warn(
                    self.env._(
                        "%(policy)s is canceled as of %(day)s: the certificate says "
                        "that its coverage ends on that day.",
                        policy=term.label,
                        day=case.facts.say_date(term.end),
                    ),
                    term.policy,
                )

    @api.model
    def _explain_nearness(self, term, days, case):
        policy, day = term.label, case.facts.say_date(term.end)
        if days == 1:
            return self.env._(
                "%(policy)s ends on %(day)s, the day after the issue date.",
                policy=policy,
                day=day,
            )
        return self.env._(
            "%(policy)s ends on %(day)s, %(days)s days after the issue date.",
            policy=policy,
            day=day,
            days=days,
        )

    @api.model
    @rule(_lt("Insurer without NAIC number"), of_policies=True)
    def _rule_naic(self, case):
        unnumbered = {term.insurer: term for term in case.shown.terms if not term.naic}
        for insurer, term in unnumbered.items():
            yield warn(
                self.env._("No NAIC number: %(insurer)s.", insurer=term.insurer_name),
                insurer,
            )

    @api.model
    @rule(_lt("More than six insurers"))
    def _rule_insurers(self, case):
        count = len({term.insurer.id for term in case.shown.terms})
        if count > INSURERS_ON_PAGE:
            yield warn(
                self.env._(
                    "%(count)s insurers: the page has room for six; the others go to "
                    "a continuation page.",
                    count=count,
                ),
                case.interest,
            )
