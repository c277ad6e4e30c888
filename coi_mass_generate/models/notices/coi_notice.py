from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.argument import read_choice, read_records
from ..common.coi_bulk import is_own
from ..common.columns import read_rows
from ..common.door import door, one, trusted
from .practices import PRACTICES

KINDS = [
    ("cancellation", "Cancellation"),
    ("non_renewal", "Nonrenewal"),
    ("reinstatement", "Reinstatement"),
]
# What a program may begin; a reinstatement follows from what was told before.
BEGUN = ("cancellation", "non_renewal")
OUTCOMES = ("wanted", "waiting", "told", "failed", "taken_back", "before", "none")


class CoiNotice(models.Model):
    """One run of letters that say what became of policies: to whom it is owed, to whom
    it would be a courtesy, and what the agency does.

    The letters say what the insurer has told the agency, and promise nothing: notice is
    the insurer's duty. Nothing here changes a certificate.
    """

    _name = "coi.notice"
    _description = "Notice to Holders"
    _order = "id desc"

    name = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    insured_id = fields.Many2one(
        "res.partner", required=True, readonly=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(KINDS, "Notice Of", required=True, readonly=True)
    policy_ids = fields.Many2many(
        "coi.policy", string="Policies", required=True, readonly=True,
        ondelete="restrict", context={"active_test": False},
    )  # fmt: skip
    practice = fields.Selection(
        PRACTICES,
        "Who Gets a Letter",
        required=True,
        readonly=True,
        help="What the agency did for all holders when this was sent.",
    )
    reinstates_id = fields.Many2one(
        "coi.notice",
        "Takes Back",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The latest of the notices that it takes back.",
    )
    state = fields.Selection(
        [("draft", "Not sent"), ("sent", "Sent"), ("dropped", "Dropped")],
        required=True,
        readonly=True,
        default="draft",
    )
    user_id = fields.Many2one("res.users", "Sent By", readonly=True)
    date_sent = fields.Datetime("Sent On", readonly=True)
    sending_id = fields.Many2one("coi.sending", readonly=True, ondelete="restrict")
    line_ids = fields.One2many("coi.notice.line", "notice_id", readonly=True)
    is_announced = fields.Boolean(
        compute="_compute_is_announced", help="Something in it has not happened yet."
    )
    count_holders = fields.Integer("Holders", compute="_compute_counts")
    count_owed = fields.Integer("Owed", compute="_compute_counts")
    count_courtesy = fields.Integer("Courtesy", compute="_compute_counts")
    count_wanted = fields.Integer("To Be Told", compute="_compute_counts")
    count_waiting = fields.Integer("On Its Way", compute="_compute_counts")
    count_told = fields.Integer("Told", compute="_compute_counts")
    count_failed = fields.Integer("Not Told", compute="_compute_counts")

    @api.depends("kind", "policy_ids.is_pending")
    def _compute_is_announced(self):
        for notice in self:
            announced = any(notice.policy_ids.mapped("is_pending"))
            notice.is_announced = notice.kind == "cancellation" and announced

    @api.depends("line_ids.why", "line_ids.outcome")
    def _compute_counts(self):
        """By holder, of whom one may be concerned by several policies."""
        for notice in self:
            holders = {}
            for line in notice.line_ids:
                holders.setdefault(line.holder_id.id, []).append(line)
            whys = [{line.why for line in some} for some in holders.values()]
            notice.count_holders = len(holders)
            notice.count_owed = sum("owed" in each for each in whys)
            notice.count_courtesy = notice.count_holders - notice.count_owed
            outcomes = [{line.outcome for line in some} for some in holders.values()]
            for name in ("wanted", "waiting", "told", "failed"):
                notice[f"count_{name}"] = sum(name in each for each in outcomes)

    def write(self, vals):
        if not (self.env.su or is_own(self)):
            raise UserError(self.env._("What holders were told is not edited."))
        return super().write(vals)

    def _record(self, vals):
        # sudo(): users only read notices. What is written is what a door was asked to
        # do, after it has checked that the user may.
        trusted(self).write(vals)

    # -------------------------------------------------------------------- begin

    @api.model
    @door
    def make(self, policy_ids, kind):
        """Find out whom it concerns, and send nothing; the door for programs (RPC).

        :param policy_ids: ids of ``coi.policy``, of one insured
        :param kind: "cancellation" or "non_renewal"; what was reinstated on the policy
            has its notice by itself
        :returns: dict ``notice_id`` and numbers of holders ``holders``, ``owed``,
            ``courtesy``, ``wanted``, ``waiting``, ``told`` and ``failed``
        """
        kind = read_choice(self.env, kind, BEGUN, "kind")
        policies = read_records(self.env, "coi.policy", policy_ids, "policy_ids")
        policies.check_access("read")
        return self._make(policies, kind)._get_summary()

    def _get_summary(self):
        names = ("holders", "owed", "courtesy", "wanted", "waiting", "told", "failed")
        counts = {name: self[f"count_{name}"] for name in names}
        return {"notice_id": self.id, **counts}

    @api.model
    def _make(self, policies, kind):
        """The notice of these that is not sent yet: a new one, or the one there is."""
        self._check_policies(policies, kind)
        known = self.search(
            [
                ("state", "=", "draft"),
                ("kind", "=", kind),
                ("policy_ids", "in", policies.ids),
            ],
            limit=1,
        )
        notice = known or self._create_one(policies, kind)
        # Of some of them there is one already: all of it is told at once.
        further = policies - notice.policy_ids
        if further:
            links = [fields.Command.link(each) for each in further._ids]
            notice._record({"policy_ids": links})
        notice._refresh()
        return notice

    @api.model
    def _check_policies(self, policies, kind):
        if not policies:
            raise UserError(self.env._("Choose the policies."))
        if len(policies.insured_id) > 1 or len(policies.company_id) > 1:
            raise UserError(
                self.env._("Choose policies of one insured: each has its own letter.")
            )
        words = self.env["coi.policy"]._get_notice_words()[kind]
        for policy in policies:
            if not policy._fits_notice(kind):
                raise UserError(words % {"policy": policy.display_name})

    @api.model
    def _create_one(self, policies, kind, **vals):
        company = policies.company_id
        labels = dict(self._fields["kind"]._description_selection(self.env))
        # sudo(): whoever may read policies may see whom their end concerns.
        notice = trusted(self).create(
            {
                "name": f"{labels[kind]}: {policies.insured_id.display_name}",
                "company_id": company.id,
                "insured_id": policies.insured_id.id,
                "kind": kind,
                "policy_ids": [fields.Command.set(policies.ids)],
                "practice": trusted(company).coi_notice_practice,
                **vals,
            }
        )
        return notice.with_env(self.env)

    # ----------------------------------------------------------------- refresh

    def _refresh(self):
        """Whom it concerns now, and who of them gets a letter; only what was not sent
        is ever found out again."""
        # sudo(): see _create_one().
        practice = trusted(self.company_id).coi_notice_practice
        self._record({"practice": practice})
        trusted(self.line_ids).unlink()
        trusted(self.env["coi.notice.line"])._create_bulk(
            self._prepare_lines(practice),
            {"notice_id": self.id, "company_id": self.company_id.id},
        )
        self.invalidate_recordset(["line_ids"])

    def _prepare_lines(self, practice):
        concerns = self.env["coi.notice.set"]._find(self.policy_ids)
        before = self._find_before(concerns)
        names = self._read_names(concerns)
        days = {each.id: each._get_day_told(self.kind) for each in self.policy_ids}
        return [
            {
                "holder_id": each.holder_id,
                "holder_name": names[each.holder_id],
                "policy_id": each.policy_id,
                "day": days[each.policy_id],
                "why": "owed" if each.reasons else "courtesy",
                "reason": ", ".join(dict.fromkeys(each.reasons)) or False,
                "papers": each.papers,
                "interests": each.interests,
                "before_id": told.id if told else False,
                "answers_id": False,
                "is_wanted": not told and self._is_told(practice, each.reasons),
            }
            for each in concerns
            for told in [before.get((each.holder_id, each.policy_id))]
        ]

    @api.model
    def _is_told(self, practice, reasons):
        return practice == "all" or practice == "owed" and bool(reasons)

    def _find_before(self, concerns):
        """``{(id of a holder, id of a policy): line}`` of who was told of this already,
        or is being told: nobody gets two letters about one event.

        Whoever was told another day was told something else."""
        # sudo(): lines of the notices of policies that the user may read.
        lines = trusted(self.env["coi.notice.line"]).search(
            [
                ("notice_id", "!=", self.id),
                ("notice_id.kind", "=", self.kind),
                ("is_over", "=", False),
                ("policy_id", "in", self.policy_ids.ids),
                ("holder_id", "in", [each.holder_id for each in concerns]),
                ("outcome", "in", ["told", "waiting", "failed"]),
            ],
            order="id",
        )
        return {
            (each.holder_id.id, each.policy_id.id): each
            for each in lines
            if each.day == each.policy_id._get_day_told(self.kind)
        }

    @api.model
    def _read_names(self, concerns):
        # sudo(): a holder of a certificate the user may read may be hidden from the
        # user by now.
        holders = trusted(self.env["res.partner"]).browse(
            {each.holder_id for each in concerns}
        )
        return {row.id: row.name or "" for row in read_rows(holders, ("id", "name"))}

    # ------------------------------------------------------------------ buttons

    def _check_draft(self):
        one(self)
        self.check_access("read")
        if self.state != "draft":
            raise UserError(
                self.env._("%(notice)s was sent or dropped.", notice=self.name)
            )

    @door
    def action_refresh(self):
        """Button: find out again whom it concerns."""
        self._check_draft()
        self._refresh()

    @door
    def action_drop(self):
        """Button: this is not sent."""
        self._check_draft()
        self._record({"state": "dropped"})

    def _get_form_action(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
