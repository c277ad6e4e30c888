from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..common.door import trusted
from ..common.grants import ASKED, GRANTS
from .coi_policy_limit import ANY_LIMITS, LINE_LIMITS, ROW_LIMITS

ROWS = [
    ("general_liability", "Commercial general liability"),
    ("auto", "Automobile"),
    ("umbrella", "Umbrella / excess"),
    ("workers_comp", "Workers compensation"),
    ("other", "Other"),
]


class CoiCoverageLine(models.Model):
    """A line of cover an agency writes, and the row of the page it is shown in."""

    _name = "coi.coverage.line"
    _inherit = ["coi.shared"]
    _description = "Coverage Line"
    _order = "sequence, id"
    _rec_names_search = ["name", "short_name", "key"]

    name = fields.Char(required=True, translate=True)
    short_name = fields.Char(
        translate=True, help="Shown where room is scarce, as in the insured's tab."
    )
    key = fields.Char(
        required=True,
        help="Stable name used by imports and other programs; never translated.",
    )
    row = fields.Selection(
        ROWS,
        string="Row on the Certificate",
        required=True,
        default="other",
        help="Which row of the certificate shows a policy of this line. "
        "What does not fit its row goes to a continuation page.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    allows_additional_insured = fields.Boolean(
        compute="_compute_allows_additional_insured",
        help="Workers compensation has no additional insureds.",
    )

    _key_unique = models.UniqueIndex(
        "(key)", "There is already a coverage line with this key."
    )

    @api.depends("name", "short_name")
    @api.depends_context("coi_short")
    def _compute_display_name(self):
        is_short = self.env.context.get("coi_short")
        for line in self:
            line.display_name = line._get_short_name() if is_short else line.name

    def _get_short_name(self):
        """What it is called where room is scarce."""
        return self.short_name or self.name

    @api.depends("row")
    def _compute_allows_additional_insured(self):
        for line in self:
            line.allows_additional_insured = line.row not in GRANTS["ai"].not_on

    def _get_usual_limits(self):
        """Keys of the limits a policy of this line usually has, in their order."""
        return ROW_LIMITS.get(self.row) or LINE_LIMITS.get(self.key) or []

    def _get_limit_keys(self):
        """Keys of all limits that a policy of this line can have."""
        return self._get_usual_limits() or ANY_LIMITS

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self._is_used():
            raise UserError(
                self.env._(
                    "There are policies or interests of this coverage line. Archive "
                    "the line instead of deleting it."
                )
            )

    def _is_used(self):
        # sudo(): what other companies have counts as well.
        policies = trusted(self.env["coi.policy"]).with_context(active_test=False)
        interests = policies.env["coi.additional.interest"]
        asked = Domain.OR(Domain(name, "in", self.ids) for name in ASKED.values())
        return bool(
            policies.search_count([("coverage_id", "in", self.ids)], limit=1)
            or interests.search_count(asked, limit=1)
        )
