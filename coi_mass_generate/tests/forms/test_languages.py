from odoo.exceptions import UserError
from odoo.tests import tagged

from ..agency import AgencyCase


class LanguageCase(AgencyCase):
    """A holder's contact speaks whatever Odoo speaks: it gets a page that is right,
    or is told beforehand why not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        langs = cls.env["res.lang"].sudo().with_context(active_test=False)
        cls.langs = langs.search([], order="code")

    def judge_in(self, lang):
        self.bay.lang = lang.code
        self.env.flush_all()
        [case] = self.judge(self.ai_interest)
        return case

    def make_of(self, interest):
        return self.generate(interest, save_history=False)

    def check(self, lang):
        lang.active = True
        case = self.judge_in(lang)
        if case.verdict == "blocked":
            with self.assertRaisesRegex(UserError, "No font"):
                self.make_of(self.ai_interest)
            return False
        batch = self.make_of(self.ai_interest)
        self.assertEqual(self.get_outcomes(batch), ["done"], batch.line_ids.message)
        self.assertEqual(batch.certificate_ids.master_id.lang, lang.code)
        self.check_page(batch.certificate_ids)
        date = case.values["date"]
        if lang.direction == "ltr" and date.isascii():
            self.assertTrue(self.read_pages(batch.certificate_ids)[0].has_line(date))
        return True

    def get_outcomes(self, batch):
        return batch.line_ids.mapped("state")

    def check_page(self, certificate):
        page = self.read_pages(certificate)[0]
        pieces = {piece.strip() for _x, _y, piece in page.places}
        lines = page.text.splitlines()
        for text in ("Bay State Builders, Inc.", certificate.number):
            self.assertTrue(any(text in line for line in lines), (text, page.text))
        self.assertIn("Roof of building B.", page.text)
        self.assertIn("Y", pieces)

    def walk(self, langs):
        drawn = 0
        for lang in langs:
            with self.subTest(lang=lang.code):
                drawn += self.check(lang)
        return drawn


def get_kind(lang):
    """What makes a page of one language unlike that of another."""
    return lang.direction, lang.date_format, lang.thousands_sep, lang.grouping


@tagged("post_install", "-at_install", "coi_page")
class TestLanguages(LanguageCase):
    def test_one_language_of_each_kind(self):
        kinds = {get_kind(lang): lang for lang in self.langs}
        self.assertEqual(self.walk(kinds.values()), len(kinds))


@tagged("post_install", "-at_install")
class TestNamesOfLines(AgencyCase):
    def test_a_coverage_is_named_in_the_holders_language(self):
        """Though the user who judges has just read its name in another."""
        self.env["res.lang"].sudo()._activate_lang("fr_FR")
        line = self.get_line("general_liability").sudo()
        line.with_context(lang="fr_FR").name = "Responsabilité civile"
        self.bay.lang = "fr_FR"
        self.ai_interest.pnc_line_ids = line
        [case] = self.judge(self.ai_interest)
        self.assertIn("Responsabilité civile GL-100", case.values["description"])


@tagged("-standard", "post_install", "-at_install", "coi_long")
class TestAllLanguages(LanguageCase):
    def test_every_language(self):
        self.assertEqual(self.walk(self.langs), len(self.langs))
