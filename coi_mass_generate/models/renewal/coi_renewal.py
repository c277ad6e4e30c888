from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import format_date

from ..common.argument import read_date
from ..common.coi_bulk import is_own
from ..common.door import trusted
from ..register.res_company import INCOMPLETE

# States in which a renewal is done with.
OVER = ("closed", "dropped")
# What its user says; all else is what was found and done.
OF_USERS = {
    "user_id", "issue_date", "incomplete", "policy_ids", "text_mode", "text",
    "activity_ids",
}  # fmt: skip
STATES = [
    ("mapping", "Policies"),
    ("asking", "Asking"),
    ("review", "Review"),
    ("issued", "Issued"),
    ("sent", "Sent"),
    ("closed", "Closed"),
    ("dropped", "Dropped"),
]


class CoiRenewal(models.Model):
    """One insured whose policies end on one day, until its holders have the new
    certificates.

    It is prepared by a scheduled action, which never issues and never sends. What
    becomes of each holder is a line, which *Refresh* works out anew.
    """

    _name = "coi.renewal"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Renewal"
    _order = "day, insured_id, id"
    _rec_names_search = ["insured_id"]
    _check_company_auto = True
    # Nobody writes what it says: those who read it have its activities.
    _mail_post_access = "read"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    insured_id = fields.Many2one(
        "res.partner", required=True, readonly=True, index=True, ondelete="restrict"
    )
    day = fields.Date(
        "Renewal Date",
        required=True,
        readonly=True,
        help="The first day on which one of these policies is no longer in force.",
    )
    user_id = fields.Many2one("res.users", "Responsible", tracking=True)
    state = fields.Selection(
        STATES,
        "Step",
        required=True,
        readonly=True,
        default="mapping",
        tracking=True,
        group_expand=True,
        index=True,
    )
    issue_date = fields.Date(
        help="The date on the new certificates. Empty: the day they are released."
    )
    incomplete = fields.Selection(
        INCOMPLETE,
        "If Some Are Not Renewed Yet",
        help="Empty: as the insured or the agency does it.",
    )
    policy_ids = fields.One2many("coi.renewal.policy", "renewal_id", "Policies")
    line_ids = fields.One2many(
        "coi.renewal.line", "renewal_id", "Holders", readonly=True
    )
    consent_ids = fields.One2many(
        "coi.renewal.consent", "renewal_id", "Accepted", readonly=True
    )
    batch_ids = fields.One2many("coi.batch", "renewal_id", readonly=True)
    date_refreshed = fields.Datetime("Checked On", readonly=True)
    is_stale = fields.Boolean(
        readonly=True, help="The policies were changed since the holders were checked."
    )
    # JSON as text: a Json field copies its value again on every access.
    found = fields.Text(
        readonly=True, help="Which holders have which kinds of warnings (JSON)."
    )
    text_mode = fields.Selection(
        [
            ("keep", "Keep each holder's text"),
            ("overwrite", "Replace it by this text"),
            ("combine", "Add this text to it"),
        ],
        "Descriptions",
        required=True,
        default="keep",
    )
    text = fields.Text("New Text")
    count_all = fields.Integer("All Holders", compute="_compute_counts")
    count_include = fields.Integer("Ready to Release", compute="_compute_counts")
    count_wait = fields.Integer("Waiting", compute="_compute_counts")
    count_leave_out = fields.Integer("Left Out", compute="_compute_counts")
    count_done = fields.Integer("Issued", compute="_compute_counts")
    count_worse = fields.Integer("With Less Than Before", compute="_compute_counts")
    count_open = fields.Integer("Policies to Decide", compute="_compute_decisions")
    policy_count = fields.Integer("Policies Ending", compute="_compute_decisions")

    _once = models.UniqueIndex(
        "(company_id, insured_id, day) WHERE state NOT IN ('closed', 'dropped')",
        "There is a renewal of this insured on this day already.",
    )

    @api.depends("insured_id.name", "day")
    @api.depends_context("uid", "lang")
    def _compute_display_name(self):
        # Odoo asks as superuser for the name of a record another one links to.
        seen = self.insured_id.sudo(False)._filtered_access("read")
        for renewal in self:
            day = format_date(renewal.env, renewal.day)
            name = (renewal.insured_id & seen).name
            renewal.display_name = " – ".join(filter(None, (name, day)))

    @api.depends("line_ids.outcome", "line_ids.worst")
    def _compute_counts(self):
        groups = self.env["coi.renewal.line"]._read_group(
            [("renewal_id", "in", self.ids)],
            ["renewal_id", "outcome", "worst"],
            ["__count"],
        )
        names = ("all", "include", "wait", "leave_out", "done", "worse")
        for renewal in self:
            for name in names:
                renewal[f"count_{name}"] = 0
        for renewal, outcome, worst, count in groups:
            renewal.count_all += count
            renewal[f"count_{outcome}"] += count
            if worst == "worse" and outcome == "include":
                renewal.count_worse += count

    @api.depends("policy_ids.decision")
    def _compute_decisions(self):
        for renewal in self:
            decisions = renewal.policy_ids.mapped("decision")
            renewal.policy_count = len(decisions)
            renewal.count_open = decisions.count("open")

    # ------------------------------------------------------------------- writing

    def write(self, vals):
        """Its user says who looks after it and how; what was found is not edited."""
        if not (self.env.su or is_own(self)) and set(vals) - OF_USERS:
            raise AccessError(
                self.env._("What was found and done in a renewal is not edited.")
            )
        read_date(self.env, vals.get("issue_date"), "issue_date")
        return super().write(vals)

    def _record(self, vals):
        # sudo(): users write of a renewal only what it asks them; these are outcomes,
        # of what the caller has checked that the user may do.
        trusted(self).write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A renewal is a record: drop it instead."))

    # ------------------------------------------------------------------- reading

    def _get_issue_date(self):
        """The date on its certificates, were they made now."""
        return self.issue_date or self.env["coi.plan"]._get_today()

    def _get_incomplete(self):
        """ "wait" or "again": what is done while a part is not renewed yet."""
        # sudo(): a setting that is the same for all of its users.
        own = trusted(self)
        return own.incomplete or own.insured_id._coi_get_incomplete(own.company_id)

    def _lock(self):
        """A second click waits here for what the first one does."""
        # sudo(): a lock writes nothing.
        trusted(self).lock_for_update(allow_referencing=True)
        self.invalidate_recordset()

    def _check_step(self, *states):
        """Refuse what belongs to another step."""
        self.check_access("write")
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(renewal)s can no longer do this. Its step: %(state)s.",
                    renewal=self.display_name,
                    state=labels[self.state],
                )
            )

    def _find_interests(self):
        """All holders of the insured, in the order of its list."""
        return self.env["coi.additional.interest"].search(
            [
                ("insured_id", "=", self.insured_id.id),
                ("company_id", "=", self.company_id.id),
            ]
        )

    def _get_page(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
