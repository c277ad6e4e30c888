from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...sheets.clean.clause import CLAUSE
from ...sheets.fields import FIELDS
from ...sheets.text import clean_line, make_storable
from ..common.coi_bulk import KEY, is_own
from ..common.door import door, trusted
from ..common.grants import ASKED
from .policy_cells import POLICY_ALIKE, POLICY_CELLS, show_policy_value

# What a bucket of the preview becomes.
OUTCOMES = {
    "create": "created",
    "update": "updated",
    "unchanged": "unchanged",
    "left_out": "skipped",
    "problem": "errored",
}
BUCKETS = [
    ("problem", "To fix"),
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
    "atima",
    "project",
    "description",
    "loan_number",
    "valid_until",
]
TICKS = (*ASKED, *CLAUSE)
# Cells in which an address is mended that could not be told apart.
ADDRESS = ("street", "street2", "city", "state", "zip", "country")
# Columns whose text does not count any more when one of these cells is corrected.
INSTEAD_OF = {
    "street": ("street_before", "street_after", "unit"),
    "street2": ("street_before", "street_after", "unit"),
    "name": ("name2", "name_else", "first_name", "last_name"),
    "zip": ("zip4",),
    **dict.fromkeys(ASKED, ("flags",)),
}
# What is said of a cell that is not imported as it stands, and can be corrected.
NOT_TAKEN = ("email_bad", "phone_bad")
# Cells in which the same text means the same in every row.
ALIKE = (
    *("state", "country", "insured", "policy", "type", *TICKS, "valid_until"),
    *("email", "phone"),
)


class CoiImportLine(models.Model):
    """One row of an imported file: what it says, what becomes of it, and why."""

    _name = "coi.import.line"
    _inherit = ["coi.bulk"]
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
    marks = fields.Json(
        readonly=True, help="What the reader has to say about single cells."
    )
    corrections = fields.Json(readonly=True, help="What the user typed, by field.")
    decision = fields.Selection(
        [("same", "The same"), ("different", "Different")],
        readonly=True,
        help="The answer to: is this the same as that one?",
    )
    decided_about = fields.Integer(
        readonly=True,
        help="About whom: a contact's id, or another line's number with a minus.",
    )
    match_key = fields.Char(
        readonly=True,
        index="btree_not_null",
        help="Of a row that was said to be the same: it is not asked again.",
    )
    choice = fields.Selection(
        [("out", "Leave out"), ("in", "Include")],
        readonly=True,
        help="The user's own choice, above the rule for hidden and struck rows.",
    )

    values = fields.Json(readonly=True, help="What the row says, cleaned.")
    cleaning = fields.Json(
        readonly=True, help="What cleaning found, before the row met the contacts."
    )
    findings = fields.Json(
        readonly=True,
        groups=fields.NO_ACCESS,
        help="Problems, notices and the reason for leaving out, as codes. They name "
        "contacts as they were then; which of them a user may see is checked when "
        "it is shown.",
    )
    changes = fields.Json(
        readonly=True,
        groups=fields.NO_ACCESS,
        help="Of an update: {part: {field: [old, new]}}; shown as the findings are.",
    )
    bucket = fields.Selection(BUCKETS, required=True, readonly=True)
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
    is_question = fields.Boolean(
        readonly=True, help="Asks whether two are the same; answered with a click."
    )
    likely_id = fields.Many2one(
        "res.partner", string="Perhaps the Same As", readonly=True, ondelete="set null"
    )

    name = fields.Char("Holder", compute="_compute_cells", readonly=False)
    attention = fields.Char(compute="_compute_cells", readonly=False)
    street = fields.Char("Address", compute="_compute_cells", readonly=False)
    street2 = fields.Char("Address 2", compute="_compute_cells", readonly=False)
    city = fields.Char(compute="_compute_cells", readonly=False)
    state = fields.Char(compute="_compute_cells", readonly=False)
    zip = fields.Char("ZIP", compute="_compute_cells", readonly=False)
    country = fields.Char(compute="_compute_cells", readonly=False)
    email = fields.Char("E-mail", compute="_compute_cells", readonly=False)
    phone = fields.Char(compute="_compute_cells", readonly=False)
    insured = fields.Char(compute="_compute_cells", readonly=False)
    policy = fields.Char("Policies", compute="_compute_cells", readonly=False)
    type = fields.Char("Interest", compute="_compute_cells", readonly=False)
    ai = fields.Char("AI", compute="_compute_cells", readonly=False)
    waiver = fields.Char(compute="_compute_cells", readonly=False)
    pnc = fields.Char("PNC", compute="_compute_cells", readonly=False)
    isaoa = fields.Char("ISAOA", compute="_compute_cells", readonly=False)
    atima = fields.Char("ATIMA", compute="_compute_cells", readonly=False)
    project = fields.Char(compute="_compute_cells", readonly=False)
    description = fields.Text(compute="_compute_cells", readonly=False)
    loan_number = fields.Char(compute="_compute_cells", readonly=False)
    valid_until = fields.Char(compute="_compute_cells", readonly=False)

    _number_once = models.UniqueIndex("(run_id, number)")

    @api.depends("name", "number")
    def _compute_display_name(self):
        for line in self:
            line.display_name = self.env._(
                "Line %(number)s: %(name)s", number=line.number, name=line.name or ""
            )

    @door(KEY)
    def write(self, vals):
        """What is typed into a cell is kept beside what the file says.

        Nothing else of a row is its user's to write.
        """
        if is_own(self):
            return super().write(vals)
        if set(vals).difference(self._get_cells()):
            raise AccessError(self.env._("A row stays as it is in the file."))
        self.run_id._check_open()
        typed = {
            key: make_storable(str(text or "")).strip() for key, text in vals.items()
        }
        for line in self if typed else ():
            line._correct(typed)
        return super().write({})

    def _set(self, vals):
        """Write what only the import itself writes.

        trusted(): whoever calls this has checked that the user may go on with the
        import.
        """
        return trusted(self)._as_own().write(vals)

    # ------------------------ what the row says, as text to read and to correct

    @api.depends("values", "corrections", "findings")
    def _compute_cells(self):
        cells = self._get_cells()
        for line in self:
            shown = line._get_shown()
            for key in cells:
                line[key] = shown.get(key, "")

    @api.model
    def _get_cells(self):
        """Keys of the fields a user can correct: ours, and those an addon shows."""
        return CELLS + POLICY_CELLS + [field.key for field in self._get_added_cells()]

    @api.model
    def _get_added_cells(self):
        """Added ``sheets.fields.Field``s that have a cell here."""
        return [
            field
            for field in self.env["coi.import.field"]._get_fields()
            if field.key not in FIELDS and field.key in self._fields
        ]

    def _get_shown(self):
        """{field key: text}: as typed by the user, else as cleaned, else as given."""
        found = self._get_findings()
        left = [each for each in found.get("notices", ()) if each[1] in NOT_TAKEN]
        given = {
            key: detail["value"]
            for key, _code, detail in (*found.get("problems", ()), *left)
            if "value" in detail
        }
        cleaned = {
            key: self._show_value(key, value)
            for key, value in (self.values or {}).items()
        }
        return {**given, **(self.corrections or {}), **cleaned}

    def _show_value(self, key, value):
        if self.run_id.kind == "policy":
            if key == "line":
                return self.env["coi.import.message"]._get_line_name(value)
            return show_policy_value(key, value)
        if isinstance(value, bool):
            return "Y" if value else "N"
        if key == "type":
            return self.env["coi.import.message"]._get_type_names(value)
        return ", ".join(value) if isinstance(value, list) else value

    def _correct(self, texts, remember=True):
        """Take what the user typed instead of what the file says.

        :param texts: {field key: text}; '' clears a cell
        :param remember: whether it may hold for other rows, too
        """
        self.ensure_one()
        shown = self._get_shown()
        before = {}
        if {"street", "street2"} & set(texts):
            before = {key: shown.get(key, "") for key in ("street", "street2")}
            if self._get_unsplit():
                # What is certain of the rest stands in its cells already.
                before.update({key: shown[key] for key in ADDRESS if shown.get(key)})
        if set(CLAUSE) & set(texts):
            # One column may have said both.
            before.update({key: shown.get(key, "") for key in CLAUSE})
        if "type" in texts:
            # What its text ticked stands in cells of its own.
            before.update({key: shown.get(key, "") for key in self._get_ticked()})
        for key in texts:
            if "flags" in INSTEAD_OF.get(key, ()):
                before.update({grant: shown.get(grant, "") for grant in ASKED})
            before.update(dict.fromkeys(INSTEAD_OF.get(key, ()), ""))
        if remember:
            self._remember_answers(texts)
        texts = {**before, **texts}
        # A corrected row is another question: the old answer is not for it.
        self._set(
            {"corrections": {**(self.corrections or {}), **texts}, "decision": False}
        )

    def _remember_answers(self, texts):
        """Keep what was typed for other rows that say the same."""
        run = self.run_id
        known = run.answers or []
        added = [field.key for field in self._get_added_cells()]
        answers = [
            [key, self._get_given(key), texts[key]]
            for key in (*ALIKE, *POLICY_ALIKE, *added)
            if texts.get(key)
        ]
        unsplit = self._get_unsplit()
        typed = {key: texts[key] for key in ADDRESS if texts.get(key)}
        if unsplit and typed:
            answers.append(["address", unsplit[:2], typed])
        new = [each for each in answers if any(each[1]) and each not in known]
        if new:
            run._set({"answers": [*known, *new]})

    def _get_unsplit(self):
        """[text, state, words before the state] of an address that is asked; or None.

        The state is its code, and '' where it is not certain.
        """
        for _key, code, detail in self._get_findings().get("problems", ()):
            if code == "address_unsplit":
                return [detail["value"], detail["state"], detail["head"]]
        return None

    def _get_ticked(self):
        """Keys of the flags that the text of the interest type ticked."""
        notices = self._get_findings().get("notices", ())
        return [
            key
            for _key, code, detail in notices
            if code == "flags_ticked"
            for key in detail["fields"]
        ]

    def _get_clause(self):
        """Which of ``CLAUSE`` was ticked because it stood with a name or a street."""
        notices = self._get_findings().get("notices", ())
        split = {code for _key, code, _detail in notices if code.endswith("_split")}
        return [key for key in CLAUSE if any(key in code for code in split)]

    def _get_found(self):
        """Keys of the flags that are ticked without a column of their own."""
        notices = self._get_findings().get("notices", ())
        is_chosen = any(code == "ai_chosen" for _key, code, _detail in notices)
        return [
            *self._get_ticked(),
            *self._get_clause(),
            *(["ai"] if is_chosen else []),
        ]

    def _get_asked(self):
        """Keys of the fields that are in question and not yet corrected."""
        asked = {
            key for key, _code, _detail in self._get_findings().get("problems", ())
        }
        if "flags" in asked:
            asked |= set(TICKS)
        return asked - set(self.corrections or ())

    def _get_given(self, key):
        """What the file says in the cells of a field."""
        targets = (key, *INSTEAD_OF.get(key, ()))
        columns = self.run_id.column_ids.filtered(lambda each: each.target in targets)
        cells = self.cells
        return [
            clean_line(cells[column.index]) if column.index < len(cells) else ""
            for column in columns
        ]

    # ---------------------------------------------------- what the user decides

    @door
    def action_same(self):
        return self._judge_likely("same")

    @door
    def action_different(self):
        return self._judge_likely("different")

    @door
    def action_leave_out(self):
        return self._decide({"choice": "out"})

    @door
    def action_take_in(self):
        return self._decide({"choice": "in"})

    @door
    def action_clear_cells(self):
        """Import the rows without the values that are in question."""
        self.run_id._check_open()
        cleared = self.browse()
        for line in self:
            known = line.run_id.column_ids._get_choices()
            keys = {
                key
                for key, _code, _detail in line._get_findings().get("problems", ())
                if key in known and key not in ("name", "insured")
            }
            if keys:
                line._correct(dict.fromkeys(keys, ""))
                cleared += line
        if self and not cleared:
            raise UserError(
                self.env._(
                    "No row can do without this value. Type it, or leave the row out."
                )
            )
        for run in self.run_id:
            run._renew_preview()

    def _judge_likely(self, decision):
        """Whether each is the same as the one it is asked about now."""
        self.run_id._check_open()
        for about, lines in self.grouped(lambda line: line._get_asked_about()).items():
            lines._set({"decision": decision, "decided_about": about})
        for run in self.run_id:
            run._renew_preview()

    def _get_asked_about(self):
        """A contact's id, or the number of another line with a minus; 0: nobody."""
        for _key, code, detail in self._get_findings().get("problems", ()):
            if code == "likely":
                return -detail["line"] or sum(detail["contacts"][:1])
        return 0

    def _decide(self, vals):
        self.run_id._check_open()
        self._set(vals)
        for run in self.run_id:
            run._renew_preview()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if self.run_id.filtered(lambda run: run.state in ("done", "undone")):
            raise UserError(
                self.env._("The rows of a finished import are its record and stay.")
            )
