import base64
import io

from pypdf import PdfReader, PdfWriter

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

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
