import io

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import content_disposition, request

from ..pdf import writer

CHUNK = 1 << 20
TYPES = {
    "zip": "application/zip",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class CoiDownload(http.Controller):
    """How certificates leave the house. Access is that of the record itself."""

    @http.route("/coi/batch/<int:batch_id>/download", auth="user", readonly=True)
    def download_batch(self, batch_id):
        batch = self._browse("coi.batch", batch_id)
        try:
            batch._check_download()
            file = self._write_to_file(batch)
        except UserError as error:
            return self._refuse(error)
        return self._stream(file, batch._get_filename(), TYPES[batch.output])

    @http.route("/coi/download/<int:wizard_id>", auth="user", readonly=True)
    def download_selection(self, wizard_id, token=""):
        """What somebody has picked out of the issued certificates.

        :param token: of the page that waits for this download to begin
        """
        wizard = self._browse("coi.certificate.download", wizard_id)
        try:
            name = wizard._get_filename()
            file = self._write_to_file(wizard)
        except UserError as error:
            return self._refuse(error)
        response = self._stream(file, name, TYPES[wizard.output])
        return self._say_begun(response, token)

    @http.route("/coi/batch/<int:batch_id>/evidence", auth="user", readonly=True)
    def download_evidence(self, batch_id):
        batch = self._browse("coi.batch", batch_id)
        content = request.env["coi.evidence"]._write(batch)
        name = batch._get_evidence_filename("csv")
        headers = self._get_headers(name, "text/csv; charset=utf-8", len(content))
        return request.make_response(content, headers)

    @http.route("/coi/certificate/<int:certificate_id>/pdf", auth="user", readonly=True)
    def download_certificate(self, certificate_id, download=None, marked=None):
        certificate = self._browse("coi.certificate", certificate_id)
        try:
            if marked:
                content = certificate._get_marked_copy()
            else:
                content = certificate._get_document()
        except UserError as error:
            return self._refuse(error)
        headers = self._get_headers(
            certificate._get_filename(),
            TYPES["pdf"],
            len(content),
            inline=not download,
        )
        return request.make_response(content, headers)

    @http.route("/coi/delivery/<int:delivery_id>/file", auth="user", readonly=True)
    def download_for_portal(self, delivery_id):
        """A certificate, named as the portal wants it that it is uploaded to."""
        delivery = self._browse("coi.delivery", delivery_id)
        certificate = delivery.certificate_ids[:1]
        if not certificate or not delivery.portal_file_name:
            raise NotFound
        try:
            content = certificate._get_document()
        except UserError as error:
            return self._refuse(error)
        headers = self._get_headers(
            delivery.portal_file_name, TYPES["pdf"], len(content)
        )
        return request.make_response(content, headers)

    @http.route("/coi/delivery/<int:delivery_id>/pages", auth="user", readonly=True)
    def download_pages_for_portal(self, delivery_id):
        """The endorsement pages that go along with it."""
        delivery = self._browse("coi.delivery", delivery_id)
        if not delivery.has_portal_pages:
            raise NotFound
        file = io.BytesIO()
        try:
            delivery._write_pages(file)
        except UserError as error:
            return self._refuse(error)
        content = file.getvalue()
        name = delivery._get_pages_name()
        headers = self._get_headers(name, TYPES["pdf"], len(content))
        return request.make_response(content, headers)

    @http.route("/coi/print/test", auth="user", readonly=True)
    def download_print_test(self):
        """A page to hold against a window envelope."""
        if not request.env["coi.delivery"].has_access("read"):
            raise NotFound
        content = request.env["coi.print.pack"]._write_test(request.env.company)
        headers = self._get_headers("test.pdf", TYPES["pdf"], len(content), inline=True)
        return request.make_response(content, headers)

    @http.route(
        "/coi/send/<int:wizard_id>/<int:number>/<int:place>",
        auth="user",
        methods=["GET"],
    )
    def download_planned(self, wizard_id, number, place):
        """A file of a mail that is about to be sent, as it will be attached. It is
        made on rows that are taken back: nothing is stored by it."""
        wizard = self._browse("coi.send", wizard_id)
        try:
            name, content, kind = wizard._get_file(number, place)
        except UserError as error:
            return self._refuse(error)
        headers = self._get_headers(
            name, kind, len(content), inline=kind == TYPES["pdf"]
        )
        return request.make_response(content, headers)

    @http.route("/coi/import/template/<string:kind>", auth="user", readonly=True)
    def download_template(self, kind):
        """A workbook to fill in, for who may import what it is for."""
        if kind not in ("holder", "interest", "policy"):
            raise NotFound
        wizard = request.env[f"coi.import.{kind}"]
        if not wizard.has_access("create"):
            raise NotFound
        content = request.env["coi.import.template"]._write(kind)
        name = f"{wizard._description}.xlsx"
        headers = self._get_headers(name, TYPES["xlsx"], len(content))
        return request.make_response(content, headers)

    @http.route("/coi/notice/<int:notice_id>/owed", auth="user", readonly=True)
    def download_owed(self, notice_id):
        """To whom notice is owed, for the insurer."""
        notice = self._browse("coi.notice", notice_id)
        content = notice._write_owed()
        headers = self._get_headers(
            notice._get_owed_name(), TYPES["xlsx"], len(content)
        )
        return request.make_response(content, headers)

    @http.route("/coi/notice/<int:notice_id>/letter", auth="user", methods=["GET"])
    def download_notice_letter(self, notice_id):
        """One of its letters, as it would be printed. It is made on rows that are taken
        back: nothing is stored by it."""
        notice = self._browse("coi.notice", notice_id)
        try:
            content = notice._draw_sample()
        except UserError as error:
            return self._refuse(error)
        name = f"{notice._get_owed_name()[:-5]}.pdf"
        headers = self._get_headers(name, TYPES["pdf"], len(content), inline=True)
        return request.make_response(content, headers)

    @http.route("/coi/renewal/<int:renewal_id>/list", auth="user", readonly=True)
    def download_renewal_list(self, renewal_id, token=""):
        """The list of holders that an insured looks through.

        :param token: of the page that waits for this download to begin
        """
        renewal = self._browse("coi.renewal", renewal_id)
        content = request.env["coi.renewal.list"]._write(renewal)
        name = renewal._get_list_filename()
        headers = self._get_headers(name, TYPES["xlsx"], len(content))
        return self._say_begun(request.make_response(content, headers), token)

    def _browse(self, model, record_id):
        """The record, or "not found": which ids exist is nobody else's business."""
        record = request.env[model].browse(record_id)
        try:
            record.check_access("read")
        except (AccessError, MissingError) as error:
            raise NotFound from error
        return record.exists() or self._not_found()

    def _not_found(self):
        raise NotFound

    def _write_to_file(self, record):
        # The cursor is closed before a streamed body runs, and a zip of 10,000 files
        # must not be held in memory: the file is finished here, on disk.
        file = writer.Folded()
        record._write_output(file)
        return file

    def _stream(self, file, name, content_type):
        response = request.make_response(
            file.read_parts(CHUNK), self._get_headers(name, content_type, file.size)
        )
        response.call_on_close(file.close)
        return response

    def _say_begun(self, response, token):
        if token.isalnum():
            response.set_cookie(f"coi_download_{token}", "1", max_age=60)
        return response

    def _get_headers(self, name, content_type, size, inline=False):
        disposition = content_disposition(name, "inline" if inline else "attachment")
        return [
            ("Content-Type", content_type),
            ("Content-Length", str(size)),
            ("Content-Disposition", disposition),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "private, no-store"),
        ]

    def _refuse(self, error):
        return request.make_response(
            str(error), [("Content-Type", "text/plain; charset=utf-8")], status=410
        )
