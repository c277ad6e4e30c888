from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.door import trusted


class CoiPolicySeries(models.Model):
    """The terms of one policy over the years.

    Interests point here, so that a renewal needs no linking anew.
    """

    _name = "coi.policy.series"
    _description = "Policy over the Years"
    _order = "coverage_id, id"

    policy_ids = fields.One2many("coi.policy", "series_id", string="Terms")
    insured_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="restrict"
    )
    coverage_id = fields.Many2one(
        "coi.coverage.line", required=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)

    @api.depends(
        "coverage_id.display_name", "policy_ids.name", "policy_ids.date_effective"
    )
    @api.depends_context("coi_short", "lang")
    def _compute_display_name(self):
        for series in self:
            parts = [series.coverage_id.display_name, series._get_latest().name]
            series.display_name = " ".join(part for part in parts if part)

    @api.model
    def _search_display_name(self, operator, value):
        return [
            "|",
            ("policy_ids.name", operator, value),
            ("coverage_id.name", operator, value),
        ]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shown(self):
        """An interest without its last series would be shown all policies."""
        if self._search_tied(limit=1):
            raise UserError(
                self.env._(
                    "Certificate holders are shown this policy only. Choose other "
                    "policies for them first."
                )
            )

    def _search_tied(self, limit=None):
        """The interests that are shown these, archived ones too."""
        # sudo(): whoever may see the interests.
        interests = trusted(self.env["coi.additional.interest"])
        return interests.with_context(active_test=False).search(
            [("series_ids", "in", self.ids)], limit=limit
        )

    # -------------------------------------------------------------- corrections

    def _follow(self, terms):
        """Be what ``terms`` of this one say since somebody has corrected them.

        Corrected all alike, they stay what interests are shown. One of several that is
        somebody else's now leaves, and interests are shown the others.
        """
        # sudo(): a series holds nothing of its own, only what its policies, which the
        # user was just allowed to change, say.
        series = trusted(self).with_context(active_test=False)
        owners = {term._get_owner() for term in terms}
        if len(owners) == 1 and not series.policy_ids - terms:
            series._become(terms)
            return
        leaving = terms.filtered(lambda term: term._get_owner() != series._get_owner())
        leaving.series_id = False
        leaving._tie_to_series()
        series._take_line()

    def _take_line(self):
        """Be of the line of the latest term, archived or not."""
        every = self.with_context(active_test=False)
        self.coverage_id = every._get_latest().coverage_id

    def _become(self, terms):
        """:param terms: all terms of this one, corrected alike"""
        latest = self._get_latest()
        if latest._get_owner() != self._get_owner():
            self._check_untied()
        other = terms._find_series(terms & latest)
        if other:
            self._join(other, terms)
        else:
            self.write(latest._prepare_series_vals())

    def _get_latest(self):
        return self.policy_ids.sorted("date_effective")[-1:]

    def _get_owner(self):
        """Ids of the company and of the insured whose policy it is."""
        return self.company_id.id, self.insured_id.id

    def _check_untied(self):
        if self._search_tied(limit=1):
            raise UserError(
                self.env._(
                    "Certificate holders of %(insured)s, including archived ones, are "
                    "shown this policy. Choose other Policies Shown for them first, "
                    "then change whose policy it is.",
                    insured=self.insured_id.display_name,
                )
            )

    def _join(self, other, terms):
        """Let ``terms``, and who is shown them, have the series ``other`` instead."""
        self._search_tied().write(
            {
                "series_ids": [
                    fields.Command.link(other.id),
                    fields.Command.unlink(self.id),
                ]
            }
        )
        terms.series_id = other
        self.unlink()
