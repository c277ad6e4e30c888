from odoo import api, fields, models

from ..models.common.door import door, one, trusted


class CoiRefuse(models.TransientModel):
    """Ask why a run is refused."""

    _name = "coi.refuse"
    _inherit = ["coi.wizard"]
    _description = "Refuse to Send"

    sending_id = fields.Many2one("coi.sending", required=True, readonly=True)
    user_id = fields.Many2one(related="sending_id.user_id")
    reason = fields.Char(help="Whoever wanted to send it reads this.")

    @api.model
    def _get_own_names(self):
        return {"sending_id"}

    @api.model
    def _open(self, sending):
        """:param sending: which the user may decide about"""
        # sudo(): what is written is what the user has just chosen, and may read.
        wizard = trusted(self).create({"sending_id": sending.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse to Send"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @door
    def action_refuse(self):
        """Button: let none of it leave."""
        one(self)
        self.check_access("read")
        self.sending_id.refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
