from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.door import door, one
from .coi_renewal_refresh import STATES_OF_WORK

# Whose text is written: those that get a certificate, now or later.
WRITTEN = ("include", "wait")
EXAMPLES = 3


class CoiRenewal(models.Model):
    """The holders' own texts in the description: kept, replaced, or added to; shown
    before, and undone where nobody has changed them since."""

    _inherit = "coi.renewal"

    count_texts = fields.Integer("Texts Written", compute="_compute_count_texts")
    text_preview = fields.Text(compute="_compute_text_preview")

    @api.depends("line_ids.text_before")
    def _compute_count_texts(self):
        groups = self.env["coi.renewal.line"]._read_group(
            [("renewal_id", "in", self.ids), ("text_before", "!=", False)],
            ["renewal_id"],
            ["__count"],
        )
        counts = dict(groups)
        for renewal in self:
            renewal.count_texts = counts.get(renewal._origin, 0)

    @api.depends("text_mode", "text", "line_ids.outcome")
    @api.depends_context("lang")
    def _compute_text_preview(self):
        """What would become of the first holders' texts."""
        for renewal in self:
            lines = renewal._origin._get_written_lines(EXAMPLES)
            renewal.text_preview = "\n\n".join(
                self.env._(
                    "%(holder)s\nNow: %(now)s\nThen: %(then)s",
                    holder=line.holder_name or "",
                    now=line.interest_id.description or "–",
                    then=renewal._get_new_text(line._get_own_text()) or "–",
                )
                for line in lines
            )

    def _get_written_lines(self, limit=None):
        return self.env["coi.renewal.line"].search(
            [("renewal_id", "in", self.ids), ("outcome", "in", WRITTEN)], limit=limit
        )

    def _get_new_text(self, old):
        """What a text becomes."""
        text = (self.text or "").strip()
        if self.text_mode == "overwrite":
            return text
        if self.text_mode == "combine" and text:
            return f"{old.strip()}\n{text}" if old.strip() else text
        return old

    # -------------------------------------------------------------------- buttons

    @door
    def action_write_texts(self):
        """Button: give all holders that get a certificate their new text.

        What this renewal wrote before is taken back first: no text is added twice.
        """
        one(self)
        self._check_step(*STATES_OF_WORK)
        if self.text_mode == "keep" or not (self.text or "").strip():
            raise UserError(
                self.env._(
                    "Choose whether the text replaces what there is or is added to "
                    "it, and write it. To keep each holder's text, nothing is to be "
                    "done."
                )
            )
        self._lock()
        self._restore_texts()
        lines = self._get_written_lines()
        for old, some in lines.grouped(lambda line: line._get_own_text()).items():
            new = self._get_new_text(old)
            some.interest_id.write({"description": new})
            some._record({"text_before": {"old": old, "new": new}})
        self._refresh()
        self._message_log(
            body=self.env._("Descriptions written: %(count)s.", count=len(lines))
        )

    @door
    def action_restore_texts(self):
        """Button: all texts as they were, but those changed since."""
        one(self)
        self._check_step(*STATES_OF_WORK)
        self._lock()
        kept = self._restore_texts()
        self._refresh()
        words = self.env._("Descriptions were put back as they were.")
        if kept:
            words += " " + self.env._(
                "Changed since, and left as they are: %(names)s.",
                names=", ".join(kept[:20]),
            )
        self._message_log(body=words)

    def _restore_texts(self):
        """Names of those that were changed since, and are left."""
        lines = self.env["coi.renewal.line"].search(
            [("renewal_id", "=", self.id), ("text_before", "!=", False)]
        )
        same = lines.filtered(
            lambda line: (line.interest_id.description or "") == line.text_before["new"]
        )
        for old, some in same.grouped(lambda line: line.text_before["old"]).items():
            some.interest_id.write({"description": old or False})
        lines._record({"text_before": False})
        return (lines - same).mapped("display_name")
