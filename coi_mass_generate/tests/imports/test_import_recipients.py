"""How certificates reach their holders, and whom: in lists, from both passes."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from ...models.imports.recipient_words import KNOWN, read_channel
from .lists import ALIKE, HARBOR, HEADERS, LENDER, ImportCase

OF_HOLDERS = (*HEADERS, "Send By", "Cc", "Portal", "Vendor ID", "Portal File Name")
OF_INTERESTS = (*HEADERS, "Delivery Method", "Send To", "Cc")


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02")
class TestImportRecipients(ImportCase):
    def run_import(self, model, headers, *rows, **options):
        wizard = self.open_import(model, rows, headers=headers, **options)
        wizard.action_import()
        return wizard

    def import_holders(self, *rows):
        return self.run_import("coi.import.holder", OF_HOLDERS, *rows)

    def import_interests(self, *rows, **options):
        return self.run_import("coi.import.interest", OF_INTERESTS, *rows, **options)

    def interest_of(self, name):
        return self.env["coi.additional.interest"].search(
            [("holder_id.name", "=", name)]
        )

    def get_recipients(self, interest):
        return sorted(
            (each.role, each.mailbox_id.email) for each in interest.recipient_ids
        )

    # ------------------------------------------------------------------- pass 1

    def test_holders_get_their_way_their_cc_and_their_portal(self):
        rows = [
            {**HARBOR, "Send By": "Email; fax", "Cc": "Risk <risk@x.example>"},
            {
                **LENDER,
                "Send By": "upload to portal",
                "Portal": "portal.example/up",
                "Vendor ID": "V-7",
                "Portal File Name": "{vendor}_{number}",
            },
            {**ALIKE[1], "Send By": "USPS"},
            {**ALIKE[2], "Send By": "Do not send"},
        ]
        wizard = self.import_holders(*rows)
        harbor, lender = self.find("Harbor Center LLC"), self.find("First Lender Bank")
        self.assertEqual(
            (harbor.coi_channel, harbor.coi_email_cc), ("mail", "risk@x.example")
        )
        self.assertEqual(
            (lender.coi_channel, lender.coi_portal_url, lender.coi_portal_vendor),
            ("portal", "portal.example/up", "V-7"),
        )
        self.assertEqual(lender.coi_portal_file_name, "{vendor}_{number}")
        self.assertEqual(self.find("Quarry Court LLC").coi_channel, "print")
        self.assertEqual(self.find("Meadow Works LLC").coi_channel, "none")
        self.assertIn("fax", self.get_messages(wizard)[2])
        again = self.import_holders(*rows)
        self.assertEqual(self.get_counts(again), {"unchanged": 4})

    def test_what_is_no_way_is_asked_and_corrected_in_its_cell(self):
        wizard = self.open_import(
            "coi.import.holder",
            [
                {**HARBOR, "Send By": "Mail"},
                {**LENDER, "Send By": "Email, post"},
                {**ALIKE[1], "Send By": "E-mail", "Cc": "x@y, risk"},
            ],
            headers=OF_HOLDERS,
        )
        run = wizard.run_id
        self.assertEqual(run.line_ids.mapped("bucket"), ["problem"] * 3)
        messages = self.get_messages(wizard)
        self.assertIn('"Mail" does not say one way', messages[2])
        self.assertIn('"x@y, risk" is not a list of complete', messages[4])
        run.action_preview()
        first, _second, third = run.line_ids
        run.write(
            {
                "line_ids": [
                    (1, first.id, {"coi_channel": "Post"}),
                    (1, third.id, {"coi_email_cc": "x@y.example"}),
                ]
            }
        )
        self.assertEqual(first.bucket, "create")
        self.assertEqual((first.coi_channel, third.coi_channel), ("Post", "E-mail"))
        self.assertEqual(third.bucket, "create")

    def test_words_people_write(self):
        for text, channel, beside in (
            ("E-Mail", "mail", []),
            ("Via email / FAX", "mail", ["fax"]),
            ("U.S. Mail", "print", []),
            ("Hard Copy", "print", []),
            ("Portal only", "portal", []),
            ("The insured only", "insured", []),
            ("DON'T SEND", "none", []),
            ("Nobody", "none", []),
            ("Correo electrónico", "mail", []),
            ("mail", "", []),
            ("Email + USPS", "", []),
            ("fax", "", ["fax"]),
            ("whatever", "", []),
        ):
            self.assertEqual(read_channel(text), (channel, beside), text)
        self.assertEqual(set(KNOWN.values()), {"mail", "print", "portal", "insured",
                                               "none"})  # fmt: skip

    # ------------------------------------------------------------------- pass 2

    def test_interests_get_their_way_and_their_recipients(self):
        self.import_holders(HARBOR, LENDER)
        rows = [
            {
                **HARBOR,
                "Delivery Method": "email",
                "Send To": "B@x.example; Site Desk <a@x.example>\nc@x.example",
                "Cc": "copy@x.example, a@x.example",
            },
            {**LENDER, "Delivery Method": "post"},
        ]
        self.import_interests(*rows)
        interest = self.interest_of("Harbor Center LLC")
        self.assertEqual(
            self.get_recipients(interest),
            [
                ("cc", "copy@x.example"),
                *(("to", f"{letter}@x.example") for letter in "abc"),
            ],
        )
        self.assertEqual(interest.channel, "mail")
        self.assertEqual(self.interest_of("First Lender Bank").channel, "print")
        again = self.import_interests(*rows)
        self.assertEqual(self.get_counts(again), {"unchanged": 2})

    def test_a_later_list_changes_them_and_its_undo_brings_them_back(self):
        self.import_holders(HARBOR)
        first = {**HARBOR, "Send To": "a@x.example, b@x.example"}
        made = self.import_interests(first).run_id
        interest = self.interest_of("Harbor Center LLC")
        before = self.get_recipients(interest)
        wizard = self.open_import(
            "coi.import.interest",
            [{**HARBOR, "Send To": "b@x.example", "Cc": "a@x.example"}],
            headers=OF_INTERESTS,
        )
        [line] = wizard.run_id.line_ids
        self.assertIn("Sent To: a@x.example, b@x.example → b@x.example",
                      line.difference)  # fmt: skip
        wizard.action_import()
        self.assertEqual(
            self.get_recipients(interest),
            [("cc", "a@x.example"), ("to", "b@x.example")],
        )
        wizard.run_id.action_undo()
        self.assertEqual(self.get_recipients(interest), before)
        made.action_undo()
        self.assertFalse(interest.exists())

    def test_recipients_given_since_are_not_undone(self):
        self.import_holders(HARBOR)
        made = self.import_interests({**HARBOR, "Send To": "a@x.example"}).run_id
        interest = self.interest_of("Harbor Center LLC")
        # As if it had been imported a day ago.
        made.sudo()._set({"date_done": made.date_done - timedelta(days=1)})
        self.cr.execute("UPDATE coi_recipient SET write_date = '2026-02-01'")
        self.env.invalidate_all()
        interest.emails_cc = "later@x.example"
        obstacles = self.env["coi.import.undo"]._find_obstacles(made)
        self.assertTrue(any("Recipients: 1" in each for each in obstacles), obstacles)

    def test_a_wrong_address_is_told_and_nothing_of_its_row_is_lost(self):
        self.import_holders(HARBOR)
        wizard = self.open_import(
            "coi.import.interest",
            [{**HARBOR, "Send To": "a@x.example; b@"}],
            headers=OF_INTERESTS,
        )
        [line] = wizard.run_id.line_ids
        self.assertEqual(line.bucket, "problem")
        self.assertEqual(line.emails_to, "a@x.example; b@")
        self.assertIn("a@x.example; b@", line.message)

    def test_in_a_replacing_list_an_empty_cell_empties(self):
        self.import_holders(HARBOR)
        self.import_interests({**HARBOR, "Send To": "a@x.example"})
        options = {"mode": "replace", "insured_id": self.beacon.id}
        wizard = self.open_import(
            "coi.import.interest", [HARBOR], headers=OF_INTERESTS, **options
        )
        wizard.run_id.confirm_gone = True
        wizard.action_import()
        self.assertFalse(self.interest_of("Harbor Center LLC").recipient_ids)

    def test_one_list_may_say_both(self):
        row = {**HARBOR, "Delivery Method": "portal", "Cc": "c@x.example"}
        self.import_interests(row, one_go=True)
        interest = self.interest_of("Harbor Center LLC")
        self.assertEqual(interest.channel, "portal")
        self.assertEqual(self.get_recipients(interest), [("cc", "c@x.example")])
        self.assertFalse(interest.holder_id.coi_channel)
