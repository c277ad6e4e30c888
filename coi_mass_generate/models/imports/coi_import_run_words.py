import base64
from collections import Counter

from lxml import etree

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import format_datetime

from ...sheets.clean.whole import ends_with_city
from ...sheets.export import write_rows
from ...sheets.fields import HOLDER, INTEREST, POLICY
from ..common.door import door, one
from ..common.grants import ASKED
from ..common.plural import plural
from .coi_import_line import CELLS, OUTCOMES, TICKS
from .file_words import FILE_NOTES

# What one column may say in another's stead: "Bank ISAOA Attn: Loans", "AI, WOS".
FOUND = ("attention", *TICKS)
# When the cell of an added field is not shown.
HIDDEN = {
    HOLDER: "',{key},' not in parent.mapped_keys"
    " or parent.kind == 'interest' and not parent.one_go",
    INTEREST: "parent.kind == 'holder' or ',{key},' not in parent.mapped_keys",
    POLICY: "parent.kind != 'policy' or ',{key},' not in parent.mapped_keys",
}


class CoiImportRun(models.Model):
    """What an import tells about itself: counts, sentences, the file of problems."""

    _inherit = "coi.import.run"

    note_text = fields.Text(compute="_compute_note_text")
    headline = fields.Char(compute="_compute_headline")
    has_hidden = fields.Boolean(compute="_compute_has_marks")
    has_struck = fields.Boolean(compute="_compute_has_marks")
    total_count = fields.Integer("Rows", compute="_compute_counts")
    create_count = fields.Integer("New", compute="_compute_counts")
    update_count = fields.Integer("Changed", compute="_compute_counts")
    unchanged_count = fields.Integer("Unchanged", compute="_compute_counts")
    problem_count = fields.Integer("To Fix", compute="_compute_counts")
    left_out_count = fields.Integer("Left Out", compute="_compute_counts")
    gone_count = fields.Integer(compute="_compute_gone_count")
    mapped_keys = fields.Char(
        compute="_compute_mapped_keys",
        help="Keys of the fields that columns go to, that rows are asked about, or "
        "that were found in other cells; each between commas.",
    )
    unmapped_text = fields.Char(compute="_compute_unmapped_text")
    alike_count = fields.Integer(compute="_compute_alike_count")
    problem_file = fields.Binary(compute="_compute_problem_file")
    problem_filename = fields.Char(compute="_compute_problem_file")

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Show the columns that other addons add beside ours."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            for name in ("problem_line_ids", "create_line_ids"):
                for node in arch.iterfind(f".//field[@name='{name}']/list"):
                    self._show_added_cells(node)
        return arch, view

    @api.model
    def _show_added_cells(self, node):
        """Add cells behind the last of ours in a ``<list>`` of rows."""
        ours = [each for each in node.iterfind("field") if each.get("name") in CELLS]
        for field in reversed(self.env["coi.import.line"]._get_added_cells()):
            hidden = HIDDEN[field.part].format(key=field.key)
            cell = etree.Element("field", name=field.key, column_invisible=hidden)
            ours[-1].addnext(cell)

    @api.depends("filename", "create_date")
    def _compute_display_name(self):
        for run in self:
            run.display_name = run.filename or self.env._("Import of a list")

    @api.depends("state", "kind", "insured_id", "date_done", "line_ids")
    @api.depends_context("lang", "tz")
    def _compute_headline(self):
        for run in self:
            run.headline = run._get_headline()

    def _get_headline(self):
        """What this is, in one line: whose rows, and whether they are imported."""
        what = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        # Should the insured be another company's by now, it is not named.
        insured = self.insured_id._filtered_access("read")
        if insured:
            what = self.env._(
                "Additional insureds of %(insured)s", insured=insured.name
            )
        words = {
            "what": what,
            "rows": self._get_row_count(),
            "user": self.user_id.name,
            "date": self.date_done
            and format_datetime(self.env, self.date_done, dt_format="short"),
        }
        if self.state in ("columns", "preview"):
            return self.env._(
                "%(what)s: %(rows)s. Nothing has been saved yet.", **words
            )
        if self.state == "done":
            return self.env._(
                "%(what)s: %(rows)s, imported on %(date)s by %(user)s.", **words
            )
        return self.env._(
            "%(what)s: %(rows)s, imported on %(date)s by %(user)s and undone.",
            **words,
        )

    def _get_row_count(self):
        count = self.total_count
        return plural(
            count, self.env._("1 row"), self.env._("%(count)s rows", count=count)
        )

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

    @api.depends("gone_ids")
    def _compute_gone_count(self):
        for run in self:
            run.gone_count = len(run.gone_ids)

    @api.depends("notes")
    @api.depends_context("lang")
    def _compute_note_text(self):
        words = self.env["coi.import.message"]
        for run in self:
            run.note_text = "\n".join(
                words._word(FILE_NOTES[code], detail)
                for code, detail in run.notes or ()
            )

    @api.depends("notes")
    def _compute_has_marks(self):
        for run in self:
            codes = {code for code, _detail in run.notes or ()}
            run.has_hidden = "hidden_rows" in codes
            run.has_struck = "struck_rows" in codes

    @api.depends("column_ids.target", "line_ids.findings", "line_ids.values")
    def _compute_mapped_keys(self):
        asked, found = self._get_asked_keys(), self._get_found_keys()
        for run in self:
            keys = set(run.column_ids.mapped("target")) - {False}
            keys |= asked.get(run.id, set()) | found.get(run.id, set())
            if "flags" in keys:
                keys |= set(ASKED)
            if len(run.column_ids.filtered(lambda each: each.target == "street")) > 1:
                keys.add("street2")
            # A suite may have a column of its own, or come out of a whole address.
            if "unit" in keys or "city" not in keys:
                keys.add("street2")
            run.mapped_keys = f",{','.join(sorted(keys))},"

    def _get_asked_keys(self):
        """{run id: keys of the fields that any of its rows is asked about}.

        Past the ORM, which copies every JSON value: of runs that are read here anyway.
        """
        self.env["coi.import.line"].flush_model(["findings"])
        rows = self.env.execute_query(
            SQL(
                "SELECT run_id, ARRAY_AGG(DISTINCT problem ->> 0) FROM coi_import_line,"
                " JSONB_ARRAY_ELEMENTS(findings -> 'problems') problem"
                " WHERE run_id = ANY(%s) AND bucket = 'problem' GROUP BY run_id",
                self.ids,
            )
        )
        return {run_id: set(keys) for run_id, keys in rows}

    def _get_found_keys(self):
        """{run id: keys of ``FOUND`` of which any of its rows says something}.

        Past the ORM for the same reason.
        """
        self.env["coi.import.line"].flush_model(["values"])
        rows = self.env.execute_query(
            SQL(
                "SELECT run_id, ARRAY_AGG(DISTINCT key) FROM coi_import_line,"
                " UNNEST(%s) key WHERE run_id = ANY(%s) AND JSONB_EXISTS(values, key)"
                " GROUP BY run_id",
                list(FOUND),
                self.ids,
            )
        )
        return {run_id: set(keys) for run_id, keys in rows}

    @api.depends("column_ids.target", "column_ids.header", "kind")
    @api.depends_context("lang")
    def _compute_unmapped_text(self):
        for run in self:
            run.unmapped_text = " ".join(run._get_unmapped_sentences())

    def _get_unmapped_sentences(self):
        none = self.column_ids.filtered(lambda column: not column.target)
        later = (self.column_ids - none).filtered("remark")
        sentences = []
        if none:
            sentences += [
                self.env._(
                    "Columns that are not imported: %(names)s.", names=none._get_names()
                )
            ]
        if later:
            sentences += [
                self.env._(
                    "Columns for later, when additional insureds are imported: "
                    "%(names)s.",
                    names=later._get_names(),
                )
            ]
        return sentences

    @api.depends("answers", "line_ids.bucket", "line_ids.corrections")
    def _compute_alike_count(self):
        for run in self:
            run.alike_count = len(run._find_alike())

    def _find_alike(self):
        """[(row to solve, {field key: text})]: the user's answers for other rows.

        They hold for rows that are asked the same and whose cells say the same.
        """
        answers = {(key, *given): text for key, given, text in self.answers or ()}
        found = []
        for line in self._search_problems() if answers else ():
            texts = {
                key: answers.get((key, *line._get_given(key)))
                for key in line._get_asked()
            }
            texts = {key: text for key, text in texts.items() if text}
            texts.update(self._find_address_alike(line))
            if texts:
                found.append((line, texts))
        return found

    def _find_address_alike(self, line):
        """{field key: text} for an address that is asked, as the user mended others.

        The same address is mended the same; another one that ends with the same city
        in the same state has its street before that city.
        """
        unsplit = line._get_unsplit()
        if not unsplit or not {"city", "street"}.isdisjoint(line.corrections or ()):
            return {}
        text, state, head = unsplit
        cities = set()
        for key, given, typed in self.answers:
            if key == "address" and given == [text, state]:
                return typed
            if key == "address" and given[1] == state != "" and typed.get("city"):
                cities.add(typed["city"])
        ends = [city for city in cities if ends_with_city(head, city)]
        return {"city": ends[0]} if len(ends) == 1 else {}

    def _search_problems(self):
        domain = [("run_id", "=", self._origin.id), ("bucket", "=", "problem")]
        return self.env["coi.import.line"].search(domain)

    def _get_letter(self, key):
        """Letter of the column a field comes from, or None."""
        key = {"street2": "street", "address": "street"}.get(key, key)
        columns = self.column_ids.filtered(lambda column: column.target == key)
        return columns[:1].letter if columns else None

    @api.depends("line_ids.bucket")
    @api.depends_context("lang")
    def _compute_problem_file(self):
        """A workbook of the problem rows; made only when it is asked for."""
        for run in self:
            lines = run._search_problems()
            headers = run._get_problem_headers()
            width = len(headers) - 2
            rows = [
                [
                    *(line.cells + [""] * (width - len(line.cells))),
                    str(line.number),
                    line.message,
                ]
                for line in lines
            ]
            title = self.env._("Not imported")
            content = write_rows(headers, rows, title=title, marked=(width + 1,))
            run.problem_file = base64.b64encode(content)
            stem = (run.filename or "").rpartition(".")[0] or run.filename or "list"
            run.problem_filename = f"{stem} - {title}.xlsx"

    def _get_problem_headers(self):
        """The file's own headers, and those of the two columns that are added."""
        headers = self.headers or []
        lines = self._search_problems()
        width = max([len(headers), *(len(line.cells) for line in lines)])
        headers = headers + [""] * (width - len(headers))
        return [*headers, self.env._("Line"), self.env._("What to do")]

    @door
    def get_result(self):
        """What became of the rows: for other programs.

        :returns: {'state', 'created', 'updated', 'unchanged', 'skipped', 'errored',
            'rows': [{'line', 'outcome', 'message'}]}; before the import the outcomes
            are those of the preview
        """
        one(self)
        lines = self.env["coi.import.preview"]._fetch_lines(self, ["number"])
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
