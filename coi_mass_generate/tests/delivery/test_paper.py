import base64
import io

from pypdf import PdfReader, PdfWriter

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from ..agency import make_picture
from .post import PostCase


@tagged("post_install", "-at_install")
class TestPaper(PostCase, HttpCase):
    """What a person prints, and uploads."""

    def make_by(self, channel, *names, **vals):
        certificates = self.make_mailed(**dict.fromkeys(names, False))
        certificates.holder_id.write({"coi_channel": channel, **vals})
        return certificates

    def get_pack_file(self, deliveries):
        action = deliveries.action_print()
        wizard_id = int(action["params"]["url"].rpartition("/")[2])
        wizard = self.env["coi.certificate.download"].browse(wizard_id)
        return self.get_output(wizard)

    def get_pack(self, deliveries):
        """The numbers on the bookmarks of the file to print."""
        reader = PdfReader(io.BytesIO(self.get_pack_file(deliveries)))
        return [mark["/Title"].split()[0] for mark in reader.outline]

    def test_the_pack_is_in_the_order_of_the_envelopes(self):
        certificates = self.make_by("print", "A", "B", "C", "D")
        a, b, c, d = certificates.holder_id
        a.write({"zip": "09999", "street": "1 North Street"})
        b.write({"zip": "01000", "street": "2 South Street"})
        c.write({"zip": "05000", "street": "3 Shared Street"})
        d.write({"zip": "05000", "street": "3 Shared Street"})
        sending = self.send(certificates)
        self.assertEqual(len(sending.delivery_ids), 3)
        numbers = [certificates[place].number for place in (1, 0, 2, 3)]
        # Two sheets of one envelope are thicker than one.
        self.assertEqual(self.get_pack(sending.delivery_ids), numbers)
        self.assertEqual(set(sending.delivery_ids.mapped("state")), {"to_print"})
        self.assertTrue(all(sending.delivery_ids.mapped("date_packed")))
        sending.delivery_ids.action_printed()
        # What got lost on the way is printed again.
        self.assertEqual(self.get_pack(sending.delivery_ids), numbers)
        self.assertEqual(set(sending.delivery_ids.mapped("state")), {"printed"})

    def test_equal_addresses_are_one_envelope_however_they_are_written(self):
        certificates = self.make_by("print", "A", "B", "C", "D")
        written = ("3 Shared Street", "3 SHARED ST.", "3  shared street", "4 Other St")
        for certificate, street in zip(certificates, written, strict=True):
            certificate.holder_id.street = street
        deliveries = self.send(certificates).delivery_ids
        self.assertEqual([len(each.certificate_ids) for each in deliveries], [3, 1])
        self.assertTrue(deliveries[0].address.startswith("3 Shared Street\n"))

    def test_a_sheet_before_each_envelope_says_what_goes_into_it(self):
        self.agency.sudo().write(
            {"coi_print_separators": True, "coi_print_addresses": True}
        )
        certificates = self.make_by("print", "A", "Ädler", "C")
        certificates[2].holder_id.street = "9 Elsewhere Lane"
        deliveries = self.send(certificates).delivery_ids
        content = self.get_pack_file(deliveries)
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
        count = sum(certificates.mapped("page_count"))
        self.assertEqual(len(pages), count + 4)
        self.assertIn("Envelope 1 of 2", pages[0])
        self.assertIn("9 Elsewhere Lane", pages[0])
        self.assertIn("Certificates: 1", pages[0])
        self.assertEqual(pages[1].split("\n")[:3], ["C", "9 Elsewhere Lane", "Suite 4"])
        self.assertIn("Salem, MA 01970", pages[1])
        second = pages[2 + certificates[2].page_count]
        self.assertIn("Envelope 2 of 2", second)
        self.assertIn("Certificates: 2", second)
        self.assertIn("Ädler", second)
        # The letters of all sheets are kept once.
        self.assertLess(content.count(b"/FontFile2"), 5)

    def test_endorsement_pages_are_printed_too(self):
        file = io.BytesIO()
        writer = PdfWriter()
        writer.add_blank_page(612, 792)
        writer.write(file)
        given = self.gl.endorsement_ids.filtered(lambda each: each.number == "CG 20 10")
        given.document = base64.b64encode(file.getvalue())
        interests = self.env["coi.additional.interest"]
        for name in "AB":
            holder = self.make_holder(name, coi_channel="print")
            interests += self.make_interest(holder, ai=["general_liability"])
        certificates = self.generate(interests)._get_certificates()
        content = self.get_pack_file(self.send(certificates).delivery_ids)
        count = sum(certificates.mapped("page_count"))
        self.assertEqual(len(PdfReader(io.BytesIO(content)).pages), count + 1)

    def test_the_test_print_is_for_who_sends(self):
        self.log_in(self.csr)
        answer = self.url_open("/coi/print/test")
        text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
        self.assertIn("22 mm from the left, 52 mm", text)
        self.log_in(self.colleague)
        self.assertEqual(self.url_open("/coi/print/test").status_code, 404)

    def test_without_an_address_nothing_is_printed(self):
        certificates = self.make_by("print", "A")
        certificates.holder_id.write(
            dict.fromkeys(("street", "street2", "city", "zip", "state_id"), False)
        )
        delivery = self.send(certificates).delivery_ids
        self.assertEqual((delivery.state, delivery.kind), ("failed", "missing"))

    def test_the_file_is_named_as_the_portal_wants_it(self):
        certificates = self.make_by(
            "portal",
            "Portal / Holder",
            coi_portal_url="https://portal.example/upload",
            coi_portal_vendor="V-77",
            coi_portal_file_name="{vendor}_{holder}_{number}.pdf",
        )
        delivery = self.send(certificates).delivery_ids
        name = f"V-77_Portal  Holder_{certificates.number}.pdf"
        self.assertEqual(delivery.portal_file_name, name)
        self.assertEqual(
            delivery.action_open_portal()["url"], "https://portal.example/upload"
        )
        self.log_in(self.csr)
        answer = self.url_open(delivery.action_download_file()["url"])
        self.assertEqual(answer.content, self.get_pdf(certificates))
        self.assertIn("V-77_Portal", answer.headers["Content-Disposition"])
        self.log_in(self.other_csr)
        answer = self.url_open(f"/coi/delivery/{delivery.id}/file")
        self.assertEqual(answer.status_code, 404)

    def test_a_portal_nobody_entered(self):
        delivery = self.send(self.make_by("portal", "P")).delivery_ids
        self.assertTrue(delivery.portal_file_name.endswith("P.pdf"))
        with self.assertRaisesRegex(UserError, "where the portal is"):
            delivery.action_open_portal()

    # ------------------------------------------------------------------ portals

    def upload(self, *names, **vals):
        """Certificates for portals, and their deliveries."""
        certificates = self.make_by("portal", *names, **vals)
        return certificates, self.send(certificates).delivery_ids

    def test_a_picture_shows_that_it_is_there_and_who_says_so(self):
        _certificates, [one, two] = self.upload("A", "B")
        pdf = self.get_blank()
        for delivery, name, content, kept in (
            (one, "My / screen.PNG", make_picture(), "My  screen.png"),
            (two, "page.exe", base64.b64encode(pdf), "page.pdf"),
        ):
            delivery.add_proof(name, content.decode())
            self.assertEqual(delivery.state, "uploaded")
            self.assertEqual(delivery.proof_name, kept)
            self.assertEqual(delivery.proof_user_id, self.env.user)
            self.assertTrue(delivery.proof_date)
            self.assertEqual(delivery.proof, content)
        # Whoever took the wrong picture takes another.
        one.add_proof("again.png", base64.b64encode(pdf).decode())
        self.assertEqual(one.proof_name, "again.pdf")

    def get_blank(self, width=612):
        writer, file = PdfWriter(), io.BytesIO()
        writer.add_blank_page(width, 792)
        writer.write(file)
        return file.getvalue()

    def test_no_proof_is_what_is_no_picture(self):
        _certificates, delivery = self.upload("A")
        picture = base64.b64decode(make_picture())
        for content, words in (
            (b"", "no picture"),
            (b"GIF89a", "no picture"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture"),
            (picture[:40], "no picture"),
            (b"%PDF-1.4 nothing", "cannot be read as a PDF"),
            (picture + bytes(10 << 20), "larger than 10 MB"),
        ):
            with self.assertRaisesRegex(UserError, words):
                delivery.add_proof("a.png", base64.b64encode(content).decode())
        for odd in (None, 7, "no base64", {}):
            with self.assertRaises(UserError):
                delivery.add_proof("a.png", odd)
        self.assertEqual(delivery.state, "to_upload")
        mailed = self.send(self.make_mailed(M="m@x.example")).delivery_ids
        with self.assertRaisesRegex(UserError, "cannot be done"):
            mailed.add_proof("a.png", make_picture().decode())

    def test_the_window_keeps_it(self):
        _certificates, delivery = self.upload("A")
        action = delivery.action_add_proof()
        wizard = self.env["coi.upload.proof"].browse(action["res_id"])
        wizard.write({"file": make_picture(), "filename": "seen.png"})
        wizard.action_keep()
        self.assertEqual(
            (delivery.state, delivery.proof_name), ("uploaded", "seen.png")
        )

    def test_what_is_there_unchanged_is_not_uploaded_again(self):
        certificates, deliveries = self.upload("A", "B")
        deliveries[0].action_uploaded()
        deliveries[1].sudo().state = "taken_back"
        self.assertEqual(
            [(each.state, each.kind) for each in self.plan(certificates)],
            [("uploaded", "there"), ("to_upload", "")],
        )
        self.assertEqual(self.env["coi.sending"].get_plan(certificates.ids)["there"], 1)
        said = self.env["coi.delivery.plan"]._say_sentence(self.plan(certificates))
        self.assertEqual(said, "2 certificates → 1 portal, 1 in its portal already")
        again = self.send(certificates)
        self.assertEqual(
            again.delivery_ids.mapped(lambda each: (each.state, each.kind)),
            [("uploaded", "there"), ("to_upload", False)],
        )
        self.assertEqual((again.count_all, again.count_by_hand), (2, 1))
        # Another certificate is another file.
        interests = certificates[0].interest_id
        newer = self.generate(interests)._get_certificates()
        self.assertEqual([each.state for each in self.plan(newer)], ["to_upload"])

    def test_endorsement_pages_are_a_file_of_their_own(self):
        for width, number in ((500, "CG 20 10"), (600, "CG 24 04")):
            given = self.gl.endorsement_ids.filtered(
                lambda each, number=number: each.number == number
            )
            given.document = base64.b64encode(self.get_blank(width))
        granted = self.make_interest(
            self.make_holder("A", coi_channel="portal"),
            ai=["general_liability"],
            waiver=["general_liability"],
        )
        delivery = self.send(self.generate(granted)._get_certificates()).delivery_ids
        _none, plain = self.upload("Plain")
        self.log_in(self.csr)
        answer = self.url_open(delivery.action_download_pages()["url"])
        self.assertEqual(len(PdfReader(io.BytesIO(answer.content)).pages), 2)
        self.assertIn("endorsements.pdf", answer.headers["Content-Disposition"])
        self.assertFalse(plain.has_portal_pages)
        with self.assertRaisesRegex(UserError, "No endorsement pages"):
            plain.action_download_pages()
        path = f"/coi/delivery/{plain.id}/pages"
        self.assertEqual(self.url_open(path).status_code, 404)
        self.log_in(self.other_csr)
        path = f"/coi/delivery/{delivery.id}/pages"
        self.assertEqual(self.url_open(path).status_code, 404)
