"""Who is already there, who is perhaps, and who comes twice in the list."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .lists import HARBOR, ImportCase


def at(name, street="100 Harbor Way", **more):
    return {
        **HARBOR,
        "Holder Name": name,
        "Address Line 1": street,
        "Address Line 2": "",
        **more,
    }


@tagged("post_install", "-at_install")
class TestImportMatch(ImportCase):
    def setUp(self):
        super().setUp()
        self.harbor = self.env["res.partner"].create(
            {
                "name": "Harbor Center, LLC",
                "is_company": True,
                **self.get_address("100 Harbor Way", "Boston", "02110"),
                "phone": "(617) 555-0142",
                "email": "Certs@HarborCenter.example",
            }
        )

    def preview(self, *rows, **options):
        return self.open_import("coi.import.holder", rows, **options).run_id

    def buckets(self, run):
        return run.line_ids.mapped("bucket")

    def test_another_spelling_is_the_same_and_the_contact_keeps_its_own(self):
        run = self.preview(at("HARBOR CENTER L.L.C.", "100 HARBOR WY."))
        self.assertEqual(run.line_ids.bucket, "problem", "Wy is no usual abbreviation")
        run = self.preview(at("HARBOR CENTER L.L.C.", "100 harbor way"))
        line = run.line_ids
        self.assertEqual((line.bucket, line.partner_id), ("update", self.harbor))
        self.assertEqual(line.difference, "Certificate Holder: No → Yes")
        self.assertIn("stays so", line.message)
        run.action_import()
        self.assertEqual(self.harbor.name, "Harbor Center, LLC")
        self.assertEqual(self.harbor.phone, "(617) 555-0142")
        again = self.preview(at("HARBOR CENTER L.L.C.", "100 harbor way"))
        self.assertEqual(again.line_ids.bucket, "unchanged")

    def test_the_same_number_and_address_in_other_spelling_are_no_change(self):
        self.harbor.write(
            {
                "coi_is_holder": True,
                "country_id": self.env.ref("base.uk").id,
                "phone": "020 7946 0958 ext. 4",
                "email": "Maeve.O'Brien@HarborCenter.example",
            }
        )
        same = {"Phone": "+44 (0)20 7946 0958 x4", "State": "", "ZIP": ""}
        email = "Maeve O'Brien <maeve.o'brien@harborcenter.example>"
        run = self.preview(at(self.harbor.name, **same, Email=email))
        self.assertEqual(run.line_ids.bucket, "unchanged", run.line_ids.difference)
        self.assertIn("only the address is taken", run.line_ids.message)
        other = {**same, "Phone": "+44 20 7946 0958"}
        run = self.preview(at(self.harbor.name, **other, Email="brien@x.example"))
        self.assertEqual(run.line_ids.bucket, "update")
        self.assertIn("brien@x.example", run.line_ids.difference)
        self.assertIn("0958 ext. 4 → +44", run.line_ids.difference)

    def test_the_spelling_of_the_list_is_taken_when_the_user_wants_it(self):
        run = self.preview(at("HARBOR CENTER L.L.C."))
        run.action_preview()
        run.keep_spelling = False
        self.assertIn("HARBOR CENTER L.L.C.", run.line_ids.difference)
        run.action_import()
        self.assertEqual(self.harbor.name, "HARBOR CENTER L.L.C.")

    def test_a_suite_is_not_written_twice(self):
        self.harbor.street2 = "Suite 200"
        run = self.preview(at("Harbor Center, LLC", "100 Harbour Way, Ste 200"))
        run.line_ids.action_same()
        self.assertIn("Street2: Suite 200 → –", run.line_ids.difference)
        run.action_import()
        self.assertRecordValues(
            self.harbor, [{"street": "100 Harbour Way, Ste 200", "street2": False}]
        )

    def test_a_suite_the_list_does_not_have_stays(self):
        self.harbor.street2 = "Suite 200"
        run = self.preview(at("Harbor Center, LLC", "100 Harbour Way"))
        run.line_ids.action_same()
        run.action_import()
        self.assertEqual(self.harbor.street2, "Suite 200")

    def test_one_name_at_two_addresses_stays_two(self):
        run = self.preview(at("Harbor Center LLC", "9 Elm Street", ZIP="01970"))
        self.assertEqual(run.line_ids.bucket, "create")

    def test_two_names_at_one_address_are_asked_about_when_alike(self):
        run = self.preview(at("Harbour Center LLC"), at("Oak Realty Trust"))
        self.assertEqual(self.buckets(run), ["problem", "create"])
        line = run.line_ids[0]
        self.assertEqual(line.likely_id, self.harbor)
        self.assertTrue(line.is_question)
        self.assertIn("Harbor Center, LLC, 100 Harbor Way", line.message)

    def test_the_answer_the_same(self):
        run = self.preview(at("Harbour Center LLC"))
        run.line_ids.action_same()
        self.assertEqual(run.line_ids.partner_id, self.harbor)
        self.assertIn("Harbour Center LLC", run.line_ids.difference)
        run.action_import()
        self.assertEqual(self.harbor.name, "Harbour Center LLC")
        self.assertEqual(
            self.preview(at("Harbour Center LLC")).line_ids.bucket, "unchanged"
        )

    def test_the_answer_different(self):
        run = self.preview(at("Harbour Center LLC"))
        run.line_ids.action_different()
        self.assertEqual(run.line_ids.bucket, "create")
        run.action_import()
        self.assertEqual(
            self.preview(at("Harbour Center LLC")).line_ids.bucket, "unchanged"
        )

    def test_an_answer_is_remembered_for_a_row_that_did_not_change_the_contact(self):
        rows = [at("Harbor Center, LLC"), at("Harbour Center LLC")]
        run = self.preview(*rows)
        run.line_ids[1].action_same()
        run.action_import()
        self.assertEqual(self.harbor.name, "Harbor Center, LLC")
        self.assertEqual(self.buckets(self.preview(*rows)), ["unchanged"] * 2)

    def test_a_correction_is_a_new_question(self):
        run = self.preview(at("Harbour Center LLC"))
        run.line_ids.action_same()
        run.action_preview()
        run.write({"line_ids": [(1, run.line_ids.id, {"name": "Harbor Centre LLC"})]})
        self.assertEqual(run.line_ids.bucket, "problem")

    def test_duplicates_in_the_list_are_one_holder(self):
        run = self.preview(
            at("Oak Trust", Phone=""),
            at("THE OAK TRUST", "100 Harbor Way."),
            at("Oak Trust", Phone="617-555-9999"),
        )
        self.assertEqual(self.buckets(run), ["create", "unchanged", "unchanged"])
        self.assertIn("Same as line 2", run.line_ids[1].message)
        self.assertIn("another phone", run.line_ids[2].message)
        run.action_import()
        self.assertEqual(self.find("Oak Trust").phone, "+1 617-555-0142")

    def test_likely_duplicates_in_the_list_are_asked_about(self):
        run = self.preview(at("Oak Realty Trust"), at("Oak Reality Trust"))
        self.assertEqual(self.buckets(run), ["create", "problem"])
        self.assertIn("In line 2 of this list", run.line_ids[1].likely_text)
        run.line_ids[1].action_same()
        self.assertEqual(self.buckets(run), ["create", "unchanged"])

    def test_the_other_row_is_shown_line_by_line_whatever_signs_it_holds(self):
        """A name's own comma, semicolon or slash begins no new line."""
        for name, other in (
            ("Acme Roofing, Inc.", "Acme Roofing"),
            ("Pier; Harbor / Quay, N. A.", "Pier Harbor Quay"),
        ):
            first = {**at(name, "5 Elm St, Rear"), "Address Line 2": "Suite 2, Box 3"}
            second = {**first, "Holder Name": other}
            with self.subTest(name):
                run = self.preview(first, second)
                self.assertEqual(
                    run.line_ids[1].likely_text.splitlines(),
                    [
                        "In line 2 of this list:",
                        *(name, "5 Elm St, Rear", "Suite 2, Box 3", "Boston", "02110"),
                    ],
                )

    def test_the_same_addresses_written_otherwise_are_no_change(self):
        for written in (
            '"Harbor Center, LLC" <certs@harborcenter.example>',
            "certs@harborcenter.example; second@harborcenter.example",
        ):
            self.harbor.write({"email": written, "coi_is_holder": True})
            listed = written.replace(";", ",").rpartition("<")[2].strip(">")
            with self.subTest(written):
                run = self.preview(at("Harbor Center, LLC", Email=listed))
                self.assertEqual(run.line_ids.bucket, "unchanged")

    def test_of_twins_among_the_contacts_the_oldest_holder_is_taken(self):
        twin = self.harbor.copy({"name": "Harbor Center, LLC", "coi_is_holder": True})
        run = self.preview(at("Harbor Center, LLC"))
        self.assertEqual(run.line_ids.partner_id, twin)
        self.assertIn("2 contacts are the same", run.line_ids.message)

    def test_a_name_without_address_needs_one_when_there_are_several(self):
        self.harbor.copy(
            {"name": "Harbor Center, LLC", "street": "2 Elm", "zip": "01970"}
        )
        bare = {"Holder Name": "Harbor Center LLC"}
        run = self.preview(bare)
        self.assertEqual(run.line_ids.bucket, "problem")
        self.assertIn("2 holders of this name", run.line_ids.message)

    def test_a_name_without_address_after_two_of_that_name_in_the_list(self):
        run = self.preview(
            at("Oak Trust", "1 Elm St"),
            at("Oak Trust", "9 Main St"),
            {"Holder Name": "Oak Trust"},
        )
        self.assertEqual(self.buckets(run), ["create", "create", "problem"])

    def test_a_contact_that_went_to_another_company_is_not_described(self):
        """Neither in the question, nor in what would change, nor as it was spelled."""
        self.harbor.copy({"name": self.harbor.name, "phone": False})
        twins = self.env["res.partner"].search([("name", "=", self.harbor.name)])
        self.harbor.name, self.harbor.street2 = "Secret Pier, LLC", "Suite 77"
        others = twins - self.harbor
        others |= others.copy({"name": others.name, "street": "5 Quay"})
        run = self.preview(
            at("Secret Pier LLC"),
            {**at("SECRET PIER LLC", Phone="617-555-0199"), "Address Line 2": "Ste 77"},
            {"Holder Name": "Harbor Center LLC"},
        )
        told = ("message", "difference", "likely_text")
        lines = run.line_ids
        before = " ".join(line[name] or "" for line in lines for name in told)
        for secret in ("Secret Pier, LLC", "Suite 77", "555-0142", "Quay"):
            self.assertIn(secret, before)
        moved = (self.harbor | others).with_env(self.admin_env)
        moved.company_id = self.other_agency
        self.env.flush_all()
        self.env.invalidate_all()
        after = " ".join(line[name] or "" for line in lines for name in told)
        for secret in ("Secret Pier, LLC", "Suite 77", "555-0142", "Quay"):
            self.assertNotIn(secret, after)
        self.assertIn("a contact you may not see", after)
        for name in ("findings", "changes"):
            with self.assertRaises(AccessError):
                lines.read([name])

    def test_archived_contacts_and_those_of_other_companies_do_not_count(self):
        self.harbor.active = False
        self.admin_env["res.partner"].create(
            {
                "name": "Oak Trust",
                "company_id": self.other_agency.id,
                **self.get_address("100 Harbor Way", "Boston", "02110"),
            }
        )
        run = self.preview(at("Harbor Center, LLC"), at("Oak Trust"))
        self.assertEqual(self.buckets(run), ["create", "create"])
