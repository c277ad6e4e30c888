"""Links in mails, opened as programs do that check mails before a person reads them."""

import re

import requests

READER = "link@holders.test"
TURNS = 10
PAGE = re.compile(r"/coi/get/[\w-]{43}")


def prefer_link(post):
    """The first certificate's holder gets a link instead of files."""
    post.give(READER)
    post.execute(
        "INSERT INTO coi_mailbox (company_id, email, bundling, attach, max_mb, state)"
        " SELECT id, %s, 'together', 'link', 10, 'ok' FROM res_company",
        READER,
    )


def take_rows(post):
    """What every table of the addon, and every note and file, holds now."""
    tables = post.execute(
        "SELECT table_name FROM information_schema.tables"
        " WHERE table_name LIKE 'coi\\_%%' AND table_type = 'BASE TABLE'"
        " OR table_name IN ('mail_message', 'mail_activity', 'ir_attachment')"
    )
    asked = "SELECT md5(COALESCE(string_agg(t::text, '|' ORDER BY t::text), '')) FROM "
    return {name: post.execute(f"{asked}{name} t") for (name,) in tables}


def test_a_program_that_follows_every_link_changes_nothing(post):
    prefer_link(post)
    with post.run() as office:
        post.send(office, 1)
        post.finish()
        [mail] = post.sink.read()
        assert not mail["files"]
        address = office.server.url + PAGE.search(mail["body"]).group()
        before = take_rows(post)
        assert "coi_delivery" in before
        for _turn in range(TURNS):
            follow(address)
        assert take_rows(post) == before
        # And a person who answers is noticed.
        answer(address)
        after = take_rows(post)
    assert "coi_delivery" in {name for name in before if before[name] != after[name]}


def follow(address):
    for each in (address, f"{address}/0"):
        assert requests.head(each, timeout=60).status_code == 200
        assert requests.get(each, timeout=60).status_code == 200
    for each in (f"{address}/1", f"{address}/answer?answer=received"):
        assert requests.get(each, timeout=60).status_code >= 400


def answer(address):
    """What the button on the page does."""
    with requests.Session() as session:
        page = session.get(address, timeout=60).text
        token = re.search('name="csrf_token" value="([^"]+)"', page).group(1)
        told = {"csrf_token": token, "answer": "received"}
        session.post(f"{address}/answer", data=told, timeout=60)
