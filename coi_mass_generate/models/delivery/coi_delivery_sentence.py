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
        say = self._say_number
        mails = say(
            counts["mails"], self.env._("%(count)s mail"), self.env._("%(count)s mails")
        )
        boxes = say(
            counts["mailboxes"],
            self.env._("%(count)s mailbox"),
            self.env._("%(count)s mailboxes"),
        )
        pieces = say(
            counts["pieces"],
            self.env._("%(count)s piece of post"),
            self.env._("%(count)s pieces of post"),
        )
        prints = say(
            counts["prints"],
            self.env._("%(count)s envelope"),
            self.env._("%(count)s envelopes"),
        )
        missing, marked = counts["missing"], counts["marked"]
        return {
            "mails": self.env._(
                "%(mails)s to %(mailboxes)s", mails=mails, mailboxes=boxes
            ),
            "prints": self.env._(
                "%(pieces)s in %(envelopes)s", pieces=pieces, envelopes=prints
            ),
            "portals": say(
                counts["portals"],
                self.env._("%(count)s portal"),
                self.env._("%(count)s portals"),
            ),
            "there": say(
                counts["there"],
                self.env._("%(count)s in its portal already"),
                self.env._("%(count)s in their portals already"),
            ),
            "nobody": say(
                counts["nobody"],
                self.env._("%(count)s nobody"),
                self.env._("%(count)s nobody"),
            ),
            "missing": say(
                missing,
                self.env._("%(count)s without address"),
                self.env._("%(count)s without address"),
            ),
            "marked": say(
                marked,
                self.env._("%(count)s mailbox not written to"),
                self.env._("%(count)s mailboxes not written to"),
            ),
            "left_out": say(
                counts["left_out"],
                self.env._("%(count)s left out"),
                self.env._("%(count)s left out"),
            ),
        }

    @api.model
    def _say_number(self, count, one, many):
        return plural(count, one, many) % {"count": self._format_number(count)}

    @api.model
    def _format_number(self, number):
        return formatLang(self.env, number, digits=0)
