"""A stamped page looks as if the whole of it had been drawn by its report."""

import os
import subprocess
import tempfile

from PIL import Image, ImageChops, ImageFilter

from odoo.tests import tagged

from ..agency import AgencyCase

DOTS_PER_INCH = 100
# A difference that survives this blur (px) at this strength (of 255) is one that a
# reader could see: a letter moved, missing or another, not the edge of one.
BLUR = 2
SEEN = 40


def rasterize(pdf):
    """The pages of ``pdf`` (bytes) as grey pictures."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "page.pdf")
        with open(path, "wb") as file:
            file.write(pdf)
        words = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-gray", path, path]
        subprocess.run(words, check=True, capture_output=True)
        names = sorted(name for name in os.listdir(folder) if name.endswith(".pgm"))
        return [Image.open(os.path.join(folder, name)).copy() for name in names]


def measure_difference(one, other):
    """The strongest difference that a reader could see: 0 to 255."""
    soft = [picture.filter(ImageFilter.GaussianBlur(BLUR)) for picture in (one, other)]
    return ImageChops.difference(*soft).getextrema()[1]


@tagged("post_install", "-at_install", "coi_page")
class TestStampLooksDrawn(AgencyCase):
    def assertLooksDrawn(self, certificate):
        stamped = rasterize(self.get_pdf(certificate))
        drawn = rasterize(self.draw(certificate))
        self.assertEqual(len(stamped), len(drawn))
        for one, other in zip(stamped, drawn, strict=True):
            self.assertEqual(one.size, other.size)
            self.assertLess(measure_difference(one, other), SEEN)
        return stamped

    def draw(self, certificate):
        """The certificate drawn wholly by wkhtmltopdf from the report's template."""
        master, (_title, pages) = certificate.master_id, certificate._get_stamp()
        head = master._get_engine_head()
        return certificate.form_id._draw_whole(head, master.snapshot, [pages])

    def test_an_ordinary_certificate(self):
        [interest] = self.make_interests(
            "Quayside Builders, LLC",
            ai=["general_liability"],
            waiver=["general_liability"],
            attention="Jo Brandt",
            loan_number="4471-09",
            description="Roof replacement at unit 12.",
        )
        self.assertLooksDrawn(self.issue(interest))

    def test_a_name_that_is_set_smaller(self):
        [interest] = self.make_interests("Northfield Crossing Holdings Company " * 7)
        self.assertLooksDrawn(self.issue(interest))

    def test_texts_on_continuation_pages(self):
        [interest] = self.make_interests(
            "Quayside Builders, LLC", description="All of the work on site. " * 400
        )
        pages = self.assertLooksDrawn(self.issue(interest))
        self.assertGreater(len(pages), 1)

    def test_a_moved_letter_would_be_seen(self):
        """The measure itself: it must tell two certificates apart."""
        interests = self.make_interests(
            "Quayside Builders, LLC", "Quayside Builder, LLC"
        )
        pictures = [rasterize(self.get_pdf(self.issue(each)))[0] for each in interests]
        self.assertGreater(measure_difference(*pictures), SEEN)
