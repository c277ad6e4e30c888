from collections import namedtuple

from odoo import api, models
from odoo.exceptions import UserError

from ..common.door import trusted
from ..delivery.channels import USUAL
from ..delivery.envelope import Envelope, Piece

# What the plan of deliveries reads of a certificate, and a holder has as well.
Row = namedtuple("Row", "holder_id insured_id interest_id company_id sha256")


class CoiNoticePlan(models.AbstractModel):
    """How each holder is told: one letter to each, by mail where there is an address,
    else on paper; a constant number of queries for any number of them.

    Whoever gets certificates in a portal, or has them sent to the insured, is told all
    the same: what is owed to somebody cannot be told to somebody else.
    """

    _name = "coi.notice.plan"
    _description = "Plan of Notices"

    @api.model
    def _make(self, notice, lines):
        """List of ``Envelope``, in the order of ``lines``, all about ``notice``."""
        by_holder = lines.grouped(lambda each: each.holder_id.id)
        rows = self._make_rows(notice, by_holder)
        plan = self.env["coi.delivery.plan"]
        facts = plan._read_facts(None, [row for some in rows.values() for row in some])
        envelopes = {}
        for holder_id, some in by_holder.items():
            piece = Piece(holder_id, notice.insured_id.id, some[0].holder_name or "")
            for key, envelope in self._iter_envelopes(
                piece, rows[holder_id], some, facts
            ):
                known = envelopes.setdefault(key, envelope)
                known.name = known.name or piece.holder_name
                known.about += tuple(some.ids)
        for envelope in envelopes.values():
            envelope.purpose, envelope.insured_id = "notice", notice.insured_id.id
        return list(envelopes.values())

    @api.model
    def _make_rows(self, notice, by_holder):
        """``{id of a holder: rows}``: one for each interest it has in the matter."""
        insured_id, company_id = notice.insured_id.id, notice.company_id.id
        rows = {}
        for holder_id, lines in by_holder.items():
            interests = dict.fromkeys(
                each for line in lines for each in line.interests or []
            )
            rows[holder_id] = [
                Row(holder_id, insured_id, interest_id, company_id, "")
                for interest_id in interests or [None]
            ]
        return rows

    @api.model
    def _iter_envelopes(self, piece, rows, lines, facts):
        """(key, empty envelope) of each mailbox, or of the one piece of paper."""
        holder = facts["contacts"][piece.id]
        channels = [facts["channels"].get(row.interest_id) for row in rows]
        channels = [each or holder.coi_channel or USUAL for each in channels]
        if set(channels) == {"none"} and "owed" not in lines.mapped("why"):
            # Whoever wants nothing is done no courtesy.
            yield ("none", piece.id), Envelope("none", "nobody")
            return
        plan = self.env["coi.delivery.plan"]
        roles = self._join_roles([plan._find_to(row, facts) for row in rows])
        address = "\n".join(facts["addresses"][piece.id])
        is_paper = set(channels) == {"print"}
        if address and (is_paper or not (roles["to"] or roles["cc"])):
            lang = holder.lang or facts["company_lang"]
            envelope = Envelope("print", "to_print", address=address, lang=lang)
            yield ("print", piece.id), envelope
            return
        yield from plan._iter_mails(piece, roles, holder, facts)

    @api.model
    def _join_roles(self, every):
        """All addresses of one holder, whatever interest they are of; each once."""
        to = tuple(dict.fromkeys(each for roles in every for each in roles["to"]))
        copies = dict.fromkeys(each for roles in every for each in roles["cc"])
        return {"to": to, "cc": tuple(each for each in copies if each not in to)}

    @api.model
    def _make_sample(self, notice, lines):
        """The envelope of one letter, whatever way it would go.

        :param lines: of one holder
        """
        # sudo(): see _make_printed().
        holder = trusted(lines.holder_id)
        addresses = holder._coi_get_addresses(trusted(notice.company_id))
        return Envelope(
            "print",
            "to_print",
            purpose="notice",
            name=lines[0].holder_name or "",
            address="\n".join(addresses[holder.id]),
            insured_id=notice.insured_id.id,
            lang=holder.lang or "",
            about=tuple(lines.ids),
        )

    @api.model
    def _make_printed(self, delivery, lines):
        """Instead of a mail that did not arrive: paper, for each of its holders."""
        # sudo(): where whoever is told lives, who may be hidden from the user by now.
        holders = trusted(lines).holder_id
        addresses = holders._coi_get_addresses(trusted(delivery).company_id)
        envelopes = []
        for holder, some in lines.grouped("holder_id").items():
            address = "\n".join(addresses[holder.id])
            if not address:
                raise UserError(
                    self.env._(
                        "%(holder)s has no postal address. Enter it first.",
                        holder=some[0].holder_name,
                    )
                )
            envelope = Envelope("print", "to_print", address=address)
            envelope.purpose, envelope.name = "notice", some[0].holder_name or ""
            envelope.insured_id = some.notice_id.insured_id[:1].id
            envelope.lang, envelope.about = delivery.lang or "", tuple(some.ids)
            envelopes.append(envelope)
        return envelopes
