"""What the user is told of a workbook's looks, and of workbooks that are no list."""

import base64
import io
import zipfile

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from odoo.tests import tagged

from ...models.imports.file_words import REFUSALS
from ...models.imports.row_words import NOTICES, PROBLEMS
from .lists import ImportCase

SHORT = ["Holder Name", "Address", "City", "State", "ZIP"]
QUAY = ["Quay Works LLC", "14 Quay St", "Boston", "MA", "02110"]
PIER = ["Pier Works LLC", "15 Quay St", "Boston", "MA", "02110"]
SHEET = "xl/worksheets/sheet1.xml"


@tagged("post_install", "-at_install")
class TestImportWorkbook(ImportCase):
    def setUp(self):
        super().setUp()
        self.book = openpyxl.Workbook()
        for row in (SHORT, QUAY, PIER):
            self.book.active.append(row)

    def preview(self, change=None):
        """The import of the workbook; ``change`` is made to its sheet's XML."""
        out, changed = io.BytesIO(), io.BytesIO()
        self.book.save(out)
        with zipfile.ZipFile(out) as old, zipfile.ZipFile(changed, "w") as new:
            for name in old.namelist():
                data = old.read(name)
                new.writestr(name, change(data) if change and name == SHEET else data)
        content = base64.b64encode(changed.getvalue())
        return self.open_import("coi.import.holder", content, kind="xlsx").run_id

    def test_a_struck_name_is_asked_and_what_was_struck_beside_it_is_told(self):
        sheet = self.book.active
        sheet["A2"].font = Font(strike=True)
        old = TextBlock(InlineFont(strike=True), "13 Old St ")
        sheet["B3"] = CellRichText(old, "15 Quay St")
        run = self.preview()
        asked, told = run.line_ids
        self.assertEqual((asked.bucket, told.bucket), ("problem", "create"))
        self.assertIn('struck through in the file: "Quay Works LLC"', asked.message)
        self.assertIn('left out: "13 Old St', told.message)
        self.assertEqual(told.values["street"], "15 Quay St")
        run.action_preview()
        run.write({"line_ids": [(1, asked.id, {"name": "Quay Works LLC"})]})
        self.assertEqual(asked.bucket, "create")

    def test_the_remarks_of_the_reader_are_kept_when_the_rows_are_planned_anew(self):
        self.book.active["C2"].font = Font(strike=True)
        run = self.preview()
        self.env["coi.import.preview"]._renew(run)
        self.assertIn('left out: "Boston"', run.line_ids[0].message)
        self.assertFalse(run.line_ids[0].values.get("city"))

    def test_a_formula_without_its_result_is_that_row_s_question(self):
        self.book.active["A2"] = "=B2"
        asked, plain = self.preview().line_ids
        self.assertEqual((asked.bucket, plain.bucket), ("problem", "create"))
        self.assertIn("formula without its result", asked.message)

    def test_the_preview_says_when_looks_could_not_be_seen(self):
        run = self.preview(
            lambda data: data.replace(b'<row r="2"', b'<row r="2" r="2"')
        )
        self.assertEqual(len(run.line_ids), 2)
        self.assertIn("not its formatting", run.note_text)
        self.assertIn("File > Save As > Excel Workbook (.xlsx)", run.note_text)
        self.assertNotIn("not its formatting", self.preview().note_text or "")

    def test_a_refusal_names_the_program_and_the_menu_that_mends_the_file(self):
        for code in (
            *("password", "unreadable", "too_slow", "too_much_memory", "bomb"),
            *("entities", "wrong_document", "wrong_numbers", "wrong_xml", "too_big"),
        ):
            with self.subTest(code=code):
                self.assertRegex(str(REFUSALS[code]), "Excel|LibreOffice|Numbers")
                self.assertRegex(str(REFUSALS[code]), r"File > \w+")

    def test_what_a_reader_marks_has_words(self):
        self.assertIn("struck", NOTICES)
        self.assertLessEqual({"name_struck", "cell_shown"}, set(PROBLEMS))
