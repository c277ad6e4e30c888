"""One choice for all rows that call their holder an additional insured, and no more."""

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .lists import ALIKE, HEADERS, ImportCase

NAMES = tuple(row["Holder Name"] for row in ALIKE)
TYPE = "Additional Insured Type"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02")
class TestImportMarks(ImportCase):
    def preview(self, *rows, headers=HEADERS, **vals):
        wizard = self.open_import(
            "coi.import.interest",
            rows or ALIKE,
            headers=headers,
            **{"one_go": True, **vals},
        )
        run = wizard.run_id
        if run.state == "columns":
            run.action_preview()
        return run

    def get_lines(self, *keys):
        lines = self.env["coi.coverage.line"].search([("key", "in", keys)])
        self.assertEqual(len(lines), len(keys))
        return lines

    def choose(self, run, *keys):
        run.ai_line_ids = [Command.set(self.get_lines(*keys).ids)]

    def get_interests(self, *names):
        return self.env["coi.additional.interest"].search(
            [
                ("holder_id.name", "in", names or NAMES),
                ("insured_id", "=", self.beacon.id),
            ]
        )

    def get_marks(self, *names):
        """The marks of all these interests, which must be the same."""
        marks = {each.ai_line_ids for each in self.get_interests(*names)}
        self.assertEqual(len(marks), 1)
        return marks.pop()

    def test_nothing_is_marked_before_it_is_chosen(self):
        run = self.preview()
        self.assertEqual(run.ai_count, 3)
        self.assertFalse(run.ai_line_ids)
        run.action_import()
        self.assertFalse(self.get_marks())

    def test_only_what_can_be_marked_is_offered(self):
        """Beacon has no pollution policy, and nobody is insured on workers comp."""
        offered = self.preview(insured_id=self.beacon.id).possible_ai_line_ids
        self.assertEqual(
            offered, self.get_lines("general_liability", "auto", "umbrella")
        )

    def test_what_is_chosen_is_marked_in_all_these_rows(self):
        run = self.preview()
        self.choose(run, "general_liability", "auto")
        run.shown = "create"
        self.assertEqual(run.ai_count, 3)
        for line in run.create_line_ids:
            self.assertIn("you chose for all such rows", line.message)
            self.assertFalse(line.remark, "it is said above all rows")
        self.assertFalse(run.common_text)
        run.action_import()
        self.assertEqual(self.get_marks(), self.get_lines("general_liability", "auto"))
        words = set(self.get_interests().mapped("interest_word"))
        self.assertEqual(words, {"Additional insured · GL Auto"})

    def test_the_choice_can_be_taken_back_in_the_preview(self):
        run = self.preview()
        self.choose(run, "general_liability")
        self.choose(run)
        self.assertIn("no Y is marked", run.line_ids[0].message)
        run.action_import()
        self.assertFalse(self.get_marks())

    def test_undo_takes_the_marks_of_new_and_of_known_holders_back(self):
        known = self.preview(ALIKE[0])
        known.action_import()
        interest = self.get_interests(NAMES[0])
        self.assertFalse(interest.ai_line_ids)
        run = self.preview()
        self.choose(run, "umbrella")
        self.assertIn("Umbrella", run.update_line_ids.difference)
        run.action_import()
        self.assertEqual(self.get_marks(), self.get_lines("umbrella"))
        run.action_undo()
        self.assertFalse(interest.ai_line_ids)
        self.assertEqual(self.get_interests(), interest)

    def test_a_row_that_says_yes_or_no_is_not_overruled(self):
        yes, no, silent = (
            {**row, "AI": ai} for row, ai in zip(ALIKE, "YN ", strict=True)
        )
        no["Policy Number"] = yes["Policy Number"] = "GL-100"
        run = self.preview(yes, no, silent, headers=[*HEADERS, "AI"])
        self.assertEqual(run.ai_count, 1)
        self.choose(run, "auto")
        self.assertIn("the row says N", run.line_ids[1].remark)
        run.action_import()
        general, auto = self.get_lines("general_liability"), self.get_lines("auto")
        marks = [self.get_marks(name) for name in NAMES]
        self.assertEqual(marks, [general, auto.browse(), auto])

    def test_only_the_policies_a_row_names_are_marked(self):
        named = {**ALIKE[0], "Policy Number": "AU-200"}
        workers = {**ALIKE[1], "Policy Number": "WC-400"}
        run = self.preview(named, workers, ALIKE[2])
        self.choose(run, "general_liability", "auto")
        run.action_import()
        general, auto = self.get_lines("general_liability"), self.get_lines("auto")
        marks = [self.get_marks(name) for name in NAMES]
        self.assertEqual(marks, [auto, auto.browse(), general | auto])

    def test_workers_compensation_is_not_marked_whoever_asks(self):
        run = self.preview()
        self.choose(run, "general_liability", "workers_comp")
        run.action_import()
        self.assertEqual(self.get_marks(), self.get_lines("general_liability"))

    def test_other_types_and_rows_that_are_left_out_do_not_count(self):
        other = {**ALIKE[1], TYPE: "Mortgagee"}
        run = self.preview(ALIKE[0], other, ALIKE[2])
        run.create_line_ids[-1].action_leave_out()
        self.assertEqual(run.ai_count, 1)
        self.choose(run, "general_liability")
        run.action_import()
        self.assertFalse(self.get_interests(NAMES[1]).ai_line_ids)
        self.assertFalse(self.get_interests(NAMES[2]))

    def test_a_row_of_several_types_is_marked(self):
        self.choose(run := self.preview({**ALIKE[0], TYPE: "AI, Mortgagee"}), "auto")
        run.action_import()
        self.assertEqual(self.get_marks(NAMES[0]), self.get_lines("auto"))

    def test_the_next_list_with_these_headers_begins_with_the_choice(self):
        run = self.preview(ALIKE[0])
        self.choose(run, "general_liability", "auto")
        run.action_import()
        # Read as holders alone, the same columns do not make it forget.
        self.import_holders(ALIKE[:1])
        following = self.preview(ALIKE[1])
        chosen = self.get_lines("general_liability", "auto")
        self.assertEqual(following.ai_line_ids, chosen)
        self.choose(following)
        following.action_import()
        self.assertFalse(self.get_marks(NAMES[1]))
        self.assertFalse(self.preview(ALIKE[2]).ai_line_ids)

    def test_other_headers_do_not(self):
        run = self.preview(ALIKE[0])
        self.choose(run, "general_liability")
        run.action_import()
        self.assertFalse(self.preview(ALIKE[1], headers=HEADERS[:-1]).ai_line_ids)

    def test_the_same_list_again_changes_nothing(self):
        run = self.preview()
        self.choose(run, "general_liability")
        run.action_import()
        for mode in ("update", "replace"):
            again = self.preview(mode=mode, insured_id=self.beacon.id)
            self.assertEqual(set(again.line_ids.mapped("bucket")), {"unchanged"}, mode)

    def test_replacing_takes_away_what_is_not_chosen_any_more(self):
        run = self.preview()
        self.choose(run, "general_liability")
        run.action_import()
        again = self.preview(mode="replace", insured_id=self.beacon.id)
        self.choose(again)
        again.confirm_gone = True
        again.action_import()
        self.assertFalse(self.get_marks())

    def test_adding_leaves_marks_that_are_there(self):
        self.preview(ALIKE[0]).action_import()
        self.get_interests().ai_line_ids = self.get_lines("umbrella")
        run = self.preview(ALIKE[0])
        self.choose(run, "auto")
        run.action_import()
        self.assertEqual(self.get_marks(NAMES[0]), self.get_lines("umbrella", "auto"))

    def test_a_finished_import_keeps_its_choice(self):
        run = self.preview()
        self.choose(run, "general_liability")
        run.action_import()
        with self.assertRaisesRegex(Exception, "finished"):
            self.choose(run, "auto")
        self.assertEqual(run.ai_line_ids, self.get_lines("general_liability"))
