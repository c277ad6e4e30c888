from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..common.coi_bulk import KEY, is_own
from ..common.door import door, trusted
from .coi_import_line import BUCKETS

# What the user of a preview decides; the rest is only the import's own to write.
DECIDED = {
    *("insured_id", "mode", "one_go", "sheet_id", "header_line", "keep_spelling"),
    *("take_hidden", "take_struck", "confirm_gone", "shown", "column_ids", "line_ids"),
    *("question_line_ids", "problem_line_ids", "create_line_ids", "update_line_ids"),
    *("unchanged_line_ids", "left_out_line_ids", "ai_line_ids"),
}
# Choices after which the file has to be read again.
REREAD = ("sheet_id", "header_line")


class CoiImportRun(models.Model):
    """One import of a list: who, when, which file, how it was read, what became of it.

    columns -> preview -> done -> undone. Nothing but this record and its rows is
    written before it is done. What it tells is in ``coi_import_run_words``, what its
    user does in ``coi_import_run_buttons``.
    """

    _name = "coi.import.run"
    _inherit = ["coi.bulk"]
    _description = "Import of a List"
    _order = "id desc"
    _check_company_auto = True

    kind = fields.Selection(
        [
            ("holder", "Certificate holders"),
            ("interest", "Additional insureds"),
            ("policy", "Policies"),
        ],
        string="Imports",
        required=True,
        readonly=True,
        default="holder",
    )
    one_go = fields.Boolean(
        "Create new holders",
        help="Both steps at once: holders first, then their link to the insured.",
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
        "Header in Line",
        help="The line with the column headers. 0: the list has no such line.",
    )
    headers = fields.Json(readonly=True)
    signature = fields.Char(readonly=True)
    cleaning_key = fields.Char(
        readonly=True, help="What the cleaning of the rows depended on."
    )
    notes = fields.Json(readonly=True)
    column_ids = fields.One2many("coi.import.column", "run_id")
    keep_spelling = fields.Boolean(
        "Keep our spelling",
        default=True,
        help="Where name or address of a contact differ from the list only in "
        "capitals, punctuation or abbreviations, the contact stays as it is.",
    )
    take_hidden = fields.Boolean("Include hidden rows")
    take_struck = fields.Boolean("Include rows that are struck through")
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
    answers = fields.Json(
        readonly=True,
        help="[field key, texts of the file, what the user typed instead]",
    )
    party_answers = fields.Json(
        readonly=True,
        help="{key of an unknown insured or insurer: id of the contact it is, key of "
        "another one of the list, or 0 to create it}",
    )
    shown = fields.Selection(
        BUCKETS, default="problem", required=True, help="Which rows are on the screen."
    )
    gone_ids = fields.Many2many(
        "coi.additional.interest",
        string="Would Be Removed",
        readonly=True,
        context={"active_test": False},
        help="In the insured's list now, and not in this one.",
    )
    confirm_gone = fields.Boolean("Yes, remove these from the insured's list")

    @door(KEY)
    def write(self, vals):
        """Changing what a row means, or a row, shows at once what comes of it."""
        if is_own(self) or set(vals) == {"shown"}:
            return super().write(vals)
        self._check_decided(vals)
        result = super().write(vals)
        if any(key in vals for key in REREAD):
            for run in self:
                run.env["coi.import.reader"]._read(run, vals.get("header_line"))
        elif self._changes_plan(vals):
            for run in self.filtered(lambda run: run.state == "preview"):
                run._renew_preview()
        return result

    def _set(self, vals):
        """Write what only the import itself writes, without looking at rows anew.

        trusted(): whoever calls this has checked that the user may go on with the
        import, or reads for it what the user gave.
        """
        return trusted(self)._as_own().write(vals)

    def _check_decided(self, vals):
        """A finished import is a record; and no import is finished by declaring it."""
        if not DECIDED.issuperset(vals):
            raise AccessError(
                self.env._("The outcome of an import can be changed only by importing.")
            )
        self._check_open()
        self.env["res.partner"].browse(vals.get("insured_id") or ()).check_access(
            "read"
        )
        sheet = self.env["coi.import.sheet"].browse(vals.get("sheet_id") or ())
        if sheet.run_id - self:
            raise UserError(self.env._("That sheet belongs to another list."))

    @api.model
    def _changes_plan(self, vals):
        keys = {"insured_id", "mode", "one_go", "keep_spelling"}
        keys |= {"take_hidden", "take_struck"}
        return bool(keys & set(vals)) or any(
            key == "column_ids" or key.endswith("line_ids") for key in vals
        )

    def _check_open(self):
        """Whether the caller may still decide what becomes of these lists."""
        self.check_access("write")
        if self.filtered(lambda run: run.state in ("done", "undone")):
            raise UserError(
                self.env._("This import is finished. Start a new one with the list.")
            )
        others = self.filtered(lambda run: run.user_id != self.env.user)
        if others and not self._is_manager():
            raise AccessError(
                self.env._(
                    "%(user)s is working on this list. Import the file yourself, or "
                    "ask a manager.",
                    # sudo(): the list of imports shows this name as well.
                    user=others[0].user_id.sudo().name,
                )
            )

    def _is_manager(self):
        return self.env.su or self.env.user.has_group("coi_mass_generate.group_manager")

    def _renew_preview(self, clean=True):
        """See ``coi.import.preview``."""
        self.ensure_one()
        return self.env["coi.import.preview"]._renew(self, clean)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if self.filtered(lambda run: run.state in ("done", "undone")):
            raise UserError(
                self.env._(
                    "A finished import is the record of what was done: it stays."
                )
            )
        self._check_open()

    @api.autovacuum
    def _gc_unfinished(self):
        """Previews nobody came back to."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=14)
        self.search(
            [("state", "in", ("columns", "preview")), ("write_date", "<", limit)]
        ).unlink()
