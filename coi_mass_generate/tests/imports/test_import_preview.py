"""What the user sees before anything is written, and what can be done there."""

import base64
import io
from random import Random

import openpyxl
from lxml import etree

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .lists import HARBOR, HEADERS, LENDER, ImportCase, to_csv, to_xlsx

SHORT = ["Holder Name", "Address", "City", "State", "ZIP"]


@tagged("post_install", "-at_install")
class TestImportPreview(ImportCase):
    def preview(self, rows, headers=HEADERS, **options):
        return self.open_import(
            "coi.import.holder", rows, headers=headers, **options
        ).run_id

    def line(self, run, number):
        return run.line_ids.filtered(lambda line: line.number == number)

    # ------------------------------------------------------------------ columns

    def test_known_headers_are_mapped_and_the_others_named(self):
        run = self.preview([[*SHORT, "x"]], headers=[*SHORT, "Fax"])
        targets = run.column_ids.mapped("target")
        self.assertEqual(targets, ["name", "street", "city", "state", "zip", False])
        self.assertIn("Fax", run.unmapped_text)
        self.assertEqual(run.column_ids[5].remark, "Not imported")
        self.assertEqual(run.state, "columns")

    def test_a_column_of_pass_2_is_told_apart_in_pass_1(self):
        run = self.preview([HARBOR])
        column = run.column_ids.filtered(lambda column: column.target == "policy")
        self.assertIn("additional insureds", column.remark)

    def test_columns_show_their_letter_and_their_first_values(self):
        run = self.preview([HARBOR, LENDER])
        self.assertEqual(run.column_ids[0].letter, "A")
        self.assertEqual(
            run.column_ids[0].example, "Harbor Center LLC · First Lender Bank"
        )

    def test_the_user_corrects_the_columns_and_they_are_remembered(self):
        headers = ["Who", "Where", "Burg"]
        rows = [["Harbor Center LLC", "1 Way", "Boston"]]
        run = self.preview(rows, headers=headers)
        self.assertFalse(any(run.column_ids.mapped("target")))
        with self.assertRaisesRegex(UserError, "Which column has the holder's name"):
            run.action_preview()
        for column, target in zip(
            run.column_ids, ("name", "street", "city"), strict=True
        ):
            column.target = target
        run.action_preview()
        self.assertEqual(run.state, "preview")
        self.assertEqual(run.line_ids.bucket, "create")
        run.action_import()
        again = self.preview([["Other LLC", "2 Way", "Salem"]], headers=headers)
        self.assertEqual(again.state, "preview")
        self.assertEqual(again.line_ids.bucket, "create")
        self.assertEqual(again.line_ids.city, "Salem")

    def test_columns_of_pass_2_are_named_in_pass_1(self):
        run = self.preview([HARBOR])
        self.assertIn("Insured Name, Policy Number", run.unmapped_text)
        self.assertIn("for later", run.unmapped_text)
        self.assertNotIn("not imported", run.unmapped_text)
        run = self.open_import("coi.import.interest", [HARBOR]).run_id
        self.assertFalse(run.unmapped_text)

    def test_what_pass_1_leaves_to_pass_2_is_said(self):
        row = {**HARBOR, "Holder Name": "Harbor Center LLC ATTN: Mary"}
        run = self.preview([row])
        self.assertIn("with the additional insureds", run.line_ids.message)
        options = {"headers": HEADERS, "one_go": True}
        run = self.open_import("coi.import.interest", [row], **options).run_id
        self.assertNotIn("with the additional insureds", run.line_ids.message)

    def test_columns_are_remembered_per_company(self):
        self.test_the_user_corrects_the_columns_and_they_are_remembered()
        self.env = self.env_of(self.other_csr)
        run = self.preview([["A", "B", "C"]], headers=["Who", "Where", "Burg"])
        self.assertFalse(any(run.column_ids.mapped("target")))

    # ------------------------------------------------------- sheets and headers

    def test_lines_above_the_header_are_said(self):
        content = to_csv(
            [["Holders of 2026"], [], SHORT, ["A", "1", "B", "MA", "02110"]]
        )
        run = self.preview(base64.b64encode(content), kind="csv")
        self.assertEqual(run.header_line, 3)
        self.assertIn("Above the header: Holders of 2026", run.note_text)
        self.assertEqual(run.line_ids.number, 4)

    def test_the_user_chooses_another_header_line(self):
        content = to_csv([SHORT, ["Company", "Street", "City", "St", "Zip"], SHORT])
        run = self.preview(base64.b64encode(content), kind="csv")
        self.assertEqual((run.header_line, len(run.line_ids)), (1, 2))
        run.header_line = 2
        self.assertEqual((run.column_ids[0].header, len(run.line_ids)), ("Company", 1))

    def test_a_list_without_headers_loses_no_row(self):
        rows = [["1 Way", "A LLC", "Boston", "MA", "02110"]]
        content = self.make_file(
            rows, headers=["2 Way", "B LLC", "Salem", "MA", "01970"]
        )
        run = self.preview(content)
        self.assertEqual((run.header_line, len(run.line_ids)), (0, 2))
        self.assertIn("No line of the file says", run.note_text)
        keys = ("street", "name", "city", "state", "zip")
        for column, key in zip(run.column_ids, keys, strict=True):
            column.target = key
        run.action_preview()
        self.assertEqual(run.line_ids.mapped("name"), ["B LLC", "A LLC"])
        self.assertEqual(run.create_count, 2)
        run.action_import()
        again = self.preview(content)
        self.assertEqual((again.state, again.unchanged_count), ("preview", 2))
        other = self.preview([["x", "3 Way"]], headers=["y", "02110"])
        self.assertFalse(any(other.column_ids.mapped("target")), "another list")

    def test_an_unknown_header_is_said_and_can_be_denied(self):
        run = self.preview([["A LLC", "1 Way"]], headers=["Oak Trust", "2 Way"])
        self.assertIn("line 1 is taken for the header", run.note_text)
        self.assertEqual(len(run.line_ids), 1)
        run.header_line = 0
        self.assertEqual(len(run.line_ids), 2)

    def test_a_file_with_nothing_below_the_header_is_told(self):
        run = self.preview([], headers=SHORT)
        self.assertIn("no row below the header", run.note_text)

    def test_the_user_chooses_another_sheet(self):
        book = openpyxl.Workbook()
        for title, name, state in (
            ("New", "Harbor Center LLC", "visible"),
            ("Old", "Old Tower LLC", "hidden"),
        ):
            sheet = book.create_sheet(title)
            sheet.append(SHORT)
            sheet.append([name, "1 Way", "Boston", "MA", "02110"])
            sheet.sheet_state = state
        del book["Sheet"]
        out = io.BytesIO()
        book.save(out)
        run = self.preview(base64.b64encode(out.getvalue()))
        self.assertEqual(run.sheet_id.name, "New")
        self.assertIn("Hidden sheets, not read: Old", run.note_text)
        run.sheet_id = run.sheet_ids[1]
        self.assertEqual(run.line_ids.name, "Old Tower LLC")
        self.assertEqual(run.sheet_ids[1].display_name, "Old (hidden)")

    # --------------------------------------------------------------------- rows

    def test_every_row_is_told_whatever_it_says(self):
        """Rows of the preview are rows of the file, but those with nothing in them."""
        rng = Random(19)
        for kind, model in (
            ("csv", "coi.import.holder"),
            ("xlsx", "coi.import.holder"),
            ("ods", "coi.import.interest"),
            ("csv", "coi.import.interest"),
        ):
            rows = [[self.draw_cell(rng) for _header in HEADERS] for _row in range(40)]
            wizard = self.open_import(model, rows, kind=kind)
            run = wizard.run_id
            filled = [row for row in rows if any(cell.strip() for cell in row)]
            with self.subTest(kind=kind, model=model):
                self.assertEqual(run.total_count, len(filled))
                self.assertEqual(len(run.line_ids), len(filled))
                result = run.get_result()
                told = ("created", "updated", "unchanged", "skipped", "errored")
                self.assertEqual(sum(result[key] for key in told), len(filled))
                self.assertTrue(all(line.message for line in run.problem_line_ids))

    def draw_cell(self, rng):
        """A text as no list has it; what XML cannot hold is left out."""
        pieces = (
            *("", "", "", " ", "Harbor", "12", "MA", "02110", "Y", "=1+1", "#REF!"),
            *(
                "a@b.c",
                "é",
                "e\u0301",
                "ﷺ",
                "١٢",
                "😀",
                "\u200b",
                "\u202e",
                "ß",
                "\xa0",
            ),
            *("N/A", "%", "%s", "%(other)s", "{}", "<b>", "'", '"', "\\", "\\N", "\n"),
            *(
                "\t",
                "Total",
                "Mortgagee",
                "GL-100",
                "Beacon Roofing & Sons, LLC",
                "_x0041_",
            ),
        )
        return "".join(rng.choice(pieces) for _piece in range(rng.randrange(4)))

    def test_hidden_and_struck_rows_are_left_out_until_the_user_says_otherwise(self):
        book = openpyxl.load_workbook(
            io.BytesIO(to_xlsx([SHORT, *([n, "1", "B", "MA", "02110"] for n in "ABC")]))
        )
        book.active.row_dimensions[2].hidden = True
        for cell in book.active[3]:
            cell.font = openpyxl.styles.Font(strike=True)
        out = io.BytesIO()
        book.save(out)
        run = self.preview(base64.b64encode(out.getvalue()))
        self.assertEqual(
            run.line_ids.mapped("bucket"), ["left_out", "left_out", "create"]
        )
        self.assertEqual(self.line(run, 2).message, "Hidden in the file.")
        self.assertEqual(self.line(run, 3).message, "Struck through in the file.")
        run.action_preview()
        run.take_hidden = True
        self.assertEqual(self.line(run, 2).bucket, "create")
        self.line(run, 3).action_take_in()
        self.assertEqual(run.create_count, 3)

    def test_totals_and_repeated_headers_are_no_holders(self):
        rows = [["A", "1", "B", "MA", "02110"], SHORT, ["Total", "", "", "", "1"]]
        run = self.preview(rows, headers=SHORT)
        self.assertEqual(
            run.line_ids.mapped("bucket"), ["create", "left_out", "left_out"]
        )

    def test_a_problem_names_line_column_value_and_what_to_do(self):
        run = self.preview([{**HARBOR, "State": "CA", "ZIP": "2134"}])
        line = run.line_ids
        self.assertEqual((line.number, line.bucket), (2, "problem"))
        self.assertIn("ZIP code (column F)", line.message)
        self.assertIn('"2134"', line.message)
        self.assertIn("Type all five digits", line.message)
        self.assertEqual(line.zip, "2134", "the cell shows what is to be corrected")

    def test_a_problem_is_solved_by_typing(self):
        run = self.preview([{**HARBOR, "ZIP": "1"}])
        run.action_preview()
        run.write({"line_ids": [(1, run.line_ids.id, {"zip": "2110"})]})
        self.assertEqual((run.line_ids.bucket, run.line_ids.zip), ("create", "02110"))
        run.action_import()
        self.assertEqual(self.find("Harbor Center LLC").zip, "02110")

    def test_two_cells_of_one_row_are_corrected_together(self):
        run = self.preview([{**HARBOR, "ZIP": "1", "State": "??"}])
        run.action_preview()
        vals = {"zip": "90210", "state": "CA", "street2": "Floor 3"}
        run.write({"line_ids": [(1, run.line_ids.id, vals)]})
        line = run.line_ids
        self.assertEqual(line.bucket, "create")
        self.assertEqual(
            (line.zip, line.state, line.street, line.street2),
            ("90210", "CA", "100 Harbor Way", "Floor 3"),
        )

    def test_a_broken_cell_is_cleared_and_the_rest_imported(self):
        run = self.preview([{**HARBOR, "ZIP": "12", "State": "Masachusets"}])
        run.line_ids.action_clear_cells()
        self.assertEqual(run.line_ids.bucket, "create")
        self.assertEqual((run.line_ids.zip, run.line_ids.state), ("", ""))

    def test_a_name_cannot_be_cleared_and_that_is_said(self):
        run = self.preview([{**HARBOR, "Holder Name": "TBD"}])
        with self.assertRaisesRegex(UserError, "can do without"):
            run.line_ids.action_clear_cells()

    def test_an_unclear_column_of_several_flags_is_typed_flag_by_flag(self):
        headers = [*SHORT, "AI/WOS/PNC"]
        rows = [["A LLC", "1 Way", "Boston", "MA", "02110", "see contract"]]
        options = {"headers": headers, "insured_id": self.beacon.id, "one_go": True}
        run = self.open_import("coi.import.interest", rows, **options).run_id
        self.assertIn('"see contract" is neither yes nor no', run.line_ids.message)
        run.action_preview()
        run.write({"line_ids": [(1, run.line_ids.id, {"pnc": "Y"})]})
        self.assertEqual(run.line_ids.bucket, "create")
        run.action_import()
        self.assertTrue(run.line_ids.interest_id.pnc_line_ids)
        self.assertFalse(run.line_ids.interest_id.ai_line_ids)

    def test_what_was_corrected_in_pass_1_is_not_asked_again_in_pass_2(self):
        broken = {**HARBOR, "ZIP": "1"}
        run = self.preview([broken, {**LENDER, "ZIP": "2"}, {**LENDER, "City": "Lynn"}])
        run.action_preview()
        run.write({"line_ids": [(1, self.line(run, 2).id, {"zip": "02110"})]})
        self.line(run, 3).action_leave_out()
        run.action_import()
        action = run.action_continue()
        second = run.browse(action["res_id"])
        self.assertEqual(second.kind, "interest")
        self.assertEqual(
            second.line_ids.mapped("bucket"), ["create", "left_out", "create"]
        )
        self.assertEqual(self.line(second, 2).zip, "02110")

    def test_an_answer_counts_for_all_rows_that_say_the_same(self):
        rows = [
            {**HARBOR, "Holder Name": f"Tower {n} LLC", "State": state, "ZIP": code}
            for n, state, code in (
                (1, "Masachusets", "02110"),
                (2, "Masachusets", "02110"),
                (3, "MASSA", "02110"),
                (4, "Masachusets", "1"),
                (5, "MA", "1"),
            )
        ]
        run = self.preview(rows)
        run.action_preview()
        self.assertEqual((run.problem_count, run.alike_count), (5, 0))
        run.write({"line_ids": [(1, self.line(run, 2).id, {"state": "MA"})]})
        self.assertEqual((run.problem_count, run.alike_count), (4, 2))
        run.action_correct_alike()
        self.assertEqual(self.line(run, 3).bucket, "create")
        self.assertEqual(self.line(run, 4).bucket, "problem", "it says another thing")
        self.assertIn("ZIP", self.line(run, 5).message)
        self.assertEqual((run.problem_count, run.alike_count), (3, 0))

    def test_an_answer_about_a_flag_in_a_column_of_several(self):
        headers = [*SHORT, "AI/WOS/PNC"]
        rows = [[n, "1 Way", "Boston", "MA", "02110", "see contract"] for n in "ABC"]
        options = {"headers": headers, "insured_id": self.beacon.id, "one_go": True}
        run = self.open_import("coi.import.interest", rows, **options).run_id
        run.action_preview()
        run.write({"line_ids": [(1, run.line_ids[0].id, {"pnc": "Y"})]})
        self.assertEqual(run.alike_count, 2)
        run.action_correct_alike()
        self.assertEqual(run.line_ids.mapped("pnc"), ["Y"] * 3)
        self.assertEqual(run.create_count, 3)

    def test_a_corrected_name_replaces_all_its_columns(self):
        headers = ["Name", "Name 2", *SHORT[1:]]
        rows = [["A", "B LLC", "1 Way", "Boston", "MA", "02110"]]
        run = self.preview(rows, headers=headers)
        self.assertEqual(run.line_ids.name, "A B LLC")
        run.action_preview()
        run.write({"line_ids": [(1, run.line_ids.id, {"name": "AB LLC"})]})
        self.assertEqual(run.line_ids.name, "AB LLC")

    def test_a_row_is_left_out(self):
        run = self.preview([HARBOR, {**LENDER, "ZIP": "1"}])
        self.line(run, 3).action_leave_out()
        self.assertEqual((run.create_count, run.left_out_count), (1, 1))
        run.action_import()
        self.assertFalse(self.find("First Lender Bank"))

    def test_problem_rows_come_back_as_a_spreadsheet(self):
        bad = {**LENDER, "Holder Name": "=cmd|' /C calc'!A0", "ZIP": "1"}
        run = self.preview([HARBOR, bad], kind="csv")
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(run.problem_file)))
        rows = list(book.active.iter_rows())
        self.assertEqual([cell.value for cell in rows[0][:13]], [*HEADERS])
        self.assertEqual(rows[0][14].value, "What to do")
        self.assertEqual(len(rows), 2)
        name = rows[1][0]
        self.assertEqual((name.value, name.data_type), (bad["Holder Name"], "s"))
        self.assertTrue(name.quotePrefix)
        self.assertEqual(rows[1][13].value, "3")
        self.assertIn("not a ZIP code", rows[1][14].value)
        self.assertEqual(run.problem_filename, "list - Not imported.xlsx")

    def test_the_spreadsheet_of_problems_can_be_corrected_and_imported(self):
        run = self.preview([{**LENDER, "ZIP": "1"}])
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(run.problem_file)))
        book.active["F2"] = "01608"
        out = io.BytesIO()
        book.save(out)
        wizard = self.import_holders(base64.b64encode(out.getvalue()))
        self.assertEqual(self.get_counts(wizard), {"created": 1})

    def test_the_spreadsheet_of_problems_knows_where_its_columns_go(self):
        headers = ["Who", "Where", "Burg", "Post"]
        run = self.preview([["Tower LLC", "1 Way", "Boston", "1"]], headers=headers)
        keys = ("name", "street", "city", "zip")
        for column, key in zip(run.column_ids, keys, strict=True):
            column.target = key
        run.action_preview()
        run.action_download_problems()
        back = self.preview(run.problem_file)
        self.assertEqual(back.column_ids.mapped("target"), [*keys, False, False])
        self.assertEqual(back.state, "preview")

    # -------------------------------------- what changes under the user's hands

    def test_contacts_that_changed_since_the_preview_stop_the_import(self):
        run = self.preview([HARBOR])
        self.make_holder(
            "Harbor Center LLC", street="100 Harbor Way, Suite 200", street2=False
        )
        self.find("Harbor Center LLC").write({"zip": "02110", "city": "Boston"})
        action = run.action_import()
        self.assertEqual(action["tag"], "display_notification")
        self.assertEqual(run.state, "preview")
        self.assertEqual(run.line_ids.bucket, "update")
        run.action_import()
        self.assertEqual(len(self.find("Harbor Center LLC")), 1)

    def test_a_finished_import_is_a_record(self):
        run = self.preview([HARBOR])
        run.action_import()
        for change in (
            lambda: run.write({"mode": "replace"}),
            lambda: run.line_ids.write({"number": 7}),
            lambda: run.line_ids.action_leave_out(),
            lambda: run.column_ids[0].write({"target": "city"}),
            lambda: run.action_import(),
            lambda: run.action_preview(),
            lambda: run.unlink(),
            lambda: run.line_ids.unlink(),
        ):
            with self.assertRaises(UserError):
                change()

    def test_previews_nobody_came_back_to_are_removed(self):
        run = self.preview([HARBOR])
        done = self.preview([LENDER])
        done.action_import()
        self.env.cr.execute(
            "UPDATE coi_import_run SET write_date = '2020-01-01' WHERE id IN %s",
            [(run.id, done.id)],
        )
        self.env.invalidate_all()
        self.admin_env["coi.import.run"]._gc_unfinished()
        self.assertFalse(run.exists())
        self.assertTrue(done.exists())

    # ------------------------------------------------------ files that are none

    def test_a_refused_file_says_why_in_plain_words(self):
        for content, words in (
            (b"%PDF-1.7 ...", "This is a PDF"),
            (b"", "The file is empty"),
            (b"\x00\x01\x02\x03" * 50, "not a spreadsheet"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                self.preview(base64.b64encode(content))

    def test_limits_are_in_the_same_settings_as_the_rest(self):
        arch = self.admin_env["res.config.settings"].get_view(view_type="form")["arch"]
        [tab] = etree.fromstring(arch).xpath("//app[@name='coi_mass_generate']")
        shown = set(tab.xpath(".//field/@name"))
        company = self.admin_env["res.company"].get_view(
            self.env.ref("base.view_company_form").id, "form"
        )["arch"]
        [page] = etree.fromstring(company).xpath("//page[@name='coi']")
        printed = page.xpath(".//group[@string='Printed as the Agency']//field/@name")
        rest = set(page.xpath(".//field/@name")) - set(printed)
        self.assertLessEqual(rest | {"coi_import_max_rows"}, shown)
        settings = self.admin_env["res.config.settings"].create({})
        settings.coi_click_limit = 7
        settings.execute()
        self.assertEqual(self.agency.coi_click_limit, 7)

    def test_limits_are_settings(self):
        settings = self.admin_env["res.config.settings"].create({})
        self.assertEqual(settings.coi_import_max_rows, 20000)
        settings.coi_import_max_rows = 1
        settings.execute()
        with self.assertRaisesRegex(UserError, "more than 1 rows"):
            self.preview([HARBOR] * 50)

    def test_limits_that_are_none_are_refused(self):
        """No list could be read with them, and nobody would be told why."""
        for name in ("megabytes", "rows", "seconds", "memory"):
            for odd in (-1, 0, 2**31 - 1):
                with (
                    self.subTest(name, odd=odd),
                    self.assertRaisesRegex(ValidationError, "from 1 to 1000000"),
                ):
                    self.admin_env["res.config.settings"].create(
                        {f"coi_import_max_{name}": odd}
                    )
