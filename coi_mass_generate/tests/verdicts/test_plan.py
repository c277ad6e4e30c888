from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from ..agency import EXPIRATION, ISSUE_DATE, AgencyCase


@tagged("post_install", "-at_install")
class TestPlanPolicies(AgencyCase):
    """Which policies a holder's certificate shows."""

    def get_shown(self, interest, issue_date=ISSUE_DATE, policies=None):
        [case] = self.judge(interest, issue_date, policies)
        return case.policies.mapped("name")

    def test_all_in_force_in_the_pages_order(self):
        self.assertEqual(
            self.get_shown(self.plain_interest),
            ["GL-100", "AU-200", "UM-300", "WC-400"],
        )

    def test_never_those_of_another_insured(self):
        self.assertEqual(self.get_shown(self.coastal_interest), ["GL-900"])

    def test_never_those_of_another_company(self):
        self.auto.sudo().company_id = self.other_agency
        self.assertNotIn("AU-200", self.get_shown(self.plain_interest))

    def test_not_what_is_expired_on_the_issue_date(self):
        self.auto.date_expiration = ISSUE_DATE
        self.assertNotIn("AU-200", self.get_shown(self.plain_interest))

    def test_not_what_is_cancelled_on_the_issue_date(self):
        self.auto.date_cancelled = ISSUE_DATE
        self.assertNotIn("AU-200", self.get_shown(self.plain_interest))

    def test_not_what_takes_effect_later(self):
        self.auto.date_effective = date(2026, 3, 3)
        self.assertNotIn("AU-200", self.get_shown(self.plain_interest))

    def test_not_what_is_archived(self):
        self.auto.active = False
        self.assertNotIn("AU-200", self.get_shown(self.plain_interest))

    def test_only_those_the_interest_is_in(self):
        self.plain_interest.series_ids = (self.gl | self.wc).series_id
        self.assertEqual(self.get_shown(self.plain_interest), ["GL-100", "WC-400"])

    def test_only_those_chosen_in_the_wizard(self):
        self.assertEqual(
            self.get_shown(self.plain_interest, policies=self.auto | self.gl),
            ["GL-100", "AU-200"],
        )

    def test_chosen_and_of_the_interest(self):
        self.plain_interest.series_ids = (self.gl | self.wc).series_id
        self.assertEqual(
            self.get_shown(self.plain_interest, policies=self.auto | self.gl),
            ["GL-100"],
        )

    def test_chosen_but_expired_is_not_shown(self):
        """Choosing a policy does not put it in force again."""
        self.assertEqual(
            self.get_shown(self.plain_interest, EXPIRATION, policies=self.gl), []
        )

    def test_a_second_policy_of_a_line_is_shown_too(self):
        self.make_policy("auto", "AU-201")
        self.assertEqual(
            self.get_shown(self.plain_interest),
            ["GL-100", "AU-200", "AU-201", "UM-300", "WC-400"],
        )


@tagged("post_install", "-at_install")
class TestPlanGrants(AgencyCase):
    """A "Y" needs both: the interest asks for it and an endorsement gives it."""

    def get_grants(self, interest):
        [case] = self.judge(interest)
        return tuple(
            {
                right: [each.term.policy.name for each in grants]
                for right, grants in answers.items()
            }
            for answers in (case.granted, case.refused)
        )

    def test_asked_and_endorsed(self):
        self.assertEqual(
            self.get_grants(self.ai_interest),
            ({"ai": ["GL-100"], "waiver": ["GL-100"]}, {}),
        )

    def test_endorsed_but_not_asked_gives_no_mark(self):
        self.assertEqual(self.get_grants(self.plain_interest), ({}, {}))

    def test_asked_but_not_endorsed_is_refused(self):
        self.gl.endorsement_ids.unlink()
        self.assertEqual(
            self.get_grants(self.ai_interest),
            ({}, {"ai": ["GL-100"], "waiver": ["GL-100"]}),
        )

    def test_given_on_one_policy_and_refused_on_another(self):
        self.ai_interest.ai_line_ids |= self.get_line("umbrella")
        granted, refused = self.get_grants(self.ai_interest)
        self.assertEqual(granted["ai"], ["GL-100"])
        self.assertEqual(refused["ai"], ["UM-300"])

    def test_scheduled_for_this_holder_only(self):
        self.umbrella.endorsement_ids = [
            self.endorsement("UMB 1", "ai", scheduled=self.bay)
        ]
        for interest in (self.ai_interest, self.plain_interest):
            interest.ai_line_ids = self.get_line("umbrella")
            interest.waiver_line_ids = False
        self.assertEqual(self.get_grants(self.ai_interest), ({"ai": ["UM-300"]}, {}))
        self.assertEqual(self.get_grants(self.plain_interest), ({}, {"ai": ["UM-300"]}))

    def test_endorsed_on_another_policy_of_the_line_does_not_help(self):
        """Two automobile policies, one with the endorsement: one Y, one refusal."""
        self.make_policy(
            "auto", "AU-201", endorsement_ids=[self.endorsement("CA 20 48", "ai")]
        )
        self.plain_interest.ai_line_ids = self.get_line("auto")
        self.assertEqual(
            self.get_grants(self.plain_interest),
            ({"ai": ["AU-201"]}, {"ai": ["AU-200"]}),
        )

    def test_a_policy_that_is_not_shown_needs_no_endorsement(self):
        self.ai_interest.ai_line_ids |= self.get_line("umbrella")
        self.ai_interest.series_ids = self.gl.series_id
        granted, refused = self.get_grants(self.ai_interest)
        self.assertEqual(granted["ai"], ["GL-100"])
        self.assertFalse(refused)

    def test_primary_and_non_contributory(self):
        self.plain_interest.pnc_line_ids = self.get_line("general_liability")
        self.assertEqual(
            self.get_grants(self.plain_interest), ({"pnc": ["GL-100"]}, {})
        )


@tagged("post_install", "-at_install")
class TestPlanCost(AgencyCase):
    """Verdicts for thousands: the number of queries is that for a few."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = [f"Holder {number:03}" for number in range(60)]
        cls.many = cls.make_interests(
            *names, ai=["general_liability"], waiver=["general_liability"]
        )
        scheduled = cls.endorsement("UMB 1", "ai", scheduled=cls.many.holder_id[:30])
        cls.umbrella.endorsement_ids = [scheduled]
        cls.many[:30].ai_line_ids = [Command.link(cls.get_line("umbrella").id)]

    def test_queries_do_not_grow_with_the_holders(self):
        few = self.count_queries(lambda: self.judge(self.many[28:32]))
        many = self.count_queries(lambda: self.judge(self.many))
        self.assertLessEqual(many, few)

    def test_the_wizards_list_does_not_ask_more_for_more(self):
        def list_candidates(interests):
            return self.env["coi.generate"].get_candidates(
                "interests",
                interests.ids,
                self.beacon.ids,
                self.agency.id,
                "2026-03-02",
                [],
            )

        few = self.count_queries(lambda: list_candidates(self.many[28:32]))
        many = self.count_queries(lambda: list_candidates(self.many))
        self.assertLessEqual(many, few)

    def test_the_order_asked_for_is_kept(self):
        asked = self.many[::-1]
        cases = self.judge(asked)
        self.assertEqual([case.interest for case in cases], list(asked))
