import csv
import io
import re
import tempfile
import unicodedata
from hashlib import sha256
from pathlib import Path

from odoo.tests import tagged

from ..agency import AgencyCase
from ..reading import read_bookmarks, read_pages

AWKWARD_NAMES = (
    "Same Name LLC",
    "Same Name LLC",
    "SAME NAME llc",
    "x" * 300,
    "x" * 301,
    "é" * 200,
    "../../etc/passwd",
    "..",
    ". .",
    'a/b\\c:d*e?f"g<h>i|j',
    "CON",
    "nul.txt",
    "Dots...",
    "Line\nBreak",
    "Tab\there",
    "Smith & Sons, Inc.",
    "100% Pure; Ltd",
    "~root",
    "$(rm -rf)",
    "name.pdf",
    "index.csv",
)
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")


class OutputCase(AgencyCase):
    def assertPortable(self, path):
        """A path that Windows, macOS and Linux all accept, below where it is put."""
        for part in path.split("/"):
            self.assertTrue(part.strip(), path)
            self.assertNotRegex(part, FORBIDDEN)
            self.assertNotRegex(part, RESERVED)
            self.assertNotIn(part, ("", ".", ".."))
            self.assertNotRegex(part, r"(^\s)|([\s.]$)", path)
            self.assertLessEqual(len(part.encode()), 255)

    def assertAllDifferent(self, paths):
        """Different for file systems that know no case and one form of a letter."""
        seen = [unicodedata.normalize("NFD", path).casefold() for path in paths]
        self.assertEqual(len(seen), len(set(seen)))

    def read_index(self, archive):
        text = archive.read("index.csv").decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))


@tagged("post_install", "-at_install")
class TestZip(OutputCase):
    """A zip with a file a holder, and an index."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.interests = cls.make_interests(*AWKWARD_NAMES)
        result = cls.env["coi.batch"].generate(
            interest_ids=cls.interests.ids, issue_date="2026-03-02"
        )
        cls.batch = cls.env["coi.batch"].browse(result["batch_id"])

    def setUp(self):
        super().setUp()
        self.archive = self.open_zip(self.batch)
        self.names = [name for name in self.archive.namelist() if name != "index.csv"]

    def test_a_file_for_every_holder_that_is_not_blocked(self):
        self.assertEqual(self.batch.count_blocked, 0, self.get_reasons(self.batch))
        self.assertEqual(len(self.names), len(AWKWARD_NAMES))
        self.assertIsNone(self.archive.testzip())

    def test_named_by_number_and_holder(self):
        made = self.batch._get_certificates()
        self.assertEqual(self.names[0], f"{made[0].number} Same Name LLC.pdf")
        for name, certificate in zip(self.names, made, strict=True):
            self.assertTrue(name.startswith(certificate.number), name)
            self.assertTrue(name.endswith(".pdf"))

    def test_names_are_portable_and_never_two_alike(self):
        for name in self.names:
            self.assertPortable(name)
            self.assertNotIn("/", name)
        self.assertAllDifferent(self.archive.namelist())

    def test_unpacking_stays_in_its_folder(self):
        with tempfile.TemporaryDirectory() as folder:
            self.archive.extractall(folder)
            files = [path for path in Path(folder).rglob("*") if path.is_file()]
            self.assertEqual(len(files), len(self.names) + 1)

    def test_each_file_is_its_holders_certificate(self):
        for name, certificate in zip(
            self.names, self.batch._get_certificates(), strict=True
        ):
            content = self.archive.read(name)
            self.assertEqual(content, self.get_pdf(certificate))
            # Long names are broken where the line ends.
            text = "".join(page.text for page in read_pages(content)).replace(" ", "")
            self.assertIn(certificate.number, text)
            self.assertIn("".join(certificate.holder_name.split()), text)

    def test_the_index_lists_every_file(self):
        rows = self.read_index(self.archive)
        self.assertEqual([row["File"] for row in rows], self.names)
        for row, certificate in zip(rows, self.batch._get_certificates(), strict=True):
            content = self.archive.read(row["File"])
            self.assertEqual(row["Number"], certificate.number)
            self.assertEqual(row["Insured"], "Beacon Roofing & Sons, LLC")
            self.assertEqual(row["Certificate holder"], certificate.holder_name)
            self.assertEqual(row["Issue date"], "2026-03-02")
            self.assertEqual(row["Pages"], str(certificate.page_count))
            self.assertEqual(row["SHA-256"], sha256(content).hexdigest())

    def test_two_downloads_are_the_same_bytes(self):
        self.assertEqual(self.get_output(self.batch), self.get_output(self.batch))

    def test_files_are_stored_not_packed(self):
        """Packing thousands of small files takes minutes and saves little."""
        self.assertEqual(
            {entry.compress_type for entry in self.archive.infolist()}, {0}
        )


@tagged("post_install", "-at_install")
class TestZipSpecial(OutputCase):
    def test_names_in_other_scripts(self):
        names = ("東京建設株式会社", "شركة", "Ünïçödé ﬁrm", "Zoë", "Zoe\u0308")
        batch = self.generate(self.make_interests(*names))
        archive = self.open_zip(batch)
        self.assertEqual(
            len(archive.namelist()), batch.count_done + 1, self.get_reasons(batch)
        )
        for name in archive.namelist():
            self.assertPortable(name)
        self.assertAllDifferent(archive.namelist())

    def test_a_cell_is_never_a_formula(self):
        """A spreadsheet must not run what somebody wrote into a holder's name."""
        names = (
            "=cmd|' /C calc'!A0",
            "+1 Builders",
            "-Minus Ltd",
            "@sum(A1)",
            "\t=1+1",
            "\r=1+1",
        )
        batch = self.generate(self.make_interests(*names))
        archive = self.open_zip(batch)
        text = archive.read("index.csv").decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline="")))
        self.assertEqual(len(rows), 1 + len(names))
        for row in rows:
            for cell in row:
                self.assertNotRegex(cell, r"^[=+\-@\t\r]")

    def test_numbers_with_slashes_stay_in_the_folder(self):
        sequence = (
            self.env["ir.sequence"]
            .sudo()
            .search(
                [("code", "=", "coi.certificate"), ("company_id", "=", self.agency.id)]
            )
        )
        sequence.prefix = "../COI/2026/"
        [name, _index] = self.open_zip(self.generate(self.plain_interest)).namelist()
        self.assertPortable(name)
        self.assertNotIn("/", name)

    def test_one_insured_no_folders(self):
        archive = self.open_zip(self.generate(self.plain_interest | self.ai_interest))
        self.assertFalse([name for name in archive.namelist() if "/" in name])

    def test_a_folder_for_each_of_several_insureds(self):
        batch = self.generate(self.plain_interest | self.coastal_interest)
        folders = {
            name.split("/")[0]: name.split("/")[1]
            for name in self.open_zip(batch).namelist()
            if "/" in name
        }
        self.assertEqual(
            set(folders), {"Beacon Roofing Sons LLC", "Coastal Electric Co"}
        )
        self.assertIn("Adams Property Management.pdf", folders["Coastal Electric Co"])

    def test_folders_of_awkward_insureds(self):
        names = (
            "CON",
            "con ",
            "..",
            ". .",
            "?",
            "A/B",
            "a\\b",
            "index.csv",
            "z" * 300,
            "-",
        )
        interests = self.env["coi.additional.interest"]
        for name in names:
            insured = self.make_holder(name)
            self.make_policy("general_liability", "GL-1", insured)
            interests += self.make_interest(self.adams, insured)
        self.agency.sudo().coi_click_limit = 10**6
        batch = self.generate(interests)
        archive = self.open_zip(batch)
        paths = [name for name in archive.namelist() if name != "index.csv"]
        self.assertEqual(len(paths), len(names), self.get_reasons(batch))
        for path in paths:
            self.assertPortable(path)
            self.assertEqual(path.count("/"), 1)
        folders = {path.split("/")[0] for path in paths}
        self.assertEqual(len(folders), len(names))
        self.assertAllDifferent([*folders, "index.csv"])
        with tempfile.TemporaryDirectory() as folder:
            archive.extractall(folder)
            files = [path for path in Path(folder).rglob("*") if path.is_file()]
            self.assertEqual(len(files), len(names) + 1)


@tagged("post_install", "-at_install")
class TestCombined(OutputCase):
    """One PDF: pages in the list's order, one bookmark a holder."""

    def make(self, interests):
        batch = self.generate(interests, output="pdf")
        return batch, self.get_output(batch)

    def test_pages_are_in_the_lists_order(self):
        interests = self.bank_interest | self.plain_interest | self.ai_interest
        batch, content = self.make(interests)
        pages = read_pages(content)
        self.assertEqual(len(pages), 3)
        names = ("Commonwealth Bank", "Adams Property", "Bay State Builders")
        for page, name, made in zip(
            pages, names, batch._get_certificates(), strict=True
        ):
            self.assertIn(name, page.text)
            self.assertIn(made.number, page.text)

    def test_a_bookmark_for_every_holder(self):
        self.plain_interest.description = "soffit " * 1500
        batch, content = self.make(
            self.bank_interest | self.plain_interest | self.ai_interest
        )
        bookmarks = read_bookmarks(content)
        made = batch._get_certificates()
        self.assertEqual(
            [title for title, _page in bookmarks],
            [f"{each.number} {each.holder_name}" for each in made],
        )
        starts, start = [], 0
        for each in made:
            starts.append(start)
            start += each.page_count
        self.assertEqual([page for _title, page in bookmarks], starts)
        self.assertEqual(len(read_pages(content)), start)

    def test_the_same_page_content_as_the_single_files(self):
        batch, content = self.make(self.plain_interest | self.ai_interest)
        pages = read_pages(content)
        for page, made in zip(pages, batch._get_certificates(), strict=True):
            self.assertEqual(page.text, self.read_pages(made)[0].text)

    def test_several_insureds_and_pages_drawn_whole(self):
        self.adams.name = "שלום Ltd"
        batch, content = self.make(
            self.ai_interest | self.plain_interest | self.coastal_interest
        )
        pages = read_pages(content)
        self.assertEqual(len(pages), 3)
        for page, made in zip(pages, batch._get_certificates(), strict=True):
            self.assertIn(made.number, page.text)
            self.assertIn(made.insured_id.name, page.text)

    def test_blocked_holders_leave_no_page(self):
        _batch, content = self.make(self.plain_interest | self.dover_interest)
        [page] = read_pages(content)
        self.assertNotIn("Dover", page.text)
