from odoo import api, models

from ...sheets.fields import FIELDS, POLICIES, POLICY, Catalogue
from .coi_import_trace import MODELS


class CoiImportField(models.AbstractModel):
    """What a column of an imported list can mean.

    An addon whose lists say more adds a column in one file, by two methods::

        class CoiImportField(models.AbstractModel):
            _inherit = "coi.import.field"

            def _get_fields(self):
                headers = ("cost center", "department")
                target = "cost_center"
                field = ImportField(target, HOLDER, headers, target=target)
                return [*super()._get_fields(), field]

            def _get_steps(self):
                return {**super()._get_steps(), "cost_center": clean_cost_center}

    A step of its own is only for what is neither text, nor yes and no, nor a date. The
    label is that of the target. A ``Char`` of the same name in ``coi.import.line``,
    computed by ``_compute_cells`` and not readonly, shows the column in the preview,
    where the user corrects it.

    Which of several sheets looks like the list, a process without Odoo says, by our
    own headers; where its columns go is found here.
    """

    _name = "coi.import.field"
    _description = "Meaning of a Column"

    @api.model
    def _get_fields(self):
        """List of ``sheets.fields.Field``, in the order they are offered in; a hook.

        The target of one that is added is a stored field of the contact, of the
        interest or, in lists of policies, of the policy: text, number, yes or no, date,
        or a reference, whose value is an id.
        """
        return list(FIELDS.values())

    @api.model
    def _get_steps(self):
        """``{key: step}`` of added fields that are cleaned in their own way; a hook.

        A step takes the ``Cleaner``, the texts of the field's cells in one row, none
        of them empty, and the row's ``Cleaned``: there it puts the value, as JSON
        knows it, or asks what the user must correct (``ask(key, "cell_odd",
        value=text)``).
        """
        return {}

    @api.model
    def _get_catalogue(self, kind="holder"):
        """The fields the user may import: whose target may be written.

        :param kind: of the import; a list of policies has fields of its own
        """
        fields = list(filter(self._may_write, self._get_fields()))
        if kind != "policy":
            return Catalogue(each for each in fields if each.part != POLICY)
        added = [each for each in fields if each.part == POLICY]
        return Catalogue([*POLICIES.fields.values(), *added]) if added else POLICIES

    @api.model
    def _may_write(self, field):
        if not field.target:
            return True
        model = self.env[MODELS[field.part]]
        return model._has_field_access(model._fields[field.target], "write")

    @api.model
    def _get_added(self, part):
        """Of one part, the fields that go into their target as they are."""
        kind = "policy" if part == POLICY else "holder"
        fields = self._get_catalogue(kind).fields.values()
        return [each for each in fields if each.part == part and each.target]

    @api.model
    def _get_label(self, key):
        """What the target of an added field is called; its key where there is none."""
        for field in self._get_fields():
            if field.key == key and field.target:
                target = self.env[MODELS[field.part]]._fields[field.target]
                return target._description_string(self.env)
        return key
