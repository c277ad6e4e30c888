import io
from itertools import chain, zip_longest

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...pdf import draft, writer
from ..forms.coi_page import get_language_tag

# So many warned ones are drawn at most, and of a very large selection so many holders
# are judged to find them.
SAMPLE = 25
LOOK_AT = 10_000


def spread(ids, count):
    """At most ``count`` of ``ids``, evenly from the first on."""
    return ids[:: max(1, -(-len(ids) // count))]


class Picked:
    """Which of the cases that come by are worth a look, in memory for these only."""

    def __init__(self):
        self.count = 0
        self._first = self._longest = None
        self._length = -1
        # Warned ones by kind: the keys of the rules that warn.
        self._kinds = {}
        self._warned = 0

    def add(self, case, length):
        """One case that can be printed, the next in the order of the selection."""
        placed = (self.count, case)
        self.count += 1
        if self._first is None:
            self._first = placed
        if length > self._length:
            self._longest, self._length = placed, length
        if case.findings:  # warnings, or what was overridden
            self._warned += 1
            self._add_warned(placed)

    def _add_warned(self, placed):
        kind = frozenset(finding.key for finding in placed[1].findings)
        if len(self._kinds) < SAMPLE or kind in self._kinds:
            examples = self._kinds.setdefault(kind, [])
            if len(examples) < SAMPLE:
                examples.append(placed)

    @property
    def is_whole(self):
        """Whether every warned one is among them."""
        return self._warned <= SAMPLE

    @property
    def cases(self):
        """At least one, in the order of the selection."""
        turns = chain.from_iterable(zip_longest(*self._kinds.values()))
        examples = [each for each in turns if each][:SAMPLE]
        placed = dict([self._first, self._longest, *examples])
        return [placed[turn] for turn in sorted(placed)]


class CoiDraft(models.AbstractModel):
    """Certificates to look at before they are made: marked DRAFT, without a number.

    They are drawn by the engine itself, so what is seen is what would be issued.
    """

    _name = "coi.draft"
    _description = "Draft Certificates"

    @api.model
    def _choose(self, interests, warned_ids):
        """Of very many those to be judged, in their order: spread over all of them,
        with the longest by their texts, and those that are known to be warned.

        :param warned_ids: ids of interests with a warning, as far as it is known
        """
        if len(interests) <= LOOK_AT:
            return interests
        selected = set(interests.ids)
        warned = [each for each in warned_ids if each in selected]
        chosen = {
            *self._search_longest(interests),
            *spread(warned, LOOK_AT // 2),
        }
        # Not more than is said to be bearable, and the first of all among them.
        chosen.update(spread(interests.ids, LOOK_AT - len(chosen)))
        return interests.browse(each for each in interests.ids if each in chosen)

    @api.model
    def _search_longest(self, interests):
        lengths = SQL(" + ").join(
            SQL("COALESCE(LENGTH(%s), 0)", SQL.identifier(name))
            for name in ("description", "holder_name", "attention", "loan_number")
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM coi_additional_interest WHERE id = ANY(%s)"
                " ORDER BY %s DESC, id LIMIT %s",
                list(interests.ids),
                lengths,
                SAMPLE,
            )
        )
        return [interest_id for (interest_id,) in rows]

    @api.model
    def _pick(self, slices):
        """Of all cases those worth a look: the first, the longest, and every warned
        one; of many warned ones examples, of every kind first.

        :param slices: iterable of lists of cases (``coi.plan._iter_cases``)
        :returns: ``Picked``
        """
        picked = Picked()
        for cases in slices:
            for case in cases:
                if case.verdict != "blocked":
                    picked.add(case, self._get_length(case))
        if not picked.count:
            raise UserError(
                self.env._(
                    "There is nothing to preview: every selected holder is blocked."
                )
            )
        return picked

    @api.model
    def _get_length(self, case):
        return sum(map(len, case.values.values()))

    @api.model
    def _draw(self, cases):
        """One PDF, as bytes, of the drafts of ``cases``."""
        papers = [
            self._prepare_paper(case, count) for count, case in enumerate(cases, 1)
        ]
        self.env["coi.engine"]._draw(papers)
        failed = [paper for paper in papers if paper.error]
        if failed:
            raise UserError(failed[0].error)
        return draft.mark(self._merge(papers), "DRAFT")

    @api.model
    def _prepare_paper(self, case, count):
        paper = self.env["coi.engine"]._prepare_paper(case)
        # What is drawn whole is told apart by its number; a draft's is none.
        paper.number = self.env._("DRAFT %(count)s", count=count)
        paper.values.update(number=paper.number, revision="")
        return paper

    @api.model
    def _merge(self, papers):
        file, first = io.BytesIO(), papers[0].case
        merged = writer.Merged(
            file,
            title=self.env._("Draft certificates"),
            author=first.interest.company_id.name,
            language=get_language_tag(first.lang),
        )
        for paper in papers:
            bookmark = f"{paper.number} {paper.case.party.name}"
            if paper.is_whole:
                merged.add_pdf(paper.content, bookmark)
            else:
                merged.add(paper.master._get_engine_head(), paper.pages, bookmark)
        merged.close()
        return file.getvalue()
