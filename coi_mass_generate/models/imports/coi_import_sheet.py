from odoo import api, fields, models


class CoiImportSheet(models.Model):
    """A sheet of an imported file, to choose from."""

    _name = "coi.import.sheet"
    _description = "Sheet of an Imported File"
    _order = "run_id, sequence"

    run_id = fields.Many2one(
        "coi.import.run", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    name = fields.Char(required=True)
    hidden = fields.Boolean()

    @api.depends("name", "hidden")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for sheet in self:
            sheet.display_name = (
                self.env._("%(name)s (hidden)", name=sheet.name)
                if sheet.hidden
                else sheet.name
            )
