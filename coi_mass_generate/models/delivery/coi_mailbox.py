from math import ceil

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize

MAX_MB = 100
# What a mailbox takes of which nobody has said anything: most relays take this.
USUAL_MB = 10
# A mail with more files than these is read by nobody.
MANY = 5


class CoiMailbox(models.Model):
    """What is known of one address: many holders may share it, each of them an LLC."""

    _name = "coi.mailbox"
    _inherit = ["coi.bulk"]
    _description = "Mailbox"
    _order = "email"
    _rec_name = "email"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    email = fields.Char("E-mail", required=True)
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        "Language",
        help="Of what is written to it; empty: the holder's.",
    )
    bundling = fields.Selection(
        [("together", "All in one mail"), ("each", "One mail each")],
        "Certificates",
        required=True,
        default="together",
        help="A service that files what it gets mostly wants one mail each.",
    )
    is_across = fields.Boolean(
        "Insureds Together",
        help="Certificates of different insureds come in one mail, too.",
    )
    attach = fields.Selection(
        [
            ("auto", "As fits: of many one combined PDF"),
            ("single", "Individual PDFs"),
            ("combined", "One combined PDF"),
            ("zip", "A zip file"),
            ("link", "A link to download them"),
        ],
        "Attached As",
        required=True,
        default="auto",
    )
    max_mb = fields.Integer(
        "At Most (MB)",
        default=USUAL_MB,
        help="Larger mails are split. Many servers take no more than 10.",
    )
    state = fields.Selection(
        [("ok", "In use"), ("bounced", "Bounced"), ("blocked", "Never write to it")],
        required=True,
        default="ok",
    )
    last_bounce_date = fields.Datetime("Last Bounced On", readonly=True)
    last_words = fields.Char(
        "Last Refusal", readonly=True, help="What its server said, word by word."
    )
    note = fields.Text()

    # The database's own: one in Python would keep them from being made by thousands.
    _max_mb_in_range = models.Constraint(
        f"CHECK (max_mb BETWEEN 1 AND {MAX_MB})",
        f"At Most (MB): choose a number from 1 to {MAX_MB}.",
    )
    _email_once = models.UniqueIndex(
        "(company_id, email)", "There is a mailbox with this e-mail address already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._normalize(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._normalize(vals))

    @api.model
    def _normalize(self, vals):
        """One address, written as it is compared."""
        if "email" not in vals:
            return vals
        email = email_normalize(vals["email"])
        if not email:
            raise ValidationError(
                self.env._(
                    '"%(text)s" is no e-mail address. Give a single one, as in '
                    "certificates@holder.example.",
                    text=vals["email"] or "",
                )
            )
        return {**vals, "email": email}

    @api.model
    def _has_heir(self, method, names):
        if method != "create":
            return super()._has_heir(method, names)
        # What is computed elsewhere of an address is so for who refers to its mailbox,
        # and nobody refers to a new one.
        return (
            self._is_overridden(method)
            or self._is_constrained(names)
            or any(field.store and field.compute for field in self._fields.values())
        )

    @api.model
    def _find_or_create(self, company, emails):
        """``{address: mailbox}``, in the same number of queries for any number.

        :param emails: normalized ones
        """
        known = self._find(company, emails)
        missing = [email for email in emails if email not in known]
        self._create_bulk(
            [{"email": email} for email in dict.fromkeys(missing)],
            {"company_id": company.id},
        )
        return {**known, **self._find(company, missing)} if missing else known

    @api.model
    def _find(self, company, emails):
        boxes = self.search([("company_id", "=", company.id), ("email", "in", emails)])
        return {box.email: box for box in boxes}

    def _note_refusal(self, words, now):
        """Its server has sent something back."""
        for box in self:
            state = "bounced" if box.state == "ok" else box.state
            box.write({"state": state, "last_bounce_date": now, "last_words": words})

    def _note_size(self, size):
        """Its server took no mail of so many bytes: the next ones are split sooner."""
        most = max(1, ceil(size / 1_000_000) - 1)
        for box in self:
            if most < (box.max_mb or MAX_MB):
                box.max_mb = most
