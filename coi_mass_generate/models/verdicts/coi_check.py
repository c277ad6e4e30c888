from dataclasses import replace
from itertools import chain

from odoo import api, models
from odoo.tools import partition
from odoo.tools.translate import LazyTranslate

from ...pdf.fonts import undrawable
from ...wording.book import Book, Wanted
from ...wording.phrase import read_phrase
from ..common.argument import is_blank
from ..common.case import LEVELS, block, warn
from ..forms.coi_form import get_face
from ..register.coi_policy_endorsement import GRANT_FIELDS

_lt = LazyTranslate(__name__)

CHECK_PREFIX = "_check_"
# The first page has places for the insurers A to F.
INSURERS_ON_PAGE = 6
# Texts that must stand in their own place; a long description is no surprise.
OWN_PLACES = ("holder", "attention", "loan")
# How a text says that its holder has a right.
CLAIMS = [
    Wanted(text, read_phrase(text), grant=grant)
    for grant, text in (
        ("ai", "additional insured*"),
        ("waiver", "waive* ... subrogation"),
        ("waiver", "subrogation ... waive*"),
        ("pnc", "non contributory"),
        ("pnc", "noncontributory"),
    )
]


def rule(title, may_override=False, of_policies=False):
    """Mark a method of ``coi.check`` as a rule.

    :param title: its name on the screen, a lazily translated text
    :param may_override: whether a manager may have a certificate it blocks printed
    :param of_policies: whether it looks at nothing but the policies shown, the issue
        date and the agency: then it is asked once for all holders who see the same.
        What an heir overrides is asked for each holder, unless the heir says so, too
    """

    def mark(method):
        method.coi_rule = (title, may_override)
        method.coi_of_policies = of_policies
        return method

    return mark


class CoiCheck(models.AbstractModel):
    """The rules a certificate must pass before anything is drawn.

    A rule is one method ``_check_<key>(case)`` that yields findings, made with
    ``block(message, target)`` or ``warn(message, target)``; ``@rule`` gives it its
    title and says whether its block may be overridden. Add a rule by adding a method
    in an inheriting class; drop one by overriding it to return nothing; a method that
    overrides a rule keeps its title. Rules look at a case only: what they need for
    many holders is read in batch when the cases are prepared (``coi.plan``).
    """

    _name = "coi.check"
    _description = "Certificate Rules"

    @api.model
    def _judge(self, cases):
        """Run every rule over every case and keep what it found in the case."""
        rules = list(enumerate(self._get_rules()))
        shared, own = partition(lambda each: self._is_of_policies(each[1][0]), rules)
        for case in cases:
            key = ("policies", id(case.shown), case.asked.company_id)
            found = [
                (*place, replace(finding))
                for *place, finding in case.facts.remember(key, self._ask, shared, case)
            ]
            found += self._ask(own, case)
            if found:
                found.sort(key=lambda each: each[:3])
                case.findings = [finding for *_place, finding in found]

    @api.model
    def _ask(self, rules, case):
        """``[(level, rule's place, finding's place, finding)]``, to be sorted."""
        found = []
        for place, (key, check, title, may_override) in rules:
            for finding in check(case) or ():
                finding.key, finding.title = key, title
                finding.may_override = may_override
                level = LEVELS.index(finding.level)
                found.append((level, place, len(found), finding))
        return found

    @api.model
    def _is_of_policies(self, key):
        method = getattr(type(self), CHECK_PREFIX + key)
        return getattr(method, "coi_of_policies", False)

    @api.model
    def _get_rules(self):
        """All rules: key, method, title in the user's language, may be overridden."""
        names = (name for name in dir(type(self)) if name.startswith(CHECK_PREFIX))
        own = [name for name in names if not hasattr(models.BaseModel, name)]
        return [
            (
                name.removeprefix(CHECK_PREFIX),
                getattr(self, name),
                *self._get_mark(name),
            )
            for name in own
        ]

    @api.model
    def _get_mark(self, name):
        """What ``@rule`` says of a method, also where an heir overrides it unmarked."""
        for owner in type(self).__mro__:
            mark = getattr(vars(owner).get(name), "coi_rule", None)
            if mark:
                # The text was marked for translation where the rule is written.
                translate = self.env._
                return translate(mark[0]), mark[1]
        return name.removeprefix(CHECK_PREFIX), False

    @api.model
    def _override(self, cases, overrides):
        """Take a manager's reasons into the verdicts.

        :param overrides: ``{interest id: {"reason": str, "codes": [str]}}``; without
            ``codes`` the reason counts for every block that may be overridden
        """
        for case in cases:
            given = overrides.get(case.id)
            for finding in case.findings if given else ():
                codes = given.get("codes")
                if (
                    finding.level == "blocked"
                    and finding.may_override
                    and (codes is None or finding.code in codes)
                ):
                    finding.override = given["reason"]

    # ------------------------------------------------------------------- holder

    @api.model
    @rule(_lt("Not in the list any more"))
    def _check_listed(self, case):
        if not case.asked.active:
            yield block(
                self.env._(
                    "The holder is no longer in the insured's Additional Interests. "
                    "Add it again or leave it out."
                ),
                case.interest,
            )

    @api.model
    @rule(_lt("No name"))
    def _check_name(self, case):
        if is_blank(case.party.name or ""):
            yield block(
                self.env._("The holder has no name. Complete the contact."),
                case.holder,
            )

    @api.model
    @rule(_lt("Address incomplete"), may_override=True)
    def _check_address(self, case):
        party = case.party
        street = not is_blank(f"{party.street or ''}{party.street2 or ''}")
        city, code = not is_blank(party.city or ""), not is_blank(party.zip or "")
        if street and city and code and case.states[-1]:
            return
        holder = case.holder
        has_states = self._has_states(holder)
        missing = {
            part: label
            for value, part, label in (
                (street, "street", self.env._("street")),
                (city, "city", self.env._("city")),
                (code or not has_states, "zip", self.env._("ZIP code")),
                (case.states[-1] or not has_states, "state", self.env._("state")),
            )
            if not value
        }
        if not missing:
            return
        finding = block(
            self.env._(
                "The holder's address is incomplete: %(missing)s. "
                "Complete the contact.",
                missing=", ".join(missing.values()),
            ),
            holder,
        )
        finding.about = ",".join(missing)
        yield finding

    @api.model
    def _has_states(self, holder):
        """Whether an address there needs a state and a ZIP code."""
        return holder.country_id.code in (False, "US", "CA")

    @api.model
    @rule(_lt("Goes to a continuation page"))
    def _check_fit(self, case):
        for name in OWN_PLACES:
            if case.values[name] and case.measure(name) == "continuation":
                yield warn(
                    self.env._(
                        "%(what)s: too long for its box, even in the smallest type. "
                        "The whole text goes to a continuation page.",
                        what=self._get_place_name(name),
                    ),
                    case.holder if name == "holder" else case.interest,
                )

    @api.model
    def _get_place_name(self, name):
        return {
            "holder": self.env._("Name and address"),
            "attention": self.env._("Attention"),
            "loan": self.env._("Loan number"),
        }[name]

    @api.model
    @rule(_lt("No font for these letters"))
    def _check_font(self, case):
        unknown = self._find_unprintable("".join(case.values.values()))
        if unknown:
            yield self._explain_font(unknown, self._get_writer(case, unknown))
        letters = case.letters
        unknown = letters and case.facts.remember(
            ("unprintable", letters), self._find_unprintable, letters
        )
        if unknown:
            yield self._explain_font(unknown, case.insured)

    @api.model
    def _find_unprintable(self, text):
        return set() if text.isascii() else undrawable(get_face().missing(text))

    @api.model
    def _explain_font(self, unknown, target):
        return block(
            self.env._(
                "No font of the server can print %(characters)s. Ask your "
                "administrator to install one that can.",
                characters=" ".join(sorted(unknown)[:10]),
            ),
            target,
        )

    @api.model
    def _get_writer(self, case, letters):
        """The record in which one of ``letters`` stands."""
        if letters & set(case.values["holder"]):
            return case.holder
        return self._get_author(case, lambda text: letters & set(text))

    @api.model
    @rule(_lt("Listed twice"))
    def _check_twin(self, case):
        if case.same_as:
            yield warn(
                self.env._(
                    "This holder is in the selection twice: the same name and address "
                    "come before under %(name)s. Take one out, or archive it.",
                    name=case.same_as.display_name,
                ),
                case.interest,
            )

    # ----------------------------------------------------------------- interest

    @api.model
    @rule(_lt("Interest ended"), may_override=True)
    def _check_valid_until(self, case):
        until = case.asked.valid_until
        if until and until < case.issue_date:
            finding = block(
                self.env._(
                    "The interest ended on %(day)s. Give it a new end, or archive it.",
                    day=case.facts.say_date(until),
                ),
                case.interest,
            )
            finding.about = until.isoformat()
            yield finding

    @api.model
    @rule(_lt("Unchanged, not needed"))
    def _check_unchanged(self, case):
        if case.sent:
            yield warn(
                self.env._(
                    "Nothing the holder sees has changed since certificate %(number)s "
                    "of %(day)s: it need not be sent again.",
                    number=case.sent._get_full_number(),
                    day=case.facts.say_date(case.sent.issue_date),
                ),
                case.sent,
            )

    @api.model
    @rule(_lt("Not the latest revision"))
    def _check_revised(self, case):
        old = case.revises
        if old and not (old.is_kept and old.state == "issued"):
            yield block(
                self.env._(
                    "Certificate %(number)s is no longer the valid one: revise its "
                    "latest revision.",
                    number=old._get_full_number(),
                ),
                old,
            )

    @api.model
    @rule(_lt("Certificate of somebody else"))
    def _check_same_names(self, case):
        old = case.revises
        if old and not old._is_made_for(case.company, case.insured, case.holder):
            yield block(
                self.env._(
                    "Certificate %(number)s was made for %(holder)s (insured: "
                    "%(insured)s), and its number must never name somebody else. "
                    "Cancel it where it is wrong, and generate a new one.",
                    number=old._get_full_number(),
                    holder=old.holder_name,
                    insured=old.insured_name,
                ),
                old,
            )

    # ----------------------------------------------------------------- policies

    @api.model
    @rule(_lt("No policy in force"), of_policies=True)
    def _check_no_policy(self, case):
        shown = case.shown
        if shown.terms or shown.ended:
            return
        if shown.later:
            first = min(shown.later, key=lambda term: term.effective)
            message = self.env._(
                "No policy to show is in force on the issue date; %(policy)s takes "
                "effect on %(day)s. Choose a later issue date, or choose this policy "
                "under Policies to Show.",
                policy=first.label,
                day=case.facts.say_date(first.effective),
            )
        else:
            message = self.env._(
                "No policy to show is in force on the issue date. Choose another "
                "date or other policies, or renew the policy."
            )
        if shown.lapsed:
            yield block(message, shown.lapsed[-1].policy)
        else:
            policies = self.env["coi.policy"]
            yield block(message, policies, insured_id=case.asked.insured_id)

    @api.model
    @rule(_lt("Policy expired, cancelled or archived"), of_policies=True)
    def _check_ended(self, case):
        for term in case.shown.ended:
            yield block(self._explain_end(term, case), term.policy)

    @api.model
    @rule(_lt("Policy ended lately"), of_policies=True)
    def _check_lapsed(self, case):
        # Where nothing is left to show, that is said instead.
        for term in case.shown.lapsed if case.shown.terms else ():
            yield warn(
                self.env._(
                    "%(ended)s Nothing follows it, so it is left out.",
                    ended=self._explain_end(term, case),
                ),
                term.policy,
            )

    @api.model
    def _explain_end(self, term, case):
        if term.state == "archived":
            return self.env._(
                "%(policy)s is archived. Take it out of the archive, or choose other "
                "policies.",
                policy=term.label,
            )
        day = case.facts.say_date(term.end)
        if case.issue_date < term.end:
            return self._explain_dating_back(term, day)
        if term.state == "cancelled":
            return self.env._(
                "%(policy)s was cancelled on %(day)s.", policy=term.label, day=day
            )
        return self.env._("%(policy)s expired on %(day)s.", policy=term.label, day=day)

    @api.model
    def _explain_dating_back(self, term, day):
        if term.state == "cancelled":
            return self.env._(
                "%(policy)s was cancelled on %(day)s. No certificate may carry a date "
                "before a cancellation that is known: choose a later issue date.",
                policy=term.label,
                day=day,
            )
        return self.env._(
            "%(policy)s expired on %(day)s. No certificate may be dated back to when "
            "it was in force: choose a later issue date. What was sent then is under "
            "Sent Certificates.",
            policy=term.label,
            day=day,
        )

    @api.model
    @rule(_lt("Policy not yet effective"), of_policies=True)
    def _check_upcoming(self, case):
        for term in case.shown.terms:
            if term.state == "upcoming":
                yield warn(
                    self.env._(
                        "%(policy)s takes effect on %(day)s only, after the issue "
                        "date.",
                        policy=term.label,
                        day=case.facts.say_date(term.effective),
                    ),
                    term.policy,
                )

    @api.model
    @rule(_lt("Policy expires soon"), of_policies=True)
    def _check_expiring(self, case):
        limit = case.facts.get_setting(case.company, "coi_expiring_days")
        for term in case.shown.terms:
            days = (term.end - case.issue_date).days
            if 0 < days <= limit:
                yield warn(self._explain_nearness(term, days, case), term.policy)

    @api.model
    @rule(_lt("Policy will be cancelled"), of_policies=True)
    def _check_cancellation(self, case):
        for term in case.shown.terms:
            if term.is_cancelled:
                yield warn(
                    self.env._(
                        "%(policy)s is cancelled as of %(day)s: the certificate says "
                        "that its cover ends on that day.",
                        policy=term.label,
                        day=case.facts.say_date(term.end),
                    ),
                    term.policy,
                )

    @api.model
    def _explain_nearness(self, term, days, case):
        policy, day = term.label, case.facts.say_date(term.end)
        if days == 1:
            return self.env._(
                "%(policy)s ends on %(day)s, the day after the issue date.",
                policy=policy,
                day=day,
            )
        return self.env._(
            "%(policy)s ends on %(day)s, %(days)s days after the issue date.",
            policy=policy,
            day=day,
            days=days,
        )

    @api.model
    @rule(_lt("Insurer without NAIC number"), of_policies=True)
    def _check_naic(self, case):
        unnumbered = {term.insurer: term for term in case.shown.terms if not term.naic}
        for insurer, term in unnumbered.items():
            yield warn(
                self.env._("No NAIC number: %(insurer)s.", insurer=term.insurer_name),
                insurer,
            )

    @api.model
    @rule(_lt("More than six insurers"))
    def _check_insurers(self, case):
        count = len({term.insurer.id for term in case.shown.terms})
        if count > INSURERS_ON_PAGE:
            yield warn(
                self.env._(
                    "%(count)s insurers: the page has room for six, the others go to "
                    "a continuation page.",
                    count=count,
                ),
                case.interest,
            )

    # ------------------------------------------------------------------- grants

    @api.model
    @rule(_lt("Additional insured without endorsement"), may_override=True)
    def _check_ai(self, case):
        yield from self._find_missing(case, "ai")

    @api.model
    @rule(_lt("Waiver without endorsement"), may_override=True)
    def _check_waiver(self, case):
        yield from self._find_missing(case, "waiver")

    @api.model
    @rule(_lt("Primary wording without endorsement"), may_override=True)
    def _check_pnc(self, case):
        yield from self._find_missing(case, "pnc")

    @api.model
    def _find_missing(self, case, grant):
        """Where the interest asks for ``grant`` and no endorsement gives it."""
        if grant not in case.refused and grant not in case.absent:
            return
        right = self._get_right_name(grant)
        for missing in case.refused.get(grant, ()):
            target, defaults = self._get_missing(case, grant, missing)
            finding = block(self._explain_refusal(missing, right), target, **defaults)
            finding.about = f"{missing.why}:{missing.term.id}"
            yield finding
        absent = case.absent.get(grant)
        if absent:
            # What is shown was somebody's choice, or the insured has no such policy.
            find = warn if case.shown.is_narrowed else block
            finding = find(self._explain_absence(absent, right), case.interest)
            finding.about = ",".join(map(str, sorted(absent)))
            yield finding

    @api.model
    def _get_missing(self, case, grant, missing):
        """The record that mends a missing ``grant``, or the defaults of a new one."""
        if missing.nearest:
            return missing.nearest.record, {}
        if missing.why == "workers_comp":
            return case.interest, {}
        defaults = {"policy_id": missing.term.id}
        if len(GRANT_FIELDS[grant]) == 1:
            defaults[GRANT_FIELDS[grant][0]] = True
        return self.env["coi.policy.endorsement"], defaults

    @api.model
    def _get_right_name(self, grant):
        return {
            "ai": self.env._("Additional insured"),
            "waiver": self.env._("Waiver of subrogation"),
            "pnc": self.env._("Primary and non-contributory"),
        }[grant]

    @api.model
    def _explain_refusal(self, missing, right):
        policy = missing.term.label
        nearest = missing.nearest.label if missing.nearest else ""
        if missing.why == "workers_comp":
            return self.env._(
                "%(right)s is asked for on %(policy)s, but workers compensation has "
                "no additional insureds. Take the mark away.",
                right=right,
                policy=policy,
            )
        if missing.why == "unconfirmed":
            return self.env._(
                "%(right)s is asked for, but %(endorsement)s on %(policy)s was copied "
                "from the term before and nobody has confirmed it. Confirm it.",
                right=right,
                endorsement=nearest,
                policy=policy,
            )
        if missing.why == "scheduled":
            return self.env._(
                "%(right)s is asked for, but %(endorsement)s on %(policy)s does not "
                "name this holder. Add it to the schedule or take the mark away.",
                right=right,
                endorsement=nearest,
                policy=policy,
            )
        return self.env._(
            "%(right)s is asked for, but no endorsement gives it to this "
            "holder on %(policies)s. Record the endorsement or take the mark "
            "away.",
            right=right,
            policies=policy,
        )

    @api.model
    def _explain_absence(self, line_ids, right):
        lines = self.env["coi.coverage.line"].browse(line_ids)
        return self.env._(
            "%(right)s is asked for on %(lines)s, but the certificate shows no such "
            "policy.",
            right=right,
            lines=", ".join(lines.mapped("name")),
        )

    # --------------------------------------------------------------------- law

    @api.model
    @rule(_lt("State law on blanket endorsements"))
    def _check_blanket(self, case):
        for law, where in case.facts.match(case, "blanket"):
            if law.effect == "cite":
                continue
            for grant in case.granted.get(law.grant, ()):
                if all(each.is_blanket for each in grant.endorsements):
                    yield self._apply_law(
                        law, where, grant.term.label, grant.endorsements[0].record
                    )

    @api.model
    @rule(_lt("State law on certificate forms"))
    def _check_state(self, case):
        for law, where in case.facts.match(case, "form"):
            place = (case.asked.company_id, law.state_id.id)
            if place not in case.facts.approvals:
                yield self._apply_law(
                    law,
                    where,
                    case.form.display_name,
                    self.env["coi.state.approval"],
                    form_id=case.form.id,
                    state_id=law.state_id.id,
                )

    @api.model
    def _apply_law(self, law, where, what, target, **defaults):
        find = block if law.effect == "block" else warn
        message = self.env._(
            "%(state)s (%(where)s), %(what)s. %(reason)s",
            state=law.state_id.name,
            where=where,
            what=what,
            reason=law.reason,
        )
        return find(message, target, **defaults)

    @api.model
    @rule(_lt("Form out of date"))
    def _check_sunset(self, case):
        if case.facts.remember(("past",), case.form._is_past, case.issue_date):
            yield block(
                self.env._(
                    "The form %(form)s may not be used since %(day)s.",
                    form=case.form.display_name,
                    day=case.facts.say_date(case.form.sunset_date),
                ),
                case.form,
            )

    # ------------------------------------------------------------------ wording

    @api.model
    @rule(_lt("Wording that promises too much"), may_override=True)
    def _check_wording(self, case):
        for wanted, words, target in self._get_said(case):
            if wanted.grant:
                continue
            find = block if wanted.level == "blocked" else warn
            finding = find(
                self.env._(
                    'The text says "%(words)s". %(reason)s',
                    words=words,
                    reason=wanted.reason,
                ),
                target,
            )
            finding.about = wanted.text
            yield finding

    @api.model
    def _get_books(self, companies):
        """What is looked for in the texts of each company, by its id."""
        phrases = self.env["coi.wording.rule"]._get_phrases(companies)
        # Without a company: one that a form is still editing.
        phrases[False] = []
        return {
            company_id: Book([*wanted, *CLAIMS])
            for company_id, wanted in phrases.items()
        }

    @api.model
    def _get_said(self, case):
        """``[(wanted, words, record that says so)]`` of all the certificate says."""
        if case.said is None:
            shared = case.facts.remember(
                ("said", case.variant), self._find_on_page, case
            )
            case.said = [*self._find_in_values(case), *shared]
        return case.said

    @api.model
    def _find_in_values(self, case):
        texts = self.env["coi.page"]._get_value_texts(case)
        return [
            (wanted, words, self._get_speaker(case, wanted))
            for wanted, words in case.facts.get_book(case).find(texts)
        ]

    @api.model
    def _find_on_page(self, case):
        """The same for what all holders see who share the page."""
        texts = self.env["coi.plan"]._get_static(case)[-1]
        return [
            (wanted, words, self._get_page_speaker(case, wanted))
            for wanted, words in case.facts.get_book(case).find(texts)
        ]

    @api.model
    def _get_speaker(self, case, wanted):
        """The record that says what is ``wanted``."""
        return self._get_author(case, wanted.find)

    @api.model
    def _get_author(self, case, has_it):
        """The record whose text ``has_it``: what people wrote for this holder, or one
        of the records its certificate shows."""
        texts = chain(self._iter_own_texts(case), self._iter_page_texts(case))
        return next((record for record, text in texts if has_it(text)), case.interest)

    @api.model
    def _get_page_speaker(self, case, wanted):
        texts = self._iter_page_texts(case)
        return next(
            (record for record, text in texts if wanted.find(text)), case.insured
        )

    @api.model
    def _iter_own_texts(self, case):
        """(record, its text) of what stands in the holder's own places."""
        interest, holder = case.interest, case.holder
        own = (
            interest.description,
            interest.attention,
            interest.project,
            interest.loan_number,
        )
        yield interest, "\n".join(filter(None, own))
        yield case.insured, case.insured.coi_description or ""
        for each in case.iter_given():
            yield each.record, f"{each.sentence}\n{each.label}"
        address = holder._coi_get_address_lines(case.company)
        yield holder, "\n".join([holder.name or "", *address])

    @api.model
    def _iter_page_texts(self, case):
        """(record, its text) of what all holders see who share the page."""
        insured, company = case.insured, case.company
        address = insured._coi_get_address_lines(company)
        yield insured, "\n".join([insured.name or "", *address])
        for policy in case.policies:
            yield policy, f"{policy.name}\n{policy.aggregate_other or ''}"
            for limit in policy.limit_ids:
                yield limit, f"{limit._get_label()}\n{limit._get_printed_value()}"
            yield policy.coverage_id, policy.coverage_id.name
            insurer = policy.insurer_id
            yield insurer, f"{insurer.name}\n{insurer.coi_naic or ''}"
        yield company, "\n".join(self._get_company_texts(company))

    @api.model
    def _get_company_texts(self, company):
        producer = self.env["coi.page"].with_company(company)._prepare_producer(company)
        return [text for text, _name in self.env["coi.page"]._iter_texts(producer, ())]

    @api.model
    @rule(_lt("Text claims what is not asked for"))
    def _check_claim(self, case):
        claims = [each for each in self._get_said(case) if each[0].grant]
        asked = claims and self.env["coi.plan"]._get_asked_lines(case.asked)
        told = set()
        for wanted, words, target in claims:
            if wanted.grant in asked or wanted.grant in told:
                continue
            told.add(wanted.grant)
            yield warn(
                self.env._(
                    'The text says "%(words)s", but the interest asks for none and no '
                    "mark is printed. Say on which coverage, or change the text.",
                    words=words,
                ),
                target,
            )

    @api.model
    @rule(_lt("Unknown placeholder"), may_override=True)
    def _check_placeholder(self, case):
        # What nobody fills in is still there in the text.
        if "{" not in case.values["description"]:
            return
        unknown = self.env["coi.description"]._get_unknown(case)
        if unknown:
            finding = block(
                self.env._(
                    "The description has a placeholder nobody fills in: %(names)s. "
                    "Those there are: %(known)s.",
                    names=", ".join(unknown),
                    known=", ".join(self.env["coi.description"]._get_names()),
                ),
                self._get_author(case, lambda text: unknown[0] in text),
            )
            finding.about = ",".join(unknown)
            yield finding
