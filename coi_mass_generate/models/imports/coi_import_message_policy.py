from odoo import api, models
from odoo.tools.misc import formatLang

from ...sheets.clean.policy import LIMITS
from ..common.grants import ENDORSEMENT_FIELDS


class CoiImportMessage(models.AbstractModel):
    """Words about a row of a list of policies."""

    _inherit = "coi.import.message"

    @api.model
    def _get_line_name(self, key):
        """What a coverage line is called where room is scarce."""
        line = self.env["coi.coverage.line"].search([("key", "=", key)], limit=1)
        return line._get_short_name() or key

    @api.model
    def _list_limits(self, values):
        """ "Each occurrence $1,000,000; Medical expense Excluded" of a row's values."""
        return "; ".join(
            f"{self._label(key)} {self._show_limit(values[key])}"
            for key in LIMITS
            if key in values
        )

    @api.model
    def _show_limit(self, value):
        """``[amount, words]`` as it is printed; '' for nothing."""
        if not value:
            return ""
        amount, words = value
        digits = 0 if amount == int(amount) else 2
        text = f"${formatLang(self.env, amount, digits=digits)}" if amount else ""
        return " ".join(filter(None, (text, words)))

    @api.model
    def _list_endorsements(self, values):
        return "; ".join(
            f"{each['number']}: "
            + self._describe_endorsement(each["basis"], each["grants"])
            for each in values.get("endorsements", ())
        )

    @api.model
    def _describe_endorsement(self, basis, grants):
        fields = self.env["coi.policy.endorsement"]._fields
        bases = dict(fields["basis"]._description_selection(self.env))
        names = [fields[name]._description_string(self.env) for name in grants]
        return ", ".join([bases[basis or "scheduled"], *names])

    @api.model
    def _describe_parts(self, changes):
        """Sentences about limits and endorsements: old and new."""
        sentences = [
            f"{self._label(key)}: {self._show_limit(old) or '–'} → "
            f"{self._show_limit(new) or '–'}"
            for key, old, new in changes.get("limits", ())
        ]
        for number, vals in changes.get("added", ()):
            grants = [name for name in ENDORSEMENT_FIELDS if vals[name]]
            said = self._describe_endorsement(vals["basis"], grants)
            sentences.append(f"{number}: – → {said}")
        model = self.env["coi.policy.endorsement"]
        for number, fields in changes.get("endorsements", ()):
            sentences += [
                f"{number}: {sentence}" for sentence in self._describe(model, fields)
            ]
        return sentences
