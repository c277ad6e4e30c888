from odoo.tests import BaseCase, tagged

from ...models.delivery.answers import AGAIN, DAY, STOP, WAIT, judge

# (stage, code, words): (state, kind, how it goes on); words as real servers say them.
ANSWERS = {
    # Taken
    ("content", 250, "2.0.0 Ok: queued as 53E8B2BD44"): ("handed", "", ""),
    ("content", 251, "forwarded"): ("handed", "", ""),
    # Nobody knows
    ("content", 0, ""): ("unsure", "silence", ""),
    # Nothing was said yet that mattered
    ("", 0, ""): ("queued", "connection", AGAIN),
    ("mail", 0, ""): ("queued", "connection", AGAIN),
    ("rcpt", 0, ""): ("queued", "connection", AGAIN),
    ("data", 0, ""): ("queued", "connection", AGAIN),
    # We are refused, whoever it is for
    ("mail", 550, "5.7.60 SMTP; Client does not have permissions to send as"): (
        "queued", "sender", STOP),
    ("mail", 530, "5.7.57 Client not authenticated to send mail"): (
        "queued", "sender", STOP),
    ("rcpt", 530, "5.7.1 Client was not authenticated"): ("queued", "sender", STOP),
    ("data", 535, "5.7.3 Authentication unsuccessful"): ("queued", "sender", STOP),
    ("mail", 451, "4.3.0 Temporary system problem"): ("queued", "sender", WAIT),
    # Too much
    ("mail", 421, "4.7.0 Too many messages"): ("queued", "quota", WAIT),
    ("rcpt", 421, "Service not available"): ("queued", "quota", WAIT),
    ("rcpt", 450, "4.2.1 The user is sending mail too quickly"): (
        "queued", "quota", WAIT),
    ("content", 421, "4.3.2 Service shutting down"): ("queued", "quota", WAIT),
    ("mail", 454, "4.7.0 Temporary authentication failure"): (
        "queued", "quota", WAIT),
    ("content", 550, "5.7.1 Hourly message limit exceeded"): ("queued", "quota", WAIT),
    ("rcpt", 454, "4.7.0 Too many recipients"): ("queued", "quota", WAIT),
    ("rcpt", 550, "5.4.5 Daily user sending limit exceeded"): ("queued", "quota", DAY),
    ("content", 550, "5.4.5 Daily SMTP relay sending limit exceeded"): (
        "queued", "quota", DAY),
    # This address, for now
    ("rcpt", 452, "4.2.2 Mailbox full"): ("later", "temporary", ""),
    ("rcpt", 451, "4.7.1 Greylisted, please try again later"): (
        "later", "temporary", ""),
    ("rcpt", 451, "4.7.1 Please try again later"): ("later", "temporary", ""),
    ("rcpt", 450, "4.2.1 The user you try to contact is receiving mail at a rate"): (
        "later", "temporary", ""),
    ("rcpt", 450, "4.1.1 try again"): ("later", "temporary", ""),
    ("content", 451, "4.3.0 Error in processing"): ("later", "temporary", ""),
    # This address, for good
    ("rcpt", 550, "5.1.1 No such user here"): ("failed", "address", ""),
    ("rcpt", 550, "User unknown"): ("failed", "address", ""),
    ("rcpt", 553, "mailbox name not allowed"): ("failed", "address", ""),
    ("rcpt", 552, "5.2.2 Mailbox full"): ("failed", "full", ""),
    ("rcpt", 550, "Mailbox is full, storage limit exceeded"): ("failed", "full", ""),
    ("content", 552, "5.2.2 The email account is over quota"): ("failed", "full", ""),
    ("content", 550, "5.1.1 unknown after all"): ("failed", "address", ""),
    # Their server refuses ours
    ("rcpt", 554, "5.7.1 Service unavailable; client host blocked"): (
        "failed", "blocked", ""),
    ("content", 550, "5.7.26 Unauthenticated mail is prohibited"): (
        "failed", "blocked", ""),
    ("content", 554, "Transaction failed"): ("failed", "blocked", ""),
    ("data", 554, "no valid recipients"): ("failed", "blocked", ""),
    # Too large, wherever that is said
    ("mail", 552, "message size exceeds fixed maximum message size"): (
        "failed", "size", ""),
    ("content", 552, "5.3.4 Message too big"): ("failed", "size", ""),
    ("content", 523, "5.2.3 Message length exceeds limit"): ("failed", "size", ""),
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestAnswers(BaseCase):
    """What a server says becomes what it means, never more."""

    def test_every_answer(self):
        for said, (state, kind, then) in ANSWERS.items():
            with self.subTest(said):
                outcome = judge(*said)
                found = (outcome.state, outcome.kind, outcome.then)
                self.assertEqual(found, (state, kind, then))

    def test_its_words_are_kept(self):
        outcome = judge("rcpt", 550, "5.1.1 No such user here")
        self.assertEqual(outcome.words, "550 5.1.1 No such user here")

    def test_only_an_answer_to_the_mail_itself_hands_it_over(self):
        for stage in ("", "mail", "rcpt", "data", "content"):
            for code in (0, 250, 354, 421, 450, 550):
                is_taken = judge(stage, code, "").state == "handed"
                self.assertEqual(is_taken, (stage, code) == ("content", 250))
