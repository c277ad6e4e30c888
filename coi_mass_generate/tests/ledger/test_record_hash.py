from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ...models.ledger import coi_certificate_hash
from ..agency import AgencyCase
from ..verdicts.test_override import REASON


@tagged("post_install", "-at_install")
class TestRecordHash(AgencyCase):
    """What is shown of a sent certificate is guarded as its file is."""

    def setUp(self):
        super().setUp()
        self.batch = self.generate(self.plain_interest | self.bank_interest)
        self.certificate = self.batch.certificate_ids[0]

    def forge(self, column, value):
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE coi_certificate SET {column} = %s WHERE id = %s",
            [value, self.certificate.id],
        )
        self.env.invalidate_all()

    def assertDamaged(self, text="was changed"):
        with self.assertRaisesRegex(UserError, text):
            self.get_pdf(self.certificate)
        with self.assertRaisesRegex(UserError, text):
            self.get_output(self.batch)
        self.assertTrue(self.certificate.is_damaged)
        evidence = self.env["coi.evidence"]._write(self.batch).decode("utf-8-sig")
        self.assertEqual(evidence.count("no longer says what was issued"), 1)

    def assertSound(self, certificates):
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(certificates._find_damaged())
        for certificate in certificates:
            self.assertTrue(self.get_pdf(certificate))

    def test_nothing_shown_can_be_changed_unnoticed(self):
        changes = {
            "number": "COI-FORGED",
            "revision": 7,
            "holder_name": "Somebody Else LLC",
            "insured_name": "Another Insured",
            "holder_id": self.dover.id,
            "insured_id": self.coastal.id,
            "holder_origin": self.dover.id,
            "insured_origin": self.coastal.id,
            "issue_date": "2001-01-01",
            "description": "FORGED",
            "values_json": '{"holder": "FORGED"}',
            "user_id": self.manager.id,
            "page_count": 9,
            "is_kept": False,
            "override_reason": "FORGED",
            "override_user_id": self.manager.id,
            "override_findings": "FORGED",
            "content_hash": "0" * 64,
            "renews_id": self.batch.certificate_ids[1].id,
            "record_sha256": "0" * 64,
        }
        for column, value in changes.items():
            with self.subTest(column=column):
                savepoint = self.cr.savepoint()
                self.forge(column, value)
                self.assertDamaged()
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def test_nor_what_its_marks_rest_on(self):
        self.batch = self.generate(self.ai_interest | self.dover_interest)
        self.certificate = self.batch.certificate_ids
        self.assertSound(self.certificate)
        self.env.cr.execute(
            "UPDATE coi_basis SET data = jsonb_set(data, '{0,number}', '\"CG 99 99\"')"
            " WHERE id = %s",
            self.certificate.basis_id.ids,
        )
        self.env.invalidate_all()
        self.assertDamaged()

    def test_what_marks_rest_on_is_read_once_for_all(self):
        """However many certificates share it."""
        names = [f"Holder {place}" for place in range(8)]
        made = self.generate(self.make_interests(*names, ai=["general_liability"]))
        few, many = made.certificate_ids[:2], made.certificate_ids
        self.assertEqual(len(many.basis_id), 1)
        few._find_damaged()
        self.assertEqual(
            self.count_queries(many._find_damaged),
            self.count_queries(few._find_damaged),
        )

    def test_a_hash_taken_away_is_damage(self):
        self.forge("record_sha256", None)
        self.assertDamaged()

    def test_another_policy_under_those_shown(self):
        master = self.certificate.master_id
        self.env.flush_all()
        self.env.cr.execute(
            "DELETE FROM coi_master_coi_policy_rel WHERE coi_master_id = %s AND"
            " coi_policy_id = %s",
            [master.id, self.auto.id],
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "was changed"):
            self.get_pdf(self.certificate)

    def test_the_combined_file(self):
        self.batch.sudo().output = "pdf"
        self.forge("holder_name", "Somebody Else LLC")
        self.assertDamaged()

    def test_a_column_that_comes_later_is_no_damage(self):
        names = [*coi_certificate_hash.GUARDED[:3], "state_reason", "state_user_id"]
        names += coi_certificate_hash.GUARDED[3:]
        with patch.object(coi_certificate_hash, "GUARDED", tuple(names)):
            self.assertSound(self.batch.certificate_ids)

    def test_what_may_change_is_no_damage(self):
        newer = self.issue(self.plain_interest)
        newer._cancel("Sent in error")
        self.adams.name = "Adams Holdings"
        self.beacon.name = "Beacon Group"
        self.gl.name = "GL-100-A"
        self.auto.active = False
        self.plain_interest.action_archive()
        self.assertSound(self.batch.certificate_ids | newer)

    def test_what_a_manager_overrode_is_sound(self):
        batch = self.generate(
            self.dover_interest,
            self.env_of(self.manager),
            overrides={self.dover_interest.id: REASON},
        )
        self.assertSound(batch.certificate_ids)

    def test_odd_letters_are_sound(self):
        """Drawn whole, and stored in another way."""
        self.adams.name = "\u05d1\u05e0\u05e7 7"
        self.bay.name = 'Bay\\n \u00e9 "quoted"'
        self.ai_interest.description = "One\ttwo\r\nthree\\four"
        batch = self.generate(self.plain_interest | self.ai_interest)
        self.assertEqual(batch.count_done, 2)
        self.assertSound(batch.certificate_ids)

    def test_made_for_download_only(self):
        batch = self.generate(self.plain_interest, save_history=False)
        self.assertSound(batch.certificate_ids)

    def test_merged_contacts_are_no_damage(self):
        double = self.make_holder("Adams Property Mgmt")
        made = self.issue(self.make_interest(double, self.coastal))
        with mute_logger("odoo.addons.base.partner.merge"):
            wizard = self.admin_env["base.partner.merge.automatic.wizard"].create({})
            wizard._merge((self.adams | double).ids, self.adams)
        self.env.invalidate_all()
        self.assertEqual(made.holder_id, self.adams)
        self.assertSound(made | self.batch.certificate_ids)

    def test_the_number_of_queries_does_not_depend_on_their_number(self):
        more = self.generate(self.make_interests(*[f"Holder {n}" for n in range(9)]))
        one = self.count_queries(self.certificate._check_intact)
        many = self.count_queries(more.certificate_ids._check_intact)
        self.assertEqual(one, many)

    def test_those_of_an_earlier_database_get_theirs(self):
        certificates = self.batch.certificate_ids
        names = ["number", "revision", "sha256", "content_hash", "record_sha256"]
        names += ["holder_origin", "insured_origin", "insured_name"]
        before, zipped = certificates.read(names), self.get_output(self.batch)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE coi_certificate SET record_sha256 = NULL, holder_origin = NULL,"
            " insured_origin = NULL, insured_name = NULL WHERE batch_id = %s;"
            "UPDATE coi_batch SET index_header = NULL WHERE id = %s",
            [self.batch.id, self.batch.id],
        )
        self.beacon.name = "Renamed since"
        self.env.flush_all()
        self.env.invalidate_all()
        with patch.object(coi_certificate_hash, "GUARD_AT_ONCE", 1):
            self.env["coi.certificate"].init()
        self.env["coi.batch"].init()
        self.env.invalidate_all()
        self.assertEqual(certificates.read(names), before)
        self.assertEqual(self.get_output(self.batch), zipped)
        self.assertTrue(self.batch.index_header)


@tagged("post_install", "-at_install")
class TestHashesForEver(TransactionCase):
    """What the first version would have stored, by its own code: a hash that changes
    would make every certificate issued before a damaged one, or another than it was."""

    IDENTITY = "2d02d6f7933c7ac050c4323442e84c4d09ccae4780acdb98edca3f87f57e2924"
    RECORD = "8d840d89054750d1c30a34ee742f2f1fafc5784bb2aa15335cc9d3ad03225f0e"
    STATIC = "c0031977d72b0572e928ff17234393396fa92e0b300e5c51efa8171617066c8c"
    CONTENT = "118caa4dece653126674c7d8751cd9f768d8ab6d6e27d23822f4d7f2f3f05d41"

    def test_whom_and_for_what_it_is(self):
        identity = self.env["coi.certificate"]._get_identity(
            1, 22, 333, "Pier 4", 5, [41, 7]
        )
        self.assertEqual(identity, self.IDENTITY)

    def test_the_record(self):
        vals = {
            "number": "COI-000012",
            "revision": 2,
            "company_id": 1,
            "insured_name": "Beacon Roofing",
            "insured_origin": 22,
            "holder_name": "Les Érables Ltée",
            "holder_origin": 333,
            "batch_id": 4,
            "user_id": 6,
            "issue_date": "2026-03-01",
            "is_kept": True,
            "description": "Pier 4\nNight work",
            "values_json": '{"holder": "Les Érables Ltée"}',
            "page_count": 1,
            "sha256": "ab" * 32,
            "content_hash": "cd" * 32,
            "override_reason": False,
            "override_user_id": None,
            "override_findings": None,
            "basis_id": 9,
            "renews_id": None,
        }
        record = self.env["coi.certificate"]._get_record_hash(vals, 5, [41, 7])
        self.assertEqual(record, self.RECORD)

    def test_what_the_holder_sees(self):
        certificates = self.env["coi.certificate"]
        limit = {"label": "Combined", "value": "$1,000,000"}
        static = {
            "insured": {"name": "Beacon Roofing", "address": ["1 Slate Road"]},
            "coverages": [{"key": "p7", "row": "auto", "limits": [limit]}],
            "lang": "en_US",
            "rtl": False,
            "note": None,
        }
        page = certificates._get_static_hash(static)
        self.assertEqual(page, self.STATIC)
        values = {
            "holder": "Les Érables Ltée\n4500, rue",
            "description": "Pier 4",
            "date": "03/01/2026",
            "number": "COI-1",
            "revision": "0",
        }
        self.assertEqual(certificates._get_content_hash(page, values), self.CONTENT)


@tagged("post_install", "-at_install")
class TestSameBytesForEver(AgencyCase):
    """A batch's file is the same byte for byte, whoever asks, whatever changed."""

    def setUp(self):
        super().setUp()
        self.interests = self.plain_interest | self.bank_interest
        self.interests |= self.coastal_interest

    def assertUnchanged(self, change, **options):
        batch = self.generate(self.interests, **options)
        before = self.get_output(batch)
        change()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.get_output(batch), before)

    def rename(self):
        self.beacon.name = "Zenith Roofing"
        self.coastal.name = "Another Electric Co."
        self.adams.name = "Other Property Management"
        self.agency.sudo().name = "Renamed Agency"
        self.gl.name = "GL-OTHER"
        self.csr.sudo().name = "Renamed User"

    def test_after_everything_was_renamed(self):
        for output in ("zip", "pdf"):
            with self.subTest(output=output):
                self.assertUnchanged(self.rename, output=output)

    def test_after_two_insureds_of_one_name_were_merged(self):
        self.coastal.name = self.beacon.name

        def merge():
            with mute_logger("odoo.addons.base.partner.merge"):
                wizards = self.admin_env["base.partner.merge.automatic.wizard"]
                wizards.create({})._merge(
                    (self.beacon | self.coastal).ids, self.coastal
                )

        self.interests = self.bank_interest | self.coastal_interest
        self.assertUnchanged(merge)

    def test_in_every_language_and_time_zone(self):
        self.env["res.lang"].sudo()._activate_lang("fr_FR")
        for output in ("zip", "pdf"):
            batch = self.generate(self.interests, output=output)
            before = self.get_output(batch)
            for context in (
                {"lang": "fr_FR"},
                {"lang": "fr_FR", "tz": "Pacific/Auckland"},
                {"tz": "Asia/Tokyo", "active_test": False},
            ):
                with self.subTest(output=output, context=context):
                    other = batch.with_user(self.manager).with_context(**context)
                    self.assertEqual(self.get_output(other), before)

    def test_the_index_speaks_the_requesters_language(self):
        """And goes on speaking it, whatever the user speaks since."""
        self.env["res.lang"].sudo()._activate_lang("fr_FR")
        self.csr.sudo().lang = "fr_FR"
        header = {"fr_FR": ["Fichier"], "en_US": ["File"]}

        def get_header(output):
            return header[output.env.lang or "en_US"]

        output = type(self.env["coi.output"])
        with patch.object(output, "_get_index_header", get_header):
            batch = self.generate(self.interests)
            self.csr.sudo().lang = "en_US"
            index = self.open_zip(batch).read("index.csv").decode("utf-8-sig")
        self.assertTrue(index.startswith("Fichier"))
