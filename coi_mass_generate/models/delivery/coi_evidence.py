from odoo import api, models


class CoiEvidence(models.AbstractModel):
    """To whom the certificates of a batch went, and what is known of each envelope."""

    _inherit = "coi.evidence"

    @api.model
    def _get_sections(self, batch):
        enclosures = self.env["coi.enclosure"].search(
            [("certificate_id", "in", self._get_made_ids(batch))]
        )
        if not enclosures:
            return super()._get_sections(batch)
        rows = [self._get_delivery_row(each) for each in enclosures]
        section = (self.env._("Deliveries"), self._get_delivery_labels(), rows)
        return [*super()._get_sections(batch), section]

    @api.model
    def _get_made_ids(self, batch):
        return self.env["coi.certificate"].search([("batch_id", "=", batch.id)]).ids

    @api.model
    def _get_delivery_labels(self):
        return {
            "certificate": self.env._("Certificate"),
            "holder": self.env._("Certificate holder"),
            "to": self.env._("To"),
            "purpose": self.env._("What it is"),
            "channel": self.env._("Certificate by"),
            "state": self.env._("What became of it"),
            "kind": self.env._("Why"),
            "date": self.env._("Since"),
            "left_out": self.env._("Left out"),
            "user": self.env._("Sent by"),
            "asked": self.env._("Sending requested on"),
            "noted": self.env._("Noted by"),
            "attempts": self.env._("Attempts"),
            "mailed": self.env._("Date of the mail"),
            "message_id": "Message-ID",
            "words": self.env._("Server's words"),
            "late": self.env._("Said to be late"),
            "bounced": self.env._("Bounced on"),
            "answer": self.env._("Answer"),
            "answered": self.env._("Answered on"),
            "subject": self.env._("Subject"),
            "text_sha256": self.env._("SHA-256 of the text"),
            "files": self.env._("Files and their SHA-256"),
        }

    @api.model
    def _get_delivery_row(self, enclosure):
        delivery, certificate = enclosure.delivery_id, enclosure.certificate_id
        said = (self._get_label(delivery, "answer"), delivery.answer_text)
        return {
            "certificate": certificate._get_full_number(),
            "holder": certificate.holder_name or "",
            "to": delivery.email or delivery.address or "",
            "purpose": self._get_label(delivery, "purpose"),
            "channel": self._get_label(delivery, "channel"),
            "state": self._get_label(delivery, "state"),
            "kind": self._get_label(delivery, "kind"),
            "date": self._get_time(delivery.date_done),
            "left_out": self._get_label(enclosure, "left_out"),
            "user": delivery.sending_id.user_id.name,
            "asked": self._get_time(delivery.sending_id.create_date),
            "noted": delivery.user_id.name or "",
            "attempts": delivery.attempts,
            "mailed": self._get_time(delivery.date_mail),
            "message_id": delivery.message_id or "",
            "words": delivery.words or "",
            "late": delivery.late_words or "",
            "bounced": self._get_time(delivery.date_bounced),
            "answer": ": ".join(filter(None, said)),
            "answered": self._get_time(delivery.answer_date),
            "subject": delivery.sent_subject or "",
            "text_sha256": delivery.sent_sha256 or "",
            "files": "\n".join(
                f"{each['name']}: {each['sha256']}" for each in delivery.files or []
            ),
        }
