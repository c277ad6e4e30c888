from functools import partial

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .noticing import NoticeCase
from .test_notice_set import ADAMS, BAY


@tagged("post_install", "-at_install")
class TestNoticeOdd(NoticeCase):
    """What happens seldom, or in another order than usual."""

    def setUp(self):
        super().setUp()
        self.issue(self.plain_interest)
        self.issue(self.ai_interest)

    def tell(self, policies=None):
        notice = self.make(policies or self.gl)
        notice.send(at_once=True)
        return notice, self.run_postman()

    def get_answer(self):
        found = self.env["coi.notice"].search(
            [("kind", "=", "reinstatement"), ("state", "=", "draft")]
        )
        self.assertLessEqual(len(found), 1)
        return found

    def get_addresses(self, mails):
        return sorted(address for address, _data in mails)

    # ------------------------------------------------------------------- events

    def test_corrected_by_mistake_and_restored_those_told_are_not_forgotten(self):
        self.cancel(self.gl)
        self.tell()
        self.gl.date_cancelled = False
        self.cancel(self.gl)
        self.gl.reinstate("2026-03-05")
        answer = self.get_answer()
        self.assertEqual(self.get_outcomes(answer), {ADAMS: "wanted", BAY: "wanted"})

    def test_told_twice_answered_once(self):
        self.cancel(self.gl)
        self.tell()
        self.gl.date_cancelled = False
        self.cancel(self.gl, "2026-03-02")
        self.tell()
        self.gl.reinstate("2026-03-05")
        answer = self.get_answer()
        self.assertEqual(len(answer.line_ids), 2)
        answer.send(at_once=True)
        self.assertEqual(len(self.run_postman()), 2)
        self.cancel(self.gl, "2026-03-06")
        self.gl.reinstate("2026-03-07")
        self.assertFalse(self.get_answer())

    def test_restored_nobody_hears_the_same_again(self):
        self.cancel(self.gl)
        self.tell()
        self.gl.date_cancelled = False
        self.cancel(self.gl)
        self.assertEqual(
            self.get_outcomes(self.make(self.gl)), {ADAMS: "before", BAY: "before"}
        )

    def test_an_earlier_reinstatement_is_not_told_again(self):
        self.cancel(self.gl)
        self.gl.reinstate("2026-03-05", has_gap=True)
        self.gl.date_pending_cancel = "2026-12-01"
        self.assertFalse(self.gl.reinstated_on)
        self.tell()
        self.gl.date_pending_cancel = False
        self.get_answer().send(at_once=True)
        for _address, data in self.run_postman():
            self.assertNotIn(b"03/05/2026", data)
            self.assertNotIn(b"with a gap", data)

    def test_of_another_day_those_told_can_hear(self):
        self.cancel(self.gl)
        self.tell()
        self.cancel(self.gl, "2026-03-15")
        again = self.make(self.gl)
        self.assertEqual(self.get_outcomes(again), {ADAMS: "wanted", BAY: "wanted"})
        again.send(at_once=True)
        mails = self.run_postman()
        self.assertEqual(len(mails), 2)
        self.assertTrue(all(b"03/15/2026" in data for _address, data in mails))
        self.gl.reinstate("2026-03-20")
        answer = self.get_answer()
        answer.send(at_once=True)
        self.assertEqual(len(self.run_postman()), 2)

    def test_what_waits_says_the_new_day_once(self):
        self.cancel(self.gl)
        notice = self.make(self.gl)
        notice.send(at_once=True)
        self.cancel(self.gl, "2026-03-15")
        mails = self.run_postman()
        self.assertTrue(all(b"03/15/2026" in data for _address, data in mails))
        self.assertEqual(
            self.get_outcomes(self.make(self.gl)), {ADAMS: "before", BAY: "before"}
        )

    def test_announced_and_then_canceled_as_announced_is_one_event(self):
        self.gl.date_pending_cancel = "2026-03-01"
        self.tell()
        self.cancel(self.gl)
        self.assertEqual(
            self.get_outcomes(self.make(self.gl)), {ADAMS: "before", BAY: "before"}
        )
        self.gl.reinstate("2026-03-05")
        self.assertEqual(len(self.get_answer().line_ids), 2)

    def test_announced_and_then_canceled_on_another_day(self):
        self.gl.date_pending_cancel = "2026-03-01"
        self.tell()
        self.cancel(self.gl, "2026-02-20")
        self.assertEqual(
            self.get_outcomes(self.make(self.gl)), {ADAMS: "wanted", BAY: "wanted"}
        )

    # ----------------------------------------------------------------- archived

    def test_of_an_archived_policy(self):
        self.cancel(self.gl)
        self.gl.active = False
        notice, mails = self.tell()
        self.assertEqual(len(mails), 2)
        self.assertEqual(notice.policy_ids, self.gl)
        self.gl.reinstate("2026-03-05")
        self.get_answer().send(at_once=True)
        self.assertEqual(len(self.run_postman()), 2)

    def test_archived_while_it_waits(self):
        self.cancel(self.gl)
        notice = self.make(self.gl)
        self.gl.active = False
        notice.action_refresh()
        self.assertEqual(self.make(self.gl), notice)
        notice.send(at_once=True)
        self.assertEqual(len(self.run_postman()), 2)

    def test_holders_archived(self):
        self.cancel(self.gl)
        self.ai_interest.active = False
        self.bay.sudo().active = False
        notice, mails = self.tell()
        self.assertEqual(len(mails), 2)
        self.adams.sudo().active = False
        self.gl.reinstate("2026-03-05")
        self.get_answer().send(at_once=True)
        self.assertEqual(len(self.run_postman()), 2)

    # ---------------------------------------------------------------- practice

    def test_where_nobody_is_told_any_more_what_waits_stays(self):
        self.cancel(self.gl)
        notice = self.make(self.gl)
        notice.send(at_once=True)
        manager = self.env_of(self.manager)
        manager["coi.notice.practice"].change("none", "Counsel says so")
        self.assertEqual(self.run_postman(), [])
        self.assertEqual(set(self.get_outcomes(notice).values()), {"taken_back"})

    def test_where_courtesy_ends_what_is_owed_goes(self):
        self.give_notice(self.gl, scheduled=self.bay)
        self.cancel(self.gl)
        notice = self.make(self.gl)
        notice.send(at_once=True)
        manager = self.env_of(self.manager)
        manager["coi.notice.practice"].change("owed", "Counsel says so")
        self.assertEqual(self.get_addresses(self.run_postman()), [self.bay.email])
        self.assertEqual(self.get_outcomes(notice), {ADAMS: "taken_back", BAY: "told"})

    def test_nor_is_it_made_anew_or_tried_again(self):
        self.cancel(self.gl)
        notice = self.make(self.gl)
        notice.send(at_once=True)
        self.run_postman({("rcpt", "bay@holder.example"): (550, b"5.1.1 No")})
        manager = self.env_of(self.manager)
        manager["coi.notice.practice"].change("none", "Counsel says so")
        failed = notice.line_ids.letter_ids.delivery_id.filtered(
            lambda each: each.state == "failed"
        )
        for way in ("mail", "print"):
            with self.assertRaises(UserError):
                failed.mend("new@holder.example", way=way, keep="once")
        self.assertEqual(self.run_postman(), [])

    # ------------------------------------------------------- between made and sent

    def test_reinstated_before_a_manager_approved_it(self):
        self.agency.sudo().coi_approve_above = 1
        self.cancel(self.gl)
        notice, mails = self.tell()
        sending = notice.sending_id
        self.assertEqual((sending.state, mails), ("to_approve", []))
        self.gl.reinstate("2026-03-05")
        self.assertEqual(sending.state, "taken_back")
        self.assertFalse(sending.sudo().activity_ids)
        with self.assertRaisesRegex(UserError, "no longer waits"):
            sending.with_env(self.env_of(self.manager)).action_approve()

    def test_a_certificate_withdrawn_before_it_is_sent(self):
        self.cancel(self.gl)
        notice = self.make(self.gl)
        self.ai_interest.certificate_ids._cancel("Wrong holder.")
        notice.send(at_once=True)
        self.assertEqual(
            self.get_addresses(self.run_postman()), ["adams@holder.example"]
        )

    def test_part_of_what_was_told_together_is_reinstated(self):
        self.cancel(self.gl)
        self.cancel(self.auto)
        self.tell(self.gl | self.auto)
        self.gl.reinstate("2026-03-05")
        answer = self.get_answer()
        self.assertEqual(answer.policy_ids, self.gl)
        answer.send(at_once=True)
        mails = self.run_postman()
        self.assertEqual(len(mails), 2)
        for _address, data in mails:
            self.assertIn(b"GL-100", data)
            self.assertNotIn(b"AU-200", data)

    # ------------------------------------------------------------------- people

    def test_whom_the_user_may_not_see(self):
        self.cancel(self.gl)
        self.admin_env["ir.rule"].sudo().create(
            {
                "name": "Not Bay",
                "model_id": self.admin_env.ref("base.model_res_partner").id,
                "domain_force": f"[('id', '!=', {self.bay.id})]",
                "groups": [(4, self.env.ref("base.group_user").id)],
            }
        )
        self.env.invalidate_all()
        notice, mails = self.tell()
        self.assertEqual(len(mails), 2)
        self.assertTrue(notice._write_owed() is not None)
        notice.read(["ways", "alerts", "count_holders"])
        self.gl.reinstate("2026-03-05")
        answer = self.get_answer()
        answer.send(at_once=True)
        self.assertEqual(len(self.run_postman()), 2)

    def test_contacts_that_are_merged(self):
        self.cancel(self.gl)
        notice, _mails = self.tell()
        merge = self.admin_env["base.partner.merge.automatic.wizard"].sudo()
        merge.create({})._merge((self.adams | self.bay).ids, self.adams)
        self.env.invalidate_all()
        self.assertEqual(notice.line_ids.holder_id, self.adams)
        self.gl.reinstate("2026-03-05")
        answer = self.get_answer()
        answer.send(at_once=True)
        self.assertEqual(len(self.run_postman()), 1)

    def test_who_has_no_rights_does_nothing(self):
        self.cancel(self.gl)
        notice = self.make(self.gl)
        theirs = self.env_of(self.colleague)
        for name in (
            "action_refresh", "action_drop", "action_send", "action_take_back",
            "action_open_deliveries", "action_show_letter", "action_download_owed",
            "send",
        ):  # fmt: skip
            with self.assertRaises(AccessError, msg=name):
                getattr(notice.with_env(theirs), name)()
        tried = (
            lambda: theirs["coi.notice"].make(self.gl.ids, "cancellation"),
            lambda: self.gl.with_env(theirs).reinstate("2026-03-05"),
            lambda: self.gl.with_env(theirs).action_reinstate(),
            lambda: self.gl.with_env(theirs).action_notice_cancellation(),
            lambda: theirs["coi.notice.practice"].change("all", "x"),
            lambda: theirs["coi.notice.practice"].action_change(),
        )
        for each in tried:
            with self.assertRaises(AccessError):
                each()
        self.assertTrue(self.gl.date_cancelled)

    def test_nothing_of_it_is_forged(self):
        self.cancel(self.gl)
        notice, _mails = self.tell()
        line = notice.line_ids[0]
        for env in (self.env, self.env_of(self.manager)):
            for record, vals in (
                (notice, {"state": "draft"}),
                (line, {"is_over": True}),
                (line.letter_ids, {"line_id": notice.line_ids[-1].id}),
            ):
                mine, data = record.with_env(env), record.copy_data()
                for tried in (
                    partial(mine.write, vals),
                    partial(mine.create, data),
                    mine.unlink,
                    mine.copy,
                ):
                    with self.assertRaises(UserError):
                        tried()

    def test_of_another_company_no_policy(self):
        self.cancel(self.gl)
        theirs = self.env_of(self.other_csr)
        with self.assertRaises(UserError):
            theirs["coi.notice"].make(self.gl.ids, "cancellation")
        with self.assertRaises(UserError):
            self.gl.with_env(theirs).reinstate("2026-03-05")
