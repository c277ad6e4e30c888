import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from odoo import api, models

from ..common.columns import read_rows
from ..register.coi_interest_renewal import get_last_day
from .coi_renewal_consent import OTHER
from .outcome import OUTCOMES, Asked, decide

INTEREST_FIELDS = ("id", "renewal", "valid_until", "tail_until", "series_ids")
LINE_FIELDS = ("interest_id", "answer", "is_left_out")
# Worst last.
KINDS = ("same", "better", "changed", "worse")


@dataclass(slots=True)
class Situation:
    """What all holders of a renewal share, read once.

    ``decisions`` are those of the ending policies by the ids of their series, and
    ``labels`` what they are called; ``rows`` are the lines there are, by interest id;
    ``making`` the ids of the interests whose certificate is just being made.
    """

    day: Any
    incomplete: str
    decisions: dict
    labels: dict
    rows: dict
    making: frozenset


class CoiRenewalReview(models.AbstractModel):
    """What becomes of each holder, and what is new on its certificate: judged as any
    other certificate is, in a constant number of queries."""

    _name = "coi.renewal.review"
    _description = "Review of a Renewal"

    @api.model
    def _iter_lines(self, renewal, interests):
        """What the line of each of ``interests`` says: dicts, all with the same keys.

        :param renewal: one ``coi.renewal``
        """
        situation = self._read_situation(renewal, interests)
        slices = self.env["coi.plan"]._iter_cases(
            interests, renewal._get_issue_date(), renewal._get_policies()
        )
        for cases in slices:
            told = self.env["coi.difference"]._get_differences(cases)
            some = interests.browse(case.id for case in cases)
            rows = read_rows(some, INTEREST_FIELDS)
            for case, row in zip(cases, rows, strict=True):
                found = told.get(case.id, ())
                yield self._prepare_line_vals(case, row, found, situation)

    @api.model
    def _read_situation(self, renewal, interests):
        decisions, labels = defaultdict(list), defaultdict(list)
        for row in renewal.policy_ids:
            series_id = row.policy_id.series_id.id
            decisions[series_id].append(row.decision)
            labels[series_id, row.decision].append(row.policy_id.display_name)
        lines = self.env["coi.renewal.line"].search_fetch(
            [("renewal_id", "=", renewal.id), ("interest_id", "in", interests.ids)],
            LINE_FIELDS,
        )
        rows = read_rows(lines, LINE_FIELDS)
        return Situation(
            renewal.day,
            renewal._get_incomplete(),
            decisions,
            labels,
            {row.interest_id: row for row in rows},
            self._get_making(renewal),
        )

    @api.model
    def _get_making(self, renewal):
        """Ids of the interests whose certificate a batch of it has still to make."""
        lines = self.env["coi.batch.line"].search_fetch(
            [("batch_id", "in", renewal.batch_ids.ids), ("state", "=", "pending")],
            ["interest_id"],
        )
        return frozenset(lines.interest_id.ids)

    @api.model
    def _prepare_line_vals(self, case, row, differences, situation):
        why = decide(
            self._ask(case, row, situation), situation.day, situation.incomplete
        )
        return {
            "interest_id": case.id,
            "outcome": OUTCOMES[why],
            "why": why,
            "detail": self._get_detail(why, case, row, situation),
            "findings": case.dump_findings(),
            "kinds": self._get_kinds(case),
            "differences": [self._dump(each) for each in differences] or False,
            "worst": self._get_worst(case, differences),
            "last_id": case.last.id if case.last else False,
        }

    @api.model
    def _ask(self, case, row, situation):
        line = situation.rows.get(case.id)
        return Asked(
            renewal=row.renewal,
            answer=line.answer or "" if line else "",
            is_left_out=bool(line and line.is_left_out),
            last_day=get_last_day(row),
            decisions=tuple(
                decision
                for series_id, decisions in situation.decisions.items()
                if not row.series_ids or series_id in row.series_ids
                for decision in decisions
            ),
            is_making=case.id in situation.making,
            has_it=bool(case.sent and case.last and case.sent.id == case.last.id),
            is_blocked=case.verdict == "blocked",
        )

    @api.model
    def _get_detail(self, why, case, row, situation):
        if why == "blocked":
            found = (each for each in case.findings if each.level == "blocked")
            return "\n".join(finding.message for finding in found)
        decision = {"mapping": "open", "incomplete": "waiting", "again": "waiting"}
        if why not in decision:
            return False
        return ", ".join(
            name
            for (series_id, said), names in situation.labels.items()
            if said == decision[why]
            and (not row.series_ids or series_id in row.series_ids)
            for name in names
        )

    @api.model
    def _get_kinds(self, case):
        kinds = {get_kind(each.dump()) for each in case.findings}
        kinds.discard("")
        return f"|{'|'.join(sorted(kinds))}|" if kinds else False

    @api.model
    def _get_worst(self, case, differences):
        """False where there is no certificate to compare with."""
        if not case.last:
            return False
        kinds = {"same", *(each.kind for each in differences)}
        return max(kinds, key=KINDS.index)

    @api.model
    def _dump(self, difference):
        names = ("line", "what", "old", "new", "kind")
        return {name: getattr(difference, name) or "" for name in names}

    # ------------------------------------------------------------------- the alarm

    @api.model
    def _find_kinds(self, renewal):
        """``{kind: {code: [interest id]}}`` of the warnings of all that are ready."""
        lines = self.env["coi.renewal.line"].search(
            [
                ("renewal_id", "=", renewal.id),
                ("outcome", "=", "include"),
                ("kinds", "!=", False),
            ],
        )
        found = defaultdict(lambda: defaultdict(list))
        for row in read_rows(lines, ("interest_id", "findings")):
            for finding in row.findings:
                kind = get_kind(finding)
                if kind:
                    found[kind][finding["code"]].append(row.interest_id)
        return found

    @api.model
    def _is_covered(self, seen, found):
        """Whether all of ``found`` had been seen, both of one kind.

        :param seen: JSON of ``{code: [interest id]}``
        """
        seen = json.loads(seen or "{}")
        return all(set(ids) <= set(seen.get(code, ())) for code, ids in found.items())


def get_kind(finding):
    """As what a finding is accepted: by itself, among others, or "": not at all.

    :param finding: as ``Finding.dump`` has it
    """
    if finding["level"] != "warning":
        return ""
    return finding["key"] if finding.get("is_serious") else OTHER
