from pathlib import Path

from odoo.tests import BaseCase, HttpCase, no_retry, tagged
from odoo.tools import file_path

from odoo.addons.web.tests import test_js

SUITE = "@coi_mass_generate"
SUCCESS = "[HOOT] Test suite succeeded"


@tagged("post_install", "-at_install")
class TestScripts(HttpCase):
    """The unit tests of our scripts (``static/tests/unit``), in Odoo's own runner."""

    @no_retry
    def test_units(self):
        suite = test_js.HOOTCommon._generate_hash(self, SUITE)
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal=SUCCESS,
            error_checker=test_js.unit_test_error_checker,
        )


@tagged("post_install", "-at_install")
class TestNoneIsLeftOut(BaseCase):
    def test_no_unit_keeps_the_others_from_being_run(self):
        folder = Path(file_path("coi_mass_generate/static/tests/unit"))
        files = sorted(folder.rglob("*.test.js"))
        self.assertTrue(files)
        for file in files:
            with self.subTest(file.name):
                text = file.read_text(encoding="utf-8")
                self.assertNotRegex(text, test_js.RE_FORBIDDEN_STATEMENTS)
                self.assertNotRegex(text, r"\b(test|describe)\.(skip|todo)\(")
