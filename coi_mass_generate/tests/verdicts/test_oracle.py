import os

from odoo.exceptions import UserError
from odoo.tests import tagged

from .oracle import Oracle
from .random_agency import change, make_agency
from .recorded import RecordedCase

AGENCIES = 1000 if os.environ.get("COI_LONG") else 100
LOSSES = (
    "lost_coverage", "lost_limit", "lost_ai", "lost_completed", "lost_waiver",
    "lost_pnc", "lost_claims_made",
)  # fmt: skip


@tagged("post_install", "-at_install")
class TestOracle(RecordedCase):
    """Random agencies: every verdict and every Y on paper, against a second opinion.

    A failure names the seed: ``make_agency(seed)`` gives the same agency again.
    ``COI_LONG=1`` tries a thousand of them instead of a hundred.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls.env["coi.form"].search([], limit=1)

    def test_they_agree(self):
        kinds = ("ready", "warning", "blocked", "marks", "pages")
        counts = dict.fromkeys((*kinds, *LOSSES), 0)
        for seed in range(AGENCIES):
            with self.subTest(seed=seed):
                self.check(make_agency(seed), counts)
        # The agencies must be worth the trouble.
        often = [counts[kind] for kind in (*kinds, "lost_limit")]
        self.assertGreater(min(often), AGENCIES // 2, counts)
        self.assertGreater(min(counts.values()), AGENCIES // 20, counts)

    def check(self, agency, counts):
        oracle = Oracle(agency)
        type(self).known_on = agency["today"]
        interests, policies = self.record(agency)
        chosen = self.choose(agency, policies)
        self.check_verdicts(agency, oracle, interests, chosen, counts)
        self.check_made(agency, oracle, interests, chosen, counts)
        self.check_unchanged(agency, oracle, interests, chosen)
        self.check_lost(agency, oracle, interests, policies, counts)
        self.env.flush_all()
        self.env.invalidate_all()

    def check_verdicts(self, agency, oracle, interests, chosen, counts):
        cases = self.judge_on(agency, interests, chosen)
        for case, interest in zip(cases, agency["interests"], strict=True):
            self.assertEqual(self.get_levels(case), oracle.findings(interest), interest)
            self.assertEqual(case.verdict, oracle.verdict(interest), interest)
            counts[case.verdict] += 1

    def check_made(self, agency, oracle, interests, chosen, counts):
        """Where all are blocked, there is no batch either."""
        options = {
            "issue_date": agency["day"],
            "policy_ids": chosen and chosen.ids,
        }
        if {oracle.verdict(each) for each in agency["interests"]} == {"blocked"}:
            with self.assertRaisesRegex(UserError, "blocked"):
                self.generate(interests, **options)
            return
        self.check_pages(agency, oracle, self.generate(interests, **options), counts)

    def check_pages(self, agency, oracle, batch, counts):
        for line, interest in zip(batch.line_ids, agency["interests"], strict=True):
            printed = oracle.verdict(interest) != "blocked"
            self.assertEqual(bool(line.certificate_ids), printed, line.reason_text)
            if printed:
                pages = self.read_pages(line.certificate_ids)
                self.check_marks(oracle, interest, pages, counts)
                counts["pages"] += len(pages)

    def check_marks(self, oracle, interest, pages, counts):
        found, shown = set(), set()
        for page in pages:
            for number in self.find_policies(oracle, page):
                shown.add(number)
                for right, mark in zip(
                    ("ai", "waiver", "pnc"), page.get_flags(number), strict=True
                ):
                    if mark == "Y":
                        found.add((number, right))
        self.assertEqual(shown, {each["number"] for each in oracle.shown(interest)})
        self.assertEqual(found, oracle.marks(interest))
        text = " ".join(page.text for page in pages)
        self.assertEqual(
            "Additional insured by endorsement:" in text,
            oracle.cites_additional_insured(interest),
        )
        counts["marks"] += len(found)

    def find_policies(self, oracle, page):
        pieces = {piece for _x, _y, piece in page.places}
        return [
            policy["number"]
            for policy in oracle.agency["policies"]
            if policy["number"] in pieces
        ]

    def check_unchanged(self, agency, oracle, interests, chosen):
        """Judged once more, those who got a certificate need no other."""
        interests[:1].holder_id.street2 = "Moved"
        cases = self.judge_on(agency, interests, chosen)
        for case, interest in zip(cases[1:], agency["interests"][1:], strict=True):
            sent = oracle.verdict(interest) != "blocked"
            self.assertEqual("unchanged" in self.get_levels(case), sent, interest)
        self.assertNotIn("unchanged", self.get_levels(cases[0]))
        interests[:1].holder_id.street2 = False

    def check_lost(self, agency, oracle, interests, policies, counts):
        """What happens afterward, and what the next certificate would say less."""
        sent = [
            oracle.describe(interest) if oracle.verdict(interest) != "blocked" else None
            for interest in agency["interests"]
        ]
        for changes in agency["changes"]:
            change(agency, changes)
            self.record_changes(agency, interests, policies)
            chosen = self.choose(agency, policies)
            cases = self.judge_on(agency, interests, chosen)
            for case, interest, last in zip(
                cases, agency["interests"], sent, strict=True
            ):
                levels = self.get_levels(case)
                levels.pop("unchanged", None)
                self.assertEqual(levels, oracle.findings(interest, last), interest)
                self.assertEqual(bool(case.last), last is not None)
                for kind in set(LOSSES) & set(levels):
                    counts[kind] += 1

    def judge_on(self, agency, interests, chosen):
        return self.env["coi.plan"]._get_cases(interests, agency["day"], chosen)
