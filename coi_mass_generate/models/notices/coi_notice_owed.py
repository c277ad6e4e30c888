from odoo import models
from odoo.exceptions import UserError

from ...sheets.export import write_rows
from ..common.door import door, one, trusted
from ..common.filename import clean_filename, cut_bytes


class CoiNotice(models.Model):
    """The list for the insurer: to whom notice is owed is the insurer's to tell, and it
    may not know them."""

    _inherit = "coi.notice"

    @door
    def action_download_owed(self):
        """Button: the holders to whom notice is owed, as a workbook for the insurer.

        It is there whatever the agency does itself."""
        one(self)
        self.check_access("read")
        if not self._get_owed():
            raise UserError(
                self.env._("Notice is owed to none of these: there is no list.")
            )
        return {
            "type": "ir.actions.act_url",
            "url": f"/coi/notice/{self.id}/owed",
            "target": "self",
        }

    def _get_owed(self):
        return self.line_ids.filtered(lambda each: each.why == "owed")

    def _get_owed_name(self):
        stem = clean_filename(f"{self.name} {self.env._('owed')}")
        return f"{cut_bytes(' '.join(stem.split()), 180)}.xlsx"

    def _write_owed(self):
        """The bytes of the workbook."""
        headers = [
            self.env._("Insurer"),
            self.env._("Policy"),
            self.env._("Coverage"),
            self.env._("Insured"),
            self.env._("Holder"),
            self.env._("Address"),
            self.env._("Why owed"),
            self.env._("Loan number"),
            self.env._("Told by us"),
        ]
        # sudo(): of what the user may read; holders may be hidden from the user by now.
        lines = trusted(self._get_owed()).with_context(lang=self.env.lang)
        addresses = lines.holder_id._coi_get_addresses(trusted(self).company_id)
        loans = lines._read_loans()
        outcomes = dict(lines._fields["outcome"]._description_selection(self.env))
        rows = [
            [
                line.insurer_id.name or "",
                line.policy_id.name,
                line.policy_id.coverage_id.display_name or "",
                self.insured_id.display_name or "",
                line.holder_name or "",
                ", ".join(addresses[line.holder_id.id]),
                line.reason or "",
                loans.get(line.id, ""),
                outcomes[line.outcome],
            ]
            for line in lines.sorted(
                lambda each: (each.insurer_id.name or "", each.policy_id.id, each.id)
            )
        ]
        return write_rows(headers, rows, title=self.env._("Owed"))
