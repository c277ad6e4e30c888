from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..common.argument import is_blank
from ..common.door import door, one, trusted


class CoiCertificate(models.Model):
    """What a person can do with sent certificates."""

    _inherit = "coi.certificate"

    @door
    def action_open_pdf(self):
        """Button: show the PDF exactly as it was issued."""
        one(self)
        return {
            "type": "ir.actions.act_url",
            "url": f"/coi/certificate/{self.id}/pdf",
            "target": "new",
        }

    @door
    def action_open_marked_pdf(self):
        """Button: show a copy that says on every page that it is no longer valid."""
        one(self)
        return {
            "type": "ir.actions.act_url",
            "url": f"/coi/certificate/{self.id}/pdf?marked=1",
            "target": "new",
        }

    @door
    def action_download_pdf(self):
        """Button: save the PDF exactly as it was issued."""
        one(self)
        return {
            "type": "ir.actions.act_url",
            "url": f"/coi/certificate/{self.id}/pdf?download=1",
            "target": "self",
        }

    @door
    def action_revise(self):
        """Button and mass action: new revisions that supersede these certificates."""
        return self.env["coi.generate"]._open_for_revision(self)

    @door
    def action_generate_again(self):
        """Mass action on historical holders: certificates anew, from today's data."""
        return self.env["coi.generate"]._open_for_certificates(self)

    @door
    def action_cancel(self):
        """Button and mass action: ask for the reason, then cancel."""
        self._check_can_cancel()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cancel Certificates"),
            "res_model": "coi.certificate.cancel",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_certificate_ids": self.ids},
        }

    def _check_can_cancel(self):
        self.check_access("read")
        if not self.env.user.has_group("coi_mass_generate.group_user"):
            raise AccessError(
                self.env._(
                    "You may not cancel certificates. Ask your administrator for "
                    "Certificates / User rights."
                )
            )
        if not self:
            raise UserError(
                self.env._("No certificate is selected: choose those to cancel.")
            )
        over = self.filtered(lambda each: each.state != "issued" or not each.is_kept)
        if over:
            raise UserError(
                self.env._(
                    "Only an issued certificate can be canceled. These are not: "
                    "%(numbers)s.",
                    numbers=", ".join(over.mapped("display_name")),
                )
            )

    def _cancel(self, reason):
        """Mark these certificates as no longer valid; what was sent is kept."""
        self._check_can_cancel()
        if is_blank(reason or ""):
            raise UserError(self.env._("Give a reason: it is kept on the certificate."))
        # sudo(): users only read certificates; the right and the state were checked.
        trusted(self).write(
            {
                "state": "cancelled",
                "state_reason": reason.strip(),
                "state_user_id": self.env.uid,
                "state_date": fields.Datetime.now(),
            }
        )
