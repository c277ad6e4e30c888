"""What is right, said a second time: slowly, plainly, and without the addon's code.

It reads an agency as ``random_agency`` makes it, and knows nothing of Odoo.
"""

from datetime import timedelta

from .random_agency import BROKEN, LONG_NAME, NO_FONT, RISKY

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
        for policy in sorted(over, key=self.end):
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
            for right in ("ai", "waiver")
            if policy["line"] in interest[right]
            and self.giving(policy, right, interest["holder"])
        }

    # ------------------------------------------------------------------- places

    def places(self, interest):
        holder = self.agency["holders"][interest["holder"]]
        return {self.agency["state"], interest["project_state"], holder["state"]}

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

    def findings(self, interest):
        """``{rule: "blocked" or "warning"}``; empty: ready."""
        found = {}
        found.update(self.judge_holder(interest))
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
        return found

    def verdict(self, interest):
        levels = self.findings(interest).values()
        if "blocked" in levels:
            return "blocked"
        return "warning" if "warning" in levels else "ready"

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
