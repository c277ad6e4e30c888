"""Reads a file in a process of its own, which may die without harm."""

from .. import apart
from .book import Book
from .limits import MEGABYTE, Limits
from .refused import Refused

JOB = "sheets.read.kinds:answer"


def read_safely(content, filename="", *, sheet=None, limits=None):
    """Read one sheet of a spreadsheet file.

    :param content: bytes of the file
    :param filename: only a hint; what the file is, its content says
    :param sheet: name of the sheet to read; None picks the first that looks like a list
    :returns: ``Book``
    :raises Refused: and nothing else
    """
    limits = limits or Limits()
    # Marks of encodings and of an end are no text.
    if not content.strip(b"\0 \t\r\n\x1a\xef\xbb\xbf\xff\xfe"):
        raise Refused("empty")
    if len(content) > limits.megabytes * MEGABYTE:
        raise Refused("too_big", limit=limits.megabytes)
    request = {"filename": filename, "sheet": sheet, "limits": limits.as_dict()}
    process = {"seconds": limits.seconds, "memory": limits.memory}
    answer = apart.run(JOB, request, content, process)
    if "refused" in answer:
        raise Refused(answer["refused"], **answer["detail"])
    return Book.from_json(answer)
