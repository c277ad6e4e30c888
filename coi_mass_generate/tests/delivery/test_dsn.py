import base64
from email import message_from_bytes, policy

from odoo.tests import BaseCase, tagged

from ...models.delivery.dsn import read_message_ids, read_reports

WHOLE = """\
From: %(sender)s
Subject: %(subject)s
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=="

--==
Content-Type: text/plain

It could not be handed on.

--==
Content-Type: %(status_type)s
%(packed)s
%(status)s
--==
Content-Type: %(original_type)s

%(original)s
--==--
"""
USUAL = {
    "sender": "MAILER-DAEMON@x.example",
    "subject": "Undelivered Mail Returned to Sender",
    "status_type": "message/delivery-status",
    "packed": "",
    "original_type": "message/rfc822",
    "original": "Message-ID: <1.coi@h.example>\nSubject: Certificate\n\nHello",
}
ONE = """\
Reporting-MTA: dns; x.example

Final-Recipient: rfc822; a@x.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <a@x.example>: User
    unknown
"""
QMAIL = """\
From: MAILER-DAEMON@x.example
Subject: failure notice

Hi. This is the qmail-send program at x.example.
This is a permanent error; I've given up. Sorry it didn't work out.

<a@x.example>:
192.0.2.1 does not like recipient.
Remote host said: 550 5.7.1 Blocked by policy

<b@x.example>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <csr@h.example>
Message-ID: <1.coi@h.example>
To: c@x.example

c@x.example
"""


@tagged("post_install", "-at_install")
class TestDsn(BaseCase):
    """Reports as the mail servers of this world write them."""

    def parse(self, text):
        return message_from_bytes(text.encode(), policy=policy.SMTP)

    def take(self, status=ONE, **others):
        return self.parse(WHOLE % {**USUAL, "status": status, **others})

    def get(self, message):
        return [
            (each.email, each.is_failed, each.kind) for each in read_reports(message)
        ]

    def test_postfix(self):
        message = self.take()
        [report] = read_reports(message)
        self.assertEqual(report.words, "550 5.1.1 <a@x.example>: User unknown")
        self.assertEqual(self.get(message), [("a@x.example", True, "address")])
        self.assertEqual(read_message_ids(message), ["<1.coi@h.example>"])

    def test_of_each_recipient_its_own(self):
        message = self.take(
            f"{ONE}\nFinal-Recipient: rfc822; b@x.example\nAction: delayed\n"
            "Status: 4.4.7\n\nFinal-Recipient: rfc822; c@x.example\n"
            "Action: relayed\nStatus: 2.0.0\n"
        )
        self.assertEqual(
            self.get(message),
            [("a@x.example", True, "address"), ("b@x.example", False, "address")],
        )

    def test_without_the_words_of_the_server(self):
        bare = "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@x.example\n"
        message = self.take(f"{bare}Action: failed\nStatus: 5.2.2\n")
        self.assertEqual(self.get(message), [("a@x.example", True, "full")])
        self.assertEqual(read_reports(message)[0].words, "5.2.2")

    def test_without_an_action_the_status_says_it(self):
        bare = "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@x.example\n"
        for status, is_failed in (("5.0.0", True), ("4.2.1", False)):
            message = self.take(f"{bare}Status: {status}\n")
            self.assertEqual([each[1] for each in self.get(message)], [is_failed])
        self.assertEqual(self.get(self.take(f"{bare}Status: 2.1.5\n")), [])

    def test_a_general_status_gives_way_to_what_is_said(self):
        """Exchange behind another server, and Gmail, say it there only."""
        message = self.take(
            "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@x.example\n"
            "Action: failed\nStatus: 5.0.0\n"
            "Diagnostic-Code: smtp; 550-5.7.26 This mail has been blocked\n"
        )
        self.assertEqual(self.get(message), [("a@x.example", True, "blocked")])

    def test_the_address_it_was_sent_to_counts(self):
        message = self.take(
            "Reporting-MTA: dns; x\n\nOriginal-Recipient: rfc822;A@X.example\n"
            "Final-Recipient: rfc822;other@behind.example\nAction: failed\n"
            "Status: 5.1.1\n"
        )
        self.assertEqual(self.get(message)[0][0], "a@x.example")

    def test_without_the_kind_of_address(self):
        message = self.take(
            "Reporting-MTA: dns; x\n\nFinal-Recipient: <a@x.example>\n"
            "Action: FAILED (bad destination)\nStatus: 5.1.1 (no such user)\n"
        )
        self.assertEqual(self.get(message), [("a@x.example", True, "address")])

    def test_headers_only_and_capitals(self):
        message = self.take(
            ONE.upper().replace("RFC822; A@X", "rfc822; a@x"),
            status_type="MESSAGE/Delivery-Status",
            original_type="Text/RFC822-Headers",
            original="MESSAGE-id:\n <1.coi@h.example>\nSubject: x",
        )
        self.assertEqual(self.get(message), [("a@x.example", True, "address")])
        self.assertEqual(read_message_ids(message), ["<1.coi@h.example>"])

    def test_a_status_packed_against_the_rules(self):
        message = self.take(
            base64.b64encode(ONE.encode()).decode(),
            packed="Content-Transfer-Encoding: base64\n",
        )
        self.assertEqual(self.get(message), [("a@x.example", True, "address")])

    def test_all_in_one_block(self):
        message = self.take(ONE.replace("\n\n", "\n"))
        self.assertEqual(self.get(message), [("a@x.example", True, "address")])

    def test_forwarded_as_an_attachment(self):
        inner = self.take().as_string()
        message = self.parse(
            "From: csr@h.example\nSubject: Fwd\nMIME-Version: 1.0\n"
            'Content-Type: multipart/mixed; boundary="++"\n\n--++\n'
            f"Content-Type: message/rfc822\n\n{inner}\n--++--\n"
        )
        self.assertEqual(self.get(message), [("a@x.example", True, "address")])
        self.assertIn("<1.coi@h.example>", read_message_ids(message))

    def test_qmail_says_it_in_words(self):
        message = self.parse(QMAIL)
        self.assertEqual(
            self.get(message),
            [("a@x.example", True, "blocked"), ("b@x.example", True, "address")],
        )
        self.assertIn("Blocked by policy", read_reports(message)[0].words)
        self.assertEqual(read_message_ids(message), ["<1.coi@h.example>"])

    def test_exim_names_the_address_in_a_header(self):
        text = (
            "From: Mail Delivery System <Mailer-Daemon@x.example>\n"
            "X-Failed-Recipients: a@x.example\nSubject: Mail delivery failed: "
            "returning message to sender\n\nA message could not be handed on:\n\n"
            "  a@x.example\n    Mailbox is full\n\n------ This is a copy of the "
            "message ------\n\nMessage-ID: <1.coi@h.example>\n"
        )
        self.assertEqual(self.get(self.parse(text)), [("a@x.example", True, "full")])
        late = text.replace("delivery failed", "delivery delayed")
        self.assertFalse(read_reports(self.parse(late))[0].is_failed)

    def test_what_is_no_report(self):
        for text in (
            "From: a@x.example\nSubject: Undeliverable\n\n<b@x.example>:\nno\n",
            "From: postmaster@x.example\nSubject: New phone\n\nb@x.example\n",
            "From: a@x.example\nSubject: Out of office\n\nWrite to b@x.example\n",
            "nothing",
        ):
            self.assertEqual(self.get(self.parse(text)), [])
            self.assertEqual(read_message_ids(self.parse(text)), [])

    def test_a_broken_one_breaks_nothing(self):
        whole = (WHOLE % {**USUAL, "status": ONE}).encode()
        for end in range(0, len(whole), 7):
            message = message_from_bytes(whole[:end], policy=policy.SMTP)
            read_reports(message)
            read_message_ids(message)
        odd = whole.replace(b"boundary=", b"boundry=").replace(b"User", b"\xff\x00")
        read_reports(message_from_bytes(odd, policy=policy.SMTP))
