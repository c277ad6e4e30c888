import io
from datetime import timedelta
from email import message_from_bytes, policy
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError
from pypdf import PdfReader

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import html2plaintext, mute_logger

from ...models.delivery.coi_delivery_digest import SHOWN
from .post import PostCase

INSURED = "office@insured.example"
REFUSED = (550, b"5.1.1 No such user")
LOG = "odoo.addons.coi_mass_generate.models.delivery.coi_digest"


@tagged("post_install", "-at_install")
class TestDigest(PostCase, HttpCase):
    """What an insured is told of a run."""

    def setUp(self):
        super().setUp()
        self.insured = self.make_mailed(Z="z@x.example").insured_id
        self.insured.write({"email": INSURED, "coi_digest": "yes"})

    def send_and_report(self, certificates, script=None):
        """The sending, and the reports that left when it was through."""
        sending = self.send(certificates)
        self.run_postman(script)
        return sending, self.run_postman()

    def take(self, content):
        """(subject, text, files by name) of a mail."""
        mail = message_from_bytes(content, policy=policy.default)
        text = html2plaintext(mail.get_body(("html",)).get_content())
        files = {part.get_filename(): part for part in mail.iter_attachments()}
        return mail["Subject"], text, files

    def wait_for_corrections(self):
        """An hour later."""
        with freeze_time(fields.Datetime.now() + timedelta(minutes=61)):
            self.run_postman()
            return self.run_postman()

    def mend(self, sending, email="right@x.example"):
        bad = sending.delivery_ids.filtered(lambda each: each.state == "failed")
        bad.mend(email, keep="once")
        self.run_postman()
        return bad.resent_ids

    # -------------------------------------------------------------- what it says

    def test_one_mail_with_every_holder_and_one_file(self):
        certificates = self.make_mailed(
            Good="good@x.example", Bad="bad@x.example", Paper=False, Nobody=False
        )
        certificates[2].holder_id.coi_channel = "print"
        script = {("rcpt", "bad@x.example"): REFUSED}
        sending, mails = self.send_and_report(certificates, script)
        [(to, content)] = mails
        self.assertEqual(to, INSURED)
        subject, text, files = self.take(content)
        self.assertEqual(
            subject, f"1 certificate of insurance sent: {self.insured.name}"
        )
        for said in (
            "Sent: *1* · Will be sent: *1* · Not sent: *2*",
            "Not sent: the address is unknown there",
            "Not sent: we have no address",
            "Will go by mail",
            "good@x.example",
        ):
            self.assertIn(said, text)
        # Whoever must do something reads that first.
        self.assertLess(text.index("Bad"), text.index("Good"))
        [file] = files.values()
        pages = PdfReader(io.BytesIO(file.get_content()))
        self.assertEqual(len(pages.outline), 4)
        # The run's own numbers are those of its holders.
        self.assertEqual(sending.count_all, 4)
        digest = sending.digest_ids
        self.assertEqual((digest.count_all, digest.count_handed), (1, 1))
        self.assertEqual(digest.state, "done")
        self.assertEqual(
            digest.delivery_ids.display_name, f"{self.insured.name} → {INSURED}"
        )

    def test_nobody_is_told_who_does_not_want_it(self):
        self.insured.coi_digest = False
        certificates = self.make_mailed(A="a@x.example")
        sending, mails = self.send_and_report(certificates)
        self.assertEqual((mails, sending.digest_due), ([], False))
        self.agency.sudo().coi_digest = True
        self.insured.coi_digest = "no"
        self.assertEqual(self.send_and_report(certificates)[1], [])
        self.insured.coi_digest = False
        self.assertEqual(len(self.send_and_report(certificates)[1]), 1)

    def test_each_insured_is_told_of_its_own(self):
        self.agency.sudo().coi_digest = True
        self.coastal.email = "office@coastal.example"
        holder = self.make_holder("Shared", email="shared@x.example")
        self.env["coi.mailbox"].create({"email": "shared@x.example", "is_across": True})
        certificates = self.issue_to(holder) + self.issue_to(
            holder, insured=self.coastal
        )
        _sending, mails = self.send_and_report(certificates)
        told = {to: self.take(content)[1] for to, content in mails}
        self.assertEqual(set(told), {INSURED, "office@coastal.example"})
        self.assertNotIn(self.insured.name, told["office@coastal.example"])

    def test_its_recipients_get_it_each_with_its_own_state(self):
        box = self.env["coi.mailbox"].create({"email": "boss@insured.example"})
        other = self.env["coi.mailbox"].create({"email": "cc@insured.example"})
        for each, role in ((box, "to"), (other, "cc")):
            self.env["coi.recipient"].create(
                {"mailbox_id": each.id, "holder_id": self.insured.id, "role": role}
            )
        sending = self.send(self.make_mailed(A="a@x.example"))
        self.run_postman()
        self.run_postman({("rcpt", "cc@insured.example"): REFUSED})
        self.assertEqual(
            self.get_states(sending.digest_ids),
            {
                "boss@insured.example": ("handed", False),
                "cc@insured.example": ("failed", "address"),
            },
        )

    def test_without_an_address_somebody_is_asked(self):
        self.insured.email = False
        sending, mails = self.send_and_report(self.make_mailed(A="a@x.example"))
        self.assertEqual(mails, [])
        digest = sending.digest_ids
        self.assertEqual((digest.delivery_ids.kind, digest.state), ("missing", "done"))
        self.assertTrue(digest.activity_ids)

    def test_too_large_a_file_is_a_link(self):
        self.env["coi.mailbox"].create({"email": INSURED, "max_mb": 1})
        certificates = self.make_mailed(A="a@x.example", B="b@x.example")
        sizes = dict.fromkeys(certificates.master_id.ids, 3_000_000)
        plan = type(self.env["coi.delivery.plan"])
        self.send(certificates)
        with patch.object(plan, "_read_sizes", lambda *_args: sizes):
            self.run_postman()
        [(_to, content)] = self.run_postman()
        _subject, text, files = self.take(content)
        self.assertFalse(files)
        self.assertIn("/coi/get/", text)
        token = text.split("/coi/get/")[1].split()[0].rstrip("]")
        self.authenticate(None, None)
        page = self.url_open(f"/coi/get/{token}").text
        self.assertEqual(page.count(".pdf"), 2)
        # Who is only told is not asked whether the holder's name is right.
        self.assertNotIn("<form", page)

    def test_in_the_insureds_language(self):
        self.env["res.lang"].sudo()._activate_lang("es_MX")
        self.insured.lang = "es_MX"
        sending, _mails = self.send_and_report(self.make_mailed(A="a@x.example"))
        self.assertEqual(sending.digest_ids.delivery_ids.lang, "es_MX")
        self.assertEqual(sending.digest_ids.email_from, sending.email_from)
        self.assertEqual(sending.digest_ids.user_id, sending.user_id)
        self.assertEqual(sending.digest_ids.company_id, self.agency)

    def test_of_very_many_there_is_a_list(self):
        delivery = self._get_reported()
        line = delivery.digest_lines[0]
        lines = [{**line, "holder": f"=H{number}"} for number in range(SHOWN + 5)]
        delivery.sudo().digest_lines = lines
        self.assertEqual(delivery.digest_counts["more"], 5)
        [(name, content, _kind)] = delivery._attach_digest_list()
        rows = content.decode("utf-8-sig").splitlines()
        self.assertEqual((name, len(rows)), ("List.csv", SHOWN + 6))
        self.assertTrue(rows[1].startswith("'=H"))

    def _get_reported(self):
        sending, _mails = self.send_and_report(self.make_mailed(A="a@x.example"))
        return sending.digest_ids.delivery_ids

    # ---------------------------------------------------------------------- once

    def test_once_a_run_however_often_it_is_finished(self):
        sending, _mails = self.send_and_report(self.make_mailed(A="a@x.example"))
        sending._ask_digest()
        self.assertEqual(self.wait_for_corrections(), [])
        self.assertEqual(len(sending.digest_ids), 1)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                sending.digest_ids.sudo().copy()
        # And of a report there is none.
        self.assertFalse(sending.digest_ids.digest_ids)
        self.assertFalse(sending.digest_ids.digest_due)

    def test_what_cannot_be_made_is_tried_later_and_stops_nobody(self):
        digest = type(self.env["coi.digest"])
        sending = self.send(self.make_mailed(A="a@x.example"))
        with (
            patch.object(digest, "_read_lines", side_effect=ValueError("odd")),
            self.assertLogs(LOG, "ERROR"),
        ):
            mails = self.run_postman()
        self.assertEqual([to for to, _content in mails], ["a@x.example"])
        self.assertEqual(sending.state, "done")
        self.assertGreater(sending.digest_due, fields.Datetime.now())
        self.assertEqual(len(self.wait_for_corrections()), 1)

    def test_what_was_wholly_taken_back_is_not_told(self):
        self.agency.sudo().coi_undo_minutes = 10
        certificates = self.make_mailed(A="a@x.example")
        told = self.env["coi.sending"].send(certificates.ids)
        sending = self.env["coi.sending"].browse(told["sending_id"])
        sending.action_take_back()
        self.assertFalse(sending.digest_due)

    # --------------------------------------------------------------- corrections

    def test_what_was_mended_is_told_once_and_as_a_correction(self):
        certificates = self.make_mailed(Good="good@x.example", Bad="bad@x.example")
        script = {("rcpt", "bad@x.example"): REFUSED}
        sending, _mails = self.send_and_report(certificates, script)
        self.mend(sending)
        self.assertEqual(self.run_postman(), [])
        [(to, content)] = self.wait_for_corrections()
        subject, text, _files = self.take(content)
        self.assertEqual(to, INSURED)
        self.assertTrue(subject.startswith("Correction: "))
        self.assertIn("This is a correction", text)
        self.assertIn("right@x.example", text)
        self.assertNotIn("Good", text)
        self.assertEqual(self.wait_for_corrections(), [])

    def test_several_mends_are_one_correction(self):
        certificates = self.make_mailed(A="a@x.example", B="b@x.example")
        script = {
            ("rcpt", "a@x.example"): REFUSED, ("rcpt", "b@x.example"): REFUSED,
        }  # fmt: skip
        sending, _mails = self.send_and_report(certificates, script)
        for delivery in sending.delivery_ids:
            delivery.mend(f"new-{delivery.email}", keep="once")
            self.run_postman()
        [(_to, content)] = self.wait_for_corrections()
        text = self.take(content)[1]
        self.assertIn("new-a@x.example", text)
        self.assertIn("new-b@x.example", text)

    def test_the_same_sent_again_is_no_correction(self):
        certificates = self.make_mailed(A="a@x.example")
        self.send_and_report(certificates)
        certificates.action_send_again()
        self.env["coi.sending"].search(
            [], limit=1
        ).sudo().undo_until = fields.Datetime.now()
        self.assertEqual(len(self.run_postman()), 1)
        self.assertEqual(self.wait_for_corrections(), [])

    def test_the_report_itself_is_mended(self):
        sending = self.send(self.make_mailed(A="a@x.example"))
        self.run_postman()
        self.run_postman({("rcpt", INSURED): REFUSED})
        failed = sending.digest_ids.delivery_ids
        for way in ("print", "split"):
            with self.assertRaisesRegex(UserError, "one mail"):
                failed.mend("new@insured.example", way=way, max_mb=1)
        failed.mend("new@insured.example")
        [(to, content)] = self.run_postman()
        self.assertEqual(to, "new@insured.example")
        self.assertIn("certificate of insurance sent", self.take(content)[0])
        self.assertEqual(self.insured.email, "new@insured.example")
        holder = failed.certificate_ids.holder_id
        self.assertEqual(holder.email, "a@x.example")
        self.assertEqual(self.wait_for_corrections(), [])

    # ------------------------------------------------------------------- beside

    def test_it_says_nothing_of_where_a_certificate_is(self):
        certificates = self.make_mailed(A="a@x.example")
        sending = self.send(certificates)
        self.run_postman()
        self.run_postman({("rcpt", INSURED): REFUSED})
        self.assertEqual(sending.digest_ids.delivery_ids.state, "failed")
        self.assertEqual(certificates.delivery_state, "handed")
        every = self.env["coi.certificate"]
        for state, found in (("handed", certificates), ("failed", every)):
            domain = [("delivery_state", "in", [state])]
            self.assertEqual(every.search(domain) & certificates, found)
        content = self.env["coi.evidence"]._write(certificates.batch_id).decode()
        self.assertIn("Report to the insured", content)

    def test_another_company_sees_none(self):
        delivery = self._get_reported()
        theirs = self.env_of(self.other_csr)
        self.assertFalse(theirs["coi.delivery"].search([]) & delivery)
        self.other_agency.sudo().coi_digest = True
        self.assertEqual(delivery.sending_id.company_id, self.agency)

    def test_queries_do_not_grow_with_the_lines(self):
        first, few, many = (
            self.make_mailed(
                **{f"{count} {n}": f"{count}-{n}@x.example" for n in range(count)}
            )
            for count in (2, 3, 30)
        )
        digest, counts = self.env["coi.digest"].sudo(), []
        for some in (first, few, many):
            sending = self.send(some)
            sending.sudo().delivery_ids.state = "handed"
            self.env.flush_all()
            self.env.invalidate_all()
            counts.append(
                self.count_queries(lambda one=sending: digest._make(one.sudo()))
            )
            self.assertEqual(len(sending.digest_ids.delivery_ids), 1)
            sending.digest_ids.sudo().delivery_ids.state = "handed"
        # Ten times the lines; one contact more may be asked how its region writes.
        self.assertLessEqual(counts[2], counts[1] + 1)
