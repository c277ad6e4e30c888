from odoo import api, models
from odoo.tools.translate import LazyTranslate

from ..common.argument import is_blank
from ..common.case import block
from ..common.door import trusted
from .coi_check import rule

_lt = LazyTranslate(__name__)

# What Odoo calls a company that nobody has named yet.
UNNAMED = ("My Company", "YourCompany")


class CoiCheck(models.AbstractModel):
    """Rules on who issues the certificate, and for whom: all holders see the same."""

    _inherit = "coi.check"

    @api.model
    @rule(_lt("Agency incomplete"), of_policies=True)
    def _rule_agency(self, case):
        key = ("agency", case.asked.company_id)
        missing = case.facts.remember(key, self._get_missing_agency, case.company)
        if missing:
            yield block(
                self.env._(
                    "Every certificate shows your agency, and its own data is "
                    "incomplete: %(missing)s. Complete it under Configuration / "
                    "Agency.",
                    missing=", ".join(missing.values()),
                ),
                case.company,
                about=",".join(missing),
            )

    @api.model
    def _get_missing_agency(self, company):
        """``{part: its name}`` of what the page would leave empty of the agency."""
        missing = {}
        if is_blank(company.name) or company.name in UNNAMED:
            missing["name"] = self.env._("name")
        missing.update(self._get_missing_address(company, company))
        if is_blank(company.phone or ""):
            missing["phone"] = self.env._("phone")
        if not self._has_signer(company):
            missing["representative"] = self.env._("authorized representative")
        return missing

    @api.model
    def _has_signer(self, company):
        # sudo(): only whether there is a signature is looked at, which every
        # certificate of the company prints.
        return (
            not is_blank(company.coi_representative or "")
            or trusted(company).coi_signature
        )

    @api.model
    @rule(_lt("Insured without name"), of_policies=True)
    def _rule_insured_name(self, case):
        if is_blank(case.facts.parties[case.asked.insured_id].name or ""):
            yield block(
                self.env._("The insured has no name. Complete the contact."),
                case.insured,
            )

    @api.model
    @rule(_lt("Insured's address incomplete"), may_override=True, of_policies=True)
    def _rule_insured(self, case):
        party = case.facts.parties[case.asked.insured_id]
        missing = self._get_missing_address(party, case.insured)
        if missing:
            yield block(
                self.env._(
                    "The insured's address is incomplete: %(missing)s. Complete the "
                    "contact.",
                    missing=", ".join(missing.values()),
                ),
                case.insured,
                about=",".join(missing),
            )
