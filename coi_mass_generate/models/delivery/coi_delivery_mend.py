from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from ..common.argument import read_choice, read_text
from ..common.columns import read_rows
from ..common.door import door, trusted
from .coi_delivery import TO_MEND
from .coi_delivery_plan import READ
from .coi_mailbox import MAX_MB
from .envelope import Box, Envelope, get_address_key

# For whom a new way is kept: for all of a holder's certificates, for those of this
# interest, or for nobody besides these.
KEPT = ("holder", "interest", "once")
WAYS = ("mail", "link", "split", "print")


class CoiDelivery(models.Model):
    """What did not arrive goes out another way: each time a new envelope, beside the
    old one, which stays in the ledger as it was."""

    _inherit = "coi.delivery"

    @door
    def mend(self, email, keep="holder", way="mail", max_mb=0):
        """Send what did not arrive to another address, or another way; the door for
        other programs (RPC).

        :param email: one address, for all of them; not asked for what is printed
        :param keep: for whom it is kept: "holder", "interest", or "once" for nobody
        :param way: "mail"; "link", which carries no files; "split", in mails of at
            most ``max_mb``, which the mailbox then always gets; "print"
        :returns: dict as of ``coi.sending.send``
        """
        self._check_states(*TO_MEND)
        self._check_not_sent_again()
        keep = read_choice(self.env, keep, KEPT, "keep")
        way = read_choice(self.env, way, WAYS, "way")
        self._check_way(way)
        email = self._read_email(email) if way != "print" else ""
        max_mb = self._read_max_mb(max_mb) if way == "split" else 0
        if keep != "once":
            self._keep_way(way, email, keep)
        sending = self._send_anew(way, email, max_mb)
        self.sending_id._look_after()
        return sending._get_summary()

    # ------------------------------------------------------------------- checks

    def _check_not_sent_again(self):
        """Of two who look at the same board, one fixes it."""
        again = self.resent_ids.filtered(lambda each: each.state != "taken_back")
        if again:
            raise UserError(
                self.env._(
                    "Someone has sent this again already: %(delivery)s. Look at what "
                    "became of that one.",
                    delivery=again[0].display_name,
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

    @api.model
    def _read_max_mb(self, given):
        if type(given) is int and 1 <= given <= MAX_MB:
            return given
        raise UserError(
            self.env._("max_mb: give a number from 1 to %(most)s.", most=MAX_MB)
        )

    # --------------------------------------------------------------- send again

    def _send_anew(self, way, email, max_mb):
        """A sending of its own, of what is still valid of these."""
        if len(self.company_id) > 1:
            raise UserError(
                self.env._("These are of several companies. Choose those of one.")
            )
        planned, seen = [], set()
        for delivery in self:
            for envelope in delivery._make_anew(way, email, max_mb):
                if envelope.fingerprint not in seen:
                    seen.add(envelope.fingerprint)
                    planned.append((delivery, envelope))
        envelopes = [envelope for _delivery, envelope in planned]
        if way == "split" and envelopes:
            self._keep_size(envelopes, email, max_mb)
        return self._start_anew(envelopes, [one for one, _envelope in planned])

    @api.model
    def _start_anew(self, envelopes, sources, at_once=True):
        """Send ``envelopes``, each instead of the delivery at its place."""
        if not envelopes:
            raise UserError(
                self.env._(
                    "None of its certificates is still valid. Send the new ones."
                )
            )
        ids = dict.fromkeys(piece.id for each in envelopes for piece in each.pieces)
        certificates, runs = (
            self.env["coi.certificate"].browse(ids),
            self.env["coi.sending"],
        )
        if certificates:
            sending = runs._start(certificates, envelopes, at_once)
        else:
            first = sources[0]
            company, name = first.company_id, first.subject
            sending = runs._start_run(company, envelopes, at_once, name)
        stored = sending.delivery_ids.sorted("sequence")
        for delivery, source in zip(stored, sources, strict=True):
            delivery._record({"resends_id": source.id})
        return sending

    def _make_anew(self, way, email, max_mb=0):
        """Envelopes of what is still valid of this one."""
        certificates, pieces = self._get_valid(self.certificate_ids)
        if not pieces:
            return []
        if way == "print":
            return self._make_printed(certificates, pieces)
        whole = self._make_mail(email, pieces, max_mb or MAX_MB)
        if way == "link":
            whole.attach = "link"
        return self._make_split(whole) if way == "split" else [whole]

    def _make_copy(self, certificates):
        """The same mail once more, with those of ``certificates`` that are valid."""
        _certificates, pieces = self._get_valid(certificates & self.certificate_ids)
        return [self._make_mail(self.email, pieces, MAX_MB)] if pieces else []

    @api.model
    def _get_valid(self, certificates):
        """Those still valid, and what each of them is in an envelope."""
        valid = certificates.filtered(lambda each: each.state == "issued")
        plan = self.env["coi.delivery.plan"]
        rows = read_rows(valid, READ) if valid else []
        return valid, list(plan._make_pieces(valid, rows)) if valid else []

    def _make_mail(self, email, pieces, max_mb):
        return Envelope(
            "mail",
            "queued",
            box=Box(email, max_mb=max_mb),
            to=(email,),
            lang=self.lang or "",
            insured_id=self.insured_id.id,
            attach=self.attach or "single",
            pieces=pieces,
            purpose=self.purpose,
            name=self.holder_name if self.purpose != "certificates" else "",
            lines=self.digest_lines or None,
            is_correction=self.is_correction,
        )

    def _make_split(self, whole):
        if whole.attach == "link":
            whole.attach = "single"
        return whole.split()

    def _is_in_parts(self, max_mb):
        """Whether mails of at most ``max_mb`` would be smaller ones than this."""
        return len(self._make_anew("split", self.email, max_mb)) > 1

    def _keep_size(self, envelopes, email, max_mb):
        """What is said of this mailbox holds for all that comes."""
        if all(each.part_count < 2 for each in envelopes):
            raise UserError(
                self.env._(
                    "This is one mail of at most %(most)s MB already. Choose a smaller "
                    "size, or send a link.",
                    most=max_mb,
                )
            )
        boxes = self.env["coi.mailbox"]._find_or_create(self.company_id, [email])
        boxes[email].max_mb = max_mb

    def _make_printed(self, certificates, pieces):
        """One envelope for each address."""
        # sudo(): where a certificate the user may read is sent; its holder may be
        # hidden from the user by now.
        holders = trusted(certificates).holder_id
        addresses = holders._coi_get_addresses(trusted(self).company_id)
        grouped = {}
        for certificate, piece in zip(certificates, pieces, strict=True):
            address = "\n".join(addresses[certificate.holder_id.id])
            if not address:
                raise UserError(
                    self.env._(
                        "%(holder)s has no postal address. Enter it first.",
                        holder=piece.holder_name,
                    )
                )
            envelope = Envelope("print", "to_print", address=address)
            envelope.insured_id = self.insured_id.id
            key = get_address_key(address)
            grouped.setdefault(key, envelope).pieces.append(piece)
        return list(grouped.values())

    # --------------------------------------------------------------------- keep

    def _keep_way(self, way, email, keep):
        """Let what is sent from now on go the same way."""
        if way == "print":
            interests, holders = self._get_concerned()
            if keep == "interest":
                interests.channel = "print"
            else:
                holders.coi_channel = "print"
            return
        for delivery in self:
            if email != delivery.email:
                delivery._keep_address(email, keep)
        if way == "link":
            for company in self.company_id:
                boxes = self.env["coi.mailbox"]._find_or_create(company, [email])
                boxes[email].attach = "link"

    def _keep_address(self, email, keep):
        """Put the new address where the old one was: among the recipients of the
        interests or of their holders, or in the holders' own field."""
        interests, holders = self._get_concerned()
        if keep == "interest" and interests:
            for interest in interests:
                self._keep_for_interest(interest, email)
            return
        recipients = interests.recipient_ids | holders.coi_recipient_ids
        if self._replace_recipients(recipients, email):
            return
        for holder in holders:
            holder.email = self._replace(holder.email or "", email)

    def _keep_for_interest(self, interest, email):
        """Recipients of its own, who stand for those it had by its holder."""
        if self._replace_recipients(interest.recipient_ids, email):
            return
        kept = interest.recipient_ids or interest.holder_id.coi_recipient_ids
        roles = {each.mailbox_id.email: each.role for each in kept}
        if not kept:
            parts = self._split(interest.holder_id.email or "")
            roles = {email_normalize(part): "to" for part in parts}
        role = roles.pop(self.email, "to")
        roles.pop(False, None)
        wanted = {**roles, email: role}
        boxes = self.env["coi.mailbox"]._find_or_create(self.company_id, list(wanted))
        known = interest.recipient_ids.mailbox_id
        self.env["coi.recipient"].create(
            [
                {
                    "company_id": self.company_id.id,
                    "interest_id": interest.id,
                    "mailbox_id": boxes[each].id,
                    "role": wanted[each],
                }
                for each in wanted
                if boxes[each] not in known
            ]
        )

    def _replace_recipients(self, recipients, email):
        """Whether the old address was among ``recipients``; now the new one is."""
        outdated = recipients.filtered(lambda each: each.mailbox_id == self.mailbox_id)
        if not (self.mailbox_id and outdated):
            return False
        box = self.env["coi.mailbox"]._find_or_create(self.company_id, [email])[email]
        for each in outdated:
            owner = each.interest_id or each.holder_id
            name = "recipient_ids" if each.interest_id else "coi_recipient_ids"
            if box in owner[name].mailbox_id:
                each.unlink()
            else:
                each.mailbox_id = box
        return True

    def _replace(self, text, email):
        """``text``, a contact's addresses, with the new one for the old one."""
        parts = self._split(text)
        kept = [
            each for each in parts if email_normalize(each) not in (self.email, email)
        ]
        return ", ".join([*kept, email])

    @api.model
    def _split(self, text):
        parts = [part.strip() for part in text.replace(";", ",").split(",")]
        return [part for part in parts if part]
