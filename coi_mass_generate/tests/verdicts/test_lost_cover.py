"""What the page says with the same "Y", or with another box: completed operations, and
when what is claimed must have happened."""

from datetime import date

from odoo.tests import tagged
from odoo.tools import SQL

from ...models.verdicts.printed import (
    EVER,
    Language,
    compare_limits,
    is_better,
    read_since,
)
from ..agency import EXPIRATION
from .test_rules import GL, RuleCase

COMPLETED = f"Additional insured, completed operations on {GL}"
ONGOING = f"Additional insured, ongoing operations on {GL}"


class LostCase(RuleCase):
    def get_lost(self, interest, **options):
        """``{key: words}``"""
        [case] = self.judge(interest, **options)
        found = [each for each in case.findings if each.key.startswith("lost_")]
        for each in found:
            self.assertTrue(each.is_serious)
            self.assertEqual(each.level, "warning")
        return {
            each.key: each.message.partition("is not on this one: ")[2]
            for each in found
        }


@tagged("post_install", "-at_install")
class TestLostOperations(LostCase):
    """The page says "Y" for any of them: what it rested on decides."""

    def setUp(self):
        super().setUp()
        self.gl.endorsement_ids = [self.endorsement("CG 20 37", "ai_completed")]
        self.ongoing = self.get_endorsement("CG 20 10")
        self.completed = self.get_endorsement("CG 20 37")
        self.sent = self.issue(self.ai_interest)

    def assertLost(self, **lost):
        found = self.get_lost(self.ai_interest)
        self.assertEqual(found, {key: f"{words}." for key, words in lost.items()})

    def renew(self, *numbers):
        """The next term, with only those endorsements besides the waiver's."""
        term = self.gl.browse(self.gl.action_renew()["res_id"])
        term.action_confirm_limits()
        kept = term.endorsement_ids.filtered(
            lambda each: each.number in numbers or each.grants_waiver
        )
        (term.endorsement_ids - kept).unlink()
        kept.action_confirm()
        return term

    def test_what_is_stored_of_it(self):
        said = [each for each in self.sent.basis_id.data if each["grant"] == "ai"]
        self.assertEqual(
            {each["number"]: each["gives"] for each in said},
            {"CG 20 10": ["grants_ai_ongoing"], "CG 20 37": ["grants_ai_completed"]},
        )

    def test_nothing(self):
        self.assertLost()

    def test_completed(self):
        self.completed.to_confirm = True
        self.assertLost(lost_completed=COMPLETED)

    def test_completed_in_the_next_term(self):
        term = self.renew("CG 20 10")
        found = self.get_lost(
            self.ai_interest, issue_date=EXPIRATION, policies=term | self.auto
        )
        self.assertEqual(found["lost_completed"], f"{COMPLETED}.")
        self.assertNotIn("lost_ai", found)
        self.assertNotIn("lost_waiver", found)

    def test_ongoing(self):
        self.ongoing.to_confirm = True
        self.assertLost(lost_ai=ONGOING)

    def test_another_form_that_names_neither_is_not_less_than_ongoing(self):
        self.gl.endorsement_ids = [self.endorsement("CG 20 26", "ai_other")]
        self.ongoing.to_confirm = True
        self.assertLost()
        self.completed.to_confirm = True
        self.assertLost(lost_completed=COMPLETED)

    def test_both_are_the_mark_itself(self):
        (self.ongoing | self.completed).to_confirm = True
        self.assertLost(lost_ai=f"Additional insured on {GL}")

    def test_a_schedule_that_names_the_holder_no_more(self):
        self.completed.write({"basis": "scheduled", "scheduled_ids": self.dover.ids})
        self.assertLost(lost_completed=COMPLETED)

    def test_of_an_earlier_basis_it_is_what_the_endorsement_gives(self):
        self.forget_gives()
        self.assertFalse(self.sent.basis_id._find_odd())
        self.completed.to_confirm = True
        self.assertLost(lost_completed=COMPLETED)
        self.completed.grants_ai_completed = False
        self.assertLost()

    def test_what_was_stored_counts_whatever_the_endorsement_says_since(self):
        self.completed.write({"grants_ai_completed": False, "grants_ai_ongoing": True})
        self.assertLost(lost_completed=COMPLETED)

    def test_without_a_basis_it_is_what_gives_it_now(self):
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE coi_certificate SET basis_id = NULL WHERE id = %s", self.sent.id
            )
        )
        self.env.invalidate_all()
        self.assertLost()
        term = self.renew("CG 20 10")
        found = self.get_lost(
            self.ai_interest, issue_date=EXPIRATION, policies=term | self.auto
        )
        self.assertEqual(found["lost_completed"], f"{COMPLETED}.")

    def forget_gives(self):
        """As it was stored before it was kept what each gave."""
        basis = self.sent.basis_id
        said = [
            {name: value for name, value in each.items() if name != "gives"}
            for each in basis.data
        ]
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE coi_basis SET data = %s, key = %s WHERE id = %s",
                self.env["coi.basis"]._fields["data"].convert_to_column(said, basis),
                basis._get_key(said),
                basis.id,
            )
        )
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestLostTime(LostCase):
    """Claims-made instead of occurrence, and a retroactive date that is later."""

    def set(self, **vals):
        self.gl.write(vals)

    def claims_made(self, since=False, ever=False):
        self.set(
            claims_basis="claims_made", date_retroactive=since, full_prior_acts=ever
        )

    def assertLost(self, words=""):
        found = self.get_lost(self.plain_interest)
        wanted = {"lost_claims_made": f"{words}."} if words else {}
        self.assertEqual(found, wanted)

    def test_from_occurrence_to_claims_made(self):
        self.issue(self.plain_interest)
        self.claims_made(ever=True)
        self.assertLost(f"Occurrence on {GL} (now Claims-made)")

    def test_from_claims_made_to_occurrence(self):
        self.claims_made(ever=True)
        self.issue(self.plain_interest)
        self.set(claims_basis="occurrence")
        self.assertLost()

    def test_what_is_left_open_is_told_by_another_rule(self):
        self.issue(self.plain_interest)
        self.set(claims_basis=False)
        self.assertLost()

    def test_a_later_retroactive_date(self):
        self.claims_made(since="2020-05-01")
        self.issue(self.plain_interest)
        self.assertLost()
        self.claims_made(since="2019-05-01")
        self.assertLost()
        self.claims_made(since="2020-05-02")
        self.assertLost(f"Retroactive date 05/01/2020 on {GL} (now 05/02/2020)")

    def test_a_retroactive_date_that_is_not_told_any_more(self):
        self.claims_made(since="2020-05-01")
        self.issue(self.plain_interest)
        self.claims_made()
        self.assertLost(f"Retroactive date 05/01/2020 on {GL}")

    def test_full_prior_acts(self):
        self.claims_made(ever=True)
        self.issue(self.plain_interest)
        self.assertLost()
        self.claims_made(since="2020-05-01")
        self.assertLost(f"Retroactive date full prior acts on {GL} (now 05/01/2020)")

    def test_from_a_date_to_full_prior_acts(self):
        self.claims_made(since="2020-05-01")
        self.issue(self.plain_interest)
        self.claims_made(ever=True)
        self.assertLost()

    def test_in_another_language(self):
        self.env["res.lang"].sudo()._activate_lang("es_ES")
        self.adams.lang = "es_ES"
        self.claims_made(since="2020-05-12")
        self.issue(self.plain_interest)
        self.adams.lang = "en_US"
        self.assertLost()
        self.claims_made(since="2020-12-05")
        self.assertLost(f"Retroactive date 12/05/2020 on {GL} (now 12/05/2020)")

    def test_a_line_whose_row_has_no_boxes(self):
        policy = self.make_policy("pollution", "PL-1")
        self.issue(self.plain_interest)
        self.assertLost()
        policy.write({"claims_basis": "claims_made", "full_prior_acts": True})
        self.assertLost(f"Occurrence on {policy.display_name} (now Claims-made)")

    def test_days_as_they_are_printed(self):
        english = Language("en_US", ".", ",", "%m/%d/%Y", {})
        words = Language("bg_BG", ".", ",", "%d %B %Y", {})
        for text, language, day in (
            ("05/01/2020", english, date(2020, 5, 1)),
            ("", english, None),
            ("full prior acts", english, EVER),
            ("antecedentes completos", english, EVER),
            ("12 \u043c\u0430\u0439 2020", words, False),
        ):
            self.assertEqual(read_since(text, language), day, text)


@tagged("post_install", "-at_install")
class TestLostDeductible(LostCase):
    """What the insured bears itself: more of it is less for the holder."""

    def setUp(self):
        super().setUp()
        self.limit = self.gl.limit_ids.create(
            {"policy_id": self.gl.id, "key": "deductible", "amount": 5000}
        )
        self.issue(self.plain_interest)

    def test_a_lower_one_is_no_loss(self):
        self.limit.amount = 2500
        self.assertFalse(self.get_lost(self.plain_interest))

    def test_none_is_no_loss(self):
        self.limit.unlink()
        self.assertFalse(self.get_lost(self.plain_interest))

    def test_a_higher_one_is(self):
        self.limit.amount = 25000
        self.assertEqual(
            self.get_lost(self.plain_interest),
            {"lost_limit": f"Deductible $5,000 on {GL} (now $25,000)."},
        )

    def test_in_another_language_it_is_the_same_limit(self):
        self.env["res.lang"].sudo()._activate_lang("es_ES")
        self.adams.lang = "es_ES"
        self.assertFalse(self.get_lost(self.plain_interest))

    def test_of_two_heirs_the_better_counts(self):
        low, high, unsaid = (5, "$5"), (9, "$9"), (0, "")
        for slot, best, other in (
            ("aggregate", high, low),
            ("deductible", low, high),
            ("deductible", unsaid, high),
        ):
            self.assertTrue(is_better(slot, best, other), (slot, best, other))
            self.assertFalse(is_better(slot, other, best), (slot, best, other))

    def test_more_and_less(self):
        low, high, word, unsaid = (5, "$5"), (9, "$9"), (None, "Included"), (0, "")
        for slot, now, before, kind in (
            ("aggregate", low, high, "worse"),
            ("aggregate", high, low, "better"),
            ("aggregate", low, low, ""),
            ("aggregate", unsaid, word, "worse"),
            ("aggregate", word, unsaid, "better"),
            ("aggregate", low, word, ""),
            ("deductible", low, high, "better"),
            ("deductible", high, low, "worse"),
            ("deductible", high, unsaid, ""),
            ("deductible", unsaid, high, ""),
            ("deductible", word, high, ""),
        ):
            self.assertEqual(compare_limits(slot, now, before), kind, (slot, now))


@tagged("post_install", "-at_install")
class TestConfirmedByKind(LostCase):
    """Nobody confirms one kind of loss with another."""

    def test_a_limit_does_not_confirm_completed_operations(self):
        self.gl.endorsement_ids = [self.endorsement("CG 20 37", "ai_completed")]
        sent = self.issue(self.ai_interest)
        self.get_endorsement("CG 20 37").to_confirm = True
        self.auto.limit_ids.amount = 500000
        interests = self.ai_interest | self.plain_interest
        few = self.generate(
            interests, confirm_warnings=True, confirm_kinds=["lost_limit"]
        )
        states = {line.interest_id: line.state for line in few.line_ids}
        self.assertEqual(states[self.ai_interest], "aside")
        every = self.generate(
            interests,
            confirm_warnings=True,
            confirm_kinds=["lost_limit", "lost_completed"],
        )
        states = {line.interest_id: line.state for line in every.line_ids}
        self.assertEqual(states[self.ai_interest], "done")
        self.assertEqual(sent.state, "superseded")

    def test_what_was_confirmed_in_earlier_versions_is_told_as_it_was_called(self):
        batch = self.generate(self.plain_interest, confirm_warnings=True)
        batch.sudo().confirmed_kinds = ["lost", "wording"]
        kinds = self.env["coi.evidence"]._get_kinds(batch)
        self.assertTrue(kinds.startswith("Less than the last certificate; "))
        self.assertNotIn("lost", self.env["coi.check"]._get_kinds())
