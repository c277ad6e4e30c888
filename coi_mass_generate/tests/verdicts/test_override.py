import csv
import io

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..agency import ISSUE_DATE, AgencyCase

REASON = "The carrier confirmed it by e-mail of March 1."


@tagged("post_install", "-at_install")
class TestOverride(AgencyCase):
    """A manager may have a blocked certificate printed, where its rules allow that."""

    def override(self, interests, reason=REASON, env=None, beside=False, **options):
        """:param beside: whether others follow the first, with nothing to override"""
        return self.generate(
            interests,
            env or self.env_of(self.manager),
            overrides=dict.fromkeys(
                interests[:1].ids if beside else interests.ids, reason
            ),
            **options,
        )

    def test_a_manager_overrides_and_the_reason_is_kept(self):
        batch = self.override(self.dover_interest)
        certificate = batch.certificate_ids
        self.assertEqual(certificate.override_reason, REASON)
        self.assertEqual(certificate.override_user_id, self.manager)
        self.assertEqual(
            certificate.override_findings,
            "The holder's address is incomplete: street. Complete the contact.",
        )
        self.assertEqual(batch.line_ids.overrides["user"], "Manager")
        self.assertEqual(batch.line_ids.reasons[0]["override"], REASON)

    def ask_picker(self, interest):
        """What the popup says of the interest once all of it is overridden."""
        wizard = self.env_of(self.manager)["coi.generate"]
        question = ("insureds", [], self.beacon.ids, self.agency.id, str(ISSUE_DATE))
        [row] = wizard.get_candidates(*question, [], interest.ids)
        answer = wizard.judge_candidates(*question, [], interest.ids)
        [[_id, place, _twin, _codes]] = answer["verdicts"]
        self.assertEqual(answer["outcomes"][place]["overridden"], row["overridden"])
        return row["overridden"]

    def assertSaidOfAll(self, verdict, label, **options):
        """Picker, line and evidence must say the same of what was overridden."""
        self.assertEqual(self.ask_picker(self.dover_interest), verdict)
        batch = self.override(
            self.dover_interest | self.bank_interest, beside=True, **options
        )
        [line] = batch.line_ids.filtered(
            lambda each: each.interest_id == self.dover_interest
        )
        self.assertEqual(line.verdict, verdict)
        rows = list(csv.reader(io.StringIO(self.get_evidence(batch))))
        [row] = [row for row in rows if "Dover Supply" in row]
        self.assertEqual(row[2], label)

    def get_evidence(self, batch):
        return batch.env["coi.evidence"]._write(batch).decode("utf-8-sig")

    def test_what_is_overridden_is_ready_in_picker_line_and_evidence(self):
        self.assertSaidOfAll("ready", "Ready")

    def test_a_warning_beside_it_still_warns_everywhere(self):
        self.granite.coi_naic = False
        self.assertSaidOfAll("warning", "Warning", confirm_warnings=True)

    def test_a_block_beside_it_that_stands_still_blocks_everywhere(self):
        self.dover.state_id = self.get_state("TX")
        self.assertSaidOfAll("blocked", "Blocked")

    def test_a_user_may_not(self):
        with self.assertRaises(AccessError):
            self.override(self.dover_interest, env=self.env)
        self.assertFalse(self.dover_interest.certificate_ids)

    def test_a_user_may_not_through_the_wizard(self):
        wizard = self.env["coi.generate"].create(
            {
                "scope": "interests",
                "scope_ids": self.dover_interest.ids,
                "selected_ids": self.dover_interest.ids,
                "issue_date": ISSUE_DATE,
                "overrides": {str(self.dover_interest.id): {"reason": REASON}},
            }
        )
        with self.assertRaises(AccessError):
            wizard.action_generate()
        with self.assertRaises(AccessError):
            wizard.action_preview()

    def test_a_reason_for_somebody_who_is_not_selected_is_refused(self):
        """It was meant for another: that one would be left out in silence."""
        others = self.dover_interest.id, 10**6
        for given in (
            {others[0]: REASON},
            {self.bank_interest.id: REASON, others[1]: "x"},
        ):
            with self.assertRaisesRegex(UserError, "not selected"):
                self.env_of(self.manager)["coi.batch"].generate(
                    self.bank_interest.ids, overrides=given
                )
        self.assertFalse(self.bank_interest.certificate_ids)

    def test_without_a_reason_nothing_is_overridden(self):
        for reason in ("", "   ", None, " \u200b", "x", "The one. ", ". " * 40):
            with self.assertRaises(UserError):
                self.override(self.dover_interest, reason)

    def test_no_mark_is_printed_that_no_endorsement_gives(self):
        """The certificate goes out; what it says stays true."""
        self.plain_interest.ai_line_ids = self.get_line("auto")
        certificate = self.override(self.plain_interest).certificate_ids
        [page] = self.read_pages(certificate)
        self.assertEqual(page.get_flags("AU-200"), ("", "", ""))

    def test_state_law_is_never_overridden(self):
        self.adams.state_id = self.get_state("TX")
        self.assertStillBlocked()

    def test_an_ended_policy_is_never_overridden(self):
        self.plain_interest.series_ids = self.gl.series_id
        self.gl.date_cancelled = "2026-03-01"
        self.assertStillBlocked()

    def test_a_missing_font_is_never_overridden(self):
        self.adams.name = "Adams \U000e0041"
        self.assertStillBlocked()

    def assertStillBlocked(self, interest=None, *reason):
        with self.assertRaisesRegex(UserError, "1 holder is blocked"):
            self.override(interest or self.plain_interest, *reason)

    def test_one_block_that_may_not_be_overridden_is_enough(self):
        self.adams.write({"state_id": self.get_state("TX").id, "city": False})
        self.assertStillBlocked()

    def get_codes(self):
        """What the wizard names: the findings it shows."""
        [case] = self.judge(self.dover_interest)
        return [finding.code for finding in case.findings]

    def test_only_what_the_manager_saw_is_overridden(self):
        """The wizard names the findings; one that came meanwhile still blocks."""
        seen = {"reason": REASON, "codes": self.get_codes()}
        self.dover_interest.valid_until = "2026-03-01"
        self.assertStillBlocked(self.dover_interest, seen)
        seen = {"reason": REASON, "codes": self.get_codes()}
        batch = self.override(self.dover_interest, seen)
        self.assertEqual(batch.line_ids.state, "done")

    def test_the_same_rule_that_finds_more_than_the_manager_saw_still_blocks(self):
        seen = {"reason": REASON, "codes": self.get_codes()}
        self.dover.city = False
        self.assertStillBlocked(self.dover_interest, seen)

    def start_waiting(self, interest):
        """A batch of a program's, which names no findings, that waits."""
        self.agency.sudo().coi_click_limit = 0
        return self.override(interest)

    def test_what_comes_up_while_it_waits_still_blocks(self):
        for change in (
            {"valid_until": "2020-01-01"},
            {"description": "As agreed {nonsense}."},
            {"ai_line_ids": self.get_line("auto")},
        ):
            with self.subTest(change=change):
                interest = self.make_interest(
                    self.make_holder("Dover Mills", street=False, street2=False)
                )
                batch = self.start_waiting(interest)
                self.assertEqual(batch.line_ids.state, "pending")
                interest.write(change)
                batch._run()
                self.assertEqual(batch.line_ids.state, "skipped")
                self.assertFalse(batch.certificate_ids)

    def test_the_same_rule_that_finds_more_while_it_waits_still_blocks(self):
        batch = self.start_waiting(self.dover_interest)
        self.dover.city = False
        batch._run()
        self.assertEqual(batch.line_ids.state, "skipped")

    def test_a_mark_on_another_policy_than_the_manager_saw_still_blocks(self):
        self.plain_interest.ai_line_ids = self.get_line("auto")
        batch = self.start_waiting(self.plain_interest)
        self.assertEqual(batch.line_ids.state, "pending")
        self.plain_interest.ai_line_ids = self.get_line("umbrella")
        batch._run()
        self.assertEqual(batch.line_ids.state, "skipped")

    def test_a_code_of_what_is_not_there_covers_nothing_later(self):
        code = f"valid_until:coi.additional.interest:{self.dover_interest.id}"
        given = {
            "reason": REASON,
            "codes": [*self.get_codes(), f"{code}:2020-01-01"],
        }
        self.agency.sudo().coi_click_limit = 0
        batch = self.override(self.dover_interest, given)
        self.dover_interest.valid_until = "2020-01-01"
        batch._run()
        self.assertEqual(batch.line_ids.state, "skipped")

    def test_a_reason_for_what_is_not_blocked_covers_nothing_later(self):
        batch = self.start_waiting(self.plain_interest)
        self.adams.city = False
        batch._run()
        self.assertEqual(batch.line_ids.state, "skipped")

    def test_an_override_holds_when_the_batch_runs_later(self):
        batches = self.env_of(self.manager)["coi.batch"]
        given = {self.dover_interest.id: REASON}
        self.agency.coi_click_limit = 0
        batch = batches._start(
            self.dover_interest, issue_date=ISSUE_DATE, overrides=given
        )
        batch.with_user(self.csr)._run()
        self.assertEqual(batch.certificate_ids.override_reason, REASON)
        self.assertEqual(batch.certificate_ids.override_user_id, self.manager)

    def test_a_law_that_came_meanwhile_still_blocks(self):
        batches = self.env_of(self.manager)["coi.batch"]
        given = {self.dover_interest.id: REASON}
        self.agency.coi_click_limit = 0
        batch = batches._start(
            self.dover_interest, issue_date=ISSUE_DATE, overrides=given
        )
        self.dover.state_id = self.get_state("ND")
        batch._run()
        self.assertEqual(batch.line_ids.state, "skipped")

    def test_an_override_confirms_no_warning_beside_it(self):
        self.granite.coi_naic = False
        with self.assertRaisesRegex(UserError, "nobody has confirmed"):
            self.override(self.dover_interest, confirm_warnings=False)

    def test_what_is_kept_cannot_be_changed(self):
        certificate = self.override(self.dover_interest).certificate_ids
        for env in (self.env, self.env_of(self.manager)):
            with self.assertRaises(UserError):
                certificate.with_env(env).write({"override_reason": "Another"})
        with self.assertRaises(UserError):
            certificate.sudo().write({"override_reason": "Another"})
