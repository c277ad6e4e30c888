from odoo import api, models
from odoo.tools.translate import LazyTranslate

from ..common.argument import is_blank
from ..common.case import block, warn
from .coi_check import rule

_lt = LazyTranslate(__name__)

# A reader looks for one of each group, whatever else a row of the page says.
MAIN_LIMITS = {
    "general_liability": [("each_occurrence",), ("general_aggregate",)],
    "auto": [("combined_single", "bodily_injury_person", "bodily_injury_accident")],
    "umbrella": [("each_occurrence",), ("aggregate",)],
    "workers_comp": [("each_accident",), ("disease_employee",), ("disease_policy",)],
}
# Less, or more, is a slip of the pen. What is worded freely may be a deductible, or a
# building.
LOWEST, LOWEST_UMBRELLA, LOWEST_OWN = 1_000, 100_000, 100
HIGHEST, HIGHEST_OWN = 1_000_000_000, 10_000_000_000
OF_PROPERTY = ("own", "building", "contents", "business_income", "deductible")
# What is paid for one cannot be more than what is paid for all.
ORDERED = [
    ("each_occurrence", "general_aggregate"),
    ("each_occurrence", "products_aggregate"),
    ("each_occurrence", "aggregate"),
    ("bodily_injury_person", "bodily_injury_accident"),
    ("disease_employee", "disease_policy"),
]


class CoiCheck(models.AbstractModel):
    """Rules on the limits of the policies shown."""

    _inherit = "coi.check"

    @api.model
    def _get_printed_limits(self, term):
        """The limits of which the page says anything."""
        return [
            limit
            for limit in term.policy.limit_ids
            if limit.amount or not is_blank(limit.text or "")
        ]

    @api.model
    def _get_limit_keys(self, term):
        """Keys of what is covered: what the insured bears itself is no limit."""
        printed = self._get_printed_limits(term)
        return {limit.key for limit in printed} - {"deductible"}

    @api.model
    @rule(_lt("Policy without limits"), of_policies=True)
    def _rule_no_limits(self, case):
        for term in case.shown.terms:
            if not self._get_limit_keys(term):
                yield block(
                    self.env._(
                        "%(policy)s has no limits. Enter them, or a text such as "
                        '"See policy".',
                        policy=term.label,
                    ),
                    term.policy,
                )

    @api.model
    @rule(_lt("Usual limit missing"), of_policies=True, is_serious=True)
    def _rule_main_limit(self, case):
        for term in case.shown.terms:
            keys = self._get_limit_keys(term)
            groups = MAIN_LIMITS.get(term.row, []) if keys else []
            missing = [group[0] for group in groups if not keys.intersection(group)]
            if missing:
                yield warn(
                    self._explain_missing(term, missing),
                    term.policy,
                    about=",".join(missing),
                )

    @api.model
    def _explain_missing(self, term, keys):
        page = self.env["coi.page"]
        return self.env._(
            "%(policy)s: the certificate shows no limit for %(limits)s.",
            policy=term.label,
            limits=", ".join(page._get_limit_label(key) for key in keys),
        )

    @api.model
    @rule(
        _lt("Limits not confirmed"),
        may_override=True,
        of_policies=True,
        is_serious=True,
    )
    def _rule_unconfirmed(self, case):
        for term in case.shown.terms:
            if term.limits_to_confirm:
                yield block(
                    self.env._(
                        "The limits of %(policy)s were copied from another policy, "
                        "and nobody has confirmed them. Compare them with the new "
                        "policy and confirm them.",
                        policy=term.label,
                    ),
                    term.policy,
                )

    # ------------------------------------------------------------------ amounts

    @api.model
    @rule(_lt("Amount looks wrong"), of_policies=True, is_serious=True)
    def _rule_amount(self, case):
        for term in case.shown.terms:
            amounts = {}
            for limit in term.policy.limit_ids:
                if limit.amount:
                    amounts.setdefault(limit.key, []).append(limit.amount)
                    yield from self._judge_amount(term, limit)
            for less, more in ORDERED:
                if less in amounts and more in amounts:
                    pair = (less, max(amounts[less])), (more, max(amounts[more]))
                    yield from self._compare_amounts(term, *pair)

    @api.model
    def _judge_amount(self, term, limit):
        low, high = LOWEST, HIGHEST
        if limit.key in OF_PROPERTY:
            low, high = LOWEST_OWN, HIGHEST_OWN
        elif term.row == "umbrella":
            low = LOWEST_UMBRELLA
        if low <= limit.amount <= high:
            return
        said = {
            "policy": term.label,
            "limit": limit._get_label(),
            "amount": term.policy._format_amount(limit.amount),
        }
        if limit.amount < low:
            message = self.env._(
                "%(policy)s: %(amount)s for %(limit)s looks too low. Enter the amount "
                "in full, as in 1,000,000.",
                **said,
            )
        else:
            message = self.env._(
                "%(policy)s: %(amount)s for %(limit)s looks too high. Check the "
                "amount.",
                **said,
            )
        yield warn(message, term.policy, about=f"{limit.id}:{limit.amount:.2f}")

    @api.model
    def _compare_amounts(self, term, one, whole):
        """:param one, whole: key and amount of what is paid for one, and for all"""
        if one[1] <= whole[1]:
            return
        get_label = self.env["coi.page"]._get_limit_label
        yield warn(
            self.env._(
                "%(policy)s: %(whole)s (%(amount)s) is less than %(one)s (%(other)s). "
                "Check both.",
                policy=term.label,
                whole=get_label(whole[0]),
                amount=term.policy._format_amount(whole[1]),
                one=get_label(one[0]),
                other=term.policy._format_amount(one[1]),
            ),
            term.policy,
            about=f"{one[0]}:{one[1]:.2f}>{whole[0]}:{whole[1]:.2f}",
        )
