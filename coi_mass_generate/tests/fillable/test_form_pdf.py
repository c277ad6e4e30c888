from odoo.tests import tagged

from .filled import FilledCase


@tagged("post_install", "-at_install", "coi_page")
class TestFillableForm(FilledCase):
    """Certificates on a form that an agency uploads."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls.upload()

    def test_a_certificate_says_on_it_what_ours_says(self):
        certificate = self.issue(self.ai_interest, form_id=self.form.id)
        self.assertEqual(certificate.form_id, self.form)
        [page] = self.read_pages(certificate)
        print(page.text)
        for text in (
            *("Bay State Builders, Inc.", "5 Elm Street", "Worcester, MA 01970"),
            *("Harbor Point Insurance Agency", "Mary Keane", "617 555 0199"),
            *("Beacon Roofing & Sons, LLC", "7 Slate Road", "Quincy, MA 02169"),
            *("Granite State Mutual", "12345", "Atlantic Casualty Company", "AA-1234567"),
            *("GL-100", "AU-200", "UM-300", "WC-400"),
            *("01/31/2026", "01/31/2027", "03/02/2026"),
            *("1,000,000", "100,000", "Excluded", "See policy", "5,000,000", "10,000"),
            *(certificate.number, "Roof of building B.", "Project: Pier 4"),
        ):
            self.assertIn(text, page.text)
