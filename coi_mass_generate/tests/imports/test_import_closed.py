"""A finished import is a record; of an open one its user decides what the preview asks.

Everything is tried as the people who could: a user, a colleague, a manager, an
administrator.
"""

from contextlib import ExitStack

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .lists import HARBOR, LENDER, ImportCase

FORGED = {
    "default_state": "done",
    "default_user_id": 2,
    "default_date_done": "2020-01-01 00:00:00",
    "default_gone_ids": [(6, 0, [])],
    "default_shown": "left_out",
    "default_active": False,
    "default_comment": "forged",
}


@tagged("post_install", "-at_install")
class TestImportClosed(ImportCase):
    def setUp(self):
        super().setUp()
        quiet = ExitStack()
        quiet.enter_context(
            mute_logger(
                "odoo.addons.base.models.ir_rule",
                "odoo.addons.base.models.ir_model",
            )
        )
        self.addCleanup(quiet.close)
        self.done = self.import_holders([HARBOR]).run_id
        self.open = self.open_import("coi.import.holder", [LENDER]).run_id
        user, manager = (
            "coi_mass_generate.group_user",
            "coi_mass_generate.group_manager",
        )
        second = self.make_user("second", user, self.agency)
        head = self.make_user("head", manager, self.agency)
        head.group_ids += self.env.ref("base.group_system")
        self.people = {
            "its user": self.env,
            "a colleague": self.env_of(second),
            "a manager": self.env_of(self.manager),
            "an administrator": self.env_of(head),
        }

    def snapshot(self, run):
        """All that is stored of an import, past every cache and rule."""
        self.env.flush_all()
        found = []
        for table, column in (
            ("coi_import_run", "id"),
            ("coi_import_line", "run_id"),
            ("coi_import_column", "run_id"),
            ("coi_import_sheet", "run_id"),
            ("coi_import_trace", "run_id"),
        ):
            self.env.cr.execute(
                f"SELECT * FROM {table} WHERE {column} = %s ORDER BY id", [run.id]
            )
            found.append(self.env.cr.fetchall())
        return found

    def refuse(self, run, attempts):
        """Every attempt, by everybody, ends in words and leaves ``run`` as it was."""
        before = self.snapshot(run)
        for who, env in self.people.items():
            for number, attempt in enumerate(attempts):
                with self.subTest(who=who, attempt=number):
                    with self.assertRaises(UserError), self.env.cr.savepoint():
                        attempt(env)
                        self.env.flush_all()
                    self.env.invalidate_all()
                    self.assertEqual(self.snapshot(run), before)

    def test_nothing_is_added_to_a_finished_import(self):
        run = self.done.id
        row = {"run_id": run, "number": 900, "bucket": "create", "cells": ["Forged"]}
        self.refuse(
            self.done,
            [
                lambda env: env["coi.import.line"].create(row),
                lambda env: env["coi.import.column"].create(
                    {"run_id": run, "index": 99}
                ),
                lambda env: env["coi.import.sheet"].create(
                    {"run_id": run, "name": "Forged"}
                ),
                lambda env: env["coi.import.trace"].create(
                    {"run_id": run, "created": {}, "changed": {}, "gone": []}
                ),
                lambda env: (
                    env["coi.import.run"].browse(run).write({"line_ids": [(0, 0, row)]})
                ),
                lambda env: (
                    env["coi.import.run"]
                    .browse(run)
                    .write({"sheet_ids": [(0, 0, {"name": "Forged"})]})
                ),
                lambda env: env["coi.import.run"].browse(run).copy(),
                lambda env: (
                    env["coi.import.line"]
                    .browse(self.done.line_ids.ids)
                    .copy({"number": 901})
                ),
            ],
        )

    def test_nothing_is_moved_into_or_out_of_a_finished_import(self):
        mine, theirs = self.open, self.done
        self.refuse(
            self.done,
            [
                lambda env: mine.line_ids.with_env(env).write(
                    {"run_id": theirs.id, "number": 778}
                ),
                lambda env: mine.column_ids.with_env(env)[:1].write(
                    {"run_id": theirs.id}
                ),
                lambda env: theirs.line_ids.with_env(env).write({"run_id": mine.id}),
                lambda env: theirs.with_env(env).write(
                    {"line_ids": [(4, mine.line_ids.id)]}
                ),
                lambda env: mine.with_env(env).write(
                    {"line_ids": [(6, 0, theirs.line_ids.ids)]}
                ),
                lambda env: mine.with_env(env).write(
                    {"problem_line_ids": [(4, theirs.line_ids.id)]}
                ),
            ],
        )

    def test_nothing_of_a_finished_import_is_changed_or_deleted(self):
        done = self.done
        self.refuse(
            done,
            [
                lambda env: done.with_env(env).write({"state": "columns"}),
                lambda env: done.with_env(env).write({"user_id": self.manager.id}),
                lambda env: done.with_env(env).write({"filename": "other.csv"}),
                lambda env: done.with_env(env).write({"file": b"QQ=="}),
                lambda env: done.with_env(env).write({"mode": "replace"}),
                lambda env: done.with_env(env).write({"gone_ids": [(5,)]}),
                lambda env: done.with_env(env).write({"answers": []}),
                lambda env: done.with_env(env).unlink(),
                lambda env: done.line_ids.with_env(env).write({"name": "Other"}),
                lambda env: done.line_ids.with_env(env).write({"partner_id": 1}),
                lambda env: done.line_ids.with_env(env).unlink(),
                lambda env: done.line_ids.with_env(env).action_leave_out(),
                lambda env: done.line_ids.with_env(env).action_clear_cells(),
                lambda env: done.column_ids.with_env(env)[:1].write({"target": "zip"}),
                lambda env: done.column_ids.with_env(env)[:1].unlink(),
                lambda env: done.with_env(env).action_columns(),
                lambda env: done.with_env(env).action_correct_alike(),
                lambda env: self.load(done.with_env(env)),
            ],
        )

    def load(self, run):
        """``load`` gives its refusals as messages."""
        loaded = run.load([".id", "filename"], [[str(run.id), "x"]])
        raise UserError(loaded["messages"][0]["message"])

    def test_no_import_is_finished_or_somebody_else_s_by_declaring_it(self):
        for who, env in self.people.items():
            with self.subTest(who=who):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    env["coi.import.run"].create({"file": b"QQ=="})
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    env["coi.import.run"].with_context(**FORGED).create({})

    def test_the_caller_s_context_decides_nothing(self):
        wizard = self.env["coi.import.holder"].create(
            {"file": self.make_file([{**HARBOR, "Holder Name": "Nice Co"}])}
        )
        run = self.env["coi.import.run"].browse(
            wizard.with_context(**FORGED, bin_size=True).action_preview()["res_id"]
        )
        self.assertEqual((run.state, run.user_id), ("preview", self.csr))
        self.assertFalse(run.date_done)
        run.with_context(**FORGED, active_test=False, bin_size=True).action_import()
        holder = self.find("Nice Co")
        self.assertTrue(holder.active)
        self.assertFalse(holder.comment)
        self.assertGreater(run.date_done.year, 2020)

    def test_what_a_row_means_is_not_typed_past_the_preview(self):
        line = self.open.line_ids
        before = self.snapshot(self.open)
        for vals in (
            {"values": {"name": "Evil Co"}},
            {"cells": ["Evil Co"], "name": "Evil Co"},
            {"bucket": "update", "partner_id": self.csr.partner_id.id},
            {"changes": {"holder": {"street": ["a", "b"]}}},
            {"decision": "same"},
            {"choice": "in"},
            {"match_key": "x"},
            {"corrections": {"name": "Evil Co"}},
            {"number": 7},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                line.write(vals)
        self.env.invalidate_all()
        self.assertEqual(self.snapshot(self.open), before)

    def test_a_colleague_sees_an_open_preview_and_leaves_it_alone(self):
        other = self.people["a colleague"]
        run = self.open.with_env(other)
        self.assertIn(": 1 row.", run.headline)
        self.assertEqual(run.get_result()["created"], 1)
        run.write({"shown": "create"})
        for attempt in (
            lambda: run.line_ids.write({"name": "Evil Co"}),
            lambda: run.write({"line_ids": [(1, run.line_ids.id, {"name": "Evil"})]}),
            lambda: run.line_ids.action_leave_out(),
            lambda: run.column_ids[0].write({"target": False}),
            lambda: run.write({"header_line": 0}),
            lambda: run.action_import(),
            lambda: run.action_columns(),
            lambda: run.unlink(),
        ):
            with self.assertRaisesRegex(AccessError, "is working on this list"):
                attempt()
        self.open.with_user(self.manager).action_import()
        self.assertEqual(self.open.state, "done")

    def test_a_sheet_of_another_list_is_refused(self):
        sheet = (
            self.env["coi.import.sheet"]
            .sudo()
            .create({"run_id": self.done.id, "name": "S"})
        )
        with self.assertRaisesRegex(UserError, "another list"):
            self.open.write({"sheet_id": sheet.id})

    def test_remembered_columns_are_written_by_imports_alone(self):
        mapping = self.env["coi.import.mapping"].search([], limit=1)
        self.assertTrue(mapping)
        for attempt in (
            lambda: mapping.write({"targets": {"a": "b"}}),
            lambda: mapping.unlink(),
            lambda: mapping.create(
                {"company_id": self.agency.id, "signature": "x", "targets": []}
            ),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                attempt()

    def test_the_file_of_an_import_is_not_replaced_beside_it(self):
        """Neither of a finished one, nor of an open one behind its user's back."""
        for run, other in ((self.done, self.open), (self.open, self.done)):
            file = self.env["ir.attachment"].search(
                [("res_model", "=", run._name), ("res_field", "=", "file")]
                + [("res_id", "=", run.id)]
            )
            self.assertEqual(len(file), 1)
            self.refuse_file(run, file, other)

    def refuse_file(self, run, file, other):
        before = (file.checksum, file.res_model, file.res_id, run.file)
        forged = {"name": "file", "datas": b"Zm9yZ2Vk"}
        place = {"res_model": run._name, "res_field": "file", "res_id": run.id}
        for who, env in self.people.items():
            mine = env["ir.attachment"].create(forged)
            for number, attempt in enumerate(
                (
                    lambda env: file.with_env(env).write({"datas": b"Zm9yZ2Vk"}),
                    lambda env: file.with_env(env).write({"res_id": other.id}),
                    lambda env: file.with_env(env).write(
                        {"res_model": False, "res_field": False, "res_id": 0}
                    ),
                    lambda env: file.with_env(env).unlink(),
                    lambda env: env["ir.attachment"].create({**forged, **place}),
                    lambda env, mine=mine: mine.write(place),
                )
            ):
                with self.subTest(who=who, state=run.state, attempt=number):
                    with self.assertRaises(UserError), self.env.cr.savepoint():
                        attempt(env)
                    self.env.invalidate_all()
                    after = (file.checksum, file.res_model, file.res_id, run.file)
                    self.assertEqual(after, before)
