from odoo import api, fields, models

from ..models.common.door import door, one, trusted


class CoiUploadProof(models.TransientModel):
    """Ask for what shows that a certificate was uploaded to a portal."""

    _name = "coi.upload.proof"
    _inherit = ["coi.wizard"]
    _description = "Proof of an Upload"

    delivery_id = fields.Many2one("coi.delivery", required=True, readonly=True)
    holder_name = fields.Char(related="delivery_id.holder_name")
    file = fields.Binary("Picture or PDF", attachment=False)
    filename = fields.Char("Name of the File")

    @api.model
    def _get_own_names(self):
        return {"delivery_id"}

    @api.model
    def _open(self, delivery):
        """:param delivery: which the user may read"""
        # sudo(): what is written is what the user has just chosen, and may read.
        wizard = trusted(self).create({"delivery_id": delivery.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Proof of an Upload"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @door
    def action_keep(self):
        """Button: keep it with the delivery, which is uploaded by that."""
        one(self)
        self.check_access("read")
        wizard = self.with_context(bin_size=False)
        self.delivery_id.add_proof(self.filename or "proof", wizard.file or "")
        return {"type": "ir.actions.act_window_close"}
