"""Files stamped a moment ago, for the download that follows at once."""

import threading

LIMIT = 32 << 20  # bytes, of all that are kept


class Recent:
    """Keeps stamped files until they are taken, the oldest making room for new ones.

    A file is known by all that decides its bytes: what is taken is what stamping the
    same again would give.
    """

    def __init__(self, limit=LIMIT):
        self._limit, self._size = limit, 0
        self._files = {}
        self._lock = threading.Lock()

    def keep(self, head, stamp, stamped):
        """
        :param head: ``head.Head``
        :param stamp: str, pages and title, as they are stored
        :param stamped: the ``stamp.Stamped`` of them
        """
        with self._lock:
            self._drop((head.digest, stamp))
            self._files[head.digest, stamp] = stamped
            self._size += _weigh(stamp, stamped)
            while self._size > self._limit:
                self._drop(next(iter(self._files)))

    def take(self, head, stamp):
        """The file, which is not kept any longer; None if it is not there."""
        with self._lock:
            return self._drop((head.digest, stamp))

    def _drop(self, key):
        stamped = self._files.pop(key, None)
        if stamped:
            self._size -= _weigh(key[1], stamped)
        return stamped


def _weigh(stamp, stamped):
    # The page's contents are in ``rest`` once more; what all share is not counted.
    return len(stamp) + 2 * len(stamped.rest)
