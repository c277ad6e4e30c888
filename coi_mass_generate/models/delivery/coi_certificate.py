from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..common.door import clean, door, trusted
from .coi_delivery import OPEN

# The states of a delivery, worst first: what somebody has to know before the rest.
WORST = (
    "failed", "bounced", "unsure", "later", "to_print", "to_upload", "queued",
    "handing", "nobody", "taken_back", "handed", "printed", "uploaded",
)  # fmt: skip


class CoiCertificate(models.Model):
    """Where a certificate went, and what became of it there."""

    _inherit = "coi.certificate"

    enclosure_ids = fields.One2many(
        "coi.enclosure", "certificate_id", string="Deliveries", readonly=True
    )
    delivery_state = fields.Selection(
        lambda self: self.env["coi.delivery"]._fields["state"].selection,
        "Delivery",
        compute="_compute_delivery_state",
        search="_search_delivery_state",
        help="Of several the worst; empty: none, or left as it is.",
    )

    @api.depends("enclosure_ids.delivery_id.state")
    def _compute_delivery_state(self):
        """Of what counts: what was sent again counts as what became of it then."""
        # What callers may decide is not what is counted.
        enclosures = clean(self.env["coi.enclosure"])
        groups = enclosures._read_group(
            [("certificate_id", "in", self.ids), *self._get_counted()],
            ["certificate_id", "delivery_id"],
        )
        self.env["coi.delivery"].union(*(one for _each, one in groups)).fetch(["state"])
        states = {}
        for certificate, delivery in groups:
            states.setdefault(certificate.id, set()).add(delivery.state)
        for certificate in self:
            found = states.get(certificate.id, ())
            certificate.delivery_state = next(
                (state for state in WORST if state in found), False
            )

    @api.model
    def _get_counted(self):
        """Domain of the enclosures that say where a certificate is."""
        return [
            ("left_out", "=", False),
            ("delivery_id.purpose", "=", "certificates"),
            ("delivery_id.resent_ids", "=", False),
            ("delivery_id.is_left", "=", False),
        ]

    def _search_delivery_state(self, operator, value):
        """Those whose worst delivery is in one of these states; False: no delivery.

        By EXISTS, which the database plans as a join both ways round. What Odoo makes
        of a negated domain is NOT IN: read once for each of a million certificates.
        """
        if operator != "in":
            return NotImplemented
        found = [self._search_between(*ends) for ends in self._find_runs(value)]
        if False in value:
            found.append(self._search_any(WORST, is_there=False))
        return Domain.OR(found)

    @api.model
    def _find_runs(self, states):
        """Places in ``WORST`` of those that follow each other: ``(first, behind)``."""
        ends = []
        for place, state in enumerate(WORST):
            if state not in states:
                continue
            if ends and ends[-1][1] == place:
                ends[-1] = (ends[-1][0], place + 1)
            else:
                ends.append((place, place + 1))
        return ends

    def _search_between(self, first, behind):
        own = self._search_any(WORST[first:behind])
        worse = self._search_any(WORST[:first], is_there=False)
        return own & worse if first else own

    @api.model
    def _search_any(self, states, is_there=True):
        """Those with a delivery in one of ``states`` that counts, or with none."""

        # As _get_counted() says. Who may read a certificate reads its deliveries: the
        # rules of both are those of its company.
        def to_sql(_model, alias, _query):
            enclosures, deliveries = self.env["coi.enclosure"], self.env["coi.delivery"]
            return SQL(
                "%s (SELECT 1 FROM coi_enclosure enclosed"
                " JOIN coi_delivery went ON went.id = %s"
                " WHERE %s = %s AND %s IS NULL AND %s IN %s AND %s IS NOT TRUE"
                " AND %s = 'certificates'"
                " AND NOT EXISTS"
                " (SELECT 1 FROM coi_delivery again WHERE %s = went.id))",
                SQL("EXISTS") if is_there else SQL("NOT EXISTS"),
                enclosures._field_to_sql("enclosed", "delivery_id"),
                enclosures._field_to_sql("enclosed", "certificate_id"),
                SQL.identifier(alias, "id"),
                enclosures._field_to_sql("enclosed", "left_out"),
                deliveries._field_to_sql("went", "state"),
                tuple(states),
                deliveries._field_to_sql("went", "is_left"),
                deliveries._field_to_sql("went", "purpose"),
                deliveries._field_to_sql("again", "resends_id"),
            )

        return Domain.custom(to_sql=to_sql)

    @door
    def action_send(self):
        """Button and mass action: to whom these go, to be sent."""
        self._check_not_cut()
        return self.env["coi.send"]._open(self)

    @door
    def action_send_again(self):
        """Button and mass action: each to wherever it was last mailed, as it is.

        A new mail, which no receiver takes for the one it has. It can be taken back
        for as long as any other.
        """
        self._check_may_leave()
        self._check_not_cut()
        sources = self._find_last_mails()
        planned = [
            (source, envelope)
            for source, certificates in sources.items()
            for envelope in source._make_copy(certificates)
        ]
        if not planned:
            raise UserError(
                self.env._(
                    "None of these was mailed yet, or none is still valid. Click Send."
                )
            )
        sending = self.env["coi.delivery"]._start_anew(
            [envelope for _source, envelope in planned],
            [source for source, _envelope in planned],
            at_once=False,
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "coi.sending",
            "res_id": sending.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def _find_last_mails(self):
        """``{delivery: certificates of these that were last mailed by it}``, for each
        mailbox its own."""
        # sudo(): the mails of certificates that the user may read.
        enclosures = trusted(self.env["coi.enclosure"]).search(
            [
                ("certificate_id", "in", self.ids),
                ("left_out", "=", False),
                ("delivery_id.channel", "=", "mail"),
                ("delivery_id.purpose", "=", "certificates"),
                ("delivery_id.email", "!=", False),
                ("delivery_id.state", "not in", [*OPEN, "taken_back"]),
            ],
            order="delivery_id",
        )
        last = {
            (each.certificate_id.id, each.delivery_id.email): each.delivery_id
            for each in enclosures.sorted(lambda each: each.delivery_id.id)
        }
        found = {}
        for (certificate_id, _email), delivery in last.items():
            own = delivery.with_env(self.env)
            found.setdefault(own, self.browse())
            found[own] |= self.browse(certificate_id)
        return found
