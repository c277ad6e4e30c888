from odoo import api, models

from ...pdf import acroform, draft, typeset, writer
from ..forms.coi_form_qweb import get_face

CROSSED = ("check", "radio")


class CoiFormPdf(models.AbstractModel):
    """A form with the name of each field printed in it, to see which is which."""

    _inherit = "coi.form.pdf"

    @api.model
    def _draw_names(self, form):
        """Bytes of the form, marked DRAFT; a name too long is its number in the list,
        and nothing where that is too long as well."""
        fields = form.field_ids.filtered("is_usable")
        contents = {
            field.name: field.on or True if field.kind in CROSSED else field.short
            for field in fields
        }
        for shorten in (lambda field: f"#{field.sequence}", lambda _field: ""):
            filled = acroform.fill(self._read(form), get_face(), contents)
            for field in fields:
                if acroform.SPILLED + field.name in filled.spilled:
                    contents[field.name] = shorten(field)
        filled = acroform.fill(self._read(form), get_face(), contents)
        head = writer.make_head(
            filled.master,
            get_face(),
            [],
            author=form.company_id.name,
            language="en-US",
            title=form.display_name,
        )
        pages = typeset.compose(head, {}, self.env["coi.page"]._get_labels("en_US"))
        return draft.mark(writer.stamp(head, pages), "DRAFT")
