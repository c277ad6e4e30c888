"""Several workers, several clicks, several wishes at once."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from office import BLOCKED, HOLDERS, OPEN, Office, execute
from tools import paths
from tools.odoo import odoo_run
from truth import check

pytestmark = pytest.mark.long

CHUNK = 1000

# A conflict of two transactions, which is what these tests provoke: one of them is
# tried again, and PostgreSQL's refusal is logged by Odoo with the query.
CONFLICT = [r"bad query"]


def test_two_scheduled_workers(agency):
    with Office(agency, cron_threads=2, ignore=CONFLICT) as office:
        batch = office.generate()
        most = 0
        while office.progress(batch)["state"] in OPEN:
            most = max(most, office.running_jobs())
            time.sleep(0.05)
    assert most == 2, "both scheduled actions were at work"
    check(agency, batch, skipped=BLOCKED, error=0)


def test_two_batches_of_the_same_holders(agency):
    """Each holder gets one certificate that is valid; who asked a second time is told
    that nothing has changed since."""
    with Office(agency, cron_threads=2, ignore=CONFLICT) as office:
        batches = [office.generate(request_key=key) for key in ("one", "two")]
        for batch in batches:
            office.finish(batch)
    for batch in batches:
        check(agency, batch, skipped=BLOCKED, error=0)
    check_one_in_force(agency)


@pytest.mark.parametrize("count", [200, HOLDERS], ids=["in the click", "behind it"])
def test_double_click(agency, count):
    with Office(agency, workers=4, ignore=CONFLICT) as office:
        interests = office.find_interests(count)
        [wizard] = office.call(
            "coi.generate",
            "create",
            vals_list=[
                {
                    "insured_ids": [[6, 0, [office.insured]]],
                    "selected_ids": interests,
                }
            ],
        )
        with ThreadPoolExecutor(4) as clicks:
            answers = list(
                clicks.map(
                    lambda _click: office.call(
                        "coi.generate", "action_generate", ids=[wizard]
                    ),
                    range(4),
                )
            )
        [batch] = {answer["params"]["batch_id"] for answer in answers}
        office.finish(batch)
    [(batches,)] = execute(agency, "SELECT count(*) FROM coi_batch")
    assert batches == 1
    assert check(agency, batch, error=0)["lines"] == count


@pytest.mark.parametrize("key", [None, "order 4711"])
@pytest.mark.parametrize("count", [900, HOLDERS], ids=["in the click", "behind it"])
def test_the_same_request_of_a_program(agency, count, key):
    """Sent again and again because the answer is late."""
    with Office(agency, workers=4, ignore=CONFLICT) as office:
        asked = {"interest_ids": office.find_interests(count), "request_key": key}
        with ThreadPoolExecutor(4) as programs:
            answers = list(
                programs.map(
                    lambda _turn: office.call("coi.batch", "generate", **asked),
                    range(4),
                )
            )
        [batch] = {answer["batch_id"] for answer in answers}
        office.finish(batch)
    [(batches,)] = execute(agency, "SELECT count(*) FROM coi_batch")
    assert batches == 1
    assert check(agency, batch, error=0)["lines"] == count


def test_eight_callers_at_once(agency):
    """Programs of two people ask for the same holders: each of these ends up with one
    certificate that is valid, and every batch is what it says."""
    with Office(agency, workers=4, ignore=CONFLICT) as office:
        interests = office.find_interests(100)

        def ask(turn):
            login = ("csr", "other")[turn % 2]
            values = {"login": login, "interest_ids": interests}
            return office.ask("coi.batch", "generate", **values)

        with ThreadPoolExecutor(8) as callers:
            answers = list(callers.map(ask, range(8)))
        # Who is not answered is told in words.
        assert {answer.status_code for answer in answers} <= {200, 409, 422}
        told = [one.json() for one in answers if one.status_code == 200]
        batches = {answer["batch_id"] for answer in told}
        for batch in batches:
            office.finish(batch)
    assert batches
    for batch in batches:
        check(agency, batch, error=0)
    check_one_in_force(agency)


def check_one_in_force(agency):
    rows = execute(
        agency,
        "SELECT count(*) FROM coi_certificate WHERE state = 'issued' AND is_kept"
        " GROUP BY identity HAVING count(*) > 1",
    )
    assert not rows, "two certificates of one holder are both in force"


def test_cancel_and_resume(agency):
    with Office(agency, cron_threads=2, ignore=CONFLICT) as office:
        batch = office.generate()
        office.start_moving(batch)
        told = office.do(batch, "cancel")["params"]["message"]
        assert "which stay" in told
        time.sleep(3)
        progress = office.progress(batch)
        assert progress["state"] == "cancelled"
        assert progress["waiting"] == 0 and progress["cancelled"] > 0
        time.sleep(2)
        assert office.progress(batch) == progress, "nothing more was made"
        check(agency, batch, state="cancelled", skipped=BLOCKED, error=0)
        office.do(batch, "resume")
        office.finish(batch)
    check(agency, batch, skipped=BLOCKED, error=0, cancelled=0)


def test_pause_and_resume_again_and_again(agency):
    with Office(agency, cron_threads=2, ignore=CONFLICT) as office:
        batch = office.generate()
        for _turn in range(4):
            if office.start_moving(batch)["state"] not in OPEN:
                break
            before = office.progress(batch)["done"]
            office.ask("coi.batch", "action_pause", ids=[batch])
            time.sleep(3)
            done = office.progress(batch)["done"]
            # Each of the two workers had a chunk at work, and may just have taken one.
            assert done - before <= 4 * CHUNK
            time.sleep(2)
            assert office.progress(batch)["done"] == done
            office.ask("coi.batch", "action_resume", ids=[batch])
        office.finish(batch)
    check(agency, batch, skipped=BLOCKED, error=0)


def test_the_module_is_updated_in_between(agency):
    with Office(
        agency, cron_threads=2, ignore=[*CONFLICT, "Skipping database"]
    ) as office:
        batch = office.generate()
        office.start_moving(batch)
        log = paths.BUILD / "log" / "update.log"
        words = odoo_run.command(
            agency, "--update=coi_mass_generate", "--stop-after-init", "--no-http"
        )
        assert odoo_run.run_logged(words, log, odoo_run.environment(), 600) == 0
        office.finish(batch, patience=400)
    check(agency, batch, skipped=BLOCKED, error=0)


def test_a_small_batch_is_not_stuck_behind_a_large_one(agency):
    with Office(agency, cron_threads=1) as office:
        execute(agency, "UPDATE res_company SET coi_click_limit = 10")
        large = office.generate()
        office.start_moving(large)
        interests = office.call(
            "coi.additional.interest", "search", domain=[], limit=50
        )
        small = office.call("coi.batch", "generate", interest_ids=interests)["batch_id"]
        office.finish(small)
        assert office.progress(large)["state"] in OPEN
        office.finish(large)
    check(agency, small, error=0)
    check(agency, large, skipped=BLOCKED, error=0)
