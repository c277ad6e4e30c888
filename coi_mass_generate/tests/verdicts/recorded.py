"""A random agency as records."""

from datetime import timedelta

from odoo.fields import Command

from ..agency import AgencyCase, make_picture

LEVELS = ("warning", "blocked")
GRANTS = {
    "ai_ongoing": "grants_ai_ongoing",
    "ai_completed": "grants_ai_completed",
    "ai_other": "grants_ai_other",
    "waiver": "grants_waiver",
    "pnc": "grants_pnc",
    "notice": "grants_notice",
}
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


class RecordedCase(AgencyCase):
    """``random_agency``'s, written into the database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        states = cls.env["res.country.state"].search([("country_id", "=", cls.us.id)])
        cls.states = {state.code: state.id for state in states}
        lines = cls.env["coi.coverage.line"].search([])
        cls.lines = {line.key: line.id for line in lines}

    def get_levels(self, case):
        """The worst level by rule."""
        levels = {}
        for finding in case.findings:
            known = levels.get(finding.key, "warning")
            levels[finding.key] = max(known, finding.level, key=LEVELS.index)
        return levels

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
        self.holders = holders
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
        answers["date_retroactive"] = False
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
            **self.prepare_given(endorsement),
        }

    def prepare_given(self, endorsement):
        return {
            "to_confirm": endorsement["unconfirmed"],
            **{name: each in endorsement["gives"] for each, name in GRANTS.items()},
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
                first = policies[each["number"][:-2]]
                policies[each["number"]] = self.record_policy(
                    each, first.insured_id, first.insurer_id, self.holders
                )
                continue
            changed = each["limits"].values()
            for limit, (amount, text) in zip(policy.limit_ids, changed, strict=True):
                limit.write({"amount": amount, "text": text})
            policy.date_cancelled = each["cancelled"]
            policy.cancellation_known = each["known"]
            policy.write(self.prepare_answers(each))
            # In the order in which they were made.
            pairs = zip(
                policy.endorsement_ids.sorted("id"), each["endorsements"], strict=True
            )
            for endorsement, one in pairs:
                endorsement.write(self.prepare_given(one))
        for interest, each in zip(interests, agency["interests"], strict=True):
            for right in ("ai", "waiver", "pnc"):
                asked = [self.lines[line] for line in each[right]]
                interest[f"{right}_line_ids"] = [Command.set(asked)]
            tied = [self.series[one] for one in each["series"]]
            interest.series_ids = [Command.set(tied)]

    def choose(self, agency, policies):
        if agency["chosen"] is None:
            return None
        chosen = self.env["coi.policy"]
        return chosen.union(*(policies[number] for number in agency["chosen"]))
