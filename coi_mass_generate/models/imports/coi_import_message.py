from odoo import api, models
from odoo.tools.misc import format_date
from odoo.tools.translate import LazyTranslate

from . import policy_words
from .file_words import REFUSALS
from .row_words import LATER, NOTICES, WHY_LIKELY

_lt = LazyTranslate(__name__)

LABELS = {
    "name": _lt("Holder's name"),
    "name2": _lt("Holder's name, second line"),
    "name_else": _lt("Holder's name, where there is no company"),
    "first_name": _lt("First name"),
    "last_name": _lt("Last name"),
    "attention": _lt("Attention"),
    "isaoa": _lt("ISAOA (ISAOA / ATIMA)"),
    "atima": _lt("ATIMA"),
    "street_before": _lt("Address, house number before the street"),
    "street_after": _lt("Address, what follows the street"),
    "unit": _lt("Address, suite or floor"),
    "street": _lt("Address"),
    "street2": _lt("Address, second line"),
    "city": _lt("City"),
    "place": _lt("City, state and ZIP in one"),
    "state": _lt("State"),
    "zip": _lt("ZIP code"),
    "zip4": _lt("ZIP + 4"),
    "country": _lt("Country"),
    "email": _lt("E-mail"),
    "phone": _lt("Phone"),
    "insured": _lt("Insured"),
    "policy": _lt("Policy number"),
    "type": _lt("Interest type"),
    "flags": _lt("AI / waiver / PNC in one"),
    "ai": _lt("Additional insured (Y/N)"),
    "waiver": _lt("Waiver of subrogation (Y/N)"),
    "pnc": _lt("Primary & non-contributory (Y/N)"),
    "project": _lt("Project"),
    "project_state": _lt("Project's state"),
    "description": _lt("Description of operations"),
    "loan_number": _lt("Loan number"),
    "valid_until": _lt("Valid until"),
}
LABELS |= policy_words.LABELS

# Parts of what changes in a row, and the model of each.
DESCRIBED = {
    "holder": "res.partner",
    "interest": "coi.additional.interest",
    "insured": "res.partner",
    "insurer": "res.partner",
    "policy": "coi.policy",
}


class CoiImportMessage(models.AbstractModel):
    """Words of the import, in the user's language.

    What is found is stored as ``[field key, code, details]``; it becomes a sentence
    only where somebody reads it.
    """

    _name = "coi.import.message"
    _description = "Words of the Import"

    @api.model
    def _refuse(self, refused):
        """The sentence for a ``sheets.Refused``."""
        code = refused.code
        if code == "wrong_kind":
            code = "wrong_" + refused.detail["what"]
        return self._word(REFUSALS[code], refused.detail)

    @api.model
    def _word(self, text, detail):
        # The text was marked for translation where it is written.
        translate = self.env._
        wording = translate(text)
        return wording % detail

    @api.model
    def _label(self, key):
        if key not in LABELS:
            return self.env["coi.import.field"]._get_label(key)
        translate = self.env._
        return translate(LABELS[key])

    @api.model
    def _field_selection(self):
        """Where a column can go, in the order of the catalogues.

        Which of these a list can have at all, its columns say (``choices``).
        """
        catalogue = self.env["coi.import.field"]._get_catalogue
        keys = {**catalogue().fields, **catalogue("policy").fields}
        return [(key, self._label(key)) for key in keys]

    @api.model
    def _say(self, texts, entry):
        """One sentence of ``[key, code, detail]`` from one of the tables above."""
        _key, code, detail = entry
        detail = dict(detail)
        if "why" in detail:
            detail["why"] = self._word(WHY_LIKELY[detail["why"]], {})
        if "field" in detail:
            detail["field"] = self._label(detail["field"]).lower()
        if "fields" in detail:
            detail["fields"] = ", ".join(map(self._label, detail["fields"]))
        return self._word(texts[code], detail)

    @api.model
    def _say_notice(self, run, entry):
        sentence = self._say(NOTICES, entry)
        if run.kind == "holder" and entry[1] in LATER:
            later = self.env._("It is imported with the additional insureds.")
            return f"{sentence} {later}"
        return sentence

    @api.model
    def _get_type_names(self, keys):
        """Names of interest types, or that it is a certificate holder only."""
        if not keys:
            return self.env._("Certificate holder")
        types = self.env["coi.interest.type"].search([("key", "in", keys)])
        return ", ".join(types.mapped("name"))

    @api.model
    def _describe_changes(self, changes):
        """Sentences for {part: {field: [old, new]}}: "City: Boston → Salem"."""
        sentences = []
        for part, name in DESCRIBED.items():
            sentences += self._describe(self.env[name], (changes or {}).get(part, {}))
        return sentences + self._describe_parts(changes or {})

    @api.model
    def _describe(self, model, changes):
        sentences = []
        for key, (old, new) in changes.items():
            label = model._fields[key]._description_string(self.env)
            old, new = self._show(model, key, old), self._show(model, key, new)
            sentences.append(f"{label}: {old or '–'} → {new or '–'}")
        return sentences

    @api.model
    def _show(self, model, key, value):
        field = model._fields[key]
        # Of one that is only created by the import, there is but the name.
        if field.type in ("many2one", "many2many") and value and value != str(value):
            records = self.env[field.comodel_name].browse(value).exists()
            records = records._filtered_access("read")
            return ", ".join(records.mapped("display_name"))
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if field.type == "selection" and value:
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "date" and value:
            return format_date(self.env, value)
        return value or ""
