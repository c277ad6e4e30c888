from odoo import api, fields, models


class CoiEvidence(models.AbstractModel):
    """Which renewal had a batch made, and who accepted what in its review."""

    _inherit = "coi.evidence"

    @api.model
    def _get_request(self, batch):
        rows = super()._get_request(batch)
        if batch.renewal_id:
            rows.append([self.env._("Renewal"), batch.renewal_id.display_name])
        return rows

    @api.model
    def _get_sections(self, batch):
        sections = super()._get_sections(batch)
        if not batch.accepted:
            return sections
        titles = self.env["coi.renewal.consent"]._get_titles()
        rows = [
            {
                "kind": titles.get(each["kind"], each["kind"]),
                "count": each["count"],
                "user": each["user"],
                "date": self._get_time(fields.Datetime.to_datetime(each["date"])),
            }
            for each in batch.accepted
        ]
        title = self.env._("Accepted in the review")
        return [(title, self._get_accepted_labels(), rows), *sections]

    @api.model
    def _get_accepted_labels(self):
        return {
            "kind": self.env._("Kind of warning"),
            "count": self.env._("Holders"),
            "user": self.env._("Accepted by"),
            "date": self.env._("Accepted on"),
        }
