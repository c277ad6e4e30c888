from dataclasses import dataclass
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..common.grants import GRANTS, MARKED
from .coi_loss import Loss
from .printed import MARKS, Language, Page, read_page

AI = GRANTS["ai"]


class Difference(NamedTuple):
    """One thing that the last certificate and the next one say differently.

    ``line`` is the policy it is about, "" for none, and ``what`` what of it; ``old``
    and ``new`` are what is printed, "" for nothing; ``kind`` is "better", "changed",
    "worse" or "same". Of what is worse, ``loss`` is the key of the rule that tells it
    and ``code`` tells it apart, in no language.
    """

    line: str
    what: str
    old: str
    new: str
    kind: str
    loss: str = ""
    code: str = ""


@dataclass(slots=True)
class Sides:
    """Two certificates beside each other.

    ``before`` and ``now`` are their pages; ``marks`` and ``given`` what the holder had
    and has: (grant, policy id) each; ``rested`` and ``rests`` on what its marks for
    additional insureds stand: names of fields of the endorsements, by policy id;
    ``terms`` are all of the insured by id, ``shown`` those of the next certificate;
    ``over`` the ids of the policies of which another rule says that they are over;
    ``words`` what rows are called.
    """

    before: Page
    now: Page
    marks: frozenset
    given: frozenset
    rested: dict
    rests: dict
    terms: dict
    shown: list
    over: frozenset
    words: dict


class CoiDifference(models.AbstractModel):
    """The last certificate of a holder beside the next one, row by row.

    Both are read as they are printed, so that what was issued years ago needs nothing
    but its page; only what a mark stands on is read from what is stored of that.
    Nothing is drawn, and holders who had and will have the same are compared once.
    """

    _name = "coi.difference"
    _description = "What Is Different From the Last Certificate"

    @api.model
    def _get_differences(self, cases, with_same=False):
        """``{case id: list of Difference}`` of all ``cases``, in words of the user; an
        empty list where nothing is different, or nothing was sent before.

        The number of queries does not depend on the number of cases. What is worse is
        what ``case.losses`` tells, and nothing else.

        :param cases: of ``coi.plan``, compared with what was sent before
        :param with_same: what both say, too
        """
        found = {case.id: [] for case in cases}
        for case, rows in self._compare_shared(cases):
            rows = [*rows, *self._compare_own(case)]
            found[case.id] = [each for each in rows if with_same or each.kind != "same"]
        return found

    @api.model
    def _get_kind_labels(self):
        """What each ``kind`` is called, in the user's language; the worst first."""
        return {
            "worse": self.env._("Less"),
            "changed": self.env._("Changed"),
            "better": self.env._("More"),
            "same": self.env._("Same"),
        }

    @api.model
    def _get_worst(self, rows):
        """The ``kind`` of the worst of these rows; "same" for none."""
        kinds = {each.kind for each in rows}
        return next((kind for kind in self._get_kind_labels() if kind in kinds), "same")

    @api.model
    def _count_kinds(self, differences):
        """``{loss: number of cases}``, of the rules that tell what is worse.

        :param differences: as ``_get_differences`` gives them
        """
        counts = {}
        for rows in differences.values():
            for loss in {each.loss for each in rows if each.loss}:
                counts[loss] = counts.get(loss, 0) + 1
        return counts

    @api.model
    def _get_losses(self, rows):
        """``Loss`` of each that is worse among ``rows``."""
        return [
            Loss(each.loss, each.code, self._say(each)) for each in rows if each.loss
        ]

    @api.model
    def _say(self, row):
        """What is lost, as part of a sentence."""
        about = row.code.partition(":")[0]
        names = {"policy": row.line, "before": row.old, "now": row.new}
        if about == "coverage":
            return row.line
        if about == "basis":
            return self.env._("Occurrence on %(policy)s (now Claims-made)", **names)
        if about not in ("limit", "since"):
            return self.env._("%(grant)s on %(policy)s", grant=row.what, **names)
        if row.new:
            return self.env._(
                "%(limit)s %(before)s on %(policy)s (now %(now)s)",
                limit=row.what,
                **names,
            )
        return self.env._("%(limit)s %(before)s on %(policy)s", limit=row.what, **names)

    # ------------------------------------------------------------- what is read

    @api.model
    def _compare_shared(self, cases):
        """``[(case, rows)]`` of those that had a certificate before: all but what is
        a holder's own."""
        cases = [case for case in cases if case.last]
        pages = self._read_pages({case.last.master_id for case in cases})
        bases = self._read_bases({case.last.basis_id for case in cases})
        return [
            (case, self._compare_case(case, pages[case.last.master_id], bases))
            for case in cases
        ]

    @api.model
    def _compare_case(self, case, stored, bases):
        last = case.last
        marks = tuple(MARKS.findall(last.values_json))
        given = tuple(sorted(name for name in case.values if ":" in name))
        rests = tuple(
            (each.term.id, *(one.gives for one in each.endorsements))
            for each in case.granted.get(AI.key, ())
        )
        # Of an earlier database it is not stored what a mark rests on.
        basis = last.basis_id or ("holder", case.asked.holder_id if marks else 0)
        key = ("differences", last.master_id, marks, basis, id(case.shown), case.lang)
        return case.facts.remember(
            (*key, given, rests), self._compare, case, stored, marks, bases
        )

    @api.model
    def _read_pages(self, master_ids):
        """``{master id: (language, coverages as printed, insurers)}``

        Only of certificates the user was just allowed to read, and without the rest of
        their pages, which has pictures.
        """
        if not master_ids:
            return {}
        self.env["coi.master"].flush_model(["lang", "snapshot"])
        rows = self.env.execute_query(
            SQL(
                "SELECT id, lang, snapshot->'coverages', snapshot->'insurers'"
                " FROM coi_master WHERE id = ANY(%s)",
                list(master_ids),
            )
        )
        return {
            row_id: (lang, coverages or [], insurers or [])
            for row_id, lang, coverages, insurers in rows
        }

    @api.model
    def _read_bases(self, basis_ids):
        """``{basis id: {policy id: names of what its marks for additional insureds rest
        on}}``; what was not stored with it is read from the endorsement as it is now.
        """
        bases = self.env["coi.basis"]
        bases.flush_model(["data"])
        self.env["coi.policy.endorsement"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT b.id, e.policy_id, said.entry->'gives', %(now)s
                  FROM coi_basis b,
                       jsonb_array_elements(b.data) AS said(entry)
                  JOIN coi_policy_endorsement e
                    ON e.id = (said.entry->>'endorsement')::integer
                 WHERE b.id = ANY(%(ids)s) AND said.entry->>'grant' = %(grant)s
                """,
                ids=[each for each in basis_ids if each],
                grant=AI.key,
                now=SQL(", ").join(
                    SQL.identifier("e", name) for name in AI.endorsement_fields
                ),
            )
        )
        found = {}
        for basis_id, policy_id, stored, *now in rows:
            current = [
                name
                for name, is_given in zip(AI.endorsement_fields, now, strict=True)
                if is_given
            ]
            policies = found.setdefault(basis_id, {})
            policies.setdefault(policy_id, set()).update(
                current if stored is None else stored
            )
        return found

    @api.model
    def _get_language(self, facts, code):
        return facts.remember(("language", code), self._read_language, code)

    @api.model
    def _read_language(self, code):
        data = self.env["res.lang"]._get_data(code=code)
        labels = self.env["coi.policy.limit"].with_context(lang=code)._get_labels()
        return Language(
            code,
            data.decimal_point or ".",
            data.thousands_sep or "",
            data.date_format or "%m/%d/%Y",
            {label: key for key, label in labels.items() if key != "own"},
        )

    @api.model
    def _get_page(self, facts, key, code, coverages, insurers):
        """The ``Page``, read once for all who have it."""
        language = self._get_language(facts, code)
        return facts.remember(("page", key), read_page, language, coverages, insurers)

    @api.model
    def _prepare_sides(self, case, stored, marks, bases):
        facts, shown, last = case.facts, case.shown, case.last
        static = self.env["coi.comparison"]._get_static(case)
        key = case.variant, static.page_hash
        terms = {term.id: term for term in facts.get_terms(case)}
        had = frozenset((grant, int(policy_id)) for grant, policy_id in marks)
        return Sides(
            before=self._get_page(facts, last.master_id, *stored),
            now=self._get_page(
                facts, key, case.lang, static.coverages, static.insurers
            ),
            marks=had,
            given=frozenset(
                (kind.key, term.id)
                for kind in MARKED
                for term in shown.terms
                if kind.get_slot(f"p{term.id}") in case.values
            ),
            rested=self._get_rested(case, had, terms, bases),
            rests=self._get_rests(case),
            terms=terms,
            shown=shown.terms,
            over=self._get_told(shown),
            words=self._get_words(facts),
        )

    @api.model
    def _get_rests(self, case):
        return {
            given.term.id: self._join_gives(given.endorsements)
            for given in case.granted.get(AI.key, ())
        }

    @api.model
    def _get_rested(self, case, had, terms, bases):
        if case.last.basis_id:
            return bases.get(case.last.basis_id, {})
        # An earlier database: what gives it now is the best that is known.
        holder_id = case.asked.holder_id
        return {
            policy_id: self._join_gives(
                terms[policy_id].get_granting(AI.key, holder_id)
            )
            for grant, policy_id in had
            if grant == AI.key and policy_id in terms
        }

    @api.model
    def _join_gives(self, endorsements):
        return frozenset().union(*(each.gives for each in endorsements))

    @api.model
    def _get_told(self, shown):
        lapsed = shown.lapsed if shown.terms else []
        return frozenset(term.id for term in shown.ended + lapsed)
