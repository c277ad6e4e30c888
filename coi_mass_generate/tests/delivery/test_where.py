from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.delivery.coi_certificate import WORST
from .post import PostCase
from .test_mend import UNKNOWN


@tagged("post_install", "-at_install")
class TestWhere(PostCase):
    """Every certificate tells what became of it."""

    def search(self, *states):
        found = self.env["coi.certificate"].search(
            [("delivery_state", "in", states), ("id", "in", self.certificates.ids)]
        )
        return found.mapped("holder_name")

    @mute_logger("odoo.addons.base.models.ir_mail_server")
    def send_three(self):
        """One that failed for one of two addresses, one that left, one never sent."""
        holders = [
            self.make_holder("Two", email="bad@x.example, good@x.example"),
            self.make_holder("One", email="one@x.example"),
            self.make_holder("Never", email="never@x.example"),
        ]
        self.certificates = self.issue_to(*holders)
        sending = self.send(self.certificates[:2])
        self.run_postman({("rcpt", "bad@x.example"): UNKNOWN})
        return sending

    def test_the_worst_counts(self):
        self.send_three()
        states = self.certificates.mapped("delivery_state")
        self.assertEqual(states, ["failed", "handed", False])

    def test_what_is_shown_is_what_is_found(self):
        self.send_three()
        self.assertEqual(self.search("failed"), ["Two"])
        self.assertEqual(self.search("handed"), ["One"])
        self.assertEqual(self.search(False), ["Never"])
        self.assertEqual(set(self.search("handed", False)), {"One", "Never"})
        self.assertEqual(self.search("queued"), [])
        # With what stands between them, and with what is told apart.
        self.assertEqual(self.search("failed", "bounced", "unsure"), ["Two"])
        self.assertEqual(set(self.search("failed", "handed")), {"One", "Two"})
        self.assertEqual(self.search("queued", "handing", False), ["Never"])

    def test_every_state_is_found_as_it_is_shown(self):
        self.send_three()
        one = self.certificates[1]
        delivery = one.enclosure_ids.delivery_id
        for state in WORST:
            delivery.sudo().state = state
            self.assertEqual(one.delivery_state, state)
            with self.subTest(state=state):
                self.assertIn("One", self.search(state))
                others = [each for each in WORST if each != state]
                self.assertNotIn("One", self.search(*others, False))

    def test_what_is_not_so_is_the_rest(self):
        self.send_three()
        found = self.env["coi.certificate"].search(
            [
                ("delivery_state", "not in", ("handed",)),
                ("id", "in", self.certificates.ids),
            ]
        )
        self.assertEqual(set(found.mapped("holder_name")), {"Two", "Never"})

    def test_what_was_left_out_was_never_sent(self):
        self.send_three()
        self.certificates[1].enclosure_ids.sudo().left_out = "cancelled"
        self.assertFalse(self.certificates[1].delivery_state)
        self.assertEqual(set(self.search(False)), {"One", "Never"})
        self.assertEqual(self.search("handed"), [])

    def test_what_is_left_as_it_is_counts_no_more(self):
        sending = self.send_three()
        failed = sending.delivery_ids.filtered(lambda each: each.state == "failed")
        failed.action_leave()
        self.assertEqual(self.certificates[0].delivery_state, "handed")
        self.assertEqual(self.search("failed"), [])
        self.assertEqual(set(self.search("handed")), {"One", "Two"})

    def test_what_was_mended_counts_no_more(self):
        sending = self.send_three()
        failed = sending.delivery_ids.filtered(lambda each: each.state == "failed")
        failed.mend("right@x.example")
        self.assertEqual(self.certificates[0].delivery_state, "queued")
        self.run_postman()
        self.assertEqual(self.certificates[0].delivery_state, "handed")
        self.assertEqual(self.search("failed"), [])

    def test_in_as_many_queries_for_any_number(self):
        self.send_three()
        counts = []
        self.certificates.mapped("delivery_state")
        for certificates in (self.certificates[:1], self.certificates):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            certificates.mapped("delivery_state")
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_the_rows_of_its_form(self):
        self.send_three()
        rows = self.certificates[0].enclosure_ids
        self.assertEqual(set(rows.mapped("state")), {"failed", "handed"})
        action = rows[0].action_open()
        self.assertEqual(action["res_id"], rows[0].delivery_id.id)

    def test_the_rows_of_its_sending(self):
        delivery = self.send_three().delivery_ids[0]
        action = delivery.action_open()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("coi.delivery", delivery.id)
        )
        with self.assertRaises(AccessError):
            delivery.with_env(self.env_of(self.other_csr)).action_open()

    def test_an_exact_copy_is_a_new_mail(self):
        sending = self.send_three()
        old = sending.delivery_ids.filtered(lambda each: each.email == "one@x.example")
        action = self.certificates[1].action_send_again()
        anew = self.env["coi.sending"].browse(action["res_id"]).delivery_ids
        self.assertEqual(anew.resends_id, old)
        [(to, _mail)] = self.run_postman()
        self.assertEqual(to, "one@x.example")
        self.assertNotEqual(anew.message_id, old.message_id)
        self.assertEqual(anew.files, old.files)

    def test_a_copy_can_be_taken_back(self):
        self.send_three()
        self.agency.sudo().coi_undo_minutes = 10
        action = self.certificates[1].action_send_again()
        self.assertEqual(
            self.env["coi.sending"].browse(action["res_id"]).state, "waiting"
        )

    def test_of_what_was_never_sent_there_is_no_copy(self):
        self.send_three()
        with self.assertRaisesRegex(UserError, "None of these was mailed yet"):
            self.certificates[2].action_send_again()

    def test_what_is_on_its_way_is_not_copied(self):
        self.certificates = self.make_mailed(A="a@x.example")
        self.send(self.certificates)
        with self.assertRaisesRegex(UserError, "None of these was mailed yet"):
            self.certificates.action_send_again()

    def test_another_company_copies_nothing(self):
        self.send_three()
        theirs = self.env_of(self.other_csr)
        with self.assertRaises(AccessError):
            self.certificates.with_env(theirs).action_send_again()

    def test_of_a_holder(self):
        sending = self.send_three()
        holder = self.certificates[0].holder_id
        action = holder.action_coi_open_deliveries()
        found = self.env["coi.delivery"].search(action["domain"])
        two = sending.delivery_ids.filtered(lambda each: each.email != "one@x.example")
        self.assertEqual(found, two)
