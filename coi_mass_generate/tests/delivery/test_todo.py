from odoo.tests import tagged
from odoo.tools import mute_logger

from .post import PostCase
from .test_mend import UNKNOWN


@tagged("post_install", "-at_install")
class TestTodo(PostCase):
    """Whoever has sent is asked to look, once a run."""

    @mute_logger("odoo.addons.base.models.ir_mail_server")
    def send_some(self, count=2, env=None):
        emails = {f"H{place}": f"bad{place}@x.example" for place in range(count)}
        sending = self.send(self.make_mailed(**emails, Good="good@x.example"), env)
        self.run_postman({("rcpt", email): UNKNOWN for email in emails.values()})
        self.assertEqual(sending.state, "done")
        return sending

    def get_asked(self, sending):
        return self.env["mail.activity"].search(
            [("res_model", "=", "coi.sending"), ("res_id", "in", sending.ids)]
        )

    def test_once_a_run_and_of_the_requester(self):
        asked = self.get_asked(self.send_some())
        self.assertEqual(asked.mapped("user_id"), self.csr)
        self.assertEqual(asked.summary, "2 deliveries to look at")

    def test_a_clean_run_asks_for_nothing(self):
        self.assertFalse(self.get_asked(self.send_some(count=0)))

    def test_no_mail_is_sent_about_it(self):
        before = self.env["mail.mail"].sudo().search_count([])
        self.send_some()
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), before)

    def test_it_goes_away_by_itself(self):
        sending = self.send_some()
        first, second = sending.delivery_ids.filtered(lambda one: one.state == "failed")
        first.mend("right@x.example")
        self.assertTrue(self.get_asked(sending))
        second.action_leave()
        self.assertFalse(self.get_asked(sending))

    def test_a_bounce_of_later_asks_as_well(self):
        sending = self.send_some(count=0)
        [delivery] = sending.delivery_ids
        bounces = self.env["coi.bounce"].sudo()
        words = {"email": delivery.email, "kind": "address", "words": "550"}
        report = type("Report", (), {**words, "is_failed": True})
        bounces._note(delivery, report, True)
        self.assertEqual(self.get_asked(sending).summary, "1 delivery to look at")

    def test_the_requester_may_end_it(self):
        sending = self.send_some()
        self.get_asked(sending).with_env(self.env).action_done()
        self.assertFalse(self.get_asked(sending))

    def test_in_the_language_of_the_requester(self):
        self.env["res.lang"].sudo()._activate_lang("es_ES")
        self.csr.sudo().lang = "es_ES"
        seen = []
        sendings = type(self.env["coi.sending"])
        schedule = sendings.activity_schedule

        def note(each, *args, **kwargs):
            seen.append(each.env.lang)
            return schedule(each, *args, **kwargs)

        self.patch(sendings, "activity_schedule", note)
        self.send_some()
        self.assertEqual(seen, ["es_ES"])

    def test_nobody_follows_a_run(self):
        self.assertFalse(self.send_some(count=0).sudo().message_follower_ids)
