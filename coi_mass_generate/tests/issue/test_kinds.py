from odoo.exceptions import UserError
from odoo.tests import tagged

from ..agency import ISSUE_DATE
from .test_generate import WizardCase
from .test_many import slices_of


@tagged("post_install", "-at_install")
class TestKinds(WizardCase):
    """Serious warnings are confirmed by themselves, the others together; one tick
    covers a closed list of kinds."""

    def setUp(self):
        super().setUp()
        # Of a serious kind, of one that is not, and of none.
        self.ai_interest.ai_line_ids = False
        self.ai_interest.waiver_line_ids = False
        self.ai_interest.description = "The holder is an additional insured."
        self.bank_interest.description = "We guarantee it."
        self.all = self.ai_interest | self.bank_interest | self.plain_interest

    def get_states(self, batch):
        states = {line.interest_id: line.state for line in batch.line_ids}
        return [states[interest] for interest in self.all]

    def ask(self, **options):
        batches = self.env["coi.batch"]
        result = batches.generate(self.all.ids, issue_date=str(ISSUE_DATE), **options)
        return batches.browse(result["batch_id"])

    def click(self, **vals):
        """What the wizard makes of all three, as the picker has filled it in."""
        vals = {
            "count_ready": 1,
            "count_warning": 2,
            "warned_ids": (self.ai_interest | self.bank_interest).ids,
            "warned_kinds": ["claim", "wording"],
            "selected_ids": self.all.ids,
            **vals,
        }
        wizard = self.open_wizard(self.beacon.action_coi_generate(), **vals)
        return self.env["coi.batch"].browse(self.run_wizard(wizard)["batch_id"])

    def test_they_are_what_they_are_taken_for(self):
        [serious, harmless, ready] = self.judge(self.all)
        self.assertEqual([each.key for each in serious.findings], ["claim"])
        self.assertEqual([each.key for each in harmless.findings], ["wording"])
        self.assertFalse(ready.findings)
        self.assertTrue(serious.findings[0].dump()["is_serious"])
        self.assertNotIn("is_serious", harmless.findings[0].dump())

    def test_a_program_confirms_those_that_do_no_harm_together(self):
        batch = self.ask()
        self.assertEqual(self.get_states(batch), ["aside", "done", "done"])
        self.assertNotIn("claim", batch.confirmed_kinds)

    def test_a_program_names_the_serious_ones(self):
        self.assertEqual(
            self.get_states(self.ask(confirm_kinds=["claim"])), ["done"] * 3
        )

    def test_a_serious_one_is_confirmed_without_the_others(self):
        batch = self.ask(confirm_warnings=False, confirm_kinds=["claim"])
        self.assertEqual(self.get_states(batch), ["done", "aside", "done"])
        self.assertEqual(batch.confirmed_kinds, ["claim"])

    def test_a_kind_there_is_not_is_refused(self):
        with self.assertRaisesRegex(UserError, "kinds of warnings.*claim"):
            self.ask(confirm_kinds=["clam"])

    def test_the_one_tick_covers_no_serious_kind(self):
        batch = self.click(confirm_warnings=True)
        self.assertEqual(self.get_states(batch), ["aside", "done", "done"])
        self.assertEqual(batch.confirmed_kinds, ["wording"])

    def test_the_tick_of_a_serious_kind_covers_it_alone(self):
        batch = self.click(confirmed_kinds=["claim"])
        self.assertEqual(self.get_states(batch), ["done", "aside", "done"])

    def test_both_ticks(self):
        batch = self.click(confirm_warnings=True, confirmed_kinds=["claim"])
        self.assertEqual(self.get_states(batch), ["done"] * 3)

    def test_a_kind_that_was_not_on_the_screen_is_not_covered(self):
        batch = self.click(confirm_warnings=True, warned_kinds=["claim"])
        self.assertEqual(self.get_states(batch), ["aside", "aside", "done"])
        self.assertFalse(batch.warnings_confirmed)

    def test_holders_whose_warning_was_not_read_are_not_covered(self):
        batch = self.click(
            confirm_warnings=True,
            confirmed_kinds=["claim"],
            warned_ids=self.bank_interest.ids,
        )
        self.assertEqual(self.get_states(batch), ["aside", "done", "done"])

    def test_the_evidence_says_which(self):
        batch = self.click(confirmed_kinds=["claim"])
        evidence = self.env["coi.evidence"]._write(batch).decode("utf-8-sig")
        self.assertIn(
            "Kinds of warnings confirmed,Text claims what is not requested", evidence
        )

    def test_it_holds_while_the_batch_waits(self):
        self.agency.coi_click_limit = 0
        batch = self.click(confirm_warnings=True)
        batch._run()
        self.assertEqual(self.get_states(batch), ["aside", "done", "done"])

    def test_one_key_with_other_kinds_is_another_request(self):
        self.ask(request_key="order 1")
        with self.assertRaisesRegex(UserError, "another request with this key"):
            self.ask(request_key="order 1", confirm_kinds=["claim"])


@tagged("post_install", "-at_install")
class TestNothing(WizardCase):
    """What would make nothing makes no batch, whoever asks."""

    def setUp(self):
        super().setUp()
        self.many = self.make_interests("Aspen Hall", "Birch Lane", "Cedar Works")
        self.many[:2].holder_id.city = False
        self.many[2].description = "We guarantee it."
        self.batches = self.env["coi.batch"].search_count([])

    def assertNothing(self, work, *args, **options):
        with self.assertRaises(UserError) as caught:
            work(*args, **options)
        said = str(caught.exception)
        self.assertIn("2 holders are blocked", said)
        self.assertIn("1 holder has a warning that nobody has confirmed", said)
        self.assertIn("Aspen Hall: The holder's address is incomplete: city", said)
        self.assertEqual(self.env["coi.batch"].search_count([]), self.batches)

    def test_a_program(self):
        ask = self.env["coi.batch"].generate
        self.assertNothing(
            ask, self.many.ids, issue_date=str(ISSUE_DATE), confirm_warnings=False
        )

    def test_more_than_are_judged_at_once(self):
        ask = self.env["coi.batch"].generate
        with slices_of(2), self.assertRaises(UserError), self.env.cr.savepoint():
            ask(self.many.ids, issue_date=str(ISSUE_DATE), confirm_warnings=False)
        self.assertEqual(self.env["coi.batch"].search_count([]), self.batches)

    def test_the_button(self):
        wizard = self.open_wizard(
            self.beacon.action_coi_generate(), selected_ids=self.many.ids
        )
        self.assertNothing(wizard.action_generate)
        self.assertFalse(wizard.batch_id)

    def test_one_that_can_be_made_is_enough(self):
        batch = self.generate(self.many | self.plain_interest, confirm_warnings=False)
        self.assertEqual(batch.count_done, 1)
