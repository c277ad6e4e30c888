from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import SQL

from ..common.door import clean
from ..register.coi_interest_renewal import get_last_day
from .coi_certificate import STANDINGS


class CoiAdditionalInterest(models.Model):
    """What became of an interest's policies since it got its last certificate.

    For agencies that prepare no renewals: whoever has a certificate of a term that has
    a later one by now is found by a single query, from whatever day that is.
    """

    _inherit = "coi.additional.interest"

    last_certificate_id = fields.Many2one(
        "coi.certificate",
        compute="_compute_last_certificate_id",
        help="The latest that is kept and valid.",
    )
    last_standing = fields.Selection(
        STANDINGS, "Standing of the Last", compute="_compute_later_policies"
    )
    later_policy_ids = fields.Many2many(
        "coi.policy",
        string="Renewed Policies",
        compute="_compute_later_policies",
        help="Later terms of the policies that the last certificate shows.",
    )
    later_text = fields.Char("Renewed", compute="_compute_later_policies")
    is_renewed_since = fields.Boolean(
        "Renewed Since Sent",
        compute="_compute_later_policies",
        search="_search_is_renewed_since",
        help="A policy that the last certificate shows has a later term by now, and "
        "this holder receives renewals.",
    )

    @api.depends("certificate_ids.state", "certificate_ids.is_kept")
    def _compute_last_certificate_id(self):
        # What callers may decide is not what is counted.
        groups = clean(self.env["coi.certificate"])._read_group(
            [
                ("interest_id", "in", self.ids),
                ("state", "=", "issued"),
                ("is_kept", "=", True),
            ],
            ["interest_id"],
            ["id:max"],
        )
        last = {interest.id: number for interest, number in groups}
        for interest in self:
            interest.last_certificate_id = last.get(interest._origin.id)

    @api.depends(
        "last_certificate_id", "active", "renewal", "valid_until", "tail_until"
    )
    @api.depends_context("tz", "uid", "lang")
    def _compute_later_policies(self):
        shown = self.last_certificate_id.policy_ids
        later = shown._get_later_terms()
        for interest in self:
            policies = interest.last_certificate_id.policy_ids
            found = policies._select_later(later)
            interest.last_standing = interest.last_certificate_id.standing
            interest.later_policy_ids = found
            interest.later_text = found._say_terms()
            interest.is_renewed_since = found and interest._receives(found)

    def _receives(self, terms):
        """Whether it is listed, gets certificates of new terms, and does not end before
        the first of ``terms`` begins."""
        last_day = get_last_day(self)
        if last_day and last_day < min(terms.mapped("date_effective")):
            return False
        return bool(self.filtered_domain(self._get_receiving_domain()))

    @api.model
    def _get_receiving_domain(self):
        today = self.env["coi.policy"]._get_today()
        return (
            Domain("active", "=", True)
            & Domain("renewal", "!=", "no")
            & (
                Domain("valid_until", "=", False)
                | Domain("valid_until", ">=", today)
                | Domain("tail_until", ">=", today)
            )
        )

    def _search_is_renewed_since(self, operator, value):
        """By the last certificate of each, and the pages of those."""
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        self.env["coi.certificate"].flush_model(
            ["interest_id", "master_id", "state", "is_kept"]
        )
        self.flush_model(["valid_until", "tail_until"])
        query = SQL(
            "WITH last AS MATERIALIZED ("
            " SELECT DISTINCT ON (interest_id) interest_id, master_id"
            " FROM coi_certificate WHERE state = 'issued' AND is_kept IS TRUE"
            " ORDER BY interest_id, id DESC"
            ") SELECT last.interest_id, page.day FROM last"
            " JOIN (%s) page ON page.id = last.master_id",
            self.env["coi.master"]._query_renewed(
                SQL("SELECT DISTINCT master_id AS id FROM last")
            ),
        )

        def to_sql(_model, alias, _query):
            return SQL(
                "EXISTS (SELECT 1 FROM (%(query)s) late"
                " WHERE late.interest_id = %(id)s AND (%(end)s IS NULL"
                " OR GREATEST(%(end)s, %(tail)s) >= late.day))",
                query=query,
                id=SQL.identifier(alias, "id"),
                end=SQL.identifier(alias, "valid_until"),
                tail=SQL.identifier(alias, "tail_until"),
            )

        return self._get_receiving_domain() & Domain.custom(to_sql=to_sql)

    def _show_again(self, own, series, both):
        """Be shown ``own``, which continues ``series`` no longer.

        :param both: whether it was shown ``series`` besides, and still is
        """
        commands = [Command.link(own.id)]
        if not both:
            commands.append(Command.unlink(series.id))
        self.write({"series_ids": commands})
