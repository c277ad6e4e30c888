"""Whole pages: certificates that were drawn complete, many in one document.

What the stamping face cannot draw is drawn by the page renderer itself, several
certificates to a call. Here such a document is cut into its certificates, and never on
trust: every page must carry the number of the certificate it is given to.

On a form that is not the page renderer's own it draws no more than the texts, which are
laid over the form.
"""

import io
from typing import NamedTuple

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from . import content
from .drawing import make_drawing
from .errors import PdfError
from .master import FILLS, fills, page_content

_WHITE = (1.0, 1.0, 1.0)
_OVER = "/CoiOver"


class Part(NamedTuple):
    """One certificate of a document: its number, pages it must have, and title."""

    number: str
    page_count: int
    title: str


class PartsDoNotMatchError(PdfError):
    """A page does not belong to the certificate its turn says it belongs to."""


def split(data, parts, *, author, language):
    """Cut a document into single files.

    :param data: bytes, a PDF with the pages of all ``parts`` in their order
    :param parts: list of ``Part``
    :param author: str, of the files: the agency
    :param language: str, BCP 47 tag
    :returns: list of bytes, one for each part
    :raises PartsDoNotMatchError: the pages are not those of the parts; nothing is
        returned then
    """
    pages = PdfReader(io.BytesIO(data)).pages
    if len(pages) != sum(part.page_count for part in parts):
        raise PartsDoNotMatchError(f"{len(pages)} pages for {len(parts)} certificates")
    files, start = [], 0
    for part in parts:
        own = pages[start : start + part.page_count]
        start += part.page_count
        _check_number(own, part.number)
        files.append(_write(own, part.title, author, language))
    return files


def _check_number(pages, number):
    wanted = _squeeze(number)
    for page in pages:
        if wanted not in _squeeze(page.extract_text()):
            raise PartsDoNotMatchError(f"A page does not say {number}")


def _squeeze(text):
    return "".join(text.split())


def _write(pages, title, author, language):
    writer = PdfWriter()
    for page in pages:
        writer.add_page(page)
    writer.add_metadata({"/Title": title, "/Author": author})
    writer._root_object[NameObject("/Lang")] = TextStringObject(language)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def overlaid(base, drawn):
    """Pages with what the page renderer drew laid over them, without its white paper.

    :param base: bytes, a PDF
    :param drawn: bytes, a PDF of as many pages, each of the size of the one under it
    :returns: bytes
    :raises PartsDoNotMatchError: they have not as many pages
    """
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(base)))
    over = PdfReader(io.BytesIO(drawn)).pages
    if len(over) != len(writer.pages):
        raise PartsDoNotMatchError(f"{len(over)} pages over {len(writer.pages)}")
    for page, texts in zip(writer.pages, over, strict=True):
        _lay_over(writer, page, texts)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _lay_over(writer, page, texts):
    resources = texts["/Resources"].clone(writer)
    box = tuple(map(float, texts.mediabox))
    shown = make_drawing(_without_paper(page_content(texts)), resources, box)
    _add_drawing(page, writer._add_object(shown))
    contents = page["/Contents"]
    parts = (
        contents if isinstance(contents, ArrayObject) else [page.raw_get("/Contents")]
    )
    before, after = StreamObject(), StreamObject()
    before.set_data(b"q")
    after.set_data(f"Q q {_OVER} Do Q".encode())
    ends = writer._add_object(before), writer._add_object(after)
    page[NameObject("/Contents")] = ArrayObject([ends[0], *parts, ends[1]])


def _add_drawing(page, reference):
    """Name a drawing; resources may be shared: they are copied."""
    resources = DictionaryObject(page["/Resources"])
    known = resources["/XObject"] if "/XObject" in resources else {}
    drawings = DictionaryObject(known)
    drawings[NameObject(_OVER)] = reference
    resources[NameObject("/XObject")] = drawings
    page[NameObject("/Resources")] = resources


def _without_paper(data):
    """The renderer paints white under all it draws, whatever it is told."""
    edits = [
        (start, end, FILLS[operator])
        for color, _box, operator, start, end in fills(data)
        if color == _WHITE
    ]
    return content.without_silent_groups(content.replaced(data, edits))
