from contextlib import contextmanager
from datetime import datetime, timedelta
from types import SimpleNamespace
from unittest.mock import patch

from psycopg2 import errors

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from ..agency import ISSUE_DATE
from .background import BackgroundCase

REFUSED = "The portal does not take this holder."


class HookCase(BackgroundCase):
    """Another addon, that wants to know of every certificate."""

    @contextmanager
    def extended(self, before=None, after=None):
        """The engine with an heir whose hooks call these, and record what they see.

        :param before, after: called with the same argument as the hook
        """
        seen = SimpleNamespace(before=[], after=[])

        def hook_before(engine, papers):
            lines = engine.env["coi.batch.line"].browse(each.line.id for each in papers)
            seen.before.append(
                {
                    "numbers": [each.number for each in papers],
                    "files": [each.sha256 for each in papers],
                    "states": self.read_states(lines),
                    "made": len(self.read_made(lines)),
                    "user": engine.env.user,
                }
            )
            if before:
                before(papers)

        def hook_after(engine, certificates):
            lines = certificates.line_id
            seen.after.append(
                {
                    "numbers": certificates.mapped("number"),
                    "files": certificates.mapped("sha256"),
                    "states": self.read_states(lines),
                    "made": len(self.read_made(lines)),
                    "user": engine.env.user,
                }
            )
            if after:
                after(certificates)

        engine = type(self.env["coi.engine"])
        with (
            patch.object(engine, "_hook_before_store", hook_before),
            patch.object(engine, "_hook_after_store", hook_after),
        ):
            yield seen

    def read_states(self, lines):
        """What the database says at this moment."""
        self.cr.execute(
            "SELECT state FROM coi_batch_line WHERE id = ANY(%s)", [lines.ids]
        )
        return {state for [state] in self.cr.fetchall()}

    def read_made(self, lines):
        self.cr.execute(
            "SELECT id FROM coi_certificate WHERE line_id = ANY(%s)", [lines.ids]
        )
        return self.cr.fetchall()

    def assertHooked(self, seen, batch, chunks):
        """Called once a chunk, of all that was made, and at the right moment."""
        self.assertEqual((len(seen.before), len(seen.after)), (chunks, chunks))
        for before, after in zip(seen.before, seen.after, strict=True):
            self.assertEqual(before["numbers"], after["numbers"])
            self.assertEqual(before["files"], after["files"])
            self.assertEqual((before["states"], before["made"]), ({"pending"}, 0))
            self.assertEqual(after["states"], {"done"})
            self.assertEqual(after["made"], len(after["numbers"]))
            self.assertEqual({before["user"], after["user"]}, {self.csr})
        numbers = [number for each in seen.after for number in each["numbers"]]
        self.assertEqual(
            sorted(numbers), sorted(batch.certificate_ids.mapped("number"))
        )


@tagged("post_install", "-at_install")
class TestHooks(HookCase, HttpCase):
    """Whichever way a certificate comes, another addon's hooks are called for it."""

    def make_at_once(self):
        self.agency.sudo().coi_click_limit = 1000

    def test_in_the_click(self):
        self.make_at_once()
        with self.extended() as seen:
            batch = self.start()
        self.assertEqual(batch.count_done, 9)
        self.assertHooked(seen, batch, 1)

    def test_from_the_wizard(self):
        self.make_at_once()
        wizard = self.env["coi.generate"].create(
            {
                "scope": "interests",
                "scope_ids": self.ai_interest.ids,
                "selected_ids": self.ai_interest.ids,
                "issue_date": ISSUE_DATE,
            }
        )
        with self.extended() as seen:
            wizard.action_generate()
        self.assertHooked(seen, wizard.batch_id, 1)

    def test_over_http(self):
        self.make_at_once()
        keys = self.env["res.users.apikeys"].with_user(self.csr)
        tomorrow = datetime.now() + timedelta(days=1)
        key = keys._generate("rpc", "Management system", tomorrow)
        self.env.flush_all()
        with self.extended() as seen:
            response = self.url_open(
                "/json/2/coi.batch/generate",
                json={
                    "interest_ids": self.ai_interest.ids,
                    "issue_date": str(ISSUE_DATE),
                },
                headers={"Authorization": f"bearer {key}"},
            )
        self.assertEqual(response.status_code, 200, response.text)
        batch = self.env["coi.batch"].browse(response.json()["batch_id"])
        self.assertHooked(seen, batch, 1)

    def test_in_the_background(self):
        with self.extended() as seen:
            batch = self.start()
            self.assertFalse(seen.before)
            self.run_cron()
        self.assertCounts(batch, done=9, blocked=1)
        self.assertHooked(seen, batch, len(seen.after))
        self.assertGreaterEqual(len(seen.after), 3)
        self.assertLessEqual(max(len(each["numbers"]) for each in seen.after), 3)

    def test_a_revision(self):
        self.make_at_once()
        old = self.issue(self.ai_interest)
        with self.extended() as seen:
            batch = self.env["coi.batch"]._start(
                self.ai_interest,
                issue_date=ISSUE_DATE,
                revised={self.ai_interest.id: old},
            )
        self.assertHooked(seen, batch, 1)
        self.assertEqual(seen.after[0]["numbers"], [old.number])

    def test_where_nobody_gets_one(self):
        self.make_at_once()
        with self.extended() as seen:
            with self.assertRaisesRegex(UserError, "1 holder is blocked"):
                self.start(self.dover_interest)
        self.assertFalse(seen.before or seen.after)

    def test_of_one_that_is_drawn_whole(self):
        self.make_at_once()
        self.bay.name = "北京 Builders"
        with self.extended() as seen:
            batch = self.start(self.plain_interest | self.ai_interest)
        self.assertEqual(len(batch.certificate_ids.filtered("document")), 1)
        self.assertHooked(seen, batch, 1)

    def test_a_draft_is_not_stored(self):
        wizard = self.env["coi.generate"].create(
            {
                "scope": "interests",
                "scope_ids": self.ai_interest.ids,
                "selected_ids": self.ai_interest.ids,
                "issue_date": ISSUE_DATE,
            }
        )
        with self.extended() as seen:
            wizard.action_preview()
        self.assertFalse(seen.before or seen.after)


@tagged("post_install", "-at_install")
class TestHooksThatFail(HookCase):
    """What goes wrong in another addon stops only whom it is about."""

    def setUp(self):
        super().setUp()
        self.agency.sudo().coi_click_limit = 1000

    def refuse(self, error):
        """A hook that does not take one holder's certificate."""

        def hook(made):
            names = made.mapped("holder_name")
            self.env["res.partner.category"].sudo().create(
                [{"name": f"Hooked {name}"} for name in names]
            )
            if self.bay.name in names:
                raise error

        return hook

    def assertOneFailed(self, batch, text):
        self.assertCounts(batch, done=8, blocked=1, failed=1)
        [failed] = batch.line_ids.filtered(lambda line: line.state == "error")
        self.assertEqual(failed.holder_id, self.bay)
        self.assertIn(text, failed.message)

    def test_after_storing(self):
        with self.extended(after=self.refuse(UserError(REFUSED))):
            batch = self.start()
        self.assertOneFailed(batch, REFUSED)

    def test_after_storing_what_it_wrote_is_undone_with_the_chunk(self):
        with self.extended(after=self.refuse(UserError(REFUSED))):
            self.start()
        tags = self.env["res.partner.category"].sudo()
        hooked = tags.search([("name", "=like", "Hooked %")]).mapped("name")
        self.assertEqual(len(hooked), 8)
        self.assertEqual(len(set(hooked)), 8)
        self.assertNotIn(f"Hooked {self.bay.name}", hooked)

    def test_after_storing_in_the_background(self):
        self.agency.sudo().coi_click_limit = 0
        with self.extended(after=self.refuse(UserError(REFUSED))):
            batch = self.start()
            self.run_cron()
        self.assertOneFailed(batch, REFUSED)

    def test_before_storing(self):
        def hook(papers):
            if any(each.case.holder == self.bay for each in papers):
                raise UserError(REFUSED)

        with self.extended(before=hook):
            batch = self.start()
        self.assertOneFailed(batch, REFUSED)

    def test_before_storing_it_may_refuse_one_without_undoing_the_others(self):
        def hook(papers):
            for each in papers:
                if each.case.holder == self.bay:
                    each.error = REFUSED

        with self.extended(before=hook) as seen:
            batch = self.start()
        self.assertOneFailed(batch, REFUSED)
        self.assertEqual((len(seen.before), len(seen.after)), (1, 1))
        self.assertEqual(len(seen.after[0]["numbers"]), 8)

    def test_what_the_database_refuses_for_the_moment_is_tried_again_as_a_whole(self):
        def hook(_certificates):
            raise errors.SerializationFailure

        with self.extended(after=hook), self.assertRaises(errors.SerializationFailure):
            self.start()

    def test_no_line_is_done_whose_certificate_is_not_there(self):
        """An heir that loses one on the way to the database."""
        certificates = type(self.env["coi.certificate"])
        create_bulk = certificates._create_bulk

        def lose(records, vals_list, common=None):
            kept = [vals for vals in vals_list if vals["holder_id"] != self.bay.id]
            return create_bulk(records, kept, common)

        runner = "odoo.addons.coi_mass_generate.models"
        with (
            patch.object(certificates, "_create_bulk", lose),
            self.assertLogs(runner, "ERROR"),
        ):
            batch = self.start()
        self.assertOneFailed(batch, "could not be drawn")
