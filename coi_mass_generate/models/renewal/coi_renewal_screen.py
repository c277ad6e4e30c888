from odoo import api, models
from odoo.fields import Domain

from ..common.argument import read_choice, read_ids, read_text
from ..common.door import door, one
from .coi_renewal import OVER

# Rows on a page.
LIMIT = 40
OUTCOMES = ("include", "wait", "leave_out", "done")
MAY_ACCEPT = ("asking", "review", "issued", "sent")
SEARCHED = ("interest_id.holder_name", "interest_id.project")


class CoiRenewal(models.Model):
    """What the review shows: the alarm, and below it the holders, a page at a time."""

    _inherit = "coi.renewal"

    @api.readonly
    @door
    def get_review(self, outcome="", kind="", query="", offset=0):
        """The holders of this renewal; called by the screen.

        :param outcome: "include", "wait", "leave_out" or "done"; "": the first of which
            there are any
        :param kind: key of a kind of warning: only those that have one of it
        :param query: each word must be in the holder's name or project
        :param offset: number of rows before the first
        :returns: dict ``alarms`` (``_describe_alarm``), ``can_accept``, ``is_over``,
            ``tabs``, ``outcome``, ``total``, ``offset``, ``limit`` and ``rows``
        """
        one(self)
        self.check_access("read")
        tabs = self._get_tabs()
        full = next((each["key"] for each in tabs if each["count"]), OUTCOMES[0])
        outcome = read_choice(self.env, outcome or full, OUTCOMES, "outcome")
        words = read_text(self.env, query, "query").split()
        [place, *_rest] = [*read_ids(self.env, [offset] if offset else [], "offset"), 0]
        lines = self.env["coi.renewal.line"]
        domain = self._get_lines_domain(outcome, read_text(self.env, kind, "kind"))
        domain &= Domain.AND(
            Domain.OR(Domain(name, "ilike", word) for name in SEARCHED)
            for word in words
        )
        return {
            "alarms": self.alarms or [],
            "can_accept": self.state in MAY_ACCEPT,
            "is_over": self.state in OVER,
            "tabs": tabs,
            "outcome": outcome,
            "total": lines.search_count(domain),
            "offset": place,
            "limit": LIMIT,
            "rows": lines.search(domain, limit=LIMIT, offset=place)._describe(),
        }

    def _get_tabs(self):
        field = self.env["coi.renewal.line"]._fields["outcome"]
        labels = dict(field._description_selection(self.env))
        return [
            {"key": key, "label": labels[key], "count": self[f"count_{key}"]}
            for key in OUTCOMES
        ]

    def _get_lines_domain(self, outcome, kind=""):
        domain = Domain("renewal_id", "=", self.id) & Domain("outcome", "=", outcome)
        return domain & Domain("kinds", "like", f"|{kind}|") if kind else domain

    @door
    def action_open_lines(self):
        """Button: all holders in a list, to be filtered, exported and changed."""
        one(self)
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coi_mass_generate.coi_renewal_line_action"
        )
        return {
            **action,
            "name": self.display_name,
            "domain": [("renewal_id", "=", self.id)],
            "context": {"search_default_group_outcome": 1},
        }
