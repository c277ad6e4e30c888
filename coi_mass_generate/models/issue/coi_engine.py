import base64
import logging
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from psycopg2 import Error as DatabaseError

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import partition
from odoo.tools.misc import split_every

from ...pdf import typeset, whole, writer
from ..common.door import trusted
from ..common.garbage import no_garbage
from ..common.json_text import dump
from ..forms.coi_page import get_language_tag
from ..ledger.coi_certificate import join_number
from ..ledger.coi_certificate_document import RECENT
from .failure import explain, raise_passing

_logger = logging.getLogger(__name__)

# Certificates drawn whole, in one call.
WHOLE_AT_ONCE = 25

# What a certificate costs more than a stamped one, in stamped ones: drawing the page
# that all holders of a variant share, and drawing a whole certificate.
MASTER_COST = 200
WHOLE_COST = 40


@dataclass(slots=True)
class Sheet:
    """One certificate on its way from case to stored record.

    ``pages`` are its fitted texts (``pdf.typeset.compose``); ``content`` its bytes
    where it ``is_whole``, that is drawn by its form instead of stamped.
    """

    line: Any
    case: Any
    values: dict
    is_whole: bool
    identity: str
    number: str = ""
    revision: int = 0
    previous: Any = None
    head: Any = None
    basis_id: Any = False
    pages: Any = None
    title: str = ""
    stamp: str = ""
    content: bytes = b""
    sha256: str = ""
    error: str = ""


class CoiEngine(models.AbstractModel):
    """The one way through: from judged lines to stored certificates and back to bytes.

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
        sheets = [
            self._prepare_sheet(line, case)
            for line, case in pairs
            if case.outcome == "pending"
        ]
        self._refuse_twins(sheets, batch)
        fine = [sheet for sheet in sheets if not sheet.error]
        self._number(fine, batch)
        self._draw(fine, keep=batch.worker == "click")
        self._store(fine, batch)
        self._write_failed([sheet for sheet in sheets if sheet.error])

    @api.model
    def _prepare_sheet(self, line, case):
        return Sheet(
            line=line,
            case=case,
            values=dict(case.values),
            is_whole=self._is_whole(case),
            identity=self._get_identity(case),
        )

    @api.model
    def _refuse_twins(self, sheets, batch):
        """Two interests that would be one certificate: only the first is made, be it
        now or in an earlier chunk."""
        # sudo(): what this very batch has made.
        made = trusted(self.env["coi.certificate"])
        made = made.search_fetch(
            [
                ("batch_id", "=", batch.id),
                ("identity", "in", [sheet.identity for sheet in sheets]),
            ],
            ["identity"],
        )
        taken = set(made.mapped("identity"))
        for sheet in sheets:
            if sheet.identity in taken:
                sheet.error = self.env._(
                    "The holder is twice in the selection, for the same project and "
                    "policies. It gets one certificate."
                )
            taken.add(sheet.identity)

    @api.model
    def _is_whole(self, case):
        """Whether its form draws all of it: also where the page is written from right
        to left."""
        is_rtl = case.facts.is_rtl(case.lang)
        return is_rtl or self._needs_whole(case.values.values(), case.form)

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
    def _number(self, sheets, batch):
        """Numbers in one query; what was sent before is revised instead."""
        if batch.save_history:
            self._find_previous(sheets)
        fresh = [sheet for sheet in sheets if not sheet.previous]
        numbers = self.env["ir.sequence"]._coi_reserve(
            "coi.certificate", batch.company_id, len(fresh), batch.issue_date
        )
        for sheet, number in zip(fresh, numbers, strict=True):
            sheet.number = number
        for sheet in sheets:
            sheet.values.update(number=sheet.number, revision=str(sheet.revision))
            # A prefix may have any letters, too.
            sheet.is_whole = sheet.is_whole or self._needs_whole(
                [sheet.number], sheet.case.form
            )
            self._check_previous(sheet)

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
    def _find_previous(self, sheets):
        # sudo(): a certificate is revised whoever sent it; the company is part of the
        # identity, and the caller's right to issue was checked.
        sent = trusted(self.env["coi.certificate"]).search_fetch(
            [
                ("identity", "in", list({sheet.identity for sheet in sheets})),
                ("is_kept", "=", True),
                # A cancelled number is never used again.
                ("state", "=", "issued"),
            ],
            ["identity", "number", "revision"],
        )
        latest = {certificate.identity: certificate for certificate in sent}
        for sheet in sheets:
            sheet.previous = latest.get(sheet.identity)
            revises = sheet.case.revises
            if revises and revises != sheet.previous:
                if sheet.previous:
                    # Both stay: only one of them was to be superseded.
                    sheet.identity = trusted(revises).identity
                sheet.previous = revises
            if sheet.previous:
                sheet.number = sheet.previous.number
                sheet.revision = sheet.previous.revision + 1

    @api.model
    def _check_previous(self, sheet):
        """Whatever led here: a number keeps its company, insured and holder."""
        case, previous = sheet.case, sheet.previous
        if previous and not previous._is_made_for(
            case.company, case.insured, case.holder
        ):
            sheet.error = self.env._(
                "Certificate %(number)s was made for somebody else, and its number "
                "must never name another. Cancel it where it is wrong, and generate "
                "a new one.",
                number=previous.sudo()._get_full_number(),
            )

    # --------------------------------------------------------------------- draw

    @api.model
    def _draw(self, sheets, keep=False):
        """Give every sheet its pages; what fails is said on the sheet.

        :param keep: whether somebody waits for the files, which are kept for them
        """
        variants = {}
        for sheet in sheets:
            variants.setdefault(sheet.case.variant, []).append(sheet)
        for group in variants.values():
            self._draw_variant(group, keep)

    @api.model
    def _draw_variant(self, group, keep):
        """Draw the sheets of one master."""
        lang = group[0].case.lang
        labels = self.env["coi.page"]._get_labels(lang)
        self._guard(group, self._assign_head)
        self._draw_sheets(group, lang, labels, keep)
        whole_sheets = [each for each in group if each.is_whole and not each.error]
        for some in split_every(WHOLE_AT_ONCE, whole_sheets):
            self._draw_whole(list(some))

    @api.model
    @no_garbage()
    def _draw_sheets(self, group, lang, labels, keep):
        """Stamp the sheets of one master; those drawn whole get their texts fitted."""
        title = self.env["coi.page"]._get_title_pattern(lang)
        for sheet in group:
            if sheet.error:
                continue
            number = join_number(sheet.number, sheet.revision)
            sheet.title = title.format(number=number)
            self._guard([sheet], self._draw_sheet, labels, keep)

    @api.model
    def _assign_head(self, group):
        """Give the sheets of one variant their master."""
        case = group[0].case
        snapshot = self.env["coi.page"]._prepare_static(case, case.form)
        # A page half made must not stay: it would be found and used later.
        with self.env.cr.savepoint():
            head = self.env["coi.master"]._find_or_draw(
                case, case.form, snapshot, self._get_texts(group)
            )
        for sheet in group:
            sheet.head = head

    @api.model
    def _get_texts(self, sheets):
        """Every text that will be stamped on one of ``sheets``, once."""
        return list(
            {
                text
                for sheet in sheets
                if not sheet.is_whole
                for text in sheet.values.values()
            }
        )

    @api.model
    def _guard(self, sheets, work, *args):
        """Run ``work(sheets, …)``; what goes wrong there stops nobody else."""
        try:
            work(sheets, *args)
        except DatabaseError:
            raise
        except Exception as error:
            raise_passing(error)
            self._fail(sheets, explain(self.env, error, sheets[0].line))

    @api.model
    def _fail(self, sheets, message):
        for sheet in sheets:
            sheet.error = message

    @api.model
    def _draw_sheet(self, sheets, labels, keep):
        """Fit the texts; a stamped file need not be stored, only its hash."""
        [sheet] = sheets
        head = sheet.head._get_engine_head()
        sheet.pages = typeset.compose(head, sheet.values, labels, guess=sheet.is_whole)
        sheet.stamp = dump({"title": sheet.title, "pages": sheet.pages})
        if not sheet.is_whole:
            stamped = writer.stamp_parts(head, sheet.pages, title=sheet.title)
            sheet.sha256 = stamped.sha256
            if keep:
                RECENT.keep(head, sheet.stamp, stamped)

    @api.model
    def _draw_whole(self, sheets):
        """Draw ``sheets`` of one variant complete, in one call; else one by one."""
        try:
            contents = self._split_whole(sheets, self._draw_document(sheets))
        except (UserError, whole.PartsDoNotMatchError) as error:
            if len(sheets) > 1:
                for sheet in sheets:
                    self._draw_whole([sheet])
            else:
                sheets[0].error = self._explain_whole(error)
            return
        for sheet, content in zip(sheets, contents, strict=True):
            sheet.content = content
            sheet.sha256 = sha256(content).hexdigest()

    @api.model
    def _draw_document(self, sheets):
        case, master = sheets[0].case, sheets[0].head
        return case.form._draw_whole(
            master._get_engine_head(),
            master.snapshot,
            [sheet.pages for sheet in sheets],
        )

    @api.model
    def _split_whole(self, sheets, content):
        parts = [
            whole.Part(sheet.number, len(sheet.pages), sheet.title) for sheet in sheets
        ]
        case = sheets[0].case
        return whole.split(
            content,
            parts,
            author=case.interest.company_id.name,
            language=get_language_tag(case.lang),
        )

    @api.model
    def _explain_whole(self, error):
        if isinstance(error, UserError):
            return str(error)
        return self.env._(
            "The text of this certificate does not fit its pages. Shorten the "
            "description, or split it."
        )

    @api.model
    def _check_ready(self, company):
        """Refuse before anything is done what could not be finished."""
        self.env["ir.sequence"]._coi_find("coi.certificate", company)

    # -------------------------------------------------------------------- store

    @api.model
    def _store(self, sheets, batch):
        """Certificates and their lines' state, in the caller's transaction."""
        self._hook_before_store([sheet for sheet in sheets if not sheet.error])
        sheets = [sheet for sheet in sheets if not sheet.error]
        if sheets:
            self._store_certificates(sheets, batch)
            lines = self.env["coi.batch.line"].browse(each.line.id for each in sheets)
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

        :param papers: list of ``Sheet``, with number, values and hash of each
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
    def _store_certificates(self, sheets, batch):
        # sudo(): only the engine creates certificates; the batch it works for was
        # created after the user's rights were checked.
        certificates = trusted(self.env["coi.certificate"])
        previous = certificates.browse(
            sheet.previous.id for sheet in sheets if sheet.previous
        )
        previous._write_bulk({"state": "superseded"})
        self._assign_basis(sheets, batch)
        common = self._prepare_common_vals(batch)
        whole_sheets, stamped = partition(lambda sheet: sheet.is_whole, sheets)
        certificates._create_bulk(self._iter_rows(stamped, common), common)
        self._store_whole(whole_sheets, common)

    @api.model
    def _assign_basis(self, sheets, batch):
        """Say on which endorsements the marks of each stand."""
        ids = self.env["coi.basis"]._find_or_create(
            [sheet.case for sheet in sheets], batch.company_id
        )
        for sheet, basis_id in zip(sheets, ids, strict=True):
            sheet.basis_id = basis_id

    @api.model
    def _store_whole(self, sheets, common):
        """Certificates whose file itself is kept."""
        files = self.env["ir.attachment"]
        for sheet in sheets:
            files._coi_remove_torn(sheet.content)
        trusted(self.env["coi.certificate"]).create(
            [
                {**common, **vals, "document": base64.b64encode(sheet.content)}
                for sheet, vals in zip(
                    sheets, self._iter_rows(sheets, common), strict=True
                )
            ]
        )
        for sheet in sheets:
            files._coi_make_durable(sheet.content)

    @api.model
    def _iter_rows(self, sheets, common):
        """What each certificate has of its own, under a hash with what it shares.

        From the first one on, the database is asked for nothing (``coi.bulk``).
        """
        get_hash = self.env["coi.certificate"]._get_record_hash
        rows = [
            (
                self._prepare_certificate_vals(sheet),
                sheet.head.form_id.id,
                sheet.case.policies._ids,
            )
            for sheet in sheets
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
    def _prepare_certificate_vals(self, sheet):
        """What a certificate has of its own, always the same keys; a hook, too."""
        case, values = sheet.case, sheet.values
        return {
            "number": sheet.number,
            "revision": sheet.revision,
            "insured_id": case.asked.insured_id,
            "insured_origin": case.asked.insured_id,
            "insured_name": case.insured_name,
            "holder_id": case.asked.holder_id,
            "holder_origin": case.asked.holder_id,
            "holder_name": case.party.name,
            "interest_id": case.id,
            "line_id": sheet.line.id,
            "description": values["description"],
            "master_id": sheet.head.id,
            "basis_id": sheet.basis_id,
            "values_json": dump(values),
            "stamp_json": sheet.stamp,
            "page_count": len(sheet.pages),
            "sha256": sheet.sha256,
            "content_hash": case.content_hash,
            "identity": sheet.identity,
            "supersedes_id": sheet.previous.id if sheet.previous else False,
            **self._prepare_override_vals(sheet),
        }

    @api.model
    def _prepare_override_vals(self, sheet):
        """What a manager had printed nevertheless, kept for ever."""
        case = sheet.case
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
    def _write_failed(self, sheets):
        for sheet in sheets:
            trusted(sheet.line).write({"state": "error", "message": sheet.error})
