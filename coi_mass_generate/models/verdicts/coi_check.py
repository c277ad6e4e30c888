from dataclasses import replace

from odoo import api, models
from odoo.tools import partition
from odoo.tools.translate import LazyTranslate

from ..common.case import LEVELS

RULE_PREFIX = "_rule_"
_lt = LazyTranslate(__name__)

# Rules of earlier versions, which batches of that time name: the losses since the last
# certificate were confirmed all together.
FORMER = {"lost": _lt("Less than the last certificate")}


def rule(title, may_override=False, of_policies=False, is_serious=False):
    """Mark a method of ``coi.check``, named ``_rule_<key>``, as a rule.

    :param title: its name on the screen, a lazily translated text
    :param may_override: whether a manager may have a certificate it blocks printed
    :param of_policies: whether it looks at nothing but the policies shown, the issue
        date and the agency: then it is asked once for all holders who see the same.
        What an heir overrides is asked for each holder, unless the heir says so, too
    :param is_serious: whether its warnings are confirmed by themselves, and not
        together with those of all kinds that do no harm
    """

    def mark(method):
        if not method.__name__.startswith(RULE_PREFIX):
            raise ValueError(f"{method.__name__}: a rule is named {RULE_PREFIX}<key>")
        method.coi_rule = (title, may_override, is_serious)
        method.coi_of_policies = of_policies
        return method

    return mark


class CoiCheck(models.AbstractModel):
    """The rules a certificate must pass before anything is drawn.

    A rule is one method ``_rule_<key>(case)`` that yields findings, made with
    ``block(message, target)`` or ``warn(message, target)``, with ``about`` where it may
    find several on one record (``Finding``); ``@rule`` makes it one, gives it its title
    and says whether its block may be overridden. Ours are in ``rules_*.py``. Add a rule
    by adding a method in an inheriting class; drop one by overriding it to return
    nothing; a method that overrides a rule is the same rule, with or without the mark.
    Rules look at a case only: what they need for many holders is read in batch when
    the cases are prepared (``coi.plan``).
    """

    _name = "coi.check"
    _description = "Certificate Rules"

    @api.model
    def _judge(self, cases):
        """Run every rule over every case and keep what it found in the case."""
        rules = list(enumerate(self._get_rules()))
        shared, own = partition(lambda each: self._is_of_policies(each[1][0]), rules)
        for case in cases:
            key = ("policies", id(case.shown), case.asked.company_id)
            found = [
                (*order, replace(finding))
                for *order, finding in case.facts.remember(key, self._ask, shared, case)
            ]
            found += self._ask(own, case)
            if found:
                found.sort(key=lambda each: each[:3])
                case.findings = [finding for *_order, finding in found]

    @api.model
    def _ask(self, rules, case):
        """``[(level, rule's turn, finding's turn, finding)]``, to be sorted."""
        found = []
        for turn, (key, check, title, may_override, is_serious) in rules:
            for finding in check(case) or ():
                finding.key, finding.title = key, title
                finding.may_override = may_override
                finding.is_serious = is_serious
                level = LEVELS.index(finding.level)
                found.append((level, turn, len(found), finding))
        return found

    @api.model
    def _is_of_policies(self, key):
        method = getattr(type(self), RULE_PREFIX + key)
        return getattr(method, "coi_of_policies", False)

    @api.model
    def _get_rules(self):
        """All rules in the order their findings are told, that of their keys: key,
        method, title in the user's language, may be overridden, is serious."""
        translate = self.env._  # the text was marked where the rule is written
        rules = [
            (name.removeprefix(RULE_PREFIX), name, *mark)
            for name, mark in self._get_marks().items()
        ]
        return [
            (key, getattr(self, name), translate(title), *marks)
            for key, name, title, *marks in sorted(rules, key=lambda each: each[0])
        ]

    @api.model
    def _get_titles(self):
        """``{key: title}`` of all rules, in the user's language; of those, too, that
        there were: what was confirmed then is told as it was called."""
        translate = self.env._
        former = {key: translate(title) for key, title in FORMER.items()}
        rules = {key: title for key, _check, title, *_marks in self._get_rules()}
        return {**former, **rules}

    @api.model
    def _get_kinds(self):
        """``{key: whether its warnings are confirmed by themselves}`` of all rules."""
        return {key: is_serious for key, *_others, is_serious in self._get_rules()}

    @api.model
    def _get_marks(self):
        """What ``@rule`` says, by name of the method; of one that an heir overrides,
        what the last says who says it."""
        return {
            name: method.coi_rule
            for owner in reversed(type(self).__mro__)
            for name, method in vars(owner).items()
            if hasattr(method, "coi_rule")
        }
