import base64
from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL
from odoo.tools.misc import format_datetime

from ..sheets.export import write_rows
from .coi_import_line import BUCKETS, OUTCOMES
from .coi_import_message import FILE_NOTES

# What only the import itself writes.
PROTECTED = {"state", "date_done", "date_undone", "user_id", "company_id", "gone_ids"}
# Choices after which the file has to be read again.
REREAD = ("sheet_id", "header_line")


class CoiImportRun(models.Model):
    """One import of a list: who, when, which file, how it was read, what became of it.

    columns -> preview -> done -> undone. Nothing but this record and its rows is
    written before it is done.
    """

    _name = "coi.import.run"
    _description = "Import of a List"
    _order = "id desc"
    _check_company_auto = True

    kind = fields.Selection(
        [
            ("holder", "Certificate holders"),
            ("interest", "Additional insureds"),
        ],
        string="Imports",
        required=True,
        readonly=True,
        default="holder",
    )
    one_go = fields.Boolean(
        "Create holders that are not there yet",
        help="Both passes in one go: holders first, then their link to the insured.",
    )
    mode = fields.Selection(
        [
            ("update", "Add and update"),
            ("replace", "Replace: the insured's list becomes this list"),
        ],
        required=True,
        default="update",
    )
    insured_id = fields.Many2one(
        "res.partner",
        string="For Insured",
        readonly=True,
        ondelete="restrict",
        help="Empty: each row names its insured.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Imported By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    state = fields.Selection(
        [
            ("columns", "Columns"),
            ("preview", "Preview"),
            ("done", "Imported"),
            ("undone", "Undone"),
        ],
        required=True,
        readonly=True,
        default="columns",
    )
    date_done = fields.Datetime("Imported On", readonly=True)
    date_undone = fields.Datetime("Undone On", readonly=True)
    file = fields.Binary("Original File", required=True, attachment=True, readonly=True)
    filename = fields.Char("File", readonly=True)
    file_kind = fields.Char(readonly=True)
    sheet_ids = fields.One2many(
        "coi.import.sheet", "run_id", string="Sheets", readonly=True
    )
    sheet_id = fields.Many2one(
        "coi.import.sheet", domain="[('run_id', '=', id)]", ondelete="set null"
    )
    header_line = fields.Integer(
        "Header in Line", help="The line that says what the columns are."
    )
    headers = fields.Json(readonly=True)
    signature = fields.Char(readonly=True)
    cleaning_key = fields.Char(
        readonly=True, help="What the cleaning of the rows depended on."
    )
    notes = fields.Json(readonly=True)
    note_text = fields.Text(compute="_compute_note_text")
    headline = fields.Char(compute="_compute_headline")
    has_hidden = fields.Boolean(compute="_compute_has_marks")
    has_struck = fields.Boolean(compute="_compute_has_marks")
    column_ids = fields.One2many("coi.import.column", "run_id")
    keep_spelling = fields.Boolean(
        "Keep our spelling",
        default=True,
        help="Where name or address of a contact differ from the list only in "
        "capitals, punctuation or abbreviations, the contact stays as it is.",
    )
    take_hidden = fields.Boolean("Take in hidden rows")
    take_struck = fields.Boolean("Take in rows that are struck through")
    line_ids = fields.One2many("coi.import.line", "run_id")
    question_line_ids = fields.One2many(
        "coi.import.line",
        "run_id",
        domain=[("bucket", "=", "problem"), ("is_question", "=", True)],
    )
    problem_line_ids = fields.One2many(
        "coi.import.line",
        "run_id",
        domain=[("bucket", "=", "problem"), ("is_question", "=", False)],
    )
    create_line_ids = fields.One2many(
        "coi.import.line", "run_id", domain=[("bucket", "=", "create")]
    )
    update_line_ids = fields.One2many(
        "coi.import.line", "run_id", domain=[("bucket", "=", "update")]
    )
    unchanged_line_ids = fields.One2many(
        "coi.import.line", "run_id", domain=[("bucket", "=", "unchanged")]
    )
    left_out_line_ids = fields.One2many(
        "coi.import.line", "run_id", domain=[("bucket", "=", "left_out")]
    )
    shown = fields.Selection(
        BUCKETS, default="problem", required=True, help="Which rows are on the screen."
    )
    gone_ids = fields.Many2many(
        "coi.additional.interest",
        string="Would Disappear",
        readonly=True,
        context={"active_test": False},
        help="In the insured's list now, and not in this one.",
    )
    confirm_gone = fields.Boolean("Yes, take these out of the insured's list")
    total_count = fields.Integer("Rows", compute="_compute_counts")
    create_count = fields.Integer("New", compute="_compute_counts")
    update_count = fields.Integer("Changed", compute="_compute_counts")
    unchanged_count = fields.Integer("Unchanged", compute="_compute_counts")
    problem_count = fields.Integer("To Solve", compute="_compute_counts")
    left_out_count = fields.Integer("Left Out", compute="_compute_counts")
    gone_count = fields.Integer(compute="_compute_gone_count")
    mapped = fields.Char(
        compute="_compute_mapped",
        help="Keys of the fields that columns go to, each between commas.",
    )
    unmapped_text = fields.Char(compute="_compute_unmapped_text")
    problem_file = fields.Binary(compute="_compute_problem_file")
    problem_filename = fields.Char(compute="_compute_problem_file")

    @api.depends("filename", "create_date")
    def _compute_display_name(self):
        for run in self:
            run.display_name = run.filename or self.env._("Import of a list")

    @api.depends("line_ids.bucket")
    def _compute_counts(self):
        groups = self.env["coi.import.line"]._read_group(
            [("run_id", "in", self.ids)], ["run_id", "bucket"], ["__count"]
        )
        counts = {(run.id, bucket): count for run, bucket, count in groups}
        for run in self:
            total = 0
            for bucket in ("create", "update", "unchanged", "problem", "left_out"):
                count = counts.get((run._origin.id, bucket), 0)
                run[f"{bucket}_count"] = count
                total += count
            run.total_count = total

    @api.depends("state", "kind", "insured_id", "date_done", "line_ids")
    @api.depends_context("lang", "tz")
    def _compute_headline(self):
        for run in self:
            run.headline = run._get_headline()

    def _get_headline(self):
        """What this is, in one line: whose rows, and whether they are imported."""
        what = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        if self.insured_id:
            what = self.env._(
                "Additional insureds of %(insured)s", insured=self.insured_id.name
            )
        words = {
            "what": what,
            "count": self.total_count,
            "user": self.user_id.name,
            "date": self.date_done
            and format_datetime(self.env, self.date_done, dt_format="short"),
        }
        if self.state in ("columns", "preview"):
            return self.env._(
                "%(what)s: %(count)s rows. Nothing has been written yet.", **words
            )
        if self.state == "done":
            return self.env._(
                "%(what)s: %(count)s rows, imported on %(date)s by %(user)s.", **words
            )
        return self.env._(
            "%(what)s: %(count)s rows, imported on %(date)s by %(user)s and undone.",
            **words,
        )

    @api.depends("notes")
    def _compute_has_marks(self):
        for run in self:
            codes = {code for code, _detail in run.notes or ()}
            run.has_hidden = "hidden_rows" in codes
            run.has_struck = "struck_rows" in codes

    @api.depends("gone_ids")
    def _compute_gone_count(self):
        for run in self:
            run.gone_count = len(run.gone_ids)

    @api.depends("column_ids.target")
    def _compute_mapped(self):
        for run in self:
            keys = set(run.column_ids.mapped("target")) - {False}
            if "flags" in keys:
                keys |= {"ai", "waiver", "pnc"}
            if len(run.column_ids.filtered(lambda each: each.target == "street")) > 1:
                keys.add("street2")
            run.mapped = f",{','.join(sorted(keys))},"

    @api.depends("column_ids.target", "column_ids.header")
    @api.depends_context("lang")
    def _compute_unmapped_text(self):
        for run in self:
            columns = run.column_ids.filtered(lambda column: not column.target)
            names = [column.header or column.letter for column in columns]
            if names:
                run.unmapped_text = self.env._(
                    "Columns that are not imported: %(names)s.", names=", ".join(names)
                )
            else:
                run.unmapped_text = False

    @api.depends("line_ids.bucket")
    @api.depends_context("lang")
    def _compute_problem_file(self):
        """A workbook of the problem rows; made only when it is asked for."""
        for run in self:
            lines = run.line_ids.filtered(lambda line: line.bucket == "problem")
            width = max([len(run.headers or []), *(len(line.cells) for line in lines)])
            headers = (run.headers or []) + [""] * (width - len(run.headers or []))
            rows = [
                [
                    *(line.cells + [""] * (width - len(line.cells))),
                    str(line.number),
                    line.message,
                ]
                for line in lines
            ]
            title = self.env._("Not imported")
            headers = [*headers, self.env._("Line"), self.env._("What to do")]
            content = write_rows(headers, rows, title=title, marked=(width + 1,))
            run.problem_file = base64.b64encode(content)
            stem = (run.filename or "").rpartition(".")[0] or run.filename or "list"
            run.problem_filename = f"{stem} - {title}.xlsx"

    @api.depends("notes")
    @api.depends_context("lang")
    def _compute_note_text(self):
        words = self.env["coi.import.message"]
        for run in self:
            run.note_text = "\n".join(
                words._word(FILE_NOTES[code], detail)
                for code, detail in run.notes or ()
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_writable({key: vals[key] for key in set(vals) - {"company_id"}})
        return super().create(vals_list)

    def write(self, vals):
        """Changing what a row means, or a row, shows at once what comes of it."""
        if set(vals) == {"shown"}:
            return super().write(vals)
        self._check_writable(vals)
        result = super().write(vals)
        if any(key in vals for key in REREAD):
            for run in self:
                run.env["coi.import.reader"]._read(run, vals.get("header_line"))
        elif self._changes_verdicts(vals):
            for run in self.filtered(lambda run: run.state == "preview"):
                run._judge()
        return result

    def _set(self, vals):
        """Write what only the import itself writes, without looking at rows anew."""
        return models.Model.write(self, vals)

    def _check_writable(self, vals):
        """A finished import is a record; and no import is finished by declaring it."""
        if set(vals) & PROTECTED:
            raise AccessError(
                self.env._("How an import went can only be changed by importing.")
            )
        self._check_open()

    @api.model
    def _changes_verdicts(self, vals):
        keys = {"mode", "one_go", "keep_spelling", "take_hidden", "take_struck"}
        return bool(keys & set(vals)) or any(
            key == "column_ids" or key.endswith("line_ids") for key in vals
        )

    def _check_open(self):
        if self.filtered(lambda run: run.state in ("done", "undone")):
            raise UserError(
                self.env._("This import is finished. Start a new one with the list.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if self.filtered(lambda run: run.state in ("done", "undone")):
            raise UserError(
                self.env._(
                    "A finished import is the record of what was done: it stays."
                )
            )

    @api.autovacuum
    def _gc_unfinished(self):
        """Previews nobody came back to."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=14)
        self.search(
            [("state", "in", ("columns", "preview")), ("write_date", "<", limit)]
        ).unlink()

    # What the user does

    def _judge(self, clean=True):
        """See ``coi.import.judge``."""
        self.ensure_one()
        return self.env["coi.import.judge"]._judge(self, clean)

    def _show_first(self):
        """Begin with the rows that need somebody, then with those that do something."""
        counts = {bucket: self[f"{bucket}_count"] for bucket, _label in BUCKETS}
        shown = next((bucket for bucket in counts if counts[bucket]), "problem")
        self._set({"shown": shown})

    def action_preview(self):
        """The columns are right: show what would become of the rows."""
        self.ensure_one()
        self._check_open()
        self._check_columns()
        self._set({"state": "preview"})
        self._judge()
        self._show_first()

    def action_columns(self):
        """Back to the columns."""
        self._check_open()
        self._set({"state": "columns"})

    def _check_columns(self):
        targets = set(self.column_ids.mapped("target"))
        if not targets & {"name", "first_name", "last_name"}:
            raise UserError(
                self.env._(
                    "Which column has the holder's name? Choose it in the list of "
                    "columns."
                )
            )
        if (
            self.kind == "interest"
            and not self.insured_id
            and not targets & {"insured", "policy"}
        ):
            raise UserError(
                self.env._(
                    "Which insured is the list for? Choose the column with the "
                    "insured's name or policy number, or start the import from the "
                    "insured's Additional Interests tab."
                )
            )

    def action_all_same(self):
        """All rows that are asked about are the holders they look like."""
        self.question_line_ids.action_same()

    def action_all_different(self):
        self.question_line_ids.action_different()

    def action_leave_out_problems(self):
        self.problem_line_ids.action_leave_out()

    def action_clear_problems(self):
        """Import the rows without the values that are in question."""
        self.problem_line_ids.action_clear_cells()

    def action_open_holders(self):
        return self._open_records(
            self.line_ids.partner_id, self.env._("Holders of This Import")
        )

    def action_open_interests(self):
        return self._open_records(
            self.line_ids.interest_id, self.env._("Interests of This Import")
        )

    def _open_records(self, records, title):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": records._name,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", records.ids)],
            "context": {"active_test": False},
        }

    def action_import(self):
        """Import what the preview shows, all of it or nothing.

        Rows with problems are not imported and stay on record with their reasons.
        Should the contacts have changed since the preview, nothing is imported and
        the new preview is shown.
        """
        self.ensure_one()
        self._lock()
        self._check_open()
        self._check_columns()
        plan, changed = self._judge(clean=False)
        if changed:
            self._set({"state": "preview"})
            return self._warn_changed(changed)
        self._check_replace()
        self.env["coi.import.writer"]._write_plan(self, plan)
        targets = self._get_targets()
        self.env["coi.import.mapping"]._remember(
            self.company_id, self.signature, targets
        )
        # To the next full second: what is written later is later than this.
        now = self.env.cr.now().replace(microsecond=0) + timedelta(seconds=1)
        self._set({"state": "done", "date_done": now})
        self._show_first()
        return None

    def _lock(self):
        """One import at a time in a company: two at once would create twins."""
        self.lock_for_update(allow_referencing=True)
        [[is_free]] = self.env.execute_query(
            SQL(
                "SELECT pg_try_advisory_xact_lock(hashtext(%s), %s)",
                self._name,
                self.company_id.id,
            )
        )
        if not is_free:
            raise UserError(
                self.env._("Another import is running. Try again when it is finished.")
            )

    def action_continue(self):
        """Pass 2 with the list of pass 1."""
        self.ensure_one()
        self.check_access("read")
        wizard = self.env["coi.import.interest"].create(
            {"file": self.file, "filename": self.filename}
        )
        return wizard.action_preview()

    def action_undo(self):
        """Take the whole import back; refused when something later depends on it."""
        self.ensure_one()
        self._lock()
        if self.state != "done":
            raise UserError(self.env._("There is nothing to undo."))
        obstacles = self.env["coi.import.undo"]._find_obstacles(self)
        if obstacles:
            raise UserError(self._word_obstacles(obstacles))
        self.env["coi.import.undo"]._undo(self)
        self._set({"state": "undone", "date_undone": fields.Datetime.now()})

    def _word_obstacles(self, obstacles):
        listed = "\n".join(f"– {each}" for each in obstacles[:10])
        more = len(obstacles) - 10
        if more > 0:
            listed += self.env._("\n– and %(count)s more", count=more)
        return self.env._(
            "This import cannot be undone any more, because something depends on it:"
            "\n%(listed)s",
            listed=listed,
        )

    def action_download_problems(self):
        """The rows that were not imported, in their columns, with the reasons."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/problem_file"
            f"?download=true&filename_field=problem_filename",
            "target": "download",
        }

    def _get_targets(self):
        """Field keys in the columns' order, '' for those not imported."""
        targets = {column.place: column.target or "" for column in self.column_ids}
        return [targets.get(place, "") for place in range(max(targets, default=-1) + 1)]

    def _check_replace(self):
        """What would disappear does so only after an explicit yes."""
        if self.mode != "replace":
            return
        if self.problem_count:
            raise UserError(
                self.env._(
                    "To replace the insured's list, every row must be solved or left "
                    "out first: who is missing from the list would disappear."
                )
            )
        if self.gone_ids and not self.confirm_gone:
            raise UserError(
                self.env._(
                    "%(count)s holders are not in this list and would disappear from "
                    "the insured's. Look at them, and tick the box that says yes.",
                    count=len(self.gone_ids),
                )
            )

    def _warn_changed(self, changed):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Nothing imported yet"),
                "message": self.env._(
                    "Contacts or policies have changed since the preview: %(count)s "
                    "rows are different now. Look at them and import again.",
                    count=len(changed),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def get_result(self):
        """What became of the rows: for other programs.

        Returns {'state', 'created', 'updated', 'unchanged', 'skipped', 'errored',
        'rows': [{'line', 'outcome', 'message'}]}; before the import the outcomes are
        those of the preview.
        """
        self.ensure_one()
        lines = self.env["coi.import.judge"]._fetch_lines(self, ["number"])
        told = self.env["coi.import.line"].browse(
            [line["id"] for line in lines if line["findings"]]
        )
        messages = {line.id: line.message for line in told}
        rows = [
            {
                "line": line["number"],
                "outcome": OUTCOMES[line["bucket"]],
                "message": messages.get(line["id"], ""),
            }
            for line in lines
        ]
        counts = Counter(row["outcome"] for row in rows)
        keys = OUTCOMES.values()
        return {"state": self.state, **{key: counts[key] for key in keys}, "rows": rows}

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "name": self.display_name,
        }

    # Words for the rows

    def _get_place(self, key):
        """Letter of the column a field comes from, or None."""
        key = {"street2": "street", "address": "street"}.get(key, key)
        columns = self.column_ids.filtered(lambda column: column.target == key)
        return columns[:1].letter if columns else None
