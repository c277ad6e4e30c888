from odoo import api, models
from odoo.tools.translate import LazyTranslate

from ..common.case import warn
from .coi_check import rule

_lt = LazyTranslate(__name__)


class CoiCheck(models.AbstractModel):
    """The rule on what the holder's last certificate said."""

    _inherit = "coi.check"

    @api.model
    @rule(_lt("Less than the last certificate"), is_serious=True)
    def _rule_lost(self, case):
        lost = case.losses
        if lost:
            yield warn(
                self.env._(
                    "Was on %(number)s of %(day)s, but is not on this one: %(what)s.",
                    number=lost.number,
                    day=case.facts.say_date(lost.issue_date),
                    what="; ".join(words for _code, words in lost.items),
                ),
                lost.certificate,
                about=",".join(code for code, _words in lost.items),
            )
