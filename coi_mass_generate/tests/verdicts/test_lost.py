from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ...models.verdicts.printed import get_worth, is_less
from .test_rule_table import AUTO
from .test_rules import GL, LATER, RuleCase

PAST = {"date_effective": "2025-01-31", "date_expiration": "2026-03-02"}


@tagged("post_install", "-at_install")
class TestLost(RuleCase):
    """What the holder's last certificate said, and the next one would not."""

    def assertLost(self, *words, interest=None, sent=None, key=None, **options):
        """The next certificate says less: just ``words`` are told, by one rule."""
        [case] = self.judge(interest or self.plain_interest, **options)
        found = [each for each in case.findings if each.key.startswith("lost_")]
        if not words:
            self.assertFalse(found, found and found[0].message)
            return
        [finding] = found
        if key:
            self.assertEqual(finding.key, key)
        said = finding.message.partition("is not on this one: ")[2]
        self.assertEqual(said, "; ".join(words) + ".")
        self.assertEqual(finding.level, "warning")
        if sent:
            self.assertEqual(finding.target, sent)
            self.assertIn(sent._get_full_number(), finding.message)

    def set_limit(self, key, **vals):
        self.gl.limit_ids.filtered(lambda limit: limit.key == key).write(vals)

    # ----------------------------------------------------------------- coverages

    def test_a_coverage(self):
        sent = self.issue(self.plain_interest)
        self.auto.action_archive()
        self.assertLost(AUTO, sent=sent)

    def test_a_coverage_that_somebody_chose_not_to_show(self):
        self.issue(self.plain_interest)
        self.assertLost(AUTO, policies=self.gl | self.umbrella | self.wc)

    def test_the_term_that_follows_is_the_same_coverage(self):
        self.auto.write(PAST)
        with self.knowing(date(2026, 3, 1)):
            self.issue(self.plain_interest, issue_date="2026-03-01")
        renewal = self.auto.browse(self.auto.action_renew()["res_id"])
        renewal.action_confirm_limits()
        self.assertLost()
        renewal.name = "AU-2027"
        self.assertLost()

    def test_another_insurers_policy_of_the_line_is_the_same_coverage(self):
        sent = self.issue(self.plain_interest)
        self.auto.action_archive()
        other = self.make_policy("auto", "ZZ-1", insurer=self.atlantic)
        self.assertLost()
        other.limit_ids.amount = 500000
        self.assertLost(
            "Combined single limit $1,000,000 on Automobile liability ZZ-1 (now "
            "$500,000)",
            sent=sent,
        )

    def test_one_of_two_policies_of_a_line(self):
        second = self.make_policy("auto", "AU-201")
        self.issue(self.plain_interest)
        second.action_archive()
        self.assertLost("Automobile liability AU-201")

    def test_a_policy_that_was_given_to_another_insured(self):
        """It is named as it was printed: the insured does not have it any more."""
        self.issue(self.plain_interest)
        self.auto.insured_id = self.coastal
        self.assertLost(AUTO)

    def test_of_a_policy_that_is_over_only_its_end_is_told(self):
        self.issue(self.plain_interest)
        self.auto.date_cancelled = "2026-03-01"
        self.assertLost()
        [case] = self.judge(self.plain_interest)
        self.assertEqual([each.key for each in case.findings], ["lapsed"])

    # -------------------------------------------------------------------- limits

    def test_a_limit_that_is_lower(self):
        self.issue(self.plain_interest)
        self.set_limit("each_occurrence", amount=500000)
        self.assertLost(f"Each occurrence $1,000,000 on {GL} (now $500,000)")

    def test_a_limit_that_is_higher(self):
        self.issue(self.plain_interest)
        self.set_limit("each_occurrence", amount=2000000)
        self.assertLost()

    def test_a_limit_that_is_gone(self):
        self.issue(self.plain_interest)
        self.set_limit("damage_to_rented", amount=0)
        self.assertLost(f"Damage to rented premises $100,000 on {GL}")

    def test_a_limit_that_became_a_word(self):
        self.issue(self.plain_interest)
        self.set_limit("damage_to_rented", amount=0, text="Excluded")
        self.assertLost(f"Damage to rented premises $100,000 on {GL} (now Excluded)")

    def test_a_word_that_became_a_limit(self):
        self.issue(self.plain_interest)
        self.set_limit("medical_expense", amount=5000, text=False)
        self.assertLost()

    def test_what_was_excluded_cannot_be_lost(self):
        self.issue(self.plain_interest)
        self.set_limit("medical_expense", text=False)
        self.assertLost()

    def test_what_was_included(self):
        self.set_limit("medical_expense", text="Included")
        self.issue(self.plain_interest)
        self.set_limit("medical_expense", text="Excluded")
        self.assertLost(f"Medical expense (one person) Included on {GL} (now Excluded)")

    def test_a_limit_in_own_wording(self):
        own = {"key": "own", "name": "Liquor liability", "amount": 1000000}
        self.gl.limit_ids = [Command.create(own)]
        self.issue(self.plain_interest)
        limit = self.gl.limit_ids.filtered("name")
        limit.amount = 300000.5
        self.assertLost(f"Liquor liability $1,000,000 on {GL} (now $300,000.50)")
        limit.unlink()
        self.assertLost(f"Liquor liability $1,000,000 on {GL}")

    def test_one_of_two_limits_that_are_called_the_same(self):
        def own(amount):
            return Command.create({"key": "own", "name": "Building", "amount": amount})

        self.gl.limit_ids = [own(300000), own(2000000)]
        self.issue(self.plain_interest)
        first, second = self.gl.limit_ids.filtered("name").sorted("amount")
        first.sequence, second.sequence = 90, 80
        self.assertLost()
        first.unlink()
        self.assertLost(f"Building $300,000 on {GL}")

    def test_what_a_printed_limit_is_worth(self):
        for text, point, comma, worth in (
            ("$1,000,000", ".", ",", 1000000),
            ("$1,000,000.50 See policy", ".", ",", 1000000.5),
            ("1.000.000,50 €", ",", ".", 1000000.5),
            ("1\u202f000\u202f000 €", ",", "\u202f", 1000000),
            ("1000000", ".", "", 1000000),
            ("$500,000; $1,000,000", ".", ",", 1000000),
            ("$-5", ".", ",", -5),
            ("", ".", ",", 0),
            (" – ", ".", ",", 0),
            ("EXCLUDED.", ".", ",", 0),
            ("Included", ".", ",", None),
            ("See form 12", ".", ",", None),
        ):
            self.assertEqual(get_worth(text, point, comma), worth, text)

    def test_less(self):
        for now, before, expected in (
            (5, 10, True),
            (10, 5, False),
            (0, 0, False),
            (None, 10, True),
            (None, 0, False),
            (None, None, False),
            (0, None, True),
            (10, None, False),
        ):
            self.assertIs(bool(is_less(now, before)), expected, (now, before))

    # --------------------------------------------------------------------- marks

    def test_a_mark_that_is_not_asked_for_any_more(self):
        sent = self.issue(self.ai_interest)
        self.ai_interest.waiver_line_ids = False
        self.assertLost(
            f"Waiver of subrogation on {GL}", interest=self.ai_interest, sent=sent
        )

    def test_a_mark_whose_endorsement_nobody_has_confirmed(self):
        self.issue(self.ai_interest)
        self.gl.endorsement_ids.filtered("grants_ai_ongoing").to_confirm = True
        self.assertLost(f"Additional insured on {GL}", interest=self.ai_interest)

    def test_a_text_that_looks_like_a_mark(self):
        self.plain_interest.description = f'See "ai:p{self.gl.id}": "Y"'
        self.issue(self.plain_interest)
        self.plain_interest.description = "Roof"
        self.assertLost()

    # ------------------------------------------------------------- which is the last

    def test_the_latest_counts(self):
        """What one before it said is the same again, and still the last said more."""
        few = self.gl | self.umbrella | self.wc
        self.issue(self.plain_interest, policy_ids=few.ids)
        sent = self.issue(self.plain_interest)
        self.assertLost(AUTO, policies=few, sent=sent)

    def test_a_cancelled_one_does_not_count(self):
        self.issue(self.plain_interest)._cancel("Sent in error")
        self.auto.action_archive()
        self.assertLost()

    def test_one_for_download_only_does_not_count(self):
        self.issue(self.plain_interest, save_history=False)
        self.auto.action_archive()
        self.assertLost()

    def test_of_a_holder_who_was_taken_out_and_added_again(self):
        sent = self.issue(self.plain_interest)
        self.plain_interest.action_archive()
        self.auto.action_archive()
        again = self.make_interest(self.adams)
        self.assertLost(AUTO, interest=again, sent=sent)
        other = self.make_interest(self.adams, project="Pier 9")
        self.assertLost(interest=other)

    def test_in_a_revision(self):
        sent = self.issue(self.plain_interest)
        self.set_limit("each_occurrence", amount=500000)
        [case] = self.env["coi.plan"]._get_cases(
            self.plain_interest, sent.issue_date, revised={self.plain_interest.id: sent}
        )
        self.assertEqual([each.key for each in case.findings], ["lost_limit"])

    def test_nothing_is_said_twice_once_it_was_sent(self):
        self.issue(self.plain_interest)
        self.set_limit("each_occurrence", amount=500000)
        self.issue(self.plain_interest)
        self.assertLost(issue_date=LATER)

    def test_it_is_confirmed_by_itself(self):
        """By itself: with those that do no harm it is not."""
        self.issue(self.plain_interest)
        self.set_limit("each_occurrence", amount=500000)
        for options in ({"confirm_warnings": False}, {"confirm_kinds": []}):
            with self.assertRaisesRegex(UserError, "nobody has confirmed"):
                self.generate(self.plain_interest, **options)
        batch = self.generate(
            self.plain_interest, confirm_warnings=False, confirm_kinds=["lost_limit"]
        )
        self.assertEqual(batch.line_ids.state, "done")

    def test_in_the_language_of_the_page(self):
        """Amounts of a page are read as its language writes them."""
        self.env["res.lang"].sudo()._activate_lang("es_ES")
        self.adams.lang = "es_ES"
        sent = self.issue(self.plain_interest)
        self.assertIn("1.000.000", str(sent.master_id.snapshot["coverages"]))
        self.adams.lang = "en_US"
        self.assertLost()
        self.set_limit("each_occurrence", amount=999999)
        self.assertLost(f"Each occurrence $1.000.000 on {GL} (now $999,999)")

    # ------------------------------------------------------------------- many at once

    def test_the_number_of_queries_is_that_of_one(self):
        interests = self.make_interests(*(f"Elm {number}" for number in range(12)))
        self.generate(interests)
        self.set_limit("each_occurrence", amount=500000)

        def judge(some):
            for case in self.judge(some):
                self.assertIn("lost_limit", [each.key for each in case.findings])

        self.count_queries(lambda: judge(interests))  # fills what requests share
        few = self.count_queries(lambda: judge(interests[:2]))
        self.assertEqual(self.count_queries(lambda: judge(interests)), few)

    def test_another_companys_certificates_are_not_looked_at(self):
        self.issue(self.plain_interest)
        self.auto.action_archive()
        self.assertTrue(self.get_last(self.env))
        self.assertFalse(self.get_last(self.env_of(self.other_csr)))

    def get_last(self, env):
        [case] = self.judge(self.plain_interest)
        return env["coi.loss"]._get_last([case])
