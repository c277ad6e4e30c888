from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .post import PostCase

MANAGER = "coi_mass_generate.group_manager"


@tagged("post_install", "-at_install")
class TestApproval(PostCase):
    """Above so many mails, somebody else looks first."""

    def setUp(self):
        super().setUp()
        self.agency.sudo().write({"coi_approve_above": 2, "coi_undo_minutes": 10})
        self.certificates = self.make_mailed(
            A="a@x.example", B="b@x.example", C="c@x.example"
        )

    def as_user(self, user):
        return self.sending.with_env(self.env_of(user))

    def ask(self):
        self.sending = self.send(self.certificates)
        self.assertEqual(self.sending.state, "to_approve")
        return self.sending

    def get_asked(self):
        activities = self.env["mail.activity"].sudo()
        asked = [("res_model", "=", "coi.sending"), ("res_id", "=", self.sending.id)]
        return activities.search(asked).user_id

    def make_due(self):
        """The undo window is over."""
        self.sending.sudo().undo_until = fields.Datetime.now()

    def test_nothing_leaves_before(self):
        self.ask()
        self.make_due()
        self.assertEqual(self.run_postman(), [])
        self.assertEqual(self.sending.count_waiting, 3)
        for door in ("action_go_on", "action_pause"):
            with self.assertRaisesRegex(UserError, "can no longer do this"):
                getattr(self.sending, door)()

    def test_as_many_as_allowed_leave_at_once(self):
        sending = self.send(self.certificates[:2])
        self.assertEqual(sending.state, "waiting")
        self.assertEqual(len(self.run_postman()), 2)

    def test_several_small_runs_are_a_large_one(self):
        first = self.send(self.certificates[:2])
        wizard = self.certificates[2].action_send()
        wizard = self.env["coi.send"].browse(wizard["res_id"])
        self.assertTrue(wizard.get_screen()["needs_approval"])
        self.assertEqual(self.send(self.certificates[2]).state, "to_approve")
        # What was taken back has reached nobody.
        first.action_take_back()
        self.assertFalse(wizard.get_screen()["needs_approval"])

    def test_an_hour_later_it_is_another(self):
        first = self.send(self.certificates[:2])
        first.flush_recordset()
        self.env.cr.execute(
            "UPDATE coi_sending SET create_date = create_date - interval '61 minutes' "
            "WHERE id = %s",
            [first.id],
        )
        self.assertEqual(self.send(self.certificates[2]).state, "waiting")

    def test_what_was_approved_counts_no_more(self):
        self.ask()
        self.as_user(self.manager).action_approve()
        more = self.make_mailed(D="d@x.example", E="e@x.example")
        self.assertEqual(self.send(more).state, "waiting")

    def test_what_others_send_does_not_count(self):
        self.send(self.certificates[:2])
        second = self.make_user("second", "coi_mass_generate.group_user", self.agency)
        second.email = "second@harborpoint.example"
        sending = self.send(self.certificates[2], self.env_of(second))
        self.assertEqual(sending.state, "waiting")

    def test_zero_is_never(self):
        self.agency.sudo().coi_approve_above = 0
        self.assertEqual(self.send(self.certificates).state, "waiting")

    def test_what_is_no_mail_does_not_count(self):
        self.certificates[0].holder_id.coi_channel = "print"
        self.assertEqual(self.send(self.certificates).state, "waiting")

    def test_a_manager_approves(self):
        self.ask()
        self.assertIn(self.manager, self.get_asked())
        self.assertNotIn(self.csr, self.get_asked())
        before = fields.Datetime.now()
        self.as_user(self.manager).action_approve()
        self.assertEqual(self.sending.state, "waiting")
        self.assertEqual(self.sending.decided_by_id, self.manager)
        self.assertGreaterEqual(self.sending.date_decided, before)
        # From here on it can be taken back, though it was to leave at once.
        minutes = (self.sending.undo_until - before).total_seconds() / 60
        self.assertAlmostEqual(minutes, 10, delta=1)
        self.assertFalse(self.get_asked())
        self.assertEqual(self.run_postman(), [])
        self.make_due()
        self.assertEqual(len(self.run_postman()), 3)

    def test_a_manager_refuses_with_a_reason(self):
        self.ask()
        manager = self.as_user(self.manager)
        for nothing in ("", "  ", None):
            with self.assertRaisesRegex(UserError, "Say why"):
                manager.refuse(nothing)
        action = manager.action_refuse()
        wizard = manager.env[action["res_model"]].browse(action["res_id"])
        with Form(wizard) as form:
            form.reason = "Wait for the endorsement"
        wizard.action_refuse()
        self.assertEqual(self.sending.state, "refused")
        self.assertEqual(self.sending.refusal, "Wait for the endorsement")
        self.assertEqual(self.sending.decided_by_id, self.manager)
        self.assertEqual((self.sending.count_out, self.sending.count_waiting), (3, 0))
        self.assertFalse(self.get_asked())
        self.make_due()
        self.assertEqual(self.run_postman(), [])
        # They may be sent anew: nothing of them is on its way.
        self.assertEqual(self.send(self.certificates[:2]).count_waiting, 2)

    def test_it_is_decided_once(self):
        self.ask()
        self.as_user(self.manager).action_approve()
        with self.assertRaisesRegex(UserError, "no longer waits"):
            self.as_user(self.manager).refuse("too late")
        with self.assertRaisesRegex(UserError, "no longer waits"):
            self.as_user(self.manager).action_approve()

    def test_who_may_decide(self):
        self.ask()
        for user in (self.csr, self.other_csr, self.colleague):
            for door, values in (
                ("action_approve", []),
                ("action_refuse", []),
                ("refuse", ["no"]),
            ):
                with self.assertRaises(AccessError):
                    getattr(self.as_user(user), door)(*values)
        self.assertEqual(self.sending.state, "to_approve")
        self.assertFalse(self.sending.can_decide)
        self.assertTrue(self.as_user(self.manager).can_decide)

    def test_nobody_approves_what_is_their_own(self):
        self.ask()
        self.csr.sudo().group_ids = [(4, self.env.ref(MANAGER).id)]
        with self.assertRaisesRegex(AccessError, "another manager"):
            self.sending.action_approve()
        self.assertFalse(self.sending.can_decide)

    def test_a_manager_sends_alone_unless_the_company_says_otherwise(self):
        mine = self.env_of(self.manager)
        sending = self.send(self.certificates, mine)
        self.assertEqual(sending.state, "waiting")
        sending.action_take_back()
        self.agency.sudo().coi_approve_managers = True
        second = self.make_user("second", MANAGER, self.agency)
        self.sending = self.send(self.certificates, mine)
        self.assertEqual(self.sending.state, "to_approve")
        self.assertIn(second, self.get_asked())
        self.as_user(second).action_approve()
        self.assertEqual(self.sending.state, "waiting")

    def test_nobody_to_ask_is_said(self):
        managers = self.env.ref(MANAGER).sudo().all_user_ids
        managers.filtered(lambda one: self.agency in one.company_ids).write(
            {"group_ids": [(3, self.env.ref(MANAGER).id)]}
        )
        for user in self.env.ref(MANAGER).sudo().all_user_ids:
            user.company_ids -= self.agency
        with self.assertRaisesRegex(UserError, "has none"):
            self.send(self.certificates)

    def test_who_asked_may_take_it_back(self):
        self.ask()
        self.env.invalidate_all()
        self.sending.action_take_back()
        self.assertEqual(self.sending.state, "taken_back")
        self.assertFalse(self.get_asked())

    def test_another_company_has_its_own_rule(self):
        self.other_agency.sudo().coi_approve_above = 1
        self.agency.sudo().coi_approve_above = 0
        self.assertEqual(self.send(self.certificates).state, "waiting")

    def test_settings_are_checked(self):
        for odd in (-1, 2_000_000):
            with self.assertRaisesRegex(UserError, "choose a number"):
                self.agency.sudo().coi_approve_above = odd
