import io

import openpyxl

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from ..reading import read_pages
from .noticing import NoticeCase
from .test_notice_set import ADAMS, BANK, BAY


@tagged("post_install", "-at_install")
class TestNoticePaper(NoticeCase, HttpCase):
    """Letters on paper, and the list for the insurer."""

    def setUp(self):
        super().setUp()
        self.issue(self.plain_interest)
        self.issue(self.ai_interest)
        self.cancel(self.gl)

    def send_on_paper(self):
        (self.adams | self.bay).email = False
        notice = self.make(self.gl)
        notice.send(at_once=True)
        return notice, notice.line_ids.letter_ids.delivery_id

    def get_text(self, pages):
        return " ".join(page.text for page in pages)

    def read_pack(self, deliveries):
        action = deliveries.action_print()
        number = int(action["params"]["url"].rpartition("/")[2])
        wizard = self.env["coi.certificate.download"].browse(number)
        self.assertRegex(wizard._get_filename(), r"^letters .*\.pdf$")
        file = io.BytesIO()
        wizard._write_output(file)
        return read_pages(file.getvalue())

    def test_a_pack_of_letters(self):
        _notice, deliveries = self.send_on_paper()
        pages = self.read_pack(deliveries)
        self.assertEqual(len(pages), 2)
        text = self.get_text(pages)
        for said in (ADAMS, BAY, "5 Elm Street", "GL-100", "Canceled as of 03/01/2026"):
            self.assertIn(said, text)
        self.assertIn("Harbor Point Insurance Agency", text)
        self.assertIn("call us or write to us", text)
        self.assertNotIn("answer this mail", text)

    def test_with_sheets_between_them(self):
        self.agency.sudo().coi_print_separators = True
        _notice, deliveries = self.send_on_paper()
        pages = self.read_pack(deliveries)
        self.assertEqual(len(pages), 4)
        self.assertIn("Insurance canceled", pages[0].text)

    def test_together_with_certificates(self):
        self.agency.sudo().coi_undo_minutes = 0
        self.bank.coi_channel = "print"
        self.plain_interest.series_ids = self.auto.series_id
        self.bank_interest.series_ids = self.auto.series_id
        certificate = self.issue(self.bank_interest)
        sending = self.send(certificate)
        _notice, deliveries = self.send_on_paper()
        both = deliveries | sending.delivery_ids
        file = io.BytesIO()
        self.env["coi.print.pack"]._write_pack(file, both, "Both")
        text = self.get_text(read_pages(file.getvalue()))
        for said in (ADAMS, BAY, BANK, certificate.number):
            self.assertIn(said, text)

    def test_what_is_no_longer_so_is_not_printed(self):
        notice, deliveries = self.send_on_paper()
        deliveries.action_print()
        self.gl.date_cancelled = False
        with self.assertRaisesRegex(UserError, "no longer so"):
            self.read_pack(deliveries)
        self.assertEqual(set(notice.line_ids.mapped("outcome")), {"waiting"})

    def test_a_mail_that_failed_goes_on_paper(self):
        notice = self.make(self.gl)
        notice.send(at_once=True)
        self.run_postman({("rcpt", "bay@holder.example"): (550, b"5.1.1 Unknown")})
        failed = notice.line_ids.letter_ids.delivery_id.filtered(
            lambda each: each.state == "failed"
        )
        failed.mend("", way="print", keep="once")
        paper = notice.line_ids.letter_ids.delivery_id.filtered(
            lambda each: each.channel == "print"
        )
        self.assertEqual(paper.resends_id, failed)
        self.assertIn(BAY, self.get_text(self.read_pack(paper)))

    def test_a_letter_to_look_at(self):
        notice = self.make(self.gl)
        self.log_in(self.csr)
        answer = self.url_open(notice.action_show_letter()["url"])
        self.assertEqual(answer.status_code, 200)
        text = self.get_text(read_pages(answer.content))
        self.assertIn("Canceled as of", text)
        self.assertFalse(self.env["coi.delivery"].search([]))
        self.assertFalse(notice.line_ids.letter_ids)

    def test_the_list_for_the_insurer(self):
        self.cancel(self.property)
        self.give_notice(self.gl, scheduled=self.bay)
        notice = self.make(self.gl | self.property)
        self.agency.sudo().coi_notice_practice = "none"
        self.log_in(self.csr)
        answer = self.url_open(notice.action_download_owed()["url"])
        self.assertEqual(answer.status_code, 200)
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        rows = [[cell or "" for cell in row] for row in sheet.values]
        found = {(row[0], row[1], row[4], row[6], row[7]) for row in rows[1:]}
        self.assertEqual(
            found,
            {
                ("Granite State Mutual", "GL-100", BAY, "Scheduled: IL 02", ""),
                (
                    "Atlantic Casualty Company",
                    "PR-700",
                    BANK,
                    "Mortgagee",
                    "LN-77/2",
                ),
            },
        )

    def test_owed_to_nobody_there_is_no_list(self):
        with self.assertRaisesRegex(UserError, "owed to none"):
            self.make(self.gl).action_download_owed()

    def test_nobody_else_looks_at_them(self):
        notice = self.make(self.gl)
        self.log_in(self.other_csr)
        for what in ("letter", "owed"):
            answer = self.url_open(f"/coi/notice/{notice.id}/{what}")
            self.assertEqual(answer.status_code, 404)
