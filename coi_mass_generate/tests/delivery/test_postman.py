import smtplib
from datetime import timedelta
from email import message_from_bytes, policy

from freezegun import freeze_time

from odoo import fields
from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.delivery import coi_postman
from .post import TAKEN, PostCase

LOST = (smtplib.SMTPServerDisconnected, "Connection unexpectedly closed")
UNKNOWN = (550, b"5.1.1 No such user here")
FULL = (452, b"4.2.2 Mailbox full")
LOG = "odoo.addons.base.models.ir_mail_server"
POSTMAN = "odoo.addons.coi_mass_generate.models.delivery.coi_postman"


@tagged("post_install", "-at_install")
class TestPostman(PostCase):
    """What becomes of each, by what the server says."""

    def make_many(self, count):
        names = {f"Holder {number}": f"h{number}@x.example" for number in range(count)}
        return self.make_mailed(**names)

    @mute_logger(LOG)
    def test_each_address_has_its_own_truth(self):
        sending = self.send(self.make_many(5))
        mails = self.run_postman(
            {
                ("rcpt", "h1@x.example"): UNKNOWN,
                ("rcpt", "h2@x.example"): FULL,
                "h3@x.example": LOST,
            }
        )
        self.assertEqual([to for to, _mail in mails], ["h0@x.example", "h4@x.example"])
        self.assertEqual(
            self.get_states(sending),
            {
                "h0@x.example": ("handed", False),
                "h1@x.example": ("failed", "address"),
                "h2@x.example": ("later", False),
                "h3@x.example": ("unsure", "silence"),
                "h4@x.example": ("handed", False),
            },
        )
        self.assertIn("53E8B2BD44", sending.delivery_ids[0].words)
        self.assertIn("No such user", sending.delivery_ids[1].words)
        counts = (sending.count_handed, sending.count_failed, sending.count_unsure)
        self.assertEqual((*counts, sending.count_waiting), (2, 1, 1, 1))
        self.assertEqual((sending.count_all, sending.state), (5, "sending"))

    @mute_logger(LOG)
    def test_to_is_good_and_cc_is_refused(self):
        """Odoo's own mails say "sent" of both."""
        certificate = self.make_mailed(Two="good@x.example, reject@x.example")
        sending = self.send(certificate)
        mails = self.run_postman({("rcpt", "reject@x.example"): UNKNOWN})
        self.assertEqual(
            self.get_states(sending),
            {
                "good@x.example": ("handed", False),
                "reject@x.example": ("failed", "address"),
            },
        )
        self.assertEqual([to for to, _mail in mails], ["good@x.example"])
        self.assertEqual(sending.state, "done")

    @mute_logger(LOG)
    def test_it_is_tried_again_as_the_same_mail(self):
        sending = self.send(self.make_many(1))
        delivery = sending.delivery_ids
        self.run_postman({("rcpt", "h0@x.example"): FULL})
        first = (delivery.message_id, delivery.date_mail)
        self.assertTrue(all(first))
        self.assertFalse(self.run_postman())
        with freeze_time(fields.Datetime.now() + timedelta(minutes=6)):
            [(_to, content)] = self.run_postman()
        mail = message_from_bytes(content, policy=policy.default)
        self.assertEqual(delivery.state, "handed")
        self.assertEqual((delivery.message_id, delivery.date_mail), first)
        self.assertEqual(mail["Message-ID"], first[0])
        self.assertEqual(mail["Date"].datetime.replace(tzinfo=None), first[1])

    @mute_logger(LOG)
    def test_it_is_given_up_in_the_end(self):
        sending = self.send(self.make_many(1))
        now = fields.Datetime.now()
        tries = 0
        while sending.delivery_ids.state in ("queued", "later"):
            now += timedelta(days=2)
            with freeze_time(now):
                self.run_postman({("rcpt", "h0@x.example"): FULL})
            tries += 1
        self.assertEqual(tries, 6)
        self.assertEqual(
            self.get_states(sending), {"h0@x.example": ("failed", "temporary")}
        )
        self.assertEqual(sending.state, "done")

    def test_what_a_dead_postman_left_is_unsure_and_not_sent_again(self):
        sending = self.send(self.make_many(2))
        delivery = self.claim()
        self.assertEqual(delivery.state, "handing")
        mails = self.run_postman()
        self.assertEqual([to for to, _mail in mails], ["h1@x.example"])
        self.assertEqual(
            self.get_states(sending)["h0@x.example"], ("unsure", "stopped")
        )

    def test_what_it_left_of_a_run_that_was_taken_back_is_found(self):
        sending = self.send(self.make_many(2))
        self.claim()
        sending.action_take_back()
        self.run_postman()
        self.assertEqual(
            self.get_states(sending),
            {
                "h0@x.example": ("unsure", "stopped"),
                "h1@x.example": ("taken_back", "person"),
            },
        )

    def test_what_came_to_wait_again_as_it_was_taken_back_stays_here(self):
        sending = self.send(self.make_many(1))
        delivery = self.claim()
        sending.action_take_back()
        delivery.sudo().state = "later"
        self.assertEqual(self.run_postman(), [])
        self.assertEqual(
            self.get_states(sending), {"h0@x.example": ("taken_back", "person")}
        )

    def test_one_that_cannot_be_made_fails_alone(self):
        sending = self.send(self.make_many(3))
        bad = sending.delivery_ids[1]
        letter = type(self.env["coi.letter"])
        attach = letter._attach_single

        def fail(self, delivery, documents):
            if delivery == bad:
                self.env.cr.execute("SELECT 1 / 0")
            return attach(self, delivery, documents)

        self.patch(letter, "_attach_single", fail)
        with mute_logger("odoo.sql_db", POSTMAN):
            self.assertEqual(len(self.run_postman()), 2)
        self.assertEqual(bad.state, "failed")
        self.assertIn(f"delivery {bad.id}", bad.words)

    @mute_logger(LOG)
    def test_an_unsure_one_is_repeated_where_the_company_says_so(self):
        self.agency.sudo().coi_repeat_unsure = True
        sending = self.send(self.make_many(1))
        self.run_postman({"h0@x.example": LOST})
        first = sending.delivery_ids.message_id
        self.assertEqual(sending.delivery_ids.state, "later")
        with freeze_time(fields.Datetime.now() + timedelta(minutes=6)):
            [(_to, content)] = self.run_postman()
        self.assertIn(first.encode(), content)

    @mute_logger(LOG)
    def test_a_session_that_is_lost_before_the_mail_costs_nothing(self):
        sending = self.send(self.make_many(2))
        script = {("rcpt", "h0@x.example"): LOST}
        mails = self.run_postman(script)
        # Five times the same in a row is no accident.
        self.assertEqual(mails, [])
        self.assertEqual(sending.state, "paused")
        self.assertEqual(sending.delivery_ids.mapped("state"), ["queued", "queued"])
        self.assertEqual(sending.delivery_ids[0].attempts, 0)
        sending.action_go_on()
        self.assertEqual(len(self.run_postman()), 2)

    @mute_logger(LOG)
    def test_a_quota_pauses_the_server_and_loses_nobody(self):
        sending = self.send(self.make_many(3))
        answer = (450, b"4.2.1 The user is sending mail too quickly")
        mails = self.run_postman({("rcpt", "h1@x.example"): answer})
        self.assertEqual(len(mails), 1)
        self.assertEqual(
            sending.delivery_ids.mapped("state"), ["handed", "queued", "queued"]
        )
        self.assertIn("too quickly", sending.words)
        self.assertFalse(self.run_postman())
        with freeze_time(fields.Datetime.now() + timedelta(minutes=6)):
            mails = self.run_postman()
        self.assertEqual([to for to, _mail in mails], ["h1@x.example", "h2@x.example"])
        self.assertEqual((sending.state, sending.words), ("done", False))

    @mute_logger(LOG)
    def test_a_days_quota_waits_for_the_next_day(self):
        self.send(self.make_many(1))
        answer = (550, b"5.4.5 Daily user sending limit exceeded")
        self.run_postman({("rcpt", "h0@x.example"): answer})
        now = fields.Datetime.now()
        self.assertGreater(self.pace.wait_until, now)
        self.assertNotEqual(self.pace.wait_until.date(), now.date())

    def test_nobody_can_be_reached(self):
        sending = self.send(self.make_many(1))
        self.run_postman(connect=ConnectionRefusedError(111, "Connection refused"))
        self.assertEqual((sending.state, sending.count_waiting), ("sending", 1))
        self.assertIn("refused", sending.words)

    def test_we_are_not_let_in(self):
        sending = self.send(self.make_many(1))
        refusal = smtplib.SMTPAuthenticationError(535, b"5.7.8 Bad credentials")
        self.run_postman(connect=refusal)
        self.assertEqual((sending.state, sending.count_waiting), ("paused", 1))
        self.assertIn("Bad credentials", sending.words)
        sending.action_go_on()
        self.assertEqual(len(self.run_postman()), 1)

    @mute_logger(LOG)
    def test_the_sender_is_refused(self):
        sending = self.send(self.make_many(2))
        self.run_postman({"MAIL": (550, b"5.7.60 Client may not send as this sender")})
        self.assertEqual((sending.state, sending.count_waiting), ("paused", 2))
        self.assertIn("may not send as", sending.words)

    @mute_logger(LOG)
    def test_five_that_fail_alike_stop_the_run(self):
        sending = self.send(self.make_many(7))
        spam = (554, b"5.7.1 Message refused by policy")
        script = {f"h{number}@x.example": spam for number in range(7)}
        self.run_postman(script)
        self.assertEqual((sending.state, sending.count_failed), ("paused", 5))
        self.assertIn("refused by policy", sending.words)

    @mute_logger(LOG)
    def test_any_number_of_wrong_addresses_stop_nobody(self):
        sending = self.send(self.make_many(7))
        script = {("rcpt", f"h{number}@x.example"): UNKNOWN for number in range(6)}
        self.assertEqual(len(self.run_postman(script)), 1)
        self.assertEqual((sending.state, sending.count_failed), ("done", 6))

    # -------------------------------------------------------------------- pace

    def test_no_more_a_minute_than_the_server_takes(self):
        self.pace.per_minute = 3
        self.send(self.make_many(5))
        now = fields.Datetime.now()
        with freeze_time(now):
            self.assertEqual(len(self.run_postman()), 3)
        with freeze_time(now + timedelta(seconds=59)):
            self.assertEqual(len(self.run_postman()), 0)
        with freeze_time(now + timedelta(seconds=61)):
            self.assertEqual(len(self.run_postman()), 2)

    def test_a_clock_that_is_set_back_holds_nobody_up(self):
        self.pace.per_minute = 3
        self.send(self.make_many(8))
        now = fields.Datetime.now()
        with freeze_time(now + timedelta(hours=2)):
            self.assertEqual(len(self.run_postman()), 3)
        with freeze_time(now):
            self.assertEqual(len(self.run_postman()), 3)
        # And it counts by the new time.
        with freeze_time(now + timedelta(seconds=59)):
            self.assertEqual(len(self.run_postman()), 0)
        with freeze_time(now + timedelta(seconds=61)):
            self.assertEqual(len(self.run_postman()), 2)

    def test_while_another_serves_a_mail_server_nobody_else_does(self):
        """Who does is known by the session of the database, whatever it is doing."""
        sending = self.send(self.make_many(2))
        key = (coi_postman.LOCK, self.pace.id)
        with db_connect(self.cr.dbname).cursor() as other:
            other.execute("SELECT pg_advisory_lock(%s, %s)", key)
            self.assertEqual(self.run_postman(), [])
            other.execute("SELECT pg_advisory_unlock(%s, %s)", key)
        self.assertEqual(sending.count_waiting, 2)
        self.assertEqual(len(self.run_postman()), 2)

    def test_no_more_a_day_than_the_server_takes(self):
        self.pace.per_day = 2
        self.send(self.make_many(3))
        now = fields.Datetime.now()
        with freeze_time(now):
            self.assertEqual(len(self.run_postman()), 2)
        with freeze_time(now + timedelta(days=2)):
            self.assertEqual(len(self.run_postman()), 1)

    def test_a_server_that_is_known_has_its_own_pace(self):
        server = self.server.copy({"smtp_host": "smtp.office365.com"})
        pace = self.env["coi.pace"]._get(server)
        self.assertEqual((pace.per_minute, pace.per_day), (25, 9000))
        self.assertEqual(self.env["coi.pace"]._get(server), pace)

    def test_small_runs_go_first(self):
        large = self.send(self.make_many(21))
        small = self.send(self.make_mailed(Rush="rush@x.example"))
        self.assertEqual((large.is_rush, small.is_rush), (False, True))
        self.assertEqual(self.run_postman()[0][0], "rush@x.example")

    # --------------------------------------------------------------- taken back

    def test_nothing_leaves_while_it_can_be_taken_back(self):
        self.agency.sudo().coi_undo_minutes = 10
        certificates = self.make_many(2)
        told = self.env["coi.sending"].send(certificates.ids)
        sending = self.env["coi.sending"].browse(told["sending_id"])
        self.assertEqual(self.run_postman(), [])
        sending.action_take_back()
        self.assertEqual((sending.state, sending.count_out), ("taken_back", 2))
        with freeze_time(fields.Datetime.now() + timedelta(minutes=11)):
            self.assertEqual(self.run_postman(), [])
        # And it may be sent after all.
        self.send(certificates)
        self.assertEqual(len(self.run_postman()), 2)

    def test_it_leaves_when_its_time_is_over(self):
        self.agency.sudo().coi_undo_minutes = 10
        self.env["coi.sending"].send(self.make_many(2).ids)
        with freeze_time(fields.Datetime.now() + timedelta(minutes=11)):
            self.assertEqual(len(self.run_postman()), 2)

    def test_a_certificate_that_was_replaced_meanwhile_stays_here(self):
        old, other = self.make_mailed(A="a@x.example", B="b@x.example")
        sending = self.send(old + other)
        old._cancel("typing error")
        [(address, _mail)] = self.run_postman()
        self.assertEqual(address, "b@x.example")
        self.assertEqual(
            self.get_states(sending)["a@x.example"], ("taken_back", "outdated")
        )

    def test_of_many_in_one_mail_it_is_left_out(self):
        old, other = self.make_mailed(A="a@x.example", B="a@x.example")
        sending = self.send(old + other)
        old._cancel("typing error")
        self.run_postman()
        delivery = sending.delivery_ids
        self.assertEqual((delivery.state, delivery.certificate_ids), ("handed", other))
        self.assertEqual(
            delivery.enclosure_ids.mapped("left_out"), ["cancelled", False]
        )

    def test_a_pause(self):
        sending = self.send(self.make_many(1))
        sending.action_pause()
        self.assertEqual(self.run_postman(), [])
        sending.action_go_on()
        self.assertEqual(len(self.run_postman()), 1)

    def test_only_the_sender_or_a_manager_stops_it(self):
        sending = self.send(self.make_many(1))
        colleague = self.make_user("csr_2", "coi_mass_generate.group_user", self.agency)
        with self.assertRaisesRegex(Exception, "Only Csr, who sent this"):
            sending.with_env(self.env_of(colleague)).action_pause()
        sending.with_env(self.env_of(self.manager)).action_pause()
        self.assertEqual(sending.state, "paused")

    def test_what_addons_add_to_a_mail_goes_along(self):
        def mark(_self, delivery, message):
            message["X-Agency"] = delivery.company_id.name

        self.send(self.make_many(1))
        letter = type(self.env["coi.letter"])
        self.patch(letter, "_hook_message", mark)
        [(_to, content)] = self.run_postman({"h0@x.example": TAKEN})
        self.assertIn(b"X-Agency: Harbor Point Insurance Agency", content)
