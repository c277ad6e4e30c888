import base64
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...pdf.gauge import Gauge
from ..agency import ISSUE_DATE
from ..reading import read_bookmarks, read_pages
from .second_form import TITLE, ByHand, FormCase


@tagged("post_install", "-at_install", "coi_page")
class TestSecondForm(FormCase):
    """A second form is drawn by its own report's template, whatever is drawn."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.make_form("SECOND")

    def assertTitle(self, pages, is_second=True):
        for page in pages:
            self.assertEqual(TITLE in page.text, is_second, page.text[:200])
            self.assertEqual("Certificate of Insurance" in page.text, not is_second)

    def test_a_stamped_certificate(self):
        certificate = self.issue(self.plain_interest, form_id=self.second.id)
        self.assertEqual(certificate.form_id, self.second)
        self.assertTitle(self.read_pages(certificate))

    def test_a_certificate_drawn_whole(self):
        self.adams.name = "שלום"
        certificate = self.issue(self.plain_interest, form_id=self.second.id)
        self.assertTrue(certificate.document)
        self.assertTitle(self.read_pages(certificate))

    def test_a_continuation_page(self):
        self.plain_interest.description = "Much work. " * 900
        pages = self.read_pages(self.issue(self.plain_interest, form_id=self.second.id))
        self.assertGreater(len(pages), 1)
        self.assertTitle(pages)

    def test_drafts(self):
        wizard = self.env["coi.generate"].create(
            {
                "insured_ids": self.beacon.ids,
                "issue_date": ISSUE_DATE,
                "selected_ids": (self.plain_interest | self.bank_interest).ids,
                "form_id": self.second.id,
            }
        )
        wizard.action_preview()
        self.assertTitle(read_pages(base64.b64decode(wizard.draft)))

    def test_the_report_as_html(self):
        certificate = self.issue(self.plain_interest, form_id=self.second.id)
        reports = self.env["ir.actions.report"]
        html, _kind = reports._render_qweb_html(self.report, certificate.ids)
        self.assertIn(TITLE, html.decode())
        self.assertIn("Adams Property Management", html.decode())

    def test_the_first_form_stays_what_it_is(self):
        one = self.issue(self.plain_interest)
        self.issue(self.plain_interest, form_id=self.second.id)
        two = self.issue(self.plain_interest)
        self.assertTitle(self.read_pages(two), is_second=False)
        self.assertEqual(one.master_id, two.master_id)


@tagged("post_install", "-at_install")
class TestAnotherKind(FormCase):
    """A form that is no page of Odoo takes the same way as ours, by the contract."""

    def setUp(self):
        super().setUp()
        self.hand = self.make_form("HAND")
        get_kind = type(self.hand)._get_kind

        def choose(form):
            return ByHand(form.env) if form == self.hand else get_kind(form)

        self.enterContext(patch.object(type(self.hand), "_get_kind", choose))
        # What draws our own page is not even there.
        state = "get_wkhtmltopdf_state"
        reports = type(self.env["ir.actions.report"])
        self.enterContext(patch.object(reports, state, return_value="install"))

    def read_text(self, certificate):
        return " ".join(page.text for page in self.read_pages(certificate))

    def test_its_certificates_are_issued_and_rebuilt(self):
        interests = self.ai_interest | self.bank_interest
        batch = self.generate(interests, form_id=self.hand.id, output="pdf")
        self.assertEqual(batch.count_done, 2, self.get_reasons(batch))
        self.assertEqual(len(batch.certificate_ids.master_id), 1)
        self.env.cr.cache.clear()
        for certificate in batch.certificate_ids:
            page, *_more = self.read_pages(certificate)
            self.assertTrue(page.has_line(certificate.number))
            self.assertIn(certificate.holder_name, self.read_text(certificate))
        titles = [title for title, _page in read_bookmarks(self.get_output(batch))]
        self.assertEqual(len(titles), 2)

    def test_its_places_say_what_fits(self):
        self.plain_interest.description = "Much work. " * 60
        [ours] = self.judge(self.plain_interest)
        forms = {None: self.hand}
        [theirs] = self.env["coi.plan"]._get_cases(
            self.plain_interest, ISSUE_DATE, None, forms
        )
        self.assertEqual(theirs.measure("description"), "continuation")
        self.assertEqual(ours.measure("description"), "fits")
        pages = self.read_pages(self.issue(self.plain_interest, form_id=self.hand.id))
        self.assertEqual(len(pages), 2)

    def test_a_holder_gets_a_language_the_form_speaks(self):
        self.env["res.lang"].sudo()._activate_lang("fr_FR")
        self.adams.lang = "fr_FR"
        certificate = self.issue(self.plain_interest, form_id=self.hand.id)
        self.assertEqual(certificate.master_id.lang, "en_US")

    def test_what_has_no_column_there_stands_in_its_words(self):
        """A form of before primary and non-contributory had a column."""
        self.plain_interest.pnc_line_ids = self.get_line("general_liability")
        certificate = self.issue(self.plain_interest, form_id=self.hand.id)
        # Not on the page, and yet known of the certificate.
        self.assertEqual(certificate._get_values()[f"pnc:p{self.gl.id}"], "Y")
        text = " ".join(page.text for page in self.read_pages(certificate))
        self.assertIn("primary and non-contributory", text)
        [case] = self.env["coi.plan"]._get_cases(
            self.plain_interest, ISSUE_DATE, forms={None: self.hand}
        )
        self.assertEqual(case.sent, certificate)

    def test_ours_cannot_be_drawn_meanwhile(self):
        with self.assertRaisesRegex(UserError, "is missing on the server"):
            self.generate(self.plain_interest)

    def test_drafts(self):
        wizard = self.env["coi.generate"].create(
            {
                "insured_ids": self.beacon.ids,
                "issue_date": ISSUE_DATE,
                "selected_ids": self.plain_interest.ids,
                "form_id": self.hand.id,
            }
        )
        wizard.action_preview()
        pages = read_pages(base64.b64decode(wizard.draft))
        text = " ".join(page.text for page in pages)
        self.assertIn("DRAFT", text)
        self.assertIn("Adams Property Management", text)


@tagged("post_install", "-at_install")
class TestContract(FormCase):
    """What any kind of form must answer, asked of those there are."""

    def setUp(self):
        super().setUp()
        [self.case] = self.judge(self.ai_interest)
        self.static = self.env["coi.page"]._prepare_static(self.case, self.first)

    def test_every_kind_there_is_keeps_it(self):
        forms = type(self.env["coi.form"])
        asked = [
            "_check_can_draw", "_get_languages", "_get_face", "_get_slots",
            "_get_usual_slots", "_get_key", "_draw_master", "_draw_whole",
            "_prepare_document",
        ]  # fmt: skip
        for kind in dict(forms.kind.selection):
            for name in asked:
                self.assertTrue(hasattr(forms, name), name)
                self.assertTrue(hasattr(self.env[f"coi.form.{kind}"], name), name)

    def test_places(self):
        slots = self.first._get_slots(self.static)
        self.assertEqual(len(set(slots)), len(slots))
        self.assertLessEqual(set(self.case.values) - {"page"}, set(slots))
        usual = self.first._get_usual_slots()
        self.assertLessEqual({"holder", "attention", "loan", "description"}, set(usual))
        gauge = Gauge(self.first._get_face().metrics, usual)
        self.assertEqual(gauge.measure("holder", "Adams"), "fits")

    def test_its_face_is_read_once(self):
        self.assertIs(self.first._get_face(), self.first._get_face())

    def test_a_key_says_whether_a_page_is_the_same(self):
        key = self.first._get_key(self.static)
        self.assertEqual(key, self.first._get_key(dict(self.static)))
        other = {**self.static, "form": {**self.static["form"], "number": "X"}}
        self.assertNotEqual(key, self.first._get_key(other))
        self.assertNotEqual(key, self.make_form("SECOND")._get_key(self.static))

    def test_a_master_has_the_places_its_form_names(self):
        static, head = self.first._draw_master(self.static, ["Ž"], "Harbor Point")
        slots = set(self.first._get_slots(static))
        self.assertEqual({slot.name for slot in head.slots}, slots)
        self.assertTrue(head.covers(["Ž"]))
        self.assertEqual(head.author, "Harbor Point")

    def test_languages_are_those_installed(self):
        installed = dict(self.env["res.lang"].get_installed())
        self.assertEqual(self.first._get_languages(), frozenset(installed))
