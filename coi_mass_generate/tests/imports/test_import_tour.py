"""The two wizards clicked in a browser."""

from odoo.tests import HttpCase, tagged

from ..agency import AgencyCase


@tagged("post_install", "-at_install")
class TestImportTour(AgencyCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.log_in(self.csr)

    def click(self, action, tour):
        self.start_tour(
            f"/odoo/action-coi_mass_generate.{action}", tour, login=self.csr.login
        )
        self.env.invalidate_all()

    def find(self, name):
        return self.env["res.partner"].search([("name", "=", name)])

    def test_both_passes_and_an_undo(self):
        self.click("coi_import_holder_action", "coi_import_holders_tour")
        self.assertEqual(self.find("Tour Tower LLC").zip, "02110")
        self.assertEqual(self.find("Tour Bank N.A.").zip, "02110")
        self.assertEqual(self.adams.name, "Adams Propertie Management")
        first, second = self.env["coi.import.run"].search([], order="id")
        self.assertEqual((first.kind, second.kind), ("holder", "interest"))
        self.assertEqual((first.state, second.state), ("done", "done"))
        self.assertEqual(
            second.line_ids.interest_id.insured_id.mapped("name"), [self.beacon.name]
        )
        self.click("coi_import_run_action", "coi_import_undo_tour")
        self.assertEqual(second.state, "undone")
        self.assertTrue(self.find("Tour Tower LLC"), "pass 1 stays")
