from odoo.exceptions import UserError
from odoo.tests import tagged

from .noticing import NoticeCase
from .test_notice_set import ADAMS, BAY


@tagged("post_install", "-at_install")
class TestReinstate(NoticeCase):
    """Who was told of a cancellation hears that it is over, and nobody else."""

    def setUp(self):
        super().setUp()
        self.issue(self.plain_interest)
        self.issue(self.ai_interest)
        self.cancel(self.gl)

    def tell(self, script=None):
        """The notice of cancellation, on its way; what the server took."""
        notice = self.make(self.gl)
        notice.send(at_once=True)
        return notice, self.run_postman(script)

    def reinstate(self, policy=None, **vals):
        """The reinstatement that is made by it."""
        told = (policy or self.gl).reinstate("2026-03-05", **vals)
        return self.env["coi.notice"].browse(told["notice_id"] or [])

    def get_addresses(self, mails):
        return sorted(address for address, _data in mails)

    def test_to_exactly_those_who_were_told(self):
        refusal = {("rcpt", "bay@holder.example"): (550, b"5.1.1 No such user")}
        notice, _mails = self.tell(refusal)
        answer = self.reinstate()
        self.assertEqual(answer.kind, "reinstatement")
        self.assertEqual(answer.reinstates_id, notice)
        self.assertEqual(self.get_outcomes(answer), {ADAMS: "wanted"})
        answer.send(at_once=True)
        self.assertEqual(
            self.get_addresses(self.run_postman()), ["adams@holder.example"]
        )
        self.assertEqual(self.get_outcomes(answer), {ADAMS: "told"})

    def test_whose_mail_may_have_arrived_hears_of_it(self):
        self.tell({"bay@holder.example": (OSError, "gone")})
        answer = self.reinstate()
        self.assertEqual(self.get_outcomes(answer), {ADAMS: "wanted", BAY: "wanted"})

    def test_who_got_it_on_paper_hears_of_it(self):
        self.adams.email = False
        notice, _mails = self.tell()
        paper = notice.line_ids.letter_ids.delivery_id.filtered(
            lambda each: each.channel == "print"
        )
        paper.action_printed()
        self.assertEqual(set(self.get_outcomes(self.reinstate())), {ADAMS, BAY})

    def test_what_has_not_left_is_taken_back_instead(self):
        self.agency.sudo().coi_undo_minutes = 10
        self.adams.email = False
        notice = self.make(self.gl)
        notice.send()
        self.assertFalse(self.reinstate())
        self.assertEqual(set(self.get_outcomes(notice).values()), {"taken_back"})
        deliveries = notice.line_ids.letter_ids.delivery_id
        self.assertEqual(set(deliveries.mapped("state")), {"taken_back"})
        self.agency.sudo().coi_undo_minutes = 0
        self.assertEqual(self.run_postman(), [])

    def test_what_was_packed_is_asked_about(self):
        self.adams.email = False
        notice, _mails = self.tell()
        paper = notice.line_ids.letter_ids.delivery_id.filtered(
            lambda each: each.channel == "print"
        )
        paper.action_print()
        answer = self.reinstate()
        with self.assertRaisesRegex(UserError, "packed to be mailed"):
            answer.send()
        paper.action_printed()
        answer.send(at_once=True)
        self.assertEqual(set(self.get_outcomes(answer).values()), {"waiting"})
        self.assertEqual(len(answer.line_ids), 2)

    def test_packed_and_kept_here(self):
        self.adams.email = False
        notice, _mails = self.tell()
        notice.line_ids.letter_ids.delivery_id.filtered(
            lambda each: each.channel == "print"
        ).action_print()
        answer = self.reinstate()
        notice.action_take_back()
        answer.send(at_once=True)
        self.assertEqual(self.get_outcomes(answer), {ADAMS: "none", BAY: "waiting"})

    def test_nobody_was_told(self):
        self.assertFalse(self.reinstate())
        self.assertFalse(self.env["coi.notice"].search([]))

    def test_emptied_by_hand_it_is_the_same(self):
        self.tell()
        self.gl.date_cancelled = False
        answer = self.env["coi.notice"].search([("kind", "=", "reinstatement")])
        self.assertEqual(len(answer.line_ids), 2)
        self.assertEqual(answer.state, "draft")

    def test_what_is_not_sent_yet_is_dropped(self):
        notice = self.make(self.gl)
        self.reinstate()
        self.assertEqual(notice.state, "dropped")

    def test_of_two_policies_one(self):
        """The letter that waits goes on with the other; who was told of both hears of
        the one."""
        self.agency.sudo().coi_undo_minutes = 10
        self.cancel(self.auto)
        notice = self.make(self.gl | self.auto)
        notice.send()
        self.assertFalse(self.reinstate())
        self.agency.sudo().coi_undo_minutes = 0
        notice.sending_id.sudo().undo_until = "2020-01-01"
        mails = self.run_postman()
        self.assertEqual(len(mails), 2)
        for _address, data in mails:
            self.assertIn(b"AU-200", data)
            self.assertNotIn(b"GL-100", data)
        told = {
            line.policy_id.name for line in notice.line_ids if line.outcome == "told"
        }
        self.assertEqual(told, {"AU-200"})
        answer = self.reinstate(self.auto)
        self.assertEqual(answer.policy_ids, self.auto)
        self.assertEqual(len(answer.line_ids), 2)

    def test_a_second_cancellation_is_another_event(self):
        self.tell()
        answer = self.reinstate()
        answer.send(at_once=True)
        self.assertEqual(len(self.run_postman()), 2)
        self.cancel(self.gl, "2026-03-02")
        second, mails = self.tell()
        self.assertEqual(len(mails), 2)
        self.assertEqual(set(self.get_outcomes(second).values()), {"told"})

    def test_canceled_again_nobody_hears_that_it_is_in_force(self):
        self.tell()
        answer = self.reinstate()
        self.cancel(self.gl, "2026-03-02")
        self.assertEqual(answer.state, "dropped")

    def test_nor_by_what_is_on_its_way(self):
        self.tell()
        answer = self.reinstate()
        self.agency.sudo().coi_undo_minutes = 10
        answer.send()
        self.cancel(self.gl, "2026-03-02")
        self.assertEqual(set(self.get_outcomes(answer).values()), {"taken_back"})

    def test_what_the_postman_finds_untrue_stays_here(self):
        """Whatever way it came to be so."""
        notice = self.make(self.auto, "non_renewal")
        notice.send(at_once=True)
        self.auto.action_renew()
        self.assertEqual(self.run_postman(), [])
        deliveries = notice.line_ids.letter_ids.delivery_id
        self.assertEqual(set(deliveries.mapped("kind")), {"outdated"})

    def test_where_none_is_told_any_more(self):
        self.tell()
        answer = self.reinstate()
        self.agency.sudo().coi_notice_practice = "none"
        with self.assertRaisesRegex(UserError, "tells no holder"):
            answer.send()
        self.assertEqual(self.run_postman(), [])

    def test_in_the_window(self):
        self.tell()
        action = self.gl.action_reinstate()
        wizard = self.env["coi.reinstate"].browse(action["res_id"])
        self.assertEqual((wizard.count_told, wizard.count_waiting), (2, 0))
        wizard.has_gap = "yes"
        opened = wizard.action_reinstate()
        self.assertEqual(opened["res_model"], "coi.notice")
        self.assertEqual(self.gl.reinstated_gap, "yes")

    def test_what_is_not_canceled_is_not_reinstated(self):
        with self.assertRaisesRegex(UserError, "neither canceled nor announced"):
            self.auto.reinstate("2026-03-05")
        with self.assertRaisesRegex(UserError, "give the day"):
            self.gl.reinstate(None)

    def test_what_a_letter_says_is_asked_when_it_leaves(self):
        """Others are made ahead while the one before is handed over."""
        notice = self.make(self.gl)
        notice.send(at_once=True)
        first = notice.line_ids.letter_ids.delivery_id.sorted("sequence")[0]
        self.assertEqual(len(notice.line_ids), 2)
        self.assertFalse(first._search_following(10))
