"""What lists say of renewals: it comes in, is corrected, and is taken back."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ...models.imports.renewal_words import KNOWN, read_renewal
from .lists import HARBOR, HEADERS, LENDER, ImportCase

TOLD = (*HEADERS, "Valid Until", "Certificates Until", "Receives Renewals")
OF_RENEWAL = (*TOLD, "Renewal Days")


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02")
class TestImportRenewal(ImportCase):
    def setUp(self):
        super().setUp()
        self.import_holders([HARBOR, LENDER])

    def open_list(self, *rows, **options):
        return self.open_import(
            "coi.import.interest", rows, headers=OF_RENEWAL, **options
        )

    def import_list(self, *rows, **options):
        wizard = self.open_list(*rows, **options)
        wizard.action_import()
        return wizard

    def interest_of(self, name):
        return self.env["coi.additional.interest"].search(
            [("holder_id.name", "=", name)]
        )

    def read_told(self, name):
        interest = self.interest_of(name)
        return interest.renewal, interest.tail_until, interest.renewal_days

    def test_each_gets_what_its_row_says(self):
        rows = (
            {
                **HARBOR,
                "Receives Renewals": "N",
                "Valid Until": "06/30/2027",
                "Certificates Until": "June 30, 2030",
                "Renewal Days": "60 days",
            },
            {**LENDER, "Receives Renewals": "Ask"},
        )
        self.import_list(*rows)
        harbor = self.read_told("Harbor Center LLC")
        self.assertEqual(harbor, ("no", date(2030, 6, 30), 60))
        self.assertEqual(self.read_told("First Lender Bank"), ("ask", False, 0))
        again = self.import_list(*rows)
        self.assertEqual(self.get_counts(again), {"unchanged": 2})

    def test_who_says_nothing_receives_them(self):
        self.import_list({**HARBOR, "Receives Renewals": ""})
        self.assertEqual(self.read_told("Harbor Center LLC"), ("yes", False, 0))

    def test_what_is_unclear_is_asked_and_corrected_in_its_cell(self):
        wizard = self.open_list(
            {**HARBOR, "Receives Renewals": "Tuesdays"},
            {**LENDER, "Renewal Days": "soon", "Certificates Until": "some day"},
        )
        run = wizard.run_id
        self.assertEqual(run.line_ids.mapped("bucket"), ["problem"] * 2)
        messages = self.get_messages(wizard)
        self.assertIn('"Tuesdays" does not say whether', messages[2])
        self.assertIn('"soon" is not a number of days from 0 to 365', messages[3])
        run.action_preview()
        first, second = run.line_ids
        corrected = {"renewal_days": "400", "tail_until": "2030-01-31"}
        run.write(
            {
                "line_ids": [
                    (1, first.id, {"renewal": "Ask the insured"}),
                    (1, second.id, corrected),
                ]
            }
        )
        self.assertEqual(first.bucket, "create")
        self.assertEqual(first.renewal, "Ask the insured")
        self.assertEqual(second.bucket, "problem")
        run.write({"line_ids": [(1, second.id, {"renewal_days": "40"})]})
        self.assertEqual((second.bucket, second.renewal_days), ("create", "40"))
        run.action_import()
        told = self.read_told("First Lender Bank")
        self.assertEqual(told, ("yes", date(2030, 1, 31), 40))

    def test_a_later_list_changes_it_and_its_undo_brings_it_back(self):
        self.import_list({**HARBOR, "Receives Renewals": "Ask", "Renewal Days": "30"})
        wizard = self.open_list(
            {**HARBOR, "Receives Renewals": "No", "Certificates Until": "2030-01-31"}
        )
        [line] = wizard.run_id.line_ids
        self.assertIn("Receives Renewals", line.difference)
        wizard.action_import()
        told = self.read_told("Harbor Center LLC")
        self.assertEqual(told, ("no", date(2030, 1, 31), 30))
        wizard.run_id.action_undo()
        self.assertEqual(self.read_told("Harbor Center LLC"), ("ask", False, 30))

    def test_in_a_replacing_list_an_empty_cell_is_what_a_new_one_has(self):
        row = {**HARBOR, "Receives Renewals": "No", "Renewal Days": "30"}
        self.import_list(row)
        options = {"mode": "replace", "insured_id": self.beacon.id}
        wizard = self.open_list(HARBOR, **options)
        wizard.run_id.confirm_gone = True
        wizard.action_import()
        self.assertEqual(self.read_told("Harbor Center LLC"), ("yes", False, 0))

    def test_words_people_write(self):
        for text, value in (
            ("Y", "yes"),
            ("yes", "yes"),
            ("X", "yes"),
            ("Renew", "yes"),
            ("sí", "yes"),
            ("N", "no"),
            ("No", "no"),
            ("Do NOT renew", "no"),
            ("One-time only", "no"),
            ("ASK INSURED", "ask"),
            ("TBD", "ask"),
            ("whatever", ""),
        ):
            self.assertEqual(read_renewal(text), value, text)
        self.assertEqual(set(KNOWN.values()), {"yes", "no", "ask"})
