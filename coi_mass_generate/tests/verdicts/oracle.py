"""What is right, said a second time: slowly, plainly, and without the addon's code.

It reads an agency as ``random_agency`` makes it, and knows nothing of Odoo.
"""

from datetime import timedelta

from .random_agency import BROKEN, LONG_NAME, NO_FONT, RISKY

# Which of these a reader must find a limit for: one of each group.
LOOKED_FOR = {
    "general_liability": [["each"], ["all"]],
    "auto": [["single"]],
    "umbrella": [["each"], ["all"]],
    "workers_comp": [["accident"], ["employee"], ["disease"]],
}
OWN_WORDING = ["Each claim", "Deductible"]
# Lines of which it is no question when what is claimed must have happened.
NO_BASIS = ["auto", "workers_comp"]
NO_COVER = ["Excluded", "Not covered"]
FORM_FORBIDDEN = ["TX", "ND"]
FORM_DOUBTFUL = "NY IA KS KY LA MN MO NC OK UT WI".split()


class Oracle:
    """Judges the holders of one agency."""

    def __init__(self, agency):
        self.agency = agency
        self.day = agency["day"]
        self.known = max(self.day, agency["today"])

    # ----------------------------------------------------------------- policies

    def state(self, policy):
        if policy["cancelled"] and policy["cancelled"] <= self.known:
            return "cancelled"
        if policy["last"] <= self.known:
            return "expired"
        if policy["first"] > self.day:
            return "upcoming"
        return "in force"

    def end(self, policy):
        if policy["cancelled"] and policy["cancelled"] < policy["last"]:
            return policy["cancelled"]
        return policy["last"]

    def is_over(self, policy):
        return self.state(policy) in ("expired", "cancelled")

    def wanted(self, interest):
        """Policies this certificate is about: what was chosen limits them."""
        policies = self.agency["policies"]
        if self.agency["chosen"] is not None:
            policies = [p for p in policies if p["number"] in self.agency["chosen"]]
        if interest["series"]:
            policies = [p for p in policies if p["series"] in interest["series"]]
        return policies

    def shown(self, interest):
        wanted = self.wanted(interest)
        in_force = [p for p in wanted if self.state(p) == "in force"]
        upcoming = [p for p in wanted if self.state(p) == "upcoming"]
        if self.agency["chosen"] is not None:
            return in_force + upcoming
        if not interest["series"]:
            return in_force
        shown = list(in_force)
        for series in interest["series"]:
            if any(p["series"] == series for p in in_force):
                continue
            coming = [p for p in upcoming if p["series"] == series]
            if coming:
                shown.append(min(coming, key=lambda p: p["first"]))
        return shown

    def ended(self, interest):
        """Policies that were asked for by name, or ran on the date, and are over."""
        over = [p for p in self.wanted(interest) if self.is_over(p)]
        if self.agency["chosen"] is not None:
            return over
        back = [p for p in over if p["first"] <= self.day < self.end(p)]
        if interest["series"]:
            return back + self.last_of_each_series(over, self.shown(interest))
        return back

    def lapsed(self, interest):
        """Policies that ended lately with nothing after them, and are left out."""
        if self.agency["chosen"] is not None or interest["series"]:
            return []
        policies = self.agency["policies"]
        over = [p for p in policies if self.is_over(p)]
        alive = [p for p in policies if not self.is_over(p)]
        since = self.day - timedelta(days=self.agency["near"])
        last = self.last_of_each_series(over, alive)
        return [p for p in last if since <= self.end(p) <= self.day]

    def last_of_each_series(self, over, alive):
        last = {}
        # Of two that end on one day, the one that began later is the last.
        for policy in sorted(over, key=lambda each: (self.end(each), each["first"])):
            last[policy["series"]] = policy
        for policy in alive:
            last.pop(policy["series"], None)
        return list(last.values())

    # ------------------------------------------------------------------- rights

    def giving(self, policy, right, holder):
        """The endorsements of ``policy`` that give the holder this right."""
        if right == "ai" and policy["line"] == "workers_comp":
            return []
        found = []
        for endorsement in policy["endorsements"]:
            gives = any(each.startswith(right) for each in endorsement["gives"])
            reaches = endorsement["blanket"] or holder in endorsement["named"]
            if gives and reaches and not endorsement["unconfirmed"]:
                found.append(endorsement)
        return found

    def marks(self, interest):
        """``{(policy number, right)}`` of the Ys to be printed."""
        return {
            (policy["number"], right)
            for policy in self.shown(interest)
            for right in ("ai", "waiver", "pnc")
            if policy["line"] in interest[right]
            and self.giving(policy, right, interest["holder"])
        }

    # ------------------------------------------------------------------- places

    def places(self, interest):
        holder = self.agency["holders"][interest["holder"]]
        insured = self.agency["insured"]
        ours = self.agency["state"] if self.has_state(insured) else ""
        return {ours, interest["project_state"], holder["state"]}

    def has_state(self, insured):
        return insured["country"] == "US" and insured["has_state"]

    def blanket_only(self, interest, right):
        """Whether a mark rests on blanket endorsements alone."""
        for policy in self.shown(interest):
            if policy["line"] in interest[right]:
                giving = self.giving(policy, right, interest["holder"])
                if giving and all(each["blanket"] for each in giving):
                    return True
        return False

    def cites_additional_insured(self, interest):
        """Whether the page must name the endorsements behind additional insured."""
        given = any(
            self.giving(policy, "ai", interest["holder"])
            for policy in self.shown(interest)
            if policy["line"] in interest["ai"]
        )
        if self.agency["cite"]:
            return given
        return "NY" in self.places(interest) and self.blanket_only(interest, "ai")

    # -------------------------------------------------------------------- words

    def texts(self, interest):
        if interest["text"] and interest["replaces"]:
            return [interest["text"]]
        return [self.agency["text"], interest["text"]]

    # ----------------------------------------------------------------- findings

    def findings(self, interest, sent=None):
        """``{rule: "blocked" or "warning"}``; empty: ready.

        :param sent: what ``describe`` said of the holder's last certificate
        """
        found = {}
        found.update(self.judge_ours())
        found.update(self.judge_holder(interest))
        found.update(self.judge_dates(interest))
        found.update(self.judge_limits(interest))
        found.update(self.judge_policies(interest))
        found.update(self.judge_rights(interest))
        found.update(self.judge_law(interest))
        texts = self.texts(interest)
        if any(text in RISKY for text in texts):
            found["wording"] = "warning"
        if any("Additional insured" in text for text in texts) and not interest["ai"]:
            found["claim"] = "warning"
        if any(text in BROKEN for text in texts):
            found["placeholder"] = "blocked"
        if interest["until"] and interest["until"] < self.day:
            found["valid_until"] = "blocked"
        if sent:
            found.update(dict.fromkeys(self.losses(interest, sent), "warning"))
        return found

    def verdict(self, interest):
        levels = self.findings(interest).values()
        if "blocked" in levels:
            return "blocked"
        return "warning" if "warning" in levels else "ready"

    # ------------------------------------------------------- agency and insured

    def is_whole(self, address, state):
        """Whether a letter would arrive there."""
        needed = [address["street"], address["city"]]
        if address["country"] == "US":
            needed += [address["zip"], state]
        return all(part.strip() for part in needed)

    def judge_ours(self):
        found = {}
        ours, insured = self.agency["ours"], self.agency["insured"]
        named = ours["name"] not in ("", "My Company", "YourCompany")
        signed = ours["signer"] or ours["signature"]
        where = self.is_whole(ours, ours["state"])
        if not (named and signed and where and ours["phone"]):
            found["agency"] = "blocked"
        state = self.agency["state"] if self.has_state(insured) else ""
        if not self.is_whole(insured, state):
            found["insured"] = "blocked"
        return found

    def judge_dates(self, interest):
        found = {}
        if self.day > self.agency["today"]:
            found["post_dated"] = "warning"
        for policy in self.shown(interest):
            cut = policy["cancelled"] and policy["cancelled"] < policy["last"]
            if cut and self.day < policy["known"]:
                found["backdated"] = "blocked"
        return found

    # ------------------------------------------------------------------- limits

    def stated(self, policy):
        """Names of the limits of which the page says anything."""
        return [
            name
            for name, (amount, text) in policy["limits"].items()
            if amount != 0 or text.strip()
        ]

    def judge_limits(self, interest):
        found = {}
        for policy in self.shown(interest):
            stated = self.stated(policy)
            if not stated:
                found["no_limits"] = "blocked"
            else:
                for group in LOOKED_FOR.get(policy["line"], []):
                    if not any(name in stated for name in group):
                        found["main_limit"] = "warning"
            if policy["unconfirmed"]:
                found["unconfirmed"] = "blocked"
            if policy["open"]:
                found["unticked"] = "warning"
            made = policy["made"] and "basis" not in policy["open"]
            if made and policy["since"] in ("unsaid", "late"):
                found["retroactive"] = "warning"
            if self.has_odd_amount(policy):
                found["amount"] = "warning"
        return found

    def has_odd_amount(self, policy):
        amounts = {name: each[0] for name, each in policy["limits"].items() if each[0]}
        for name, amount in amounts.items():
            if name in OWN_WORDING:
                if amount < 100 or amount > 10**10:
                    return True
            elif amount > 10**9 or amount < 1000:
                return True
            elif policy["line"] == "umbrella" and amount < 100000:
                return True
        return any(
            one in amounts and every in amounts and amounts[one] > amounts[every]
            for one, every in (("each", "all"), ("employee", "disease"))
        )

    # --------------------------------------------------------- the last certificate

    def describe(self, interest):
        """What a certificate of today says, to be compared with a later one's."""
        marks = self.marks(interest)
        return [
            {
                "number": policy["number"],
                "series": policy["series"],
                "line": policy["line"],
                "limits": dict(policy["limits"]),
                "marks": {
                    right for number, right in marks if number == policy["number"]
                },
                "parts": self.parts(policy, interest["holder"]),
                "basis": self.basis(policy),
                "since": self.since(policy),
            }
            for policy in self.shown(interest)
        ]

    def parts(self, policy, holder):
        """For which operations the holder would be an additional insured."""
        giving = self.giving(policy, "ai", holder)
        return {part for each in giving for part in each["gives"] if part[:3] == "ai_"}

    def basis(self, policy):
        if policy["line"] in NO_BASIS or "basis" in policy["open"]:
            return "nothing"
        return "claims-made" if policy["made"] else "occurrence"

    def since(self, policy):
        """How many days before it begins what happened is insured, as it is told."""
        days = {"ever": 10**6, "before": 1000, "begin": 0, "late": -1}
        if policy["since"] not in days:
            return None
        first = policy["first"].toordinal()
        return 10**9 if policy["since"] == "ever" else days[policy["since"]] - first

    def losses(self, interest, sent):
        """Keys of the rules that tell what the holder was sent and would not be now."""
        now, found = self.describe(interest), set()
        known = [old["series"] for old in sent]
        over = self.ended(interest) + (self.lapsed(interest) if now else [])
        told = [policy["number"] for policy in over]
        for old in sent:
            heirs = [each for each in now if each["series"] == old["series"]]
            if not heirs:
                heirs = [
                    each
                    for each in now
                    if each["line"] == old["line"] and each["series"] not in known
                ]
            if heirs:
                found |= self.losses_of_one(old, heirs)
            elif old["number"] not in told:
                found.add("lost_coverage")
        return found

    def losses_of_one(self, old, heirs):
        found = {
            f"lost_{right}"
            for right in old["marks"]
            if not any(right in each["marks"] for each in heirs)
        }
        if "ai" in old["marks"] and "lost_ai" not in found:
            parts = [
                part
                for each in heirs
                if "ai" in each["marks"]
                for part in each["parts"]
            ]
            if "ai_completed" in old["parts"] and "ai_completed" not in parts:
                found.add("lost_completed")
            if "ai_ongoing" in old["parts"] and set(parts) <= {"ai_completed"}:
                found.add("lost_ai")
        for name, limit in old["limits"].items():
            if all(
                self.is_worse(name, each["limits"].get(name), limit) for each in heirs
            ):
                found.add("lost_limit")
        if self.reaches_less(old, heirs):
            found.add("lost_claims_made")
        return found

    def reaches_less(self, old, heirs):
        """Whether what happened, or is claimed, at another time is not insured now."""
        if any(each["basis"] == "occurrence" for each in heirs):
            return False
        made = [each for each in heirs if each["basis"] == "claims-made"]
        if old["basis"] == "occurrence":
            return bool(made)
        if old["basis"] == "nothing" or not made or old["since"] is None:
            return False
        return all(
            each["since"] is None or each["since"] < old["since"] for each in made
        )

    def is_worse(self, name, now, before):
        amount, text = before
        now_amount, now_text = now or (0, "")
        if name == "Deductible":
            return 0 < amount < now_amount
        says_nothing = not now_amount and (not now_text.strip() or now_text in NO_COVER)
        if amount:
            return now_amount < amount
        return bool(text.strip()) and text not in NO_COVER and says_nothing

    def judge_holder(self, interest):
        found = {}
        holder = self.agency["holders"][interest["holder"]]
        needed = ["street", "city"]
        if holder["country"] == "US":
            needed += ["zip", "state"]
        if any(not holder[part] for part in needed):
            found["address"] = "blocked"
        if holder["name"] == NO_FONT:
            found["font"] = "blocked"
        if holder["name"] == LONG_NAME:
            found["fit"] = "warning"
        for other in self.agency["interests"]:
            if other is interest:
                break
            if (
                self.agency["holders"][other["holder"]] == holder
                and other["project"] == interest["project"]
            ):
                found["twin"] = "warning"
        return found

    def judge_policies(self, interest):
        found = {}
        shown, ended = self.shown(interest), self.ended(interest)
        if ended:
            found["ended"] = "blocked"
        elif not shown:
            found["no_policy"] = "blocked"
        if shown and self.lapsed(interest):
            found["lapsed"] = "warning"
        for policy in shown:
            if self.state(policy) == "upcoming":
                found["upcoming"] = "warning"
            if self.end(policy) < policy["last"]:
                found["cancellation"] = "warning"
            if (self.end(policy) - self.day).days <= self.agency["near"]:
                found["expiring"] = "warning"
            if not self.agency["insurers"][policy["insurer"]]["naic"]:
                found["naic"] = "warning"
        if len({policy["insurer"] for policy in shown}) > 6:
            found["insurers"] = "warning"
        return found

    def judge_rights(self, interest):
        found = {}
        shown, ended = self.shown(interest), self.ended(interest)
        for right in ("ai", "waiver", "pnc"):
            for line in interest[right]:
                here = [p for p in shown if p["line"] == line]
                if not here and not any(p["line"] == line for p in ended):
                    chosen = self.agency["chosen"] is not None or interest["series"]
                    level = "warning" if chosen else "blocked"
                    if found.get(right) != "blocked":
                        found[right] = level
                for policy in here:
                    if not self.giving(policy, right, interest["holder"]):
                        found[right] = "blocked"
        return found

    def judge_law(self, interest):
        found = {}
        for state in self.places(interest):
            if state in self.agency["approved"]:
                continue
            if state in FORM_FORBIDDEN:
                found["state"] = "blocked"
            elif state in FORM_DOUBTFUL:
                found.setdefault("state", "warning")
        if "TX" in self.places(interest):
            for right in ("ai", "waiver"):
                if self.blanket_only(interest, right):
                    found["blanket"] = "blocked"
        return found
