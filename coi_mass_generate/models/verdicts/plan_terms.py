from collections import defaultdict
from datetime import timedelta

from odoo import api, models

from ..common.case import Endorsement, Shown, Term
from ..common.grants import ENDORSEMENT_FIELDS, GRANTS


class CoiPlan(models.AbstractModel):
    """The terms of policies, and which of them a certificate shows."""

    _inherit = "coi.plan"

    @api.model
    def _get_terms(self, interests, issue_date, today):
        """Every term of the insureds, by (company id, insured id), page order.

        The archived ones too: they are never shown, but may have been asked for.
        """
        policies = self.env["coi.policy"].with_context(active_test=False)
        policies = policies.search(
            [
                ("insured_id", "in", interests.insured_id.ids),
                ("company_id", "in", interests.company_id.ids),
            ]
        )
        terms = defaultdict(list)
        seen = self._fetch_insurers(policies)
        for policy in policies:
            term = self._prepare_term(policy, issue_date, today, seen)
            terms[policy._get_owner()].append(term)
        for some in terms.values():
            some.sort(key=lambda term: term.order)
        return terms

    @api.model
    def _fetch_insurers(self, policies):
        """The insurers the user may see, read at once."""
        ids = policies.insurer_id.ids
        return self.env["res.partner"].search_fetch(
            [("id", "in", ids)], ["name", "coi_naic"]
        )

    @api.model
    def _prepare_term(self, policy, issue_date, today, seen):
        """
        :param seen: the insurers the user may see
        """
        line, end = policy.coverage_id, policy._get_end()
        insurer = policy.insurer_id & seen
        return Term(
            policy=policy,
            id=policy.id,
            label=policy.display_name,
            coverage_id=line.id,
            row=line.row,
            series_id=policy.series_id.id,
            state=policy._get_standing(issue_date, today),
            effective=policy.date_effective,
            end=end,
            is_cancelled=end < policy.date_expiration,
            order=(line.sequence, line.id, policy.name, policy.id),
            insurer=policy.insurer_id,
            insurer_name=insurer.name,
            naic=insurer.coi_naic,
            is_insurer_seen=bool(insurer),
            endorsements=[
                self._prepare_endorsement(each) for each in policy.endorsement_ids
            ],
            known_since=policy.cancellation_known or None,
            limits_to_confirm=policy.limits_to_confirm,
            pending=policy._get_pending(),
        )

    @api.model
    def _prepare_endorsement(self, endorsement):
        gives = frozenset(name for name in ENDORSEMENT_FIELDS if endorsement[name])
        return Endorsement(
            record=endorsement,
            label=endorsement.display_name,
            number=endorsement.number,
            edition=endorsement.edition or "",
            sentence=(endorsement.sentence or "").strip(),
            is_blanket=endorsement.basis == "blanket",
            holder_ids=frozenset(endorsement.scheduled_ids.ids),
            to_confirm=endorsement.to_confirm,
            grants=frozenset(
                grant
                for grant, kind in GRANTS.items()
                if not gives.isdisjoint(kind.endorsement_fields)
            ),
            gives=gives,
        )

    @api.model
    def _get_shown(self, revises, asked, facts):
        """:param revises: certificate that is to be superseded, None for none"""
        owner = asked.company_id, asked.insured_id
        series = frozenset(asked.series_ids)
        chosen = facts.chosen
        if revises:
            # An archived policy, too: its certificate cannot be made again without it.
            every = revises.with_context(active_test=False)
            chosen = frozenset(every.policy_ids.ids)
        key = ("shown", *owner, series, chosen)
        terms = facts.terms.get(owner, [])
        return facts.remember(key, self._pick, terms, series, chosen, facts)

    @api.model
    def _pick(self, terms, series, chosen, facts):
        """Of all ``terms``, those to show, and those that were wanted but are over.

        :param series: ids of the policies over the years the interest is tied to
        :param chosen: ids of the terms somebody chose; None: nobody did
        """
        if series:
            terms = [term for term in terms if term.series_id in series]
        if chosen is not None:
            terms = [term for term in terms if term.id in chosen]
        by_state = defaultdict(list)
        for term in terms:
            by_state[term.state].append(term)
        over = sorted(
            by_state["expired"] + by_state["cancelled"],
            key=lambda term: (term.end, term.effective),
        )
        archived = by_state["archived"]
        picked = Shown(None, by_state["active"])
        picked.is_narrowed = bool(series) or chosen is not None
        if chosen is not None:
            picked.terms = picked.terms + by_state["upcoming"]
            picked.ended = over + archived
        elif series:
            self._add_next(picked, by_state["upcoming"])
            ended = self._get_without_successor(archived + over, picked.terms)
            picked.ended = self._add_dated_back(ended, over, facts)
        else:
            alive = picked.terms + by_state["upcoming"]
            picked.ended = self._add_dated_back([], over, facts)
            lapsed = self._get_lapsed(over, alive, facts)
            picked.lapsed = [term for term in lapsed if term not in picked.ended]
            picked.later = [] if picked.terms else by_state["upcoming"]
        picked.terms = sorted(picked.terms, key=lambda term: term.order)
        picked.policies = self._join_policies(picked.terms, facts)
        return picked

    @api.model
    def _join_policies(self, terms, facts):
        """Their records, which read together with those of all other cases."""
        every = [term.id for some in facts.terms.values() for term in some]
        policies = self.env["coi.policy"].browse(term.id for term in terms)
        return policies.with_prefetch(every)

    @api.model
    def _add_next(self, picked, upcoming):
        """Terms that follow where no term of the same policy is in force."""
        for term in sorted(upcoming, key=lambda term: term.effective):
            if term.series_id not in {each.series_id for each in picked.terms}:
                picked.terms = [*picked.terms, term]

    @api.model
    def _get_without_successor(self, over, alive):
        """The last term of each policy over the years that has none among ``alive``."""
        followed = {term.series_id for term in alive}
        last = {term.series_id: term for term in over}
        return [term for series, term in last.items() if series not in followed]

    @api.model
    def _add_dated_back(self, ended, over, facts):
        """``ended``, and what was in force on an issue date in the past but is over."""
        back = [term for term in over if term.was_in_force(facts.issue_date)]
        return ended + [term for term in back if term not in ended]

    @api.model
    def _get_lapsed(self, over, alive, facts):
        """Those that ended shortly before the issue date, with nothing after them."""
        return [
            term
            for term in self._get_without_successor(over, alive)
            if self._get_lapsed_since(term, facts) <= term.end <= facts.issue_date
        ]

    @api.model
    def _get_lapsed_since(self, term, facts):
        days = facts.get_setting(term.policy.company_id, "coi_expiring_days")
        return facts.issue_date - timedelta(days=days)
