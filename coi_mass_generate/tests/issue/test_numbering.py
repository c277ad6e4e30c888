from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Command
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


# All that Odoo's sequences know, but minutes and seconds of the present.
PLACEHOLDERS = (
    "year", "month", "day", "y", "doy", "woy", "weekday", "h24", "h12", "min", "sec",
    "isoyear", "isoy", "isoweek",
    "range_year", "range_month", "range_day", "range_y", "range_doy", "range_woy",
    "range_weekday", "range_h24", "range_isoyear", "range_isoy", "range_isoweek",
    "current_year", "current_month", "current_day", "current_y", "current_doy",
    "current_woy", "current_weekday", "current_h24", "current_h12", "current_isoyear",
    "current_isoy", "current_isoweek",
)  # fmt: skip
PREFIX = "-".join(f"%({name})s" for name in PLACEHOLDERS) + "/"


@tagged("post_install", "-at_install")
class TestDatesInNumbers(NumberingCase):
    """The dates in a number are those Odoo's own numbering gives for the issue date."""

    def make_on(self, day):
        """The number of a certificate issued on ``day``."""
        batch = self.generate(self.make_interests(f"Dated {day}"), issue_date=day)
        self.assertFalse(self.get_reasons(batch))
        return batch.certificate_ids.number

    def assertAsOdoo(self, day, **vals):
        """The number made for ``day`` is followed by Odoo's own next."""
        sequence = self.set(prefix="COI-", **vals)
        sequence.write({"prefix": f"A{PREFIX}", "suffix": f"/{PREFIX}Z"})
        made = self.env["ir.sequence"]._coi_reserve(
            "coi.certificate", self.agency, 1, day
        )
        dated = sequence.with_context(ir_sequence_date=str(day), tz=self.env.user.tz)
        own = dated.next_by_id(sequence_date=day)
        self.assertEqual(*(self.split(each) for each in (made[0], own)))

    def split(self, number):
        """What stands before and after the number itself."""
        before, _number, *after = number.split("/")
        return before, after

    def test_of_one_numbering(self):
        for day in (date(2026, 3, 2), date(2027, 1, 1), date(2025, 12, 29)):
            with self.subTest(day=day):
                self.assertAsOdoo(day)

    def test_of_a_numbering_without_gaps(self):
        self.assertAsOdoo(date(2025, 12, 29), implementation="no_gap")

    def test_of_ranges_that_are_made_on_the_way(self):
        for day in (date(2026, 3, 2), date(2027, 1, 1)):
            with self.subTest(day=day):
                self.assertAsOdoo(day, use_date_range=True)

    def test_of_a_business_year(self):
        """It begins in July: the number says that year, not the calendar year."""
        self.set_business_year()
        self.assertAsOdoo(date(2026, 3, 2))
        self.assertAsOdoo(date(2026, 3, 2), implementation="no_gap")

    def set_business_year(self, prefix="%(range_year)s-"):
        years = [
            {"date_from": f"{year}-07-01", "date_to": f"{year + 1}-06-30"}
            for year in (2025, 2026)
        ]
        return self.set(
            use_date_range=True,
            prefix=prefix,
            date_range_ids=[Command.create(year) for year in years],
        )

    def test_a_certificate_has_the_year_of_its_range(self):
        self.set_business_year()
        self.assertEqual(self.make_on(date(2026, 3, 2)), "2025-000001")
        self.assertEqual(self.make_on(date(2026, 7, 1)), "2026-000001")
        self.assertEqual(self.make_on(date(2026, 6, 30)), "2025-000002")

    def test_a_certificate_has_the_month_of_its_issue_date(self):
        self.set(prefix="%(year)s/%(month)s/", number_next_actual=1)
        self.assertEqual(self.make_on(date(2026, 3, 2)), "2026/03/000001")

    def test_a_range_that_was_set_back_goes_on(self):
        sequence = self.set_business_year()
        self.make_on(date(2026, 3, 2))
        sequence.date_range_ids.write({"number_next_actual": 1})
        self.assertEqual(self.make_on(date(2026, 3, 3)), "2025-000002")

    def test_batches_have_the_year_of_their_range(self):
        self.set("coi.batch", use_date_range=True, prefix="B%(range_month)s-")
        self.assertEqual(self.generate(self.plain_interest).name[:4], "B01-")
