from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...models.delivery import coi_sending_proofread
from .post import PostCase

BROKEN = "<p>Hello</p><p t-if=\"object.holder_name == 'C'\" t-out='object.no_such'/>"


@tagged("post_install", "-at_install")
class TestProofread(PostCase):
    """No mail leaves before it is known that all of a run can be written; of a large
    one that is found out in the background."""

    def setUp(self):
        super().setUp()
        self.template = self.env.ref("coi_mass_generate.mail_template_delivery").sudo()
        self.certificates = self.make_mailed(
            **{name: f"{name.lower()}@x.example" for name in "ABCD"}
        )

    def break_third(self):
        """Of four, the one that a look at the first and the longest does not find."""
        good = self.template.body_html
        self.template.body_html = BROKEN
        return good

    def send_large(self):
        with patch.object(coi_sending_proofread, "IN_CLICK", 3):
            return self.send(self.certificates)

    def test_a_few_are_proofread_in_the_click(self):
        self.assertTrue(self.send(self.certificates[:2]).is_proofread)
        self.break_third()
        with self.assertRaisesRegex(UserError, "c@x.example .* cannot be written"):
            self.send(self.certificates[2:])

    def test_many_are_proofread_before_the_first_leaves(self):
        sending = self.send_large()
        self.assertFalse(sending.is_proofread)
        [alert] = sending.get_progress()["alerts"]
        self.assertIn("none leaves before", alert)
        self.assertEqual(len(self.run_postman()), 4)
        self.assertTrue(sending.is_proofread)
        self.assertEqual(sending.state, "done")

    def test_what_cannot_be_written_stops_all_of_it(self):
        good = self.break_third()
        sending = self.send_large()
        self.assertEqual(self.run_postman(), [])
        self.assertEqual((sending.state, sending.count_waiting), ("paused", 4))
        [told] = sending.get_progress()["alerts"]
        self.assertIn("Nothing was sent", told)
        self.assertIn("c@x.example (C)", told)
        # Going on does not get around it.
        sending.action_go_on()
        self.assertEqual(self.run_postman(), [])
        self.assertEqual(sending.state, "paused")
        self.template.body_html = good
        sending.action_go_on()
        self.assertEqual(len(self.run_postman()), 4)

    def test_they_are_read_in_parts(self):
        self.break_third()
        with patch.object(coi_sending_proofread, "AT_ONCE", 1):
            sending = self.send_large()
            self.assertEqual(self.run_postman(), [])
        self.assertIn("c@x.example (C)", sending.words)

    def test_who_sent_it_is_told(self):
        self.break_third()
        sending = self.send_large()
        told = []

        def note(_run, user, words, kind):
            told.append((user, words, kind))

        with patch.object(type(sending), "_tell", note):
            self.run_postman()
        [(user, words, kind)] = told
        self.assertEqual((user, kind), (self.csr, "danger"))
        self.assertIn("c@x.example", words)

    def test_it_is_found_out_while_it_can_be_taken_back(self):
        self.agency.sudo().coi_undo_minutes = 10
        self.break_third()
        with patch.object(coi_sending_proofread, "IN_CLICK", 3):
            told = self.env["coi.sending"].send(self.certificates.ids)
        sending = self.env["coi.sending"].browse(told["sending_id"])
        self.run_postman()
        self.assertEqual(sending.state, "paused")
        sending.action_take_back()
        self.assertEqual(sending.state, "taken_back")

    def test_what_all_mails_lack_is_found_in_the_click(self):
        self.template.body_html = "<p t-out='object.no_such'/>"
        with self.assertRaisesRegex(UserError, "cannot be written"):
            self.send_large()

    def test_an_approved_one_is_proofread_too(self):
        self.agency.sudo().coi_approve_above = 2
        self.break_third()
        sending = self.send_large()
        sending.with_env(self.env_of(self.manager)).action_approve()
        self.assertEqual(self.run_postman(), [])
        self.assertEqual(sending.state, "paused")
