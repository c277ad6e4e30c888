from datetime import date, timedelta

from odoo.fields import Command, Domain
from odoo.tests import tagged

from ..agency import EXPIRATION, AgencyCase


@tagged("post_install", "-at_install")
class TestRenewedSince(AgencyCase):
    """Who has a certificate of a term that has a later one by now."""

    def setUp(self):
        super().setUp()
        self.plain_interest.series_ids = [Command.set(self.auto.series_id.ids)]
        every = self.plain_interest | self.ai_interest | self.coastal_interest
        self.generate(every)

    def renew(self, policy):
        renewal = self.env["coi.policy"].browse(policy.action_renew()["res_id"])
        renewal.action_confirm_limits()
        renewal.endorsement_ids.action_confirm()
        return renewal

    def assertFound(self, *interests, day=None):
        """The search says what the records say, of all interests."""
        model = self.env["coi.additional.interest"].with_context(active_test=False)
        with self.knowing(day or self.known_on):
            self.env.invalidate_all()
            found = model.search([("is_renewed_since", "=", True)])
            every = model.search([])
            self.assertEqual(found, every.filtered("is_renewed_since"))
            rest = model.search([("is_renewed_since", "!=", True)])
            self.assertEqual(rest, every - found)
        self.assertEqual(found, model.union(*interests))

    def test_who_is_shown_a_renewed_policy(self):
        self.assertFound()
        later = self.renew(self.gl)
        self.assertFound(self.ai_interest)
        self.assertEqual(self.ai_interest.later_policy_ids, later)
        self.assertEqual(self.ai_interest.later_text, "GL GL-100 from 01/31/2027")
        self.assertFalse(self.plain_interest.later_policy_ids)
        self.renew(self.auto)
        self.assertFound(self.ai_interest, self.plain_interest)

    def test_who_never_got_one_is_not_in_it(self):
        self.renew(self.gl)
        self.assertFalse(self.bank_interest.last_certificate_id)
        self.assertFound(self.ai_interest)

    def test_who_has_the_new_one_is_out_of_it(self):
        self.renew(self.coastal_gl)
        self.assertFound(self.coastal_interest)
        with self.knowing(EXPIRATION):
            new = self.issue(self.coastal_interest, issue_date=EXPIRATION)
        self.assertFound(day=EXPIRATION)
        self.assertEqual(self.coastal_interest.last_certificate_id, new)
        new._cancel("A mistake")
        self.assertFound(self.coastal_interest, day=EXPIRATION)

    def test_by_another_insurer(self):
        new = self.make_policy(
            "general_liability",
            "NEW-1",
            self.coastal,
            date_effective=EXPIRATION,
            date_expiration=EXPIRATION + timedelta(days=365),
        )
        self.assertFound()
        new._continue(self.coastal_gl)
        self.assertFound(self.coastal_interest)

    def test_a_later_term_that_is_over_is_none(self):
        later = self.renew(self.coastal_gl)
        later.date_cancelled = EXPIRATION
        self.assertFound(self.coastal_interest)
        self.assertFound(day=EXPIRATION)
        later.write({"date_cancelled": False, "active": False})
        self.assertFound()

    def test_who_receives_none_is_not_in_it(self):
        self.renew(self.coastal_gl)
        interest = self.coastal_interest
        for vals, is_in in (
            ({"renewal": "no"}, False),
            ({"renewal": "ask"}, True),
            ({"active": False}, False),
            ({"active": True, "valid_until": "2026-03-01"}, False),
            ({"tail_until": "2026-03-02"}, False),
            # The new term begins on January 31.
            ({"tail_until": "2027-01-30"}, False),
            ({"tail_until": "2027-01-31"}, True),
            ({"tail_until": False, "valid_until": "2027-01-30"}, False),
            ({"valid_until": "2027-01-31"}, True),
        ):
            interest.write(vals)
            with self.subTest(vals):
                self.assertFound(*([interest] if is_in else []))

    def test_what_is_shown_with_its_later_term_is_renewed_already(self):
        later = self.renew(self.coastal_gl)
        both = self.coastal_gl | later
        self.issue(self.coastal_interest, policy_ids=both.ids)
        self.assertFound()
        with self.knowing(date(2027, 2, 1)):
            self.renew(later)
        self.assertFound(self.coastal_interest)

    def test_the_list_opens_with_what_is_asked(self):
        self.renew(self.gl)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coi_mass_generate.coi_renewed_since_action"
        )
        self.assertEqual(action["res_model"], "coi.additional.interest")
        domain = Domain("is_renewed_since", "=", True)
        self.assertIn("is_renewed_since", action["domain"])
        listed = self.env["coi.additional.interest"].search(domain)
        opened = listed.action_generate()
        self.assertEqual(opened["res_model"], "coi.generate")

    def test_another_agency_finds_none_of_it(self):
        self.renew(self.gl)
        theirs = self.env_of(self.other_csr)["coi.additional.interest"]
        self.assertFalse(theirs.search([("is_renewed_since", "=", True)]))

    def test_a_list_takes_as_many_queries_for_one_as_for_all(self):
        self.renew(self.gl)
        self.renew(self.coastal_gl)
        every = self.plain_interest | self.ai_interest | self.coastal_interest

        def read(interests):
            return self.count_queries(lambda: interests.mapped("is_renewed_since"))

        self.assertEqual(read(self.ai_interest), read(every))
