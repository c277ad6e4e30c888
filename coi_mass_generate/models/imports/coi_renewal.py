from odoo import fields, models

from ..common.door import door, one


class CoiRenewal(models.Model):
    """The insured is asked outside of the system: a list goes out, and comes back."""

    _inherit = "coi.renewal"

    reply_ids = fields.One2many(
        "coi.renewal.reply", "renewal_id", "Answers", readonly=True
    )

    @door
    def action_ask(self):
        """Button: the list of its holders, for the insured to look through."""
        one(self)
        self._check_step("mapping", "asking", "review")
        self._lock()
        self._refresh()
        if self.state == "mapping":
            self._record({"state": "asking"})
            self._end_asking()
        return {
            "type": "ir.actions.client",
            "tag": "coi_download",
            "params": {
                "url": f"/coi/renewal/{self.id}/list",
                "message": self.env._(
                    "The list for the insured is being made. The download begins by "
                    "itself."
                ),
                # The form goes on to its next step.
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    @door
    def action_read_answers(self):
        """Button: the list has come back."""
        one(self)
        self._check_step("asking", "review", "issued", "sent")
        return self.env["coi.renewal.answers"]._open(self)

    def _take_answers(self, words):
        """Work out what becomes of holders now, and say in the log what was done."""
        self._refresh()
        self._message_log(body=words)

    def _get_list_filename(self):
        title = self.env["coi.output"]._join_title(
            self.env._("certificate holders"), [self.insured_id.name], [self.day]
        )
        return f"{title}.xlsx"
