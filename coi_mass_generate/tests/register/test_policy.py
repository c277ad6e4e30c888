from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..agency import EFFECTIVE, EXPIRATION, AgencyCase


@tagged("post_install", "-at_install")
class TestPolicyState(AgencyCase):
    """When a policy is in force: from 12:01 a.m. of one day to that of another."""

    def assertState(self, state, day):
        """The record and the search must say the same."""
        self.assertEqual(self.gl._get_state_on(day), state)
        found = self.env["coi.policy"].search(
            [
                ("id", "=", self.gl.id),
                *self.env["coi.policy"]._get_state_domain(state, day),
            ]
        )
        self.assertEqual(found, self.gl, f"not found as {state} on {day}")

    def test_not_in_force_the_day_before_it_takes_effect(self):
        self.assertState("upcoming", EFFECTIVE - timedelta(days=1))

    def test_in_force_on_the_day_it_takes_effect(self):
        self.assertState("active", EFFECTIVE)

    def test_in_force_the_day_before_it_expires(self):
        self.assertState("active", EXPIRATION - timedelta(days=1))

    def test_not_in_force_on_the_day_it_expires(self):
        """Cover ends at 12:01 a.m.: all of that day is without cover."""
        self.assertState("expired", EXPIRATION)

    def test_cancelled_from_the_day_of_cancellation(self):
        self.gl.date_cancelled = date(2026, 6, 15)
        self.assertState("active", date(2026, 6, 14))
        self.assertState("cancelled", date(2026, 6, 15))
        self.assertState("cancelled", EXPIRATION)

    def test_a_cancellation_to_come_does_not_make_it_effective_earlier(self):
        self.gl.date_cancelled = date(2026, 6, 15)
        self.assertState("upcoming", EFFECTIVE - timedelta(days=1))

    def test_cancelled_flat_was_never_in_force(self):
        self.gl.date_cancelled = EFFECTIVE
        self.assertState("cancelled", EFFECTIVE)

    def test_every_day_has_exactly_one_state(self):
        self.gl.date_cancelled = date(2026, 6, 15)
        policies = self.env["coi.policy"]
        for days in range(-2, 400):
            day = EFFECTIVE + timedelta(days=days)
            states = [
                state
                for state, _label in policies._fields["state"].selection
                if self.gl.filtered_domain(policies._get_state_domain(state, day))
            ]
            self.assertEqual(states, [self.gl._get_state_on(day)])

    def test_today_is_the_users_day_not_the_servers(self):
        """At 11 p.m. in Boston it is already tomorrow in Greenwich."""
        with freeze_time("2027-01-31 04:00:00"):  # January 30, 11 p.m. in Boston
            self.gl.invalidate_recordset(["state"])
            self.assertEqual(self.gl.state, "active")
            self.assertIn(
                self.gl, self.env["coi.policy"].search([("state", "=", "active")])
            )

    def test_a_list_can_be_filtered_by_state(self):
        self.wc.date_cancelled = date(2026, 2, 1)
        with freeze_time("2026-03-02"):
            found = self.env["coi.policy"].search(
                [("insured_id", "=", self.beacon.id), ("state", "=", "cancelled")]
            )
            rest = self.env["coi.policy"].search(
                [("insured_id", "=", self.beacon.id), ("state", "!=", "cancelled")]
            )
        self.assertEqual(found, self.wc)
        self.assertEqual(rest, self.gl | self.auto | self.umbrella)

    def test_expiration_must_follow_the_effective_date(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.gl.date_expiration = EFFECTIVE
            self.env.flush_all()

    def test_the_same_term_cannot_be_entered_twice(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation) as caught:
            self.make_policy("general_liability", "GL-100")
        message = self.env["coi.policy"]._sql_error_to_message(caught.exception)
        self.assertIn("already has a policy of this line with this number", message)


@tagged("post_install", "-at_install")
class TestPolicySeries(AgencyCase):
    """A policy and its renewals are one series, so interests follow by themselves."""

    def make_term(self, year, **vals):
        return {
            "name": "GL-100",
            "insured_id": self.beacon.id,
            "insurer_id": self.granite.id,
            "coverage_id": self.get_line("general_liability").id,
            "date_effective": date(year, 1, 31),
            "date_expiration": date(year + 1, 1, 31),
            **vals,
        }

    def test_each_new_policy_has_a_series_of_its_own(self):
        series = (self.gl | self.auto | self.umbrella | self.wc).series_id
        self.assertEqual(len(series), 4)

    def test_the_next_term_entered_by_hand_joins_by_its_number(self):
        term = self.env["coi.policy"].create(self.make_term(2027))
        self.assertEqual(term.series_id, self.gl.series_id)

    def test_a_like_number_of_another_line_or_insured_does_not_join(self):
        other_line = self.make_policy("auto", "GL-100")
        other_insured = self.make_policy("general_liability", "GL-100", self.coastal)
        self.assertEqual(len((self.gl | other_line | other_insured).series_id), 3)

    def test_several_terms_entered_at_once_join_the_one_series(self):
        """An import of three terms must not tear the policy in two."""
        terms = self.env["coi.policy"].create(
            [self.make_term(2027), self.make_term(2028), self.make_term(2029)]
        )
        self.assertEqual(terms.series_id, self.gl.series_id)

    def test_a_new_term_joins_though_last_years_is_archived(self):
        self.gl.active = False
        term = self.env["coi.policy"].create(self.make_term(2027))
        self.assertEqual(term.series_id, self.gl.series_id)

    def test_renewal_starts_when_this_term_ends(self):
        action = self.gl.action_renew()
        renewal = self.env["coi.policy"].browse(action["res_id"])
        self.assertEqual(renewal.date_effective, EXPIRATION)
        self.assertEqual(renewal.date_expiration, EXPIRATION + relativedelta(years=1))
        self.assertEqual(renewal.name, "GL-100")
        self.assertEqual(renewal.series_id, self.gl.series_id)

    def test_renewal_keeps_limits_but_relies_on_no_endorsement(self):
        """Endorsements are not always renewed: somebody must have seen them."""
        renewal = self.env["coi.policy"].browse(self.gl.action_renew()["res_id"])
        self.assertEqual(
            renewal.limit_ids.mapped("amount"), self.gl.limit_ids.mapped("amount")
        )
        self.assertEqual(len(renewal.endorsement_ids), 3)
        self.assertFalse(self.gives(renewal, "ai", self.bay))
        renewal.endorsement_ids.action_confirm()
        self.assertTrue(self.gives(renewal, "ai", self.bay))

    def test_renewal_of_a_cancelled_policy_is_not_born_cancelled(self):
        self.gl.date_cancelled = date(2026, 6, 1)
        renewal = self.env["coi.policy"].browse(self.gl.action_renew()["res_id"])
        self.assertFalse(renewal.date_cancelled)

    def test_renewed_already_it_opens_the_term_that_is_there(self):
        first = self.gl.action_renew()
        again = self.gl.action_renew()
        self.assertEqual(first["res_id"], again["res_id"])
        terms = self.env["coi.policy"].search(
            [("series_id", "=", self.gl.series_id.id)]
        )
        self.assertEqual(len(terms), 2)

    def test_also_where_it_was_given_another_number_and_date(self):
        renewal = self.env["coi.policy"].browse(self.gl.action_renew()["res_id"])
        renewal.write({"name": "GL-101", "date_effective": "2027-02-15"})
        self.assertEqual(self.gl.action_renew()["res_id"], renewal.id)

    def test_also_where_it_is_in_the_archive(self):
        renewal = self.env["coi.policy"].browse(self.gl.action_renew()["res_id"])
        renewal.active = False
        self.assertEqual(self.gl.action_renew()["res_id"], renewal.id)

    def test_renewed_already_in_the_popup_it_says_so(self):
        self.gl.action_renew()
        mending = self.gl.with_context(coi_mending=True).action_renew()
        self.assertIn("is renewed until", mending["params"]["message"])

    def test_an_interest_in_one_policy_follows_its_renewal(self):
        self.plain_interest.series_ids = self.gl.series_id
        renewal = self.env["coi.policy"].browse(self.gl.action_renew()["res_id"])
        [before] = self.judge(self.plain_interest)
        [after] = self.judge(self.plain_interest, EXPIRATION)
        self.assertEqual((before.policies, after.policies), (self.gl, renewal))


@tagged("post_install", "-at_install")
class TestCorrectedPolicy(AgencyCase):
    """Whose policy it is, its line or its number was entered wrongly, and is corrected:
    who is shown this policy is shown it still, or is told why not."""

    def renew(self, policy):
        return self.env["coi.policy"].browse(policy.action_renew()["res_id"])

    def assertShown(self, interest, policies):
        [case] = self.judge(interest)
        self.assertEqual(case.policies, policies, case.explain())

    def test_of_another_insured(self):
        series = self.gl.series_id
        self.gl.insured_id = self.coastal
        self.assertEqual((self.gl.series_id, series.insured_id), (series, self.coastal))
        self.coastal_interest.series_ids = series
        self.assertShown(self.coastal_interest, self.gl)

    def test_not_while_holders_of_the_former_insured_are_shown_it(self):
        """Theirs would say that there is no policy, and nobody would know why."""
        self.plain_interest.series_ids = self.gl.series_id
        for is_listed in (True, False):
            self.plain_interest.active = is_listed
            with self.assertRaises(UserError) as refused:
                self.gl.insured_id = self.coastal
            self.assertIn("Policies Shown", str(refused.exception))
        self.assertEqual(self.gl.insured_id, self.beacon)
        self.plain_interest.series_ids = self.auto.series_id
        self.gl.insured_id = self.coastal
        self.assertEqual(self.gl.series_id.insured_id, self.coastal)

    def test_of_another_company(self):
        other = self.other_agency
        policy = self.coastal_gl.with_env(self.admin_env)
        policy.company_id = other
        self.assertEqual(policy.series_id.company_id, other)

    def test_one_term_of_several_is_of_another_insured(self):
        """The others are this policy over the years still, for whom they are shown."""
        self.plain_interest.series_ids = former = self.gl.series_id
        renewal = self.renew(self.gl)
        renewal.insured_id = self.coastal
        self.assertEqual(self.gl.series_id, former)
        self.assertEqual(former.insured_id, self.beacon)
        self.assertEqual(renewal.series_id.insured_id, self.coastal)
        self.assertShown(self.plain_interest, self.gl)

    def test_all_terms_at_once_are_of_another_insured(self):
        former = self.gl.series_id
        terms = self.gl | self.renew(self.gl)
        terms.write({"insured_id": self.coastal.id})
        self.assertEqual((terms.series_id, former.insured_id), (former, self.coastal))

    def test_a_term_joins_those_of_its_number_at_the_right_insured(self):
        renewal = self.renew(self.gl)
        wrong = self.make_policy(
            "general_liability", "GL-100", self.coastal, date_effective="2025-01-31",
            date_expiration="2026-01-31",
        )  # fmt: skip
        former = wrong.series_id
        wrong.insured_id = self.beacon
        self.assertEqual((self.gl | renewal | wrong).series_id, self.gl.series_id)
        self.assertFalse(former.exists())

    def test_of_another_line(self):
        self.plain_interest.series_ids = series = self.auto.series_id
        self.auto.coverage_id = self.get_line("umbrella")
        self.assertEqual(self.auto.series_id, series)
        self.assertEqual(series.display_name, "Umbrella / excess liability AU-200")
        self.assertShown(self.plain_interest, self.auto)

    def test_one_term_of_several_is_of_another_line(self):
        """What it is called follows its latest term; whom it is shown stays."""
        series, renewal = self.auto.series_id, self.renew(self.auto)
        self.auto.coverage_id = self.get_line("umbrella")
        self.assertEqual(series.coverage_id, self.get_line("auto"))
        renewal.coverage_id = self.get_line("umbrella")
        self.assertEqual(series.coverage_id, self.get_line("umbrella"))
        self.assertEqual((self.auto | renewal).series_id, series)

    def test_the_number_of_a_renewal_entered_by_hand(self):
        """It joins those of its number, and so do those who were shown it alone."""
        typed = self.make_policy(
            "general_liability", "GL-10O", date_effective=EXPIRATION,
            date_expiration="2028-01-31",
        )  # fmt: skip
        self.plain_interest.series_ids = former = typed.series_id
        typed.name = "GL-100"
        self.assertEqual(typed.series_id, self.gl.series_id)
        self.assertFalse(former.exists())
        self.assertEqual(self.plain_interest.series_ids, self.gl.series_id)
        self.assertShown(self.plain_interest, self.gl)

    def test_a_renewal_that_got_a_number_of_its_own_stays_a_renewal(self):
        renewal = self.renew(self.gl)
        renewal.name = "GL-101"
        self.assertEqual(renewal.series_id, self.gl.series_id)

    def test_a_number_that_only_changes_keeps_its_series(self):
        self.plain_interest.series_ids = series = self.gl.series_id
        self.gl.name = "GL-100-A"
        self.assertEqual(self.gl.series_id, series)
        self.assertShown(self.plain_interest, self.gl)

    def test_another_series_that_somebody_names_is_taken_as_named(self):
        series = self.auto.series_id
        self.gl.sudo().write({"name": "GL-2", "series_id": series.id})
        self.assertEqual(self.gl.series_id, series)


@tagged("post_install", "-at_install")
class TestPolicyLimits(AgencyCase):
    """A limit is an amount and/or a text."""

    def make_limit(self, **vals):
        vals = {"key": "own", "name": "Per claim", "policy_id": self.gl.id, **vals}
        return self.env["coi.policy.limit"].create(vals)

    def test_amount_without_cents_is_printed_without_cents(self):
        self.assertEqual(
            self.make_limit(amount=1000000)._get_printed_value(), "$1,000,000"
        )

    def test_amount_with_cents_keeps_them(self):
        self.assertEqual(
            self.make_limit(amount=1250.5)._get_printed_value(), "$1,250.50"
        )

    def test_text_alone(self):
        self.assertEqual(
            self.make_limit(text="Excluded")._get_printed_value(), "Excluded"
        )

    def test_amount_and_text(self):
        limit = self.make_limit(amount=500, text="per day")
        self.assertEqual(limit._get_printed_value(), "$500 per day")

    def test_neither_prints_nothing(self):
        self.assertEqual(self.make_limit()._get_printed_value(), "")

    def test_a_currency_written_behind_its_amount(self):
        self.agency.sudo().currency_id = self.env.ref("base.EUR")
        self.env.ref("base.EUR").sudo().write({"active": True, "position": "after"})
        self.assertEqual(self.make_limit(amount=500)._get_printed_value(), "500 €")

    def test_own_wording_needs_the_wording(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.make_limit(name=False)

    def test_own_wording_is_the_label(self):
        self.assertEqual(self.make_limit().display_name, "Per claim")

    def test_choosing_a_line_offers_its_limits(self):
        with Form(self.env["coi.policy"]) as form:
            form.name = "UM-1"
            form.insured_id = self.beacon
            form.insurer_id = self.granite
            form.coverage_id = self.get_line("umbrella")
            form.date_effective = EFFECTIVE
            form.date_expiration = EXPIRATION
        self.assertEqual(
            form.record.limit_ids.mapped("key"), ["each_occurrence", "aggregate"]
        )

    def test_choosing_another_line_keeps_amounts_already_entered(self):
        with Form(self.gl) as form:
            form.coverage_id = self.get_line("umbrella")
        self.assertEqual(self.gl.limit_ids[0].amount, 1000000)

    def test_a_year_is_offered_as_the_term(self):
        form = Form(self.env["coi.policy"])
        form.date_effective = EFFECTIVE
        self.assertEqual(form.date_expiration, EXPIRATION)


@tagged("post_install", "-at_install")
class TestPolicyEndorsements(AgencyCase):
    """What an endorsement gives, and to whom."""

    def endorse(self, *grants, **vals):
        self.gl.endorsement_ids = [
            Command.clear(),
            self.endorsement("XX 00 00", *grants, **vals),
        ]

    def test_blanket_reaches_everybody(self):
        self.endorse("ai")
        self.assertTrue(self.gives(self.gl, "ai", self.adams))

    def test_scheduled_reaches_only_those_in_the_schedule(self):
        self.endorse("ai", scheduled=self.bay)
        self.assertTrue(self.gives(self.gl, "ai", self.bay))
        self.assertFalse(self.gives(self.gl, "ai", self.adams))

    def test_an_empty_schedule_reaches_nobody(self):
        self.endorse("ai", scheduled=self.env["res.partner"])
        self.assertFalse(self.gives(self.gl, "ai", self.bay))

    def test_every_kind_of_additional_insured_counts(self):
        for grant in ("ai", "ai_completed", "ai_other"):
            self.endorse(grant)
            self.assertTrue(self.gives(self.gl, "ai", self.bay), grant)

    def test_what_gives_one_right_does_not_give_another(self):
        self.endorse("ai")
        self.assertFalse(self.gives(self.gl, "waiver", self.bay))
        self.assertFalse(self.gives(self.gl, "pnc", self.bay))

    def test_a_notice_of_cancellation_gives_no_right(self):
        self.endorse("notice")
        for grant in ("ai", "waiver", "pnc"):
            self.assertFalse(self.gives(self.gl, grant, self.bay))

    def test_not_yet_confirmed_gives_nothing(self):
        self.endorse("ai", to_confirm=True)
        self.assertFalse(self.gives(self.gl, "ai", self.bay))


@tagged("post_install", "-at_install")
class TestPolicyRoles(AgencyCase):
    """Who a contact is follows from what it is used for."""

    def test_a_policy_makes_insured_and_insurer(self):
        self.assertTrue(self.beacon.coi_is_insured)
        self.assertTrue(self.granite.coi_is_insurer)
        self.assertFalse(self.beacon.coi_is_insurer)

    def test_a_policy_moved_to_another_insurer_marks_that_one(self):
        newcomer = self.make_holder("Newcomer Insurance")
        self.gl.insurer_id = newcomer
        self.assertTrue(newcomer.coi_is_insurer)

    def test_a_policy_moved_to_another_insured_marks_that_one(self):
        newcomer = self.make_holder("Newcomer Roofing")
        self.gl.insured_id = newcomer
        self.assertTrue(newcomer.coi_is_insured)

    def test_the_insured_shows_how_many_policies_it_has(self):
        self.assertEqual(self.beacon.coi_policy_count, 4)
        self.assertEqual(self.adams.coi_policy_count, 0)
