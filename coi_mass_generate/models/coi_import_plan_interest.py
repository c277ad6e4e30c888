from dataclasses import dataclass, field
from difflib import get_close_matches

from odoo import api, fields, models
from odoo.fields import Domain

from ..sheets.answers import policy_key, read_policies
from ..sheets.match import name_key
from ..sheets.text import fold

FLAG_FIELDS = {"ai": "ai_line_ids", "waiver": "waiver_line_ids", "pnc": "pnc_line_ids"}
RELATIONS = ("type_ids", "series_ids", *FLAG_FIELDS.values())
TEXTS = ("description", "loan_number", "attention", "project")
# Texts of which one holder can have only one for each insured and project.
ONCE = ("description", "loan_number")
ALL_POLICIES = ("all", "all policies", "todas", "todas las polizas")


@dataclass(slots=True)
class Wish:
    """What one row asks for, in ids.

    lines_on, lines_off: {flag: ids of coverage lines}
    """

    insured_id: int
    series: list
    lines_on: dict
    lines_off: dict
    types: list | None


@dataclass
class InterestGroup:
    """Rows that are the same interest. ``vals`` is what is written, ``old`` before."""

    insured_id: int
    interest: object = None
    entries: list = field(default_factory=list)
    vals: dict = field(default_factory=dict)
    old: dict = field(default_factory=dict)
    doing: str = "unchanged"
    adding: set = field(default_factory=set)

    @property
    def leader(self):
        return self.entries[0]

    def follow(self, entry):
        """A later row either adds something to the first one or says the same."""
        changes = self.doing != "unchanged" and entry.number in self.adding
        return "update" if changes else "unchanged"


class CoiImportPlanInterest(models.AbstractModel):
    """Pass 2: which insured, which policies, and what changes in the interest."""

    _name = "coi.import.plan.interest"
    _description = "Plan of an Import: Additional Insureds"

    # Insureds and policies

    @api.model
    def _read_rows(self, run, plan):
        """Turn names and numbers of every row into ids, or ask."""
        known = _Known(self, run, plan.entries)
        for entry in plan.entries:
            if entry.skip:
                continue
            insured_id = self._find_insured(run, entry, known)
            if insured_id:
                entry.interest = self._read_wish(entry, insured_id, known)

    @api.model
    def _find_insured(self, run, entry, known):
        """Id of the row's insured; 0 with a problem when it is not certain."""
        text = entry.values.get("insured", "")
        if run.insured_id:
            if text and name_key(text) != name_key(run.insured_id.name):
                entry.ask(
                    "insured", "insured_other", value=text, insured=run.insured_id.name
                )
                return 0
            return run.insured_id.id
        if not text:
            return self._find_insured_by_policy(entry, known)
        found = known.insureds.get(name_key(text), [])
        if len(found) > 1:
            by_policy = known.get_owners(entry.values.get("policy", ""))
            found = [number for number in found if number in by_policy] or found
        if len(found) == 1:
            return found[0]
        self._ask_insured(entry, text, found, known)
        return 0

    @api.model
    def _ask_insured(self, entry, text, found, known):
        if found:
            entry.ask("insured", "insured_several", value=text)
            return
        close = get_close_matches(name_key(text), known.insureds, 1, 0.85)
        if close:
            other = known.names[known.insureds[close[0]][0]]
            entry.ask("insured", "insured_likely", value=text, other=other)
        else:
            entry.ask("insured", "insured_unknown", value=text)

    @api.model
    def _find_insured_by_policy(self, entry, known):
        owners = known.get_owners(entry.values.get("policy", ""))
        if len(owners) == 1:
            return next(iter(owners))
        entry.ask("insured", "insured_missing")
        return 0

    @api.model
    def _read_wish(self, entry, insured_id, known):
        series = self._find_series(entry, known.policies.get(insured_id, {}))
        wish = Wish(insured_id, series, {}, {}, None)
        if "type" in entry.values:
            wish.types = [known.types[key] for key in entry.values["type"]]
        lines = {known.lines[number] for number in series}
        lines = lines or known.in_force.get(insured_id, set())
        for flag in FLAG_FIELDS:
            if flag in entry.values:
                self._read_flag(entry, flag, lines, known, wish)
        return wish

    @api.model
    def _find_series(self, entry, policies):
        """Ids of the policy series a row names; problems for those not found."""
        text = entry.values.get("policy", "")
        if not text or fold(text) in ALL_POLICIES:
            return []
        numbers, unknown = read_policies(text, policies)
        for number in unknown:
            entry.ask("policy", "policy_unknown", value=number)
        series = []
        for number in numbers:
            found = policies.get(policy_key(number), set())
            if len(found) > 1:
                entry.ask("policy", "policy_ambiguous", value=number)
            series += sorted(found - set(series))
        return series

    @api.model
    def _read_flag(self, entry, flag, lines, known, wish):
        if not entry.values[flag]:
            wish.lines_off[flag] = sorted(lines)
            return
        if not lines:
            entry.ask(flag, "no_policy_for_flags")
            return
        if flag == "ai":
            allowed = lines - known.without_ai
            if not allowed:
                entry.ask(flag, "no_line_for_ai")
                return
            if allowed != lines and wish.series:
                entry.say(flag, "ai_not_on_wc")
            lines = allowed
        wish.lines_on[flag] = sorted(lines)

    # Interests

    @api.model
    def _group_rows(self, run, plan):
        """Put the rows of one insured, holder and project together, and compare."""
        current = self._read_interests(run, plan)
        groups, kept = {}, set()
        for entry in plan.entries:
            wish, entry.interest = entry.interest, None
            if not entry.is_open or not entry.holder:
                continue
            group = self._find_group(run, entry, wish, current, groups)
            if group and self._is_compatible(group, entry):
                group.entries.append(entry)
                entry.interest = group
                entry.interest_id = group.interest.id if group.interest else 0
                kept.add(group.interest.id if group.interest else 0)
                self._add_row(run, group, entry, wish)
        plan.interests = list(groups.values())
        plan.interests = [group for group in plan.interests if group.entries]
        for group in plan.interests:
            self._compare(run, group)
        if run.mode == "replace":
            insureds = {group.insured_id for group in plan.interests}
            insureds |= set(run.insured_id.ids)
            plan.gone = self._find_gone(current, insureds, kept)

    @api.model
    def _read_interests(self, run, plan):
        """{(insured id, holder id): interests}: archived ones come back when named."""
        wishes = [entry.interest for entry in plan.entries if entry.interest]
        insureds = {wish.insured_id for wish in wishes} | set(run.insured_id.ids)
        interests = (
            self.env["coi.additional.interest"]
            .with_context(active_test=False)
            .search_fetch(
                [
                    ("insured_id", "in", sorted(insureds)),
                    ("company_id", "=", run.company_id.id),
                ],
                order="active DESC, id",
            )
        )
        current = {}
        for interest in interests:
            key = (interest.insured_id.id, interest.holder_id.id)
            current.setdefault(key, []).append(interest)
        return current

    @api.model
    def _find_group(self, run, entry, wish, current, groups):
        holder, project = entry.holder, entry.values.get("project", "")
        if holder.partner_id == wish.insured_id:
            entry.ask("name", "holder_is_insured")
            return None
        there = current.get((wish.insured_id, holder.partner_id), [])
        interest = self._find_interest(entry, there, project)
        if interest is None:
            return None
        key = interest.id if interest else (wish.insured_id, id(holder), fold(project))
        if key not in groups:
            groups[key] = InterestGroup(wish.insured_id, interest)
        return groups[key]

    @api.model
    def _find_interest(self, entry, there, project):
        """The interest a row means; False for a new one; None with a problem."""
        for interest in there:
            if fold(interest.project or "") == fold(project):
                return interest
        active = [interest for interest in there if interest.active]
        if project or not active:
            return False
        if len(active) == 1:
            return active[0]
        projects = ", ".join(interest.project for interest in active[:10])
        entry.ask("project", "project_several", others=projects)
        return None

    @api.model
    def _is_compatible(self, group, entry):
        for first in group.entries:
            for key in ONCE:
                one, other = entry.values.get(key), first.values.get(key)
                if one and other and one != other:
                    entry.ask(
                        key, "row_differs", line=first.number, field=key, other=other
                    )
                    return False
        return True

    @api.model
    def _add_row(self, run, group, entry, wish):
        """Add what a row asks for to what its group will have.

        Until the end, relations in ``group.vals`` are sets of ids.
        """
        before = {
            key: set(value) if isinstance(value, set) else value
            for key, value in group.vals.items()
        }
        for key, value in self._prepare_texts(entry).items():
            group.vals.setdefault(key, value)
        if wish.types is not None:
            group.vals.setdefault("type_ids", set()).update(wish.types)
        if wish.series:
            group.vals.setdefault("series_ids", set()).update(wish.series)
        for flag, name in FLAG_FIELDS.items():
            if flag in wish.lines_on or flag in wish.lines_off:
                lines = group.vals.get(name)
                if lines is None:
                    lines = self._get_lines_before(run, group, name)
                lines |= set(wish.lines_on.get(flag, ()))
                group.vals[name] = lines - set(wish.lines_off.get(flag, ()))
        if before != group.vals:
            group.adding.add(entry.number)

    @api.model
    def _get_lines_before(self, run, group, name):
        """A flag speaks of the policies its row names; the others stay as they are."""
        if run.mode == "replace" or not group.interest:
            return set()
        return set(group.interest[name].ids)

    @api.model
    def _prepare_texts(self, entry):
        get = entry.values.get
        vals = {key: get(key) for key in TEXTS if get(key)}
        if get("valid_until"):
            vals["valid_until"] = get("valid_until")
        if "isaoa" in entry.values:
            vals["isaoa"] = get("isaoa")
        if get("project_state"):
            country, code = get("project_state")
            vals["project_state_id"] = (country, code)
        return vals

    @api.model
    def _compare(self, run, group):
        """Keep of ``vals`` what differs from the interest that is there."""
        states = group.vals.get("project_state_id")
        if states:
            group.vals["project_state_id"] = self._get_state(*states)
        vals = {
            key: sorted(value) if isinstance(value, set) else value
            for key, value in group.vals.items()
        }
        if not group.interest:
            group.vals, group.doing = vals, "create"
            return
        if run.mode == "replace":
            vals = {**self._prepare_cleared(run), **vals}
        group.vals = {}
        for key, new in vals.items():
            old = _read_value(group.interest, key)
            if key == "project" and fold(old or "") == fold(new):
                continue
            if (old or False) != (new or False):
                group.vals[key], group.old[key] = new, old
        if not group.interest.active:
            group.vals["active"], group.old["active"] = True, False
        if group.vals:
            group.doing = "update"
            group.leader.changes["interest"] = {
                key: [group.old[key], new] for key, new in group.vals.items()
            }

    @api.model
    def _get_state(self, country, code):
        states = self.env["res.country.state"].search(
            [("country_id.code", "=", country), ("code", "=", code)], limit=1
        )
        return states.id

    @api.model
    def _prepare_cleared(self, run):
        """In a replacing import an empty cell empties the field of its column."""
        mapped = set(run.column_ids.mapped("target"))
        cleared = {}
        for key, name in {
            **FLAG_FIELDS,
            "type": "type_ids",
            "policy": "series_ids",
        }.items():
            if key in mapped or (key in FLAG_FIELDS and "flags" in mapped):
                cleared[name] = []
        for key in ("description", "loan_number", "attention", "valid_until", "isaoa"):
            if key in mapped:
                cleared[key] = False
        return cleared

    @api.model
    def _find_gone(self, current, insureds, kept):
        """Ids of active interests of these insureds that the list does not have."""
        return [
            interest.id
            for (insured_id, _holder_id), interests in current.items()
            for interest in interests
            if insured_id in insureds and interest.active and interest.id not in kept
        ]


class _Known:
    """Insureds, policies, lines and types there are: read once, in few queries."""

    def __init__(self, plan, run, entries):
        self.env = plan.env
        self.types = {
            each.key: each.id for each in self.env["coi.interest.type"].search([])
        }
        lines = self.env["coi.coverage.line"].with_context(active_test=False).search([])
        self.without_ai = {
            line.id for line in lines if not line.allows_additional_insured
        }
        self.policies, self.lines, self.in_force, self.owners = {}, {}, {}, {}
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
                "line_id",
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
            self.lines[series] = policy.line_id.id
            if policy._get_state_on(today) == "active":
                self.in_force.setdefault(insured, set()).add(policy.line_id.id)

    def _add_insureds(self, run, policies):
        """{name key: ids}: contacts marked as insured, and those with policies."""
        self.insureds, self.names = {}, {}
        partners = self.env["res.partner"].search_fetch(
            Domain("coi_is_insured", "=", True)
            & Domain("company_id", "in", [False, run.company_id.id]),
            ["name"],
        )
        for partner in partners | policies.insured_id:
            self.insureds.setdefault(name_key(partner.name or ""), []).append(
                partner.id
            )
            self.names[partner.id] = partner.name

    def get_owners(self, text):
        """Ids of the insureds who have every policy a cell names."""
        numbers, unknown = read_policies(text, self.owners) if text else ([], [text])
        if unknown:
            return set()
        owners = [self.owners[policy_key(number)] for number in numbers]
        return set.intersection(*owners)


def _read_value(interest, key):
    value = interest[key]
    if key in RELATIONS:
        return sorted(value.ids)
    if key == "valid_until":
        return fields.Date.to_string(value) if value else False
    return value.id if key.endswith("_id") else value
