from odoo import api, fields, models
from odoo.exceptions import UserError

from .coi_import_message import LEFT_OUT, NOTICES, PROBLEMS

# What a bucket of the preview becomes.
OUTCOMES = {
    "create": "created",
    "update": "updated",
    "unchanged": "unchanged",
    "left_out": "skipped",
    "problem": "errored",
}
BUCKETS = [
    ("problem", "To solve"),
    ("create", "New"),
    ("update", "Changed"),
    ("unchanged", "Unchanged"),
    ("left_out", "Left out"),
]
# Cells a user can correct in the preview, each shown as it was understood.
CELLS = [
    "name",
    "attention",
    "street",
    "street2",
    "city",
    "state",
    "zip",
    "country",
    "email",
    "phone",
    "insured",
    "policy",
    "type",
    "ai",
    "waiver",
    "pnc",
    "isaoa",
    "project",
    "description",
    "loan_number",
    "valid_until",
]
FLAGS = ("ai", "waiver", "pnc", "isaoa")


class CoiImportLine(models.Model):
    """One row of an imported file: what it says, what becomes of it, and why."""

    _name = "coi.import.line"
    _description = "Row of an Imported File"
    _order = "run_id, number"

    run_id = fields.Many2one(
        "coi.import.run", required=True, index=True, ondelete="cascade"
    )
    number = fields.Integer("Line", required=True, readonly=True)
    cells = fields.Json(readonly=True, help="Texts of the row as they are in the file.")
    kinds = fields.Char(readonly=True, help="What the file says each cell is.")
    is_hidden = fields.Boolean(readonly=True)
    is_struck = fields.Boolean(readonly=True)
    corrections = fields.Json(readonly=True, help="What the user typed, by field.")
    decision = fields.Selection(
        [("same", "The same"), ("different", "Different")],
        readonly=True,
        help="The answer to: is this the same as that one?",
    )
    match_key = fields.Char(
        readonly=True,
        index="btree_not_null",
        help="Of a row that was said to be the same: it is not asked again.",
    )
    choice = fields.Selection(
        [("out", "Leave out"), ("in", "Take in")],
        readonly=True,
        help="The user's own choice, above the rule for hidden and struck rows.",
    )

    values = fields.Json(readonly=True, help="What the row says, cleaned.")
    cleaning = fields.Json(
        readonly=True, help="What cleaning found, before the row met the contacts."
    )
    findings = fields.Json(
        readonly=True,
        help="Problems, notices and the reason for leaving out, as codes.",
    )
    changes = fields.Json(
        readonly=True, help="Of an update: {part: {field: [old, new]}}"
    )
    bucket = fields.Selection(BUCKETS, required=True, readonly=True)
    outcome = fields.Selection(
        [
            ("created", "Created"),
            ("updated", "Updated"),
            ("unchanged", "Unchanged"),
            ("skipped", "Left out"),
            ("errored", "Not imported"),
        ],
        compute="_compute_outcome",
        help="What became of the row; empty until the import is done.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    interest_id = fields.Many2one(
        "coi.additional.interest",
        string="Additional Interest",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    likely_id = fields.Many2one(
        "res.partner", string="Perhaps the Same As", readonly=True, ondelete="set null"
    )
    makes_holder = fields.Boolean(readonly=True, help="Created the contact.")
    makes_interest = fields.Boolean(readonly=True, help="Created the interest.")
    message = fields.Text(compute="_compute_message")
    difference = fields.Text(compute="_compute_difference")
    asks_decision = fields.Boolean(compute="_compute_asks_decision")

    name = fields.Char("Holder", compute="_compute_cells", inverse="_inverse_cells")
    attention = fields.Char(compute="_compute_cells", inverse="_inverse_cells")
    street = fields.Char("Address", compute="_compute_cells", inverse="_inverse_cells")
    street2 = fields.Char(
        "Address 2", compute="_compute_cells", inverse="_inverse_cells"
    )
    city = fields.Char(compute="_compute_cells", inverse="_inverse_cells")
    state = fields.Char(compute="_compute_cells", inverse="_inverse_cells")
    zip = fields.Char("ZIP", compute="_compute_cells", inverse="_inverse_cells")
    country = fields.Char(compute="_compute_cells", inverse="_inverse_cells")
    email = fields.Char("E-mail", compute="_compute_cells", inverse="_inverse_cells")
    phone = fields.Char(compute="_compute_cells", inverse="_inverse_cells")
    insured = fields.Char(compute="_compute_cells", inverse="_inverse_cells")
    policy = fields.Char("Policies", compute="_compute_cells", inverse="_inverse_cells")
    type = fields.Char("Interest", compute="_compute_cells", inverse="_inverse_cells")
    ai = fields.Char("AI", compute="_compute_cells", inverse="_inverse_cells")
    waiver = fields.Char("Waiver", compute="_compute_cells", inverse="_inverse_cells")
    pnc = fields.Char("PNC", compute="_compute_cells", inverse="_inverse_cells")
    isaoa = fields.Char("ISAOA", compute="_compute_cells", inverse="_inverse_cells")
    project = fields.Char(compute="_compute_cells", inverse="_inverse_cells")
    description = fields.Text(compute="_compute_cells", inverse="_inverse_cells")
    loan_number = fields.Char(
        "Loan Number", compute="_compute_cells", inverse="_inverse_cells"
    )
    valid_until = fields.Char(
        "Valid Until", compute="_compute_cells", inverse="_inverse_cells"
    )

    _number_once = models.UniqueIndex("(run_id, number)")

    @api.depends("name", "number")
    def _compute_display_name(self):
        for line in self:
            line.display_name = self.env._(
                "Line %(number)s: %(name)s", number=line.number, name=line.name or ""
            )

    def write(self, vals):
        self.run_id._check_open()
        return super().write(vals)

    # What the row says, as text to read and to correct

    @api.depends("values", "corrections", "findings")
    def _compute_cells(self):
        for line in self:
            shown = line._get_shown()
            for key in CELLS:
                line[key] = shown.get(key, "")

    def _get_shown(self):
        """{field key: text}: as typed by the user, else as cleaned, else as given."""
        shown = {
            key: self._show_value(key, value)
            for key, value in (self.values or {}).items()
        }
        for key, _code, detail in (self.findings or {}).get("problems", ()):
            if key in CELLS and not shown.get(key) and detail.get("value"):
                shown[key] = detail["value"]
        return {**shown, **(self.corrections or {})}

    def _show_value(self, key, value):
        if key in FLAGS:
            return "Y" if value else "N"
        if key == "type":
            return self.run_id._get_type_names(value)
        return ", ".join(value) if isinstance(value, list) else value

    def _inverse_cells(self):
        for line in self:
            # Another field's inverse must not see what this one is about to write.
            typed = {key: (line[key] or "").strip() for key in CELLS}
            shown = line._get_shown()
            changed = {
                key: text
                for key, text in typed.items()
                if text != (shown.get(key) or "").strip()
            }
            if changed:
                line._correct(changed)

    def _correct(self, texts):
        """Take what the user typed instead of what the file says.

        texts: {field key: text}; '' clears a cell
        """
        self.ensure_one()
        self.run_id._check_open()
        if {"street", "street2"} & set(texts):
            shown = self._get_shown()
            texts = {
                "street": shown.get("street", ""),
                "street2": shown.get("street2", ""),
                **texts,
            }
        # A corrected row is another question: the old answer is not for it.
        self.write(
            {"corrections": {**(self.corrections or {}), **texts}, "decision": False}
        )

    # What is said about it

    @api.depends("bucket", "run_id.state")
    def _compute_outcome(self):
        for line in self:
            done = line.run_id.state in ("done", "undone")
            line.outcome = done and OUTCOMES[line.bucket]

    @api.depends("findings")
    @api.depends_context("lang")
    def _compute_message(self):
        for line in self:
            line.message = "\n".join(line._get_sentences())

    def _get_sentences(self):
        """Problems first, then why it is left out, then what was done."""
        words = self.env["coi.import.message"]
        found = self.findings or {}
        sentences = [
            self._with_column(entry, words._say(PROBLEMS, entry))
            for entry in found.get("problems", ())
        ]
        if found.get("left_out"):
            sentences.append(words._word(LEFT_OUT[found["left_out"]], {}))
        sentences += [words._say(NOTICES, entry) for entry in found.get("notices", ())]
        return sentences

    def _with_column(self, entry, sentence):
        """Say where: "ZIP code (column F): …"."""
        key, _code, _detail = entry
        place = self.run_id._get_place(key)
        if place is None:
            return sentence
        return self.env._(
            "%(field)s (column %(letter)s): %(sentence)s",
            field=self.env["coi.import.message"]._label(key),
            letter=place,
            sentence=sentence,
        )

    @api.depends("changes")
    @api.depends_context("lang")
    def _compute_difference(self):
        for line in self:
            line.difference = "\n".join(line.run_id._describe_changes(line.changes))

    @api.depends("findings", "bucket")
    def _compute_asks_decision(self):
        for line in self:
            problems = (line.findings or {}).get("problems", ())
            line.asks_decision = line.bucket == "problem" and any(
                code == "likely" for _key, code, _detail in problems
            )

    # What the user decides

    def action_same(self):
        return self._decide({"decision": "same"})

    def action_different(self):
        return self._decide({"decision": "different"})

    def action_leave_out(self):
        return self._decide({"choice": "out"})

    def action_take_in(self):
        return self._decide({"choice": "in"})

    def action_clear_cells(self):
        """Import the rows without the values that are in question."""
        for line in self:
            keys = {
                key
                for key, _code, _detail in line.findings.get("problems", ())
                if key in CELLS and key not in ("name", "insured")
            }
            if keys:
                line._correct(dict.fromkeys(keys, ""))
        self.run_id._judge()

    def _decide(self, vals):
        self.run_id._check_open()
        self.write(vals)
        self.run_id._judge()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if self.run_id.filtered(lambda run: run.state in ("done", "undone")):
            raise UserError(
                self.env._("The rows of a finished import are its record and stay.")
            )
