from odoo import api, models
from odoo.tools import SQL


class CoiMaster(models.Model):
    """How the policies stand that a page shows. Thousands of certificates share one
    page: whoever looks for certificates looks at the pages first."""

    _inherit = "coi.master"

    @api.model
    def _query_standing(self, condition=None):
        """Query of ``(page id, standing)`` as of the user's day: ``policy_cancelled``,
        ``ended``, ``ends_soon`` or ``current`` (``coi.certificate.standing``). A page
        without policies is not in it: nothing of it is in force.

        :param condition: of pages ``shown``; None: all pages
        """
        self._flush_standing()
        relation = self._fields["policy_ids"]
        return SQL(
            "SELECT shown.%(master)s AS id,"
            " CASE WHEN bool_or(policy.date_cancelled <= %(today)s)"
            "  THEN 'policy_cancelled'"
            " WHEN min(policy.date_expiration) <= %(today)s THEN 'ended'"
            " WHEN min(LEAST(policy.date_expiration, policy.date_cancelled)"
            "  - company.coi_renewal_days) <= %(today)s THEN 'ends_soon'"
            " ELSE 'current' END AS standing"
            " FROM %(relation)s shown"
            " JOIN coi_policy policy ON policy.id = shown.%(policy)s"
            " JOIN res_company company ON company.id = policy.company_id"
            " WHERE %(condition)s"
            " GROUP BY shown.%(master)s",
            master=SQL.identifier(relation.column1),
            policy=SQL.identifier(relation.column2),
            relation=SQL.identifier(relation.relation),
            today=self.env["coi.policy"]._get_today(),
            condition=condition or SQL("TRUE"),
        )

    @api.model
    def _flush_standing(self):
        self.env["coi.policy"].flush_model(
            ["date_cancelled", "date_expiration", "company_id"]
        )
        self.env["res.company"].flush_model(["coi_renewal_days"])
        self.flush_model(["policy_ids"])

    def _get_standings(self):
        """``{page id: standing}`` of these; see ``_query_standing``."""
        column = SQL.identifier("shown", self._fields["policy_ids"].column1)
        condition = SQL("%s = ANY(%s)", column, self.ids)
        return dict(self.env.execute_query(self._query_standing(condition)))

    @api.model
    def _find_open(self, standings):
        """``{page id: standing}`` of the pages that have not just ended, of which there
        are few after some years: only those are looked at that show a policy which runs
        yet, or is canceled.

        :param standings: which are asked for; of others some may be left out
        """
        relation = self._fields["policy_ids"]
        condition = SQL(
            "shown.%(master)s IN (SELECT open.%(master)s FROM %(relation)s open"
            " JOIN coi_policy each ON each.id = open.%(policy)s WHERE %(which)s)",
            master=SQL.identifier(relation.column1),
            policy=SQL.identifier(relation.column2),
            relation=SQL.identifier(relation.relation),
            which=self._get_open_condition(standings),
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT id, standing FROM (%s) page WHERE standing != 'ended'",
                self._query_standing(condition),
            )
        )
        return dict(rows)

    @api.model
    def _get_open_condition(self, standings):
        """Condition on policies ``each``: by one of them a page stands so."""
        today = self.env["coi.policy"]._get_today()
        conditions = {
            "policy_cancelled": SQL("each.date_cancelled <= %s", today),
            "ends_soon": SQL(
                "each.date_expiration > %(today)s"
                " AND LEAST(each.date_expiration, each.date_cancelled) <= %(today)s"
                " + (SELECT max(coi_renewal_days) FROM res_company)",
                today=today,
            ),
        }
        if set(standings) <= set(conditions):
            return SQL(" OR ").join(SQL("(%s)", conditions[one]) for one in standings)
        running = SQL("each.date_expiration > %s", today)
        return SQL("%s OR %s", running, conditions["policy_cancelled"])

    @api.model
    def _query_renewed(self, pages):
        """Query of ``(page id, day)`` of those ``pages`` (a query of them) that show a
        policy of which there is a later term by now, neither archived nor canceled,
        than any the page shows; and the day on which the first of those begins."""
        self._flush_standing()
        self.env["coi.policy"].flush_model(["date_effective", "active", "series_id"])
        relation = self._fields["policy_ids"]
        return SQL(
            "SELECT seen.id, min(later.date_effective) AS day FROM ("
            " SELECT page.id, policy.series_id, max(policy.date_effective) AS day"
            " FROM (%(pages)s) page"
            " JOIN %(relation)s shown ON shown.%(master)s = page.id"
            " JOIN coi_policy policy ON policy.id = shown.%(policy)s"
            " GROUP BY page.id, policy.series_id"
            ") seen JOIN coi_policy later ON later.series_id = seen.series_id"
            " AND later.date_effective > seen.day AND later.active IS TRUE"
            " AND (later.date_cancelled IS NULL OR later.date_cancelled > %(today)s)"
            " GROUP BY seen.id",
            pages=pages,
            master=SQL.identifier(relation.column1),
            policy=SQL.identifier(relation.column2),
            relation=SQL.identifier(relation.relation),
            today=self.env["coi.policy"]._get_today(),
        )
