from odoo.tests import tagged

from ..agency import AgencyCase


@tagged("post_install", "-at_install")
class TestDescription(AgencyCase):
    """What stands in the description of operations."""

    def compose(self, interest=None):
        [case] = self.judge(interest or self.plain_interest)
        return case.values["description"]

    def test_own_text_is_added_to_the_insureds(self):
        self.beacon.coi_description = "Roofing."
        self.plain_interest.description = "Building B."
        self.assertEqual(self.compose(), "Roofing.\nBuilding B.")

    def test_own_text_may_replace_the_insureds(self):
        self.beacon.coi_description = "Roofing."
        self.plain_interest.write(
            {"description": "Building B.", "description_mode": "replace"}
        )
        self.assertEqual(self.compose(), "Building B.")

    def test_nothing_replaces_nothing(self):
        self.beacon.coi_description = "Roofing."
        self.plain_interest.write({"description": "  ", "description_mode": "replace"})
        self.assertEqual(self.compose(), "Roofing.")

    def test_the_project_comes_first(self):
        self.plain_interest.write({"description": "Roofs.", "project": "Pier 4"})
        self.assertEqual(self.compose(), "Project: Pier 4\nRoofs.")

    def test_placeholders(self):
        self.plain_interest.write(
            {
                "project": "Pier 4",
                "loan_number": "L-7",
                "description": "{insured}|{HOLDER}|{project}|{loan}|{date}|{policies}",
            }
        )
        self.assertEqual(
            self.compose(),
            "Beacon Roofing & Sons, LLC|Adams Property Management|Pier 4|L-7|"
            "03/02/2026|GL-100, AU-200, UM-300, WC-400",
        )

    def test_placeholders_of_endorsements_cite_them_once_where_wanted(self):
        self.agency.sudo().coi_cite_endorsements = True
        self.ai_interest.description = "See {endorsements}."
        self.assertEqual(
            self.compose(self.ai_interest),
            "Project: Pier 4\nSee CG 20 10 12 19, CG 24 04.",
        )

    def test_a_filled_in_text_is_not_filled_in_again(self):
        """Data is not a template: a holder may be called anything."""
        self.adams.name = "{insured}"
        self.plain_interest.description = "For {holder}"
        self.assertEqual(self.compose(), "For {insured}")

    def test_an_unknown_placeholder_blocks(self):
        self.plain_interest.description = "For {holders} and {nobody}"
        [case] = self.judge(self.plain_interest)
        self.assertEqual(
            [finding.message for finding in case.findings],
            [
                "The description has an unknown placeholder: {holders}, {nobody}. "
                "Available: {insured}, {holder}, {project}, {loan}, {date}, "
                "{policies}, {endorsements}."
            ],
        )
        self.assertEqual(case.verdict, "blocked")

    def test_braces_around_more_than_a_word_are_text(self):
        self.plain_interest.description = "{see the annex} {} {a-b}"
        self.assertEqual(self.judge(self.plain_interest)[0].verdict, "ready")

    def test_what_an_endorsement_says_of_itself(self):
        [endorsement] = self.gl.endorsement_ids.filtered("grants_ai_ongoing")
        endorsement.sentence = "Ongoing operations only."
        text = self.compose(self.ai_interest)
        self.assertEqual(
            text, "Project: Pier 4\nRoof of building B.\nOngoing operations only."
        )
        self.assertEqual(self.compose(self.plain_interest), "")

    def test_the_agency_may_have_all_endorsements_cited(self):
        self.agency.sudo().coi_cite_endorsements = True
        self.ai_interest.pnc_line_ids = self.get_line("general_liability")
        self.assertEqual(
            self.compose(self.ai_interest).split("\n")[2:],
            [
                "Additional insured by endorsement: GL-100 CG 20 10 12 19.",
                "Waiver of subrogation by endorsement: GL-100 CG 24 04.",
                "Primary and non-contributory by endorsement: GL-100 CG 20 01.",
                "Coverage is primary and non-contributory where the endorsement on "
                "these policies says so: Commercial general liability GL-100.",
            ],
        )

    def test_a_new_agency_cites_them(self):
        agencies = self.env["res.company"].sudo()
        self.assertTrue(agencies.create({"name": "New Agency"}).coi_cite_endorsements)
        chosen = {"name": "Other Agency", "coi_cite_endorsements": False}
        self.assertFalse(agencies.create(chosen).coi_cite_endorsements)

    def test_each_is_told_of_its_own_endorsements(self):
        """Sentences are made once for all who are given the same, and no others."""
        self.agency.sudo().coi_cite_endorsements = True
        lines = self.get_line("general_liability")
        self.gl.endorsement_ids = [
            self.endorsement("CG 20 26", "ai", scheduled=self.adams)
        ]
        (self.plain_interest | self.bank_interest).ai_line_ids = lines
        self.bank.lang = False
        texts = [
            self.compose(interest).split("\n")[-1]
            for interest in (self.plain_interest, self.bank_interest)
        ]
        cases = self.judge(self.plain_interest | self.bank_interest | self.ai_interest)
        adams, bank, bay = (case.values["description"] for case in cases)
        self.assertEqual([adams, bank], texts)
        said = "Additional insured by endorsement: GL-100 CG 20 10 12 19"
        self.assertEqual(texts, [f"{said}, CG 20 26.", f"{said}."])
        self.assertIn(f"{said}.\nWaiver of subrogation", bay)

    def test_an_integrator_adds_a_placeholder(self):
        composer = type(self.env["coi.description"])
        known = self.env["coi.description"]._get_placeholders()
        self.addCleanup(delattr, composer, "_get_placeholders")
        self.addCleanup(delattr, composer, "_fill_agency")
        composer._get_placeholders = lambda model: [*known, "agency"]
        composer._fill_agency = lambda model, case: case.company.name
        self.plain_interest.description = "By {agency}"
        self.assertEqual(self.compose(), "By Harbor Point Insurance Agency")


@tagged("post_install", "-at_install")
class TestPreview(AgencyCase):
    """The interest's form shows what would be printed, and whether it fits."""

    def open_form(self):
        from odoo.tests import Form

        return Form(self.plain_interest)

    def test_the_preview_follows_what_is_typed(self):
        self.beacon.coi_description = "Roofing."
        with self.open_form() as form:
            self.assertEqual(form.description_preview, "Roofing.")
            form.project = "Pier 4"
            self.assertEqual(form.description_preview, "Project: Pier 4\nRoofing.")
            form.description = "For {holder}"
            self.assertEqual(
                form.description_preview,
                "Project: Pier 4\nRoofing.\nFor Adams Property Management",
            )

    def test_the_fit_meter(self):
        with self.open_form() as form:
            self.assertEqual((form.description_fit, form.holder_fit), ("fits", "fits"))
            # 12 lines of 8 points have room where no page was drawn yet.
            form.description = "line\n" * 14
            self.assertEqual(form.description_fit, "smaller")
            form.description = "line\n" * 40
            self.assertEqual(form.description_fit, "continuation")

    def test_a_new_interest_is_judged_before_it_is_saved(self):
        from odoo.tests import Form

        form = Form(
            self.env["coi.additional.interest"].with_context(
                default_insured_id=self.beacon.id
            )
        )
        self.assertFalse(form.verdict)
        form.holder_id = self.dover
        form.project = "Pier 5"
        self.assertTrue(form.verdict)
        self.assertEqual(form.description_preview, "Project: Pier 5")

    def test_the_usual_places_are_those_of_a_drawn_page(self):
        """What is assumed before a page is drawn must be what is drawn."""
        for policy in (self.gl, self.auto, self.umbrella, self.wc):
            policy._onchange_coverage_id()
        master = self.issue(self.plain_interest).master_id
        usual_slots = master.form_id._get_usual_slots()
        self.assertIn("description", usual_slots)
        for name, usual in usual_slots.items():
            for drawn, assumed in zip(master.slots[name], usual, strict=True):
                self.assertAlmostEqual(drawn, assumed, delta=0.5, msg=name)
