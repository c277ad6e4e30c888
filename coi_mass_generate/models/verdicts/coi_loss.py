import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from odoo import api, models
from odoo.tools import SQL

from ..common.columns import read_rows
from ..common.grants import GRANTS, MARKED
from ..ledger.coi_certificate import join_number
from ..register.coi_policy_limit import ROW_LIMITS

# A mark among a certificate's values: what is given, and on which policy. In a text a
# quotation mark stands behind a backslash.
MARKS = re.compile(rf'"({"|".join(kind.key for kind in MARKED)}):p(\d+)"')
# An amount as it is printed, with its currency before or behind it.
AMOUNT = re.compile(r"[^\d-]{0,3}(-?\d+(?:\.\d+)?)")
# By these a limit says that there is none.
NOTHING = frozenset(
    ("", "excluded", "none", "nil", "n/a", "not covered", "not applicable")
)
LAST_FIELDS = (
    "id", "number", "revision", "issue_date", "master_id", "values_json", "renews_id",
)  # fmt: skip
OWNER_FIELDS = ("company_id", "insured_id", "holder_id", "project")


@dataclass(slots=True)
class Coverage:
    """A policy as a page shows it; of each limit what it is worth (``get_worth``) and
    what is printed, by its key, or its own wording, and its place among those that are
    called the same, the highest first."""

    policy_id: int
    label: str
    limits: dict


@dataclass(slots=True)
class Losses:
    """What ``certificate``, called ``number``, said that another does not: a code, in
    no language, and words of each loss."""

    certificate: Any
    number: str
    issue_date: Any
    items: list


def get_worth(text, point, comma):
    """What a printed limit is worth: its amount, the highest of several; 0 where it
    says that there is none; None where it says something else, as "Included".

    :param point: what stands before the cents in the language of the page
    :param comma: what stands between thousands
    """
    pieces = (each.replace(comma, "") if comma else each for each in text.split("; "))
    found = [AMOUNT.match(each.replace(point, ".")) for each in pieces]
    amounts = [float(each[1]) for each in found if each]
    if amounts:
        return max(amounts)
    return 0 if text.strip(" .-–").casefold() in NOTHING else None


def is_less(now, before):
    """Whether a limit worth ``now`` (``get_worth``) is less than one worth ``before``:
    an amount that became a text is not seen any more."""
    if before is None:
        return now == 0
    return before > 0 if now is None else now < before


class CoiLoss(models.AbstractModel):
    """What the holder's last certificate said and this one would not.

    A coverage, a limit or a mark that is gone may be gone for good reasons, but never
    without a word: the holder relies on what it was sent. Both are compared as they
    are printed, so that what was issued years ago needs nothing but its page.
    """

    _name = "coi.loss"
    _description = "What Is Lost Since the Last Certificate"

    @api.model
    def _find(self, cases):
        """Let each of ``cases`` know what it says less; in a constant number of
        queries, and once for all who lose the same."""
        last = self._get_last(cases)
        for case in cases:
            case.last = last.get(case.id)
        changed = [case for case in cases if case.last and not self._is_same(case)]
        pages = self._read_pages({case.last.master_id for case in changed})
        for case in changed:
            row = case.last
            items = self._get_losses(case, row, *pages[row.master_id])
            if items:
                number = join_number(row.number, row.revision)
                certificate = self.env["coi.certificate"].browse(row.id)
                case.losses = Losses(certificate, number, row.issue_date, items)

    @api.model
    def _is_same(self, case):
        return bool(case.sent) and case.sent.id == case.last.id

    @api.model
    def _get_last(self, cases):
        """The latest valid certificate of each: a row of ``LAST_FIELDS`` by case id."""
        owners = self._get_forerunners(cases)
        owners.update((case.id, case.id) for case in cases)
        certificates = self.env["coi.certificate"]
        groups = certificates._read_group(
            [
                ("interest_id", "in", list(owners)),
                ("state", "=", "issued"),
                ("is_kept", "=", True),
            ],
            ["interest_id"],
            ["id:max"],
        )
        latest = {}
        for interest, last_id in groups:
            owner = owners[interest.id]
            latest[owner] = max(last_id, latest.get(owner, 0))
        rows = read_rows(certificates.browse(latest.values()), LAST_FIELDS)
        return dict(zip(latest, rows, strict=True))

    @api.model
    def _get_forerunners(self, cases):
        """Case ids by the id of an archived interest of the same holder and project:
        one that was taken out of the list and added again."""
        wanted = {self._get_owner(case.asked): case.id for case in cases}
        interests = self.env["coi.additional.interest"].with_context(active_test=False)
        archived = interests.search_fetch(
            [
                ("active", "=", False),
                ("insured_id", "in", list({case.asked.insured_id for case in cases})),
                ("holder_id", "in", list({case.asked.holder_id for case in cases})),
            ],
            OWNER_FIELDS,
        )
        owners = map(self._get_owner, read_rows(archived, OWNER_FIELDS))
        return {
            interest_id: wanted[owner]
            for interest_id, owner in zip(archived.ids, owners, strict=True)
            if owner in wanted
        }

    @api.model
    def _get_owner(self, row):
        return row.company_id, row.insured_id, row.holder_id, row.project or ""

    # ---------------------------------------------------------------- what is said

    @api.model
    def _read_pages(self, master_ids):
        """``{master id: (language, coverages as printed)}``

        Only of certificates the user was just allowed to read, and without the rest of
        their pages, which has pictures.
        """
        if not master_ids:
            return {}
        self.env["coi.master"].flush_model(["lang", "snapshot"])
        rows = self.env.execute_query(
            SQL(
                "SELECT id, lang, snapshot->'coverages' FROM coi_master"
                " WHERE id = ANY(%s)",
                list(master_ids),
            )
        )
        return {row_id: (lang, coverages or []) for row_id, lang, coverages in rows}

    @api.model
    def _get_losses(self, case, row, lang, page):
        """``[(code, words)]``"""
        marks = tuple(MARKS.findall(row.values_json))
        given = tuple(sorted(name for name in case.values if ":" in name))
        key = ("losses", row.master_id, marks, id(case.shown), case.lang, given)
        return case.facts.remember(key, self._compare, case, lang, page, marks)

    @api.model
    def _compare(self, case, lang, page, marks):
        terms = {term.id: term for term in case.facts.get_terms(case)}
        shown = self.env["coi.comparison"]._get_static(case).coverages
        now = {each.policy_id: each for each in self._read_coverages(shown, case.lang)}
        before = self._read_coverages(page, lang)
        told = self._get_told(case.shown)
        items = []
        for coverage in before:
            heirs = self._get_heirs(coverage, before, terms, case.shown.terms)
            if heirs:
                limits = self._join_limits(now[term.id] for term in heirs)
                items += self._compare_limits(coverage, heirs[0], limits)
                items += self._compare_marks(coverage, heirs, marks, case.values)
            elif coverage.policy_id not in told:
                known = terms.get(coverage.policy_id)
                label = known.label if known else coverage.label
                items.append((f"coverage:{coverage.policy_id}", label))
        return items

    @api.model
    def _get_told(self, shown):
        """Ids of the policies of which another rule says that they are over."""
        lapsed = shown.lapsed if shown.terms else []
        return {term.id for term in shown.ended + lapsed}

    @api.model
    def _read_coverages(self, page, lang):
        """``Coverage`` of each that a page shows.

        :param page: the coverages of a static part (``coi.page``)
        """
        data = self.env["res.lang"]._get_data(code=lang)
        marks = data.decimal_point or ".", data.thousands_sep or ""
        return [
            Coverage(
                int(each["key"][1:]),
                f"{each['label']} {each['number']}",
                self._read_limits(each, *marks),
            )
            for each in page
        ]

    @api.model
    def _read_limits(self, coverage, point, comma):
        """``Coverage.limits``: the usual ones stand first, in their order."""
        usual = ROW_LIMITS.get(coverage["row"], ())
        found = defaultdict(list)
        for place, limit in enumerate(coverage["limits"]):
            slot = usual[place] if place < len(usual) else limit["label"]
            worth = get_worth(limit["value"], point, comma)
            found[slot].append((worth, limit["value"]))
        return {
            (slot, place): said
            for slot, every in found.items()
            for place, said in enumerate(
                sorted(every, key=lambda one: one[0] or 0, reverse=True)
            )
        }

    # ------------------------------------------------------------------- compare

    @api.model
    def _get_heirs(self, coverage, before, terms, shown):
        """The terms ``shown`` now that stand for it: those of the same policy over the
        years, else those of its line that stand for nothing else.

        :param before: all coverages of the last certificate
        :param terms: all terms of the insured by id
        """
        known = terms.get(coverage.policy_id)
        if not known:
            return []
        same = [term for term in shown if term.series_id == known.series_id]
        others = {
            terms[each.policy_id].series_id
            for each in before
            if each.policy_id in terms
        }
        return same or [
            term
            for term in shown
            if term.coverage_id == known.coverage_id and term.series_id not in others
        ]

    @api.model
    def _join_limits(self, coverages):
        """Of each limit the best that one of ``coverages`` says."""
        best = {}
        for coverage in coverages:
            for slot, (worth, text) in coverage.limits.items():
                if slot not in best or is_less(best[slot][0], worth):
                    best[slot] = worth, text
        return best

    @api.model
    def _compare_limits(self, coverage, heir, limits):
        return [
            (
                f"limit:{coverage.policy_id}:{slot}:{place}:{now}",
                self._say_limit(slot, heir.label, before, now),
            )
            for (slot, place), (worth, before) in coverage.limits.items()
            for now_worth, now in [limits.get((slot, place), (0, ""))]
            if is_less(now_worth, worth)
        ]

    @api.model
    def _say_limit(self, slot, policy, before, now):
        keys = dict(self.env["coi.policy.limit"]._fields["key"].selection)
        page = self.env["coi.page"]
        words = {
            "limit": page._get_limit_label(slot) if slot in keys else slot,
            "policy": policy,
            "before": before,
        }
        if now:
            return self.env._(
                "%(limit)s %(before)s on %(policy)s (now %(now)s)", now=now, **words
            )
        return self.env._("%(limit)s %(before)s on %(policy)s", **words)

    @api.model
    def _compare_marks(self, coverage, heirs, marks, values):
        """What the holder had on ``coverage`` and has on none of its ``heirs``."""
        return [
            (
                f"{grant}:{coverage.policy_id}",
                self.env._(
                    "%(grant)s on %(policy)s",
                    grant=GRANTS[grant].get_label(self.env),
                    policy=heirs[0].label,
                ),
            )
            for grant, policy_id in marks
            if int(policy_id) == coverage.policy_id
            and not any(GRANTS[grant].get_slot(f"p{one.id}") in values for one in heirs)
        ]
