from email import message_from_bytes, policy
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...models.delivery.coi_pace import CoiPace, get_clock
from .post import PostCase

SHARED = "certificates@llcs.example"
OWN = "csr@harborpoint.example"


@tagged("post_install", "-at_install")
class TestProof(PostCase):
    """Mails to look at come to whoever sends, and to nobody else."""

    def open(self, certificates):
        action = certificates.action_send()
        return self.env[action["res_model"]].browse(action["res_id"])

    def prove(self, wizard, which="some", script=None, **connect):
        with self.answering(script, **connect) as sessions:
            told = wizard.send_proofs(which)
        self.mails = [mail for each in sessions for mail in each.mails]
        return told

    def take(self, mail):
        return message_from_bytes(mail[1], policy=policy.default)

    def make_three(self):
        return self.make_mailed(
            A="a@x.example", **{f"LLC {n}": SHARED for n in range(7)}, B="b@x.example"
        )

    def test_first_longest_each_language_and_bundle(self):
        self.env["res.lang"].sudo()._activate_lang("es_ES")
        self.env["coi.mailbox"].create({"email": "b@x.example", "lang": "es_ES"})
        wizard = self.open(self.make_three())
        self.assertEqual(wizard.get_screen()["proofs"], 3)
        told = self.prove(wizard)
        self.assertTrue(told["is_good"], told)
        self.assertIn(
            f"3 proofs were handed to the mail server for {OWN}", told["words"]
        )
        self.assertEqual({address for address, _mail in self.mails}, {OWN})
        titles = [self.take(mail)["Subject"] for mail in self.mails]
        self.assertTrue(titles[0].startswith("[Proof 1/3 → A] Certificate"), titles)
        self.assertTrue(titles[1].startswith("[Proof 2/3 → LLC 0] 7 cert"), titles)
        self.assertTrue(titles[2].startswith("[Proof 3/3 → B]"), titles)

    def test_no_holder_is_named_or_written_to(self):
        certificate = self.make_mailed(Two="a@x.example, b@x.example")
        self.prove(self.open(certificate))
        mail = self.take(self.mails[0])
        self.assertEqual(mail["To"], OWN)
        self.assertFalse(mail["Cc"])
        self.assertNotIn("@x.example", mail.as_string().split("\n\n")[0])
        [file] = mail.iter_attachments()
        self.assertEqual(file.get_filename(), certificate._get_filename())

    def test_it_is_in_no_ledger(self):
        counted = [
            "coi.sending", "coi.delivery", "coi.enclosure", "coi.mailbox", "coi.link",
            "mail.mail", "mail.message", "ir.attachment",
        ]  # fmt: skip

        def count():
            return [self.env[name].sudo().search_count([]) for name in counted]

        self.env["coi.mailbox"].create({"email": "a@x.example", "attach": "link"})
        wizard = self.open(self.make_three())
        before = count()
        self.assertTrue(self.prove(wizard)["is_good"])
        self.assertEqual(count(), before)
        self.assertTrue(self.send(self.make_mailed(D="d@x.example")))

    def test_one_of_them_and_all_of_them(self):
        wizard = self.open(self.make_three())
        self.prove(wizard, 2)
        [mail] = self.mails
        self.assertIn("[Proof 3/3 → B]", self.take(mail)["Subject"])
        self.prove(wizard, "all")
        self.assertEqual(len(self.mails), 3)

    def test_no_more_than_so_many(self):
        wizard = self.open(self.make_three())
        with patch("odoo.addons.coi_mass_generate.models.delivery.coi_proof.MOST", 2):
            told = self.prove(wizard, "all")
        self.assertFalse(told["is_good"])
        self.assertEqual(len(self.mails), 2)
        self.assertIn("The other 1 were not sent", told["words"])

    def test_the_pace_holds_for_proofs_too(self):
        self.pace.sudo().per_minute = 2
        wizard = self.open(self.make_three())
        told = self.prove(wizard, "all")
        self.assertEqual(len(self.mails), 2)
        told = self.prove(wizard, "all")
        self.assertEqual(self.mails, [])
        self.assertIn("takes no more mails before", told["words"])
        self.assertEqual(len(self.pace.recent), 2)

    def test_what_the_server_says_is_told(self):
        wizard = self.open(self.make_three())
        told = self.prove(wizard, script={("rcpt", OWN): (550, b"5.1.1 Nobody here")})
        self.assertFalse(told["is_good"])
        self.assertIn("5.1.1 Nobody here", told["words"])
        told = self.prove(wizard, connect=ConnectionRefusedError("Connection refused"))
        self.assertIn("Connection refused", told["words"])

    def test_odd_wishes(self):
        wizard = self.open(self.make_mailed(A="a@x.example", B=False))
        for odd in ("none", 7, -1, True, [0], None, "a@x.example"):
            with self.assertRaises(UserError):
                self.prove(wizard, odd)
        with self.assertRaisesRegex(UserError, "no mail to send a proof of"):
            self.prove(wizard, 1)
        self.csr.sudo().email = False
        with self.assertRaisesRegex(UserError, "Nobody could answer|no e-mail address"):
            self.prove(wizard)

    def test_a_template_that_fails_is_told(self):
        wizard = self.open(self.make_mailed(A="a@x.example"))
        template = self.env.ref("coi_mass_generate.mail_template_delivery").sudo()
        template.body_html = "<p t-out='object.nothing_of_it'/>"
        with self.assertRaisesRegex(UserError, "cannot be written"):
            self.prove(wizard)

    def test_the_postman_and_a_proof_do_not_meet(self):
        wizard = self.open(self.make_mailed(A="a@x.example"))
        with patch.object(CoiPace, "_find_wait", lambda each: get_clock()):
            self.assertFalse(self.prove(wizard)["is_good"])
        self.assertEqual(self.mails, [])
