import unicodedata

from odoo.tests import BaseCase, tagged

from ...models.common.filename import cut_signs
from ...models.ledger.coi_certificate import make_filename


@tagged("post_install", "-at_install")
class TestFilename(BaseCase):
    """A file is called as its holder, in every script and on every system."""

    def test_letters_keep_the_signs_that_belong_to_them(self):
        for name in (
            *("हिन्दी लिमिटेड", "ไทย จำกัด", "شركة الميناء", "חברת הנמל", "துறைமுகம்"),
            *("বন্দর লিমিটেড", "Cảng Đà Nẵng", "क्‍ष लिमिटेड"),
        ):
            kept = unicodedata.normalize("NFC", name)
            self.assertEqual(make_filename("1", name), f"1 {kept}.pdf")

    def test_what_no_system_takes_is_dropped(self):
        for name, kept in [
            ("A/B: *C*?", "AB C"),
            ("\u202eegnahc\u202c", "egnahc"),
            ("Pier \U0001f469\u200d\U0001f4bb\ufe0f 4", "Pier 4"),
            ("Mu\u0308ller", "Müller"),
            ("\u0301 A", "A"),
            ("Plain & Sons, Inc.", "Plain Sons Inc"),
        ]:
            self.assertEqual(make_filename("1", name), f"1 {kept}.pdf")

    def test_a_long_name_is_not_cut_through_a_letter(self):
        for name in ("ด้" * 200, "कि" * 200, "é" * 200):
            stem = make_filename("1", name).removesuffix(".pdf")
            self.assertLessEqual(len(stem.encode()), 180)
            self.assertTrue(stem.endswith(unicodedata.normalize("NFC", name[-2:])))
        self.assertEqual(cut_signs("abcde", 3), "abc")
        self.assertEqual(cut_signs("किकि", 3), "कि")
