from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.coi_door import trusted


class BasePartnerMerge(models.TransientModel):
    """Merging duplicate contacts must not cost interests or policies.

    Where a row of the merged contact would break a constraint, core's merge deletes
    *all* rows of that contact in the table. What would collide is settled before.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        # sudo(): contacts are merged for all companies at once, as core does.
        partners = trusted(src_partners | dst_partner)
        self._coi_check_rights(partners)
        self._coi_check_company(trusted(src_partners), trusted(dst_partner))
        self._coi_check_policies(partners)
        self._coi_archive_twins(partners, dst_partner)
        self.env["coi.certificate"]._follow_merge(partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _coi_check_rights(self, partners):
        """Refuse to change whom a certificate or a list names to who may not do so.

        What is refused tells nothing of another company but that it knows the contact.
        """
        user = self.env.user
        if user._is_superuser():
            return
        if self._coi_is_named(partners, user.company_ids):
            raise UserError(
                self.env._(
                    "One of these contacts is also used in Certificates by a company "
                    "you do not work in. Ask somebody who works in all companies that "
                    "use them to merge them."
                )
            )
        may = user.has_group("coi_mass_generate.group_user")
        if not may and self._coi_is_named(partners):
            raise UserError(
                self.env._(
                    "Certificates or policies name one of these contacts. Ask a "
                    "colleague with the right Certificates / User to merge them."
                )
            )

    def _coi_check_company(self, src_partners, dst_partner):
        """Refuse what would leave certificates with a contact their company cannot see.

        Core gives the survivor the company of a merged contact where it has none.
        """
        company = dst_partner.company_id or src_partners.company_id[-1:]
        if not company:
            return
        readers = self._coi_get_readers(company)
        if self._coi_is_named(src_partners | dst_partner, readers):
            raise UserError(
                self.env._(
                    "The merged contact would belong to %(company)s alone, but other "
                    "companies use it in Certificates. Take the company off these "
                    "contacts before you merge them.",
                    company=company.name,
                )
            )

    def _coi_get_readers(self, company):
        """The companies that see a contact of ``company``: it and its branches."""
        companies = trusted(self.env["res.company"])
        return companies.search([("id", "child_of", company.id)])

    def _coi_is_named(self, partners, besides=None):
        """Whether a record of Certificates names one of ``partners``.

        :param besides: companies whose records do not count
        """
        for model, name, path in self._coi_get_places():
            named = Domain(name, "in", partners.ids)
            if besides is not None:
                named &= Domain(path, "not in", besides.ids)
            # sudo(): whether there is one, whoever may see it.
            records = trusted(self.env[model]).with_context(active_test=False)
            if records.search_count(named, limit=1):
                return True
        return False

    def _coi_get_places(self):
        """``[(model, field, path to its company)]`` of all that names contacts."""
        return [
            (model._name, field.name, self._coi_get_company_path(model))
            for model in self.env.values()
            if model._name.startswith("coi.")
            and not model._abstract
            and not model._transient
            for field in model._fields.values()
            if field.comodel_name == "res.partner" and field.store
        ]

    def _coi_get_company_path(self, model):
        if "company_id" in model._fields:
            return "company_id"
        return next(
            f"{field.name}.company_id"
            for field in model._fields.values()
            if field.type == "many2one"
            and field.required
            and "company_id" in self.env[field.comodel_name]._fields
        )

    def _coi_check_policies(self, partners):
        """Refuse two insureds that have the same policy: which is right, none knows."""
        policies = (
            trusted(self.env["coi.policy"])
            .with_context(active_test=False)
            .search([("insured_id", "in", partners.ids)])
        )
        for twins in policies.grouped(self._coi_get_policy_key).values():
            if len(twins) > 1:
                raise UserError(
                    self.env._(
                        "These contacts have the same policy: %(policy)s. Delete it "
                        "at one of them, or correct its number or date, before you "
                        "merge them.",
                        policy=twins[0].display_name,
                    )
                )

    def _coi_get_policy_key(self, policy):
        return (policy.company_id, policy.line_id, policy.name, policy.date_effective)

    def _coi_archive_twins(self, partners, survivor):
        """Of interests that become one and the same, leave one in the list."""
        interests = self._coi_get_interests(partners)
        if any(each.insured_id | each.holder_id <= partners for each in interests):
            raise UserError(
                self.env._(
                    "One of these contacts is a certificate holder of another: they "
                    "cannot be merged."
                )
            )

        def get_key(interest):
            insured, holder = (
                survivor if partner in partners else partner
                for partner in (interest.insured_id, interest.holder_id)
            )
            return (interest.company_id, insured, holder, interest.project or "")

        for twins in interests.filtered("active").grouped(get_key).values():
            own = twins.filtered(
                lambda each: survivor in each.insured_id | each.holder_id
            )
            (twins - (own or twins)[0]).action_archive()
        interests.flush_recordset()

    def _coi_get_interests(self, partners):
        listed = trusted(self.env["coi.additional.interest"])
        ids = partners.ids
        return listed.with_context(active_test=False).search(
            ["|", ("insured_id", "in", ids), ("holder_id", "in", ids)]
        )
