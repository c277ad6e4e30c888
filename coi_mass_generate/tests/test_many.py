from contextlib import contextmanager
from unittest.mock import patch

from odoo.tests import tagged

from ..models import coi_plan
from .common import ISSUE_DATE
from .test_generate import WizardCase


@contextmanager
def slices_of(count):
    """So many holders at once, where ten thousand would be."""
    with patch.object(coi_plan, "SLICE", count):
        yield


@tagged("post_install", "-at_install")
class TestSlices(WizardCase):
    """Of more holders than memory has room for becomes what becomes of a few."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.names = [f"Holder {place}" for place in range(5)]
        cls.interests = cls.make_interests(*cls.names) | cls.coastal_interest
        cls.interests[3].description = "We guarantee it."
        cls.interests[4].holder_id.street = False
        cls.interests[4].holder_id.street2 = False

    def get_lines(self, batch):
        return [
            (line.sequence, line.holder_id.name, line.verdict, line.state)
            for line in batch.line_ids
        ]

    def test_everybody_gets_a_line_in_the_order_of_the_selection(self):
        self.agency.sudo().coi_click_limit = 0
        with slices_of(2):
            sliced = self.generate(self.interests, confirm_warnings=False)
        whole = self.generate(self.interests, confirm_warnings=False)
        self.assertEqual(sliced.state, "pending")
        self.assertEqual(
            [line[1] for line in self.get_lines(sliced)],
            [*self.names, self.coastal_interest.holder_id.name],
        )
        self.assertEqual(
            [line[3] for line in self.get_lines(sliced)],
            ["pending", "pending", "pending", "aside", "skipped", "pending"],
        )
        self.assertEqual(sliced.insured_ids, whole.insured_ids)
        self.assertEqual(sliced.cost, whole.cost)

    def test_made_in_the_click_it_is_the_same(self):
        with slices_of(2):
            batch = self.generate(self.interests, confirm_warnings=False)
        self.assertEqual(batch.state, "done")
        self.assertEqual(
            [line[2:] for line in self.get_lines(batch)],
            [
                *[("ready", "done")] * 3,
                ("warning", "aside"),
                ("blocked", "skipped"),
                ("ready", "done"),
            ],
        )
        self.assertEqual(len(batch._get_certificates()), 4)

    def test_a_twin_in_another_slice_is_found(self):
        self.interests[3].description = False
        self.interests[3].holder_id.name = "HOLDER-0"
        with slices_of(2):
            batch = self.generate(self.interests[:4], confirm_warnings=False)
        self.assertEqual(batch.line_ids.mapped("state"), ["done"] * 3 + ["aside"])
        self.assertIn("come before under Holder 0", batch.line_ids[3].reason_text)

    def test_a_warning_that_was_not_seen_keeps_aside_in_every_slice(self):
        self.interests[:4].description = "We certify it."
        with slices_of(2):
            batch = self.env["coi.batch"]._start(
                self.interests[:4],
                issue_date=ISSUE_DATE,
                confirmed=self.interests[1:3].ids,
            )
        self.assertEqual(
            batch.line_ids.mapped("state"), ["aside", "done", "done", "aside"]
        )
