from odoo import api, fields, models

from ..models.common.door import door, one, trusted


class CoiRenewalAnswers(models.TransientModel):
    """Ask for the list that an insured has sent back."""

    _name = "coi.renewal.answers"
    _inherit = ["coi.wizard"]
    _description = "Read an Insured's Answers"

    renewal_id = fields.Many2one("coi.renewal", required=True, readonly=True)
    file = fields.Binary("List", attachment=False)
    filename = fields.Char("Name of the File")

    @api.model
    def _get_own_names(self):
        return {"renewal_id"}

    @api.model
    def _open(self, renewal):
        """:param renewal: of which the user may decide"""
        # sudo(): what is written is what the user has just chosen, and may read.
        wizard = trusted(self).create({"renewal_id": renewal.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Read the Answers"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @door
    def action_read(self):
        """Button: show what the answers say, and take none yet."""
        one(self)
        self.check_access("read")
        self.renewal_id._check_step("asking", "review", "issued", "sent")
        wizard = self.with_context(bin_size=False)
        reply = self.env["coi.renewal.reply"]._read_file(
            self.renewal_id, wizard.file, self.filename
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": reply._name,
            "res_id": reply.id,
            "views": [(False, "form")],
            "target": "current",
        }
