"""Large batches, as the tests of all their topics make them."""

from contextlib import ExitStack, contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import fields

from ...models.issue import coi_runner
from ..agency import AgencyCase

CRON = "coi_mass_generate.cron_batches"
RUSH = "coi_mass_generate.cron_batches_rush"
PRODUCE = "odoo.addons.coi_mass_generate.models.issue.coi_engine.CoiEngine._produce"


class BackgroundCase(AgencyCase):
    """Everything is left to the background, in chunks of three holders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agency.sudo().coi_click_limit = 0
        cls.interests = cls.plain_interest | cls.ai_interest | cls.bank_interest
        cls.interests |= cls.dover_interest
        more = [f"Holder {place} LLC" for place in range(6)]
        with cls.as_admin():
            cls.interests |= cls.make_interests(*more).with_env(cls.env)
        cls.startClassPatcher(patch.object(coi_runner, "CHUNK_COST", 3))

    @classmethod
    @contextmanager
    def as_admin(cls):
        env, cls.env = cls.env, cls.admin_env
        try:
            yield
        finally:
            cls.env.flush_all()
            cls.env = env

    def start(self, interests=None, **options):
        """A batch of ten holders, one of them blocked, left to the background."""
        return self.generate(
            self.interests if interests is None else interests, **options
        )

    def run_cron(self, xmlid=CRON):
        """One turn of the scheduled action, as the scheduler runs it."""
        cron = self.env.ref(xmlid).sudo().with_user(self.env.ref("base.user_root"))
        with self.enter_registry_test_mode():
            return cron.method_direct_trigger()

    def run_chunks(self, count, lane="main"):
        """``count`` chunks, and no more."""
        runner = self.env(user=self.env.ref("base.user_root"), su=True)["coi.runner"]
        for _turn in range(count):
            lines = runner._claim(lane, coi_runner.CHUNK_COST)
            runner._run_claimed(lines)
            lines.batch_id._settle()
        self.env.invalidate_all()

    @contextmanager
    def failing(self, name, error, times=None):
        """The engine raises ``error`` whenever it meets the holder ``name``."""
        produce = type(self.env["coi.engine"])._produce
        left = [times]

        def fail(engine, lines, cases=None):
            if name in lines.holder_id.mapped("name") and left[0] != 0:
                left[0] = left[0] and left[0] - 1
                raise error
            return produce(engine, lines, cases)

        with ExitStack() as stack:
            stack.enter_context(patch(PRODUCE, fail))
            stack.enter_context(patch.object(coi_runner.time, "sleep"))
            yield

    def age(self, batch, minutes):
        """As if nothing had happened for so long."""
        moment = fields.Datetime.now() - timedelta(minutes=minutes)
        self.env.flush_all()
        for table, column in (("coi_batch", "id"), ("coi_batch_line", "batch_id")):
            self.env.cr.execute(
                f"UPDATE {table} SET write_date = %s WHERE {column} = %s",
                [moment, batch.id],
            )
        self.env.invalidate_all()

    def assertCounts(self, batch, **counts):
        """What became of the holders; those not named are none."""
        self.env.invalidate_all()
        names = ("done", "blocked", "aside", "failed", "pending", "cancelled")
        found = {name: batch[f"count_{name}"] for name in names}
        self.assertEqual(found, {**dict.fromkeys(names, 0), **counts})
        self.assertEqual(sum(found.values()), batch.count_selected)
        self.assertEqual(len(batch.certificate_ids), batch.count_done)
        self.assertEqual(
            batch.certificate_ids.line_id.mapped("state"), ["done"] * batch.count_done
        )
