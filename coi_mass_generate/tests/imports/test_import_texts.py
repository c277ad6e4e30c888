"""Text of strangers: no row lost, no letter guessed in silence, in the user's words."""

import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from .lists import ImportCase

HEADER = "Holder Name,Address,City,State,ZIP,Note"
BIRCH = "Birch Works LLC,2 A St,Boston,MA,02110,ok"


@tagged("post_install", "-at_install")
class TestImportTexts(ImportCase):
    def preview(self, content, kind="csv"):
        file = base64.b64encode(content)
        return self.open_import("coi.import.holder", file, kind=kind)

    def preview_lines(self, *lines, encoding="utf-8"):
        return self.preview("\r\n".join([HEADER, *lines]).encode(encoding))

    def test_a_quotation_mark_never_closed_swallows_no_row(self):
        wizard = self.preview_lines(
            'Alder Works LLC,1 A St,Boston,MA,02110,"see list',
            BIRCH,
            "Cedar Works LLC,3 A St,Boston,MA,02110,ok",
        )
        self.assertEqual(wizard.run_id.line_ids.mapped("bucket"), ["create"] * 3)
        self.assertIn("never closed", self.get_messages(wizard)[2])
        self.assertIn("never closed: 2", wizard.run_id.note_text)

    def test_a_quotation_mark_in_a_name_is_asked_and_answered(self):
        wizard = self.preview_lines('"Alder Works LLC,1 A St,Boston,MA,02110,x', BIRCH)
        self.assertIn('never closed: "Alder', self.get_messages(wizard)[2])
        line = wizard.run_id.line_ids[0]
        self.assertEqual(line.bucket, "problem")
        wizard.run_id.write({"line_ids": [(1, line.id, {"name": "Alder Works LLC"})]})
        wizard.run_id._renew_preview()
        self.assertEqual(line.bucket, "create")

    def test_what_cannot_be_told_apart_is_asked(self):
        wizard = self.preview_lines('"Alder Works, LLC,1 A St,Boston,MA,02110,x', BIRCH)
        self.assertIn("7 instead of 6", self.get_messages(wizard)[2])
        few = 'Holder Name,Note\nAlder LLC,"x\nBirch LLC,y\nCedar LLC,z"'
        self.assertIn("lines 2 to 4", self.get_messages(self.preview(few.encode()))[2])

    def test_letters_that_were_guessed_are_told(self):
        line = "Café Ñandú LLC,1 A St,Boston,MA,02110,ok"
        wizard = self.preview_lines(line, encoding="mac_roman")
        self.assertEqual(wizard.run_id.line_ids.name, "Café Ñandú LLC")
        self.assertIn("mac_roman", self.get_messages(wizard)[2])
        mixed = "\r\n".join([HEADER, line]).encode() + b"\r\nCaf\xe9 Two,2 A St,Boston"
        wizard = self.preview(mixed)
        self.assertEqual(
            wizard.run_id.line_ids.mapped("name"), ["Café Ñandú LLC", "Café Two"]
        )
        self.assertIn('utf-8): "Café Two"', self.get_messages(wizard)[3])
        self.assertIn("another program wrote: 3", wizard.run_id.note_text)

    def test_traces_of_web_pages_are_told_and_what_is_lost_is_asked(self):
        wizard = self.preview_lines(
            "Smith &amp; Sons LLC,14 Quay St<br>Suite 3,Boston,MA,02110,ok",
            "Caf\ufffd,2 A St,Boston,MA,02110,ok",
            "Pe?a LLC,3 A St,Boston,MA,02110,ok",
            "CafÃ© LLC,4 A St,Boston,MA,02110,ok",
            "Caf├ LLC,5 A St,Boston,MA,02110,ok",
            "<s>Old</s> LLC,6 A St,Boston,MA,02110,ok",
            '"the "Main, one" Inn",7 A St,Boston,MA,02110,ok',
        )
        messages = self.get_messages(wizard)
        for number, words in (
            (2, "Web page characters"),
            (3, "Letters are lost"),
            (4, "between letters"),
            (5, '"CafÃ© LLC" → "Café LLC"'),
            (6, "cannot be what was meant"),
            (7, "parts of a web page"),
            (8, "inside quotation marks"),
        ):
            self.assertIn(words, messages[number])

    def test_hidden_texts_of_a_page_are_told(self):
        page = (
            "<table><tr><th>Holder Name<th>City<tr><td><i hidden>7</i>Quay LLC"
            "<td>Boston</table>"
        )
        wizard = self.preview(page.encode(), "xls")
        self.assertEqual(wizard.run_id.line_ids.name, "Quay LLC")
        self.assertIn("left out: 1", wizard.run_id.note_text)

    def test_what_is_no_list_is_called_by_its_name(self):
        for content, words in (
            (b"", "The file is empty"),
            (b"\xef\xbb\xbf\r\n", "The file is empty"),
            (b'TABLE\r\n0,1\r\n"EXCEL"\r\n', "DIF.* File > Save As"),
            (b"ID;PWXL;N;E\r\n", "SYLK"),
            (b"BEGIN:VCARD\r\n", "Export > Google CSV"),
            (b"MIME-Version: 1.0\r\n", "mht"),
            (b'[{"name": "Quay LLC"}]', "XML or JSON"),
            (b"SQLite format 3\0", "database"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                self.preview(content)

    def test_without_a_file_it_is_asked_for(self):
        wizard = self.env["coi.import.holder"].create({})
        with self.assertRaisesRegex(UserError, "Choose the file"):
            wizard.action_preview()
