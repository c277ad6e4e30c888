from dataclasses import dataclass, field

from odoo import api, models

from ...sheets.fields import HOLDER, INTEREST

# Of a row's holder, what pass 2 needs to find it.
FINDING = ("name", "street", "city", "state", "zip", "country")


@dataclass(slots=True)
class Entry:
    """A row on its way through the plan.

    :param values: as ``sheets.clean`` gives them, like problems and notices
    :param skip: why it is no entry, '' for one
    :param match_key: what makes two rows the same question to the user
    :param cleaning: what is stored of the cleaning
    :param bucket: what will be done, with partner_id, interest_id and changes
    :param holder: its ``HolderGroup`` in the plan
    :param interest: its ``InterestGroup`` in the plan of pass 2; before, its ``Wish``
    :param policy: its ``PolicyGroup`` in the plan of a list of policies, with the
        ``PartyPiece`` of its insured and of its insurer
    """

    number: int
    values: dict
    problems: list
    notices: list
    skip: str = ""
    decision: str = ""
    decided_about: int = 0
    match_key: str = ""
    was_same_as: int = 0
    bucket: str = ""
    partner_id: int = 0
    interest_id: int = 0
    likely_id: int = 0
    changes: dict = field(default_factory=dict)
    cleaning: dict | None = None
    holder: object = None
    interest: object = None
    insured: object = None
    insurer: object = None
    policy: object = None
    policy_id: int = 0

    def ask(self, key, code, **detail):
        self.problems.append([key, code, detail])

    def say(self, key, code, **detail):
        self.notices.append([key, code, detail])

    @property
    def is_question(self):
        """Whether it is to be decided if two are the same."""
        return any(code == "likely" for _key, code, _detail in self.problems)

    @property
    def is_open(self):
        return not self.skip and not self.problems

    def has_problem_of(self, keys):
        return any(key in keys for key, _code, _detail in self.problems)


@dataclass
class Plan:
    """What an import would do.

    :param entries: as they came, each with what will be done
    :param holders: groups of entries that are one contact
    :param interests: groups of entries that are one interest
    :param policies: groups of entries that are one term of a policy
    :param parties: insureds and insurers of these
    :param gone: ids of the interests that a replacing import archives
    :param contacts: {id: {column: value}} of the contacts that were looked at
    :param own: {id: why} of those among them that are not changed without a question
    :param geography: see ``coi.import.plan.party``
    """

    entries: list
    holders: list = field(default_factory=list)
    interests: list = field(default_factory=list)
    policies: list = field(default_factory=list)
    parties: list = field(default_factory=list)
    gone: list = field(default_factory=list)
    contacts: dict = field(default_factory=dict)
    own: dict = field(default_factory=dict)
    geography: tuple = ()


class CoiImportPlan(models.AbstractModel):
    """Decides what becomes of every row, without writing anything.

    Rows are compared with the contacts and with each other. The number of queries
    does not depend on the number of rows.
    """

    _name = "coi.import.plan"
    _description = "Plan of an Import"

    @api.model
    def _make_plan(self, run, entries):
        """Decide what becomes of the rows.

        :param entries: list of ``Entry`` in the file's order
        :returns: ``Plan``
        """
        plan = Plan(entries)
        if run.kind == "policy":
            self.env["coi.import.plan.policy"]._make_plan(run, plan)
            return plan
        self._keep_relevant(run, entries)
        if run.kind == "interest":
            self.env["coi.import.plan.interest"]._read_rows(run, plan)
        self.env["coi.import.plan.party"]._find_holders(run, plan)
        if run.kind == "interest":
            self.env["coi.import.plan.interest"]._group_rows(run, plan)
        self.env["coi.import.plan.holder"]._group_rows(run, plan)
        for entry in entries:
            entry.bucket = self._get_bucket(entry)
        return plan

    @api.model
    def _keep_relevant(self, run, entries):
        """Forget the problems of cells and rows that this pass does not import."""
        fields, parts = self.env["coi.import.field"]._get_fields(), self._get_parts(run)
        keys = {each.key for each in fields if each.part in parts}
        keys |= set(FINDING)
        for entry in entries:
            wanted = () if entry.skip else keys
            entry.problems = [each for each in entry.problems if each[0] in wanted]
            entry.notices = [each for each in entry.notices if each[0] in wanted]

    @api.model
    def _get_parts(self, run):
        if run.kind == "holder":
            return {HOLDER}
        return {HOLDER, INTEREST} if run.one_go else {INTEREST}

    @api.model
    def _get_bucket(self, entry):
        if entry.skip:
            return "left_out"
        if entry.problems:
            return "problem"
        doings = {
            group.doing if group.leader is entry else group.follow(entry)
            for group in (entry.holder, entry.interest)
            if group
        }
        for bucket in ("create", "update"):
            if bucket in doings:
                return bucket
        return "unchanged"
