from datetime import timedelta

from odoo import api, fields, models

from ..common.door import trusted
from .coi_delivery import BY_POSTMAN
from .coi_postman import CRON, MOVING


class CoiPostman(models.AbstractModel):
    """When the postman looks again."""

    _inherit = "coi.postman"

    @api.model
    def _wake(self, at=None):
        """Let the scheduled action start then; as soon as this is stored without."""
        # sudo(): asking for one's mails to leave is no access to the scheduler.
        cron = self.env.ref(CRON, raise_if_not_found=False)
        if cron:
            trusted(cron)._trigger(at)

    @api.model
    def _wake_later(self, pace):
        """Let it start again when there will be something to hand over."""
        now = fields.Datetime.now()
        moments = [self._find_leaving(pace, now), self._find_try(pace, now)]
        if self._search_unread(pace):
            moments.append(now)
        if self._search_due(pace, now):
            moments.append(pace._find_wait() or now)
        if moments := list(filter(None, moments)):
            # The scheduler knows whole seconds.
            self._wake(min(moments).replace(microsecond=0) + timedelta(seconds=1))

    @api.model
    def _find_leaving(self, pace, now):
        """When the next run can no longer be taken back."""
        return (
            self.env["coi.sending"]
            .search_fetch(
                [
                    ("pace_id", "=", pace.id),
                    ("state", "in", MOVING),
                    ("undo_until", ">", now),
                ],
                ["undo_until"],
                order="undo_until",
                limit=1,
            )
            .undo_until
        )

    @api.model
    def _find_try(self, pace, now):
        """When the next mail is tried again."""
        return (
            self.env["coi.delivery"]
            .search_fetch(
                [
                    ("sending_id.pace_id", "=", pace.id),
                    ("sending_id.state", "in", MOVING),
                    ("state", "in", BY_POSTMAN),
                    ("next_try", ">", now),
                ],
                ["next_try"],
                order="next_try",
                limit=1,
            )
            .next_try
        )

    @api.model
    def _search_due(self, pace, now):
        """What could be handed over just now, did the server want it."""
        sendings = self._search_open(pace)
        return any(self._search_next(sending, now) for sending in sendings)
