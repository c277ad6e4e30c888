from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from .post import PostCase
from .test_mend import UNKNOWN

LARGE = (552, b"5.3.4 Message too big")
BLOCKED = (550, b"5.7.1 Refused by policy")


@tagged("post_install", "-at_install")
class TestWays(PostCase):
    """What did not arrive goes another way, and what comes after it as well."""

    @mute_logger("odoo.addons.base.models.ir_mail_server")
    def refuse(self, answer, **emails):
        sending = self.send(self.make_mailed(**emails))
        self.run_postman({email: answer for email in emails.values()})
        self.assertEqual(set(sending.delivery_ids.mapped("state")), {"failed"})
        return sending.delivery_ids

    def open(self, delivery):
        action = delivery.action_mend()
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_each_kind_says_what_to_do(self):
        deliveries = self.env["coi.delivery"]
        kinds = set(dict(deliveries._fields["kind"].selection))
        told = deliveries._get_reasons().keys()
        self.assertEqual(told, deliveries._get_advices().keys())
        # What nobody has to do anything about needs no words.
        self.assertEqual(kinds - told, {"outdated", "person", "there"})

    def make_large(self, size=600_000):
        """Let every certificate be of this size from now on."""
        plans = type(self.env["coi.delivery.plan"])
        make = plans._make_pieces

        def make_large(each, certificates, rows):
            for piece in make(each, certificates, rows):
                piece.size, piece.own_size = size, 0
                yield piece

        self.patch(plans, "_make_pieces", make_large)

    def test_too_large_is_proposed_in_mails_as_the_mailbox_takes_them(self):
        delivery = self.refuse(LARGE, A="a@x.example", B="a@x.example")
        self.make_large()
        delivery.mailbox_id.max_mb = 1
        wizard = self.open(delivery)
        self.assertEqual((wizard.way, wizard.kind), ("split", "size"))
        self.assertEqual(wizard.max_mb, 1)
        self.assertIn("too large", wizard.reason)
        self.assertIn("smaller", wizard.advice)
        wizard.action_mend()
        self.assertEqual(delivery.resent_ids.mapped("part_count"), [2, 2])
        self.assertEqual(len(self.run_postman()), 2)

    def test_where_parts_would_not_be_smaller_a_link_is_proposed(self):
        delivery = self.refuse(LARGE, A="a@x.example", B="a@x.example")
        self.assertEqual(delivery.mailbox_id.max_mb, 1)
        self.assertEqual(self.open(delivery).way, "link")

    def test_in_parts_and_the_mailbox_remembers(self):
        delivery = self.refuse(LARGE, **{f"H{n}": "a@x.example" for n in range(3)})
        self.make_large()
        delivery.mend("a@x.example", "once", "split", 1)
        parts = delivery.resent_ids
        self.assertEqual([each.part_count for each in parts], [3, 3, 3])
        self.assertEqual(delivery.mailbox_id.max_mb, 1)
        self.assertEqual(len(self.run_postman()), 3)

    def test_in_parts_to_another_mailbox_which_remembers(self):
        delivery = self.refuse(LARGE, A="a@x.example", B="a@x.example")
        self.make_large()
        delivery.mend("new@x.example", "holder", "split", 1)
        self.assertEqual(len(self.run_postman()), 2)
        self.assertEqual(delivery.resent_ids.mailbox_id.max_mb, 1)
        holders = delivery.certificate_ids.holder_id
        self.assertEqual(set(holders.mapped("email")), {"new@x.example"})

    def test_those_that_are_small_already_go_along_with_the_others(self):
        large = self.refuse(LARGE, A="a@x.example", B="a@x.example")
        small = self.refuse(LARGE, C="a@x.example")
        self.make_large()
        wizard = self.open(large)
        wizard.with_others = True
        wizard.action_mend()
        self.assertEqual(len(self.run_postman()), 3)
        self.assertEqual(small.resent_ids.part_count, 1)

    def test_what_is_small_is_not_split(self):
        delivery = self.refuse(LARGE, A="a@x.example")
        with self.assertRaisesRegex(UserError, "one mail of at most 5 MB already"):
            delivery.mend("a@x.example", "once", "split", 5)
        for odd in (0, -1, 101, "5", True, None, 2.5):
            with self.assertRaisesRegex(UserError, "max_mb"):
                delivery.mend("a@x.example", "once", "split", odd)

    def test_blocked_is_proposed_as_a_link_which_is_kept(self):
        delivery = self.refuse(BLOCKED, A="a@x.example")
        wizard = self.open(delivery)
        self.assertEqual(wizard.way, "link")
        self.assertTrue(wizard.is_kept_asked)
        wizard.action_mend()
        self.assertEqual(delivery.mailbox_id.attach, "link")
        [(_to, mail)] = self.run_postman()
        self.assertIn(b"/coi/get/", mail.replace(b"=\r\n", b""))

    def test_printed_from_now_on(self):
        delivery = self.refuse(BLOCKED, A="a@x.example")
        holder = delivery.certificate_ids.holder_id
        delivery.mend(None, "holder", "print")
        self.assertEqual(delivery.resent_ids.state, "to_print")
        self.assertIn("Salem", delivery.resent_ids.address)
        self.assertEqual(holder.coi_channel, "print")

    def test_printed_for_this_interest_only(self):
        delivery = self.refuse(BLOCKED, A="a@x.example")
        delivery.mend(None, "interest", "print")
        self.assertEqual(delivery.certificate_ids.interest_id.channel, "print")
        self.assertFalse(delivery.certificate_ids.holder_id.coi_channel)

    def test_without_an_address_nothing_is_printed(self):
        delivery = self.refuse(BLOCKED, A="a@x.example")
        holder = delivery.certificate_ids.holder_id
        names = ("street", "street2", "city", "zip", "state_id", "country_id")
        holder.write(dict.fromkeys(names, False))
        with self.assertRaisesRegex(UserError, "no postal address"):
            delivery.mend(None, "once", "print")

    def test_a_new_address_for_this_interest_only(self):
        holder = self.make_holder("H", email="bad@x.example, fine@x.example")
        certificate = self.issue_to(holder)
        sending = self.send(certificate)
        with mute_logger("odoo.addons.base.models.ir_mail_server"):
            self.run_postman({("rcpt", "bad@x.example"): UNKNOWN})
        failed = sending.delivery_ids.filtered(lambda each: each.state == "failed")
        failed.mend("new@x.example", "interest")
        recipients = certificate.interest_id.recipient_ids
        self.assertEqual(
            set(recipients.mailbox_id.mapped("email")),
            {"fine@x.example", "new@x.example"},
        )
        self.assertEqual(holder.email, "bad@x.example, fine@x.example")

    def test_of_all_to_this_mailbox_at_once(self):
        box = self.env["coi.mailbox"].create({"email": "bad@x.example"})
        box.bundling = "each"
        deliveries = self.refuse(
            (550, b"5.1.1 Unknown"), **{f"H{n}": "bad@x.example" for n in range(3)}
        )
        self.assertEqual(len(deliveries), 3)
        wizard = self.open(deliveries[0])
        self.assertEqual(wizard.other_count, 2)
        wizard.write({"email": "good@x.example", "with_others": True})
        wizard.action_mend()
        self.assertEqual(len(self.run_postman()), 3)
        self.assertEqual(len(deliveries.resent_ids), 3)
        emails = set(deliveries.certificate_ids.holder_id.mapped("email"))
        self.assertEqual(emails, {"good@x.example"})

    def test_what_nobody_sends_again_leaves_the_board(self):
        delivery = self.refuse(BLOCKED, A="a@x.example")
        self.open(delivery).action_leave()
        self.assertTrue(delivery.is_left)
        self.assertEqual((delivery.state, delivery.user_id), ("failed", self.csr))

    def test_an_unsure_one_in_its_window(self):
        sending = self.send(self.make_mailed(A="a@x.example", B="b@x.example"))
        sending.delivery_ids.sudo().state = "unsure"
        first, second = sending.delivery_ids
        first.sudo().kind = "silence"
        wizard = self.open(first)
        self.assertIn("did not say", wizard.reason)
        wizard.action_arrived()
        self.open(second).action_repeat()
        self.assertEqual((first.state, second.state), ("handed", "queued"))

    def test_another_way_is_offered_for_an_unsure_one(self):
        sending = self.send(self.make_mailed(A="a@x.example"))
        sending.delivery_ids.sudo().write({"state": "unsure", "kind": "silence"})
        arch = etree.fromstring(self.env["coi.mend"].get_view(view_type="form")["arch"])
        wizard = self.open(sending.delivery_ids)
        for way, wanted in (
            ("mail", "action_repeat"),
            ("link", "action_mend"),
            ("split", "action_mend"),
            ("print", "action_mend"),
        ):
            wizard.way = way
            names = ("kind", "state", "way", "is_kept_asked")
            values = {name: wizard[name] for name in names}
            shown = [
                button.get("name")
                for button in arch.iterfind(".//footer/button[@class='btn-primary']")
                if not safe_eval(button.get("invisible"), values)
            ]
            with self.subTest(way=way):
                self.assertEqual(shown, [wanted])

    def test_a_window_of_another(self):
        delivery = self.refuse(BLOCKED, A="a@x.example")
        wizard = self.open(delivery)
        for user in (self.other_csr, self.manager):
            theirs = wizard.with_env(self.env_of(user))
            with self.assertRaises(UserError):
                theirs.action_leave()
