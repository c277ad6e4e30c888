import json

from odoo import api, models
from odoo.tools.misc import format_date

from ..common.grants import MARKED
from .coi_difference import AI, Difference
from .printed import EVER, compare_limits, is_better, read_since

# What a mark for additional insureds rests on, and may be lost though the mark stays.
ONGOING, COMPLETED, OTHER = AI.endorsement_fields
# A holder's own texts, by slot.
OWN = ("holder", "attention", "loan", "description")
# What of a policy is told where it is another, and never a matter of more or less.
TOLD = ("insurer", "number", "period", "ticked", "notes")


class CoiDifference(models.AbstractModel):
    """The rows: what one certificate says of a policy, beside what another says."""

    _inherit = "coi.difference"

    @api.model
    def _get_words(self, facts):
        """What rows are called, in the user's language, by what they are about."""
        return facts.remember("difference words", self._prepare_words)

    @api.model
    def _prepare_words(self):
        limits = self.env["coi.policy.limit"]._get_labels()
        return {
            "coverage": self.env._("Coverage"),
            "insurer": self.env._("Insurer"),
            "number": self.env._("Policy number"),
            "period": self.env._("Policy period"),
            "ticked": self.env._("Boxes marked"),
            "notes": self.env._("Remarks"),
            "basis": self.env._("Claims basis"),
            "occurrence": self.env._("Occurrence"),
            "claims_made": self.env._("Claims-made"),
            "since": self.env._("Retroactive date"),
            "over": self.env._("ended"),
            "holder": self.env._("Certificate holder"),
            "attention": self.env._("Attention"),
            "loan": self.env._("Loan or reference number"),
            "description": self.env._("Description of operations"),
            "ongoing": self.env._("Additional insured, ongoing operations"),
            "completed": self.env._("Additional insured, completed operations"),
            **{f"limit:{key}": label for key, label in limits.items()},
            **{kind.key: kind.get_label(self.env) for kind in MARKED},
        }

    @api.model
    def _compare_own(self, case):
        """Rows of the holder's own texts."""
        words, was = self._get_words(case.facts), json.loads(case.last.values_json)
        rows = []
        for slot in OWN:
            old, new = was.get(slot) or "", case.values.get(slot) or ""
            if old or new:
                kind = "same" if old == new else "changed"
                rows.append(Difference("", words[slot], old, new, kind))
        return rows

    @api.model
    def _compare(self, case, stored, marks, bases):
        """All rows but those of the holder's own texts."""
        sides = self._prepare_sides(case, stored, marks, bases)
        rows, inherited = [], set()
        for coverage in sides.before.coverages.values():
            heirs = self._get_heirs(coverage, sides)
            inherited.update(term.id for term in heirs)
            if heirs:
                rows += self._compare_coverage(coverage, heirs, sides)
            else:
                rows.append(self._tell_gone(coverage, sides))
        label = sides.words["coverage"]
        for term in sides.shown:
            if term.id not in inherited:
                number = sides.now.coverages[term.id].number
                rows.append(Difference(term.label, label, "", number, "better"))
        return rows

    @api.model
    def _get_heirs(self, coverage, sides):
        """The terms shown now that stand for it: those of the same policy over the
        years, else those of its line that stand for nothing else."""
        terms = sides.terms
        known = terms.get(coverage.policy_id)
        if not known:
            return []
        same = [term for term in sides.shown if term.series_id == known.series_id]
        if same:
            return same
        before = sides.before.coverages
        others = {terms[one].series_id for one in before if one in terms}
        return [
            term
            for term in sides.shown
            if term.coverage_id == known.coverage_id and term.series_id not in others
        ]

    @api.model
    def _tell_gone(self, coverage, sides):
        known, words = sides.terms.get(coverage.policy_id), sides.words
        label = known.label if known else coverage.label
        what, number = words["coverage"], coverage.number
        if coverage.policy_id in sides.over:
            return Difference(label, what, number, words["over"], "changed")
        code = f"coverage:{coverage.policy_id}"
        return Difference(label, what, number, "", "worse", "lost_coverage", code)

    @api.model
    def _compare_coverage(self, coverage, heirs, sides):
        line = heirs[0].label
        now = [sides.now.coverages[term.id] for term in heirs]
        return [
            *self._compare_told(coverage, line, heirs, now, sides),
            *self._compare_basis(coverage, line, now, sides),
            *self._compare_limits(coverage, line, now, sides),
            *self._compare_marks(coverage, line, heirs, sides),
        ]

    # --------------------------------------------------------- told, never a loss

    @api.model
    def _compare_told(self, coverage, line, heirs, now, sides):
        for name in TOLD:
            old = getattr(coverage, name)
            every = dict.fromkeys(getattr(each, name) for each in now)
            new = old if old in every else "; ".join(filter(None, every))
            if not (old or new):
                continue
            is_same = old == new
            if not is_same and sides.before.language != sides.now.language:
                is_same = self._means_the_same(name, coverage, heirs, now, sides)
            kind = "same" if is_same else "changed"
            yield Difference(line, sides.words[name], old, new, kind)

    @api.model
    def _means_the_same(self, name, coverage, heirs, now, sides):
        """Whether a text of one language says what one of the other does."""
        if name == "ticked":
            return coverage.options in [each.options for each in now]
        if name == "period":
            code = sides.before.language.code
            return coverage.period in [self._say_period(term, code) for term in heirs]
        # What stands there in words is not translated back.
        return name == "notes" and any(each.notes for each in now) == bool(
            coverage.notes
        )

    @api.model
    def _say_period(self, term, code):
        days = (term.effective, term.end)
        return " – ".join(format_date(self.env, day, lang_code=code) for day in days)

    # ----------------------------------------------------- what happened, and when

    @api.model
    def _compare_basis(self, coverage, line, now, sides):
        was, bases = coverage.basis, {each.basis for each in now}
        best = next((one for one in ("occurrence", "claims_made") if one in bases), "")
        if was == best == "claims_made":
            yield from self._compare_since(coverage, line, now, sides)
        # A row without boxes leaves it unsaid that a policy is not claims-made.
        told = {one: sides.words[one] for one in ("occurrence", "claims_made")}
        told["occurrence"] = "" if coverage.row == "other" else told["occurrence"]
        old, new = told.get(was, ""), told.get(best, "")
        row = line, sides.words["basis"], old, new
        if was == best:
            if old:
                yield Difference(*row, "same")
        elif (was, best) == ("occurrence", "claims_made"):
            code = f"basis:{coverage.policy_id}"
            yield Difference(*row, "worse", "lost_claims_made", code)
        else:
            is_better = (was, best) == ("claims_made", "occurrence")
            yield Difference(*row, "better" if is_better else "changed")

    @api.model
    def _compare_since(self, coverage, line, now, sides):
        """The retroactive date: what happened before it is not insured."""
        since = self._read_since(coverage, sides.before.language, sides)
        candidates = [
            (self._read_since(each, sides.now.language, sides), each.since)
            for each in now
            if each.basis == "claims_made"
        ]
        best = [each for each in candidates if each[0]] or candidates
        day, new = min(best, key=lambda each: each[0] or EVER)
        old = coverage.since
        if not (old or new):
            return
        row = line, sides.words["since"], old, new
        if since is None:
            yield Difference(*row, "changed")
        elif day == since or (old == new and since is False):
            yield Difference(*row, "same")
        elif day and since and day < since:
            yield Difference(*row, "better")
        else:
            code = f"since:{coverage.policy_id}:{new}"
            yield Difference(*row, "worse", "lost_claims_made", code)

    @api.model
    def _read_since(self, coverage, language, sides):
        """The day, as ``read_since``; of what cannot be read, as the policy says it,
        where it still says the same."""
        day = read_since(coverage.since, language)
        if day is False and coverage.policy_id in sides.terms:
            known = sides.terms[coverage.policy_id].policy.date_retroactive
            said = format_date(self.env, known, lang_code=language.code)
            return known if said == coverage.since else False
        return day

    # -------------------------------------------------------------------- limits

    @api.model
    def _compare_limits(self, coverage, line, now, sides):
        is_translated = sides.before.language != sides.now.language
        best = self._join_limits(now)
        for slot, place in dict.fromkeys([*coverage.limits, *best]):
            before = coverage.limits.get((slot, place), (0, ""))
            after = best.get((slot, place), (0, ""))
            if not (before[1] or after[1]):
                continue
            row = line, sides.words.get(f"limit:{slot}", slot), before[1], after[1]
            kind = compare_limits(slot, after, before)
            if kind == "worse":
                code = f"limit:{coverage.policy_id}:{slot}:{place}:{after[1]}"
                yield Difference(*row, kind, "lost_limit", code)
                continue
            is_same = before[1] == after[1] or (
                is_translated and before[0] and before[0] == after[0]
            )
            yield Difference(*row, kind or ("same" if is_same else "changed"))

    @api.model
    def _join_limits(self, coverages):
        """Of each limit the best that one of ``coverages`` says."""
        best = {}
        for coverage in coverages:
            for place, said in coverage.limits.items():
                if place not in best or is_better(place[0], said, best[place]):
                    best[place] = said
        return best

    # --------------------------------------------------------------------- marks

    @api.model
    def _compare_marks(self, coverage, line, heirs, sides):
        """What the holder had on ``coverage`` and has on one of its ``heirs``."""
        policy_id = coverage.policy_id
        for kind in MARKED:
            had = (kind.key, policy_id) in sides.marks
            has = any((kind.key, term.id) in sides.given for term in heirs)
            if had or has:
                row = line, sides.words[kind.key], kind.mark
                code = f"{kind.key}:{policy_id}"
                yield self._compare_given(*row, had, has, f"lost_{kind.key}", code)
            if had and has and kind is AI:
                yield from self._compare_parts(policy_id, line, heirs, sides)

    @api.model
    def _compare_parts(self, policy_id, line, heirs, sides):
        """For which operations the holder is an additional insured, though the page
        says the same "Y"."""
        rested = sides.rested.get(policy_id)
        if not rested:
            return
        rests = frozenset().union(*(sides.rests.get(term.id, ()) for term in heirs))
        had, has = COMPLETED in rested, COMPLETED in rests
        if had or has:
            yield self._compare_given(
                line, sides.words["completed"], AI.mark, had, has,
                "lost_completed", f"completed:{policy_id}",
            )  # fmt: skip
        # One that is neither for ongoing nor for completed ones, as CG 20 26, is not
        # less.
        had, has = ONGOING in rested, ONGOING in rests
        had, has = had or (has and OTHER in rested), has or (had and OTHER in rests)
        if had or has:
            yield self._compare_given(
                line, sides.words["ongoing"], AI.mark, had, has,
                "lost_ai", f"ongoing:{policy_id}",
            )  # fmt: skip

    @api.model
    def _compare_given(self, line, what, mark, had, has, loss, code):
        row = line, what, mark if had else "", mark if has else ""
        if had and not has:
            return Difference(*row, "worse", loss, code)
        return Difference(*row, "same" if had else "better")
