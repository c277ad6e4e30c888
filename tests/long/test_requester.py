"""Whoever asked for a batch that waits has left, or may not issue any more."""

import time

import pytest
from office import Office, execute

pytestmark = pytest.mark.long

SHARE = 20
LEFT = "UPDATE res_users SET active = false WHERE login = 'csr'"
NO_RIGHT = """
DELETE FROM res_groups_users_rel r USING res_users u, ir_model_data d
 WHERE u.id = r.uid AND u.login = 'csr' AND d.res_id = r.gid
   AND d.module = 'coi_mass_generate' AND d.name = 'group_user'
"""


@pytest.mark.parametrize("statement", [LEFT, NO_RIGHT], ids=["left", "no right"])
def test_nothing_is_made_in_the_name_of_who_may_not(agency, statement):
    execute(agency, "UPDATE res_company SET coi_click_limit = 0")
    with Office(agency, cron_threads=0) as office:
        interests = office.find_interests(SHARE)
        batch = office.call("coi.batch", "generate", interest_ids=interests)["batch_id"]
    execute(agency, statement)
    with Office(agency, cron_threads=1) as office:
        assert wait_until_closed(office, batch) == 0
    # Those that were blocked from the start have their reasons.
    told = execute(
        agency,
        "SELECT DISTINCT message FROM coi_batch_line"
        " WHERE batch_id = %s AND state <> 'skipped'",
        batch,
    )
    assert told and all(message for (message,) in told)


def wait_until_closed(office, batch):
    """How many certificates there are once no line waits; asked as a colleague."""

    def read():
        values = {"ids": [batch], "login": "other"}
        return office.ask("coi.batch", "get_progress", **values).json()

    deadline = time.monotonic() + 120
    while read()["waiting"]:
        assert time.monotonic() < deadline, read()
        time.sleep(0.3)
    return read()["done"]
