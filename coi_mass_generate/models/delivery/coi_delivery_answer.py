from odoo import fields, models
from odoo.exceptions import UserError

from ..common.argument import read_choice, read_text
from ..common.door import door, trusted

ANSWERS = [
    ("received", "Received"),
    ("wrong", "Name or address is wrong"),
    ("unneeded", "No longer needed"),
]
# What somebody of the agency has to do something about.
ASKING = ("wrong", "unneeded")
MOST_TEXT = 500


class CoiDelivery(models.Model):
    """What the receiver of a link says: a mark beside the state, and never more than a
    proposal, which somebody of the agency accepts or declines."""

    _inherit = "coi.delivery"

    link_ids = fields.One2many("coi.link", "delivery_id", groups="base.group_system")
    answer = fields.Selection(ANSWERS, readonly=True)
    answer_text = fields.Char("What They Say", readonly=True)
    answer_date = fields.Datetime("Answered On", readonly=True)
    is_answer_open = fields.Boolean("Answer to Look At", readonly=True)
    answer_result = fields.Selection(
        [
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("seen", "Seen to otherwise"),
        ],
        "What Was Decided",
        readonly=True,
    )
    answer_change = fields.Char("What Was Changed", readonly=True)
    answer_user_id = fields.Many2one("res.users", "Decided By", readonly=True)
    answer_done_date = fields.Datetime("Decided On", readonly=True)

    def _make_link(self):
        """The address the mail names, where it carries nothing itself."""
        return self.env["coi.link"]._make(self) if self.attach == "link" else ""

    def _take_answer(self, kind, text):
        """Note what the receiver has chosen; the same once more changes nothing.

        :param kind: key of ``ANSWERS``
        :raises UserError: where it is none
        """
        kind = read_choice(self.env, kind, [key for key, _label in ANSWERS], "answer")
        # A form of somebody else's making may send a file, or a book.
        text = text[:MOST_TEXT] if isinstance(text, str) else ""
        text = read_text(self.env, text, "text", MOST_TEXT) or False
        # That it arrived says nothing against what they have asked for before.
        is_less = self.is_answer_open and kind not in ASKING
        if is_less or (kind, text) == (self.answer, self.answer_text):
            return
        self._record(
            {
                "answer": kind,
                "answer_text": text,
                "answer_date": fields.Datetime.now(),
                "is_answer_open": kind in ASKING,
                "answer_result": False,
                "answer_change": False,
                "answer_user_id": False,
                "answer_done_date": False,
            }
        )

    @door
    def action_answer_done(self):
        """Button and mass action: somebody has seen to these answers otherwise."""
        self.check_access("read")
        self.filtered("is_answer_open")._decide_answer("seen")

    def _decide_answer(self, result, change=""):
        """Keep what was decided, by whom and when.

        :param result: key of ``answer_result``
        :param change: what was changed, to be read
        """
        self._check_answer_open()
        self._record(
            {
                "is_answer_open": False,
                "answer_result": result,
                "answer_change": change or False,
                "answer_user_id": self.env.user.id,
                "answer_done_date": fields.Datetime.now(),
            }
        )

    def _check_answer_open(self):
        if not all(self.mapped("is_answer_open")):
            raise UserError(
                self.env._("Someone has already decided about this answer.")
            )

    @door
    def action_revoke_links(self):
        """Button and mass action: the links of these mails open nothing any more."""
        self.check_access("read")
        # sudo(): users do not see links; these are of mails the user may read.
        trusted(self).link_ids.write({"valid_until": fields.Datetime.now()})
