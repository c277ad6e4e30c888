from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize_all

from .channels import CHANNELS

ROLES = ("to", "cc")


class CoiAdditionalInterest(models.Model):
    """Who gets the certificate of this interest, and how."""

    _inherit = "coi.additional.interest"

    channel = fields.Selection(
        CHANNELS, "Certificate By", help="Empty: as the holder gets all of them."
    )
    recipient_ids = fields.One2many(
        "coi.recipient",
        "interest_id",
        string="Recipients",
        help="Empty: those of the holder.",
    )
    # The same as texts, as lists have them.
    emails_to = fields.Char(
        "Sent To", compute="_compute_emails", inverse="_inverse_emails_to", store=True
    )
    emails_cc = fields.Char(
        "Cc", compute="_compute_emails", inverse="_inverse_emails_cc", store=True
    )

    @api.depends("recipient_ids.role", "recipient_ids.mailbox_id.email")
    def _compute_emails(self):
        for interest in self:
            for role in ROLES:
                own = interest.recipient_ids.filtered(
                    lambda each, role=role: each.role == role
                )
                emails = sorted(own.mailbox_id.mapped("email"))
                interest[f"emails_{role}"] = ", ".join(emails) or False

    def _inverse_emails_to(self):
        self._set_recipients("to")

    def _inverse_emails_cc(self):
        self._set_recipients("cc")

    def _set_recipients(self, role):
        """Let the recipients of one role be those of the text; who is in both is To."""
        wanted = {each: each._read_emails(role) for each in self}
        vals_list, gone = [], self.env["coi.recipient"]
        for interest, emails in wanted.items():
            there = {one.mailbox_id.email: one for one in interest.recipient_ids}
            for email, recipient in there.items():
                if email in emails and role == "to":
                    recipient.role = role
                elif email not in emails and recipient.role == role:
                    gone += recipient
            vals_list += [(interest, email) for email in emails if email not in there]
        gone.unlink()
        self._add_recipients(vals_list, role)

    def _read_emails(self, role):
        text = self[f"emails_{role}"] or ""
        emails = list(dict.fromkeys(email_normalize_all(text)))
        if text.strip() and not emails:
            raise ValidationError(
                self.env._('"%(text)s" is no e-mail address.', text=text)
            )
        return emails

    @api.model
    def _add_recipients(self, pairs, role):
        """:param pairs: list of (interest, address)"""
        by_company = defaultdict(list)
        for interest, email in pairs:
            by_company[interest.company_id].append((interest, email))
        mailboxes = self.env["coi.mailbox"]
        for company, some in by_company.items():
            boxes = mailboxes._find_or_create(company, [email for _each, email in some])
            self.env["coi.recipient"].create(
                [
                    {
                        "company_id": company.id,
                        "interest_id": interest.id,
                        "mailbox_id": boxes[email].id,
                        "role": role,
                    }
                    for interest, email in some
                ]
            )
