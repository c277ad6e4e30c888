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
        self.assertIn("stays that way", line.message)
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
        # The row says less of the address, and no country.
        run.line_ids.action_same()
        self.assertEqual(run.line_ids.bucket, "unchanged", run.line_ids.difference)
        self.assertIn("only the address is used", run.line_ids.message)
        other = {**same, "Phone": "+44 20 7946 0958"}
        run = self.preview(at(self.harbor.name, **other, Email="brien@x.example"))
        run.line_ids.action_same()
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
        self.assertIn("different phone", run.line_ids[2].message)
        run.action_import()
        self.assertEqual(self.find("Oak Trust").phone, "+1 617-555-0142")

    def test_likely_duplicates_in_the_list_are_asked_about(self):
        run = self.preview(at("Oak Realty Trust"), at("Oak Reality Trust"))
        self.assertEqual(self.buckets(run), ["create", "problem"])
        self.assertIn("In line 2 of this list", run.line_ids[1].likely_text)
        run.line_ids[1].action_same()
        self.assertEqual(self.buckets(run), ["create", "unchanged"])

    def test_an_answer_counts_for_whom_it_was_given(self):
        run = self.preview(at("Oak Realty Trust"), at("Oak Reality Trust"))
        run.line_ids[1].action_same()
        run.line_ids[0].action_leave_out()
        self.assertEqual(self.buckets(run), ["left_out", "create"])
        run.line_ids[0].action_take_in()
        self.assertEqual(self.buckets(run), ["create", "unchanged"])
        self.harbor.name = "Oak Reality Trusts"
        run.action_import()
        self.assertEqual(run.line_ids[1].likely_id, self.harbor)
        self.assertEqual(run.line_ids[1].bucket, "problem")
        run.line_ids.action_same()
        self.assertEqual(self.buckets(run), ["update", "unchanged"])

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
                        *(name, "5 Elm St, Rear", "Suite 2, Box 3", "Boston MA 02110"),
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
        self.assertIn("2 holders with this name", run.line_ids.message)

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


ROADS = {"Holder Name": "Department of Roads"}
MALL = {
    "Holder Name": "Springfield Mall LLC",
    "Address Line 1": "100 Main St",
    "City": "Springfield",
}


@tagged("post_install", "-at_install")
class TestImportWhere(ImportCase):
    """State and country belong to who somebody is."""

    def preview(self, *rows, model="coi.import.holder", **options):
        return self.open_import(model, rows, **options).run_id

    def make_contact(self, name, state="NE", **vals):
        if state:
            state = self.get_state(state)
            vals.update(state_id=state.id, country_id=state.country_id.id)
        return self.env["res.partner"].create({"name": name, **vals})

    def buckets(self, run):
        return run.line_ids.mapped("bucket")

    def test_one_name_in_two_states_is_two(self):
        rows = [
            {**ROADS, "State": "NE"},
            {**ROADS, "State": "KS"},
            {**MALL, "State": "IL"},
            {**MALL, "State": "MA"},
        ]
        run = self.preview(*rows)
        self.assertEqual(self.buckets(run), ["create"] * 4)
        run.action_import()
        states = run.line_ids.partner_id.mapped("state_id.code")
        self.assertEqual(states, ["NE", "KS", "IL", "MA"])
        self.assertEqual(self.buckets(self.preview(*rows)), ["unchanged"] * 4)
        rows[3]["State"] = "CT"
        again = self.preview(*rows)
        self.assertEqual(self.buckets(again), ["unchanged"] * 3 + ["create"])

    def test_a_contact_of_another_state_stays_what_it_is(self):
        contact = self.make_contact("City of Springfield", "IL")
        run = self.preview({"Holder Name": "City of Springfield", "State": "MA"})
        self.assertEqual(run.line_ids.bucket, "create")
        run.action_import()
        self.assertEqual(contact.state_id.code, "IL")

    def test_pass_2_links_no_contact_of_another_state(self):
        self.make_contact("City of Springfield", "IL")
        row = {"Holder Name": "City of Springfield", "Insured Name": self.beacon.name}
        options = {"model": "coi.import.interest"}
        run = self.preview({**row, "State": "MA"}, **options)
        self.assertIn("no such holder yet", run.line_ids.message)
        run = self.preview({**row, "State": "IL"}, **options)
        self.assertEqual(self.buckets(run), ["create"])

    def test_where_only_one_side_has_a_state_it_is_asked(self):
        contact = self.make_contact("City of Springfield", "IL")
        bare = {"Holder Name": "City of Springfield", "Insured Name": self.beacon.name}
        for row, model in (
            (bare, "coi.import.holder"),
            (bare, "coi.import.interest"),
            ({**bare, "State": "IL", "City": "Springfield"}, "coi.import.holder"),
        ):
            with self.subTest(row, model=model):
                line = self.preview(row, model=model).line_ids
                self.assertEqual((line.is_question, line.likely_id), (True, contact))
        contact.write({"state_id": False, "country_id": False})
        line = self.preview({**bare, "State": "IL"}).line_ids
        self.assertEqual((line.is_question, line.likely_id), (True, contact))
        line = self.preview(bare).line_ids
        self.assertEqual((line.is_question, line.partner_id), (False, contact))

    def test_a_state_follows_from_the_zip(self):
        contact = self.make_contact(
            "Harbor Center LLC",
            "",
            **{"street": "100 Harbor Way", "city": "Boston", "zip": "02110-1234"},
        )
        line = self.preview(at("Harbor Center LLC")).line_ids
        self.assertEqual((line.is_question, line.partner_id), (False, contact))
        line = self.preview(at("Harbor Center LLC", State="NH", ZIP="")).line_ids
        self.assertEqual((line.bucket, line.partner_id.id), ("create", False))

    def test_another_zip_of_the_same_street_is_asked_about(self):
        run = self.preview(at("Oak Trust"), at("Oak Trust", ZIP="02111"))
        self.assertEqual(self.buckets(run), ["create", "problem"])
        self.assertIn("The ZIP code is different.", run.line_ids[1].message)

    def test_spelled_out_it_is_asked_about_once(self):
        rows = [
            at("Twice Inc.", "5 Main St."),
            at("Twice Incorporated", "5 Main Street"),
            at("A Roofing"),
            at("A+ Roofing"),
        ]
        run = self.preview(*rows)
        self.assertEqual(self.buckets(run), ["create", "problem"] * 2)
        run.action_all_same()
        self.assertEqual(self.buckets(run), ["create", "unchanged"] * 2)
        run.action_import()
        self.assertEqual(self.buckets(self.preview(*rows)), ["unchanged"] * 4)
        # In another list, and by another pass.
        again = self.preview(rows[3], rows[1])
        self.assertEqual(self.buckets(again), ["unchanged"] * 2)

    def test_boxes_roads_and_halves_are_written_as_people_like(self):
        for one, other in (
            ("PO Box 12", "Post Office Box 12"),
            ("4 Co Rd 9", "4 County Road 9"),
            ("7 1/2 Elm St", "7½ Elm Street"),
        ):
            with self.subTest(one):
                run = self.preview(at(f"{one} Trust", one), at(f"{one} Trust", other))
                self.assertEqual(self.buckets(run), ["create", "unchanged"])

    def test_an_answer_for_one_state_is_none_for_another(self):
        self.make_contact("City of Springfield", "")
        row = {"Holder Name": "City of Springfield", "Insured Name": self.beacon.name}
        options = {"model": "coi.import.interest"}
        first = self.preview({**row, "State": "IL"}, **options)
        first.line_ids.action_same()
        first.action_import()
        self.assertEqual(first.state, "done")
        again = self.preview({**row, "State": "IL"}, **options)
        self.assertEqual(self.buckets(again), ["unchanged"])
        other = self.preview({**row, "State": "MA"}, **options)
        self.assertTrue(other.line_ids.is_question)

    def test_two_states_are_not_both_said_to_be_one_contact(self):
        self.make_contact("City of Springfield", "")
        row = {"Holder Name": "City of Springfield"}
        run = self.preview({**row, "State": "IL"}, {**row, "State": "MA"})
        run.action_all_same()
        self.assertEqual(self.buckets(run), ["problem"] * 2)
        self.assertIn("at least one of them is different", run.line_ids[0].message)
        run.line_ids[1].action_different()
        self.assertEqual(self.buckets(run), ["update", "create"])

    def test_rows_that_say_the_same_are_answered_once(self):
        self.make_contact("City of Springfield", "IL", street="1 Main St")
        row = {"Holder Name": "City of Springfield", "State": "IL"}
        run = self.preview(row, row, {**row, "Holder Name": "CITY OF SPRINGFIELD"})
        self.assertEqual(self.buckets(run), ["problem"] * 3)
        run.line_ids[1].action_same()
        self.assertEqual(self.buckets(run), ["update", "unchanged", "unchanged"])

    def test_a_row_that_is_incomplete_itself_asks_first_for_what_is_missing(self):
        self.make_contact("City of Springfield", "IL")
        row = {"Holder Name": "City of Springfield", "State": "Zz"}
        line = self.preview(row).line_ids
        self.assertFalse(line.is_question)
        self.assertIn("not a state or province", line.message)


@tagged("post_install", "-at_install")
class TestImportOwn(ImportCase):
    """A list changes neither the agency's own contact nor a user's by the way."""

    def preview(self, *rows, **options):
        return self.open_import("coi.import.holder", rows, **options).run_id

    def list_contact(self, partner, **more):
        """A row that says of a contact what it says itself, and what is in ``more``."""
        more = {"Email": partner.email or "", "Phone": partner.phone or "", **more}
        partner = partner.with_env(self.admin_env)
        partner.write(self.get_address("9 State Street", "Boston", "02109"))
        return at(partner.name, "9 State Street", ZIP="02109", **more)

    def test_the_agencys_own_contact(self):
        partner = self.agency.partner_id
        run = self.preview(self.list_contact(partner))
        line = run.line_ids
        self.assertEqual((line.is_question, line.likely_id), (True, partner))
        self.assertIn("the contact of an agency that works here", line.message)
        self.assertIn("9 State Street", line.likely_text)
        line.action_same()
        self.assertEqual((line.bucket, line.partner_id), ("update", partner))
        self.assertIn("Certificate Holder: No → Yes", line.difference)
        run.action_import()
        self.assertEqual(run.state, "done")
        self.assertTrue(partner.coi_is_holder)
        again = self.preview(self.list_contact(partner))
        self.assertEqual(again.line_ids.bucket, "unchanged")

    def test_what_certificates_print_only_a_manager_changes(self):
        partner = self.agency.partner_id
        row = self.list_contact(partner, Phone="617-555-0177")
        run = self.preview(row)
        self.assertIn("you may not change it", run.line_ids.message)
        run.line_ids.action_same()
        self.assertEqual(run.line_ids.bucket, "problem")
        self.env = self.env_of(self.manager)
        run = self.preview({**row, "Phone": "617-555-0178"})
        self.assertIn("this row would change it", run.line_ids.message)
        run.line_ids.action_same()
        run.action_import()
        self.assertEqual(partner.phone, "+1 617-555-0178")

    def test_another_one_is_made_beside_it(self):
        partner = self.agency.partner_id
        run = self.preview(self.list_contact(partner))
        run.line_ids.action_different()
        self.assertEqual(run.line_ids.bucket, "create")
        run.action_import()
        self.assertFalse(partner.coi_is_holder)
        made = run.line_ids.partner_id
        self.assertNotEqual(made, partner)
        again = self.preview(self.list_contact(partner)).line_ids
        self.assertEqual((again.bucket, again.partner_id), ("unchanged", made))

    def test_a_users_contact_that_one_may_not_change(self):
        partner = self.manager.partner_id
        run = self.preview(self.list_contact(partner))
        line = run.line_ids
        self.assertIn("you may not change it", line.message)
        line.action_same()
        self.assertEqual(line.bucket, "problem")
        run.action_import()
        self.assertEqual(run.state, "done")
        self.assertFalse(partner.coi_is_holder)

    def test_ones_own_contact(self):
        partner = self.csr.partner_id
        run = self.preview(self.list_contact(partner))
        self.assertIn("someone who works here", run.line_ids.message)
        run.line_ids.action_same()
        self.assertEqual(run.line_ids.bucket, "update")
        run.action_import()
        self.assertTrue(partner.coi_is_holder)

    def test_of_several_rows_each_is_asked_and_one_answer_counts(self):
        row = self.list_contact(self.agency.partner_id)
        run = self.preview(row, row)
        self.assertEqual(run.line_ids.mapped("bucket"), ["problem"] * 2)
        run.line_ids[0].action_same()
        self.assertEqual(run.line_ids.mapped("bucket"), ["update", "unchanged"])

    def test_in_one_go_nothing_is_linked_before_the_answer(self):
        row = self.list_contact(self.csr.partner_id, Phone="617-555-0177")
        row["Insured Name"] = self.beacon.name
        wizard = self.open_import("coi.import.interest", [row], one_go=True)
        self.assertTrue(wizard.run_id.line_ids.is_question)
        wizard.action_import()
        self.assertFalse(wizard.run_id.line_ids.interest_id)

    def test_a_link_alone_changes_no_contact(self):
        row = self.list_contact(self.agency.partner_id)
        row["Insured Name"] = self.beacon.name
        run = self.open_import("coi.import.interest", [row]).run_id
        self.assertEqual(run.line_ids.bucket, "create")
