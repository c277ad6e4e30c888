from typing import Any, NamedTuple

from odoo import api, models
from odoo.fields import Domain

from ..models.common.argument import (
    read_choice,
    read_date,
    read_ids,
    read_record,
    read_records,
    read_text,
)
from ..models.common.door import door

# As many holders are judged in the request that lists them; of more, first those who
# are seen, then the others behind them, so many in a request.
AT_ONCE = 2000
# Rows the picker draws.
WINDOW = 50
# What many holders' findings have alike.
TOLD = ("level", "key", "title", "may_override", "is_serious")


class Question(NamedTuple):
    """What the picker asks: a wizard that is not stored, whose the candidates are, the
    issue date, and the policies and the form somebody chose."""

    wizard: Any
    domain: Any
    day: Any
    policies: Any
    form: Any


class CoiGenerate(models.TransientModel):
    """What the picker asks: who there is to choose from, and what each would get.

    Of a hundred thousand holders it has the ids, in the list's order, and the rows it
    draws; verdicts come in behind.
    """

    _inherit = "coi.generate"

    @api.model
    @api.readonly
    @door
    def find_candidates(
        self,
        scope,
        scope_ids,
        insured_ids,
        company_id,
        issue_date,
        policy_ids,
        form_id=None,
    ):
        """Holders to choose from; called by the picker when it opens.

        The parameters are those of ``get_candidates``.

        :returns: dict ``ids``, of all, in the list's order; ``rows``: all of them as
            ``get_candidates`` has them, or of more than 2,000 those first seen; and
            ``shown``, the policies on their certificates: see ``_describe_shown``
        """
        question = self._read_question(
            scope, scope_ids, insured_ids, company_id, issue_date, policy_ids, form_id
        )
        ids = self._search_candidates(question).ids
        seen = ids if len(ids) <= AT_ONCE else ids[:WINDOW]
        cases = self._get_candidate_cases(question, seen)
        return {
            "ids": ids,
            "rows": self._prepare_candidates(cases),
            "shown": self._describe_shown(cases),
        }

    @api.model
    @api.readonly
    @door
    def search_candidates(
        self, scope, scope_ids, insured_ids, company_id, issue_date, policy_ids, query
    ):
        """Ids of those whose row has every word of ``query``, in the list's order.

        The other parameters are those of ``get_candidates``.
        """
        question = self._read_question(
            scope, scope_ids, insured_ids, company_id, issue_date, policy_ids
        )
        words = read_text(self.env, query, "query").split()
        asked = self.env["coi.additional.interest"]._get_query_domain(words)
        return self._search_candidates(question, asked).ids

    @api.model
    @api.readonly
    @door
    def get_candidates(
        self,
        scope,
        scope_ids,
        insured_ids,
        company_id,
        issue_date,
        policy_ids,
        interest_ids=None,
        form_id=None,
    ):
        """Holders to choose from, each with its verdict; called by the picker.

        :param scope: "insureds", "holders", "interests", "certificates" or "batch"
        :param scope_ids: ids of the records ``scope`` speaks of
        :param insured_ids: ids of the chosen insureds
        :param issue_date: "YYYY-MM-DD"
        :param policy_ids: ids of the policies to show; empty: all in force
        :param interest_ids: of those of them that are asked for; None: all
        :param form_id: id of the form chosen for all; empty: each insured's own
        :returns: list of dicts ``id, holder_id, name, locality, type, about, marks,
            unprinted, project, insured, verdict, overridden, reasons, twin`` in the
            list's order; ``type`` and ``about`` are what the holder is called, in short
            and in full; ``marks`` the coverage lines that are marked, by grant, and
            ``unprinted`` those of them that no policy's mark is printed of;
            ``overridden`` is the verdict once a manager overrides every block that may
            be; reasons as ``Finding.dump``; an equal ``twin`` has who would be taken
            for the same
        """
        question = self._read_question(
            scope, scope_ids, insured_ids, company_id, issue_date, policy_ids, form_id
        )
        cases = self._get_candidate_cases(question, interest_ids)
        return self._prepare_candidates(cases)

    @api.model
    @api.readonly
    @door
    def judge_candidates(
        self,
        scope,
        scope_ids,
        insured_ids,
        company_id,
        issue_date,
        policy_ids,
        interest_ids,
        form_id=None,
    ):
        """Verdicts of many, in few words; called by the picker behind what is seen.

        The parameters are those of ``get_candidates``.

        :returns: dict ``outcomes``, ``verdicts``, ``shared`` and ``shown``. An outcome
            is what many have alike: ``{"verdict", "overridden", "reasons": [{"level",
            "key", "title", "may_override", "is_serious"}]}``; a verdict is ``[id, index
            of its outcome, twin key, codes of its blocks]``, the codes only where all
            may be overridden; ``shared`` are the findings that all of them have, and
            ``shown`` the policies on their certificates
        """
        question = self._read_question(
            scope, scope_ids, insured_ids, company_id, issue_date, policy_ids, form_id
        )
        cases = self._get_candidate_cases(question, interest_ids)
        outcomes = {}
        verdicts = [self._prepare_verdict(case, outcomes) for case in cases]
        return {
            "outcomes": [self._prepare_outcome(*outcome) for outcome in outcomes],
            "verdicts": verdicts,
            "shared": self._get_shared(cases),
            "shown": self._describe_shown(cases),
        }

    @api.model
    def _read_question(
        self,
        scope,
        scope_ids,
        insured_ids,
        company_id,
        issue_date,
        policy_ids,
        form_id=None,
    ):
        """The parameters of ``get_candidates`` as a ``Question``."""
        # First, so that nobody else learns from a refusal which ids there are.
        self.env["coi.request"]._check_user()
        scopes = dict(self._fields["scope"].selection)
        company = read_record(self.env, "res.company", company_id, "company_id")
        wizard = self.new(
            {
                "scope": read_choice(self.env, scope, scopes, "scope"),
                "scope_ids": read_ids(self.env, scope_ids, "scope_ids"),
                "company_id": company.id,
            }
        )
        day = read_date(self.env, issue_date, "issue_date")
        # Ids, not contacts: one that is hidden is told of, and stops no other.
        ids = read_ids(self.env, insured_ids, "insured_ids")
        domain = Domain("insured_id", "in", ids) if day else Domain.FALSE
        if scope != "insureds":
            domain &= wizard._get_scope_domain()
        policies = read_records(self.env, "coi.policy", policy_ids, "policy_ids")
        form = self.env["coi.request"]._read_form(form_id)
        return Question(wizard, domain, day, policies, form)

    @api.model
    def _search_candidates(self, question, domain=Domain.TRUE):
        return question.wizard._search_interests(question.domain & domain)

    @api.model
    def _get_candidate_cases(self, question, interest_ids):
        """Cases, in the list's order, of the candidates with these ids; None: all."""
        domain = Domain.TRUE
        if interest_ids is not None:
            ids = read_ids(self.env, interest_ids, "interest_ids")
            domain = Domain("id", "in", ids)
        interests = self._search_candidates(question, domain)
        if not interests:
            return []
        return self.env["coi.plan"]._get_cases(
            interests,
            question.day,
            question.policies or None,
            # One that is past is a verdict, as any other: it does not empty the list.
            self.env["coi.request"]._choose_form(
                question.form, interests.company_id, None
            ),
            revised=question.wizard._get_revised_by_interest(),
        )

    @api.model
    def _prepare_candidates(self, cases):
        """What the picker draws, a row a case."""
        interests = self.env["coi.additional.interest"]
        words = interests.union(*(case.interest for case in cases))._get_words()
        return [
            self._prepare_candidate(case, said)
            for case, said in zip(cases, words, strict=True)
        ]

    @api.model
    def _prepare_candidate(self, case, words):
        return {
            "id": case.id,
            "holder_id": case.asked.holder_id,
            "name": case.interest.holder_name or "",
            "locality": case.interest.locality or "",
            "type": words.word,
            "about": words.text,
            "marks": words.marks,
            "unprinted": self._describe_unprinted(case),
            "project": case.asked.project or "",
            "insured": case.insured_name,
            "verdict": case.verdict,
            "overridden": case.verdict_if_overridden,
            "reasons": case.dump_findings() or [],
            "twin": case.twin,
        }

    @api.model
    def _prepare_verdict(self, case, outcomes):
        """``judge_candidates``' verdict of ``case``.

        :param outcomes: indices by outcome, to which a new one is added
        """
        findings = case.findings
        reasons = (tuple(getattr(each, name) for name in TOLD) for each in findings)
        outcome = case.verdict, case.verdict_if_overridden, tuple(reasons)
        blocks = [each for each in findings if each.level == "blocked"]
        may_override = all(each.may_override for each in blocks)
        return [
            case.id,
            outcomes.setdefault(outcome, len(outcomes)),
            case.twin,
            [each.code for each in blocks] if may_override else [],
        ]

    @api.model
    def _prepare_outcome(self, verdict, overridden, reasons):
        return {
            "verdict": verdict,
            "overridden": overridden,
            "reasons": [dict(zip(TOLD, each, strict=True)) for each in reasons],
        }

    @api.model
    def _get_shared(self, cases):
        """The findings, as JSON-able dicts, that all ``cases`` have."""
        shared = list(cases[0].findings) if cases else []
        for case in cases:
            if not shared:
                break
            told = {(each.code, each.message) for each in case.findings}
            shared = [each for each in shared if (each.code, each.message) in told]
        return [each.dump() for each in shared]
