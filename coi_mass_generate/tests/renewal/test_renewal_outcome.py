import os
import random
from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from ..agency import EXPIRATION, ISSUE_DATE
from .campaign import RenewalCase

LINES = ("general_liability", "auto", "umbrella", "workers_comp")
AGENCIES = 1000 if os.environ.get("COI_LONG") else 25


def foretell(holder, decided, practice, first):
    """What becomes of a holder, told from what was entered alone, in another way than
    the addon works it out: by asking everything that could be the reason at once.

    :param holder: dict of what was entered of it
    :param decided: ``{line: decision}``
    :param first: the day on which the first of the policies ends
    :returns: include, wait or leave_out
    """
    concerned = [decided[line] for line in LINES if line in holder["shown"]]
    renewed = concerned.count("next")
    days = [day for day in (holder["valid"], holder["tail"]) if day]
    is_over = bool(days) and max(days) < first
    against = [
        holder["renewal"] == "no",
        holder["answer"] == "stop",
        holder["left_out"],
        is_over,
        bool(concerned)
        and set(concerned) == {"not_renewed"}
        and (holder["renewal"] != "ask" or holder["answer"] == "keep"),
    ]
    if any(against):
        return "leave_out"
    hindered = [
        holder["renewal"] == "ask" and holder["answer"] != "keep",
        "open" in concerned,
        "waiting" in concerned and practice == "wait",
        not renewed,
        not holder["street"],
    ]
    return "wait" if any(hindered) else "include"


@tagged("post_install", "-at_install")
class TestOutcome(RenewalCase):
    """Include, wait or leave out: as somebody else foretells it, for any agency."""

    def get_outcomes(self, renewal):
        return {line.interest_id: line.outcome for line in renewal.line_ids}

    def make_agency(self, chance):
        """An insured with four policies and some holders; what was entered of each."""
        insured = self.make_holder(f"Insured {chance.random()}")
        policies = {
            line: self.make_policy(
                line, f"{line[:2]}-{chance.random()}", insured,
                date_expiration=EXPIRATION + timedelta(days=chance.randint(0, 5)),
            )
            for line in LINES
        }  # fmt: skip
        holders = {}
        for number in range(chance.randint(1, 6)):
            holder = self.draw_holder(chance)
            place = {"street": holder["street"], "street2": False}
            contact = self.make_holder(f"Holder {number}", **place)
            some = [policies[line].series_id.id for line in holder["shown"]]
            interest = self.make_interest(
                contact,
                insured,
                renewal=holder["renewal"],
                valid_until=holder["valid"],
                tail_until=holder["tail"],
                series_ids=[Command.set([] if holder["all"] else some)],
            )
            holders[interest] = holder
        return insured, policies, holders

    def draw_holder(self, chance):
        shown = chance.sample(LINES, chance.randint(1, 4))
        is_all = chance.random() < 0.4
        valid = tail = None
        if chance.random() < 0.4:
            valid = EXPIRATION + timedelta(days=chance.randint(-40, 40))
            if chance.random() < 0.5:
                tail = valid + timedelta(days=chance.randint(0, 60))
        return {
            "all": is_all,
            "shown": LINES if is_all else shown,
            "renewal": chance.choice(("yes", "yes", "yes", "ask", "no")),
            "answer": chance.choice(("", "", "", "keep", "stop")),
            "left_out": chance.random() < 0.1,
            "valid": valid,
            "tail": tail,
            "street": chance.choice(("5 Elm Street",) * 5 + (False,)),
        }

    def decide(self, chance, renewal, policies):
        decided = {}
        for line, policy in policies.items():
            row = self.get_row(renewal, policy)
            decided[line] = chance.choice(
                ("next", "next", "next", "open", "waiting", "not_renewed")
            )
            if decided[line] == "next":
                row.action_renew()
            elif decided[line] != "open":
                row.decision = decided[line]
        renewal.policy_ids.action_confirm_limits()
        return decided

    def check_agency(self, seed):
        chance = random.Random(seed)
        insured, policies, holders = self.make_agency(chance)
        renewal = self.prepare(insured)
        practice = renewal.incomplete = chance.choice(("wait", "again"))
        decided = self.decide(chance, renewal, policies)
        renewal.action_review()
        for interest, holder in holders.items():
            line = self.get_holder(renewal, interest)
            if holder["answer"]:
                getattr(line, f"action_{holder['answer']}")()
            if holder["left_out"]:
                line.leave_out()
        if chance.random() < 0.5:
            renewal.action_refresh()
        first = min(policy.date_expiration for policy in policies.values())
        told = {
            interest: foretell(holder, decided, practice, first)
            for interest, holder in holders.items()
        }
        for interest, outcome in self.get_outcomes(renewal).items():
            why = self.get_holder(renewal, interest).reason_text
            known = (seed, why, decided, practice, renewal.day, holders[interest])
            self.assertEqual(outcome, told.pop(interest), known)
        self.assertEqual(told, {})

    def test_any_agency(self):
        for seed in range(AGENCIES):
            with self.subTest(seed):
                self.check_agency(seed)

    # ------------------------------------------------------ what is easier to read

    def review(self):
        renewal = self.prepare()
        self.renew_all(renewal)
        renewal.action_review()
        return renewal

    def test_who_shows_none_of_these_policies(self):
        other = self.make_policy(
            "cyber", "CY-1", date_expiration=EXPIRATION + timedelta(days=90)
        )
        self.bank_interest.series_ids = [Command.set(other.series_id.ids)]
        self.assertEqual(self.get_why(self.review())[self.bank_interest], "others")

    def test_another_policy_that_goes_on_is_shown(self):
        other = self.make_policy(
            "cyber", "CY-1", date_expiration=EXPIRATION + timedelta(days=90)
        )
        renewal = self.review()
        self.assertIn(other, renewal._get_policies())
        self.assertFalse(renewal._get_policies() & renewal.policy_ids.policy_id)

    def test_added_later_one_joins_and_taken_out_one_is_told(self):
        renewal = self.review()
        more = self.make_interest(self.make_holder("Added Later"))
        self.dover_interest.action_archive()
        renewal.action_refresh()
        whys = self.get_why(renewal)
        self.assertEqual(whys[more], "ready")
        self.assertEqual(whys[self.dover_interest], "gone")

    def test_blocked_ones_wait_and_say_why(self):
        self.dover.street = False
        line = self.get_holder(self.review(), self.dover_interest)
        self.assertEqual((line.outcome, line.why), ("wait", "blocked"))
        self.assertIn("address", line.reason_text)

    def test_who_has_it_already(self):
        renewal = self.review()
        kinds = list(self.env["coi.check"]._get_kinds())
        self.env["coi.batch"].generate(
            interest_ids=self.plain_interest.ids,
            policy_ids=renewal._get_policies().ids,
            issue_date=self.known_on,
            confirm_kinds=kinds,
        )
        renewal.action_refresh()
        self.assertEqual(self.get_why(renewal)[self.plain_interest], "has_it")

    def test_by_hand_and_back(self):
        renewal = self.review()
        line = self.get_holder(renewal, self.plain_interest)
        line.leave_out("Building sold")
        renewal.action_refresh()
        self.assertIn("Building sold", line.reason_text)
        self.assertEqual(line.left_out_by_id, self.csr)
        line.action_take_in()
        self.assertEqual(line.outcome, "include")

    def test_queries_do_not_grow_with_holders(self):
        renewal = self.review()
        self.assertFalse(renewal.line_ids.filtered(lambda each: not each.last_id))
        few = self.count_queries(renewal._refresh)
        more = self.make_interests(*(f"Holder {number}" for number in range(30)))
        with self.knowing(ISSUE_DATE):
            self.generate(more)
        renewal._refresh()
        many = self.count_queries(renewal._refresh)
        self.assertLessEqual(many, few + 1)
