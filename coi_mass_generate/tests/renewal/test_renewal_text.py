from odoo.exceptions import UserError
from odoo.tests import tagged

from .campaign import RenewalCase

TEXT = "Policy term 2027."


@tagged("post_install", "-at_install")
class TestText(RenewalCase):
    """Holders' own texts at a renewal: kept, replaced, or added to."""

    def setUp(self):
        super().setUp()
        self.renewal = self.prepare()
        self.renew_all(self.renewal)
        self.bank_interest.renewal = "no"
        self.renewal.action_review()

    def write_texts(self, mode, text=TEXT):
        self.renewal.write({"text_mode": mode, "text": text})
        self.renewal.action_write_texts()

    def get_texts(self):
        texts = (each.description or "" for each in self.interests)
        return dict(zip(self.interests.ids, texts, strict=True))

    def test_kept_unless_somebody_says_otherwise(self):
        before = self.get_texts()
        self.release(self.renewal)
        self.assertEqual(self.get_texts(), before)
        for mode, text in (("keep", TEXT), ("combine", " "), ("overwrite", False)):
            with self.assertRaisesRegex(UserError, "Choose whether"):
                self.write_texts(mode, text)

    def test_replaced(self):
        self.write_texts("overwrite")
        self.assertEqual(self.ai_interest.description, TEXT)
        self.assertEqual(self.plain_interest.description, TEXT)
        # Who gets no certificate keeps its text.
        self.assertFalse(self.bank_interest.description)
        self.assertEqual(self.renewal.count_texts, 3)
        change = self.get_holder(self.renewal, self.ai_interest).difference_text
        self.assertIn(TEXT, change)

    def test_added_to_and_not_twice(self):
        for _time in range(2):
            self.write_texts("combine")
            self.assertEqual(
                self.ai_interest.description, f"Roof of building B.\n{TEXT}"
            )
        self.write_texts("combine", "Another.")
        self.assertEqual(self.ai_interest.description, "Roof of building B.\nAnother.")

    def test_shown_before(self):
        self.renewal.write({"text_mode": "combine", "text": TEXT})
        self.assertIn(f"Then: {TEXT}", self.renewal.text_preview)
        self.assertIn(f"Roof of building B.\n{TEXT}", self.renewal.text_preview)
        self.assertEqual(self.ai_interest.description, "Roof of building B.")

    def test_put_back(self):
        before = self.get_texts()
        self.write_texts("overwrite")
        self.renewal.action_restore_texts()
        self.assertEqual(self.get_texts(), before)
        self.assertFalse(self.renewal.count_texts)

    def test_what_was_changed_since_stays(self):
        self.write_texts("overwrite")
        self.ai_interest.description = "Written by hand"
        self.renewal.action_restore_texts()
        self.assertEqual(self.ai_interest.description, "Written by hand")
        self.assertFalse(self.plain_interest.description)
        self.assertIn("left as they are", self.renewal.message_ids[0].body)
