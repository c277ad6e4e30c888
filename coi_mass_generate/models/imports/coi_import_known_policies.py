import re
from itertools import chain

from odoo.fields import Domain

from ...sheets.clean.answers import policy_key
from ...sheets.clean.policy_options import AUTOS
from ...sheets.fields import POLICY
from ...sheets.keys import name_keys
from ...sheets.match import Party, find_closest
from ...sheets.text import fold
from .coi_import_plan import Plan
from .coi_import_trace import get_kept

DATES = {
    "effective": "date_effective",
    "expiration": "date_expiration",
    "cancelled": "date_cancelled",
}
# Choices that a new policy has only where the list says them: nothing is claimed else.
CHOICES = ("claims_basis", "aggregate_per", "umbrella_form", "wc_basis", "wc_excluded")
OPTIONS = (*CHOICES, "retention_kind", "retention_amount", *AUTOS)
# What a term says of itself; the rest of it is limits and endorsements.
RETROACTIVE = ("date_retroactive", "full_prior_acts")
HEADER = ("name", "insurer_id", *DATES.values(), *OPTIONS, *RETROACTIVE)
FOUND = ("insured_id", "coverage_id", "series_id", "active", *HEADER)
_DOING_BUSINESS = re.compile(
    r"\b(?:d\.?/?b\.?/?a\b\.?|a/?k/?a\b|doing business as\b)", re.IGNORECASE
)
# Words of insurers' names as lists write them short. For asking only: whoever is
# written in two ways may be two.
_SHORT = {
    "ins": "insurance",
    "insur": "insurance",
    "assur": "assurance",
    "mut": "mutual",
    "cas": "casualty",
    "indem": "indemnity",
    "natl": "national",
    "underwrs": "underwriters",
    "amer": "american",
}
# How many unknown names of a file are compared with those there are.
SUGGESTED = 60


class KnownParties:
    """Insureds or insurers there are, and contacts that could become one.

    :param partners: contacts of that role, in the order they came to be
    :param others: names of contacts that are of no such role: {id: name}
    """

    def __init__(self, partners, others, states):
        self.names, self.by_key, self.by_naic, self.naics = {}, {}, {}, {}
        self.states, self.archived = states, {}
        for partner in partners:
            if not partner.active:
                self._keep_archived(partner)
                continue
            self.names[partner.id] = partner.name or ""
            key = party_key(partner.name or "")
            self.by_key.setdefault(key, []).append(partner.id)
            if partner.coi_naic:
                naic = naic_key(partner.coi_naic)
                self.by_naic.setdefault(naic, []).append(partner.id)
                self.naics[partner.id] = naic
        self.others = {}
        for number, name in others.items():
            self.others.setdefault(party_key(name), []).append(number)
            self.names.setdefault(number, name)
        self.roles = dict.fromkeys(chain.from_iterable(self.by_key.values()))
        self._loose, self._suggested = {}, {}
        for number in self.roles:
            for part in _get_parts(self.names[number]):
                self._loose.setdefault(loose_key(part), number)

    def _keep_archived(self, partner):
        """Nobody creates a second one beside one that is in the archive."""
        keys = [partner.id, party_key(partner.name or "")]
        if partner.coi_naic:
            keys.append(("naic", naic_key(partner.coi_naic)))
        self.archived.update(dict.fromkeys(keys, partner.name))

    def suggest(self, text):
        """Id of the one whose name is most like an unknown one, or 0."""
        for part in _get_parts(text):
            if loose_key(part) in self._loose:
                return self._loose[loose_key(part)]
        key = loose_key(text)
        if key not in self._suggested and len(self._suggested) < SUGGESTED:
            self._suggested[key] = self._loose.get(find_closest(key, self._loose), 0)
        return self._suggested.get(key, 0)


class KnownPolicies:
    """Lines, parties and terms there are: read once, in a fixed number of queries.

    :param entries: rows of the list; only what they name is read in full
    """

    def __init__(self, env, run, entries):
        self.env, self.company = env, run.company_id
        self.answers = run.party_answers or {}
        # How the number of a policy of the list is written; series that are renewed.
        self.written, self.renewed = {}, set()
        lines = env["coi.coverage.line"].search([])
        self.lines = {line.key: line.id for line in lines}
        self._read_terms()
        self._read_parties(run, entries)
        self._read_parts(entries)

    # -------------------------------------------------------------------- terms

    def _read_terms(self):
        """{(insured, line, number key): terms}, the oldest first, archived ones too."""
        self.terms, self.owners, self.of_line = {}, {}, {}
        domain = Domain("company_id", "=", self.company.id)
        policies = self.env["coi.policy"].with_context(active_test=False)
        added = self.env["coi.import.field"]._get_added(POLICY)
        names = [*FOUND, *(field.target for field in added)]
        found = policies.search_fetch(domain, names, order="date_effective, id")
        for row in found._read_format(names, load=None):
            term = {name: get_kept(value) for name, value in row.items()}
            number = policy_key(term["name"])
            insured, line = term["insured_id"], term["coverage_id"]
            self.terms.setdefault((insured, line, number), []).append(term)
            self.of_line.setdefault((insured, line), []).append(term)
            self.owners.setdefault(number, set()).add(insured)

    def _read_parts(self, entries):
        """{term id: {key: part}} of limits, and of endorsements a list of them."""
        numbers = {policy_key(entry.values.get("policy", "")) for entry in entries}
        ids = [
            term["id"]
            for (_insured, _line, number), terms in self.terms.items()
            if number in numbers
            for term in terms
        ]
        self.limits, self.endorsements = {}, {}
        domain = [("policy_id", "in", ids)]
        limits = self.env["coi.policy.limit"].search_fetch(domain, order="sequence, id")
        for limit in limits:
            kept = self.limits.setdefault(limit.policy_id.id, {})
            kept.setdefault((limit.key, fold(limit.name or "")), limit)
        for each in self.env["coi.policy.endorsement"].search_fetch(domain):
            self.endorsements.setdefault(each.policy_id.id, []).append(each)

    # ------------------------------------------------------------------ parties

    def _read_parties(self, run, entries):
        texts = {
            role: {entry.values[role] for entry in entries if entry.values.get(role)}
            for role in ("insured", "insurer")
        }
        contacts = self._read_contacts(run, texts["insured"] | texts["insurer"])
        owners = {term["insured_id"] for terms in self.terms.values() for term in terms}
        carriers = {
            term["insurer_id"] for terms in self.terms.values() for term in terms
        }
        insurer = Domain("coi_is_insurer", "=", True) | Domain("coi_naic", "!=", False)
        self.insured = self._make_parties(
            Domain("coi_is_insured", "=", True), owners, contacts
        )
        self.insurer = self._make_parties(insurer, carriers, contacts)

    def _make_parties(self, domain, ids, contacts):
        Partner = self.env["res.partner"]
        found = Partner.with_context(active_test=False).search_fetch(
            (domain | Domain("id", "in", list(ids)))
            & Domain("company_id", "in", [False, self.company.id]),
            ["name", "coi_naic", "state_id", "active"],
            order="id",
        )
        states = {
            each.id: (each.state_id.country_id.code, each.state_id.code)
            for each in found
            if each.state_id
        }
        there = set(found.ids)
        others = {
            number: contact["name"]
            for number, contact in contacts.items()
            if number not in there
        }
        return KnownParties(found, others, states)

    def _read_contacts(self, run, names):
        """{id: contact} of those that may bear one of these names."""
        parties = [Party(0, name) for name in names]
        if not parties:
            return {}
        found = Plan([])
        self.env["coi.import.plan.party"]._read_contacts(run, found, parties)
        keys = set(map(party_key, names))
        return {
            number: contact
            for number, contact in found.contacts.items()
            if party_key(contact["name"]) in keys
        }

    def get_owner(self, number):
        """Id of the one insured who has a policy of this number, or 0."""
        owners = self.owners.get(policy_key(number), ()) if number else ()
        return next(iter(owners)) if len(owners) == 1 else 0


def _get_parts(name):
    """A name, and of "Coastal Inc. dba Coastal Lights" either part."""
    parts = [part.strip(" ,()") for part in _DOING_BUSINESS.split(name)]
    return [name, *filter(None, parts)] if parts[1:] else [name]


def party_key(name):
    """Equal for names that are one without a question, as in lists of holders."""
    return name_keys(name)[1]


def loose_key(name):
    """Equal for names that differ in the kind of company or in short words at most."""
    return " ".join(_SHORT.get(word, word) for word in name_keys(name)[2].split())


def naic_key(text):
    """What makes two NAIC numbers the same."""
    return fold(text).replace(" ", "").upper().lstrip("0")
