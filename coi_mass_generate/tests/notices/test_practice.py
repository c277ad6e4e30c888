from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..agency import AgencyCase


@tagged("post_install", "-at_install")
class TestPractice(AgencyCase):
    """Whom the agency tells is a manager's choice, and is kept for ever."""

    def get_managers(self):
        return self.env_of(self.manager)["coi.notice.practice"]

    def get_log(self):
        return [
            (each.user_id, each.before, each.after, each.reason)
            for each in self.env["coi.notice.practice"].search([])
        ]

    def test_nobody_is_told_to_begin_with(self):
        self.assertEqual(self.agency.sudo().coi_notice_practice, "none")

    def test_a_manager_changes_it_and_says_why(self):
        self.get_managers().change("owed", "Our counsel's advice.")
        self.assertEqual(self.agency.sudo().coi_notice_practice, "owed")
        known = (self.manager, "none", "owed", "Our counsel's advice.")
        self.assertEqual(self.get_log(), [known])
        self.assertEqual(self.other_agency.sudo().coi_notice_practice, "none")

    def test_why_is_to_be_said(self):
        for reason in ("", "  ", None):
            with self.assertRaisesRegex(UserError, "Say why"):
                self.get_managers().change("all", reason)

    def test_a_user_does_not(self):
        with self.assertRaisesRegex(AccessError, "Only a manager"):
            self.env["coi.notice.practice"].change("all", "I want to.")
        with self.assertRaises(AccessError):
            self.env["coi.notice.practice"].action_change()

    def test_past_the_door_it_is_logged_too(self):
        admin = self.env.ref("base.user_admin")
        admin.sudo().company_ids += self.agency
        self.agency.with_user(admin).coi_notice_practice = "all"
        self.assertEqual(self.get_log(), [(admin, "none", "all", False)])

    def test_the_log_is_not_edited(self):
        self.get_managers().change("all", "Counsel.")
        admin = self.env.ref("base.user_admin")
        admin.sudo().company_ids += self.agency
        for user in (self.csr, self.manager, admin):
            env = self.env(user=user)
            entry = env["coi.notice.practice"].search([])
            with self.assertRaises(AccessError):
                entry.write({"reason": "Another."})
            with self.assertRaises(AccessError):
                entry.unlink()

    def test_in_the_window(self):
        action = self.get_managers().action_change()
        wizard = self.get_managers().env["coi.notice.change"].browse(action["res_id"])
        wizard.write({"practice": "all", "reason": "Decided on May 4."})
        wizard.action_change()
        self.assertEqual(self.get_log()[0][1:], ("none", "all", "Decided on May 4."))
