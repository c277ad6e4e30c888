"""Of which certificate one is the renewal, as it was when it was issued."""

from odoo.tests import tagged

from ..agency import EXPIRATION, AgencyCase


@tagged("post_install", "-at_install")
class TestRenews(AgencyCase):
    """A certificate that shows a later term says whose renewal it is."""

    def setUp(self):
        super().setUp()
        self.first = self.issue(self.plain_interest)
        self.shown = self.first.policy_ids

    def renew(self, policies):
        """The terms that follow ``policies``."""
        renewed = [policy.action_renew()["res_id"] for policy in policies]
        terms = self.env["coi.policy"].browse(renewed)
        terms.action_confirm_limits()
        terms.endorsement_ids.action_confirm()
        return terms

    def reissue(self, policies, day=EXPIRATION, **options):
        return self.issue(
            self.plain_interest, issue_date=day, policy_ids=policies.ids, **options
        )

    def test_what_shows_later_terms_renews_the_last(self):
        self.assertFalse(self.first.renews_id)
        second = self.reissue(self.renew(self.shown))
        self.assertEqual(second.renews_id, self.first)
        third = self.reissue(self.renew(second.policy_ids))
        self.assertEqual(third.renews_id, second)

    def test_one_later_term_among_many_is_enough(self):
        terms = self.renew(self.gl)
        second = self.reissue(terms | self.shown - self.gl, day=self.gl.date_effective)
        self.assertEqual(second.renews_id, self.first)

    def test_a_revision_renews_nothing_of_its_own(self):
        """But what it revises had renewed is renewed all the same."""
        self.assertFalse(self.issue(self.plain_interest).renews_id)
        terms = self.renew(self.shown)
        last = self.env["coi.certificate"].search(
            [("id", ">=", self.first.id)], limit=1
        )
        self.assertEqual(self.reissue(terms).renews_id, last)
        revised = self.reissue(terms)
        self.assertEqual(revised.revision, 1)
        self.assertEqual(revised.renews_id, last)

    def test_other_policies_of_the_same_term_renew_nothing(self):
        few = self.reissue(self.gl, day=self.gl.date_effective)
        self.assertFalse(few.renews_id)
        every = self.reissue(self.shown, day=self.gl.date_effective)
        self.assertFalse(every.renews_id)

    def test_an_earlier_term_renews_nothing(self):
        terms = self.renew(self.shown)
        self.reissue(terms)
        again = self.reissue(self.shown, day=self.gl.date_effective)
        self.assertFalse(again.renews_id)

    def test_what_is_issued_policy_by_policy_renews_the_same(self):
        """Each shows a later term of the first, and none of the one before it."""
        terms = self.renew(self.gl | self.auto)
        for term in terms:
            self.assertEqual(self.reissue(term).renews_id, self.first)

    def test_a_cancelled_one_is_not_renewed(self):
        terms = self.renew(self.shown)
        self.first._cancel("Sent in error")
        self.assertFalse(self.reissue(terms).renews_id)

    def test_once_the_renewal_is_cancelled_the_next_one_renews_it_again(self):
        terms = self.renew(self.shown)
        self.reissue(terms)._cancel("Sent in error")
        self.assertEqual(self.reissue(terms).renews_id, self.first)

    def test_what_is_made_for_download_only_renews_nothing(self):
        made = self.reissue(self.renew(self.shown), save_history=False)
        self.assertFalse(made.renews_id)

    def test_the_number_of_queries_does_not_depend_on_their_number(self):
        interests = self.make_interests(*(f"Elm {number}" for number in range(8)))
        self.generate(interests)
        terms = self.renew(self.shown)
        options = {"issue_date": EXPIRATION, "policy_ids": terms.ids}

        def generate(some):
            made = self.generate(some, **options).certificate_ids
            self.assertEqual(len(made.renews_id), len(some))

        generate(interests[:1])  # draws the page
        one = self.count_queries(lambda: generate(interests[1]))
        many = self.count_queries(lambda: generate(interests[2:]))
        self.assertLessEqual(many, one)
