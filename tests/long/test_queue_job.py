"""The same promises on OCA's job queue: its real runner, several worker processes."""

import os
import random
import signal
import time

import pytest
from office import BLOCKED, HOLDERS, OPEN, Office, execute, prepare
from tools.odoo import database
from truth import check

pytestmark = pytest.mark.long

CONFLICT = [r"bad query", r"dead job", r"was requested to run job"]
ENGINE = 'env["res.company"].search([]).coi_worker = "queue_job"'
WORKERS = 4


@pytest.fixture(scope="module")
def queue_crowd(crowd):
    """A database with the glue addon, whose company uses the job queue."""
    template = database.template_with_addon(modules=["coi_mass_generate_queue_job"])
    with database.temporary(template) as name:
        yield prepare(name, HOLDERS, ENGINE)


@pytest.fixture
def queue_agency(queue_crowd):
    with database.temporary(queue_crowd) as name:
        yield name


def open_office(name):
    """No scheduled action runs: only the queue makes certificates."""
    return Office(
        name,
        workers=WORKERS,
        cron_threads=0,
        options=["--load=base,rpc,web,queue_job"],
        env={"ODOO_QUEUE_JOB_CHANNELS": f"root:{WORKERS}"},
        ignore=CONFLICT,
    )


def get_pids(name, state):
    """Processes that made, or are making, chunks."""
    rows = execute(
        name,
        "SELECT DISTINCT worker_pid FROM queue_job"
        " WHERE method_name = '_job_chunk' AND state = %s AND worker_pid IS NOT NULL",
        state,
    )
    return [pid for (pid,) in rows]


def test_several_processes_make_a_batch(queue_agency):
    with open_office(queue_agency) as office:
        batch = office.generate()
        assert office.finish(batch)["done"] == HOLDERS - BLOCKED
        assert len(get_pids(queue_agency, "done")) > 1
    check(queue_agency, batch, skipped=BLOCKED, error=0)


def test_they_are_killed_at_random_moments(queue_agency):
    chance = random.Random(9)
    with open_office(queue_agency) as office:
        batch, killed = office.generate(), set()
        while len(killed) < 5 and office.progress(batch)["state"] in OPEN:
            time.sleep(chance.uniform(0, 0.3))
            # A job whose process was killed is "started" until the queue notices.
            alive = set(get_pids(queue_agency, "started")) - killed
            for pid in sorted(alive)[:1]:
                os.kill(pid, signal.SIGKILL)
                killed.add(pid)
        assert killed
        # The queue looks for dead jobs once a minute.
        office.finish(batch, patience=500)
    check(queue_agency, batch, skipped=BLOCKED, error=0)


def test_cancel_and_resume(queue_agency):
    with open_office(queue_agency) as office:
        batch = office.generate()
        office.start_moving(batch)
        office.patient_call("coi.batch", "action_cancel", ids=[batch])
        time.sleep(5)
        progress = office.progress(batch)
        time.sleep(2)
        assert office.progress(batch) == progress, "nothing more was made"
        assert progress["waiting"] == 0
        office.do(batch, "resume")
        office.finish(batch)
    check(queue_agency, batch, skipped=BLOCKED, error=0, cancelled=0)


def test_two_batches_of_the_same_holders(queue_agency):
    with open_office(queue_agency) as office:
        batches = [office.generate(request_key=key) for key in ("one", "two")]
        for batch in batches:
            office.finish(batch, patience=500)
    for batch in batches:
        check(queue_agency, batch, skipped=BLOCKED, error=0)
