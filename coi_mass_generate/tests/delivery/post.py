"""What tests of delivery share: an agency with mails to send, and a scripted server."""

import smtplib
from contextlib import contextmanager
from unittest.mock import patch

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from ...models.delivery.bag import Bag
from ..agency import AgencyCase

TAKEN = (250, b"2.0.0 Ok: queued as 53E8B2BD44")


class Scripted(smtplib.SMTP):
    """Python's own session with a server that answers as a test tells it.

    ``script`` says by address what is answered to RCPT or to the mail itself: a pair
    of code and words, or an error that is raised instead. What was taken is in
    ``mails``, as ``(address, mail as bytes)``.
    """

    def __init__(self, script):
        self.script, self.mails, self.said = script, [], []
        self._answers = []
        super().__init__()
        self.helo_resp = self.ehlo_resp = b"sink.example"
        self.from_filter = self.smtp_from = False

    def send(self, data):
        """A command, or the mail itself."""
        command = data.decode(errors="replace") if isinstance(data, bytes) else data
        word = command[:4].upper()
        if word == "RCPT":
            self.address = command.split("<")[1].split(">")[0]
        self.said.append(word)
        self._answers.append(self._answer(word, data))

    def _answer(self, word, data):
        if word == "DATA":
            return (354, b"Go on")
        if word in ("MAIL", "RSET", "QUIT"):
            return self.script.get(word, (250, b"2.1.0 Ok"))
        if word == "RCPT":
            return self.script.get(("rcpt", self.address), (250, b"2.1.5 Ok"))
        answer = self.script.get(self.address, TAKEN)
        if answer[0] == 250:
            self.mails.append((self.address, data))
        return answer

    def getreply(self):
        answer = self._answers.pop(0)
        if isinstance(answer[0], type):
            raise answer[0](*answer[1:])
        return answer


class PostCase(AgencyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agency.sudo().coi_undo_minutes = 0
        cls.csr.sudo().email = "csr@harborpoint.example"
        cls.server = (
            cls.env["ir.mail_server"]
            .sudo()
            .create({"name": "Relay", "smtp_host": "relay.example", "sequence": 0})
        )
        cls.pace = cls.env["coi.pace"]._get(cls.server)
        cls.pace.per_minute = 0

    def make_mailed(self, **emails):
        """Certificates of new holders: ``{name: e-mail}``."""
        holders = [self.make_holder(name, email=emails[name]) for name in emails]
        return self.issue_to(*holders)

    def issue_to(self, *holders, insured=None):
        interests = self.env["coi.additional.interest"]
        for holder in holders:
            interests += self.make_interest(holder, insured)
        batch = self.generate(interests)
        self.assertEqual(batch.count_done, len(holders), self.get_reasons(batch))
        return batch._get_certificates()

    def plan(self, certificates):
        return self.env["coi.delivery.plan"]._make(certificates)

    def send(self, certificates, env=None):
        sendings = (env or self.env)["coi.sending"]
        told = sendings.send(certificates.ids, at_once=True)
        return sendings.browse(told["sending_id"])

    @contextmanager
    def answering(self, script=None, connect=None):
        """A mail server that answers by ``script``; gives the list of sessions."""
        sessions = []

        def open_session(*_args, **_kwargs):
            if connect:
                raise connect
            sessions.append(Scripted(script or {}))
            return sessions[-1]

        with (
            patch.object(IrMail_Server, "_disable_send", lambda cls: False),
            patch.object(IrMail_Server, "_connect__", open_session),
        ):
            yield sessions

    def run_postman(self, script=None, connect=None):
        """One turn of the scheduled action; the mails that were taken."""
        root = self.env.ref("base.user_root")
        cron = self.env.ref("coi_mass_generate.cron_postman").sudo().with_user(root)
        with self.answering(script, connect) as sessions:
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
        self.env.invalidate_all()
        return [mail for session in sessions for mail in session.mails]

    def claim(self):
        """The next delivery, marked as a postman does that dies then."""
        bag = Bag(self.env["coi.letter"].sudo())
        parcel = self.env["coi.postman"].sudo()._claim(self.pace.sudo(), bag)
        return parcel.delivery

    def get_states(self, sending):
        """``{address: (state, kind)}``"""
        return {
            delivery.email: (delivery.state, delivery.kind)
            for delivery in sending.delivery_ids
        }
