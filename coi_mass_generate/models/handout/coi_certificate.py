from odoo import models
from odoo.exceptions import UserError

from ..common.door import door, trusted


class CoiCertificate(models.Model):
    """How a selection of issued certificates leaves the house."""

    _inherit = "coi.certificate"

    @door
    def action_download(self):
        """Button of the list: one certificate as its file, several as is asked."""
        self._check_may_leave()
        if not self:
            raise UserError(
                self.env._("No certificate is selected: choose those to download.")
            )
        if len(self) == 1:
            return self.action_download_pdf()
        self._check_not_cut()
        return self.env["coi.certificate.download"]._open(self)

    def _check_may_leave(self):
        """Whether the user may read all of them, in few queries of few columns."""
        # What access depends on; else all that is stored of thousands would be read.
        self.fetch(["company_id", "state"])
        self.check_access("read")

    def _check_not_cut(self):
        """Odoo passes on no more of a selection than this, and does not say so."""
        # sudo(): a setting of the screen, which the screen is told anyway.
        settings = trusted(self.env["ir.config_parameter"])
        most = int(settings.get_param("web.active_ids_limit", default="20000"))
        if len(self) >= most:
            raise UserError(
                self.env._(
                    "At most %(most)s certificates can be downloaded at once. Choose "
                    "fewer, by insured or by issue date.",
                    most=most - 1,
                )
            )
