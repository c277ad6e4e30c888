import json
from collections import defaultdict
from datetime import timedelta
from hashlib import sha256

from odoo import api, fields, models
from odoo.tools.misc import split_every

from ..common.case import Case, Endorsement, Facts, Grant, Shown, Term, block
from ..common.columns import get_id, read_rows
from ..common.door import clean
from ..common.garbage import no_garbage
from ..common.grants import ASKED, GRANTS

# So many holders are judged, then forgotten before the next: a case, and what is read
# for it, take some 5 kB.
SLICE = 10_000


class CoiPlan(models.AbstractModel):
    """Selection in, cases out: who gets which policies shown, and may it be printed.

    Nothing is drawn or stored here, and the number of queries does not depend on the
    number of holders: whatever a rule needs is read in batch for all cases.
    """

    _name = "coi.plan"
    _description = "Plan of a Certificate Run"

    @api.model
    @no_garbage()
    def _get_cases(
        self,
        interests,
        issue_date,
        policies=None,
        forms=None,
        revised=None,
        overrides=None,
        compare=True,
        twins=None,
    ):
        """Cases of ``interests`` in their order, each with its verdict.

        :param interests: ``coi.additional.interest`` records
        :param issue_date: date the certificates will carry
        :param policies: ``coi.policy`` records to show; None: all in force that day
        :param forms: ``{insured id: coi.form}`` that were chosen, None standing for all
            other insureds; else each has its own (``coi.form``)
        :param revised: ``{interest id: coi.certificate}``: those show again what the
            certificate shows
        :param overrides: reasons of managers by interest id (``coi.check._override``)
        :param compare: False: each for itself, whatever the others are and whatever
            was sent before
        :param twins: holders' ids by twin key, of the cases judged before these; those
            of these are added
        """
        self, interests = clean(self), clean(interests)
        # An archived coverage line was asked for all the same.
        interests = interests.with_context(active_test=False)
        facts = self._get_facts(interests, issue_date, policies, forms, revised or {})
        cases = [
            self._prepare_any_case(interest, asked, facts)
            for interest, asked in zip(interests, facts.asked, strict=True)
        ]
        open_cases = [case for case in cases if not case.findings]
        if compare:
            self._compare(open_cases, {} if twins is None else twins)
        self.env["coi.check"]._judge(open_cases)
        self.env["coi.check"]._override(open_cases, overrides or {})
        return cases

    @api.model
    def _iter_cases(self, interests, *args, size=None, **options):
        """The same in lists, in memory that does not grow with the holders.

        Whoever keeps a case of an earlier list reads its records anew.

        :param size: cases in a list; None: as many as there is room for
        """
        twins, some = {}, interests.browse()
        for ids in split_every(size or SLICE, interests.ids):
            self._forget(some)
            some = interests.browse(ids)
            yield self._get_cases(some, *args, twins=twins, **options)

    @api.model
    def _forget(self, interests):
        """Drop from memory what was read for ``interests``, and only that."""
        holders = interests.holder_id
        interests.invalidate_recordset()
        (holders - interests.insured_id).invalidate_recordset()

    # -------------------------------------------------------------------- facts

    @api.model
    def _get_facts(self, interests, issue_date, policies, chosen, revised):
        asked = read_rows(interests, self._get_interest_fields())
        today = self._get_today()
        contacts = self._search_contacts(asked)
        parties = read_rows(contacts, self._get_partner_fields())
        facts = Facts(
            asked=asked,
            contacts=dict(zip(contacts._ids, contacts, strict=True)),
            parties=dict(zip(contacts._ids, parties, strict=True)),
            companies={company.id: company for company in interests.company_id},
            issue_date=issue_date,
            today=today,
            env=self.env,
            forms=self._get_forms(asked, issue_date, chosen or {}),
            terms=self._get_terms(interests, issue_date, today),
            languages={},
            chosen=None if policies is None else frozenset(policies.ids),
            revised=revised,
        )
        forms = self.env["coi.form"].union(*facts.forms.values())
        facts.languages = {form.id: form._get_languages() for form in forms}
        facts.laws = self.env["coi.state.rule"]._get_laws(forms)
        facts.approvals = self.env["coi.state.approval"]._get_approved(
            forms, interests.company_id, issue_date
        )
        facts.books = self.env["coi.check"]._get_books(interests.company_id)
        facts.gauges = self.env["coi.fit"]._get_gauges(interests.insured_id, forms)
        return facts

    @api.model
    def _get_forms(self, asked, issue_date, chosen):
        """What each insured's certificates are drawn on, by (company id, insured id).

        :param asked: rows of interests
        """
        insureds = defaultdict(set)
        for row in asked:
            insureds[row.company_id].add(row.insured_id)
        forms = {}
        for company_id, ids in insureds.items():
            company = self.env["res.company"].browse(company_id)
            found = self.env["coi.form"]._find_all(company, ids, issue_date, chosen)
            for insured_id, form in found.items():
                forms[company_id, insured_id] = form.with_env(self.env)
        return forms

    @api.model
    def _get_today(self):
        """The user's day: what is known of a policy is known by then."""
        return fields.Date.context_today(self)

    @api.model
    def _search_contacts(self, asked):
        """The holders and insureds the user may see, with what will be looked at.

        :param asked: rows of interests
        """
        ids = {row.holder_id for row in asked} | {row.insured_id for row in asked}
        contacts = self.env["res.partner"].with_context(active_test=False)
        contacts = contacts.search_fetch(
            [("id", "in", list(ids - {None}))], self._get_partner_fields()
        )
        contacts.state_id.fetch(["code", "name", "country_id"])
        contacts.country_id.fetch(["code", "name", "address_format"])
        return contacts

    @api.model
    def _get_interest_fields(self):
        """Fields of ``coi.additional.interest`` that cases depend on; a hook."""
        return [
            "active", "insured_id", "holder_id", "company_id", "series_ids",
            "description", "description_mode", "project", "project_state_id",
            "loan_number", "attention", "isaoa", "valid_until", *ASKED.values(),
        ]  # fmt: skip

    @api.model
    def _get_partner_fields(self):
        """Fields of holders and insureds that cases depend on; a hook."""
        return [
            "name", "street", "street2", "city", "zip", "state_id", "country_id",
            "lang", "coi_description", "commercial_company_name",
        ]  # fmt: skip

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
            place = (policy.company_id.id, policy.insured_id.id)
            term = self._prepare_term(policy, issue_date, today, seen)
            terms[place].append(term)
        for some in terms.values():
            some.sort(key=lambda term: term.place)
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
            place=(line.sequence, line.id, policy.name, policy.id),
            insurer=policy.insurer_id,
            insurer_name=insurer.name,
            naic=insurer.coi_naic,
            is_insurer_seen=bool(insurer),
            endorsements=[
                self._prepare_endorsement(each) for each in policy.endorsement_ids
            ],
        )

    @api.model
    def _prepare_endorsement(self, endorsement):
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
                if any(endorsement[name] for name in kind.endorsement_fields)
            ),
        )

    # -------------------------------------------------------------------- cases

    @api.model
    def _prepare_any_case(self, interest, asked, facts):
        """A contact the user may not see stops those only whose page it is on.

        :param asked: the interest's row, as all rows of ``Facts``
        """
        hidden = self._explain_hidden_contact(asked, facts)
        if not hidden:
            case = self._prepare_case(interest, asked, facts)
            hidden = self._explain_hidden_insurer(case)
        if hidden:
            return self._prepare_hidden_case(interest, asked, facts, hidden)
        return case

    @api.model
    def _explain_hidden_contact(self, asked, facts):
        if asked.holder_id not in facts.contacts:
            return self.env._(
                "You may not see this holder's contact: it belongs to another company. "
                "Ask for it to be shared, or leave the holder out."
            )
        if asked.insured_id not in facts.contacts:
            return self.env._(
                "You may not see this insured's contact: it belongs to another "
                "company. Ask for it to be shared, or leave its holders out."
            )
        return ""

    @api.model
    def _explain_hidden_insurer(self, case):
        for term in case.shown.terms:
            if not term.is_insurer_seen:
                return self.env._(
                    "You may not see the contact of the insurer of %(policy)s: it "
                    "belongs to another company. Ask for it to be shared, or choose "
                    "other policies.",
                    policy=term.label,
                )
        return ""

    @api.model
    def _prepare_case(self, interest, asked, facts):
        holder_id, insured_id = asked.holder_id, asked.insured_id
        party, company = facts.parties[holder_id], facts.companies[asked.company_id]
        revises = facts.revised.get(get_id(interest)) if facts.revised else None
        form = facts.forms[asked.company_id, insured_id]
        lang = self._get_lang(party, company, form, facts)
        case = Case(
            id=get_id(interest),
            interest=interest,
            asked=asked,
            insured=facts.contacts[insured_id],
            holder=facts.contacts[holder_id],
            party=party,
            address=self._get_address(holder_id, company, lang, form, facts),
            company=company,
            issue_date=facts.issue_date,
            form=form,
            lang=lang,
            shown=self._get_shown(revises, asked, facts),
            revises=revises,
            facts=facts,
            states=(
                facts.parties[insured_id].state_id,
                asked.project_state_id,
                party.state_id,
            ),
        )
        case.variant = self.env["coi.page"]._get_variant(case)
        self._resolve_grants(case)
        case.values = self.env["coi.page"]._prepare_values(case)
        return case

    @api.model
    def _prepare_hidden_case(self, interest, asked, facts, message):
        """Of what the user may not see nothing is read."""
        finding = block(message)
        finding.key, finding.title = "hidden", self.env._("Hidden contact")
        return Case(
            id=get_id(interest),
            interest=interest,
            asked=asked,
            insured=interest.insured_id,
            holder=interest.holder_id,
            party=None,
            company=interest.company_id,
            issue_date=facts.issue_date,
            form=facts.forms[asked.company_id, asked.insured_id],
            lang="en_US",
            shown=Shown(self.env["coi.policy"], []),
            facts=facts,
            findings=[finding],
        )

    @api.model
    def _get_lang(self, party, company, form, facts):
        """A certificate speaks its holder's language, where its form does."""
        languages = facts.languages[form.id]
        if party.lang in languages:
            return party.lang
        fallback = facts.get_setting(company, "partner_id").lang
        return fallback if fallback in languages else "en_US"

    @api.model
    def _get_address(self, holder_id, company, lang, form, facts):
        """The holder's address as lines, in the certificate's language."""
        key = ("addresses", company._ids, lang, form.id)
        return facts.remember(key, self._read_addresses, company, lang, form, facts)[
            holder_id
        ]

    @api.model
    def _read_addresses(self, company, lang, form, facts):
        """Address lines by id, of all whose certificates would be in ``lang``."""
        ids = [
            contact_id
            for contact_id, party in facts.parties.items()
            if self._get_lang(party, company, form, facts) == lang
        ]
        contacts = self.env["res.partner"].with_context(lang=lang).browse(ids)
        return contacts._coi_get_addresses(company)

    @api.model
    def _get_shown(self, revises, asked, facts):
        """:param revises: certificate that is to be superseded, None for none"""
        place = asked.company_id, asked.insured_id
        series = frozenset(asked.series_ids)
        chosen = facts.chosen
        if revises:
            # An archived policy, too: its certificate cannot be made again without it.
            every = revises.with_context(active_test=False)
            chosen = frozenset(every.policy_ids.ids)
        key = ("shown", *place, series, chosen)
        terms = facts.terms.get(place, [])
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
            key=lambda term: term.end,
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
        picked.terms = sorted(picked.terms, key=lambda term: term.place)
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
        return [
            term
            for term in self._get_without_successor(over, alive)
            if term.end >= self._get_lapsed_since(term, facts)
        ]

    @api.model
    def _get_lapsed_since(self, term, facts):
        days = facts.get_setting(term.policy.company_id, "coi_expiring_days")
        return facts.issue_date - timedelta(days=days)

    # ------------------------------------------------------------------- grants

    @api.model
    def _get_asked_lines(self, asked):
        """Ids of the lines by grant; a hook for what is asked elsewhere.

        :param asked: the interest's row
        """
        return {
            grant: lines
            for grant, name in ASKED.items()
            if (lines := getattr(asked, name))
        }

    @api.model
    def _resolve_grants(self, case):
        """A "Y" needs both: the interest asks for it and an endorsement gives it."""
        case.asked_lines = self._get_asked_lines(case.asked)
        for grant, line_ids in case.asked_lines.items():
            found = [
                self._resolve_grant(term, grant, case.asked.holder_id)
                for term in case.shown.terms
                if term.coverage_id in line_ids
            ]
            known = {term.coverage_id for term in case.shown.terms + case.shown.ended}
            absent = [line for line in line_ids if line not in known]
            if absent:
                case.absent[grant] = absent
            for each in found:
                answers = case.granted if each.endorsements else case.refused
                answers.setdefault(grant, []).append(each)

    @api.model
    def _resolve_grant(self, term, grant, holder_id):
        given = term.get_granting(grant, holder_id)
        if given:
            return Grant(term, given)
        if term.row in GRANTS[grant].not_on:
            return Grant(term, [], "impossible")
        offers = [each for each in term.endorsements if grant in each.grants]
        for each in offers:
            if each.to_confirm and each.reaches(holder_id):
                return Grant(term, [], "unconfirmed", each)
        if offers:
            return Grant(term, [], "scheduled", offers[0])
        return Grant(term, [], "none")

    # -------------------------------------------------------------- comparisons

    @api.model
    def _compare(self, cases, twins):
        """Look at cases side by side, and at what was sent before."""
        self._find_twins(cases, twins)
        certificates = self.env["coi.certificate"]
        for case in cases:
            page_hash, case.letters, case.page_print, _texts = self._get_static(case)
            case.content_hash = certificates._get_content_hash(page_hash, case.values)
        self._find_sent(cases)

    @api.model
    def _find_twins(self, cases, twins):
        """Who gets what an earlier case of the selection gets already."""
        for case in cases:
            case.twin = self._get_twin_key(case)
            if case.twin in twins:
                case.same_as = case.holder.browse(twins[case.twin])
            else:
                twins[case.twin] = case.asked.holder_id

    @api.model
    def _get_twin_key(self, case):
        """Equal for two contacts a reader would take for one; short, as it is kept of
        every holder of a selection."""
        asked = case.asked
        parts = (
            asked.company_id,
            asked.insured_id,
            asked.project or "",
            case.values["loan"],
            "".join(filter(str.isalnum, case.values["holder"].casefold())),
        )
        return sha256(repr(parts).encode()).hexdigest()[:24]

    @api.model
    def _get_static(self, case):
        """Of what all holders see who share the case's page: its hash, its letters
        where one is beyond ASCII, short what it says (``coi.asked``), and its texts
        (``coi.page._get_texts``)."""
        return case.facts.remember(("static", case.variant), self._read_static, case)

    @api.model
    def _read_static(self, case):
        static = self.env["coi.page"]._prepare_static(case, case.form)
        text = json.dumps(static, ensure_ascii=False)
        letters = "" if text.isascii() else "".join(sorted(set(text)))
        return (
            self.env["coi.certificate"]._get_static_hash(static),
            letters,
            self.env["coi.asked"]._get_page_print(static),
            self.env["coi.page"]._get_texts(static),
        )

    @api.model
    def _find_sent(self, cases):
        """The issued certificate that says just what this case's would say."""
        ids = [case.id for case in cases]
        hashes = [case.content_hash for case in cases]
        sent = self.env["coi.certificate"]._find_same(ids, hashes)
        for case, interest_id in zip(cases, ids, strict=True):
            case.sent = sent.get((interest_id, case.content_hash))
