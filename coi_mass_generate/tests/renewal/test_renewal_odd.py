from datetime import date, timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..agency import EXPIRATION
from .campaign import TODAY, RenewalCase
from .test_renewal_release import ReleaseCase


@tagged("post_install", "-at_install")
class TestChangedSince(ReleaseCase):
    """What became of policies and holders between the review and the release."""

    def assertAnew(self, policy):
        """What follows ``policy`` is to be decided anew, and nobody gets anything."""
        with self.assertRaisesRegex(UserError, "Nobody is ready"):
            self.renewal.action_release()
        self.renewal.action_refresh()
        row = self.get_row(self.renewal, policy)
        self.assertEqual((row.decision, row.next_id.ids), ("open", []))
        self.assertEqual(set(self.get_why(self.renewal).values()), {"mapping"})
        self.assertNotIn(self.new_gl, self.renewal._get_policies())

    def test_the_new_policy_is_another_insureds(self):
        self.new_gl.insured_id = self.coastal
        self.assertAnew(self.gl)

    def test_it_is_canceled(self):
        self.new_gl.date_cancelled = TODAY
        self.assertAnew(self.gl)

    def test_it_is_canceled_as_of_its_first_day(self):
        self.new_gl.date_cancelled = self.new_gl.date_effective
        self.assertAnew(self.gl)

    def test_it_is_archived(self):
        self.new_gl.action_archive()
        self.assertAnew(self.gl)

    def test_it_is_deleted(self):
        gone, self.new_gl = self.new_gl, self.new_gl.browse()
        gone.sudo().unlink()
        self.assertAnew(self.gl)

    def test_it_continues_the_other_no_longer(self):
        self.new_gl.action_end_continuing()
        self.renewal.action_refresh()
        self.assertEqual(self.get_row(self.renewal, self.gl).decision, "open")
        self.assertEqual(set(self.get_why(self.renewal).values()), {"mapping"})

    def test_the_ending_policy_is_another_insureds(self):
        self.gl.insured_id = self.coastal
        self.renewal.action_refresh()
        self.assertNotIn(self.gl, self.renewal._get_policies())
        self.assertEqual(set(self.get_why(self.renewal).values()), {"mapping"})

    def test_it_is_canceled_while_the_batch_waits(self):
        self.agency.sudo().coi_click_limit = 0
        batch = self.release(self.renewal)
        self.new_gl.date_cancelled = TODAY
        batch._run()
        self.assertEqual(batch.count_done, 0)

    def test_less_than_was_accepted(self):
        self.accept_all(self.renewal)
        [limit] = self.new_gl.limit_ids.filtered(
            lambda each: each.key == "each_occurrence"
        )
        limit.amount = 100000
        with self.assertRaisesRegex(UserError, "Nothing was released"):
            self.renewal.action_release()

    def test_whom_the_new_policy_no_longer_gives_what_it_wants_waits(self):
        self.accept_all(self.renewal)
        self.new_gl.endorsement_ids.grants_waiver = False
        self.renewal.action_release()
        self.assertEqual(self.get_why(self.renewal)[self.ai_interest], "blocked")
        self.assertNotIn(
            self.ai_interest, self.renewal.batch_ids.certificate_ids.interest_id
        )

    def test_on_the_day_and_late(self):
        for days in (0, 40):
            with self.subTest(days), self.env.cr.savepoint() as savepoint:
                with self.knowing(EXPIRATION + timedelta(days=days)):
                    self.renewal.action_refresh()
                    batch = self.release(self.renewal)
                self.assertEqual(batch.count_done, 4)
                self.assertEqual(
                    batch.certificate_ids.policy_ids, self.renewal.policy_ids.next_id
                )
                savepoint.rollback()
                self.env.invalidate_all()

    # ------------------------------------------------------------ in the background

    def test_who_was_in_a_canceled_batch_is_offered_again(self):
        self.agency.sudo().coi_click_limit = 0
        batch = self.release(self.renewal)
        batch.action_cancel()
        self.assertEqual(set(self.get_why(self.renewal).values()), {"left"})
        self.renewal.action_refresh()
        self.assertEqual(set(self.get_why(self.renewal).values()), {"ready"})
        again = self.release(self.renewal)
        self.assertNotEqual(again, batch)
        # Both go on after all: nobody gets two.
        batch.action_resume()
        batch._run()
        again._run()
        made = self.renewal._get_made()
        self.assertEqual(len(made), 4)
        self.assertEqual(made.interest_id, self.interests)

    def test_a_paused_batch_is_not_doubled(self):
        self.agency.sudo().coi_click_limit = 0
        batch = self.release(self.renewal)
        batch.action_pause()
        self.assertEqual(self.renewal.action_release()["res_id"], batch.id)
        self.assertEqual(self.renewal.batch_ids, batch)


@tagged("post_install", "-at_install")
class TestOddMapping(RenewalCase):
    """What no screen offers, but a program may say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.renewal = cls.prepare()
        cls.row = cls.renewal.policy_ids.filtered(lambda row: row.policy_id == cls.gl)

    def test_nothing_follows_itself_or_an_earlier_term(self):
        before = self.make_policy(
            "general_liability",
            "GL-100",
            date_effective=date(2025, 1, 31),
            date_expiration=date(2026, 1, 31),
        )
        self.assertEqual(before.series_id, self.gl.series_id)
        for odd in (self.gl, before):
            for more in ({}, {"decision": "next"}):
                with self.assertRaisesRegex(UserError, "does not take effect later"):
                    self.row.write({"next_id": odd.id, **more})
        self.assertEqual(self.row.decision, "open")

    def test_nor_what_is_archived_or_canceled(self):
        new = self.make_term("general_liability", "NEW-1")
        for vals in (
            {"active": False},
            {"date_cancelled": TODAY},
            {"date_cancelled": EXPIRATION},
        ):
            new.write(vals)
            with self.assertRaisesRegex(UserError, "archived or canceled"):
                self.row.write({"next_id": new.id})
            new.write({"active": True, "date_cancelled": False})
        self.row.write({"next_id": new.id})

    def test_nor_does_the_next_term_of_the_same_number_if_it_is_canceled(self):
        row = self.row
        row.action_renew()
        row.next_id.date_cancelled = EXPIRATION
        self.renewal.action_refresh()
        self.assertEqual(row.decision, "open")

    def test_nonsense_is_refused_in_words(self):
        for odd in ("abc", [1], -5, 10**12, True, 1.5, {"a": 1}):
            for name in ("next_id", "decision"):
                with self.subTest((name, odd)), self.assertRaises(UserError):
                    self.row.write({name: odd})

    def test_of_nobody_nothing_is_prepared(self):
        for odd in (None, False, [], 10**12):
            with self.subTest(odd), self.assertRaises(UserError):
                self.env["coi.renewal"].prepare(odd)

    def test_days_there_are_not(self):
        for odd in ("0001-01-01", "9999-12-31", "2027-02-30", 7):
            with self.subTest(odd), self.assertRaises(UserError):
                self.renewal.write({"issue_date": odd})

    def test_a_split_policy_is_shown_in_all_parts(self):
        self.renew_all(self.renewal)
        self.row.next_id.sudo().unlink()
        first, second = (
            self.make_term("general_liability", number, "ai", "waiver", "pnc")
            for number in ("NEW-1", "NEW-2")
        )
        self.row.next_id = first
        second._continue(self.gl)
        self.renewal.action_review()
        self.assertEqual(self.row.next_id, first)
        batch = self.release(self.renewal)
        self.assertEqual(batch.count_done, 4)
        for certificate in batch.certificate_ids:
            self.assertLessEqual(first | second, certificate.policy_ids)

    def test_what_a_policy_continues_is_what_it_is_tied_to(self):
        new = self.make_term("general_liability", "NEW-1")
        for odd in (self.coastal_gl, self.auto, self.gl):
            with self.assertRaises(ValidationError):
                new.continues_id = odd
