from odoo import api, models
from odoo.tools import unique

# Policies that are told of one by one.
MOST = 40


class CoiGenerate(models.TransientModel):
    """What the picker tells of the pages: which policies are on them, and which of a
    holder's marks are not."""

    _inherit = "coi.generate"

    @api.model
    def _describe_shown(self, cases):
        """The policies on the certificates of ``cases``, each once, in that order.

        Read for all who see the same at once, never for a holder.

        :returns: list of at most 40 dicts: ``id``, ``name``, ``line`` (its coverage, in
            short), ``limits`` ("1M/2M"), ``about`` (who insures what, and when) and
            ``insured``
        """
        seen = {id(case.shown): case for case in cases}.values()
        terms = {
            term.id: (case.insured_name, term)
            for case in seen
            for term in case.shown.terms
        }
        found = sorted(terms.values(), key=lambda each: (each[0], each[1].order))
        say_date = cases[0].facts.say_date if cases else None
        return [
            self._describe_term(term, insured, say_date)
            for insured, term in found[:MOST]
        ]

    @api.model
    def _describe_term(self, term, insured, say_date):
        return {
            "id": term.id,
            "name": term.policy.name or "",
            "line": term.policy.coverage_id._get_short_name(),
            "limits": term.policy.limit_ids._summarize(),
            "insured": insured,
            "about": self.env._(
                "%(policy)s, %(insurer)s, in force %(start)s to %(end)s",
                policy=term.label,
                insurer=term.insurer_name,
                start=say_date(term.effective),
                end=say_date(term.end),
            ),
        }

    @api.model
    def _describe_unprinted(self, case):
        """``{grant: short names of the lines}`` of what is marked and not printed:
        without a policy, or without an endorsement."""
        unprinted = {
            key: [grant.term.coverage_id for grant in grants]
            for key, grants in case.refused.items()
        }
        for key, ids in case.absent.items():
            unprinted.setdefault(key, []).extend(ids)
        return {key: self._join_lines(ids) for key, ids in unprinted.items()}

    @api.model
    def _join_lines(self, ids):
        lines = self.env["coi.coverage.line"].browse(unique(ids))
        return " ".join(line._get_short_name() for line in lines)
