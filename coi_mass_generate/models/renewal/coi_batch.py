from odoo import fields, models


class CoiBatch(models.Model):
    """A batch that a renewal has released."""

    _inherit = "coi.batch"

    renewal_id = fields.Many2one(
        "coi.renewal", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    accepted = fields.Json(
        "Accepted in the Review",
        readonly=True,
        help="Who accepted which kind of warnings, of how many holders, and when.",
    )
