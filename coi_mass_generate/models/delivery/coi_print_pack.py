from odoo import api, models

from ...pdf.sheets import Sheets
from ...pdf.writer import Merged
from ..common.door import trusted
from ..forms.coi_form_qweb import read_face
from ..forms.coi_page import get_language_tag

# So many certificates are named on a separator sheet; the others are counted.
NAMED = 25


class CoiPrintPack(models.AbstractModel):
    """One file to print: what goes into one envelope is together, behind a sheet that
    says so where the company wants one."""

    _name = "coi.print.pack"
    _description = "Print Pack"

    @api.model
    def _write_pack(self, file, deliveries, title):
        """Write the pieces of ``deliveries`` in the order of their envelopes.

        :param deliveries: which the user may read, of one company
        """
        ordered = deliveries.sorted(lambda each: each._get_print_order())
        pages = self.env["coi.delivery.pages"]._find(ordered)
        enclosed = {each: each.certificate_ids.sorted("id") for each in ordered}
        certificates = [one for some in enclosed.values() for one in some]
        if certificates:
            merged = self._open(file, certificates[0], title)
        else:
            merged = self._open_letters(file, ordered[0], title)
        letters = ordered._draw_letters()
        sheets = self._draw_sheets(merged, enclosed, pages)
        every = self.env["coi.certificate"].browse(one.id for one in certificates)
        documents = every._iter_documents()
        for number, (delivery, some) in enumerate(enclosed.items(), 1):
            label = self.env._("Envelope %(number)s", number=number)
            for sheet in sheets[delivery.id]:
                merged.add_pages([sheet], f"{label}: {delivery.holder_name or ''}")
            if delivery.id in letters:
                merged.add_pdf(letters[delivery.id], delivery.holder_name or label)
            for certificate in some:
                _same, document = next(documents)
                bookmark = f"{certificate._get_full_number()} {certificate.holder_name}"
                self.env["coi.output"]._add_document(
                    merged, certificate, document, bookmark
                )
            for each in pages[delivery.id]:
                merged.add_pdf(each._get_document(), each._get_document_name()[:-4])
        merged.close()

    @api.model
    def _open(self, file, certificate, title):
        master = certificate.master_id
        author = master.snapshot["producer"]["name"]
        language = get_language_tag(master.lang)
        return Merged(file, title=title, author=author, language=language)

    @api.model
    def _open_letters(self, file, delivery, title):
        language = get_language_tag(delivery.lang or self.env.lang or "en_US")
        author = delivery.company_id.name
        return Merged(file, title=title, author=author, language=language)

    @api.model
    def _draw_sheets(self, merged, enclosed, pages):
        """``{id of a delivery: [page]}``: all are one file, whose letters are kept
        once."""
        sheets, wanted = Sheets(read_face()), {}
        for number, (delivery, certificates) in enumerate(enclosed.items(), 1):
            # sudo(): how the company of what the user sends wants its paper.
            company = trusted(delivery.company_id)
            # Of several at one address the first stands for all: it is their mail.
            address = (delivery.address or "").split("\n")
            lines = list(filter(None, [delivery.holder_name, *address]))
            wanted[delivery.id] = 0
            if company.coi_print_separators:
                said = [delivery.subject]
                if certificates:
                    said = self._say_inside(certificates, pages[delivery.id])
                title = self.env._(
                    "Envelope %(number)s of %(count)s",
                    number=number,
                    count=len(enclosed),
                )
                sheets.add_separator(title, [*lines, "", *said])
                wanted[delivery.id] += 1
            if company.coi_print_addresses:
                left, top = company.coi_print_left, company.coi_print_top
                sheets.add_address(lines, left, top)
                wanted[delivery.id] += 1
        if not any(wanted.values()):
            return dict.fromkeys(wanted, ())
        drawn = iter(merged.read(sheets.close()))
        return {
            delivery_id: [next(drawn) for _each in range(count)]
            for delivery_id, count in wanted.items()
        }

    @api.model
    def _say_inside(self, certificates, pages):
        count = sum(certificates.mapped("page_count"))
        count += sum(pages.mapped("document_pages"))
        said = [
            self.env._("Certificates: %(count)s", count=len(certificates)),
            self.env._("Pages: %(count)s", count=count),
            "",
            *(
                f"{each._get_full_number()}  {each.holder_name or ''}"
                for each in certificates[:NAMED]
            ),
        ]
        left = len(certificates) - NAMED
        if left > 0:
            said.append(self.env._("… and %(count)s more", count=left))
        return said

    @api.model
    def _write_test(self, company):
        """A page to hold against a window envelope, as PDF bytes."""
        sheets = Sheets(read_face())
        lines = [
            "Harbor Center LLC",
            "Attn: Risk Management",
            "100 Harbor Way, Suite 200",
            "Boston, MA 02110",
        ]
        note = self.env._(
            "Test print. Fold this page as a letter, and put it into your envelope.\n"
            "If the box does not stand in the window, change the distances under\n"
            "Settings / Certificates. Now: %(left)s mm from the left, %(top)s mm from "
            "the top.",
            left=company.coi_print_left,
            top=company.coi_print_top,
        )
        left, top = company.coi_print_left, company.coi_print_top
        sheets.add_address(lines, left, top, note)
        return sheets.close()
