from email.utils import make_msgid

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, email_normalize
from odoo.tools.misc import format_datetime

from ..common.door import trusted
from ..common.plural import plural
from .bag import Bag
from .coi_postman import LOCK
from .line import Line

# So many in one go, whoever asks.
MOST = 25


class CoiProof(models.AbstractModel):
    """Mails as holders would get them, to whoever is about to send them.

    They go through the mail server as all others do, at its pace, and are in no ledger:
    no holder is written to.
    """

    _name = "coi.proof"
    _description = "Proofs of Mails"

    @api.model
    def _choose(self, envelopes):
        """Numbers of those that show the most: the first, the longest, and one of each
        language and of each way to attach.

        :param envelopes: of a plan; only what is mailed counts
        """
        mails = [
            (n, each) for n, each in enumerate(envelopes) if each.state == "queued"
        ]
        if not mails:
            return []
        chosen = [mails[0][0], max(mails, key=lambda one: len(one[1].pieces))[0]]
        for name in ("lang", "attach"):
            seen = {}
            for number, each in mails:
                seen.setdefault(getattr(each, name), number)
            chosen += seen.values()
        return sorted(set(chosen))[:MOST]

    @api.model
    def _send(self, company, template, envelopes, numbers):
        """Send proofs to the user; what became of them, in words.

        :param numbers: of ``envelopes``, see ``_choose``
        :returns: pair of whether all were taken, and a text
        """
        email = self._get_own_address()
        mails = [n for n, each in enumerate(envelopes) if each.state == "queued"]
        places = {number: place for place, number in enumerate(mails, 1)}
        wanted = [number for number in numbers if number in places]
        if not wanted:
            raise UserError(self.env._("There is no mail to send a proof of."))
        pace = self._get_pace(company)
        allowed = wanted[: self._reserve(pace, min(len(wanted), MOST))]
        if not allowed:
            return False, self._say_busy(pace)
        chosen = [envelopes[number] for number in allowed]
        marks = [f"{places[number]}/{len(mails)}" for number in allowed]
        outcomes = self._hand_over(company, template, chosen, marks, email, pace)
        return self._say(outcomes, len(wanted), email)

    @api.model
    def _get_own_address(self):
        email = email_normalize(self.env.user.email or "")
        if not email:
            raise UserError(
                self.env._(
                    "You have no e-mail address to send proofs to. Enter one in your "
                    "preferences."
                )
            )
        return email

    # --------------------------------------------------------------------- pace

    @api.model
    def _get_pace(self, company):
        sender = self.env["coi.sending"]._get_sender(company)
        # sudo(): proofs count as what is handed to a server, whoever asks for them.
        return trusted(self.env["coi.pace"]).browse(sender["pace_id"])

    @api.model
    def _reserve(self, pace, wanted):
        """How many the server takes now, counted as handed over.

        They are counted first: a request that comes too late to be stored is made
        again before any mail has left. The postman keeps away until this is stored.
        """
        key = SQL("%s, %s", LOCK, pace.id)
        [[is_alone]] = self.env.execute_query(
            SQL("SELECT pg_try_advisory_xact_lock(%s)", key)
        )
        count = 0
        while is_alone and count < wanted and not pace._find_wait():
            pace._count()
            pace.flush_recordset()
            count += 1
        return count

    @api.model
    def _say_busy(self, pace):
        wait = pace._find_wait()
        if not wait:
            return self.env._(
                "Other mails are being handed to the mail server just now. Try again "
                "in a minute."
            )
        return self.env._(
            "The mail server takes no more mails before %(when)s. No proof was sent.",
            when=format_datetime(self.env, wait.replace(microsecond=0)),
        )

    # ---------------------------------------------------------------- hand over

    @api.model
    def _hand_over(self, company, template, envelopes, marks, email, pace):
        """What the server said to each."""
        drafts, outcomes = self.env["coi.mail.draft"], []
        with drafts._hold(company, template, envelopes) as deliveries:
            content = self._compose(deliveries, drafts)
            # Nobody else is named, or written to.
            own = {"email": email, "header_to": email, "header_cc": False}
            deliveries.write({**own, "date_mail": fields.Datetime.now()})
            postman = deliveries.env["coi.postman"]
            with Line(pace.server_id) as line:
                for delivery, mark in zip(deliveries, marks, strict=True):
                    subject, body, attached = content[delivery.id]
                    delivery.message_id = make_msgid("coi-proof")
                    title = self._make_title(mark, delivery, subject)
                    proof = {delivery.id: (title, body, attached)}
                    bag = Composed(postman.env["coi.letter"], proof)
                    parcel = bag.pack(delivery, delivery.certificate_ids)
                    outcome, _files = postman._hand_over(parcel, line, bag)
                    outcomes.append((outcome.state, outcome.words))
                    if outcome.state != "handed":
                        break
        return outcomes

    @api.model
    def _make_title(self, mark, delivery, subject):
        return self.env._(
            "[Proof %(mark)s → %(holder)s] %(subject)s",
            mark=mark,
            holder=delivery.holder_name,
            subject=subject,
        )

    @api.model
    def _compose(self, deliveries, drafts):
        for each in deliveries:
            if fault := drafts._find_fault(each):
                drafts._refuse(each, fault)
        return {each.id: drafts._compose(each) for each in deliveries}

    @api.model
    def _say(self, outcomes, wanted, email):
        taken = sum(state == "handed" for state, _words in outcomes)
        said = []
        if taken:
            one = self.env._(
                "1 proof was handed to the mail server for %(email)s.", email=email
            )
            many = self.env._(
                "%(count)s proofs were handed to the mail server for %(email)s.",
                count=taken,
                email=email,
            )
            said.append(plural(taken, one, many))
        state, words = outcomes[-1]
        if state != "handed":
            said.append(
                self.env._(
                    "The mail server did not take the next one: %(words)s",
                    words=words or self.env._("it does not answer."),
                )
            )
        elif taken < wanted:
            said.append(
                self.env._(
                    "The other %(count)s were not sent: that is all at once, or all "
                    "the server takes now.",
                    count=wanted - taken,
                )
            )
        return taken == wanted, " ".join(said)


class Composed(Bag):
    """What mails say and carry, where it is known already.

    :param content: as of ``coi.letter._compose``
    """

    def __init__(self, letters, content):
        super().__init__(letters)
        self._content = content

    def get(self, parcel):
        return self._content[parcel.delivery.id]
