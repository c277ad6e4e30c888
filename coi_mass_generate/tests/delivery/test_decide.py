from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .post import PostCase


@tagged("post_install", "-at_install")
class TestDecide(PostCase):
    """What receivers say is a proposal: a person accepts or declines it."""

    def setUp(self):
        super().setUp()
        self.delivery = self.send(self.make_mailed(A="a@x.example")).delivery_ids
        self.run_postman()
        self.holder = self.delivery.certificate_ids.holder_id
        self.interest = self.delivery.certificate_ids.interest_id

    def open(self, kind, text=""):
        self.delivery.sudo()._take_answer(kind, text)
        action = self.delivery.action_mend()
        self.assertEqual(action["res_model"], "coi.answer")
        return self.env["coi.answer"].browse(action["res_id"])

    def test_a_wrong_address_is_corrected(self):
        before = self.holder.read(["name", "street"])
        wizard = self.open("wrong", "We moved")
        self.assertEqual(self.holder.read(["name", "street"]), before)
        self.assertEqual((wizard.name, wizard.answer_text), ("A", "We moved"))
        with Form(wizard) as form:
            form.street = "12 Oak Street"
        wizard.action_accept()
        self.assertEqual((self.holder.street, self.holder.name), ("12 Oak Street", "A"))
        self.assertEqual(self.delivery.answer_result, "accepted")
        self.assertEqual(self.delivery.answer_user_id, self.csr)
        self.assertTrue(self.delivery.answer_done_date)
        self.assertEqual(self.delivery.answer_change, "A: Street")
        self.assertFalse(self.delivery.is_answer_open)

    def test_nothing_corrected_is_not_accepted(self):
        wizard = self.open("wrong")
        with self.assertRaisesRegex(UserError, "Nothing was changed"):
            wizard.action_accept()
        self.assertTrue(self.delivery.is_answer_open)

    def test_declined_keeps_everything(self):
        wizard = self.open("unneeded")
        wizard.action_decline()
        self.assertEqual(self.delivery.answer_result, "declined")
        self.assertFalse(self.interest.valid_until)
        with self.assertRaisesRegex(UserError, "already decided"):
            wizard.action_accept()
        self.assertFalse(self.interest.valid_until)

    def test_not_needed_any_more_ends_the_interest(self):
        self.open("unneeded").action_accept()
        today = fields.Date.context_today(self.delivery)
        self.assertEqual(self.interest.valid_until, today)
        self.assertIn("End the interest", self.delivery.answer_change)

    def test_or_is_sent_to_nobody(self):
        wizard = self.open("unneeded")
        wizard.way = "none"
        wizard.action_accept()
        self.assertEqual(self.interest.channel, "none")
        self.assertFalse(self.interest.valid_until)

    def test_only_of_this_mail(self):
        wizard = self.open("unneeded")
        wizard.interest_id = self.bank_interest
        with self.assertRaisesRegex(UserError, "interest of this mail"):
            wizard.action_accept()
        wizard = self.open("wrong")
        wizard.write({"holder_id": self.bank.id, "name": "Another"})
        with self.assertRaisesRegex(UserError, "holder to change"):
            wizard.action_accept()
        self.assertNotEqual(self.bank.name, "Another")

    def test_the_same_once_more_changes_nothing(self):
        self.open("wrong", "We moved").action_decline()
        before = self.delivery.sudo().read()
        self.delivery.sudo()._take_answer("wrong", "We moved")
        self.assertEqual(self.delivery.sudo().read(), before)

    def test_that_it_came_takes_nothing_back(self):
        wizard = self.open("wrong", "We moved")
        self.delivery.sudo()._take_answer("received", "")
        self.assertTrue(self.delivery.is_answer_open)
        self.assertEqual(wizard.answer, "wrong")

    def test_of_another_company(self):
        wizard = self.open("wrong")
        theirs = self.env_of(self.other_csr)
        with self.assertRaises(AccessError):
            wizard.with_env(theirs).action_accept()
        with self.assertRaises(AccessError):
            theirs["coi.answer"].create({"delivery_id": self.delivery.id})
