import json

from odoo import api, fields, models
from odoo.tools import SQL


class CoiBatchLine(models.Model):
    """One holder of one insured in a batch: what was found and what became of it."""

    _name = "coi.batch.line"
    _description = "Batch Line"
    _order = "batch_id desc, sequence, id"
    _rec_name = "holder_id"

    batch_id = fields.Many2one(
        "coi.batch", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    sequence = fields.Integer(readonly=True)
    interest_id = fields.Many2one(
        "coi.additional.interest",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    insured_id = fields.Many2one(
        "res.partner", required=True, readonly=True, ondelete="restrict"
    )
    holder_id = fields.Many2one(
        "res.partner",
        string="Certificate Holder",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    verdict = fields.Selection(
        [("ready", "Ready"), ("warning", "Warning"), ("blocked", "Blocked")],
        readonly=True,
        required=True,
    )
    reasons = fields.Json(
        "Findings", readonly=True, help="Findings: key, level and message each."
    )
    reason_text = fields.Text("Reasons", compute="_compute_reason_text")
    state = fields.Selection(
        [
            ("pending", "Waiting"),
            ("done", "Done"),
            ("skipped", "Blocked"),
            ("aside", "Kept aside"),
            ("error", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="pending",
    )
    overrides = fields.Json(
        readonly=True,
        help="The reason a manager gave for printing what was blocked: reason, codes "
        "of the findings, user_id, user and date.",
    )
    revises_id = fields.Many2one(
        "coi.certificate",
        string="Revision Of",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    message = fields.Text("What Went Wrong", readonly=True)
    attempts = fields.Integer(
        default=0,
        readonly=True,
        aggregator=None,
        help="How often a background run has taken this line up.",
    )
    certificate_ids = fields.One2many("coi.certificate", "line_id")

    _interest_once = models.UniqueIndex("(batch_id, interest_id)")
    _open_lines = models.Index("(batch_id, attempts, id) WHERE state = 'pending'")
    # Progress counts the lines of a batch by state once a second.
    _by_state = models.Index("(batch_id, state)")

    @api.model
    def _insert(self, vals_list):
        """Create lines in one query, however many: the ORM writes a hundred at a time.

        :param vals_list: values of stored columns; all others have their defaults
        """
        stored = [name for name, field in self._fields.items() if field.column_type]
        stamps = {
            **self.default_get(stored),
            "create_uid": self.env.uid,
            "write_uid": self.env.uid,
            "create_date": str(self.env.cr.now()),
            "write_date": str(self.env.cr.now()),
        }
        rows = [
            {name: None if value is False else value for name, value in vals.items()}
            for vals in ({**stamps, **vals} for vals in vals_list)
        ]
        columns = set(stamps).union(*vals_list)
        names = SQL(", ").join(map(SQL.identifier, columns))
        types = SQL(", ").join(map(self._get_column, columns))
        self.env.cr.execute(
            SQL(
                "INSERT INTO %(table)s (%(names)s)"
                " SELECT %(names)s FROM jsonb_to_recordset(%(rows)s) AS x(%(types)s)",
                table=SQL.identifier(self._table),
                names=names,
                rows=json.dumps(rows),
                types=types,
            )
        )
        self.invalidate_model(flush=False)

    def _get_column(self, name):
        kind = self._fields[name].column_type[1]  # a word of the ORM's own
        return SQL("%s %s", SQL.identifier(name), SQL(kind))  # pylint: disable=sql-injection

    @api.depends("reasons")
    def _compute_reason_text(self):
        for line in self:
            line.reason_text = "\n".join(
                reason["message"] for reason in line.reasons or []
            )
