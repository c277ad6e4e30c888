"""``dev/demo --send``, as somebody tries it: it ends well and leaves nothing behind."""

import re
import subprocess

import pytest
from demo import FOLDER, read_mails, run

pytestmark = pytest.mark.long

PAGE = FOLDER / "mails.html"
SINK = "tests/delivery/sink.py"


def find_sinks():
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, check=True)
    return [line for line in listed.stdout.decode().splitlines() if SINK in line]


def test_help_says_that_nothing_leaves():
    told = " ".join(run("--help").stdout.split())
    assert "--send" in told and "nothing leaves this machine" in told


def test_what_it_says_is_what_arrived():
    before = find_sinks()
    done = run("--send", "--holders", "90")
    assert done.returncode == 0, done.stdout + done.stderr
    counts = {
        state: int(count) for count, state in re.findall(r"(\d+) × (.+)", done.stdout)
    }
    assert counts["Bounced"] == 1 and counts["Failed"] >= 3
    assert counts["Not known whether it was taken"] == 1
    [arrived] = re.findall(r"Arrived +(\d+) mails", done.stdout)
    mails = read_mails()
    handed = counts["Handed to the mail server"]
    assert len(mails) == int(arrived) == handed + 2
    page = PAGE.read_text()
    for path, mail in mails.items():
        [*files] = mail.iter_attachments()
        assert files and path.name in page
    assert find_sinks() == before
