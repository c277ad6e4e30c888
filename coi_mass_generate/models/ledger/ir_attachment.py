import os

from odoo import api, models
from odoo.exceptions import AccessError


class IrAttachment(models.Model):
    """Files that must be there for ever, whatever happens while they are written."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._coi_check_not_kept()
        return attachments

    def write(self, vals):
        self._coi_check_not_kept()
        result = super().write(vals)
        if {"res_model", "res_id", "res_field"} & set(vals):
            self._coi_check_not_kept()
        return result

    def unlink(self):
        self._coi_check_not_kept()
        return super().unlink()

    def _coi_check_not_kept(self):
        """Refuse to put files of one's own in the place of those our records keep.

        What a record's field holds is written by way of the record; Odoo does so as
        superuser, when it has checked the record's own rights.
        """
        if self.env.su:
            return
        # sudo(): only where they belong is looked at.
        if any(attachment._coi_is_kept() for attachment in self.sudo()):
            raise AccessError(
                self.env._(
                    "This file belongs to a record of certificates, policies or "
                    "imports. It cannot be added, changed or removed by itself."
                )
            )

    def _coi_is_kept(self):
        """Whether it is the content of one of our fields, or waits to become it."""
        is_ours = (self.res_model or "").startswith("coi.")
        if self.res_field:
            return is_ours or self.res_field.startswith("coi_")
        return is_ours and not self.res_id

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
        for each in (path, os.path.dirname(path)):
            if os.path.exists(each):
                handle = os.open(each, os.O_RDONLY)
                try:
                    os.fsync(handle)
                finally:
                    os.close(handle)

    @api.model
    def _coi_get_path(self, content):
        name = self._compute_checksum(content)
        return self._full_path(f"{name[:2]}/{name}")
