from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.argument import read_text
from ..common.coi_bulk import LateMany2one
from ..common.door import door, one, trusted
from .coi_renewal import OVER
from .outcome import OUTCOMES

WORST = [
    ("same", "The same"),
    ("better", "More"),
    ("changed", "Changed"),
    ("worse", "Less"),
]
# What somebody looks for first.
FIRST = [key for key, _label in reversed(WORST)]


class CoiRenewalLine(models.Model):
    """One holder in a renewal: what it gets, why, and what is new on it."""

    _name = "coi.renewal.line"
    _inherit = ["coi.bulk"]
    _description = "Holder in a Renewal"
    _order = "renewal_id desc, id"
    _rec_name = "interest_id"

    renewal_id = LateMany2one(
        "coi.renewal", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = LateMany2one("res.company", required=True, readonly=True)
    interest_id = LateMany2one(
        "coi.additional.interest",
        "Additional Interest",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    holder_name = fields.Char(
        related="interest_id.holder_name", string="Certificate Holder"
    )
    project = fields.Char(related="interest_id.project")
    state = fields.Selection(related="renewal_id.state", string="Step")
    outcome = fields.Selection(
        [
            ("include", "Ready to release"),
            ("wait", "Waits"),
            ("leave_out", "Left out"),
            ("done", "Issued"),
        ],
        required=True,
        readonly=True,
    )
    why = fields.Selection(
        [
            ("ready", "Ready"),
            ("again", "Now, and again when the rest is renewed"),
            ("person", "Left out by hand"),
            ("stop", "The insured said stop"),
            ("no", "Does not receive renewals"),
            ("others", "Shows none of these policies"),
            ("ended", "The job has ended"),
            ("gone", "No longer in the insured's list"),
            ("making", "Being made"),
            ("left", "The batch could not make it"),
            ("ask", "The insured has to be asked"),
            ("mapping", "A policy is not decided"),
            ("not_renewed", "Its policies are not renewed"),
            ("incomplete", "A policy is not renewed yet"),
            ("blocked", "Blocked"),
            ("has_it", "Has this certificate"),
        ],
        "Kind of Reason",
        required=True,
        readonly=True,
    )
    detail = fields.Text(readonly=True, help="What blocks it, or what it waits for.")
    reason_text = fields.Char("Why", compute="_compute_reason_text")
    findings = fields.Json(readonly=True)
    kinds = fields.Char(
        readonly=True, help="Keys of its kinds of warnings, each between bars."
    )
    differences = fields.Json(
        readonly=True, help="What is not as on the last certificate."
    )
    difference_text = fields.Text("What Is New", compute="_compute_difference_text")
    worst = fields.Selection(
        WORST, "Compared", readonly=True, help="With the last certificate it has."
    )
    last_id = LateMany2one(
        "coi.certificate",
        "Last Certificate",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    answer = fields.Selection(
        [("keep", "Keep"), ("stop", "Stop")],
        "Insured's Answer",
        readonly=True,
    )
    is_left_out = fields.Boolean("Left Out by Hand", readonly=True)
    left_out_by_id = LateMany2one("res.users", "Left Out By", readonly=True)
    left_out_reason = fields.Char("Reason", readonly=True)
    text_before = fields.Json(
        readonly=True,
        help="The holder's text before this renewal wrote one, and what it wrote.",
    )
    certificate_id = fields.Many2one(
        "coi.certificate", "New Certificate", compute="_compute_certificate_id"
    )

    _interest_once = models.UniqueIndex("(renewal_id, interest_id)")
    # What the alarm counts.
    _by_outcome = models.Index("(renewal_id, outcome, kinds)")

    @api.depends("interest_id.display_name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.interest_id.display_name

    @api.depends("why", "detail", "left_out_reason")
    @api.depends_context("lang")
    def _compute_reason_text(self):
        labels = dict(self._fields["why"]._description_selection(self.env))
        for line in self:
            detail = line.left_out_reason if line.why == "person" else line.detail
            label = labels.get(line.why, "")
            line.reason_text = f"{label}: {detail}" if detail else label

    @api.depends("differences")
    @api.depends_context("lang")
    def _compute_difference_text(self):
        words = dict(self._fields["worst"]._description_selection(self.env))
        for line in self:
            line.difference_text = "\n".join(
                "{kind}: {line} {what}: {old} → {new}".format(
                    **{
                        **{key: value or "–" for key, value in each.items()},
                        "kind": words[each["kind"]],
                    }
                )
                for each in line.differences or ()
            )

    @api.depends("renewal_id.batch_ids.certificate_ids.state")
    def _compute_certificate_id(self):
        """The latest that this renewal has made, and that is valid."""
        made = self.env["coi.certificate"].search_fetch(
            [
                ("batch_id", "in", self.renewal_id.batch_ids.ids),
                ("interest_id", "in", self.interest_id.ids),
                ("state", "=", "issued"),
            ],
            ["interest_id", "batch_id"],
            order="id",
        )
        latest = {
            (each.batch_id.renewal_id.id, each.interest_id.id): each for each in made
        }
        for line in self:
            line.certificate_id = latest.get((line.renewal_id.id, line.interest_id.id))

    def _get_own_text(self):
        """The holder's own text as it was before this renewal wrote one."""
        before, now = self.text_before, self.interest_id.description or ""
        return before["old"] if before and before["new"] == now else now

    # ---------------------------------------------------------------------- by hand

    def _record(self, vals):
        # sudo(): users only read lines; what they say of them was checked.
        trusted(self).write(vals)

    def _check_open(self):
        renewals = self.renewal_id
        renewals.check_access("write")
        for renewal in renewals:
            if renewal.state in OVER:
                raise UserError(
                    self.env._(
                        "%(renewal)s is over. Reopen it to decide again.",
                        renewal=renewal.display_name,
                    )
                )

    @door
    def leave_out(self, reason=""):
        """Give these holders no certificate in this renewal; the door for programs.

        :param reason: a text, kept with them
        """
        self._check_open()
        reason = read_text(self.env, reason, "reason", 500)
        self._record(
            {
                "is_left_out": True,
                "left_out_by_id": self.env.uid,
                "left_out_reason": reason or False,
                "outcome": OUTCOMES["person"],
                "why": "person",
            }
        )
        self.renewal_id._take_stock()

    @door
    def action_leave_out(self):
        """Button: no certificate in this renewal."""
        self.leave_out()

    @door
    def action_take_in(self):
        """Button: as the others again."""
        self._check_open()
        self._record(
            {"is_left_out": False, "left_out_by_id": False, "left_out_reason": False}
        )
        self._look_again()

    @door
    def action_keep(self):
        """Button: the insured said that this holder still needs certificates."""
        self._answer("keep")

    @door
    def action_stop(self):
        """Button: the insured said that this holder needs no more certificates."""
        self._answer("stop")

    @door
    def action_unanswered(self):
        """Button: the insured has not said anything."""
        self._answer(False)

    def _answer(self, answer):
        self._check_open()
        self._record({"answer": answer})
        self._look_again()

    def _look_again(self):
        for renewal in self.renewal_id:
            renewal._refresh_holders(self.interest_id & renewal._find_interests())

    @door
    def action_open_interest(self):
        """Click on a row: what can be changed for this holder."""
        return one(self).interest_id.action_open()

    @door
    def action_open_certificates(self):
        """Button: the certificate before, and the one after."""
        one(self)
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coi_mass_generate.coi_certificate_action"
        )
        shown = self.last_id | self.certificate_id
        return {**action, "domain": [("id", "in", shown.ids)], "context": {}}

    def _describe(self):
        """A dict each, as the review shows them."""
        words = dict(self._fields["worst"]._description_selection(self.env))
        return [
            {
                "id": line.id,
                "holder": line.holder_name or "",
                "project": line.project or "",
                "outcome": line.outcome,
                "key": line.why,
                "why": line.reason_text,
                "worst": line.worst or "",
                "worst_label": words.get(line.worst, ""),
                "changes": [
                    {**each, "label": words[each["kind"]]}
                    for each in line._get_changes()
                ],
                "answer": line.answer or "",
                "last": line.last_id.display_name or "",
                "is_left_out": line.is_left_out,
            }
            for line in self
        ]

    def _get_changes(self):
        """Its differences, policy by policy, those first that lose something."""
        ranks = {}
        changes = self.differences or ()
        for change in changes:
            rank = FIRST.index(change["kind"])
            ranks[change["line"]] = min(rank, ranks.get(change["line"], rank))

        def get_place(change):
            line = change["line"]
            return ranks[line], line, FIRST.index(change["kind"])

        return sorted(changes, key=get_place)
