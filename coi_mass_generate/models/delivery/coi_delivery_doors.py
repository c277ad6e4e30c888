from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from ..common.argument import read_choice, read_flag, read_text
from ..common.door import door, one
from .coi_delivery import TO_MEND
from .envelope import Box, Envelope, Piece

# Where a new address is kept, besides for this one delivery.
KEPT = ("holder", "once")


class CoiDelivery(models.Model):
    """What a person does about an envelope."""

    _inherit = "coi.delivery"

    @door
    def mend(self, email, keep="holder", as_link=False):
        """Send what did not arrive to another address, or once more to the same; the
        door for other programs (RPC).

        It is a new mail: what was sent before stays as it is in the ledger.

        :param email: one address
        :param keep: "holder" also keeps it where the old one was, "once" does not
        :param as_link: True sends a link instead of files, for who takes none
        :returns: dict as of ``coi.sending.send``
        """
        self._check_state(*TO_MEND)
        as_link = read_flag(self.env, as_link, "as_link")
        email = self._read_email(email)
        keep = read_choice(self.env, keep, KEPT, "keep")
        if keep == "holder" and email != self.email:
            self._keep_address(email)
        return self._send_anew(email, as_link)._get_summary()

    @door
    def action_mend(self):
        """Button: the window that asks for an address."""
        self._check_state(*TO_MEND)
        return self.env["coi.mend"]._open(self)

    @door
    def action_repeat(self):
        """Button: send the same mail again; who has it already drops it, mostly."""
        self._check_state("unsure")
        self._record({"state": "queued", "kind": False, "date_done": False})
        self.sending_id._reopen()

    @door
    def action_arrived(self):
        """Button: somebody knows that it arrived."""
        self._check_state("unsure")
        self._note_done("handed")

    @door
    def action_printed(self):
        """Button and mass action: these are in the post."""
        self._check_states("to_print")
        self._note_done("printed")

    @door
    def action_uploaded(self):
        """Button and mass action: these are in the portal."""
        self._check_states("to_upload")
        self._note_done("uploaded")

    def _note_done(self, state):
        self._record(
            {
                "state": state,
                "kind": "person",
                "user_id": self.env.user.id,
                "date_done": fields.Datetime.now(),
            }
        )

    # ------------------------------------------------------------------- checks

    def _check_state(self, *states):
        one(self)
        self._check_states(*states)

    def _check_states(self, *states):
        self.check_access("read")
        odd = self.filtered(lambda each: each.state not in states)
        if odd or not self:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "This cannot be done with %(delivery)s. Its status: %(state)s.",
                    delivery=odd[:1].display_name or "–",
                    state=labels.get(odd[:1].state, "–"),
                )
            )

    @api.model
    def _read_email(self, given):
        text = read_text(self.env, given, "email", 200)
        email = email_normalize(text)
        if not email:
            raise UserError(
                self.env._(
                    '"%(text)s" is no e-mail address. Give a single one.', text=text
                )
            )
        return email

    # --------------------------------------------------------------- send again

    def _send_anew(self, email, as_link):
        """A sending of its own, of what is still valid of this one."""
        certificates = self.certificate_ids.filtered(lambda one: one.state == "issued")
        pieces = [
            Piece(each.id, each.insured_id.id, each.holder_name or "")
            for each in certificates
        ]
        if not pieces:
            raise UserError(
                self.env._(
                    "None of its certificates is still valid. Send the new ones."
                )
            )
        envelope = Envelope(
            "mail",
            "queued",
            box=Box(email),
            to=(email,),
            lang=self.lang or "",
            insured_id=self.insured_id.id,
            attach="link" if as_link else self.attach or "single",
            pieces=pieces,
        )
        sending = self.env["coi.sending"]._start(certificates, [envelope], at_once=True)
        sending.delivery_ids._record({"resends_id": self.id})
        return sending

    def _keep_address(self, email):
        """Put the new address where the old one was: among the recipients of the
        interests or of their holders, or in the holders' own field."""
        interests = self.certificate_ids.interest_id
        holders = self.certificate_ids.holder_id
        recipients = interests.recipient_ids | holders.coi_recipient_ids
        outdated = recipients.filtered(lambda each: each.mailbox_id == self.mailbox_id)
        if self.mailbox_id and outdated:
            boxes = self.env["coi.mailbox"]._find_or_create(self.company_id, [email])
            outdated.mailbox_id = boxes[email]
            return
        for holder in holders:
            holder.email = self._replace(holder.email or "", email)

    def _replace(self, text, email):
        """``text``, a contact's addresses, with the new one for the old one."""
        parts = [part.strip() for part in text.replace(";", ",").split(",")]
        kept = [each for each in parts if each and email_normalize(each) != self.email]
        return ", ".join([*kept, email])
