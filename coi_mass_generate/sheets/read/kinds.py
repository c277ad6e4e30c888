"""Which kind of file it is, by its content; then the reader of that kind."""

import io
import zipfile

from . import csv_file, html_file, ods_file, xls_file, xlsx_file
from .again import mark_headers
from .limits import Limits
from .mistakes import refuse_bytes, refuse_texts
from .packed import tidy_name
from .refused import Refused

# Not the two letters alone: a list may begin with a column "PK".
ZIP = (b"PK\3\4", b"PK\5\6", b"PK\7\x08", b"PK00")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
# A name inside a zip that tells what the zip really is.
ZIP_MISTAKES = {
    "word/document.xml": "document",
    "ppt/presentation.xml": "document",
    "index/document.iwa": "numbers",
}
# Of what the first reader cannot open, the second may: reader -> kind.
WORKBOOKS = {xlsx_file.read: "xlsx", xls_file.read: "xls", ods_file.read: "ods"}


def answer(request, content):
    """What ``guard.read_safely`` asks for, in the other process."""
    try:
        limits = Limits(**request["limits"])
        return read(content, request["filename"], request["sheet"], limits).as_json()
    except Refused as refused:
        return {"refused": refused.code, "detail": refused.detail}


def read(content, filename, sheet, limits):
    """Read one sheet of a file, whatever it is; see ``guard.read_safely``."""
    reader = _choose(content)
    book = _read(reader, content, sheet, limits)
    if sheet and book.sheet != sheet:
        raise Refused("no_such_sheet", sheet=sheet)
    if not book.rows:
        raise Refused("empty")
    mark_headers(book.rows)
    return book


def _read(reader, content, sheet, limits):
    """Read with one reader, and with the second where that one finds nothing."""
    try:
        book = reader(content, sheet, limits)
        if book.rows or reader not in WORKBOOKS:
            return book
    except Refused as refused:
        if refused.code != "unreadable" or reader not in WORKBOOKS:
            raise
        book = None
    except MemoryError:
        raise
    except Exception:
        if reader not in WORKBOOKS:
            raise
        book = None
    return _read_again(content, sheet, limits, WORKBOOKS[reader], book)


def _read_again(content, sheet, limits, kind, book):
    """Read with the second reader.

    :param book: what the first found, a ``Book`` without rows; or None
    """
    # Here, for the few files that need it.
    from . import calamine_file

    try:
        again = calamine_file.read(content, sheet, limits, kind)
    except Refused as refused:
        if not book or refused.code != "unreadable":
            raise
        return book
    if not again.rows and not book:
        raise Refused("unreadable")
    return again if again.rows else book


def _choose(content):
    refuse_bytes(content)
    if content.startswith(OLE):
        return _choose_ole(content)
    if content.startswith(BIFF):
        return xls_file.read
    if content.startswith(ZIP) or zipfile.is_zipfile(io.BytesIO(content)):
        return _choose_zip(content)
    if html_file.looks_like_html(content):
        return html_file.read
    refuse_texts(content)
    return csv_file.read


def _choose_ole(content):
    # Names in the directory of such a file are UTF-16.
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refused("password")
    names = ("Workbook", "Book", "WORKBOOK", "BOOK")
    if not any(name.encode("utf-16-le") in content for name in names):
        raise Refused("wrong_kind", what="document")
    return xls_file.read


def _choose_zip(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {tidy_name(name) for name in archive.namelist()}
            if "encrypted-package" in names:
                raise Refused("password")
            if "content.xml" in names and _is_ods(archive, names):
                return ods_file.read
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused("unreadable") from error
    if any(name.endswith("xl/workbook.bin") for name in names):
        return _read_xlsb
    for name, what in ZIP_MISTAKES.items():
        if name in names:
            raise Refused("wrong_kind", what=what)
    if "[content_types].xml" in names or "xl/workbook.xml" in names:
        return xlsx_file.read
    raise Refused("wrong_kind", what="archive")


def _read_xlsb(content, sheet, limits):
    from . import calamine_file

    return calamine_file.read(content, sheet, limits, "xlsb")


def _is_ods(archive, names):
    if "mimetype" not in names:
        return True
    info = next(
        part for part in archive.infolist() if tidy_name(part.filename) == "mimetype"
    )
    if info.file_size > 200 or info.flag_bits & 1:
        raise Refused("unreadable")
    if ODS_TYPE not in archive.read(info):
        raise Refused("wrong_kind", what="document")
    return True
