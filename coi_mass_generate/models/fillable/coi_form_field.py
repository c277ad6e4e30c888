from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .coi_form_value import HOLDER, MARK, PARTIES, PARTS, PICTURE

BOXES = ("check", "radio")
CHOICE = ("source", "value_key", "text")


class CoiFormField(models.Model):
    """A field of an uploaded form, and what is printed there.

    Of a field with several boxes, of which one is ticked, each box is one of these.
    """

    _name = "coi.form.field"
    _description = "Field of a Form"
    _order = "form_id, sequence, id"
    _rec_name = "short"

    form_id = fields.Many2one(
        "coi.form", required=True, readonly=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(readonly=True)
    name = fields.Char("Full Name", required=True, readonly=True)
    short = fields.Char("Field", required=True, readonly=True)
    on = fields.Char(
        "Box", readonly=True, help="Name of its checked state in the file."
    )
    page = fields.Integer(readonly=True, help="Counted from 1.")
    kind = fields.Selection(
        [
            ("text", "Text"),
            ("check", "Check box"),
            ("radio", "One of several boxes"),
            ("choice", "Choice"),
            ("signature", "Signature"),
            ("button", "Button"),
        ],
        required=True,
        readonly=True,
    )
    label = fields.Char("Tooltip", readonly=True)
    facts = fields.Json(
        readonly=True, help="What the file says of it: where it is, and its look."
    )
    is_usable = fields.Boolean(
        readonly=True, help="Whether something can be printed in it."
    )
    is_known = fields.Boolean(
        readonly=True, help="Whether its name was known when the file was uploaded."
    )
    source = fields.Selection(
        [
            ("open", "To be decided"),
            ("value", "A value"),
            ("text", "Fixed text"),
            ("keep", "As in the file"),
            ("blank", "Nothing"),
        ],
        "Printed Here",
        required=True,
        default="open",
    )
    value_key = fields.Selection("_select_values", "Value")
    text = fields.Char("Fixed Text")
    is_block = fields.Boolean(
        "Block",
        default=True,
        help="Name and address of one party are printed as one block, so that all of "
        "its lines fit.",
    )

    _name_once = models.UniqueIndex(
        "(form_id, name, COALESCE(\"on\", ''))", "A form has each of its fields once."
    )

    @api.model
    def _select_values(self):
        return self.env["coi.form.value"]._get_choices()

    @api.onchange("value_key")
    def _onchange_value_key(self):
        if self.value_key:
            self.source = "value"

    @api.onchange("text")
    def _onchange_text(self):
        if self.text:
            self.source = "text"

    def write(self, vals):
        if not self.env.su and set(vals) - {*CHOICE, "is_block"}:
            raise UserError(
                self.env._(
                    "What a field is, the file says: only what is printed there can "
                    "be changed."
                )
            )
        self._check_locked()
        # Whoever gives a value or a text alone means it to be printed.
        if "source" not in vals and vals.get("value_key"):
            vals = {**vals, "source": "value"}
        elif "source" not in vals and vals.get("text"):
            vals = {**vals, "source": "text"}
        return super().write(vals)

    def unlink(self):
        self._check_locked()
        return super().unlink()

    def _check_locked(self):
        """Nothing changes under certificates that are issued, or about to be."""
        for form in self.form_id:
            why = form._explain_locked()
            if why:
                raise UserError(why)

    @api.constrains("source", "value_key", "text", "is_block")
    def _check_choices(self):
        values = self.env["coi.form.value"]._get_values()
        for field in self:
            problem = field._find_problem(values)
            if problem:
                raise ValidationError(
                    self.env._(
                        "%(field)s: %(problem)s", field=field.short, problem=problem
                    )
                )

    def _find_problem(self, values):
        """What is wrong with what is to be printed here; "" where nothing is.

        :param values: ``coi.form.value._get_values()``
        """
        if self.source in ("open", "keep", "blank"):
            return ""
        if not self.is_usable:
            return self.env._(
                "nothing can be printed there, as it is a button, has no room or is "
                "turned against its page. Leave it as it is in the file."
            )
        if self.source == "text":
            return "" if self.text else self.env._("Enter the text.")
        value = values.get(self.value_key)
        return self._explain_value(value) if value else self.env._("Choose a value.")

    def _explain_value(self, value):
        if self.on and value.scope == HOLDER:
            return self.env._(
                "it is one of several boxes, which cannot be each holder's own."
            )
        if self.kind in BOXES and value.kind == PICTURE:
            return self.env._("a picture needs a field that is no box.")
        is_part = self._get_party() == "holder" and "." in self.value_key
        if is_part and (not self.is_block or self.kind in BOXES):
            return self.env._(
                "the parts of a holder's name and address are printed as one block."
            )
        return ""

    def _get_party(self):
        """The party of whose name and address this is a part, if it is one."""
        party, dot, part = (self.value_key or "").partition(".")
        is_part = party in PARTIES and (not dot or part in PARTS)
        return party if is_part and self.source == "value" else ""

    def _get_choice(self):
        """What is printed here, as values to write elsewhere."""
        return {name: self[name] or False for name in CHOICE}

    def _get_entries(self, values):
        """These fields as they are kept for drawing.

        :param values: ``coi.form.value._get_values()``
        """
        # A name alone is no address.
        counts = Counter((field._get_party(), field.page) for field in self)
        return [
            field._get_entry(values, counts[field._get_party(), field.page] > 1)
            for field in self
        ]

    def _get_entry(self, values, is_one_of_many):
        key = (self.source == "value" and self.value_key) or ""
        value = values.get(key)
        return {
            "name": self.name,
            "on": self.on or "",
            "kind": self.kind,
            "source": self.source,
            "key": key,
            "text": (self.source == "text" and self.text) or "",
            "label": self.label or self.short,
            "block": self._get_block(key) if is_one_of_many else "",
            "is_mark": bool(value and value.kind == MARK),
            "is_picture": bool(value and value.kind == PICTURE),
            "is_own": bool(value and value.scope == HOLDER),
        }

    def _get_block(self, key):
        """The party of whose block this is a part."""
        return self._get_party() if self.is_block and "." in key else ""
