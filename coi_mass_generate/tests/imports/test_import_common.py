"""What all rows on the screen have in common: said once."""

from freezegun import freeze_time

from odoo.tests import tagged

from .lists import ALIKE, HEADERS, ImportCase

SAID = "The address is incomplete, so certificates will be blocked. Missing: ZIP code."


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02")
class TestImportCommon(ImportCase):
    def preview(self, *rows):
        wizard = self.open_import(
            "coi.import.interest", rows, headers=[*HEADERS, "AI"], one_go=True
        )
        wizard.run_id.shown = "create"
        return wizard.run_id

    def get_rows(self, **vals):
        return [{**row, "ZIP": "", **vals} for row in ALIKE]

    def test_the_same_remark_of_all_rows_is_said_once(self):
        run = self.preview(*self.get_rows())
        lines = run.create_line_ids
        self.assertEqual(len(lines), 3)
        self.assertEqual(run.common_text, SAID)
        for line in lines:
            self.assertNotIn(SAID, line.remark)
            self.assertIn(SAID, line.message)  # as programs read it

    def test_what_one_row_does_not_have_each_says_for_itself(self):
        first, second, third = self.get_rows()
        run = self.preview(first, second, {**third, "ZIP": "02110"})
        self.assertFalse(run.common_text)
        said = run.create_line_ids.mapped(lambda line: SAID in line.remark)
        self.assertEqual(sorted(said), [False, True, True])

    def test_of_two_rows_each_says_its_own(self):
        run = self.preview(*self.get_rows()[:2])
        self.assertFalse(run.common_text)
