"""Ten thousand mails: nothing is stored twice, and a postman does not grow."""

import os
from pathlib import Path

import pytest
from post import THRONG
from tools.odoo import database

WARM_UP = 60
MB = 1024 * 1024
MOST = 150 * MB
PATIENCE = 3000


def count_stored(post):
    """How many attachments there are, and the bytes of the file store."""
    [(count,)] = post.execute("SELECT count(*) FROM ir_attachment")
    files = Path(database.filestore(post.name)).rglob("*")
    return count, sum(file.stat().st_size for file in files if file.is_file())


def get_memory(office):
    """Of the largest postman, in bytes."""
    page = os.sysconf("SC_PAGE_SIZE")
    sizes = []
    for pid in office.cron_workers():
        statm = Path(f"/proc/{pid}/statm")
        sizes += [int(statm.read_text().split()[1]) * page] if statm.exists() else []
    return max(sizes, default=0)


@pytest.mark.long
@pytest.mark.parametrize("post", [THRONG], indirect=True)
def test_ten_thousand_mails_leave_nothing_behind(post):
    post.sink.tell(brief=True)
    sizes = []

    def is_over(states):
        sizes.append(get_memory(office))
        return not states["queued"] and not states["handing"]

    with post.run(workers=2, cron_threads=1) as office:
        ids = office.call("coi.certificate", "search", domain=[], order="id")
        assert len(ids) >= 10_000
        office.call("coi.sending", "send", certificate_ids=ids[:WARM_UP])
        post.finish()
        before, usual = count_stored(post), get_memory(office)
        office.call("coi.sending", "send", certificate_ids=ids[WARM_UP:])
        post.wait_for(is_over, PATIENCE)
    post.check(len(ids))
    assert post.count_states() == {"handed": len(ids)}
    assert count_stored(post) == before
    assert usual and max(sizes) - usual <= MOST
