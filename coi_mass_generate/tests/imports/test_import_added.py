"""A column that another addon adds, from the header of a list to the undo."""

from unittest.mock import patch

import odoo
from odoo.tests import tagged

from ...models.imports.coi_import_field import CoiImportField
from . import cost_center
from .lists import HARBOR, HEADERS, LENDER
from .policy_lists import POLICY_HEADERS, PROPERTY, PolicyCase

CLASSES = (
    cost_center.ResPartner,
    cost_center.CoiAdditionalInterest,
    cost_center.CoiPolicy,
    cost_center.CoiImportLine,
    cost_center.CoiImportField,
)


@tagged("post_install", "-at_install")
class TestImportAdded(PolicyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = [each._name for each in CLASSES]
        known = {name: cls.registry[name]._base_classes__ for name in names}
        cls.addClassCleanup(cls.forget, known)
        for each in CLASSES:
            odoo.orm.model_classes.add_to_registry(cls.registry, each)
        cls.registry._setup_models__(cls.cr, names)
        cls.registry.init_models(cls.cr, names, {"module": cost_center.ADDON})
        cls.registry.clear_cache("templates")

    @classmethod
    def forget(cls, known):
        """Let the models be made of the classes they were made of before."""
        for name, classes in known.items():
            cls.registry[name]._base_classes__ = classes
        cls.registry._setup_models__(cls.cr, list(known))
        cls.registry.clear_cache("templates")

    def open_list(self, *rows, model="coi.import.holder", **options):
        headers = (*HEADERS, "Cost  Center", "Handed Over")
        return self.open_import(model, rows, headers=headers, **options).run_id

    def test_its_header_is_recognized_and_its_label_is_the_fields(self):
        run = self.open_list({**HARBOR, "Cost  Center": "KST 4711"})
        column = run.column_ids.filtered(lambda each: each.header == "Cost Center")
        self.assertEqual(column.target, "coi_cost_center")
        labels = dict(column._fields["target"]._description_selection(self.env))
        self.assertEqual(labels["coi_cost_center"], "Cost Center")

    def test_it_is_cleaned_shown_written_and_undone(self):
        row = {**HARBOR, "Cost  Center": "KST 4711"}
        run = self.open_list(row, LENDER)
        self.assertEqual(run.line_ids.mapped("coi_cost_center"), ["4711", ""])
        run.action_import()
        harbor = self.find("Harbor Center LLC")
        self.assertEqual(harbor.coi_cost_center, "4711")
        self.assertFalse(self.find("First Lender Bank").coi_cost_center)
        again = self.open_list(row, {**LENDER, "Cost  Center": "0815"})
        self.assertEqual(again.line_ids.mapped("bucket"), ["unchanged", "update"])
        self.assertEqual(again.line_ids[1].difference, "Cost Center: – → 0815")
        again.action_import()
        self.assertEqual(self.find("First Lender Bank").coi_cost_center, "0815")
        again.action_undo()
        self.assertFalse(self.find("First Lender Bank").coi_cost_center)
        run.action_undo()
        self.assertFalse(harbor.exists())

    def test_what_is_odd_is_asked_and_corrected_in_its_cell(self):
        run = self.open_list({**HARBOR, "Cost  Center": "none yet"})
        line = run.line_ids
        self.assertEqual((line.bucket, line.coi_cost_center), ("problem", "none yet"))
        self.assertIn('Cost Center (column N): "none yet" cannot be read', line.message)
        run.action_preview()
        run.write({"line_ids": [(1, line.id, {"coi_cost_center": "1234"})]})
        self.assertEqual((line.bucket, line.coi_cost_center), ("create", "1234"))
        run.action_import()
        self.assertEqual(self.find("Harbor Center LLC").coi_cost_center, "1234")

    def test_a_number_that_became_a_date_is_asked_about(self):
        run = self.open_list({**HARBOR, "Cost  Center": "4711"})
        cleaner = run.env["coi.import.preview"]._get_cleaner(run)
        self.assertIn("coi_cost_center", cleaner.as_typed)

    def test_two_rows_of_one_holder_keep_the_first_and_say_so(self):
        rows = [{**HARBOR, "Cost  Center": each} for each in ("4711", "0815")]
        run = self.open_list(*rows)
        self.assertIn("different cost center", run.line_ids[1].message)
        run.action_import()
        self.assertEqual(self.find("Harbor Center LLC").coi_cost_center, "4711")

    def test_one_of_the_interest_is_written_replaced_and_undone(self):
        row = {**HARBOR, "Handed Over": "March 5, 2026"}
        options = {"model": "coi.import.interest", "insured_id": self.beacon.id}
        run = self.open_list(row, one_go=True, **options)
        run.action_import()
        interest = run.line_ids.interest_id
        self.assertEqual(str(interest.handed_over), "2026-03-05")
        emptied = self.open_list(
            {**row, "Handed Over": ""}, mode="replace", one_go=True, **options
        )
        emptied.confirm_gone = True
        self.assertIn("Handed Over On: 03/05/2026 → –", emptied.line_ids.difference)
        emptied.action_import()
        self.assertFalse(interest.handed_over)
        emptied.action_undo()
        self.assertEqual(str(interest.handed_over), "2026-03-05")

    def test_one_of_the_policy_is_written_changed_and_undone(self):
        headers = [*POLICY_HEADERS, "Desk"]
        row = {**PROPERTY, "Desk": "West"}
        run = self.open_policies(row, headers=headers)
        self.assertEqual(run.line_ids.coi_desk, "West")
        run.action_import()
        policy = self.get_policy("GL-2026-7")
        self.assertEqual(policy.coi_desk, "West")
        self.assertEqual(self.open_policies(row, headers=headers).unchanged_count, 1)
        again = self.open_policies({**row, "Desk": "East"}, headers=headers)
        self.assertEqual(again.line_ids.difference, "Desk: West → East")
        again.action_import()
        self.assertEqual(policy.coi_desk, "East")
        again.action_undo()
        self.assertEqual(policy.coi_desk, "West")

    def test_one_of_the_policy_is_none_of_a_list_of_holders(self):
        run = self.open_import(
            "coi.import.holder",
            [{**HARBOR, "Desk": "West"}],
            headers=[*HEADERS, "Desk"],
        ).run_id
        self.assertNotIn("coi_desk", run.column_ids.mapped("target"))

    def test_the_preview_has_a_cell_for_it(self):
        arch = self.env["coi.import.run"].get_view(view_type="form")["arch"]
        self.assertEqual(arch.count('name="coi_cost_center"'), 2)
        self.assertNotIn('name="handed_over"', arch)

    def test_who_may_not_write_its_target_is_not_offered_it(self):
        field = self.env["res.partner"]._fields["coi_cost_center"]
        with patch.object(field, "groups", "base.group_system"):
            run = self.open_list({**HARBOR, "Cost  Center": "4711"})
            column = run.column_ids.filtered(lambda each: each.header == "Cost Center")
            self.assertFalse(column.target)
            run.action_import()
        self.assertFalse(self.find("Harbor Center LLC").coi_cost_center)

    def test_what_is_left_of_it_when_the_addon_is_gone_does_no_harm(self):
        row = {**HARBOR, "Cost  Center": "4711"}
        self.open_list(row).action_import()
        old = self.open_list({**HARBOR, "Cost  Center": "odd"})
        model = self.registry["coi.import.field"]
        with patch.object(model, "_get_fields", CoiImportField._get_fields):
            column = old.column_ids.filtered("header")[-2]
            self.assertEqual(column.remark, "No longer imported")
            old.action_preview()
            self.assertEqual(old.line_ids.bucket, "unchanged")
            new = self.open_list(row)
            self.assertFalse(new.column_ids[-1].target)
