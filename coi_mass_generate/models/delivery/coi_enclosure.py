from odoo import fields, models

from ..common.door import door, one, trusted


class CoiEnclosure(models.Model):
    """One certificate in one envelope."""

    _name = "coi.enclosure"
    _inherit = ["coi.bulk"]
    _description = "Certificate in a Delivery"
    _order = "delivery_id, id"
    _rec_name = "certificate_id"

    delivery_id = fields.Many2one(
        "coi.delivery", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    certificate_id = fields.Many2one(
        "coi.certificate", required=True, readonly=True, index=True, ondelete="restrict"
    )
    left_out = fields.Selection(
        [("superseded", "Superseded before"), ("cancelled", "Canceled before")],
        readonly=True,
        help="Why it did not go along after all.",
    )
    state = fields.Selection(related="delivery_id.state")
    channel = fields.Selection(related="delivery_id.channel")
    email = fields.Char(related="delivery_id.email")
    reason = fields.Char(related="delivery_id.reason")
    words = fields.Char(related="delivery_id.words")
    date_done = fields.Datetime(related="delivery_id.date_done")
    user_id = fields.Many2one(related="delivery_id.sending_id.user_id")

    @door
    def action_open(self):
        """Click on a row: what became of this envelope."""
        one(self)
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "coi.delivery",
            "res_id": self.delivery_id.id,
            "views": [(False, "form")],
        }

    def _leave_out_invalid(self):
        """Leave out those that were superseded or canceled since this was planned."""
        for enclosure in self:
            state = enclosure.certificate_id.state
            if state != "issued" and not enclosure.left_out:
                # sudo(): users only read them; this is an outcome.
                trusted(enclosure).write({"left_out": state})
