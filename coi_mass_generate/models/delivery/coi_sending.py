from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_normalize

from ..common.argument import (
    read_flag,
    read_ids,
    read_record,
    read_records,
    read_text,
)
from ..common.coi_bulk import is_own
from ..common.door import door, one, trusted
from .coi_delivery import BY_PERSON, BY_POSTMAN

# So few mails go before larger runs.
RUSH = 20
# Which number of a sending a state of its deliveries counts for: they add up.
COUNTED = {
    "count_waiting": (*BY_POSTMAN, "handing"),
    "count_by_hand": BY_PERSON,
    "count_handed": ("handed", "printed", "uploaded"),
    "count_unsure": ("unsure",),
    "count_failed": ("failed",),
    "count_bounced": ("bounced",),
    "count_out": ("taken_back", "nobody"),
}


class CoiSending(models.Model):
    """One run: certificates on their way, and what became of each envelope.

    Counts are read from its deliveries, so they always add up.
    """

    _name = "coi.sending"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Sending of Certificates"
    _order = "id desc"

    name = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    user_id = fields.Many2one(
        "res.users", string="Sent By", required=True, readonly=True
    )
    template_id = fields.Many2one(
        "mail.template", required=True, readonly=True, ondelete="restrict"
    )
    email_from = fields.Char("From", required=True, readonly=True)
    reply_to = fields.Char("Answers To", readonly=True)
    pace_id = fields.Many2one(
        "coi.pace", "Mail Server", required=True, readonly=True, ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("to_approve", "Waits for approval"),
            ("waiting", "Can be taken back"),
            ("sending", "Sending"),
            ("paused", "Paused"),
            ("done", "Finished"),
            ("taken_back", "Taken back"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        default="waiting",
    )
    undo_until = fields.Datetime("Leaves At", required=True, readonly=True)
    is_rush = fields.Boolean(readonly=True, help="So small that it goes first.")
    words = fields.Char("Why It Waits", readonly=True)
    trouble = fields.Char(readonly=True, help="What went wrong with the last mails.")
    trouble_count = fields.Integer(
        readonly=True, aggregator=None, help="With how many of them in a row."
    )
    date_done = fields.Datetime("Finished On", readonly=True)
    delivery_ids = fields.One2many("coi.delivery", "sending_id", readonly=True)
    count_all = fields.Integer("Deliveries", compute="_compute_counts")
    count_waiting = fields.Integer("Waiting", compute="_compute_counts")
    count_by_hand = fields.Integer("To Print or Upload", compute="_compute_counts")
    count_handed = fields.Integer("Handed Over", compute="_compute_counts")
    count_unsure = fields.Integer("Not Known", compute="_compute_counts")
    count_failed = fields.Integer("Failed", compute="_compute_counts")
    count_bounced = fields.Integer("Bounced", compute="_compute_counts")
    count_out = fields.Integer("Not Sent", compute="_compute_counts")
    can_control = fields.Boolean(compute="_compute_can_control")

    _open_sendings = models.Index(
        "(pace_id, id) WHERE state IN ('waiting', 'sending', 'paused')"
    )

    @api.depends("delivery_ids.state")
    def _compute_counts(self):
        groups = self.env["coi.delivery"]._read_group(
            [("sending_id", "in", self.ids)], ["sending_id", "state"], ["__count"]
        )
        counts = {(sending.id, state): count for sending, state, count in groups}
        for sending in self:
            for name, states in COUNTED.items():
                sending[name] = sum(
                    counts.get((sending.id, state), 0) for state in states
                )
            sending.count_all = sum(sending[name] for name in COUNTED)

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_can_control(self):
        is_manager = self.env.user.has_group("coi_mass_generate.group_manager")
        for sending in self:
            sending.can_control = is_manager or sending.user_id == self.env.user

    def write(self, vals):
        if not (self.env.su or is_own(self)):
            raise UserError(self.env._("What was sent is a record: it is not edited."))
        return super().write(vals)

    def _record(self, vals):
        # sudo(): users only read sendings. What is written here are outcomes, and
        # wishes that _check_control() has passed.
        trusted(self).write(vals)

    # -------------------------------------------------------------------- start

    @api.model
    @api.readonly
    @door
    def get_plan(self, certificate_ids):
        """Who would get what, and send nothing; the door for other programs (RPC).

        :param certificate_ids: ids of ``coi.certificate``
        :returns: dict of the numbers of ``coi.delivery.plan._count``, and
            ``envelopes``: a list of
            ``{"channel", "to", "certificate_ids", "state", "kind"}``
        """
        envelopes = self._plan(certificate_ids)
        return {
            **self.env["coi.delivery.plan"]._count(envelopes),
            "envelopes": [
                {
                    "channel": each.channel,
                    "to": each.box.email if each.box else False,
                    "certificate_ids": [piece.id for piece in each.pieces],
                    "state": each.state,
                    "kind": each.kind or False,
                }
                for each in envelopes
            ],
        }

    @api.model
    @door
    def send(self, certificate_ids, at_once=False, name=None, template_id=None):
        """Send certificates, each as its holder wants it; the door for programs (RPC).

        Of more mails than the company lets a user send alone, none leaves before a
        manager has approved the run.

        :param certificate_ids: ids of ``coi.certificate``, in the order wanted
        :param at_once: True leaves no time to take it back; it is approved all the same
        :param name: what the run is called
        :param template_id: id of the ``mail.template`` of ``coi.delivery`` that says
            what the mails say; the usual one without
        :returns: dict ``sending_id``, and the numbers of deliveries by what became of
            them so far
        :raises UserError: in the user's words, with nothing sent
        """
        at_once = read_flag(self.env, at_once, "at_once")
        name = read_text(self.env, name, "name", 200)
        template = self._read_template(template_id)
        envelopes = self._plan(certificate_ids)
        ids = read_ids(self.env, certificate_ids, "certificate_ids")
        certificates = self.env["coi.certificate"].browse(ids)
        sending = self._start(certificates, envelopes, at_once, name, template)
        return sending._get_summary()

    def _get_summary(self):
        counts = {name.removeprefix("count_"): self[name] for name in COUNTED}
        return {"sending_id": self.id, "all": self.count_all, **counts}

    @api.model
    def _plan(self, certificate_ids):
        certificates = read_records(
            self.env, "coi.certificate", certificate_ids, "certificate_ids"
        )
        certificates._check_may_leave()
        return self.env["coi.delivery.plan"]._make(certificates)

    @api.model
    def _start(self, certificates, envelopes, at_once=False, name="", template=None):
        """Write the plan down; from here on the postman has it, or a manager first.

        :raises UserError: in words, with nothing stored, where any of the mails cannot
            be written
        """
        company = certificates[:1].company_id
        name = name or self.env["coi.output"]._get_title(certificates)
        return self._start_run(company, envelopes, at_once, name, template)

    @api.model
    def _start_run(self, company, envelopes, at_once, name, template=None):
        company_mail = self._get_sender(company)
        # sudo(): whoever may read certificates may send them; rows are made only here.
        sending = trusted(self).create(
            {
                "name": name,
                "company_id": company.id,
                "user_id": self.env.user.id,
                "template_id": (template or self._get_template()).id,
                "state": self._get_beginning(company, envelopes),
                "undo_until": self._get_leaving(company, at_once),
                "is_rush": len(envelopes) <= RUSH,
                **company_mail,
            }
        )
        stored = self.env["coi.delivery.plan"]._store(sending, envelopes)
        mails = stored.filtered(lambda each: each.state in BY_POSTMAN)
        sending._proofread_first(mails, envelopes)
        sending._settle()
        if sending.state == "to_approve":
            sending._ask_approval(len(mails))
        else:
            sending._wake_postman()
        return sending.with_env(self.env)

    @api.model
    def _read_template(self, template_id):
        """The template a program names; none for nothing."""
        template = read_record(self.env, "mail.template", template_id, "template_id")
        template.check_access("read")
        if template and template.model != "coi.delivery":
            raise UserError(
                self.env._("This is no template of mails with certificates.")
            )
        return template

    @api.model
    def _get_template(self):
        return self.env.ref("coi_mass_generate.mail_template_delivery")

    @api.model
    def _get_leaving(self, company, at_once):
        minutes = 0 if at_once else company.coi_undo_minutes
        return fields.Datetime.now() + timedelta(minutes=minutes)

    @api.model
    def _get_sender(self, company):
        """From whom it comes, whom an answer reaches, and through which server."""
        user = self.env.user
        email_from = company.coi_mail_from or user.email_formatted
        if not email_normalize(email_from):
            raise UserError(
                self.env._(
                    "Nobody could answer: you have no e-mail address, and the company "
                    "has none to send certificates from. Enter one in your preferences."
                )
            )
        # sudo(): which server mails leave by is the administrator's choice.
        servers = trusted(self.env["ir.mail_server"])
        server = trusted(company).coi_mail_server_id or servers._coi_find(
            email_from, company
        )
        return {
            "email_from": email_from,
            "reply_to": company.coi_mail_reply_to or user.email_formatted,
            "pace_id": self.env["coi.pace"]._get(server).id,
        }

    # -------------------------------------------------------------- the postman

    def _settle(self):
        """Finish what has nothing left for the postman to do."""
        for sending in self.filtered(lambda each: each.state in ("waiting", "sending")):
            if not sending._has((*BY_POSTMAN, "handing")):
                sending._record({"state": "done", "date_done": fields.Datetime.now()})
                if not sending.digest_of_id:
                    sending.user_id._bus_send(
                        "coi_sending_done", {"sending_id": sending.id}
                    )
                sending._look_after()
                sending._ask_digest()

    def _reopen(self):
        """There is something to hand over again."""
        if self.state in ("done", "taken_back"):
            self._record({"state": "sending", "date_done": False})
        self.env["coi.postman"]._wake()

    def _has(self, states):
        deliveries = [("sending_id", "=", self.id), ("state", "in", states)]
        return bool(self.env["coi.delivery"].search_count(deliveries, limit=1))

    def _pause(self, words):
        """Nothing more leaves until somebody says so."""
        self._record({"state": "paused", "words": words})

    # ------------------------------------------------------------------ buttons

    @door
    def action_take_back(self):
        """Button: hand over no more; what was handed over stays handed over."""
        self._check_control("to_approve", "waiting", "sending", "paused")
        # sudo(): see _record().
        deliveries = trusted(self.env["coi.delivery"]).search(
            [("sending_id", "=", self.id), ("state", "in", BY_POSTMAN)]
        )
        now = fields.Datetime.now()
        deliveries._write_bulk(
            {"state": "taken_back", "kind": "person", "date_done": now}
        )
        self.invalidate_recordset([*COUNTED, "count_all"])
        is_whole = self.count_out == self.count_all
        state = "taken_back" if is_whole else "done"
        self._record({"state": state, "date_done": now})
        self._end_approval()
        if not is_whole:
            self._ask_digest()

    @door
    def action_pause(self):
        """Button: hand over no more until somebody says so."""
        self._check_control("waiting", "sending")
        self._pause(self.env._("Paused by %(user)s.", user=self.env.user.name))

    @door
    def action_go_on(self):
        """Button: go on with what was paused."""
        self._check_control("paused")
        self._record(
            {"state": "sending", "words": False, "trouble": False, "trouble_count": 0}
        )
        self._forget_waits()
        self._settle()
        self.env["coi.postman"]._wake()

    def _forget_waits(self):
        """Who says that it goes on wants it tried now, whatever was said before."""
        # sudo(): see _record().
        trusted(self.pace_id)._wait(False, False)
        queued = [("sending_id", "=", self.id), ("state", "=", "queued")]
        put_off = [*queued, ("next_try", "!=", False)]
        self.env["coi.delivery"].search(put_off)._record({"next_try": False})

    def _check_control(self, *states):
        one(self)
        self.check_access("read")
        if not self.can_control:
            raise AccessError(
                self.env._(
                    "Only %(user)s, who sent this, or a manager may do this.",
                    user=self.user_id.name,
                )
            )
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(sending)s can no longer do this. Its status: %(state)s.",
                    sending=self.name,
                    state=labels[self.state],
                )
            )
