import os
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..agency import AgencyCase, make_picture
from .oracle import Oracle
from .random_agency import change, make_agency

AGENCIES = 1000 if os.environ.get("COI_LONG") else 100
GRANTS = {
    "ai_ongoing": "grants_ai_ongoing",
    "ai_completed": "grants_ai_completed",
    "ai_other": "grants_ai_other",
    "waiver": "grants_waiver",
    "pnc": "grants_pnc",
    "notice": "grants_notice",
}
LEVELS = ("warning", "blocked")
# Keys of limits by their name in ``random_agency``; others have their own wording.
LIMITS = {
    "each": "each_occurrence",
    "rented": "damage_to_rented",
    "single": "combined_single",
    "accident": "each_accident",
    "employee": "disease_employee",
    "disease": "disease_policy",
}
AGGREGATES = {"general_liability": "general_aggregate", "umbrella": "aggregate"}
# The field, and what it says where the question is answered.
ANSWERS = {
    "basis": ("claims_basis", "occurrence"),
    "per": ("aggregate_per", "policy"),
    "autos": ("auto_hired", True),
    "form": ("umbrella_form", "excess"),
    "statute": ("wc_basis", "statute"),
    "excluded": ("wc_excluded", "no"),
}
# Days from the beginning of a term to its retroactive date.
SINCE = {"before": -1000, "begin": 0, "late": 1}


@tagged("post_install", "-at_install")
class TestOracle(AgencyCase):
    """Random agencies: every verdict and every Y on paper, against a second opinion.

    A failure names the seed: ``make_agency(seed)`` gives the same agency again.
    ``COI_LONG=1`` tries a thousand of them instead of a hundred.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        states = cls.env["res.country.state"].search([("country_id", "=", cls.us.id)])
        cls.states = {state.code: state.id for state in states}
        lines = cls.env["coi.coverage.line"].search([])
        cls.lines = {line.key: line.id for line in lines}
        cls.form = cls.env["coi.form"].search([], limit=1)

    def test_they_agree(self):
        kinds = ("ready", "warning", "blocked", "marks", "pages", "lost")
        counts = dict.fromkeys(kinds, 0)
        for seed in range(AGENCIES):
            with self.subTest(seed=seed):
                self.check(make_agency(seed), counts)
        # The agencies must be worth the trouble.
        self.assertGreater(min(counts.values()), AGENCIES // 2, counts)

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

    def get_levels(self, case):
        """The worst level by rule."""
        levels = {}
        for finding in case.findings:
            known = levels.get(finding.key, "warning")
            levels[finding.key] = max(known, finding.level, key=LEVELS.index)
        return levels

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
        change(agency, agency["changes"])
        self.record_changes(agency, interests, policies)
        chosen = self.choose(agency, policies)
        cases = self.judge_on(agency, interests, chosen)
        for case, interest, last in zip(cases, agency["interests"], sent, strict=True):
            levels = self.get_levels(case)
            levels.pop("unchanged", None)
            self.assertEqual(levels, oracle.findings(interest, last), interest)
            counts["lost"] += "lost" in levels

    def judge_on(self, agency, interests, chosen):
        return self.env["coi.plan"]._get_cases(interests, agency["day"], chosen)

    # ------------------------------------------------------------------- record

    def record(self, agency):
        """(interests in the agency's order, policies by number)"""
        self.record_ours(agency)
        self.record_approvals(agency)
        insured = self.env["res.partner"].create(
            {
                "name": "The Insured",
                "coi_description": agency["text"],
                **self.prepare_insured(agency),
            }
        )
        holders = self.env["res.partner"].create(
            [self.prepare_holder(holder) for holder in agency["holders"]]
        )
        policies = self.record_policies(agency, insured, holders)
        return self.record_interests(agency, insured, holders, policies), policies

    def record_ours(self, agency):
        ours = agency["ours"]
        self.agency.sudo().write(
            {
                "coi_expiring_days": agency["near"],
                "coi_cite_endorsements": agency["cite"],
                # Odoo wants a name; a blank is none.
                "name": ours["name"] or " ",
                "street": ours["street"],
                "city": ours["city"],
                "zip": ours["zip"],
                "state_id": self.states.get(ours["state"], False),
                "phone": ours["phone"],
                "coi_representative": ours["signer"],
                "coi_signature": ours["signature"] and make_picture(),
            }
        )

    def prepare_insured(self, agency):
        insured = agency["insured"]
        is_us = insured["country"] == "US"
        has_state = is_us and insured["has_state"]
        return {
            "street": insured["street"],
            "city": insured["city"],
            "zip": insured["zip"],
            "state_id": has_state and self.states[agency["state"]],
            "country_id": self.us.id if is_us else self.env.ref("base.ie").id,
        }

    def record_approvals(self, agency):
        approvals = self.env["coi.state.approval"].sudo()
        approvals.search([]).unlink()
        approvals.create(
            [
                {
                    "form_id": self.form.id,
                    "state_id": self.states[state],
                    "company_id": self.agency.id,
                    "reference": "On file",
                    "date_from": agency["day"] - timedelta(days=1),
                }
                for state in agency["approved"]
            ]
        )

    def prepare_holder(self, holder):
        country = self.us if holder["country"] == "US" else self.env.ref("base.ie")
        return {
            "name": holder["name"],
            "street": holder["street"],
            "city": holder["city"],
            "zip": holder["zip"],
            "state_id": self.states.get(holder["state"], False),
            "country_id": country.id,
        }

    def record_policies(self, agency, insured, holders):
        insurers = self.env["res.partner"].create(
            [
                {"name": f"Insurer {place}", "coi_naic": insurer["naic"] and "12345"}
                for place, insurer in enumerate(agency["insurers"])
            ]
        )
        self.series, policies = {}, {}
        for each in agency["policies"]:
            insurer = insurers[each["insurer"]]
            policy = self.record_policy(each, insured, insurer, holders)
            policies[each["number"]] = policy
        return policies

    def record_policy(self, each, insured, insurer, holders):
        endorsements = [
            Command.create(self.prepare_endorsement(endorsement, holders))
            for endorsement in each["endorsements"]
        ]
        policy = self.env["coi.policy"].create(
            {
                "name": each["number"],
                "insured_id": insured.id,
                "insurer_id": insurer.id,
                "coverage_id": self.lines[each["line"]],
                "series_id": self.series.get(each["series"], False),
                "date_effective": each["first"],
                "date_expiration": each["last"],
                "date_cancelled": each["cancelled"],
                "limits_to_confirm": each["unconfirmed"],
                "limit_ids": self.prepare_limits(each),
                "endorsement_ids": endorsements,
                **self.prepare_answers(each),
            }
        )
        policy.cancellation_known = each["known"]
        self.series[each["series"]] = policy.series_id.id
        return policy

    def prepare_limits(self, policy):
        keys = {**LIMITS, "all": AGGREGATES.get(policy["line"])}
        return [
            Command.create(
                {
                    "key": keys.get(name, "own"),
                    "name": name not in keys and name,
                    "amount": amount,
                    "text": text,
                }
            )
            for name, (amount, text) in policy["limits"].items()
        ]

    def prepare_answers(self, policy):
        """All questions answered but those that are left open."""
        answers = {
            field: question not in policy["open"] and answer
            for question, (field, answer) in ANSWERS.items()
        }
        if policy["made"] and "basis" not in policy["open"]:
            answers["claims_basis"] = "claims_made"
        answers["full_prior_acts"] = policy["since"] == "ever"
        if policy["since"] in SINCE:
            days = timedelta(days=SINCE[policy["since"]])
            answers["date_retroactive"] = policy["first"] + days
        return answers

    def prepare_endorsement(self, endorsement, holders):
        named = [holders[place].id for place in endorsement["named"] if holders[place:]]
        return {
            "number": endorsement["number"],
            "basis": "blanket" if endorsement["blanket"] else "scheduled",
            "scheduled_ids": [Command.set(named)],
            "to_confirm": endorsement["unconfirmed"],
            **{GRANTS[each]: True for each in endorsement["gives"]},
        }

    def record_interests(self, agency, insured, holders, policies):
        interests = self.env["coi.additional.interest"]
        return interests.create(
            [
                {
                    "insured_id": insured.id,
                    "holder_id": holders[each["holder"]].id,
                    "series_ids": [
                        Command.set([self.series[one] for one in each["series"]])
                    ],
                    "description": each["text"],
                    "description_mode": "replace" if each["replaces"] else "append",
                    "project": each["project"],
                    "project_state_id": self.states.get(each["project_state"], False),
                    "valid_until": each["until"],
                    **{
                        f"{right}_line_ids": [
                            Command.set([self.lines[line] for line in each[right]])
                        ]
                        for right in ("ai", "waiver", "pnc")
                    },
                }
                for each in agency["interests"]
            ]
        )

    def record_changes(self, agency, interests, policies):
        """Let the records be what the agency is since it has changed."""
        for each in agency["policies"]:
            policy = policies.get(each["number"])
            if not policy:
                first = policies[each["number"].removesuffix("-X")]
                policies[each["number"]] = self.record_policy(
                    each, first.insured_id, first.insurer_id, self.env["res.partner"]
                )
                continue
            changed = each["limits"].values()
            for limit, (amount, text) in zip(policy.limit_ids, changed, strict=True):
                limit.write({"amount": amount, "text": text})
            policy.date_cancelled = each["cancelled"]
            policy.cancellation_known = each["known"]
            if any(one["unconfirmed"] for one in each["endorsements"]):
                pairs = zip(policy.endorsement_ids, each["endorsements"], strict=True)
                for endorsement, one in pairs:
                    endorsement.to_confirm = one["unconfirmed"]
        for interest, each in zip(interests, agency["interests"], strict=True):
            for right in ("ai", "waiver", "pnc"):
                if not each[right]:
                    interest[f"{right}_line_ids"] = False

    def choose(self, agency, policies):
        if agency["chosen"] is None:
            return None
        chosen = self.env["coi.policy"]
        return chosen.union(*(policies[number] for number in agency["chosen"]))
