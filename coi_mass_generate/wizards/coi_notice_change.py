from odoo import api, fields, models

from ..models.common.door import door, one, trusted
from ..models.notices.practices import PRACTICES


class CoiNoticeChange(models.TransientModel):
    """Ask whom the agency tells from now on, and why."""

    _name = "coi.notice.change"
    _inherit = ["coi.wizard"]
    _description = "Change Who Is Told"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    practice = fields.Selection(PRACTICES, "Tell", required=True)
    reason = fields.Char("Why", help="Kept for whoever asks later.")

    @api.model
    def _get_own_names(self):
        return {"company_id"}

    @api.model
    def _open(self):
        # sudo(): what the agency does is read, for a manager.
        practice = trusted(self.env.company).coi_notice_practice
        wizard = trusted(self).create(
            {"company_id": self.env.company.id, "practice": practice}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change Who Is Told"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @door
    def action_change(self):
        """Button: from now on."""
        one(self)
        self.check_access("read")
        practices = self.env["coi.notice.practice"].with_company(self.company_id)
        practices.change(self.practice, self.reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
