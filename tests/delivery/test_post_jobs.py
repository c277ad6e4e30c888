"""Mails handed over by OCA's job queue: its real runner, whose processes are killed."""

import os
import signal
import time

import pytest
from office import prepare
from post import FEW, SETTINGS, Post
from test_post_killed import wait_until_it_moves
from tools.odoo import database

pytestmark = pytest.mark.long

ENGINE = 'env["res.company"].search([]).coi_worker = "queue_job"'
WORKERS, KILLS, SECONDS = 3, 3, 0.8
IGNORED = [r"bad query", r"dead job", r"was requested to run job"]
JOBS = (
    "SELECT worker_pid FROM queue_job"
    " WHERE method_name = '_job_serve' AND state = %s AND worker_pid IS NOT NULL"
)


@pytest.fixture
def jobs(crowd, sink):
    """An agency whose mails are handed over by the queue."""
    template = database.template_with_addon(modules=["coi_mass_generate_queue_job"])
    with database.temporary(template) as name:
        yield Post(prepare(name, FEW, f"{SETTINGS}\n{ENGINE}"), sink)


def open_office(post):
    """No scheduled action runs: whoever hands over is a job."""
    return post.run(
        workers=WORKERS,
        cron_threads=0,
        options=["--load=base,rpc,web,queue_job"],
        env={"ODOO_QUEUE_JOB_CHANNELS": "root:2"},
        ignore=IGNORED,
    )


def find_pids(post, state):
    return {pid for (pid,) in post.execute(JOBS, state)}


def test_jobs_that_die_in_the_middle_of_a_mail(jobs):
    post, killed = jobs, set()
    post.sink.tell(seconds=SECONDS)
    with open_office(post) as office:
        post.send(office)
        total = sum(post.count_states().values())
        while len(killed) < KILLS and post.count_states()["queued"]:
            # The queue looks for dead jobs once a minute.
            wait_until_it_moves(post, patience=200)
            # Its job is "started" until then.
            for pid in find_pids(post, "started") - killed:
                os.kill(pid, signal.SIGKILL)
                killed.add(pid)
            post.check(total)
            time.sleep(0.1)
        assert len(killed) == KILLS, "it was done before it was killed often enough"
        post.finish(patience=300)
        post.check(total)
        assert find_pids(post, "done") - killed, "another went on"
    states = post.count_states()
    assert states["handed"] + states["unsure"] == total, states
    assert 0 < states["unsure"] <= KILLS
