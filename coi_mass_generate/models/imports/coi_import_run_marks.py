from odoo import api, fields, models
from odoo.tools import SQL

from .coi_import_run_common import BY_TYPE


class CoiImportRun(models.Model):
    """Where holders are marked whom the list calls additional insureds, and no more.

    One choice for all such rows; the next list with these headers begins with it.
    """

    _inherit = "coi.import.run"

    ai_line_ids = fields.Many2many(
        "coi.coverage.line",
        string="Mark Additional Insured On",
        domain="[('id', 'in', possible_ai_line_ids)]",
        help="For rows that call their holder an additional insured and do not say on "
        "which policies.",
    )
    possible_ai_line_ids = fields.Many2many(
        "coi.coverage.line",
        string="Possible Coverages",
        compute="_compute_possible_ai_line_ids",
    )
    ai_count = fields.Integer(
        "Additional Insureds Without Coverages",
        compute="_compute_ai_count",
        help="Rows that call their holder an additional insured, without a Y or an N.",
    )

    @api.depends("insured_id", "company_id", "kind")
    def _compute_possible_ai_line_ids(self):
        """Those there are policies of, and on which there are additional insureds."""
        for run in self:
            domain = [("company_id", "=", run.company_id.id)]
            if run.insured_id:
                domain.append(("insured_id", "=", run.insured_id.id))
            is_asked = run.kind == "interest"
            policies = self.env["coi.policy"]
            groups = policies._read_group(domain, ["coverage_id"]) if is_asked else ()
            lines = self.env["coi.coverage.line"].union(*(line for [line] in groups))
            run.possible_ai_line_ids = lines.filtered("allows_additional_insured")

    @api.depends("line_ids.findings", "line_ids.bucket")
    def _compute_ai_count(self):
        """Past the ORM, which copies every JSON value: of runs that are read here."""
        lines = self.env["coi.import.line"]
        lines.flush_model(["run_id", "bucket", "findings"])
        rows = self.env.execute_query(
            SQL(
                "SELECT run_id, COUNT(*) FROM coi_import_line"
                " WHERE run_id = ANY(%s) AND bucket != 'left_out' AND EXISTS (SELECT"
                " FROM JSONB_ARRAY_ELEMENTS(findings -> 'notices') notice"
                " WHERE notice ->> 1 = ANY(%s)) GROUP BY run_id",
                self.ids,
                list(BY_TYPE),
            )
        )
        counts = dict(rows)
        for run in self:
            run.ai_count = counts.get(run._origin.id, 0)

    def _recall_marks(self):
        """Begin with what was chosen for the last list with these headers."""
        if self.kind == "interest" and not self.ai_line_ids:
            mapping = self.env["coi.import.mapping"]
            marks = mapping._find(self.company_id, self.signature).ai_line_ids
            self._set({"ai_line_ids": [fields.Command.set(marks.ids)]})
