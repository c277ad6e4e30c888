from odoo import fields, models
from odoo.exceptions import UserError

from ..common.argument import read_flag
from ..common.door import door, one, trusted
from .coi_delivery import TEMPLATES


class CoiNotice(models.Model):
    """Letters on their way, by the same outbox as certificates and with its promises.

    Where the agency tells nobody, none is sent, whoever asks and however.
    """

    _inherit = "coi.notice"

    @door
    def send(self, at_once=False):
        """Tell whom the agency tells; the door for other programs (RPC).

        :param at_once: True leaves no time to take it back
        :returns: dict as of ``make``
        """
        at_once = read_flag(self.env, at_once, "at_once")
        self._send(at_once)
        return self._get_summary()

    @door
    def action_send(self):
        """Button: tell whom the agency tells."""
        self._send()

    def _send(self, at_once=False):
        self._check_draft()
        self._check_practice()
        # Whoever sends another notice of one of these waits, and is asked again.
        for policy in trusted(self.policy_ids).sorted("id"):
            self.env["coi.bulk"]._advance(policy, "notice_serial", 1)
        self._check_policies(self.policy_ids, self.kind)
        self._check_answers()
        self._refresh()
        wanted = self.line_ids.filtered("is_wanted")
        if not wanted:
            raise UserError(self._say_nobody())
        envelopes = self.env["coi.notice.plan"]._make(self, wanted)
        template = self.env.ref(TEMPLATES[self.kind])
        sending = self.env["coi.sending"]._start_run(
            self.company_id, envelopes, at_once, self.name, template
        )
        self._record(
            {
                "state": "sent",
                "user_id": self.env.user.id,
                "date_sent": fields.Datetime.now(),
                "sending_id": sending.id,
            }
        )
        # It is seen in the notice, whose numbers follow the deliveries.
        self.env.invalidate_all()

    def _check_practice(self):
        # sudo(): what the agency does for all holders.
        for company in trusted(self).company_id:
            if company.coi_notice_practice == "none":
                raise UserError(
                    self.env._(
                        "%(company)s tells no holder: nothing was sent. A manager may "
                        "change that under Policies / Who Is Told.",
                        company=company.name,
                    )
                )

    def _check_answers(self):
        """Of what is taken back it is known whether it was told."""
        unknown = self._find_open_answers()
        if unknown:
            raise UserError(
                self.env._(
                    "%(holder)s: the notice that this takes back is being handed over, "
                    "or was packed to be mailed. Wait a minute; if it is on paper, "
                    "mark it as printed, or take it back on its notice.",
                    holder=unknown[0].holder_name,
                )
            )

    def _say_nobody(self):
        if self.kind == "reinstatement":
            return self.env._(
                "Nobody was told of the cancellation: nothing to take back."
            )
        return self.env._(
            "Nobody gets a letter: it is owed to nobody, or all were told before."
        )

    # ---------------------------------------------------------------- take back

    @door
    def action_take_back(self):
        """Button: let nothing leave that is still here; who was told stays told."""
        one(self)
        self.check_access("read")
        if not trusted(self).line_ids._take_back(with_packed=True):
            raise UserError(self.env._("Nothing of it is left here."))

    @door
    def action_open_deliveries(self):
        """Button: what became of each letter."""
        one(self)
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coi_mass_generate.coi_delivery_action"
        )
        return {**action, "domain": [("letter_ids.line_id.notice_id", "=", self.id)]}

    # ------------------------------------------------------------------- sample

    @door
    def action_show_letter(self):
        """Button: one of the letters, as it would be printed; mails say the same."""
        one(self)
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/coi/notice/{self.id}/letter",
            "target": "new",
        }

    def _draw_sample(self):
        """PDF bytes of the letter to one of its holders, of whom most are told."""
        lines = self.line_ids.filtered("is_wanted") or self.line_ids
        if not lines:
            raise UserError(self.env._("It concerns nobody: there is no letter."))
        first = lines.filtered(lambda each: each.holder_id == lines[0].holder_id)
        envelope = self.env["coi.notice.plan"]._make_sample(self, first)
        drafts, template = (
            self.env["coi.mail.draft"],
            self.env.ref(TEMPLATES[self.kind]),
        )
        with drafts._hold(self.company_id, template, [envelope]) as deliveries:
            return self.env["coi.notice.page"]._draw(deliveries)[deliveries.id]
