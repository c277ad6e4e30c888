import base64
from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...pdf import checked
from ...pdf.errors import FormError
from ...sheets import apart
from ..common.door import trusted
from ..common.filename import clean_filename, cut_bytes
from .page_words import explain_refusal

# What only an upload says of a document.
OWN_FACTS = ("document_sha256", "document_pages")


class CoiPolicyEndorsement(models.Model):
    """The endorsement's own pages: who relies on it gets them with the certificate."""

    _inherit = "coi.policy.endorsement"

    # A renewal's endorsement is another paper, even where it is the same form.
    document = fields.Binary(
        "Pages (PDF)",
        attachment=True,
        copy=False,
        help="The endorsement itself, as the insurer issued it. It goes along with "
        "certificates that rely on it.",
    )
    document_name = fields.Char("Name of the File", copy=False)
    document_sha256 = fields.Char("SHA-256 of the Pages", readonly=True, copy=False)
    document_pages = fields.Integer("Number of Pages", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._prepare_document(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._prepare_document(vals))

    @api.onchange("document")
    def _onchange_document(self):
        """Tell at once what is wrong with it."""
        if self.document:
            self._read_document(self.document)

    @api.model
    def _prepare_document(self, vals):
        """``vals`` with what the file in them is.

        :raises UserError: it cannot be used; nothing is stored then
        """
        vals = {name: value for name, value in vals.items() if name not in OWN_FACTS}
        if "document" not in vals:
            return vals
        if not vals["document"]:
            return {**vals, **dict.fromkeys(OWN_FACTS, False), "document_name": False}
        content, pages = self._read_document(vals["document"])
        hashed = sha256(content).hexdigest()
        return {**vals, "document_sha256": hashed, "document_pages": pages}

    @api.model
    def _read_document(self, file):
        """(bytes, number of pages) of what was sent as a file in base64."""
        try:
            content = base64.b64decode(file)
        except (TypeError, ValueError) as error:
            refusal = explain_refusal(self.env, FormError("unreadable"))
            raise UserError(refusal) from error
        try:
            return content, checked.check(content, apart.run)
        except FormError as error:
            raise UserError(explain_refusal(self.env, error)) from error

    def _get_traced(self):
        return [*super()._get_traced(), "document_name", "document_sha256"]

    # ------------------------------------------------------------------ to send

    def _get_document(self):
        """Its pages, as bytes.

        :raises UserError: the file is not the one that was uploaded
        """
        # sudo(): what goes along with a certificate the user may send.
        known = trusted(self).with_context(bin_size=False)
        content = base64.b64decode(known.document or b"")
        if sha256(content).hexdigest() != known.document_sha256:
            raise UserError(
                self.env._(
                    "The pages of endorsement %(endorsement)s are not the ones that "
                    "were uploaded. Upload them again.",
                    endorsement=known.display_name,
                )
            )
        return content

    def _get_document_name(self):
        """Portable name of the file: "CG 20 10 12 19 GL-100.pdf"."""
        # sudo(): see _get_document().
        known = trusted(self)
        stem = clean_filename(f"{known.display_name} {known.policy_id.name}")
        return f"{cut_bytes(' '.join(stem.split()), 180)}.pdf"
