"""Taking a whole import back, as long as nothing later depends on it."""

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .lists import HARBOR, LENDER, ImportCase

MOVED = {**HARBOR, "Phone": "617-555-7777", "Email": "moved@harbor.example"}


@tagged("post_install", "-at_install")
class TestImportUndo(ImportCase):
    def one_go(self, *rows, **options):
        return self.import_interests(rows, one_go=True, **options).run_id

    def get_refusal(self, run):
        with self.assertRaises(UserError) as raised:
            run.action_undo()
        return str(raised.exception)

    def later(self, run):
        """Let the import be of a moment ago: what follows happens after it."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE coi_import_run SET date_done = now() - interval '1 hour'"
        )
        self.env.invalidate_all()

    def test_what_was_created_goes(self):
        before = self.env["coi.additional.interest"].search_count([])
        run = self.one_go(HARBOR, LENDER)
        run.action_undo()
        self.assertEqual(run.state, "undone")
        self.assertFalse(
            self.find("Harbor Center LLC") | self.find("First Lender Bank")
        )
        self.assertEqual(self.env["coi.additional.interest"].search_count([]), before)
        self.assertEqual(len(run.line_ids), 2, "the record of it stays")

    def test_after_an_undo_the_list_can_be_imported_again(self):
        self.one_go(HARBOR).action_undo()
        wizard = self.import_interests([HARBOR], one_go=True)
        self.assertEqual(self.get_counts(wizard), {"created": 1})

    def test_what_was_changed_is_as_before(self):
        self.one_go(HARBOR)
        holder = self.find("Harbor Center LLC")
        interest = holder.env["coi.additional.interest"].search(
            [("holder_id", "=", holder.id)]
        )
        changed = {
            **MOVED,
            "Policy Number": "AU-200",
            "Additional Insured Type": "Mortgagee, Loss payee",
            "Loan Number": "77",
        }
        run = self.one_go(changed)
        self.assertEqual(interest.loan_number, "77")
        run.action_undo()
        self.assertEqual(holder.phone, "+1 617-555-0142")
        self.assertEqual(holder.email, "certs@harborcenter.example")
        self.assertFalse(interest.loan_number)
        self.assertEqual(interest.series_ids, self.gl.series_id)
        self.assertEqual(interest.type_ids, self.get_type("additional_insured"))

    def test_who_was_taken_out_is_back(self):
        self.import_holders([HARBOR])
        run = self.open_import(
            "coi.import.interest", [HARBOR], mode="replace", insured_id=self.beacon.id
        ).run_id
        gone = run.gone_ids
        run.confirm_gone = True
        run.action_import()
        self.assertNotIn(True, gone.mapped("active"))
        run.action_undo()
        self.assertNotIn(False, gone.mapped("active"))

    def test_a_holder_in_somebody_s_list_since_then_stays(self):
        run = self.import_holders([HARBOR]).run_id
        self.import_interests([HARBOR])
        self.assertIn(
            "Additional Interest: new records in use there: 1", self.get_refusal(run)
        )
        self.assertTrue(self.find("Harbor Center LLC"))
        self.assertEqual(run.state, "done")

    def test_passes_are_undone_in_turn(self):
        first = self.import_holders([HARBOR]).run_id
        second = self.import_interests([HARBOR]).run_id
        second.action_undo()
        first.action_undo()
        self.assertFalse(self.find("Harbor Center LLC"))

    def test_a_certificate_keeps_what_it_names(self):
        run = self.one_go({**HARBOR, "Additional Insured Type": "Certificate Holder"})
        interest = run.line_ids.interest_id
        self.generate(interest)
        self.assertIn("Certificate", self.get_refusal(run))

    def test_a_contact_somebody_worked_on_stays(self):
        run = self.import_holders([HARBOR]).run_id
        self.later(run)
        self.find("Harbor Center LLC").website = "https://harbor.example"
        self.assertIn("Harbor Center LLC was changed on", self.get_refusal(run))

    def test_a_note_on_a_contact_keeps_it(self):
        run = self.import_holders([HARBOR]).run_id
        said = "Spoke to Mary."
        self.find("Harbor Center LLC").message_post(body=said, message_type="comment")
        self.assertIn("Messages: 1", self.get_refusal(run))

    def test_a_person_at_the_holder_keeps_it(self):
        run = self.import_holders([HARBOR]).run_id
        holder = self.find("Harbor Center LLC")
        self.env["res.partner"].create({"name": "Mary", "parent_id": holder.id})
        self.assertIn("Contact: new records in use there: 1", self.get_refusal(run))

    def test_a_value_that_was_changed_again_stays(self):
        self.import_holders([HARBOR])
        run = self.import_holders([MOVED]).run_id
        self.find("Harbor Center LLC").phone = "+1 617-555-9999"
        self.assertIn("Phone was changed again", self.get_refusal(run))

    def test_a_preview_cannot_be_undone(self):
        run = self.open_import("coi.import.holder", [HARBOR]).run_id
        self.assertIn("nothing to undo", self.get_refusal(run))

    # ---------------------------------------------- whose records it takes back

    def age(self, *records):
        """As if nobody had touched them for years."""
        self.env.flush_all()
        for each in records:
            self.env.cr.execute(
                f"UPDATE {each._table} SET write_date = '2020-01-01' WHERE id IN %s",
                [tuple(each.ids)],
            )
        self.env.invalidate_all()

    def test_a_row_that_names_another_contact_takes_nothing_of_it(self):
        """Whatever a row says: what the import did was noted elsewhere."""
        run = self.import_holders([HARBOR, LENDER]).run_id
        victim = self.make_holder("Victim LLC")
        changed = self.make_holder("Second Victim", street="2 Real Street")
        harbor, lender = run.line_ids
        self.env.cr.execute(
            "UPDATE coi_import_line SET partner_id = %s WHERE id = %s",
            [victim.id, harbor.id],
        )
        self.env.cr.execute(
            "UPDATE coi_import_line SET partner_id = %s, bucket = 'update',"
            """ changes = '{"holder": {"street": ["666 Evil", "2 Real Street"]}}'"""
            " WHERE id = %s",
            [changed.id, lender.id],
        )
        self.age(victim + changed)
        run.action_undo()
        self.assertTrue(victim.exists())
        self.assertEqual(changed.street, "2 Real Street")
        self.assertFalse(
            self.find("Harbor Center LLC") | self.find("First Lender Bank")
        )

    def test_a_contact_the_new_one_was_merged_into_stays(self):
        old = self.make_holder("Harbor Tower LLC")
        run = self.import_holders([HARBOR]).run_id
        new = self.find("Harbor Center LLC")
        # As core's merge does it: references follow, the one that goes is deleted.
        self.env.cr.execute(
            "UPDATE coi_import_line SET partner_id = %s WHERE partner_id = %s",
            [old.id, new.id],
        )
        self.env.invalidate_all()
        new.sudo().unlink()
        self.age(old)
        run.action_undo()
        self.assertTrue(old.exists())

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_what_is_another_company_s_by_now_stays_and_that_is_said(self):
        run = self.import_holders([HARBOR]).run_id
        holder = self.find("Harbor Center LLC")
        holder.sudo().company_id = self.other_agency
        self.age(holder)
        refusal = self.get_refusal(run)
        self.assertIn("now belong to another company", refusal)
        self.assertNotIn("Harbor", refusal)
        self.assertTrue(holder.exists())

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_what_was_changed_and_is_another_company_s_by_now_stays(self):
        self.import_holders([HARBOR])
        run = self.import_holders([MOVED]).run_id
        holder = self.find("Harbor Center LLC")
        holder.sudo().company_id = self.other_agency
        self.env.invalidate_all()
        self.assertIn("now belong to another company", self.get_refusal(run))
        self.assertEqual(holder.sudo().phone, "+1 617-555-7777")
        self.assertTrue(run.headline, "the import itself is still there to see")
        self.assertTrue(run.get_result())
