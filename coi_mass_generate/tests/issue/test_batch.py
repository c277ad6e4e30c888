from ast import literal_eval
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Datetime
from odoo.tests import tagged

from ..agency import EXPIRATION, ISSUE_DATE, AgencyCase


@tagged("post_install", "-at_install")
class TestBatch(AgencyCase):
    """A batch accounts for every holder that was selected."""

    ADDRESS = "The holder's address is incomplete: street. Complete the contact."

    def get_all(self):
        return self.beacon.coi_additional_interest_ids

    def test_counts_add_up_to_the_selection(self):
        batch = self.generate(self.get_all())
        self.assertRecordValues(
            batch,
            [
                {
                    "state": "done",
                    "count_selected": 4,
                    "count_done": 3,
                    "count_blocked": 1,
                    "count_failed": 0,
                    "count_pending": 0,
                    "can_download": True,
                }
            ],
        )
        self.assertEqual(len(batch.certificate_ids), 3)

    def test_one_bad_holder_never_stops_the_others(self):
        batch = self.generate(self.dover_interest | self.plain_interest)
        self.assertEqual(batch.certificate_ids.holder_id, self.adams)
        self.assertEqual(
            self.get_reasons(batch), {"Dover Supply": ("skipped", self.ADDRESS)}
        )

    def test_every_done_line_has_exactly_its_certificate(self):
        batch = self.generate(self.get_all())
        for line in batch.line_ids:
            made = line.certificate_ids
            self.assertEqual(len(made), 1 if line.state == "done" else 0)
            if made:
                self.assertEqual(made.holder_id, line.holder_id)
                self.assertEqual(made.interest_id, line.interest_id)

    def test_no_line_says_done_without_its_certificate(self):
        engine = type(self.env["coi.engine"])
        store = engine._store

        def forget_the_last(self, sheets, batch):
            store(self, sheets[:-1], batch)

        before = self.env["coi.batch"].search_count([])
        with (
            patch.object(engine, "_store", forget_the_last),
            self.assertRaises(UserError) as refused,
        ):
            self.generate(self.get_all())
        self.assertIn("nothing was saved", str(refused.exception))
        self.assertEqual(self.env["coi.batch"].search_count([]), before)

    def test_a_warning_is_kept_on_the_line_and_printed(self):
        self.granite.coi_naic = False
        batch = self.generate(self.plain_interest)
        self.assertRecordValues(
            batch.line_ids,
            [
                {
                    "verdict": "warning",
                    "state": "done",
                    "reason_text": "No NAIC number: Granite State Mutual.",
                }
            ],
        )

    def test_nobody_can_be_printed(self):
        """No batch is made that would have made nothing, and it is said why."""
        batches = self.env["coi.batch"].search_count([])
        with self.assertRaisesRegex(UserError, "4 holders are blocked"):
            self.generate(self.get_all(), issue_date=EXPIRATION)
        self.assertEqual(self.env["coi.batch"].search_count([]), batches)

    def test_what_made_nothing_offers_no_download(self):
        self.agency.coi_click_limit = 0
        batch = self.generate(self.plain_interest)
        (self.gl | self.auto | self.umbrella | self.wc).date_cancelled = "2026-03-01"
        batch._run()
        self.assertFalse(batch.can_download)
        with self.assertRaisesRegex(UserError, "No certificate was issued"):
            batch.action_download()

    def test_a_batch_has_a_number_of_its_own(self):
        first, second = (self.generate(self.plain_interest) for _turn in range(2))
        self.assertRegex(first.name, r"^BATCH-\d{5}$")
        self.assertLess(first.name, second.name)

    def test_the_list_of_its_certificates(self):
        batch = self.generate(self.get_all())
        action = batch.action_open_certificates()
        found = self.env["coi.certificate"].search(action["domain"])
        self.assertEqual(found, batch.certificate_ids)

    def test_the_download_says_whose_and_of_when_it_is(self):
        batch = self.generate(self.plain_interest)
        whose = "Beacon Roofing Sons LLC - certificates 2026-03-02"
        self.assertEqual(batch._get_filename(), f"{whose}.zip")
        batch = self.generate(self.plain_interest, output="pdf")
        self.assertEqual(batch._get_filename(), f"{whose}.pdf")
        batch = self.generate(self.plain_interest | self.coastal_interest)
        self.assertEqual(
            batch._get_filename(), "2 insureds - certificates 2026-03-02.zip"
        )
        self.assertEqual(
            batch._get_evidence_filename("csv"),
            "2 insureds - evidence 2026-03-02.csv",
        )

    def test_of_one_holder_the_button_gives_the_pdf_itself(self):
        batch = self.generate(self.plain_interest | self.dover_interest)
        self.assertEqual(
            batch.action_download(), batch.certificate_ids.action_download_pdf()
        )

    def test_what_became_wrong_before_it_was_drawn_is_caught(self):
        """Judged, then the policy is cancelled, then drawn."""
        self.agency.coi_click_limit = 0
        batch = self.env["coi.batch"]._start(self.plain_interest, issue_date=ISSUE_DATE)
        self.assertEqual(batch.line_ids.state, "pending")
        (self.gl | self.auto | self.umbrella | self.wc).date_cancelled = "2026-03-01"
        batch._run()
        self.assertEqual((batch.count_done, batch.count_blocked), (0, 1))
        self.assertIn("No policy", batch.line_ids.reason_text)

    def test_a_form_past_its_last_day_is_not_used(self):
        old = self.env.ref("coi_mass_generate.form_own").sudo()
        old.sunset_date = "2026-03-01"
        with self.assertRaisesRegex(UserError, "No certificate form"):
            self.generate(self.plain_interest)
        new = old.copy({"edition": "2026/12", "sunset_date": False})
        self.assertEqual(self.generate(self.plain_interest).form_ids, new)


@tagged("post_install", "-at_install")
class TestBatchRpc(AgencyCase):
    """``coi.batch.generate``: the documented door for other programs."""

    def call(self, **vals):
        return self.env["coi.batch"].generate(**{"issue_date": "2026-03-02", **vals})

    def test_the_summary_says_everything(self):
        result = self.call(interest_ids=(self.plain_interest | self.dover_interest).ids)
        batch = self.env["coi.batch"].browse(result["batch_id"])
        self.assertEqual(
            result,
            {
                "batch_id": batch.id,
                "state": "done",
                "selected": 2,
                "done": 1,
                "blocked": 1,
                "aside": 0,
                "failed": 0,
                "download_url": f"/coi/batch/{batch.id}/download",
                "reasons": [
                    {
                        "interest_id": self.dover_interest.id,
                        "holder": "Dover Supply",
                        "state": "skipped",
                        "message": TestBatch.ADDRESS,
                    }
                ],
            },
        )

    def test_all_interests_of_insureds(self):
        result = self.call(insured_ids=(self.beacon | self.coastal).ids)
        self.assertEqual(result["selected"], 5)

    def test_an_interest_named_twice_is_made_once(self):
        result = self.call(
            interest_ids=[self.plain_interest.id, self.plain_interest.id],
            insured_ids=self.beacon.ids,
        )
        self.assertEqual(result["selected"], 4)
        result = self.call(interest_ids=self.plain_interest.ids * 2)
        self.assertEqual(result["selected"], 1)

    def test_the_order_asked_for(self):
        interests = self.bank_interest | self.plain_interest | self.ai_interest
        batch = self.env["coi.batch"].browse(
            self.call(interest_ids=interests.ids)["batch_id"]
        )
        self.assertEqual(batch.line_ids.interest_id, interests)
        self.assertEqual(batch.line_ids.mapped("sequence"), [0, 1, 2])

    def test_no_holder(self):
        with self.assertRaisesRegex(UserError, "No holder is selected"):
            self.call(interest_ids=[])

    def test_an_insured_without_holders(self):
        with self.assertRaisesRegex(UserError, "No holder is selected"):
            self.call(insured_ids=self.granite.ids)

    def test_an_output_there_is_not(self):
        with self.assertRaisesRegex(UserError, "individual PDFs"):
            self.call(interest_ids=self.plain_interest.ids, output="docx")

    def test_an_interest_that_does_not_exist_is_not_passed_over(self):
        """The totals add up to what was asked, or the call is refused."""
        gone = self.make_interests("Gone")
        gone_id = gone.id
        gone.unlink()
        with self.assertRaises(UserError):
            self.call(interest_ids=[self.plain_interest.id, gone_id])

    def test_policies_that_do_not_exist_are_not_all_policies(self):
        """A certificate with policies nobody asked for is a wrong certificate."""
        policy = self.make_policy("cyber", "CY-1")
        policy_id = policy.id
        policy.sudo().unlink()
        with self.assertRaises(UserError):
            self.call(interest_ids=self.plain_interest.ids, policy_ids=[policy_id])

    def test_a_date_nobody_can_read(self):
        with self.assertRaises(UserError):
            self.call(interest_ids=self.plain_interest.ids, issue_date="03/02/2026")

    def test_a_holder_that_was_taken_out_of_the_list(self):
        """An outside program may still know it; its successor is made all the same."""
        self.plain_interest.active = False
        successor = self.make_interest(self.adams)
        for _turn in range(2):
            result = self.call(interest_ids=(self.plain_interest | successor).ids)
            self.assertEqual((result["done"], result["blocked"]), (1, 1))
            self.assertIn("no longer in the insured's", result["reasons"][0]["message"])


@tagged("post_install", "-at_install")
class TestBatchWithoutHistory(AgencyCase):
    """Downloaded only: nothing in Issued Certificates, and gone after some days."""

    def test_nothing_is_in_issued_certificates(self):
        batch = self.generate(self.plain_interest, save_history=False)
        self.assertEqual(batch.count_done, 1)
        self.assertTrue(batch.can_download)
        for action in (
            self.env["ir.actions.act_window"]._for_xml_id(
                "coi_mass_generate.coi_certificate_action"
            ),
            self.beacon.action_coi_open_certificates(),
            batch.action_open_certificates(),
        ):
            domain = action["domain"]
            if isinstance(domain, str):
                domain = literal_eval(domain)
            found = self.env["coi.certificate"].search(domain)
            self.assertNotIn(batch.certificate_ids, found)

    def test_it_is_no_revision_of_anything(self):
        sent = self.issue(self.plain_interest)
        passing = self.issue(self.plain_interest, save_history=False)
        again = self.issue(self.plain_interest)
        self.assertEqual(sent.superseded_by_id, again)
        self.assertEqual(again.revision, 1)
        self.assertNotEqual(passing.number, sent.number)
        self.assertEqual(passing.state, "issued")

    def test_the_download_ends_after_the_agencys_days(self):
        self.agency.sudo().coi_keep_downloads_days = 3
        batch = self.generate(self.plain_interest, save_history=False)
        self.assertEqual(batch.date_expired - batch.date_done, timedelta(days=3))
        with freeze_time(batch.date_expired + timedelta(seconds=1)):
            batch.invalidate_recordset(["can_download"])
            self.assertFalse(batch.can_download)
            with self.assertRaisesRegex(UserError, "no longer available"):
                batch.action_download()

    def test_the_nightly_clean_up_empties_it_and_keeps_its_summary(self):
        batch = self.generate(
            self.plain_interest | self.dover_interest, save_history=False
        )
        master = batch.certificate_ids.master_id
        with freeze_time(batch.date_expired + timedelta(minutes=1)):
            self.env["coi.batch"].sudo()._gc_downloads()
        self.assertFalse(batch.certificate_ids.exists())
        self.assertFalse(master.exists())
        self.assertEqual((batch.count_done, batch.count_blocked), (1, 1))

    def test_the_clean_up_leaves_what_is_not_due(self):
        batch = self.generate(self.plain_interest, save_history=False)
        kept = self.generate(self.plain_interest)
        with freeze_time(Datetime.now() + timedelta(days=1)):
            self.env["coi.batch"].sudo()._gc_downloads()
        self.assertTrue(batch.certificate_ids)
        with freeze_time(Datetime.now() + timedelta(days=4000)):
            self.env["coi.batch"].sudo()._gc_downloads()
        self.assertTrue(kept.certificate_ids)
        self.assertTrue(self.get_pdf(kept.certificate_ids))

    def test_the_clean_up_keeps_a_page_a_sent_certificate_needs(self):
        passing = self.generate(self.plain_interest, save_history=False)
        sent = self.issue(self.plain_interest)
        self.assertEqual(sent.master_id, passing.certificate_ids.master_id)
        with freeze_time(passing.date_expired + timedelta(minutes=1)):
            self.env["coi.batch"].sudo()._gc_downloads()
        self.assertFalse(passing.certificate_ids.exists())
        self.assertTrue(self.get_pdf(sent))


@tagged("post_install", "-at_install")
class TestBatchOfTwoCompanies(AgencyCase):
    """Somebody who works for two agencies."""

    def setUp(self):
        super().setUp()
        self.theirs = (
            self.env["coi.additional.interest"]
            .sudo()
            .create(
                {
                    "insured_id": self.beacon.id,
                    "holder_id": self.adams.id,
                    "company_id": self.other_agency.id,
                }
            )
        )
        user = "coi_mass_generate.group_user"
        self.both = self.make_user("both", user, self.agency, self.other_agency)

    def get_env(self):
        companies = (self.agency | self.other_agency).ids
        return self.env(user=self.both, context={"allowed_company_ids": companies})

    def test_certificates_of_one_company_at_a_time(self):
        with self.assertRaisesRegex(UserError, "several companies"):
            self.generate(self.plain_interest | self.theirs.sudo(False), self.get_env())

    def test_the_batch_belongs_to_the_company_of_its_holders(self):
        """Whatever company the user happens to have in front."""
        env = self.get_env()
        self.make_their_policy()
        batch = self.generate(self.theirs.sudo(False), env)
        self.assertEqual(batch.company_id, self.other_agency)
        self.assertEqual(batch.certificate_ids.company_id, self.other_agency)
        [page] = self.read_pages(batch.certificate_ids)
        self.assertIn("Lakeside Insurance Services", page.text)
        self.assertNotIn("Harbor Point", page.text)
        self.assertNotIn("GL-100", page.text)

    def make_their_policy(self):
        return self.gl.sudo().copy(
            {
                "company_id": self.other_agency.id,
                "name": "THEIR-1",
                "limits_to_confirm": False,
            }
        )
