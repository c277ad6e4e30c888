import csv
import io
import zipfile

from odoo.tests import HttpCase, tagged

from ...models.ledger.coi_certificate import make_filename
from ..agency import AgencyCase
from ..reading import read_bookmarks, read_pages


@tagged("post_install", "-at_install")
class TestTour(AgencyCase, HttpCase):
    """The whole walk clicked in a browser, then what it left behind opened."""

    def setUp(self):
        super().setUp()
        self.log_in(self.csr)

    def click_through(self):
        self.start_tour(
            "/odoo/action-coi_mass_generate.action_insureds",
            "coi_generate_tour",
            login=self.csr.login,
        )
        batches = self.env["coi.batch"].search([("user_id", "=", self.csr.id)])
        self.assertEqual(len(batches), 2)
        return batches.sorted("id")

    def download(self, batch):
        answer = self.url_open(batch._get_download_url())
        self.assertEqual(answer.status_code, 200)
        return answer.content

    def test_the_walk(self):
        first, second = self.click_through()
        self.check_zip(first)
        self.check_combined(second)

    def check_zip(self, batch):
        certificates = batch._get_certificates()
        archive = zipfile.ZipFile(io.BytesIO(self.download(batch)))
        self.assertEqual(
            archive.namelist(),
            [
                *(
                    f"{made.number} {name}.pdf"
                    for made, name in zip(
                        certificates,
                        (
                            "Adams Property Management",
                            "Bay State Builders Inc",
                            "Brand New Holder",
                            "Commonwealth Bank",
                        ),
                        strict=True,
                    )
                ),
                "index.csv",
            ],
        )
        for made in certificates:
            name = make_filename(made._get_full_number(), made.holder_name)
            content = archive.read(name)
            self.check_pages(read_pages(content), made)
        self.check_index(archive, certificates)

    def check_index(self, archive, certificates):
        text = archive.read("index.csv").decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        self.assertEqual(
            [(row["Number"], row["Certificate holder"]) for row in rows],
            [(made.number, made.holder_name) for made in certificates],
        )

    def check_combined(self, batch):
        content = self.download(batch)
        certificates = batch._get_certificates()
        self.assertEqual(certificates.mapped("revision"), [1, 1])
        pages = read_pages(content)
        marks = read_bookmarks(content)
        self.assertEqual(
            [title for title, _place in marks],
            [f"{made._get_full_number()} {made.holder_name}" for made in certificates],
        )
        ends = [place for _title, place in marks[1:]] + [len(pages)]
        for made, (_title, start), end in zip(certificates, marks, ends, strict=True):
            self.check_pages(pages[start:end], made)

    def check_pages(self, pages, made):
        """Every page names its number; the first has its holder and nobody else's."""
        self.assertEqual(len(pages), made.page_count)
        for page in pages:
            self.assertIn(made.number, page.text)
        for line in made.holder_block.split("\n"):
            self.assertIn(line, pages[0].text)
        others = self.beacon.coi_additional_interest_ids.mapped("holder_id.name")
        for name in set(others) - {made.holder_name}:
            self.assertNotIn(name, " ".join(page.text for page in pages))
