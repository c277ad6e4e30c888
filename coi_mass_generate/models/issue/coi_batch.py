from collections import Counter

from odoo import api, fields, models

from ..common.door import door, one, trusted

# States in which a batch is made, or soon will be.
OPEN = ("pending", "running")
# States of lines that got no certificate, and wait for none.
LEFT = ("skipped", "aside", "error", "cancelled")


class CoiBatch(models.Model):
    """One run: who asked for what, a line per holder, and what became of each.

    Counts are read from the lines, so they always add up to the selection.
    """

    _name = "coi.batch"
    _description = "Certificate Batch"
    _order = "id desc"

    name = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    user_id = fields.Many2one(
        "res.users", string="Requested By", required=True, readonly=True
    )
    form_id = fields.Many2one(
        "coi.form",
        "Form Chosen",
        readonly=True,
        ondelete="restrict",
        help="Empty: each insured's own form, or else the company's.",
    )
    form_ids = fields.Many2many("coi.form", string="Forms", compute="_compute_form_ids")
    issue_date = fields.Date(required=True, readonly=True)
    policy_ids = fields.Many2many(
        "coi.policy",
        string="Policies Chosen",
        readonly=True,
        ondelete="restrict",
        help="Empty: all policies in force on the issue date.",
    )
    insured_ids = fields.Many2many(
        "res.partner", string="Insureds", readonly=True, ondelete="restrict"
    )
    output = fields.Selection(
        [("zip", "Individual PDFs (zip)"), ("pdf", "One combined PDF")],
        required=True,
        readonly=True,
    )
    save_history = fields.Boolean("Saved to Issued Certificates", readonly=True)
    warnings_confirmed = fields.Boolean(
        readonly=True,
        help="Whether the user saw the warnings and wanted those certificates too.",
    )
    confirmed_kinds = fields.Json(
        "Kinds of Warnings Confirmed",
        readonly=True,
        help="Keys of the rules whose warnings were confirmed: a closed list, which "
        "covers nothing that comes up later. Empty: all kinds there were.",
    )
    state = fields.Selection(
        [
            ("pending", "Waiting"),
            ("running", "Running"),
            ("paused", "Paused"),
            ("cancelled", "Canceled"),
            ("done", "Finished"),
        ],
        required=True,
        readonly=True,
        default="pending",
    )
    worker = fields.Selection(
        [("click", "At once"), ("cron", "Scheduled action")],
        "Made by",
        required=True,
        readonly=True,
        default="click",
    )
    cost = fields.Integer(
        "Estimated Work",
        readonly=True,
        aggregator=None,
        help="In holders; pages that have to be drawn count for more.",
    )
    is_rush = fields.Boolean(readonly=True, help="So small that it goes first.")
    date_start = fields.Datetime(
        "Started On", readonly=True, help="When it was started or last resumed."
    )
    date_done = fields.Datetime("Finished On", readonly=True)
    request_key = fields.Char(
        readonly=True, help="With which a program asked, so that it asks only once."
    )
    request_hash = fields.Char(
        readonly=True, index="btree_not_null", help="Hash of what a program requested."
    )
    date_expired = fields.Datetime(
        "Download Until",
        readonly=True,
        help="When the files of a batch without history are removed.",
    )
    line_ids = fields.One2many("coi.batch.line", "batch_id", readonly=True)
    certificate_ids = fields.One2many("coi.certificate", "batch_id", readonly=True)
    count_selected = fields.Integer("Selected", compute="_compute_counts")
    count_done = fields.Integer("Done", compute="_compute_counts")
    count_blocked = fields.Integer("Blocked", compute="_compute_counts")
    count_aside = fields.Integer("Left Out", compute="_compute_counts")
    count_failed = fields.Integer("Failed", compute="_compute_counts")
    count_pending = fields.Integer("Waiting", compute="_compute_counts")
    count_cancelled = fields.Integer("Canceled", compute="_compute_counts")
    count_left = fields.Integer("Without Certificate", compute="_compute_counts")
    count_overridden = fields.Integer("Overridden", compute="_compute_overridden")
    can_control = fields.Boolean(compute="_compute_can_control")
    can_download = fields.Boolean(compute="_compute_can_download")

    _open_batches = models.Index(
        "(worker, id) WHERE state IN ('pending', 'running', 'cancelled')"
    )

    _request_once = models.UniqueIndex(
        "(company_id, user_id, request_key) WHERE request_key IS NOT NULL",
        "This request is already being made. Ask again for its answer.",
    )

    @api.depends("line_ids.state")
    def _compute_counts(self):
        groups = self.env["coi.batch.line"]._read_group(
            [("batch_id", "in", self.ids)], ["batch_id", "state"], ["__count"]
        )
        counts = {(batch.id, state): count for batch, state, count in groups}
        for batch in self:
            batch.count_selected = 0
            batch.count_done = counts.get((batch.id, "done"), 0)
            batch.count_blocked = counts.get((batch.id, "skipped"), 0)
            batch.count_aside = counts.get((batch.id, "aside"), 0)
            batch.count_failed = counts.get((batch.id, "error"), 0)
            batch.count_pending = counts.get((batch.id, "pending"), 0)
            batch.count_cancelled = counts.get((batch.id, "cancelled"), 0)
            batch.count_left = sum(counts.get((batch.id, each), 0) for each in LEFT)
        for (batch_id, _state), count in counts.items():
            self.browse(batch_id).count_selected += count

    @api.depends("line_ids.overrides")
    def _compute_overridden(self):
        lines = self.env["coi.batch.line"].search_fetch(
            [("batch_id", "in", self.ids), ("overrides", "!=", False)],
            ["batch_id", "overrides"],
        )
        counts = Counter(line.batch_id for line in lines if line._get_override())
        for batch in self:
            batch.count_overridden = counts[batch]

    @api.depends("line_ids.form_id", "form_id")
    def _compute_form_ids(self):
        """What its certificates are drawn on, whoever chose it."""
        groups = self.env["coi.batch.line"]._read_group(
            [("batch_id", "in", self.ids), ("form_id", "!=", False)],
            ["batch_id"],
            ["form_id:recordset"],
        )
        forms = dict(groups)
        for batch in self:
            batch.form_ids = forms.get(batch) or batch.form_id

    @api.depends("state", "date_expired", "count_done")
    def _compute_can_download(self):
        for batch in self:
            batch.can_download = bool(
                batch.count_done and not batch._is_open() and not batch._is_emptied()
            )

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_can_control(self):
        is_manager = self.env.user.has_group("coi_mass_generate.group_manager")
        for batch in self:
            batch.can_control = is_manager or batch.user_id == self.env.user

    def _is_open(self):
        """Whether it is being made, or soon will be."""
        return self.state in OPEN

    def _is_emptied(self):
        """Whether its files' days are over; the next vacuum removes them."""
        return bool(self.date_expired and self.date_expired <= fields.Datetime.now())

    def _has_waiting(self):
        return self._has_lines("pending")

    def _has_lines(self, state):
        lines = [("batch_id", "=", self.id), ("state", "=", state)]
        return bool(self.env["coi.batch.line"].search_count(lines, limit=1))

    def _get_waiting(self):
        return self._get_lines("pending")

    def _get_lines(self, *states):
        return self.env["coi.batch.line"].search_fetch(
            [("batch_id", "=", self.id), ("state", "in", states)],
            ["state", "interest_id"],
        )

    def _record(self, vals):
        # sudo(): users only read batches; see _create_batch(). What is written here
        # are outcomes, and wishes that _check_control() has passed.
        trusted(self).write(vals)

    # -------------------------------------------------------------------- doors

    @api.model
    @door
    def generate(
        self,
        interest_ids=None,
        insured_ids=None,
        issue_date=None,
        policy_ids=None,
        output="zip",
        save_history=True,
        confirm_warnings=True,
        overrides=None,
        request_key=None,
        form_id=None,
        confirm_kinds=None,
    ):
        """Generate certificates; the door for other programs (RPC).

        A request that would make nothing is refused with the reasons, and makes no
        batch.

        :param interest_ids: ids of ``coi.additional.interest``, in the order wanted
        :param insured_ids: ids of contacts: all their interests, after the above
        :param issue_date: "YYYY-MM-DD"; today where empty
        :param policy_ids: ids of the policies to show; all in force where empty
        :param output: "zip" (a file a holder) or "pdf" (one combined file)
        :param save_history: keep the certificates in Issued Certificates
        :param confirm_warnings: False keeps aside the holders with a warning;
            ``get_verdicts`` tells beforehand which. A warning that comes up later,
            while a large batch waits, keeps its holder aside in any case. True is for
            all kinds but those whose reasons say ``is_serious``
        :param confirm_kinds: list of further kinds (``key`` of a reason) whose warnings
            are confirmed, each by itself: serious ones
        :param overrides: ``{interest id: reason}``: print these although blocked, where
            their rules allow that; for managers only, with 10 letters or more. A reason
            counts for the blocks there are at this moment, or for those of the "codes"
            given with it
        :param request_key: a text of the program's choice, of at most 200 letters,
            another one for every request. The same request with the same key makes
            nothing anew, whenever it comes: the answer is that of the batch it has
            made. Without a key the same request is recognised while its batch is
            being made
        :param form_id: id of the form to draw all of them on; each insured's own, or
            else the company's, where empty
        :returns: dict ``batch_id``, ``state``, ``selected``, ``done``, ``blocked``,
            ``aside``, ``failed``, ``download_url`` (False where nothing was made) and
            ``reasons``: a list of ``{"interest_id", "holder", "state", "message"}`` of
            those that were not made
        :raises UserError: in the user's words, with nothing half done
        """
        return self.env["coi.request"]._generate(
            interest_ids,
            insured_ids,
            output,
            request_key,
            issue_date=issue_date,
            policy_ids=policy_ids,
            save_history=save_history,
            confirm_warnings=confirm_warnings,
            overrides=overrides,
            form_id=form_id,
            confirm_kinds=confirm_kinds,
        )

    @api.model
    @api.readonly
    @door
    def get_verdicts(
        self,
        interest_ids=None,
        insured_ids=None,
        issue_date=None,
        policy_ids=None,
        form_id=None,
    ):
        """Judge holders and make nothing; the door for other programs (RPC).

        The parameters are those of ``generate``.

        :returns: dict ``ready``, ``warning``, ``blocked`` (numbers) and ``verdicts``:
            a list of ``{"interest_id", "insured", "holder", "verdict", "reasons"}`` in
            the order asked for; each reason is a dict ``key`` (the rule), ``title``,
            ``level`` ("warning" or "blocked"), ``message``, ``may_override``,
            ``is_serious`` (a warning that is confirmed by itself), and ``model`` and
            ``id`` of the record that mends it (False: none)
        """
        return self.env["coi.request"]._get_verdicts(
            interest_ids, insured_ids, issue_date, policy_ids, form_id
        )

    @api.readonly
    @door
    def get_progress(self):
        """How far this batch is; called by the screen once a second.

        :returns: dict, see ``coi.progress``
        """
        one(self)
        self.check_access("read")
        return self.env["coi.progress"]._get(self)

    @door
    def action_open_left(self):
        """Button: who got no certificate, and why."""
        one(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coi_mass_generate.coi_batch_line_action"
        )
        action["domain"] = [("batch_id", "=", self.id), ("state", "in", LEFT)]
        return action

    @door
    def action_open_certificates(self):
        one(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coi_mass_generate.coi_certificate_action"
        )
        action["domain"] = [("batch_id", "=", self.id), ("is_kept", "=", True)]
        action["context"] = {}
        return action

    def _get_summary(self):
        self.ensure_one()
        return {
            "batch_id": self.id,
            "state": self.state,
            "selected": self.count_selected,
            "done": self.count_done,
            "blocked": self.count_blocked,
            "aside": self.count_aside,
            "failed": self.count_failed,
            "download_url": self._get_download_url() if self.can_download else False,
            "reasons": [
                {
                    "interest_id": line.interest_id.id,
                    "holder": line._get_names()[1],
                    "state": line.state,
                    "message": line.message or line.reason_text,
                }
                for line in self._get_lines("skipped", "aside", "error")
            ],
        }

    def _open_made(self):
        """Action that opens the PDF of the one certificate this batch has made, exactly
        as it was issued; the batch's page where it has made none, or several."""
        single = self._find_single()
        return single.action_open_pdf() if single else self._open_page()

    def _find_single(self):
        """The one certificate this batch has made, once it is through; else none."""
        self.ensure_one()
        made = self.env["coi.certificate"]
        if self.count_done != 1 or not self.can_download:
            return made
        return made.search([("batch_id", "=", self.id)], limit=1)

    def _open_page(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def _get_download_url(self):
        return f"/coi/batch/{self.id}/download"
