import re
from hashlib import sha256

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ...sheets.clean.places import TERRITORIES
from ...sheets.fields import HOLDER
from ...sheets.match import Index, Party
from ...sheets.parties import SAME, Answer, Parties
from ...sheets.text import fold
from ..common.door import trusted
from .coi_import_plan import FINDING
from .coi_import_plan_holder import CONTACT_FIELDS, HolderGroup

COLUMNS = (
    *("id", "name", *CONTACT_FIELDS),
    *("state_id", "country_id", "coi_is_holder"),
)
# The same as in the query: words that are often left out do not count.
_PREFIX = re.compile(r"\band\b|[^a-z0-9]+")
PREFIX_LENGTH = 3
# Whose contacts are not changed without a question, and why it is asked.
OWN = {"res.users": "own_user", "res.company": "own_company"}


class CoiImportPlanParty(models.AbstractModel):
    """Whose row it is: a contact that is there, another row's holder, or a new one."""

    _name = "coi.import.plan.party"
    _description = "Plan of an Import: Who Is Who"

    @api.model
    def _find_holders(self, run, plan):
        """Give every open row its group; ask where it is not certain."""
        may_create = run.kind == "holder" or run.one_go
        groups = {}
        for entry, verdict in self._judge(run, plan, may_create):
            ref = self._follow(entry, verdict)
            if ref and entry.is_open:
                if ref not in groups:
                    groups[ref] = HolderGroup(max(ref, 0))
                groups[ref].entries.append(entry)
                entry.holder = groups[ref]
        plan.holders = list(groups.values())
        if may_create:
            self._ask_about_own(run, plan)

    @api.model
    def _judge(self, run, plan, may_create):
        """[(entry, ``Verdict``)] of the rows that say whole who they are."""
        plan.geography = self._read_geography()
        home = self._get_home(run)
        entries = self._get_named(plan.entries)
        parties = [self._make_party(entry, home) for entry in entries]
        self._read_contacts(run, plan, parties)
        self._read_decisions(run, entries, parties)
        whole = [
            (entry, party)
            for entry, party in zip(entries, parties, strict=True)
            if not entry.has_problem_of(FINDING)
        ]
        verdicts = Parties(
            Index(self._make_parties(plan.contacts, plan, home)),
            [party for _entry, party in whole],
            {
                party.ref: Answer(
                    entry.decision, entry.was_same_as, entry.decided_about
                )
                for entry, party in whole
            },
            plan.own,
        ).settle(may_create)
        return [(entry, verdicts[party.ref]) for entry, party in whole]

    @api.model
    def _get_named(self, entries):
        """Rows that are entries and name somebody; the others are asked who it is."""
        named = []
        for entry in entries:
            if entry.skip:
                continue
            if entry.values.get("name"):
                named.append(entry)
            else:
                entry.ask("name", "no_name")
        return named

    @api.model
    def _read_decisions(self, run, rows, parties):
        """Tell every row whom it was said to be the same as in an earlier import."""
        for entry, party in zip(rows, parties, strict=True):
            entry.match_key = get_match_key(party)
        lines = self.env["coi.import.line"].search_fetch(
            [
                ("match_key", "in", list({entry.match_key for entry in rows})),
                ("run_id.state", "=", "done"),
                ("run_id.company_id", "=", run.company_id.id),
                ("partner_id", "!=", False),
            ],
            ["match_key", "partner_id"],
            order="id",
        )
        remembered = {line.match_key: line.partner_id.id for line in lines}
        for entry in rows:
            entry.was_same_as = remembered.get(entry.match_key, 0)

    @api.model
    def _get_home(self, run):
        """Code of the country where an address is that names none."""
        code = run.company_id.country_id.code or "US"
        return "US" if code in TERRITORIES else code

    @api.model
    def _make_party(self, entry, home):
        """A row's ref is its line number with a minus: contacts' are their ids."""
        get = entry.values.get
        return Party(
            -entry.number,
            get("name", ""),
            get("street", ""),
            get("street2", ""),
            get("city", ""),
            get("zip", ""),
            entry.number,
            get("state", ""),
            get("country", ""),
            home,
        )

    @api.model
    def _follow(self, entry, verdict):
        """Do with a row as was found: a contact's id, minus the number of the first
        line of somebody new, or 0 with a question."""
        if not verdict.is_told:
            entry.say("name", "not_compared")
        entry.decision, entry.decided_about = verdict.decision, verdict.about
        if verdict.verdict == "same":
            return self._take_contact(entry, verdict)
        if verdict.verdict == "new":
            return verdict.party.ref
        if verdict.verdict == "unknown":
            entry.ask("name", "holder_unknown")
        elif verdict.verdict == "several":
            self._ask_which(entry, verdict)
        else:
            self._ask_whether(entry, verdict.party, verdict.why)
        return 0

    @api.model
    def _take_contact(self, entry, verdict):
        if verdict.twins:
            entry.say("name", "twins", count=len(verdict.twins) + 1)
        entry.partner_id = verdict.party.ref
        if verdict.why:
            entry.likely_id = verdict.party.ref
        return verdict.party.ref

    @api.model
    def _ask_which(self, entry, verdict):
        others = [_describe(each) for each in verdict.twins[:5]]
        entry.ask(
            "name",
            "several",
            count=len(verdict.twins),
            others="; ".join(others),
            contacts=[each.ref for each in verdict.twins[:5] if each.ref > 0],
        )

    @api.model
    def _ask_whether(self, entry, party, why):
        """Ask whether a row is the same as a contact or another row's holder."""
        entry.likely_id = max(party.ref, 0)
        entry.ask(
            "name",
            "likely",
            other=_describe(party),
            lines=_get_lines(party),
            why=why,
            line=max(-party.ref, 0),
            contacts=[party.ref] if party.ref > 0 else [],
        )

    @api.model
    def _ask_about_own(self, run, plan):
        """The agency's own contact, or that of a user, is changed only on purpose."""
        planner = self.env["coi.import.plan.holder"]
        for group in plan.holders:
            if group.id in plan.own:
                changes = {}
                for entry in group.entries:
                    changes.update(planner._get_own_changes(run, plan, entry, group.id))
                if changes:
                    self._ask_before_changing(run, plan, group, changes)

    @api.model
    def _ask_before_changing(self, run, plan, group, changes):
        number = group.id
        contact = {number: plan.contacts[number]}
        [party] = self._make_parties(contact, plan, self._get_home(run))
        may_change = self._may_change(number, changes)
        for entry in group.entries:
            is_same = entry.decision == SAME and entry.decided_about in (0, number)
            if not (may_change and is_same):
                why = plan.own[number] if may_change else "own_closed"
                self._ask_whether(entry, party, why)
                entry.partner_id = 0

    @api.model
    def _may_change(self, number, changes):
        """Whether ``res.partner`` will let the user write this to somebody's own."""
        partner = self.env["res.partner"].browse(number)
        # trusted(): only whose contact it is; what may be done is asked as the user.
        users = trusted(partner).user_ids
        others = users.filtered(lambda user: user._is_internal()) - self.env.user
        try:
            partner.check_access("write")
            if others:
                others.with_env(self.env).check_access("write")
            partner._coi_check_agency(changes)
        except AccessError:
            return False
        return True

    # ----------------------------------------------------------------- contacts

    @api.model
    def _read_geography(self):
        """{country code: id}, {(country code, state code): id}: all there are."""
        countries = self.env["res.country"].search_fetch([], ["code"])
        states = self.env["res.country.state"].search_fetch([], ["code", "country_id"])
        return (
            {country.code: country.id for country in countries},
            {(state.country_id.code, state.code): state.id for state in states},
        )

    @api.model
    def _read_contacts(self, run, plan, parties):
        """Note the contacts that may be one of ``parties``: same start of name, or same
        ZIP; and which of them are the agency's own, or a user's.

        One query whatever the number of rows, and no contact the user may not see.
        Past the ORM, for nothing is computed here.
        """
        Partner = self.env["res.partner"]
        added = self.env["coi.import.field"]._get_added(HOLDER)
        columns = [*COLUMNS, *(field.target for field in added)]
        Partner.flush_model([*columns, "active", "company_id", "type"])
        query = Partner._search(
            Domain("company_id", "in", [False, run.company_id.id])
            & Domain("name", "!=", False)
            & Domain("type", "not in", ["invoice", "delivery"])
        )
        table = query.table
        query.add_where(self._prepare_filter(table, parties))
        rows = self.env.execute_query(
            query.select(
                *(SQL.identifier(table, column) for column in columns),
                *(self._prepare_own(table, owner) for owner in OWN),
            )
        )
        for row in rows:
            contact = dict(zip((*columns, *OWN), row, strict=True))
            plan.contacts[row[0]] = contact
            whose = [OWN[owner] for owner in OWN if contact.pop(owner)]
            if whose:
                plan.own[row[0]] = whose[-1]

    @api.model
    def _prepare_own(self, table, owner):
        """SQL for "it is the contact of one of these"."""
        self.env[owner].flush_model(["partner_id"])
        return SQL(
            "%s IN (SELECT partner_id FROM %s)",
            SQL.identifier(table, "id"),
            SQL.identifier(self.env[owner]._table),
        )

    @api.model
    def _make_parties(self, contacts, plan, home):
        """Of several contacts that are the same the oldest holder is taken.

        :param contacts: {id: {column: value}}
        """
        countries, states = plan.geography
        countries = {number: code for code, number in countries.items()}
        states = {number: key for key, number in states.items()}
        parties = []
        for number, contact in contacts.items():
            country, state = states.get(contact["state_id"], ("", ""))
            parties.append(
                Party(
                    number,
                    contact["name"],
                    contact["street"] or "",
                    contact["street2"] or "",
                    contact["city"] or "",
                    contact["zip"] or "",
                    number if contact["coi_is_holder"] else number + 2**40,
                    state,
                    countries.get(contact["country_id"], country),
                    home,
                )
            )
        return parties

    @api.model
    def _prepare_filter(self, table, parties):
        """SQL for "its name begins like one of theirs, or it has one of their ZIPs"."""
        prefixes = {_get_prefix(party.name) for party in parties}
        zips = {party.zip[:5] for party in parties if party.zip}
        name = SQL.identifier(table, "name")
        return SQL(
            "(%s = ANY(%s) OR LEFT(%s, 5) = ANY(%s) OR %s !~ '^[ -~]*$')",
            SQL(
                "LEFT(REGEXP_REPLACE(REGEXP_REPLACE(LOWER(%s), %s, '', 'g'),"
                " '^the(?=.)', ''), %s)",
                name,
                r"\mand\M|[^a-z0-9]+",
                PREFIX_LENGTH,
            ),
            sorted(prefixes),
            SQL.identifier(table, "zip"),
            sorted(zips),
            name,
        )


def _get_prefix(name):
    text = _PREFIX.sub("", fold(name))
    if text.startswith("the") and len(text) > 3:
        text = text[3:]
    return text[:PREFIX_LENGTH]


def get_match_key(party):
    """What makes two rows the same question to the user: never two states one."""
    said = "|".join((party.name_key, *party.identity))
    return sha256(said.encode()).hexdigest()


def _describe(party):
    return ", ".join(_get_lines(party))


def _get_lines(party):
    town = " ".join(filter(None, (party.city, party.state, party.zip)))
    country = party.country if party.country != party.home else ""
    parts = (party.name, party.street, party.street2, town, country)
    return [part for part in parts if part]
