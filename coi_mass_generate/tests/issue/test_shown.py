from odoo.tests import tagged

from ...models.register.coi_policy_limit import abbreviate
from ..agency import ISSUE_DATE
from .test_generate import WizardCase


@tagged("post_install", "-at_install")
class TestShown(WizardCase):
    """What will be printed, before it is."""

    def ask(self, **vals):
        values = {"policy_ids": [], "issue_date": str(ISSUE_DATE), **vals}
        return self.env["coi.generate"].find_candidates(
            "insureds",
            [],
            self.beacon.ids,
            self.agency.id,
            values["issue_date"],
            values["policy_ids"],
        )

    def get_row(self, interest):
        rows = {row["id"]: row for row in self.ask()["rows"]}
        return rows[interest.id]

    def test_the_policies_in_the_pages_order_with_their_main_limits(self):
        shown = self.ask()["shown"]
        self.assertEqual(
            [each["name"] for each in shown],
            [self.gl.name, self.auto.name, self.umbrella.name, self.wc.name],
        )
        self.assertEqual(shown[0]["limits"], "1M/2M")
        self.assertIn(self.gl.display_name, shown[0]["about"])
        self.assertIn("01/31/2027", shown[0]["about"])

    def test_only_those_that_were_chosen(self):
        shown = self.ask(policy_ids=self.auto.ids)["shown"]
        self.assertEqual([each["id"] for each in shown], self.auto.ids)

    def test_none_is_in_force(self):
        self.assertEqual(self.ask(issue_date="2035-01-01")["shown"], [])

    def test_a_holders_marks_and_what_it_is_called(self):
        [words] = self.ai_interest._get_words()
        row = self.get_row(self.ai_interest)
        self.assertEqual(
            (row["type"], row["about"], row["marks"]),
            (words.word, words.text, words.marks),
        )
        self.assertTrue(row["marks"]["ai"])
        self.assertFalse(row["unprinted"])

    def test_a_mark_that_nothing_gives_is_told_as_not_printed(self):
        self.plain_interest.ai_line_ids = self.get_line("auto")
        self.assertEqual(self.get_row(self.plain_interest)["unprinted"], {"ai": "Auto"})

    def test_a_mark_without_a_policy_is_told_as_not_printed(self):
        self.plain_interest.ai_line_ids = self.get_line("pollution")
        short = self.get_line("pollution").short_name
        self.assertEqual(self.get_row(self.plain_interest)["unprinted"], {"ai": short})

    def test_more_holders_cost_no_more_queries(self):
        few = self.count_queries(self.ask)
        self.make_interests(*(f"Elm {number}" for number in range(40)))
        self.assertLessEqual(self.count_queries(self.ask), few)

    def test_amounts_in_few_letters(self):
        for amount, said in (
            (1_000_000, "1M"),
            (2_500_000, "2.5M"),
            (1_250_000, "1.25M"),
            (500_000, "500K"),
            (2_500, "2.5K"),
            (950, "950"),
            (1_234_567, "1,234,567"),
            (1_000_000_000, "1B"),
            (999.5, "999.50"),
        ):
            self.assertEqual(abbreviate(amount), said)
