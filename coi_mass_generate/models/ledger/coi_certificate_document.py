import base64
import json
from hashlib import sha256

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.misc import split_every

from ...pdf import draft, writer
from ..common.columns import read_rows
from ..common.door import clean
from .coi_certificate import join_number

# Records rebuilt before their data is dropped from memory again.
REBUILD_AT_ONCE = 2000
# What a certificate's file is rebuilt from, and checked against.
REBUILT = ("number", "revision", "master_id", "stamp_json", "document", "sha256")
# What a copy of one that is no longer valid says across its pages: in the language of
# the trade, as "DRAFT" does.
MARKS = {"cancelled": "CANCELED", "superseded": "SUPERSEDED"}
# What was made in the click, and is downloaded in the next moment.
RECENT = writer.Recent()


class CoiCertificate(models.Model):
    """The file of a certificate: rebuilt from what is stored, byte by byte."""

    _inherit = "coi.certificate"

    def _get_document(self):
        """The exact bytes that were issued; a mismatch is an error, never a file.

        It is one certificate, which the user may read.

        :returns: bytes of the single PDF
        """
        [(_certificate, document)] = clean(self)._iter_documents()
        return document.data

    def _get_marked_copy(self):
        """The same with its state across every page, where it is valid no more.

        A copy to look at and to hand out: what was issued stays as it was.

        :returns: bytes of the single PDF
        """
        document = self._get_document()
        word = MARKS.get(self.state)
        return draft.mark(document, word) if word else document

    def _iter_documents(self):
        """(certificate, ``pdf.writer.Stamped``) one by one, every hash checked, in
        bounded memory; a file that was kept whole has nothing but its ``rest``."""
        for some in split_every(REBUILD_AT_ONCE, self.ids):
            chunk = self.browse(some)
            chunk._check_intact()
            for certificate, row in zip(chunk, read_rows(chunk, REBUILT), strict=True):
                yield certificate, self._rebuild(row)
            chunk.invalidate_recordset(["stamp_json", "document"], flush=False)

    @api.model
    def _rebuild(self, row):
        """:param row: a certificate's, of ``REBUILT``"""
        if row.document:
            content = base64.b64decode(row.document)
            document = writer.Stamped(content, sha256(content).hexdigest())
        else:
            head = self.env["coi.master"].browse(row.master_id)._get_engine_head()
            document = RECENT.take(head, row.stamp_json) or self._stamp(head, row)
        if document.sha256 != row.sha256:
            raise UserError(
                self.env._(
                    "The stored data of certificate %(number)s was changed: it no "
                    "longer gives the file that was issued. Nothing was downloaded. "
                    "Restore it from a backup.",
                    number=join_number(row.number, row.revision),
                )
            )
        return document

    @api.model
    def _stamp(self, head, row):
        stamp = json.loads(row.stamp_json)
        return writer.stamp_parts(head, stamp["pages"], title=stamp["title"])
