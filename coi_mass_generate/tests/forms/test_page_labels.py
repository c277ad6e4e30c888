from odoo.fields import Command
from odoo.tests import tagged

from ...pdf.typeset import FIRST, LABEL
from ..reading import squeeze
from .test_page import PageCase

LABELS = {
    "attention": "Attention",
    "loan_number": "Loan or reference number",
    "description": "Description of operations, locations, vehicles and special items",
}


@tagged("post_install", "-at_install", "coi_page")
class TestLabels(PageCase):
    """A label stands where its text does, and nothing reads like "none"."""

    def test_no_label_stands_over_nothing(self):
        [page] = self.read_one(self.plain_interest)
        for label in LABELS.values():
            self.assertNotIn(label.split(",")[0], page.text)

    def test_each_stands_over_its_own_text(self):
        for name, label in LABELS.items():
            with self.subTest(name=name):
                interest = self.make_interest(self.make_holder(f"Of {name}"))
                interest[name] = "Jo Brandt"
                [page] = self.read_one(interest)
                found = [each for each in LABELS.values() if page.has_line(each)]
                self.assertEqual(found, [label])
                x, y = page.find(label)
                text_x, text_y = page.find("Jo Brandt")
                self.assertAlmostEqual(text_x, x, delta=1)
                self.assertTrue(6 < y - text_y < 16, (y, text_y))

    def test_they_are_no_part_of_what_is_stored_of_a_holder(self):
        """Nothing the holder sees has changed: no certificate need be sent again."""
        certificate = self.issue(self.bank_interest)
        for name in certificate._get_values():
            self.assertFalse(name.startswith((LABEL, FIRST)), name)
        [case] = self.judge(self.bank_interest)
        self.assertEqual(case.sent, certificate)

    def test_no_naic_number_no_column_for_it(self):
        (self.granite | self.atlantic | self.fund).coi_naic = False
        [page] = self.read_one(self.plain_interest)
        self.assertNotIn("NAIC", page.text)
        self.granite.coi_naic = "12345"
        [page] = self.read_one(self.ai_interest)
        self.assertIn("NAIC no.", page.text)

    def test_a_limit_that_is_not_there_is_not_named(self):
        [page] = self.read_one(self.plain_interest)
        self.assertEqual(
            page.get_limits("AU-200"), {"Combined single limit": "$1,000,000"}
        )
        self.assertNotIn("–", [text for _x, _y, text in page.places])

    def test_limits_per_person_need_no_single_one(self):
        self.auto.limit_ids = [
            Command.clear(),
            *self.limits(
                ("combined_single", 0, False),
                ("bodily_injury_person", 250000, False),
                ("bodily_injury_accident", 500000, False),
                ("property_damage", 0, "Excluded"),
            ),
        ]
        [page] = self.read_one(self.plain_interest)
        self.assertEqual(
            page.get_limits("AU-200"),
            {
                "Bodily injury (per person)": "$250,000",
                "Bodily injury (per accident)": "$500,000",
                "Property damage": "Excluded",
            },
        )

    # -------------------------------------------------------------------- marks

    def test_primary_and_non_contributory_stands_at_its_policy(self):
        self.umbrella.endorsement_ids = [self.endorsement("XS 1", "pnc")]
        self.plain_interest.pnc_line_ids = self.get_line("general_liability")
        self.ai_interest.pnc_line_ids = self.get_line("umbrella")
        for interest, flags in (
            (self.plain_interest, {"GL-100": ("", "", "Y"), "UM-300": ("", "", "")}),
            (self.ai_interest, {"GL-100": ("Y", "Y", ""), "UM-300": ("", "", "Y")}),
        ):
            [page] = self.read_one(interest)
            found = {number: page.get_flags(number) for number in flags}
            self.assertEqual(found, flags)
            self.assertIn("primary and non-contributory where", page.text)

    def test_primary_that_is_lost_is_told(self):
        self.plain_interest.pnc_line_ids = self.get_line("general_liability")
        self.issue(self.plain_interest)
        self.plain_interest.pnc_line_ids = False
        [case] = self.judge(self.plain_interest)
        [lost] = [each for each in case.findings if each.key == "lost_pnc"]
        self.assertIn("Primary and non-contributory on", lost.message)

    # -------------------------------------------------------------------- title

    def test_a_title_of_the_agency_s_own(self):
        title = "Certificate of Liability Insurance"
        self.plain_interest.description = "soffit " * 1500
        form = self.env["coi.form"].search([], limit=1).sudo()
        form.title = title
        pages = self.read_one(self.plain_interest)
        self.assertGreater(len(pages), 1)
        for page in pages:
            self.assertIn(title, page.text)
        form.title = " "
        for page in self.read_one(self.ai_interest):
            self.assertNotIn("Liability Insurance", page.text)
            self.assertTrue(page.has_line("Certificate of Insurance"))


@tagged("post_install", "-at_install", "coi_page")
class TestFurtherPages(PageCase):
    """Every page says for whom it is and whose insurance it shows."""

    def read_further(self, interest):
        certificate = self.issue(interest)
        pages = self.read_pages(certificate)
        self.assertGreater(len(pages), 1)
        return certificate, pages[1:]

    def assertNamed(self, pages, *names):
        for page in pages:
            printed = page.text.replace(" ", "")
            for name in (*names, "Certificate holder", "Insured", "Continuation"):
                self.assertIn(name.replace(" ", ""), printed)

    def test_pages_of_policies_and_of_text(self):
        for number in range(12):
            self.make_policy("auto", f"AU-{number}")
        self.plain_interest.description = "soffit " * 1500
        _certificate, pages = self.read_further(self.plain_interest)
        self.assertGreater(len(pages), 2)
        self.assertNamed(pages, self.adams.name, self.beacon.name)
        self.assertNotIn("5 Elm Street", pages[0].text, "who, not where")

    def test_names_of_230_letters(self):
        for letters in ("Consolidated Harbor Terminal ", "OWNERS AND LENDERS OF "):
            with self.subTest(letters=letters):
                name = (letters * 9)[:230].strip()
                self.beacon.name = f"{name} LLC"
                interest = self.make_interest(self.make_holder(name))
                interest.description = "soffit " * 1500
                _certificate, pages = self.read_further(interest)
                self.assertNamed(pages, name, f"{name} LLC")
                self.assertEqual(len(pages), 1)

    def test_a_name_without_room_goes_on_with_the_text(self):
        name = " ".join(f"Partner{number:03}" for number in range(120))
        interest = self.make_interest(self.make_holder(name))
        certificate, pages = self.read_further(interest)
        text = squeeze(" ".join(page.text for page in pages))
        self.assertEqual(text.count("Partner119"), 1)
        self.assertEqual(certificate.page_count, 2)

    def test_a_lender_s_clause_belongs_to_the_name(self):
        self.bank_interest.description = "soffit " * 1500
        _certificate, pages = self.read_further(self.bank_interest)
        self.assertNamed(pages, "Commonwealth Bank ISAOA/ATIMA")

    def test_other_scripts(self):
        for name in ("株式会社さくら建設", "שותפים לבנייה בע״מ"):
            with self.subTest(name=name):
                interest = self.make_interest(self.make_holder(name))
                interest.description = "soffit " * 1500
                certificate, pages = self.read_further(interest)
                self.assertTrue(certificate.document, "drawn whole")
                self.assertTrue(pages[0].has_line("Certificate holder"))

    def test_headings_are_set_apart(self):
        """Bold, in letters that are outlined: the face has no bold one."""
        self.plain_interest.description = "soffit " * 1500
        certificate, [page] = self.read_further(self.plain_interest)
        self.assertTrue(page.has_line("Description of operations"))
        _title, pages = certificate._get_stamp()
        [body] = [entry for entry in pages[1][1] if len(entry) == 4]
        self.assertEqual(body[2][0], "Description of operations")
        self.assertEqual(body[3], [0])
        [bold] = self.get_pdf(certificate).split(b"2 Tr")[1:]
        self.assertIn(b"(Description of operations)Tj", bold.split(b"0 Tr")[0])
