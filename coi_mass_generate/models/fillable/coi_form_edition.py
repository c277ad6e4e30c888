from odoo import api, fields, models


class CoiFormEdition(models.Model):
    """An edition of a form of the trade, and until when it may be used: as known, with
    its source, to be kept up to date."""

    _name = "coi.form.edition"
    _inherit = ["coi.shared"]
    _description = "Known Form Edition"
    _order = "number, edition"
    _rec_name = "number"

    number = fields.Char("Form", required=True, help="As in ACORD 25.")
    edition = fields.Char(required=True, help="As printed on it: 2016/03.")
    name = fields.Char(required=True, help="What the form is called.")
    sunset_date = fields.Date(
        "Not Used From", help="From this day on it may no longer be used."
    )
    source = fields.Char(required=True, help="Who says so, and where.")
    date_checked = fields.Date(
        "Last Checked",
        help="When someone last compared this with its source. Empty: nobody has.",
    )
    active = fields.Boolean(default=True)

    _edition_once = models.UniqueIndex(
        "(number, edition)", "This edition of the form is already known."
    )

    @api.depends("number", "edition")
    def _compute_display_name(self):
        for each in self:
            each.display_name = f"{each.number} ({each.edition})"

    @api.model
    def _find(self, number, edition):
        """The known edition of a form, however its number is spaced."""
        number = " ".join((number or "").split())
        return self.search(
            [("number", "=ilike", number), ("edition", "=", (edition or "").strip())],
            limit=1,
        )
