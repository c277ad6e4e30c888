import logging

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ...wording.book import Wanted
from ...wording.phrase import MOST_LETTERS, MOST_WORDS, PhraseError, read_phrase
from ..common.door import trusted

_logger = logging.getLogger(__name__)


class CoiWordingRule(models.Model):
    """Words that promise more than a certificate may."""

    _name = "coi.wording.rule"
    _inherit = ["coi.shared"]
    _description = "Wording Rule"
    _order = "sequence, id"
    _rec_name = "phrase"

    phrase = fields.Char(
        required=True,
        help="The words to look for; capitals and punctuation do not matter. # stands "
        "for any number, * for any ending of a word, ... for up to six words in "
        'between: "# day* ... notice" finds "30 days\' prior written notice". '
        "Hyphens, line breaks, invisible characters and letters that only look "
        "alike hide nothing.",
    )
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        # What the addon brings, and what an administrator's code makes, is for all.
        default=lambda self: False if self.env.su else self.env.company,
        help="Empty: the rule applies in all companies that have not switched it off.",
    )
    off_company_ids = fields.Many2many(
        "res.company",
        "coi_wording_rule_off_rel",
        "rule_id",
        "company_id",
        "Switched Off In",
        copy=False,
        # What another company does is its own business; see counts_here.
        groups=fields.NO_ACCESS,
    )
    counts_here = fields.Boolean(
        "Applies Here",
        compute="_compute_counts_here",
        inverse="_inverse_counts_here",
        help="Whether the rule applies in the company you work in. One that applies in "
        "all companies can be switched off for this one.",
    )
    problem = fields.Char(
        "Not Looked For",
        compute="_compute_problem",
        help="Why the phrase cannot be looked for; correct it.",
    )
    level = fields.Selection(
        [("warning", "Warn"), ("blocked", "Block")], required=True, default="warning"
    )
    reason = fields.Text(
        required=True, translate=True, help="What the user reads, in plain words."
    )
    source = fields.Char(required=True)
    date_checked = fields.Date(
        "Last Checked",
        help="When someone last compared the rule with its source. Empty: nobody has.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    @api.depends("company_id", "off_company_ids")
    @api.depends_context("company")
    def _compute_counts_here(self):
        company = self.env.company
        for rule in self:
            # sudo(): of the list, only whether the user's company is in it.
            rule.counts_here = trusted(rule)._counts_in(company)

    def _inverse_counts_here(self):
        company = self.env.company
        for counts, rules in self.grouped("counts_here").items():
            shared = rules._filter_shared()
            if not counts and shared != rules:
                raise UserError(
                    self.env._(
                        "A rule of a single company is archived instead of switched "
                        "off."
                    )
                )
            # sudo(): who writes this may change rules, and changes his own company.
            change = Command.unlink if counts else Command.link
            trusted(shared).off_company_ids = [change(company.id)]

    def _counts_in(self, company):
        if self.company_id:
            return self.company_id == company
        return company not in self.off_company_ids

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"counts_here"}

    @api.model
    def _explain_shared(self):
        return self.env._(
            "This rule applies in all companies, and you do not work in all of them. "
            "Switch it off for your own company, or ask an administrator to change it."
        )

    @api.depends("phrase")
    @api.depends_context("lang")
    def _compute_problem(self):
        for rule in self:
            try:
                rule.problem = rule.phrase and read_phrase(rule.phrase) and False
            except PhraseError as error:
                rule.problem = self._explain(error.args[0])

    @api.constrains("phrase")
    def _check_phrase(self):
        for rule in self:
            if rule.problem:
                raise ValidationError(rule.problem)

    @api.model
    def _explain(self, reason):
        """What is wrong with a phrase, in the user's words: see ``PhraseError``."""
        return {
            "empty": self.env._(
                "A phrase to look for needs at least one word of two letters; # and "
                "... alone would be found in any text."
            ),
            "star": self.env._(
                "In a phrase, * must stand at the end of a word: it is any ending of "
                "it."
            ),
            "number": self.env._(
                "In a phrase, # must stand alone, between spaces: it is any number."
            ),
            "long": self.env._(
                "A phrase has at most %(words)s words and %(letters)s letters.",
                words=MOST_WORDS,
                letters=MOST_LETTERS,
            ),
        }[reason]

    @api.model
    def _get_phrases(self, companies):
        """``{company id: [Wanted]}``: the rules that count in each of ``companies``.

        A phrase that cannot be looked for stops nothing: the list of rules says so.
        """
        # sudo(): what counts for a certificate does not depend on who makes it.
        rules = (
            trusted(self)
            .with_context(active_test=False)
            .search(
                [("active", "=", True), ("company_id", "in", [False, *companies.ids])]
            )
        )
        ready = [(rule, wanted) for rule in rules if (wanted := rule._read())]
        return {
            company.id: [wanted for rule, wanted in ready if rule._counts_in(company)]
            for company in companies
        }

    def _read(self):
        """``Wanted`` of this rule, or None where its phrase cannot be looked for."""
        try:
            phrase = read_phrase(self.phrase or "")
        except PhraseError as error:
            _logger.warning("Wording rule %s (%r): %s", self.id, self.phrase, error)
            return None
        return Wanted(self.phrase, phrase, self.level, self.reason)
