from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..common.door import clean, trusted
from ..delivery.channels import CHANNELS, USUAL

STANDINGS = [
    ("current", "Current"),
    ("ends_soon", "Ends soon"),
    ("ended", "Ended"),
    ("policy_cancelled", "Policy canceled"),
    ("renewed", "Renewed"),
    ("superseded", "Superseded"),
    ("withdrawn", "Canceled"),
]
# What the certificate itself says, whatever became of its policies.
BY_STATE = {"superseded": "superseded", "withdrawn": "cancelled"}
# What its page says, by its policies.
BY_PAGE = frozenset(("current", "ends_soon", "ended", "policy_cancelled"))


class CoiCertificate(models.Model):
    """How a certificate stands today: what a holder who has it may rely on.

    Never stored: it follows from dates, and nothing has to run at night to keep it
    true.
    """

    _inherit = "coi.certificate"

    renewed_by_ids = fields.One2many("coi.certificate", "renews_id", readonly=True)
    standing = fields.Selection(
        STANDINGS,
        compute="_compute_standing",
        search="_search_standing",
        help="Ends soon: the first of the policies it shows ends within the days of "
        "the settings. Ended, or policy canceled: one of them is over. Renewed: a "
        "certificate of the new term was issued.",
    )
    # Few at any time, of which nobody wants to go through all others.
    _by_other_state = models.Index("(state, id) WHERE state != 'issued'")
    # The last valid one of each interest, and what it is drawn on.
    _last_by_interest = models.Index(
        "(interest_id, id DESC) INCLUDE (master_id)"
        " WHERE state = 'issued' AND is_kept IS TRUE"
    )

    goes_by = fields.Selection(
        CHANNELS,
        compute="_compute_goes_by",
        help="How the holder gets its certificates.",
    )

    @api.depends(
        "state",
        "master_id",
        "policy_ids.date_expiration",
        "policy_ids.date_cancelled",
        "company_id.coi_renewal_days",
        "renewed_by_ids.state",
        "renewed_by_ids.is_kept",
    )
    @api.depends_context("tz", "uid")
    def _compute_standing(self):
        pages = self.master_id._get_standings()
        renewed = self._get_renewed_ids()
        by_state = {state: standing for standing, state in BY_STATE.items()}
        for certificate in self:
            standing = by_state.get(certificate.state)
            if not standing and certificate.id in renewed:
                standing = "renewed"
            page = pages.get(certificate.master_id.id, "ended")
            certificate.standing = standing or page

    def _get_renewed_ids(self):
        """Ids of those of these that a valid certificate renews."""
        # What callers may decide is not what is counted.
        renewals = clean(self).search_fetch(
            [
                ("renews_id", "in", self.ids),
                ("state", "=", "issued"),
                ("is_kept", "=", True),
            ],
            ["renews_id"],
        )
        return set(renewals.renews_id.ids)

    @api.depends("interest_id.channel", "holder_id.coi_channel")
    def _compute_goes_by(self):
        # sudo(): whoever reads a certificate is told how it goes.
        for certificate in trusted(self):
            own = certificate.interest_id.channel
            channel = own or certificate.holder_id.coi_channel or USUAL
            certificate.goes_by = channel

    # ------------------------------------------------------------------- to search

    def _search_standing(self, operator, value):
        """By its pages, of which there are few; then by an index of certificates."""
        if operator != "in":
            return NotImplemented
        wanted = set(value)
        found = [
            Domain("state", "=", state)
            for standing, state in BY_STATE.items()
            if standing in wanted
        ]
        issued = Domain("state", "=", "issued")
        if "renewed" in wanted:
            found.append(issued & self._search_renewed())
        pages = wanted & BY_PAGE
        if pages:
            not_renewed = self._search_renewed(is_there=False)
            found.append(issued & not_renewed & self._search_pages(pages))
        return Domain.OR(found)

    @api.model
    def _search_pages(self, standings):
        """Certificates whose page stands in one of ``standings``: where "ended", as
        most do, is among them, those whose page stands in none of the others."""
        is_in = "ended" not in standings
        found = self.env["coi.master"]._find_open(standings)
        pages = [
            page_id
            for page_id, standing in found.items()
            if (standing in standings) == is_in
        ]

        # As one value: a list of a hundred thousand would be as many.
        def to_sql(model, alias, _query):
            return SQL(
                "%s = ANY(%s)" if is_in else "%s != ALL(%s)",
                model._field_to_sql(alias, "master_id"),
                pages,
            )

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _search_renewed(self, is_there=True):
        """Those that a valid certificate renews, or none."""

        def to_sql(model, alias, _query):
            return SQL(
                "%s (SELECT 1 FROM coi_certificate renewal WHERE %s = %s"
                " AND %s = 'issued' AND %s IS TRUE)",
                SQL("EXISTS") if is_there else SQL("NOT EXISTS"),
                model._field_to_sql("renewal", "renews_id"),
                SQL.identifier(alias, "id"),
                model._field_to_sql("renewal", "state"),
                model._field_to_sql("renewal", "is_kept"),
            )

        return Domain.custom(to_sql=to_sql)

    # -------------------------------------------------------------------- to group

    def _field_to_sql(self, alias, field_expr, query=None):
        """``standing`` in a query, to group by it."""
        if field_expr != "standing" or query is None:
            return super()._field_to_sql(alias, field_expr, query)
        page = query.make_alias(alias, "standing")
        query.add_join(
            "LEFT JOIN",
            page,
            SQL("(%s)", self.env["coi.master"]._query_standing()),
            SQL(
                "%s = %s",
                self._field_to_sql(alias, "master_id", query),
                SQL.identifier(page, "id"),
            ),
        )
        renewal = query.make_alias(alias, "renewal")
        query.add_join(
            "LEFT JOIN",
            renewal,
            SQL(
                "(SELECT DISTINCT renews_id FROM coi_certificate WHERE renews_id IS"
                " NOT NULL AND state = 'issued' AND is_kept IS TRUE)"
            ),
            SQL(
                "%s = %s",
                SQL.identifier(alias, "id"),
                SQL.identifier(renewal, "renews_id"),
            ),
        )
        self.flush_model(["renews_id", "state", "is_kept"])
        return SQL(
            "CASE %(state)s WHEN 'superseded' THEN 'superseded'"
            " WHEN 'cancelled' THEN 'withdrawn'"
            " ELSE CASE WHEN %(renewed)s IS NOT NULL THEN 'renewed'"
            " ELSE COALESCE(%(page)s, 'ended') END END",
            state=self._field_to_sql(alias, "state", query),
            renewed=SQL.identifier(renewal, "renews_id"),
            page=SQL.identifier(page, "standing"),
        )
