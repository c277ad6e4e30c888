from odoo import api, fields, models
from odoo.fields import Domain


class CoiPolicy(models.Model):
    """What its insurer has announced of a policy's end, and what came of it.

    An announced cancellation ends nothing yet: until that day the policy is in force,
    and mostly the premium is paid in time.
    """

    _inherit = "coi.policy"

    date_notice_received = fields.Date(
        "Cancellation Notice Received On",
        tracking=True,
        copy=False,
        help="The day the insurer's notice of cancellation came in.",
    )
    date_pending_cancel = fields.Date(
        "Cancellation Announced For",
        tracking=True,
        copy=False,
        help="The first day without coverage, if the insurer does as it has announced. "
        "Until it is canceled or reinstated, only a manager can issue new certificates "
        "that show this policy.",
    )
    is_pending = fields.Boolean(
        "Cancellation Announced",
        compute="_compute_is_pending",
        search="_search_is_pending",
    )
    reinstated_on = fields.Date(
        tracking=True,
        copy=False,
        readonly=True,
        help="The day the insurer put it back in force.",
    )
    reinstated_gap = fields.Selection(
        [("no", "Without a gap in coverage"), ("yes", "With a gap in coverage")],
        "Reinstated",
        tracking=True,
        copy=False,
        readonly=True,
    )

    @api.depends("date_pending_cancel", "date_cancelled")
    def _compute_is_pending(self):
        for policy in self:
            policy.is_pending = bool(policy._get_pending())

    def _search_is_pending(self, operator, value):
        if operator != "in":
            return NotImplemented
        announced = Domain("date_pending_cancel", "!=", False)
        pending = announced & Domain("date_cancelled", "=", False)
        found = {True: pending, False: ~pending}
        return Domain.OR(found[bool(each)] for each in value)

    def _get_pending(self):
        """The day an announced cancellation would take effect; None: there is none, or
        it has become one."""
        self.ensure_one()
        return (not self.date_cancelled and self.date_pending_cancel) or None

    def _reinstate(self, day, has_gap):
        """Neither canceled nor announced to be, since the insurer has said so."""
        self.write(
            {
                "date_cancelled": False,
                "date_pending_cancel": False,
                "date_notice_received": False,
                "reinstated_on": day,
                "reinstated_gap": "yes" if has_gap else "no",
            }
        )
