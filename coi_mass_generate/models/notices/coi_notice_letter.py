from odoo import fields, models

from .coi_notice_line import WAITING


class CoiNoticeLetter(models.Model):
    """What one delivery tells: a row for each line of the notice that it is about."""

    _name = "coi.notice.letter"
    _inherit = ["coi.bulk"]
    _description = "Notice in a Delivery"
    _order = "delivery_id, id"
    _rec_name = "line_id"

    delivery_id = fields.Many2one(
        "coi.delivery", required=True, readonly=True, index=True, ondelete="cascade"
    )
    line_id = fields.Many2one(
        "coi.notice.line", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    notice_id = fields.Many2one(related="line_id.notice_id")
    policy_id = fields.Many2one(related="line_id.policy_id")
    state = fields.Selection(related="delivery_id.state")
    channel = fields.Selection(related="delivery_id.channel")
    email = fields.Char(related="delivery_id.email")
    date_done = fields.Datetime(related="delivery_id.date_done")

    def _can_be_taken_back(self, with_packed):
        """Whether it is here still, and nobody is handing it over just now.

        :param with_packed: also where it lies ready to be mailed
        """
        self.ensure_one()
        delivery = self.delivery_id
        if delivery.state not in WAITING or delivery.state == "handing":
            return False
        return with_packed or not delivery.date_packed
