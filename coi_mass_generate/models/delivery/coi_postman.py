import logging
import smtplib
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.base.models.ir_mail_server import extract_rfc2822_addresses

from ..common.columns import fetch_sql
from ..issue.failure import raise_passing
from . import answers
from .bag import Bag
from .coi_delivery import BY_POSTMAN
from .ear import Ear
from .line import Line

_logger = logging.getLogger(__name__)

CRON = "coi_mass_generate.cron_postman"
# Runs that move by themselves, and those that are not finished.
MOVING = ("waiting", "sending")
OPEN = (*MOVING, "paused")
# The first half of the database's locks that are ours: "coi" and a P.
LOCK = 0x434F4950
# What is read of each of them.
PACKED = (
    *("sending_id", "company_id", "email", "header_to", "header_cc"),
    *("attach", "attempts", "message_id", "date_mail", "purpose"),
)
# And of a run.
RUN = ("state", "user_id", "email_from", "reply_to", "words", "trouble")
# Asked before each mail, and therefore written out.
OPEN_RUNS = f"""
    SELECT id, {", ".join(RUN)} FROM coi_sending
     WHERE pace_id = %s AND state IN {MOVING}
       AND undo_until <= %s AND is_proofread IS TRUE
     ORDER BY is_rush DESC NULLS LAST, id
"""
NEXT = f"""
    SELECT id, {", ".join(PACKED)} FROM coi_delivery
     WHERE sending_id = %s AND state IN {BY_POSTMAN}
       AND (next_try IS NULL OR next_try <= %s)
     ORDER BY sequence LIMIT 1
"""


class CoiPostman(models.AbstractModel):
    """How deliveries are handed to a mail server, one after the other.

    A delivery is marked before anything is said to the server, and that is stored: a
    worker that dies in between leaves it *unsure*, and never sends a mail twice. One
    postman serves a mail server at a time, with one session; as long as it lives it
    holds a lock that the database takes from it when it dies. Only ``_cron_run``
    commits.
    """

    _name = "coi.postman"
    _description = "Postman"

    # --------------------------------------------------------------------- cron

    @api.model
    def _cron_run(self):
        """Scheduled action: hand over what waits, while time lasts."""
        self.env["coi.runner"]._attempt(self._take_back_left)
        for pace in self._find_paces():
            self._go_to(pace)
        # What is made here leaves on the next turn, which it asks for.
        for sending in self.env["coi.digest"]._find_due():
            self.env["coi.runner"]._attempt(self.env["coi.digest"]._make_one, sending)
            self._store_progress()

    @api.model
    def _go_to(self, pace):
        """Serve a mail server, unless somebody does already; another addon may have
        somebody else do it."""
        with self._alone(pace) as is_alone:
            if is_alone:
                self._serve(pace)

    @api.model
    def _find_paces(self):
        """The servers whose runs are not finished, or were left in the middle."""
        left = self.env["coi.delivery"].search([("state", "=", "handing")])
        sendings = self.env["coi.sending"].search([("state", "in", OPEN)])
        return (sendings | left.sending_id).pace_id

    @api.model
    def _take_back_left(self):
        """What came to wait again in the moment in which its run was taken back."""
        left = self.env["coi.delivery"].search(
            [
                ("state", "in", BY_POSTMAN),
                ("sending_id.state", "in", ("done", "taken_back", "refused")),
            ]
        )
        now = fields.Datetime.now()
        left._record({"state": "taken_back", "kind": "person", "date_done": now})

    @api.model
    @contextmanager
    def _alone(self, pace):
        """Whether nobody else serves this server; nobody else does in this block.

        It is the database's session that holds the lock, beyond every commit.
        """
        key = SQL("%s, %s", LOCK, pace.id)
        [[is_alone]] = self.env.execute_query(
            SQL("SELECT pg_try_advisory_lock(%s)", key)
        )
        try:
            yield is_alone
        finally:
            if is_alone and not self.env.cr.closed:
                self.env.cr.rollback()
                self.env.execute_query(SQL("SELECT pg_advisory_unlock(%s)", key))

    @api.model
    def _serve(self, pace):
        attempt, store = self.env["coi.runner"]._attempt, self._store_progress
        # It counts as progress: the scheduler gives up a job that dies without any.
        lost = attempt(self._recover, pace) or 0
        seconds = store(lost, remaining=self._count_waiting(pace))
        for sending in self._search_unread(pace):
            attempt(sending._proofread_rest)
            seconds = store()
        bag, done = Bag(self.env["coi.letter"]), 0
        with Line(pace.server_id) as line:
            parcel = attempt(self._claim, pace, bag)
            while parcel:
                # From here on it is known that something may have been said.
                seconds, done = store(done), 1
                told = self._hand_over(parcel, line, bag)
                next_bag = bag if seconds else None
                parcel = attempt(self._turn, pace, parcel, *told, next_bag)
        store(done)
        attempt(self._wake_later, pace)
        store(remaining=0 if seconds else self._count_waiting(pace))

    @api.model
    def _store_progress(self, done=0, remaining=None):
        """Commit. Returns how many seconds are left to go on, 0 where none are."""
        return self.env["ir.cron"]._commit_progress(done, remaining=remaining)

    @api.model
    def _turn(self, pace, parcel, outcome, sent, bag):
        """Note what became of a delivery, and claim the next: stored together.

        :param bag: None where there is no time left for another
        """
        pace._read_now()
        # Its run is mostly one of them, and is read with them.
        sendings = self._search_open(pace)
        self._note(pace, parcel, outcome, sent)
        return self._claim(pace, bag, sendings) if bag else None

    @api.model
    def _recover(self, pace):
        """What a postman that is gone was handing over: nobody can say whether it
        arrived. Returns how many there were."""
        lost = self.env["coi.delivery"].search(
            [("state", "=", "handing"), ("sending_id.pace_id", "=", pace.id)]
        )
        for delivery in lost:
            outcome = answers.Outcome("unsure", "stopped")
            self._store(delivery, delivery.attempts, outcome)
        return len(lost)

    # -------------------------------------------------------------------- claim

    @api.model
    def _claim(self, pace, bag, sendings=None):
        """The next delivery, marked as being handed over, as a ``Parcel``; None where
        there is none, or the server wants no more for now.

        :param sendings: what ``_search_open`` found just now
        """
        now = fields.Datetime.now()
        if pace._find_wait():
            return None
        if sendings is None:
            sendings = self._search_open(pace)
        for sending in sendings.filtered(lambda each: each.state in MOVING):
            while delivery := self._search_next(sending, now):
                certificate_ids = delivery._take_up(now)
                if certificate_ids is not None:
                    if sending.state == "waiting":
                        sending._record({"state": "sending"})
                    return bag.pack(delivery, certificate_ids)
            sending._settle()
        return None

    @api.model
    def _search_open(self, pace):
        """The oldest first, but for small ones: nobody waits behind a large one."""
        sendings = self.env["coi.sending"]
        sendings.flush_model()
        return fetch_sql(sendings, RUN, SQL(OPEN_RUNS, pace.id, fields.Datetime.now()))

    @api.model
    def _search_unread(self, pace):
        """Runs of which it is not known whether all their mails can be written."""
        return self.env["coi.sending"].search(
            [
                ("pace_id", "=", pace.id),
                ("state", "in", MOVING),
                ("is_proofread", "=", False),
            ],
            order="id",
        )

    @api.model
    def _search_next(self, sending, now):
        deliveries = self.env["coi.delivery"]
        deliveries.flush_model()
        return fetch_sql(deliveries, PACKED, SQL(NEXT, sending.id, now))

    @api.model
    def _count_waiting(self, pace):
        return self.env["coi.delivery"].search_count(
            [("state", "in", BY_POSTMAN), ("sending_id.pace_id", "=", pace.id)]
        )

    # ---------------------------------------------------------------- hand over

    @api.model
    def _hand_over(self, parcel, line, bag):
        """Say it to the server: what became of it, and what it said and carried."""
        delivery = parcel.delivery
        try:
            content = bag.get(parcel)
            made = self.env["coi.letter"]._make(delivery, content, parcel.head)
            message, files = made
            sent = {"files": files, **self.env["coi.letter"]._tell(content)}
        except Exception as error:
            raise_passing(error)
            return self._explain(delivery, error), None
        try:
            session = line.get(parcel.email_from)
        except (OSError, smtplib.SMTPException, UserError) as error:
            line.drop()
            return self._judge_no_line(error), None
        if not session:
            env = self._get_env(parcel.sending)
            words = env._("Odoo sends no mail while it is tested or set up.")
            return answers.Outcome("queued", "server", words, answers.STOP), None
        return self._say(parcel, message, session, line), sent

    @api.model
    def _say(self, parcel, message, session, line):
        delivery = parcel.delivery
        servers = self._get_servers(parcel, message)
        with Ear(session) as ear:
            try:
                servers.send_email(message, smtp_session=session)
            except Exception as error:
                if not ear.stage and not isinstance(error, OSError):
                    # It never came to saying anything.
                    return self._explain(delivery, error)
                _logger.info("Delivery %s: %r", delivery.id, error)
            else:
                if not ear.stage:
                    return answers.Outcome("handed")
        outcome = answers.judge(ear.stage, ear.code, ear.words)
        if not ear.code or ear.code == 421:
            if ear.code == 421 and line.count > 1:
                # The server ends a session that has had its share.
                outcome = answers.Outcome("queued", then=answers.AGAIN)
            line.drop()
        return outcome

    @api.model
    def _get_servers(self, parcel, message):
        """Mail servers in a context that says to whom this goes, and answers what Odoo
        would look up in the company for every mail."""
        own = {"domain_notifications_email": parcel.sender}
        if not message["Return-Path"]:
            own["domain_bounce_address"] = parcel.email_from
        only = extract_rfc2822_addresses(parcel.email)
        servers = self.env["ir.mail_server"]
        return servers.with_context(send_validated_to=only, **own)

    @api.model
    def _judge_no_line(self, error):
        """Nobody could be reached, or we were not let in."""
        code = getattr(error, "smtp_code", 0)
        is_refused = 500 <= code < 600 or isinstance(error, UserError)
        words = " ".join(str(error).split())[:500]
        then = answers.STOP if is_refused else answers.WAIT
        return answers.Outcome("queued", "server", words, then)

    @api.model
    def _explain(self, delivery, error):
        """A mail that could not be made fails alone; the rest is in the log."""
        if isinstance(error, UserError):
            return answers.Outcome("failed", "content", str(error))
        _logger.error("Delivery %s failed", delivery.id, exc_info=error)
        words = self._get_env(delivery.sending_id)._(
            "The mail could not be made. The administrator finds the reason in the "
            "log under delivery %(id)s.",
            id=delivery.id,
        )
        return answers.Outcome("failed", "content", words)

    @api.model
    def _get_env(self, sending):
        """To speak to who sends, in that one's language."""
        return self.with_context(lang=sending.user_id.lang).env
