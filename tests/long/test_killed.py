"""A batch survives whatever happens to its workers: nothing lost, nothing twice."""

import random
import time

import pytest
from cluster import Cluster
from office import BLOCKED, OPEN, Office
from truth import check

pytestmark = pytest.mark.long

# Two workers may want the same row at the same moment: one of them tries again, and
# Odoo logs PostgreSQL's refusal with the query.
CONFLICT = [r"bad query"]


def harm(office, harm_once, times, chance):
    """Do harm at ``times`` random moments while batches are made; their ids."""
    batches = []
    while times:
        batch = office.generate()
        batches.append(batch)
        while times and office.start_moving(batch)["state"] in OPEN:
            time.sleep(chance.uniform(0, 0.7))
            if office.progress(batch)["state"] in OPEN and harm_once():
                times -= 1
        office.finish(batch)
    return batches


def check_all(name, batches):
    for batch in batches:
        check(name, batch, skipped=BLOCKED, error=0)


@pytest.mark.parametrize("workers,times", [(1, 13), (2, 12)])
def test_the_worker_is_killed_at_random_moments(agency, workers, times):
    chance = random.Random(workers)
    with Office(agency, cron_threads=workers, ignore=CONFLICT) as office:
        batches = harm(office, lambda: office.kill_worker(chance), times, chance)
    check_all(agency, batches)


def test_the_databases_session_is_killed(agency):
    # Odoo logs the lost session where it is used next, with our queries in the text.
    ignore = [r"terminating connection", r"Exception in cron", r"closed", r"failed"]
    ignore += CONFLICT
    chance = random.Random(5)
    with Office(agency, cron_threads=2, ignore=ignore) as office:
        batches = harm(office, office.kill_backend, 8, chance)
    check_all(agency, batches)


def test_the_whole_server_is_killed(agency):
    """A power cut of the application server; it comes back by itself later."""
    office = Office(agency, cron_threads=1)
    with office:
        batch = office.generate()
        for _cut in range(3):
            office.start_moving(batch)
            office.server.kill()
            office.server.start()
        office.finish(batch)
    check(agency, batch, skipped=BLOCKED, error=0)


# While the database is away everything that asks it fails, and is logged.
AWAY = [r"."]


def test_the_database_is_restarted(crowd):
    """PostgreSQL crashes and comes back, four times, in the middle of the work."""
    name = f"{crowd}_restarted"
    with Cluster(crowd, name) as cluster:
        with Office(name, cron_threads=2, ignore=AWAY) as office:
            batch = office.generate()
            for mode in ("immediate", "fast", "immediate", "immediate"):
                if office.start_moving(batch)["state"] not in OPEN:
                    batch = office.generate()
                cluster.restart(mode)
                office.revive()
            office.finish(batch)
        check_all(name, range(1, batch + 1))
