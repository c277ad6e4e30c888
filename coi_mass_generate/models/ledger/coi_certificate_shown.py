from odoo import api, fields, models

from ..common.grants import MARKED


class CoiCertificate(models.Model):
    """What a certificate says of the policies, as it was issued."""

    _inherit = "coi.certificate"

    coverages_shown = fields.Html(
        "Policies as Printed", compute="_compute_coverages_shown", sanitize=False
    )

    @api.depends("master_id.snapshot", "values_json")
    @api.depends_context("lang")
    def _compute_coverages_shown(self):
        """A table in the page's order, whatever the policies say by now."""
        for certificate in self:
            certificate.coverages_shown = self.env["ir.qweb"]._render(
                "coi_mass_generate.coverages_shown",
                {"coverages": certificate._get_coverages_shown()},
            )

    def _get_coverages_shown(self):
        """What is printed of each policy: the master's coverages, each with its

        ``named_limits``, (label, value) of those that have one, and its marks by kind
        of grant.
        """
        values = self._get_values()
        insurers = {
            each["letter"]: each["name"] for each in self.master_id.snapshot["insurers"]
        }
        return [
            {
                **each,
                "insurer": insurers.get(each["letter"], ""),
                "named_limits": [
                    (limit["label"], limit["value"])
                    for limit in each["limits"]
                    if limit["value"]
                ],
                **{
                    kind.key: values.get(kind.get_slot(each["key"]), "")
                    for kind in MARKED
                },
            }
            for each in self.master_id.snapshot["coverages"]
        ]
