from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..agency import AgencyCase


@tagged("post_install", "-at_install")
class TestInterestSearch(AgencyCase):
    """The search above the insured's list of holders."""

    def find(self, query="", shown="all", env=None, insured=None):
        interests = (env or self.env)["coi.additional.interest"]
        found = interests.search_listed((insured or self.beacon).id, query, shown)
        return self.env["coi.additional.interest"].browse(found)

    def test_each_word_is_looked_for_in_what_a_row_shows(self):
        every = self.beacon.coi_additional_interest_ids
        self.assertEqual(self.find(), every.sorted("holder_name"))
        for query, expected in [
            ("adams", self.plain_interest),
            ("bay pier", self.ai_interest),
            ("worcester, MA", self.ai_interest),
            ("mortgagee", self.bank_interest),
            ("additional insured", self.ai_interest),
            ("nobody", self.ai_interest.browse()),
        ]:
            self.assertEqual(self.find(query), expected, query)

    def test_of_one_insured_only(self):
        self.assertEqual(self.find(insured=self.coastal), self.coastal_interest)

    def test_by_what_a_certificate_would_be_today(self):
        for verdict in ("ready", "warning", "blocked"):
            listed = self.beacon.coi_additional_interest_ids
            expected = listed.filtered(lambda each, v=verdict: each.verdict == v)
            self.assertEqual(self.find(shown=verdict), expected, verdict)
        self.assertIn(self.dover_interest, self.find(shown="blocked"))

    def test_by_marks(self):
        self.bank_interest.pnc_line_ids = self.get_line("auto")
        marked = self.ai_interest | self.bank_interest
        self.assertEqual(self.find(shown="marked"), marked)
        plain = self.plain_interest | self.dover_interest
        self.assertEqual(self.find(shown="plain"), plain)

    def test_words_for_what_cannot_be_asked(self):
        for args in (("x", ""), (self.beacon.id, 7), (self.beacon.id, "", "red")):
            with self.assertRaises(UserError):
                self.env["coi.additional.interest"].search_listed(*args)

    def test_not_for_other_companies_or_without_the_right(self):
        self.assertFalse(self.find(env=self.env_of(self.other_csr)))
        with self.assertRaises(AccessError):
            self.find(env=self.env_of(self.colleague))
