import base64

from odoo.tests import tagged

from ..agency import make_picture
from ..reading import read_pages
from .filled import FilledCase


@tagged("post_install", "-at_install", "coi_page")
class TestFormSample(FilledCase):
    """The sample beside the agency's fields, where its usual form is a fillable one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agency.sudo().coi_form_id = cls.upload()

    def read_pages_of(self, **values):
        agencies = self.env_of(self.manager)["coi.agency"]
        return read_pages(base64.b64decode(agencies.draw_sample(values)))

    def read_page(self, **values):
        [page] = self.read_pages_of(**values)
        return page

    def test_it_is_drawn_on_the_form_with_what_is_typed(self):
        page = self.read_page(
            name="Larkspur Agency",
            street="48 Prospect St",
            city="Marrow Point",
            zip="97201",
            state_id=self.get_state("OR").id,
            phone="(503) 555-0142",
            coi_fax="(503) 555-0143",
            email="desk@larkspur.example",
            coi_contact="Certificate desk",
            coi_representative="Dana Whitfield",
        )
        for part in (
            *("SAMPLE EVIDENCE", "Larkspur Agency", "48 Prospect St"),
            *("Marrow Point, OR 97201", "(503) 555-0142", "(503) 555-0143"),
            *("desk@larkspur.example", "Certificate desk", "Dana Whitfield"),
        ):
            self.assertIn(part, page.text)
        self.assertNotIn("Harbor Point", page.text)
        self.assertNotIn("Long Wharf", page.text)

    def test_policies_stand_in_their_rows_with_a_mark(self):
        page = self.read_page()
        for part in (
            *("GL-0000000", "CA-0000000", "WC-0000000", "Sample Contractors, Inc."),
            *("Sample Holder, LLC", "1,000,000", "Sample Insurance Company"),
            *("Harbor Point Insurance Agency", "Y Y"),
        ):
            self.assertIn(part, page.text)

    def test_a_signature_before_it_is_saved(self):
        page = self.read_page(coi_signature=make_picture().decode())
        self.assertNotIn("Josephine R. Bell", page.text)

    def test_a_name_too_long_for_its_field_goes_on_behind_the_form(self):
        name = "Larkspur and Elm and Juniper and Marigold Agency " * 8
        first, more = self.read_pages_of(name=name)
        self.assertIn("See continuation page", first.text)
        self.assertIn(" ".join(name.split()), more.text)

    def test_nothing_of_it_is_stored(self):
        masters = self.env["coi.master"].sudo()
        before = masters.search_count([])
        self.read_page()
        self.assertEqual(masters.search_count([]), before)
