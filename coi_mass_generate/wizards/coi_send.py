import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..models.common.argument import read_ids
from ..models.common.door import door, one, trusted
from . import coi_send_rows as plan_rows

TEMPLATES = [("model", "=", "coi.delivery")]


class CoiSend(models.TransientModel):
    """Show to whom certificates go, and send them.

    The plan is made once, when the window opens, and kept with it; what is sent is what
    it shows, or the window opens anew with what has changed.
    """

    _name = "coi.send"
    _inherit = ["coi.wizard"]
    _description = "Send Certificates"

    # Thousands: as a relation they would be a row each, for one click.
    chosen_ids = fields.Json(readonly=True, default=[], help="Ids of certificates.")
    # JSON as text: a Json field copies its value again on every access.
    plan = fields.Text(readonly=True, help="The envelopes (JSON).")
    digest = fields.Char(readonly=True, help="Of the plan, as it was made.")
    alerts = fields.Text(readonly=True, help="What is better known before (JSON).")
    notes = fields.Text(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    email_from = fields.Char("From", readonly=True)
    reply_to = fields.Char("Answers To", readonly=True)
    template_id = fields.Many2one(
        "mail.template", "What It Says", domain=TEMPLATES, help="The mail's template."
    )
    sending_id = fields.Many2one("coi.sending", readonly=True)
    minutes = fields.Integer(
        "Can Be Taken Back for (Minutes)", related="company_id.coi_undo_minutes"
    )

    @api.model
    def _get_own_names(self):
        return {
            "chosen_ids", "plan", "digest", "alerts", "notes", "company_id",
            "email_from", "reply_to", "sending_id",
        }  # fmt: skip

    @api.model
    def _open(self, certificates, told=""):
        """:param certificates: which the user may read
        :param told: what is to be said first
        """
        envelopes = self.env["coi.sending"]._plan(certificates.ids)
        company = certificates[:1].company_id
        sender = self.env["coi.sending"]._get_sender(company)
        rows = self._make_rows(company, envelopes)
        alerts = self._get_alerts(company, rows)
        # sudo(): what is written is what the user has just chosen, and may read.
        wizard = trusted(self).create(
            {
                "chosen_ids": certificates.ids,
                "plan": plan_rows.dump(rows),
                "digest": plan_rows.get_digest(envelopes),
                "alerts": json.dumps([told, *alerts] if told else alerts),
                "notes": "\n".join(self.env["coi.delivery.pages"]._describe(envelopes)),
                "company_id": company.id,
                "email_from": sender["email_from"],
                "reply_to": sender["reply_to"],
                "template_id": self.env["coi.sending"]._get_template().id,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send Certificates"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    # ---------------------------------------------------------------------- rows

    @api.model
    def _make_rows(self, company, envelopes):
        facts = self.env["coi.send.facts"]._read(company, envelopes)
        rows = []
        for each in envelopes:
            marks = facts.get_marks(each)
            row = plan_rows.make_row(each, marks, facts.get_last(each))
            if "on_its_way" in marks:
                row["state"], row["kind"] = plan_rows.LEFT_OUT
            rows.append(row)
        return rows

    @api.model
    def _get_alerts(self, company, rows):
        envelopes = list(map(plan_rows.read_envelope, rows))
        return [
            *self.env["coi.send.facts"]._describe(rows),
            *self.env["coi.delivery.alert"]._get(company, envelopes),
        ]

    def _read_rows(self):
        return json.loads(self.plan or "[]")

    def _get_certificates(self):
        return self.env["coi.certificate"].browse(
            read_ids(self.env, self.chosen_ids, "chosen_ids")
        )

    def _get_used_template(self):
        return self.template_id or self.env["coi.sending"]._get_template()

    # ---------------------------------------------------------------------- send

    @door
    def action_send(self):
        """Button: send them, and show what becomes of them."""
        return self._send(at_once=False)

    @door
    def action_send_now(self):
        """Button: the same, with no time to take it back."""
        return self._send(at_once=True)

    def _send(self, at_once):
        one(self)
        self.check_access("read")
        self._wait_for_others()
        if not self.sending_id:
            certificates = self._get_certificates()
            sendings = self.env["coi.sending"]
            envelopes = sendings._plan(certificates.ids)
            if plan_rows.get_digest(envelopes) != self.digest:
                return self._open(certificates, self._say_changed())
            self._apply_picks(envelopes)
            template = sendings._read_template(self.template_id.id)
            sending = sendings._start(
                certificates, envelopes, at_once, template=template
            )
            # sudo(): see _get_own_names().
            trusted(self).sending_id = sending
        return self._show_sending()

    def _wait_for_others(self):
        """A second click finds what the first has made."""
        self.env.execute_query(
            SQL("SELECT id FROM coi_send WHERE id = %s FOR NO KEY UPDATE", self.id)
        )

    def _say_changed(self):
        return self.env._(
            "Nothing was sent yet: since this window was opened, addresses or "
            "certificates were changed. This is the new plan."
        )

    def _apply_picks(self, envelopes):
        """What was left out, or is sent all the same, in this window."""
        for each, row in zip(envelopes, self._read_rows(), strict=True):
            each.state, each.kind = row["state"], row["kind"]
        if all((each.state, each.kind) == plan_rows.LEFT_OUT for each in envelopes):
            raise UserError(
                self.env._("There is nothing to send: everything is left out.")
            )

    def _show_sending(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": "coi.sending",
            "res_id": self.sending_id.id,
            "views": [(False, "form")],
            "target": "current",
        }
