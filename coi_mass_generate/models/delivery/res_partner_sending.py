from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.door import door, one
from .res_partner import USER


class ResPartner(models.Model):
    """What is sent of an insured's certificates, and what was."""

    _inherit = "res.partner"

    coi_delivery_count = fields.Integer(
        "Deliveries", compute="_compute_coi_delivery_count", groups=USER
    )

    @api.depends("coi_is_insured")
    def _compute_coi_delivery_count(self):
        deliveries = self.env["coi.delivery"]
        may = deliveries.has_access("read")
        for partner in self:
            of_insured = may and partner._origin.coi_is_insured
            partner.coi_delivery_count = of_insured and deliveries.search_count(
                partner._coi_get_deliveries_domain()
            )

    def _coi_get_deliveries_domain(self):
        # What goes to a mailbox may be of several insureds at once.
        return [("enclosure_ids.certificate_id.insured_id", "=", self._origin.id)]

    @door
    def action_coi_open_sent(self):
        """Button: what became of what was sent of this insured's certificates."""
        one(self)
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coi_mass_generate.coi_delivery_action"
        )
        return {**action, "domain": self._coi_get_deliveries_domain()}

    @door
    def action_coi_send(self):
        """Button: to whom this insured's certificates go, to be sent: those that are
        kept and valid, on a policy that has not expired."""
        one(self)
        self.check_access("read")
        certificates = self.env["coi.certificate"].search(
            [
                ("insured_id", "=", self.id),
                ("company_id", "=", self.env.company.id),
                ("is_kept", "=", True),
                ("state", "=", "issued"),
                (
                    "master_id.policy_ids.date_expiration",
                    ">=",
                    self.env["coi.policy"]._get_today(),
                ),
            ],
            order="id",
        )
        if not certificates:
            raise UserError(
                self.env._(
                    "%(insured)s has no certificate in force to send. Generate "
                    "certificates first.",
                    insured=self.display_name,
                )
            )
        return self.env["coi.send"]._open(certificates)
