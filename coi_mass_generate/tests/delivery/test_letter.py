import io
import zipfile
from email import message_from_bytes, policy
from hashlib import sha256

from markupsafe import escape
from pypdf import PdfReader

from odoo.tests import tagged

from .post import PostCase

SHARED = "certificates@llcs.example"


@tagged("post_install", "-at_install")
class TestLetter(PostCase):
    """What a mail says and carries."""

    def receive(self, certificates):
        """The mails that arrive, parsed."""
        self.send(certificates)
        return [
            message_from_bytes(content, policy=policy.default)
            for _address, content in self.run_postman()
        ]

    def get_files(self, mail):
        return {
            part.get_filename(): part.get_content() for part in mail.iter_attachments()
        }

    def get_hashes(self, mail):
        return {sha256(data).hexdigest() for data in self.get_files(mail).values()}

    def test_the_very_bytes_that_were_issued(self):
        certificates = self.make_mailed(A=SHARED, B=SHARED, C=SHARED)
        [mail] = self.receive(certificates)
        self.assertEqual(self.get_hashes(mail), set(certificates.mapped("sha256")))
        names = {each._get_filename() for each in certificates}
        self.assertEqual(set(self.get_files(mail)), names)

    def test_thirty_seven_holders_of_one_mailbox_get_one_mail(self):
        self.env["coi.mailbox"].create({"email": SHARED, "attach": "single"})
        names = {f"LLC {number}": SHARED for number in range(37)}
        certificates = self.make_mailed(**names)
        [mail] = self.receive(certificates)
        self.assertEqual(self.get_hashes(mail), set(certificates.mapped("sha256")))
        self.assertEqual(len(self.get_files(mail)), 37)
        self.assertIn("37 certificates of insurance: Beacon", mail["Subject"])

    def test_of_many_one_file_with_a_bookmark_each(self):
        names = {f"LLC {number}": SHARED for number in range(7)}
        certificates = self.make_mailed(**names)
        [mail] = self.receive(certificates)
        [data] = self.get_files(mail).values()
        reader = PdfReader(io.BytesIO(data))
        self.assertEqual(len(reader.outline), 7)
        self.assertEqual(len(reader.pages), sum(certificates.mapped("page_count")))
        [kept] = self.env["coi.delivery"].search([]).files
        self.assertEqual(kept["sha256"], sha256(data).hexdigest())
        self.assertEqual(kept["size"], len(data))

    def test_a_zip_where_the_mailbox_wants_one(self):
        self.env["coi.mailbox"].create({"email": SHARED, "attach": "zip"})
        certificates = self.make_mailed(A=SHARED, B=SHARED)
        [mail] = self.receive(certificates)
        [data] = self.get_files(mail).values()
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            hashes = {
                sha256(archive.read(name)).hexdigest()
                for name in archive.namelist()
                if name.endswith(".pdf")
            }
        self.assertEqual(hashes, set(certificates.mapped("sha256")))

    def test_a_tracker_gets_thirty_seven_mails(self):
        self.env["coi.mailbox"].create({"email": SHARED, "bundling": "each"})
        names = {f"LLC {number}": SHARED for number in range(37)}
        certificates = self.make_mailed(**names)
        mails = self.receive(certificates)
        self.assertEqual(len(mails), 37)
        hashes = [self.get_hashes(mail) for mail in mails]
        self.assertEqual(hashes, [{each.sha256} for each in certificates])

    def test_who_it_is_from_and_who_it_names(self):
        certificate = self.make_mailed(Two="a@x.example, b@x.example")
        one, two = self.receive(certificate)
        for mail in (one, two):
            self.assertEqual(mail["To"], "a@x.example, b@x.example")
            self.assertIn("csr@harborpoint.example", mail["From"])
            self.assertIn("csr@harborpoint.example", mail["Reply-To"])
            self.assertIn("OOF", mail["X-Auto-Response-Suppress"])
        self.assertNotEqual(one["Message-ID"], two["Message-ID"])

    def test_its_words_name_each_certificate(self):
        certificates = self.make_mailed(**{"Ädler & Söhne": SHARED, "B": SHARED})
        [mail] = self.receive(certificates)
        for kind in ("plain", "html"):
            body = mail.get_body([kind]).get_content()
            for certificate in certificates:
                self.assertIn(certificate.number, body)
            self.assertIn("Harbor Point Insurance Agency", body)
        self.assertIn("Ädler & Söhne", mail.get_body(["plain"]).get_content())

    def test_the_company_decides_who_it_is_from(self):
        self.agency.sudo().coi_mail_from = '"Desk" <desk@harborpoint.example>'
        self.agency.sudo().coi_mail_reply_to = "answers@harborpoint.example"
        [mail] = self.receive(self.make_mailed(A=SHARED))
        self.assertIn("desk@harborpoint.example", mail["From"])
        self.assertEqual(mail["Reply-To"], "answers@harborpoint.example")

    def test_a_company_never_sends_by_the_server_of_another(self):
        """However Odoo would choose among them."""
        theirs = self.server.copy({"name": "Theirs", "sequence": -1})
        self.other_agency.sudo().coi_mail_server_id = theirs
        sending = self.send(self.make_mailed(A=SHARED))
        self.assertEqual(sending.sudo().pace_id.server_id, self.server)
        # One that nobody has named is for all.
        self.other_agency.sudo().coi_mail_server_id = False
        certificates = self.make_mailed(B="b@x.example")
        sending = self.send(certificates)
        self.assertEqual(sending.sudo().pace_id.server_id, theirs)

    def test_it_goes_to_the_address_of_the_plan(self):
        """Whatever the holder's is by the time it leaves."""
        certificates = self.make_mailed(A="planned@x.example")
        self.send(certificates)
        certificates.holder_id.email = "later@x.example"
        self.assertEqual(
            [to for to, _mail in self.run_postman()], ["planned@x.example"]
        )

    def test_insureds_together_are_one_mail_that_names_them(self):
        self.env["coi.mailbox"].create({"email": SHARED, "is_across": True})
        holder = self.make_holder("Shared", email=SHARED)
        certificates = self.issue_to(holder) + self.issue_to(
            holder, insured=self.coastal
        )
        [mail] = self.receive(certificates)
        self.assertEqual(len(list(mail.iter_attachments())), 2)
        text = mail.get_body(("html",)).get_content()
        for certificate in certificates:
            self.assertIn(escape(certificate.insured_name), text)

    def test_nothing_is_stored_twice(self):
        certificates = self.make_mailed(A=SHARED, B="b@x.example")
        counted = ("ir.attachment", "mail.mail", "mail.message")

        def count():
            models = [self.env[model].sudo() for model in counted]
            return [model.search_count([]) for model in models]

        before = count()
        self.assertEqual(len(self.receive(certificates)), 2)
        self.assertEqual(count(), before)

    def test_what_was_changed_in_the_database_never_leaves(self):
        good, bad = self.make_mailed(A="a@x.example", B="b@x.example")
        stamp = bad.stamp_json
        self.cr.execute(
            "UPDATE coi_certificate SET stamp_json = replace(%s, 'B', 'X')"
            " WHERE id = %s",
            [stamp, bad.id],
        )
        self.env.invalidate_all()
        sending = self.send(good + bad)
        [(address, _mail)] = self.run_postman()
        self.assertEqual(address, "a@x.example")
        states = self.get_states(sending)
        self.assertEqual(states["b@x.example"], ("failed", "content"))
        self.assertIn("changed", sending.delivery_ids[1].words)
        self.assertEqual(sending.state, "done")
