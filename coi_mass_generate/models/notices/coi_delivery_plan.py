from odoo import api, models


class CoiDeliveryPlan(models.AbstractModel):
    """What letters tell of is stored with them."""

    _inherit = "coi.delivery.plan"

    @api.model
    def _write_down(self, sending, envelopes, boxes):
        stored = super()._write_down(sending, envelopes, boxes)
        self.env["coi.notice.letter"]._create_bulk(
            [
                {"delivery_id": delivery_id, "line_id": line_id}
                for delivery_id, envelope in zip(stored._ids, envelopes, strict=True)
                if envelope.purpose == "notice"
                for line_id in envelope.about
            ],
            {"company_id": sending.company_id.id},
        )
        return stored
