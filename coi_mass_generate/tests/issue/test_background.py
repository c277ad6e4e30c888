from unittest.mock import patch

from odoo.tests import tagged

from ...models.issue import coi_batch_control, coi_runner, failure
from .background import CRON, RUSH, BackgroundCase


@tagged("post_install", "-at_install")
class TestClickOrBackground(BackgroundCase):
    """Small batches are made in the click, larger ones behind it."""

    def test_up_to_the_limit_in_the_click(self):
        self.agency.sudo().coi_click_limit = 3
        batch = self.start(self.interests[:3])
        self.assertEqual((batch.state, batch.worker), ("done", "click"))
        self.assertCounts(batch, done=3)

    def test_above_the_limit_in_the_background(self):
        self.agency.sudo().coi_click_limit = 3
        batch = self.start(self.interests[:3] | self.interests[-1])
        self.assertEqual((batch.state, batch.worker), ("pending", "cron"))
        self.assertCounts(batch, pending=4)

    def test_blocked_holders_cost_nothing(self):
        self.agency.sudo().coi_click_limit = 1
        batch = self.start(self.plain_interest | self.dover_interest)
        self.assertEqual(batch.state, "done")

    def test_every_further_page_to_draw_counts(self):
        """Fifty insureds with a holder each are fifty pages, not fifty stamps."""
        self.agency.sudo().coi_click_limit = 100
        batch = self.start(self.plain_interest | self.coastal_interest)
        self.assertEqual(batch.state, "pending")
        self.assertGreater(batch.cost, 100)

    def test_a_certificate_drawn_whole_counts(self):
        self.agency.sudo().coi_click_limit = 10
        self.adams.name = "שלום"
        self.assertEqual(self.start(self.plain_interest).state, "pending")

    def test_both_scheduled_actions_are_woken(self):
        crons = self.env.ref(CRON) | self.env.ref(RUSH)
        waiting = [("cron_id", "in", crons.ids)]
        triggers = self.env["ir.cron.trigger"].sudo()
        before = triggers.search_count(waiting)
        self.start()
        self.assertEqual(triggers.search_count(waiting), before + 2)

    def test_rpc_tells_that_it_is_not_made_yet(self):
        summary = self.env["coi.batch"].generate(
            interest_ids=self.interests.ids, issue_date="2026-03-02"
        )
        self.assertEqual(summary["state"], "pending")
        self.assertEqual((summary["selected"], summary["done"]), (10, 0))
        self.assertFalse(summary["download_url"])


@tagged("post_install", "-at_install")
class TestBackground(BackgroundCase):
    """The scheduled action makes what the click would have made."""

    def test_verdicts_are_there_before_anything_is_made(self):
        batch = self.start()
        self.assertCounts(batch, pending=9, blocked=1)
        self.assertFalse(batch.can_download)

    def test_one_turn_makes_everything(self):
        batch = self.start()
        self.assertIs(self.run_cron(), True)
        self.assertEqual(batch.state, "done")
        self.assertCounts(batch, done=9, blocked=1)
        self.assertTrue(batch.date_done)

    def test_either_scheduled_action_can_do_it_alone(self):
        batch = self.start()
        self.run_cron(RUSH)
        self.assertCounts(batch, done=9, blocked=1)

    def test_a_chunk_at_a_time(self):
        batch = self.start()
        self.run_chunks(1)
        self.assertEqual(batch.state, "running")
        self.assertCounts(batch, done=3, blocked=1, pending=6)
        self.run_chunks(2)
        self.assertEqual(batch.state, "done")
        self.assertCounts(batch, done=9, blocked=1)

    def test_the_files_are_those_of_the_click(self):
        behind = self.start()
        self.run_cron()
        self.agency.sudo().coi_click_limit = 1000
        at_once = self.start()
        self.env.invalidate_all()
        texts = [
            [
                page.text
                for made in batch._get_certificates()
                for page in self.read_pages(made)
            ]
            for batch in (behind, at_once)
        ]
        for one, other in zip(*texts, strict=True):
            self.assertEqual(one.replace(" 0 03/02/2026", " 1 03/02/2026"), other)

    def test_the_download_is_complete_and_in_the_lists_order(self):
        batch = self.start()
        self.run_cron()
        names = [
            name for name in self.open_zip(batch).namelist() if name != "index.csv"
        ]
        self.assertEqual(len(names), 9)
        made = batch._get_certificates().interest_id
        self.assertEqual(made, self.interests - self.dover_interest)

    def test_numbers_are_unique_and_in_the_lists_order(self):
        batch = self.start()
        self.run_cron()
        numbers = batch._get_certificates().mapped("number")
        self.assertEqual(numbers, sorted(set(numbers)))

    def test_it_is_issued_by_who_asked_for_it(self):
        """Not by the scheduler's user, and with the rights of the requester only."""
        batch = self.start()
        self.run_cron()
        self.assertEqual(batch.certificate_ids.user_id, self.csr)
        self.assertEqual(batch.certificate_ids.company_id, self.agency)
        self.assertEqual(batch.certificate_ids.create_uid, self.csr)

    def test_rights_that_were_lost_meanwhile_are_lost(self):
        batch = self.start(self.plain_interest | self.ai_interest)
        group = self.env.ref("coi_mass_generate.group_user")
        self.csr.sudo().group_ids -= group
        self.run_cron()
        batch = batch.with_user(self.manager)
        self.assertCounts(batch, aside=2)
        self.assertIn("may no longer issue certificates", batch.line_ids[0].message)

    def test_what_became_wrong_in_between_is_caught(self):
        batch = self.start()
        self.adams.street = self.adams.street2 = False
        self.run_cron()
        self.assertCounts(batch, done=8, blocked=2)
        state, reason = self.get_reasons(batch)["Adams Property Management"]
        self.assertEqual(state, "skipped")
        self.assertIn("address is incomplete", reason)

    def test_a_holder_in_two_batches_at_once_is_not_sent_the_same_twice(self):
        """The second was asked for before the first was made: nobody knew."""
        first, second = self.start(), self.start(request_key="another")
        self.run_cron()
        self.assertCounts(first, done=9, blocked=1)
        self.assertCounts(second, blocked=1, aside=9)
        state, reason = self.get_reasons(second)["Adams Property Management"]
        self.assertEqual(state, "aside")
        self.assertIn("Nothing the holder sees has changed", reason)

    def test_a_holder_in_two_batches_at_once_gets_two_revisions(self):
        """Where something has changed in between."""
        first, second = self.start(), self.start(request_key="another")
        self.run_chunks(3)
        self.beacon.zip = "02170"
        self.run_cron()
        self.assertCounts(first, done=9, blocked=1)
        self.assertCounts(second, done=9, blocked=1)
        pairs = [(one.number, one.revision) for one in (first | second).certificate_ids]
        self.assertEqual(len(set(pairs)), 18)
        self.assertEqual(set(first.certificate_ids.mapped("state")), {"superseded"})

    def test_a_holder_twice_gets_one_certificate_whatever_the_chunk(self):
        engine = type(self.env["coi.engine"])
        get_identity = engine._get_identity

        def get_same(engine, case):
            """As if the last holder were the first one."""
            is_twin = case.holder.name in ("Adams Property Management", "Holder 5 LLC")
            return "twin" if is_twin else get_identity(engine, case)

        for options in ({}, {"save_history": False}):
            with patch.object(engine, "_get_identity", get_same):
                batch = self.start(**options)
                self.run_cron()
            self.assertCounts(batch, done=8, blocked=1, failed=1)
            state, reason = self.get_reasons(batch)["Holder 5 LLC"]
            self.assertIn("twice in the selection", reason)

    def test_expensive_holders_make_small_chunks(self):
        """A chunk of whole pages would hold everybody for minutes."""
        self.adams.name, self.bay.name = "שלום", "سلام"
        batch = self.start(self.interests[:4])
        self.run_chunks(1)
        self.assertCounts(batch, done=1, blocked=1, pending=2)
        self.assertEqual(batch.line_ids.mapped("attempts"), [1, 0, 0, 0])

    def test_nothing_to_do_is_quickly_done(self):
        self.run_cron()
        self.env.flush_all()
        before = self.cr.sql_log_count
        self.env["coi.runner"].sudo()._settle_open()
        self.assertLessEqual(self.cr.sql_log_count - before, 2)


@tagged("post_install", "-at_install")
class TestLanes(BackgroundCase):
    """A small batch is never stuck behind a large one; no batch waits for ever."""

    def order(self, lane):
        return self.env["coi.runner"].sudo()._search_open(lane)

    def start_of_cost(self, cost):
        batch = self.start(self.plain_interest)
        batch.sudo().write({"cost": cost, "is_rush": cost <= coi_runner.RUSH_COST})
        return batch

    def test_the_rush_lane_takes_the_smallest_first(self):
        large, larger, small = map(self.start_of_cost, (5000, 9000, 2000))
        self.assertEqual(self.order("rush"), small | large | larger)

    def test_the_main_lane_takes_the_oldest_first(self):
        large, larger, small = map(self.start_of_cost, (5000, 9000, 2000))
        self.assertEqual(self.order("main"), large | larger | small)

    def test_a_small_one_goes_first_in_every_lane(self):
        large, small = map(self.start_of_cost, (5000, 10))
        for lane in coi_runner.LANES:
            self.assertEqual(self.order(lane), small | large, lane)

    def test_a_small_one_overtakes_after_the_chunk_at_work(self):
        with patch.object(coi_batch_control, "RUSH_COST", 2):
            large = self.start()
            self.run_chunks(1)
            small = self.start(self.plain_interest)
            self.assertFalse(large.is_rush)
            self.run_chunks(1)
        self.assertEqual((small.state, large.state), ("done", "running"))
        self.assertCounts(large, done=3, blocked=1, pending=6)


@tagged("post_install", "-at_install")
class TestBadHolder(BackgroundCase):
    """One bad holder fails its line with a reason, and the rest go on."""

    def assertOnlyFails(self, batch, name, text):
        self.assertCounts(batch, done=8, blocked=1, failed=1)
        state, reason = self.get_reasons(batch)[name]
        self.assertEqual(state, "error")
        self.assertIn(text, reason)

    def test_an_error_of_our_own(self):
        batch = self.start()
        with self.failing("Holder 2 LLC", ZeroDivisionError("division by zero")):
            with self.assertLogs(failure._logger, "ERROR"):
                self.run_cron()
        self.assertOnlyFails(
            batch, "Holder 2 LLC", "The administrator finds the reason"
        )

    def test_in_the_click_too(self):
        self.agency.sudo().coi_click_limit = 1000
        with self.failing("Holder 2 LLC", ZeroDivisionError("division by zero")):
            with self.assertLogs(failure._logger, "ERROR"):
                batch = self.start()
        self.assertEqual(batch.worker, "click")
        self.assertOnlyFails(
            batch, "Holder 2 LLC", "The administrator finds the reason"
        )

    def test_a_full_disk_is_called_a_full_disk(self):
        batch = self.start()
        with self.failing("Holder 2 LLC", OSError(28, "No space left on device")):
            with self.assertLogs(failure._logger, "ERROR"):
                self.run_cron()
        self.assertOnlyFails(batch, "Holder 2 LLC", "disk is full")

    def test_a_rule_that_breaks(self):
        """Judging is done for many at once; it must not fail for many at once."""
        batch = self.start()
        check = type(self.env["coi.check"])._rule_address

        def break_for_one(checks, case):
            if case.holder.name == "Holder 2 LLC":
                raise ValueError("no such address")
            return check(checks, case)

        with patch.object(type(self.env["coi.check"]), "_rule_address", break_for_one):
            with self.assertLogs(failure._logger, "ERROR"):
                self.run_cron()
        self.assertOnlyFails(
            batch, "Holder 2 LLC", "The administrator finds the reason"
        )
