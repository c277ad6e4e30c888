from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..common.door import door, one, trusted

VACUUM_AT_ONCE = 5000


class CoiBatch(models.Model):
    """How what a batch has made leaves the house, and is forgotten where it must be."""

    _inherit = "coi.batch"

    index_header = fields.Json(
        readonly=True,
        help="The column names of the zip's index, in the requester's language then.",
    )

    @api.private
    def init(self):
        """Give batches of earlier databases the index they are downloaded with."""
        rows = self.env.execute_query(
            SQL(
                "SELECT p.lang, array_agg(b.id) FROM coi_batch b"
                " JOIN res_users u ON u.id = b.user_id"
                " JOIN res_partner p ON p.id = u.partner_id"
                " WHERE b.index_header IS NULL GROUP BY p.lang"
            )
        )
        for lang, ids in rows:
            header = self._prepare_index_header(lang)
            # trusted(): Odoo itself asks, as it updates the addon.
            trusted(self.browse(ids)).write({"index_header": header})
        return super().init()

    @api.model
    def _prepare_index_header(self, lang):
        return self.env["coi.output"].with_context(lang=lang)._get_index_header()

    @api.model
    def _prepare_batch_vals(self, cases):
        header = self._prepare_index_header(self.env.user.lang)
        return {**super()._prepare_batch_vals(cases), "index_header": header}

    def _get_filename(self):
        """What its file is called: after the insured and the date, as people look."""
        title = self.env["coi.output"]._get_title(self._get_certificates())
        return f"{title}.{self.output}"

    def _get_evidence_filename(self, ending):
        insureds = list(self.env["coi.evidence"]._get_insureds(self))
        title = self.env["coi.output"]._join_title(
            self.env._("evidence"), insureds or [self.name], [self.issue_date]
        )
        return f"{title}.{ending}"

    def _check_download(self):
        """Refuse politely where there is nothing (yet, or any more) to download."""
        one(self)
        self.check_access("read")
        self._check_not_emptied()
        if self._is_open():
            raise UserError(
                self.env._(
                    "%(batch)s is still in progress: %(done)s of %(selected)s. The "
                    "file can be downloaded when it is finished, or canceled.",
                    batch=self.name,
                    done=self.count_done,
                    selected=self.count_selected,
                )
            )
        if not self.can_download:
            raise UserError(
                self.env._("No certificate was issued in %(batch)s.", batch=self.name)
            )

    def _write_output(self, file):
        """Write the batch's file to the binary ``file``, in the list's order."""
        self.ensure_one()
        self.env["coi.output"]._write_file(file, self._get_certificates(), self.output)

    def _get_certificates(self):
        """What was made, in the order of the selection."""
        return self.env["coi.certificate"].search(
            [("batch_id", "=", self.id)], order="line_id"
        )

    @door
    def action_download(self):
        """Button: the zip or the combined PDF; of one holder the PDF itself."""
        self._check_download()
        if single := self._find_single():
            return single.action_download_pdf()
        return {
            "type": "ir.actions.act_url",
            "url": self._get_download_url(),
            "target": "self",
        }

    @door
    def action_download_evidence(self):
        """Button: what was asked, found, overridden and issued, for a spreadsheet."""
        one(self)
        return {
            "type": "ir.actions.act_url",
            "url": f"/coi/batch/{self.id}/evidence",
            "target": "self",
        }

    @door
    def action_print_evidence(self):
        """Button: the same as a PDF, for the agency's errors and omissions file."""
        one(self)
        report = self.env.ref("coi_mass_generate.report_coi_evidence_action")
        return report.report_action(self, config=False)

    def _get_evidence(self):
        return self.env["coi.evidence"]._get_document(self)

    @api.autovacuum
    def _gc_downloads(self):
        """Remove what was made for download only, once its days are over.

        :returns: number removed, and whether there is more: core then calls again
        """
        expired = self.env["coi.certificate"].search(
            [
                ("is_kept", "=", False),
                ("batch_id.date_expired", "<", fields.Datetime.now()),
            ],
            limit=VACUUM_AT_ONCE,
        )
        expired.unlink()
        self.env["coi.master"]._unlink_unused()
        self.env["coi.basis"]._unlink_unused()
        return len(expired), len(expired) == VACUUM_AT_ONCE
