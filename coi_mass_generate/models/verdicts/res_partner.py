from collections import Counter
from itertools import accumulate

from odoo import api, fields, models

from ..register.res_partner import USER

# So many holders are judged for a page of the list of insureds: it is the first screen
# of the day, and must not keep anybody waiting.
AT_MOST = 5000


class ResPartner(models.Model):
    """How many holders of an insured could get no certificate today."""

    _inherit = "res.partner"

    coi_blocked_text = fields.Char(
        "Blocked",
        compute="_compute_coi_blocked_text",
        groups=USER,
        help='Holders whose certificate would be blocked today. "…": so many holders '
        "that they are checked in the insured's own list only.",
    )

    @api.depends_context("tz", "uid", "lang")
    def _compute_coi_blocked_text(self):
        judged = self._coi_get_judged()
        blocked = judged._coi_count_blocked()
        for partner in self:
            count = blocked[partner.id]
            partner.coi_blocked_text = str(count or "") if partner in judged else "…"

    def _coi_get_judged(self):
        """The insureds with the fewest holders, as many as are judged for a page."""
        fewest = self.sorted("coi_holder_count")
        totals = accumulate(fewest.mapped("coi_holder_count"))
        return self.browse(
            partner.id
            for partner, total in zip(fewest, totals, strict=True)
            if total <= AT_MOST
        )

    def _coi_count_blocked(self):
        interests = self.env["coi.additional.interest"]
        if not interests.has_access("read"):
            return Counter()
        listed = interests.search([("insured_id", "in", self.ids)])
        day = self.env["coi.plan"]._get_today()
        slices = self.env["coi.plan"]._iter_cases(listed, day, compare=False)
        return Counter(
            case.asked.insured_id
            for cases in slices
            for case in cases
            if case.verdict == "blocked"
        )
