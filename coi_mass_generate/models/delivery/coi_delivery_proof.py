import base64
import binascii
import io

from PIL import Image

from odoo import fields, models
from odoo.exceptions import UserError

from ...pdf import checked
from ...pdf.errors import FormError
from ...sheets import apart
from ..common.argument import read_text
from ..common.door import door, one
from ..common.filename import clean_filename, cut_bytes
from .page_words import explain_refusal

MOST_MB = 10
PDF = b"%PDF-"
# How they begin, and what Pillow calls them.
PICTURES = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}
ENDINGS = {"PNG": "png", "JPEG": "jpg", "PDF": "pdf"}


class CoiDelivery(models.Model):
    """What shows that a certificate is in a portal: a picture of its page, mostly."""

    _inherit = "coi.delivery"

    proof = fields.Binary("Proof of the Upload", readonly=True, attachment=True)
    proof_name = fields.Char("Name of the Proof", readonly=True)
    proof_date = fields.Datetime("Proof Added On", readonly=True)
    proof_user_id = fields.Many2one("res.users", "Proof Added By", readonly=True)

    @door
    def add_proof(self, name, data):
        """Keep what shows that it was uploaded, and that it was; the door for other
        programs (RPC).

        :param name: of the file
        :param data: a PNG, JPEG or PDF of at most 10 MB, in base64
        """
        one(self)
        self._check_states("to_upload", "uploaded")
        name = read_text(self.env, name, "name", 200)
        content = self._read_proof(data)
        kind = self._check_proof(content)
        stem = clean_filename(name.rpartition(".")[0] or name) or "proof"
        self._record(
            {
                "proof": base64.b64encode(content),
                "proof_name": f"{cut_bytes(stem, 180)}.{ENDINGS[kind]}",
                "proof_date": fields.Datetime.now(),
                "proof_user_id": self.env.user.id,
            }
        )
        if self.state == "to_upload":
            self._note_done("uploaded")

    @door
    def action_add_proof(self):
        """Button: the window that asks for the file."""
        one(self)
        self._check_states("to_upload", "uploaded")
        return self.env["coi.upload.proof"]._open(self)

    # ------------------------------------------------------------------- checks

    def _read_proof(self, data):
        if isinstance(data, bytes):
            data = data.decode("ascii", "replace")
        try:
            content = base64.b64decode(data)
        except (binascii.Error, TypeError, ValueError) as error:
            raise UserError(
                self.env._("data: give the content of the file in base64.")
            ) from error
        if len(content) > MOST_MB << 20:
            raise UserError(
                self.env._(
                    "This file is larger than %(most)s MB. Take a picture of a part of "
                    "the screen.",
                    most=MOST_MB,
                )
            )
        return content

    def _check_proof(self, content):
        """What kind of file it is, whatever its name says.

        :raises UserError: where it is none that may be kept
        """
        if content.startswith(PDF):
            try:
                checked.check(content, apart.run)
            except FormError as error:
                raise UserError(explain_refusal(self.env, error)) from error
            return "PDF"
        for start, kind in PICTURES.items():
            if content.startswith(start) and self._is_picture(content, kind):
                return kind
        raise UserError(
            self.env._(
                "This is no picture that can be read. Give a PNG, a JPEG or a PDF."
            )
        )

    def _is_picture(self, content, kind):
        """Its parts are all there; of what it shows nothing is unpacked."""
        try:
            with Image.open(io.BytesIO(content), formats=[kind]) as picture:
                picture.verify()
        except Exception:
            # Pillow raises whatever a broken file leads it to.
            return False
        return True
