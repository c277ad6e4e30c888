from odoo.exceptions import UserError
from odoo.tests import tagged

from ...models.issue import ir_sequence
from ..agency import AgencyCase
from .background import BackgroundCase


class NumberingCase(AgencyCase):
    """What an administrator may do to the numbering."""

    def set(self, code="coi.certificate", **vals):
        sequences = self.env["ir.sequence"].sudo()
        own = [("code", "=", code), ("company_id", "=", self.agency.id)]
        sequence = sequences.search(own)
        sequence.write(vals)
        return sequence

    def get_value(self, certificate):
        return int(certificate.number.removeprefix("COI-"))


@tagged("post_install", "-at_install")
class TestSetBack(NumberingCase):
    """A numbering that was set back goes on after the highest number there is."""

    def make_ten(self):
        """The lowest and the highest number of ten certificates."""
        made = self.generate(self.make_interests(*[f"First {n}" for n in range(10)]))
        values = [self.get_value(each) for each in made.certificate_ids]
        return min(values), max(values)

    def assertGoesOn(self, highest, first=1):
        """Three more have the next numbers; not the very next where some are lost."""
        names = [f"Next {highest} {place}" for place in range(3)]
        batch = self.generate(self.make_interests(*names))
        self.assertFalse(self.get_reasons(batch))
        values = [self.get_value(each) for each in batch._get_certificates()]
        self.assertEqual(values, [highest + first + place for place in range(3)])

    def test_to_the_first(self):
        lowest, highest = self.make_ten()
        self.set(number_next_actual=lowest)
        self.assertGoesOn(highest)

    def test_by_a_few(self):
        """The last one of those reserved is free, the others are not."""
        _lowest, highest = self.make_ten()
        self.set(number_next_actual=highest - 1)
        self.assertGoesOn(highest, first=2)

    def test_without_gaps(self):
        lowest, highest = self.make_ten()
        self.set(implementation="no_gap", number_next=lowest)
        self.assertGoesOn(highest)
        self.assertGoesOn(highest + 3)

    def test_with_a_step(self):
        lowest, highest = self.make_ten()
        self.set(number_next_actual=lowest, number_increment=5)
        [made] = self.generate(self.make_interests("Next")).certificate_ids
        self.assertIn(self.get_value(made), range(highest + 1, highest + 6))

    def test_ranges_of_dates_that_begin_anew_with_the_same_prefix(self):
        """Their numbers begin at 1, of which there is one here."""
        self.set(number_next_actual=1)
        first = self.issue(self.plain_interest)
        self.assertEqual(first.number, "COI-000001")
        self.set(use_date_range=True)
        self.assertGoesOn(1, first=3)

    def test_another_prefix_begins_where_it_was_set(self):
        self.make_ten()
        self.set(prefix="HP-", suffix="/X", number_next_actual=1)
        [made] = self.generate(self.make_interests("Next")).certificate_ids
        self.assertEqual(made.number, "HP-000001/X")
        self.set(number_next_actual=1)
        [made] = self.generate(self.make_interests("After")).certificate_ids
        self.assertEqual(made.number, "HP-000002/X")

    def test_numbers_of_another_company_count_for_nothing(self):
        self.set(number_next_actual=1)
        made = self.issue(self.plain_interest)
        self.assertEqual(made.number, "COI-000001")

    def test_too_far_back_is_said_in_words(self):
        self.patch(ir_sequence, "MAX_STEPS", 3)
        lowest, highest = self.make_ten()
        self.set(number_next_actual=lowest)
        with self.assertRaisesRegex(UserError, f"set its next number to {highest + 1}"):
            self.env["ir.sequence"]._coi_reserve("coi.certificate", self.agency, 1)

    def test_no_more_queries_for_a_thousand(self):
        lowest, _highest = self.make_ten()
        reserve = self.env["ir.sequence"]._coi_reserve

        def count(number):
            self.set(number_next_actual=lowest)
            return self.count_queries(
                lambda: reserve("coi.certificate", self.agency, number)
            )

        count(1)
        self.assertLessEqual(count(1000), count(2))

    def test_batches_have_no_name_twice_either(self):
        first = self.generate(self.plain_interest)
        self.set("coi.batch", number_next_actual=1)
        names = {self.generate(self.bank_interest).name for _turn in range(3)}
        self.assertEqual(len(names | {first.name}), 4)


@tagged("post_install", "-at_install")
class TestSetBackBehind(NumberingCase, BackgroundCase):
    def test_while_a_batch_waits(self):
        batch = self.start()
        self.run_chunks(2)
        lowest = min(map(self.get_value, batch.certificate_ids))
        self.set(number_next_actual=lowest)
        self.run_cron()
        self.assertCounts(batch, done=9, blocked=1)
        self.assertEqual(max(batch.line_ids.mapped("attempts")), 1)
        numbers = self.env["coi.certificate"].search([]).mapped("display_name")
        self.assertEqual(len(numbers), len(set(numbers)))


@tagged("post_install", "-at_install")
class TestOddNumbering(NumberingCase):
    """Whatever it is: a certificate that can be downloaded, or words."""

    def assertPrinted(self, **vals):
        self.set(**vals)
        batch = self.generate(self.make_interests(f"Odd {vals}"))
        self.assertFalse(self.get_reasons(batch))
        made = batch.certificate_ids
        self.assertTrue(self.open_zip(batch).namelist())
        text = "".join(self.read_pages(made)[0].text.split())
        self.assertIn(made.number, text)
        return made

    def assertRefused(self, text, **vals):
        self.set(**vals)
        with self.assertRaisesRegex(UserError, text):
            self.generate(self.make_interests(f"Odd {vals}"))

    def test_any_text_before_the_number(self):
        for prefix in (
            "../%(year)s/", "=1+1-", "<b>", "{number}{x}", "é-", "(a\\b)-", "x" * 20
        ):  # fmt: skip
            with self.subTest(prefix=prefix):
                self.assertPrinted(prefix=prefix)

    def test_other_scripts(self):
        for prefix in ("✓-", "编号-"):
            with self.subTest(prefix=prefix):
                made = self.assertPrinted(prefix=prefix)
                self.assertTrue(made.document)

    def test_no_text_at_all(self):
        self.assertPrinted(prefix=False, suffix=False, padding=0)

    def test_nonsense_before_the_number(self):
        for prefix in ("%(nonsense)s", "100%"):
            with self.subTest(prefix=prefix):
                self.assertRefused("[Pp]refix", prefix=prefix)

    def test_a_step_backwards(self):
        self.assertRefused("does not count upwards", number_increment=-1)

    def test_archived(self):
        self.assertRefused("has no numbering", active=False)
