from odoo.tests import HttpCase, tagged

from .post import TAKEN, PostCase

SHARED = "shared@x.example"


@tagged("post_install", "-at_install")
class TestSendTour(PostCase, HttpCase):
    """The whole walk clicked in a browser: from an insured to what was taken back."""

    def test_the_walk(self):
        self.agency.sudo().coi_undo_minutes = 10
        self.make_mailed(
            Mail="mail@x.example", Left="left@x.example", One=SHARED, Two=SHARED,
            Paper=False, Missing=False,
        )  # fmt: skip
        paper = self.env["res.partner"].search([("name", "=", "Paper")])
        paper.coi_channel = "print"
        self.log_in(self.csr)
        with self.answering({"csr@harborpoint.example": TAKEN}) as sessions:
            self.start_tour(
                "/odoo/action-coi_mass_generate.action_insureds",
                "coi_send_tour",
                login=self.csr.login,
            )
        proofs = [box for session in sessions for box, _mail in session.mails]
        self.assertEqual(set(proofs), {"csr@harborpoint.example"})
        sending = self.env["coi.sending"].search([])
        self.assertEqual(len(sending), 1)
        states = {each.email or each.holder_name: each for each in sending.delivery_ids}
        self.assertEqual(states["mail@x.example"].state, "taken_back")
        self.assertEqual(states["left@x.example"].state, "taken_back")
        self.assertEqual(states["Paper"].state, "to_print")
        self.assertEqual(self.run_postman(), [])
