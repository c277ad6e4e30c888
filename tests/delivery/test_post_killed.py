"""Whatever happens to a postman: no mail twice, and none that nobody knows of."""

import random
import time

import pytest
from post import FEW, MANY, OPEN

# So long the sink takes to answer once it has a mail: most of the time a postman is
# inside of a mail.
SECONDS = 0.15
LONG = pytest.mark.long


def kill_while_it_sends(post, office, kills, total):
    """Kill the postman at random moments; the sums add up at every one of them."""
    chance = random.Random(kills)
    while kills and any(post.count_states()[state] for state in OPEN):
        wait_until_it_moves(post)
        time.sleep(chance.uniform(0, 0.5))
        if office.kill_worker(chance):
            kills -= 1
        post.check(total)
        post.wake()
    assert not kills, "it was done before it was killed often enough"


def wait_until_it_moves(post, patience=90):
    """Until the sink has another mail, or there are no more."""
    before, deadline = len(post.sink.read()), time.monotonic() + patience
    while len(post.sink.read()) == before and post.count_states()["queued"]:
        assert time.monotonic() < deadline, post.count_states()
        post.wake()
        time.sleep(0.1)


@pytest.mark.parametrize(
    "post,kills", [(FEW, 4), pytest.param(MANY, 25, marks=LONG)], indirect=["post"]
)
def test_no_mail_is_sent_twice_whoever_is_killed(post, kills):
    post.sink.tell(seconds=SECONDS)
    with post.run(workers=2, cron_threads=1) as office:
        post.send(office)
        total = sum(post.count_states().values())
        kill_while_it_sends(post, office, kills, total)
        post.finish()
        post.check(total)
    states = post.count_states()
    assert states["handed"] + states["unsure"] == total, states
    assert 0 < states["unsure"] <= kills


@LONG
def test_the_whole_server_is_killed(post):
    post.sink.tell(seconds=SECONDS)
    office = post.run(workers=2, cron_threads=1)
    with office:
        post.send(office)
        total = sum(post.count_states().values())
        for _cut in range(3):
            wait_until_it_moves(post)
            office.server.kill()
            post.check(total)
            office.server.start()
        post.finish()
        post.check(total)
