import socket
from contextlib import suppress
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models import ir_mail_server

from .fake_server import CLOSE, STALL, FakeServer
from .post import PostCase

LOG = "odoo.addons.base.models.ir_mail_server"
WAITING, GOES_ON, OVER = ("queued", False), "sending", "done"
# What is answered: (state and kind of the delivery, of its run, is the server waited
# for).
ROWS = [
    # We are not let in
    ({"AUTH": "535 5.7.8 Bad credentials"}, WAITING, "paused", False),
    ({"AUTH": "454 4.7.0 Temporary authentication failure"}, WAITING, GOES_ON, True),
    ({"hello": "554 5.3.2 No service here"}, WAITING, "paused", False),
    ({"hello": "421 4.3.2 Too busy"}, WAITING, GOES_ON, True),
    ({"hello": CLOSE}, WAITING, GOES_ON, True),
    ({"MAIL": "530 5.7.0 Must authenticate first"}, WAITING, "paused", False),
    ({"RCPT": "530 5.7.1 Not authenticated"}, WAITING, "paused", False),
    ({"MAIL": "550 5.7.60 May not send as this sender"}, WAITING, "paused", False),
    # Too much for now
    ({"MAIL": "421 4.7.0 Too many messages"}, WAITING, GOES_ON, True),
    ({"RCPT": "421 4.7.0 Too many messages"}, WAITING, GOES_ON, True),
    ({"DATA": "421 4.3.2 Shutting down"}, WAITING, GOES_ON, True),
    ({"RCPT": "450 4.2.1 You send too quickly"}, WAITING, GOES_ON, True),
    ({"MAIL": "454 4.7.28 Unusual rate of mail"}, WAITING, GOES_ON, True),
    ({"RCPT": "550 5.4.5 Daily limit exceeded"}, WAITING, GOES_ON, True),
    ({"mail": "550 5.4.5 Daily limit exceeded"}, WAITING, GOES_ON, True),
    # This mailbox, for now
    ({"RCPT": "452 4.2.2 Mailbox full"}, ("later", False), GOES_ON, False),
    ({"RCPT": "451 4.7.1 Greylisted"}, ("later", False), GOES_ON, False),
    ({"mail": "451 4.3.0 Local error"}, ("later", False), GOES_ON, False),
    # For good
    ({"RCPT": "550 5.1.1 User unknown"}, ("failed", "address"), OVER, False),
    ({"RCPT": "550 No such user"}, ("failed", "address"), OVER, False),
    ({"RCPT": "553 Name not allowed"}, ("failed", "address"), OVER, False),
    ({"RCPT": "554 5.7.1 Client blocked"}, ("failed", "blocked"), OVER, False),
    ({"mail": "554 5.7.1 Spam"}, ("failed", "blocked"), OVER, False),
    ({"MAIL": "552 Message size exceeds ours"}, ("failed", "size"), OVER, False),
    ({"DATA": "552 5.3.4 Too big"}, ("failed", "size"), OVER, False),
    ({"mail": "523 5.2.3 Message too large"}, ("failed", "size"), OVER, False),
    # The session is lost before the mail: at once again, until it is no accident
    ({"MAIL": CLOSE}, WAITING, "paused", False),
    ({"RCPT": CLOSE}, WAITING, "paused", False),
    ({"DATA": CLOSE}, WAITING, "paused", False),
    ({"RCPT": STALL}, WAITING, "paused", False),
    # And with it
    ({"mail": CLOSE}, ("unsure", "silence"), OVER, False),
    ({"mail": STALL}, ("unsure", "silence"), OVER, False),
    ({"mail": "250 2.0.0 Ok: queued as 1"}, ("handed", False), OVER, False),
]


@tagged("post_install", "-at_install")
class TestServerWords(PostCase):
    """What a server really says, through Python's own session, and what becomes of the
    mail, its run, and the next one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server.write(
            {
                "smtp_host": "127.0.0.1",
                "smtp_user": "agency",
                "smtp_pass": "secret",
            }
        )
        cls.startClassPatcher(patch.object(ir_mail_server, "SMTP_TIMEOUT", 0.3))
        servers = ir_mail_server.IrMail_Server
        cls.startClassPatcher(patch.object(servers, "_disable_send", lambda _c: False))

    def setUp(self):
        super().setUp()
        self.certificate = self.make_mailed(One="one@x.example")

    def go(self, port):
        self.server.smtp_port = port
        root = self.env.ref("base.user_root")
        cron = self.env.ref("coi_mass_generate.cron_postman").sudo().with_user(root)
        with self.enter_registry_test_mode(), mute_logger(LOG):
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_every_answer(self):
        for answers, state, run, is_waited_for in ROWS:
            with self.subTest(answers), FakeServer(**answers) as server:
                self.pace.wait_until = False
                sending = self.send(self.certificate)
                self.go(server.port)
                delivery = sending.delivery_ids
                self.assertEqual((delivery.state, delivery.kind), state)
                self.assertEqual(sending.state, run)
                self.assertEqual(bool(self.pace.wait_until), is_waited_for)
                said = "".join(delivery.words or sending.words or "")
                self.assertTrue(said or state == ("unsure", "silence"))
                if sending.state != "done":
                    sending.action_take_back()

    def test_it_is_waited_for_a_server_that_is_away_and_then_a_person_is_asked(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        sending = self.send(self.certificate)
        now = fields.Datetime.now()
        for tries in range(3):
            self.assertEqual(sending.state, "waiting" if not tries else "sending")
            with freeze_time(now + timedelta(minutes=6 * tries)):
                self.go(port)
        self.assertEqual((sending.state, sending.count_waiting), ("paused", 1))
        self.assertIn("refused", sending.words)
        with FakeServer() as server:
            sending.action_go_on()
            # A quarter of an hour of waiting is over when somebody says so.
            with freeze_time(now + timedelta(minutes=13)):
                self.go(server.port)
        self.assertEqual((sending.state, sending.count_handed), ("done", 1))

    def test_a_server_without_encryption_gets_no_password(self):
        self.server.smtp_encryption = "starttls"
        sending = self.send(self.certificate)
        with FakeServer(EHLO="250 fake.example") as server:
            self.go(server.port)
        self.assertEqual((sending.count_waiting, server.mails), (1, []))
        self.assertIn("STARTTLS", sending.words)

    def test_who_met_a_quota_lets_others_go_first(self):
        """It may have been the quota of one receiver, and then nobody waits for it."""
        both = self.certificate + self.make_mailed(Two="two@x.example")
        sending = self.send(both)
        now = fields.Datetime.now()
        with freeze_time(now), FakeServer(RCPT="450 4.2.1 Too quickly") as server:
            self.go(server.port)
        with freeze_time(now + timedelta(minutes=5, seconds=5)), FakeServer() as server:
            self.go(server.port)
            self.assertIn(b"two@x.example", server.mails[0])
            self.assertEqual(len(server.mails), 1)
        with freeze_time(now + timedelta(minutes=6)), FakeServer() as server:
            self.go(server.port)
        self.assertEqual((sending.state, sending.count_handed), ("done", 2))

    def test_a_mailbox_that_takes_less_gets_less_the_next_time(self):
        delivery = self.send(self.certificate).delivery_ids
        delivery.mailbox_id.max_mb = 40
        with FakeServer(mail="552 5.3.4 Too big") as server:
            self.go(server.port)
        self.assertEqual((delivery.kind, delivery.mailbox_id.max_mb), ("size", 1))

    def test_one_that_is_not_what_was_issued_stays_here_and_others_go(self):
        both = self.certificate + self.make_mailed(Two="two@x.example")
        sending = self.send(both)
        self.env.cr.execute(
            "UPDATE coi_certificate SET sha256 = %s WHERE id = %s",
            ["0" * 64, self.certificate.id],
        )
        with FakeServer() as server:
            self.go(server.port)
        kinds = {each.email: each.kind for each in sending.delivery_ids}
        self.assertEqual(kinds, {"one@x.example": "content", "two@x.example": False})
        self.assertEqual(len(server.mails), 1)
        self.assertIn("was changed", sending.delivery_ids[0].words)

    def test_an_addon_that_swallows_errors_deceives_nobody(self):
        """As some of ``mail_tracking`` do: what they return says that it was sent."""
        servers = ir_mail_server.IrMail_Server
        send_email = servers.send_email

        def swallow(self, message, *args, **kwargs):
            with suppress(Exception):
                send_email(self, message, *args, **kwargs)
            return message["Message-Id"]

        with patch.object(servers, "send_email", swallow):
            for answers, state in (
                ({"RCPT": "550 5.1.1 User unknown"}, "failed"),
                ({"RCPT": "452 4.2.2 Mailbox full"}, "later"),
                ({"mail": "554 5.7.1 Spam"}, "failed"),
                ({"mail": CLOSE}, "unsure"),
                ({}, "handed"),
            ):
                with self.subTest(state), FakeServer(**answers) as server:
                    sending = self.send(self.certificate)
                    self.go(server.port)
                    self.assertEqual(sending.delivery_ids.state, state)
                    if sending.state != "done":
                        sending.action_take_back()

    def test_a_pause_between_two_mails_holds_the_second_back(self):
        """Also one that comes while the first is being said."""
        both = self.certificate + self.make_mailed(Two="two@x.example")
        sending = self.send(both)
        letters = type(self.env["coi.letter"])

        def pause(_self, delivery, _message):
            delivery.sending_id._pause("Somebody said so.")

        with patch.object(letters, "_hook_message", pause), FakeServer() as server:
            self.go(server.port)
        self.assertEqual(len(server.mails), 1)
        states = sending.delivery_ids.mapped("state")
        self.assertEqual((states, sending.state), (["handed", "queued"], "paused"))

    def test_it_goes_on_though_who_sent_it_has_left(self):
        """And though its template is put aside meanwhile."""
        sending = self.send(self.certificate)
        self.csr.sudo().active = False
        sending.sudo().template_id.active = False
        with FakeServer() as server:
            self.go(server.port)
        self.assertEqual((len(server.mails), sending.state), (1, "done"))

    def test_it_goes_on_though_its_company_is_put_aside(self):
        """What was sent was sent; who archives a company may take it back before."""
        both = self.certificate + self.make_mailed(Two="two@x.example")
        sending = self.send(both)
        agency, other = self.agency.sudo(), self.other_agency
        people = self.env["res.users"].sudo().search([("company_id", "=", agency.id)])
        letters = type(self.env["coi.letter"])

        def archive(_self, _delivery, _message):
            people.write({"company_ids": other.ids, "company_id": other.id})
            agency.active = False

        with patch.object(letters, "_hook_message", archive), FakeServer() as server:
            self.go(server.port)
        self.assertFalse(agency.active)
        self.assertEqual((len(server.mails), sending.sudo().state), (2, "done"))

    def test_a_mail_server_that_is_put_aside_stops_the_run(self):
        sending = self.send(self.certificate)
        self.server.active = False
        with FakeServer() as server:
            self.go(server.port)
        self.assertEqual((server.mails, sending.state), ([], "paused"))
        self.assertTrue(sending.words)
        self.server.active = True
        sending.action_go_on()
        with FakeServer() as server:
            self.go(server.port)
        self.assertEqual((len(server.mails), sending.state), (1, "done"))
