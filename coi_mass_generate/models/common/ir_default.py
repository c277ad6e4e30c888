from odoo import SUPERUSER_ID, api, models


class IrDefault(models.Model):
    """Everybody may keep defaults of one's own, for any field there is."""

    _inherit = "ir.default"

    @api.model
    def _get_model_defaults(self, model_name, condition=False):
        """A user's own are for what that user enters, where the user may: what this
        addon records on somebody's behalf, a certificate or an import, is filled in
        from none of them."""
        defaults = self
        if self.env.su and model_name.startswith("coi."):
            defaults = self.with_company(self.env.company).with_user(SUPERUSER_ID)
        values = super(IrDefault, defaults)._get_model_defaults(model_name, condition)
        return {
            name: value
            for name, value in values.items()
            if self._coi_may_fill_in(model_name, name)
        }

    @api.model
    def _coi_may_fill_in(self, model_name, name):
        """Odoo asks for the right to a field where it is given, not for defaults."""
        if not name.startswith("coi_"):
            return True
        model = self.env(su=False)[model_name]
        return model._has_field_access(model._fields[name], "write")
