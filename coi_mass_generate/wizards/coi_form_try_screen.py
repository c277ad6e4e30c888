from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.common.argument import read_record
from ..models.common.door import door
from ..models.fillable.coi_form_field import BOXES
from ..models.fillable.coi_form_text import ON
from ..pdf.acroform import Place
from ..pdf.typeset import FIRST


class CoiFormTry(models.TransientModel):
    """What stands in the fields of a form, for the screen they are chosen on."""

    _inherit = "coi.form.try"

    @api.model
    @api.readonly
    @door
    def get_texts(self, form_id, insured_id=None):
        """What its fields say as they are set up now.

        :param form_id: ID of a form that is a fillable PDF
        :param insured_id: ID of a contact, whose first certificate it is; else it is
            the sample's, of nobody for nobody
        :returns: ``fields``, texts by ID of the field, and ``blocks``, by party
        """
        form = read_record(self.env, "coi.form", form_id, "form_id")
        insured = read_record(self.env, "res.partner", insured_id, "insured_id")
        form._check_may_map()
        form = form.with_company(form.company_id)
        if insured:
            static, values = self._prepare_insured(form, insured)
        else:
            static, values = self._prepare_sample(form)
        return self._say(form, static, values)

    @api.model
    def _prepare_sample(self, form):
        """(static part, values) of a certificate that nobody has."""
        company, day = form.company_id, fields.Date.context_today(self)
        sample = self.env["coi.sample"].with_company(company)
        case = sample._prepare_case(company, company, form, day)
        static = sample._prepare_static(case, company)
        return static, {
            **sample._prepare_values(case, static),
            "date": self.env["coi.form.text"]._format_date(day),
        }

    @api.model
    def _prepare_insured(self, form, insured):
        interests = self._find_interests(form, insured, 1)
        day = fields.Date.context_today(self)
        [case] = self.env["coi.plan"]._get_cases(interests, day, None, {None: form})
        if not case.party:
            raise UserError(case.explain())  # a contact the user may not see
        static = self.env["coi.page"]._prepare_static(case, form)
        return static, {**case.values, "number": self.env._("DRAFT")}

    @api.model
    def _say(self, form, static, values):
        contents = self.env["coi.form.pdf"]._get_contents(form, static)
        blocks = self.env["coi.form.pdf"]._get_blocks(form)
        said = {**static["fields"], "holder": values.get("holder", "")}
        return {
            "fields": {
                field.id: self._say_field(field, contents[field.name], values)
                for field in form.field_ids
                if field.name in contents
            },
            "blocks": {party: said.get(party, "") for party in blocks},
        }

    @api.model
    def _say_field(self, field, what, values):
        if isinstance(what, Place):
            what = self._read_place(what.slot, values)
        if isinstance(what, bytes):
            return self.env._("Signature")
        if field.kind in BOXES:
            return ON if (what == field.on if field.on else what) else ""
        return what

    @api.model
    def _read_place(self, slot, values):
        if slot.startswith(FIRST):
            return values.get(slot.removeprefix(FIRST), "").partition("\n")[0]
        return values.get(slot, "")
