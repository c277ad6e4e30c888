"""What leaves the house is a sound PDF for every reader, not only for a patient one."""

import io
import os
import shutil
import subprocess
import tempfile
import unicodedata

from pypdf import PdfReader

from odoo.tests import tagged

from ..agency import AgencyCase
from ..reading import squeeze


@tagged("post_install", "-at_install", "coi_page")
class TestStrictReaders(AgencyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        interests = cls.make_interests(
            "Quayside Builders, LLC",
            "Zażółć & Sons, Sp. z o.o.",
            "شركة الميناء للبناء",
            description="All of the work on site. " * 300,
        )
        cls.batch = cls.generate(cls, interests, output="pdf")
        cls.folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.folder)

    def setUp(self):
        super().setUp()
        singles = [self.get_pdf(made) for made in self.batch.certificate_ids]
        self.assertEqual(len(singles), 3)
        self.files = [*singles, self.get_output(self.batch)]

    def save(self, content):
        path = os.path.join(self.folder, "certificate.pdf")
        with open(path, "wb") as file:
            file.write(content)
        return path

    def run_reader(self, *words):
        done = subprocess.run(words, capture_output=True, check=False, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_qpdf_finds_nothing_to_complain_of(self):
        for content in self.files:
            self.run_reader("qpdf", "--check", self.save(content))

    def test_all_agree_on_the_number_of_pages(self):
        for content in self.files:
            path = self.save(content)
            count = len(PdfReader(io.BytesIO(content), strict=True).pages)
            drawn = self.run_reader(
                *("gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=bbox", path)
            )
            self.assertNotIn("error", drawn.lower())
            self.assertEqual(
                self.run_reader("qpdf", "--show-npages", path), f"{count}\n"
            )
            text = self.run_reader("pdftotext", path, "-")
            self.assertEqual(text.count("\f"), count)

    def test_text_can_be_searched_and_copied(self):
        for made in self.batch.certificate_ids.filtered(lambda made: not made.document):
            path = self.save(self.get_pdf(made))
            for reader in (
                ("pdftotext", path, "-"),
                ("gs", "-q", "-dBATCH", "-sDEVICE=txtwrite", "-o", "-", path),
            ):
                text = squeeze(self.run_reader(*reader))
                self.assertIn(made.holder_name, text)
                self.assertIn(made.number, text)
                self.assertIn("All of the work on site.", text)

    def test_arabic_text_can_be_searched(self):
        made = self.batch.certificate_ids.filtered("document")
        text = self.run_reader("pdftotext", self.save(self.get_pdf(made)), "-")
        # Drawn letters are told in the form they take beside their neighbours.
        self.assertIn(made.holder_name, unicodedata.normalize("NFKC", text))

    def test_title_author_and_language(self):
        for content, made in zip(self.files, self.batch.certificate_ids, strict=False):
            reader = PdfReader(io.BytesIO(content))
            self.assertIn(made.number, reader.metadata.title)
            self.assertEqual(reader.metadata.author, made.company_id.name)
            self.assertEqual(reader.root_object["/Lang"], "en-US")
