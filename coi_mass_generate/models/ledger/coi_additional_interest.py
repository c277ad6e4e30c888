from odoo import api, fields, models
from odoo.exceptions import UserError


class CoiAdditionalInterest(models.Model):
    """The certificates an interest got: they are a record, and keep it."""

    _inherit = "coi.additional.interest"

    certificate_ids = fields.One2many("coi.certificate", "interest_id", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_not_history(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_not_history(vals)
        return super().write(vals)

    @api.model
    def _check_not_history(self, vals):
        """Odoo follows a list of certificates without a word, where it is as it was."""
        if "certificate_ids" in vals and not self.env.su:
            raise UserError(
                self.env._(
                    "Which certificates an interest received is a record: it cannot "
                    "be changed."
                )
            )

    @api.model
    def _get_users(self):
        return [*super()._get_users(), "coi.certificate"]
