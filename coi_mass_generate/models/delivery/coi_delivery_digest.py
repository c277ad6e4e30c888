from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ...sheets.export import write_csv
from ..common.plural import plural

# So many lines stand in a mail (its template says so, too); of more there is a file
# with all of them.
SHOWN = 300
SENT = ("handed", "printed", "uploaded")
OPEN = ("to_print", "to_upload", "queued", "later", "handing")
DIGEST = "coi_mass_generate.mail_template_digest"


class CoiDelivery(models.Model):
    """A report to an insured: what it says, line by line, as it was then."""

    _inherit = "coi.delivery"

    purpose = fields.Selection(
        [("certificates", "Certificates"), ("digest", "Report to the insured")],
        required=True,
        readonly=True,
        default="certificates",
    )
    is_correction = fields.Boolean(
        readonly=True, help="It says what is different since the report before."
    )
    digest_lines = fields.Json(
        readonly=True, prefetch=False, help="What was known when the report was made."
    )
    digest_rows = fields.Json(
        compute="_compute_digest_rows",
        help="The same to be read: what was not sent comes first.",
    )
    digest_counts = fields.Json(compute="_compute_digest_rows")

    @api.depends("digest_lines")
    @api.depends_context("lang")
    def _compute_digest_rows(self):
        words = self._get_digest_words()
        channels = dict(self._fields["channel"]._description_selection(self.env))
        for delivery in self:
            lines = sorted(
                delivery.digest_lines or [],
                key=lambda line: (self._get_digest_rank(line), line["holder"]),
            )
            rows = [delivery._get_digest_row(line, words, channels) for line in lines]
            ranks = [self._get_digest_rank(line) for line in lines]
            delivery.digest_rows = rows
            delivery.digest_counts = {
                "all": len(rows),
                "sent": ranks.count(2),
                "open": ranks.count(1),
                "not_sent": ranks.count(0),
                "more": max(len(rows) - SHOWN, 0),
            }

    @api.model
    def _get_digest_rank(self, line):
        """0: it has not left, 1: it will, 2: it has."""
        return 2 if line["state"] in SENT else 1 if line["state"] in OPEN else 0

    def _get_digest_row(self, line, words, channels):
        key = line["kind"] if line["kind"] in words else line["state"]
        if self._get_digest_rank(line):
            key = line["state"]
        return {
            "holder": line["holder"],
            "project": line["project"],
            "number": line["number"],
            "how": line["to"] or self._say_digest_way(line, channels),
            "said": words.get(key, words["failed"]),
            "date": self._say_digest_date(line["date"]),
        }

    @api.model
    def _say_digest_way(self, line, channels):
        """What goes by mail, and has no address, goes nowhere."""
        is_nowhere = line["channel"] in ("mail", "none")
        return "" if is_nowhere else channels.get(line["channel"], "")

    def _say_digest_date(self, date):
        """As the reader writes it, in the time of whoever has sent."""
        if not date:
            return ""
        zone = self.sending_id.user_id.tz or "UTC"
        moment = fields.Datetime.to_datetime(date)
        return format_datetime(self.env, moment, tz=zone, dt_format="short")

    @api.model
    def _get_digest_words(self):
        """What an insured is told, by state and by kind of failure."""
        return {
            "handed": self.env._("Sent"),
            "printed": self.env._("Sent"),
            "uploaded": self.env._("Uploaded to their portal"),
            "to_print": self.env._("Will go by mail"),
            "to_upload": self.env._("Will be uploaded to their portal"),
            "queued": self.env._("Is on its way"),
            "handing": self.env._("Is on its way"),
            "later": self.env._("Is on its way"),
            "unsure": self.env._("Sent; not known whether it arrived"),
            "silence": self.env._("Sent; not known whether it arrived"),
            "stopped": self.env._("Sent; not known whether it arrived"),
            "bounced": self.env._("Not sent: it came back"),
            "failed": self.env._("Not sent: it could not be delivered"),
            "nobody": self.env._("Not sent, as agreed"),
            "taken_back": self.env._("Not sent: it was taken back"),
            "missing": self.env._("Not sent: we have no address"),
            "address": self.env._("Not sent: the address is unknown there"),
            "full": self.env._("Not sent: the mailbox is full"),
            "outdated": self.env._("Not sent: no longer valid"),
        }

    @api.depends("purpose", "digest_lines", "is_correction")
    def _compute_subject(self):
        others = self.filtered(lambda each: each.purpose != "digest")
        for delivery in self - others:
            counts = delivery.digest_counts
            told = {"insured": delivery.insured_id.name or "", **counts}
            if delivery.is_correction:
                delivery.subject = self.env._(
                    "Correction: certificates of insurance of %(insured)s", **told
                )
                continue
            delivery.subject = plural(
                counts["sent"],
                self.env._("1 certificate of insurance sent: %(insured)s", **told),
                self.env._(
                    "%(sent)s certificates of insurance sent: %(insured)s", **told
                ),
            )
        return super(CoiDelivery, others)._compute_subject()

    def _get_template(self):
        return DIGEST if self.purpose == "digest" else super()._get_template()

    def _get_concerned(self):
        if self.purpose == "digest":
            return self.env["coi.additional.interest"], self.insured_id
        return super()._get_concerned()

    def _check_way(self, way):
        """What tells an insured of certificates is one mail, and no post."""
        if way in ("print", "split") and "digest" in self.mapped("purpose"):
            raise UserError(
                self.env._(
                    "A report to an insured is one mail. Give another address, or send "
                    "a link."
                )
            )
        return super()._check_way(way)

    def _attach_digest_list(self):
        """All lines as a file, where they are too many for a mail."""
        if self.purpose != "digest" or not self.digest_counts["more"]:
            return []
        titles = [
            self.env._("Holder"),
            self.env._("Project"),
            self.env._("Certificate"),
            self.env._("Sent to"),
            self.env._("What became of it"),
            self.env._("When"),
        ]
        content = write_csv([titles, *(row.values() for row in self.digest_rows)])
        return [(f"{self.env._('List')}.csv", content, "text/csv")]
