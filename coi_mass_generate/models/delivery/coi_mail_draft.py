from contextlib import closing, contextmanager
from dataclasses import replace

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from ..issue.failure import get_causes, raise_passing

# Where a link will stand: it is made when the mail leaves.
NO_LINK = "https://link.invalid/"
# So many mails are written at a time.
AT_ONCE = 200


class CoiMailDraft(models.AbstractModel):
    """Mails as they would be sent, to be looked at; nothing of them stays.

    They are written by the very code that writes them when they are sent, on rows that
    are taken back as soon as they were looked at: what a person sees is what leaves.
    """

    _name = "coi.mail.draft"
    _description = "Mails to Look At"

    @api.model
    @contextmanager
    def _hold(self, company, template, envelopes):
        """Deliveries of ``envelopes``, in their order, for as long as the block lasts.

        :param company: whose certificates these are
        :param template: ``mail.template`` which the user may read
        """
        sender = self.env["coi.sending"]._get_sender(company)
        user = self.env.user
        # As the postman, who writes them when they leave; what is shown of it is made
        # of certificates that the user may read.
        env = self.env(user=SUPERUSER_ID, context={})
        with closing(env.cr.savepoint()):
            sending = env["coi.sending"].create(
                {
                    "name": env["coi.mail.draft"]._description,
                    "company_id": company.id,
                    "user_id": user.id,
                    "template_id": template.id,
                    "undo_until": fields.Datetime.now(),
                    # What is on its way already is no obstacle to looking at it.
                    "state": "taken_back",
                    **sender,
                }
            )
            drafts = [replace(each, state="taken_back") for each in envelopes]
            emails = [each.box.email for each in envelopes if each.box]
            boxes = env["coi.mailbox"]._find(sending.company_id, emails)
            yield env["coi.delivery.plan"]._write_down(sending, drafts, boxes)

    @api.model
    def _check_all(self, deliveries):
        """Refuse mails of which any cannot be written, before one of them leaves.

        :param deliveries: of one sending, stored
        :raises UserError: which it is, why, and what to do
        """
        # As the postman, see _hold().
        deliveries = deliveries.with_env(self.env(user=SUPERUSER_ID, context={}))
        for start in range(0, len(deliveries), AT_ONCE):
            some = deliveries[start : start + AT_ONCE]
            if self._find_fault(some):
                faults = ((each, self._find_fault(each)) for each in some)
                self._refuse(*next(each for each in faults if each[1]))

    @api.model
    def _find_fault(self, deliveries):
        """Why these cannot be written; "" where all of them can."""
        try:
            with self.env.cr.savepoint():
                subjects, _bodies = self._render(deliveries)
        except Exception as error:
            raise_passing(error)
            # The first cause says it; Odoo wraps it into the whole template.
            *_others, first = get_causes(error)
            return f"{type(first).__name__}: {first}"[:300]
        if not all(str(text or "").strip() for text in subjects.values()):
            return self.env._("It has no subject.")
        return ""

    @api.model
    def _render(self, deliveries):
        """Subjects and bodies by id; those with a link have one that opens nothing."""
        letters, told = deliveries.env["coi.letter"], [{}, {}]
        linked = deliveries.filtered(lambda each: each.attach == "link")
        for some, link in ((deliveries - linked, ""), (linked, NO_LINK)):
            if some:
                for known, new in zip(told, letters._render(some, link), strict=True):
                    known.update(new)
        return told

    @api.model
    def _compose(self, delivery):
        """What one mail says and carries, see ``coi.letter._compose``."""
        link = NO_LINK if delivery.attach == "link" else ""
        return delivery.env["coi.letter"]._compose(delivery, link)[delivery.id]

    @api.model
    def _refuse(self, delivery, fault):
        raise UserError(
            self.env._(
                'Nothing was sent: with the template "%(template)s", the mail to '
                "%(email)s (%(holder)s) cannot be written. %(fault)s\nChoose another "
                "template, or have this one corrected.",
                template=delivery.sending_id.template_id.with_env(self.env).name,
                email=delivery.email,
                holder=delivery.holder_name,
                fault=fault,
            )
        )
