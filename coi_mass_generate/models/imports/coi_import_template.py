from odoo import api, models

from ...sheets.clean.cleaner import EXAMPLE
from ...sheets.template import COLUMNS, write_template
from . import template_words

ADDRESS = ("street", "city", "state", "zip")


class CoiImportTemplate(models.AbstractModel):
    """A workbook to fill in, for each kind of list."""

    _name = "coi.import.template"
    _description = "Template of a List"

    @api.model
    def _write(self, kind):
        """Bytes of an ``.xlsx``.

        :param kind: 'holder', 'interest' or 'policy'
        """
        about = [self._describe(kind, column) for column in COLUMNS[kind]]
        mark = template_words.EXAMPLES
        about.append(["", self._word(mark) % {"mark": EXAMPLE}, ""])
        titles = (self.env._("List"), self.env._("About the columns"))
        return write_template(kind, titles, [self._get_header(), *about])

    @api.model
    def _get_header(self):
        return [
            self.env._("Column"),
            self.env._("What it means"),
            self.env._("What may be entered"),
        ]

    @api.model
    def _describe(self, kind, column):
        """Header, meaning and values of one column."""
        key = column["key"]
        words = template_words.WORDS.get(key, template_words.OF_LIMITS)
        if kind == "policy" and key in ADDRESS:
            # Of a policy it is the insured's.
            words = template_words.OF_ADDRESS, words[1]
        if key == "type":
            words = "", self._list("coi.interest.type")
        elif key == "line":
            words = "", self._list("coi.coverage.line")
        return [column["header"], *map(self._word, words)]

    @api.model
    def _list(self, model):
        return ", ".join(self.env[model].search([("active", "=", True)]).mapped("name"))

    @api.model
    def _word(self, text):
        # The text was marked for translation where it is written.
        translate = self.env._
        return translate(text) if text else ""
