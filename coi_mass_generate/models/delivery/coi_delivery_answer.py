from odoo import fields, models

from ..common.argument import read_choice, read_text
from ..common.door import door, trusted

ANSWERS = [
    ("received", "Received"),
    ("wrong", "Name or address is wrong"),
    ("unneeded", "No longer needed"),
]
# What somebody of the agency has to do something about.
ASKING = ("wrong", "unneeded")


class CoiDelivery(models.Model):
    """What the receiver of a link says: a mark beside the state, and never more than a
    proposal."""

    _inherit = "coi.delivery"

    link_ids = fields.One2many("coi.link", "delivery_id", groups="base.group_system")
    answer = fields.Selection(ANSWERS, readonly=True)
    answer_text = fields.Char("What They Say", readonly=True)
    answer_date = fields.Datetime("Answered On", readonly=True)
    is_answer_open = fields.Boolean("Answer to Look At", readonly=True)

    def _make_link(self):
        """The address the mail names, where it carries nothing itself."""
        return self.env["coi.link"]._make(self) if self.attach == "link" else ""

    def _take_answer(self, kind, text):
        """Note what the receiver has chosen.

        :param kind: key of ``ANSWERS``
        """
        kind = read_choice(self.env, kind, [key for key, _label in ANSWERS], "answer")
        self._record(
            {
                "answer": kind,
                "answer_text": read_text(self.env, text, "text", 500) or False,
                "answer_date": fields.Datetime.now(),
                "is_answer_open": kind in ASKING,
            }
        )

    @door
    def action_answer_done(self):
        """Button and mass action: somebody has seen to these answers."""
        self.check_access("read")
        self._record({"is_answer_open": False})

    @door
    def action_revoke_links(self):
        """Button and mass action: the links of these mails open nothing any more."""
        self.check_access("read")
        # sudo(): users do not see links; these are of mails the user may read.
        trusted(self).link_ids.write({"valid_until": fields.Datetime.now()})
