from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from ..agency import EXPIRATION, ISSUE_DATE, AgencyCase

GL = "Commercial general liability GL-100"
LATER = ISSUE_DATE + timedelta(days=10)


class RuleCase(AgencyCase):
    """A case a rule: what is recorded, the verdict, and the exact words."""

    def assertVerdict(self, verdict, reasons, interest=None, **options):
        [case] = self.judge(interest or self.plain_interest, **options)
        self.assertEqual([finding.message for finding in case.findings], reasons)
        self.assertEqual(case.verdict, verdict)
        return case

    def assertReady(self, interest=None, **options):
        return self.assertVerdict("ready", [], interest, **options)

    def assertMay(self, overridable, case):
        """Whether all that blocks ``case`` may be overridden by a manager."""
        blocks = [each for each in case.findings if each.level == "blocked"]
        self.assertEqual({each.may_override for each in blocks}, {overridable})

    def assertOpens(self, record, case):
        """What a click on the first reason opens."""
        finding = case.findings[0].dump()
        self.assertEqual((finding["model"], finding["id"]), (record._name, record.id))


@tagged("post_install", "-at_install")
class TestHolderRules(RuleCase):
    def test_an_address_is_completed_in_the_contact(self):
        case = self.assertVerdict(
            "blocked",
            [
                "The holder's address is incomplete: street. Complete the contact.",
            ],
            self.dover_interest,
        )
        self.assertMay(True, case)
        self.assertOpens(self.dover, case)

    def test_a_name_that_does_not_fit(self):
        self.adams.name = "Adams and Sons Property Management of Salem " * 9
        case = self.assertVerdict(
            "warning",
            [
                "Name and address: too long for its box, even in the smallest type. "
                "The full text goes to a continuation page."
            ],
        )
        self.assertOpens(self.adams, case)

    def test_the_verdict_on_the_fit_is_what_the_page_does(self):
        """One character decides: the gauge and the engine must agree on it."""
        master = self.issue(self.bank_interest).master_id
        for length in range(20, 45):
            self.bank_interest.attention = "W" * length
            [case] = self.judge(self.bank_interest)
            pages = self.compose(master, case)
            moved = len(pages) > 1
            keys = {finding.key for finding in case.findings}
            self.assertEqual("fit" in keys, moved, length)

    def compose(self, master, case):
        from ...pdf import typeset

        labels = self.env["coi.page"]._get_labels(case.lang)
        return typeset.compose(master._get_engine_head(), case.values, labels)

    def test_an_attention_line_that_does_not_fit(self):
        self.plain_interest.attention = "Office of the Director of Risk Management " * 9
        case = self.assertVerdict(
            "warning",
            [
                "Attention: too long for its box, even in the smallest type. "
                "The full text goes to a continuation page."
            ],
        )
        self.assertOpens(self.plain_interest, case)

    def test_letters_no_font_has(self):
        self.adams.name = "Adams \U000e0041"
        [case] = self.judge(self.plain_interest)
        self.assertEqual([finding.key for finding in case.findings], ["font"])
        self.assertMay(False, case)

    def test_the_same_holder_twice(self):
        """Two contacts that a reader of the certificates would take for one."""
        twin = self.make_holder("ADAMS PROPERTY MANAGEMENT", street="5 Elm Street.")
        second = self.make_interest(twin)
        first_case, second_case = self.judge(self.plain_interest | second)
        self.assertEqual(first_case.verdict, "ready")
        self.assertEqual(
            [finding.message for finding in second_case.findings],
            [
                "This holder is in the selection twice: the same name and address also "
                "appear under Adams Property Management. Take one out, or archive it."
            ],
        )
        self.assertEqual(second_case.verdict, "warning")

    def test_the_same_holder_for_another_project_or_loan_is_another(self):
        twins = self.make_interest(self.adams, project="Pier 9")
        third = self.make_holder("Adams Property Management")
        twins += self.make_interest(third, loan_number="77-1")
        for case in self.judge(self.plain_interest | twins):
            self.assertEqual(case.verdict, "ready")


@tagged("post_install", "-at_install")
class TestPolicyRules(RuleCase):
    def test_the_policies_interest_is_tied_to_expired(self):
        self.plain_interest.series_ids = self.gl.series_id
        case = self.assertVerdict(
            "blocked",
            [f"{GL} expired on 01/31/2027."],
            issue_date=EXPIRATION,
        )
        self.assertMay(False, case)
        self.assertOpens(self.gl, case)

    def test_one_of_two_tied_policies_was_cancelled(self):
        """The other is in force: still no certificate that lacks one silently."""
        self.auto.date_cancelled = date(2026, 2, 1)
        self.plain_interest.series_ids = (self.gl | self.auto).series_id
        case = self.assertVerdict(
            "blocked", ["Automobile liability AU-200 was canceled on 02/01/2026."]
        )
        self.assertMay(False, case)

    def test_a_chosen_policy_expired(self):
        over = self.make_policy(
            "auto", "AU-1", date_effective="2025-01-01", date_expiration="2026-01-01"
        )
        self.assertVerdict(
            "blocked",
            ["Automobile liability AU-1 expired on 01/01/2026."],
            policies=self.gl | over,
        )

    def test_a_policy_that_ended_lately_with_nothing_after_it(self):
        self.auto.date_cancelled = date(2026, 2, 1)
        case = self.assertVerdict(
            "warning",
            [
                "Automobile liability AU-200 was canceled on 02/01/2026. Nothing "
                "follows it, so it is left out."
            ],
        )
        self.assertOpens(self.auto, case)
        self.assertNotIn(self.auto, case.policies)

    def test_a_policy_that_ended_long_ago_is_forgotten(self):
        self.make_policy(
            "auto", "AU-1", date_effective="2024-01-01", date_expiration="2025-01-01"
        )
        self.assertReady()

    def test_a_renewed_policy_is_no_loss(self):
        self.make_policy(
            "auto", "AU-200", date_effective="2025-01-31", date_expiration="2026-01-31"
        )
        self.assertReady()

    def test_a_chosen_policy_is_not_yet_effective(self):
        coming = self.make_policy("auto", "AU-300", date_effective=LATER)
        case = self.assertVerdict(
            "warning",
            [
                "Automobile liability AU-300 does not take effect until 03/12/2026, "
                "after the issue date."
            ],
            policies=self.gl | coming,
        )
        self.assertEqual(case.policies, self.gl | coming)

    def test_a_policy_still_to_come_that_nobody_chose_is_left_out(self):
        coming = self.make_policy("auto", "AU-300", date_effective=LATER)
        case = self.assertReady()
        self.assertNotIn(coming, case.policies)

    def test_the_tied_policy_is_still_to_come(self):
        coming = self.make_policy("auto", "AU-300", date_effective=LATER)
        self.plain_interest.series_ids = coming.series_id
        case = self.assertVerdict(
            "warning",
            [
                "Automobile liability AU-300 does not take effect until 03/12/2026, "
                "after the issue date."
            ],
        )
        self.assertEqual(case.policies, coming)

    def test_policies_that_expire_soon(self):
        self.assertVerdict(
            "warning",
            [
                f"{GL} ends on 01/31/2027, 30 days after the issue date.",
                "Automobile liability AU-200 ends on 01/31/2027, 30 days after the "
                "issue date.",
            ],
            issue_date=date(2027, 1, 1),
            policies=self.gl | self.auto,
        )

    def test_a_day_earlier_they_do_not_expire_soon(self):
        self.assertReady(issue_date=date(2026, 12, 31))

    def test_how_soon_is_soon_is_the_agencys_choice(self):
        self.agency.sudo().coi_expiring_days = 0
        self.assertReady(issue_date=date(2027, 1, 30))

    def test_a_cancellation_ahead_counts_as_the_end(self):
        self.gl.date_cancelled = date(2026, 3, 20)
        self.assertVerdict(
            "warning",
            [
                f"{GL} is canceled as of 03/20/2026: the certificate says that its "
                "coverage ends on that day.",
                f"{GL} ends on 03/20/2026, 18 days after the issue date.",
            ],
        )

    def test_no_policy_at_all_offers_to_record_one(self):
        interest = self.make_interest(self.bay, self.adams)
        [case] = self.judge(interest)
        [finding] = [each.dump() for each in case.findings]
        self.assertEqual(
            (finding["key"], finding["model"], finding["id"]),
            ("no_policy", "coi.policy", False),
        )
        self.assertEqual(finding["defaults"], {"insured_id": self.adams.id})
        self.assertMay(False, case)

    def test_more_than_six_insurers(self):
        for number in range(4):
            self.make_policy(
                "pollution",
                f"PO-{number}",
                insurer=self.env["res.partner"].create(
                    {"name": f"Insurer {number}", "coi_naic": "1"}
                ),
            )
        case = self.assertVerdict(
            "warning",
            [
                "7 insurers: the page has room for six; the others go to a "
                "continuation page."
            ],
        )
        self.assertEqual(len(case.policies.insurer_id), 7)

    def test_six_insurers_fit(self):
        for number in range(3):
            insurer = self.env["res.partner"].create(
                {"name": f"Insurer {number}", "coi_naic": "1"}
            )
            self.make_policy("pollution", f"PO-{number}", insurer=insurer)
        self.assertReady()


@tagged("post_install", "-at_install")
class TestGrantRules(RuleCase):
    """A "Y" is printed where the interest asks and an endorsement gives."""

    def ask(self, right, *lines):
        ids = [self.get_line(line).id for line in lines]
        self.plain_interest[f"{right}_line_ids"] = [Command.set(ids)]

    def test_what_no_endorsement_gives(self):
        self.ask("ai", "auto")
        case = self.assertVerdict(
            "blocked",
            [
                "Additional insured is requested, but no endorsement on Automobile "
                "liability AU-200 grants it to this holder. Record the endorsement, or "
                "take the request off the interest."
            ],
        )
        self.assertMay(True, case)
        finding = case.findings[0].dump()
        self.assertEqual(
            (finding["model"], finding["id"], finding["defaults"]),
            ("coi.policy.endorsement", False, {"policy_id": self.auto.id}),
        )

    def test_what_several_policies_lack_is_one_sentence(self):
        """One after the other is mended, each in its place."""
        self.ask("waiver", "auto", "umbrella", "workers_comp")
        case = self.assertVerdict(
            "blocked",
            [
                "Waiver of subrogation is requested, but no endorsement on Automobile "
                "liability AU-200, Umbrella / excess liability UM-300 or Workers "
                "compensation and employers' liability WC-400 grants it to this "
                "holder. Record the endorsement, or take the request off the interest."
            ],
        )
        self.assertMay(True, case)
        before = case.findings[0].code
        self.auto.endorsement_ids = [self.endorsement("CA 04 44", "waiver")]
        [case] = self.judge(self.plain_interest)
        [finding] = case.findings
        self.assertEqual(finding.defaults["policy_id"], self.umbrella.id)
        self.assertNotIn("AU-200", finding.message)
        # Whoever overrides it overrides what it says, and nothing more.
        self.assertNotEqual(finding.code, before)

    def test_what_an_endorsement_would_give_is_said_by_itself(self):
        for policy in (self.auto, self.umbrella):
            policy.endorsement_ids = [
                self.endorsement("IL 00 01", "waiver", to_confirm=True)
            ]
        self.ask("waiver", "auto", "umbrella")
        [case] = self.judge(self.plain_interest)
        opened = [each.target for each in case.findings]
        self.assertEqual(
            opened, [self.auto.endorsement_ids, self.umbrella.endorsement_ids]
        )

    def test_the_endorsement_to_be_recorded_has_its_mark(self):
        self.ask("waiver", "auto")
        [case] = self.judge(self.plain_interest)
        self.assertEqual(
            case.findings[0].defaults,
            {"policy_id": self.auto.id, "grants_waiver": True},
        )

    def test_what_was_copied_by_a_renewal(self):
        self.auto.endorsement_ids = [
            self.endorsement("CA 20 48", "ai", edition="10 13", to_confirm=True)
        ]
        self.ask("ai", "auto")
        case = self.assertVerdict(
            "blocked",
            [
                "Additional insured is requested, but CA 20 48 10 13 on Automobile "
                "liability AU-200 was copied from the prior term and nobody has "
                "confirmed it. Confirm it."
            ],
        )
        self.assertOpens(self.auto.endorsement_ids, case)
        self.auto.endorsement_ids.action_confirm()
        self.assertReady()

    def test_what_is_scheduled_for_others(self):
        self.wc.endorsement_ids = [
            self.endorsement("WC 00 03 13", "waiver", scheduled=self.bay)
        ]
        self.ask("waiver", "workers_comp")
        case = self.assertVerdict(
            "blocked",
            [
                "Waiver of subrogation is requested, but WC 00 03 13 on Workers "
                "compensation and employers' liability WC-400 does not name this "
                "holder. Add it to the schedule, or take the request off the "
                "interest."
            ],
        )
        self.assertOpens(self.wc.endorsement_ids, case)

    def test_workers_compensation_has_no_additional_insured(self):
        self.wc.endorsement_ids = [self.endorsement("WC 1", "ai")]
        self.ask("ai", "workers_comp")
        # As it is stored, and not only as it was just written.
        self.env.flush_all()
        self.env.invalidate_all()
        case = self.assertVerdict(
            "blocked",
            [
                "Additional insured is requested on Workers compensation and "
                "employers' liability WC-400, but workers compensation has no "
                "additional insureds. Take it off the interest."
            ],
        )
        self.assertNotIn(f"ai:p{self.wc.id}", case.values)
        self.assertOpens(self.plain_interest, case)

    def test_a_line_the_insured_has_no_policy_of(self):
        self.ask("ai", "pollution")
        case = self.assertVerdict(
            "blocked",
            [
                "Additional insured is requested on Pollution liability, but the "
                "certificate shows no such policy."
            ],
        )
        self.assertOpens(self.plain_interest, case)

    def test_a_line_somebody_chose_not_to_show(self):
        self.ask("pnc", "general_liability")
        self.assertVerdict(
            "warning",
            [
                "Primary and non-contributory is requested on Commercial general "
                "liability, but the certificate shows no such policy."
            ],
            policies=self.auto,
        )

    def test_an_archived_line_was_asked_for_all_the_same(self):
        self.ask("ai", "auto")
        self.get_line("auto").sudo().active = False
        [case] = self.judge(self.plain_interest)
        self.assertEqual(case.verdict, "blocked")


@tagged("post_install", "-at_install")
class TestInterestRules(RuleCase):
    def test_an_interest_that_ended_may_be_overridden(self):
        self.plain_interest.valid_until = date(2026, 3, 1)
        case = self.assertVerdict(
            "blocked",
            ["The interest ended on 03/01/2026. Give it a new end, or archive it."],
        )
        self.assertMay(True, case)
        self.assertOpens(self.plain_interest, case)

    def test_nothing_has_changed_since_the_last_certificate(self):
        sent = self.issue(self.plain_interest)
        case = self.assertVerdict(
            "warning",
            [
                "Nothing the holder sees has changed since certificate "
                f"{sent.number} of 03/02/2026: it does not need to be issued again."
            ],
            issue_date=date(2026, 3, 9),
        )
        self.assertOpens(sent, case)

    def test_what_the_holder_sees_has_changed(self):
        changes = {
            "holder": lambda: self.adams.write({"street": "6 Elm Street"}),
            "limit": lambda: self.gl.limit_ids[0].write({"amount": 2000000}),
            "insured": lambda: self.beacon.write({"zip": "02170"}),
            "agency": lambda: self.agency.sudo().write({"phone": "1"}),
            "text": lambda: self.beacon.write({"coi_description": "Roofs."}),
            "attention": lambda: self.plain_interest.write({"attention": "Jo"}),
        }
        for what, change in changes.items():
            self.issue(self.plain_interest)
            self.assertEqual(self.judge(self.plain_interest)[0].verdict, "warning")
            change()
            [case] = self.judge(self.plain_interest)
            self.assertEqual(case.verdict, "ready", what)

    def test_a_certificate_for_download_only_was_not_sent(self):
        self.issue(self.plain_interest, save_history=False)
        self.assertReady()

    def test_a_cancelled_certificate_does_not_count(self):
        self.issue(self.plain_interest)._cancel("Sent in error")
        self.assertReady()


@tagged("post_install", "-at_install")
class TestStateRules(RuleCase):
    TEXAS = (
        "Texas (the holder's state), Agency certificate CMG 1 (2026/11). Only a form "
        "that was filed with the state and approved may be used for risks there. "
        "Record your approval on the form, or use an approved form."
    )

    def move(self, partner, state):
        partner.state_id = self.get_state(state)

    def approve(self, state, **vals):
        return (
            self.env["coi.state.approval"]
            .with_user(self.manager)
            .create(
                {
                    "form_id": self.env["coi.form"]._get_usable(ISSUE_DATE).id,
                    "state_id": self.get_state(state).id,
                    "company_id": self.agency.id,
                    "reference": "Filing 12",
                    "date_from": "2026-01-01",
                    **vals,
                }
            )
        )

    def test_our_own_layout_in_texas(self):
        self.move(self.adams, "TX")
        case = self.assertVerdict("blocked", [self.TEXAS])
        self.assertMay(False, case)
        finding = case.findings[0].dump()
        self.assertEqual(
            (finding["model"], finding["id"]), ("coi.state.approval", False)
        )

    def test_in_texas_with_the_agencys_own_approval(self):
        self.move(self.adams, "TX")
        self.approve("TX")
        self.assertReady()

    def test_an_approval_counts_only_while_it_is_valid(self):
        self.move(self.adams, "TX")
        self.approve("TX", date_until="2026-03-01")
        self.assertVerdict("blocked", [self.TEXAS])

    def test_another_agencys_approval_does_not_count(self):
        self.move(self.adams, "TX")
        self.approve(
            "TX", company_id=self.agency.id
        ).sudo().company_id = self.other_agency
        self.assertVerdict("blocked", [self.TEXAS])

    def test_another_agencys_approval_is_not_seen(self):
        self.approve("TX")
        approvals = self.env_of(self.other_csr)["coi.state.approval"]
        self.assertFalse(approvals.search([]))

    def test_the_insureds_and_the_projects_state_count_too(self):
        self.move(self.beacon, "ND")
        self.assertIn("(the insured's state)", self.judge_one().findings[0].message)
        self.assertEqual(self.judge_one().verdict, "blocked")
        self.move(self.beacon, "MA")
        self.plain_interest.project_state_id = self.get_state("ND")
        self.assertIn("(the project's state)", self.judge_one().findings[0].message)

    def judge_one(self):
        return self.judge(self.plain_interest)[0]

    def test_filing_states_are_warned_of(self):
        for state in ("NY", "IA", "KS", "KY", "LA", "MN", "MO", "NC", "OK", "UT", "WI"):
            self.move(self.adams, state)
            self.assertEqual(self.judge_one().verdict, "warning", state)

    def test_a_rule_can_be_taken_away(self):
        self.move(self.adams, "TX")
        self.env.ref("coi_mass_generate.state_rule_form_tx").sudo().active = False
        self.assertReady()

    def test_a_rule_can_speak_of_one_place_only(self):
        """A rule on risks in a state need not concern a holder who lives there."""
        self.move(self.adams, "TX")
        rule = self.env.ref("coi_mass_generate.state_rule_form_tx").sudo()
        rule.match_holder = False
        self.assertReady()

    def test_texas_wants_more_than_a_blanket_endorsement(self):
        self.approve("TX")
        self.move(self.bay, "TX")
        self.ai_interest.waiver_line_ids = False
        case = self.assertVerdict(
            "blocked",
            [
                f"Texas (the holder's state), {GL}. A holder may not be named as "
                "additional insured on the strength of a blanket endorsement only. "
                "Have it scheduled, or take the request off the interest."
            ],
            self.ai_interest,
        )
        self.assertMay(False, case)
        self.gl.endorsement_ids = [
            self.endorsement("CG 20 26", "ai", scheduled=self.bay)
        ]
        self.assertReady(self.ai_interest)

    def test_in_new_york_a_blanket_endorsement_is_cited(self):
        self.move(self.bay, "NY")
        [case] = self.judge(self.ai_interest)
        self.assertEqual([finding.key for finding in case.findings], ["state"])
        self.assertIn(
            "Additional insured by endorsement: GL-100 CG 20 10 12 19.",
            case.values["description"],
        )

    def test_elsewhere_it_is_not(self):
        [case] = self.judge(self.ai_interest)
        self.assertNotIn("by endorsement", case.values["description"])

    def test_a_form_past_its_day(self):
        form = self.env["coi.form"]._get_usable(ISSUE_DATE)
        form.sudo().sunset_date = "2026-03-02"
        case = self.assertVerdict(
            "blocked",
            [
                "The form Agency certificate CMG 1 (2026/11) may no longer be used as "
                "of 03/02/2026."
            ],
        )
        self.assertMay(False, case)
        self.assertReady(issue_date=date(2026, 3, 1))


@tagged("post_install", "-at_install")
class TestWordingRules(RuleCase):
    def assertWarned(self, text, words):
        self.plain_interest.description = text
        [case] = self.judge(self.plain_interest)
        found = [each.message for each in case.findings if each.key == "wording"]
        self.assertTrue(found, text)
        self.assertTrue(found[0].startswith(f'The text says "{words}". '), found)
        self.assertOpens(self.plain_interest, case)

    def test_the_list(self):
        for text, words in (
            ("30 days notice of cancellation", "30 days notice"),
            ("10-day notice", "10 day notice"),
            ("Thirty (30) days' prior written NOTICE", "30 days prior written notice"),
            ("notice of 45 days", "notice of 45 days"),
            ("The holder will be notified.", "will be notified"),
            ("The insurer shall be\nnotified", "shall be notified"),
            ("will endeavor to mail", "endeavor"),
            ("endeavours", "endeavours"),
            ("as per written contract", "as per written contract"),
            ("AS PER LEASE", "as per lease"),
            ("as per the agreement dated", "as per the agreement"),
            ("We guarantee it", "guarantee"),
            ("guaranteed", "guaranteed"),
            ("I certify that", "certify"),
            ("this certifies", "certifies"),
            ("warrants", "warrants"),
            ("hold harmless", "hold harmless"),
            ("holds harmless", "holds harmless"),
            (
                "Additional insured on Workers' Compensation",
                "additional insured on workers compensation",
            ),
        ):
            self.assertWarned(text, words)

    def test_what_only_looks_alike(self):
        for text in (
            "Certificate of completion",
            "A notice was posted at the site.",
            "Thirty day rental",
            "harmless chemicals",
            "Warren Street",
        ):
            self.plain_interest.description = text
            self.assertReady()

    def test_in_the_insureds_own_text_the_insured_is_opened(self):
        self.beacon.coi_description = "We guarantee our roofs."
        case = self.assertVerdict(
            "warning",
            ['The text says "guarantee". A certificate guarantees nothing.'],
        )
        self.assertOpens(self.beacon, case)

    def test_the_agency_adds_its_own(self):
        self.env["coi.wording.rule"].with_user(self.manager).create(
            {
                "phrase": "all risk*",
                "level": "blocked",
                "reason": "No policy covers all risks.",
                "source": "Own rule",
            }
        )
        self.plain_interest.description = "All-risks cover."
        case = self.assertVerdict(
            "blocked", ['The text says "all risks". No policy covers all risks.']
        )
        self.assertMay(True, case)

    def test_a_phrase_needs_a_word(self):
        from odoo.exceptions import ValidationError

        with self.assertRaises(ValidationError):
            self.env["coi.wording.rule"].with_user(self.manager).create(
                {"phrase": "# ...", "reason": "x", "source": "x"}
            )


@tagged("post_install", "-at_install")
class TestRuleBook(RuleCase):
    """What is true of all rules."""

    NEVER = {
        "blanket", "ended", "font", "no_policy", "state", "sunset",
        "listed", "name", "revised",
    }  # fmt: skip

    def test_every_rule_has_a_title_and_says_whether_it_may_be_overridden(self):
        for key, _check, title, *_marks in self.env["coi.check"]._get_rules():
            self.assertNotEqual(key, title)

    def test_law_ended_policies_and_fonts_are_never_overridden(self):
        may = {key: may for key, _c, _t, may, _is in self.env["coi.check"]._get_rules()}
        for key in self.NEVER:
            self.assertFalse(may[key], key)

    def test_an_heir_that_drops_a_rule(self):
        checks = type(self.env["coi.check"])
        self.addCleanup(delattr, checks, "_rule_address")
        checks._rule_address = lambda checks, case: None
        self.assertReady(self.dover_interest)

    def test_an_heir_keeps_title_and_mark_of_what_it_changes(self):
        checks = type(self.env["coi.check"])
        former = self.env["coi.check"]._rule_address

        def _rule_address(checks, case):
            yield from former(case)

        self.addCleanup(delattr, checks, "_rule_address")
        checks._rule_address = _rule_address
        [case] = self.judge(self.dover_interest)
        self.assertEqual(case.findings[0].title, "Address incomplete")
        self.assertMay(True, case)

    def test_blocks_are_named_before_warnings(self):
        self.granite.coi_naic = False
        self.adams.street = False
        self.adams.street2 = False
        [case] = self.judge(self.plain_interest)
        self.assertEqual(
            [finding.level for finding in case.findings], ["blocked", "warning"]
        )
