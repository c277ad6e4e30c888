from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...pdf import programs
from ..agency import ISSUE_DATE, AgencyCase
from .second_form import FormCase

STATE = (
    "odoo.addons.base.models.ir_actions_report.IrActionsReport.get_wkhtmltopdf_state"
)
RUN = "odoo.addons.coi_mass_generate.pdf.programs.run_wkhtmltopdf"


@tagged("post_install", "-at_install")
class TestMissingTools(AgencyCase):
    """The program that draws pages is missing, or fails."""

    draws_anew = True

    def count_all(self):
        return [
            self.env[model].sudo().search_count([])
            for model in (
                "coi.batch",
                "coi.batch.line",
                "coi.certificate",
                "coi.master",
            )
        ]

    def get_next_number(self):
        [number] = self.env["ir.sequence"]._coi_reserve(
            "coi.certificate", self.agency, 1
        )
        return int(number.removeprefix("COI-"))

    def test_it_is_there_or_nothing_else_here_is_proved(self):
        """Without it the tests of the page fail; they are never skipped."""
        self.assertNotEqual(
            self.env["ir.actions.report"].get_wkhtmltopdf_state(), "install"
        )

    def test_missing_is_said_in_the_users_words(self):
        with patch(STATE, return_value="install"):
            with self.assertRaisesRegex(UserError, "wkhtmltopdf") as caught:
                self.generate(self.plain_interest)
        self.assertIn("is missing on the server", str(caught.exception))
        self.assertIn("nothing was generated", str(caught.exception))

    def test_missing_leaves_nothing_half_done(self):
        before, number = self.count_all(), self.get_next_number()
        with patch(STATE, return_value="install"), self.assertRaises(UserError):
            self.generate(self.plain_interest | self.ai_interest)
        self.assertEqual(self.count_all(), before)
        self.assertEqual(self.get_next_number(), number + 1)

    def test_what_was_sent_can_still_be_opened(self):
        certificate = self.issue(self.plain_interest)
        content = self.get_pdf(certificate)
        self.env.cr.cache.clear()
        with patch(STATE, return_value="install"):
            self.assertEqual(self.get_pdf(certificate), content)

    def test_it_crashes(self):
        """Installed, but it draws nothing: no certificate, and every line says so."""
        with (
            patch(RUN, return_value="Segmentation fault"),
            mute_logger("odoo.addons.coi_mass_generate.models.forms.coi_form_qweb"),
        ):
            batch = self.generate(self.plain_interest | self.dover_interest)
        self.assertEqual(
            (batch.count_done, batch.count_blocked, batch.count_failed), (0, 1, 1)
        )
        state, reason = self.get_reasons(batch)["Adams Property Management"]
        self.assertEqual(state, "error")
        self.assertIn("could not be drawn", reason)
        self.assertFalse(batch.can_download)
        self.assertFalse(batch.certificate_ids)

    def test_it_crashes_for_one_insured_and_not_for_the_other(self):
        run = programs.run_wkhtmltopdf

        def crash_for_coastal(words, font_settings):
            with open(words[-2], encoding="utf-8") as file:
                if "Coastal Electric" in file.read():
                    return "Segmentation fault"
            return run(words, font_settings)

        with (
            patch(RUN, crash_for_coastal),
            mute_logger("odoo.addons.coi_mass_generate.models.forms.coi_form_qweb"),
        ):
            batch = self.generate(self.plain_interest | self.coastal_interest)
        self.assertEqual((batch.count_done, batch.count_failed), (1, 1))
        self.assertEqual(batch.certificate_ids.insured_id, self.beacon)

    def test_it_crashes_for_a_page_that_must_be_drawn_whole(self):
        """The reason says what happened, not that something happened."""
        self.adams.name = "שלום"
        with (
            patch(RUN, return_value="Segmentation fault"),
            mute_logger("odoo.addons.coi_mass_generate.models.forms.coi_form_qweb"),
        ):
            batch = self.generate(self.plain_interest)
        [(state, reason)] = self.get_reasons(batch).values()
        self.assertEqual(state, "error")
        self.assertIn("wkhtmltopdf", reason)

    def test_a_template_that_breaks_fails_in_words(self):
        """An integrator's slip: the page has lost a place the engine needs."""
        view = self.env.ref("coi_mass_generate.certificate_holder").sudo()
        view.arch_db = (
            "<t t-name='coi_mass_generate.certificate_holder'><p>Holder</p></t>"
        )
        with mute_logger("odoo.addons.coi_mass_generate.models.issue.failure"):
            batch = self.generate(self.plain_interest)
        self.assertEqual((batch.count_done, batch.count_failed), (0, 1))


@tagged("post_install", "-at_install")
class TestMissingTemplate(FormCase):
    """The template that draws a form is gone: an addon was uninstalled, or renamed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls.make_form("GONE")

    def lose_template(self):
        self.report.report_name = "coi_test.gone"

    def test_it_is_said_before_anything_is_done(self):
        self.lose_template()
        before = self.env["coi.batch"].search_count([])
        with self.assertRaisesRegex(UserError, "Choose another form") as caught:
            self.generate(self.plain_interest, form_id=self.form.id)
        self.assertIn("GONE (2026/01)", str(caught.exception))
        self.assertIn("coi_test.gone", str(caught.exception))
        self.assertEqual(self.env["coi.batch"].search_count([]), before)

    def test_an_insureds_own_form_stops_it_as_well(self):
        self.beacon.coi_form_id = self.form
        self.lose_template()
        with self.assertRaisesRegex(UserError, "Choose another form"):
            self.generate(self.plain_interest)

    def test_a_template_without_a_module_is_known_by_its_key(self):
        """As a report is, that somebody made in the browser."""
        self.assertTrue(self.issue(self.plain_interest, form_id=self.form.id))

    def test_a_batch_that_waits_says_the_same(self):
        self.agency.sudo().coi_click_limit = 1
        batch = self.generate(
            self.plain_interest | self.ai_interest, form_id=self.form.id
        )
        self.lose_template()
        batch._run()
        for state, reason in self.get_reasons(batch).values():
            self.assertEqual(state, "error")
            self.assertIn("Choose another form", reason)

    def test_a_preview_says_the_same(self):
        self.lose_template()
        wizard = self.env["coi.generate"].create(
            {
                "insured_ids": self.beacon.ids,
                "selected_ids": self.plain_interest.ids,
                "issue_date": ISSUE_DATE,
                "form_id": self.form.id,
            }
        )
        with self.assertRaisesRegex(UserError, "Choose another form"):
            wizard.action_preview()

    def test_what_was_sent_can_still_be_opened(self):
        certificate = self.issue(self.plain_interest, form_id=self.form.id)
        content = self.get_pdf(certificate)
        self.lose_template()
        self.env.cr.cache.clear()
        self.assertEqual(self.get_pdf(certificate), content)

    def test_a_report_of_something_else_is_no_form(self):
        other = self.env.ref("base.report_ir_model_overview").sudo()
        with self.assertRaisesRegex(ValidationError, "Choose a report on certificates"):
            self.form.sudo().report_id = other
