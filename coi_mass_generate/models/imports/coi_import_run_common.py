from odoo import api, fields, models
from odoo.tools import SQL

# Of fewer rows each can say for itself what it has to say.
FEW = 3
# What is said, and chosen, above all rows whose type alone, and no Y or N, is that of
# an additional insured.
BY_TYPE = ("ai_not_ticked", "ai_chosen")


class CoiImportRun(models.Model):
    """What all rows on the screen have in common, said once."""

    _inherit = "coi.import.run"

    common_text = fields.Text(compute="_compute_common_text")

    @api.depends("shown", "line_ids.findings")
    @api.depends_context("lang")
    def _compute_common_text(self):
        words = self.env["coi.import.message"]
        for run in self:
            run.common_text = "\n".join(
                words._say_notice(run, entry) for entry in run._get_common()
            )

    def _get_said_above(self):
        """Notices that no row on the screen needs to say for itself."""
        return [*self._get_common(), *(["type", code, {}] for code in BY_TYPE)]

    def _get_common(self):
        """Notices that every row of the bucket on the screen has, word for word."""
        self.check_access("read")
        self.env["coi.import.line"].flush_model(["bucket", "findings", "run_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT said FROM coi_import_line l,"
                " jsonb_array_elements(l.findings->'notices') said"
                " WHERE run_id = %(run)s AND bucket = %(bucket)s"
                " AND said->>1 != ALL(%(above)s) GROUP BY said"
                " HAVING count(DISTINCT l.id) >= %(few)s AND count(DISTINCT l.id) ="
                " (SELECT count(*) FROM coi_import_line"
                " WHERE run_id = %(run)s AND bucket = %(bucket)s)"
                " ORDER BY min(l.number), said",
                run=self.id or None,
                bucket=self.shown,
                few=FEW,
                above=list(BY_TYPE),
            )
        )
        # What names a contact is each row's own: not everybody may see it.
        return [entry for [entry] in rows if not entry[2].get("contacts")]
