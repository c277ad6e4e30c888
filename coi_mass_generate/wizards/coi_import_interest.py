from odoo import fields, models


class CoiImportInterest(models.TransientModel):
    """Pass 2: links holders and insureds; in one go, creates the holders too."""

    _name = "coi.import.interest"
    _description = "Import Additional Insureds"
    _inherit = ["coi.import"]

    insured_id = fields.Many2one(
        "res.partner", string="For Insured", help="Empty: each row names its insured."
    )
    mode = fields.Selection(
        [
            ("update", "Add and update"),
            ("replace", "Replace: the insured's list becomes this list"),
        ],
        required=True,
        default="update",
    )
    one_go = fields.Boolean(
        "Create new holders",
        help="Both steps at once: holders first, then their link to the insured.",
    )

    def _prepare_run_vals(self):
        self.insured_id.check_access("read")
        return {
            **super()._prepare_run_vals(),
            "kind": "interest",
            "insured_id": self.insured_id.id,
            "mode": self.mode,
            "one_go": self.one_go,
        }
