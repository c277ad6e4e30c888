"""Agencies as they come: plain data, the same for the same seed.

Nothing here knows what is right: ``oracle`` judges the data, ``test_oracle`` records it
and compares what the addon does.
"""

import random
from datetime import date, timedelta

LINES = ["general_liability", "auto", "umbrella", "workers_comp", "pollution", "cyber"]
RIGHTS = ["ai", "waiver", "pnc"]
EASY_STATES = ["MA", "MA", "MA", "CT", "NH", "OH"]
HARD_STATES = ["NY", "NY", "TX", "TX", "ND", "IA", "WI", "UT"]
HARMLESS = [
    "", "", "", "Roof of building B.", "Annual permit", "Certificate no. 12 is void.",
    "Street work in May", "See {policies}", "Holder: {holder}",
]  # fmt: skip
RISKY = [
    "30 days' written notice of cancellation", "The holder will be notified.",
    "We shall endeavor to mail it.", "as per written contract", "As per lease.",
    "We guarantee this.", "This is to certify it", "The insured warrants it",
    "to hold harmless the owner", "Additional insured under workers compensation",
]  # fmt: skip
BROKEN = ["For {nobody}"]
LONG_NAME = "The Association of the Owners of the Condominium at the Harbor " * 10
NO_FONT = "Adams \U000e0041"
# What an agency enters of each line, as it should be, and the questions its row asks.
USUAL = {
    "general_liability": {"each": 1000000, "rented": 100000, "all": 2000000},
    "auto": {"single": 1000000},
    "umbrella": {"each": 5000000, "all": 5000000},
    "workers_comp": {"accident": 500000, "employee": 500000, "disease": 500000},
    "pollution": {"Each claim": 1000000},
    "cyber": {"Each claim": 1000000, "Deductible": 2500},
}
QUESTIONS = {
    "general_liability": ["basis", "per"],
    "auto": ["autos"],
    "umbrella": ["form", "basis"],
    "workers_comp": ["statute", "excluded"],
    "pollution": [],
    "cyber": [],
}
CLAIMS_MADE = ["general_liability", "umbrella", "pollution", "cyber"]
ODD_AMOUNTS = [1, 5, 500, 999, 99999, 300000, 3000000, 2000000000, -1000, 20000000000]
TEXTS = ["Excluded", "Included", "Statutory", "See policy", "Not covered"]


def make_agency(seed):
    """A dict: settings, insurers, policies, holders, interests, issue date."""
    return _Maker(random.Random(seed)).agency


class _Maker:
    def __init__(self, rnd):
        self.rnd = rnd
        # Some agencies keep their data well, in some everything is wrong at once.
        self.trouble = rnd.choice([0.1, 0.3, 1, 2])
        self.day = date(2026, 1, 1) + timedelta(days=rnd.randrange(365))
        insurers = rnd.choice([1, 2, 3, 3, 4, 9])
        self.agency = {
            "day": self.day,
            "near": rnd.choice([0, 15, 30, 30, 60]),
            "cite": rnd.random() < 0.2,
            "state": self.choose_state(),
            "ours": self.make_ours(),
            "insured": self.make_insured(),
            "text": RISKY[0] if self.maybe(0.1) else rnd.choice(["", "Work."]),
            "approved": [each for each in ("TX", "ND", "NY") if rnd.random() < 0.5],
            "insurers": [{"naic": not self.maybe(0.08)} for _turn in range(insurers)],
            "policies": [],
        }
        self.make_policies()
        self.make_holders()
        self.agency["chosen"] = self.choose_policies()
        self.agency["series"] = self.choose_series()
        self.agency["interests"] = [
            self.make_interest(place) for place in range(len(self.agency["holders"]))
        ]
        # Mostly a certificate carries the day on which it is made.
        later = rnd.choice([0, 0, 0, 0, 0, 1, 20, 100, -1, -40])
        self.agency["today"] = self.day + timedelta(days=later)
        # One after the other; each time the next certificate says less than the last.
        self.agency["changes"] = [self.choose_changes() for _turn in range(3)]

    def maybe(self, share):
        """Whether something unusual happens, in about that share of ordinary cases."""
        return self.rnd.random() < share * self.trouble

    def choose_state(self):
        return self.rnd.choice(HARD_STATES if self.maybe(0.2) else EASY_STATES)

    # ----------------------------------------------------------- agency, insured

    def make_ours(self):
        ours = {
            "name": "Harbor Point",
            "street": "12 Long Wharf",
            "city": "Boston",
            "zip": "02110",
            "state": "MA",
            "country": "US",
            "phone": "617 555 0100",
            "signer": "Josephine Bell",
            "signature": self.rnd.random() < 0.3,
        }
        if self.maybe(0.02):
            for part in self.rnd.sample(sorted(set(ours) - {"country"}), 2):
                ours[part] = ""
        if self.maybe(0.01):
            ours["name"] = "YourCompany"
        return ours

    def make_insured(self):
        insured = {"street": "1 First Street", "city": "Town", "zip": "01234"}
        if self.maybe(0.02):
            insured[self.rnd.choice(sorted(insured))] = self.rnd.choice(["", " "])
        insured["country"] = "IE" if self.maybe(0.05) else "US"
        insured["has_state"] = not self.maybe(0.02)
        return insured

    # ----------------------------------------------------------------- policies

    def make_policies(self):
        insurers = len(self.agency["insurers"])
        wanted = 9 if insurers > 6 else self.rnd.choice([3, 4, 5, 6])
        for series in range(wanted):
            line = LINES[series] if series < 4 else self.rnd.choice(LINES)
            if self.maybe(0.1):
                continue
            self.make_series(series, line)

    def make_series(self, series, line):
        """One to three terms, each a year, one of them usually running today."""
        age = self.choose_age() if self.maybe(0.5) else 100
        start = self.day - timedelta(days=age)
        terms = [start]
        if self.rnd.random() < 0.3:
            terms.append(start - timedelta(days=365))
        if self.rnd.random() < 0.2:
            terms.append(start + timedelta(days=365))
        if self.maybe(0.05):
            terms = [start - timedelta(days=self.rnd.choice([270, 280, 400]))]
        for number, first in enumerate(terms):
            self.agency["policies"].append(
                self.make_policy(f"P{series}-{number}", series, line, first)
            )

    def choose_age(self):
        """Days since a term began; a day more or less often decides."""
        near = self.agency["near"]
        edges = [-1, 0, 1, 364, 365, 366, 365 - near, 364 - near, 365 + near]
        return self.rnd.choice([*edges, self.rnd.randrange(-20, 366)])

    def choose_end(self):
        """When a term was cancelled: the edges again."""
        near = self.agency["near"]
        edges = [0, 1, near, near + 1, -near, -near - 1]
        days = self.rnd.choice([*edges, self.rnd.randrange(-60, 60)])
        return self.day + timedelta(days=days)

    def make_policy(self, number, series, line, first):
        last = first + timedelta(days=365)
        cancelled = self.choose_end() if self.maybe(0.06) else None
        return {
            "number": number,
            "series": series,
            "line": line,
            "insurer": series % len(self.agency["insurers"]),
            "first": first,
            "last": last,
            "cancelled": cancelled,
            "known": cancelled and self.choose_known(),
            "limits": self.make_limits(line),
            "unconfirmed": self.maybe(0.01),
            "open": [each for each in QUESTIONS[line] if self.maybe(0.01)],
            "made": line in CLAIMS_MADE and self.rnd.random() < 0.1,
            "since": self.choose_since(),
            "endorsements": [
                self.make_endorsement(place)
                for place in range(self.rnd.choice([0, 1, 2, 3, 4]))
            ],
        }

    def choose_since(self):
        """Since when a claims-made policy insures what happened."""
        odd = self.rnd.choice(["unsaid", "late"])
        return odd if self.maybe(0.1) else self.rnd.choice(["before", "begin", "ever"])

    def choose_known(self):
        """The day on which the end of a term became known."""
        return self.day + timedelta(days=self.rnd.choice([-30, -1, 0, 0, 1, 20]))

    def make_limits(self, line):
        """``{what is limited: (amount, text)}``"""
        limits = {name: (amount, "") for name, amount in USUAL[line].items()}
        for name in limits:
            if self.maybe(0.01):
                limits[name] = (self.rnd.choice(ODD_AMOUNTS), "")
            elif self.maybe(0.02):
                amount = self.rnd.choice([0, 0, limits[name][0]])
                limits[name] = (amount, self.rnd.choice(TEXTS))
            elif self.maybe(0.01):
                limits[name] = (0, self.rnd.choice(["", " "]))
        if self.maybe(0.01):
            del limits[self.rnd.choice(sorted(limits))]
        if self.maybe(0.01):
            limits = self.rnd.choice([{}, dict.fromkeys(limits, (0, ""))])
        return limits

    def make_endorsement(self, place):
        gives = self.rnd.sample(
            ["ai_ongoing", "ai_completed", "ai_other", "waiver", "pnc", "notice"],
            self.rnd.choice([1, 1, 2, 3]),
        )
        blanket = self.rnd.random() < 0.7
        return {
            "number": f"CG 20 {place}",
            "gives": gives,
            "blanket": blanket,
            "named": [] if blanket else self.rnd.sample(range(8), 4),
            "unconfirmed": self.maybe(0.1),
        }

    def choose_policies(self):
        """What somebody chose in the wizard: usually nothing, that is all in force."""
        numbers = [policy["number"] for policy in self.agency["policies"]]
        if not numbers or self.rnd.random() < 0.75:
            return None
        if self.maybe(0.3):
            return self.rnd.sample(numbers, self.rnd.randint(1, len(numbers)))
        running = [
            policy["number"]
            for policy in self.agency["policies"]
            if policy["first"] <= self.day < policy["last"]
        ]
        return running[1:] or numbers

    def choose_series(self):
        every = sorted({policy["series"] for policy in self.agency["policies"]})
        return self.rnd.sample(every, self.rnd.randint(1, len(every))) if every else []

    # ------------------------------------------------------------------ holders

    def make_holders(self):
        count = self.rnd.randint(4, 8)
        holders = [self.make_holder(place) for place in range(count)]
        for place in range(1, count):
            if self.maybe(0.04):
                holders[place] = dict(holders[place - 1])
        self.agency["holders"] = holders

    def make_holder(self, place):
        holder = {
            "name": f"Holder {place} Properties",
            "street": f"{place} Main Street",
            "city": "Salem",
            "zip": "01970",
            "state": self.choose_state(),
            "country": "US",
        }
        if self.maybe(0.06):
            holder["name"] = self.rnd.choice([LONG_NAME, NO_FONT])
        if self.maybe(0.08):
            holder[self.rnd.choice(["street", "city", "zip", "state"])] = ""
        if self.maybe(0.05):
            holder.update(country="IE", state="", zip="")
        return holder

    def make_interest(self, place):
        asked = {right: self.choose_lines(right, place) for right in RIGHTS}
        text = self.rnd.choice(HARMLESS)
        if self.maybe(0.08):
            text = self.rnd.choice(RISKY + BROKEN)
        return {
            "holder": place,
            **asked,
            "series": self.agency["series"] if self.rnd.random() < 0.25 else [],
            "text": text,
            "replaces": self.rnd.random() < 0.3,
            "project": "Pier 4" if self.rnd.random() < 0.2 else "",
            "project_state": self.choose_state() if self.maybe(0.2) else "",
            "until": self.day + timedelta(days=self.rnd.choice([-3, 0, 3]))
            if self.maybe(0.1)
            else None,
        }

    def choose_lines(self, right, holder):
        """Lines the interest asks a right on: mostly where it has got it."""
        if self.rnd.random() < 0.5:
            return []
        if self.maybe(0.15):
            return self.rnd.sample(LINES, self.rnd.choice([1, 2]))
        got = {
            policy["line"]
            for policy in self.agency["policies"]
            for endorsement in policy["endorsements"]
            if any(each.startswith(right) for each in endorsement["gives"])
            and (endorsement["blanket"] or holder in endorsement["named"])
        }
        got = sorted(got - {"workers_comp"} if right == "ai" else got)
        return self.rnd.sample(got, min(len(got), self.rnd.choice([1, 1, 2])))

    # ------------------------------------------------------------------ afterward

    def choose_changes(self):
        """What happens after the certificates were sent: ``[(kind, which one, …)]``."""
        kinds = ["limit", "limit", "limit", "end", "move", "unendorse", "ask less"]
        kinds += ["made", "since", "take", "take", "renew", "renew", "narrow"]
        changes = []
        for kind in self.rnd.choices(kinds, k=self.rnd.choice([0, 4, 6, 9])):
            if kind in ("ask less", "narrow"):
                place = self.rnd.randrange(len(self.agency["interests"]))
                several = self.agency["series"][:-1]
                detail = self.rnd.choice(RIGHTS) if kind == "ask less" else several
                changes.append((kind, place, detail))
            elif self.agency["policies"]:
                policy = self.rnd.choice(self.choose_among(kind))
                changes.append(
                    (kind, policy["number"], *self.choose_detail(kind, policy))
                )
        return changes

    def choose_among(self, kind):
        """Mostly those to which something happens that a certificate tells."""
        policies = self.agency["policies"]
        if kind in ("take", "renew") and self.rnd.random() < 0.7:
            gives = [
                policy
                for policy in policies
                if any(
                    "ai_completed" in each["gives"] for each in policy["endorsements"]
                )
                and policy["first"] <= self.day < policy["last"]
            ]
            return gives or policies
        return policies

    def choose_detail(self, kind, policy):
        if kind == "end":
            return [self.day - timedelta(days=self.rnd.choice([0, 1, 5]))]
        if kind == "limit" and policy["limits"]:
            name = self.rnd.choice(sorted(policy["limits"]))
            amount = self.rnd.choice([0, 250000, 1000000, 9000000])
            return [name, (amount, self.rnd.choice(["", "", *TEXTS]))]
        if kind == "made":
            return [policy["line"] in CLAIMS_MADE and not policy["made"]]
        if kind == "since":
            return [self.rnd.choice(["before", "begin", "ever", "late", "unsaid"])]
        if kind == "take":
            return [self.rnd.choice(["ai_completed", "ai_completed", "ai_ongoing"])]
        if kind == "renew":
            return [self.rnd.choice(["", "", "ai_completed", "ai_ongoing", "waiver"])]
        return []


def change(agency, changes):
    """Let ``changes`` happen to ``agency``, of which only the data is changed."""
    for interest in agency["interests"]:
        # What no screen offers, Odoo does not read back either, once it is forgotten.
        interest["ai"] = [line for line in interest["ai"] if line != "workers_comp"]
    policies = {policy["number"]: policy for policy in agency["policies"]}
    for kind, which, *detail in changes:
        if kind == "ask less":
            agency["interests"][which][detail[0]] = []
        elif kind == "narrow":
            agency["interests"][which]["series"] = detail[0]
        elif kind == "end":
            _end(policies[which], detail[0], agency)
        elif kind == "move":
            _move(policies[which], agency)
        elif kind == "unendorse":
            for endorsement in policies[which]["endorsements"]:
                endorsement["unconfirmed"] = True
        elif kind in ("made", "since"):
            policies[which][kind] = detail[0]
        elif kind == "take":
            _take(policies[which], detail[0])
        elif kind == "renew":
            _renew(policies[which], detail[0], agency)
        elif detail:
            name, limit = detail
            policies[which]["limits"][name] = limit


def _end(policy, day, agency):
    policy["cancelled"], policy["known"] = day, agency["today"]


def _take(policy, right):
    """What an endorsement gave it does not give any more."""
    for endorsement in policy["endorsements"]:
        endorsement["gives"] = [each for each in endorsement["gives"] if each != right]


def _move(policy, agency):
    """The same cover goes on with another insurer's policy, of another number."""
    number = f"{policy['number']}-X"
    _follow(policy, agency, number, {"series": number, "endorsements": []})


def _renew(policy, right, agency):
    """The next term of the same policy; of its endorsements none gives ``right``."""
    endorsements = [{**each} for each in policy["endorsements"]]
    renewed = {"endorsements": endorsements}
    _take(renewed, right)
    _follow(policy, agency, f"{policy['number']}-R", renewed)


def _follow(policy, agency, number, vals):
    day = agency["day"] - timedelta(days=2)
    _end(policy, day, agency)
    if any(each["number"] == number for each in agency["policies"]):
        return
    agency["policies"].append(
        {
            **policy,
            "number": number,
            "first": day,
            "last": day + timedelta(days=365),
            "cancelled": None,
            "known": None,
            "limits": dict(policy["limits"]),
            **vals,
        }
    )
