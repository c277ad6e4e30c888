from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    coi_worker = fields.Selection(
        selection_add=[("queue_job", "Job queue")],
        ondelete={"queue_job": "set default"},
    )
