"""Separated text in any encoding and with any separator."""

import codecs

from ..text import is_digits
from .book import NUMBER, TEXT, Book, Collector
from .cut import Cutter
from .form import find_form, straighten
from .refused import Refused

BOMS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
SAMPLE = 64 * 1024
# So many lines with an open quotation mark are named.
LINES = 20


def read(content, _sheet, limits):
    text, encoding = decode(content)
    _check_is_text(text)
    book = Book("csv", [{"name": "", "hidden": False}])
    if encoding not in ("utf-8", "utf-8-sig"):
        book.note("encoding", encoding=encoding)
    collector = Collector(limits)
    # A zero byte is never meant.
    _collect(text.replace("\0", ""), collector, book)
    book.rows = collector.rows
    if collector.blank:
        book.note("blank_rows", count=collector.blank)
    return book


def decode(content):
    """Text of a file, and the encoding it was in."""
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return content.decode(encoding, "replace"), encoding
    # Text in UTF-16 without its mark: every other byte of plain English is zero.
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = content[start:4000:2]
        if len(half) > 1 and half.count(0) * 10 > len(half) * 7:
            return content.decode(encoding, "replace"), encoding
    for encoding in ("utf-8", "cp1252"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    encoding = _guess_encoding(content)
    return content.decode(encoding, "replace"), encoding


def _guess_encoding(content):
    """Neither UTF-8 nor cp1252, which leave little over: ask who knows."""
    # Here, for the few files that need it: reading most others takes less time.
    from charset_normalizer import from_bytes

    best = from_bytes(content[:SAMPLE]).best()
    return best.encoding if best else "latin-1"


def _check_is_text(text):
    sample = text[:SAMPLE]
    odd = sum(sign < " " and sign not in "\t\r\n\f\x0b\x1a" for sign in sample)
    odd += sample.count("\ufffd")
    if odd * 50 > len(sample):
        raise Refused("wrong_kind", what="unknown")


def _collect(text, collector, book):
    text = straighten(text)
    form = find_form(text, collector.limits.cell)
    opened = []
    for record in Cutter(text, form, collector.limits.cell):
        if record.line == 1 and _is_separator_line(record.cells):
            continue
        if record.is_open:
            opened.append(record.line)
        cells = [_make_cell(cell) for cell in record.cells]
        collector.add(record.line, cells, marks=record.marks)
    if opened:
        more = ", …" if len(opened) > LINES else ""
        book.note("quotes_open", lines=", ".join(map(str, opened[:LINES])) + more)


def _is_separator_line(cells):
    return bool(cells) and cells[0].lower().startswith("sep=")


def _make_cell(text):
    if not text:
        return None
    # Excel writes numbers too wide for their column like this, digits lost.
    lossy = "E+" in text and is_digits(text.replace("E+", "").replace(".", ""))
    return (text, NUMBER if lossy else TEXT, False)
