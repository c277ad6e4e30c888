"""Folded: a file of which some parts come again and again, kept on disk without them.

Ten thousand certificates of one insured begin with the same forty thousand bytes: to
write them out, and read them again for whoever downloads them, takes longer than all
the rest of the way.
"""

import tempfile

_BUFFER = 1 << 20  # bytes gathered before they are written


class Folded:
    """A binary file that is written once, then read once.

    To whoever writes it looks like any other: ``write``, ``flush``, ``tell``, and
    ``seek`` to where it stands. ``size`` is that of the whole.
    """

    def __init__(self):
        # Closed by close(), at the latest with this object.
        self._file = tempfile.TemporaryFile(buffering=_BUFFER, prefix="coi-")
        self._folds = []  # of (bytes of its own before it, repeated part)
        self._own = 0  # bytes of its own since the last fold
        self.size = 0

    def write(self, data):
        self._own += len(data)
        self.size += len(data)
        return self._file.write(data)

    def repeat(self, part):
        """Write ``part``, bytes that others hold anyway."""
        self._folds.append((self._own, part))
        self._own = 0
        self.size += len(part)

    def flush(self):
        self._file.flush()

    def tell(self):
        return self.size

    def seek(self, offset):
        if offset != self.size:
            raise OSError("A folded file is written from its start to its end")
        return offset

    def read_parts(self, size):
        """All bytes in their order, in parts of ``size`` or little more."""
        gathered, length = [], 0
        for part in self._iter_parts(size):
            gathered.append(part)
            length += len(part)
            if length >= size:
                yield b"".join(gathered)
                gathered, length = [], 0
        yield b"".join(gathered)

    def _iter_parts(self, size):
        self._file.seek(0)
        for own, part in [*self._folds, (self._own, b"")]:
            while own:
                data = self._file.read(min(own, size))
                if not data:
                    raise OSError("A folded file ends too early")
                own -= len(data)
                yield data
            yield part

    def close(self):
        self._file.close()
