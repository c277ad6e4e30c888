from hashlib import sha256

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..agency import AgencyCase, make_picture


@tagged("post_install", "-at_install")
class TestCertificate(AgencyCase):
    """What was issued stays what it was."""

    def setUp(self):
        super().setUp()
        self.certificate = self.issue(self.ai_interest)

    def test_what_is_kept_of_it(self):
        self.assertRecordValues(
            self.certificate,
            [
                {
                    "revision": 0,
                    "company_id": self.agency.id,
                    "insured_id": self.beacon.id,
                    "holder_id": self.bay.id,
                    "holder_name": "Bay State Builders, Inc.",
                    "interest_id": self.ai_interest.id,
                    "user_id": self.csr.id,
                    "description": "Project: Pier 4\nRoof of building B.",
                    "page_count": 1,
                    "is_kept": True,
                    "state": "issued",
                }
            ],
        )
        self.assertEqual(
            set(self.certificate.policy_ids.ids),
            set((self.gl | self.auto | self.umbrella | self.wc).ids),
        )

    def test_its_policies_are_shown_as_printed_in_the_pages_order(self):
        before = self.certificate.coverages_shown
        places = [
            before.index(text) for text in ("GL-100", "AU-200", "UM-300", "WC-400")
        ]
        self.assertEqual(places, sorted(places))
        self.assertIn("$1,000,000", before)
        shown = self.certificate._get_coverages_shown()
        self.assertEqual([each["ai"] for each in shown[:1]], ["Y"])
        # Whatever the policies say by now.
        self.gl.write({"name": "OTHER-1", "date_expiration": "2028-01-01"})
        self.gl.limit_ids.amount = 5
        self.env.invalidate_all()
        self.assertEqual(self.certificate.coverages_shown, before)

    def test_certificates_that_show_a_policy_can_be_found(self):
        found = self.env["coi.certificate"].search([("policy_ids", "=", self.gl.id)])
        self.assertEqual(found, self.certificate)

    def test_the_insured_shows_how_many_were_sent(self):
        self.assertEqual(self.beacon.coi_certificate_count, 1)
        action = self.beacon.action_coi_open_certificates()
        found = self.env["coi.certificate"].search(action["domain"])
        self.assertEqual(found, self.certificate)

    def test_its_holder_number_and_insured_find_it(self):
        for text in (self.certificate.number, "Bay State", "Beacon Roofing"):
            found = self.env["coi.certificate"].name_search(text)
            self.assertIn(
                self.certificate.id, [record_id for record_id, _name in found]
            )

    def test_again_and_again_the_same_bytes(self):
        content = self.get_pdf(self.certificate)
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.cr.cache.clear()
        self.assertEqual(self.get_pdf(self.certificate), content)
        self.assertEqual(sha256(content).hexdigest(), self.certificate.sha256)

    def test_nothing_that_changes_later_changes_it(self):
        content = self.get_pdf(self.certificate)
        self.bay.write({"name": "Other Name", "street": "Other Street"})
        self.beacon.name = "Other Insured"
        self.granite.coi_naic = "99999"
        self.gl.write({"name": "OTHER-1", "date_expiration": "2028-01-01"})
        self.gl.limit_ids.amount = 1
        self.gl.endorsement_ids.write(
            {"number": "OTHER", "grants_ai_ongoing": False, "grants_waiver": False}
        )
        self.ai_interest.description = "Other work."
        self.agency.sudo().write(
            {"name": "Other Agency", "coi_representative": "X", "logo": make_picture()}
        )
        view = self.env.ref("coi_mass_generate.certificate_notice").sudo()
        view.arch_db = "<t t-name='coi_mass_generate.certificate_notice'><p>No.</p></t>"
        self.env.cr.cache.clear()
        self.assertEqual(self.get_pdf(self.certificate), content)

    def test_it_cannot_be_changed_not_even_by_the_system(self):
        for vals in ({"number": "X"}, {"holder_id": self.adams.id}, {"sha256": "0"}):
            with self.assertRaisesRegex(UserError, "cannot be changed"):
                self.certificate.sudo().write(vals)

    def test_it_cannot_be_changed_beside_what_may_be(self):
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            self.certificate.sudo().write({"state": "cancelled", "sha256": "0"})

    def test_it_cannot_be_deleted_not_even_by_the_system(self):
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self.certificate.sudo().unlink()

    def test_its_page_cannot_be_changed_or_deleted(self):
        master = self.certificate.master_id.sudo()
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            master.write({"lang": "fr_FR"})
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            master.unlink()

    def test_its_contacts_cannot_be_deleted(self):
        for contact in (self.bay, self.beacon):
            with self.assertRaisesRegex(UserError, "Archive it instead"):
                contact.sudo().unlink()

    def tamper(self, column, value):
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE coi_certificate SET {column} = %s WHERE id = %s",
            (value, self.certificate.id),
        )
        self.env.invalidate_all()

    def test_a_changed_text_in_the_database_is_an_error_not_a_file(self):
        stamp = self.certificate.stamp_json
        self.assertIn("Bay State", stamp)
        self.tamper("stamp_json", stamp.replace("Bay State", "Bad State"))
        with self.assertRaisesRegex(UserError, "was changed"):
            self.get_pdf(self.certificate)
        with self.assertRaisesRegex(UserError, "was changed"):
            self.get_output(self.certificate.batch_id)

    def test_a_combined_file_refuses_it_too(self):
        self.tamper("sha256", "0" * 64)
        with self.assertRaisesRegex(UserError, "was changed"):
            self.env["ir.actions.report"]._render_qweb_pdf(
                "coi_mass_generate.report_coi_certificate",
                (self.certificate | self.issue(self.plain_interest)).ids,
            )

    def test_a_damaged_page_in_the_file_store_is_an_error_not_a_file(self):
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "coi.master"),
                    ("res_id", "=", self.certificate.master_id.id),
                    ("res_field", "=", "data"),
                ]
            )
        )
        attachment.raw = attachment.raw + b"\n"
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.cr.cache.clear()
        with self.assertRaisesRegex(UserError, "damaged"):
            self.get_pdf(self.certificate)

    def test_open_and_download_lead_to_the_file(self):
        path = f"/coi/certificate/{self.certificate.id}/pdf"
        self.assertEqual(self.certificate.action_open_pdf()["url"], path)
        self.assertEqual(
            self.certificate.action_download_pdf()["url"], f"{path}?download=1"
        )

    def test_a_master_is_drawn_once_and_used_again(self):
        again = self.issue(self.ai_interest)
        self.assertEqual(again.master_id, self.certificate.master_id)

    def test_a_change_of_the_page_draws_a_new_master(self):
        self.beacon.street = "8 Slate Road"
        again = self.issue(self.ai_interest)
        self.assertNotEqual(again.master_id, self.certificate.master_id)

    def test_a_name_with_new_letters_draws_a_master_that_has_them(self):
        self.bay.name = "Łódź Builders"
        again = self.issue(self.ai_interest)
        self.assertTrue(self.read_pages(again)[0].has_line("Łódź Builders"))
        self.assertTrue(
            self.read_pages(self.certificate)[0].has_line("Bay State Builders, Inc.")
        )


@tagged("post_install", "-at_install")
class TestMergedContacts(AgencyCase):
    """Contacts are cleaned up with Odoo's own *Merge*: history must survive it."""

    def merge(self, *contacts):
        records = self.env["res.partner"].union(*contacts)
        wizard = self.env["base.partner.merge.automatic.wizard"].sudo()
        wizard._merge(records.ids, contacts[-1])
        self.env.invalidate_all()

    def test_a_duplicate_holder_merged_away_keeps_its_certificates(self):
        double = self.make_holder("Adams Property Mgmt")
        certificate = self.issue(self.make_interest(double, self.coastal))
        content = self.get_pdf(certificate)
        self.merge(double, self.bay)
        self.assertEqual(certificate.holder_id, self.bay)
        self.assertEqual(certificate.holder_name, "Adams Property Mgmt")
        self.assertEqual(self.get_pdf(certificate), content)

    def test_two_duplicates_in_one_list_can_be_merged(self):
        """The usual case: the same holder was entered twice for one insured."""
        double = self.make_holder("Bay State Builders")
        interest = self.make_interest(double, project="Pier 4")
        self.merge(double, self.bay)
        self.assertFalse(double.exists())
        self.assertFalse(interest.active)
        self.assertTrue(self.ai_interest.active)

    def test_two_duplicates_that_both_got_certificates_can_be_merged(self):
        double = self.make_holder("Bay State Builders")
        sent = [
            self.issue(self.make_interest(double, project="Pier 4")),
            self.issue(self.ai_interest),
        ]
        contents = [self.get_pdf(certificate) for certificate in sent]
        self.merge(double, self.bay)
        self.assertFalse(double.exists())
        for certificate, content in zip(sent, contents, strict=True):
            self.assertEqual(certificate.holder_id, self.bay)
            self.assertEqual(self.get_pdf(certificate), content)

    def test_what_a_contact_was_it_still_is_when_merged(self):
        plain = self.env["res.partner"].create({"name": "Bay State Builders Inc"})
        self.merge(self.bay, plain)
        self.assertTrue(plain.coi_is_holder)

    def test_a_merge_loses_no_interest_with_other_insureds(self):
        """Twice in one list, so both are merged there; with the others all stays."""
        double = self.make_holder("Bay State Builders")
        twin = self.make_interest(double, project="Pier 4")
        elsewhere = self.make_interest(double, self.coastal)
        self.merge(double, self.bay)
        self.assertTrue(elsewhere.exists())
        self.assertEqual(elsewhere.holder_id, self.bay)
        self.assertFalse(twin.active)
        self.assertTrue(self.ai_interest.active)

    def test_two_insureds_with_one_holder_can_be_merged(self):
        double = self.make_holder("Beacon Roofing")
        twin = self.make_interest(self.adams, double)
        self.make_policy("cyber", "CY-1", insured=double)
        self.merge(double, self.beacon)
        self.assertEqual(len(self.beacon.coi_policy_ids), 5)
        self.assertFalse(twin.active)
        self.assertTrue(self.plain_interest.active)

    def test_two_insureds_with_the_same_policy_are_not_merged(self):
        """Core would delete all policies of the one."""
        double = self.make_holder("Beacon Roofing")
        self.make_policy("general_liability", "GL-100", insured=double)
        with self.assertRaisesRegex(UserError, "the same policy"):
            self.merge(double, self.beacon)

    def test_an_insured_and_its_holder_are_not_merged(self):
        with self.assertRaisesRegex(UserError, "certificate holder of another"):
            self.merge(self.bay, self.beacon)
