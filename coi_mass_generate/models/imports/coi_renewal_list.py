from odoo import api, models

from ...sheets.export import write_rows

# Columns in which the insured answers.
ANSWER = "answer"
ADDRESS = ("street", "street2", "city", "state", "zip")


class CoiRenewalList(models.AbstractModel):
    """The list that an insured looks through: its holders, and columns for what is to
    become of each."""

    _name = "coi.renewal.list"
    _description = "List for the Insured"

    @api.model
    def _get_columns(self):
        """``{key: header}`` in their order, in the user's language."""
        return {
            "ref": self.env._("Reference"),
            "holder": self.env._("Certificate Holder"),
            "address": self.env._("Address"),
            "project": self.env._("Project"),
            "interest": self.env._("Interest"),
            "last": self.env._("Last Certificate"),
            ANSWER: self.env._("Keep or Stop"),
            "street": self.env._("New Street"),
            "street2": self.env._("New Street 2"),
            "city": self.env._("New City"),
            "state": self.env._("New State"),
            "zip": self.env._("New ZIP"),
        }

    @api.model
    def _get_all_headers(self):
        """``{header: key}`` in all languages a list may have been written in."""
        found = {}
        for code, _name in self.env["res.lang"].get_installed():
            columns = self.with_context(lang=code)._get_columns()
            found.update({text.casefold(): key for key, text in columns.items()})
        return found

    @api.model
    def _get_ref(self, renewal_id, interest_id):
        """What a row is known by when it comes back."""
        return f"R{renewal_id}-{interest_id}"

    @api.model
    def _write(self, renewal):
        """Bytes of an ``.xlsx``: a row for each holder that is still in the list."""
        lines = renewal.line_ids.filtered(lambda line: line.why != "gone")
        words = lines.interest_id._get_words()
        interests = dict(zip(lines.interest_id, words, strict=True))
        # Of a contact the user may not see, the address is left out.
        seen = lines.interest_id.holder_id._filtered_access("read")
        addresses = seen._coi_get_addresses(renewal.company_id)
        rows = []
        for line in lines:
            interest = line.interest_id
            cells = {
                "ref": self._get_ref(renewal.id, interest.id),
                "holder": interest.holder_name,
                "address": ", ".join(addresses.get(interest.holder_id.id, ())),
                "project": interest.project,
                "interest": interests[interest].word,
                "last": line.last_id._get_full_number() if line.last_id else "",
                ANSWER: {"keep": self.env._("Keep"), "stop": self.env._("Stop")}.get(
                    line.answer, ""
                ),
            }
            rows.append([cells.get(key) or "" for key in self._get_columns()])
        columns = self._get_columns()
        return write_rows(
            list(columns.values()), rows, title=self.env._("Certificate holders")
        )
