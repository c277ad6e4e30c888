from ast import literal_eval

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .post import PostCase


@tagged("post_install", "-at_install")
class TestSendScreens(PostCase):
    """The windows a person sends and mends with."""

    def open(self, action):
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_from_the_list_to_the_mailbox(self):
        certificates = self.make_mailed(A="a@x.example", B="a@x.example", C=False)
        wizard = self.open(certificates.action_send())
        screen = wizard.get_screen()
        self.assertEqual(
            screen["sentence"],
            "3 certificates → 1 mail to 1 mailbox, 1 without address",
        )
        first, second = screen["rows"]
        self.assertEqual((first["holder"], first["marks"]), ("C", ["No address"]))
        self.assertEqual((second["to"], second["count"]), ("a@x.example", 2))
        self.assertEqual(screen["minutes"], 0)
        sending = self.open(wizard.action_send())
        self.assertEqual((sending.count_waiting, sending.count_failed), (1, 1))

    def test_from_a_batch(self):
        certificates = self.make_mailed(A="a@x.example")
        wizard = self.open(certificates.batch_id.action_send())
        self.assertIn("1 mail to 1 mailbox", wizard.get_screen()["sentence"])

    def test_what_is_wrong_is_said_before(self):
        certificates = self.make_mailed(A="a@x.example")
        self.env.ref("coi_mass_generate.cron_postman").sudo().active = False
        self.pace.sudo().per_day = 10
        self.server.sudo().from_filter = "other.example"
        alerts = self.env["coi.delivery.alert"]._get(
            self.agency, self.plan(certificates) * 11
        )
        for words in ("switched off", "Reports of mails", "10 mails a day"):
            self.assertIn(words, "\n".join(alerts))
        wizard = self.open(certificates.action_send())
        self.assertIn("switched off", "\n".join(wizard.get_screen()["alerts"]))

    def test_a_mended_one_leaves_the_board(self):
        certificates = self.make_mailed(A=False)
        delivery = self.send(certificates).delivery_ids
        action = self.env.ref("coi_mass_generate.coi_delivery_action_mend").sudo()
        domain = literal_eval(action.domain)
        self.assertIn(delivery, self.env["coi.delivery"].search(domain))
        wizard = self.open(delivery.action_mend())
        with Form(wizard) as form:
            form.email = "good@x.example"
        wizard.action_mend()
        self.assertNotIn(delivery, self.env["coi.delivery"].search(domain))
        self.assertEqual(certificates.holder_id.email, "good@x.example")

    def test_a_window_is_not_forged(self):
        certificates = self.make_mailed(A="a@x.example")
        wizard = self.open(certificates.action_send())
        for vals in ({"chosen_ids": [1]}, {"alerts": "All is well"}, {"plan": "[]"}):
            with self.assertRaises(AccessError):
                wizard.write(vals)

    def test_a_window_of_nothing_sends_nothing(self):
        wizard = self.env["coi.send"].create({})
        with self.assertRaisesRegex(UserError, "Choose the certificates"):
            wizard.action_send()

    def test_every_screen_opens(self):
        sending = self.send(self.make_mailed(A="a@x.example"))
        for model, kinds in {
            "coi.sending": ("list", "form"),
            "coi.delivery": ("list", "form", "search"),
            "coi.mailbox": ("list",),
            "coi.pace": ("list",),
            "coi.certificate": ("list", "form"),
            "coi.batch": ("form",),
            "coi.additional.interest": ("form",),
        }.items():
            for kind in kinds:
                self.assertTrue(self.env[model].get_view(view_type=kind)["arch"])
        self.assertTrue(sending.read())
        self.assertTrue(sending.delivery_ids.read())
