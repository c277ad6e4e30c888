"""Mails a postman makes ahead: what they share is read and compiled once for them."""

from ..issue.failure import raise_passing

# So many at a time, and so many certificates in them: they wait in memory.
MAILS, CERTIFICATES = 20, 60


class Bag:
    """What the next mails of a run say and carry, until they are handed over.

    Nothing here decides whether a mail leaves: one of which anything was left out
    meanwhile is made anew.

    :param letters: ``coi.letter``
    """

    def __init__(self, letters):
        self._letters, self._made = letters, {}

    def get(self, delivery, link):
        """The content of ``delivery`` (``coi.letter._compose``).

        :raises UserError: where what is stored does not give what was issued
        """
        if link:
            return self._letters._compose(delivery, link)[delivery.id]
        key = self._get_key(delivery)
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
        return delivery.id, tuple(delivery.certificate_ids.ids)
