"""The same promises with ``mail_tracking`` installed: it stands around every mail and
every report, and one of its versions keeps errors to itself."""

import others
import pytest

STATES = {
    "good@x.test": "handed",
    "reject@x.test": "failed",
    "spam@x.test": "failed",
    "full@x.test": "later",
    "gone@x.test": "unsure",
    "bounce@x.test": "bounced",
    "fine@x.test": "handed",
}


@pytest.mark.parametrize(
    "version", ["19.0.1.0.5", pytest.param("19.0.1.0.6.2", marks=pytest.mark.long)]
)
def test_nothing_is_swallowed_and_nothing_sent_twice(post, version):
    option = others.install(post.name, "mail_tracking", version)
    post.give(*STATES)
    with post.run(options=[option]) as office:
        post.open_gateway(office)
        post.send(office, len(STATES))
        post.wait_for(lambda states: states["bounced"] and not states["queued"])
    assert post.get_states() == STATES
    given = {mail["rcpt"][0]: mail for mail in post.sink.read()}
    refused = {"reject@x.test", "spam@x.test", "full@x.test"}
    assert set(given) == set(STATES) - refused
    hashes = post.get_hashes()
    assert all(sha in hashes for mail in given.values() for _name, sha in mail["files"])
    words = post.execute("SELECT words FROM coi_delivery WHERE email = 'reject@x.test'")
    assert "No such user here" in words[0][0]
    post.check(len(STATES))
