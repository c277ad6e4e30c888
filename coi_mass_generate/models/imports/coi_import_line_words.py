from odoo import api, fields, models

from ..common.door import trusted
from .coi_import_line import OUTCOMES
from .row_words import LEFT_OUT, PROBLEMS

# Parts of what changes that are not of the row's policy.
OF_OTHERS = ("holder", "interest")


class CoiImportLine(models.Model):
    """What is said about a row: what becomes of it, what it asks, what it changes."""

    _inherit = "coi.import.line"

    outcome = fields.Selection(
        [
            ("created", "Created"),
            ("updated", "Updated"),
            ("unchanged", "Unchanged"),
            ("skipped", "Left out"),
            ("errored", "Not imported"),
        ],
        compute="_compute_outcome",
        help="What became of the row; empty until the import is done.",
    )
    message = fields.Text(compute="_compute_message")
    remark = fields.Text(
        compute="_compute_remark",
        help="The message without what is said once for all rows on the screen.",
    )
    difference = fields.Text(compute="_compute_difference")
    party_text = fields.Text("In the List", compute="_compute_party_text")
    likely_text = fields.Text("Existing", compute="_compute_likely_text")
    is_perhaps_note = fields.Boolean(
        compute="_compute_is_perhaps_note",
        help="Asks whether the row is an entry at all; answered with a click.",
    )

    @api.depends("bucket", "run_id.state")
    def _compute_outcome(self):
        for line in self:
            done = line.run_id.state in ("done", "undone")
            line.outcome = done and OUTCOMES[line.bucket]

    @api.depends("findings")
    @api.depends_context("lang")
    def _compute_message(self):
        hidden = self._find_hidden()
        for line in self:
            line.message = "\n".join(line._get_sentences(hidden))

    @api.depends("findings", "run_id.shown")
    @api.depends_context("lang")
    def _compute_remark(self):
        hidden = self._find_hidden()
        for run, lines in self.grouped("run_id").items():
            common = run._get_said_above()
            for line in lines:
                line.remark = "\n".join(line._get_sentences(hidden, common))

    @api.depends("findings")
    def _compute_is_perhaps_note(self):
        for line in self:
            problems = line._get_findings().get("problems", ())
            line.is_perhaps_note = any(each[1] == "perhaps_note" for each in problems)

    def _get_findings(self):
        """sudo(): of what another company's contact said, nothing is shown."""
        return trusted(self).findings or {}

    def _find_hidden(self):
        """Ids of contacts these rows mention that the user may not see (any more)."""
        ids = set()
        for line in self:
            found = line._get_findings()
            for part in ("problems", "notices"):
                for _key, _code, detail in found.get(part, ()):
                    ids.update(detail.get("contacts", ()))
        mentioned = self.env["res.partner"].browse(ids)
        return ids.difference(mentioned.exists()._filtered_access("read").ids)

    def _without_hidden(self, entry, hidden):
        """An entry of the findings, with no name or address of a hidden contact."""
        key, code, detail = entry
        if hidden.isdisjoint(detail.get("contacts", ())):
            return entry
        unnamed = self.env._("a contact you may not see")
        names = {"other", "others", "insured"} & set(detail)
        shown = {**detail, **dict.fromkeys(names, unnamed)}
        if "lines" in shown:
            shown["lines"] = [unnamed]
        return [key, code, shown]

    def _get_sentences(self, hidden, common=()):
        """Problems first, then why it is left out, then what was done.

        :param hidden: ids of contacts that are not named
        :param common: notices that are said elsewhere
        """
        words = self.env["coi.import.message"]
        found = self._get_findings()
        sentences = [
            self._with_column(
                entry, words._say(PROBLEMS, self._without_hidden(entry, hidden))
            )
            for entry in found.get("problems", ())
        ]
        if found.get("left_out"):
            sentences.append(words._word(LEFT_OUT[found["left_out"]], {}))
        for entry in found.get("notices", ()):
            if entry not in common:
                shown = self._without_hidden(entry, hidden)
                sentences.append(words._say_notice(self.run_id, shown))
        return sentences

    def _with_column(self, entry, sentence):
        """Say where: "ZIP code (column F): …"."""
        key, _code, _detail = entry
        letter = self.run_id._get_letter(key)
        if letter is None:
            return sentence
        return self.env._(
            "%(field)s (column %(letter)s): %(sentence)s",
            field=self.env["coi.import.message"]._label(key),
            letter=letter,
            sentence=sentence,
        )

    @api.depends("changes")
    @api.depends_context("lang")
    def _compute_difference(self):
        words = self.env["coi.import.message"]
        partners = self.partner_id.exists()._filtered_access("read")
        interests = self.interest_id.exists()._filtered_access("read")
        policies = self.policy_id.exists()._filtered_access("read")
        for line in self:
            # sudo(): only the parts whose record the user may see are described.
            changes = dict(trusted(line).changes or {})
            if line.partner_id not in partners:
                changes.pop("holder", None)
            if line.interest_id not in interests:
                changes.pop("interest", None)
            if line.policy_id not in policies:
                changes = {key: changes[key] for key in changes if key in OF_OTHERS}
            line.difference = "\n".join(words._describe_changes(changes))

    @api.depends("values")
    def _compute_party_text(self):
        for line in self:
            get = (line.values or {}).get
            town = " ".join(filter(None, (get("city"), get("state"), get("zip"))))
            lines = (get("name"), get("street"), get("street2"), town)
            line.party_text = "\n".join(filter(None, lines))

    @api.depends("likely_id", "findings")
    def _compute_likely_text(self):
        """The other of the two: a contact, or what an earlier row says."""
        for line in self:
            # Should the contact be another company's by now, it is not described.
            partner = line.likely_id._filtered_access("read")
            if partner:
                lines = [partner.name, *partner._coi_get_address_lines()]
                line.likely_text = "\n".join(lines)
            else:
                problems = line._get_findings().get("problems", ())
                asked = [each for each in problems if each[1] == "likely"]
                hidden = line._find_hidden()
                line.likely_text = bool(asked) and line._describe_other(
                    line._without_hidden(asked[0], hidden)[2]
                )

    def _describe_other(self, detail):
        # Imports of earlier databases kept one text.
        lines = detail.get("lines", [detail["other"]])
        if detail.get("line"):
            where = self.env._("In line %(line)s of this list:", line=detail["line"])
            lines = [where, *lines]
        return "\n".join(lines)
