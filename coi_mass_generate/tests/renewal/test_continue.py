from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..agency import EXPIRATION, AgencyCase


class ContinueCase(AgencyCase):
    """Policies of a new insurer, which begin about as those of the agency end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The administrator's class attributes belong to the CSR by now.
        cls.new_gl = cls.make_next("general_liability", "NEW-1")

    @classmethod
    def make_next(cls, line, number, insured=None, start=EXPIRATION, **vals):
        return cls.make_policy(
            line,
            number,
            insured,
            insurer=cls.atlantic,
            date_effective=start,
            date_expiration=start + timedelta(days=365),
            **vals,
        )

    def get_log(self, policy):
        return "\n".join(policy.message_ids.mapped("body"))

    def tie(self, interest, *policies):
        series = self.env["coi.policy"].union(*policies).series_id
        interest.series_ids = [Command.set(series.ids)]


@tagged("post_install", "-at_install")
class TestSuggestNext(ContinueCase):
    """Which policy continues another is suggested where nothing else could."""

    def assertSuggested(self, *policies):
        found = self.gl._suggest_next()[self.gl]
        self.assertEqual(found, self.env["coi.policy"].union(*policies))

    def test_of_the_same_line_as_it_ends(self):
        self.make_next("auto", "NEW-2")
        self.make_next("general_liability", "NEW-3", self.coastal)
        self.assertSuggested(self.new_gl)

    def test_five_days_before_and_after_and_not_six(self):
        for days, is_near in ((-6, False), (-5, True), (5, True), (6, False)):
            self.new_gl.date_effective = EXPIRATION + timedelta(days=days)
            with self.subTest(days):
                self.assertSuggested(*([self.new_gl] if is_near else []))

    def test_the_nearest_comes_first(self):
        other = self.make_next(
            "general_liability", "NEW-2", start=EXPIRATION + timedelta(days=1)
        )
        self.new_gl.date_effective = EXPIRATION + timedelta(days=3)
        self.assertEqual(list(self.gl._suggest_next()[self.gl]), [other, self.new_gl])

    def test_of_a_canceled_one_as_it_was_canceled(self):
        self.gl.date_cancelled = date(2026, 6, 15)
        self.assertSuggested()
        rewritten = self.make_next("general_liability", "R-1", start=date(2026, 6, 15))
        self.assertSuggested(rewritten)

    def test_not_one_that_is_canceled_archived_or_a_renewal_of_another(self):
        for vals in ({"date_cancelled": EXPIRATION}, {"active": False}):
            self.new_gl.write(vals)
            self.assertSuggested()
            self.new_gl.write({"date_cancelled": False, "active": True})
        self.make_policy("general_liability", "NEW-1")
        self.assertSuggested()

    def test_nothing_where_its_own_next_term_is_there(self):
        self.gl.action_renew()
        self.assertSuggested()
        [later] = self.gl._get_later_terms()[self.gl]
        self.assertEqual(later.date_effective, EXPIRATION)
        later.date_cancelled = later.date_effective
        self.assertTrue(self.gl._get_later_terms()[self.gl], "not canceled yet")
        with self.knowing(EXPIRATION):
            self.assertFalse(self.gl._get_later_terms()[self.gl])

    def test_for_any_number_of_policies_at_once(self):
        few, many = self.gl, self.gl | self.auto | self.umbrella | self.wc
        for one in (few, many):  # what the first asks for once
            self.count_queries(one._suggest_next)
        self.assertEqual(
            self.count_queries(few._suggest_next),
            self.count_queries(many._suggest_next),
        )


@tagged("post_install", "-at_install")
class TestContinue(ContinueCase):
    """Whoever is shown a policy is shown the one that continues it."""

    def test_a_holder_follows_to_another_insurer(self):
        self.tie(self.plain_interest, self.gl)
        self.new_gl._continue(self.gl)
        self.assertEqual(self.new_gl.series_id, self.gl.series_id)
        self.assertEqual(self.gl._get_later_terms()[self.gl], self.new_gl)
        [case] = self.judge(self.plain_interest, EXPIRATION)
        self.assertEqual(case.policies, self.new_gl)

    def test_who_was_tied_to_the_new_one_stays(self):
        series = self.new_gl.series_id
        self.tie(self.bank_interest, self.new_gl, self.auto)
        self.new_gl._continue(self.gl)
        self.assertFalse(series.exists())
        shown = self.bank_interest.series_ids
        self.assertEqual(shown, self.gl.series_id | self.auto.series_id)

    def test_its_later_terms_come_along(self):
        later = self.make_next(
            "general_liability", "NEW-1", start=EXPIRATION + timedelta(days=365)
        )
        self.assertEqual(later.series_id, self.new_gl.series_id)
        self.new_gl._continue(self.gl)
        self.assertEqual(later.series_id, self.gl.series_id)

    def test_it_is_logged_on_both(self):
        self.new_gl._continue(self.gl, "Moved to Atlantic")
        self.assertIn(
            "Continues Commercial general liability GL-100", self.get_log(self.new_gl)
        )
        self.assertIn("Moved to Atlantic", self.get_log(self.new_gl))
        told = self.get_log(self.gl)
        self.assertIn("Continued by Commercial general liability NEW-1", told)
        self.assertIn("01/31/2027", told)

    def test_said_twice_it_is_done_once(self):
        self.new_gl._continue(self.gl)
        logged = len(self.gl.message_ids)
        self.new_gl._continue(self.gl)
        self.assertEqual(len(self.gl.message_ids), logged)

    def test_of_another_insured_or_company_it_is_refused(self):
        with self.assertRaisesRegex(UserError, "another insured or company"):
            self.new_gl._continue(self.coastal_gl)
        theirs = self.make_policy("general_liability", "X-1").sudo()
        theirs.company_id = self.other_agency
        with self.assertRaises(AccessError):
            self.new_gl._continue(theirs.sudo(False))

    def test_another_line_needs_a_reason(self):
        cyber = self.make_next("cyber", "CY-1")
        for reason in ("", None):
            with self.assertRaisesRegex(UserError, "of another coverage line"):
                cyber._continue(self.gl, reason)
        cyber._continue(self.gl, "Sold as a package")
        self.assertEqual(cyber.series_id, self.gl.series_id)
        self.assertEqual(self.gl.series_id.coverage_id, cyber.coverage_id)
        cyber._end_continuing()
        self.assertEqual(self.gl.series_id.coverage_id, self.gl.coverage_id)

    def test_an_earlier_one_and_itself_are_refused(self):
        for one in (self.new_gl, self.make_next("general_liability", "NEW-2")):
            with self.assertRaisesRegex(UserError, "does not take effect later"):
                self.new_gl._continue(one)

    def test_archived_ones_are_tied_all_the_same(self):
        (self.gl | self.new_gl).action_archive()
        self.new_gl._continue(self.gl)
        self.env.flush_all()
        self.assertEqual(self.new_gl.series_id, self.gl.series_id)

    def test_what_continues_one_does_not_continue_another(self):
        self.new_gl._continue(self.gl)
        second = self.make_policy("general_liability", "GL-101")
        with self.assertRaisesRegex(UserError, "already continues another"):
            self.new_gl._continue(second)

    def test_one_may_be_split_in_two(self):
        other = self.make_next("general_liability", "NEW-2")
        for each in (self.new_gl, other):
            each._continue(self.gl)
        self.tie(self.plain_interest, self.gl)
        [case] = self.judge(self.plain_interest, EXPIRATION)
        self.assertEqual(case.policies, self.new_gl | other)
        other._end_continuing()
        self.assertEqual(self.new_gl.series_id, self.gl.series_id)
        self.assertNotEqual(other.series_id, self.gl.series_id)


@tagged("post_install", "-at_install")
class TestNoLongerContinues(ContinueCase):
    """What was a mistake is taken back, and everybody is shown what they were."""

    def setUp(self):
        super().setUp()
        self.tie(self.plain_interest, self.gl)
        self.tie(self.bank_interest, self.new_gl)
        self.tie(self.dover_interest, self.gl, self.new_gl)
        self.new_gl._continue(self.gl)

    def test_everybody_is_shown_what_they_were(self):
        self.new_gl._end_continuing()
        self.assertNotEqual(self.new_gl.series_id, self.gl.series_id)
        old, new = self.gl.series_id, self.new_gl.series_id
        self.assertEqual(self.plain_interest.series_ids, old)
        self.assertEqual(self.bank_interest.series_ids, new)
        self.assertEqual(self.dover_interest.series_ids, old | new)
        self.assertIn("No longer continues", self.get_log(self.new_gl))
        self.assertIn("No longer continued by", self.get_log(self.gl))

    def test_later_terms_leave_with_it(self):
        later = self.env["coi.policy"].browse(self.new_gl.action_renew()["res_id"])
        self.new_gl._end_continuing()
        self.assertEqual(later.series_id, self.new_gl.series_id)

    def test_it_may_be_said_anew(self):
        self.new_gl._end_continuing()
        self.new_gl._continue(self.gl)
        self.assertEqual(self.new_gl.continues_id, self.gl)

    def test_what_continues_nothing_is_refused(self):
        with self.assertRaisesRegex(UserError, "does not continue"):
            self.auto._end_continuing()
