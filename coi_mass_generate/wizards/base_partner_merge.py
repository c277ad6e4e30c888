from odoo import models
from odoo.exceptions import UserError


class BasePartnerMerge(models.TransientModel):
    """Merging duplicate contacts must not cost interests or policies.

    Where a row of the merged contact would break a constraint, core's merge deletes
    *all* rows of that contact in the table. What would collide is settled before.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        # sudo(): contacts are merged for all companies at once, as core does.
        partners = (src_partners | dst_partner).sudo()
        self._coi_check_policies(partners)
        self._coi_archive_twins(partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _coi_check_policies(self, partners):
        """Refuse two insureds that have the same policy: which is right, none knows."""
        policies = (
            self.env["coi.policy"]
            .sudo()
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
        listed = self.env["coi.additional.interest"].sudo()
        ids = partners.ids
        return listed.with_context(active_test=False).search(
            ["|", ("insured_id", "in", ids), ("holder_id", "in", ids)]
        )
