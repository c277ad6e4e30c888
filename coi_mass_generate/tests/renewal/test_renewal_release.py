import re
from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..agency import EXPIRATION
from .campaign import TODAY, RenewalCase


class ReleaseCase(RenewalCase):
    """All renewed by the same insurers, but for general liability: its new insurer
    gives no waiver, and less for each occurrence."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new_gl = cls.make_term(
            "general_liability",
            "NEW-1",
            "ai",
            "waiver",
            limit_ids=cls.limits(
                ("each_occurrence", 500000, False),
                ("general_aggregate", 2000000, False),
            ),
        )
        cls.renewal = cls.prepare()
        cls.renewal.policy_ids.filtered("is_suggested").action_accept()
        for row in cls.renewal.policy_ids.filtered(lambda each: not each.next_id):
            row.action_renew()
        cls.renewal.policy_ids.action_confirm_limits()
        cls.renewal.policy_ids.action_confirm_endorsements()
        cls.renewal.action_review()

    def get_alarm(self, start):
        alarms = self.renewal.alarms
        return [each for each in alarms if each["kind"].startswith(start)]


@tagged("post_install", "-at_install")
class TestRelease(ReleaseCase):
    """Certificates are issued once each kind of warning was accepted, not before."""

    def test_the_alarm_counts_holders(self):
        [lost] = self.get_alarm("lost")
        self.assertEqual((lost["count"], lost["accepted"]), (4, False))
        self.assertEqual(self.renewal.alarms[0], lost)
        self.assertEqual(self.renewal.count_worse, 4)

    def test_not_before_every_kind_is_accepted(self):
        batches = self.env["coi.batch"].search_count([])
        kinds = [each["kind"] for each in self.renewal.alarms]
        self.assertGreater(len(kinds), 1)
        for kind in kinds:
            with self.assertRaisesRegex(UserError, "Nothing was released"):
                self.renewal.action_release()
            self.renewal.accept(kind)
        self.assertEqual(self.env["coi.batch"].search_count([]), batches)
        self.renewal.action_release()
        self.assertEqual(self.renewal.state, "issued")

    def test_what_is_withdrawn_does_not_count_and_stays_on_record(self):
        self.accept_all(self.renewal)
        [lost] = self.get_alarm("lost")
        self.renewal.accept(lost["kind"], False)
        with self.assertRaisesRegex(UserError, "Nothing was released"):
            self.renewal.action_release()
        [kept] = self.renewal.consent_ids.filtered(
            lambda each: each.kind == lost["kind"]
        )
        self.assertEqual((kept.state, kept.count), ("withdrawn", 4))
        with self.assertRaises(UserError):
            kept.sudo().unlink()

    def test_one_more_holder_has_to_be_accepted_too(self):
        self.accept_all(self.renewal)
        more = self.make_interest(self.make_holder("Added Later"))
        with self.knowing(date(2026, 3, 2)):
            self.issue(more)
        with self.assertRaisesRegex(UserError, "Nothing was released"):
            self.renewal.action_release()

    def test_only_what_was_looked_at_is_accepted(self):
        lost = self.renewal.alarms[0]
        more = self.make_interest(self.make_holder("Added Meanwhile"))
        with self.knowing(date(2026, 3, 2)):
            self.issue(more)
        self.renewal.action_refresh()
        with self.assertRaisesRegex(UserError, "about other holders"):
            self.renewal.accept(lost["kind"], True, lost["mark"])
        self.renewal.invalidate_recordset()
        [now] = [one for one in self.renewal.alarms if one["kind"] == lost["kind"]]
        self.assertEqual(now["count"], lost["count"] + 1)
        self.renewal.accept(now["kind"], True, now["mark"])
        [now] = [one for one in self.renewal.alarms if one["kind"] == lost["kind"]]
        self.assertTrue(now["accepted"])

    def test_one_less_needs_no_further_word(self):
        self.accept_all(self.renewal)
        self.get_holder(self.renewal, self.plain_interest).leave_out("Sold")
        batch = self.env["coi.batch"].browse(self.renewal.action_release()["res_id"])
        self.assertEqual(batch.count_done, 3)

    def test_two_clicks_make_one_batch(self):
        batch = self.release(self.renewal)
        self.assertEqual(batch.count_done, 4)
        again = self.renewal.action_release()
        self.assertEqual(again["res_id"], batch.id)
        self.assertEqual(self.renewal.batch_ids, batch)

    def test_nor_while_the_first_is_still_being_made(self):
        self.agency.sudo().coi_click_limit = 0
        batch = self.release(self.renewal)
        self.assertEqual(batch.state, "pending")
        self.assertEqual(set(self.get_why(self.renewal).values()), {"making"})
        self.assertEqual(self.renewal.action_release()["res_id"], batch.id)
        self.assertEqual(set(self.get_why(self.renewal).values()), {"making"})
        batch._run()
        batch._close("done")
        self.assertEqual(set(self.get_why(self.renewal).values()), {"making"})
        batch.sudo().worker = "cron"
        batch._close("done")
        self.assertEqual(set(self.get_why(self.renewal).values()), {"has_it"})

    def test_the_new_ones_renew_the_old(self):
        old = {each.interest_id: each for each in self.interests.certificate_ids}
        batch = self.release(self.renewal)
        for certificate in batch.certificate_ids:
            self.assertEqual(certificate.renews_id, old[certificate.interest_id])
        line = self.get_holder(self.renewal, self.ai_interest)
        self.assertEqual(line.last_id, old[self.ai_interest])
        self.assertEqual(line.certificate_id.batch_id, batch)

    def test_they_carry_the_day_and_show_the_new_terms(self):
        batch = self.release(self.renewal)
        self.assertEqual(batch.issue_date, TODAY)
        self.assertEqual(
            batch.certificate_ids.policy_ids, self.renewal.policy_ids.next_id
        )
        self.assertIn(self.new_gl, batch.certificate_ids.policy_ids)

    def test_a_day_of_its_own(self):
        self.renewal.issue_date = EXPIRATION
        self.renewal.action_refresh()
        batch = self.release(self.renewal)
        self.assertEqual(batch.issue_date, EXPIRATION)

    def test_no_is_in_no_batch(self):
        self.bank_interest.renewal = "no"
        batch = self.release(self.renewal)
        self.assertNotIn(self.bank_interest, batch.line_ids.interest_id)
        self.assertEqual(batch.count_done, 3)

    def test_said_between_review_and_release_it_counts(self):
        self.accept_all(self.renewal)
        self.bank_interest.renewal = "no"
        self.renewal.action_release()
        self.assertNotIn(
            self.bank_interest, self.renewal.batch_ids.line_ids.interest_id
        )

    def test_the_evidence_says_who_accepted_what(self):
        batch = self.release(self.renewal)
        text = self.env["coi.evidence"]._write(batch).decode("utf-8-sig")
        self.assertIn(self.renewal.display_name, text)
        consents = self.renewal.consent_ids
        [lost] = consents.filtered(lambda each: each.kind.startswith("lost"))
        self.assertRegex(text, f"{lost.title},4,Csr,2")
        document = self.env["coi.evidence"]._get_document(batch)
        self.assertIn(
            "Accepted in the review", [each["title"] for each in document["sections"]]
        )

    def test_the_evidence_to_read_says_it_too(self):
        batch = self.release(self.renewal)
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.csr)
            ._render_qweb_html("coi_mass_generate.report_coi_evidence", batch.ids)
        )
        text = " ".join(re.sub("<[^>]*>", " ", html.decode()).split())
        for consent in self.renewal.consent_ids:
            self.assertIn(f"{consent.title} Holders : {consent.count}", text)

    def test_only_what_was_seen_was_confirmed(self):
        found = {
            each["key"]
            for line in self.renewal.line_ids
            for each in line.findings or ()
            if each["level"] == "warning"
        }
        batch = self.release(self.renewal)
        self.assertEqual(set(batch.confirmed_kinds), found)

    def test_nobody_ready(self):
        self.renewal.line_ids.leave_out("None of them")
        with self.assertRaisesRegex(UserError, "Nobody is ready"):
            self.renewal.action_release()

    def test_another_user_may_not_accept_for_another_company(self):
        renewal = self.renewal.with_env(self.env_of(self.other_csr))
        with self.assertRaises(UserError):
            renewal.accept(self.renewal.alarms[0]["kind"])
        with self.assertRaises(UserError):
            renewal.action_release()

    def test_an_odd_kind_is_refused(self):
        for kind in ("nonsense", None, 7):
            with self.assertRaisesRegex(UserError, "choose one of"):
                self.renewal.accept(kind)


@tagged("post_install", "-at_install")
class TestRest(RenewalCase):
    """While a part is not renewed: wait, or now and again."""

    def set_up(self, incomplete):
        renewal = self.prepare()
        renewal.incomplete = incomplete
        self.renew_all(renewal)
        row = self.get_row(renewal, self.wc)
        row.next_id.sudo().unlink()
        row.decision = "waiting"
        renewal.action_review()
        return renewal, row

    def test_all_wait(self):
        renewal, row = self.set_up("wait")
        self.assertEqual(set(self.get_why(renewal).values()), {"incomplete"})
        self.assertIn(self.wc.display_name, renewal.line_ids[0].reason_text)
        row.action_renew()
        row.action_confirm_limits()
        renewal.action_refresh()
        self.assertEqual(set(self.get_why(renewal).values()), {"ready"})

    def test_who_shows_it_not_need_not_wait(self):
        self.ai_interest.series_ids = self.gl.series_id
        renewal, _row = self.set_up("wait")
        self.assertEqual(self.get_why(renewal)[self.ai_interest], "ready")

    def test_now_and_again(self):
        renewal, row = self.set_up("again")
        self.assertEqual(set(self.get_why(renewal).values()), {"again"})
        first = self.release(renewal)
        # What is still in force is shown as long as it is.
        self.assertIn(self.wc, first.certificate_ids.policy_ids)
        renewal.action_refresh()
        self.assertEqual(set(self.get_why(renewal).values()), {"has_it"})
        row.action_renew()
        row.action_confirm_limits()
        renewal.action_refresh()
        self.assertEqual(set(self.get_why(renewal).values()), {"ready"})
        second = self.release(renewal)
        self.assertEqual(second.count_done, 4)
        self.assertNotIn(self.wc, second.certificate_ids.policy_ids)

    def test_the_insured_and_the_agency_say_so_too(self):
        renewal = self.prepare()
        self.assertEqual(renewal._get_incomplete(), "wait")
        self.agency.sudo().coi_renewal_incomplete = "again"
        self.assertEqual(renewal._get_incomplete(), "again")
        self.beacon.coi_renewal_incomplete = "wait"
        self.assertEqual(renewal._get_incomplete(), "wait")
        renewal.incomplete = "again"
        self.assertEqual(renewal._get_incomplete(), "again")


@tagged("post_install", "-at_install")
class TestScreen(ReleaseCase):
    """What the review shows."""

    def get_review(self, *args):
        return self.renewal.get_review(*args)

    def test_it_begins_where_there_is_somebody(self):
        review = self.get_review()
        self.assertEqual(review["outcome"], "include")
        self.assertEqual([each["count"] for each in review["tabs"]], [4, 0, 0, 0])
        self.renewal.line_ids.leave_out("None of them")
        self.assertEqual(self.get_review()["outcome"], "leave_out")

    def test_old_beside_new_with_losses_first(self):
        [row] = self.get_review("include", "", "bay state")["rows"]
        first = row["changes"][0]
        self.assertEqual((first["kind"], first["label"]), ("worse", "Less"))
        self.assertIn("$1,000,000", first["old"])
        self.assertIn("$500,000", first["new"])
        self.assertEqual(row["worst"], "worse")

    def test_an_alarm_filters(self):
        [lost] = [each["kind"] for each in self.get_alarm("lost")]
        self.assertEqual(self.get_review("include", lost)["total"], 4)
        self.assertEqual(self.get_review("include", "lost_nothing")["total"], 0)

    def test_pages_and_words(self):
        self.assertEqual(len(self.get_review("include", "", "", 3)["rows"]), 1)
        self.assertEqual(self.get_review("include", "", "bay pier")["total"], 1)
        self.assertEqual(self.get_review("include", "", "bay pier 9")["total"], 0)

    def test_what_is_no_tab_is_refused(self):
        for odd in ("nonsense", 7, [1]):
            with self.assertRaises(UserError):
                self.get_review(odd)
        with self.assertRaises(UserError):
            self.get_review("include", "", "", -1)
