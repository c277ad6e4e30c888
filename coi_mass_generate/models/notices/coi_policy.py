from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..common.argument import read_date, read_flag
from ..common.door import door, one, trusted
from .coi_notice_line import TOLD, WAITING


class CoiPolicy(models.Model):
    """What holders are told of a policy's end."""

    _inherit = "coi.policy"

    notice_count = fields.Integer("Notices", compute="_compute_notice_count")
    count_untold = fields.Integer(
        "Holders Not Told",
        compute="_compute_count_untold",
        help="Holders of certificates that show this canceled policy, who were not "
        "told so, where the agency tells all.",
    )
    is_untold = fields.Boolean(
        compute="_compute_count_untold", search="_search_is_untold"
    )
    notice_serial = fields.Integer(
        readonly=True,
        default=0,
        copy=False,
        aggregator=None,
        help="How often notices of it were sent: of two who send at the same moment "
        "one waits for the other here.",
    )

    def _compute_notice_count(self):
        counts = dict(
            self.env["coi.notice"]._read_group(
                [("policy_ids", "in", self.ids), ("state", "!=", "dropped")],
                ["policy_ids"],
                ["__count"],
            )
        )
        for policy in self:
            policy.notice_count = counts.get(policy._origin, 0)

    @api.depends("date_cancelled")
    def _compute_count_untold(self):
        counts = self._origin._count_untold()
        for policy in self:
            policy.count_untold = counts.get(policy._origin.id, 0)
            policy.is_untold = bool(policy.count_untold)

    def _search_is_untold(self, operator, value):
        if operator != "in":
            return NotImplemented
        ids = list(self.search(self._get_untold_domain())._count_untold())
        found = [("id", "in" if True in value else "not in", ids)]
        return [] if {True, False} <= set(value) else found

    @api.model
    def _get_untold_domain(self):
        """Policies of agencies that tell all, canceled while certificates said that
        they would still run."""
        today = self._get_today()
        # sudo(): what the agency does for all holders.
        companies = trusted(self.env["res.company"]).search(
            [("coi_notice_practice", "=", "all"), ("id", "in", self.env.companies.ids)]
        )
        return [
            ("company_id", "in", companies.ids),
            ("date_cancelled", "<=", today),
            ("date_expiration", ">", today),
        ]

    def _count_untold(self):
        """``{id: number of holders}``, of those with any, in one query."""
        some = self.filtered_domain(self._get_untold_domain()) if self else self
        if not some:
            return {}
        for model, names in (
            ("coi.certificate", ["state", "is_kept", "holder_id", "master_id"]),
            ("coi.master", ["policy_ids"]),
            ("coi.policy", ["date_cancelled"]),
            (
                "coi.notice.line",
                ["is_over", "day", "holder_id", "policy_id", "notice_id"],
            ),
            ("coi.notice.letter", ["line_id", "delivery_id"]),
            ("coi.delivery", ["state"]),
        ):
            self.env[model].flush_model(names)
        shown = self.env["coi.master"]._fields["policy_ids"]
        rows = self.env.execute_query(
            SQL(
                "SELECT shown.%(policy)s, count(DISTINCT c.holder_id)"
                " FROM %(relation)s shown"
                " JOIN coi_certificate c ON c.master_id = shown.%(master)s"
                " JOIN coi_policy policy ON policy.id = shown.%(policy)s"
                " WHERE shown.%(policy)s = ANY(%(ids)s)"
                " AND c.state = 'issued' AND c.is_kept IS TRUE"
                " AND NOT EXISTS (SELECT 1 FROM coi_notice_line line"
                " JOIN coi_notice notice ON notice.id = line.notice_id"
                " JOIN coi_notice_letter letter ON letter.line_id = line.id"
                " JOIN coi_delivery went ON went.id = letter.delivery_id"
                " WHERE line.policy_id = shown.%(policy)s"
                " AND line.holder_id = c.holder_id AND line.is_over IS NOT TRUE"
                " AND line.day = policy.date_cancelled"
                " AND notice.kind = 'cancellation' AND went.state IN %(states)s)"
                " GROUP BY 1",
                policy=SQL.identifier(shown.column2),
                master=SQL.identifier(shown.column1),
                relation=SQL.identifier(shown.relation),
                ids=some.ids,
                states=(*TOLD, *WAITING),
            )
        )
        return dict(rows)

    @door
    def action_open_notices(self):
        """Button: what was told of this one, or is to be."""
        one(self)
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coi_mass_generate.coi_notice_action"
        )
        return {**action, "domain": [("policy_ids", "in", self.ids)]}

    def write(self, vals):
        is_end = bool({"date_cancelled", "date_pending_cancel"} & set(vals))
        days = {
            each: each._get_day_told("cancellation")
            for each in self
            if is_end and each._is_ending()
        }
        ending = self.browse().union(*days)
        result = super().write(vals)
        now = self.filtered(lambda each: is_end and each._is_ending())
        # sudo(): who may say how a policy stands, has taken back what was to tell the
        # opposite.
        notices = trusted(self.env["coi.notice"])
        if ending - now:
            notices._end_event(ending - now)
        if now - ending:
            # What an insurer said of an earlier cancellation, it did not say of this.
            past = (now - ending).filtered(lambda each: each.reinstated_on)
            past.write({"reinstated_on": False, "reinstated_gap": False})
            notices._begin_event(now - ending)
        moved = (now & ending).filtered(
            lambda each: each._get_day_told("cancellation") != days[each]
        )
        if moved:
            notices._move_event(moved)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_told(self):
        """The database would refuse too, but not in words a user understands."""
        # sudo(): another user's notices keep the policy just as well.
        notices = trusted(self.env["coi.notice"])
        if notices.search_count([("policy_ids", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "Holders were told of this policy, or are to be. Archive it "
                    "instead of deleting it."
                )
            )

    def _is_ending(self):
        self.ensure_one()
        return bool(self.date_cancelled or self.date_pending_cancel)

    def _get_day_told(self, kind):
        """The day that a notice of this kind tells of it; of a cancellation only."""
        self.ensure_one()
        if kind != "cancellation":
            return False
        return self.date_cancelled or self.date_pending_cancel

    def _fits_notice(self, kind):
        """Whether a notice of this kind would be true of it."""
        self.ensure_one()
        if kind == "cancellation":
            return self._is_ending()
        if kind == "reinstatement":
            return not self._is_ending()
        return not self._is_ending() and not self._has_next_term()

    def _has_next_term(self):
        """Whether a later term of it is there, and in force then."""
        return bool(
            # sudo(): that there is one, of a policy the user may read.
            trusted(self.env["coi.policy"]).search_count(
                [
                    ("series_id", "=", self.series_id.id),
                    ("date_effective", ">", self.date_effective),
                    ("date_cancelled", "=", False),
                ],
                limit=1,
            )
        )

    @door
    def action_notice_cancellation(self):
        """Button and mass action: whom the cancellation of these concerns."""
        return self._open_notice("cancellation")

    @door
    def action_notice_non_renewal(self):
        """Button and mass action: whom it concerns that these are not renewed."""
        return self._open_notice("non_renewal")

    def _open_notice(self, kind):
        self.check_access("read")
        return self.env["coi.notice"]._make(self, kind)._get_form_action()

    @door
    def reinstate(self, day, has_gap=False):
        """It is in force again, as its insurer has said; the door for other programs
        (RPC). Letters that say otherwise are taken back; for those that were told a
        notice is made, which is not sent yet.

        :param day: "YYYY-MM-DD", on which the insurer has reinstated it
        :param has_gap: whether there was no coverage for a time
        :returns: dict ``notice_id``, False where nobody was told
        """
        one(self)
        self.check_access("write")
        day = read_date(self.env, day, "day")
        has_gap = read_flag(self.env, has_gap, "has_gap")
        if not self._is_ending():
            raise UserError(
                self.env._(
                    "%(policy)s is neither canceled nor announced to be.",
                    policy=self.display_name,
                )
            )
        if not day:
            raise UserError(self.env._("day: give the day it was reinstated."))
        self._reinstate(day, has_gap)
        answers = self.env["coi.notice"].search(
            [
                ("kind", "=", "reinstatement"),
                ("state", "=", "draft"),
                ("policy_ids", "in", self.ids),
            ],
            limit=1,
        )
        return {"notice_id": answers.id}

    @door
    def action_reinstate(self):
        """Button: the window that asks since when it is in force again."""
        one(self)
        self.check_access("write")
        return self.env["coi.reinstate"]._open(self)

    @api.model
    def _get_notice_words(self):
        """What a notice of each kind cannot be made of, and why."""
        return {
            "cancellation": self.env._(
                "%(policy)s is neither canceled nor announced to be. Enter the date on "
                "the policy first: Canceled On, or Cancellation Announced For."
            ),
            "non_renewal": self.env._(
                "%(policy)s is canceled, or has a next term already: there is no "
                "nonrenewal to tell of."
            ),
            "reinstatement": self.env._(
                "%(policy)s is canceled, or its cancellation is announced."
            ),
        }
