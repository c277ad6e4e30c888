from odoo import api, fields, models
from odoo.fields import Domain

from ...sheets.clean import endorsements
from ..common.grants import ENDORSEMENT_FIELDS


class CoiEndorsementForm(models.Model):
    """A common endorsement and what it usually gives: proposed, never relied upon."""

    _name = "coi.endorsement.form"
    _inherit = ["coi.shared"]
    _description = "Common Endorsement"
    _order = "number, sequence, id"
    _rec_names_search = ["number", "key", "title"]

    number = fields.Char(required=True, help='As on the form, for example "CG 20 10".')
    edition = fields.Char(
        help='Month and year, for example "12 19". Editions of one number may grant '
        "different things.",
    )
    title = fields.Char(required=True, help="What it is, in your own words.")
    coverage_id = fields.Many2one(
        "coi.coverage.line", string="Coverage Line", ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self.env.company,
        help="Empty: for all companies.",
    )
    sequence = fields.Integer(
        default=10,
        help="Of one number, the first is proposed without an edition.",
    )
    active = fields.Boolean(default=True)
    key = fields.Char(compute="_compute_key", store=True, index=True)
    grants_ai_ongoing = fields.Boolean("AI: Ongoing Operations")
    grants_ai_completed = fields.Boolean("AI: Completed Operations")
    grants_ai_other = fields.Boolean("AI: Other")
    grants_waiver = fields.Boolean("Waiver of Subrogation")
    grants_pnc = fields.Boolean("Primary & Non-contributory")
    grants_notice = fields.Boolean("Notice of Cancellation")

    @api.depends("number")
    def _compute_key(self):
        for form in self:
            form.key = endorsements.number_key(form.number or "")

    @api.depends("number", "edition", "title")
    def _compute_display_name(self):
        for form in self:
            name = " ".join(filter(None, (form.number, form.edition)))
            form.display_name = f"{name} – {form.title}" if form.title else name

    @api.model
    def _find(self, number, edition, company):
        """The form of this number: of this edition, else of the first there is."""
        key = endorsements.number_key(number or "")
        if not key:
            return self.browse()
        forms = self.search(
            Domain("key", "=", key) & Domain("company_id", "in", (company.id, False))
        )
        # What the agency says of a form itself goes before what is common.
        forms = forms.sorted(lambda form: not form.company_id)
        same = forms.filtered(lambda form: (form.edition or "") == (edition or ""))
        return (same or forms)[:1]

    def _get_grants(self):
        return {name: self[name] for name in ENDORSEMENT_FIELDS}

    @api.model
    def _load_library(self):
        """The forms common to all; what somebody has changed in them stays."""
        lines = {line.key: line.id for line in self.env["coi.coverage.line"].search([])}
        self._load_records(
            [
                {
                    "xml_id": self._get_external_id(row),
                    "values": self._prepare_common(row, 10 * at, lines),
                    "noupdate": True,
                }
                for at, row in enumerate(endorsements.FORMS, 1)
            ],
            update=True,
        )

    @api.model
    def _get_external_id(self, row):
        name = f"{row['number']} {row['edition']}".lower().replace(" ", "_")
        return f"coi_mass_generate.endorsement_{name}"

    @api.model
    def _prepare_common(self, row, sequence, lines):
        return {
            "number": row["number"],
            "edition": row["edition"],
            "title": row["title"],
            "coverage_id": lines.get(row["line"]),
            "sequence": sequence,
            "company_id": False,
            **{name: name in row["grants"] for name in ENDORSEMENT_FIELDS},
        }
