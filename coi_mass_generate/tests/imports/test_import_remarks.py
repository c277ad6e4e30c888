"""What stops a row, what is only remarked, and what a click puts right."""

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .lists import HARBOR, HEADERS, ImportCase

STREET, ZIP = "Address Line 1", "ZIP"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02")
class TestImportRemarks(ImportCase):
    def preview(self, *rows, model="coi.import.holder", **options):
        run = self.open_import(model, rows, **options).run_id
        if run.state == "columns":
            run.action_preview()
        return run

    def correct(self, run, **cells):
        """As the form does when a row is left."""
        run.write({"line_ids": [Command.update(run.line_ids.id, cells)]})

    # -------------------------------------------------- e-mail addresses, phones

    def test_a_bad_email_or_phone_is_a_remark_and_is_not_imported(self):
        """No certificate shows either."""
        run = self.preview({**HARBOR, "Email": "mary at harbor", "Phone": "555-01"})
        line = run.line_ids
        self.assertEqual(line.bucket, "create")
        self.assertIn('"mary at harbor" is not a complete e-mail', line.message)
        self.assertIn('"555-01" is not a phone number', line.message)
        self.assertEqual((line.email, line.phone), ("mary at harbor", "555-01"))
        run.action_import()
        holder = self.find("Harbor Center LLC")
        self.assertEqual((holder.email, holder.phone), (False, False))

    def test_it_can_be_corrected_where_it_is_said(self):
        run = self.preview({**HARBOR, "Email": "mary at harbor"})
        self.correct(run, email="mary@harbor.example")
        self.assertNotIn("e-mail", run.line_ids.message)
        run.action_import()
        self.assertEqual(self.find("Harbor Center LLC").email, "mary@harbor.example")

    def test_a_bad_one_leaves_what_the_contact_has(self):
        self.import_holders([HARBOR])
        run = self.preview({**HARBOR, "Email": "mary at harbor", "Phone": "1"})
        self.assertEqual(run.line_ids.bucket, "unchanged")
        self.assertIn("is not imported", run.line_ids.message)

    # ------------------------------------------------------ incomplete addresses

    def get_missing(self, **cells):
        run = self.preview({**HARBOR, **cells}, headers=[*HEADERS, "Country"])
        self.assertNotEqual(run.line_ids.bucket, "problem", run.line_ids.message)
        said = [each for each in run.line_ids.message.split("\n") if "Missing" in each]
        self.assertLessEqual(len(said), 1)
        return said[0].partition("Missing: ")[2] if said else ""

    def test_what_the_address_lacks_is_said(self):
        none = dict.fromkeys((STREET, "Address Line 2", "City", "State", ZIP), "")
        for cells, missing in (
            ({}, ""),
            ({STREET: "", "Address Line 2": ""}, "Address."),
            ({STREET: ""}, ""),  # the suite is a street line, too
            ({ZIP: ""}, "ZIP code."),
            ({"City": ""}, "City."),
            ({"City": "", ZIP: ""}, "City, ZIP code."),
            (none, "Address, City, ZIP code, State."),
            ({"State": "", ZIP: "", "Country": "Japan"}, ""),
            ({**none, "Country": "Japan"}, "Address, City."),
        ):
            with self.subTest(cells):
                self.assertEqual(self.get_missing(**cells), missing)

    def test_it_is_what_blocks_the_certificate(self):
        """One truth: no holder imported without this remark has that reason."""
        for number, cells in enumerate(({ZIP: ""}, {STREET: ""}, {"City": ""}, {})):
            name = f"Harbor Number {number} LLC"
            row = {**HARBOR, "Holder Name": name, "Address Line 2": "", **cells}
            run = self.preview(row, model="coi.import.interest", one_go=True)
            run.action_import()
            [case] = self.judge(run.line_ids.interest_id)
            blocked = any(each.key == "address" for each in case.findings)
            self.assertEqual("Missing" in run.line_ids.message, blocked, cells)

    def test_a_known_holder_is_looked_at_as_it_will_be(self):
        self.import_holders([HARBOR])
        self.assertEqual(self.get_missing(Phone="617-555-0199"), "")
        self.find("Harbor Center LLC").zip = False
        self.assertEqual(self.get_missing(**{ZIP: ""}), "ZIP code.")

    # ---------------------------------------------------------------- ZIP codes

    def test_letters_are_no_zip_code_whatever_else_is_cleared(self):
        run = self.preview({**HARBOR, ZIP: "ABCDE"})
        self.assertEqual(run.line_ids.bucket, "problem")
        self.correct(run, state="")
        self.assertEqual(run.line_ids.state, "")
        self.assertEqual(run.line_ids.bucket, "problem")
        self.assertIn('"ABCDE" is not a ZIP code', run.line_ids.message)

    def test_a_japanese_code_is_not_asked_for_american_digits(self):
        tokyo = {
            **HARBOR,
            STREET: "1-1 Chiyoda",
            "City": "Chiyoda-ku",
            ZIP: "100-0001",
            "Country": "Japan",
        }
        headers = [*HEADERS, "Country"]
        for state, city in (("Tokyo", "Chiyoda-ku, Tokyo"), ("", "Chiyoda-ku")):
            run = self.preview({**tokyo, "State": state}, headers=headers)
            self.assertEqual(run.line_ids.bucket, "create", run.line_ids.message)
            self.assertEqual(run.line_ids.city, city)
        run = self.preview({**tokyo, "State": "", "Country": ""}, headers=headers)
        self.assertIn("in another country, type the country", run.line_ids.message)
        self.correct(run, country="Japan")
        self.assertEqual(run.line_ids.bucket, "create", run.line_ids.message)
        self.assertEqual(run.line_ids.zip, "100-0001")

    # ------------------------------------------------------------- Use This One

    def preview_of(self, *names, **options):
        rows = [
            {**HARBOR, "Holder Name": f"Holder {at} LLC", "Insured Name": name}
            | {"Policy Number": ""}
            for at, name in enumerate(names)
        ]
        options.setdefault("one_go", True)
        return self.preview(*rows, model="coi.import.interest", **options)

    def test_the_insured_that_is_meant_is_taken_in_all_rows_that_name_it(self):
        run = self.preview_of("Beacn Roofing & Sons", "Beacn Roofing & Sons", "Nobody")
        first, second, nobody = run.line_ids
        self.assertEqual([*run.line_ids.mapped("may_take")], [True, True, False])
        first.action_take_party()
        self.assertEqual(first.insured, self.beacon.name)
        self.assertEqual((first | second).mapped("bucket"), ["create", "create"])
        self.assertEqual(nobody.bucket, "problem")

    def test_of_a_list_for_one_insured_that_one_is_taken(self):
        run = self.preview_of("Beacon Rfg", insured_id=self.beacon.id)
        self.assertTrue(run.line_ids.may_take)
        run.line_ids.action_take_party()
        self.assertEqual(run.line_ids.bucket, "create")

    def test_where_nobody_is_proposed_nobody_is_taken(self):
        run = self.preview_of("Nobody At All")
        with self.assertRaisesRegex(UserError, "Nothing like that is asked"):
            run.line_ids.action_take_party()

    def test_whom_a_user_may_not_see_any_more_is_not_proposed(self):
        run = self.preview_of("Beacn Roofing & Sons")
        self.beacon.sudo().company_id = self.other_agency
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(run.line_ids.may_take)
        with self.assertRaises(UserError):
            run.line_ids.action_take_party()
        self.assertNotIn(self.beacon.sudo().name, str(run.line_ids.read()))

    # ------------------------------------------------------------------ no list

    def test_no_file_and_an_empty_one_are_told_plainly(self):
        wizard = self.env["coi.import.holder"].create({})
        with self.assertRaisesRegex(UserError, "Choose the file with your list first"):
            wizard.action_preview()
        wizard = self.env["coi.import.holder"].create({"filename": "holders.xlsx"})
        with self.assertRaisesRegex(UserError, "The file is empty"):
            wizard.action_preview()
