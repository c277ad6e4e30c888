from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

from odoo.tests import tagged

from ...api import rule, warn
from ...models.verdicts.coi_check import RULE_PREFIX
from ..agency import ISSUE_DATE
from ..fillable.filled import FilledCase
from .test_rules import GL, RuleCase

AUTO = "Automobile liability AU-200"
OLD = {"date_effective": "2025-01-01", "date_expiration": "2026-01-01"}
CELL = "general_liability.ai"
LONG_NUMBER = "GL-" + "9" * 80
TOO_LONG = "Adams and Sons Property Management of Salem " * 9


@dataclass
class Row:
    """What is recorded, and what the user reads of it.

    ``opens`` gives the record that a click on the reason opens; ``options`` are those
    of ``coi.plan._get_cases``; ``selected`` gives the holders, the last one is judged
    as on ``today``.
    """

    record: Any
    level: str
    message: str
    opens: Any
    may_override: bool = False
    options: Any = field(default=lambda t: {})
    selected: Any = field(default=lambda t: t.plain_interest)
    today: date = ISSUE_DATE


def blocked(record, message, opens, **more):
    return Row(record, "blocked", message, opens, **more)


def warning(record, message, opens, **more):
    return Row(record, "warning", message, opens, **more)


def on_a_form(level, record, message, opens):
    """A row of a form that somebody uploaded."""
    return level(record, message, opens, options=lambda t: {"forms": {None: t.filled}})


TABLE = {
    # ------------------------------------------------------------------- holder
    "listed": blocked(
        lambda t: t.plain_interest.action_archive(),
        "The holder is no longer in the insured's Additional Interests. Add it again "
        "or leave it out.",
        lambda t: t.plain_interest,
    ),
    "name": blocked(
        lambda t: t.adams.write(
            {"type": "delivery", "name": False, "parent_id": t.bay.id}
        ),
        "The holder has no name. Complete the contact.",
        lambda t: t.adams,
    ),
    "address": blocked(
        lambda t: t.adams.write({"city": False}),
        "The holder's address is incomplete: city. Complete the contact.",
        lambda t: t.adams,
        may_override=True,
    ),
    "fit": warning(
        lambda t: t.adams.write({"name": TOO_LONG}),
        "Name and address: too long for its box, even in the smallest type. The full "
        "text goes to a continuation page.",
        lambda t: t.adams,
    ),
    "font": blocked(
        lambda t: t.adams.write({"name": "Adams \U000e0041"}),
        "No font of the server can print \U000e0041. Ask your administrator to install "
        "one that can.",
        lambda t: t.adams,
    ),
    "twin": warning(
        lambda t: t.make_twins(),
        "This holder is in the selection twice: the same name and address also "
        "appear under Adams Property Management. Take one out, or archive it.",
        lambda t: t.ai_interest,
        selected=lambda t: t.plain_interest | t.ai_interest,
    ),
    # ------------------------------------------------------- agency and insured
    "agency": blocked(
        lambda t: t.agency.sudo().write({"city": False, "phone": " "}),
        "Every certificate shows your agency, and its own data is incomplete: city, "
        "phone. Complete it under Configuration / Agency.",
        lambda t: t.agency,
    ),
    "insured_name": blocked(
        lambda t: t.beacon.write(
            {"type": "delivery", "name": False, "parent_id": t.bay.id}
        ),
        "The insured has no name. Complete the contact.",
        lambda t: t.beacon,
    ),
    "insured": blocked(
        lambda t: t.beacon.write({"street": False, "zip": False}),
        "The insured's address is incomplete: street, ZIP code. Complete the contact.",
        lambda t: t.beacon,
        may_override=True,
    ),
    # ----------------------------------------------------------------- interest
    "valid_until": blocked(
        lambda t: t.plain_interest.write({"valid_until": "2026-03-01"}),
        "The interest ended on 03/01/2026. Give it a new end, or archive it.",
        lambda t: t.plain_interest,
        may_override=True,
    ),
    "unchanged": warning(
        lambda t: t.send(),
        "Nothing the holder sees has changed since certificate {sent.number} of "
        "03/02/2026: it does not need to be issued again.",
        lambda t: t.sent,
    ),
    "same_names": blocked(
        lambda t: t.send() and t.plain_interest.write({"holder_id": t.bay.id}),
        "Certificate {sent.number} was made for Adams Property Management (insured: "
        "Beacon Roofing & Sons, LLC), and its number must never name anyone else. "
        "Cancel it if it is wrong, and generate a new one.",
        lambda t: t.sent,
        options=lambda t: {"revised": {t.plain_interest.id: t.sent}},
    ),
    "lost_coverage": warning(
        lambda t: t.send() and t.auto.action_archive(),
        f"Was on {{sent.number}} of 03/02/2026, but is not on this one: {AUTO}.",
        lambda t: t.sent,
    ),
    "lost_limit": warning(
        lambda t: t.send() and t.auto.limit_ids.write({"amount": 500000}),
        "Was on {sent.number} of 03/02/2026, but is not on this one: Combined "
        f"single limit $1,000,000 on {AUTO} (now $500,000).",
        lambda t: t.sent,
    ),
    "lost_ai": warning(
        lambda t: t.lose("ai_line_ids"),
        "Was on {sent.number} of 03/02/2026, but is not on this one: Additional "
        f"insured on {GL}.",
        lambda t: t.sent,
    ),
    "lost_completed": warning(
        lambda t: t.lose_completed_operations(),
        "Was on {sent.number} of 03/02/2026, but is not on this one: Additional "
        f"insured, completed operations on {GL}.",
        lambda t: t.sent,
    ),
    "lost_waiver": warning(
        lambda t: t.lose("waiver_line_ids"),
        "Was on {sent.number} of 03/02/2026, but is not on this one: Waiver of "
        f"subrogation on {GL}.",
        lambda t: t.sent,
    ),
    "lost_pnc": warning(
        lambda t: t.lose("pnc_line_ids"),
        "Was on {sent.number} of 03/02/2026, but is not on this one: Primary and "
        f"non-contributory on {GL}.",
        lambda t: t.sent,
    ),
    "lost_claims_made": warning(
        lambda t: (
            t.send()
            and t.gl.write({"claims_basis": "claims_made", "full_prior_acts": True})
        ),
        "Was on {sent.number} of 03/02/2026, but is not on this one: Occurrence on "
        f"{GL} (now Claims-made).",
        lambda t: t.sent,
    ),
    "revised": blocked(
        lambda t: t.send() and t.sent._cancel("Sent in error"),
        "Certificate {sent.number} is no longer the valid one: revise its latest "
        "revision.",
        lambda t: t.sent,
        options=lambda t: {"revised": {t.plain_interest.id: t.sent}},
    ),
    # ----------------------------------------------------------------- policies
    "no_policy": blocked(
        lambda t: None,
        "No policy to show is in force on the issue date. Choose another date or other "
        "policies, or renew the policy.",
        lambda t: t.env["coi.policy"],
        options=lambda t: {"policies": t.coastal_gl},
    ),
    "ended": blocked(
        lambda t: t.plain_interest.write({"series_ids": t.expire(t.auto).series_id}),
        f"{AUTO} expired on 01/01/2026.",
        lambda t: t.auto,
    ),
    "lapsed": warning(
        lambda t: t.auto.write({"date_cancelled": "2026-02-01"}),
        f"{AUTO} was canceled on 02/01/2026. Nothing follows it, so it is left out.",
        lambda t: t.auto,
    ),
    "upcoming": warning(
        lambda t: t.auto.write({"date_effective": "2026-03-12"}),
        f"{AUTO} does not take effect until 03/12/2026, after the issue date.",
        lambda t: t.auto,
        options=lambda t: {"policies": t.gl | t.auto},
    ),
    "cancellation": warning(
        lambda t: t.auto.write({"date_cancelled": "2026-12-01"}),
        f"{AUTO} is canceled as of 12/01/2026: the certificate says that its "
        "coverage ends on that day.",
        lambda t: t.auto,
    ),
    "pending": blocked(
        lambda t: t.auto.write({"date_pending_cancel": "2026-12-01"}),
        f"{AUTO} is in force, but the insurer has announced its cancellation as of "
        "12/01/2026.",
        lambda t: t.auto,
        may_override=True,
    ),
    "expiring": warning(
        lambda t: t.auto.write({"date_expiration": "2026-03-12"}),
        f"{AUTO} ends on 03/12/2026, 10 days after the issue date.",
        lambda t: t.auto,
    ),
    "unnamed": blocked(
        lambda t: t.auto.write({"name": " "}),
        "Automobile liability: the policy has no number. Enter it.",
        lambda t: t.auto,
    ),
    "unticked": warning(
        lambda t: t.auto.write({"auto_any": False, "auto_hired": False}),
        f"{AUTO}: nothing is marked for the autos covered, so the certificate leaves "
        "it open.",
        lambda t: t.auto,
    ),
    "retroactive": warning(
        lambda t: t.gl.write({"claims_basis": "claims_made"}),
        f"{GL} is claims-made, and the certificate shows no retroactive date. Enter "
        "it, or check Full Prior Acts.",
        lambda t: t.gl,
    ),
    "post_dated": warning(
        lambda t: None,
        "The issue date, 03/02/2026, is 10 days away. Nobody knows yet what will be "
        "true then.",
        lambda t: None,
        today=ISSUE_DATE - timedelta(days=10),
    ),
    "backdated": blocked(
        lambda t: t.auto.write({"date_cancelled": "2026-12-01"}),
        f"{AUTO}: its cancellation as of 12/01/2026 became known on 03/03/2026. No "
        "certificate may show it and carry an earlier date: choose a later issue date.",
        lambda t: t.auto,
        today=ISSUE_DATE + timedelta(days=1),
    ),
    # ------------------------------------------------------------------- limits
    "no_limits": blocked(
        lambda t: t.auto.limit_ids.write({"amount": 0}),
        f'{AUTO} has no limits. Enter them, or a text such as "See policy".',
        lambda t: t.auto,
    ),
    "main_limit": warning(
        lambda t: t.umbrella.limit_ids.filtered(
            lambda one: one.key == "aggregate"
        ).unlink(),
        "Umbrella / excess liability UM-300: the certificate shows no limit for "
        "Aggregate.",
        lambda t: t.umbrella,
    ),
    "amount": warning(
        lambda t: t.auto.limit_ids.write({"amount": 1}),
        f"{AUTO}: $1 for Combined single limit looks too low. Enter the amount in "
        "full, as in 1,000,000.",
        lambda t: t.auto,
    ),
    "unconfirmed": blocked(
        lambda t: t.auto.write({"limits_to_confirm": True}),
        f"The limits of {AUTO} were copied from another policy, and nobody has "
        "confirmed them. Compare them with the new policy and confirm them.",
        lambda t: t.auto,
        may_override=True,
    ),
    "naic": warning(
        lambda t: t.atlantic.write({"coi_naic": False}),
        "No NAIC number: Atlantic Casualty Company.",
        lambda t: t.atlantic,
    ),
    "insurers": warning(
        lambda t: [t.insure(f"Insurer {place}") for place in range(4)],
        "7 insurers: the page has room for six; the others go to a continuation page.",
        lambda t: t.plain_interest,
    ),
    # ------------------------------------------------------------------- grants
    "ai": blocked(
        lambda t: t.plain_interest.write({"ai_line_ids": t.get_line("auto")}),
        f"Additional insured is requested, but no endorsement on {AUTO} grants it to "
        "this holder. Record the endorsement, or take the request off the interest.",
        lambda t: t.env["coi.policy.endorsement"],
        may_override=True,
    ),
    "waiver": blocked(
        lambda t: t.plain_interest.write({"waiver_line_ids": t.get_line("auto")}),
        f"Waiver of subrogation is requested, but no endorsement on {AUTO} grants it "
        "to this holder. Record the endorsement, or take the request off the interest.",
        lambda t: t.env["coi.policy.endorsement"],
        may_override=True,
    ),
    "pnc": blocked(
        lambda t: t.plain_interest.write({"pnc_line_ids": t.get_line("auto")}),
        f"Primary and non-contributory is requested, but no endorsement on {AUTO} "
        "grants it to this holder. Record the endorsement, or take the request off the "
        "interest.",
        lambda t: t.env["coi.policy.endorsement"],
        may_override=True,
    ),
    # ---------------------------------------------------------------------- law
    "blanket": blocked(
        lambda t: t.move_to_texas(waiver_line_ids=t.get_line("general_liability")),
        f"Texas (the holder's state), {GL}. A certificate may not say that subrogation "
        "is waived in a holder's favor on the strength of a blanket endorsement only. "
        "Have it scheduled, or take the request off the interest.",
        lambda t: t.gl.endorsement_ids.filtered("grants_waiver"),
    ),
    "state": blocked(
        lambda t: t.move_to_texas(),
        "Texas (the holder's state), Agency certificate CMG 1 (2026/11). Only a form "
        "that was filed with the state and approved may be used for risks there. "
        "Record your approval on the form, or use an approved form.",
        lambda t: t.env["coi.state.approval"],
    ),
    "sunset": blocked(
        lambda t: t.form.sudo().write({"sunset_date": ISSUE_DATE}),
        "The form Agency certificate CMG 1 (2026/11) may no longer be used as of "
        "03/02/2026.",
        lambda t: t.form,
    ),
    # ------------------------------------------------------- a form of another's
    "unready": on_a_form(
        blocked,
        lambda t: t.use_form(is_used=False),
        "The form Sample certificate SAMPLE 25 (2026/11) is not in use: a manager has "
        "to set it up, and choose Use This Form, under Configuration / Forms.",
        lambda t: t.filled,
    ),
    "small_field": on_a_form(
        warning,
        lambda t: t.use_form() and t.gl.write({"name": LONG_NUMBER}),
        f'"{LONG_NUMBER}" is too long for its field on the form Sample certificate '
        "SAMPLE 25 (2026/11), even in the smallest type. The full text goes to a "
        "continuation page.",
        lambda t: t.gl,
    ),
    "no_cell": on_a_form(
        warning,
        lambda t: t.use_form_without_cell(),
        f"{GL}: the form Sample certificate SAMPLE 25 (2026/11) has no cell for "
        "Additional insured. It is said in the description of operations instead.",
        lambda t: t.gl,
    ),
    "passed_over": warning(
        lambda t: t.use_form_that_retires(),
        "The usual form Sample certificate SAMPLE 25 (2026/11) may not be used. This "
        "certificate is drawn on Agency certificate CMG 1 (2026/11) instead: make sure "
        "that the holder accepts it, or change the usual form.",
        lambda t: t.filled,
    ),
    "stale_remarks": on_a_form(
        blocked,
        lambda t: t.use_form_with_stale_remarks(),
        "Not everything fits on this form, and its continuation form Sample "
        "certificate SAMPLE 101 (2026/11) is not in use. A manager puts it to use, or "
        "chooses another one, under Configuration / Forms.",
        lambda t: t.filled.continuation_form_id,
    ),
    "addendum": on_a_form(
        blocked,
        lambda t: t.use_form_in_texas(),
        "Texas (the holder's state), the page that goes on behind the form: Agency "
        "certificate CMG 1 (2026/11). Only a form that was filed with the state and "
        "approved may be used for risks there. Record your approval on the form, or "
        "use an approved form.",
        lambda t: t.env["coi.state.approval"],
    ),
    # ------------------------------------------------------------------ wording
    "wording": warning(
        lambda t: t.plain_interest.write({"description": "We guarantee it."}),
        'The text says "guarantee". A certificate guarantees nothing.',
        lambda t: t.plain_interest,
    ),
    "claim": warning(
        lambda t: t.plain_interest.write({"description": "Waiver of subrogation."}),
        'The text says "waiver of subrogation", but the interest requests none and no '
        "Y is printed. Say on which coverage, or change the text.",
        lambda t: t.plain_interest,
    ),
    "placeholder": blocked(
        lambda t: t.plain_interest.write({"description": "For {nobody}"}),
        "The description has an unknown placeholder: {{nobody}}. Available: "
        "{{insured}}, {{holder}}, {{project}}, {{loan}}, {{date}}, {{policies}}, "
        "{{endorsements}}.",
        lambda t: t.plain_interest,
        may_override=True,
    ),
}


@tagged("post_install", "-at_install")
class TestRuleTable(RuleCase):
    """The whole book of rules: of each, what it says of a case, and what it opens."""

    sent = None

    def get_own_rules(self):
        """Keys of the rules that this addon's own files have."""
        return {
            name.removeprefix(RULE_PREFIX)
            for owner in type(self.env["coi.check"]).mro()
            if owner.__module__.startswith("odoo.addons.coi_mass_generate.")
            for name, method in vars(owner).items()
            if hasattr(method, "coi_rule")
        }

    def test_no_rule_is_missing(self):
        """Whoever adds a rule adds its row."""
        self.assertEqual(set(TABLE), self.get_own_rules())

    def test_a_rule_of_another_addon_needs_no_row_here(self):
        @rule("Holder without phone")
        def _rule_phone(self, case):
            yield warn("The holder has no phone.", case.holder)

        checks = self.env["coi.check"]
        with patch.object(type(checks), "_rule_phone", _rule_phone, create=True):
            self.assertIn("phone", {key for key, *_rest in checks._get_rules()})
            self.test_no_rule_is_missing()
            [case] = self.judge(self.plain_interest)
        self.assertEqual([each.key for each in case.findings], ["phone"])

    def test_every_rule(self):
        self.form = self.env["coi.form"]._get_usable(ISSUE_DATE)
        for key, row in TABLE.items():
            with self.subTest(rule=key):
                savepoint = self.cr.savepoint()
                try:
                    self.check(key, row)
                finally:
                    savepoint.close(rollback=True)
                    self.env.invalidate_all()

    def check(self, key, row):
        self.assertReady()
        with self.knowing(row.today):
            row.record(self)
            [*_others, case] = self.env["coi.plan"]._get_cases(
                row.selected(self), ISSUE_DATE, **row.options(self)
            )
        [finding] = [each for each in case.findings if each.key == key]
        said = row.message.format(sent=self.sent)
        self.assertEqual((finding.level, finding.message), (row.level, said))
        self.assertEqual(finding.target, row.opens(self))
        self.assertEqual(finding.dump()["may_override"], row.may_override)
        self.assertEqual(case.verdict, row.level)

    # ---------------------------------------------------- what rows are made of

    def send(self):
        self.sent = self.issue(self.plain_interest)
        return self.sent

    def lose(self, name):
        self.plain_interest[name] = self.get_line("general_liability")
        self.send()
        self.plain_interest[name] = False

    def lose_completed_operations(self):
        self.gl.endorsement_ids = [self.endorsement("CG 20 37", "ai_completed")]
        self.plain_interest.ai_line_ids = self.get_line("general_liability")
        self.send()
        completed = self.gl.endorsement_ids.filtered("grants_ai_completed")
        completed.to_confirm = True

    def make_twins(self):
        self.bay.write({"name": "ADAMS Property Management.", "city": "Salem"})
        self.ai_interest.project = False

    def expire(self, policy):
        policy.write(OLD)
        return policy

    def insure(self, name):
        insurer = self.env["res.partner"].create({"name": name, "coi_naic": "1"})
        self.make_policy("pollution", name, insurer=insurer)

    def use_form(self, **options):
        self.filled = FilledCase.upload.__func__(type(self), **options)
        return self.filled

    def use_form_without_cell(self):
        form = self.use_form(is_used=False).with_env(self.env_of(self.manager))
        cells = form.field_ids.filtered(lambda each: each.value_key == CELL)
        cells.source = "blank"
        form.action_use()
        self.plain_interest.ai_line_ids = self.get_line("general_liability")

    def use_form_with_stale_remarks(self):
        remarks = self.use_form(is_used=False, number="SAMPLE 101")
        form = self.use_form().with_env(self.env_of(self.manager))
        form.continuation_form_id = remarks.id
        self.plain_interest.description = "Much work. " * 300

    def use_form_that_retires(self):
        form = self.use_form()
        self.agency.with_env(self.admin_env).coi_form_id = form.id
        form.with_env(self.env_of(self.manager)).action_retire()

    def use_form_in_texas(self):
        self.use_form()
        self.move_to_texas(description="Much work. " * 300)

    def move_to_texas(self, **asked):
        self.adams.state_id = self.get_state("TX")
        self.plain_interest.write(asked)


@tagged("post_install", "-at_install")
class TestWhereItIsMended(RuleCase):
    """A reason opens the record in which what is wrong can be mended."""

    def setUp(self):
        super().setUp()
        endorsements = self.gl.endorsement_ids
        self.endorsement_ai = endorsements.filtered("grants_ai_ongoing")

    def test_words_of_an_endorsement(self):
        self.endorsement_ai.sentence = "Status is guaranteed."
        [case] = self.judge(self.ai_interest)
        self.assertOpens(self.endorsement_ai, case)

    def test_words_of_the_insured_and_of_the_interest(self):
        self.beacon.coi_description = "We guarantee it."
        self.plain_interest.description = "We certify it."
        [case] = self.judge(self.plain_interest)
        opens = {each.message[:24]: each.target for each in case.findings}
        self.assertEqual(
            opens,
            {
                'The text says "guarantee': self.beacon,
                'The text says "certify".': self.plain_interest,
            },
        )

    def test_two_phrases_of_one_text_are_two_findings(self):
        """A manager who overrides the one has not seen the other."""
        self.plain_interest.description = "We guarantee and certify it."
        [case] = self.judge(self.plain_interest)
        self.assertEqual(len({each.code for each in case.findings}), 2)

    def test_a_placeholder_in_the_insureds_text(self):
        self.beacon.coi_description = "For {nobody}"
        self.plain_interest.description = "Roofs for {holder}"
        [case] = self.judge(self.plain_interest)
        self.assertOpens(self.beacon, case)

    def test_letters_in_a_text_of_the_interest(self):
        self.plain_interest.description = "Tower \U000e0041"
        [case] = self.judge(self.plain_interest)
        self.assertOpens(self.plain_interest, case)

    def test_letters_on_the_page_that_all_share(self):
        """The page would be drawn with boxes for them, for every holder."""
        self.beacon.name = "Beacon \U000e0041"
        cases = self.judge(self.plain_interest | self.bank_interest)
        for case in cases:
            self.assertEqual(case.verdict, "blocked")
            self.assertOpens(self.beacon, case)

    def test_each_state_is_a_finding_of_its_own(self):
        """The wizard says once, above the list, what it finds everywhere."""
        self.adams.state_id = self.get_state("NY")
        self.bank.state_id = self.get_state("IA")
        cases = self.judge(self.plain_interest | self.bank_interest)
        codes = {case.findings[0].code for case in cases}
        self.assertEqual(len(codes), 2)


@tagged("post_install", "-at_install")
class TestClaims(RuleCase):
    """What the text says of rights must be what the marks say."""

    def assertFound(self, text, words):
        self.plain_interest.description = text
        [case] = self.judge(self.plain_interest)
        found = [each.message for each in case.findings if each.key == "claim"]
        self.assertEqual(len(found), bool(words), text)
        if words:
            self.assertIn(f'"{words}"', found[0])

    def test_what_is_found(self):
        for text, words in (
            ("Holder is an ADDITIONAL\nINSURED.", "additional insured"),
            ("Subrogation is waived", "subrogation is waived"),
            ("We waive all rights of subrogation", "waive all rights of subrogation"),
            ("primary & noncontributory", "noncontributory"),
            ("Primary/non-contributory", "non contributory"),
            ("An additional insurer", ""),
            ("No additional work; subrogation rights stay", ""),
        ):
            self.assertFound(text, words)

    def test_not_where_it_is_asked_for(self):
        """Then the endorsements decide."""
        self.ai_interest.description = "Additional insured, waiver of subrogation."
        self.assertReady(self.ai_interest)


@tagged("post_install", "-at_install")
class TestDays(RuleCase):
    def test_a_number_of_days_written_out(self):
        for text, words in (
            ("Ten days notice", "ten days notice"),
            ("notice of forty-five days", "notice of forty five days"),
        ):
            self.plain_interest.description = text
            [case] = self.judge(self.plain_interest)
            self.assertIn(f'"{words}"', case.findings[0].message)

    def test_a_single_day(self):
        self.auto.date_expiration = "2026-03-03"
        self.assertVerdict(
            "warning", [f"{AUTO} ends on 03/03/2026, the day after the issue date."]
        )
