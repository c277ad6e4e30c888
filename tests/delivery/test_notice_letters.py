"""Letters about a canceled policy, as a real mail server gets them: to those the agency
tells, once, and to nobody where it tells nobody."""

import re
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from email.utils import parseaddr

from test_post_killed import kill_while_it_sends

OWED = ("fine@x.test", "gone@x.test", "reject@x.test")
TERM = re.compile(r"\d+\s*(&nbsp;|\s)*(business |calendar )?days?\b", re.IGNORECASE)
KILLS = 2
CLICKS = 6
# Odoo logs as an error that it tries again what two do at the same moment.
CONFLICT = [r"bad query"]
SEND = "Certificates: send mails"
LAST = "SELECT lastcall FROM ir_cron WHERE cron_name = %s"


class Notices:
    """What the agency's people do about its auto policy, by RPC."""

    def __init__(self, post, office):
        self.post, self.office = post, office
        named = [("name", "=", "AU-7001")]
        [self.policy] = office.call("coi.policy", "search", domain=named)

    def practice(self, practice):
        self.post.execute("UPDATE res_company SET coi_notice_practice = %s", practice)

    def owe(self, count):
        """Let the first holders be loss payees of the vehicles."""
        [payee] = self.office.call(
            "coi.interest.type", "search", domain=[("key", "=", "loss_payee")]
        )
        rows = self.post.execute("SELECT interest_id FROM coi_certificate ORDER BY id")
        ids = [number for (number,) in rows[:count]]
        vals = {"type_ids": [[4, payee]]}
        self.office.call("coi.additional.interest", "write", ids=ids, vals=vals)

    def cancel(self):
        [day] = self.post.execute("SELECT (current_date - 1)::text")
        vals = {"date_cancelled": day[0]}
        self.office.call("coi.policy", "write", ids=[self.policy], vals=vals)

    def make(self):
        """The id of the notice of its cancellation."""
        told = self.office.call(
            "coi.notice", "make", policy_ids=[self.policy], kind="cancellation"
        )
        return told["notice_id"]

    def send(self, notice, login="csr", method="send"):
        """The answer to it, whatever it is."""
        return self.office.ask("coi.notice", method, login, ids=[notice])

    def reinstate(self):
        """The id of the notice to be sent of it, or False."""
        [day] = self.post.execute("SELECT current_date::text")
        told = self.office.call(
            "coi.policy", "reinstate", ids=[self.policy], day=day[0], has_gap=True
        )
        return told["notice_id"]


def get_addresses(mails):
    return sorted(address for mail in mails for address in mail["rcpt"])


def settle(post):
    """Let the postman look some times, whether there is anything or not."""
    for _turn in range(2):
        last = post.execute(LAST, SEND)
        post.wait_until_it_is(lambda last=last: post.execute(LAST, SEND) != last)


def read_parts(content):
    """``{type: text}`` of a mail as its reader's program shows it, and its subject."""
    mail = message_from_bytes(content, policy=policy.default)
    assert not list(mail.iter_attachments())
    assert not mail.defects
    parts = {
        part.get_content_type(): part.get_content()
        for part in mail.walk()
        if not part.is_multipart()
    }
    return {**parts, "subject": str(mail["Subject"]), "from": str(mail["From"])}


def look(folder, subject):
    """What each of the mails of this subject says, by address."""
    found = {}
    for path in sorted(folder.iterdir()):
        parts = read_parts(path.read_bytes())
        if parts["subject"].startswith(subject):
            found[path.stem[5:]] = parts
    return found


def check_words(parts):
    """Plain and HTML say the same, and no number of days."""
    for kind in ("text/plain", "text/html"):
        text = parts[kind]
        assert "Harbor Ridge Contractors, Inc." in text
        assert "AU-7001" in text and "Fablewood Casualty Company" in text
        assert not TERM.search(text), text
        assert "ACORD" not in text and "t-out" not in text and "None" not in text
        assert "It is not a notice by the insurer" in " ".join(text.split())


def test_nobody_then_who_is_owed_then_who_has_heard(post, tmp_path):
    mails = tmp_path / "mails"
    mails.mkdir()
    post.sink.tell(keep=str(mails))
    post.give(*OWED)
    with post.run() as office:
        notices = Notices(post, office)
        notices.owe(len(OWED))
        notices.cancel()
        notice = notices.make()
        for method in ("send", "action_send"):
            answer = notices.send(notice, method=method)
            assert answer.status_code != 200 and "tells no holder" in answer.text
        settle(post)
        assert post.sink.read() == [] and not post.count_states()
        notices.practice("owed")
        assert notices.send(notice).status_code == 200
        post.finish()
        assert get_addresses(post.sink.read()) == ["fine@x.test", "gone@x.test"]
        answer = notices.reinstate()
        assert notices.send(answer).status_code == 200
        post.finish()
        settle(post)
    assert get_addresses(post.sink.read()) == sorted(2 * ["fine@x.test", "gone@x.test"])
    post.check(len(OWED) + 2)
    for subject in ("Insurance canceled", "Insurance reinstated"):
        said = look(mails, subject)
        assert set(said) == {"fine@x.test", "gone@x.test"}
        for parts in said.values():
            check_words(parts)
            assert parseaddr(parts["from"])[1] == "csr@larkspur.example"
    assert all("with a gap" in parts["text/plain"] for parts in said.values())


def test_what_has_not_left_is_taken_back_and_never_arrives(post):
    post.execute("UPDATE res_company SET coi_undo_minutes = 10")
    with post.run() as office:
        notices = Notices(post, office)
        notices.practice("all")
        notices.cancel()
        assert notices.send(notices.make()).status_code == 200
        assert post.count_states()["queued"] > 50
        assert notices.reinstate() is False
        post.execute("UPDATE coi_sending SET undo_until = now() AT TIME ZONE 'UTC'")
        settle(post)
    assert set(post.count_states()) == {"taken_back"}
    assert post.sink.read() == []


def test_once_whoever_clicks_and_whoever_is_killed(post):
    post.sink.tell(seconds=0.15)
    with post.run(workers=2, cron_threads=1, ignore=CONFLICT) as office:
        notices = Notices(post, office)
        notices.practice("all")
        notices.cancel()
        click_at_once(notices)
        [(total,)] = post.execute(
            "SELECT count(DISTINCT holder_id) FROM coi_certificate"
        )
        assert sum(post.count_states().values()) == total
        kill_while_it_sends(post, office, KILLS, total)
        post.finish()
        post.check(total)
        given = get_addresses(post.sink.read())
        assert len(set(given)) == len(given) >= total - KILLS
        # Whoever may have heard hears of the end, too.
        [counts] = office.call(
            "coi.notice", "read", ids=[notices.reinstate()], fields=["count_wanted"]
        )
        assert counts["count_wanted"] == total


def click_at_once(notices):
    """Two people begin the same notice and send it, again and again."""
    begun = {"policy_ids": [notices.policy], "kind": "cancellation"}

    def click(number):
        login = ("csr", "other")[number % 2]
        told = notices.office.ask("coi.notice", "make", login, **begun)
        if told.status_code == 200:
            return notices.send(told.json()["notice_id"], login).status_code
        return told.status_code

    with ThreadPoolExecutor(CLICKS) as people:
        answers = list(people.map(click, range(CLICKS)))
    assert answers.count(200) == 1, answers
