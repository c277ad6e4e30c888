import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import HttpCase, tagged

from .post import PostCase

MAILBOX = "a@x.example"


@tagged("post_install", "-at_install")
class TestLink(PostCase, HttpCase):
    """A link in the mail instead of files."""

    def setUp(self):
        super().setUp()
        self.env["coi.mailbox"].create({"email": MAILBOX, "attach": "link"})
        self.certificates = self.make_mailed(A=MAILBOX, B=MAILBOX)
        self.delivery = self.send(self.certificates).delivery_ids
        [(_to, self.mail)] = self.run_postman()
        plain = self.mail.replace(b"=\r\n", b"").decode()
        self.path = re.search(r"/coi/get/[\w-]{43}", plain).group()
        self.authenticate(None, None)

    def answer(self, kind, text=""):
        page = self.url_open(self.path).text
        token = re.search('name="csrf_token" value="([^"]+)"', page).group(1)
        data = {"csrf_token": token, "answer": kind, "text": text}
        answer = self.url_open(f"{self.path}/answer", data)
        self.env.invalidate_all()
        return answer

    def test_the_mail_carries_nothing_and_the_link_gives_what_was_issued(self):
        self.assertNotIn(b"application/pdf", self.mail)
        page = self.url_open(self.path)
        self.assertEqual(page.status_code, 200)
        for place, certificate in enumerate(self.certificates):
            self.assertIn(f"{self.path}/{place}", page.text)
            answer = self.url_open(f"{self.path}/{place}")
            self.assertEqual(answer.content, self.get_pdf(certificate))
        self.assertEqual(self.url_open(f"{self.path}/2").status_code, 404)

    def test_nobody_keeps_the_page(self):
        headers = self.url_open(self.path).headers
        self.assertIn("no-store", headers["Cache-Control"])
        self.assertEqual(headers["Referrer-Policy"], "no-referrer")
        self.assertIn("noindex", headers["X-Robots-Tag"])

    def test_only_the_hash_of_the_token_is_stored(self):
        token = self.path.rpartition("/")[2]
        self.env.flush_all()
        for table in ("coi_link", "coi_delivery", "coi_sending"):
            self.cr.execute(
                f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{token}%"]
            )
            self.assertEqual(self.cr.fetchone(), (0,))

    def test_to_look_changes_nothing(self):
        before = self.delivery.sudo().read()
        for _turn in range(10):
            self.url_open(self.path)
            self.opener.head(self.base_url() + self.path)
            self.url_open(f"{self.path}/0")
            self.url_open(f"{self.path}/answer?answer=received")
        self.env.invalidate_all()
        self.assertEqual(self.delivery.sudo().read(), before)

    def test_an_answer_is_a_mark_beside_the_state(self):
        page = self.answer("received")
        self.assertIn("Your answer reached us", page.text)
        self.assertEqual(self.delivery.answer, "received")
        self.assertEqual(self.delivery.state, "handed")
        self.assertFalse(self.delivery.is_answer_open)

    def test_what_is_wrong_is_looked_at_by_a_person(self):
        self.answer("wrong", "We moved to 12 Oak Street")
        self.assertTrue(self.delivery.is_answer_open)
        self.assertIn("Oak Street", self.delivery.answer_text)
        self.assertEqual(set(self.certificates.mapped("state")), {"issued"})
        self.delivery.action_answer_done()
        self.assertFalse(self.delivery.is_answer_open)

    def test_nonsense_is_no_answer(self):
        for kind in ("", "delivered", "x" * 9999):
            self.assertEqual(self.answer(kind).status_code, 404)
        self.assertFalse(self.delivery.answer)

    def test_any_other_token_is_answered_alike(self):
        odd = self.path[:-1] + ("A" if self.path[-1] != "A" else "B")
        texts = {self.url_open(odd).text.replace(odd, "")}
        self.delivery.action_revoke_links()
        texts.add(self.url_open(self.path).text.replace(self.path, ""))
        self.assertEqual(self.url_open(self.path).status_code, 404)
        self.assertEqual(self.url_open(f"{self.path}/0").status_code, 404)
        self.assertEqual(len(texts), 1)

    def test_whatever_is_wrong_takes_as_much_work(self):
        """Of time nothing is to be learned where the same is asked of the database."""
        link = self.env["coi.link"].sudo()
        token = self.path.rpartition("/")[2]
        odd = (token[:-1] + ("A" if token[-1] != "A" else "B"), "x", "\0\ufffd", "")
        self.delivery.action_revoke_links()
        counts, texts = set(), set()
        for each in (token, *odd):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertFalse(link._find(each))
            counts.add(self.cr.sql_log_count - before)
        self.assertEqual(len(counts), 1)
        for each in (token, odd[0], "x", "%FF%00", "a" * 5000):
            answer = self.url_open(f"/coi/get/{each}")
            self.assertEqual(answer.status_code, 404)
            texts.add(answer.text)
        self.assertEqual(len(texts), 1)

    def test_a_long_text_is_cut_and_a_file_is_none(self):
        self.answer("wrong", "x" * 9999)
        self.assertEqual(self.delivery.answer_text, "x" * 500)
        self.delivery.sudo()._take_answer("unneeded", object())
        self.assertFalse(self.delivery.answer_text)

    def test_whoever_loads_the_page_again_does_not_answer_again(self):
        answer = self.answer("wrong", "We moved")
        self.assertEqual(answer.request.method, "GET")
        before = self.delivery.sudo().read()
        self.answer("wrong", "We moved")
        self.assertEqual(self.delivery.sudo().read(), before)

    def test_in_a_language_that_is_gone(self):
        self.delivery.sudo().lang = "de_DE"
        page = self.url_open(self.path)
        self.assertEqual(page.status_code, 200)
        self.assertIn('lang="en-US"', page.text)

    def test_its_days_are_counted(self):
        link = self.env["coi.link"].sudo()
        token = self.path.rpartition("/")[2]
        self.assertEqual(link._find(token), self.delivery)
        with freeze_time(fields.Datetime.now() + timedelta(days=91)):
            self.assertFalse(link._find(token))

    def test_every_attempt_has_a_link_that_works(self):
        self.delivery.sudo().state = "unsure"
        self.delivery.action_repeat()
        [(_to, again)] = self.run_postman()
        self.assertNotIn(self.path.encode(), again.replace(b"=\r\n", b""))
        self.assertEqual(self.url_open(self.path).status_code, 200)
        self.assertEqual(len(self.delivery.sudo().link_ids), 2)

    def test_who_takes_no_files_is_sent_a_link(self):
        certificates = self.make_mailed(C="c@x.example")
        delivery = self.send(certificates).delivery_ids
        script = {"c@x.example": (552, b"5.3.4 Message too big")}
        self.run_postman(script)
        self.assertEqual((delivery.state, delivery.kind), ("failed", "size"))
        delivery.mend("c@x.example", way="link")
        [(_to, mail)] = self.run_postman()
        self.assertIn(b"/coi/get/", mail.replace(b"=\r\n", b""))
