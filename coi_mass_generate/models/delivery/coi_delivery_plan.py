from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize_all

from ..common.columns import read_rows
from ..common.door import trusted
from .channels import USUAL
from .coi_delivery import OPEN
from .envelope import Box, Envelope, Piece, get_address_key

READ = (
    "holder_id", "insured_id", "interest_id", "company_id", "holder_name", "master_id",
    "page_count", "state", "is_kept", "basis_id", "sha256",
)  # fmt: skip
OF_BOX = ("email", "lang", "bundling", "is_across", "attach", "max_mb", "state")
# What a page of a certificate takes besides the pages it shares, and a file by itself.
PAGE_BYTES, FILE_BYTES = 4_000, 2_000
# So many of those that cannot be sent are named.
NAMED = 3


class CoiDeliveryPlan(models.AbstractModel):
    """Who gets which certificates, in which envelopes; a constant number of queries for
    any number of them, and nothing is stored."""

    _name = "coi.delivery.plan"
    _description = "Plan of Deliveries"

    @api.model
    def _make(self, certificates):
        """The envelopes of ``certificates``, in their order.

        :param certificates: which the user may read, of one company
        :returns: list of ``Envelope``
        """
        rows = read_rows(certificates, READ)
        self._check(certificates, rows)
        facts = self._read_facts(certificates, rows)
        envelopes = {}
        for piece, row in zip(self._make_pieces(certificates, rows), rows, strict=True):
            for key, envelope in self._iter_envelopes(piece, row, facts):
                envelopes.setdefault(key, envelope).pieces.append(piece)
        return [part for each in envelopes.values() for part in self._finish(each)]

    @api.model
    def _check(self, certificates, rows):
        if not rows:
            raise UserError(self.env._("Choose the certificates to send."))
        if len({row.company_id for row in rows}) > 1:
            raise UserError(
                self.env._(
                    "These certificates are of several companies. Send those of one "
                    "company at a time."
                )
            )
        stale = [
            each
            for each, row in zip(certificates, rows, strict=True)
            if row.state != "issued" or not row.is_kept
        ]
        if stale:
            raise UserError(self._say_stale(stale))

    @api.model
    def _say_stale(self, certificates):
        named = "\n".join(
            f"{each._get_full_number()} {each.holder_name}"
            for each in certificates[:NAMED]
        )
        more = len(certificates) - NAMED
        if more > 0:
            said = self.env._("and %(count)s more", count=self._format_number(more))
            named = f"{named}\n{said}"
        return self.env._(
            "Nothing was sent: these are no longer valid, or were made for download "
            "only. Send the others.\n%(certificates)s",
            certificates=named,
        )

    # -------------------------------------------------------------------- facts

    @api.model
    def _read_facts(self, certificates, rows):
        """What the plan needs to know besides, by ids: dict of dicts."""
        # sudo(): how a certificate the user may read reaches its holder; the holder
        # may be hidden from the user by now.
        env = trusted(self).env
        company_id = rows[0].company_id
        contact_ids = {row.holder_id for row in rows} | {row.insured_id for row in rows}
        contacts = env["res.partner"].browse(contact_ids)
        interests = env["coi.additional.interest"].browse(
            {row.interest_id for row in rows if row.interest_id}
        )
        names = ("id", "email", "lang", "coi_channel", "coi_email_cc")
        own = read_rows(interests, ("id", "channel"))
        return {
            "contacts": {row.id: row for row in read_rows(contacts, names)},
            "channels": {row.id: row.channel for row in own},
            "recipients": self._read_recipients(env, contacts, interests, company_id),
            "boxes": self._read_boxes(env, company_id),
            "company_lang": env["res.company"].browse(company_id).partner_id.lang or "",
            "addresses": self._read_addresses(contacts, company_id),
            "there": self._read_there(env, rows),
        }

    @api.model
    def _read_there(self, env, rows):
        """``{(id of a holder, hash)}`` of what is in the holder's portal already."""
        enclosures = env["coi.enclosure"].search(
            [
                ("company_id", "=", rows[0].company_id),
                ("delivery_id.channel", "=", "portal"),
                ("delivery_id.state", "=", "uploaded"),
                ("left_out", "=", False),
                ("certificate_id.holder_id", "in", [row.holder_id for row in rows]),
                ("certificate_id.sha256", "in", [row.sha256 for row in rows]),
            ]
        )
        there = read_rows(enclosures.certificate_id, ("holder_id", "sha256"))
        return {(row.holder_id, row.sha256) for row in there}

    @api.model
    def _read_recipients(self, env, contacts, interests, company_id):
        """``{(field, id of a contact or an interest): {"to": (…), "cc": (…)}}``"""
        found = {}
        recipients = env["coi.recipient"].search_fetch(
            [
                ("company_id", "=", company_id),
                "|",
                ("holder_id", "in", contacts.ids),
                ("interest_id", "in", interests.ids),
            ],
            ["holder_id", "interest_id", "mailbox_id", "role"],
        )
        recipients.mailbox_id.fetch(["email"])
        for each in recipients:
            name = "interest_id" if each.interest_id else "holder_id"
            roles = found.setdefault((name, each[name].id), {"to": (), "cc": ()})
            roles[each.role] += (each.mailbox_id.email,)
        return found

    @api.model
    def _read_boxes(self, env, company_id):
        boxes = env["coi.mailbox"].search_fetch(
            [("company_id", "=", company_id)], OF_BOX
        )
        rows = read_rows(boxes, OF_BOX)
        return {
            row.email: Box(**{**row._asdict(), "lang": row.lang or ""}) for row in rows
        }

    @api.model
    def _read_addresses(self, contacts, company_id):
        company = contacts.env["res.company"].browse(company_id)
        return contacts._coi_get_addresses(company)

    # ------------------------------------------------------------------- pieces

    @api.model
    def _make_pieces(self, certificates, rows):
        master_sizes = self._read_sizes(
            "coi.master", "data", {row.master_id for row in rows}
        )
        whole_sizes = self._read_sizes("coi.certificate", "document", certificates._ids)
        pages = self.env["coi.delivery.pages"]._read_facts(
            rows[0].company_id, [row.basis_id for row in rows]
        )
        for row, certificate_id in zip(rows, certificates._ids, strict=True):
            own = FILE_BYTES + PAGE_BYTES * row.page_count
            whole = whole_sizes.get(certificate_id)
            yield Piece(
                certificate_id,
                row.insured_id,
                row.holder_name or "",
                row.master_id,
                whole or own + master_sizes.get(row.master_id, 0),
                0 if whole else own,
                pages.get(row.basis_id, ()),
            )

    @api.model
    def _read_sizes(self, model, name, ids):
        """``{id: bytes}`` of the files in a field of the records of these ids."""
        # sudo(): how large files are that belong to what the user may read.
        files = trusted(self.env["ir.attachment"]).search_fetch(
            [
                ("res_model", "=", model),
                ("res_field", "=", name),
                ("res_id", "in", list(ids)),
            ],
            ["res_id", "file_size"],
        )
        return {file.res_id: file.file_size for file in files}

    # ---------------------------------------------------------------- envelopes

    @api.model
    def _iter_envelopes(self, piece, row, facts):
        """(key, empty envelope) of each that the certificate goes into."""
        holder = facts["contacts"][row.holder_id]
        channel = facts["channels"].get(row.interest_id) or holder.coi_channel or USUAL
        if channel == "mail":
            yield from self._iter_mails(piece, self._find_to(row, facts), holder, facts)
        elif channel == "insured":
            insured = facts["contacts"][row.insured_id]
            roles = self._find_roles([("holder_id", insured.id)], insured, facts)
            yield from self._iter_mails(piece, roles, insured, facts)
        elif channel == "print":
            address = "\n".join(facts["addresses"][row.holder_id])
            state, kind = ("to_print", "") if address else ("failed", "missing")
            envelope = Envelope(channel, state, kind, address=address)
            # The first of them is shown as it is written.
            yield (channel, get_address_key(address) or piece.id), envelope
        else:
            state, kind = {"portal": "to_upload", "none": "nobody"}[channel], ""
            if channel == "portal" and (row.holder_id, row.sha256) in facts["there"]:
                state, kind = "uploaded", "there"
            yield (channel, piece.id), Envelope(channel, state, kind)

    @api.model
    def _find_to(self, row, facts):
        holder = facts["contacts"][row.holder_id]
        ways = [("interest_id", row.interest_id), ("holder_id", row.holder_id)]
        return self._find_roles(ways, holder, facts)

    @api.model
    def _find_roles(self, ways, contact, facts):
        """The addresses by role: recipients by the first of ``ways`` that has any,
        else the contact's own. Who only adds a Cc leaves To as it would be."""
        known = [facts["recipients"][way] for way in ways if way in facts["recipients"]]
        own = {
            "to": tuple(email_normalize_all(contact.email or "")),
            "cc": tuple(email_normalize_all(contact.coi_email_cc or "")),
        }
        roles = [*known, own]
        to = next((each["to"] for each in roles if each["to"]), ())
        # Whom the mail is to anyway gets it once.
        copies = tuple(each for each in roles[0]["cc"] if each not in to)
        return {"to": to, "cc": copies}

    @api.model
    def _iter_mails(self, piece, roles, contact, facts):
        to, cc = roles["to"], roles["cc"]
        if not to + cc:
            yield ("missing", piece.id), Envelope("mail", "failed", "missing")
        for email in dict.fromkeys(to + cc):
            box = facts["boxes"].get(email) or Box(email)
            lang = box.lang or contact.lang or facts["company_lang"]
            if box.state == "blocked":
                state, kind = "failed", "marked"
            else:
                state, kind = "queued", ""
            insured_id = 0 if box.is_across else piece.insured_id
            alone = piece.id if box.bundling == "each" else 0
            # Whom a mail names it names rightly: those of other recipients go apart.
            yield (
                (email, to, cc, lang, insured_id, alone),
                Envelope("mail", state, kind, box, to, cc, lang),
            )

    @api.model
    def _finish(self, envelope):
        """The envelope as it is sent: in parts, where it is too large."""
        insured_ids = envelope.insured_ids
        envelope.insured_id = insured_ids.pop() if len(insured_ids) == 1 else 0
        if not envelope.box:
            return [envelope]
        envelope.choose_attach()
        return envelope.split()

    # -------------------------------------------------------------------- words

    @api.model
    def _count(self, envelopes):
        """Dict of numbers: ``certificates``, ``mails`` to ``mailboxes``, ``prints`` of
        so many ``pieces``, ``portals``, ``there`` (in portals already), ``nobody`` and
        ``missing``."""
        states = [each.state for each in envelopes]
        mails = [each for each in envelopes if each.state == "queued"]
        prints = [each for each in envelopes if each.state == "to_print"]
        return {
            "certificates": len({one.id for each in envelopes for one in each.pieces}),
            "mails": len(mails),
            "mailboxes": len({each.box.email for each in mails}),
            "prints": len(prints),
            "pieces": sum(len(each.pieces) for each in prints),
            "portals": states.count("to_upload"),
            "there": sum(each.kind == "there" for each in envelopes),
            "nobody": states.count("nobody"),
            "missing": states.count("failed"),
        }

    # -------------------------------------------------------------------- store

    @api.model
    def _store(self, sending, envelopes):
        """Write ``envelopes`` down as the deliveries of ``sending``, in their order."""
        emails = [each.box.email for each in envelopes if each.box]
        # sudo(): what the user's rights to send allow; nobody writes these by hand.
        env = trusted(self).env
        self._check_once(env, envelopes)
        boxes = env["coi.mailbox"]._find_or_create(sending.company_id, emails)
        return env[self._name]._write_down(sending, envelopes, boxes)

    @api.model
    def _write_down(self, sending, envelopes, boxes):
        """Their rows, in their order.

        :param boxes: ``{address: mailbox}``, as far as there are any yet
        """
        env = self.env
        common = {"sending_id": sending.id, "company_id": sending.company_id.id}
        env["coi.delivery"]._create_bulk(
            [
                self._prepare_vals(envelope, number, boxes)
                for number, envelope in enumerate(envelopes, 1)
            ],
            common,
        )
        stored = env["coi.delivery"].search(
            [("sending_id", "=", sending.id)], order="sequence"
        )
        env["coi.enclosure"]._create_bulk(
            [
                {"delivery_id": delivery_id, "certificate_id": piece.id}
                for delivery_id, envelope in zip(stored._ids, envelopes, strict=True)
                for piece in envelope.pieces
            ],
            {"company_id": sending.company_id.id},
        )
        return stored

    @api.model
    def _check_once(self, env, envelopes):
        """Whoever presses Send twice sends once; the database sees to it, too."""
        if self._find_on_their_way(env, envelopes):
            raise UserError(
                self.env._(
                    "Some of these certificates are already on their way to the same "
                    "recipients. Look at Deliveries before you send them again."
                )
            )

    @api.model
    def _find_on_their_way(self, env, envelopes):
        """Fingerprints of those of which the same is on its way already."""
        fingerprints = [each.fingerprint for each in envelopes if each.state in OPEN]
        known = env["coi.delivery"].search_fetch(
            [("fingerprint", "in", fingerprints), ("state", "in", OPEN)],
            ["fingerprint"],
        )
        return set(known.mapped("fingerprint"))

    @api.model
    def _prepare_vals(self, envelope, number, boxes):
        email = envelope.box.email if envelope.box else False
        return {
            "sequence": number,
            "channel": envelope.channel,
            "state": envelope.state,
            "kind": envelope.kind or False,
            "mailbox_id": boxes[email].id if email in boxes else False,
            "email": email,
            "header_to": ", ".join(envelope.to) or False,
            "header_cc": ", ".join(envelope.cc) or False,
            "insured_id": envelope.insured_id or False,
            "holder_name": envelope.name or envelope.pieces[0].holder_name,
            "address": envelope.address or False,
            "lang": envelope.lang or False,
            "attach": envelope.attach or False,
            "part": envelope.part,
            "part_count": envelope.part_count,
            "fingerprint": envelope.fingerprint,
            "purpose": envelope.purpose,
            "digest_lines": envelope.lines or False,
            "is_correction": envelope.is_correction,
        }
