from odoo.tests import tagged

from ..sample_forms.builder import MULTILINE, FormBuilder
from .filled import FilledCase

# A form nobody has seen: its fields, where they are, and what is printed there.
FIELDS = {
    "f1_01": ((40, 700, 300, 760), "holder", 0),
    "f1_02": ((320, 700, 580, 760), "insured", 0),
    "f1_03": ((40, 660, 200, 674), "property.number", 0),
    "f1_04": ((210, 660, 300, 674), "property.limit.building", 0),
    "f1_05": ((320, 660, 420, 674), "loan", 0),
    "f2_01": ((40, 700, 300, 714), "insured.name", 1),
    "f2_02": ((40, 680, 300, 694), "property.insurer", 1),
}


def draw(canvas):
    for number in (1, 2):
        canvas.drawString(40, 775, f"EVIDENCE OF SOMETHING, PAGE {number}")
        canvas.showPage()


def make_evidence():
    builder = FormBuilder(draw)
    for field, (box, _key, page) in FIELDS.items():
        builder.add_text(
            field, box, page=page, flags=MULTILINE * (box[3] - box[1] > 30)
        )
    boxes = {"/per": (40, 620, 50, 630), "/cla": (80, 620, 90, 630)}
    builder.add_radio("Basis", boxes)
    builder.add_check("HasBuilding", (120, 620, 130, 630))
    builder.add_text("IsMortgagee", (140, 620, 160, 632))
    return builder.make()


@tagged("post_install", "-at_install", "coi_page")
class TestAnyForm(FilledCase):
    """The same road serves a form of another kind, with names nobody knows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls.upload(make_evidence(), number="EV 1", is_used=False)
        manager = cls.form.with_env(cls.env_of(cls.manager))
        for field in manager.field_ids:
            if field.short in FIELDS:
                field.value_key = FIELDS[field.short][1]
            elif field.short == "HasBuilding":
                field.value_key = "property.limit.building"
            elif field.short == "IsMortgagee":
                field.value_key = "interest.mortgagee"
            elif field.on == "/per":
                field.value_key = "general_liability.claims_basis=occurrence"
            else:
                field.value_key = "general_liability.claims_basis=claims_made"
        manager.action_use()
        cls.house = cls.make_policy(
            "property",
            "PR-700",
            insurer=cls.atlantic,
            limit_ids=cls.limits(("building", 2500000, False)),
        )

    def issue_on_it(self, interest):
        return self.issue(interest, form_id=self.form.id)

    def test_its_fields_say_what_was_chosen(self):
        certificate = self.issue_on_it(self.bank_interest)
        first, second, *more = self.read_pages(certificate)
        self.assertIn("PAGE 1", first.text)
        for said in ("Commonwealth Bank ISAOA", "PR-700", "2,500,000", "LN-77/2"):
            self.assertIn(said, first.text)
        self.assertIn("Attn: Loan Servicing", first.text)
        self.assertIn("Beacon Roofing & Sons, LLC", second.text)
        self.assertIn("Atlantic Casualty Company", second.text)
        # Policies it has no place for are listed behind it, and nothing twice.
        text = " ".join(page.text for page in more)
        for number in ("GL-100", "AU-200", "UM-300", "WC-400"):
            self.assertIn(number, text)
        self.assertNotIn("PR-700", text)

    def test_every_page_says_of_which_certificate_it_is(self):
        certificate = self.issue_on_it(self.plain_interest)
        for page in self.read_pages(certificate):
            self.assertIn(certificate.number, page.text)

    def test_what_has_no_field_stands_at_the_foot_or_behind(self):
        self.plain_interest.description = "Roof of building B."
        [first, *_more] = self.read_pages(self.issue_on_it(self.plain_interest))
        self.assertIn("Roof of building B.", first.text)
        self.assertIn("03/02/2026", first.text)
        self.plain_interest.description = "Much work. " * 50
        certificate = self.issue_on_it(self.plain_interest)
        text = "".join(self.read_text(certificate).split())
        self.assertEqual(text.count("Muchwork."), 50)

    def test_it_takes_letters_of_any_script(self):
        self.bank.name = "上海建设有限公司"
        certificate = self.issue_on_it(self.bank_interest)
        self.assertTrue(certificate.document)
        self.assertIn("上海建设有限公司", "".join(self.read_text(certificate).split()))
        for page in self.read_pages(certificate):
            self.assertIn(certificate.number, page.text)

    def test_one_of_several_boxes_is_ticked(self):
        [case] = self.judge(self.plain_interest)
        static = self.env["coi.page"]._prepare_static(case, self.form)
        contents = self.env["coi.form.pdf"]._get_contents(self.form, static)
        # No place for liability on it: nothing to tick.
        self.assertEqual(contents["Basis"], "")
        self.assertIs(contents["HasBuilding"], True)

    def test_the_interest_is_ticked_of_who_has_it(self):
        texts = {
            interest: self.read_pages(self.issue_on_it(interest))[0].lines
            for interest in (self.bank_interest, self.plain_interest)
        }
        self.assertIn("X", texts[self.bank_interest])
        self.assertNotIn("X", texts[self.plain_interest])

    def test_as_html_it_says_the_same(self):
        certificate = self.issue_on_it(self.plain_interest)
        reports = self.env["ir.actions.report"]
        report = "coi_mass_generate.report_coi_certificate"
        html, _kind = reports._render_qweb_html(report, certificate.ids)
        self.assertIn("PR-700", html.decode())


@tagged("post_install", "-at_install", "coi_page")
class TestNamedTwice(FilledCase):
    """A party that stands on a page more than once, with and without its address."""

    # name of a field: its boxes (page, box), and what is printed there
    SPOTS = {
        "Header": ([(0, (40, 740, 300, 752))], "insured.name"),
        "Name": ([(0, (40, 500, 300, 512)), (1, (40, 740, 300, 752))], "insured.name"),
        "Street": ([(0, (40, 486, 300, 498))], "insured.line1"),
        "City": ([(0, (40, 472, 200, 484))], "insured.city"),
        "State": ([(0, (204, 472, 240, 484))], "insured.state"),
        "Again": ([(0, (320, 300, 580, 312))], "insured.name"),
        "AgainStreet": ([(0, (320, 286, 580, 298))], "insured.line1"),
        "Holder": ([(0, (40, 200, 300, 212)), (1, (40, 700, 300, 712))], "holder.name"),
        "HolderStreet": ([(0, (40, 186, 300, 198))], "holder.line1"),
        "HolderCity": ([(0, (40, 172, 300, 184))], "holder.city"),
    }

    def make_form(self):
        builder = FormBuilder(draw)
        for field, (spots, _key) in self.SPOTS.items():
            for page, box in spots:
                builder.add_text(field, box, page=page)
        return builder.make()

    def test_each_stands_where_it_belongs(self):
        form = self.upload(self.make_form(), number="TWICE 1", is_used=False)
        manager = form.with_env(self.env_of(self.manager))
        for field in manager.field_ids:
            field.value_key = self.SPOTS[field.short][1]
        manager.action_use()
        certificate = self.issue(self.plain_interest, form_id=form.id)
        first, second, *_more = self.read_pages(certificate)
        self.assertNotIn("See continuation page", first.text)
        name, street = "Beacon Roofing & Sons, LLC", "7 Slate Road"
        self.assertEqual((first.text.count(name), first.text.count(street)), (3, 2))
        self.assertEqual((second.text.count(name), second.text.count(street)), (1, 0))
        # Of the holder, too, the second page says no more than the name.
        x, y = second.find(self.adams.name)
        self.assertTrue(40 <= x <= 44 and 700 <= y <= 712, (x, y))
        self.assertNotIn("Salem", second.text)
