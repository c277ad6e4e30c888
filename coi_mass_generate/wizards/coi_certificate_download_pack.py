from odoo import api, fields, models

from ..models.common.argument import read_ids
from ..models.common.door import trusted


class CoiCertificateDownload(models.TransientModel):
    """The download of a print pack: envelope by envelope."""

    _inherit = "coi.certificate.download"

    delivery_ids = fields.Json(
        readonly=True, default=[], help="Ids of the envelopes to print."
    )

    @api.model
    def _get_own_names(self):
        return super()._get_own_names() | {"delivery_ids"}

    @api.model
    def _open_pack(self, deliveries):
        """:param deliveries: which the user may read, of one company"""
        wizard = self._choose(deliveries.certificate_ids)
        # sudo(): see _choose(); these are what the user has just chosen, too.
        trusted(wizard).delivery_ids = deliveries.ids
        wizard.write({"output": "pdf", "is_all": True})
        return wizard.action_download()

    def _write_output(self, file):
        if not self.delivery_ids:
            return super()._write_output(file)
        self.check_access("read")
        ids = read_ids(self.env, self.delivery_ids, "delivery_ids")
        deliveries = self.env["coi.delivery"].browse(ids)
        deliveries.check_access("read")
        title = self._get_filename()[:-4]
        return self.env["coi.print.pack"]._write_pack(file, deliveries, title)

    # ------------------------------------------- envelopes with letters only

    def _is_of_letters(self):
        return bool(self.delivery_ids and not self.chosen_ids)

    def _say_begun(self, certificates):
        if not self._is_of_letters():
            return super()._say_begun(certificates)
        return self.env._(
            "Letters being put together: %(count)s. The download begins by itself.",
            count=len(self.delivery_ids),
        )

    def _get_certificates(self):
        if self._is_of_letters():
            self.check_access("read")
            return self.env["coi.certificate"]
        return super()._get_certificates()

    def _get_filename(self):
        if not self._is_of_letters():
            return super()._get_filename()
        day = self.env["coi.policy"]._get_today()
        return f"{self.env._('letters')} {day}.pdf"
