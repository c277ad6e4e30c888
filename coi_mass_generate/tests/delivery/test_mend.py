from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .post import PostCase

UNKNOWN = (550, b"5.1.1 No such user here")


@tagged("post_install", "-at_install")
class TestMend(PostCase):
    """What did not arrive goes out again, as a new mail."""

    @mute_logger("odoo.addons.base.models.ir_mail_server")
    def fail(self, emails="bad@x.example"):
        """A delivery that was refused."""
        certificate = self.make_mailed(Holder=emails)
        sending = self.send(certificate)
        self.run_postman({("rcpt", "bad@x.example"): UNKNOWN})
        delivery = sending.delivery_ids[0]
        self.assertEqual(delivery.state, "failed")
        return delivery

    def test_the_mailbox_is_known_to_be_wrong(self):
        delivery = self.fail()
        self.assertEqual(delivery.mailbox_id.state, "bounced")
        self.assertIn("No such user", delivery.mailbox_id.last_words)

    def test_a_new_address_for_this_and_all_that_come(self):
        delivery = self.fail()
        told = delivery.mend("Good@X.example")
        self.assertEqual(told["waiting"], 1)
        [(address, _mail)] = self.run_postman()
        self.assertEqual(address, "good@x.example")
        anew = delivery.resent_ids
        self.assertEqual((anew.state, anew.email), ("handed", "good@x.example"))
        self.assertNotEqual(anew.message_id, delivery.message_id)
        self.assertEqual(delivery.state, "failed")
        self.assertEqual(delivery.certificate_ids.holder_id.email, "good@x.example")

    def test_only_the_wrong_one_of_several_addresses_changes(self):
        delivery = self.fail("bad@x.example, fine@x.example")
        delivery.mend("good@x.example")
        holder = delivery.certificate_ids.holder_id
        self.assertEqual(holder.email, "fine@x.example, good@x.example")

    def test_of_two_who_look_at_it_one_sends_it(self):
        delivery = self.fail()
        delivery.mend("good@x.example")
        self.run_postman()
        with self.assertRaisesRegex(UserError, "already: .*good@x.example"):
            delivery.mend("good@x.example")
        self.assertEqual(self.run_postman(), [])

    def test_what_was_taken_back_is_sent_once_more(self):
        delivery = self.fail()
        delivery.mend("good@x.example")
        delivery.resent_ids.sending_id.action_take_back()
        delivery.mend("better@x.example")
        self.assertEqual([to for to, _mail in self.run_postman()], ["better@x.example"])

    def test_only_for_this_once(self):
        delivery = self.fail()
        delivery.mend("good@x.example", keep="once")
        self.assertEqual(delivery.certificate_ids.holder_id.email, "bad@x.example")
        self.assertEqual(len(self.run_postman()), 1)

    def test_a_recipient_changes_where_there_is_one(self):
        certificate = self.make_mailed(Holder="own@x.example")
        box = self.env["coi.mailbox"].create({"email": "bad@x.example"})
        recipient = self.env["coi.recipient"].create(
            {"mailbox_id": box.id, "interest_id": certificate.interest_id.id}
        )
        delivery = self.send(certificate).delivery_ids
        with mute_logger("odoo.addons.base.models.ir_mail_server"):
            self.run_postman({("rcpt", "bad@x.example"): UNKNOWN})
        delivery.mend("good@x.example")
        self.assertEqual(recipient.mailbox_id.email, "good@x.example")
        self.assertEqual(certificate.holder_id.email, "own@x.example")

    def test_one_without_an_address_gets_one(self):
        certificate = self.make_mailed(Holder=False)
        delivery = self.send(certificate).delivery_ids
        self.assertEqual((delivery.state, delivery.kind), ("failed", "missing"))
        delivery.mend("good@x.example")
        self.assertEqual(certificate.holder_id.email, "good@x.example")
        self.assertEqual(len(self.run_postman()), 1)

    def test_what_cannot_be_meant_is_refused(self):
        delivery = self.fail()
        for odd in ("nobody", "a@x.example, b@x.example", "", None, 7):
            with self.assertRaises(UserError):
                delivery.mend(odd)
        with self.assertRaisesRegex(UserError, "keep"):
            delivery.mend("good@x.example", keep="somewhere")

    def test_what_arrived_is_not_mended(self):
        delivery = self.send(self.make_mailed(A="a@x.example")).delivery_ids
        self.run_postman()
        for attempt in (
            lambda: delivery.mend("b@x.example"),
            delivery.action_repeat,
            delivery.action_arrived,
            delivery.action_printed,
            delivery.action_uploaded,
        ):
            with self.assertRaisesRegex(UserError, "Handed to the mail server"):
                attempt()

    def test_an_unsure_one_is_repeated_as_the_same_mail(self):
        sending = self.send(self.make_mailed(A="a@x.example"))
        self.claim()
        self.run_postman()
        delivery = sending.delivery_ids
        self.assertEqual((delivery.state, sending.state), ("unsure", "done"))
        known = (delivery.message_id, delivery.date_mail)
        delivery.action_repeat()
        self.assertEqual((delivery.state, sending.state), ("queued", "sending"))
        [(_to, content)] = self.run_postman()
        self.assertEqual((delivery.message_id, delivery.date_mail), known)
        self.assertIn(known[0].encode(), content)
        self.assertEqual((delivery.state, sending.state), ("handed", "done"))

    def test_somebody_knows_that_it_arrived(self):
        self.send(self.make_mailed(A="a@x.example"))
        delivery = self.claim()
        delivery.sudo().state = "unsure"
        delivery.with_env(self.env).action_arrived()
        self.assertEqual((delivery.state, delivery.kind), ("handed", "person"))
        self.assertEqual(delivery.user_id, self.csr)

    def test_printed_and_uploaded_when_somebody_says_so(self):
        certificates = self.make_mailed(Print=False, Portal=False)
        certificates[0].holder_id.coi_channel = "print"
        certificates[1].holder_id.coi_channel = "portal"
        sending = self.send(certificates)
        posted, portal = sending.delivery_ids
        self.assertEqual((posted.state, portal.state), ("to_print", "to_upload"))
        posted.action_printed()
        portal.action_uploaded()
        self.assertEqual((posted.state, portal.state), ("printed", "uploaded"))
        self.assertEqual(sending.count_handed, 2)

    def test_another_company_mends_nothing(self):
        delivery = self.fail().with_env(self.env_of(self.other_csr))
        with self.assertRaises(AccessError):
            delivery.mend("good@x.example")
