from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import SQL

from ..common.door import clean
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

    @api.depends("last_certificate_id", "active", "renewal", "valid_until")
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
            interest.is_renewed_since = found and interest._receives_renewals()

    def _receives_renewals(self):
        """Whether it is listed, gets certificates of new terms, and has not ended."""
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
        """By the pages that show an earlier term, of which there are few."""
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        pages = self.env["coi.master"]._find_renewed()
        certificates = self.env["coi.certificate"]

        # The last of each, whatever it shows; then whether its page is one of those.
        def to_sql(_model, alias, _query):
            return SQL(
                "%(id)s IN (SELECT last.interest_id FROM ("
                " SELECT DISTINCT ON (%(interest)s) %(interest)s AS interest_id,"
                "  %(master)s AS master_id FROM coi_certificate each"
                "  WHERE %(state)s = 'issued' AND %(kept)s IS TRUE"
                "  ORDER BY %(interest)s, each.id DESC"
                ") last WHERE last.master_id = ANY(%(pages)s))",
                id=SQL.identifier(alias, "id"),
                interest=certificates._field_to_sql("each", "interest_id"),
                master=certificates._field_to_sql("each", "master_id"),
                state=certificates._field_to_sql("each", "state"),
                kept=certificates._field_to_sql("each", "is_kept"),
                pages=pages,
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
