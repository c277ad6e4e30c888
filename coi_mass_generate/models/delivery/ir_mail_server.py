from odoo import api, models
from odoo.fields import Domain
from odoo.tools import config


class IrMailServer(models.Model):
    _inherit = "ir.mail_server"

    @api.model
    def _coi_find(self, email_from, company):
        """The server Odoo chooses for this sender, never a person's own or one that
        other companies send their certificates by; an empty record is the one of the
        configuration file."""
        others = self.env["res.company"].search(
            [("id", "!=", company.id), ("coi_mail_server_id", "!=", False)]
        )
        allowed = Domain(self._find_mail_server_allowed_domain())
        servers = self.search(
            allowed & Domain("id", "not in", others.coi_mail_server_id.ids),
            order="sequence",
        )
        server, _smtp_from = self._find_mail_server(email_from, servers)
        return server or self.browse()

    def _coi_connect(self, email_from):
        """A session with this server; None while Odoo sends nothing."""
        if self:
            return self._connect__(mail_server_id=self.id, smtp_from=email_from)
        # Without a host Odoo would choose anew.
        return self._connect__(host=config["smtp_server"], smtp_from=email_from)

    def _coi_get_smtp_from(self, email_from):
        """As whom a mail of this sender may leave by this server."""
        return self._find_mail_server(email_from, self)[1]
