import logging
from datetime import timedelta

from odoo import api, fields, models

from ..common.columns import read_rows
from ..common.door import trusted
from ..issue.failure import raise_passing
from .coi_delivery_plan import READ

_logger = logging.getLogger(__name__)

TEMPLATE = "coi_mass_generate.mail_template_digest"
# After one that could not be made, for whatever reason.
AGAIN = timedelta(hours=1)
# What says of a line whether there is anything new to say.
TOLD = ("to", "channel", "state", "kind")


class CoiDigest(models.AbstractModel):
    """What insureds are told of a run: one mail, with what went to whom and when.

    It leaves as a run of its own by the same postman. What is said is kept with it, so
    that a later one says only what is different by then, and that it is a correction.
    """

    _name = "coi.digest"
    _description = "Report to Insureds"

    @api.model
    def _find_due(self):
        return self.env["coi.sending"].search(
            [("digest_due", "<=", fields.Datetime.now())]
        )

    @api.model
    def _make_one(self, sending):
        """Make what is due of a run; what cannot be made is tried again later, and
        keeps nobody's mails from leaving."""
        try:
            with self.env.cr.savepoint():
                self._make(sending)
        except Exception as error:
            raise_passing(error)
            _logger.error("Report of sending %s failed", sending.id, exc_info=error)
            sending._record({"digest_due": fields.Datetime.now() + AGAIN})

    @api.model
    def _make(self, sending):
        """The reports of a run as a run of their own; none where there is nothing to
        say, or nobody wants it."""
        sending._record({"digest_due": False})
        user = sending.user_id
        # sudo(): as the postman does it, for whoever has sent; in that one's language.
        mine = trusted(
            self.with_user(user).with_context(
                lang=user.lang, allowed_company_ids=sending.company_id.ids
            )
        )
        sending = sending.with_env(mine.env)
        lines = mine._read_lines(sending)
        told = sending.digest_ids._get_told() if sending.digest_ids else None
        lines = {
            insured: own
            for insured, some in lines.items()
            if (own := mine._choose(insured, some, told, sending.company_id))
        }
        if lines:
            mine._start(sending, mine._make_envelopes(lines))

    @api.model
    def _choose(self, insured, lines, told, company):
        """What is new to an insured who wants to know.

        :param told: None where nobody was told anything yet
        """
        if told is None:
            return lines if insured._coi_wants_digest(company) else []
        known = told.get(insured.id, {})
        # Whoever was told of the run at first is told of what went another way.
        return known and [
            line
            for line in lines
            if any(line[name] != known.get(line["key"], {}).get(name) for name in TOLD)
        ]

    # -------------------------------------------------------------------- lines

    @api.model
    def _read_lines(self, sending):
        """``{insured: [line]}`` of the certificates of a run, each as it stands now."""
        enclosures = self.env["coi.enclosure"].search(
            [
                ("delivery_id.sending_id", "=", sending.id),
                ("delivery_id.purpose", "=", "certificates"),
                ("delivery_id.resends_id", "=", False),
            ],
            order="id",
        )
        lines = {}
        for (delivery_id, _id), enclosure in self._find_newest(enclosures).items():
            insured = enclosure.certificate_id.insured_id
            lines.setdefault(insured, []).append(self._get_line(delivery_id, enclosure))
        return lines

    @api.model
    def _find_newest(self, enclosures):
        """``{(id of a delivery, id of a certificate): enclosure}``: of those that were
        sent again the last one."""
        first = {each.id: each.id for each in enclosures.delivery_id}
        newest, level = {}, enclosures
        while level:
            for each in level:
                key = (first[each.delivery_id.id], each.certificate_id.id)
                # What was taken back has changed nothing.
                if key not in newest or each.state != "taken_back":
                    newest[key] = each
            level = self.env["coi.enclosure"].search(
                [("delivery_id.resends_id", "in", level.delivery_id.ids)], order="id"
            )
            for each in level.delivery_id:
                first[each.id] = first[each.resends_id.id]
        return newest

    @api.model
    def _get_line(self, delivery_id, enclosure):
        delivery, certificate = enclosure.delivery_id, enclosure.certificate_id
        is_out = bool(enclosure.left_out)
        return {
            "key": f"{delivery_id}-{certificate.id}",
            "certificate_id": certificate.id,
            "number": certificate._get_full_number(),
            "holder": certificate.holder_name or "",
            "project": certificate.interest_id.project or "",
            "to": delivery.email or "",
            "channel": delivery.channel,
            "state": "taken_back" if is_out else delivery.state,
            "kind": "outdated" if is_out else delivery.kind or "",
            "date": fields.Datetime.to_string(delivery.date_done) or "",
        }

    # ---------------------------------------------------------------- envelopes

    @api.model
    def _make_envelopes(self, lines):
        """One for each address of each insured, with the certificates of its lines."""
        ids = {line["certificate_id"] for some in lines.values() for line in some}
        certificates = self.env["coi.certificate"].browse(sorted(ids))
        plan, rows = self.env["coi.delivery.plan"], read_rows(certificates, READ)
        facts = plan._read_facts(certificates, rows)
        pieces = {each.id: each for each in plan._make_pieces(certificates, rows)}
        envelopes = []
        for insured, some in lines.items():
            own = [pieces[each] for each in {one["certificate_id"]: 0 for one in some}]
            for piece in own:
                # It has its own policies.
                piece.pages = ()
            contact = facts["contacts"][insured.id]
            roles = plan._find_roles([("holder_id", insured.id)], contact, facts)
            for _key, each in plan._iter_mails(own[0], roles, contact, facts):
                each.pieces, each.lines, each.purpose = own, some, "digest"
                each.insured_id, each.name = insured.id, insured.name
                each.choose_whole()
                envelopes.append(each)
        return envelopes

    @api.model
    def _start(self, sending, envelopes):
        number = len(sending.digest_ids) + 1
        digest = self.env["coi.sending"].create(
            {
                "name": self.env._("Report to insureds: %(name)s", name=sending.name),
                "company_id": sending.company_id.id,
                "user_id": sending.user_id.id,
                "template_id": self.env.ref(TEMPLATE).id,
                "email_from": sending.email_from,
                "reply_to": sending.reply_to,
                "pace_id": sending.pace_id.id,
                "undo_until": fields.Datetime.now(),
                "digest_of_id": sending.id,
                "digest_number": number,
            }
        )
        for envelope in envelopes:
            envelope.is_correction = number > 1
        self.env["coi.delivery.plan"]._store(digest, envelopes)
        digest._settle()
        self.env["coi.postman"]._wake()
