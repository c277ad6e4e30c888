from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from .res_partner import USER

# States of policies that a certificate can show, today or soon.
OPEN = ("active", "upcoming")


class ResPartner(models.Model):
    """An insured at a glance: its policies and holders, on its form and in the list of
    insureds, where they are counted for all of a page at once."""

    _inherit = "res.partner"

    coi_policy_strip = fields.Json(compute="_compute_coi_policy_strip", groups=USER)
    coi_holder_count = fields.Integer(
        "Holders", compute="_compute_coi_holder_count", groups=USER
    )
    coi_in_force_count = fields.Integer(
        "Policies in Force", compute="_compute_coi_in_force", groups=USER
    )
    coi_next_expiration = fields.Date(
        "Next Expiration",
        compute="_compute_coi_in_force",
        groups=USER,
        help="When the first of the policies in force ends.",
    )

    @api.depends_context("tz", "uid", "lang")
    def _compute_coi_policy_strip(self):
        policies = self._coi_search_policies(OPEN)
        for partner in self:
            own = policies.filtered(
                lambda each, ids=partner.ids: each.insured_id.id in ids
            )
            partner.coi_policy_strip = [policy._prepare_chip() for policy in own]

    def _compute_coi_holder_count(self):
        counts = self._coi_count("coi.additional.interest", Domain.TRUE)
        for partner in self:
            partner.coi_holder_count = counts.get(partner, 0)

    @api.depends_context("tz", "uid")
    def _compute_coi_in_force(self):
        ends = defaultdict(list)
        for policy in self._coi_search_policies(("active",)):
            ends[policy.insured_id.id].append(policy._get_end())
        for partner in self:
            own = ends.get(partner.id, ())
            partner.coi_in_force_count = len(own)
            partner.coi_next_expiration = min(own, default=False)

    def _coi_search_policies(self, states):
        """These insureds' policies in these states, in the order of the page; none for
        who may not see them."""
        policies = self.env["coi.policy"]
        if not policies.has_access("read"):
            return policies
        return policies.search(
            Domain("insured_id", "in", self.ids) & Domain("state", "in", states),
            order="coverage_id, date_effective, id",
        )
