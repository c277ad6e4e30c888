import os

from odoo import api, models


class IrAttachment(models.Model):
    """Files that must be there for ever, whatever happens while they are written."""

    _inherit = "ir.attachment"

    @api.model
    def _coi_remove_torn(self, content):
        """Make room for ``content`` (bytes) in the file store.

        A file is named after what it holds. One that holds something else was torn by
        a full disk or a killed process, and core would refuse that name for ever.
        """
        path = self._coi_get_path(content)
        if os.path.isfile(path) and not self._same_content(content, path):
            os.unlink(path)

    @api.model
    def _coi_make_durable(self, content):
        """See that the file of ``content`` survives a power cut, as its row does."""
        path = self._coi_get_path(content)
        for place in (path, os.path.dirname(path)):
            if os.path.exists(place):
                handle = os.open(place, os.O_RDONLY)
                try:
                    os.fsync(handle)
                finally:
                    os.close(handle)

    @api.model
    def _coi_get_path(self, content):
        name = self._compute_checksum(content)
        return self._full_path(f"{name[:2]}/{name}")
