from odoo.tests import HttpCase, tagged

from ..agency import AgencyCase, RealDay


@tagged("post_install", "-at_install")
class TestVerdictTour(AgencyCase, HttpCase):
    """An agency, a policy and twelve blocked holders are mended from the wizard, which
    is never left."""

    # The wizard's issue date is the real day's.
    known_on = RealDay()

    def setUp(self):
        super().setUp()
        self.env = self.env_of(self.manager)
        self.insured = self.env["res.partner"].create(
            {
                "name": "Blocked Builders",
                "coi_is_insured": True,
                **self.get_address("1 First Street", "Town", "01234"),
            }
        )
        self.set_up_policies()
        self.set_up_blocked_holders()
        self.log_in(self.manager)

    def set_up_policies(self):
        """In force today, whatever today is."""
        years = {"date_effective": "2020-01-01", "date_expiration": "2099-01-01"}
        insurer = self.granite.with_env(self.env)
        self.make_policy(
            "general_liability",
            "GL-1",
            self.insured,
            insurer,
            endorsement_ids=[
                self.endorsement("CG 20 10", "ai", to_confirm=True),
                self.endorsement("CG 24 04", "waiver", scheduled=self.bay),
            ],
            **years,
        )
        self.make_policy(
            "auto", "AU-1", self.insured, insurer, limits_to_confirm=True, **years
        )
        self.agency.sudo().phone = False

    def set_up_blocked_holders(self):
        gl, auto = ["general_liability"], ["auto"]
        holders = [
            ({}, {}),
            ({"street": False, "street2": False}, {}),
            ({}, {"waiver": auto}),
            ({"city": False}, {}),
            ({"zip": False}, {}),
            ({"zip": False}, {}),
            ({}, {"ai": gl}),
            ({}, {"ai": gl}),
            ({}, {"ai": gl}),
            ({}, {"waiver": gl}),
            ({}, {"valid_until": "2021-01-01"}),
            ({"state_id": self.get_state("TX").id}, {}),
            ({}, {"pnc": auto}),
        ]
        for place, (contact, interest) in enumerate(holders):
            holder = self.make_holder(f"Holder {place:02}", **contact)
            self.make_interest(holder, self.insured, **interest)

    def test_twelve_holders_are_mended_without_leaving_the_wizard(self):
        self.start_tour(
            "/odoo/action-coi_mass_generate.action_insureds",
            "coi_verdict_tour",
            login=self.manager.login,
        )
        batch = self.env["coi.batch"].search([("insured_ids", "in", self.insured.ids)])
        self.assertEqual((batch.count_selected, batch.count_done), (13, 13))
        certificates = batch.certificate_ids.filtered("override_reason")
        self.assertEqual(
            certificates.mapped("override_reason"), ["Confirmed by the carrier"]
        )
        self.assertEqual(certificates.override_user_id, self.manager)
        approval = self.env["coi.state.approval"].search([])
        self.assertEqual(approval.state_id.code, "TX")
