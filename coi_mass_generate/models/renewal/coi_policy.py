from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ..common.door import clean, door, one, trusted

# A new term seldom takes effect on the very day the old one ends.
NEAR = timedelta(days=5)


class CoiPolicy(models.Model):
    """Which policy continues another, though insurer and number are new.

    Interests are tied to a policy over the years. A new term of the same number joins
    it by itself; one of another insurer does when somebody says so, and leaves it again
    when that was a mistake. And who holds a certificate that shows it.
    """

    _inherit = "coi.policy"

    continues_id = fields.Many2one(
        "coi.policy",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The policy that this one continues though its number is another one: "
        "holders who are shown the one are shown the other.",
    )
    # {id of an interest that was shown this policy before it continued the other:
    # whether it was shown that one as well}
    continues_interests = fields.Json(
        readonly=True, copy=False, groups=fields.NO_ACCESS
    )
    previous_id = fields.Many2one(
        "coi.policy", "Previous Term", compute="_compute_neighbors"
    )
    next_id = fields.Many2one("coi.policy", "Next Term", compute="_compute_neighbors")
    suggested_id = fields.Many2one(
        "coi.policy",
        "May Continue",
        compute="_compute_suggested_id",
        help="A policy of another number that ends as this one begins, and has no "
        "later term.",
    )
    paper_count = fields.Integer(
        "Who Holds Paper",
        compute="_compute_paper_count",
        help="Valid certificates that show this policy.",
    )

    @api.constrains("continues_id")
    def _check_continues_id(self):
        # sudo(): what it continues is compared, and told to nobody.
        for policy in trusted(self).filtered("continues_id"):
            if policy.series_id != policy.continues_id.series_id:
                raise ValidationError(
                    self.env._(
                        "%(policy)s is not tied to the policy it would continue: "
                        "choose that on its form instead.",
                        policy=policy.display_name,
                    )
                )

    # --------------------------------------------------------------------- to find

    def _get_later_terms(self):
        """``{policy: its later terms}``, the next first: those of the same policy over
        the years that are neither archived nor over by cancellation."""
        today = self._get_today()
        running = Domain("date_cancelled", "=", False) | Domain(
            "date_cancelled", ">", today
        )
        terms = self.search(
            running
            & Domain("series_id", "in", self.series_id.ids)
            & Domain("active", "=", True),
            order="date_effective, id",
        )
        by_series = terms.grouped("series_id")
        empty = self.browse()
        return {
            policy: by_series.get(policy.series_id, empty).filtered(
                lambda term, policy=policy: policy._is_before(term)
            )
            for policy in self
        }

    @api.depends(
        "series_id.policy_ids.date_effective",
        "series_id.policy_ids.date_cancelled",
        "series_id.policy_ids.active",
    )
    @api.depends_context("tz", "uid")
    def _compute_neighbors(self):
        stored = self._origin
        later, earlier = stored._get_later_terms(), stored._get_earlier_terms()
        none = self.browse()
        for policy in self:
            policy.previous_id = earlier.get(policy._origin, none)[:1]
            policy.next_id = later.get(policy._origin, none)[:1]

    def _get_earlier_terms(self):
        """``{policy: its earlier terms}``, the last first, archived ones as well."""
        terms = self.with_context(active_test=False).search(
            [("series_id", "in", self.series_id.ids)],
            order="date_effective desc, id desc",
        )
        by_series = terms.with_env(self.env).grouped("series_id")
        return {
            policy: by_series.get(policy.series_id, self.browse()).filtered(
                lambda term, policy=policy: term._is_before(policy)
            )
            for policy in self
        }

    @api.depends("insured_id", "coverage_id", "date_effective", "series_id")
    def _compute_suggested_id(self):
        for policy in self:
            stored = policy._origin
            policy.suggested_id = stored and stored._suggest_expiring()[:1]

    def _suggest_expiring(self):
        """The policies this one may continue, the nearest first."""
        self.ensure_one()
        near = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("insured_id", "=", self.insured_id.id),
                ("coverage_id", "=", self.coverage_id.id),
                ("date_effective", "<", self.date_effective),
            ]
        )
        suggested = near._suggest_next()
        found = near.filtered(lambda each: self in suggested[each])
        return found.sorted(lambda each: each._get_distance(self))

    def _is_before(self, term):
        """Whether ``term`` takes effect later than this one."""
        return self.date_effective < term.date_effective

    def _select_later(self, later):
        """The later terms of these that are later than all of these of their policy.

        :param later: what ``_get_later_terms`` says of them
        """
        found = self.browse()
        for terms in self.grouped("series_id").values():
            found |= later[terms.sorted("date_effective")[-1]]
        return found

    def _say_terms(self):
        """ "Auto AU-200 from 01/31/2027", for a cell of a list."""
        short = self.with_context(coi_short=True)
        return "; ".join(
            self.env._(
                "%(policy)s from %(day)s",
                policy=each.display_name,
                day=format_date(self.env, each.date_effective),
            )
            for each in short
        )

    def _suggest_next(self):
        """``{policy: those that may continue it}``, the nearest first: of the same
        insured and line, about as it ends, and a continuation of nothing else.

        One that has a later term already needs none.
        """
        later = self._get_later_terms()
        waiting = self.filtered(lambda policy: not later[policy])
        candidates = waiting._search_candidates()
        return {
            policy: candidates.filtered(
                lambda each, policy=policy: policy._may_be_continued_by(each)
            ).sorted(lambda each, policy=policy: policy._get_distance(each))
            for policy in self
        }

    def _search_candidates(self):
        """Policies that take effect about as one of these ends, and have no earlier
        term."""
        if not self:
            return self
        ends = self.mapped(lambda policy: policy._get_end())
        found = self.search(
            [
                ("company_id", "in", self.company_id.ids),
                ("insured_id", "in", self.insured_id.ids),
                ("coverage_id", "in", self.coverage_id.ids),
                ("date_effective", ">=", min(ends) - NEAR),
                ("date_effective", "<=", max(ends) + NEAR),
                ("date_cancelled", "=", False),
            ]
        )
        return found._filter_first()

    def _filter_first(self):
        """Those of these that are the first term of their policy over the years."""
        firsts = dict(
            self.with_context(active_test=False)._read_group(
                [("series_id", "in", self.series_id.ids)],
                ["series_id"],
                ["date_effective:min"],
            )
        )
        return self.filtered(
            lambda policy: firsts.get(policy.series_id) == policy.date_effective
        )

    def _may_be_continued_by(self, other):
        return (
            self._get_owner() == other._get_owner()
            and self.coverage_id == other.coverage_id
            and self.series_id != other.series_id
            and self._is_before(other)
            and abs(other.date_effective - self._get_end()) <= NEAR
        )

    def _get_distance(self, other):
        """How far ``other`` is from continuing this one, to be compared."""
        return abs(other.date_effective - self._get_end()), other.id

    # ---------------------------------------------------------------------- to say

    def _continue(self, expiring, reason=""):
        """Let this policy be the next term of ``expiring``: who is shown the one is
        shown the other.

        :param reason: why, where their coverage lines differ
        :raises UserError: in words
        """
        self.ensure_one()
        if not expiring:
            raise UserError(
                self.env._(
                    "Choose the policy that %(policy)s continues.",
                    policy=self.display_name,
                )
            )
        if self.series_id == expiring.series_id and self != expiring:
            return
        self._check_continues(expiring, reason)
        # sudo(): a series holds nothing of its own, only what its policies say, of
        # which the user may change both.
        term = trusted(self).with_context(active_test=False)
        own, series = term.series_id, trusted(expiring.series_id)
        both = {each.id: series in each.series_ids for each in own._search_tied()}
        own._join(series, own.policy_ids)
        term.write({"continues_id": expiring.id, "continues_interests": both})
        series._take_line()
        self._tell_of_continuing(expiring, reason)

    def _check_continues(self, expiring, reason):
        self.check_access("write")
        expiring.check_access("write")
        names = {"policy": self.display_name, "expiring": expiring.display_name}
        self._check_follows(expiring)
        if not self._filter_first():
            raise UserError(
                self.env._(
                    "%(policy)s already continues another policy. End that first.",
                    **names,
                )
            )
        if self.coverage_id != expiring.coverage_id and not reason:
            raise UserError(
                self.env._(
                    "%(policy)s is of another coverage line than %(expiring)s. Give "
                    "the reason why it continues it.",
                    **names,
                )
            )

    def _check_follows(self, expiring):
        """Refuse what can never be a later term of ``expiring``."""
        names = {"policy": self.display_name, "expiring": expiring.display_name}
        if self._get_owner() != expiring._get_owner():
            raise UserError(
                self.env._(
                    "%(policy)s cannot continue %(expiring)s: it is a policy of "
                    "another insured or company.",
                    **names,
                )
            )
        if not expiring._is_before(self):
            raise UserError(
                self.env._(
                    "%(policy)s cannot continue %(expiring)s: it does not take effect "
                    "later.",
                    **names,
                )
            )

    def _tell_of_continuing(self, expiring, reason):
        """In the log of both."""
        said = {
            "policy": self.display_name,
            "insurer": self.insurer_id.display_name,
            "day": format_date(self.env, self.date_effective),
            "expiring": expiring.display_name,
            "reason": reason,
        }
        bodies = {
            self.id: self.env._(
                "Continues %(expiring)s: holders who are shown that policy are shown "
                "this one. %(reason)s",
                **said,
            ),
            expiring.id: self.env._(
                "Continued by %(policy)s of %(insurer)s from %(day)s on. %(reason)s",
                **said,
            ),
        }
        self._log_each(bodies)

    def _end_continuing(self):
        """Let this policy be one of its own again, and whoever was shown it before be
        shown just it.

        Later terms of it go along.
        """
        self.ensure_one()
        self.check_access("write")
        expiring = self.continues_id
        if not expiring:
            raise UserError(
                self.env._(
                    "%(policy)s does not continue a policy of another number.",
                    policy=self.display_name,
                )
            )
        # sudo(): see _continue().
        term = trusted(self).with_context(active_test=False)
        series, both = term.series_id, term.continues_interests or {}
        own = series.create(term._prepare_series_vals())
        term._get_leaving().series_id = own
        for interest in series._search_tied():
            was_shown_both = both.get(str(interest.id))
            if was_shown_both is not None:
                interest._show_again(own, series, was_shown_both)
        term.write({"continues_id": False, "continues_interests": False})
        series._take_line()
        self._tell_of_end(expiring)

    def _get_leaving(self):
        """This one and all later terms that follow it, and no other that continues the
        same."""
        others = self.series_id.policy_ids - self
        is_alone = self.continues_id not in others.continues_id
        leaving = self
        later = others.filtered(lambda term: self._is_before(term))
        for term in later.sorted("date_effective"):
            if term.continues_id:
                goes = term.continues_id in leaving
            else:
                goes = is_alone or term.name in leaving.mapped("name")
            leaving += term if goes else self.browse()
        return leaving

    def _tell_of_end(self, expiring):
        bodies = {
            self.id: self.env._(
                "No longer continues %(expiring)s.", expiring=expiring.display_name
            ),
            expiring.id: self.env._(
                "No longer continued by %(policy)s.", policy=self.display_name
            ),
        }
        self._log_each(bodies)

    @api.model
    def _log_each(self, bodies):
        """:param bodies: text by id of a policy"""
        stripped = {number: body.strip() for number, body in bodies.items()}
        self.browse(stripped)._message_log_batch(stripped)

    # ------------------------------------------------------------------------ doors

    @door
    def action_continue(self):
        """Button: ask which policy this one continues."""
        one(self)
        self.check_access("write")
        return self.env["coi.policy.continue"]._open(self)

    @door
    def action_end_continuing(self):
        """Button: this policy continues no other any more."""
        one(self)
        self._end_continuing()
        return self._get_form_action()

    # ------------------------------------------------------------- who holds paper

    @api.depends_context("uid")
    def _compute_paper_count(self):
        # Counted is what the list opens with.
        counts = {}
        if self.env["coi.certificate"].has_access("read"):
            counts = clean(self)._count_shown(self._origin.ids)
        for policy in self:
            policy.paper_count = counts.get(policy._origin.id, 0)

    def _get_papers_domain(self):
        """All that were issued and show one of these, whatever became of them."""
        return Domain("master_id.policy_ids", "in", self.ids) & Domain(
            "is_kept", "=", True
        )

    @door
    def get_papers(self):
        """How many certificates show this policy, by how they stand today.

        :returns: ``{"counts": {standing: number}, "domain": domain}`` of all that were
            issued, to be searched or exported by
        """
        one(self)
        self.check_access("read")
        domain = list(self._get_papers_domain())
        groups = self.env["coi.certificate"]._read_group(
            domain, ["standing"], ["__count"]
        )
        return {"counts": dict(groups), "domain": domain}

    @door
    def action_open_papers(self):
        """Button: the certificates that show this policy, by how they stand."""
        one(self)
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coi_mass_generate.coi_papers_action"
        )
        return {
            **action,
            "name": self.env._("Who Holds Paper: %(policy)s", policy=self.name),
            "domain": list(self._get_papers_domain()),
        }
