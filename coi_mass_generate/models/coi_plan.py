from dataclasses import dataclass, field
from typing import Any

from odoo import api, models

# A grant is what an endorsement can give a holder; each has the interest's field
# that asks for it.
GRANTS = {
    "ai": "ai_line_ids",
    "waiver": "waiver_line_ids",
    "pnc": "pnc_line_ids",
}


@dataclass(slots=True)
class Finding:
    """One reason for a verdict: ``level`` is "warning" or "blocked"."""

    key: str
    level: str
    message: str


@dataclass(slots=True)
class Case:
    """One holder of one insured, with all that its certificate will depend on.

    ``policies`` are those that will be printed, in the page's order; ``granted`` and
    ``refused`` map "ai", "waiver" and "pnc" to the printed policies where the interest
    asks for it and an endorsement does, or does not, give it; ``values`` are the
    holder's texts by slot name (``coi.page``).
    """

    interest: Any
    insured: Any
    holder: Any
    issue_date: Any
    policies: Any
    lang: str
    values: dict = field(default_factory=dict)
    granted: dict = field(default_factory=dict)
    refused: dict = field(default_factory=dict)
    findings: list = field(default_factory=list)

    @property
    def verdict(self):
        levels = {finding.level for finding in self.findings}
        for level in ("blocked", "warning"):
            if level in levels:
                return level
        return "ready"

    def dump_findings(self):
        """The findings as JSON-able dicts; False where there are none."""
        return [
            {"key": each.key, "level": each.level, "message": each.message}
            for each in self.findings
        ] or False


class CoiPlan(models.AbstractModel):
    """Selection in, cases out: who gets which policies shown, and may it be printed.

    Nothing is drawn or stored here, and the number of queries does not depend on the
    number of holders.
    """

    _name = "coi.plan"
    _description = "Plan of a Certificate Run"

    @api.model
    def _get_cases(self, interests, issue_date, policies=None):
        """Cases of ``interests`` in their order, each with its verdict.

        :param interests: ``coi.additional.interest`` records
        :param issue_date: date the certificates will carry
        :param policies: ``coi.policy`` records to show; None: all in force that day
        """
        shown = self._get_shown_policies(interests, issue_date, policies)
        asked = self._get_asked_lines(interests)
        seen = interests.holder_id._filtered_access("read")
        cases = [
            self._prepare_case(interest, issue_date, shown, asked)
            if interest.holder_id in seen
            else self._prepare_hidden_case(interest, issue_date)
            for interest in interests
        ]
        self.env["coi.check"]._judge([case for case in cases if not case.findings])
        return cases

    @api.model
    def _prepare_hidden_case(self, interest, issue_date):
        """A holder whose contact the user may not see stops nobody else."""
        message = self.env._(
            "You may not see this holder's contact: it belongs to another company. "
            "Ask for it to be shared, or leave the holder out."
        )
        return Case(
            interest=interest,
            insured=interest.insured_id,
            holder=interest.holder_id,
            issue_date=issue_date,
            policies=self.env["coi.policy"],
            lang="en_US",
            findings=[Finding("hidden", "blocked", message)],
        )

    @api.model
    def _prepare_case(self, interest, issue_date, shown, asked):
        case = Case(
            interest=interest,
            insured=interest.insured_id,
            holder=interest.holder_id,
            issue_date=issue_date,
            policies=self._pick_policies(interest, shown),
            lang=self._get_lang(interest),
        )
        self._resolve_grants(case, asked)
        case.values = self.env["coi.page"]._prepare_values(case)
        return case

    @api.model
    def _get_lang(self, interest):
        """A certificate speaks its holder's language, where that is installed."""
        lang = interest.holder_id.lang
        installed = dict(self.env["res.lang"].get_installed())
        if lang in installed:
            return lang
        fallback = interest.company_id.partner_id.lang
        return fallback if fallback in installed else "en_US"

    @api.model
    def _get_shown_policies(self, interests, issue_date, policies):
        """Policies in force on the issue date, by (company, insured), page order."""
        model = self.env["coi.policy"]
        domain = [
            ("insured_id", "in", interests.insured_id.ids),
            ("company_id", "in", interests.company_id.ids),
            *model._get_state_domain("active", issue_date),
        ]
        if policies is not None:
            domain.append(("id", "in", policies.ids))
        in_force = model.search(domain)
        by_place = sorted(in_force, key=self._get_place)
        in_order = model.browse(policy.id for policy in by_place)
        return in_order.grouped(lambda policy: (policy.company_id, policy.insured_id))

    @api.model
    def _get_place(self, policy):
        return (policy.line_id.sequence, policy.line_id.id, policy.name, policy.id)

    @api.model
    def _pick_policies(self, interest, shown):
        key = (interest.company_id, interest.insured_id)
        policies = shown.get(key, self.env["coi.policy"])
        if not interest.series_ids:
            return policies
        return policies.filtered(lambda policy: policy.series_id in interest.series_ids)

    @api.model
    def _get_asked_lines(self, interests):
        """Interest fields by grant; a hook for rights that are asked elsewhere."""
        return GRANTS

    @api.model
    def _resolve_grants(self, case, asked):
        """A "Y" needs both: the interest asks for it and an endorsement gives it."""
        for grant, field_name in asked.items():
            if lines := case.interest[field_name]:
                self._resolve_grant(case, grant, lines)

    @api.model
    def _resolve_grant(self, case, grant, lines):
        wanted = case.policies.filtered(lambda policy: policy.line_id in lines)
        given = wanted.filtered(lambda policy: policy._grants(grant, case.holder))
        if given:
            case.granted[grant] = given
        if wanted - given:
            case.refused[grant] = wanted - given
