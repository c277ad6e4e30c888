from odoo.tests import tagged

from ..agency import ISSUE_DATE
from .filled import FilledCase

LONG = "GL-" + "9" * 80
REMARKS = "CertificateOfLiabilityInsurance_ACORDForm_RemarkText_A"
AI = "CertificateOfInsurance_GeneralLiability_AdditionalInsuredCode_A"


@tagged("post_install", "-at_install")
class TestFormRules(FilledCase):
    """What is judged of a form before anything is drawn."""

    def judge_on(self, form, interest):
        [case] = self.env["coi.plan"]._get_cases(
            interest, ISSUE_DATE, None, {None: form}
        )
        return case

    def find(self, form, interest, key):
        found = self.judge_on(form, interest).findings
        return [finding for finding in found if finding.key == key]

    def test_one_that_is_not_in_use_is_blocked_for_good(self):
        form = self.upload(is_used=False)
        [finding] = self.find(form, self.plain_interest, "unready")
        self.assertEqual((finding.level, finding.may_override), ("blocked", False))
        form.with_env(self.env_of(self.manager)).action_use()
        self.assertFalse(self.find(form, self.plain_interest, "unready"))

    def test_so_is_one_without_a_license(self):
        form = self.upload()
        form.with_env(self.env_of(self.manager)).licence_confirmed = False
        [finding] = self.find(form, self.plain_interest, "unready")
        self.assertIn("license", finding.message)

    def test_no_form_takes_the_place_of_the_usual_one_without_a_word(self):
        usual, other = self.upload(), self.upload(number="SAMPLE 26")
        for owner in (self.agency.with_env(self.admin_env), self.beacon):
            owner.coi_form_id = usual.id
        self.assertFalse(self.find(None, self.plain_interest, "passed_over"))
        usual.with_env(self.env_of(self.manager)).action_retire()
        [finding] = self.find(None, self.plain_interest, "passed_over")
        self.assertEqual((finding.level, finding.target), ("warning", usual))
        # Whoever chose one for this run knows.
        self.assertFalse(self.find(other, self.plain_interest, "passed_over"))
        self.beacon.coi_form_id = other.id
        self.assertFalse(self.find(None, self.plain_interest, "passed_over"))

    def test_a_text_too_long_for_its_field_names_its_policy(self):
        form = self.upload()
        self.assertFalse(self.find(form, self.plain_interest, "small_field"))
        self.gl.name = LONG
        [finding] = self.find(form, self.plain_interest, "small_field")
        self.assertEqual((finding.level, finding.target), ("warning", self.gl))
        self.assertIn(LONG, finding.message)

    def test_a_y_without_a_cell_is_told(self):
        form = self.upload(is_used=False)
        self.get_field(form, AI).source = "blank"
        form.with_env(self.env_of(self.manager)).action_use()
        [finding] = self.find(form, self.ai_interest, "no_cell")
        self.assertEqual((finding.level, finding.target), ("warning", self.gl))
        self.assertFalse(self.find(form, self.plain_interest, "no_cell"))

    def test_a_page_behind_the_form_falls_under_the_law_of_ours(self):
        form = self.upload()
        self.adams.state_id = self.get_state("TX")
        self.assertFalse(self.find(form, self.plain_interest, "addendum"))
        self.plain_interest.description = "Much work. " * 300
        [finding] = self.find(form, self.plain_interest, "addendum")
        self.assertEqual(finding.level, "blocked")
        self.assertIn("behind the form", finding.message)

    def test_an_approved_form_for_remarks_may_stand_behind_it(self):
        remarks = self.upload(number="SAMPLE 101", is_used=False)
        self.get_field(remarks, REMARKS).value_key = "body"
        manager = self.env_of(self.manager)
        form = self.upload().with_env(manager)
        form.continuation_form_id = remarks.id
        remarks.with_env(manager).action_use()
        self.adams.state_id = self.get_state("TX")
        self.plain_interest.description = "Much work. " * 300
        [finding] = self.find(form, self.plain_interest, "addendum")
        self.assertEqual(finding.defaults["form_id"], remarks.id)
        manager["coi.state.approval"].create(
            {
                "form_id": remarks.id,
                "state_id": self.get_state("TX").id,
                "reference": "Filing 101",
                "date_from": ISSUE_DATE,
            }
        )
        self.assertFalse(self.find(form, self.plain_interest, "addendum"))

    def test_nothing_goes_on_on_remarks_that_are_not_in_use(self):
        remarks = self.upload(number="SAMPLE 101", is_used=False)
        self.get_field(remarks, REMARKS).value_key = "body"
        manager = self.env_of(self.manager)
        form, remarks = self.upload().with_env(manager), remarks.with_env(manager)
        form.continuation_form_id = remarks.id
        remarks.action_use()
        self.assertFalse(self.find(form, self.plain_interest, "stale_remarks"))
        self.plain_interest.description = "Much work. " * 300
        self.assertFalse(self.find(form, self.plain_interest, "stale_remarks"))
        remarks.sunset_date = ISSUE_DATE
        [past] = self.find(form, self.plain_interest, "stale_remarks")
        self.assertIn("no longer", past.message)
        remarks.sunset_date = False
        remarks.licence_confirmed = False
        [unlicensed] = self.find(form, self.plain_interest, "stale_remarks")
        self.assertIn("license", unlicensed.message)
        remarks.licence_confirmed = True
        remarks.action_retire()
        [retired] = self.find(form, self.plain_interest, "stale_remarks")
        self.assertEqual(retired.level, "blocked")
        self.assertIn("not in use", retired.message)
        self.plain_interest.description = "All fits."
        self.assertFalse(self.find(form, self.plain_interest, "stale_remarks"))

    def test_only_one_that_is_in_use_is_offered(self):
        """Wherever a form is chosen: for a company, an insured, or a run."""
        forms, used = self.env["coi.form"], self.upload()
        draft = self.upload(is_used=False, edition="2027/01")
        retired = self.upload(edition="2027/02")
        retired.with_env(self.env_of(self.manager)).action_retire()
        remarks = self.upload(number="SAMPLE 101", is_used=False)
        self.get_field(remarks, REMARKS).value_key = "body"
        remarks.with_env(self.env_of(self.manager)).action_use()
        offered = forms.search([("is_choosable", "=", True)])
        self.assertIn(used, offered)
        self.assertIn(self.env.ref("coi_mass_generate.form_own"), offered)
        for form in (draft, retired, remarks):
            self.assertNotIn(form, offered)
            self.assertFalse(form.is_choosable)
        self.assertTrue(used.is_choosable)
        self.assertEqual(
            forms.search([("is_choosable", "=", False)]), draft | retired | remarks
        )
        for model, name in (
            ("res.company", "coi_form_id"),
            ("res.partner", "coi_form_id"),
            ("res.config.settings", "coi_form_id"),
            ("coi.generate", "form_id"),
        ):
            domain = self.env[model]._fields[name].domain
            self.assertIn("('is_choosable', '=', True)", domain, model)

    def test_our_own_form_is_judged_as_ever(self):
        [case] = self.judge(self.plain_interest)
        keys = {finding.key for finding in case.findings}
        self.assertFalse(keys & {"unready", "small_field", "no_cell", "addendum"})
