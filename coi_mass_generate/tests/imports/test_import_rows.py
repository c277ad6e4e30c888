"""Every row of a file is told of: an entry, a question, left out, or no entry."""

import base64
import io
from random import Random

import openpyxl

from odoo.tests import tagged

from .lists import WRITERS, ImportCase

SHORT = ("Holder Name", "Address", "City", "State", "ZIP")
QUAY = ["Quay Works LLC", "14 Quay St", "Boston", "MA", "02110"]
PIER = ["Pier Works LLC", "15 Quay St", "Boston", "MA", "02110"]
MODELS = ("coi.import.holder", "coi.import.interest")


def to_book(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return base64.b64encode(out.getvalue())


@tagged("post_install", "-at_install")
class TestImportRows(ImportCase):
    def preview(self, rows, model=MODELS[0], headers=SHORT, **options):
        return self.open_import(model, rows, headers=headers, **options).run_id

    def get_buckets(self, run):
        return {line.number: line.bucket for line in run.line_ids}

    def test_a_total_is_left_out_and_a_firm_of_that_name_is_not(self):
        rows = [
            ["Total Quality Fixtures LLC", "14 Depot Rd", "Boston", "MA", "02110"],
            ["End of the Line Brewing Co.", "16 Depot Rd", "Boston", "MA", "02110"],
            ["Ordinary LLC", "21 Depot Rd", "Boston", "MA", "02110"],
            ["Total", "3"],
        ]
        for model in MODELS:
            run = self.preview(rows, model)
            left_out = run.line_ids.filtered(lambda line: line.bucket == "left_out")
            self.assertEqual(left_out.mapped("number"), [5])

    def test_headings_are_left_out_and_notes_are_asked(self):
        note = "Please note that all certificates must name the owner as well."
        rows = [["Project: North Tower"], QUAY, [note], ["Phase 2"], PIER]
        run = self.preview(rows)
        self.assertEqual(
            self.get_buckets(run),
            {2: "left_out", 3: "create", 4: "problem", 5: "problem", 6: "create"},
        )
        self.assertIn("not carried over", run.line_ids[0].message)
        self.assertEqual(
            run.line_ids.mapped("is_perhaps_note"), [False, False, True, True, False]
        )

    def test_a_click_takes_a_row_in_that_was_asked(self):
        run = self.preview([QUAY, ["Phase 2"], PIER])
        line = run.line_ids[1]
        self.assertIn("Include the row", line.message)
        line.action_take_in()
        self.assertEqual((line.bucket, line.is_perhaps_note), ("create", False))
        line.action_leave_out()
        self.assertEqual(line.bucket, "left_out")

    def test_what_is_typed_into_a_row_makes_it_an_entry(self):
        run = self.preview([QUAY, ["Phase 2"], PIER])
        run.line_ids[1].write({"name": "Phase Two Builders"})
        run._renew_preview()
        self.assertEqual(run.line_ids[1].bucket, "create")

    def test_values_of_no_use_are_asked_in_both_passes(self):
        rows = [
            ["#NAME?", "1 St", "Boston", "MA", "02110", ""],
            ["Pier Works LLC", "#VALUE!", "Boston", "MA", "02110", "#DIV/0!"],
            ["Dock Works LLC", "2 St", "Boston", "MA", "02110", "########"],
            ["Nan Properties", "3 St", "Boston", "MA", "02110", ""],
        ]
        headers = [*SHORT, "Loan Number"]
        run = self.preview(rows, headers=headers)
        self.assertEqual(
            self.get_buckets(run),
            {2: "problem", 3: "problem", 4: "create", 5: "create"},
        )
        self.import_holders(rows, headers=headers)
        run = self.preview(rows, MODELS[1], headers=headers, insured_id=self.beacon.id)
        self.assertEqual(self.get_buckets(run)[4], "problem")
        self.assertIn("########", run.line_ids[2].message)

    def test_the_list_is_taken_whatever_sheet_it_is_in(self):
        dictionary = [
            ["Name", "Description", "Type"],
            ["Holder Name", "The full legal name", "Text"],
            ["City", "Without the state", "Text"],
        ]
        file = to_book(Instructions=dictionary, Data=[SHORT, QUAY])
        run = self.preview(file)
        self.assertEqual(run.sheet_id.name, "Data")
        self.assertEqual(run.line_ids.name, "Quay Works LLC")
        self.assertIn("Other sheets, not read: Instructions (3)", run.note_text)

    def test_of_two_lists_the_other_is_told_with_its_rows(self):
        file = to_book(East=[SHORT, QUAY, PIER], West=[SHORT, PIER])
        run = self.preview(file)
        self.assertEqual(run.sheet_id.name, "East")
        self.assertIn('Only the sheet "East" is imported', run.note_text)
        self.assertIn("West (2)", run.note_text)
        run.sheet_id = run.sheet_ids[1]
        self.assertIn("East (3)", run.note_text)
        self.assertEqual(run.line_ids.name, "Pier Works LLC")

    def test_two_lists_side_by_side_are_told(self):
        headers = ["Holder", "Address", "City", "", "Holder", "Address", "City"]
        rows = [
            [*QUAY[:3], "", *PIER[:3]],
            ["Dock Works LLC", "16 Quay St", "Boston", "", "", "", ""],
        ]
        run = self.preview(rows, headers=headers)
        self.assertEqual(
            run.line_ids.mapped("name"), ["Quay Works LLC", "Dock Works LLC"]
        )
        self.assertEqual(run.line_ids[0].street, "14 Quay St")
        self.assertIn("columns A–D is imported", run.note_text)
        self.assertIn("columns E–G is not (rows: 1)", run.note_text)

    # ----------------------------------------------- rows told = rows in the file

    def count_told(self, run):
        """Rows that became something, and those that are told as no entries."""
        notes = dict(run.notes)
        told = sum(
            run[f"{bucket}_count"]
            for bucket in ("create", "update", "unchanged", "problem", "left_out")
        )
        above = notes.get("above_rows", {}).get("count", 0)
        blank = notes.get("blank_rows", {}).get("count", 0)
        return told + bool(run.header_line) + above + blank

    def test_every_row_of_a_file_is_told_in_both_passes(self):
        random = Random(11)
        odd = [
            *(
                [],
                ["Total", "3"],
                ["Phase 2"],
                ["Project: North Tower"],
                SHORT,
                ["---"],
            ),
            *(["", "", "Boston"], ["#NAME?", "1 St"], QUAY, ["nan"], ["Page 1 of 3"]),
            *(["Two\nLines LLC", "2 St", "Lynn", "MA", "01901"], ["", "x"], ["Oak"]),
        ]
        for kind in ("csv", "xlsx", "xls", "ods") * 2:
            above = [["Holders of 2026"], []][: random.randrange(3)]
            rows = [random.choice(odd) for _at in range(25)] + [PIER]
            table = [*above, SHORT, QUAY, *rows]
            file = base64.b64encode(WRITERS[kind](table))
            for model in MODELS:
                options = {"insured_id": self.beacon.id} if "interest" in model else {}
                wizard = self.open_import(model, file, kind, **options)
                run = wizard.run_id
                with self.subTest(kind=kind, model=model):
                    self.assertEqual(self.count_told(run), len(table))
                    wizard.action_import()
                    self.assertEqual(self.count_told(run), len(table))
