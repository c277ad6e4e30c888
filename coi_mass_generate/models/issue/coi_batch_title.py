from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.tools.misc import babel_locale_parse, formatLang, get_lang

from ..common.plural import plural

# The year is only said of another one than this.
SHORT, LONG = "MMMd", "yMMMd"


class CoiBatch(models.Model):
    """What people call a batch: whose certificates, how many, of when. Its number is
    for those who look it up."""

    _inherit = "coi.batch"
    _rec_names_search = ["name", "insured_ids"]

    @api.depends("name", "insured_ids.name", "issue_date", "state", "count_done")
    @api.depends_context("lang", "uid")
    def _compute_display_name(self):
        seen = self._get_seen_insureds()
        for batch in self:
            parts = (batch._say_insureds(seen), batch._say_count(), batch._say_day())
            batch.display_name = " · ".join(parts)

    def _get_short_title(self):
        """The same where the numbers are said beside it."""
        return f"{self._say_insureds(self._get_seen_insureds())} · {self._say_day()}"

    def _get_seen_insureds(self):
        """Those whom the user may see, of the batches that are called after one."""
        named = self.filtered(lambda batch: len(batch.insured_ids) == 1)
        # Odoo asks as superuser for the name of a record another one links to.
        return named.insured_ids.sudo(False)._filtered_access("read")

    def _say_insureds(self, seen):
        """The insured's name; of one that the user may not see, the batch's number."""
        count = len(self.insured_ids)
        if count > 1:
            return self.env._("%(count)s insureds", count=self._format_count(count))
        return (self.insured_ids & seen).name or self.name

    def _say_count(self):
        """What was made; before that, of how many it is asked for."""
        if self._is_open() or self.state == "paused":
            count = self.count_selected
            return plural(
                count,
                self.env._("1 holder"),
                self.env._("%(count)s holders", count=self._format_count(count)),
            )
        count = self.count_done
        if not count:
            return self.env._("no certificate")
        return plural(
            count,
            self.env._("1 certificate"),
            self.env._("%(count)s certificates", count=self._format_count(count)),
        )

    def _say_day(self):
        day, today = self.issue_date, fields.Date.context_today(self)
        skeleton = SHORT if day.year == today.year else LONG
        locale = babel_locale_parse(get_lang(self.env).code)
        return format_skeleton(skeleton, day, locale=locale)

    @api.model
    def _format_count(self, count):
        return formatLang(self.env, count, digits=0)
