import base64
from collections import defaultdict

from odoo import api, models
from odoo.tools import partition

from ..common.door import trusted
from ..common.garbage import no_garbage
from ..common.json_text import dump


class CoiEngine(models.AbstractModel):
    """How papers become certificates, and what is written of each line."""

    _inherit = "coi.engine"

    @api.model
    def _store(self, papers, batch):
        """Certificates and their lines' state, in the caller's transaction."""
        self._hook_before_store([paper for paper in papers if not paper.error])
        papers = [paper for paper in papers if not paper.error]
        if papers:
            self._store_certificates(papers, batch)
            lines = self.env["coi.batch.line"].browse(each.line.id for each in papers)
            certificates = self.env["coi.certificate"]._get_held(lines)
            # sudo(): see _store_certificates().
            trusted(lines)._write_bulk({"state": "done"})
            self._hook_after_store(certificates)

    @api.model
    def _hook_before_store(self, papers):
        """Called once for every chunk of certificates that is about to be stored,
        whichever way it was asked for; does nothing, and is there to be extended.

        It runs in the transaction, and with the rights, in which they are stored.
        ``error`` of a paper may be set to a text: then that holder alone fails with it.
        What is drawn and numbered is not to be changed any more. What is raised here
        undoes the chunk, which is then made in halves, down to the single holder that
        does the harm: it fails, with the text of a ``UserError``. So this may be
        called again for the same holder, and must neither commit nor reach outside.

        :param papers: list of ``Paper``, with number, values and hash of each
        """

    @api.model
    def _hook_after_store(self, certificates):
        """Called once for every chunk of certificates that was just stored, whichever
        way it was asked for; does nothing, and is there to be extended.

        It runs in the same transaction, and with the same rights: the certificates are
        there, their lines are done, and what is written here is stored with them or
        not at all. What is raised here undoes the chunk, as before storing. Nothing may
        leave the house from here, for all may still be undone: queue it.

        :param certificates: ``coi.certificate`` records in the order of their lines
        """

    @api.model
    @no_garbage()
    def _store_certificates(self, papers, batch):
        # sudo(): only the engine creates certificates; the batch it works for was
        # created after the user's rights were checked.
        certificates = trusted(self.env["coi.certificate"])
        previous = certificates.browse(
            paper.previous.id for paper in papers if paper.previous
        )
        previous._write_bulk({"state": "superseded"})
        self._assign_basis(papers, batch)
        if batch.save_history:
            self._assign_renewed(papers)
        common = self._prepare_common_vals(batch)
        whole_papers, stamped = partition(lambda paper: paper.is_whole, papers)
        certificates._create_bulk(self._iter_rows(stamped, common), common)
        self._store_whole(whole_papers, common)

    @api.model
    def _assign_basis(self, papers, batch):
        """Say on which endorsements the marks of each stand."""
        ids = self.env["coi.basis"]._find_or_create(
            [paper.case for paper in papers], batch.company_id
        )
        for paper, basis_id in zip(papers, ids, strict=True):
            paper.basis_id = basis_id

    @api.model
    def _assign_renewed(self, papers):
        """Say which certificate each renews; a revision renews what the one before it
        did."""
        shown = self._read_last_shown(papers)
        for paper in papers:
            if paper.previous:
                # sudo(): what is revised, though another may have issued it.
                paper.renews_id = trusted(paper.previous).renews_id.id
            else:
                paper.renews_id = self._find_renewed(paper.case, shown)

    @api.model
    def _read_last_shown(self, papers):
        """``{certificate id: ids of the policies it shows}`` of each holder's last one,
        and of what that renewed, as far as they are valid."""
        last = [paper.case.last for paper in papers if paper.case.last]
        ids = {each.id for each in last} | {each.renews_id for each in last}
        # sudo(): of the very holders, and nothing else of them is read.
        certificates = trusted(self.env["coi.certificate"]).browse(ids - {None})
        valid = certificates.filtered(lambda each: each.state == "issued")
        masters = certificates._read_masters(valid.master_id.ids)
        return {each.id: masters[each.master_id.id][1] for each in valid}

    @api.model
    def _find_renewed(self, case, shown):
        """The id of the certificate it renews: the last, of which it shows a later
        term; else what that renewed, for what is issued policy by policy."""
        ids = (case.last.id, case.last.renews_id) if case.last else ()
        renewed = (each for each in ids if self._is_later(case, shown.get(each, ())))
        return next(renewed, False)

    @api.model
    def _is_later(self, case, policy_ids):
        """Whether it shows a later term of a policy than the latest of these."""
        before = defaultdict(list)
        for term in case.facts.get_terms(case):
            if term.id in policy_ids:
                before[term.series_id].append(term.effective)
        return any(
            term.series_id in before and term.effective > max(before[term.series_id])
            for term in case.shown.terms
        )

    @api.model
    def _store_whole(self, papers, common):
        """Certificates whose file itself is kept."""
        files = self.env["ir.attachment"]
        for paper in papers:
            files._coi_remove_torn(paper.content)
        # sudo(): see _store_certificates().
        trusted(self.env["coi.certificate"]).create(
            [
                {**common, **vals, "document": base64.b64encode(paper.content)}
                for paper, vals in zip(
                    papers, self._iter_rows(papers, common), strict=True
                )
            ]
        )
        for paper in papers:
            files._coi_make_durable(paper.content)

    @api.model
    def _iter_rows(self, papers, common):
        """What each certificate has of its own, under a hash with what it shares.

        From the first one on, the database is asked for nothing (``coi.bulk``).
        """
        get_hash = self.env["coi.certificate"]._get_record_hash
        rows = [
            (
                self._prepare_certificate_vals(paper),
                paper.master.form_id.id,
                paper.case.policies._ids,
            )
            for paper in papers
        ]
        for vals, form_id, policy_ids in rows:
            record_hash = get_hash({**common, **vals}, form_id, policy_ids)
            yield {**vals, "record_sha256": record_hash}

    @api.model
    def _prepare_common_vals(self, batch):
        """What all certificates of a batch share; a hook for columns of an heir."""
        return {
            "company_id": batch.company_id.id,
            "batch_id": batch.id,
            "user_id": batch.user_id.id,
            "issue_date": batch.issue_date,
            "is_kept": batch.save_history,
        }

    @api.model
    def _prepare_certificate_vals(self, paper):
        """What a certificate has of its own, always the same keys; a hook, too."""
        case, values = paper.case, paper.values
        return {
            "number": paper.number,
            "revision": paper.revision,
            "insured_id": case.asked.insured_id,
            "insured_origin": case.asked.insured_id,
            "insured_name": case.insured_name,
            "holder_id": case.asked.holder_id,
            "holder_origin": case.asked.holder_id,
            "holder_name": case.party.name,
            "interest_id": case.id,
            "line_id": paper.line.id,
            "description": values["description"],
            "master_id": paper.master.id,
            "basis_id": paper.basis_id,
            "values_json": dump(values),
            "stamp_json": paper.stamp,
            "page_count": len(paper.pages),
            "sha256": paper.sha256,
            "content_hash": case.content_hash,
            "identity": paper.identity,
            "supersedes_id": paper.previous.id if paper.previous else False,
            "renews_id": paper.renews_id,
            **self._prepare_override_vals(paper),
        }

    @api.model
    def _prepare_override_vals(self, paper):
        """What a manager had printed nevertheless, kept for ever."""
        case = paper.case
        overridden = [each for each in case.findings if each.override]
        given = case.consent.overrides[case.id] if overridden else {}
        said = "\n".join(each.message for each in overridden)
        return {
            "override_reason": given.get("reason", False),
            "override_user_id": given.get("user_id", False),
            "override_findings": said or False,
        }

    @api.model
    def _write_left(self, pairs):
        """Say of lines that get no certificate why not.

        :param pairs: (line, case) of each
        """
        for line, case in pairs:
            # sudo(): users only read lines; see coi.batch._create_batch()
            trusted(line).write(
                {
                    "verdict": case.verdict,
                    "reasons": case.dump_findings(),
                    "state": case.outcome,
                }
            )

    @api.model
    def _write_failed(self, papers):
        for paper in papers:
            # sudo(): users only read lines; see coi.batch._create_batch()
            trusted(paper.line).write({"state": "error", "message": paper.error})
