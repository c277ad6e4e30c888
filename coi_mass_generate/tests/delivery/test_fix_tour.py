from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .post import PostCase
from .test_mend import UNKNOWN


@tagged("post_install", "-at_install")
class TestFixTour(PostCase, HttpCase):
    """A run by its numbers, and the board of what is to be fixed without a mouse."""

    def test_two_are_fixed_by_the_keyboard(self):
        emails = {"Alpha": "alpha@x.example", "Beta": "beta@x.example"}
        certificates = self.make_mailed(**emails, Gamma="gamma@x.example")
        sending = self.send(certificates)
        with mute_logger("odoo.addons.base.models.ir_mail_server"):
            self.run_postman({("rcpt", email): UNKNOWN for email in emails.values()})
        self.log_in(self.csr)
        self.start_tour(
            "/odoo/action-coi_mass_generate.coi_sending_action",
            "coi_fix_tour",
            login=self.csr.login,
        )
        self.env.invalidate_all()
        failed = sending.delivery_ids.filtered(lambda each: each.state == "failed")
        self.assertEqual(
            sorted(failed.resent_ids.mapped("email")),
            ["alpha@right.example", "beta@right.example"],
        )
        self.assertEqual(
            sorted(certificates.holder_id.mapped("email")),
            ["alpha@right.example", "beta@right.example", "gamma@x.example"],
        )
