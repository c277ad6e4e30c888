from odoo import api, models
from odoo.exceptions import AccessError

from .door import trusted


class CoiShared(models.AbstractModel):
    """Records that count in every company: not for one company's manager to change."""

    _name = "coi.shared"
    _description = "Shared by Companies"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_shared()
        return records

    def write(self, vals):
        if set(vals) <= self._get_guarded_fields():
            return super().write(vals)
        self._check_shared()
        result = super().write(vals)
        self._check_shared()
        return result

    def _update_field_translations(self, *args, **kwargs):
        # Odoo writes translations past write().
        self._check_shared()
        return super()._update_field_translations(*args, **kwargs)

    @api.model
    def _get_guarded_fields(self):
        """Names of fields that say themselves who may change them."""
        return set()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shared(self):
        self._check_shared()

    def _check_shared(self):
        """Refuse where one of these counts for companies the user does not work in."""
        if self.env.su or not self._filter_shared() or self._works_everywhere():
            return
        raise AccessError(self._explain_shared())

    @api.model
    def _explain_shared(self):
        return self.env._(
            "%(model)s: this applies in all companies, and you do not work in all of "
            "them. Ask an administrator to change it.",
            model=self.env["ir.model"]._get(self._name).name,
        )

    def _filter_shared(self):
        if "company_id" not in self._fields:
            return self
        return self.filtered(lambda record: not record.company_id)

    @api.model
    def _works_everywhere(self):
        user = self.env.user
        if user.has_group("base.group_system"):
            return True
        # sudo(): whether there is another company, nothing of it.
        others = [("id", "not in", user.company_ids.ids)]
        return not trusted(self.env["res.company"]).search_count(others, limit=1)
