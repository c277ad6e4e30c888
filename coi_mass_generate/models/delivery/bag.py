"""Mails a postman makes ahead: what they share is read and compiled once for them."""

from ..issue.failure import raise_passing
from .ir_qweb import Compiled
from .parcel import Parcel

# So many at a time, and so many certificates in them: they wait in memory.
MAILS, CERTIFICATES = 50, 100


class Bag:
    """What the next mails of a run say and carry, until they are handed over.

    Nothing here decides whether a mail leaves: one of which anything was left out
    meanwhile is made anew.

    :param letters: ``coi.letter``
    """

    def __init__(self, letters):
        # Compiled once for all of them.
        self._letters = letters.with_context(coi_compiled=Compiled())
        self._made, self._known = {}, {}

    def pack(self, delivery, certificate_ids):
        """A ``Parcel`` of what was just marked."""
        company, sending = delivery.company_id, delivery.sending_id
        if company.id not in self._known:
            self._known[company.id] = self._letters._get_company_addresses(company)
        bounce, sender = self._known[company.id]
        return Parcel(
            delivery=delivery,
            sending=sending,
            attempts=delivery.attempts,
            email=delivery.email,
            email_from=sending.email_from,
            certificate_ids=certificate_ids,
            sender=sender or sending.email_from,
            head=self._letters._get_head(delivery, bounce),
            link=delivery._make_link(),
        )

    def get(self, parcel):
        """The content of a parcel (``coi.letter._compose``).

        :raises UserError: where what is stored does not give what was issued
        """
        delivery = parcel.delivery
        if parcel.link:
            return self._letters._compose(delivery, parcel.link)[delivery.id]
        key = delivery.id, parcel.certificate_ids
        if key not in self._made:
            self._made = self._make(delivery)
        return self._made.pop(key)

    def _make(self, delivery):
        ahead = self._choose(delivery)
        try:
            made = self._compose(ahead)
        except Exception as error:
            raise_passing(error)
            # One of them cannot be made, and fails alone when it is its turn.
            ahead, made = delivery, self._compose(delivery)
        return {self._get_key(each): made[each.id] for each in ahead}

    def _compose(self, deliveries):
        with self._letters.env.cr.savepoint():
            return self._letters._compose(deliveries)

    def _choose(self, delivery):
        """``delivery`` and those that come after it, as far as they are small."""
        chosen, count = delivery, len(delivery.certificate_ids)
        for each in delivery._search_following(MAILS - 1):
            count += len(each.certificate_ids)
            if count > CERTIFICATES:
                break
            chosen += each
        return chosen

    def _get_key(self, delivery):
        return delivery.id, tuple(sorted(delivery.certificate_ids.ids))
