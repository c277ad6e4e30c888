from odoo import api, fields, models
from odoo.tools.misc import split_every

from ..common.case import Case, Shown, block
from ..common.columns import get_id
from ..common.door import clean
from ..common.garbage import no_garbage

# So many holders are judged, then forgotten before the next: a case, and what is read
# for it, take some 5 kB.
SLICE = 10_000


class CoiPlan(models.AbstractModel):
    """Selection in, cases out: who gets which policies shown, and may it be printed.

    Nothing is drawn or stored here, and the number of queries does not depend on the
    number of holders: whatever a rule needs is read in batch for all cases. How that
    is read, which terms are shown and what endorsements give is in ``plan_*.py``.
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
        consent=None,
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
        :param consent: what somebody wants printed nevertheless; None: nothing
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
            self.env["coi.comparison"]._compare(
                open_cases, {} if twins is None else twins
            )
        self.env["coi.check"]._judge(open_cases)
        self._take_consent(cases, consent)
        return cases

    @api.model
    def _take_consent(self, cases, consent):
        for case in cases if consent else ():
            case.consent = consent
            case.override()

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

    @api.model
    def _get_today(self):
        """The user's day: what is known of a policy is known by then."""
        return fields.Date.context_today(self)

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
