from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

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
    form_id = fields.Many2one("coi.form", required=True, readonly=True)
    issue_date = fields.Date(required=True, readonly=True)
    policy_ids = fields.Many2many(
        "coi.policy",
        string="Policies Chosen",
        readonly=True,
        help="Empty: all policies in force on the issue date.",
    )
    insured_ids = fields.Many2many("res.partner", string="Insureds", readonly=True)
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
        [("pending", "Waiting"), ("running", "Running"), ("done", "Finished")],
        required=True,
        readonly=True,
        default="pending",
    )
    date_done = fields.Datetime("Finished On", readonly=True)
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
    can_download = fields.Boolean(compute="_compute_can_download")

    @api.depends("line_ids.state")
    def _compute_counts(self):
        groups = self.env["coi.batch.line"]._read_group(
            [("batch_id", "in", self.ids)], ["batch_id", "state"], ["__count"]
        )
        counts = {(batch.id, state): count for batch, state, count in groups}
        for batch in self:
            batch.count_done = counts.get((batch.id, "done"), 0)
            batch.count_blocked = counts.get((batch.id, "skipped"), 0)
            batch.count_aside = counts.get((batch.id, "aside"), 0)
            batch.count_failed = counts.get((batch.id, "error"), 0)
            batch.count_pending = counts.get((batch.id, "pending"), 0)
            batch.count_selected = (
                batch.count_done
                + batch.count_blocked
                + batch.count_aside
                + batch.count_failed
                + batch.count_pending
            )

    @api.depends("state", "date_expired", "count_done")
    def _compute_can_download(self):
        now = fields.Datetime.now()
        for batch in self:
            expired = batch.date_expired and batch.date_expired <= now
            batch.can_download = bool(batch.count_done and not expired)

    # ------------------------------------------------------------------ doors

    @api.model
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
    ):
        """Generate certificates; the door for other programs (RPC).

        :param interest_ids: ids of ``coi.additional.interest``, in the order wanted
        :param insured_ids: ids of contacts: all their interests, after the above
        :param issue_date: "YYYY-MM-DD"; today where empty
        :param policy_ids: ids of the policies to show; all in force where empty
        :param output: "zip" (a file a holder) or "pdf" (one combined file)
        :param save_history: keep the certificates in Sent Certificates
        :param confirm_warnings: False keeps aside the holders with a warning;
            ``get_verdicts`` tells beforehand which
        :param overrides: ``{interest id: reason}``: print these although blocked, where
            their rules allow that; for managers only
        :returns: dict ``batch_id``, ``state``, ``selected``, ``done``, ``blocked``,
            ``aside``, ``failed``, ``download_url`` (False where nothing was made) and
            ``reasons``: a list of ``{"interest_id", "holder", "state", "message"}`` of
            those that were not made
        :raises UserError: in the user's words, with nothing half done
        """
        policies = self._browse_asked("coi.policy", policy_ids)
        batch = self._start(
            self._collect_interests(interest_ids, insured_ids),
            issue_date=self._parse_date(issue_date),
            policies=policies or None,
            output=output,
            save_history=save_history,
            confirmed=confirm_warnings,
            overrides=overrides,
        )
        return batch._get_summary()

    @api.model
    @api.readonly
    def get_verdicts(
        self, interest_ids=None, insured_ids=None, issue_date=None, policy_ids=None
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
        cases = self.env["coi.plan"]._get_cases(
            interests,
            fields.Date.to_date(issue_date) or fields.Date.context_today(self),
            self.env["coi.policy"].browse(policy_ids or ()).exists() or None,
        )
        verdicts = [self._prepare_verdict(case) for case in cases]
        levels = [verdict["verdict"] for verdict in verdicts]
        counts = {level: levels.count(level) for level in VERDICTS}
        return {**counts, "verdicts": verdicts}

    @api.model
    def _prepare_verdict(self, case):
        return {
            "interest_id": case.interest.id,
            "insured": case.insured.name,
            "holder": case.holder.name,
            "verdict": case.verdict,
            "reasons": case.dump_findings() or [],
        }

    @api.model
    def _collect_interests(self, interest_ids, insured_ids):
        interests = self._browse_asked("coi.additional.interest", interest_ids)
        insureds = self._browse_asked("res.partner", insured_ids)
        if insureds:
            interests |= interests.search([("insured_id", "in", insureds.ids)])
        return interests

    @api.model
    def _browse_asked(self, model, ids):
        """Records of ``ids``, all of them: fewer than asked for would be silence."""
        records = self.env[model].browse(dict.fromkeys(ids or ()))
        missing = records - records.exists()
        if missing:
            raise UserError(
                self.env._(
                    "%(model)s: there is none with the id %(ids)s.",
                    model=records._description,
                    ids=", ".join(map(str, missing.ids)),
                )
            )
        return records

    @api.model
    def _parse_date(self, text):
        try:
            return fields.Date.to_date(text)
        except ValueError as error:
            raise UserError(
                self.env._(
                    "%(text)s is no issue date. Write it as YYYY-MM-DD.", text=text
                )
            ) from error

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
                    "holder": line.interest_id.holder_name,
                    "state": line.state,
                    "message": line.message or line.reason_text,
                }
                for line in self.line_ids
                if line.state in ("skipped", "aside", "error")
            ],
        }

    # ------------------------------------------------------------- the one way

    @api.model
    def _start(
        self,
        interests,
        issue_date=None,
        policies=None,
        output="zip",
        save_history=True,
        confirmed=True,
        overrides=None,
        revised=None,
    ):
        """Check, record what was asked, judge every holder, and run.

        :param confirmed: whether the user saw the warnings and wants these too
        :param overrides: ``{interest id: reason or {"reason", "codes"}}``
        :param revised: ``{interest id: coi.certificate}``, to be superseded
        """
        self._check_request(interests, output)
        overrides = self._check_overrides(overrides or {})
        issue_date = issue_date or fields.Date.context_today(self)
        form = self._get_form(issue_date)
        cases = self.env["coi.plan"]._get_cases(
            interests, issue_date, policies, form, revised, overrides
        )
        batch = self._create_batch(
            cases,
            overrides,
            {
                "form_id": form.id,
                "issue_date": issue_date,
                "policy_ids": [fields.Command.set(policies.ids if policies else [])],
                "output": output,
                "save_history": save_history or bool(revised),
                "warnings_confirmed": confirmed,
            },
        )
        batch._run(cases)
        return batch

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
            int(interest_id): self._prepare_override(given)
            for interest_id, given in overrides.items()
        }

    @api.model
    def _prepare_override(self, given):
        given = given if isinstance(given, dict) else {"reason": given}
        reason = (given.get("reason") or "").strip()
        if not reason:
            raise UserError(self.env._("Give a reason: it is kept on the certificate."))
        return {
            "reason": reason,
            "codes": given.get("codes"),
            "user_id": self.env.uid,
            "user": self.env.user.name,
            "date": fields.Datetime.to_string(fields.Datetime.now()),
        }

    @api.model
    def _check_request(self, interests, output):
        self._check_user()
        if not interests:
            raise UserError(
                self.env._("No holder is selected. Check at least one, or Check All.")
            )
        if output not in dict(self._fields["output"].selection):
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
        self.env["coi.engine"]._check_ready()

    @api.model
    def _create_batch(self, cases, overrides, vals):
        company = cases[0].interest.company_id
        insureds = {case.insured.id for case in cases}
        # sudo(): users only read batches, lines and certificates, so that none can be
        # forged; _check_request() has just checked the group and the interests.
        batch = self.sudo().create(
            {
                **vals,
                "name": self.env["ir.sequence"]._coi_reserve("coi.batch", company, 1)[
                    0
                ],
                "company_id": company.id,
                "user_id": self.env.uid,
                "insured_ids": [fields.Command.set(list(insureds))],
            }
        )
        batch.line_ids._insert(
            [
                batch._prepare_line_vals(case, place, overrides)
                for place, case in enumerate(cases)
            ]
        )
        return batch.sudo(False)

    @api.model
    def _get_form(self, issue_date):
        """The first form that may still be used on ``issue_date``."""
        form = self.env["coi.form"]._get_usable(issue_date)
        if not form or form._is_past(issue_date):
            raise UserError(
                self.env._(
                    "No certificate form may be used on the issue date. Add one under "
                    "Configuration / Forms, or correct its last day."
                )
            )
        return form

    def _prepare_line_vals(self, case, place, overrides):
        return {
            "batch_id": self.id,
            "sequence": place,
            "company_id": case.company.id,
            "interest_id": case.interest.id,
            "insured_id": case.insured.id,
            "holder_id": case.holder.id,
            "verdict": case.verdict,
            "reasons": case.dump_findings(),
            "overrides": overrides.get(case.interest.id, False),
            "revises_id": case.revises.id if case.revises else False,
            "state": case.get_outcome(self.warnings_confirmed),
        }

    def _run(self, cases=None):
        """Make everything that waits, at once and in this transaction."""
        self.ensure_one()
        waiting = self.line_ids.filtered(lambda line: line.state == "pending")
        self.env["coi.engine"]._produce(waiting, cases)
        self._finish()

    def _get_cases(self, interests):
        """Cases of ``interests`` as this batch asked for them, judged now."""
        lines = self.line_ids.search_fetch(
            [("batch_id", "=", self.id), ("interest_id", "in", interests.ids)],
            ["interest_id", "overrides", "revises_id"],
        )
        return self.env["coi.plan"]._get_cases(
            interests,
            self.issue_date,
            self.policy_ids or None,
            self.form_id,
            {line.interest_id.id: line.revises_id for line in lines if line.revises_id},
            {line.interest_id.id: line.overrides for line in lines if line.overrides},
        )

    def _finish(self):
        vals = {"state": "done", "date_done": fields.Datetime.now()}
        if not self.save_history:
            days = timedelta(days=self.company_id.coi_keep_downloads_days)
            vals["date_expired"] = vals["date_done"] + days
        # sudo(): see _create_batch()
        self.sudo().write(vals)

    # ---------------------------------------------------------------- download

    def _get_download_url(self):
        return f"/coi/batch/{self.id}/download"

    def _get_filename(self):
        return f"{self.name.replace('/', '-')}.{self.output}"

    def _check_download(self):
        """Refuse politely where there is nothing (any more) to download."""
        self.ensure_one()
        self.check_access("read")
        if not self.can_download:
            raise UserError(
                self.env._(
                    "The files of %(batch)s are not available any more. Generate the "
                    "certificates again.",
                    batch=self.name,
                )
                if self.count_done
                else self.env._(
                    "No certificate was made in %(batch)s.", batch=self.name
                )
            )

    def _write_output(self, file):
        """Write the batch's file to the binary ``file``, in the list's order."""
        self.ensure_one()
        self.env["coi.output"]._write_file(file, self._get_certificates(), self.output)

    def _get_certificates(self):
        """What was made, in the order of the selection."""
        return self.certificate_ids.search(
            [("batch_id", "=", self.id)], order="line_id"
        )

    def action_download(self):
        """Button: the zip or the combined PDF."""
        self._check_download()
        return {
            "type": "ir.actions.act_url",
            "url": self._get_download_url(),
            "target": "self",
        }

    def action_download_evidence(self):
        """Button: what was asked, found, overridden and issued, as a CSV file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/coi/batch/{self.id}/evidence",
            "target": "self",
        }

    def action_take_up(self):
        """Button: the wizard again, with those that were blocked or kept aside."""
        self.ensure_one()
        left = self.line_ids.filtered(lambda line: line.state in ("aside", "skipped"))
        interests = left.interest_id.filtered("active")
        if not interests:
            raise UserError(
                self.env._("None of these holders is in an insured's list any more.")
            )
        return self.env["coi.generate"]._open_for_interests(interests)

    def action_open_certificates(self):
        self.ensure_one()
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
        """Remove what was made for download only, once its days are over."""
        expired = self.search([("date_expired", "<", fields.Datetime.now())])
        heads = expired.certificate_ids.head_id
        expired.certificate_ids.unlink()
        heads._unlink_unused()
