import email
import re
from email import policy
from functools import partial

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .noticing import NoticeCase
from .test_notice_set import ADAMS, BANK, BAY


@tagged("post_install", "-at_install")
class TestNoticeSend(NoticeCase):
    """Each holder hears it once, by the outbox, where the agency tells it."""

    def setUp(self):
        super().setUp()
        self.issue(self.plain_interest)
        self.issue(self.ai_interest)
        self.cancel(self.gl)

    def send(self, notice):
        notice.send(at_once=True)
        return notice

    def get_texts(self, mails):
        """``{address: text of its mail}``"""
        texts = {}
        for address, data in mails:
            message = email.message_from_bytes(data, policy=policy.SMTP)
            body = message.get_body(("plain", "html")).get_content()
            texts[address] = f"{message['Subject']}\n{body}"
        return texts

    def test_by_mail(self):
        notice = self.send(self.make(self.gl))
        self.assertEqual(notice.state, "sent")
        self.assertEqual(set(self.get_outcomes(notice).values()), {"waiting"})
        mails = self.run_postman()
        addresses = ["adams@holder.example", "bay@holder.example"]
        self.assertEqual(sorted(each for each, _data in mails), addresses)
        self.assertEqual(self.get_outcomes(notice), {ADAMS: "told", BAY: "told"})
        self.assertEqual(notice.count_told, 2)
        self.assertEqual(self.run_postman(), [])

    def test_what_it_says(self):
        self.send(self.make(self.gl))
        mails = self.run_postman()
        text = self.get_texts(mails)["bay@holder.example"]
        self.assertIn("Insurance canceled: Beacon Roofing & Sons, LLC", text)
        for said in ("GL-100", "Granite State Mutual", "03/01/2026", "Pier 4"):
            self.assertIn(said, text)
        self.assertNotIn(ADAMS, text)
        certificate = self.ai_interest.certificate_ids
        self.assertIn(certificate.number, text)
        for _address, data in mails:
            message = email.message_from_bytes(data, policy=policy.SMTP)
            self.assertEqual(list(message.iter_attachments()), [])

    def test_no_certificate_changes(self):
        certificates = self.env["coi.certificate"].search([])
        before = [(each.state, each.sha256) for each in certificates]
        self.send(self.make(self.gl))
        self.run_postman()
        after = [(each.state, each.sha256) for each in certificates]
        self.assertEqual(before, after)
        self.assertEqual(set(certificates.mapped("delivery_state")), {False})

    def test_where_none_is_told_nothing_leaves(self):
        notice = self.make(self.gl)
        self.agency.sudo().coi_notice_practice = "none"
        for tried in (notice.send, notice.action_send):
            with self.assertRaisesRegex(UserError, "tells no holder"):
                tried()
        self.assertEqual(self.run_postman(), [])
        self.assertFalse(self.env["coi.delivery"].search([]))

    def test_where_only_those_it_is_owed_to_are_told(self):
        self.agency.sudo().coi_notice_practice = "owed"
        self.give_notice(self.gl, scheduled=self.bay)
        notice = self.send(self.make(self.gl))
        self.assertEqual(self.get_outcomes(notice), {ADAMS: "none", BAY: "waiting"})
        [(address, _data)] = self.run_postman()
        self.assertEqual(address, "bay@holder.example")

    def test_on_paper_where_there_is_no_address(self):
        self.issue_past(self.bank_interest)
        self.bank.email = False
        notice = self.send(self.make(self.gl))
        self.assertEqual(len(self.run_postman()), 2)
        self.assertEqual(self.get_outcomes(notice)[BANK], "waiting")
        [delivery] = notice.line_ids.letter_ids.delivery_id.filtered(
            lambda each: each.channel == "print"
        )
        self.assertEqual(delivery.state, "to_print")
        self.assertIn("1 Federal Street", delivery.address)
        delivery.action_printed()
        self.assertEqual(self.get_outcomes(notice)[BANK], "told")

    def test_who_wants_nothing_is_done_no_courtesy_but_hears_what_is_owed(self):
        self.adams.coi_channel = self.bay.coi_channel = "none"
        self.give_notice(self.gl, scheduled=self.bay)
        notice = self.send(self.make(self.gl))
        [(address, _data)] = self.run_postman()
        self.assertEqual(address, "bay@holder.example")
        self.assertEqual(self.get_outcomes(notice), {ADAMS: "none", BAY: "told"})

    def test_one_letter_of_two_policies(self):
        self.cancel(self.auto)
        notice = self.send(self.make(self.gl | self.auto))
        texts = self.get_texts(self.run_postman())
        self.assertEqual(len(texts), 2)
        for text in texts.values():
            self.assertIn("GL-100", text)
            self.assertIn("AU-200", text)
        self.assertEqual(len(notice.line_ids), 4)

    def test_only_the_policies_that_concern_a_holder(self):
        carter = self.make_holder("Carter", email="carter@holder.example")
        interest = self.make_interest(
            carter, series_ids=[Command.set(self.auto.series_id.ids)]
        )
        self.issue(interest)
        self.cancel(self.auto)
        self.send(self.make(self.gl | self.auto))
        text = self.get_texts(self.run_postman())["carter@holder.example"]
        self.assertIn("AU-200", text)
        self.assertNotIn("GL-100", text)

    def test_one_mail_for_a_mailbox_of_two_holders(self):
        self.bay.email = self.adams.email
        notice = self.send(self.make(self.gl))
        [(_address, data)] = self.run_postman()
        text = self.get_texts([(1, data)])[1]
        self.assertIn(ADAMS, text)
        self.assertIn(BAY, text)
        self.assertEqual(set(self.get_outcomes(notice).values()), {"told"})

    def test_all_recipients_of_a_holder_with_two_interests(self):
        """One letter, named to both, and no holder without one."""
        other = self.make_interest(self.adams, project="Pier 9")
        other.emails_to = "pier@holder.example"
        self.issue_past(other)
        notice = self.send(self.make(self.gl))
        mails = self.run_postman()
        expected = {"adams@holder.example", "bay@holder.example", "pier@holder.example"}
        self.assertEqual({each for each, _data in mails}, expected)
        self.assertEqual(len(self.get_outcomes(notice)), 2)

    def test_nobody_hears_of_one_event_twice(self):
        self.send(self.make(self.gl))
        self.run_postman()
        late = self.make_holder("Late", email="late@holder.example")
        self.give_notice(self.gl, scheduled=late)
        again = self.make(self.gl)
        expected = {ADAMS: "before", BAY: "before", "Late": "wanted"}
        self.assertEqual(self.get_outcomes(again), expected)
        self.send(again)
        self.assertEqual([each for each, _data in self.run_postman()], [late.email])
        third = self.make(self.gl)
        with self.assertRaisesRegex(UserError, "all were told before"):
            third.send()

    def issue_past(self, interest):
        """A certificate of before the cancellation was known."""
        day = self.gl.date_cancelled
        self.gl.date_cancelled = False
        self.issue(interest)
        self.gl.date_cancelled = day

    def test_send_twice_is_sent_once(self):
        notice = self.send(self.make(self.gl))
        with self.assertRaisesRegex(UserError, "was sent or dropped"):
            notice.send(at_once=True)
        self.assertEqual(len(self.run_postman()), 2)

    def test_taken_back_in_time(self):
        self.agency.sudo().coi_undo_minutes = 10
        notice = self.make(self.gl)
        notice.send()
        self.assertEqual(self.run_postman(), [])
        notice.action_take_back()
        self.assertEqual(set(self.get_outcomes(notice).values()), {"taken_back"})
        with self.assertRaisesRegex(UserError, "Nothing of it is left here"):
            notice.action_take_back()
        # Who was not told can be.
        self.send(self.make(self.gl))
        self.assertEqual(len(self.run_postman()), 2)

    def test_a_bounced_one_is_fixed(self):
        notice = self.send(self.make(self.gl))
        refusal = {"bay@holder.example": (550, b"5.1.1 No such user")}
        self.run_postman({("rcpt", each): said for each, said in refusal.items()})
        self.assertEqual(self.get_outcomes(notice), {ADAMS: "told", BAY: "failed"})
        failed = notice.line_ids.letter_ids.delivery_id.filtered(
            lambda each: each.state == "failed"
        )
        with self.assertRaisesRegex(UserError, "carries no files"):
            failed.mend("new@holder.example", way="link", keep="once")
        failed.mend("new@holder.example", keep="once")
        [(address, data)] = self.run_postman()
        self.assertEqual(address, "new@holder.example")
        self.assertIn("GL-100", self.get_texts([(address, data)])[address])
        self.assertEqual(self.get_outcomes(notice)[BAY], "told")

    def test_a_large_run_waits_for_approval(self):
        self.agency.sudo().write({"coi_approve_above": 1})
        notice = self.send(self.make(self.gl))
        self.assertEqual(self.run_postman(), [])
        self.assertEqual(notice.sending_id.state, "to_approve")
        notice.sending_id.with_env(self.env_of(self.manager)).action_approve()
        self.assertEqual(len(self.run_postman()), 2)

    def test_an_announced_one_says_so(self):
        self.gl.write({"date_cancelled": False, "date_pending_cancel": "2026-12-01"})
        notice = self.send(self.make(self.gl))
        self.assertTrue(notice.is_announced)
        text = self.get_texts(self.run_postman())["bay@holder.example"]
        self.assertIn("Cancellation announced", text)
        self.assertIn("To be canceled as of 12/01/2026", text)

    def test_a_nonrenewal_says_when_it_ends(self):
        self.send(self.make(self.auto, "non_renewal"))
        text = self.get_texts(self.run_postman())["bay@holder.example"]
        self.assertIn("Insurance not renewed", text)
        self.assertIn("Ends on 01/31/2027", text)

    def test_no_letter_has_a_term_or_a_promise(self):
        self.give_notice(self.gl)
        self.send(self.make(self.gl))
        self.send(self.make(self.auto, "non_renewal"))
        mails = self.run_postman()
        self.gl.reinstate("2026-03-05")
        self.send(self.env["coi.notice"].search([("kind", "=", "reinstatement")]))
        mails += self.run_postman()
        self.assertEqual(len(mails), 6)
        for _address, data in mails:
            message = email.message_from_bytes(data, policy=policy.SMTP)
            for part in message.walk():
                if part.get_content_maintype() == "text":
                    text = part.get_content().lower()
                    self.assertFalse(re.search(r"\d+\s*(&nbsp;)?\s*days?\b", text))
                    self.assertNotIn("days", text)
                    self.assertNotIn("acord", text)
                    self.assertIn("not a notice by the", text)

    def test_another_company_sees_and_sends_nothing(self):
        notice = self.make(self.gl)
        theirs = self.env_of(self.other_csr)
        for model in ("coi.notice", "coi.notice.line", "coi.notice.letter"):
            self.assertFalse(theirs[model].search([]))
        for tried in ("send", "action_send", "action_take_back", "action_drop"):
            with self.assertRaises(UserError):
                getattr(notice.with_env(theirs), tried)()

    def test_how_they_would_go_is_known_before(self):
        self.issue_past(self.bank_interest)
        nowhere = self.env["res.partner"].create({"name": "Nowhere"})
        self.give_notice(self.gl, scheduled=nowhere)
        self.bank.email = False
        self.adams.coi_channel = "none"
        notice = self.make(self.gl)
        self.assertEqual(
            notice.ways,
            "1 e-mail, 1 letter on paper, 1 holder who wants nothing, 1 without a "
            "usable address",
        )
        self.env.ref("coi_mass_generate.cron_postman").sudo().active = False
        notice.invalidate_recordset()
        self.assertIn("switched off", notice.alerts)
        self.csr.sudo().email = False
        notice.invalidate_recordset()
        self.assertIn("you have no e-mail address", notice.alerts)
        notice.action_drop()
        self.assertFalse(notice.ways or notice.alerts)

    def test_two_who_send_wait_for_each_other(self):
        notice = self.send(self.make(self.gl))
        self.assertEqual(notice.policy_ids.notice_serial, 1)

    def test_holders_left_to_tell(self):
        policies = self.env["coi.policy"]
        found = policies.search([("is_untold", "=", True)])
        self.assertEqual(found, self.gl)
        self.assertEqual(self.gl.count_untold, 2)
        self.send(self.make(self.gl))
        self.gl.invalidate_recordset()
        self.assertEqual(self.gl.count_untold, 0)
        self.assertFalse(policies.search([("is_untold", "=", True)]))
        self.agency.sudo().coi_notice_practice = "owed"
        self.assertFalse(policies.search([("is_untold", "=", True)]))
        self.assertIn(self.auto, policies.search([("is_untold", "=", False)]))

    def test_as_many_queries_for_any_number_of_letters(self):
        counts = []
        for names in (["One"], ["Two", "Three", "Four", "Five", "Six", "Seven"]):
            holders = [
                self.make_holder(name, email=f"{name}@holder.example") for name in names
            ]
            for holder in holders:
                self.issue_past(self.make_interest(holder))
            notice = self.make(self.gl)
            lines = notice.line_ids.browse(notice.line_ids.ids)
            plan = partial(self.env["coi.notice.plan"]._make, notice, lines)
            plan()
            counts.append(self.count_queries(plan))
            notice.action_drop()
        self.assertEqual(*counts)

    def test_as_many_queries_to_say_any_number(self):
        counts = []
        for number in (1, 6):
            holders = [
                self.make_holder(f"H{number}{each}", email=f"h{number}{each}@h.example")
                for each in range(number)
            ]
            for holder in holders:
                self.issue_past(self.make_interest(holder))
            notice = self.send(self.make(self.gl))
            ids = notice.line_ids.letter_ids.delivery_id.ids
            deliveries = self.env["coi.delivery"].browse(ids)
            counts.append(self.count_queries(partial(deliveries.mapped, "notice")))
        self.assertEqual(*counts)
