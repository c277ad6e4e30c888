from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..agency import AgencyCase


class SharedCase(AgencyCase):
    def setUp(self):
        super().setUp()
        form = self.env["coi.form"].search([], limit=1)
        every = (self.get_line("cyber"), self.get_type("trustee"), form)
        self.shared = [each.with_env(self.env_of(self.manager)) for each in every]


@tagged("post_install", "-at_install")
class TestWhatAllCompaniesPrint(SharedCase):
    """Lines, types and forms decide what other companies' certificates say."""

    def assertRefused(self, work):
        with self.assertRaisesRegex(AccessError, "in all companies"):
            with self.cr.savepoint():
                work()

    def test_one_companys_manager_changes_none_of_it(self):
        for record in self.shared:
            with self.subTest(model=record._name):
                vals = {"key": "new"} if "key" in record._fields else {"number": "X"}
                self.assertRefused(lambda r=record: r.write({"name": "Renamed"}))
                self.assertRefused(lambda r=record: r.write({"active": False}))
                self.assertRefused(lambda r=record, v=vals: r.copy(v))
                self.assertRefused(lambda r=record: r.unlink())
                self.assertTrue(record.exists())

    def test_nor_a_translation(self):
        """Odoo writes those past everything that guards a record."""
        rule = self.env.ref("coi_mass_generate.state_rule_form_tx")
        for record in (*self.shared, rule.with_env(self.env_of(self.manager))):
            name = "name" if "name" in record._fields else "reason"
            self.assertRefused(
                lambda r=record, n=name: r.update_field_translations(
                    n, {"en_US": "Renamed"}
                )
            )

    def test_approvals_of_the_own_company_are_its_managers(self):
        form = self.shared[-1]
        form.approval_ids = [
            Command.create({"state_id": self.massachusetts.id, "reference": "F-1"})
        ]
        self.assertEqual(form.approval_ids.company_id, self.agency)
        law = {"state_id": self.massachusetts.id, "reason": "x", "source": "x"}
        self.assertRefused(
            lambda: form.write({"state_rule_ids": [Command.create(law)]})
        )

    def test_who_works_in_all_companies_may(self):
        """As everybody does where there is one company only."""
        everywhere = self.env["res.company"].sudo().search([])
        self.manager.sudo().company_ids = [Command.set(everywhere.ids)]
        for record in self.shared:
            record.name = "Renamed"
            record.update_field_translations("name", {"en_US": "Again"})
            self.assertEqual(record.name, "Again")
            record.active = False

    def test_so_may_an_administrator(self):
        system = self.env.ref("base.group_system")
        self.manager.sudo().group_ids = [Command.link(system.id)]
        for record in self.shared:
            record.name = "Renamed"
            self.assertEqual(record.name, "Renamed")
