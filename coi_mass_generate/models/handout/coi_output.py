from odoo import api, models

from ...pdf import writer
from ...sheets.export import write_csv
from ..common.columns import read_rows
from ..common.door import clean
from ..common.filename import clean_filename, cut_signs
from ..forms.coi_page import get_language_tag
from ..ledger.coi_certificate import join_number, make_filename

# What names a certificate, in a zip and in its index.
NAMED = (
    "number", "revision", "insured_origin", "insured_name", "holder_name",
    "issue_date", "page_count", "sha256",
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
        """Write ``certificates`` in their order to the binary ``file``."""
        certificates = clean(certificates)
        if output == "zip":
            self._write_zip(file, certificates)
        else:
            self._write_combined(file, certificates)

    @api.model
    def _write_zip(self, file, certificates):
        rows = read_rows(certificates, NAMED)
        names = self._get_entry_names(rows)
        archive = writer.Zipped(file)
        documents = certificates._iter_documents()
        for name, (_each, document) in zip(names, documents, strict=True):
            archive.add(name, document.rest, document.start, document.start_crc)
        header = certificates[:1].batch_id.index_header or self._get_index_header()
        archive.add("index.csv", self._get_index(header, rows, names))
        archive.close()

    @api.model
    def _get_entry_names(self, rows):
        """Portable names of certificates, never two alike whatever the case.

        Certificates of several insureds get a folder an insured.

        :param rows: of ``NAMED``
        """
        folders = self._get_folder_names(rows)
        taken = {"index.csv"}
        names = []
        for row in rows:
            number = join_number(row.number, row.revision)
            name = make_filename(number, row.holder_name or "")
            folder = folders.get(row.insured_origin, "")
            names.append(self._number_duplicate(folder + name, taken))
        return names

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
    def _write_combined(self, file, certificates):
        first = certificates[:1]
        merged = writer.Merged(
            file,
            title=first.batch_id.name or first._get_full_number(),
            author=first.master_id.snapshot["producer"]["name"],
            language=get_language_tag(first.master_id.lang),
        )
        rows = read_rows(certificates, ("number", "revision", "holder_name"))
        documents = certificates._iter_documents()
        for row, (certificate, document) in zip(rows, documents, strict=True):
            bookmark = f"{join_number(row.number, row.revision)} {row.holder_name}"
            if document.contents is None:
                merged.add_pdf(document.data, bookmark)
            else:
                head = certificate.master_id._get_engine_head()
                merged.add_contents(head, document.contents, bookmark)
        merged.close()
