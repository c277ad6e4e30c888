from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .post import PostCase

LOG = "odoo.addons.mail.models.mail_thread"
REPORT = """\
From: MAILER-DAEMON@x.example
To: bounces@harborpoint.example
Subject: Delivery Status Notification
Message-ID: <report-%(number)s@x.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=="

--==
Content-Type: text/plain

It could not be delivered.

--==
Content-Type: message/delivery-status

Reporting-MTA: dns; x.example

Final-Recipient: rfc822; %(email)s
Action: %(action)s
Status: %(status)s
Diagnostic-Code: smtp; %(words)s

--==
%(original)s
--==--
"""
ORIGINAL = """\
Content-Type: text/rfc822-headers

Message-ID: %s
Subject: Certificate of insurance
"""
UNKNOWN = {"action": "failed", "status": "5.1.1", "words": "550 5.1.1 User unknown"}
LATE = {"action": "delayed", "status": "4.4.7", "words": "451 4.4.7 Still trying"}


@tagged("post_install", "-at_install")
class TestBounce(PostCase):
    """What the other side reports of a mail afterwards."""

    def setUp(self):
        super().setUp()
        self.sending = self.send(self.make_mailed(A="a@x.example", B="b@x.example"))
        self.run_postman()
        self.delivery, self.other = self.sending.delivery_ids
        self.assertEqual(self.delivery.state, "handed")

    @mute_logger(LOG)
    def receive(self, report, message_id=True, email="a@x.example"):
        """The mail gateway gets a report."""
        named = self.delivery.message_id if message_id is True else message_id
        text = REPORT % {
            **report,
            "number": fields.Datetime.now().timestamp(),
            "email": email,
            "original": ORIGINAL % named if named else "Content-Type: text/plain\n",
        }
        self.env["mail.thread"].sudo().message_process(False, text.encode())
        self.env.invalidate_all()

    def test_one_that_failed_has_bounced(self):
        self.receive(UNKNOWN)
        self.assertEqual(self.delivery.state, "bounced")
        self.assertEqual(self.delivery.kind, "address")
        self.assertEqual(self.delivery.words, "550 5.1.1 User unknown")
        self.assertFalse(self.delivery.is_probable)
        self.assertEqual(self.delivery.mailbox_id.state, "bounced")
        self.assertEqual(self.other.state, "handed")
        counts = (self.sending.count_handed, self.sending.count_bounced)
        self.assertEqual(counts, (1, 1))

    def test_of_several_addresses_of_a_holder_only_that_one_bounced(self):
        certificates = self.make_mailed(Two="one@x.example, two@x.example")
        sending = self.send(certificates)
        self.run_postman()
        self.delivery = sending.delivery_ids[1]
        self.receive(UNKNOWN, email="two@x.example")
        self.assertEqual(
            self.get_states(sending),
            {
                "one@x.example": ("handed", False),
                "two@x.example": ("bounced", "address"),
            },
        )

    def test_one_that_is_late_has_not(self):
        """Odoo counts it as bounced."""
        self.receive(LATE)
        self.assertEqual(self.delivery.state, "handed")
        self.assertIn("Still trying", self.delivery.late_words)
        self.assertEqual(self.delivery.mailbox_id.state, "ok")
        self.receive(UNKNOWN)
        self.assertEqual(self.delivery.state, "bounced")

    def test_an_unsure_one_that_bounced_had_been_taken(self):
        self.delivery.sudo().state = "unsure"
        self.receive(UNKNOWN)
        self.assertEqual(self.delivery.state, "bounced")

    def test_a_report_that_names_no_mail_is_of_the_latest_probably(self):
        self.receive(UNKNOWN, message_id=None)
        self.assertEqual(self.delivery.state, "bounced")
        self.assertTrue(self.delivery.is_probable)

    def test_a_report_of_another_mail_is_none_of_ours(self):
        self.receive(UNKNOWN, message_id="<someone@else.example>")
        self.assertEqual(self.delivery.state, "handed")

    def test_what_was_not_sent_does_not_bounce(self):
        self.delivery.sudo().state = "taken_back"
        self.receive(UNKNOWN)
        self.assertEqual(self.delivery.state, "taken_back")

    def test_why_it_bounced(self):
        for status, kind in (
            ("5.2.2", "full"),
            ("5.7.26", "blocked"),
            ("5.3.4", "size"),
            ("5.1.10", "address"),
            ("5.0.0", "address"),
        ):
            self.delivery.sudo().state = "handed"
            self.receive({**UNKNOWN, "status": status})
            self.assertEqual(self.delivery.kind, kind, status)
