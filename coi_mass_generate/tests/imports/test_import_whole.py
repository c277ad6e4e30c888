"""The whole road: dirty lists, every row accounted for, all or nothing."""

import base64
import io
import random
from datetime import date
from unittest.mock import patch

import openpyxl
from openpyxl.styles import Font

from odoo.exceptions import UserError
from odoo.tests import tagged

from .lists import HARBOR, HEADERS, LENDER, WRITERS, ImportCase, to_csv, to_xlsx

# One row or more of each of the twelve groups of dirt; see the names.
DIRT_HEADERS = [
    "Certificate Holder", "Addr1", "Addr2", "City", "St", "Zip Code", "E-mail(s)",
    "Phone", "AI/WOS/PNC", "Loan #", "Interest", "Remarks", "Group",
]  # fmt: skip
LONG_TEXT = "Work at all sites, as the contract says. " * 120


def dirty(name, street="", city="Boston", state="MA", code="02110", **more):
    row = dict.fromkeys(DIRT_HEADERS, "")
    row.update({"Certificate Holder": name, "Addr1": street, "City": city})
    row.update({"St": state, "Zip Code": code, **more})
    return [row[header] for header in DIRT_HEADERS]


DIRT = {
    "zip": [
        dirty("Zip Short LLC", "1 A St", code="2134"),
        dirty("Zip Float LLC", "2 A St", code="2134.0"),
        dirty("Zip Four LLC", "3 A St", code="1234-5678"),
        dirty("Zip Rico LLC", "4 A St", "San Juan", "PR", "907"),
        dirty("Zip Letter LLC", "5 A St", code="O2134"),
        dirty("Zip In City LLC", "6 A St", "Boston, MA 02134", "", ""),
        dirty("Zip Unknown LLC", "7 A St", "Los Angeles", "CA", "2134"),
    ],
    "state": [
        dirty("Canada Ltd", "1 B St", "Toronto", "Ontario", "m5v 3l9"),
        dirty("Mass Abbreviated LLC", "2 B St", state="Mass."),
        dirty("Foreign AG", "3 B St", "Zürich", "", "8001"),
        dirty("Nowhere LLC", "4 B St", state="Zz"),
    ],
    "space": [
        dirty(" Space\xa0 Ltd\t", "1 C St"),
        dirty("The Quoted “Name”, L.L.C.", "2 C St"),
    ],
    "name": [
        dirty("First Dirty Bank ISAOA/ATIMA Attn: Loans", "1 D St"),
        dirty("Second Dirty Bank Loan # 00077", "2 D St"),
        dirty("Oak Dirty Trust c/o Bell Realty", "3 D St"),
        dirty("Home Care of Massachusetts LLC", "4 D St"),
    ],
    "address": [dirty("Cell LLC", "1 E St, Suite 3, Boston, MA 02110", "", "", "")],
    "email": [
        dirty("Mail LLC", "1 F St", **{"E-mail(s)": "a@b.example; Bo <c@d.example>"}),
        dirty("No Mail LLC", "2 F St", **{"E-mail(s)": "fax only"}),
        dirty("TBD", "4 F St"),
        dirty("Bad Mail LLC", "3 F St", **{"E-mail(s)": "mary@"}),
    ],
    "flags": [
        dirty("Flags LLC", "1 G St", **{"AI/WOS/PNC": "AI, WOS"}),
        dirty("Unclear LLC", "2 G St", **{"AI/WOS/PNC": "see contract"}),
    ],
    "values": [
        dirty("Rounded LLC", "1 H St", **{"Loan #": "1.23E+11"}),
        dirty("=1+1 Formula LLC", "2 H St"),
    ],
    "rows": [DIRT_HEADERS, dirty("", "", "", "", ""), ["Total", "12"]],
    "letters": [
        dirty("עיריית תל אביב", "1 I St"),
        dirty("三井住友銀行", "2 I St"),
        dirty("Emoji 🏗️ Builders", "3 I St"),
    ],
    "size": [dirty("Long " + "Name " * 59, "1 J St", Remarks=LONG_TEXT)],
    "duplicates": [
        dirty("Twice Inc", "1 K St"),
        dirty("TWICE, INCORPORATED", "1 K Street"),
    ],
}
PROBLEMS = {
    "", "Zip Unknown LLC", "TWICE, INCORPORATED",
    "Foreign AG", "Nowhere LLC", "Unclear LLC", "Rounded LLC",
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestImportWhole(ImportCase):
    def make_dirty_file(self):
        rows = [row for group in DIRT.values() for row in group]
        table = [["Holders of Beacon Roofing"], [], DIRT_HEADERS, *rows]
        return base64.b64encode(to_csv(table)), len(rows) - 1

    def assertAddsUp(self, run, rows):
        counts = (
            run.create_count,
            run.update_count,
            run.unchanged_count,
            run.problem_count,
            run.left_out_count,
        )
        self.assertEqual(sum(counts), rows)
        self.assertEqual(len(run.line_ids), rows)

    def test_a_list_with_all_twelve_groups_of_dirt_goes_in(self):
        content, rows = self.make_dirty_file()
        options = {"insured_id": self.beacon.id, "one_go": True, "kind": "csv"}
        wizard = self.import_interests(content, **options)
        run = wizard.run_id
        self.assertAddsUp(run, rows)
        problems = run.line_ids.filtered(lambda line: line.bucket == "problem")
        self.assertEqual(set(problems.mapped("name")), PROBLEMS)
        self.assertEqual(run.left_out_count, 2)
        self.assertIn("Group", run.unmapped_text)
        again = self.import_interests(content, **options).run_id
        self.assertAddsUp(again, rows)
        self.assertEqual((again.create_count, again.update_count), (0, 0))
        self.check_dirt_cleaned(run)

    def check_dirt_cleaned(self, run):
        zips = {line.name: line.partner_id.zip for line in run.line_ids}
        self.assertEqual(zips["Zip Short LLC"], "02134")
        self.assertEqual(zips["Zip Four LLC"], "01234-5678")
        self.assertEqual(zips["Zip Rico LLC"], "00907")
        self.assertEqual(zips["Canada Ltd"], "M5V 3L9")
        self.assertEqual(self.find("Canada Ltd").country_id.code, "CA")
        self.assertEqual(self.find("Mail LLC").email, "a@b.example, c@d.example")
        self.assertEqual(self.find("Cell LLC").city, "Boston")
        self.assertEqual(self.find("Oak Dirty Trust").street, "c/o Bell Realty")
        self.assertTrue(self.find("Home Care of Massachusetts LLC"))
        self.assertTrue(self.find("=1+1 Formula LLC"))
        self.assertTrue(self.find("三井住友銀行"))
        self.assertEqual(len(self.find("Twice Inc")), 1)
        interest = self.env["coi.additional.interest"].search(
            [("holder_id", "=", self.find("First Dirty Bank").id)]
        )
        self.assertTrue(interest.isaoa)
        self.assertEqual(interest.attention, "Loans")

    def make_dirty_workbook(self):
        """The same list, with what only a workbook can have: (base64, row count)."""
        book = openpyxl.Workbook()
        old, sheet = book.active, book.create_sheet("Holders")
        old.title = "Old"
        old.append(DIRT_HEADERS)
        old.append(dirty("Old LLC"))
        old.sheet_state, book.active = "hidden", sheet
        rows = [row for group in DIRT.values() for row in group]
        for row in [["Holders of Beacon"], [], [*DIRT_HEADERS, "Job #"], *rows]:
            sheet.append(row)
            for cell in sheet[sheet.max_row] if row else ():
                cell.data_type = "s"
        sheet.merge_cells("A1:E1")
        added = {
            "Zip Number LLC": dirty("Zip Number LLC", "1 L St", code=2134),
            "Dated LLC": [*dirty("Dated LLC", "2 L St"), date(2026, 3, 14)],
            "Error LLC": [*dirty("Error LLC", "3 L St"), "#REF!"],
            "Struck LLC": dirty("Struck LLC", "4 L St"),
            "Hidden LLC": dirty("Hidden LLC", "5 L St"),
        }
        for row in added.values():
            sheet.append([value or None for value in row])
        last = sheet.max_row
        for cell in sheet[last - 1]:
            cell.font = Font(strike=True)
        sheet.row_dimensions[last].hidden = True
        out = io.BytesIO()
        book.save(out)
        return base64.b64encode(out.getvalue()), len(rows) - 1 + len(added)

    def test_the_same_list_as_a_workbook(self):
        content, rows = self.make_dirty_workbook()
        options = {"insured_id": self.beacon.id, "one_go": True}
        run = self.import_interests(content, **options).run_id
        self.assertAddsUp(run, rows)
        problems = run.line_ids.filtered(lambda line: line.bucket == "problem")
        expected = PROBLEMS | {"Dated LLC", "Error LLC"}
        self.assertEqual(set(problems.mapped("name")), expected)
        left_out = run.line_ids.filtered(lambda line: line.bucket == "left_out")
        self.assertEqual(
            left_out.mapped("message"),
            [
                "The header again.",
                "A total or a footer, not a holder.",
                "Struck through in the file.",
                "Hidden in the file.",
            ],
        )
        for words in ("Hidden sheets, not read: Old", "Above the header: Holders of"):
            self.assertIn(words, run.note_text)
        self.assertEqual(self.find("Zip Number LLC").zip, "02134")
        again = self.import_interests(content, **options).run_id
        self.assertAddsUp(again, rows)
        self.assertEqual((again.create_count, again.update_count), (0, 0))

    def test_for_any_file_every_row_is_in_one_bucket(self):
        rng = random.Random(19)
        pool = [row for group in DIRT.values() for row in group]
        for turn in range(6):
            rows = [list(rng.choice(pool)) for _row in range(rng.randint(1, 60))]
            for row in rows:
                row[rng.randrange(len(row))] = rng.choice(["", "x", "?", "1", "é" * 50])
            filled = sum(any(cell.strip() for cell in row) for row in rows)
            content = base64.b64encode(to_csv([DIRT_HEADERS, *rows]))
            options = {"insured_id": self.beacon.id, "one_go": True, "kind": "csv"}
            with self.subTest(turn=turn):
                run = self.open_import("coi.import.interest", content, **options).run_id
                self.assertAddsUp(run, filled)
                run.action_import()
                self.assertAddsUp(run, filled)
                run = self.open_import("coi.import.interest", content, **options).run_id
                self.assertEqual((run.create_count, run.update_count), (0, 0))

    def test_damaged_files_give_a_reason_or_rows_that_add_up(self):
        rng = random.Random(7)
        rows = [[row.get(key, "") for key in HEADERS] for row in (HARBOR, LENDER)]
        for kind, write in WRITERS.items():
            for turn in range(5):
                damaged = bytearray(write([HEADERS, *rows]))
                for _hit in range(rng.randint(1, 6)):
                    damaged[rng.randrange(len(damaged))] = rng.randrange(256)
                content = base64.b64encode(damaged)
                with self.subTest(kind=kind, turn=turn):
                    try:
                        wizard = self.open_import(
                            "coi.import.interest", content, kind=kind, one_go=True
                        )
                    except UserError:
                        continue
                    self.assertAddsUp(wizard.run_id, len(wizard.run_id.line_ids))

    def test_exported_holders_come_back_unchanged(self):
        self.import_holders([HARBOR, LENDER])
        holders = self.env["res.partner"].search([("coi_is_holder", "=", True)])
        for names in (
            ("name", "street", "street2", "city", "state_id", "zip", "country_id"),
            ("name", "street", "street2", "city", "state_id/code", "zip", "email"),
        ):
            data = holders.with_env(self.admin_env).export_data(list(names))["datas"]
            headers = [name.removesuffix("/code") for name in names]
            rows = [[cell or "" for cell in row] for row in data]
            wizard = self.open_import("coi.import.holder", rows, headers=headers)
            self.assertEqual(self.get_counts(wizard), {"unchanged": len(holders)})

    def test_a_crash_in_the_middle_leaves_nothing(self):
        run = self.open_import("coi.import.interest", [HARBOR, LENDER], one_go=True)
        run = run.run_id
        model = type(self.env["coi.additional.interest"])
        with (
            patch.object(model, "create", side_effect=UserError("Power cut")),
            self.assertRaises(UserError),
            self.cr.savepoint(),
        ):
            run.action_import()
        self.env.invalidate_all()
        self.assertEqual(run.state, "columns")
        self.assertFalse(self.find("Harbor Center LLC"))

    def test_progress_goes_through_a_row_the_import_never_touches(self):
        run = self.open_import("coi.import.holder", [HARBOR, LENDER]).run_id
        told = []
        progress = type(self.env["coi.import.progress"])
        with (
            patch(
                "odoo.addons.coi_mass_generate.models.imports.coi_import_writer.CHUNK",
                1,
            ),
            patch.object(progress, "_report", lambda _self, *words: told.append(words)),
        ):
            run.action_import()
        self.assertEqual(told, [(run, 1, 2), (run, 2, 2)])

    def test_progress_is_seen_before_the_import_commits(self):
        run = self.open_import("coi.import.holder", [HARBOR]).run_id
        with self.enter_registry_test_mode():
            self.env["coi.import.progress"]._report(run, 1000, 5000)
            self.env["coi.import.progress"]._report(run, 2000, 5000)
        self.env.invalidate_all()
        row = self.env["coi.import.progress"].search([("run", "=", run.id)])
        self.assertRecordValues(row, [{"done": 2000, "total": 5000}])

    def test_two_imports_at_once_are_refused(self):
        run = self.open_import("coi.import.holder", [HARBOR]).run_id
        with self.registry.cursor() as other:
            other.execute(
                "SELECT pg_advisory_xact_lock(hashtext('coi.import.run'), %s)",
                [self.agency.id],
            )
            with self.assertRaisesRegex(UserError, "Another import is running"):
                run.action_import()
        run.action_import()
        self.assertEqual(run.state, "done")

    def test_the_same_file_is_read_only_once(self):
        content = self.make_file([HARBOR, {**LENDER, "ZIP": "1"}])
        first = self.import_holders(content).run_id
        reader = "odoo.addons.coi_mass_generate.sheets.read_safely"
        with patch(reader, side_effect=AssertionError("read again")):
            second = self.open_import("coi.import.interest", content).run_id
        self.assertEqual(
            second.line_ids.mapped("cells"), first.line_ids.mapped("cells")
        )
        self.assertEqual(second.headers, first.headers)
        self.assertEqual(second.line_ids.mapped("bucket"), ["create", "problem"])

    def test_what_was_corrected_the_first_time_is_not_taken_for_the_file(self):
        content = self.make_file([{**LENDER, "ZIP": "1"}])
        run = self.open_import("coi.import.holder", content).run_id
        run.action_preview()
        run.write({"line_ids": [(1, run.line_ids.id, {"zip": "01608"})]})
        run.action_import()
        again = self.open_import("coi.import.holder", content).run_id
        self.assertEqual(again.line_ids.bucket, "problem")

    def count_import_queries(self, rows):
        """Queries of (preview, import again) of a list that was imported before."""
        table = [
            [f"Holder {number}", f"{number} Way", "", "Boston", "MA", "02110", "", "",
             self.beacon.name, "GL-100", "Mortgagee", f"Work {number}", ""]
            for number in range(rows)
        ]  # fmt: skip
        content = base64.b64encode(to_xlsx([HEADERS, *table]))
        self.import_interests(content, one_go=True)
        make = self.env["coi.import.interest"].create
        wizard = make({"file": content, "filename": "a.xlsx", "one_go": True})
        return (
            self.count_queries(wizard.action_preview),
            self.count_queries(wizard.action_import),
        )

    def test_matching_takes_the_same_queries_for_any_number_of_rows(self):
        few = self.count_import_queries(10)
        many = self.count_import_queries(400)
        self.assertLessEqual(many[0], few[0] + 2)
        self.assertLessEqual(many[1], few[1] + 2)
