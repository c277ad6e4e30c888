"""Who the rows of a list are: somebody who is there, somebody new, or a question.

All rows are looked at together. Which of them are one party, and which questions there
are, does not depend on their order; only which of two rows that are alike is the one
that asks: the later one.
"""

from collections import deque
from dataclasses import dataclass, field, replace
from itertools import combinations

from .match import REASONS, Index, Match, choose, contradict, find_fullest

DIFFERENT, SAME = "different", "same"


@dataclass(slots=True)
class Answer:
    """What is known about a row beforehand.

    :param decision: of its user: 'same', 'different' or ''
    :param about: ref of whom it was asked whether it is the same; 0 where that is not
        known
    :param was: ref of whom it was the same as in an earlier list
    """

    decision: str = ""
    was: object = None
    about: object = 0


@dataclass(slots=True)
class Verdict:
    """Who a row is.

    :param verdict: 'same' as ``party``, who is there; 'new', where ``party`` is the
        first row that is the same new one; 'likely' or 'several', which are asked; or
        'unknown', where nobody new may be created
    :param decision: the user's, on this row or on another that says the same
    :param about: of whom that was said
    :param is_told: False where too much was alike to compare it with everybody
    """

    verdict: str
    party: object = None
    why: str = ""
    twins: tuple = ()
    decision: str = ""
    about: object = 0
    is_told: bool = True


@dataclass(slots=True, eq=False)
class _New:
    """Somebody who is not there: rows with one identity.

    :param likely: [(reason, other ``_New``)]
    :param vague: a ``Match`` with those whose address it may have
    :param verdict: of all its rows
    """

    rows: list
    decision: str = ""
    about: object = 0
    likely: list = field(default_factory=list)
    vague: Match = None
    verdict: Verdict = None
    is_told: bool = True

    @property
    def first(self):
        return self.rows[0]

    def is_same_as(self, other):
        """Whether its user said so, of this one and of nobody else."""
        refs = {row.ref for row in other.rows}
        return self.decision == SAME and (not self.about or self.about in refs)

    def waits_for_another(self, one):
        """Whether its user said that it is the same as another than ``one``, who is
        still there."""
        return (
            self.decision == SAME
            and not self.is_same_as(one)
            and any(self.is_same_as(other) for _why, other in self.get_alike())
        )

    def get_alike(self):
        """[(reason, other)]: the more alike first, and none that is only vaguer."""
        alike = [
            (why, other)
            for why, other in self.likely
            if not (other.vague or other.first.is_vaguer_than(self.first))
        ]
        return sorted(
            alike, key=lambda each: (REASONS.index(each[0]), each[1].first.rank)
        )


class Parties:
    """Settles who the rows of one list are.

    :param contacts: ``Index`` of those who are there
    :param rows: parties in the file's order, which is also that of their ranks
    :param answers: {ref of a row: ``Answer``}
    :param own: refs of those who are there and are changed only after a question
    """

    def __init__(self, contacts, rows, answers, own=()):
        self._contacts, self._own = contacts, own
        self._rows, self._answers = rows, answers
        self._decisions = self._spread_decisions()
        self._there, self._verdicts = {}, {}

    def settle(self, may_create=True):
        """{ref of a row: ``Verdict``}.

        :param may_create: whether rows may be somebody who is not there
        """
        for row in self._rows:
            self._verdicts[row.ref] = self._find_there(row)
        if may_create:
            news = self._gather()
            self._widen(self._link(news))
            self._settle_new(list(news.values()))
        self._part()
        return self._verdicts

    def _spread_decisions(self):
        """Of rows that say the same, one is answered for all of them."""
        decided = {}
        for row in self._rows:
            answer = self._answers[row.ref]
            if answer.decision:
                key = answer.decision, answer.about
                decided.setdefault(row.identity, set()).add(key)
        return {key: each.pop() for key, each in decided.items() if len(each) == 1}

    def _get_decision(self, row):
        answer = self._answers[row.ref]
        if answer.decision:
            return answer.decision, answer.about
        return self._decisions.get(row.identity, ("", 0))

    # ------------------------------------------------------------ who is there

    def _find_there(self, row):
        decision, about = self._get_decision(row)
        verdict = self._find_contact(row, decision, about)
        verdict.decision, verdict.about = decision, about
        return verdict

    def _find_contact(self, row, decision, about):
        same, likely, is_told = self._look_up(row)
        if same.party and not (decision == DIFFERENT and same.party.ref in self._own):
            return Verdict("same", same.party, twins=same.twins)
        match = choose(row, likely)
        if decision == DIFFERENT or not match:
            return Verdict("unknown", is_told=is_told)
        was = self._answers[row.ref].was
        if match.verdict == "likely" and decision == SAME:
            was = about or match.party.ref
        for why, other in likely:
            if other.ref == was:
                return Verdict("same", other, why)
        return Verdict(match.verdict, match.party, match.why, match.twins)

    def _look_up(self, row):
        """(who it is, [(reason, who it likely is)], whether all were compared)."""
        found = self._there.get(row.identity)
        if not found:
            same = self._contacts.find_same(row)
            likely = [] if same.party else self._contacts.get_likely(row)
            is_told = bool(same.party or likely) or not self._contacts.is_exhausted
            found = self._there[row.identity] = same, likely, is_told
        return found

    def _part(self):
        """Whatever was answered, two states are never one: where rows of several are
        said to be the same one, all these answers are asked again."""
        said, joined = {}, {}
        for row in self._rows:
            verdict = self._verdicts[row.ref]
            if verdict.verdict in ("same", "new"):
                party = verdict.party
                if row is not party and row.identity != party.identity:
                    joined.setdefault(party.ref, []).append(row)
                    said.setdefault(party.ref, {party.region}).add(row.region)
        for ref, regions in said.items():
            if any(contradict(*pair) for pair in combinations(regions, 2)):
                for row in joined[ref]:
                    verdict = self._verdicts[row.ref]
                    self._verdicts[row.ref] = replace(
                        verdict, verdict="likely", why="states"
                    )

    # -------------------------------------------------------------- who is new

    def _gather(self):
        """{identity: ``_New``} in the file's order, of rows that are nobody there."""
        news = {}
        for row in self._rows:
            verdict = self._verdicts[row.ref]
            if verdict.verdict != "unknown":
                continue
            new = news.setdefault(row.identity, _New([]))
            new.rows.append(row)
            new.is_told &= verdict.is_told
            if new.decision != DIFFERENT:
                new.decision = verdict.decision or new.decision
                new.about = verdict.about or new.about
        return news

    def _link(self, news):
        """Note who is likely the same, and return an ``Index`` of all.

        In the order of what they say, whatever the order they come in: where there are
        too many to compare, the same ones are left.
        """
        index = Index()
        for identity in sorted(news):
            new = news[identity]
            likely = index.get_likely(new.first)
            new.is_told &= bool(likely) or not index.is_exhausted
            for why, other in likely:
                found = news[other.identity]
                new.likely.append((why, found))
                found.likely.append((why, new))
            index.add(new.first)
        for new in news.values():
            if new.likely and new.decision != DIFFERENT:
                new.vague = _find_vague(new)
        return index

    def _widen(self, index):
        """A row that is vague about who is there may as well be somebody new."""
        for row in self._rows:
            verdict = self._verdicts[row.ref]
            if verdict.verdict not in ("likely", "several"):
                continue
            there = verdict.twins or (verdict.party,)
            news = [other for _why, other in index.get_likely(row)]
            fuller = find_fullest(row, [*there, *news])
            if len(fuller) > 1:
                verdict.verdict, verdict.twins = "several", tuple(fuller)

    def _settle_new(self, news):
        reached = set()
        for new in news:
            if not new.vague and new not in reached:
                reached.add(new)
                new.verdict = Verdict("new", new.first)
                if new.likely:
                    _settle_alike(new, reached)
        by_ref = {new.first.ref: new for new in news}
        vague = [new for new in news if new.vague]
        for new in sorted(vague, key=lambda new: -new.first.said):
            new.verdict = _settle_vague(new, by_ref)
        for new in news:
            new.verdict.decision, new.verdict.about = new.decision, new.about
            new.verdict.is_told = new.is_told
            for row in new.rows:
                self._verdicts[row.ref] = new.verdict


def _find_vague(new):
    """A ``Match`` with those whose address a new one may have; None without any."""
    likely = [(why, other.first) for why, other in new.likely]
    if find_fullest(new.first, [other for _why, other in likely]):
        return choose(new.first, likely)
    return None


def _settle_alike(head, reached):
    """Settle all that are alike with ``head``, or with one of these: each is asked
    about the one it was reached by, and of these rather one that is settled.

    :param reached: those that have been seen; added to
    """
    settled, asked = deque([head]), deque()
    while settled or asked:
        one = (settled or asked).popleft()
        for why, other in one.get_alike():
            if other in reached or other.waits_for_another(one):
                continue
            reached.add(other)
            other.verdict = _settle_by(one, other, why)
            is_new = other.verdict.verdict == "new"
            (settled if is_new else asked).append(other)


def _settle_by(one, other, why):
    """The verdict on ``other``, which is likely the same as ``one``."""
    if other.decision == DIFFERENT:
        return Verdict("new", other.first)
    if other.is_same_as(one) and one.verdict.verdict == "new":
        return Verdict("new", one.verdict.party)
    return Verdict("likely", one.first, why)


def _settle_vague(new, by_ref):
    """The verdict on one that may have another one's address.

    :param by_ref: {ref of the first row: ``_New``}
    """
    match = new.vague
    if match.verdict == "likely":
        other = by_ref[match.party.ref]
        is_settled = other.verdict and other.verdict.verdict == "new"
        if is_settled and new.is_same_as(other):
            return Verdict("new", other.verdict.party)
    return Verdict(match.verdict, match.party, match.why, match.twins)
