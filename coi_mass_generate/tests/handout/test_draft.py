import base64
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...models.handout import coi_draft
from ...models.verdicts import coi_plan
from ..issue.test_generate import WizardCase
from ..reading import read_bookmarks, read_pages


@tagged("post_install", "-at_install")
class TestDraft(WizardCase):
    """What would be made, looked at before it is made."""

    def preview(self, **vals):
        wizard = self.open_wizard(self.beacon.action_coi_generate(), **vals)
        if not wizard.selected_ids:
            self.check_all(wizard)
        self.action = wizard.action_preview()
        self.wizard = wizard
        return base64.b64decode(wizard.draft)

    def get_names(self, pdf):
        return [title.split(" ", 2)[2] for title, _page in read_bookmarks(pdf)]

    def test_the_first_the_longest_and_every_warned_one(self):
        self.make_interests("Zebra Court")
        self.bank_interest.description = "We guarantee it."
        self.ai_interest.description = "Much work. " * 20
        more = self.make_interests("Yew Tree")
        more.description = "Will be notified."
        self.assertEqual(
            self.get_names(self.preview()),
            [
                "Adams Property Management",  # the first
                "Bay State Builders, Inc.",  # the longest
                "Commonwealth Bank",  # warned
                "Yew Tree",  # warned
            ],
        )

    def test_every_page_is_marked_and_none_has_a_number(self):
        before = self.env["ir.sequence"]._coi_reserve("coi.certificate", self.agency, 1)
        self.ai_interest.description = "Much work. " * 900
        pages = read_pages(self.preview())
        after = self.env["ir.sequence"]._coi_reserve("coi.certificate", self.agency, 1)
        self.assertEqual(int(after[0][-6:]), int(before[0][-6:]) + 1)
        self.assertGreater(len(pages), 2)
        for page in pages:
            self.assertIn("DRAFT", page.text)
            self.assertNotIn("COI-", page.text)

    def test_nothing_is_made(self):
        self.preview()
        self.assertFalse(self.beacon.coi_additional_interest_ids.certificate_ids)
        self.assertFalse(self.env["coi.batch"].search([("user_id", "=", self.csr.id)]))

    def test_it_says_what_the_certificate_will_say(self):
        [draft, *_more] = read_pages(self.preview(selected_ids=self.ai_interest.ids))
        [issued] = self.read_pages(self.issue(self.ai_interest))
        self.assertEqual(draft.get_flags("GL-100"), issued.get_flags("GL-100"))
        self.assertIn("Bay State Builders, Inc.", draft.text)

    def test_only_blocked_holders(self):
        with self.assertRaises(UserError):
            self.preview(selected_ids=self.dover_interest.ids)

    def test_a_script_that_is_drawn_whole(self):
        self.adams.name = "חברת אדמס"
        pages = read_pages(self.preview(selected_ids=self.plain_interest.ids))
        self.assertEqual(len(pages), 1)
        self.assertIn("DRAFT", pages[0].text)

    def test_it_opens_in_a_window_of_its_own(self):
        self.preview()
        self.assertEqual(self.action["target"], "new")
        self.assertIn(f"/coi.generate/{self.wizard.id}/draft", self.action["url"])

    def make_warned(self, *texts):
        """Holders whose description is warned of, each with its own text."""
        names = [f"Warned {place:02}" for place in range(len(texts))]
        interests = self.make_interests(*names)
        for interest, text in zip(interests, texts, strict=True):
            interest.description = text
        return interests

    def test_of_many_warned_ones_examples_of_every_kind(self):
        warned = self.make_warned(*["We guarantee it."] * 5)
        warned[4].loan_number = "L" * 400  # goes to a continuation page
        with patch.object(coi_draft, "SAMPLE", 3):
            names = self.get_names(self.preview())
        self.assertEqual(
            names,
            ["Adams Property Management", "Warned 00", "Warned 01", "Warned 04"],
        )
        self.assertEqual(self.action["tag"], "display_notification")
        self.assertEqual(
            self.action["params"]["message"],
            "Drafts for 4 of 9 selected: the first, the longest, and examples of every "
            "warning.",
        )
        self.assertIn("/draft", self.action["params"]["next"]["url"])

    def test_of_very_many_not_everybody_is_judged(self):
        """The longest and those known to be warned are, wherever they stand."""
        warned = self.make_warned(*["Works."] * 6, "We guarantee it.", "Works. " * 90)
        with patch.multiple(coi_draft, LOOK_AT=4, SAMPLE=1):
            names = self.get_names(self.preview(warned_ids=warned[6].ids))
        self.assertEqual(names, ["Adams Property Management", "Warned 06", "Warned 07"])
        self.assertIn("among the 4 that were looked at", str(self.action))

    def test_in_slices_it_is_the_same(self):
        self.make_warned(*["We guarantee it."] * 3)
        whole = self.get_names(self.preview())
        with patch.object(coi_plan, "SLICE", 2):
            self.assertEqual(self.get_names(self.preview()), whole)
