from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.door import trusted


class CoiInterestType(models.Model):
    """What somebody's interest in a policy is: mortgagee, loss payee, lessor …"""

    _name = "coi.interest.type"
    _inherit = ["coi.shared"]
    _description = "Additional Interest Type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    key = fields.Char(
        required=True,
        help="Stable name used by imports and other programs; never translated.",
    )
    external_code = fields.Char(
        help="The code another system uses for this type. There is no public list: "
        "write here what your carrier or management system calls it."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()

    _key_unique = models.UniqueIndex(
        "(key)", "There is already an interest type with this key."
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # sudo(): interests of other companies count as well.
        interests = trusted(self.env["coi.additional.interest"])
        used = interests.with_context(active_test=False).search_count(
            [("type_ids", "in", self.ids)], limit=1
        )
        if used:
            raise UserError(
                self.env._(
                    "There are interests of this type. Archive the type instead of "
                    "deleting it."
                )
            )
