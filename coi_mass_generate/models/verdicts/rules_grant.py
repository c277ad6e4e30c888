from odoo import api, models
from odoo.tools.translate import LazyTranslate

from ..common.case import block, warn
from ..common.grants import GRANTS
from .coi_check import rule

_lt = LazyTranslate(__name__)


class CoiCheck(models.AbstractModel):
    """Rules on what an interest asks for and endorsements must give."""

    _inherit = "coi.check"

    @api.model
    @rule(_lt("Additional insured without endorsement"), may_override=True)
    def _rule_ai(self, case):
        yield from self._find_missing(case, "ai")

    @api.model
    @rule(_lt("Waiver without endorsement"), may_override=True)
    def _rule_waiver(self, case):
        yield from self._find_missing(case, "waiver")

    @api.model
    @rule(_lt("Primary wording without endorsement"), may_override=True)
    def _rule_pnc(self, case):
        yield from self._find_missing(case, "pnc")

    @api.model
    def _find_missing(self, case, grant):
        """Where the interest asks for ``grant`` and no endorsement gives it."""
        if grant not in case.refused and grant not in case.absent:
            return
        for alike in self._group_alike(case.refused.get(grant, ())):
            # One after the other is mended: the first of those that are left.
            target, defaults = self._get_missing(case, grant, alike[0])
            terms = ",".join(str(missing.term.id) for missing in alike)
            yield block(
                self._explain_refusal(alike, grant),
                target,
                **defaults,
                about=f"{alike[0].why}:{terms}",
            )
        absent = case.absent.get(grant)
        if absent:
            # What is shown was somebody's choice, or the insured has no such policy.
            find = warn if case.shown.is_narrowed else block
            yield find(
                self._explain_absence(absent, grant),
                case.interest,
                about=",".join(map(str, sorted(absent))),
            )

    @api.model
    def _group_alike(self, refused):
        """Lists of what is missing in the same way: each is one sentence.

        What an endorsement would give is told, and mended, by itself.
        """
        groups = {}
        for missing in refused:
            key = missing.term.id if missing.nearest else missing.why
            groups.setdefault(key, []).append(missing)
        return groups.values()

    @api.model
    def _get_missing(self, case, grant, missing):
        """The record that mends a missing ``grant``, or the defaults of a new one."""
        if missing.nearest:
            return missing.nearest.record, {}
        if missing.why == "impossible":
            return case.interest, {}
        defaults = {"policy_id": missing.term.id}
        names = GRANTS[grant].endorsement_fields
        if len(names) == 1:
            defaults[names[0]] = True
        return self.env["coi.policy.endorsement"], defaults

    @api.model
    def _explain_refusal(self, alike, grant):
        """:param alike: see ``_group_alike``"""
        missing, kind = alike[0], GRANTS[grant]
        policy = self._name_policies(alike)
        given = kind.get_label(self.env)
        nearest = missing.nearest.label if missing.nearest else ""
        if missing.why == "impossible":
            return kind.get_impossible(self.env, policy)
        if missing.why == "unconfirmed" and missing.nearest.record.is_proposed:
            return self.env._(
                "%(grant)s is requested, but that %(endorsement)s on %(policy)s "
                "grants it is only what such a form usually does, and nobody has "
                "confirmed it. Compare it with the policy and confirm it.",
                grant=given,
                endorsement=nearest,
                policy=policy,
            )
        if missing.why == "unconfirmed":
            return self.env._(
                "%(grant)s is requested, but %(endorsement)s on %(policy)s was copied "
                "from the prior term and nobody has confirmed it. Confirm it.",
                grant=given,
                endorsement=nearest,
                policy=policy,
            )
        if missing.why == "scheduled":
            return self.env._(
                "%(grant)s is requested, but %(endorsement)s on %(policy)s does not "
                "name this holder. Add it to the schedule, or take the request off "
                "the interest.",
                grant=given,
                endorsement=nearest,
                policy=policy,
            )
        return self.env._(
            "%(grant)s is requested, but no endorsement on %(policies)s grants it to "
            "this holder. Record the endorsement, or take the request off the "
            "interest.",
            grant=given,
            policies=policy,
        )

    @api.model
    def _name_policies(self, alike):
        *others, last = [missing.term.label for missing in alike]
        if not others:
            return last
        return self.env._(
            "%(policies)s or %(last)s", policies=", ".join(others), last=last
        )

    @api.model
    def _explain_absence(self, line_ids, grant):
        lines = self.env["coi.coverage.line"].browse(line_ids)
        return self.env._(
            "%(grant)s is requested on %(lines)s, but the certificate shows no such "
            "policy.",
            grant=GRANTS[grant].get_label(self.env),
            lines=", ".join(lines.mapped("name")),
        )
