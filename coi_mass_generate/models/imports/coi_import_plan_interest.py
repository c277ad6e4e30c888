from dataclasses import dataclass, field

from odoo import api, models
from odoo.tools import SQL

from ...sheets.clean.answers import policy_key, read_policies
from ...sheets.clean.clause import CLAUSE, get_meant
from ...sheets.fields import INTEREST
from ...sheets.match import name_key
from ...sheets.text import fold
from ..common.door import trusted
from ..common.grants import ASKED
from ..common.links import read_links
from .coi_import_known import Known
from .coi_import_piece import Group
from .coi_import_trace import get_kept

RELATIONS = ("type_ids", "series_ids", *ASKED.values())
COLUMNS = (
    *("id", "insured_id", "holder_id", "active", "project", "project_state_id"),
    *("description", "loan_number", "attention", "valid_until", *CLAUSE),
)
TEXTS = ("description", "loan_number", "attention", "project")
# Texts of which one holder can have only one for each insured and project.
ONCE = ("description", "loan_number")
# How many unknown policies of one row are asked about at once.
UNKNOWN_AT_ONCE = 5
# What a row is told that asks for it on lines to which it is foreign.
NOT_THERE = {"ai": "ai_not_on_wc", "pnc": "pnc_not_there"}
ALL_POLICIES = ("all", "all policies", "todas", "todas las polizas")


@dataclass(slots=True)
class Wish:
    """What one row asks for, in ids.

    :param lines_on: ``{grant: ids of coverage lines}``, where it is ticked
    :param lines_off: the same, where it is not
    """

    insured_id: int
    series: list
    lines_on: dict
    lines_off: dict
    types: list | None


@dataclass
class InterestGroup(Group):
    """Rows that are the same interest.

    :param there: {column or relation: value} of an interest that is there already
    :param firsts: {field key: (text, line)} of texts of which there can be only one
    """

    insured_id: int = 0
    there: dict = field(default_factory=dict)
    firsts: dict = field(default_factory=dict)


class CoiImportPlanInterest(models.AbstractModel):
    """Pass 2: which insured, which policies, and what changes in the interest."""

    _name = "coi.import.plan.interest"
    _description = "Plan of an Import: Additional Insureds"

    # ---------------------------------------------------- insureds and policies

    @api.model
    def _read_rows(self, run, plan):
        """Turn names and numbers of every row into ids, or ask."""
        known = Known(self.env, run)
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
                    "insured",
                    "insured_other",
                    value=text,
                    insured=run.insured_id.name,
                    contacts=run.insured_id.ids,
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
        other = known.suggest(text)
        if other:
            entry.ask(
                "insured",
                "insured_likely",
                value=text,
                other=known.names[other],
                contacts=[other],
            )
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
        self._mark_by_type(entry, lines, known, wish)
        for grant in ASKED:
            if grant in entry.values:
                self._read_grant(entry, grant, lines, known, wish)
        return wish

    @api.model
    def _find_series(self, entry, policies):
        """Ids of the policy series a row names; problems for those not found."""
        text = entry.values.get("policy", "")
        if not text or fold(text) in ALL_POLICIES:
            return []
        numbers, unknown = read_policies(text, policies)
        # A few at a time: the rest is asked when these are corrected.
        for number in unknown[:UNKNOWN_AT_ONCE]:
            entry.ask("policy", "policy_unknown", value=number)
        series = []
        for number in numbers:
            found = policies.get(policy_key(number), set())
            if len(found) > 1:
                entry.ask("policy", "policy_ambiguous", value=number)
            series += sorted(found - set(series))
        return series

    @api.model
    def _read_grant(self, entry, grant, lines, known, wish):
        if not entry.values[grant]:
            wish.lines_off[grant] = sorted(lines)
            return
        if not lines:
            entry.ask(grant, "no_policy_for_flags")
            return
        allowed = lines - known.foreign[grant]
        if grant == "ai" and not allowed:
            entry.ask(grant, "no_line_for_ai")
            return
        if not allowed or (allowed != lines and wish.series):
            entry.say(grant, NOT_THERE[grant])
        if not wish.series:
            allowed = allowed & known.usual[grant] or allowed
        wish.lines_on[grant] = sorted(allowed)

    # ---------------------------------------------------------------- interests

    @api.model
    def _group_rows(self, run, plan):
        """Put the rows of one insured, holder and project together, and compare."""
        current = self._read_interests(run, plan)
        _countries, states = plan.geography
        added = self.env["coi.import.field"]._get_added(INTEREST)
        groups, kept = {}, set()
        for entry in plan.entries:
            wish, entry.interest = entry.interest, None
            if not entry.is_open or not entry.holder:
                continue
            group = self._find_group(entry, wish, current, groups)
            if group and self._is_compatible(group, entry):
                group.entries.append(entry)
                entry.interest = group
                entry.interest_id = group.id
                kept.add(group.id)
                self._add_row(run, group, entry, wish, states, added)
        plan.interests = list(groups.values())
        plan.interests = [group for group in plan.interests if group.entries]
        is_replacing = run.mode == "replace"
        cleared = self._prepare_cleared(run) if is_replacing else {}
        ticked = self._read_ticked(plan.interests) if is_replacing else {}
        ai_type = self._find_ai_type()
        for group in plan.interests:
            emptied = {**ticked.get(group.id, {}), **cleared}
            self._give_type(group, emptied, ai_type)
            self._compare(group, emptied)
        if is_replacing:
            insureds = {group.insured_id for group in plan.interests}
            insureds |= set(run.insured_id.ids)
            plan.gone = self._find_gone(current, insureds, kept)

    @api.model
    def _read_interests(self, run, plan):
        """{(insured id, holder id): [what is stored of each of their interests]}.

        Archived ones, too, behind the others: they come back when they are named.
        Past the ORM, and in a fixed number of queries.
        """
        wishes = [entry.interest for entry in plan.entries if entry.interest]
        insureds = {wish.insured_id for wish in wishes} | set(run.insured_id.ids)
        model = self.env["coi.additional.interest"].with_context(active_test=False)
        model.flush_model()
        added = self.env["coi.import.field"]._get_added(INTEREST)
        columns = [*COLUMNS, *(each.target for each in added)]
        query = model._search(
            [
                ("insured_id", "in", sorted(insureds)),
                ("company_id", "=", run.company_id.id),
            ],
            order="active DESC, id",
        )
        rows = self.env.execute_query(
            query.select(*(SQL.identifier(query.table, column) for column in columns))
        )
        there = {row[0]: dict(zip(columns, row, strict=True)) for row in rows}
        for name in RELATIONS:
            for interest_id, ids in read_links(model.browse(there), name).items():
                there[interest_id][name] = ids
        current = {}
        for each in there.values():
            key = (each["insured_id"], each["holder_id"])
            current.setdefault(key, []).append(each)
        return current

    @api.model
    def _find_group(self, entry, wish, current, groups):
        holder, project = entry.holder, entry.values.get("project", "")
        if holder.id == wish.insured_id:
            entry.ask("name", "holder_is_insured")
            return None
        listed = current.get((wish.insured_id, holder.id), [])
        there = self._find_interest(entry, listed, project)
        if there is None:
            return None
        key = there.get("id") or (wish.insured_id, id(holder), fold(project))
        if key not in groups:
            groups[key] = InterestGroup(
                there.get("id", 0), insured_id=wish.insured_id, there=there
            )
        return groups[key]

    @api.model
    def _find_interest(self, entry, listed, project):
        """The interest a row means; {} for a new one; None with a problem."""
        for each in listed:
            if fold(each["project"] or "") == fold(project):
                return each
        active = [each for each in listed if each["active"]]
        if project or not active:
            return {}
        if len(active) == 1:
            return active[0]
        projects = ", ".join(sorted(each["project"] for each in active[:10]))
        entry.ask("project", "project_several", others=projects)
        return None

    @api.model
    def _is_compatible(self, group, entry):
        """Whether the row's texts are those of the rows before it, or the first."""
        for key in ONCE:
            text = entry.values.get(key)
            if not text:
                continue
            other, line = group.firsts.setdefault(key, (text, entry.number))
            if text != other:
                entry.ask(key, "row_differs", line=line, field=key, other=other)
                return False
        return True

    @api.model
    def _add_row(self, run, group, entry, wish, states, added):
        """Add what a row asks for to what its group will have.

        Until the end, relations in ``group.vals`` are sets of ids.
        """
        before = {
            key: set(value) if isinstance(value, set) else value
            for key, value in group.vals.items()
        }
        for key, value in self._prepare_texts(entry, states, added).items():
            group.vals.setdefault(key, value)
        if wish.types is not None:
            group.vals.setdefault("type_ids", set()).update(wish.types)
        if wish.series:
            group.vals.setdefault("series_ids", set()).update(wish.series)
        for grant, name in ASKED.items():
            if grant in wish.lines_on or grant in wish.lines_off:
                lines = group.vals.get(name)
                if lines is None:
                    lines = self._get_lines_before(run, group, name)
                lines |= set(wish.lines_on.get(grant, ()))
                group.vals[name] = lines - set(wish.lines_off.get(grant, ()))
        if before != group.vals:
            group.adding.add(entry.number)

    @api.model
    def _get_lines_before(self, run, group, name):
        """A grant speaks of the policies its row names; the others stay as they are."""
        return set() if run.mode == "replace" else set(group.there.get(name, ()))

    @api.model
    def _prepare_texts(self, entry, states, added):
        get = entry.values.get
        vals = {key: get(key) for key in TEXTS if get(key)}
        if get("valid_until"):
            vals["valid_until"] = get("valid_until")
        for key in CLAUSE:
            if key in entry.values:
                vals[key] = get(key)
        if get("project_state"):
            vals["project_state_id"] = states.get(tuple(get("project_state")))
        for each in added:
            if each.key in entry.values:
                vals[each.target] = get(each.key)
        return vals

    @api.model
    def _compare(self, group, cleared):
        """Keep of ``vals`` what differs from the interest that is there.

        :param cleared: what it has of what its rows do not say
        """
        vals = {
            key: sorted(value) if isinstance(value, set) else value
            for key, value in group.vals.items()
        }
        if not group.id:
            # Of the two, what the row does not say is not meant.
            vals.setdefault("atima", False)
            group.vals, group.doing = vals, "create"
            return
        group.vals = {}
        for key, new in {**cleared, **vals}.items():
            old = get_kept(group.there[key])
            if key == "project" and fold(old or "") == fold(new):
                continue
            if (old or False) != (new or False):
                group.vals[key], group.old[key] = new, old
        if not group.there["active"]:
            group.vals["active"], group.old["active"] = True, False
        if group.vals:
            group.doing = "update"
            group.leader.changes["interest"] = group.get_changes()

    @api.model
    def _prepare_cleared(self, run):
        """In a replacing import an empty cell empties the field of its column."""
        mapped = set(run.column_ids.mapped("target"))
        cleared = {}
        for key, name in {
            **ASKED,
            "type": "type_ids",
            "policy": "series_ids",
        }.items():
            if key in mapped or (key in ASKED and "flags" in mapped):
                cleared[name] = []
        for key in ("description", "loan_number", "attention", "valid_until"):
            if key in mapped:
                cleared[key] = False
        clause = run.column_ids.filtered(lambda column: column.target in CLAUSE)
        for column in clause:
            said = column.header if column.target == "isaoa" else "ATIMA"
            cleared.update(dict.fromkeys(get_meant(said or ""), False))
        for each in self.env["coi.import.field"]._get_added(INTEREST):
            if each.key in mapped:
                cleared[each.target] = self._get_empty(each.target)
        return cleared

    @api.model
    def _get_empty(self, name):
        """What a field has of which nothing is said: one that must not be empty has
        what a new interest has."""
        model = self.env["coi.additional.interest"]
        field = model._fields[name]
        return field.default(model) if field.required and field.default else False

    @api.model
    def _read_ticked(self, groups):
        """{interest id: {field: its empty value}} of what a cell of another column has
        ticked in an import before, or one choice for all rows.

        "AI, WOS" in the type, "ISAOA" behind a name: a list that does not say so any
        more has no empty cell for it.
        """
        ids = [group.id for group in groups if group.id]
        lines = self.env["coi.import.line"].search(
            [("interest_id", "in", ids), ("run_id.state", "=", "done")]
        )
        # sudo(): of rows the user may read; of what was found, nothing is shown here.
        trusted(lines).fetch(["interest_id", "findings"])
        ticked = {}
        for line in lines:
            empty = ticked.setdefault(line.interest_id.id, {})
            for key in line._get_found():
                empty |= {ASKED[key]: []} if key in ASKED else {key: False}
        return ticked

    @api.model
    def _find_gone(self, current, insureds, kept):
        """Ids of active interests of these insureds that the list does not have."""
        return [
            each["id"]
            for (insured_id, _holder_id), listed in current.items()
            for each in listed
            if insured_id in insureds and each["active"] and each["id"] not in kept
        ]
