from dataclasses import dataclass, field

from odoo import api, models

from ...sheets.clean.answers import policy_key
from .coi_import_known_policies import KnownPolicies
from .coi_import_piece import Group
from .coi_import_plan_insured import ADDRESS


@dataclass
class PolicyGroup(Group):
    """Rows that are the same term of one policy.

    :param key: what its terms have in common: insured, line and number
    :param name: the number, as it is written where it came first
    :param series_id: of the policy it renews under another number
    :param values: what its rows say together
    :param previous_id: the term before it, of a renewal: what the list does not say
        is copied from there
    :param limits: ``{(key, folded name): Piece}``
    """

    key: tuple = ()
    name: str = ""
    series_id: int = 0
    values: dict = field(default_factory=dict)
    insured: object = None
    insurer: object = None
    term: dict = field(default_factory=dict)
    previous_id: int = 0
    limits: dict = field(default_factory=dict)
    endorsements: list = field(default_factory=list)

    def is_new(self):
        return not self.term


class CoiImportPlanPolicy(models.AbstractModel):
    """What becomes of every row of a list of policies."""

    _name = "coi.import.plan.policy"
    _description = "Plan of an Import: Policies"

    @api.model
    def _make_plan(self, run, plan):
        entries = [entry for entry in plan.entries if not entry.skip]
        known = KnownPolicies(self.env, run, entries)
        for entry in plan.entries:
            if entry.skip:
                entry.problems, entry.notices = [], []
        self.env["coi.import.plan.insured"]._find_parties(run, plan, known)
        groups = {}
        for entry in entries:
            self._forget_address(entry)
            self._take_row(entry, groups, known)
        self._ask_overlaps(groups.values(), known)
        plan.policies = [
            group for group in groups.values() if group.close("policy", "same_policy")
        ]
        for group in plan.policies:
            self._compare(group, known)
        self._tell_certificates(plan.policies)
        self._close_parties(plan)
        for entry in plan.entries:
            entry.bucket = self._get_bucket(entry)

    @api.model
    def _forget_address(self, entry):
        """Only of a new insured the address is taken, and asked about."""
        if entry.insured and entry.insured.doing == "create":
            return
        for name in ("problems", "notices"):
            kept = [each for each in getattr(entry, name) if each[0] not in ADDRESS]
            setattr(entry, name, kept)

    # --------------------------------------------------------------- which policy

    @api.model
    def _take_row(self, entry, groups, known):
        get = entry.values.get
        asked = {key for key, _code, _detail in entry.problems}
        for key in ("line", "policy"):
            if not get(key) and key not in asked:
                entry.ask(key, f"{key}_missing")
        if not (entry.insured and get("line") and get("policy")):
            return
        line = known.lines.get(get("line"))
        if not line:
            entry.ask("line", "line_unknown", value=get("line"))
            return
        key = (entry.insured.id, line, policy_key(get("policy")))
        terms = known.terms.get(key, []) if entry.insured.id else []
        term, previous = self._find_term(entry, terms, asked)
        if not entry.is_open:
            return
        which = term["id"] if term else (id(entry.insured), *key[1:], get("effective"))
        group = groups.setdefault(which, PolicyGroup(term["id"] if term else 0))
        group.term, group.previous_id = term or {}, previous["id"] if previous else 0
        group.key = (entry.insured.id or id(entry.insured), *key[1:])
        written = terms[-1]["name"] if terms else get("policy")
        group.name = known.written.setdefault(group.key, written)
        if self._merge(group, entry):
            group.entries.append(entry)
            entry.policy = group
            if not term:
                self._tell_new(entry, key, previous, known)

    @api.model
    def _find_term(self, entry, terms, asked):
        """(the term a row is of or None, the term it follows or None)."""
        begin = entry.values.get("effective")
        if not begin:
            if len(terms) == 1:
                return self._check_end(entry, terms[0]), None
            if "effective" not in asked:
                entry.ask("effective", "effective_missing")
            return None, None
        for term in terms:
            if term["date_effective"] == begin:
                return self._check_archived(entry, term), None
        for key in ("expiration", "insurer"):
            given = entry.insurer if key == "insurer" else entry.values.get(key)
            others = {"insurer": {"insurer", "naic"}}.get(key, {key})
            if not given and not others & {each[0] for each in entry.problems}:
                entry.ask(key, f"{key}_missing")
        return None, self._find_previous(entry, terms, begin)

    @api.model
    def _check_end(self, entry, term):
        """Of a row that says no beginning: another end is that of another term."""
        end = entry.values.get("expiration")
        if end and end != term["date_expiration"]:
            entry.ask("effective", "effective_missing")
        return self._check_archived(entry, term)

    @api.model
    def _check_archived(self, entry, term):
        if not term["active"]:
            entry.ask("policy", "policy_archived", value=term["name"])
        return term

    @api.model
    def _find_previous(self, entry, terms, begin):
        """The term before a new one; asks where the new one overlaps another."""
        end = entry.values.get("expiration") or begin
        for term in terms:
            if begin < _get_end(term) and term["date_effective"] < end:
                entry.ask(
                    "effective",
                    "term_overlaps",
                    value=term["name"],
                    other=term["date_effective"],
                    others=_get_end(term),
                )
                return None
        before = [term for term in terms if _get_end(term) <= begin and term["active"]]
        return before[-1] if before else None

    @api.model
    def _tell_new(self, entry, key, previous, known):
        insured, line, number = key
        if previous:
            entry.say("policy", "next_term", other=previous["date_expiration"])
            return
        others = known.owners.get(number, set()) - {insured}
        names = known.insured.names
        contacts = [each for each in others if each in names]
        if contacts:
            other = names[contacts[0]]
            entry.say("policy", "number_elsewhere", other=other, contacts=contacts)
        if not entry.policy.series_id:
            self._find_renewed(entry, (insured, line), known)

    @api.model
    def _find_renewed(self, entry, owner, known):
        """Ask whether a policy renews one that ends when it begins: holders follow."""
        begin = entry.values.get("effective")
        ending = [
            term
            for term in known.of_line.get(owner, ())
            if term["date_expiration"] == begin and term["active"]
        ]
        if len(ending) != 1 or ending[0]["series_id"] in known.renewed:
            for term in ending:
                entry.say("policy", "other_number", other=term["name"])
            return
        [term] = ending
        question = f"renewal|{term['id']}|{policy_key(entry.values['policy'])}"
        answer = known.answers.get(question)
        if answer is None:
            detail = {"value": entry.values["policy"], "other": term["name"]}
            entry.ask(
                "policy", "renewal_new", party=question, answer=term["id"], **detail
            )
        elif answer == term["id"]:
            known.renewed.add(term["series_id"])
            entry.policy.series_id = term["series_id"]
            entry.say("policy", "renews", other=term["name"])

    # ------------------------------------------------------------------- overlaps

    @api.model
    def _ask_overlaps(self, groups, known):
        """Two terms of one policy, of the list or of those there are, never overlap."""
        by_key = {}
        for group in groups:
            if group.entries:
                by_key.setdefault(group.key, []).append(group)
        for key, some in by_key.items():
            named = {group.id for group in some}
            spans = [_get_span(group) for group in some] + [
                (term["date_effective"], _get_end(term), None)
                for term in known.terms.get(key, ())
                if term["id"] not in named
            ]
            self._ask_overlapping(sorted(spans, key=lambda span: span[:2]))

    @api.model
    def _ask_overlapping(self, spans):
        """:param spans: ``[(first day, end, PolicyGroup or None)]``, in their order"""
        for (begin, end, group), (later, other_end, other) in zip(
            spans, spans[1:], strict=False
        ):
            asked = other if other and other.is_new() else group or other
            if not asked or later >= end or not _is_moved(group, other):
                continue
            first, last = (later, other_end) if asked is group else (begin, end)
            detail = {"value": asked.name, "other": first, "others": last}
            for entry in asked.entries:
                entry.ask("effective", "term_overlaps", **detail)

    @api.model
    def _merge(self, group, entry):
        """Add what a row says; asks where it contradicts a row before it."""
        for part, piece in (("insured", entry.insured), ("insurer", entry.insurer)):
            first = getattr(group, part) or piece
            if piece and first is not piece:
                entry.ask(part, "policy_differs", line=group.leader.number, field=part)
                return False
            setattr(group, part, first)
        added = False
        for key, value in entry.values.items():
            if key in (
                *ADDRESS,
                "insured",
                "insurer",
                "naic",
                "policy",
                "endorsements",
            ):
                continue
            first = group.values.setdefault(key, value)
            if first != value:
                line = group.leader.number
                entry.ask(key, "policy_differs", line=line, field=key)
                return False
            added |= first is value
        named = group.values.setdefault("endorsements", [])
        new = [
            each for each in entry.values.get("endorsements", ()) if each not in named
        ]
        named.extend(new)
        if group.entries and (added or new):
            group.adding.add(entry.number)
        return True

    @api.model
    def _close_parties(self, plan):
        """Leave out the parties of rows that are not imported."""
        leaders = {}
        for group in plan.policies:
            for piece in _get_parties(group):
                leaders.setdefault(id(piece), group.leader)
        plan.parties = [each for each in plan.parties if id(each) in leaders]
        for piece in plan.parties:
            piece.leader = leaders[id(piece)]

    @api.model
    def _get_bucket(self, entry):
        if entry.skip:
            return "left_out"
        if entry.problems:
            return "problem"
        group = entry.policy
        doing = group.doing if group.leader is entry else group.follow(entry)
        for piece in _get_parties(group):
            if piece.leader is entry and piece.doing == "update":
                entry.changes[piece.role] = piece.get_changes()
                doing = "update" if doing == "unchanged" else doing
        entry.policy_id = group.id
        return doing


def _get_parties(group):
    return [piece for piece in (group.insured, group.insurer) if piece]


def _get_end(term):
    ends = [term["date_expiration"], term["date_cancelled"]]
    return min(filter(None, ends))


def _get_span(group):
    """(first day, end, group) as they are when the rows are imported."""
    values, term = group.values, group.term
    begin = values.get("effective") or term.get("date_effective")
    ends = [
        values.get("expiration") or term.get("date_expiration"),
        values.get("cancelled") or term.get("date_cancelled"),
    ]
    return begin, min(filter(None, ends)), group


def _is_moved(*groups):
    """Whether the list adds one of these terms, or moves its end."""
    return any(
        group and (group.is_new() or _get_span(group)[1] != _get_end(group.term))
        for group in groups
    )
