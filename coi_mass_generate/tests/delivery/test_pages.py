import base64
import io
import random
from email import message_from_bytes, policy
from hashlib import sha256

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .post import PostCase

SHARED = "certificates@llcs.example"


def make_pdf(pages=1, password=""):
    writer, file = PdfWriter(), io.BytesIO()
    for _each in range(pages):
        writer.add_blank_page(612, 792)
    if password:
        writer.encrypt("", password)
    writer.write(file)
    return file.getvalue()


def make_large_pdf(size, number):
    """One page that cannot be packed any smaller."""
    writer, file = PdfWriter(), io.BytesIO()
    page = writer.add_blank_page(612, 792)
    picture = StreamObject()
    picture.set_data(random.Random(number).randbytes(size))
    page[NameObject("/PieceInfo")] = writer._add_object(picture)
    writer.write(file)
    return file.getvalue()


@tagged("post_install", "-at_install")
class TestPages(PostCase, HttpCase):
    """The pages of the endorsements a certificate relies on go along with it."""

    def setUp(self):
        super().setUp()
        self.ai, self.waiver, self.pnc = self.gl.endorsement_ids.sorted("number")[
            ::-1
        ].sorted(lambda each: ["CG 20 10", "CG 24 04", "CG 20 01"].index(each.number))

    def upload(self, endorsement, content, name="pages.pdf"):
        endorsement.write(
            {"document": base64.b64encode(content), "document_name": name}
        )

    def issue_granted(self, *names, email=SHARED, **grants):
        grants = grants or {"ai": ["general_liability"]}
        interests = self.env["coi.additional.interest"]
        for name in names:
            holder = self.make_holder(name, email=email)
            interests += self.make_interest(holder, **grants)
        return self.generate(interests)._get_certificates()

    def receive(self, certificates):
        """``{address: [hash of each file]}`` and what the plan said."""
        self.said = self.env["coi.delivery.pages"]._describe(self.plan(certificates))
        self.send(certificates)
        mails = [
            (to, message_from_bytes(content, policy=policy.default))
            for to, content in self.run_postman()
        ]
        return {
            to: [
                sha256(part.get_content()).hexdigest()
                for part in mail.iter_attachments()
            ]
            for to, mail in mails
        }

    def test_who_is_granted_something_gets_its_pages_and_nobody_else(self):
        content = make_pdf(2)
        self.upload(self.ai, content)
        granted = self.issue_granted("Granted", email="granted@x.example")
        plain = self.make_mailed(Plain="plain@x.example")
        files = self.receive(granted + plain)
        hashed = sha256(content).hexdigest()
        self.assertEqual(files["granted@x.example"], [granted.sha256, hashed])
        self.assertEqual(files["plain@x.example"], [plain.sha256])
        self.assertIn("Certificates with endorsement pages: 1", self.said)
        self.assertEqual(self.ai.document_pages, 2)
        kept = self.env["coi.delivery"].search([("email", "=", "granted@x.example")])
        self.assertEqual(kept.files[1]["sha256"], hashed)
        self.assertEqual(kept.files[1]["name"], "CG 20 10 12 19 GL-100.pdf")
        # What was sent is told by its hash, whatever is uploaded since.
        self.upload(self.ai, make_pdf(3))
        self.assertEqual(kept.files[1]["sha256"], hashed)
        self.assertNotEqual(self.ai.document_sha256, hashed)

    def test_once_a_mail_with_thirty_seven_certificates(self):
        content = make_pdf()
        self.upload(self.ai, content)
        certificates = self.issue_granted(*(f"LLC {number}" for number in range(37)))
        [files] = self.receive(certificates).values()
        self.assertEqual(len(files), 2)
        self.assertEqual(files[1], sha256(content).hexdigest())

    def test_one_file_on_two_endorsements_goes_once(self):
        for endorsement in (self.ai, self.waiver):
            self.upload(endorsement, make_pdf())
        both = ["general_liability"]
        certificates = self.issue_granted("A", ai=both, waiver=both)
        [files] = self.receive(certificates).values()
        self.assertEqual(len(files), 2)

    def test_missing_pages_are_told_and_the_company_may_send_none(self):
        certificates = self.issue_granted("A")
        [told] = [
            each
            for each in self.env["coi.delivery.pages"]._describe(
                self.plan(certificates)
            )
            if "missing" in each
        ]
        self.assertIn("CG 20 10 12 19 (GL-100)", told)
        self.upload(self.ai, make_pdf())
        self.agency.sudo().coi_send_pages = False
        [files] = self.receive(certificates).values()
        self.assertEqual(files, [certificates.sha256])
        self.assertEqual(self.said, [])

    def test_they_count_where_a_mail_is_split(self):
        self.upload(self.ai, make_pdf())
        certificates = self.issue_granted("A", "B")
        [envelope] = self.plan(certificates)
        [given] = envelope.pieces[0].pages
        self.assertEqual(given, (self.ai.id, len(make_pdf())))
        for piece in envelope.pieces:
            piece.pages = ((self.ai.id, 4_000_000),)
        self.assertEqual(len(envelope.split()), 1)
        envelope.pieces[1].pages = ((self.ai.id, 4_000_000), (0, 4_000_000))
        parts = envelope.split()
        self.assertEqual([len(each.pieces) for each in parts], [1, 1])

    def test_thirty_megabytes_are_mails_of_which_each_is_taken(self):
        """Measured as they leave; and a link where one alone is too large."""
        lines, interests = ["general_liability"], self.env["coi.additional.interest"]
        for number, given in enumerate((self.ai, self.waiver, self.pnc)):
            self.upload(given, make_large_pdf(9_000_000, number))
        for name, grants in (
            ("A", {"ai": lines}), ("B", {"waiver": lines}), ("C", {"pnc": lines}),
        ):  # fmt: skip
            holder = self.make_holder(name, email=SHARED)
            interests += self.make_interest(holder, **grants)
        certificates = self.generate(interests)._get_certificates()
        box = self.env["coi.mailbox"].create({"email": SHARED, "max_mb": 15})
        sending = self.send(certificates)
        mails = [content for _to, content in self.run_postman()]
        self.assertEqual(len(mails), 3)
        self.assertGreater(sum(map(len, mails)), 30_000_000)
        self.assertTrue(all(12_000_000 < len(each) < 15_000_000 for each in mails))
        enclosed = sending.delivery_ids.certificate_ids
        self.assertEqual(enclosed, certificates)
        self.assertEqual(sending.count_handed, 3)
        box.max_mb = 5
        sending = self.send(certificates)
        mails = [content for _to, content in self.run_postman()]
        self.assertEqual(set(sending.delivery_ids.mapped("attach")), {"link"})
        self.assertEqual((len(mails), sending.count_handed), (3, 3))
        for each in mails:
            self.assertLess(len(each), 50_000)
            self.assertIn(b"/coi/get/", each.replace(b"=\r\n", b""))

    def test_a_wrong_file_is_refused_in_plain_words(self):
        for content, words in (
            (b"not a file", "cannot be read as a PDF"),
            (make_pdf(password="secret"), "protected"),
            (b"%PDF-1.4" + b"0" * (10 << 20), "larger than 10 MB"),
        ):
            with self.assertRaisesRegex(UserError, words):
                self.upload(self.ai, content)
        with self.assertRaisesRegex(UserError, "cannot be read as a PDF"):
            self.ai.document = "no base64"
        self.assertFalse(self.ai.document_sha256)

    def test_what_is_known_of_the_file_is_nobodys_to_say(self):
        self.upload(self.ai, make_pdf())
        hashed = self.ai.document_sha256
        self.ai.write({"document_sha256": "0" * 64, "document_pages": 9})
        self.assertEqual((self.ai.document_sha256, self.ai.document_pages), (hashed, 1))
        self.ai.document = False
        self.assertFalse(self.ai.document_sha256 or self.ai.document_pages)

    def test_a_renewal_does_not_take_them_over(self):
        self.upload(self.ai, make_pdf())
        self.assertFalse(self.ai.copy().document)

    def test_the_link_offers_them_too(self):
        self.env["coi.mailbox"].create({"email": SHARED, "attach": "link"})
        content = make_pdf()
        self.upload(self.ai, content)
        delivery = self.send(self.issue_granted("A", "B")).delivery_ids
        token = self.env["coi.link"]._make(delivery).rpartition("/")[2]
        self.authenticate(None, None)
        page = self.url_open(f"/coi/get/{token}").text
        self.assertEqual(page.count("CG 20 10 12 19 GL-100.pdf"), 1)
        answer = self.url_open(f"/coi/get/{token}/pages/0")
        self.assertEqual(answer.content, content)
        self.assertEqual(self.url_open(f"/coi/get/{token}/pages/1").status_code, 404)

    def test_the_number_of_queries_is_constant(self):
        self.upload(self.ai, make_pdf())
        few = self.issue_granted(*(f"F{n}" for n in range(2)))
        many = self.issue_granted(*(f"M{n}" for n in range(20)))

        def count(certificates):
            self.env.invalidate_all()
            return self.count_queries(lambda: self.plan(certificates))

        count(few)
        self.assertEqual(count(few), count(many))

    def test_another_company_reads_none(self):
        self.upload(self.ai, make_pdf())
        theirs = self.env_of(self.other_csr)
        self.assertFalse(theirs["coi.policy.endorsement"].search([]) & self.ai)
        self.assertEqual(len(PdfReader(io.BytesIO(make_pdf())).pages), 1)
