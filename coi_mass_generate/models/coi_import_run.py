import base64
import binascii
from collections import Counter
from datetime import timedelta

from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, split_every
from odoo.tools.misc import format_date, format_datetime

from .. import sheets
from ..sheets.clean import Cleaner
from ..sheets.export import write_rows
from ..sheets.header import find_header, header_at, map_columns
from ..sheets.places import Places
from ..sheets.text import clean_line, fold
from .coi_import_column import _get_letter
from .coi_import_line import BUCKETS, OUTCOMES
from .coi_import_message import FILE_NOTES
from .coi_import_plan import Entry

# What only the import itself writes.
PROTECTED = {"state", "date_done", "date_undone", "user_id", "company_id", "gone_ids"}
# Of a row, what its verdict is.
VERDICT = (
    "values",
    "cleaning",
    "findings",
    "changes",
    "bucket",
    "partner_id",
    "interest_id",
    "likely_id",
    "is_question",
)
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
            run.unmapped_text = names and self.env._(
                "Columns that are not imported: %(names)s.", names=", ".join(names)
            )

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
            self._read_file()
        elif self._changes_verdicts(vals):
            self.filtered(lambda run: run.state == "preview")._judge()
        return result

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

    # The file

    def _read_file(self):
        """Read the chosen sheet and propose where its columns go; then judge."""
        for run in self:
            book = run._open_book()
            run._take_header(book)
            run._take_columns(book)
            run._take_rows(book)

    def _open_book(self):
        self.ensure_one()
        if not self.file:
            raise UserError(
                self.env["coi.import.message"]._refuse(sheets.Refused("no_file"))
            )
        try:
            content = base64.b64decode(self.file)
            return sheets.read_safely(
                content,
                self.filename or "",
                sheet=self.sheet_id.name,
                limits=self._get_limits(),
            )
        except binascii.Error as error:
            refused = sheets.Refused("unreadable")
            raise UserError(self.env["coi.import.message"]._refuse(refused)) from error
        except sheets.Refused as refused:
            raise UserError(self.env["coi.import.message"]._refuse(refused)) from None

    @api.model
    def _get_limits(self):
        """Limits of a file; system parameters override the defaults."""
        params = self.env["ir.config_parameter"].sudo()  # read by us, never shown
        given = {
            name: params.get_param(f"coi_mass_generate.import_max_{name}")
            for name in ("megabytes", "rows", "columns", "seconds", "memory")
        }
        return sheets.Limits(
            **{name: int(value) for name, value in given.items() if value}
        )

    def _take_header(self, book):
        header = self._find_header(book.rows)
        vals = {
            "file_kind": book.kind,
            "headers": header.texts,
            "signature": header.signature,
            "notes": self._prepare_notes(book, header),
        }
        super().write({**vals, "header_line": book.rows[header.place].number})
        if not self.sheet_ids and len(book.sheets) > 1:
            self.env["coi.import.sheet"].create(
                [
                    {"run_id": self.id, "sequence": place, **sheet}
                    for place, sheet in enumerate(book.sheets)
                ]
            )
            chosen = self.sheet_ids.filtered(lambda sheet: sheet.name == book.sheet)
            super().write({"sheet_id": chosen[:1].id})

    def _find_header(self, rows):
        if self.header_line and not self.env.context.get("coi_find_header"):
            for place, row in enumerate(rows):
                if row.number == self.header_line:
                    return header_at(rows, place)
        return find_header(rows)

    def _prepare_notes(self, book, header):
        """[[code, detail]]: what the user should know about the file as a whole."""
        notes = []
        for code, detail in book.notes:
            if code == "hidden_columns":
                letters = [_get_letter(place) for place in detail["columns"][:30]]
                detail = {"columns": ", ".join(letters)}
            notes.append([code, detail])
        above = [
            " ".join(clean_line(cell) for cell in row.cells if cell.strip())
            for row in book.rows[: header.place]
        ]
        if above:
            notes.append(["above_header", {"text": " / ".join(above)[:500]}])
        for code, hidden in (("other_sheets", False), ("hidden_sheets", True)):
            names = [
                sheet["name"]
                for sheet in book.sheets
                if sheet["hidden"] is hidden and sheet["name"] != book.sheet
            ]
            if names:
                notes.append([code, {"names": ", ".join(names[:20])}])
        return notes + self._prepare_row_notes(book.rows[header.place + 1 :])

    def _prepare_row_notes(self, rows):
        counts = {
            "hidden_rows": sum(row.hidden for row in rows),
            "struck_rows": sum(row.struck for row in rows),
        }
        return [[code, {"count": count}] for code, count in counts.items() if count]

    def _take_columns(self, book):
        """Columns with where they go: as last time for these headers, else guessed."""
        remembered = self.env["coi.import.mapping"]._recall(
            self.company_id, self.signature
        )
        rows = [row for row in book.rows if row.number > self.header_line]
        width = max([len(self.headers), *(len(row.cells) for row in rows)])
        texts = self.headers + [""] * (width - len(self.headers))
        targets = (remembered or map_columns(texts)) + [""] * width
        self.column_ids.unlink()
        self.env["coi.import.column"].create(
            [
                self._prepare_column_vals(place, text, targets[place], rows)
                for place, text in enumerate(texts)
                if text or any(row.cell(place) for row in rows)
            ]
        )
        state = "preview" if remembered else "columns"
        super().write({"state": state, "header_line": self.header_line})

    def _prepare_column_vals(self, place, header, target, rows):
        texts = dict.fromkeys(
            clean_line(row.cell(place)) for row in rows[:200] if row.cell(place)
        )
        return {
            "run_id": self.id,
            "place": place,
            "header": header,
            "target": target or False,
            "example": " · ".join(list(texts)[:3])[:120],
        }

    def _take_rows(self, book):
        """Make a row of each line below the header, with its verdict."""
        self.line_ids.unlink()
        rows = [row for row in book.rows if row.number > self.header_line]
        cleaner = self._get_cleaner()
        entries = [
            self._make_entry(cleaner, row, {"number": row.number}) for row in rows
        ]
        plan = self.env["coi.import.plan"]._make_plan(self, entries)
        self._insert_lines(rows, entries)
        self._take_plan(plan)
        self._show_first()

    def _show_first(self):
        """Begin with the rows that need somebody, then with those that do something."""
        counts = {bucket: self[f"{bucket}_count"] for bucket, _label in BUCKETS}
        shown = next((bucket for bucket in counts if counts[bucket]), "problem")
        super().write({"shown": shown})

    def _insert_lines(self, rows, entries):
        """Store the rows with their verdicts.

        In SQL: ten thousand rows of nothing but values take the ORM longer than
        reading the file and judging them together.
        """
        self.check_access("write")
        self.env["coi.import.line"].browse().check_access("create")
        self.env["coi.import.line"].flush_model()
        names = (
            "run_id",
            "number",
            "cells",
            "kinds",
            "is_hidden",
            "is_struck",
            *VERDICT,
        )
        log = (self.env.uid, self.env.cr.now()) * 2
        records = [
            (
                *(self.id, row.number, Json(row.cells), row.kinds),
                *(row.hidden, row.struck),
                *map(_adapt, self._prepare_verdict(entry).values()),
                *log,
            )
            for row, entry in zip(rows, entries, strict=True)
        ]
        columns = (*names, "create_uid", "create_date", "write_uid", "write_date")
        for some in split_every(500, records):
            self.env.cr.execute(
                SQL(
                    "INSERT INTO coi_import_line (%s) VALUES %s",
                    SQL(", ").join(map(SQL.identifier, columns)),
                    SQL(", ").join(some),
                )
            )
        self.env["coi.import.line"].invalidate_model()
        self.invalidate_recordset()

    # Verdicts

    def _get_cleaner(self):
        """A cleaner that knows the columns, the countries and the types there are."""
        self.ensure_one()
        types = self.env["coi.interest.type"].search([])
        known = {}
        for each in types:
            for name in (each.key.replace("_", " "), each.name, each.external_code):
                if name:
                    known.setdefault(fold(name), each.key)
        return Cleaner(
            {column.place: column.target for column in self.column_ids},
            self.headers,
            places=self._get_places(),
            types=known,
            day_first=self._is_day_first(),
        )

    def _get_places(self):
        countries = self.env["res.country"].search_fetch([], ["code", "name"])
        states = self.env["res.country.state"].search_fetch(
            [], ["code", "name", "country_id"]
        )
        english = countries.with_context(lang="en_US")
        return Places(
            [
                (country.code, {country.name, in_english.name})
                for country, in_english in zip(countries, english, strict=True)
            ],
            [(state.country_id.code, state.code, [state.name]) for state in states],
            self.company_id.country_id.code or "US",
        )

    def _is_day_first(self):
        """How 3/4/2026 is meant: as the user's language writes dates."""
        lang = self.env["res.lang"]._get_data(code=self.env.user.lang or "en_US")
        form = lang.date_format or "%m/%d/%Y"
        return 0 <= form.find("%d") < form.find("%m")

    def _make_entry(self, cleaner, row, line):
        """Clean a row; row: ``sheets.Row``; line: what is stored of it, as a dict."""
        done = cleaner.clean(row, line.get("corrections"))
        skip = done.skip
        if row.hidden and not self.take_hidden:
            skip = "hidden"
        if row.struck and not self.take_struck:
            skip = "struck"
        if line.get("choice"):
            skip = "user" if line["choice"] == "out" else ""
        cleaning = _without_empty(
            problems=done.problems, notices=done.notices, left_out=skip
        )
        return self._restore_entry(
            {**line, "values": done.values, "cleaning": cleaning}
        )

    def _restore_entry(self, line):
        """An entry of the plan, from what is stored of a row cleaned before."""
        cleaning = line["cleaning"] or {}
        return Entry(
            line["number"],
            line["values"],
            list(cleaning.get("problems", ())),
            list(cleaning.get("notices", ())),
            cleaning.get("left_out", ""),
            line.get("decision") or "",
            cleaning=line["cleaning"],
        )

    def _prepare_verdict(self, entry):
        """What is stored of an entry; ids for relations, None for nothing."""
        findings = _without_empty(
            problems=entry.problems, notices=entry.notices, left_out=entry.skip
        )
        return {
            "values": entry.values,
            "cleaning": entry.cleaning,
            "findings": findings,
            "changes": entry.changes or None,
            "bucket": entry.bucket,
            "partner_id": entry.partner_id or None,
            "interest_id": entry.interest_id or None,
            "likely_id": entry.likely_id or None,
            "is_question": entry.is_question,
        }

    def _fetch_lines(self):
        """What is stored of the rows: dicts, in the file's order.

        Past the ORM: it copies every JSON value each time it is looked at.
        """
        self.ensure_one()
        self.check_access("read")
        lines = self.env["coi.import.line"]
        lines.flush_model()
        columns = (
            *("id", "number", "cells", "kinds", "is_hidden", "is_struck"),
            *("corrections", "decision", "choice"),
            *VERDICT,
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT %s FROM coi_import_line WHERE run_id = %s ORDER BY number",
                SQL(", ").join(map(SQL.identifier, columns)),
                self.id,
            )
        )
        return [dict(zip(columns, row, strict=True)) for row in rows]

    def _judge(self, clean=True):
        """Say of every row what would become of it now.

        clean: whether to read the cells anew, too
        Returns the plan, and the ids of the rows whose verdict is another than before.
        """
        lines = self._fetch_lines()
        if clean:
            cleaner = self._get_cleaner()
            entries = [
                self._make_entry(cleaner, _make_row(line), line) for line in lines
            ]
        else:
            entries = [self._restore_entry(line) for line in lines]
        plan = self.env["coi.import.plan"]._make_plan(self, entries)
        changed = self._store_verdicts(lines, entries)
        if self._take_plan(plan):
            changed = changed or [line["id"] for line in lines]
        return plan, changed

    def _store_verdicts(self, lines, entries):
        changed = []
        for line, entry in zip(lines, entries, strict=True):
            verdict = self._prepare_verdict(entry)
            if any(line[key] != value for key, value in verdict.items()):
                self.env["coi.import.line"].browse(line["id"]).write(verdict)
                changed.append(line["id"])
        return changed

    def _take_plan(self, plan):
        """Keep what would disappear; whether that is something new."""
        if set(self.gone_ids.ids) == set(plan.gone):
            return False
        gone = [fields.Command.set(plan.gone)]
        super().write({"gone_ids": gone, "confirm_gone": False})
        return True

    # What the user does

    def action_preview(self):
        """The columns are right: show what would become of the rows."""
        self.ensure_one()
        self._check_open()
        self._check_columns()
        super().write({"state": "preview"})
        self._judge()
        self._show_first()

    def action_columns(self):
        """Back to the columns."""
        self._check_open()
        super().write({"state": "columns"})

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
        self.lock_for_update(allow_referencing=True)
        self._check_open()
        self._check_columns()
        plan, changed = self._judge(clean=False)
        if changed:
            super().write({"state": "preview"})
            return self._warn_changed(changed)
        self._check_replace()
        self.env["coi.import.writer"]._write_plan(self, plan)
        targets = self._get_targets()
        self.env["coi.import.mapping"]._remember(
            self.company_id, self.signature, targets
        )
        # To the next full second: what is written later is later than this.
        now = self.env.cr.now().replace(microsecond=0) + timedelta(seconds=1)
        super().write({"state": "done", "date_done": now})
        self._show_first()
        return None

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
        self.lock_for_update(allow_referencing=True)
        if self.state != "done":
            raise UserError(self.env._("There is nothing to undo."))
        obstacles = self.env["coi.import.undo"]._find_obstacles(self)
        if obstacles:
            raise UserError(self._word_obstacles(obstacles))
        self.env["coi.import.undo"]._undo(self)
        super().write({"state": "undone", "date_undone": fields.Datetime.now()})

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
        rows = [
            {
                "line": line.number,
                "outcome": line.outcome or OUTCOMES[line.bucket],
                "message": line.message,
            }
            for line in self.line_ids
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

    def _get_type_names(self, keys):
        """Names of interest types, or that it is a certificate holder only."""
        if not keys:
            return self.env._("Certificate holder")
        types = self.env["coi.interest.type"].search([("key", "in", keys)])
        return ", ".join(types.mapped("name"))

    def _describe_changes(self, changes):
        """Sentences for {part: {field: [old, new]}}: "City: Boston → Salem"."""
        models_ = {"holder": "res.partner", "interest": "coi.additional.interest"}
        sentences = []
        for part, name in models_.items():
            model = self.env[name]
            for key, (old, new) in (changes or {}).get(part, {}).items():
                label = model._fields[key]._description_string(self.env)
                old, new = self._show(model, key, old), self._show(model, key, new)
                sentences.append(f"{label}: {old or '–'} → {new or '–'}")
        return sentences

    def _show(self, model, key, value):
        field = model._fields[key]
        if field.type in ("many2one", "many2many") and value:
            records = self.env[field.comodel_name].browse(value).exists()
            return ", ".join(records.mapped("display_name"))
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if field.type == "date" and value:
            return format_date(self.env, value)
        return value or ""


def _adapt(value):
    """A value of a verdict for the database: what is no number or text is JSON."""
    return Json(value) if isinstance(value, dict | list) else value


def _make_row(line):
    """A row as ``sheets`` read it, from what is stored of it."""
    return sheets.Row(
        line["number"],
        line["cells"],
        line["kinds"] or "",
        line["is_hidden"],
        line["is_struck"],
    )


def _without_empty(**values):
    return {key: value for key, value in values.items() if value} or None
