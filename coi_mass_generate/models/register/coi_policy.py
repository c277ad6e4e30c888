from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ...sheets.clean.policy_options import AUTOS
from ..common.door import door, one, trusted

IN_FORCE_UNTIL_HELP = (
    "Coverage ends at 12:01 a.m. on this day: on the expiration date itself the "
    "policy is no longer in force."
)


# States a policy does not come back from.
OVER = ("cancelled", "expired")
# Rows of the page whose policies may insure only what is claimed while they run.
CLAIMS_ROWS = ("general_liability", "umbrella", "other")
# What says to which policy over the years a term belongs.
IDENTITY = {"company_id", "insured_id", "coverage_id", "name"}
# Of the fields of each group one must be filled in, or the page leaves the answer open.
TICKED = {
    "general_liability": [("claims_basis",), ("aggregate_per",)],
    "auto": [AUTOS],
    "umbrella": [("umbrella_form",), ("claims_basis",)],
    "workers_comp": [("wc_basis",), ("wc_excluded",)],
}


class CoiPolicy(models.Model):
    """One term of one policy."""

    _name = "coi.policy"
    _description = "Insurance Policy"
    _inherit = ["mail.thread"]
    _order = "date_effective desc, id desc"
    _rec_names_search = ["name", "insured_id", "insurer_id"]
    _check_company_auto = True

    name = fields.Char("Policy Number", required=True, index="trigram", tracking=True)
    insured_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    insurer_id = fields.Many2one(
        "res.partner",
        required=True,
        domain=[("coi_is_insurer", "=", True)],
        ondelete="restrict",
        tracking=True,
    )
    coverage_id = fields.Many2one(
        "coi.coverage.line",
        string="Coverage Line",
        required=True,
        ondelete="restrict",
        tracking=True,
    )
    row = fields.Selection(related="coverage_id.row")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    series_id = fields.Many2one(
        "coi.policy.series",
        string="Policy over the Years",
        index=True,
        ondelete="restrict",
        copy=False,
        help="Ties the terms of one policy together, so that interests follow it "
        "through its renewals.",
    )
    date_effective = fields.Date("Effective Date", required=True, tracking=True)
    date_expiration = fields.Date(
        "Expiration Date", required=True, tracking=True, help=IN_FORCE_UNTIL_HELP
    )
    date_cancelled = fields.Date(
        "Canceled On",
        tracking=True,
        copy=False,
        help="The first day without coverage. Empty while the policy is not canceled.",
    )
    cancellation_known = fields.Date(
        "Cancellation Known Since",
        readonly=True,
        copy=False,
        help="The day it was entered. No certificate that shows it may be dated "
        "earlier.",
    )
    active = fields.Boolean(default=True, tracking=True)
    state = fields.Selection(
        [
            ("upcoming", "Not yet effective"),
            ("active", "In force"),
            ("expired", "Expired"),
            ("cancelled", "Canceled"),
        ],
        compute="_compute_state",
        search="_search_state",
    )
    limit_ids = fields.One2many("coi.policy.limit", "policy_id", copy=True)
    limits_to_confirm = fields.Boolean(
        tracking=True,
        copy=False,
        help="Copied from another policy: not relied upon until someone has compared "
        "them with the new one.",
    )
    endorsement_ids = fields.One2many("coi.policy.endorsement", "policy_id", copy=True)

    claims_basis = fields.Selection(
        [("occurrence", "Occurrence"), ("claims_made", "Claims-made")],
        default="occurrence",
        tracking=True,
    )
    date_retroactive = fields.Date(
        "Retroactive Date",
        tracking=True,
        help="Of a claims-made policy: what happened before this day is not insured.",
    )
    full_prior_acts = fields.Boolean(
        tracking=True,
        help="Of a claims-made policy without a retroactive date: what happened at any "
        "time before is insured.",
    )
    aggregate_per = fields.Selection(
        [
            ("policy", "Policy"),
            ("project", "Project"),
            ("location", "Location"),
            ("other", "Other"),
        ],
        string="Aggregate Applies Per",
        default="policy",
        tracking=True,
    )
    aggregate_other = fields.Char("Aggregate Applies Per (Other)", tracking=True)
    auto_any = fields.Boolean("Any Auto", tracking=True)
    auto_owned = fields.Boolean("Owned Autos Only", tracking=True)
    auto_scheduled = fields.Boolean("Scheduled Autos", tracking=True)
    auto_hired = fields.Boolean("Hired Autos Only", tracking=True)
    auto_non_owned = fields.Boolean("Non-owned Autos Only", tracking=True)
    umbrella_form = fields.Selection(
        [("umbrella", "Umbrella"), ("excess", "Excess")],
        default="umbrella",
        tracking=True,
    )
    retention_kind = fields.Selection(
        [("deductible", "Deductible"), ("retention", "Retention")], tracking=True
    )
    retention_amount = fields.Monetary(tracking=True)
    wc_basis = fields.Selection(
        [("statute", "Per statute"), ("other", "Other")],
        "WC Basis",
        default="statute",
        tracking=True,
    )
    wc_excluded = fields.Selection(
        [("no", "No"), ("yes", "Yes")],
        string="Owners / Officers Excluded",
        default="no",
        tracking=True,
        help="Whether a proprietor, partner, officer or member is excluded.",
    )

    _dates_in_order = models.Constraint(
        "CHECK (date_expiration > date_effective)",
        "A policy must expire after it takes effect. Check the two dates.",
    )
    _one_retroactive_date = models.Constraint(
        "CHECK (date_retroactive IS NULL OR full_prior_acts IS NOT TRUE)",
        "A policy has a retroactive date or full prior acts, never both.",
    )
    _number_unique = models.UniqueIndex(
        "(company_id, insured_id, coverage_id, name, date_effective)",
        "This insured already has a policy of this line with this number and "
        "effective date.",
    )

    @api.depends("name", "coverage_id.display_name")
    @api.depends_context("coi_short", "lang")
    def _compute_display_name(self):
        for policy in self:
            parts = (policy.coverage_id.display_name, policy.name)
            policy.display_name = " ".join(part for part in parts if part)

    @api.depends("date_effective", "date_expiration", "date_cancelled")
    @api.depends_context("tz", "uid")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for policy in self:
            policy.state = policy._get_state_on(today)

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return Domain.OR(self._get_state_domain(state, today) for state in value)

    @api.model
    def _get_state_domain(self, state, day):
        """Domain of the policies that are in ``state`` on ``day``."""
        cancelled = Domain("date_cancelled", "<=", day)
        running = Domain("date_cancelled", "=", False) | Domain(
            "date_cancelled", ">", day
        )
        domains = {
            "cancelled": cancelled,
            "upcoming": running & Domain("date_effective", ">", day),
            "expired": running & Domain("date_expiration", "<=", day),
            "active": running
            & Domain("date_effective", "<=", day)
            & Domain("date_expiration", ">", day),
        }
        return domains.get(state, Domain.FALSE)

    def _get_state_on(self, day):
        """This policy's state on ``day`` (a date); False while a date is missing."""
        self.ensure_one()
        if not (self.date_effective and self.date_expiration):
            return False
        if self.date_cancelled and self.date_cancelled <= day:
            return "cancelled"
        if self.date_effective > day:
            return "upcoming"
        return "active" if self.date_expiration > day else "expired"

    def _get_standing(self, day, today):
        """Whether a certificate dated ``day`` may show this policy, as known ``today``.

        No certificate is dated back to before an end that is known: it would claim to
        have been made when nobody knew better.

        :returns: "active" or "upcoming", as the policy stands on ``day``: it may;
            "archived", "cancelled" or "expired": it may not; False while a date is
            missing
        """
        self.ensure_one()
        if not self.active:
            return "archived"
        latest = self._get_state_on(max(day, today))
        return latest if latest in OVER else self._get_state_on(day)

    @api.model
    def _get_showable_domain(self, day, today):
        """Domain of the policies whose ``_get_standing`` lets them be shown."""
        begun = Domain.OR(
            self._get_state_domain(state, max(day, today))
            for state in ("active", "upcoming")
        )
        return begun & Domain("active", "=", True)

    def _get_end(self):
        """The first day without cover."""
        self.ensure_one()
        if self.date_cancelled:
            return min(self.date_cancelled, self.date_expiration)
        return self.date_expiration

    def _is_claims_made(self):
        """Whether it insures what is claimed while it runs, and its page says so."""
        self.ensure_one()
        return self.claims_basis == "claims_made" and self.row in CLAIMS_ROWS

    @api.onchange("date_effective")
    def _onchange_date_effective(self):
        if self.date_effective and not self.date_expiration:
            self.date_expiration = self.date_effective + relativedelta(years=1)

    @api.onchange("full_prior_acts")
    def _onchange_full_prior_acts(self):
        if self.full_prior_acts:
            self.date_retroactive = False

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        policies._tie_to_series()
        policies._mark_contacts()
        policies.filtered("date_cancelled")._note_cancellation()
        return policies

    def copy_data(self, default=None):
        """What is copied nobody has seen on the new policy yet."""
        vals_list = super().copy_data(default)
        for vals in vals_list:
            vals.setdefault("limits_to_confirm", bool(vals.get("limit_ids")))
            for _command, _id, endorsement in vals.get("endorsement_ids") or ():
                endorsement["to_confirm"] = True
        return vals_list

    def write(self, vals):
        is_end = "date_cancelled" in vals
        ends = {each: each.date_cancelled for each in self} if is_end else {}
        # No context of a caller keeps a change out of the log.
        logged = self.with_context(tracking_disable=False, mail_notrack=False)
        result = super(CoiPolicy, logged).write(vals)
        moved = [each for each, end in ends.items() if each.date_cancelled != end]
        self.browse(each.id for each in moved)._note_cancellation()
        if {"insured_id", "insurer_id"} & set(vals):
            self._mark_contacts()
        if IDENTITY & set(vals) and "series_id" not in vals:
            tied = self.filtered("series_id")
            for series, terms in tied.grouped("series_id").items():
                series._follow(terms)
        return result

    @api.model
    def _get_today(self):
        """The user's day, on which what is entered becomes known."""
        return fields.Date.context_today(self)

    def _note_cancellation(self):
        """Remember since when it is known that these end as they do."""
        ending = self.filtered("date_cancelled")
        for policies, day in ((ending, self._get_today()), (self - ending, False)):
            if policies:
                policies.write({"cancellation_known": day})

    def _mark_contacts(self):
        (self.insured_id | self.insurer_id)._coi_check_seen()
        self.insured_id._coi_mark("coi_is_insured")
        self.insurer_id._coi_mark("coi_is_insurer")

    def _tie_to_series(self):
        """Give every new policy the series of its number, or one of its own."""
        untied = self.filtered(lambda policy: not policy.series_id)
        groups = untied.grouped(lambda policy: policy._get_identity())
        found = untied._find_all_series()
        new = [policies[0] for key, policies in groups.items() if key not in found]
        # sudo(): a series holds nothing of its own, only what the policy, whose
        # creation was just allowed, says.
        series = trusted(self.env["coi.policy.series"]).create(
            [policy._prepare_series_vals() for policy in new]
        )
        for policy, own in zip(new, series, strict=True):
            found[policy._get_identity()] = own
        for key, policies in groups.items():
            policies.series_id = found[key]

    def _get_identity(self):
        """What terms of one policy have in common."""
        return (*self._get_owner(), self.coverage_id.id, self.name)

    def _find_all_series(self):
        """{identity: series} of terms of these policies' numbers, in one query."""
        if not self:
            return {}
        terms = self.with_context(active_test=False).search(
            [
                ("series_id", "!=", False),
                ("company_id", "in", self.company_id.ids),
                ("insured_id", "in", self.insured_id.ids),
                ("name", "in", list(set(self.mapped("name")))),
            ]
        )
        found = {}
        for term in terms:
            found.setdefault(term._get_identity(), term.series_id)
        return found

    @api.model
    def _find_series(self, policy):
        """The series of other terms of its number."""
        return (
            self.with_context(active_test=False)
            .search(
                [
                    # Of terms entered together some have no series yet.
                    ("series_id", "!=", False),
                    ("series_id", "!=", policy.series_id.id),
                    ("company_id", "=", policy.company_id.id),
                    ("insured_id", "=", policy.insured_id.id),
                    ("coverage_id", "=", policy.coverage_id.id),
                    ("name", "=", policy.name),
                ],
                limit=1,
            )
            .series_id
        )

    def _get_owner(self):
        """Ids of the company and of the insured whose policy it is."""
        return self.company_id.id, self.insured_id.id

    def _prepare_series_vals(self):
        return {
            "insured_id": self.insured_id.id,
            "coverage_id": self.coverage_id.id,
            "company_id": self.company_id.id,
        }

    @door("coi_mending")
    def action_renew(self):
        """Open the next term: a copy that starts when this one ends, or the one that is
        there already."""
        one(self)
        renewal = self.series_id and self._find_next() or self._make_next()
        if self.env.context.get("coi_mending"):
            return renewal._get_renewed_message()
        return renewal._get_form_action()

    def _find_next(self):
        """The term that follows this one; first one that is not archived."""
        later = self.with_context(active_test=False).search(
            [
                ("series_id", "=", self.series_id.id),
                ("date_effective", ">=", self.date_expiration),
            ],
            order="active desc, date_effective, id",
            limit=1,
        )
        return later.with_env(self.env)

    def _make_next(self):
        length = relativedelta(self.date_expiration, self.date_effective)
        return self.copy(
            {
                "series_id": self.series_id.id,
                "date_effective": self.date_expiration,
                "date_expiration": self.date_expiration + length,
            }
        )

    def _get_renewed_message(self):
        """Instead of the new term's form, which would close the wizard beneath."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(policy)s is renewed until %(day)s. Confirm its limits and "
                    "endorsements.",
                    policy=self.display_name,
                    day=format_date(self.env, self.date_expiration),
                ),
            },
        }

    def _get_form_action(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
