from odoo import api, fields, models
from odoo.fields import Domain


class CoiFormName(models.Model):
    """How forms name a field, and what is printed there: what the trade agrees on, and
    what an agency chose once for a form of its own."""

    _name = "coi.form.name"
    _inherit = ["coi.shared"]
    _description = "Known Field Name"
    _order = "name, company_id, id"

    name = fields.Char(
        "Field Name",
        required=True,
        index=True,
        help="The last part of the name, as in Form_CompletionDate_A.",
    )
    state = fields.Char(
        "Box",
        help="Of a field with several boxes of which one is checked: which of them.",
    )
    source = fields.Selection(
        "_select_sources",
        "Printed There",
        required=True,
        default="value",
    )
    value_key = fields.Selection("_select_values", "Value")
    text = fields.Char("Fixed Text")
    form_number = fields.Char(
        "Form",
        help="The form that has this field, as ACORD 25: it is missed there, and what "
        "is said here holds on it, whatever the name means on others. What an agency "
        "chose holds on that form alone; empty: on all of its forms.",
    )
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        default=lambda self: False if self.env.su else self.env.company,
        help="Who chose it. Empty: known to all companies.",
    )

    _name_once = models.UniqueIndex(
        "(name, COALESCE(state, ''), COALESCE(company_id, 0),"
        " COALESCE(form_number, ''))",
        "This field name is already known.",
    )

    @api.model
    def _select_values(self):
        return self.env["coi.form.value"]._get_choices()

    @api.model
    def _select_sources(self):
        source = self.env["coi.form.field"]._fields["source"]
        return source._description_selection(self.env)

    @api.model
    def _find(self, names, company, number):
        """What is known of field names: ``{(name, box): record}``, a company's own
        before what all know, and what is said of the form of this number before what
        is said of others; of these, none leaves a name open that another knows.

        What the trade agrees on counts on any form. What somebody chose does on forms
        of the same number: programs call fields Text1 or Name_2 on every form, and mean
        something else on each.
        """
        own = Domain("company_id", "=", company.id)
        own &= Domain("form_number", "in", [False, number])
        known = self.search(
            Domain("name", "in", list(names)) & (own | Domain("company_id", "=", False))
        )
        return {
            (each.name, each.state or ""): each
            for each in known.sorted(lambda each: each._get_rank(number))
        }

    def _get_rank(self, number):
        is_of_form = bool(number) and self.form_number == number
        return bool(self.company_id), is_of_form, self.source != "open"

    @api.model
    def _learn(self, form_fields):
        """Remember what was chosen for fields, for other copies of the same form."""
        form_fields = form_fields.filtered(lambda each: each.source != "open")
        company = form_fields.form_id.company_id[:1]
        number = form_fields.form_id[:1].number
        known = self._find(set(form_fields.mapped("short")), company, number)
        for each in form_fields:
            key, vals = (each.short, each.on or ""), each._get_choice()
            same = known.get(key)
            if same and same._get_choice() == vals:
                continue
            if same and same.company_id and same.form_number == number:
                same.write(vals)
            else:
                own = {"name": each.short, "state": each.on, "company_id": company.id}
                known[key] = self.create({**own, "form_number": number, **vals})

    def _get_choice(self):
        """What is printed there, as values to write."""
        return {name: self[name] or False for name in ("source", "value_key", "text")}
