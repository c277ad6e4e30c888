from odoo import fields, models
from odoo.exceptions import UserError

from ..common.door import door, one
from .coi_delivery import TO_MEND


class CoiDelivery(models.Model):
    """What a person does about an envelope."""

    _inherit = "coi.delivery"

    is_left = fields.Boolean(
        "Left as It Is",
        readonly=True,
        help="Someone has decided that nothing more is done about it.",
    )

    @door
    def action_open(self):
        """Click on a row of its sending: all that is known of this envelope."""
        one(self)
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    @door
    def action_mend(self):
        """Button: the window that asks what is to be done about this one."""
        one(self)
        self.check_access("read")
        if self.is_answer_open:
            return self.env["coi.answer"]._open(self)
        self._check_states(*TO_MEND)
        return self.env["coi.mend"]._open(self)

    @door
    def action_leave(self):
        """Button and mass action: nobody has to see to these any more; what became of
        them stays as it is."""
        self._check_states(*TO_MEND)
        self._record({"is_left": True, "user_id": self.env.user.id})
        self.sending_id._look_after()

    @door
    def action_repeat(self):
        """Button and mass action: send the same mails again; who has one already drops
        it, mostly."""
        self._check_states("unsure")
        self._record({"state": "queued", "kind": False, "date_done": False})
        for sending in self.sending_id:
            sending._reopen()
        self.sending_id._look_after()

    @door
    def action_arrived(self):
        """Button and mass action: somebody knows that it arrived."""
        self._check_states("unsure")
        self._note_done("handed")

    @door
    def action_printed(self):
        """Button and mass action: these are in the post."""
        self._check_states("to_print")
        self._note_done("printed")

    @door
    def action_uploaded(self):
        """Button and mass action: these are in the portal."""
        self._check_states("to_upload")
        self._note_done("uploaded")

    def _note_done(self, state):
        self._record(
            {
                "state": state,
                "kind": "person",
                "user_id": self.env.user.id,
                "date_done": fields.Datetime.now(),
            }
        )
        self.sending_id._look_after()

    # ------------------------------------------------------------------- checks

    def _check_states(self, *states):
        self.check_access("read")
        odd = self.filtered(lambda each: each.state not in states)
        if odd or not self:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "This cannot be done with %(delivery)s. Its status: %(state)s.",
                    delivery=odd[:1].display_name or "–",
                    state=labels.get(odd[:1].state, "–"),
                )
            )
