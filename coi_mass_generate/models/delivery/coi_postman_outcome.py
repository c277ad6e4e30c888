from datetime import timedelta

from odoo import api, fields, models

from . import answers
from .coi_pace import get_next_day
from .envelope import get_mail_size

# After a refusal that may pass, by how often it was tried; then it is given up.
WAITS = [timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 1440)]
# After a server has said that it is too much, or does not answer at all.
QUOTA_WAIT = timedelta(minutes=5)
# A mail that met a quota lets others go first then: it may have been its receiver's.
BEHIND = timedelta(seconds=30)
# So many mails in a row that fail alike, and not for their address, stop the run.
BREAKER = 5
# What passes by itself is waited for, as nobody looks at it at night: a mail server
# that is started anew for some minutes, a quota for a day. Then a person is asked.
PATIENCE = {"server": 3, "quota": 300, "sender": 300}
ADDRESSED = ("address", "full", "size", "temporary")
# What says something of the mailbox, for the next time.
MARKED = ("address", "full")


class CoiPostman(models.AbstractModel):
    """What becomes of a delivery and of its run, by what the server said."""

    _inherit = "coi.postman"

    @api.model
    def _note(self, pace, parcel, outcome, sent):
        """Write down what became of a delivery, and how its run goes on."""
        pace._count()
        self._store(parcel.delivery, parcel.attempts, outcome, sent)
        if outcome.kind in (*MARKED, "size"):
            self._note_refusal(parcel.delivery.mailbox_id, outcome, sent)
        self._go_on(pace, parcel, outcome)

    @api.model
    def _note_refusal(self, box, outcome, sent):
        if outcome.kind == "size":
            box._note_size(get_mail_size((sent or {}).get("files") or []))
        else:
            box._note_refusal(outcome.words, fields.Datetime.now())

    @api.model
    def _store(self, delivery, attempts, outcome, sent=None):
        now = fields.Datetime.now()
        vals = {"state": outcome.state, "words": outcome.words or False}
        if outcome.state == "queued":
            vals["attempts"] = max(attempts - 1, 0)
        elif self._is_repeated(delivery, attempts, outcome):
            vals.update(state="later", next_try=now + WAITS[attempts - 1])
        else:
            # What is not tried again any more has failed.
            state = "failed" if outcome.state == "later" else outcome.state
            vals.update(state=state, kind=outcome.kind or False, date_done=now)
        if outcome.state in ("handed", "unsure"):
            vals.update(sent or {"files": False})
        delivery._record(vals)

    @api.model
    def _is_repeated(self, delivery, attempts, outcome):
        """Whether it is tried again by itself, each time later."""
        if attempts > len(WAITS):
            return False
        is_unsure = outcome.state == "unsure"
        return outcome.state == "later" or (
            is_unsure and delivery.company_id.coi_repeat_unsure
        )

    @api.model
    def _go_on(self, pace, parcel, outcome):
        sending, now = parcel.sending, fields.Datetime.now()
        if outcome.then == answers.STOP:
            sending._pause(outcome.words)
            return
        if outcome.then in (answers.WAIT, answers.DAY):
            is_day = outcome.then == answers.DAY
            until = get_next_day(now) if is_day else now + QUOTA_WAIT
            pace._wait(until, outcome.words)
            sending._record({"words": outcome.words})
            if outcome.kind != "server":
                parcel.delivery._record({"next_try": until + BEHIND})
        self._count_trouble(sending, outcome)

    @api.model
    def _count_trouble(self, sending, outcome):
        """Some that fail alike, and not for their address, are no accident."""
        trouble = outcome.kind if outcome.kind not in ADDRESSED else ""
        if not trouble:
            if sending.trouble or sending.words:
                sending._record({"trouble": False, "trouble_count": 0, "words": False})
            return
        count = sending.trouble_count + 1 if trouble == sending.trouble else 1
        sending._record({"trouble": trouble, "trouble_count": count})
        if count >= PATIENCE.get(trouble, BREAKER):
            sending._pause(self._tell_trouble(sending, count, outcome.words))

    @api.model
    def _tell_trouble(self, sending, count, words):
        return self._get_env(sending)._(
            "%(count)s mails in a row failed alike. The last words of the server: "
            "%(words)s",
            count=count,
            words=words or "–",
        )
