from odoo import models
from odoo.exceptions import UserError


class CoiFormField(models.Model):
    """What is printed in the fields of a form is as frozen as its file."""

    _inherit = "coi.form.field"

    def write(self, vals):
        self._check_frozen()
        return super().write(vals)

    def unlink(self):
        self._check_frozen()
        return super().unlink()

    def _check_frozen(self):
        used = self.env["coi.form"]._get_used()
        for form in self.form_id:
            if form in used:
                raise UserError(form._explain_frozen())
