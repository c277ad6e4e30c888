from odoo import api, models
from odoo.tools.misc import formatLang

from ..common.plural import plural


class CoiDeliveryPlan(models.AbstractModel):
    """A plan in words."""

    _inherit = "coi.delivery.plan"

    @api.model
    def _say_sentence(self, envelopes):
        """The whole plan in one sentence: "214 certificates → 171 mails to 168
        mailboxes, 6 portals"; of nothing there is none of, it says nothing."""
        counts = self._count(envelopes)
        kinds = [each.kind for each in envelopes]
        counts["missing"] = kinds.count("missing")
        counts["marked"] = kinds.count("marked")
        counts["left_out"] = [each.state for each in envelopes].count("taken_back")
        said = self._say_parts(counts)
        parts = [text for key, text in said.items() if counts[key]]
        whole = self._say_number(
            counts["certificates"],
            self.env._("%(count)s certificate"),
            self.env._("%(count)s certificates"),
        )
        return f"{whole} → {', '.join(parts)}"

    @api.model
    def _say_parts(self, counts):
        say, _ = self._say_number, self.env._
        mails = say(counts["mails"], _("%(count)s mail"), _("%(count)s mails"))
        boxes = say(
            counts["mailboxes"], _("%(count)s mailbox"), _("%(count)s mailboxes")
        )
        pieces = say(
            counts["pieces"],
            _("%(count)s piece of post"),
            _("%(count)s pieces of post"),
        )
        prints = say(
            counts["prints"], _("%(count)s envelope"), _("%(count)s envelopes")
        )
        missing, marked = counts["missing"], counts["marked"]
        return {
            "mails": _("%(mails)s to %(mailboxes)s", mails=mails, mailboxes=boxes),
            "prints": _("%(pieces)s in %(envelopes)s", pieces=pieces, envelopes=prints),
            "portals": say(
                counts["portals"], _("%(count)s portal"), _("%(count)s portals")
            ),
            "nobody": say(
                counts["nobody"], _("%(count)s nobody"), _("%(count)s nobody")
            ),
            "missing": say(
                missing, _("%(count)s without address"), _("%(count)s without address")
            ),
            "marked": say(
                marked,
                _("%(count)s mailbox not written to"),
                _("%(count)s mailboxes not written to"),
            ),
            "left_out": say(
                counts["left_out"], _("%(count)s left out"), _("%(count)s left out")
            ),
        }

    @api.model
    def _say_number(self, count, one, many):
        return plural(count, one, many) % {"count": self._format_number(count)}

    @api.model
    def _format_number(self, number):
        return formatLang(self.env, number, digits=0)
