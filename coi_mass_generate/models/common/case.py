"""What is judged: plain objects, so that ten thousand holders cost no query each."""

from dataclasses import dataclass, field
from typing import Any

from odoo.tools.misc import format_date

from .consent import Consent
from .grants import GRANTS

# Worst first, as reasons are listed.
LEVELS = ("blocked", "warning")
NOTHING_SAID = Consent()


@dataclass(slots=True)
class Finding:
    """One reason for a verdict.

    ``level`` is "warning" or "blocked"; ``target`` the record that mends it: an empty
    one is still to be made, with ``defaults``; None: there is none; ``about`` tells
    findings of one rule on one record apart, in no language: an override is for what
    its giver saw, and for nothing else the rule may find there later; ``key``,
    ``title``, ``may_override`` and ``is_serious`` are the rule's (``coi.check``);
    ``override`` is the reason a manager gave for printing nevertheless.
    """

    level: str
    message: str
    target: Any = None
    defaults: dict = field(default_factory=dict)
    about: str = ""
    key: str = ""
    title: str = ""
    may_override: bool = False
    is_serious: bool = False
    override: str = ""

    @property
    def code(self):
        """What an override names: the rule and the record it speaks of."""
        parts = [self.key]
        if self.target is not None:
            parts += [self.target._name, self.target.id, *self.defaults.values()]
        return ":".join(map(str, filter(None, [*parts, self.about])))

    @property
    def is_overridable(self):
        return self.level == "blocked" and self.may_override

    def dump(self):
        """This finding as a JSON-able dict.

        ``model`` and ``id`` say what to open to mend it; without an id a record is to
        be made, with ``defaults``; without a model there is nothing to open;
        ``is_serious`` is there only where a warning is.
        """
        serious = self.level == "warning" and self.is_serious
        return {
            "key": self.key,
            "code": self.code,
            "title": self.title,
            "level": self.level,
            "message": self.message,
            "model": False if self.target is None else self.target._name,
            "id": False if self.target is None else self.target.id,
            "defaults": self.defaults,
            "may_override": self.is_overridable,
            "override": self.override,
            **({"is_serious": True} if serious else {}),
        }


@dataclass(slots=True)
class Endorsement:
    """An endorsement of a term; ``holder_ids`` are those its schedule names, ``grants``
    keys of ``grants.GRANTS`` and ``gives`` the fields of the record that say so."""

    record: Any
    label: str
    number: str
    edition: str
    sentence: str
    is_blanket: bool
    holder_ids: frozenset
    to_confirm: bool
    grants: frozenset
    gives: frozenset = frozenset()

    def reaches(self, holder_id):
        return self.is_blanket or holder_id in self.holder_ids


@dataclass(slots=True)
class Term:
    """A policy's term as it stands on the issue date (``coi.policy._get_standing``).

    ``end`` is the first day without cover, before the policy would expire where it
    ``is_cancelled``, which is known ``known_since`` a day (None: nobody noted it);
    ``pending`` is the day an announced cancellation would take effect (None: none is);
    ``limits_to_confirm`` says that its limits are copied and nobody has confirmed
    them; ``order`` sorts terms as the page does.
    """

    policy: Any
    id: int
    label: str
    coverage_id: int
    row: str
    series_id: int
    state: str
    effective: Any
    end: Any
    is_cancelled: bool
    order: tuple
    insurer: Any
    insurer_name: str
    naic: str
    is_insurer_seen: bool = True
    endorsements: list = field(default_factory=list)
    known_since: Any = None
    limits_to_confirm: bool = False
    pending: Any = None

    def was_in_force(self, day):
        """Whether it covered ``day``, whatever is known of it since."""
        return self.effective <= day < self.end and self.state != "archived"

    def get_granting(self, grant, holder_id):
        """The endorsements that give ``holder_id`` the ``grant`` here."""
        if self.row in GRANTS[grant].not_on:
            return []
        return [
            each
            for each in self.endorsements
            if grant in each.grants and not each.to_confirm and each.reaches(holder_id)
        ]


@dataclass(slots=True)
class Shown:
    """Which terms a certificate shows, shared by all holders who see the same.

    ``terms`` are in the page's order and ``policies`` their records; ``ended`` were
    asked for, or in force on an issue date in the past, but are over or archived;
    ``lapsed`` ended lately with nothing after them; ``later`` have not begun, where
    that is why nothing is shown; ``is_narrowed`` says that somebody chose what is
    shown, instead of all that is in force.
    """

    policies: Any
    terms: list
    ended: list = field(default_factory=list)
    lapsed: list = field(default_factory=list)
    later: list = field(default_factory=list)
    is_narrowed: bool = False


@dataclass(slots=True)
class Grant:
    """What an interest asked for on one term, and the endorsements that give it.

    Without any, ``why`` says what is missing: "none", "unconfirmed", "scheduled" or
    "impossible"; ``nearest`` is the endorsement that would give it, if there is one.
    """

    term: Term
    endorsements: list
    why: str = ""
    nearest: Endorsement = None


@dataclass(slots=True)
class Facts:
    """What all cases of a run share, read once.

    Rows are plain values by field (``columns``): ``asked`` those of the interests,
    in their order, ``parties`` those of the contacts the user may read, by id, as
    ``contacts`` are their records, and ``companies``; ``today`` is the user's day;
    ``forms`` the form of each insured by (company id, insured id), ``passed_over`` its
    usual one where that may not be used, and ``languages``
    what each form can be printed in, by its id; ``terms`` all terms by (company id,
    insured id), in the page's order; ``chosen`` the ids of those somebody chose, or
    None; ``revised`` the certificates to revise by interest id, which show again what
    they show; ``laws`` the rules of states (``coi.state.rule``), of which
    ``approvals``, (form id, company id, state id), settle some; ``books`` what to look
    for in texts by company id (``wording.book``); ``gauges`` measure the places on the
    page by (form id, insured id), None standing for all other insureds.
    """

    asked: list
    contacts: dict
    parties: dict
    companies: dict
    issue_date: Any
    today: Any
    env: Any
    forms: dict
    terms: dict
    languages: dict
    passed_over: dict = field(default_factory=dict)
    chosen: Any = None
    revised: dict = field(default_factory=dict)
    laws: Any = None
    approvals: frozenset = frozenset()
    books: dict = field(default_factory=dict)
    gauges: dict = field(default_factory=dict)
    memo: dict = field(default_factory=dict)

    def remember(self, key, work, *args):
        """What ``work(*args)`` gave the first time it was asked for as ``key``."""
        if key not in self.memo:
            self.memo[key] = work(*args)
        return self.memo[key]

    def get_terms(self, case):
        """All terms of the case's insured, in the page's order."""
        return self.terms.get((case.asked.company_id, case.asked.insured_id), ())

    def say_date(self, day):
        """``day`` in words of the user who is told, not of the certificate."""
        return self.remember(("say", day), format_date, self.env, day)

    def is_rtl(self, code):
        """Whether the language ``code`` is written from right to left."""
        return self.remember(("rtl", code), self._is_rtl, code)

    def _is_rtl(self, code):
        return self.env["res.lang"]._get_data(code=code).direction == "rtl"

    def get_gauge(self, case):
        form_id = case.form.id
        own = self.gauges.get((form_id, case.asked.insured_id))
        return own or self.gauges[form_id, None]

    def get_book(self, case):
        """What is looked for in the texts of the case's company."""
        return self.books[case.company._origin.id]

    def match(self, case, topic):
        """The laws on ``topic`` this case falls under: ``[(law, which state)]``."""
        return self.remember(
            (topic, case.states, case.form.id),
            self.laws._get_matching,
            topic,
            case.states,
            case.form,
        )

    def get_setting(self, record, name):
        """A field of the agency or the insured, at which every case looks."""
        key = record._name, record._ids, name
        if key not in self.memo:
            self.memo[key] = record[name]
        return self.memo[key]


@dataclass(slots=True)
class Case:
    """One holder of one insured, with all that its certificate will depend on.

    ``id`` is the stored interest's, ``asked`` its row and ``party`` the holder's
    (``Facts``), ``address`` the holder's lines in the case's language; ``policies`` are
    those that will be printed, in the page's order; cases with an equal ``variant``
    share a page (``coi.page``); ``states`` are the ids of the insured's, the project's
    and the holder's state; ``granted`` and ``refused`` map a key of ``grants.GRANTS``
    to a ``Grant`` for each shown term of the lines the interest asks it on; ``absent``
    maps it to the asked lines no term of which is shown, ``asked_lines`` to all lines
    it is asked on; ``values`` are the holder's texts by slot name (``coi.page``),
    ``letters`` those of the page itself, where one is beyond ASCII, and ``page_print``
    short for what it says (``coi.asked``); ``said`` what stands in them that is looked
    for (``coi.check``); ``revises`` is the certificate to be superseded, if that was
    asked for; ``same_as`` the holder of an earlier case for the same reader; ``sent`` a
    certificate that says the same; ``last`` is the row of the latest that is kept and
    valid, and ``losses`` what the last one said and this one does
    not (``coi.loss``); ``consent`` what of the findings somebody wants
    printed nevertheless; ``twin`` is equal for cases a reader would take for one;
    ``facts`` is what all cases of the run share.
    """

    id: int
    interest: Any
    asked: Any
    insured: Any
    holder: Any
    party: Any
    company: Any
    issue_date: Any
    form: Any
    lang: str
    shown: Shown
    facts: Any
    address: list = field(default_factory=list)
    variant: tuple = ()
    states: tuple = ()
    revises: Any = None
    values: dict = field(default_factory=dict)
    asked_lines: dict = field(default_factory=dict)
    granted: dict = field(default_factory=dict)
    refused: dict = field(default_factory=dict)
    absent: dict = field(default_factory=dict)
    findings: list = field(default_factory=list)
    letters: str = ""
    page_print: str = ""
    said: Any = None
    content_hash: str = ""
    twin: str = ""
    same_as: Any = None
    sent: Any = None
    last: Any = None
    losses: Any = None
    consent: Consent = NOTHING_SAID

    @property
    def policies(self):
        return self.shown.policies

    @property
    def insured_name(self):
        """'' where the user may not see the insured's contact."""
        is_seen = self.asked.insured_id in self.facts.contacts
        return self.facts.get_setting(self.insured, "name") if is_seen else ""

    @property
    def verdict(self):
        """An override is its own confirmation: what it is given for counts no more."""
        if not self.findings:
            return "ready"
        return get_verdict(each for each in self.findings if not each.override)

    @property
    def verdict_if_overridden(self):
        """The verdict once a manager overrides every block that may be."""
        return get_verdict(each for each in self.findings if not each.is_overridable)

    @property
    def outcome(self):
        """State of its batch line: "pending", "aside" or "skipped"."""
        if self.verdict == "blocked":
            return "skipped"
        warnings = (each for each in self.findings if each.level == "warning")
        if all(self.consent.allows(self.id, each) for each in warnings):
            return "pending"
        return "aside"

    def override(self):
        """Take what a manager said into the verdict."""
        given = self.consent.overrides.get(self.id)
        for finding in self.findings if given else ():
            if finding.is_overridable and self.consent.allows(self.id, finding):
                finding.override = given["reason"]

    def iter_given(self):
        """The endorsements that give the holder what its interest asks for."""
        for grants in self.granted.values():
            for grant in grants:
                yield from grant.endorsements

    def measure(self, name):
        """How the text of the slot ``name`` fits: ``pdf.gauge``."""
        return self.facts.get_gauge(self).measure(name, self.values.get(name) or "")

    def explain(self):
        """All reasons, a line each."""
        return "\n".join(finding.message for finding in self.findings)

    def dump_findings(self):
        """The findings as JSON-able dicts; False where there are none."""
        return [finding.dump() for finding in self.findings] or False

    def dump_override(self):
        """What a manager said, as a JSON-able dict, for the blocks there are now: what
        comes up later, nobody saw. False where nobody said anything."""
        given = self.consent.overrides.get(self.id)
        codes = [each.code for each in self.findings if each.override]
        return {**given, "codes": codes} if given else False


def get_verdict(findings):
    """The worst of their levels; "ready" where there are none."""
    levels = {finding.level for finding in findings}
    return next((level for level in LEVELS if level in levels), "ready")


def block(message, target=None, *, about="", **defaults):
    """A ``Finding`` that keeps the certificate from being printed."""
    return Finding("blocked", message, target, defaults, about)


def warn(message, target=None, *, about="", **defaults):
    """A ``Finding`` that somebody must have seen before the certificate is printed."""
    return Finding("warning", message, target, defaults, about)
