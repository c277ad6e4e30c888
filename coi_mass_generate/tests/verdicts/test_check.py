from datetime import date

from odoo.tests import tagged

from ...models.common.case import warn
from ...models.verdicts.coi_check import rule
from ..agency import EXPIRATION, AgencyCase


@tagged("post_install", "-at_install")
class TestCheck(AgencyCase):
    """Each rule: a case, its verdict, and the exact words the user reads."""

    def assertVerdict(self, verdict, reasons, interest, **options):
        [case] = self.judge(interest, **options)
        self.assertEqual([finding.message for finding in case.findings], reasons)
        self.assertEqual(case.verdict, verdict)

    # ------------------------------------------------------------------ address

    def test_complete_address(self):
        self.assertVerdict("ready", [], self.plain_interest)

    def assertAddress(self, missing, **vals):
        self.adams.write(vals)
        reason = f"The holder's address is incomplete: {missing}. Complete the contact."
        self.assertVerdict("blocked", [reason], self.plain_interest)

    def test_no_street(self):
        self.assertAddress("street", street=False, street2=False)

    def test_a_street_of_blanks_is_no_street(self):
        self.assertAddress("street", street="  ", street2=False)

    def test_a_street_that_nobody_sees_is_no_street(self):
        self.assertAddress("street", street="\u200b", street2="\u2060 \u00ad")

    def test_no_city(self):
        self.assertAddress("city", city=False)

    def test_no_zip_code(self):
        self.assertAddress("ZIP code", zip=False)

    def test_no_state(self):
        self.assertAddress("state", state_id=False)

    def test_all_that_is_missing_is_named_at_once(self):
        self.assertAddress(
            "street, city, ZIP code, state",
            street=False, street2=False, city=False, zip=False, state_id=False,
        )  # fmt: skip

    def test_no_country_means_the_united_states(self):
        self.adams.country_id = False
        self.assertVerdict("ready", [], self.plain_interest)

    def test_second_line_alone_is_a_street(self):
        self.adams.write({"street": False, "street2": "P.O. Box 12"})
        self.assertVerdict("ready", [], self.plain_interest)

    def test_abroad_neither_state_nor_zip_code_is_needed(self):
        self.adams.write(
            {
                "country_id": self.env.ref("base.ie").id,
                "state_id": False,
                "zip": False,
            }
        )
        self.assertVerdict("ready", [], self.plain_interest)

    def test_in_canada_both_are_needed(self):
        self.assertAddress(
            "ZIP code, state",
            country_id=self.env.ref("base.ca").id, state_id=False, zip=False,
        )  # fmt: skip

    # --------------------------------------------------------------------- name

    def test_a_name_that_nobody_sees(self):
        self.adams.name = " \u200b\ufeff"
        self.assertVerdict(
            "blocked",
            ["The holder has no name. Complete the contact."],
            self.plain_interest,
        )

    def test_a_contact_without_a_name(self):
        """An address of a company may be stored as a contact without a name."""
        nameless = self.make_holder(False, type="delivery", parent_id=self.adams.id)
        interest = self.make_interest(nameless)
        self.assertVerdict(
            "blocked",
            ["The holder has no name. Complete the contact."],
            interest,
        )

    # ----------------------------------------------------------------- policies

    NO_POLICY = (
        "No policy to show is in force on the issue date. Choose another date or other "
        "policies, or renew the policy."
    )

    def test_all_policies_expired(self):
        self.assertVerdict(
            "blocked", [self.NO_POLICY], self.plain_interest, issue_date=EXPIRATION
        )

    def test_all_policies_still_to_come(self):
        self.assertVerdict(
            "blocked",
            [
                "No policy to show is in force on the issue date; Commercial general "
                "liability GL-100 takes effect on 01/31/2026. Choose a later issue "
                "date, or choose this policy under Policies to Show."
            ],
            self.plain_interest,
            issue_date=date(2026, 1, 30),
        )

    def test_the_only_policy_of_the_interest_was_cancelled(self):
        self.auto.date_cancelled = date(2026, 2, 1)
        self.plain_interest.series_ids = self.auto.series_id
        self.assertVerdict(
            "blocked",
            ["Automobile liability AU-200 was canceled on 02/01/2026."],
            self.plain_interest,
        )

    def test_none_of_the_chosen_policies_is_this_insureds(self):
        self.assertVerdict(
            "blocked", [self.NO_POLICY], self.plain_interest, policies=self.coastal_gl
        )

    # ------------------------------------------------------------------ insurer

    def test_insurer_without_naic_number(self):
        self.granite.coi_naic = False
        self.assertVerdict(
            "warning", ["No NAIC number: Granite State Mutual."], self.plain_interest
        )

    def test_every_insurer_without_naic_number_is_named_once(self):
        """Each with its own way to mend it."""
        (self.granite | self.atlantic).coi_naic = False
        self.assertVerdict(
            "warning",
            [
                "No NAIC number: Granite State Mutual.",
                "No NAIC number: Atlantic Casualty Company.",
            ],
            self.plain_interest,
        )

    def test_an_insurer_that_is_not_shown_does_not_matter(self):
        self.atlantic.coi_naic = False
        self.plain_interest.series_ids = self.gl.series_id
        self.assertVerdict("ready", [], self.plain_interest)

    # ------------------------------------------------------------- endorsements

    def assertGrant(self, title, line, policy, field_name):
        self.plain_interest[field_name] = self.get_line(line)
        reason = (
            f"{title} is requested, but no endorsement on {policy} grants it to this "
            "holder. Record the endorsement, or take the request off the interest."
        )
        self.assertVerdict("blocked", [reason], self.plain_interest)

    def test_additional_insured_without_endorsement(self):
        self.assertGrant(
            "Additional insured",
            "auto",
            "Automobile liability AU-200",
            "ai_line_ids",
        )

    def test_waiver_without_endorsement(self):
        self.assertGrant(
            "Waiver of subrogation",
            "workers_comp",
            "Workers compensation and employers' liability WC-400",
            "waiver_line_ids",
        )

    def test_primary_and_non_contributory_without_endorsement(self):
        self.assertGrant(
            "Primary and non-contributory",
            "umbrella",
            "Umbrella / excess liability UM-300",
            "pnc_line_ids",
        )

    def test_endorsement_of_the_old_term_does_not_do(self):
        """Renewed last night, endorsements not seen yet: nobody gets a Y."""
        renewal = self.env["coi.policy"].browse(self.gl.action_renew()["res_id"])
        self.ai_interest.series_ids = self.gl.series_id
        [case] = self.judge(self.ai_interest, EXPIRATION)
        refused = {
            right: [each.term.policy for each in grants]
            for right, grants in case.refused.items()
        }
        self.assertEqual(refused, {"ai": [renewal], "waiver": [renewal]})

    def test_additional_insured_on_workers_compensation(self):
        """There is no such thing, whatever an endorsement says: no cell to print."""
        self.wc.endorsement_ids = [self.endorsement("WC 99", "ai")]
        self.plain_interest.sudo().ai_line_ids = self.get_line("workers_comp")
        [case] = self.judge(self.plain_interest)
        self.assertEqual(case.verdict, "blocked")

    # ------------------------------------------------------------------ the end

    def test_interest_that_has_ended(self):
        self.plain_interest.valid_until = date(2026, 3, 1)
        self.assertVerdict(
            "blocked",
            ["The interest ended on 03/01/2026. Give it a new end, or archive it."],
            self.plain_interest,
        )

    def test_interest_on_its_last_day(self):
        self.plain_interest.valid_until = date(2026, 3, 2)
        self.assertVerdict("ready", [], self.plain_interest)

    # -------------------------------------------------------------------- rules

    def test_all_findings_of_a_holder_are_told_at_once(self):
        self.granite.coi_naic = False
        self.dover_interest.valid_until = date(2026, 3, 1)
        [case] = self.judge(self.dover_interest)
        self.assertEqual(
            {finding.key for finding in case.findings},
            {"address", "naic", "valid_until"},
        )
        self.assertEqual(case.verdict, "blocked")

    def test_findings_can_be_stored_as_they_are(self):
        [case] = self.judge(self.dover_interest)
        self.assertEqual(
            case.dump_findings(),
            [
                {
                    "key": "address",
                    "code": f"address:res.partner:{self.dover.id}:street",
                    "title": "Address incomplete",
                    "level": "blocked",
                    "message": "The holder's address is incomplete: street. "
                    "Complete the contact.",
                    "model": "res.partner",
                    "id": self.dover.id,
                    "defaults": {},
                    "may_override": True,
                    "override": "",
                }
            ],
        )

    def add_rule(self, method):
        checks = type(self.env["coi.check"])
        self.addCleanup(delattr, checks, method.__name__)
        setattr(checks, method.__name__, method)

    def test_an_integrator_adds_a_rule_by_a_method(self):
        @rule("Weekday")
        def _rule_weekday(checks, case):
            if case.issue_date.weekday() > 4:
                yield warn("Nobody issues on Sundays.")

        self.add_rule(_rule_weekday)
        self.assertVerdict(
            "warning",
            ["Nobody issues on Sundays."],
            self.plain_interest,
            issue_date=date(2026, 3, 1),
        )

    def test_a_helper_is_no_rule_whatever_its_name(self):
        def _rule_of_thumb(checks, case):
            yield warn("Nobody marked this.")

        self.add_rule(_rule_of_thumb)
        self.assertVerdict("ready", [], self.plain_interest)

    def test_the_mark_refuses_a_method_that_is_not_named_as_a_rule(self):
        with self.assertRaisesRegex(ValueError, "_rule_<key>"):
            rule("Weekday")(lambda checks, case: None)

    def test_findings_are_told_in_the_order_of_their_rules_keys(self):
        """Whatever file, addon or place in a class a rule comes from."""
        keys = [key for key, *_rest in self.env["coi.check"]._get_rules()]
        self.assertEqual(keys, sorted(keys))
