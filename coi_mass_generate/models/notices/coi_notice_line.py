from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..common.coi_bulk import is_own
from ..common.door import clean, trusted

# What a delivery's state says of whoever it is for: told, or not yet, or not after all.
TOLD = ("handed", "unsure", "printed")
WAITING = ("queued", "later", "handing", "to_print")
FAILED = ("failed", "bounced")


class CoiNoticeLine(models.Model):
    """One holder and one policy: why the holder is told, and whether it was.

    Whether it was told is what became of its deliveries, and is stored nowhere else.
    """

    _name = "coi.notice.line"
    _inherit = ["coi.bulk"]
    _description = "Holder in a Notice"
    _order = "notice_id, why desc, holder_name, policy_id, id"
    _rec_name = "holder_name"

    notice_id = fields.Many2one(
        "coi.notice", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    kind = fields.Selection(related="notice_id.kind")
    holder_id = fields.Many2one(
        "res.partner",
        "Certificate Holder",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    holder_name = fields.Char("Holder", readonly=True)
    policy_id = fields.Many2one(
        "coi.policy", required=True, readonly=True, index=True, ondelete="restrict"
    )
    insurer_id = fields.Many2one(related="policy_id.insurer_id")
    day = fields.Date(
        "Canceled As Of",
        readonly=True,
        help="The first day without coverage, as the holder is told it.",
    )
    why = fields.Selection(
        [("courtesy", "Courtesy"), ("owed", "Owed")],
        "Notice Is",
        required=True,
        readonly=True,
        help="Owed: by an endorsement that grants notice, or as a mortgagee or loss "
        "payee. A certificate alone gives no right to notice.",
    )
    reason = fields.Char("Why Owed", readonly=True)
    papers = fields.Json(readonly=True, help="Ids of the certificates that show it.")
    interests = fields.Json(readonly=True, help="Ids of the interests it is about.")
    count_papers = fields.Integer(
        "Certificates", compute="_compute_count_papers", help="That show the policy."
    )
    is_wanted = fields.Boolean(
        "Gets a Letter", readonly=True, help="By what the agency does for all holders."
    )
    before_id = fields.Many2one(
        "coi.notice.line", "Told Before By", readonly=True, index="btree_not_null"
    )
    answers_id = fields.Many2one(
        "coi.notice.line",
        "Was Told By",
        readonly=True,
        index="btree_not_null",
        help="The notice that the reinstatement takes back.",
    )
    is_over = fields.Boolean(
        "Reinstated Since", readonly=True, help="What it says is no longer true."
    )
    letter_ids = fields.One2many("coi.notice.letter", "line_id", readonly=True)
    outcome = fields.Selection(
        [
            ("wanted", "To be told"),
            ("waiting", "On its way"),
            ("told", "Told"),
            ("failed", "Not told: failed"),
            ("taken_back", "Taken back"),
            ("before", "Told before"),
            ("none", "No letter"),
        ],
        compute="_compute_outcome",
        search="_search_outcome",
        help="Told: handed to the mail server or printed; that it was read, nobody "
        "knows.",
    )

    _by_event = models.Index("(policy_id, holder_id) WHERE is_over IS NOT TRUE")

    @api.depends("papers")
    def _compute_count_papers(self):
        for line in self:
            line.count_papers = len(line.papers or [])

    @api.depends("letter_ids.delivery_id.state", "is_wanted", "before_id", "is_over")
    def _compute_outcome(self):
        states = self._read_states()
        for line in self:
            line.outcome = line._judge(states.get(line.id, set()))

    def _read_states(self):
        """``{id: states of its deliveries}``; none of those that have none."""
        # What callers may decide is not what is counted.
        letters = clean(self.env["coi.notice.letter"])
        groups = letters._read_group(
            [("line_id", "in", self.ids)], ["line_id", "delivery_id"]
        )
        self.env["coi.delivery"].union(*(one for _each, one in groups)).fetch(["state"])
        states = {}
        for line, delivery in groups:
            states.setdefault(line.id, set()).add(delivery.state)
        return states

    def _judge(self, states):
        for outcome, some in (
            ("told", TOLD),
            ("waiting", WAITING),
            ("failed", FAILED),
            ("taken_back", ("taken_back",)),
        ):
            if states.intersection(some):
                return outcome
        if self.is_over and not states:
            return "taken_back"
        if self.before_id:
            return "before"
        return "wanted" if self.is_wanted and not states else "none"

    def _search_outcome(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = self._get_outcome_domains()
        return Domain.OR(domains.get(each, Domain.FALSE) for each in value)

    @api.model
    def _get_outcome_domains(self):
        def some(states):
            return Domain("letter_ids.delivery_id.state", "in", states)

        told, waiting = some(TOLD), ~some(TOLD) & some(WAITING)
        failed = ~some((*TOLD, *WAITING)) & some(FAILED)
        back = ~some((*TOLD, *WAITING, *FAILED)) & some(("taken_back",))
        silent, over = Domain("letter_ids", "=", False), Domain("is_over", "=", True)
        quiet = silent & ~over
        plain = quiet & Domain("before_id", "=", False)
        nobody = Domain("letter_ids", "!=", False) & ~some(
            (*TOLD, *WAITING, *FAILED, "taken_back")
        )
        return {
            "told": told,
            "waiting": waiting,
            "failed": failed,
            "taken_back": back | (silent & over),
            "before": quiet & Domain("before_id", "!=", False),
            "wanted": plain & Domain("is_wanted", "=", True),
            "none": (plain & Domain("is_wanted", "!=", True)) | nobody,
        }

    def write(self, vals):
        if not (self.env.su or is_own(self)):
            raise UserError(self.env._("What holders were told is not edited."))
        return super().write(vals)

    # -------------------------------------------------------------------- truth

    def _filter_true(self):
        """Those of which what they tell their holders still is so."""
        fits = {
            (kind, policy): policy._fits_notice(kind)
            for kind, lines in self.grouped("kind").items()
            for policy in lines.policy_id
        }
        return self.filtered(
            lambda each: not each.is_over and fits[each.kind, each.policy_id]
        )

    def _may_be_told(self):
        """Whether the holder was told, or it is not known yet that it was not."""
        self.ensure_one()
        return self.outcome in ("told", "waiting")

    def _keep_latest(self):
        """Of several about one policy to one holder, the latest that was told."""
        latest = {}
        for line in self.sorted(lambda each: (each.outcome == "told", each.id)):
            latest[line.policy_id, line.holder_id] = line
        return self.browse().union(*latest.values()).sorted("id")

    def _is_still_told(self):
        """Whether the agency, as it does now, would tell it: a reinstatement to
        whoever was told of the cancellation, whyever that was."""
        self.ensure_one()
        practice = self.company_id.coi_notice_practice
        if self.kind == "reinstatement":
            return practice != "none"
        return self.notice_id._is_told(practice, self.why == "owed")

    def _move(self):
        """They say another day now, as far as they still say something."""
        # sudo(): see ``coi.notice._record``.
        for policy, lines in trusted(self).grouped("policy_id").items():
            unsaid = lines.filtered(
                lambda each: (
                    each.outcome == "failed"
                    or any(one._can_be_taken_back(False) for one in each.letter_ids)
                )
            )
            unsaid._write_bulk({"day": policy._get_day_told("cancellation")})

    def _take_back(self, with_packed=False):
        """Let nothing of these leave that has not left.

        What is being handed over this moment is let alone, and so is what was packed to
        be mailed: whether that has left, a person says.

        :returns: the deliveries that stay here
        """
        # sudo(): see ``coi.notice._record``.
        letters = trusted(self).letter_ids.filtered(
            lambda each: each._can_be_taken_back(with_packed)
        )
        deliveries, ids = letters.delivery_id, set(self.ids)
        # A delivery that tells of something else, too, goes on without these.
        others = deliveries.filtered(
            lambda each: any(
                not one.is_over and one.id not in ids for one in each.letter_ids.line_id
            )
        )
        letters.filtered(lambda each: each.delivery_id in others).unlink()
        back = deliveries - others
        now = fields.Datetime.now()
        back._write_bulk({"state": "taken_back", "kind": "person", "date_done": now})
        # What was read of them is otherwise now, as far as their notices' numbers.
        self.env.invalidate_all()
        back.sending_id._settle()
        return back

    def _read_loans(self):
        """``{id: loan numbers}`` of the interests behind these, as far as known."""
        ids = {each for line in self for each in line.interests or []}
        interests = self.env["coi.additional.interest"].browse(sorted(ids)).exists()
        loans = {each.id: each.loan_number for each in interests if each.loan_number}
        return {
            line.id: ", ".join(loans[each] for each in line.interests if each in loans)
            for line in self
            if line.interests
        }
