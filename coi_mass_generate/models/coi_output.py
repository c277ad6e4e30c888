import zipfile

from odoo import api, models
from odoo.tools import osutil

from ..pdf import writer
from ..sheets.export import write_csv
from .coi_door import clean
from .coi_head import get_language_tag

# A zip entry needs a date; the clock's would make equal downloads differ.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


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
        engine = self.env["coi.engine"]
        names = self._get_entry_names(certificates)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for certificate, content in engine._iter_documents(certificates):
                entry = zipfile.ZipInfo(names[certificate.id], ZIP_DATE)
                archive.writestr(entry, content)
            archive.writestr(
                zipfile.ZipInfo("index.csv", ZIP_DATE),
                self._get_index(certificates, names),
            )

    @api.model
    def _get_entry_names(self, certificates):
        """Portable names by certificate id, never two alike whatever the case.

        Certificates of several insureds get a folder an insured.
        """
        folders = self._get_folder_names(certificates)
        taken = {"index.csv"}
        names = {}
        for certificate in certificates:
            folder = folders.get(certificate.insured_origin, "")
            name = self._number_duplicate(folder + certificate._get_filename(), taken)
            names[certificate.id] = name
        return names

    @api.model
    def _get_folder_names(self, certificates):
        """By the insured's id as issued: a zip stays what it was, whatever contacts
        are called or merged into since."""
        insureds = {each.insured_origin: each.insured_name for each in certificates}
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
        stem = osutil.clean_filename((name or "")[:60]).strip(". -")
        return osutil.clean_filename(" ".join(stem.split()))

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
    def _get_index(self, certificates, names):
        """The zip's table of contents, as CSV bytes a spreadsheet opens rightly."""
        header = certificates[:1].batch_id.index_header or self._get_index_header()
        rows = (
            [
                names[certificate.id],
                certificate.number,
                certificate.revision,
                certificate.insured_name,
                certificate.holder_name,
                certificate.issue_date,
                certificate.page_count,
                certificate.sha256,
            ]
            for certificate in certificates
        )
        return write_csv([header, *rows])

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
        engine = self.env["coi.engine"]
        first = certificates[:1]
        merged = writer.Merged(
            file,
            title=first.batch_id.name or first._get_full_number(),
            author=first.head_id.snapshot["producer"]["name"],
            language=get_language_tag(first.head_id.lang),
        )
        for certificate, content in engine._iter_documents(certificates):
            bookmark = f"{certificate._get_full_number()} {certificate.holder_name}"
            if certificate.document:
                merged.add_pdf(content, bookmark)
            else:
                head = certificate.head_id._get_engine_head()
                merged.add(head, certificate._get_stamp()[1], bookmark)
        merged.close()
