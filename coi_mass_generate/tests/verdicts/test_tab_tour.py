from odoo.tests import HttpCase, tagged

from ..agency import AgencyCase


@tagged("post_install", "-at_install")
class TestTabTour(AgencyCase, HttpCase):
    """The insured's tab: find, see why, add on top."""

    def test_the_tab(self):
        holders = self.beacon.coi_additional_interest_ids
        self.gl.date_expiration = "2099-01-01"
        self.log_in(self.csr)
        self.start_tour(
            "/odoo/action-coi_mass_generate.action_insureds",
            "coi_tab_tour",
            login=self.csr.login,
        )
        self.env.invalidate_all()
        self.assertEqual(self.beacon.coi_additional_interest_ids, holders)
