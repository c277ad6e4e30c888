from odoo import api, fields, models


class CoiDelivery(models.Model):
    """Why an envelope is to be looked at, and what is done about it, in plain words."""

    _inherit = "coi.delivery"

    reason = fields.Char("What Happened", compute="_compute_reason")
    advice = fields.Char("What to Do", compute="_compute_reason")

    @api.depends("state", "kind", "channel", "is_answer_open", "answer", "answer_text")
    @api.depends_context("lang")
    def _compute_reason(self):
        reasons, advices = self._get_reasons(), self._get_advices()
        for delivery in self:
            key = delivery._get_reason_key()
            delivery.reason = delivery._say_reason(reasons.get(key, ""))
            delivery.advice = advices.get(key, "")

    def _get_reason_key(self):
        if self.is_answer_open:
            return self.answer
        if self.state in ("to_print", "to_upload"):
            return self.state
        if self.kind == "missing" and self.channel == "print":
            return "no_address"
        return self.kind if self.state in ("failed", "bounced", "unsure") else ""

    def _say_reason(self, reason):
        if self.is_answer_open and self.answer_text:
            return f'{reason} "{self.answer_text}"'
        if self.state != "bounced":
            return reason
        if self.is_probable:
            return self.env._("Probably came back. %(reason)s", reason=reason)
        return self.env._("It came back. %(reason)s", reason=reason)

    @api.model
    def _get_reasons(self):
        """By kind of failure, and by what is to be done by hand."""
        return {
            "missing": self.env._("The holder has no e-mail address."),
            "no_address": self.env._("The holder has no postal address."),
            "marked": self.env._("This mailbox is set to: Never write to it."),
            "address": self.env._("Their server does not know this address."),
            "full": self.env._("Their mailbox is full."),
            "blocked": self.env._("Their server refuses mails from ours."),
            "size": self.env._("The mail is too large for their server."),
            "temporary": self.env._("Their server did not take it for days."),
            "content": self.env._("The mail could not be made."),
            "silence": self.env._("Their server did not say whether it took the mail."),
            "stopped": self.env._("Our server stopped while it handed the mail over."),
            "to_print": self.env._("To be printed and mailed."),
            "to_upload": self.env._("To be uploaded to their portal."),
            "wrong": self.env._("They say: name or address is wrong."),
            "unneeded": self.env._("They say: no longer needed."),
        }

    @api.model
    def _get_advices(self):
        unsure = self.env._(
            "Send it again: receivers that have it already mostly drop it. Or ask "
            "them, and say that it arrived."
        )
        return {
            "missing": self.env._("Enter an address, or print it."),
            "no_address": self.env._("Enter the address in the holder's form."),
            "marked": self.env._("Give another address, or print it."),
            "address": self.env._(
                "Correct the address: mostly it is a typing error, or the person left."
            ),
            "full": self.env._("Try again in a few days, or give another address."),
            "blocked": self.env._(
                "Send a link instead of files, or print it. Show your administrator "
                "what their server said."
            ),
            "size": self.env._("Send several smaller mails, or a link."),
            "temporary": self.env._("Check the address, then try again."),
            "content": self.env._(
                "Try again. If it fails again, show your administrator what is said "
                "here."
            ),
            "silence": unsure,
            "stopped": unsure,
            "to_print": self.env._(
                "Choose it, click Print Pack, and afterwards Printed."
            ),
            "to_upload": self.env._("Open it, upload the file, and click Uploaded."),
            "wrong": self.env._("Accept it and correct the holder, or decline."),
            "unneeded": self.env._("Accept it and end the interest, or decline."),
        }
