from odoo import api, models


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """What Odoo's mail gateway takes for a report of a mail not delivered may be of
        one of ours."""
        message_ids = message_dict.get("bounced_msg_ids")
        self.env["coi.bounce"]._take(email_message, message_ids)
        return super()._routing_handle_bounce(email_message, message_dict)
