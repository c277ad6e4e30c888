from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .coi_door import trusted


class ResPartner(models.Model):
    """Contacts that records of Certificates name are not moved or deleted unnoticed."""

    _inherit = "res.partner"

    def write(self, vals):
        self._coi_check_move(vals)
        return super().write(vals)

    def _coi_check_move(self, vals):
        """Refuse to take a contact away from companies whose certificates name it."""
        if not vals.get("company_id") or self.env.su:
            return
        company_id = self._fields["company_id"].convert_to_cache(
            vals["company_id"], self.browse()
        )
        # sudo(): whether another company names them is told, and nothing of it.
        partners = trusted(self)
        moved = partners.filtered(lambda each: each.company_id.id != company_id)
        if moved and moved._coi_is_named(moved._coi_get_readers(company_id)):
            raise UserError(
                self.env._(
                    "This contact is used in Certificates by another company, which "
                    "would not see it any more. Leave the contact's company empty, so "
                    "that all can use it."
                )
            )

    @api.model
    def _coi_get_readers(self, company_id):
        """The companies that see a contact of this company: it and its branches."""
        companies = trusted(self.env["res.company"])
        return companies.search([("id", "child_of", company_id)])

    def _coi_is_named(self, besides=None):
        """Whether a record of Certificates names one of these.

        :param besides: companies whose records do not count
        """
        for model, name, path in self._coi_get_places():
            named = Domain(name, "in", self.ids)
            if besides is not None:
                named &= Domain(path, "not in", besides.ids)
            # sudo(): whether there is one, whoever may see it.
            records = trusted(self.env[model]).with_context(active_test=False)
            if records.search_count(named, limit=1):
                return True
        return False

    @api.model
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

    @api.model
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

    @api.ondelete(at_uninstall=False)
    def _unlink_except_coi_listed(self):
        """The database would refuse too, but not in words a user understands."""
        # sudo(): what other companies have counts as well.
        every = trusted(self.env["res.partner"]).with_context(active_test=False).env
        scheduled = [("scheduled_ids", "in", self.ids)]
        if every["coi.policy.endorsement"].search_count(scheduled, limit=1):
            raise UserError(
                self.env._(
                    "The schedule of an endorsement names this contact. Archive it "
                    "instead of deleting it, or take it out of the schedule first."
                )
            )
        if every["coi.batch"].search_count([("insured_ids", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "Certificates of this insured were asked for. Archive it instead "
                    "of deleting it."
                )
            )
