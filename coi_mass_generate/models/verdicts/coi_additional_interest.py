from odoo import api, fields, models
from odoo.fields import Domain

from ..common.argument import read_choice, read_ids, read_text
from ..common.door import clean, door
from ..common.grants import ASKED

VERDICTS = ("ready", "warning", "blocked")
# What the list above an insured's holders can be narrowed to.
SHOWN = ("all", *VERDICTS, "marked", "plain")

FITS = [
    ("fits", "Fits its box"),
    ("smaller", "Fits in smaller type"),
    ("continuation", "Goes to a continuation page"),
]


class CoiAdditionalInterest(models.Model):
    """What a certificate of an interest would be if it were issued today."""

    _inherit = "coi.additional.interest"

    verdict = fields.Selection(
        [("ready", "Ready"), ("warning", "Warning"), ("blocked", "Blocked")],
        compute="_compute_outlook",
        search="_search_verdict",
        help="Whether a certificate issued today would be right.",
    )
    verdict_text = fields.Text("Reasons", compute="_compute_outlook")
    description_preview = fields.Text("As Printed Today", compute="_compute_outlook")
    description_fit = fields.Selection(FITS, compute="_compute_outlook")
    holder_fit = fields.Selection(
        FITS, string="Name and Address", compute="_compute_outlook"
    )

    @api.depends(
        "insured_id", "holder_id", "company_id", "series_ids", "description",
        "description_mode", "project", "project_state_id", "loan_number", "attention",
        "isaoa", "atima", "valid_until", "tail_until", *ASKED.values(),
    )  # fmt: skip
    @api.depends_context("tz", "uid", "lang")
    def _compute_outlook(self):
        """What a certificate issued today would be; judged together, for all."""
        cases = self._get_cases_today()
        for interest in self:
            case = cases.get(interest)
            interest.verdict = case and case.verdict
            interest.verdict_text = case and case.explain()
            interest.description_preview = case and case.values.get("description")
            interest.description_fit = case and case.measure("description")
            interest.holder_fit = case and case.measure("holder")

    def _get_cases_today(self):
        """Cases of the interests that say enough of themselves, by interest."""
        named = self.filtered(lambda each: each.insured_id and each.holder_id)
        today = clean(self).env["coi.plan"]._get_today()
        # Not compared: a list shows a part of the holders, and that nothing has
        # changed since the last certificate is nothing to mend.
        plan = self.env["coi.plan"]
        cases = plan._get_cases(named, today, compare=False) if named else []
        return {case.interest: case for case in cases}

    def _search_verdict(self, operator, value):
        """All interests are judged: a list's filter, not for every keystroke."""
        if operator != "in":
            return NotImplemented
        # Archived ones have a verdict, too; whether they are listed is not asked here.
        every = clean(self).with_context(active_test=False)
        verdicts = every._judge_all()
        return [("id", "in", [each for one in value for each in verdicts.get(one, ())])]

    def _judge_all(self):
        """Ids of all interests of the companies, by their verdict today.

        A list that does not fit its page asks twice: for the rows, and how many there
        are. While the transaction has written nothing, the answer is the same.
        """
        env, today = self.env, self.env["coi.plan"]._get_today()
        if self._has_written():
            return self._judge_all_on(today)
        key = ("coi_verdicts", env.uid, env.su, env.companies._ids, today)
        if key not in env.cr.cache:
            env.cr.cache[key] = self._judge_all_on(today)
        return env.cr.cache[key]

    def _judge_all_on(self, day):
        interests = self.search([("company_id", "in", self.env.companies.ids)])
        verdicts = {}
        for cases in self.env["coi.plan"]._iter_cases(interests, day, compare=False):
            for case in cases:
                verdicts.setdefault(case.verdict, []).append(case.id)
        return verdicts

    @api.model
    def _has_written(self):
        """Whether this transaction sees anything but what it saw at its beginning."""
        self.env.flush_all()
        self.env.cr.execute("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")
        return self.env.cr.fetchone()[0]

    # ------------------------------------------------------------- the tab's search

    @api.model
    @api.readonly
    @door
    def search_listed(self, insured_id, query="", shown="all"):
        """Ids of the holders of one insured, in the list's order; called by the tab.

        :param insured_id: id of the insured
        :param query: each word must be in what a row shows; "": all
        :param shown: "all"; "ready", "warning" or "blocked": whose certificate would be
            that today; "marked": with any mark; "plain": holder only
        """
        words = read_text(self.env, query, "query").split()
        shown = read_choice(self.env, shown, SHOWN, "shown")
        [insured_id] = read_ids(self.env, [insured_id], "insured_id")
        listed = self.search(
            Domain("insured_id", "=", insured_id)
            & Domain("company_id", "in", self.env.companies.ids)
            & self._get_query_domain(words)
            & self._get_shown_domain(shown)
        )
        return listed._filter_verdict(shown).ids if shown in VERDICTS else listed.ids

    @api.model
    def _get_shown_domain(self, shown):
        plain = Domain.AND(Domain(name, "=", False) for name in ASKED.values())
        if shown == "marked":
            return ~plain
        if shown == "plain":
            return plain & Domain("type_ids", "=", False)
        return Domain.TRUE

    def _filter_verdict(self, verdict):
        """Those of these whose certificate would be so today; only these are judged."""
        day = self.env["coi.plan"]._get_today()
        slices = self.env["coi.plan"]._iter_cases(self, day, compare=False)
        return self.browse(
            case.id for cases in slices for case in cases if case.verdict == verdict
        )
