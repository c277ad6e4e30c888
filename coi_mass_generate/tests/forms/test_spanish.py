import re

import polib

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import file_path

from ..reading import squeeze
from .test_page import PageCase

# Where the words of the page come from.
PAGE = re.compile(r"arch_db:coi_mass_generate\.certificate_|/models/forms/coi_page")
TAG = re.compile(r"<[^>]*>")


@tagged("post_install", "-at_install", "coi_page")
class TestSpanish(PageCase):
    """A Spanish-speaking holder finds no English label on the page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        lang = "es_ES"
        cls.env["res.lang"].sudo()._activate_lang(lang)
        module = cls.env["ir.module.module"].sudo()
        module.search([("name", "=", "coi_mass_generate")])._update_translations(lang)

    def read_words(self):
        """{English: Spanish} of the page's own words, where the two are unlike."""
        words = {}
        for entry in polib.pofile(file_path("coi_mass_generate/i18n/es.po")):
            if any(PAGE.search(":".join(place)) for place in entry.occurrences):
                english = squeeze(TAG.sub("", entry.msgid))
                spanish = squeeze(TAG.sub("", entry.msgstr))
                words[english] = spanish
        return {old: new for old, new in words.items() if old not in new}

    def test_no_english_label(self):
        self.bay.lang = "es_ES"
        self.ai_interest.write(
            {
                "attention": "Ana",
                "loan_number": "4711",
                "waiver_line_ids": [Command.clear()],
            }
        )
        certificate = self.issue(self.ai_interest)
        text = squeeze(" ".join(page.text for page in self.read_pages(certificate)))
        words = self.read_words()
        found = {new for new in words.values() if new and new in text}
        self.assertGreater(len(found), 20, "the page's own words were compared")
        # Shorter ones may be a part of a name or of another word.
        left = [old for old in words if len(old) > 6 and old in text]
        self.assertEqual(left, [])
