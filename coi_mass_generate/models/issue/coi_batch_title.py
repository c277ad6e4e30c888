from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.tools.misc import babel_locale_parse, formatLang, get_lang

from ..common.links import read_links
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
        whose = self._say_insureds()
        for batch in self:
            parts = (whose[batch._origin.id], batch._say_count(), batch._say_day())
            batch.display_name = " · ".join(parts)

    def _get_short_title(self):
        """The same where the numbers are said beside it."""
        [whose] = self._say_insureds().values()
        return f"{whose} · {self._say_day()}"

    def _say_insureds(self):
        """``{id of a batch: the insured's name}``; of several, how many there are; of
        one that the user may not see, the batch's number."""
        batches, said = self._origin, {}
        # Archived ones, and those whom the user may not see, count like the others.
        links = read_links(batches, "insured_ids")
        single = {ids[0] for ids in links.values() if len(ids) == 1}
        # Odoo asks as superuser for the name of a record another one links to.
        insureds = self.env["res.partner"].browse(single).sudo(False)
        names = {each.id: each.name for each in insureds._filtered_access("read")}
        for batch in batches:
            ids = links[batch.id]
            if len(ids) > 1:
                count = self._format_count(len(ids))
                said[batch.id] = self.env._("%(count)s insureds", count=count)
            else:
                found = [names[each] for each in ids if each in names]
                said[batch.id] = found[0] if found else batch.name
        return said

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
