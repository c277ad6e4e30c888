"""Who may import, and what others see of it."""

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .lists import HARBOR, ImportCase


@tagged("post_install", "-at_install")
class TestImportAccess(ImportCase):
    def test_a_colleague_without_the_right_cannot_import(self):
        self.env = self.env_of(self.colleague)
        with self.assertRaises(AccessError):
            self.open_import("coi.import.holder", [HARBOR])

    def test_another_agency_sees_nothing_of_it(self):
        run = self.import_holders([HARBOR]).run_id
        other = self.env_of(self.other_csr)
        for name in ("run", "line", "column", "mapping"):
            self.assertFalse(other[f"coi.import.{name}"].search([]), name)
        with self.assertRaises(AccessError):
            run.with_env(other).read(["filename"])
        with self.assertRaises(AccessError):
            run.with_env(other).get_result()
        with self.assertRaises(AccessError):
            run.with_env(other).action_undo()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_insureds_and_policies_of_another_agency_are_unknown(self):
        self.import_holders([HARBOR])
        self.admin_env["res.partner"].browse(self.beacon.id).company_id = self.agency
        self.env = self.env_of(self.other_csr)
        run = self.open_import("coi.import.interest", [HARBOR], one_go=True).run_id
        self.assertIn("no insured", run.line_ids.message)

    def test_what_happened_cannot_be_declared(self):
        run = self.open_import("coi.import.holder", [HARBOR]).run_id
        for vals in (
            {"state": "done"},
            {"user_id": self.colleague.id},
            {"date_done": "2026-01-01"},
            {"company_id": self.other_agency.id},
        ):
            with self.assertRaises(AccessError):
                run.write(vals)
        with self.assertRaises(AccessError):
            self.env["coi.import.run"].create({"file": b"QQ==", "state": "done"})

    def test_the_import_belongs_to_who_started_it(self):
        run = self.open_import("coi.import.holder", [HARBOR]).run_id
        self.assertEqual(run.user_id, self.csr)
        self.assertEqual(run.company_id, self.agency)
