"""Whole pages: certificates that were drawn complete, many in one document.

What the stamping face cannot draw is drawn by the page renderer itself, several
certificates to a call. Here such a document is cut into its certificates, and never on
trust: every page must carry the number of the certificate it is given to.
"""

import io
from typing import NamedTuple

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from .errors import PdfError


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
