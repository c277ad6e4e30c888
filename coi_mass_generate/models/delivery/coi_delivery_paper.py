from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.door import door, one, trusted
from ..common.filename import clean_filename, cut_bytes

USER = "coi_mass_generate.group_user"


class CoiDelivery(models.Model):
    """What leaves by the hands of a person: post, and uploads to portals."""

    _inherit = "coi.delivery"

    date_packed = fields.Datetime(
        "Print Pack Made On", readonly=True, help="That it was printed, a person says."
    )
    portal_url = fields.Char("Portal Address", compute="_compute_portal")
    portal_vendor = fields.Char("Vendor ID in the Portal", compute="_compute_portal")
    portal_file_name = fields.Char(
        "File Name", compute="_compute_portal", help="As the portal wants it."
    )
    has_portal_pages = fields.Boolean(compute="_compute_portal")

    @api.depends("channel", "certificate_ids")
    def _compute_portal(self):
        portals = self.filtered(lambda each: each.channel == "portal")
        pages = self.env["coi.delivery.pages"]._find(portals)
        for delivery in self:
            delivery.has_portal_pages = bool(pages.get(delivery.id))
            certificate = delivery.certificate_ids[:1]
            is_portal = delivery.channel == "portal" and certificate
            # sudo(): how a certificate the user may read reaches its holder.
            holder = trusted(certificate).holder_id
            delivery.portal_url = is_portal and holder.coi_portal_url
            delivery.portal_vendor = is_portal and holder.coi_portal_vendor
            pattern = is_portal and holder.coi_portal_file_name
            delivery.portal_file_name = is_portal and self._make_name(
                pattern, certificate, holder.coi_portal_vendor
            )

    @api.model
    def _make_name(self, pattern, certificate, vendor):
        """A portable name; without a pattern the one it is downloaded with."""
        if not pattern:
            return certificate._get_filename()
        told = {
            "{vendor}": vendor or "",
            "{number}": certificate._get_full_number(),
            "{insured}": certificate.insured_name or "",
            "{holder}": certificate.holder_name or "",
        }
        for mark, text in told.items():
            pattern = pattern.replace(mark, text)
        stem = clean_filename(pattern.removesuffix(".pdf"))
        return f"{cut_bytes(stem, 180)}.pdf"

    def _get_pages(self):
        """The endorsements whose pages go along with it."""
        return self.env["coi.delivery.pages"]._find(self)[self.id]

    @door
    def action_print(self):
        """Button and mass action: one file to print, in the order of the envelopes.

        Thin ones first, then by ZIP code, as envelopes are sorted; what goes into one
        envelope stays together. That it is printed is said afterwards; what was lost
        on the way is printed again.
        """
        self._check_states("to_print", "printed")
        if len(self.company_id) > 1:
            raise UserError(
                self.env._("These envelopes are of several companies. Print each.")
            )
        self._record({"date_packed": fields.Datetime.now()})
        return self.env["coi.certificate.download"]._open_pack(self)

    def _get_print_order(self):
        pages = sum(self.certificate_ids.mapped("page_count"))
        pages += sum(self._get_pages().mapped("document_pages"))
        # sudo(): of whom it goes to, who may be hidden from the user by now.
        _interests, holders = trusted(self)._get_concerned()
        return pages, holders[:1].zip or "", self.id

    def _draw_letters(self):
        """``{id: PDF bytes}`` of those that say something themselves."""
        return {}

    @door
    def action_open_portal(self):
        """Button: the portal, in a window of its own."""
        one(self)
        self._check_states("to_upload", "uploaded")
        if not self.portal_url:
            raise UserError(
                self.env._("The holder's form does not say where the portal is.")
            )
        return {
            "type": "ir.actions.act_url",
            "url": self._get_portal_address(),
            "target": "new",
        }

    def _get_portal_address(self):
        """As a browser opens it: many lists leave off how."""
        address = self.portal_url.strip()
        is_whole = address.lower().startswith(("https://", "http://"))
        return address if is_whole else f"https://{address}"

    @door
    def action_download_file(self):
        """Button: the certificate, named as the portal wants it."""
        one(self)
        self._check_states("to_upload", "uploaded")
        return {
            "type": "ir.actions.act_url",
            "url": f"/coi/delivery/{self.id}/file",
            "target": "self",
        }

    @door
    def action_download_pages(self):
        """Button: the pages of the endorsements it relies on.

        A file by itself: portals ask for them elsewhere than for the certificate, and
        what was issued stays as it is. Not a zip, which few of them take.
        """
        one(self)
        self._check_states("to_upload", "uploaded")
        if not self.has_portal_pages:
            raise UserError(
                self.env._("No endorsement pages go along with this certificate.")
            )
        return {
            "type": "ir.actions.act_url",
            "url": f"/coi/delivery/{self.id}/pages",
            "target": "self",
        }

    def _write_pages(self, file):
        """The pages of all its endorsements, one behind the other."""
        endorsements = self._get_pages()
        title = self._get_pages_name()[:-4]
        merged = self.env["coi.print.pack"]._open(file, self.certificate_ids[0], title)
        for each in endorsements:
            merged.add_pdf(each._get_document(), each._get_document_name()[:-4])
        merged.close()

    def _get_pages_name(self):
        """Beside the certificate in a list of files."""
        stem = self.portal_file_name.removesuffix(".pdf")
        return f"{stem} {self.env._('endorsements')}.pdf"
