from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..common.argument import read_choice, read_record, read_text
from ..common.coi_bulk import is_own
from ..common.door import door, one, trusted
from .coi_renewal import OVER

# What its user decides.
DECIDED = {"decision", "next_id", "reason"}


class CoiRenewalPolicy(models.Model):
    """What becomes of one policy that ends: the term that follows it, if any."""

    _name = "coi.renewal.policy"
    _description = "Policy in a Renewal"
    _order = "renewal_id, policy_id"
    _rec_name = "policy_id"

    renewal_id = fields.Many2one(
        "coi.renewal", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    insured_id = fields.Many2one(related="renewal_id.insured_id")
    state = fields.Selection(related="renewal_id.state")
    policy_id = fields.Many2one(
        "coi.policy",
        "Ending Policy",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    insurer_id = fields.Many2one(related="policy_id.insurer_id", string="Insurer")
    date_expiration = fields.Date(related="policy_id.date_expiration")
    decision = fields.Selection(
        [
            ("open", "To decide"),
            ("next", "Renewed"),
            ("waiting", "Not renewed yet"),
            ("not_renewed", "Will not be renewed"),
        ],
        required=True,
        default="open",
    )
    next_id = fields.Many2one(
        "coi.policy",
        "Continued By",
        index="btree_not_null",
        ondelete="set null",
        domain="[('insured_id', '=', insured_id), ('company_id', '=', company_id),"
        " ('id', '!=', policy_id)]",
        help="The policy that takes its place: the next term, also with another "
        "insurer.",
    )
    next_insurer_id = fields.Many2one(related="next_id.insurer_id", string="By Insurer")
    next_effective = fields.Date(related="next_id.date_effective")
    limits_to_confirm = fields.Boolean(related="next_id.limits_to_confirm")
    endorsements_to_confirm = fields.Boolean(related="next_id.endorsements_to_confirm")
    is_suggested = fields.Boolean(
        "Suggested",
        readonly=True,
        help="Found by coverage line and dates; it counts once it is accepted.",
    )
    reason = fields.Char(
        help="Why another coverage line takes its place, or why it is not renewed."
    )

    _policy_once = models.UniqueIndex("(renewal_id, policy_id)")

    def write(self, vals):
        if self.env.su or is_own(self):
            return super().write(vals)
        if set(vals) - DECIDED:
            raise AccessError(self.env._("Only what becomes of a policy is decided."))
        for row in self:
            row._check_open()
            row._decide(dict(vals))
        return True

    def _check_open(self):
        self.check_access("write")
        if self.renewal_id.state in OVER:
            raise UserError(
                self.env._(
                    "%(renewal)s is over. Reopen it to decide again.",
                    renewal=self.renewal_id.display_name,
                )
            )

    def _decide(self, vals):
        """Take what the user says, and let the policies say so, too."""
        reason = read_text(self.env, vals.get("reason", self.reason), "reason", 500)
        next_id = vals.get("next_id", self.next_id.id)
        following = read_record(self.env, "coi.policy", next_id, "next_id")
        decision = self._read_decision(vals, following)
        if decision == "next" and not following:
            raise UserError(
                self.env._(
                    "Choose which policy continues %(policy)s, or decide that it is "
                    "not renewed, or not yet.",
                    policy=self.policy_id.display_name,
                )
            )
        if decision == "next":
            self._tie(following, reason)
        elif self.decision == "next":
            self._untie()
        if decision != "next" and "next_id" not in vals:
            following = following.browse()
        self._record(
            {
                "decision": decision,
                "next_id": following.id,
                "reason": reason or False,
                "is_suggested": False,
            }
        )
        self.renewal_id._record({"is_stale": True})

    def _read_decision(self, vals, following):
        """What is decided, or follows from the policy that is chosen."""
        given = vals.get("decision")
        if given:
            choices = list(dict(self._fields["decision"].selection))
            return read_choice(self.env, given, choices, "decision")
        if "next_id" not in vals or following == self.next_id:
            return self.decision
        return "next" if following else "open"

    def _tie(self, following, reason):
        """Let interests follow from the ending policy to the one chosen."""
        following.check_access("read")
        following._check_follows(self.policy_id)
        if not self._can_follow(following):
            raise UserError(
                self.env._(
                    "%(policy)s cannot continue %(expiring)s: it is archived or "
                    "canceled.",
                    policy=following.display_name,
                    expiring=self.policy_id.display_name,
                )
            )
        if self.decision == "next" and self.next_id != following:
            self._untie()
        if following.series_id != self.policy_id.series_id:
            following._continue(self.policy_id, reason=reason)

    def _untie(self):
        """What was decided before is no longer so."""
        if self.next_id.continues_id == self.policy_id:
            self.next_id._end_continuing()

    def _record(self, vals):
        # sudo(): what is written here was checked, or found, by this renewal itself.
        trusted(self).write(vals)

    # -------------------------------------------------------------- what follows

    def _can_follow(self, following):
        """Whether it begins as a policy of this insured that somebody can be shown."""
        today = self.env["coi.plan"]._get_today()
        return (
            following.active
            and following._get_owner() == self.policy_id._get_owner()
            and self.policy_id._is_before(following)
            and following._get_end() > following.date_effective
            and following._get_state_on(today) != "cancelled"
        )

    def _get_following(self):
        """The terms that follow these as far as they are renewed; of one that was split
        all parts."""
        renewed = self.filtered(lambda each: each.decision == "next")
        parts = self.env["coi.policy"].search(
            [("continues_id", "in", renewed.policy_id.ids)]
        )
        following = renewed.next_id
        for row in renewed:
            following |= parts.filtered(
                lambda each, row=row: (
                    each.continues_id == row.policy_id and row._can_follow(each)
                )
            )
        return following

    # ------------------------------------------------------------------ suggestions

    def _suggest(self):
        """Say of those that are not decided which policy probably follows."""
        waiting = self.filtered(lambda each: each.decision == "open")
        known = waiting.policy_id._get_later_terms()
        suggested = waiting.policy_id._suggest_next()
        for row in waiting:
            following = known[row.policy_id].filtered(row._can_follow)[:1]
            if following:
                row._record({"next_id": following.id, "decision": "next"})
            elif len(suggested[row.policy_id]) == 1 and not row.next_id:
                found = suggested[row.policy_id]
                row._record({"next_id": found.id, "is_suggested": True})

    def _drop_gone(self):
        """A renewal that was undone since is decided anew: its policy was deleted,
        archived or canceled, is another insured's now, or no longer continues the one
        that ends."""
        gone = self.filtered(
            lambda each: (
                each.decision == "next"
                and not (
                    each.next_id.series_id == each.policy_id.series_id
                    and each._can_follow(each.next_id)
                )
            )
        )
        gone._record({"decision": "open", "next_id": False, "is_suggested": False})
        return gone

    # ---------------------------------------------------------------------- buttons

    @door
    def action_accept(self):
        """Button: the suggested policy is the one that follows."""
        for row in self:
            if row.next_id:
                row.write({"decision": "next"})

    @door
    def action_confirm_limits(self):
        """Button: the limits of the new term were compared with the policy."""
        self.check_access("write")
        self.next_id.action_confirm_limits()

    @door
    def action_confirm_endorsements(self):
        """Button: the endorsements of the new term were seen on the policy."""
        self.check_access("write")
        self.next_id.action_confirm_endorsements()

    @door
    def action_renew(self):
        """Button: enter the next term as a copy, with the same insurer."""
        one(self)
        self._check_open()
        action = self.policy_id.action_renew()
        following = self.env["coi.policy"].browse(action["res_id"])
        self.write({"decision": "next", "next_id": following.id})
        return action

    @door
    def action_open(self):
        """Button: the policy that follows, or the one that ends."""
        one(self)
        self.check_access("read")
        return (self.next_id or self.policy_id)._get_form_action()

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if any(row.renewal_id.state in OVER for row in self):
            raise UserError(self.env._("A renewal is a record: it is not edited."))
