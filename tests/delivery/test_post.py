"""Mails of a real server to a real one."""

import time

import pytest

SHARED = "certificates@llcs.test"
# The mail server has said that it is too much.
WAITS = "SELECT 1 FROM coi_pace WHERE wait_until > now() AT TIME ZONE 'UTC'"


def files(mail):
    return [sha for _name, sha in mail["files"]]


def test_every_mail_carries_what_was_issued(post):
    """And nothing of it is stored twice."""
    before = post.execute("SELECT count(*) FROM ir_attachment")
    with post.run() as office:
        post.send(office)
        post.finish()
    mails = post.sink.read()
    post.check(len(mails))
    assert {sha for mail in mails for sha in files(mail)} == post.get_hashes()
    assert all(len(files(mail)) == 1 for mail in mails)
    assert post.execute("SELECT count(*) FROM ir_attachment") == before
    assert post.execute("SELECT count(*) FROM mail_mail") == [(0,)]


def test_one_mail_for_a_mailbox_of_37_holders(post):
    post.give(*[SHARED] * 37)
    post.execute(
        "INSERT INTO coi_mailbox (company_id, email, bundling, attach, max_mb, state)"
        " SELECT id, %s, 'together', 'single', 10, 'ok' FROM res_company",
        SHARED,
    )
    with post.run() as office:
        post.send(office, 37)
        post.finish()
    [mail] = post.sink.read()
    assert mail["rcpt"] == [SHARED]
    assert len(set(files(mail))) == 37 and set(files(mail)) <= post.get_hashes()


def test_each_address_has_its_own_truth(post):
    post.give(
        "good@x.test, reject@x.test", "full@x.test", "spam@x.test", "cut@x.test",
        "gone@x.test", "fine@x.test",
    )  # fmt: skip
    with post.run() as office:
        post.send(office, 6)
        # One is tried again, but not today.
        post.wait_for(lambda states: states["later"] == 1 and not states["queued"])
    assert post.get_states() == {
        "good@x.test": "handed",
        "reject@x.test": "failed",
        "full@x.test": "later",
        "spam@x.test": "failed",
        "cut@x.test": "unsure",
        "gone@x.test": "unsure",
        "fine@x.test": "handed",
    }
    post.check(7)
    given = {mail["rcpt"][0]: mail for mail in post.sink.read()}
    assert set(given) == {"good@x.test", "gone@x.test", "fine@x.test"}
    assert given["good@x.test"]["to"] == "good@x.test, reject@x.test"


def test_a_server_that_ends_the_session_too_early_stops_the_run(post):
    post.give("fine@x.test", "shut@x.test", "other@x.test")
    with post.run() as office:
        post.send(office, 3)
        post.wait_for_run("paused")
        assert post.get_states()["shut@x.test"] == "queued"
    post.check(3)


def test_a_quota_loses_nobody(post):
    post.sink.tell(quota=5)
    with post.run() as office:
        sending = post.send(office, 12)
        post.wait_for(lambda states: states["handed"] == 5)
        post.wait_until(WAITS)
        post.check(12)
        post.sink.tell(quota=None)
        post.execute("UPDATE coi_pace SET wait_until = NULL")
        # The one that met it lets the others go first, and waits a little longer.
        post.execute("UPDATE coi_delivery SET next_try = NULL")
        post.finish()
        [state] = office.call("coi.sending", "read", ids=[sending], fields=["state"])
    assert state["state"] == "done"
    assert post.count_states() == {"handed": 12}
    post.check(12)


def test_what_is_too_large_says_so(post):
    post.sink.tell(most_bytes=1000)
    with post.run() as office:
        post.send(office, 2)
        post.finish()
    kinds = post.execute("SELECT DISTINCT state, kind FROM coi_delivery")
    assert kinds == [("failed", "size")]


def test_what_bounces_is_mended(post):
    post.give("bounce@x.test", "delayed@x.test", "fine@x.test")
    with post.run() as office:
        post.open_gateway(office)
        post.send(office, 3)
        post.wait_for(lambda states: states == {"bounced": 1, "handed": 2})
        post.wait_until("SELECT 1 FROM coi_delivery WHERE late_words IS NOT NULL")
        assert post.get_states()["delayed@x.test"] == "handed"
        [bounced] = office.call(
            "coi.delivery", "search", domain=[("state", "=", "bounced")]
        )
        office.call("coi.delivery", "mend", ids=[bounced], email="right@x.test")
        post.finish()
    assert post.get_states()["right@x.test"] == "handed"
    assert len(post.sink.read()) == 4
    post.check(4)


def test_the_insured_is_told_once_what_became_of_each(post):
    office = "office@insured.test"
    post.give("fine@x.test", "reject@x.test", "other@x.test")
    post.execute("UPDATE res_company SET coi_digest = true")
    post.execute(
        "UPDATE res_partner SET email = %s"
        " WHERE id IN (SELECT insured_id FROM coi_certificate)",
        office,
    )
    with post.run(cron_threads=2) as server:
        post.send(server, 3)
        post.wait_until("SELECT 1 FROM coi_delivery WHERE purpose = 'digest'")
        post.finish()
    post.check(4)
    [told] = [mail for mail in post.sink.read() if mail["rcpt"] == [office]]
    [name] = [name for name, _sha in told["files"]]
    assert name.endswith(".pdf")
    runs = post.execute("SELECT digest_number, state FROM coi_sending ORDER BY id")
    assert runs == [(0, "done"), (1, "done")] or runs == [(None, "done"), (1, "done")]


def test_what_is_taken_back_never_reached_the_server(post):
    post.execute("UPDATE res_company SET coi_undo_minutes = 10")
    with post.run() as office:
        sending = post.send(office, 5)
        post.wake()
        office.call("coi.sending", "action_take_back", ids=[sending])
        post.execute("UPDATE coi_sending SET undo_until = now() AT TIME ZONE 'UTC'")
        for _turn in range(3):
            post.wake()
            time.sleep(0.5)
    assert post.count_states() == {"taken_back": 5}
    assert post.sink.read() == []


@pytest.mark.long
def test_the_31st_mail_of_a_minute_waits(post):
    post.execute("UPDATE coi_pace SET per_minute = 30")
    with post.run(workers=2, cron_threads=2) as office:
        post.send(office, 40)
        post.finish(patience=240)
    times = [mail["time"] for mail in post.sink.read()]
    assert len(times) == 40
    assert all(
        later - earlier >= 60 for earlier, later in zip(times, times[30:], strict=False)
    )
    post.check(40)


def test_two_workers_are_one_postman(post):
    with post.run(workers=2, cron_threads=2) as office:
        for start in range(0, 40, 10):
            ids = office.call("coi.certificate", "search", domain=[], order="id")
            office.call("coi.sending", "send", certificate_ids=ids[start : start + 10])
            post.wake()
        post.finish()
    post.check(40)
    assert post.count_states() == {"handed": 40}
