from odoo.tests import tagged

from ..delivery.post import PostCase
from .campaign import RenewalCase


@tagged("post_install", "-at_install")
class TestSent(RenewalCase, PostCase):
    """A renewal is sent once every certificate is out of the house."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank_interest.renewal = "no"
        for number, interest in enumerate(cls.interests):
            interest.holder_id.sudo().email = f"h{number}@x.example"
        cls.renewal = cls.prepare()
        for row in cls.renewal.policy_ids:
            row.action_renew()
        cls.renewal.policy_ids.action_confirm_limits()
        cls.renewal.policy_ids.action_confirm_endorsements()
        cls.renewal.action_review()

    def send(self):
        action = self.renewal.action_send()
        window = self.env[action["res_model"]].browse(action["res_id"])
        window.action_send_now()
        return window

    def test_from_the_release_to_the_mails(self):
        self.release(self.renewal)
        self.send()
        reached = {box for box, _mail in self.run_postman()}
        # Who does not receive renewals is in no mail.
        self.assertEqual(reached, {"h0@x.example", "h1@x.example", "h3@x.example"})
        self.renewal.invalidate_recordset()
        self.assertEqual(self.renewal.state, "sent")

    def test_not_while_one_is_still_here(self):
        self.release(self.renewal)
        self.adams.sudo().write({"email": False, "coi_channel": "print"})
        self.send()
        self.run_postman()
        self.renewal.invalidate_recordset()
        self.assertEqual(self.renewal.state, "issued")
        waiting = self.env["coi.delivery"].search([("state", "=", "to_print")])
        waiting.action_printed()
        self.renewal.invalidate_recordset()
        self.assertEqual(self.renewal.state, "sent")
        self.renewal.action_close()
        self.assertEqual(self.renewal.state, "closed")

    def test_what_is_on_its_way_is_not_offered_again(self):
        self.release(self.renewal)
        self.send()
        self.env.invalidate_all()
        with self.assertRaisesRegex(Exception, "on their way"):
            self.renewal.action_send()
