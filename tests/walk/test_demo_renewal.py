"""``dev/demo --renewal``: what it says is so, and it says so when it is not."""

import io
import re
import zipfile

import pytest
from demo import FOLDER, read_mails, run
from pypdf import PdfReader
from tools.demo import agency, holder_list, renewal

pytestmark = pytest.mark.long

COUNT = 60
ALARMS = {
    "Additional insured, completed operations: less than on the last certificate",
    "Limits: less than on the last certificate",
    "Other warnings",
}


@pytest.fixture(scope="module")
def told():
    done = run("--renewal", "--send", "--holders", str(COUNT))
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def read_papers():
    """The text of each certificate that arrived."""
    for mail in read_mails().values():
        for part in mail.iter_attachments():
            content = part.get_content()
            if part.get_filename().endswith(".zip"):
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    files = [archive.read(name) for name in archive.namelist()]
            else:
                files = [content]
            for file in files:
                pages = PdfReader(io.BytesIO(file)).pages
                words = [word for page in pages for word in page.extract_text().split()]
                yield " ".join(words)


def test_each_kind_is_accepted_before_anything_is_issued(told):
    found = re.findall(r"Alarm +(\d+) × (.+)\n +COI-", told)
    alarms = {title: int(count) for count, title in found}
    assert set(alarms) == ALARMS and all(alarms.values())
    assert "refused 3 times, until each of 3 kinds was accepted" in told
    evidence = (FOLDER / "renewal evidence.csv").read_text(encoding="utf-8-sig")
    _asked, _said, accepted = evidence.partition("Accepted in the review")
    for title, count in alarms.items():
        assert re.search(rf'{re.escape(title)}"?,{count},Casey Moreno,', accepted)


def test_who_was_issued_one_is_due_no_more(told):
    [issued] = re.findall(r"Issued +(\d+) certificates", told)
    [(first, known, left)] = re.findall(
        r"Since Sent (\d+) at first, (\d+) with the new policies, (\d+) at", told
    )
    assert (int(first), int(known) - int(left)) == (0, int(issued))
    assert f"{issued} Renewed" in told


@pytest.mark.usefixtures("told")
def test_only_who_receives_renewals_got_a_mail():
    rows = holder_list.rows(COUNT, agency.INSURED, agency.numbers())
    texts = list(read_papers())
    without = (renewal.NO, renewal.ASK, renewal.ENDED)
    reached = {
        place
        for place, row in enumerate(rows)
        if any(row["Holder Name"] in text for text in texts)
    }
    assert len(reached) > COUNT / 3
    assert any(place % renewal.EVERY == renewal.TAIL for place in reached)
    assert not [place for place in reached if place % renewal.EVERY in without]


@pytest.mark.usefixtures("told")
def test_what_arrived_shows_the_new_policies():
    for text in read_papers():
        assert "GL-7001-26" not in text and "UM-7003-26" not in text
        assert "GL-8801-27" in text or "PR-7005-26" in text


REPORT = {
    "outcomes": {"include": [2, 2], "wait": [1, 1]},
    "batch": 2,
    "alarms": [
        {"title": "Limits", "count": 2, "expected": 2, "numbers": ["1", "2"]},
        {"title": "Other", "count": 2, "numbers": ["1", "2"]},
    ],
    "refused": (2, 2),
    "after": {"Renewed": 2},
    "since": [0, 3, 1],
    "evidence": True,
    "odd": [],
    "wrong": [],
}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("outcomes", {"include": [2, 3]}, "holders of outcome include"),
        ("batch", 1, "certificates of the renewal"),
        ("alarms", [{"title": "Limits", "missing": 4}], "Limits: 0 instead of 4"),
        ("refused", (1, 2), "releases refused"),
        ("after", {"Ends soon": 2}, "old certificates that are renewed"),
        ("since", [0, 3, 3], "renewed since sent afterwards"),
        ("evidence", False, "evidence"),
        ("odd", ["COI-1: says GL"], "COI-1: says GL"),
        ("wrong", ["a@b.example"], "was not to get a mail"),
    ],
)
def test_it_says_what_does_not_add_up(name, value, words):
    assert renewal.check(REPORT) == []
    [error] = renewal.check({**REPORT, name: value})
    assert words in error
