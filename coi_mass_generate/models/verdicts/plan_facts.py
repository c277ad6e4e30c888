from collections import defaultdict

from odoo import api, models

from ..common.case import Facts
from ..common.columns import read_rows
from ..common.grants import ASKED


class CoiPlan(models.AbstractModel):
    """What all cases of a run share, read once."""

    _inherit = "coi.plan"

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
        facts.passed_over = self._get_passed_over(facts.forms, chosen or {})
        forms = self.env["coi.form"].union(*facts.forms.values())
        facts.languages = {form.id: form._get_languages() for form in forms}
        concerned = forms.union(*(form._get_further() for form in forms))
        facts.laws = self.env["coi.state.rule"]._get_laws(concerned)
        facts.approvals = self.env["coi.state.approval"]._get_approved(
            concerned, interests.company_id, issue_date
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
    def _get_passed_over(self, forms, chosen):
        """The usual forms that may not be used, by (company id, insured id), where
        nobody chose another for this run.

        :param forms: see ``_get_forms``, which has read all that is asked for here
        """
        passed_over = {}
        for (company_id, insured_id), form in forms.items():
            if chosen.get(insured_id) or chosen.get(None):
                continue
            company = self.env["res.company"].browse(company_id)
            usual = form._get_wanted(company, insured_id)
            if usual and usual != form:
                passed_over[company_id, insured_id] = usual
        return passed_over

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
            "loan_number", "attention", "isaoa", "atima", "valid_until",
            "tail_until", *ASKED.values(),
        ]  # fmt: skip

    @api.model
    def _get_partner_fields(self):
        """Fields of holders and insureds that cases depend on; a hook."""
        return [
            "name", "street", "street2", "city", "zip", "state_id", "country_id",
            "lang", "coi_description", "commercial_company_name",
        ]  # fmt: skip
