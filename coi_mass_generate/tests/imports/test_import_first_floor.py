"""The founding system's file, through both wizards, in the three usual formats."""

from odoo.tests import tagged

from .lists import HARBOR, LENDER, WRITERS, ImportCase


@tagged("post_install", "-at_install")
class TestImportFirstFloor(ImportCase):
    def test_pass_1_creates_contacts_in_every_format(self):
        for number, kind in enumerate(WRITERS):
            with self.subTest(kind=kind):
                name, street = f"{kind} Center LLC", f"{number} Harbor Way"
                own = {"Holder Name": name, "Address Line 1": street}
                rows = [{**HARBOR, **own}, LENDER]
                wizard = self.import_holders(rows, kind=kind)
                holder = self.find(name)
                self.assertRecordValues(
                    holder,
                    [
                        {
                            "street": street,
                            "street2": "Suite 200",
                            "city": "Boston",
                            "state_id": self.massachusetts.id,
                            "country_id": self.us.id,
                            "zip": "02110",
                            "email": "certs@harborcenter.example",
                            "phone": "+1 617-555-0142",
                            "coi_is_holder": True,
                            "is_company": True,
                        }
                    ],
                )
                lender = "unchanged" if number else "created"
                counts = {"created": 1, "unchanged": 1} if number else {"created": 2}
                self.assertEqual(self.get_counts(wizard), counts)
                self.assertEqual(wizard.run_id.line_ids[-1].outcome, lender)
                self.assertFalse(holder.coi_additional_interest_ids)

    def test_pass_2_links_the_holders_of_the_same_file(self):
        self.import_holders([HARBOR, LENDER])
        wizard = self.import_interests([HARBOR, LENDER])
        self.assertEqual(self.get_counts(wizard), {"created": 2})
        interests = wizard.run_id.line_ids.interest_id
        self.assertRecordValues(
            interests.sorted("holder_name"),
            [
                {
                    "holder_name": "First Lender Bank",
                    "insured_id": self.beacon.id,
                    "series_ids": (self.gl | self.auto).series_id.ids,
                    "type_ids": self.get_type("mortgagee").ids,
                    "loan_number": "000123",
                    "description": False,
                },
                {
                    "holder_name": "Harbor Center LLC",
                    "insured_id": self.beacon.id,
                    "series_ids": self.gl.series_id.ids,
                    "type_ids": self.get_type("additional_insured").ids,
                    "loan_number": False,
                    "description": "Roof of the north tower.",
                },
            ],
        )

    def test_pass_2_never_invents_anybody_or_any_policy(self):
        self.import_holders([HARBOR])
        rows = [
            {**HARBOR, "Insured Name": "Nobody We Know Inc"},
            {**HARBOR, "Policy Number": "GL-777"},
            LENDER,
            HARBOR,
        ]
        wizard = self.import_interests(rows)
        self.assertEqual(self.get_counts(wizard), {"created": 1, "errored": 3})
        messages = self.get_messages(wizard)
        self.assertIn("Nobody We Know Inc", messages[2])
        self.assertIn('no policy "GL-777"', messages[3])
        self.assertIn("Policy number (column J)", messages[3])
        self.assertIn("no such holder yet", messages[4])

    def test_the_same_file_again_changes_nothing(self):
        for wizards in (("created", 2), ("unchanged", 2)):
            outcome, count = wizards
            first = self.import_holders([HARBOR, LENDER])
            second = self.import_interests([HARBOR, LENDER])
            self.assertEqual(self.get_counts(first), {outcome: count})
            self.assertEqual(self.get_counts(second), {outcome: count})

    def test_nothing_is_written_before_the_import(self):
        wizard = self.open_import("coi.import.holder", [HARBOR])
        self.assertEqual(self.get_counts(wizard), {"created": 1})
        self.assertFalse(self.find("Harbor Center LLC"))

    def test_a_changed_row_updates_and_says_what(self):
        self.import_holders([HARBOR])
        moved = {**HARBOR, "Email": "new@harborcenter.example", "Phone": ""}
        wizard = self.open_import("coi.import.holder", [moved])
        line = wizard.run_id.line_ids
        self.assertEqual(line.bucket, "update")
        self.assertEqual(
            line.difference,
            "Email: certs@harborcenter.example → new@harborcenter.example",
        )
        wizard.action_import()
        holder = self.find("Harbor Center LLC")
        self.assertEqual(holder.email, "new@harborcenter.example")
        self.assertTrue(holder.phone, "an empty cell changes nothing")

    def test_rows_without_a_name_are_told_by_their_line(self):
        wizard = self.import_holders([HARBOR, {**HARBOR, "Holder Name": " "}])
        self.assertEqual(self.get_counts(wizard), {"created": 1, "errored": 1})
        self.assertIn("no holder name", self.get_messages(wizard)[3])
