from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...pdf import programs
from ..agency import AgencyCase

STATE = (
    "odoo.addons.base.models.ir_actions_report.IrActionsReport.get_wkhtmltopdf_state"
)
RUN = "odoo.addons.coi_mass_generate.pdf.programs.run_wkhtmltopdf"


@tagged("post_install", "-at_install")
class TestMissingTools(AgencyCase):
    """The program that draws pages is missing, or fails."""

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
