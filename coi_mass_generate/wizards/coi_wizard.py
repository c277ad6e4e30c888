from odoo import api, models
from odoo.exceptions import AccessError

from ..models.common.argument import read_json


class CoiWizard(models.AbstractModel):
    """A window somebody has open: nobody else's, and what it made is not forged.

    Who may see it is said by record rules: Odoo itself lets everybody with the right
    to the model read and write the windows of all.
    """

    _name = "coi.wizard"
    _description = "Open Window"

    @api.model
    def _get_own_names(self):
        """Names of the fields that only this addon's code writes."""
        return set()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_json(vals)
        wizards = super().create(vals_list)
        # Defaults of the caller's and what was computed from them count as well.
        wizards._check_links(self._fields.keys() - set(models.MAGIC_COLUMNS))
        for name in self._get_own_names():
            if any(wizard[name] for wizard in wizards):
                self._check_own({name})
        return wizards

    def write(self, vals):
        self._check_own(vals)
        self._check_json(vals)
        result = super().write(vals)
        self._check_links(vals)
        return result

    def _check_links(self, names):
        """A window is about records that its user may see: a related field of it would
        tell of others."""
        for name in names:
            field = self._fields[name]
            if field.type == "many2one" and field.store and not self.env.su:
                self[name].check_access("read")

    @api.model
    def _check_json(self, vals):
        for name, value in vals.items():
            if name in self._fields and self._fields[name].type == "json":
                read_json(self.env, value, name)

    @api.model
    def _check_own(self, names):
        own = self._get_own_names().intersection(names)
        if own and not self.env.su:
            labels = [self._fields[name]._description_string(self.env) for name in own]
            raise AccessError(
                self.env._(
                    "%(fields)s: the window fills this in by itself; nobody else can.",
                    fields=", ".join(sorted(labels)),
                )
            )
