from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..common.argument import read_text
from ..common.door import door, one, trusted
from .coi_delivery import BY_POSTMAN

MANAGER = "coi_mass_generate.group_manager"
ACTIVITY = "coi_mass_generate.activity_type_approval"
# Many small runs in so short a time are one large one.
TOGETHER = timedelta(hours=1)
# Mails that are on their way, or may have arrived.
GONE = (*BY_POSTMAN, "handing", "handed", "unsure")


class CoiSending(models.Model):
    """A second pair of eyes, where a run has more mails than the company lets one
    person send alone.

    Until somebody else has approved it, nothing of it leaves, whoever asked for it and
    however: the postman does not look at it.
    """

    _inherit = "coi.sending"

    decided_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        help="Who has approved this, or refused it.",
    )
    date_decided = fields.Datetime("Decided On", readonly=True)
    refusal = fields.Char("Reason for Refusal", readonly=True)
    can_decide = fields.Boolean(compute="_compute_can_decide")

    @api.depends("user_id", "state")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        is_manager = self.env.user.has_group(MANAGER)
        for sending in self:
            sending.can_decide = (
                sending.state == "to_approve"
                and is_manager
                and sending.user_id != self.env.user
            )

    # ---------------------------------------------------------------- beginning

    @api.model
    def _get_beginning(self, company, envelopes):
        """The state a run of ``envelopes`` begins in."""
        mails = sum(each.state == "queued" for each in envelopes)
        return "to_approve" if self._needs_approval(company, mails) else "waiting"

    @api.model
    def _needs_approval(self, company, mails):
        """Whether the user may not send so many mails alone."""
        # sudo(): the company's rule holds for whoever sends for it.
        rules = trusted(company)
        if not rules.coi_approve_above or not mails:
            return False
        if not rules.coi_approve_managers and self.env.user.has_group(MANAGER):
            return False
        return self._count_unseen(company) + mails > rules.coi_approve_above

    @api.model
    def _count_unseen(self, company):
        """Mails that the user has sent just now, and nobody else has looked at."""
        # sudo(): the number of the user's own mails only.
        runs = trusted(self).search(
            [
                ("company_id", "=", company.id),
                ("user_id", "=", self.env.user.id),
                ("create_date", ">", fields.Datetime.now() - TOGETHER),
                ("decided_by_id", "=", False),
            ]
        )
        mails = [("sending_id", "in", runs.ids), ("state", "in", GONE)]
        return trusted(self.env["coi.delivery"]).search_count(mails)

    def _ask_approval(self, mails):
        """Ask all managers of the company but the one who sends."""
        managers = self._find_managers()
        if not managers:
            raise UserError(
                self.env._(
                    "Nothing was sent: more than %(most)s mails within an hour need "
                    "the approval of another manager, and %(company)s has none.",
                    most=trusted(self.company_id).coi_approve_above,
                    company=self.company_id.name,
                )
            )
        for manager in managers:
            # sudo(): the managers are asked by the run itself.
            run = trusted(self).with_context(
                lang=manager.lang,
                # It is in their list; no mail is sent about mails.
                mail_activity_quick_update=True,
            )
            words = run.env._(
                "%(user)s wants to send %(count)s mails",
                user=self.user_id.name,
                count=mails,
            )
            run.activity_schedule(ACTIVITY, user_id=manager.id, summary=words)
            self._tell(manager, words, "info")

    def _find_managers(self):
        # sudo(): who they are; a user may not see the members of groups.
        group = trusted(self.env["res.groups"]).env.ref(MANAGER)
        return group.all_user_ids.filtered(
            lambda each: (
                each.active
                and self.company_id in each.company_ids
                and each != self.user_id
            )
        )

    def _end_approval(self):
        """Nobody needs to be asked any more."""
        # sudo(): see _ask_approval().
        trusted(self).activity_unlink([ACTIVITY])

    def _settle(self):
        """Nobody is asked to approve what was taken back, each by itself."""
        result = super()._settle()
        for sending in self.filtered(lambda each: each.state == "to_approve"):
            if not sending._has(BY_POSTMAN):
                done = {"state": "taken_back", "date_done": fields.Datetime.now()}
                sending._record(done)
                sending._end_approval()
        return result

    # ------------------------------------------------------------------ buttons

    @door
    def action_approve(self):
        """Button: let it leave; from now on it can be taken back for a while."""
        self._check_decide()
        now = fields.Datetime.now()
        self._record(
            {
                "state": "waiting",
                "undo_until": self._get_leaving(self.company_id, at_once=False),
                "decided_by_id": self.env.user.id,
                "date_decided": now,
            }
        )
        self._end_approval()
        self._settle()
        self._wake_postman()
        words = self.env._("%(user)s has approved it.", user=self.env.user.name)
        self._tell(self.user_id, words, "success")

    @door
    def action_refuse(self):
        """Button: the window that asks why."""
        self._check_decide()
        return self.env["coi.refuse"]._open(self)

    @door
    def refuse(self, reason):
        """Let none of it leave; the door for other programs (RPC).

        :param reason: a text, for whoever wanted to send it
        """
        self._check_decide()
        reason = read_text(self.env, reason, "reason", 500)
        if not reason:
            raise UserError(self.env._("Say why, for whoever wanted to send it."))
        now = fields.Datetime.now()
        # sudo(): see _record(); what has been decided, is done.
        deliveries = trusted(self.env["coi.delivery"]).search(
            [("sending_id", "=", self.id), ("state", "in", BY_POSTMAN)]
        )
        deliveries._write_bulk(
            {"state": "taken_back", "kind": "person", "date_done": now}
        )
        self._record(
            {
                "state": "refused",
                "refusal": reason,
                "decided_by_id": self.env.user.id,
                "date_decided": now,
                "date_done": now,
            }
        )
        self._end_approval()
        words = self.env._(
            "%(user)s has refused it: %(reason)s",
            user=self.env.user.name,
            reason=reason,
        )
        self._tell(self.user_id, words, "danger")

    def _tell(self, user, words, kind):
        """Say it where the user works just now."""
        user._bus_send(
            "simple_notification",
            {"title": self.name, "message": words, "type": kind, "sticky": True},
        )

    def _check_decide(self):
        one(self)
        self.check_access("read")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only a manager may decide this."))
        if self.user_id == self.env.user:
            raise AccessError(
                self.env._("You want to send this: another manager has to approve it.")
            )
        # Of two managers, the second finds what the first has decided.
        self._lock()
        if self.state != "to_approve":
            raise UserError(
                self.env._("%(sending)s no longer waits for this.", sending=self.name)
            )

    def _lock(self):
        # sudo(): users only read sendings; a lock writes nothing.
        if not trusted(self).try_lock_for_update(allow_referencing=True):
            raise UserError(
                self.env._(
                    "Someone else is deciding this just now. Look again in a moment."
                )
            )
        self.invalidate_recordset(["state"])
