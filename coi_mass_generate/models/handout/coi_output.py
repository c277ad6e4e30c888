from odoo import api, models

from ...pdf import writer
from ...sheets.export import write_csv
from ..common.columns import read_rows
from ..common.door import clean
from ..common.filename import clean_filename, cut_bytes, cut_signs
from ..forms.coi_page import get_language_tag
from ..ledger.coi_certificate import join_number, make_filename

# What names a certificate, in a zip and in its index.
NAMED = (
    "number", "revision", "insured_origin", "insured_name", "holder_name",
    "issue_date", "page_count", "sha256", "state",
)  # fmt: skip


class CoiOutput(models.AbstractModel):
    """How certificates leave: as a zip of single files, or as one combined PDF.

    Both are written to a file object one certificate after the other, in bounded
    memory, and both are rebuilt from what is stored: every hash is checked again.
    """

    _name = "coi.output"
    _description = "Certificate Output"

    @api.model
    def _write_file(self, file, certificates, output):
        """Write ``certificates`` in their order to the binary ``file``, the same bytes
        for ever: what they are called does not say what became of them since."""
        certificates = clean(certificates)
        batch = certificates[:1].batch_id
        if output == "zip":
            header = batch.index_header or self._get_index_header()
            self._write_zip(file, certificates, header, {})
        else:
            title = batch.name or certificates[:1]._get_full_number()
            self._write_combined(file, certificates, title, {})

    @api.model
    def _write_selection(self, file, certificates, output, title):
        """The same of what somebody has picked out now: marked where it is not valid
        any more, in the words of who asks."""
        certificates = clean(certificates)
        marks = certificates._get_state_marks()
        if output == "zip":
            self._write_zip(file, certificates, self._get_index_header(), marks)
        else:
            self._write_combined(file, certificates, title, marks)

    @api.model
    def _write_zip(self, file, certificates, header, marks):
        rows = read_rows(certificates, NAMED)
        names = self._get_entry_names(rows, marks)
        archive = writer.Zipped(file)
        documents = certificates._iter_documents()
        for name, row, (_each, document) in zip(names, rows, documents, strict=True):
            archive.add(
                name,
                document.rest,
                document.start,
                document.start_crc,
                day=row.issue_date,
            )
        latest = max((row.issue_date for row in rows), default=None)
        archive.add("index.csv", self._get_index(header, rows, names), day=latest)
        archive.close()

    @api.model
    def _get_entry_names(self, rows, marks):
        """Portable names of certificates, never two alike whatever the case.

        Certificates of several insureds get a folder an insured.

        :param rows: of ``NAMED``
        :param marks: ``{state: what is said of it}``, {} where nothing is
        """
        folders = self._get_folder_names(rows)
        taken = {"index.csv"}
        names = []
        for row in rows:
            number = join_number(row.number, row.revision)
            mark = marks.get(row.state, "")
            name = make_filename(number, row.holder_name or "", mark)
            folder = folders.get(row.insured_origin, "")
            names.append(self._number_duplicate(folder + name, taken))
        return names

    @api.model
    def _get_title(self, certificates):
        """Whom these are of and of when: "Beacon Roofing - certificates 2026-03-02".

        It is a portable name of a file, without its ending.
        """
        groups = certificates._read_group(
            [("id", "in", certificates.ids)],
            ["insured_origin"],
            ["id:max", "issue_date:min", "issue_date:max"],
        )
        latest = certificates.browse(group[1] for group in groups)
        days = [day for group in groups for day in group[2:]]
        return self._join_title(
            self.env._("certificates"), latest.mapped("insured_name"), days
        )

    @api.model
    def _join_title(self, kind, insureds, days):
        """A portable name from what it is, insureds' names and dates of issue."""
        whose = (
            insureds[0]
            if len(insureds) == 1
            else self.env._("%(count)s insureds", count=len(insureds))
        )
        first, last = min(days), max(days)
        day = f"{first}" if first == last else f"{first} {self.env._('to')} {last}"
        name = clean_filename(f"{cut_bytes(whose or '', 120)} - {kind} {day}")
        return " ".join(name.split()).strip("- ")

    @api.model
    def _get_folder_names(self, rows):
        """By the insured's id as issued: a zip stays what it was, whatever contacts
        are called or merged into since."""
        insureds = {row.insured_origin: row.insured_name for row in rows}
        if len(insureds) < 2:
            return {}
        taken = {"index.csv"}
        return {
            insured: self._number_duplicate(self._get_folder_name(name), taken) + "/"
            for insured, name in insureds.items()
        }

    @api.model
    def _get_folder_name(self, name):
        # What is left of a name may be nothing, or a name Windows keeps for itself.
        stem = clean_filename(cut_signs(name or "", 60)).strip(". -")
        return clean_filename(" ".join(stem.split()))

    @api.model
    def _number_duplicate(self, name, taken):
        """``name``, with a counter before its ending where it is taken."""
        stem, dot, ending = name.rpartition(".")
        if not dot or "/" in ending or len(ending) > 4:
            stem, ending = name, ""
        candidate, count = name, 1
        while candidate.casefold() in taken:
            count += 1
            candidate = f"{stem} ({count}){dot if ending else ''}{ending}"
        taken.add(candidate.casefold())
        return candidate

    @api.model
    def _get_index(self, header, rows, names):
        """The zip's table of contents, as CSV bytes a spreadsheet opens rightly."""
        table = (
            [
                name,
                row.number,
                row.revision,
                row.insured_name,
                row.holder_name,
                row.issue_date,
                row.page_count,
                row.sha256,
            ]
            for row, name in zip(rows, names, strict=True)
        )
        return write_csv([header, *table])

    @api.model
    def _get_index_header(self):
        """In the language of who asks for a batch, which keeps it."""
        return [
            self.env._("File"),
            self.env._("Number"),
            self.env._("Revision"),
            self.env._("Insured"),
            self.env._("Certificate holder"),
            self.env._("Issue date"),
            self.env._("Pages"),
            "SHA-256",
        ]

    @api.model
    def _write_combined(self, file, certificates, title, marks):
        first = certificates[:1]
        merged = writer.Merged(
            file,
            title=title,
            author=first.master_id.snapshot["producer"]["name"],
            language=get_language_tag(first.master_id.lang),
        )
        rows = read_rows(certificates, ("number", "revision", "holder_name", "state"))
        documents = certificates._iter_documents()
        for row, (certificate, document) in zip(rows, documents, strict=True):
            bookmark = f"{join_number(row.number, row.revision)} {row.holder_name}"
            if row.state in marks:
                bookmark = f"{bookmark} ({marks[row.state]})"
            self._add_document(merged, certificate, document, bookmark)
        merged.close()

    @api.model
    def _add_document(self, merged, certificate, document, bookmark):
        """Add one of ``_iter_documents`` to a ``writer.Merged``."""
        if document.contents is None:
            merged.add_pdf(document.data, bookmark)
        else:
            head = certificate.master_id._get_engine_head()
            merged.add_contents(head, document.contents, bookmark)
