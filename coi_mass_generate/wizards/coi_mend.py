from odoo import api, fields, models

from ..models.common.door import door, one, trusted


class CoiMend(models.TransientModel):
    """A new address for what did not arrive."""

    _name = "coi.mend"
    _inherit = ["coi.wizard"]
    _description = "Send to Another Address"

    delivery_id = fields.Many2one("coi.delivery", required=True, readonly=True)
    state = fields.Selection(related="delivery_id.state")
    kind = fields.Selection(related="delivery_id.kind")
    words = fields.Char(related="delivery_id.words")
    holder_name = fields.Char(related="delivery_id.holder_name")
    old_email = fields.Char("Sent To", related="delivery_id.email")
    email = fields.Char("New E-mail")
    keep = fields.Selection(
        [("holder", "From now on"), ("once", "Only this time")],
        "Use It",
        required=True,
        default="holder",
    )

    as_link = fields.Boolean(
        "Send a Link Instead", help="For whom files are too large, or not let through."
    )

    @api.model
    def _get_own_names(self):
        return {"delivery_id"}

    @api.model
    def _open(self, delivery):
        """:param delivery: which the user may read"""
        # sudo(): what is written is what the user has just chosen, and may read.
        wizard = trusted(self).create(
            {"delivery_id": delivery.id, "email": delivery.email}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send to Another Address"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @door
    def action_mend(self):
        """Button: keep the address and send this one."""
        one(self)
        self.check_access("read")
        self.delivery_id.mend(self.email, self.keep, self.as_link)
        return {"type": "ir.actions.act_window_close"}
