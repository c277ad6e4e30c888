from odoo import api, fields, models

from ..common.door import trusted


class CoiImportProgress(models.Model):
    """How far a running import is.

    The import itself is one transaction that nobody sees before its end. This row is
    written through a cursor of its own; the import never touches it, and it points to
    nothing, so that neither ever waits for the other.
    """

    _name = "coi.import.progress"
    _description = "Progress of an Import"
    _log_access = False

    run = fields.Integer(required=True, help="Id of the import.")
    done = fields.Integer()
    total = fields.Integer()
    date = fields.Datetime(required=True, default=fields.Datetime.now)

    _run_unique = models.UniqueIndex("(run)")

    @api.model
    def _report(self, run, done, total):
        """Say that ``done`` of ``total`` steps of an import are done."""
        vals = {"done": done, "total": total, "date": fields.Datetime.now()}
        with self.env.registry.cursor() as cr:
            # trusted(): of an import its user has locked, how far it is.
            rows = trusted(self.with_env(self.env(cr=cr)))
            row = rows.search([("run", "=", run.id)])
            if row:
                row.write(vals)
            else:
                rows.create({"run": run.id, **vals})

    @api.autovacuum
    def _gc_progress(self):
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        # sudo(): Odoo's vacuum asks, and nobody else can.
        trusted(self).search([("date", "<", limit)]).unlink()
