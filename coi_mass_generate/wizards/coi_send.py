from odoo import api, fields, models

from ..models.common.argument import read_ids
from ..models.common.door import door, one, trusted

# Envelopes that are listed: those somebody should look at come first.
SHOWN = 200


class CoiSend(models.TransientModel):
    """Show to whom certificates go, and send them."""

    _name = "coi.send"
    _inherit = ["coi.wizard"]
    _description = "Send Certificates"

    # Thousands: as a relation they would be a row each, for one click.
    chosen_ids = fields.Json(readonly=True, default=[], help="Ids of certificates.")
    summary = fields.Text(readonly=True)
    alerts = fields.Text(readonly=True)
    envelopes = fields.Text("To Whom", readonly=True)
    minutes = fields.Integer(
        "Can Be Taken Back for (Minutes)", compute="_compute_minutes"
    )

    @api.model
    def _get_own_names(self):
        return {"chosen_ids", "summary", "alerts", "envelopes"}

    @api.depends("chosen_ids")
    def _compute_minutes(self):
        for wizard in self:
            wizard.minutes = wizard._get_certificates().company_id.coi_undo_minutes

    @api.model
    def _open(self, certificates):
        """:param certificates: which the user may read"""
        plan = self.env["coi.delivery.plan"]
        envelopes = self.env["coi.sending"]._plan(certificates.ids)
        company = certificates[:1].company_id
        mails = plan._count(envelopes)["mails"]
        alerts = self.env["coi.delivery.alert"]._get(company, mails) if mails else []
        # sudo(): what is written is what the user has just chosen, and may read.
        wizard = trusted(self).create(
            {
                "chosen_ids": certificates.ids,
                "summary": "\n".join(plan._describe(envelopes)),
                "alerts": "\n".join(alerts),
                "envelopes": self._list(envelopes),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send Certificates"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @api.model
    def _list(self, envelopes):
        """A line each, of very many the first; those without a way come first."""
        ordered = sorted(envelopes, key=lambda each: each.state != "failed")
        lines = [self._say(each) for each in ordered[:SHOWN]]
        left = len(ordered) - SHOWN
        if left > 0:
            lines.append(self.env._("… and %(count)s more", count=left))
        return "\n".join(lines)

    @api.model
    def _say(self, envelope):
        deliveries = self.env["coi.delivery"]
        labels = {
            name: dict(deliveries._fields[name]._description_selection(self.env))
            for name in ("channel", "kind")
        }
        to = envelope.box.email if envelope.box else labels["channel"][envelope.channel]
        why = f" ({labels['kind'][envelope.kind]})" if envelope.kind else ""
        count = len(envelope.pieces)
        more = f" + {count - 1}" if count > 1 else ""
        return f"{to}{why}: {envelope.pieces[0].holder_name}{more}"

    def _get_certificates(self):
        return self.env["coi.certificate"].browse(
            read_ids(self.env, self.chosen_ids, "chosen_ids")
        )

    @door
    def action_send(self):
        """Button: send them, and show what becomes of them."""
        one(self)
        self.check_access("read")
        told = self.env["coi.sending"].send(self._get_certificates().ids)
        return {
            "type": "ir.actions.act_window",
            "res_model": "coi.sending",
            "res_id": told["sending_id"],
            "views": [(False, "form")],
            "target": "current",
        }
