from hashlib import sha256

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..forms.second_form import FormCase


@tagged("post_install", "-at_install")
class TestEdition(FormCase):
    """A new edition of a form goes on with the numbers of the one before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.newer = cls.make_form("NEWER", replaces_id=cls.first.id)
        cls.newest = cls.make_form("NEWEST", replaces_id=cls.newer.id)
        cls.other = cls.make_form("OTHER")

    def get_identity(self, interest, form_id):
        """As it has always been worked out, by hand."""
        parts = (
            self.agency.id, interest.insured_id.id, interest.holder_id.id,
            interest.project or "", form_id,
            sorted((self.gl | self.auto | self.umbrella | self.wc).ids),
        )  # fmt: skip
        return sha256(repr(parts).encode()).hexdigest()

    def test_the_identity_of_what_was_issued_stays(self):
        certificate = self.issue(self.ai_interest)
        identity = self.get_identity(self.ai_interest, self.first.id)
        self.assertEqual(certificate.identity, identity)

    def test_numbers_go_on(self):
        old = self.issue(self.plain_interest)
        new = self.issue(self.plain_interest, form_id=self.newer.id)
        last = self.issue(self.plain_interest, form_id=self.newest.id)
        self.assertEqual(new.number, old.number)
        self.assertEqual((new.revision, last.revision), (1, 2))
        self.assertEqual((old.state, new.state), ("superseded", "superseded"))
        self.assertEqual(last.form_id, self.newest)
        self.assertEqual(last.identity, old.identity)

    def test_another_form_has_numbers_of_its_own(self):
        old = self.issue(self.plain_interest)
        other = self.issue(self.plain_interest, form_id=self.other.id)
        self.assertNotEqual(other.number, old.number)
        self.assertEqual((old.state, other.state), ("issued", "issued"))
        self.assertEqual(
            other.identity, self.get_identity(self.plain_interest, self.other.id)
        )

    def test_the_hash_of_a_record_is_over_its_own_form(self):
        new = self.issue(self.plain_interest, form_id=self.newer.id)
        self.assertFalse(new.is_damaged)
        [vals, record_hash] = next(new._iter_record_hashes())
        policies = new.master_id.policy_ids.ids
        ours = new._get_record_hash(vals, self.newer.id, policies)
        self.assertEqual(record_hash, ours)
        self.assertNotEqual(
            record_hash, new._get_record_hash(vals, self.first.id, policies)
        )

    def test_merged_holders_of_two_editions_are_one(self):
        [double] = self.make_interests("Adams Property Mgmt.")
        old = self.issue(self.plain_interest)
        new = self.issue(double, form_id=self.newer.id)
        wizard = self.admin_env["base.partner.merge.automatic.wizard"]
        partners = self.adams | double.holder_id
        wizard._merge(partners.ids, self.adams.with_env(self.admin_env))
        self.assertEqual((old.state, new.state), ("superseded", "issued"))
        self.assertEqual(
            new.identity, self.get_identity(self.plain_interest, self.first.id)
        )

    def test_what_certificates_were_issued_on_keeps_its_place(self):
        self.issue(self.plain_interest, form_id=self.newest.id)
        for form, earlier in (
            (self.newest, self.env["coi.form"]),
            (self.newest, self.other),
            (self.newer, self.env["coi.form"]),
            (self.first, self.other),
        ):
            with self.subTest(form=form.number, earlier=earlier.number):
                with self.assertRaisesRegex(UserError, "can no longer be changed"):
                    with self.cr.savepoint():
                        form.sudo().replaces_id = earlier.id
        # The same first edition, by a shorter way.
        self.newest.sudo().replaces_id = self.first.id

    def test_nor_does_it_become_another_companys(self):
        self.issue(self.plain_interest, form_id=self.other.id)
        with self.assertRaisesRegex(UserError, "it must stay theirs"):
            self.other.sudo().company_id = self.other_agency
        self.other.sudo().company_id = self.agency

    def test_nor_does_history_tell_of_another_edition_than_is_printed(self):
        certificate = self.issue(self.plain_interest, form_id=self.other.id)
        for name in ("number", "edition"):
            with self.subTest(name):
                with self.assertRaisesRegex(UserError, "Add a new form"):
                    self.other.sudo()[name] = "2027/01"
        self.other.sudo().write({"name": "Corrected", "number": "OTHER"})
        self.assertEqual(certificate.form_id.edition, "2026/01")
        self.newer.sudo().edition = "2027/01"

    def test_a_form_that_others_follow_is_not_deleted(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            with self.cr.savepoint():
                self.newer.sudo().unlink()

    def test_editions_in_a_circle(self):
        with self.assertRaises(ValidationError):
            self.first.sudo().replaces_id = self.newest.id

    def test_an_edition_of_another_companys_form(self):
        foreign = self.make_form("FOREIGN", company_id=self.other_agency.id)
        for company in (self.agency, self.env["res.company"]):
            words = "belongs to another company"
            with self.assertRaisesRegex(ValidationError, words) as caught:
                self.make_form("MINE", company_id=company.id, replaces_id=foreign.id)
            self.assertNotIn("FOREIGN", str(caught.exception))
