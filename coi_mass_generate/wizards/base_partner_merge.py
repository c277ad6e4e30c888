from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.misc import format_date

from ..models.common.door import trusted
from ..models.renewal.coi_renewal import OVER

# What core's merge does not see without the right to Certificates.
CARRIED_OVER = ("coi_naic", "coi_description")


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
        self._coi_check_renewals(partners)
        self._coi_archive_twins(partners, dst_partner)
        self.env["coi.certificate"]._follow_merge(partners, dst_partner)
        result = super()._update_foreign_keys(src_partners, dst_partner)
        self._coi_unlist(src_partners)
        return result

    def _update_values(self, src_partners, dst_partner):
        """Keep what a contact is to Certificates, whoever merges it.

        Core carries over only what the user may read, and deletes the rest.
        """
        result = super()._update_values(src_partners, dst_partner)
        # sudo(): the user learns nothing of it; the survivor's own goes first. Where
        # certificates depend on it, the user's right was checked.
        survivor = trusted(dst_partner)
        for name in CARRIED_OVER:
            given = list(filter(None, trusted(src_partners).mapped(name)))
            if given and not survivor[name]:
                survivor[name] = given[-1]
        return result

    def _coi_unlist(self, src_partners):
        """Take merged contacts out of lists that name the survivor already.

        Core leaves them there, and the database would not let them be deleted.
        """
        for model, name, _path in src_partners._coi_get_mentions():
            field = self.env[model]._fields[name]
            if field.type == "many2many":
                self.env.cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE %s = ANY(%s)",
                        SQL.identifier(field.relation),
                        SQL.identifier(field.column2),
                        src_partners.ids,
                    )
                )
        self.env.invalidate_all()

    def _coi_check_rights(self, partners):
        """Refuse to change whom a certificate or a list names to who may not do so.

        What is refused tells nothing of another company but that it knows the contact.
        """
        user = self.env.user
        if user._is_superuser():
            return
        if partners._coi_is_named(user.company_ids):
            raise UserError(
                self.env._(
                    "One of these contacts is also used in Certificates by a company "
                    "you do not work in. Ask someone who works in all companies that "
                    "use them to merge them."
                )
            )
        may = user.has_group("coi_mass_generate.group_user")
        if not may and partners._coi_is_named():
            raise UserError(
                self.env._(
                    "Certificates or policies name one of these contacts. Ask a "
                    "colleague with Certificates / User rights to merge them."
                )
            )

    def _coi_check_company(self, src_partners, dst_partner):
        """Refuse what would leave certificates with a contact their company cannot see.

        Core gives the survivor the company of a merged contact where it has none.
        """
        company = dst_partner.company_id or src_partners.company_id[-1:]
        if not company:
            return
        readers = company.partner_id._coi_get_readers(company.id)
        if (src_partners | dst_partner)._coi_is_named(readers):
            raise UserError(
                self.env._(
                    "The merged contact would belong to %(company)s alone, but other "
                    "companies use it in Certificates. Take the company off these "
                    "contacts before you merge them.",
                    company=company.name,
                )
            )

    def _coi_check_policies(self, partners):
        """Refuse two insureds that have the same policy: which is right, none knows."""
        # sudo(): _coi_check_rights() refused who does not work in all their companies.
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
                        "from one of them, or correct its number or date, before you "
                        "merge them.",
                        policy=twins[0].display_name,
                    )
                )

    def _coi_check_renewals(self, partners):
        """Refuse two insureds with an open renewal each on one day: of both, one would
        be deleted with what was decided in it."""
        # sudo(): _coi_check_rights() refused who does not work in all their companies.
        renewals = trusted(self.env["coi.renewal"]).search(
            [("insured_id", "in", partners.ids), ("state", "not in", OVER)]
        )
        for twins in renewals.grouped(
            lambda each: (each.company_id, each.day)
        ).values():
            if len(twins) > 1:
                raise UserError(
                    self.env._(
                        "Each of these contacts has an open renewal on %(day)s. Drop "
                        "or close one of them before you merge them.",
                        day=format_date(self.env, twins[0].day),
                    )
                )

    def _coi_get_policy_key(self, policy):
        return (
            policy.company_id,
            policy.coverage_id,
            policy.name,
            policy.date_effective,
        )

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
        # sudo(): _coi_check_rights() refused who does not work in all their companies.
        listed = trusted(self.env["coi.additional.interest"])
        ids = partners.ids
        return listed.with_context(active_test=False).search(
            ["|", ("insured_id", "in", ids), ("holder_id", "in", ids)]
        )
