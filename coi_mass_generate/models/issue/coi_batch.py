from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL
from odoo.tools.misc import split_every

from ..common.argument import (
    read_date,
    read_flag,
    read_overrides,
    read_records,
    read_text,
)
from ..common.door import door, one, trusted
from ..verdicts import coi_plan
from .coi_runner import RUSH_COST

# States in which a batch is made, or soon will be.
OPEN = ("pending", "running")
# States of lines that got no certificate, and wait for none.
LEFT = ("skipped", "aside", "error", "cancelled")
VACUUM_AT_ONCE = 5000
# Letters of a request's own key.
MAX_KEY = 200
VERDICTS = ("ready", "warning", "blocked")


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
    save_history = fields.Boolean("Saved to Sent Certificates", readonly=True)
    warnings_confirmed = fields.Boolean(
        readonly=True,
        help="Whether the user saw the warnings and wanted those certificates too.",
    )
    state = fields.Selection(
        [
            ("pending", "Waiting"),
            ("running", "Running"),
            ("paused", "Paused"),
            ("cancelled", "Cancelled"),
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
        "Started On", readonly=True, help="When it was started or last taken up again."
    )
    date_done = fields.Datetime("Finished On", readonly=True)
    index_header = fields.Json(
        readonly=True,
        help="The column names of the zip's index, in the requester's language then.",
    )
    request_key = fields.Char(
        readonly=True, help="With which a program asked, so that it asks only once."
    )
    request_hash = fields.Char(
        readonly=True, index="btree_not_null", help="Hash of what a program asked for."
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
    count_aside = fields.Integer("Kept Aside", compute="_compute_counts")
    count_failed = fields.Integer("Failed", compute="_compute_counts")
    count_pending = fields.Integer("Waiting", compute="_compute_counts")
    count_cancelled = fields.Integer("Cancelled", compute="_compute_counts")
    count_left = fields.Integer("Without Certificate", compute="_compute_counts")
    can_control = fields.Boolean(compute="_compute_can_control")
    can_download = fields.Boolean(compute="_compute_can_download")

    _open_batches = models.Index(
        "(worker, id) WHERE state IN ('pending', 'running', 'cancelled')"
    )

    _request_once = models.UniqueIndex(
        "(company_id, user_id, request_key) WHERE request_key IS NOT NULL",
        "This request is being made already. Ask again for its answer.",
    )

    @api.private
    def init(self):
        """Give batches of earlier databases the index they are downloaded with."""
        rows = self.env.execute_query(
            SQL(
                "SELECT p.lang, array_agg(b.id) FROM coi_batch b"
                " JOIN res_users u ON u.id = b.user_id"
                " JOIN res_partner p ON p.id = u.partner_id"
                " WHERE b.index_header IS NULL GROUP BY p.lang"
            )
        )
        for lang, ids in rows:
            header = self._prepare_index_header(lang)
            # trusted(): Odoo itself asks, as it updates the addon.
            trusted(self.browse(ids)).write({"index_header": header})
        return super().init()

    @api.model
    def _prepare_index_header(self, lang):
        return self.env["coi.output"].with_context(lang=lang)._get_index_header()

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

    # ------------------------------------------------------------------ doors

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
    ):
        """Generate certificates; the door for other programs (RPC).

        :param interest_ids: ids of ``coi.additional.interest``, in the order wanted
        :param insured_ids: ids of contacts: all their interests, after the above
        :param issue_date: "YYYY-MM-DD"; today where empty
        :param policy_ids: ids of the policies to show; all in force where empty
        :param output: "zip" (a file a holder) or "pdf" (one combined file)
        :param save_history: keep the certificates in Sent Certificates
        :param confirm_warnings: False keeps aside the holders with a warning;
            ``get_verdicts`` tells beforehand which. A warning that comes up later,
            while a large batch waits, keeps its holder aside in any case
        :param overrides: ``{interest id: reason}``: print these although blocked, where
            their rules allow that; for managers only. A reason counts for the blocks
            there are at this moment, or for those of the "codes" given with it
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
        self._check_user()
        key = read_text(self.env, request_key, "request_key", MAX_KEY)
        interests = self._collect_interests(interest_ids, insured_ids)
        options = {
            "issue_date": read_date(self.env, issue_date, "issue_date"),
            "policies": self._read_policies(policy_ids),
            "form": self._read_form(form_id),
            "output": output,
            "save_history": read_flag(self.env, save_history, "save_history"),
            "confirmed": read_flag(self.env, confirm_warnings, "confirm_warnings"),
            "overrides": read_overrides(self.env, overrides, "overrides"),
        }
        asked = self.env["coi.request"]._get_hash(
            list(interest_ids or []),
            list(insured_ids or []),
            {
                **options,
                "issue_date": str(options["issue_date"] or ""),
                "policies": options["policies"].ids if options["policies"] else [],
                "form": options["form"].ids,
                "output": repr(output),
            },
        )
        return self._generate_once(key, asked, interests, options)

    @api.model
    def _generate_once(self, key, asked, interests, options):
        """The summary of a new batch, or of the one this request has made already.

        :param key: the request's own; "" where it has none
        :param asked: hash of the request
        """
        requests = self.env["coi.request"]
        if key and (answer := requests._answer(interests.company_id[:1], key, asked)):
            return answer
        run = self._prepare_run(interests, **options)
        cases = run[0]
        if not key:
            # Only what would say the same is the same.
            said = [case.content_hash for case in cases]
            asked = requests._get_hash(asked, interests.ids, said)
            if answer := requests._answer(cases[0].company, key, asked):
                return answer
        run[-1].update(request_key=key or False, request_hash=asked)
        return self._carry_out(*run)._get_summary()

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
            and ``model`` and ``id`` of the record that mends it (False: none)
        """
        self._check_user()
        interests = self._collect_interests(interest_ids, insured_ids)
        day = read_date(self.env, issue_date, "issue_date")
        day = day or fields.Date.context_today(self)
        cases = self.env["coi.plan"]._get_cases(
            interests,
            day,
            self._read_policies(policy_ids),
            self._choose_form(self._read_form(form_id), interests.company_id, day),
        )
        verdicts = [self._prepare_verdict(case) for case in cases]
        levels = [verdict["verdict"] for verdict in verdicts]
        counts = {level: levels.count(level) for level in VERDICTS}
        return {**counts, "verdicts": verdicts}

    @api.model
    def _prepare_verdict(self, case):
        return {
            "interest_id": case.id,
            "insured": case.insured_name,
            "holder": case.interest.holder_name,
            "verdict": case.verdict,
            "reasons": case.dump_findings() or [],
        }

    @api.model
    def _collect_interests(self, interest_ids, insured_ids):
        interests = read_records(
            self.env, "coi.additional.interest", interest_ids, "interest_ids"
        )
        insureds = read_records(self.env, "res.partner", insured_ids, "insured_ids")
        if insureds:
            interests |= interests.search([("insured_id", "in", insureds.ids)])
        return interests

    @api.model
    def _read_policies(self, policy_ids):
        """The policies a caller chose; None: it left that to us."""
        chosen = read_records(self.env, "coi.policy", policy_ids, "policy_ids")
        return chosen or None

    @api.model
    def _read_form(self, form_id):
        """The form a caller chose; none: it left that to us."""
        given = [] if form_id is None or form_id is False else [form_id]
        return read_records(self.env, "coi.form", given, "form_id")

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

    # ------------------------------------------------------------- the one way

    @api.model
    def _start(self, interests, **options):
        """The batch of a new run; see ``_prepare_run``."""
        return self._carry_out(*self._prepare_run(interests, **options))

    @api.model
    def _prepare_run(
        self,
        interests,
        issue_date=None,
        policies=None,
        output="zip",
        save_history=True,
        confirmed=True,
        overrides=None,
        revised=None,
        form=None,
    ):
        """Check what is asked, and judge the first list of holders.

        :param confirmed: whether the user saw the warnings and wants these too; or the
            ids of the interests whose warnings that were
        :param overrides: ``{interest id: reason or {"reason", "codes"}}``
        :param revised: ``{interest id: coi.certificate}``, to be superseded
        :param form: ``coi.form`` record for all of them; None or empty: nobody chose
        :returns: cases, iterator of the lists of cases after them, overrides, and the
            values of the batch
        """
        self._check_request(interests, output)
        overrides = self._check_overrides(overrides)
        issue_date = read_date(self.env, issue_date, "issue_date")
        issue_date = issue_date or fields.Date.context_today(self)
        company = interests.company_id
        forms = self._choose_form(form, company, issue_date)
        if not forms:
            self.env["coi.form"]._check_usual(company, issue_date)
        slices = self._judge(
            confirmed, interests, issue_date, policies, forms, revised, overrides
        )
        vals = {
            "form_id": form.id if form else False,
            "issue_date": issue_date,
            "policy_ids": [fields.Command.set(policies.ids if policies else [])],
            "output": output,
            "save_history": save_history or bool(revised),
            "warnings_confirmed": bool(confirmed),
        }
        cases = next(slices)
        self._check_can_draw(cases)
        more = slices if len(cases) < len(interests) else None
        return cases, more, overrides, vals

    @api.model
    def _carry_out(self, cases, slices, overrides, vals):
        """Record what was asked, and run."""
        batch = self._create_batch(cases, vals)
        if slices:
            batch._take_in_slices(cases, slices, overrides)
        else:
            batch._take_in(cases, overrides)
        return batch

    @api.model
    def _judge(self, confirmed, *asked):
        """Cases in lists for which memory has room, as ``coi.plan._iter_cases``; what
        was not confirmed is marked in them."""
        for cases in self.env["coi.plan"]._iter_cases(*asked):
            if not isinstance(confirmed, bool):
                confirmed = frozenset(confirmed)
                for case in cases:
                    case.seen = None if case.id in confirmed else ()
            yield cases

    def _take_in(self, cases, overrides):
        """Lines for all ``cases``, and their certificates where that is little work."""
        self._record({"cost": self.env["coi.engine"]._get_cost(cases, self)})
        if self._is_little():
            self._create_lines(cases, overrides, "done")
            self._run(self._get_lines("done"), cases)
        else:
            self._create_lines(cases, overrides, "pending")
            self._queue()

    def _take_in_slices(self, cases, slices, overrides):
        """The same for more holders than are judged at once.

        :param cases: the first list of cases
        :param slices: iterator of the others
        """
        insured_ids, variants, cost, place = set(), set(), 0, 0
        while cases:
            insured_ids.update(case.asked.insured_id for case in cases)
            cost += self.env["coi.engine"]._get_cost(cases, self, variants)
            self._create_lines(cases, overrides, "pending", place)
            place += len(cases)
            cases = next(slices, None)
        self._record(
            {"cost": cost, "insured_ids": [fields.Command.set(list(insured_ids))]}
        )
        if self._is_little():
            self._run()
        else:
            self._queue()

    @api.model
    def _check_user(self):
        if not self.env.user.has_group("coi_mass_generate.group_user"):
            raise AccessError(
                self.env._(
                    "You may not issue certificates. Ask your administrator for the "
                    "right Certificates / User."
                )
            )

    @api.model
    def _check_overrides(self, overrides):
        """What managers gave as reasons, by interest id, with who and when."""
        overrides = read_overrides(self.env, overrides, "overrides")
        if not overrides:
            return {}
        if not self.env.user.has_group("coi_mass_generate.group_manager"):
            raise AccessError(
                self.env._(
                    "Only a manager may have a blocked certificate printed. Ask one, "
                    "or mend what blocks it."
                )
            )
        return {
            interest_id: self._prepare_override(given)
            for interest_id, given in overrides.items()
        }

    @api.model
    def _prepare_override(self, given):
        if not given["reason"]:
            raise UserError(self.env._("Give a reason: it is kept on the certificate."))
        return {
            **given,
            "user_id": self.env.uid,
            "user": self.env.user.name,
            "date": fields.Datetime.to_string(fields.Datetime.now()),
        }

    @api.model
    def _fix_override(self, given, case):
        """What a manager said, for the blocks there are now: what comes up later,
        nobody saw."""
        codes = [each.code for each in case.findings if each.override]
        return {**given, "codes": codes} if given else False

    @api.model
    def _check_request(self, interests, output):
        self._check_user()
        if not interests:
            raise UserError(
                self.env._("No holder is selected. Check at least one, or Check All.")
            )
        if output not in list(dict(self._fields["output"].selection)):
            raise UserError(
                self.env._("Choose individual PDFs (zip) or one combined PDF (pdf).")
            )
        interests.check_access("read")
        if len(interests.company_id) > 1:
            raise UserError(
                self.env._(
                    "The selected holders belong to several companies. Generate the "
                    "certificates of one company at a time."
                )
            )
        self.env["coi.engine"]._check_ready(interests.company_id)

    @api.model
    def _create_batch(self, cases, vals):
        company = cases[0].interest.company_id
        insureds = {case.asked.insured_id for case in cases}
        # sudo(): users only read batches, lines and certificates, so that none can be
        # forged; _check_request() has just checked the group and the interests.
        batch = trusted(self).create(
            {
                **vals,
                "name": self.env["ir.sequence"]._coi_reserve("coi.batch", company, 1)[
                    0
                ],
                "index_header": self._prepare_index_header(self.env.user.lang),
                "company_id": company.id,
                "user_id": self.env.uid,
                "insured_ids": [fields.Command.set(list(insureds))],
            }
        )
        return batch.sudo(False)

    def _create_lines(self, cases, overrides, printed, start=0):
        """A line a case, in one query, during which nothing else can be asked.

        :param printed: state of those who get a certificate: "pending", or "done" where
            they are made in this very transaction; who fails is written again then
        :param start: place of the first case in the selection
        """
        # sudo(): see _create_batch()
        trusted(self.env["coi.batch.line"])._create_bulk(
            (
                self._prepare_line_vals(case, place, overrides, printed)
                for place, case in enumerate(cases, start)
            ),
            {"batch_id": self.id, "company_id": self.company_id.id},
        )

    def _get_lines(self, *states):
        return self.env["coi.batch.line"].search_fetch(
            [("batch_id", "=", self.id), ("state", "in", states)],
            ["state", "interest_id"],
        )

    @api.model
    def _choose_form(self, form, companies, issue_date):
        """What somebody chose, as ``coi.plan`` takes it; refused where it cannot be.

        :param form: ``coi.form`` record; None or empty: nobody chose
        """
        if not form:
            return {}
        for company in companies:
            form._check_choice(company, issue_date)
        return {None: form}

    @api.model
    def _check_can_draw(self, cases):
        for form in {case.form for case in cases}:
            form._check_can_draw()

    def _prepare_line_vals(self, case, place, overrides, printed):
        outcome = case.get_outcome(self.warnings_confirmed)
        return {
            "sequence": place,
            "interest_id": case.id,
            "insured_id": case.asked.insured_id,
            "holder_id": case.asked.holder_id,
            "form_id": case.form.id,
            "asked": self.env["coi.asked"]._describe(case),
            "verdict": case.verdict,
            "reasons": case.dump_findings(),
            "overrides": self._fix_override(overrides.get(case.id), case),
            "revises_id": case.revises.id if case.revises else False,
            "state": printed if outcome == "pending" else outcome,
        }

    def _get_cases(self, interests):
        """Cases of ``interests`` as this batch asked for them, judged now.

        Confirmed is what was seen then: a warning that came up since is not, nor is
        what would be another certificate than was asked for.
        """
        lines = self.env["coi.batch.line"].search_fetch(
            [("batch_id", "=", self.id), ("interest_id", "in", interests.ids)],
            [
                "interest_id", "holder_id", "insured_id", "form_id", "asked",
                "overrides", "revises_id", "reasons",
            ],
        )  # fmt: skip
        cases = self.env["coi.plan"]._get_cases(
            interests,
            self.issue_date,
            # One that was archived meanwhile, too: without it, others would be shown.
            self.with_context(active_test=False).policy_ids or None,
            {
                None: self.form_id,
                **{each.insured_id.id: each.form_id for each in lines if each.form_id},
            },
            {line.interest_id.id: line.revises_id for line in lines if line.revises_id},
            {line.interest_id.id: line.overrides for line in lines if line.overrides},
        )
        by_interest = {line.interest_id.id: line for line in lines}
        for case in cases:
            line = by_interest[case.id]
            case.seen = {reason["code"] for reason in line.reasons or ()}
            self.env["coi.asked"]._compare(line, case)
        return cases

    # --------------------------------------------------------------------- work

    def _launch(self):
        """Make what waits: at once where it is little, in the background else."""
        self.ensure_one()
        lines = self._get_waiting()
        lines -= self.env["coi.asked"]._set_aside(lines)
        cases = self._get_cases(lines.interest_id)
        self._record({"cost": self.env["coi.engine"]._get_cost(cases, self)})
        if self._is_little():
            self._run(lines, cases)
        else:
            self._queue()

    def _is_little(self):
        """Whether it is made in the click."""
        return self.cost <= self.company_id.coi_click_limit

    def _get_waiting(self):
        return self._get_lines("pending")

    def _run(self, lines=None, cases=None):
        """Make certificates at once and in this transaction.

        :param lines: whose; None: all that wait
        :param cases: see ``coi.engine._produce``
        """
        self._record({"worker": "click", "date_start": fields.Datetime.now()})
        lines = lines or self._get_waiting()
        for ids in split_every(coi_plan.SLICE, lines.ids):
            self.env["coi.runner"]._make(lines.browse(ids), cases)
        self._check_made()
        self._finish()

    def _check_made(self):
        """Nothing is stored at all where a line would say what is not so."""
        self.env["coi.batch.line"].flush_model()
        # The ORM would look through all certificates there are.
        odd = self.env.execute_query(
            SQL(
                "SELECT l.id FROM coi_batch_line l WHERE l.batch_id = %s"
                " AND l.state = 'done' AND NOT EXISTS"
                " (SELECT FROM coi_certificate c WHERE c.line_id = l.id) LIMIT 1",
                self.id,
            )
        )
        if odd:
            raise UserError(
                self.env._(
                    "Some certificates were not made, so nothing was stored. Generate "
                    "again; if this stays, tell your administrator."
                )
            )

    def _queue(self):
        """Leave what waits to the background engine that is set up."""
        self._record(
            {
                "state": "pending",
                "worker": self.company_id.coi_worker,
                "is_rush": self.cost <= RUSH_COST,
                "date_start": False,
                "date_done": False,
                "date_expired": False,
            }
        )
        getattr(self, f"_hand_over_to_{self.worker}")()

    def _hand_over_to_cron(self):
        self.env["coi.runner"]._wake()

    def _as_requester(self):
        """This batch as the user who asked for it sees it: a background run has that
        user's rights, company and language, and no more."""
        user, company = self.user_id, self.company_id
        return (
            self.with_user(user)
            .with_company(company)
            .with_context(allowed_company_ids=company.ids, lang=user.lang, tz=user.tz)
        )

    def _mark_running(self):
        """Say that it is at work, unless another worker is just saying so."""
        waiting = self.filtered(lambda batch: batch.state == "pending")
        if waiting and (free := waiting.try_lock_for_update(allow_referencing=True)):
            free._record({"state": "running", "date_start": fields.Datetime.now()})

    def _settle(self):
        """Finish what has nothing left to make; tidy up what was cancelled."""
        for batch in self:
            if batch.state == "cancelled":
                batch._cancel_waiting()
            elif batch.state in (*OPEN, "paused") and not batch._has_waiting():
                batch._finish()
                batch._tell_requester()

    def _has_waiting(self):
        return self._has_lines("pending")

    def _has_lines(self, state):
        lines = [("batch_id", "=", self.id), ("state", "=", state)]
        return bool(self.env["coi.batch.line"].search_count(lines, limit=1))

    def _finish(self):
        """Nothing is left to make; who was cancelled before can still be resumed."""
        self._close("cancelled" if self._has_lines("cancelled") else "done")

    def _close(self, state):
        vals = {"state": state, "date_done": fields.Datetime.now()}
        if not self.save_history:
            days = timedelta(days=self.company_id.coi_keep_downloads_days)
            vals["date_expired"] = vals["date_done"] + days
        self._record(vals)

    def _tell_requester(self):
        """Let the requester's browser say that it is done, wherever they are."""
        self.user_id._bus_send("coi_batch_finished", {"batch_id": self.id})

    # ----------------------------------------------------------------- controls

    @door
    def action_pause(self):
        """Button: stop after the chunk at work; what is made stays."""
        self._check_control()
        self._check_state(*OPEN)
        self._record({"state": "paused"})

    @door
    def action_resume(self):
        """Button: go on with what was paused or cancelled."""
        self._check_control()
        self._check_state("paused", "cancelled")
        self._check_not_emptied()
        self._reopen(("pending", "cancelled"))
        self._queue()

    @door
    def action_cancel(self):
        """Button: make no more; what is made stays, and the user is told how much."""
        self._check_control()
        self._check_state(*OPEN, "paused")
        self._close("cancelled")
        self._cancel_waiting()
        return self._notify(self._get_cancel_message())

    @door
    def action_retry(self):
        """Button: make those that failed, and only those, once more."""
        self._check_control()
        self._check_state("done", "cancelled")
        self._check_not_emptied()
        if self.state == "cancelled":
            # Lines of a chunk that did not come home were cancelled as well.
            self._cancel_waiting()
        self._reopen(("error",))
        self._launch()

    def _check_control(self):
        one(self)
        self.check_access("read")
        if not self.can_control:
            raise AccessError(
                self.env._(
                    "Only %(user)s, who asked for this batch, or a manager may do "
                    "this.",
                    user=self.user_id.name,
                )
            )

    def _check_state(self, *states):
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(batch)s cannot do this any more. It is: %(state)s.",
                    batch=self.name,
                    state=labels[self.state],
                )
            )

    def _check_not_emptied(self):
        if self._is_emptied():
            raise UserError(
                self.env._(
                    "The files of %(batch)s are not available any more. Generate the "
                    "certificates again.",
                    batch=self.name,
                )
            )

    def _reopen(self, states):
        """Let the lines in ``states`` wait again, as if never tried."""
        lines = self._get_lines(*states)
        # sudo(): see _create_batch(); _check_control() was called before.
        trusted(lines).write({"state": "pending", "attempts": 0, "message": False})

    def _cancel_waiting(self):
        """A chunk at work keeps its lines; the worker calls again when it is done."""
        # sudo(): see _create_batch(); _check_control() was called before.
        lines = trusted(self._get_waiting()).try_lock_for_update(allow_referencing=True)
        lines.write({"state": "cancelled"})

    def _record(self, vals):
        # sudo(): users only read batches; see _create_batch(). What is written here
        # are outcomes, and wishes that _check_control() has passed.
        trusted(self).write(vals)

    def _get_cancel_message(self):
        return self.env._(
            "%(batch)s is cancelled. %(done)s certificates were made and stay; "
            "%(cancelled)s holders got none. A chunk at work is finished first.",
            batch=self.name,
            done=self.count_done,
            cancelled=self.count_cancelled,
        )

    def _notify(self, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "info",
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    # ----------------------------------------------------------------- progress

    @api.readonly
    @door
    def get_progress(self):
        """How far this batch is; called by the screen once a second.

        :returns: dict, see ``coi.progress``
        """
        one(self)
        self.check_access("read")
        return self.env["coi.progress"]._get(self)

    # ---------------------------------------------------------------- download

    def _get_download_url(self):
        return f"/coi/batch/{self.id}/download"

    def _get_filename(self):
        return f"{self.name.replace('/', '-')}.{self.output}"

    def _check_download(self):
        """Refuse politely where there is nothing (yet, or any more) to download."""
        one(self)
        self.check_access("read")
        self._check_not_emptied()
        if self._is_open():
            raise UserError(
                self.env._(
                    "%(batch)s is still being made: %(done)s of %(selected)s. The "
                    "file can be downloaded when it is finished, or cancelled.",
                    batch=self.name,
                    done=self.count_done,
                    selected=self.count_selected,
                )
            )
        if not self.can_download:
            raise UserError(
                self.env._("No certificate was made in %(batch)s.", batch=self.name)
            )

    def _write_output(self, file):
        """Write the batch's file to the binary ``file``, in the list's order."""
        self.ensure_one()
        self.env["coi.output"]._write_file(file, self._get_certificates(), self.output)

    def _get_certificates(self):
        """What was made, in the order of the selection."""
        return self.env["coi.certificate"].search(
            [("batch_id", "=", self.id)], order="line_id"
        )

    @door
    def action_download(self):
        """Button: the zip or the combined PDF."""
        self._check_download()
        return {
            "type": "ir.actions.act_url",
            "url": self._get_download_url(),
            "target": "self",
        }

    @door
    def action_download_evidence(self):
        """Button: what was asked, found, overridden and issued, as a CSV file."""
        one(self)
        return {
            "type": "ir.actions.act_url",
            "url": f"/coi/batch/{self.id}/evidence",
            "target": "self",
        }

    @door
    def action_take_up(self):
        """Button: the wizard again, with those that were blocked or kept aside."""
        one(self)
        return self.env["coi.generate"]._open_for_batch(self)

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

    def _get_form_action(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    @api.autovacuum
    def _gc_downloads(self):
        """Remove what was made for download only, once its days are over.

        :returns: number removed, and whether there is more: core then calls again
        """
        expired = self.env["coi.certificate"].search(
            [
                ("is_kept", "=", False),
                ("batch_id.date_expired", "<", fields.Datetime.now()),
            ],
            limit=VACUUM_AT_ONCE,
        )
        expired.unlink()
        self.env["coi.master"]._unlink_unused()
        self.env["coi.basis"]._unlink_unused()
        return len(expired), len(expired) == VACUUM_AT_ONCE
