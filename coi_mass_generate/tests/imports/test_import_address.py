"""Addresses in one cell: what the preview asks, and how they are mended there."""

from odoo.tests import tagged

from .lists import ImportCase

HEADERS = ("Holder Name", "Full Address")
WEST = "500 Park Avenue West New York NJ 07093"


@tagged("post_install", "-at_install")
class TestImportAddress(ImportCase):
    def preview(self, *texts, headers=HEADERS):
        rows = [[f"Pier {at} LLC", text] for at, text in enumerate(texts, 1)]
        run = self.open_import("coi.import.holder", rows, headers=headers).run_id
        run.action_preview()
        return run

    def type(self, line, **texts):
        line.run_id.write({"line_ids": [(1, line.id, texts)]})

    def shown(self, line):
        return [
            line[key] or "" for key in ("street", "street2", "city", "state", "zip")
        ]

    def test_what_is_certain_is_split_and_shown(self):
        run = self.preview(
            "1800 M Street, NW, Washington DC 20036",
            "12 Main St, Suite 5 Boston, MA 02110",
            "12 Main St\nBoston\nMA\n02110",
        )
        self.assertEqual(run.problem_count, 0)
        self.assertEqual(
            [self.shown(line) for line in run.line_ids],
            [
                ["1800 M Street NW", "", "Washington", "DC", "20036"],
                ["12 Main St", "Suite 5", "Boston", "MA", "02110"],
                ["12 Main St", "", "Boston", "MA", "02110"],
            ],
        )
        self.assertIn(",street2,", run.mapped_keys, "the suite is on the screen")
        run.action_import()
        holder = self.find("Pier 2 LLC")
        self.assertEqual((holder.street2, holder.state_id.code), ("Suite 5", "MA"))

    def test_what_is_not_certain_is_asked_with_the_address(self):
        run = self.preview(WEST)
        self.assertEqual(run.problem_count, 1)
        line = run.line_ids
        self.assertIn(WEST, line.message)
        self.assertIn("column B", line.message)
        self.assertEqual(self.shown(line), [WEST, "", "", "NJ", "07093"])

    def test_the_city_alone_mends_an_address(self):
        run = self.preview(WEST)
        self.type(run.line_ids, city="New York")
        self.assertEqual(run.problem_count, 0)
        self.assertEqual(
            self.shown(run.line_ids),
            ["500 Park Avenue West", "", "New York", "NJ", "07093"],
        )
        run.action_import()
        self.assertEqual(self.find("Pier 1 LLC").street, "500 Park Avenue West")

    def test_the_same_address_is_mended_in_all_rows_at_once(self):
        run = self.preview(WEST, "12 Way\nHope", WEST)
        first, other, last = run.line_ids
        self.type(first, street="500 Park Avenue", city="West New York")
        self.assertEqual((run.problem_count, run.alike_count), (2, 1))
        run.action_correct_alike()
        self.assertEqual(
            self.shown(last), ["500 Park Avenue", "", "West New York", "NJ", "07093"]
        )
        self.assertEqual((first.bucket, other.bucket), ("create", "problem"))

    def test_rows_that_end_alike_are_mended_at_once(self):
        run = self.preview(
            "12 Via Verde San Dimas CA 91773",
            "7 Via Azul San Dimas CA 91773",
            "9 Via Azul San Mateo CA 94401",
            "9 Via Roja San Dimas TX 75001",
        )
        self.type(run.line_ids[0], city="San Dimas")
        self.assertEqual((run.problem_count, run.alike_count), (3, 1))
        run.action_correct_alike()
        self.assertEqual(
            self.shown(run.line_ids[1]),
            ["7 Via Azul", "", "San Dimas", "CA", "91773"],
        )
        self.assertEqual((run.problem_count, run.alike_count), (2, 0))
        self.assertEqual(len(run.answers), 1, "what follows is no answer of its own")

    def test_an_address_that_stays_unclear_can_be_left_without(self):
        run = self.preview("10 Downing St, London SW1A 2AA, UK")
        run.line_ids.action_clear_cells()
        self.assertEqual(run.problem_count, 0)
        self.assertEqual(self.shown(run.line_ids), [""] * 5)

    def test_a_street_without_a_city_is_told(self):
        run = self.preview("12 Main St")
        self.assertEqual(run.line_ids.bucket, "create")
        self.assertIn("Missing: City, ZIP code, State.", run.line_ids.message)
        self.assertEqual(run.line_ids.message.count("ity"), 1, "said once")

    def test_a_house_number_in_a_column_of_its_own(self):
        headers = ["Holder Name", "Street Number", "Street Name", "Suite", "City"]
        row = ["Quay Works LLC", "41-25", "36th St", "3B", "Queens"]
        run = self.open_import("coi.import.holder", [row], headers=headers).run_id
        run.action_preview()
        self.assertEqual(
            self.shown(run.line_ids)[:3], ["41-25 36th St", "3B", "Queens"]
        )
        self.assertIn(",street2,", run.mapped_keys)
        self.type(run.line_ids, street="41-27 36th St")
        self.assertEqual(self.shown(run.line_ids)[:2], ["41-27 36th St", "3B"])
        run.action_import()
        self.assertEqual(self.find("Quay Works LLC").street2, "3B")

    def test_the_street_is_typed_and_the_rest_is_right(self):
        run = self.preview("5 Main St, Boston, MA 02110 (corner of Elm)")
        self.type(run.line_ids, street="5 Main St, Boston, MA 02110")
        self.assertEqual(
            self.shown(run.line_ids), ["5 Main St", "", "Boston", "MA", "02110"]
        )
