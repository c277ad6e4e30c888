from odoo import api, fields, models

from ..models.common.door import door, one, trusted


class CoiImport(models.AbstractModel):
    """Door of an import: takes the file, makes the record, opens it.

    Other programs use the same doors: create one with ``file`` (base64) and
    ``filename``, call ``action_preview``, look at ``get_result``, call
    ``action_import``, look at ``get_result`` again.
    """

    _name = "coi.import"
    _inherit = ["coi.wizard"]
    _description = "Import a List"

    file = fields.Binary("Your List", attachment=False)
    filename = fields.Char()
    run_id = fields.Many2one("coi.import.run", readonly=True)

    @door
    def action_preview(self):
        """Read the file and show what would become of its rows."""
        one(self)
        self.check_access("write")
        # trusted(): who may use this door may import, and says nothing here but which
        # file; for whom, the user may read.
        run = trusted(self.env["coi.import.run"]).create(self._prepare_run_vals())
        trusted(self).run_id = run.id
        self.env["coi.import.reader"]._read(self.run_id)
        return self.run_id._open()

    @door
    def action_import(self):
        """Import what the preview shows; see ``coi.import.run``."""
        one(self)
        if not self.run_id:
            self.action_preview()
        return self.run_id.action_import()

    @door
    def get_result(self):
        """See ``coi.import.run``."""
        one(self)
        return self.run_id.get_result()

    @api.model
    def _get_own_names(self):
        return {"run_id"}

    def _prepare_run_vals(self):
        return {
            "file": self.file,
            "filename": self.filename,
            "company_id": self.env.company.id,
        }

    @api.model
    def _open(self, **defaults):
        """The action that opens this wizard, with defaults for its fields."""
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "name": self._description,
            "context": {f"default_{key}": value for key, value in defaults.items()},
        }
