"""What another addon wants to know of every record, it is told of every record."""

from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..agency import AgencyCase
from ..imports.lists import HARBOR, LENDER, ImportCase


@contextmanager
def constrained(env, model, *names, check):
    """For its time, an addon has this ``@api.constrains`` on ``model``."""
    cls = env.registry[model]
    heirs = api.constrains(*names)(lambda records: check(records))
    with ExitStack() as stack:
        stack.enter_context(patch.object(cls, "_check_heir", heirs, create=True))
        # What Odoo has found on the class already.
        stack.enter_context(
            patch.object(
                cls, "_constraint_methods", models.BaseModel._constraint_methods
            )
        )
        yield


REFUSED = "The other addon says no"


def refuse(_records):
    raise ValidationError(REFUSED)


@tagged("post_install", "-at_install")
class TestHeirsChecks(ImportCase):
    """Constraints of another addon, on all that is stored by the thousand."""

    def collect(self, model, *names, seen):
        return constrained(
            self.env, model, *names, check=lambda records: seen.extend(records.ids)
        )

    def test_every_new_certificate_and_line_is_checked(self):
        for model, name in (
            ("coi.certificate", "number"),
            ("coi.batch.line", "verdict"),
        ):
            seen = []
            with self.subTest(model), self.collect(model, name, seen=seen):
                batch = self.generate(self.plain_interest + self.bank_interest)
                certificates = batch.certificate_ids
                self.assertEqual(len(certificates), 2)
                stored = {"coi.certificate": certificates}.get(model, batch.line_ids)
                self.assertEqual(set(seen), set(stored.ids))

    def test_what_is_refused_is_told_and_nothing_is_stored(self):
        with constrained(self.env, "coi.certificate", "number", check=refuse):
            batch = self.generate(self.plain_interest)
        self.assertFalse(batch.certificate_ids)
        self.assertEqual(batch.line_ids.state, "error")
        self.assertIn(REFUSED, batch.line_ids.message)

    def test_a_state_that_changes_is_checked(self):
        first = self.issue(self.plain_interest)
        self.plain_interest.sudo().description = "Another tower"
        seen = []
        with self.collect("coi.certificate", "state", seen=seen):
            second = self.issue(self.plain_interest)
        self.assertEqual((first.state, second.state), ("superseded", "issued"))
        self.assertLessEqual({first.id, second.id}, set(seen))

    def test_every_row_of_an_import_is_checked(self):
        seen = []
        with self.collect("coi.import.line", "number", seen=seen):
            run = self.open_import("coi.import.holder", [HARBOR, LENDER]).run_id
        self.assertEqual(set(seen), set(run.line_ids.ids))
        seen.clear()
        with self.collect("coi.import.line", "bucket", seen=seen):
            run.line_ids[0].action_leave_out()
        self.assertIn(run.line_ids[0].id, seen)
        seen.clear()
        with self.collect("coi.import.line", "partner_id", seen=seen):
            run.action_import()
        self.assertIn(run.line_ids[1].id, seen)
        self.assertTrue(run.line_ids[1].partner_id)

    def test_every_imported_contact_and_interest_is_checked(self):
        rows = [HARBOR, LENDER]
        for model, name in (
            ("res.partner", "zip"),
            ("coi.additional.interest", "holder_id"),
        ):
            with self.subTest(model), constrained(self.env, model, name, check=refuse):
                wizard = self.open_import("coi.import.interest", rows, one_go=True)
                with self.assertRaisesRegex(ValidationError, REFUSED):
                    with self.cr.savepoint():
                        wizard.action_import()
        self.assertFalse(self.find("Harbor Center LLC"))

    def test_a_write_of_another_addon_sees_what_an_import_writes(self):
        cls = self.env.registry["coi.import.line"]
        seen, write = [], cls.write

        def write_and_tell(records, vals):
            seen.extend((number, name) for number in records.ids for name in vals)
            return write(records, vals)

        run = self.open_import("coi.import.holder", [HARBOR, LENDER]).run_id
        first, second = run.line_ids
        with patch.object(cls, "write", write_and_tell):
            first.action_leave_out()
            run.action_import()
        self.assertIn((first.id, "choice"), seen)
        self.assertIn((first.id, "bucket"), seen)
        self.assertIn((second.id, "partner_id"), seen)
        self.assertTrue(second.partner_id)


@tagged("post_install", "-at_install")
class TestHeirsComputes(ImportCase):
    """Stored fields of another addon that follow what is stored by the thousand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addClassCleanup(cls.registry.reset_changes)
        for model, depends in (
            ("coi.batch", "line_ids.state,line_ids.certificate_ids.state"),
            ("coi.import.run", "line_ids.bucket"),
        ):
            cls.admin_env["ir.model.fields"].create(
                {
                    "model_id": cls.admin_env["ir.model"]._get_id(model),
                    "name": "x_states",
                    "field_description": "States of an Heir",
                    "ttype": "char",
                    "store": True,
                    "depends": depends,
                    "compute": cls.get_compute(depends.split(",")),
                }
            )

    @classmethod
    def get_compute(cls, paths):
        texts = " + ".join(f"record.mapped({path!r})" for path in paths)
        return f"for record in self: record['x_states'] = ','.join(sorted({texts}))"

    def read_states(self, record):
        record.flush_model()
        self.cr.execute(
            f"SELECT x_states FROM {record._table} WHERE id = %s", record.ids
        )
        [[states]] = self.cr.fetchall()
        return states

    def setUp(self):
        super().setUp()
        # The columns are only there in the tests' own transaction.
        self.enterContext(self.enter_registry_test_mode())

    def test_it_follows_certificates_and_lines(self):
        batch = self.generate(self.plain_interest + self.bank_interest)
        self.assertEqual(self.read_states(batch), "done,done,issued,issued")
        self.plain_interest.sudo().description = "Another tower"
        self.issue(self.plain_interest)
        self.assertEqual(self.read_states(batch), "done,done,issued,superseded")

    def test_it_follows_the_rows_of_an_import(self):
        run = self.open_import("coi.import.holder", [HARBOR, LENDER]).run_id
        self.assertEqual(self.read_states(run), "create,create")
        run.line_ids[0].action_leave_out()
        self.assertEqual(self.read_states(run), "create,left_out")


@tagged("post_install", "-at_install")
class TestNobodyAsks(AgencyCase):
    def test_without_another_addon_everything_is_stored_at_once(self):
        for name in ("coi.certificate", "coi.batch.line", "coi.import.line"):
            model = self.env[name]
            with self.subTest(name):
                self.assertFalse(model._has_heir("create", model._fields))
                self.assertFalse(model._has_heir("write", ["state"]))

    def test_no_field_hides_what_every_record_can_do(self):
        """Code of another addon that maps or filters these would fail."""
        can = {name for name in dir(models.BaseModel) if not name.startswith("_")}
        own = {"id", "ids", "display_name", "create_date", "write_date"}
        own |= {"create_uid", "write_uid"}
        for name in self.env.registry:
            if name.startswith("coi."):
                hidden = can & set(self.env[name]._fields) - own
                self.assertFalse(hidden, name)
