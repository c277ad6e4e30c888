from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.common.argument import read_ids
from ..models.common.door import door, one, trusted


class CoiCertificateDownload(models.TransientModel):
    """Ask how a selection of issued certificates is to leave, then download it."""

    _name = "coi.certificate.download"
    _inherit = ["coi.wizard"]
    _description = "Download Certificates"

    # Thousands: as a relation they would be a row each, for one click.
    chosen_ids = fields.Json(readonly=True, default=[], help="Ids of certificates.")
    count_issued = fields.Integer("Valid", readonly=True)
    count_superseded = fields.Integer("Superseded", readonly=True)
    count_cancelled = fields.Integer("Canceled", readonly=True)
    output = fields.Selection(
        [("zip", "Individual PDFs (zip)"), ("pdf", "One combined PDF")],
        required=True,
        default="zip",
    )
    is_all = fields.Boolean(
        "Download these too, marked in their names",
        help="Superseded and canceled certificates are no longer valid.",
    )

    @api.model
    def _get_own_names(self):
        return {"chosen_ids", "count_issued", "count_superseded", "count_cancelled"}

    @api.model
    def _open(self, certificates):
        """:param certificates: which the user may read"""
        wizard = self._choose(certificates)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Download Certificates"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @api.model
    def _open_combined(self, certificates):
        """The download of all of them as one file, without a question.

        :param certificates: which the user may read
        """
        wizard = self._choose(certificates)
        wizard.output = "pdf"
        return wizard.action_download()

    @api.model
    def _choose(self, certificates):
        states = dict(
            certificates._read_group(
                [("id", "in", certificates.ids)], ["state"], ["__count"]
            )
        )
        # sudo(): what is written is what the user has just chosen, and may read.
        wizard = trusted(self).create(
            {
                "chosen_ids": certificates.ids,
                "count_issued": states.get("issued", 0),
                "count_superseded": states.get("superseded", 0),
                "count_cancelled": states.get("cancelled", 0),
                # Whoever chose nothing else is hardly served with nothing.
                "is_all": not states.get("issued"),
            }
        )
        return wizard.sudo(False)

    @door
    def action_download(self):
        """Button: begin, and say that it takes a moment."""
        one(self)
        certificates = self._get_certificates()
        return {
            "type": "ir.actions.client",
            "tag": "coi_download",
            "params": {
                "url": f"/coi/download/{self.id}",
                "message": self._say_begun(certificates),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _say_begun(self, certificates):
        return self.env._(
            "Certificates being put together: %(count)s. The download begins by "
            "itself.",
            count=len(certificates),
        )

    def _get_certificates(self):
        """Those to be downloaded, in the order of the list they were chosen from.

        :raises UserError: where none are left
        """
        self.check_access("read")
        chosen = self.env["coi.certificate"].browse(
            read_ids(self.env, self.chosen_ids, "chosen_ids")
        )
        # What was made for download only may be gone by now.
        chosen = chosen.exists()
        chosen._check_may_leave()
        if not self.is_all:
            chosen = chosen.filtered(lambda each: each.state == "issued")
        if not chosen:
            raise UserError(
                self.env._(
                    "None of these certificates is still valid. Download them marked, "
                    "or choose others."
                )
            )
        return chosen

    def _get_filename(self):
        title = self.env["coi.output"]._get_title(self._get_certificates())
        return f"{title}.{self.output}"

    def _write_output(self, file):
        """Write the certificates to the binary ``file``, exactly as issued."""
        certificates = self._get_certificates()
        output = self.env["coi.output"]
        title = output._get_title(certificates)
        output._write_selection(file, certificates, self.output, title)
