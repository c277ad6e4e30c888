from odoo import api, models
from odoo.tools.translate import LazyTranslate

from ..common.case import block, warn
from ..common.door import trusted
from ..common.grants import MARKED
from .coi_check import rule
from .rules_holder import OWN_PLACES

_lt = LazyTranslate(__name__)

# Texts of a holder that go on behind the form where they do not fit it.
OWN_TEXTS = (*OWN_PLACES, "description")


class CoiCheck(models.AbstractModel):
    """Rules on a form that somebody else designed: whether it may be used, and what
    has no room on it."""

    _inherit = "coi.check"

    @api.model
    @rule(_lt("Form not in use"))
    def _rule_unready(self, case):
        key = ("unready", case.form.id)
        why = case.facts.remember(key, self._explain_unready, case.form)
        if why:
            yield block(why, case.form)

    @api.model
    def _explain_unready(self, form):
        # sudo(): whether it is in use is told to who is about to use it.
        return trusted(form)._find_unready()

    @api.model
    @rule(_lt("Usual form not used"))
    def _rule_passed_over(self, case):
        """Who is always given one form is not given another without a word."""
        usual = case.facts.passed_over.get((case.asked.company_id, case.insured.id))
        if usual:
            yield warn(
                self.env._(
                    "The usual form %(form)s may not be used. This certificate is "
                    "drawn on %(other)s instead: make sure that the holder accepts it, "
                    "or change the usual form.",
                    form=usual.display_name,
                    other=case.form.display_name,
                ),
                usual,
            )

    @api.model
    @rule(_lt("Continuation form not in use"))
    def _rule_stale_remarks(self, case):
        more = case.form.continuation_form_id
        if not more or not self._goes_on(case):
            return
        key = ("stale remarks", more.id)
        why = case.facts.remember(key, self._explain_stale, more, case.issue_date)
        if why:
            yield block(why, more)

    @api.model
    def _explain_stale(self, more, day):
        """Why nothing may go on on a form for remarks; "" where it may."""
        # sudo(): see _explain_unready().
        form, named = trusted(more), {"form": more.display_name}
        if form.state != "ready" or not form.is_continuation:
            return self.env._(
                "Not everything fits on this form, and its continuation form %(form)s "
                "is not in use. A manager puts it to use, or chooses another one, "
                "under Configuration / Forms.",
                **named,
            )
        if not form.licence_confirmed:
            return form._explain_unlicensed()
        if not form.active or form._is_past(day):
            return self.env._(
                "Not everything fits on this form, and its continuation form %(form)s "
                "may no longer be used. A manager chooses another one under "
                "Configuration / Forms.",
                **named,
            )
        return ""

    @api.model
    @rule(_lt("Field too small"), of_policies=True)
    def _rule_small_field(self, case):
        for value_key, text in self._list_spilled(case):
            yield warn(
                self.env._(
                    '"%(text)s" is too long for its field on the form %(form)s, even '
                    "in the smallest type. The full text goes to a continuation page.",
                    text=text.partition("\n")[0],
                    form=case.form.display_name,
                ),
                self._get_source(case, value_key),
                about=value_key,
            )

    @api.model
    def _list_spilled(self, case):
        """(key of the value, text) of what all holders share and does not fit."""
        return case.facts.remember(
            ("spilled", case.variant), self._measure_shared, case
        )

    @api.model
    def _measure_shared(self, case):
        gauge = case.facts.get_gauge(case)
        shared = self.env["coi.comparison"]._get_static(case).shared
        return [
            (value_key, text)
            for slot, (value_key, text) in shared.items()
            if gauge.measure(slot, text) == "continuation"
        ]

    @api.model
    def _get_source(self, case, value_key):
        """The record a shared value is read from."""
        place, _dot, part = value_key.partition(".")
        if place == "insured":
            return case.insured
        if place == "producer":
            return case.company
        if place == "insurer":
            return self._get_insurer(case, part.partition(".")[0])
        policies = [
            policy
            for policy in case.policies
            if place in (policy.row, policy.coverage_id.key)
        ]
        return policies[0] if policies else case.insured

    @api.model
    def _get_insurer(self, case, letter):
        static = self.env["coi.comparison"]._get_static(case)
        keys = {each["key"] for each in static.coverages if each["letter"] == letter}
        insurers = [
            policy.insurer_id for policy in case.policies if f"p{policy.id}" in keys
        ]
        return insurers[0] if insurers else case.insured

    @api.model
    @rule(_lt("No cell for a Y"))
    def _rule_no_cell(self, case):
        if not case.granted:
            return
        worded = self.env["coi.comparison"]._get_static(case).worded
        for kind in MARKED:
            if kind.is_worded:
                continue
            for given in case.granted.get(kind.key, ()):
                if kind.get_slot(f"p{given.term.id}") in worded:
                    yield warn(
                        self.env._(
                            "%(policy)s: the form %(form)s has no cell for %(grant)s. "
                            "It is said in the description of operations instead.",
                            policy=given.term.label,
                            form=case.form.display_name,
                            grant=kind.get_label(self.env),
                        ),
                        given.term.policy,
                        about=kind.key,
                    )

    @api.model
    @rule(_lt("State law on further pages"), is_serious=True)
    def _rule_addendum(self, case):
        addendum = case.facts.remember(
            ("addendum", case.form.id), case.form._get_addendum
        )
        if not addendum or not self._goes_on(case):
            return
        for law, where in self._match_addendum(case):
            key = (addendum.id, case.asked.company_id, law.state_id.id)
            if key not in case.facts.approvals:
                yield self._apply_law(
                    law,
                    where,
                    self.env._(
                        "the page that goes on behind the form: %(form)s",
                        form=addendum.display_name,
                    ),
                    self.env["coi.state.approval"],
                    form_id=addendum.id,
                    state_id=law.state_id.id,
                )

    @api.model
    def _goes_on(self, case):
        """Whether there is a further page behind the form."""
        return (
            self.env["coi.comparison"]._get_static(case).goes_on
            or bool(self._list_spilled(case))
            or any(
                case.values[name] and case.measure(name) == "continuation"
                for name in OWN_TEXTS
            )
        )

    @api.model
    def _match_addendum(self, case):
        """The laws on forms that our own page falls under, be the page ours or not."""
        return case.facts.remember(
            ("addendum laws", case.states, case.form.id), self._find_addendum_laws, case
        )

    @api.model
    def _find_addendum_laws(self, case):
        ours = case.form._get_ours()
        if not ours:
            return []
        return case.facts.laws._get_matching("form", case.states, ours)
