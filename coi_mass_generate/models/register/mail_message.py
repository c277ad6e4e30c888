from odoo import api, models
from odoo.exceptions import UserError

# Fields of a message that say what happened, and to what.
SAID = {
    "model", "res_id", "body", "subject", "date", "author_id", "email_from",
    "message_type", "subtype_id", "tracking_value_ids",
}  # fmt: skip


class MailMessage(models.Model):
    """The log of a policy says who changed what: who may edit the policy may not edit
    that. What people write there themselves stays theirs."""

    _inherit = "mail.message"

    def write(self, vals):
        if SAID & set(vals):
            self._coi_check_log()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_coi_log(self):
        self._coi_check_log()

    def _coi_check_log(self):
        """Odoo itself deletes a log with its policy."""
        # sudo(): what is refused is refused whoever may read it, and nothing is told.
        if not self.env.su and any(map(self._coi_is_log, self.sudo())):
            raise UserError(
                self.env._("The log of a policy is a record: it cannot be changed.")
            )

    @api.model
    def _coi_is_log(self, message):
        return message.model == "coi.policy" and message.message_type != "comment"
