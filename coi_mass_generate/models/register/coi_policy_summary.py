from odoo import api, fields, models
from odoo.tools.misc import format_date


class CoiPolicy(models.Model):
    """A policy at a glance, for lists and for the insured's form."""

    _inherit = "coi.policy"

    limits_short = fields.Char(
        "Limits in Short",
        compute="_compute_limits_short",
        help="The main limits: each occurrence and aggregate, say.",
    )

    @api.depends(
        "coverage_id.row", "limit_ids.key", "limit_ids.sequence", "limit_ids.amount",
        "limit_ids.text",
    )  # fmt: skip
    def _compute_limits_short(self):
        for policy in self:
            summary = policy.limit_ids._summarize()
            policy.limits_short = summary.replace("/", " / ")

    def _prepare_chip(self):
        """What the insured's form says of this policy: JSON-able, ``id``, ``name``,
        ``line``, ``text`` and ``state``."""
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.name,
            "line": self.coverage_id._get_short_name(),
            "text": " · ".join(filter(None, [self._say_state(), self._say_limits()])),
            "state": self.state,
        }

    def _say_limits(self):
        return self.limit_ids._summarize() or self.env._("no limits")

    def _say_state(self):
        if self.state == "upcoming":
            return self.env._(
                "from %(day)s", day=format_date(self.env, self.date_effective)
            )
        return self.env._(
            "in force to %(day)s", day=format_date(self.env, self._get_end())
        )
