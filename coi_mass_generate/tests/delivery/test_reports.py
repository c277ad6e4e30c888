import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .post import PostCase
from .test_bounce import LATE, ORIGINAL, REPORT, UNKNOWN


@tagged("post_install", "-at_install")
class TestReports(PostCase):
    """Reports that came to a person are dropped on the run."""

    def setUp(self):
        super().setUp()
        self.sending = self.send(self.make_mailed(A="a@x.example", B="b@x.example"))
        self.run_postman()
        self.delivery, self.other = self.sending.delivery_ids

    def make(self, report=None, email="a@x.example", named=None):
        original = ORIGINAL % named if named else "Content-Type: text/plain\n"
        text = REPORT % {
            **(report or UNKNOWN),
            "number": 1,
            "email": email,
            "original": original,
        }
        return text.encode()

    def take(self, data, name="report.eml", sending=None):
        packed = base64.b64encode(data).decode()
        return (sending or self.sending).read_report(name, packed)

    def test_one_that_names_its_mail(self):
        told = self.take(self.make(named=self.delivery.message_id))
        self.assertEqual(told["delivery_ids"], self.delivery.ids)
        self.assertIn("a@x.example: bounced. 550", told["text"])
        self.assertEqual((self.delivery.state, self.other.state), ("bounced", "handed"))
        self.assertFalse(self.delivery.is_probable)
        self.assertEqual(self.delivery.mailbox_id.state, "bounced")

    def test_twice_is_known(self):
        data = self.make(named=self.delivery.message_id)
        self.take(data)
        at = self.delivery.date_bounced
        self.assertIn("known already", self.take(data)["text"])
        self.assertEqual(self.delivery.date_bounced, at)

    def test_one_that_names_none_is_probably_of_this_run(self):
        told = self.take(self.make(email="b@x.example"))
        self.assertEqual(told["delivery_ids"], self.other.ids)
        self.assertTrue(self.other.is_probable)

    def test_a_late_one_is_a_note(self):
        told = self.take(self.make(LATE, named=self.delivery.message_id))
        self.assertIn("late", told["text"])
        self.assertEqual(self.delivery.state, "handed")

    def test_of_another_run(self):
        other = self.send(self.make_mailed(C="c@x.example"))
        self.run_postman()
        told = self.take(
            self.make(email="c@x.example", named=other.delivery_ids.message_id)
        )
        self.assertEqual(told["delivery_ids"], other.delivery_ids.ids)
        self.assertEqual(other.delivery_ids.state, "bounced")

    def test_of_another_company_nothing_is_said(self):
        theirs = self.env_of(self.other_csr)
        sending = self.sending.with_env(theirs)
        with self.assertRaises(AccessError):
            self.take(self.make(), sending=sending)
        named = self.make(named=self.delivery.message_id)
        self.delivery.sudo().company_id = self.other_agency
        self.env.invalidate_all()
        told = self.take(named)
        unknown = self.take(self.make(named="<never@sent.example>"))
        self.assertEqual(told, unknown)
        self.assertEqual(told["delivery_ids"], [])
        self.assertEqual(self.delivery.sudo().state, "handed")

    def test_files_that_are_none(self):
        outlook = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99
        for data, name, words in (
            (outlook, "report", "Download as EML"),
            (b"whatever", "Report.MSG", "Download as EML"),
            (b"%PDF-1.7 ...", "report.eml", "not an e-mail"),
            (b"", "report.eml", "not an e-mail"),
            (b"From: a@x.example\nSubject: Hi\n\nHello", "a.eml", "does not report"),
            (b"From: a@x.example\n\n" + b"a" * 25_000_001, "a.eml", "larger than 25"),
        ):
            told = self.take(data, name)
            self.assertIn(words, told["text"])
            self.assertEqual(told["delivery_ids"], [])

    def test_what_is_no_file_is_refused(self):
        for odd in (None, 7, "ä", "a", ["x"], {}):
            with self.assertRaisesRegex(UserError, "base64"):
                self.sending.read_report("report.eml", odd)
