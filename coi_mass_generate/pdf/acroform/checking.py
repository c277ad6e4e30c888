"""Checking a file somebody uploads, in a process that may die without harm.

Reading takes up to seconds and hundreds of megabytes, and a file may be made to take
all there is.
"""

from ..build import Builder
from ..errors import FormError
from ..objects import Importer
from .reading import open_file, read_form
from .values import clean

MEGABYTE = 1 << 20
MOST_MEGABYTES = 25
# Of processor time, and what the process may allocate, interpreter included.
LIMITS = {"seconds": 10, "memory": 600}
MOST_LETTERS = 20_000
# What the letters of the stamping face take in every file.
FACE_BYTES = 18_000
REFUSALS = (
    *("password", "filling_forbidden", "xfa_only", "no_fields", "signed"),
    *("unreadable", "too_big", "too_slow", "too_much_memory"),
)
JOB = "pdf.acroform.checking:answer"


def check(pdf, run):
    """What a form has, read where it can do no harm.

    :param pdf: bytes of the file
    :param run: ``sheets.apart.run``
    :returns: dict that JSON takes: ``pages``, ``[[width, height], …]`` in pt as they
        are shown; ``fields``, of each its ``fields.Field`` as a dict, with ``short``
        and ``is_usable``; ``warnings``; ``text``, words of the first page; ``size``,
        bytes that a file on this form has at least
    :raises FormError: with one of ``REFUSALS``
    """
    if len(pdf) > MOST_MEGABYTES * MEGABYTE:
        raise FormError("too_big", limit=MOST_MEGABYTES)
    facts = run(JOB, {}, pdf, LIMITS)
    if "refused" in facts:
        raise FormError(facts["refused"], **facts["detail"])
    return facts


def answer(_request, pdf):
    """What ``check`` asks for, in the other process."""
    try:
        form = read_form(pdf)
    except FormError as error:
        return {"refused": error.code, "detail": error.detail}
    return {
        "pages": [list(sheet.box[2:]) for sheet in form.sheets],
        "fields": [_describe(field) for field in form.fields],
        "warnings": form.warnings,
        "text": _read_text(pdf),
        "size": _measure(form),
    }


def _describe(field):
    return {"short": field.short, "is_usable": field.is_usable, **field._asdict()}


def _read_text(pdf):
    """The first page's words, to tell an edition by; "" where they cannot be read."""
    try:
        return clean(open_file(pdf).pages[0].extract_text()[:MOST_LETTERS])
    except Exception:  # whatever a broken file does to the reader, it is only a help
        return ""


def _measure(form):
    """Bytes of what all files on this form begin with.

    Whatever else may be drawn is written, too: that it cannot be is known now.
    """
    builder = Builder()
    importer = Importer(builder.reserve, builder.write)
    for sheet in form.sheets:
        importer.value(sheet.drawing)
    importer.finish()
    size = FACE_BYTES + sum(map(len, builder.written))
    for thing in _get_others(form):
        importer.value(thing)
    importer.finish()
    return size


def _get_others(form):
    """Yield the groups of pages, and drawings that are not on each file's."""
    for sheet in form.sheets:
        yield sheet.group
        yield from (look.drawing for look in sheet.others)
    for looks in form.looks:
        yield from (look.drawing for look in looks.values())
