"""Zipped: many files in one archive, written as they come.

Nothing is compressed: what the files share is compressed already. ``zipfile`` lays out
the headers and the directory; the files' bytes pass it by, for it would look at each
byte of what ten thousand files begin with ten thousand times.
"""

import zipfile
import zlib
from datetime import date

# An entry needs a date; the clock's would make equal archives differ. These are the
# first and the last year the format knows.
FIRST, LAST = date(1980, 1, 1), date(2107, 12, 31)


class Zipped:
    """An archive in the making.

    :param fileobj: binary file that can seek and tell, at its start; what files share
        is given to its ``repeat``, if it has one (``folded.Folded``)

    ``close`` finishes the archive and leaves ``fileobj`` open.
    """

    def __init__(self, fileobj):
        self._write = fileobj.write
        self._repeat = getattr(fileobj, "repeat", fileobj.write)
        self._archive = zipfile.ZipFile(fileobj, "w", zipfile.ZIP_STORED)
        self._place = 0

    def add(self, name, rest, start=b"", start_crc=0, *, day=None):
        """Add a file of the bytes ``start + rest``.

        :param name: its path in the archive, not in it yet
        :param start_crc: CRC-32 of ``start``
        :param day: the date it bears, at midnight; without one the first there is
        """
        day = min(max(day or FIRST, FIRST), LAST)
        entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
        entry.file_size = entry.compress_size = len(start) + len(rest)
        entry.external_attr = 0o600 << 16  # as zipfile has it
        entry.CRC = zlib.crc32(rest, start_crc)
        entry.header_offset = self._place
        header = entry.FileHeader(zip64=False)
        self._write(header)
        if start:
            self._repeat(start)
        self._write(rest)
        self._place += len(header) + entry.file_size
        self._archive.filelist.append(entry)

    def close(self):
        """Write what remains."""
        self._archive.start_dir = self._place
        self._archive.close()
