"""Checking a finished PDF somebody uploads, in a process that may die without harm.

It has to do what will be done with it later: its pages are put behind others.
"""

import io

from pypdf import PdfReader

from .errors import FormError
from .merged import Merged

MEGABYTE = 1 << 20
MOST_MEGABYTES = 10
# Of processor time, and what the process may allocate, interpreter included.
LIMITS = {"seconds": 10, "memory": 600}
JOB = "pdf.checked:answer"


def check(pdf, run):
    """How many pages a file has, read where it can do no harm.

    :param pdf: bytes of the file
    :param run: ``sheets.apart.run``
    :returns: int
    :raises FormError: "protected", "too_big", "too_slow", "too_much_memory" or
        "unreadable"
    """
    if len(pdf) > MOST_MEGABYTES * MEGABYTE:
        raise FormError("too_big", limit=MOST_MEGABYTES)
    facts = run(JOB, {}, pdf, LIMITS)
    if "refused" in facts:
        raise FormError(facts["refused"], **facts["detail"])
    return facts["pages"]


def answer(_request, pdf):
    """What ``check`` asks for, in the other process."""
    if PdfReader(io.BytesIO(pdf), strict=False).is_encrypted:
        return {"refused": "protected", "detail": {}}
    merged = Merged(io.BytesIO(), title="", author="", language="en-US")
    merged.add_pdf(pdf, "")
    merged.close()
    return {"pages": merged.page_count}
