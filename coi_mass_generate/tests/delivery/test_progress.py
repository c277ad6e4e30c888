from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...models.delivery import coi_pace
from ...models.delivery.coi_sending import COUNTED
from .post import PostCase

KEYS = [name.removeprefix("count_") for name in COUNTED]


@tagged("post_install", "-at_install")
class TestProgress(PostCase):
    """What the page of a run says while it is sent."""

    def make_many(self, count):
        return self.make_mailed(**{f"H{n}": f"h{n}@x.example" for n in range(count)})

    def check(self, sending):
        progress = sending.get_progress()
        self.assertEqual(sum(progress[key] for key in KEYS), progress["all"])
        return progress

    def test_every_state_counts_once(self):
        counted = [state for states in COUNTED.values() for state in states]
        states = [
            key for key, _label in self.env["coi.delivery"]._fields["state"].selection
        ]
        self.assertEqual(sorted(counted), sorted(states))

    def test_how_long_it_can_be_taken_back(self):
        self.agency.sudo().coi_undo_minutes = 10
        told = self.env["coi.sending"].send(self.make_many(2).ids)
        sending = self.env["coi.sending"].browse(told["sending_id"])
        progress = self.check(sending)
        self.assertEqual(progress["state"], "waiting")
        self.assertGreater(progress["seconds_to_leave"], 590)
        self.assertLessEqual(progress["seconds_to_leave"], 600)
        self.assertTrue(progress["is_mine"] and progress["can_control"])
        sending.action_take_back()
        progress = self.check(sending)
        self.assertEqual((progress["state"], progress["out"]), ("taken_back", 2))
        self.assertEqual(progress["seconds_left"], False)

    def test_the_end_by_the_pace(self):
        self.pace.sudo().per_minute = 2
        sending = self.send(self.make_many(6))
        now = fields.Datetime.now()
        end = sending._find_end(now)
        self.assertAlmostEqual((end - now).total_seconds(), 180, delta=5)

    def test_the_end_behind_others(self):
        self.pace.sudo().per_minute = 2
        self.send(self.make_many(4))
        second = self.send(self.make_mailed(X="x@x.example", Y="y@x.example"))
        now = fields.Datetime.now()
        end = second._find_end(now)
        self.assertAlmostEqual((end - now).total_seconds(), 180, delta=5)

    def test_the_end_over_days(self):
        pace = self.pace.sudo()
        pace.write({"per_minute": 60, "per_day": 3})
        sending = self.send(self.make_many(7))
        start = fields.Datetime.to_datetime("2026-05-04 20:00:00")
        pace.write({"day": start.date(), "day_count": 2})
        end = sending._count_on(pace, start, 7, 60)
        # One today, three on each of the next two days.
        self.assertEqual(end.date(), start.date() + timedelta(days=2))
        self.assertEqual(end.time().hour, 11)

    def test_without_a_pace_by_what_was_taken(self):
        sending = self.send(self.make_many(3))
        self.assertIsNone(sending._find_end(fields.Datetime.now()))
        now = fields.Datetime.now()
        first, second, _third = sending.delivery_ids.sudo()
        first.write({"state": "handed", "date_done": now - timedelta(seconds=60)})
        second.write({"state": "handed", "date_done": now - timedelta(seconds=30)})
        self.assertAlmostEqual(sending._count_a_minute(now), 2, delta=0.1)
        self.assertTrue(sending._find_end(now))

    def test_why_it_waits(self):
        sending = self.send(self.make_many(2))
        self.run_postman({("rcpt", "h0@x.example"): (450, b"4.2.1 Too many messages")})
        [alert] = self.check(sending)["alerts"]
        self.assertIn("wants a pause", alert)
        self.assertIn("Too many messages", alert)
        sending.action_pause()
        [alert] = self.check(sending)["alerts"]
        self.assertIn("Paused by", alert)

    def test_when_the_day_is_used_up(self):
        pace = self.pace.sudo()
        sending = self.send(self.make_many(3))
        pace.write({"per_day": 1, "per_minute": 60})
        self.run_postman()
        progress = self.check(sending)
        self.assertEqual(progress["handed"], 1)
        self.assertIn("Today's 1 mails", progress["alerts"][0])
        tomorrow = coi_pace.get_next_day(fields.Datetime.now())
        self.assertGreaterEqual(progress["ends_at"], str(tomorrow))

    def test_a_switched_off_action_is_said(self):
        sending = self.send(self.make_many(1))
        self.env.ref("coi_mass_generate.cron_postman").sudo().active = False
        self.assertIn("switched off", self.check(sending)["alerts"][0])

    def test_a_number_shows_its_deliveries(self):
        sending = self.send(self.make_many(3))
        self.run_postman({"h1@x.example": (550, b"5.7.1 No")})
        self.assertEqual(len(sending.shown_ids), 3)
        for key, count in (("failed", 1), ("handed", 2), ("out", 0), ("nonsense", 3)):
            shown = sending.with_context(coi_shown=key).shown_ids
            self.assertEqual(len(shown), count, key)

    def test_whoever_may_not_see_it(self):
        sending = self.send(self.make_many(1))
        with self.assertRaises(AccessError):
            sending.with_env(self.env_of(self.other_csr)).get_progress()
        with self.assertRaises(AccessError):
            sending.with_env(self.env_of(self.colleague)).get_progress()
        progress = sending.with_env(self.env_of(self.manager)).get_progress()
        self.assertTrue(progress["can_control"])
        self.assertFalse(progress["is_mine"])

    def test_looking_changes_nothing(self):
        sending = self.send(self.make_many(1))
        before = sending.sudo().read(load=None)
        with freeze_time(fields.Datetime.now() + timedelta(seconds=2)):
            sending.get_progress()
        self.assertEqual(sending.sudo().read(load=None), before)
