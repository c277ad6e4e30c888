from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from ..agency import EFFECTIVE, EXPIRATION, ISSUE_DATE, make_picture
from .test_rule_table import AUTO
from .test_rules import GL, RuleCase

WC = "Workers compensation and employers' liability WC-400"
UMBRELLA = "Umbrella / excess liability UM-300"


class GreenCase(RuleCase):
    def get_keys(self, interest=None, **options):
        [case] = self.judge(interest or self.plain_interest, **options)
        return [finding.key for finding in case.findings]

    def get_message(self, key, **options):
        [case] = self.judge(self.plain_interest, **options)
        return next((each.message for each in case.findings if each.key == key), "")


@tagged("post_install", "-at_install")
class TestEveryBox(GreenCase):
    """No certificate is ready with a box empty in which a reader would look."""

    # Parts of a page that may be empty, and why.
    MAY_BE_EMPTY = {
        "producer.contact": "The agency's own phone is there.",
        "producer.fax": "Many agencies have none.",
        "producer.email": "Reached by phone.",
        "producer.logo": "A picture.",
        "producer.signature": "The name of who signs is there.",
        "coverages.notes": "Said where there is something to say.",
    }
    # What empties each of the others.
    EMPTIED = {
        "producer.name": lambda t: t.company.write({"name": "YourCompany"}),
        "producer.address": lambda t: t.company.write({"street": " "}),
        "producer.phone": lambda t: t.company.write({"phone": False}),
        "producer.representative": lambda t: t.company.write(
            {"coi_representative": False}
        ),
        "insured.name": lambda t: t.beacon.write(
            {"type": "other", "name": False, "parent_id": t.bay.id}
        ),
        "insured.address": lambda t: t.beacon.write({"city": False}),
        "insurers.letter": None,
        "insurers.name": lambda t: t.atlantic.write(
            {"type": "other", "name": False, "parent_id": t.bay.id}
        ),
        "insurers.naic": lambda t: t.atlantic.write({"coi_naic": False}),
        "coverages.key": None,
        "coverages.row": None,
        "coverages.label": None,
        "coverages.letter": None,
        "coverages.number": lambda t: t.gl.write({"name": "\u200b"}),
        "coverages.effective": None,
        "coverages.expiration": None,
        "coverages.options": lambda t: t.gl.write({"claims_basis": False}),
        "coverages.limits": lambda t: t.gl.limit_ids.unlink(),
        "coverages.has_ai": None,
        "holder": lambda t: t.adams.write({"zip": False}),
    }
    # What the holder's own places may be without.
    OWN = {"date", "attention", "loan", "description"}

    @property
    def company(self):
        return self.agency.sudo()

    def test_no_box_is_forgotten(self):
        """Whoever adds a box says whether it may be empty, and who is told."""
        [case] = self.judge(self.plain_interest)
        static = self.env["coi.page"]._prepare_static(case, case.form)
        found = {
            f"{part}.{name}"
            for part in ("producer", "insured", "insurers", "coverages")
            for box in [static[part]]
            for name in (box[0] if isinstance(box, list) else box)
        }
        found |= set(case.values) - self.OWN
        self.assertEqual(found, set(self.MAY_BE_EMPTY) | set(self.EMPTIED))

    def test_none_is_empty_and_ready(self):
        for box, empty in self.EMPTIED.items():
            if not empty:
                continue
            with self.subTest(box=box), self.cr.savepoint() as savepoint:
                self.assertReady()
                empty(self)
                self.assertNotEqual(self.judge(self.plain_interest)[0].verdict, "ready")
                savepoint.rollback()
            self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestAgency(GreenCase):
    @property
    def company(self):
        return self.agency.sudo()

    def test_an_address_without_a_city(self):
        self.company.city = False
        self.assertIn("incomplete: city.", self.get_message("agency"))

    def test_a_box_at_the_post_office_only(self):
        self.company.write({"street": "P.O. Box 12", "street2": False})
        self.assertReady()
        self.company.write({"street": False, "street2": "P.O. Box 12"})
        self.assertReady()

    def test_one_abroad_needs_no_state(self):
        self.company.write(
            {
                "country_id": self.env.ref("base.ie").id,
                "state_id": False,
                "zip": False,
            }
        )
        self.assertReady()

    def test_all_that_is_missing_is_said_at_once(self):
        self.company.write(
            {
                "name": "YourCompany",
                "street": False,
                "city": False,
                "zip": False,
                "state_id": False,
                "country_id": False,
                "phone": False,
                "coi_representative": False,
            }
        )
        self.assertEqual(
            self.get_message("agency"),
            "Every certificate shows your agency, and its own data is incomplete: "
            "name, street, city, ZIP code, state, phone, authorized representative. "
            "Complete it under Configuration / Agency.",
        )

    def test_a_signature_is_as_good_as_a_name(self):
        self.company.coi_representative = " "
        self.assertEqual(self.get_keys(), ["agency"])
        self.company.coi_signature = make_picture()
        self.assertReady()

    def test_a_manager_mends_it_without_a_right_to_companies(self):
        self.company.write({"city": False, "phone": False})
        self.assertEqual(self.get_keys(), ["agency"])
        window = self.env_of(self.manager)["coi.agency"]
        window.create(
            {
                "company_id": self.agency.id,
                "city": "Boston",
                "phone": "617 555 0100",
            }
        )
        self.assertReady()

    def test_no_manager_overrides_it(self):
        self.company.phone = False
        [case] = self.judge(self.plain_interest)
        self.assertMay(False, case)

    def test_each_company_its_own(self):
        """Judged together by somebody who works for both."""
        user = self.make_user(
            "both", "coi_mass_generate.group_user", self.agency, self.other_agency
        )
        companies = [self.agency.id, self.other_agency.id]
        env = self.env(user=user, context={"allowed_company_ids": companies})
        theirs = self.make_interest(self.adams, self.bay)
        theirs = theirs.sudo()
        theirs.company_id = self.other_agency
        self.other_agency.sudo().phone = False
        interests = (self.plain_interest + theirs).with_env(env)
        ours, other = env["coi.plan"]._get_cases(interests, ISSUE_DATE)
        self.assertNotIn("agency", [each.key for each in ours.findings])
        [finding] = [each for each in other.findings if each.key == "agency"]
        self.assertEqual(finding.target, self.other_agency)

    def test_it_is_the_same_for_all(self):
        """The popup says once, above the list, what it finds everywhere."""
        self.company.phone = False
        answer = self.env["coi.generate"].judge_candidates(
            "insureds", [], self.beacon.ids, self.agency.id, str(ISSUE_DATE), [],
            self.beacon.coi_additional_interest_ids.ids,
        )  # fmt: skip
        [reason] = answer["shared"]
        self.assertEqual(
            (reason["key"], reason["model"], reason["id"]),
            ("agency", "res.company", self.agency.id),
        )


@tagged("post_install", "-at_install")
class TestInsured(GreenCase):
    def test_one_abroad_without_a_state(self):
        self.beacon.write(
            {
                "country_id": self.env.ref("base.ie").id,
                "state_id": False,
                "zip": False,
            }
        )
        self.assertReady()
        self.beacon.city = " "
        self.assertEqual(self.get_keys(), ["insured"])

    def test_a_manager_may_override_it_for_what_was_missing(self):
        self.beacon.street = False
        env = self.env_of(self.manager)
        options = {"overrides": {self.plain_interest.id: "No street there."}}
        batch = self.generate(self.plain_interest, env, **options)
        self.assertEqual(batch.count_done, 1)

    def test_it_is_opened_to_be_mended(self):
        self.beacon.street = False
        [case] = self.judge(self.plain_interest)
        self.assertOpens(self.beacon, case)
        self.assertMay(True, case)


@tagged("post_install", "-at_install")
class TestLimits(GreenCase):
    def set_limits(self, policy, *triples):
        policy.limit_ids = [Command.clear(), *self.limits(*triples)]

    # --------------------------------------------------------------------- whether

    def test_a_limit_of_nothing_is_none(self):
        self.set_limits(self.auto, ("combined_single", 0, False))
        self.assertEqual(self.get_keys(), ["no_limits"])

    def test_a_blank_is_no_text(self):
        self.set_limits(self.auto, ("combined_single", 0, " \u200b"))
        self.assertEqual(self.get_keys(), ["no_limits"])

    def test_a_deductible_is_no_limit(self):
        self.set_limits(self.auto, ("deductible", 5000, False))
        self.assertEqual(self.get_keys(), ["no_limits"])

    def test_a_text_is_a_limit(self):
        own = {"key": "own", "name": "Workers compensation", "text": "Statutory"}
        self.wc.limit_ids = [Command.clear(), Command.create(own)]
        self.assertEqual(
            self.get_message("main_limit"),
            f"{WC}: the certificate shows no limit for Each accident, Disease – each "
            "employee, Disease – policy limit.",
        )
        self.assertEqual(self.get_keys(), ["main_limit"])
        self.set_limits(
            self.wc,
            ("each_accident", 0, "Statutory"),
            ("disease_employee", 0, "Statutory"),
            ("disease_policy", 0, "Statutory"),
        )
        self.assertReady()

    def test_property_with_one_limit(self):
        building = {"key": "own", "name": "Building", "amount": 2400000}
        policy = self.make_policy(
            "property", "PR-1", limit_ids=[Command.create(building)]
        )
        self.assertReady()
        policy.limit_ids.unlink()
        self.assertEqual(self.get_keys(), ["no_limits"])

    def test_an_auto_policy_with_split_limits(self):
        self.set_limits(
            self.auto,
            ("bodily_injury_person", 250000, False),
            ("bodily_injury_accident", 500000, False),
            ("property_damage", 100000, False),
        )
        self.assertReady()

    def test_a_policy_that_is_not_shown_does_not_count(self):
        self.auto.limit_ids.unlink()
        self.assertReady(policies=self.gl)

    def test_no_manager_overrides_it(self):
        self.auto.limit_ids.unlink()
        [case] = self.judge(self.plain_interest)
        self.assertMay(False, case)
        self.assertOpens(self.auto, case)

    # --------------------------------------------------------------------- amounts

    def test_an_umbrella_of_a_dollar(self):
        self.set_limits(
            self.umbrella, ("each_occurrence", 1, False), ("aggregate", 1, False)
        )
        [case] = self.judge(self.plain_interest)
        self.assertEqual(
            [finding.message for finding in case.findings],
            [
                f"{UMBRELLA}: $1 for {name} looks too low. Enter the amount in full, "
                "as in 1,000,000."
                for name in ("Each occurrence", "Aggregate")
            ],
        )
        self.assertEqual(len({each.code for each in case.findings}), 2)

    def test_the_edges(self):
        for key, amount, expected in (
            ("each_occurrence", 999.99, True),
            ("each_occurrence", 1000, False),
            ("each_occurrence", -1000000, True),
            ("damage_to_rented", 500, True),
            ("general_aggregate", 1000000000, False),
            ("general_aggregate", 1000000001, True),
        ):
            limit = self.gl.limit_ids.filtered(lambda one, key=key: one.key == key)
            with self.subTest(key=key, amount=amount), self.cr.savepoint() as point:
                limit.amount = amount
                self.assertEqual(self.get_keys(), ["amount"] * expected)
                point.rollback()
            self.env.invalidate_all()

    def test_the_edges_of_an_umbrella(self):
        limits = self.umbrella.limit_ids
        limits.amount = 100000
        self.assertReady()
        limits.amount = 99999
        self.assertEqual(self.get_keys(), ["amount", "amount"])

    def test_what_is_worded_freely_may_be_a_deductible(self):
        own = {"key": "own", "name": "Deductible", "amount": 500}
        self.auto.limit_ids = [Command.create(own)]
        self.assertReady()
        self.auto.limit_ids.filtered("name").amount = 5
        self.assertEqual(self.get_keys(), ["amount"])

    def test_an_aggregate_below_each_occurrence(self):
        self.gl.limit_ids.filtered(
            lambda limit: limit.key == "general_aggregate"
        ).amount = 500000
        self.assertEqual(
            self.get_message("amount"),
            f"{GL}: General aggregate ($500,000) is less than Each occurrence "
            "($1,000,000). Check both.",
        )

    def test_medical_expense_is_less_than_any(self):
        self.set_limits(
            self.gl,
            ("each_occurrence", 1000000, False),
            ("medical_expense", 5000, False),
            ("general_aggregate", 1000000, False),
        )
        self.assertReady()


@tagged("post_install", "-at_install")
class TestCopiedLimits(GreenCase):
    """What a renewal has copied, somebody must have compared with the policy."""

    def renew(self):
        self.auto.write({"date_effective": "2025-03-02", "date_expiration": ISSUE_DATE})
        return self.env["coi.policy"].browse(self.auto.action_renew()["res_id"])

    def test_a_renewal(self):
        renewal = self.renew()
        self.assertEqual(
            self.get_message("unconfirmed"),
            f"The limits of {AUTO} were copied from another policy, and nobody has "
            "confirmed them. Compare them with the new policy and confirm them.",
        )
        [case] = self.judge(self.plain_interest)
        self.assertMay(True, case)
        self.assertOpens(renewal, case)
        renewal.action_confirm_limits()
        self.assertReady()

    def test_the_term_before_stays_as_it_was(self):
        self.renew()
        self.assertFalse(self.auto.limits_to_confirm)
        self.assertReady(issue_date=ISSUE_DATE - timedelta(days=9), policies=self.gl)

    def test_who_confirmed_is_on_the_log(self):
        renewal = self.renew()
        self.env.flush_all()
        self.cr.precommit.run()
        before = renewal.message_ids
        renewal.action_confirm_limits()
        self.env.flush_all()
        self.cr.precommit.run()
        told = (renewal.message_ids - before).sudo().tracking_value_ids
        self.assertIn("limits_to_confirm", told.field_id.mapped("name"))

    def test_a_policy_that_is_duplicated(self):
        """Limits and endorsements alike, and not only by the button Renew."""
        copy = self.gl.copy({"name": "GL-101"})
        self.assertTrue(copy.limits_to_confirm)
        self.assertTrue(all(copy.endorsement_ids.mapped("to_confirm")))
        self.assertFalse(self.gl.limits_to_confirm)

    def test_nothing_copied_is_nothing_to_confirm(self):
        self.auto.limit_ids.unlink()
        self.assertFalse(self.renew().limits_to_confirm)

    def test_what_is_entered_is_confirmed(self):
        self.assertFalse(self.make_policy("auto", "AU-9").limits_to_confirm)


@tagged("post_install", "-at_install")
class TestDates(GreenCase):
    def judge_on(self, today, day=ISSUE_DATE):
        with self.knowing(today):
            [case] = self.env["coi.plan"]._get_cases(self.plain_interest, day)
        return [finding.key for finding in case.findings]

    def test_after_today(self):
        self.assertEqual(self.judge_on(ISSUE_DATE), [])
        self.assertEqual(self.judge_on(ISSUE_DATE - timedelta(days=1)), ["post_dated"])

    def test_tomorrow_in_words(self):
        with self.knowing(ISSUE_DATE - timedelta(days=1)):
            [case] = self.env["coi.plan"]._get_cases(self.plain_interest, ISSUE_DATE)
        self.assertEqual(
            case.explain(),
            "The issue date, 03/02/2026, is tomorrow. Nobody knows yet what will be "
            "true then.",
        )

    def test_before_a_cancellation_was_known(self):
        self.gl.date_cancelled = EXPIRATION - timedelta(days=5)
        self.assertEqual(self.gl.cancellation_known, ISSUE_DATE)
        later = ISSUE_DATE + timedelta(days=9)
        self.assertEqual(self.judge_on(later), ["cancellation"])
        before = ISSUE_DATE - timedelta(days=1)
        self.assertEqual(self.judge_on(later, before), ["backdated", "cancellation"])

    def test_another_end_is_news(self):
        self.gl.date_cancelled = EXPIRATION - timedelta(days=5)
        with self.knowing(ISSUE_DATE + timedelta(days=3)):
            self.gl.write({"date_cancelled": EXPIRATION - timedelta(days=5)})
            self.assertEqual(self.gl.cancellation_known, ISSUE_DATE)
            self.gl.date_cancelled = EXPIRATION - timedelta(days=6)
            self.assertEqual(self.gl.cancellation_known, ISSUE_DATE + timedelta(days=3))
            self.gl.date_cancelled = False
            self.assertFalse(self.gl.cancellation_known)

    def test_a_policy_entered_as_cancelled(self):
        policy = self.make_policy("auto", "AU-7", date_cancelled="2026-12-01")
        self.assertEqual(policy.cancellation_known, ISSUE_DATE)
        self.assertFalse(policy.copy({"name": "AU-8"}).cancellation_known)

    def test_a_cancellation_of_an_earlier_database_is_no_news(self):
        """Nobody noted since when it is known."""
        self.gl.date_cancelled = EXPIRATION - timedelta(days=5)
        self.gl.cancellation_known = False
        before = ISSUE_DATE - timedelta(days=1)
        self.assertEqual(self.judge_on(ISSUE_DATE, before), ["cancellation"])


@tagged("post_install", "-at_install")
class TestTicks(GreenCase):
    def test_each_row_asks_its_own(self):
        for policy, name in (
            (self.gl, "claims_basis"),
            (self.gl, "aggregate_per"),
            (self.umbrella, "umbrella_form"),
            (self.umbrella, "claims_basis"),
            (self.wc, "wc_basis"),
            (self.wc, "wc_excluded"),
        ):
            with self.subTest(name=name), self.cr.savepoint() as savepoint:
                policy[name] = False
                self.assertEqual(self.get_keys(), ["unticked"])
                savepoint.rollback()
            self.env.invalidate_all()

    def test_a_claims_made_policy_says_since_when(self):
        made = {"claims_basis": "claims_made"}
        other = self.make_policy("professional", "PL-1", **made)
        self.assertEqual(self.get_keys(), ["retroactive"])
        other.full_prior_acts = True
        self.assertReady()
        other.write({"full_prior_acts": False, "date_retroactive": EFFECTIVE})
        self.assertReady()
        other.date_retroactive += timedelta(days=1)
        self.assertEqual(
            self.get_message("retroactive"),
            "Professional liability PL-1: the retroactive date, 02/01/2026, is after "
            "the policy takes effect. Check both.",
        )
        other.claims_basis = "occurrence"
        self.assertReady()
        self.auto.write(made)
        self.assertReady()

    def test_a_renewal_keeps_the_retroactive_date(self):
        self.gl.write({"claims_basis": "claims_made", "date_retroactive": "2018-06-01"})
        renewal = self.env["coi.policy"].browse(self.gl.action_renew()["res_id"])
        self.assertEqual(renewal.date_retroactive, self.gl.date_retroactive)
        self.gl.write({"date_retroactive": False, "full_prior_acts": True})
        self.assertTrue(self.gl.copy({"name": "GL-8"}).full_prior_acts)

    def test_a_line_of_the_last_row_asks_nothing(self):
        self.make_policy("pollution", "PO-1", claims_basis=False, wc_basis=False)
        self.assertReady()
