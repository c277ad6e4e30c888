import os
import random

from odoo.fields import Command
from odoo.tests import tagged

from ..agency import ISSUE_DATE
from .noticing import NoticeCase

IS_LONG = os.environ.get("COI_LONG") == "1"
ROUNDS = 300 if IS_LONG else 30
RUNS = 60 if IS_LONG else 8
LINES = ("general_liability", "auto", "property", "inland_marine", "cyber")
TYPES = ("mortgagee", "lenders_loss_payable", "loss_payee", "owner", "lienholder")
# What a lender can have a stake in, said once more and independently.
STAKES = {
    "mortgagee": ("property", "inland_marine"),
    "lenders_loss_payable": ("auto", "property", "inland_marine"),
    "loss_payee": ("auto", "property", "inland_marine"),
}
REFUSED = (550, b"5.1.1 No such user")
GONE = (OSError, "gone")


@tagged("post_install", "-at_install")
class TestNoticeOracle(NoticeCase):
    """Random agencies: who is concerned, who is owed notice, and who hears of a
    reinstatement, as a plain walk over all records says it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(26)
        cls.insured = cls.env["res.partner"].create(
            {"name": "Random Roofing", **cls.get_address("1 Way", "Salem", "01970")}
        )
        cls.policies = cls.env["coi.policy"]
        for number in range(7):
            line = cls.random.choice(LINES)
            cls.policies += cls.make_policy(line, f"R-{number}", insured=cls.insured)
        cls.holders = cls.env["res.partner"]
        for number in range(12):
            email = f"h{number}@holder.example"
            cls.holders += cls.make_holder(f"Holder {number:02}", email=email)
        cls.interests = cls.env["coi.additional.interest"]
        for number in range(18):
            holder = cls.holders[number % len(cls.holders)]
            cls.interests += cls.make_interest(
                holder, cls.insured, project=f"Project {number}"
            )
        cls._issue_some()

    @classmethod
    def _issue_some(cls):
        """Each interest shows some of the policies, and a few got nothing yet."""
        kinds = list(cls.env["coi.check"]._get_kinds())
        for some in (cls.interests[:6], cls.interests[6:11], cls.interests[11:15]):
            shown = cls.choose(cls.policies, 2)
            cls.env["coi.batch"].generate(
                interest_ids=some.ids,
                policy_ids=shown.ids,
                issue_date=ISSUE_DATE,
                confirm_warnings=True,
                confirm_kinds=kinds,
            )

    @classmethod
    def choose(cls, records, least=0):
        count = cls.random.randint(least, len(records))
        return records.browse(cls.random.sample(records.ids, count))

    # ------------------------------------------------------------------ agencies

    def shuffle(self):
        """Other endorsements, types, ties, ends and states than before."""
        some = self.random
        for policy in self.policies:
            commands = [Command.clear()]
            for number in range(some.randint(0, 2)):
                scheduled = (
                    self.choose(self.holders[:5]) if some.random() < 0.6 else None
                )
                commands.append(
                    self.endorsement(
                        f"E {number}",
                        some.choice(["notice", "notice", "waiver"]),
                        scheduled=scheduled,
                        to_confirm=some.random() < 0.2,
                    )
                )
            policy.endorsement_ids = commands
        for interest in self.interests:
            tied = self.choose(self.policies) if some.random() < 0.4 else []
            interest.write(
                {
                    "type_ids": [Command.set([self.get_type(some.choice(TYPES)).id])],
                    "series_ids": [Command.set([each.series_id.id for each in tied])],
                    "valid_until": some.choice(
                        [False, False, "2026-03-01", ISSUE_DATE]
                    ),
                    "active": some.random() < 0.9,
                }
            )
        for paper in self.env["coi.certificate"].search(
            [("insured_id", "=", self.insured.id)]
        ):
            paper.sudo().state = some.choice(["issued", "issued", "superseded"])

    def predict(self, policies):
        """``{(holder, policy): whether notice is owed}``, one record after another."""
        found = {}
        papers = self.env["coi.certificate"].search([])
        for policy in policies:
            for paper in papers:
                if paper.state == "issued" and policy in paper.master_id.policy_ids:
                    found.setdefault((paper.holder_id, policy), False)
            for interest in self.interests.with_context(active_test=True):
                if self.is_lender(interest, policy):
                    found[interest.holder_id, policy] = True
            giving = [
                each
                for each in policy.endorsement_ids
                if each.grants_notice and not each.to_confirm
            ]
            for each in giving:
                for holder in each.scheduled_ids if each.basis == "scheduled" else ():
                    found[holder, policy] = True
            if any(each.basis == "blanket" for each in giving):
                for holder, other in list(found):
                    if other == policy:
                        found[holder, policy] = True
        return found

    def is_lender(self, interest, policy):
        if not interest.active or (
            interest.valid_until and interest.valid_until < ISSUE_DATE
        ):
            return False
        if interest.series_ids and policy.series_id not in interest.series_ids:
            return False
        keys = interest.type_ids.mapped("key")
        return any(policy.coverage_id.key in STAKES.get(key, ()) for key in keys)

    def test_whom_it_concerns_and_to_whom_it_is_owed(self):
        owed = courtesy = 0
        for number in range(ROUNDS):
            self.shuffle()
            policies = self.choose(self.policies, 1)
            found = {
                (
                    self.holders.browse(each.holder_id),
                    policies.browse(each.policy_id),
                ): bool(each.reasons)
                for each in self.env["coi.notice.set"]._find(policies)
            }
            self.assertEqual(found, self.predict(policies), f"round {number}")
            owed += sum(found.values())
            courtesy += len(found) - sum(found.values())
        # Both kinds were there to be told apart.
        self.assertGreater(min(owed, courtesy), ROUNDS)

    # ------------------------------------------------------------- reinstatement

    def test_a_reinstatement_is_for_those_who_were_told(self):
        seen = {True: 0, False: 0}
        for number in range(RUNS):
            self.shuffle()
            practice = self.random.choice(["owed", "all"])
            self.agency.sudo().coi_notice_practice = practice
            policies = self.choose(self.policies, 1)
            wanted = {
                pair
                for pair, is_owed in self.predict(policies).items()
                if is_owed or practice == "all"
            }
            policies.write({"date_cancelled": "2026-03-01"})
            told = self.tell(policies, wanted)
            answers = self.env["coi.notice"]
            for policy in policies:
                answer = policy.reinstate("2026-03-02")["notice_id"]
                answers += answers.browse(answer or [])
                lines = answers.browse(answer or []).line_ids
                found = {each.holder_id for each in lines if each.is_wanted}
                expected = {holder for holder, one in told if one == policy}
                self.assertEqual(found, expected, f"run {number}, {policy.name}")
                for holder, _policy in wanted:
                    seen[holder in expected] += 1
            self.assertEqual(self.run_postman(), [])
            # Whoever does not hear of it, would hear of the next one.
            for answer in answers:
                answer.send(at_once=True)
            self.run_postman()
        self.assertGreater(min(seen.values()), 0)

    def tell(self, policies, wanted):
        """Send, with servers that refuse and vanish; the pairs that may know of it."""
        fate = {
            holder.email: self.random.choice(["taken", "taken", "refused", "gone"])
            for holder, _policy in wanted
        }
        if not wanted:
            return set()
        notice = self.make(policies)
        self.assertEqual(
            {
                (each.holder_id, each.policy_id)
                for each in notice.line_ids
                if each.is_wanted
            },
            wanted,
        )
        notice.send(at_once=True)
        script = {email: GONE for email, what in fate.items() if what == "gone"} | {
            ("rcpt", email): REFUSED
            for email, what in fate.items()
            if what == "refused"
        }
        taken = []
        # A session that breaks ends a turn; nothing is said twice.
        for _turn in range(len(fate) + 1):
            taken += self.run_postman(script)
            self.pace.sudo().write({"wait_until": False})
        addresses = [address for address, _data in taken]
        self.assertEqual(len(addresses), len(set(addresses)))
        expected = {email for email, what in fate.items() if what == "taken"}
        self.assertEqual(set(addresses), expected)
        return {
            (holder, policy)
            for holder, policy in wanted
            if fate[holder.email] != "refused"
        }
