from dataclasses import dataclass
from typing import Any

from odoo import api, models

from ...pdf import typeset
from ..common.door import trusted

# What a certificate costs more than a stamped one, in stamped ones: drawing the page
# that all holders of a variant share, and drawing a whole certificate.
MASTER_COST = 200
WHOLE_COST = 40


@dataclass(slots=True)
class Paper:
    """One certificate on its way from case to stored record.

    ``line`` is the batch's, None for a draft; ``values`` are the holder's texts by name
    of their place, of which ``stamped`` are those that have one on its page;
    ``previous`` is the certificate it supersedes, ``renews_id`` the id of the one it
    renews and ``master`` the ``coi.master`` record it is stamped on; ``pages`` are its
    fitted texts (``pdf.typeset.compose``) and ``stamp`` the same as it is stored;
    ``content`` its bytes where it ``is_whole``, that is drawn by its form instead of
    stamped; ``error`` says to its user why it is not made.
    """

    case: Any
    values: dict
    is_whole: bool
    identity: str
    line: Any = None
    number: str = ""
    revision: int = 0
    previous: Any = None
    renews_id: Any = False
    master: Any = None
    basis_id: Any = False
    stamped: Any = None
    pages: Any = None
    title: str = ""
    stamp: str = ""
    content: bytes = b""
    sha256: str = ""
    error: str = ""


class CoiEngine(models.AbstractModel):
    """The one way through: from judged lines to stored certificates.

    Nothing here commits, and no database error is swallowed: whoever calls decides
    what a transaction is.
    """

    _name = "coi.engine"
    _description = "Certificate Engine"

    # ------------------------------------------------------------------ produce

    @api.model
    def _produce(self, lines, cases=None):
        """Make the certificates of ``lines`` and write what became of each line.

        :param lines: ``coi.batch.line`` records of one batch, of which none is made
        :param cases: their cases where just judged; else judged again, so that what
            went wrong in between is caught
        """
        if not lines:
            return
        batch = lines.batch_id
        cases = cases or batch._get_cases(lines.interest_id)
        by_interest = {case.id: case for case in cases}
        pairs = [(line, by_interest[line.interest_id.id]) for line in lines]
        self._write_left(
            [(line, case) for line, case in pairs if case.outcome != "pending"]
        )
        papers = [
            self._prepare_paper(case, line)
            for line, case in pairs
            if case.outcome == "pending"
        ]
        self._refuse_twins(papers, batch)
        fine = [paper for paper in papers if not paper.error]
        self._number(fine, batch)
        self._draw(fine, keep=batch.worker == "click")
        self._store(fine, batch)
        self._write_failed([paper for paper in papers if paper.error])

    @api.model
    def _prepare_paper(self, case, line=None):
        return Paper(
            line=line,
            case=case,
            values=dict(case.values),
            is_whole=self._is_whole(case),
            identity=self._get_identity(case),
        )

    @api.model
    def _refuse_twins(self, papers, batch):
        """Two interests that would be one certificate: only the first is made, be it
        now or in an earlier chunk."""
        # sudo(): what this very batch has made.
        made = trusted(self.env["coi.certificate"])
        made = made.search_fetch(
            [
                ("batch_id", "=", batch.id),
                ("identity", "in", [paper.identity for paper in papers]),
            ],
            ["identity"],
        )
        taken = set(made.mapped("identity"))
        for paper in papers:
            if paper.identity in taken:
                paper.error = self.env._(
                    "The holder is twice in the selection, for the same project and "
                    "policies. It gets one certificate."
                )
            taken.add(paper.identity)

    @api.model
    def _is_whole(self, case):
        """Whether its form draws all of it: also where the page is written from right
        to left."""
        is_rtl = case.facts.is_rtl(case.lang)
        return (
            is_rtl
            or self._needs_whole(case.values.values(), case.form)
            or self._needs_whole_page(case)
        )

    @api.model
    def _needs_whole_page(self, case):
        """Whether what all holders share cannot be stamped, on a form that does."""
        if not case.letters:
            return False
        key = ("whole page", case.letters, case.form.id)
        return case.facts.remember(key, self._is_page_whole, case)

    @api.model
    def _is_page_whole(self, case):
        return case.form._is_all_stamped() and self._needs_whole(
            [case.letters], case.form
        )

    @api.model
    def _needs_whole(self, texts, form):
        """Whether a text cannot be stamped: letters the form's face does not have, or
        a script whose letters change with their neighbours."""
        text = "\n".join(texts)
        if text.isascii():
            return False
        return bool(typeset.needs_shaping(text) or form._get_face().missing(text))

    # --------------------------------------------------------------------- cost

    @api.model
    def _get_cost(self, cases, variants=None):
        """What making ``cases`` costs, in stamped certificates.

        :param variants: those of cases counted before; those of these are added
        """
        return sum(self._iter_costs(cases, variants), 0)

    @api.model
    def _count_affordable(self, cases, budget):
        """How many of ``cases``, from the first, cost no more than ``budget``; one
        at least."""
        count, total = 0, 0
        for cost in self._iter_costs(cases):
            total += cost
            if total > budget and count:
                break
            count += 1
        return count

    @api.model
    def _iter_costs(self, cases, variants=None):
        """The cost of each case. The first page is free: it is always needed."""
        variants = set() if variants is None else variants
        for case in cases:
            if case.outcome != "pending":
                yield 0
                continue
            cost = WHOLE_COST if self._is_whole(case) else 1
            cost += MASTER_COST if variants and case.variant not in variants else 0
            variants.add(case.variant)
            yield cost

    # ------------------------------------------------------------------ numbers

    @api.model
    def _number(self, papers, batch):
        """Numbers in one query; what was sent before is revised instead."""
        if batch.save_history:
            self._find_previous(papers)
        fresh = [paper for paper in papers if not paper.previous]
        numbers = self.env["ir.sequence"]._coi_reserve(
            "coi.certificate", batch.company_id, len(fresh), batch.issue_date
        )
        for paper, number in zip(fresh, numbers, strict=True):
            paper.number = number
        for paper in papers:
            paper.values.update(number=paper.number, revision=str(paper.revision))
            # A prefix may have any letters, too.
            paper.is_whole = paper.is_whole or self._needs_whole(
                [paper.number], paper.case.form
            )
            self._check_previous(paper)

    @api.model
    def _get_identity(self, case):
        """Certificates with the same identity are revisions of one another."""
        company_id, insured_id, policy_ids, _lang, form_id = case.variant
        root = case.facts.remember(("root", form_id), case.form._get_root)
        return self.env["coi.certificate"]._get_identity(
            company_id,
            insured_id,
            case.asked.holder_id,
            case.asked.project,
            root.id,
            policy_ids,
        )

    @api.model
    def _find_previous(self, papers):
        # sudo(): a certificate is revised whoever sent it; the company is part of the
        # identity, and the caller's right to issue was checked.
        sent = trusted(self.env["coi.certificate"]).search_fetch(
            [
                ("identity", "in", list({paper.identity for paper in papers})),
                ("is_kept", "=", True),
                # A cancelled number is never used again.
                ("state", "=", "issued"),
            ],
            ["identity", "number", "revision", "renews_id"],
        )
        latest = {certificate.identity: certificate for certificate in sent}
        for paper in papers:
            paper.previous = latest.get(paper.identity)
            revises = paper.case.revises
            if revises and revises != paper.previous:
                if paper.previous:
                    # Both stay: only one of them was to be superseded.
                    # sudo(): of a certificate that the requester may revise.
                    paper.identity = trusted(revises).identity
                paper.previous = revises
            if paper.previous:
                paper.number = paper.previous.number
                paper.revision = paper.previous.revision + 1

    @api.model
    def _check_previous(self, paper):
        """Whatever led here: a number keeps its company, insured and holder."""
        case, previous = paper.case, paper.previous
        if previous and not previous._is_made_for(
            case.company, case.insured, case.holder
        ):
            # sudo(): its number is told, which this one would have had, and no more.
            paper.error = self.env._(
                "Certificate %(number)s was made for someone else, and its number "
                "must never name anyone else. Cancel it if it is wrong, and generate "
                "a new one.",
                number=previous.sudo()._get_full_number(),
            )

    @api.model
    def _check_ready(self, company):
        """Refuse before anything is done what could not be finished."""
        self.env["ir.sequence"]._coi_find("coi.certificate", company)
