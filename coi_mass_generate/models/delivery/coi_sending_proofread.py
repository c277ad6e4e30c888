from odoo import fields, models
from odoo.exceptions import UserError

from ..common.door import trusted
from .coi_delivery import BY_POSTMAN
from .coi_mail_draft import AT_ONCE

# So many mails are written for trial in the click, which takes a few seconds.
IN_CLICK = 1000


class CoiSending(models.Model):
    """No mail of a run leaves before it is known that all of them can be written.

    Of a large run that is found out in the background: as soon as the run is stored,
    mostly while it can still be taken back, and in any case before its first mail.
    """

    _inherit = "coi.sending"

    is_proofread = fields.Boolean(
        readonly=True, help="All of its mails could be written."
    )

    def _proofread_first(self, mails, envelopes):
        """In the click: all, or of too many those that show the most.

        :param mails: the deliveries of ``envelopes`` that are mailed
        :raises UserError: where any of them cannot be written
        """
        drafts = self.env["coi.mail.draft"]
        if len(mails) <= IN_CLICK:
            drafts._check_all(mails)
            self._record({"is_proofread": True})
            return
        numbers = {number + 1 for number in self.env["coi.proof"]._choose(envelopes)}
        drafts._check_all(mails.filtered(lambda each: each.sequence in numbers))

    def _proofread_rest(self):
        """All of it in the background: what cannot be written pauses the run, with
        nothing of it handed over."""
        # As who sent it will read it.
        run = self.with_context(lang=self.user_id.lang)
        # sudo(): the postman's.
        mails = trusted(self.env["coi.delivery"]).search(
            [("sending_id", "=", self.id), ("state", "in", BY_POSTMAN)],
            order="sequence",
        )
        try:
            for start in range(0, len(mails), AT_ONCE):
                some = mails.browse(mails.ids[start : start + AT_ONCE])
                run.env["coi.mail.draft"]._check_all(some)
                # What was read for thousands of mails would stay in memory.
                self.env.invalidate_all()
        except UserError as error:
            words = " ".join(str(error).split())
            run._pause(words)
            run._tell(self.user_id, words, "danger")
        else:
            self._record({"is_proofread": True})

    def _wake_postman(self):
        """When it can no longer be taken back; and now, where there is to proofread."""
        postman = self.env["coi.postman"]
        if not self.is_proofread:
            postman._wake()
        postman._wake(self.undo_until)
