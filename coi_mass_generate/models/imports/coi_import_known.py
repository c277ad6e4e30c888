from odoo import fields
from odoo.fields import Domain

from ...sheets.clean.answers import policy_key, read_policies
from ...sheets.match import find_closest, name_key
from ..common.grants import ASKED, GRANTS

# How many unknown insureds of a file are compared with those there are.
SUGGESTED = 40


class Known:
    """Insureds, policies, lines and types there are: read once, in few queries."""

    def __init__(self, env, run):
        self.env = env
        self._suggested = {}
        self.types = {
            each.key: each.id for each in self.env["coi.interest.type"].search([])
        }
        lines = self.env["coi.coverage.line"].with_context(active_test=False).search([])
        self.foreign = {
            grant: {
                line.id
                for line in lines
                if {line.row, line.key}.intersection(GRANTS[grant].foreign_to)
            }
            for grant in ASKED
        }
        self.marked_by_type = set(run.ai_line_ids._ids) - self.foreign["ai"]
        self.usual = {
            grant: {line.id for line in lines if line.row in GRANTS[grant].usual_on}
            for grant in ASKED
        }
        self.policies, self.lines, self.in_force, self.owners = {}, {}, {}, {}
        run.insured_id._coi_check_seen()
        policies = self._search_policies(run)
        self._add_policies(run, policies)
        self._add_insureds(run, policies)

    def _search_policies(self, run):
        domain = Domain("company_id", "=", run.company_id.id)
        if run.insured_id:
            domain &= Domain("insured_id", "=", run.insured_id.id)
        return self.env["coi.policy"].search_fetch(
            domain,
            [
                "name",
                "insured_id",
                "series_id",
                "coverage_id",
                "date_effective",
                "date_expiration",
                "date_cancelled",
            ],
        )

    def _add_policies(self, run, policies):
        today = fields.Date.context_today(run)
        for policy in policies:
            insured, series = policy.insured_id.id, policy.series_id.id
            key = policy_key(policy.name)
            self.policies.setdefault(insured, {}).setdefault(key, set()).add(series)
            self.owners.setdefault(key, set()).add(insured)
            self.lines[series] = policy.coverage_id.id
            if policy._get_state_on(today) == "active":
                self.in_force.setdefault(insured, set()).add(policy.coverage_id.id)

    def _add_insureds(self, run, policies):
        """{name key: ids}: contacts marked as insured, and those with policies."""
        self.insureds, self.names = {}, {}
        partners = self.env["res.partner"].search_fetch(
            Domain("coi_is_insured", "=", True)
            & Domain("company_id", "in", [False, run.company_id.id]),
            ["name"],
        )
        for partner in partners | policies.insured_id._filtered_access("read"):
            self.insureds.setdefault(name_key(partner.name or ""), []).append(
                partner.id
            )
            self.names[partner.id] = partner.name

    def suggest(self, text):
        """Id of the insured whose name is most like an unknown one, or 0.

        Comparing is slow: only so many different texts of one file are compared.
        """
        if text not in self._suggested and len(self._suggested) < SUGGESTED:
            close = find_closest(name_key(text), self.insureds)
            self._suggested[text] = self.insureds[close][0] if close else 0
        return self._suggested.get(text, 0)

    def get_owners(self, text):
        """Ids of the insureds who have every policy a cell names."""
        numbers, unknown = read_policies(text, self.owners) if text else ([], [text])
        if unknown:
            return set()
        owners = [self.owners[policy_key(number)] for number in numbers]
        return set.intersection(*owners)
