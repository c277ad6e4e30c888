from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...sheets.fields import INTEREST
from ..common.door import door


class CoiImportColumn(models.Model):
    """A column of an imported file, and where it goes."""

    _name = "coi.import.column"
    _description = "Column of an Imported File"
    _order = "run_id, index"

    run_id = fields.Many2one(
        "coi.import.run", required=True, index=True, ondelete="cascade"
    )
    index = fields.Integer(required=True, readonly=True, help="0 is column A.")
    letter = fields.Char("Column", compute="_compute_letter")
    header = fields.Char(readonly=True)
    example = fields.Char("First Values", readonly=True)
    target = fields.Selection(
        selection=lambda self: self.env["coi.import.message"]._field_selection(),
        string="Goes To",
        help="Empty: this column is not imported.",
    )
    choices = fields.Char(
        compute="_compute_choices",
        help="Keys of the fields a column of this list can go to, between commas.",
    )
    remark = fields.Char(compute="_compute_remark", string=" ")

    @door
    def write(self, vals):
        """Where a column goes is the user's; what it is, the file says."""
        if set(vals) - {"target"}:
            raise AccessError(self.env._("A column stays as it is in the file."))
        self.run_id._check_open()
        return super().write(vals)

    @api.depends("index")
    def _compute_letter(self):
        for column in self:
            column.letter = _get_letter(column.index)

    @api.depends("target", "run_id.kind")
    @api.depends_context("lang")
    def _compute_remark(self):
        for column in self:
            column.remark = column._get_remark()

    def _get_remark(self):
        if not self.target:
            return self.env._("Not imported")
        field = self._get_choices().get(self.target)
        if not field:
            return self.env._("No longer imported")
        if self.run_id.kind == "holder" and field.part == INTEREST:
            return self.env._("Later, with additional insureds")
        return False

    def _get_choices(self):
        kind = self.run_id.kind
        return self.env["coi.import.field"]._get_catalogue(kind).fields

    @api.depends("run_id.kind")
    def _compute_choices(self):
        for column in self:
            column.choices = f",{','.join(column._get_choices())},"

    def _get_names(self):
        return ", ".join(column.header or column.letter for column in self)

    @api.depends("letter", "header")
    def _compute_display_name(self):
        for column in self:
            column.display_name = f"{column.letter}: {column.header or ''}"


def _get_letter(index):
    """Column letters as spreadsheet programs show them: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
