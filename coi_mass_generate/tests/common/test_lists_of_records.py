from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..agency import ISSUE_DATE, AgencyCase

# What becomes of a list when a record in it is to be deleted: Odoo would take the
# record out of it without a word.
DECIDED = {
    # Empty means something else: all policies, no mark, everybody.
    ("coi.additional.interest", "type_ids"): "restrict",
    ("coi.additional.interest", "series_ids"): "restrict",
    ("coi.additional.interest", "ai_line_ids"): "restrict",
    ("coi.additional.interest", "waiver_line_ids"): "restrict",
    ("coi.additional.interest", "pnc_line_ids"): "restrict",
    ("coi.policy.endorsement", "scheduled_ids"): "restrict",
    ("coi.batch", "policy_ids"): "restrict",
    # What was asked for, and what was issued.
    ("coi.batch", "insured_ids"): "restrict",
    ("coi.master", "policy_ids"): "restrict",
    # What holders were told of.
    ("coi.notice", "policy_ids"): "restrict",
    # Says in words of its own what it rested on, once nothing valid rests on it.
    ("coi.basis", "endorsement_ids"): "cascade",
    # A company that is deleted has switched nothing off.
    ("coi.wording.rule", "off_company_ids"): "cascade",
    # Those that would disappear; who has gone is none of them.
    ("coi.import.run", "gone_ids"): "cascade",
    # Chosen for rows that are shown before they are imported; none marks nobody.
    ("coi.import.run", "ai_line_ids"): "cascade",
    ("coi.import.mapping", "ai_line_ids"): "cascade",
}


@tagged("post_install", "-at_install")
class TestListsOfRecords(AgencyCase):
    """Nothing is deleted out of a list that says something by what is in it."""

    def assertKept(self, record, words):
        for each in (record, record.with_env(self.admin_env)):
            with self.assertRaisesRegex(UserError, words), self.cr.savepoint():
                each.sudo().unlink()
        self.assertTrue(record.exists())

    def test_every_list_was_decided_upon(self):
        found = {
            (name, field.name): field.ondelete
            for name, model in self.registry.items()
            if name.startswith("coi.") and not model._abstract and not model._transient
            for field in model._fields.values()
            if field.type == "many2many" and field.store
        }
        self.assertEqual(found, DECIDED)

    def test_a_contact_in_a_schedule(self):
        """The schedule would have lost it, and the next certificate its mark."""
        scheduled = self.make_holder("In the Schedule")
        self.gl.endorsement_ids = [
            self.endorsement("CG 20 26", "ai", scheduled=scheduled)
        ]
        self.assertKept(scheduled, "endorsement's schedule")
        named = self.gl.endorsement_ids.filtered("scheduled_ids")
        named.scheduled_ids = False
        scheduled.sudo().unlink()

    def test_an_insured_of_a_batch(self):
        batch = self.generate(self.coastal_interest)
        self.assertEqual(batch.insured_ids, self.coastal)
        moved = self.make_holder("Moved")
        batch.sudo().insured_ids = moved
        self.assertKept(moved, "were requested")

    def test_a_policy_chosen_for_a_batch_that_waits(self):
        """With none left, it would show all that are in force."""
        self.agency.sudo().coi_click_limit = 0
        cyber = self.make_policy("cyber", "CY-1")
        self.env["coi.batch"]._start(
            self.plain_interest, issue_date=ISSUE_DATE, policies=cyber
        )
        self.assertKept(cyber, "chosen for a batch")

    def test_the_only_policy_a_holder_is_shown(self):
        self.plain_interest.series_ids = self.auto.series_id
        self.plain_interest.active = False
        self.assertKept(self.auto.series_id, "shown this policy only")

    def test_lines_and_types_that_interests_name(self):
        cyber = self.get_line("cyber")
        for name in ("ai_line_ids", "waiver_line_ids", "pnc_line_ids"):
            self.plain_interest[name] = cyber
            self.assertKept(cyber, "Archive")
            self.plain_interest[name] = [Command.clear()]
        self.assertKept(self.get_type("mortgagee"), "Archive")


@tagged("post_install", "-at_install")
class TestContactsThatMove(AgencyCase):
    """A contact that becomes one company's alone is hidden from the others."""

    def setUp(self):
        super().setUp()
        theirs = self.env_of(self.other_csr)
        self.insured = theirs["res.partner"].create({"name": "Lakeside Client"})
        theirs["coi.additional.interest"].create(
            {"insured_id": self.insured.id, "holder_id": self.bay.id}
        )
        partner_manager = self.env.ref("base.group_partner_manager")
        for user in (self.csr, self.colleague):
            user.sudo().group_ids = [Command.link(partner_manager.id)]

    def test_what_another_company_uses_is_not_taken_away(self):
        for user in (self.csr, self.colleague):
            contact = self.bay.with_env(self.env_of(user))
            with self.assertRaisesRegex(UserError, "by another company") as caught:
                contact.company_id = self.agency
            self.assertNotIn("Lakeside", str(caught.exception))
            self.assertFalse(contact.company_id)

    def test_what_the_own_company_uses_may_be_its_own(self):
        self.dover.company_id = self.agency
        self.assertEqual(self.dover.company_id, self.agency)
        self.dover.company_id = False

    def test_nothing_else_is_asked(self):
        self.bay.sudo().company_id = self.agency
        self.bay.write({"company_id": self.agency.id, "street": "2 New Street"})
        self.bay.company_id = False
        self.assertEqual(self.bay.street, "2 New Street")

    def test_a_contact_nobody_uses_moves(self):
        contact = self.make_holder("Nobody's")
        contact.company_id = self.agency
        self.assertEqual(contact.company_id, self.agency)
