from unicodedata import normalize

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..agency import ISSUE_DATE
from ..reading import read_bookmarks, read_pages
from ..sample_forms import make
from ..sample_forms.builder import MULTILINE, FormBuilder
from .filled import FilledCase

NAMES = ("Larkspur Homes, LLC", "上海建设有限公司", "شركة البناء")


def is_in(name, letters):
    """Whether it is read back, be it in the order in which it was drawn."""
    name = "".join(name.split())
    return name in letters or name[::-1] in letters


def make_remarks():
    """A form for remarks of somebody's own, with the names that the trade's has."""

    def draw(canvas):
        canvas.drawString(40, 770, "OWN REMARKS FORM")
        canvas.showPage()

    form = FormBuilder(draw)
    form.add_text("AdditionalRemark_RemarkText_A", (40, 40, 570, 700), flags=MULTILINE)
    form.add_text("Form_CurrentPageNumber_A", (480, 740, 500, 752))
    form.add_text("Form_TotalPageNumber_A", (520, 740, 540, 752))
    form.add_text("NamedInsured_FullName_A", (40, 740, 240, 752))
    return form.make()


@tagged("post_install", "-at_install", "coi_page")
class TestMixed(FilledCase):
    """Many of all kinds at once."""

    def test_all_scripts_and_forms_of_two_insureds_in_one_file(self):
        form = self.upload()
        self.coastal.with_env(self.env_of(self.manager)).coi_form_id = form
        wanted = []
        for insured in (self.beacon, self.coastal):
            for name in NAMES:
                interest = self.make_interest(self.make_holder(name), insured)
                wanted.append((insured, name, interest))
        interests = self.env["coi.additional.interest"].browse(
            interest.id for *_about, interest in wanted
        )
        batch = self.generate(interests, output="pdf")
        self.assertEqual(batch.count_done, 6, self.get_reasons(batch))
        content = self.get_output(batch)
        pages, bookmarks = read_pages(content), read_bookmarks(content)
        self.assertEqual(len(bookmarks), 6)
        found = []
        for _title, number in bookmarks:
            text = pages[number].text
            letters = normalize("NFKC", "".join(text.split()))
            names = [name for name in NAMES if is_in(name, letters)]
            self.assertEqual(len(names), 1, text)
            found.append((self.get_insured(text), names[0], "SAMPLE EVID" in text))
        self.assertCountEqual(
            found,
            [(insured, name, insured == self.coastal) for insured, name, _i in wanted],
        )
        for name in (b"/AcroForm", b"/Widget", b"/XFA", b"/JavaScript"):
            self.assertNotIn(name, content)
        # Each alone is, to the byte, what its record says.
        for certificate in batch.certificate_ids:
            self.assertTrue(self.get_pdf(certificate))

    def get_insured(self, text):
        [insured] = [each for each in (self.beacon, self.coastal) if each.name in text]
        return insured

    def test_limits_of_its_own_go_on_behind_the_form(self):
        """More than it has places for, and those of policies that have no row."""
        own = [
            {"key": "own", "name": f"Own limit {number}", "amount": 1000 * number}
            for number in range(1, 4)
        ]
        self.gl.limit_ids = [(0, 0, vals) for vals in own]
        limits = [*self.get_usual_limits("general_liability"), (0, 0, own[0])]
        self.make_policy("general_liability", "GL-SECOND", limit_ids=limits)
        certificate = self.issue(self.plain_interest, form_id=self.upload().id)
        first, *more = self.read_pages(certificate)
        [sheet] = [page for page in more if page.has_line("GL-100")]
        limits = sheet.get_limits("GL-100")
        for number in (1, 2, 3):
            self.assertEqual(limits[f"Own limit {number}"], f"${1000 * number:,}")
        self.assertEqual(sheet.get_limits("GL-SECOND")["Own limit 1"], "$1,000")
        self.assertNotIn("GL-SECOND", first.text)
        self.assertIn("Own limit 1", first.text)


@tagged("post_install", "-at_install", "coi_page")
class TestStates(FilledCase):
    """Where a page behind a form is a form itself, which the state has to approve."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls.upload()
        cls.plain_interest.description = "Much work. " * 300

    def judge_in(self, code):
        self.adams.state_id = self.get_state(code)
        [case] = self.env["coi.plan"]._get_cases(
            self.plain_interest, ISSUE_DATE, None, {None: self.form}
        )
        return [each for each in case.findings if each.key == "addendum"]

    def test_the_page_is_named_where_nothing_can_be_issued(self):
        for code, level in (("TX", "blocked"), ("ND", "blocked"), ("NY", "warning")):
            with self.subTest(code):
                [finding] = self.judge_in(code)
                self.assertEqual(finding.level, level)
                ours = self.env.ref("coi_mass_generate.form_own")
                self.assertIn(ours.display_name, finding.message)
        self.assertFalse(self.judge_in("MA"))
        self.adams.state_id = self.get_state("TX")
        with self.assertRaisesRegex(UserError, "blocked"):
            self.generate(self.plain_interest, form_id=self.form.id)

    def test_on_an_approved_form_for_remarks_it_is_issued(self):
        manager = self.env_of(self.manager)
        remarks = self.upload(make_remarks(), number="REMARKS 1")
        self.assertTrue(remarks.is_continuation)
        self.form.with_env(manager).continuation_form_id = remarks.id
        for code in ("TX", "ND", "NY"):
            [finding] = self.judge_in(code)
            self.assertIn(remarks.display_name, finding.message)
            manager["coi.state.approval"].create(
                {
                    "form_id": remarks.id,
                    "state_id": self.get_state(code).id,
                    "reference": "Filing 7",
                    "date_from": ISSUE_DATE,
                }
            )
            self.assertFalse(self.judge_in(code))
            certificate = self.issue(self.plain_interest, form_id=self.form.id)
            first, *more = self.read_pages(certificate)
            self.assertIn("See continuation page", first.text)
            words = 0
            for number, page in enumerate(more, 2):
                self.assertIn("OWN REMARKS FORM", page.text)
                pieces = {piece for _x, _y, piece in page.places}
                self.assertLessEqual({str(number), str(len(more) + 1)}, pieces)
                self.assertIn(certificate.number, page.text)
                words += page.text.count("Much work.")
            self.assertEqual(words, 300)

    def test_what_fits_needs_no_approval(self):
        self.plain_interest.description = "Roof of building B."
        self.assertFalse(self.judge_in("TX"))
        [page] = self.read_pages(self.issue(self.plain_interest, form_id=self.form.id))
        self.assertIn("Roof of building B.", page.text)

    def test_one_past_its_last_day_is_blocked_for_good(self):
        old = self.upload(edition="2025/01", sunset_date=ISSUE_DATE)
        [case] = self.env["coi.plan"]._get_cases(
            self.bank_interest, ISSUE_DATE, None, {None: old}
        )
        [finding] = [each for each in case.findings if each.target == old]
        self.assertEqual((finding.level, finding.may_override), ("blocked", False))

    def test_two_agencies_issue_each_on_its_own_copy(self):
        boss = self.make_user(
            "boss", "coi_mass_generate.group_manager", self.other_agency
        )
        theirs = self.upload(make(on="/Oui"), env=self.env_of(boss))
        self.assertEqual(theirs.number, self.form.number)
        with self.assertRaises(UserError):
            self.generate(self.bank_interest, form_id=theirs.id)
        certificate = self.issue(self.bank_interest, form_id=self.form.id)
        self.assertEqual(certificate.form_id, self.form)
