"""Separated text in any encoding and with any separator."""

import codecs
import csv
import io
import re
from collections import Counter

from ..text import is_digits
from .book import NUMBER, TEXT, Book, Collector
from .refused import Refused

BOMS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
SEPARATORS = ",;\t|^~:"
SAMPLE = 64 * 1024
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")


def read(content, _sheet, limits):
    text, encoding = decode(content)
    _check_is_text(text)
    book = Book("csv", [{"name": "", "hidden": False}])
    if encoding not in ("utf-8", "utf-8-sig"):
        book.note("encoding", encoding=encoding)
    collector = Collector(limits)
    _collect(text, find_separator(text), collector, limits)
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


def find_separator(text):
    """The sign that cuts the first rows most evenly into several cells."""
    sample = text[:SAMPLE]
    first = sample.partition("\n")[0].strip().lower()
    if first.startswith("sep=") and len(first) == 5:
        return first[4]
    scores = {sign: _evenness(sample, sign) for sign in SEPARATORS if sign in sample}
    best = max(scores, key=scores.get, default=",")
    return best if scores.get(best) else ","


def _evenness(sample, separator):
    lines = io.StringIO(sample, newline="")
    try:
        reader = csv.reader(lines, delimiter=separator)
        counts = [
            len(row) for row, _line in zip(reader, range(100), strict=False) if row
        ]
    except csv.Error:
        return 0
    if len(counts) > 1:
        counts.pop()  # perhaps cut by the end of the sample
    common = Counter(count for count in counts if count > 1).most_common(1)
    if not common:
        return 0
    [(width, times)] = common
    return times / len(counts) + min(width, 30) / 100


def _collect(text, separator, collector, limits):
    csv.field_size_limit(limits.cell)
    # A zero byte is never meant, and older readers stop at it.
    reader = csv.reader(_cut_lines(text.replace("\0", "")), delimiter=separator)
    line = 1
    try:
        for cells in reader:
            if not (line == 1 and _is_separator_line(cells)):
                collector.add(line, [_make_cell(cell) for cell in cells])
            line = reader.line_num + 1
    except csv.Error as error:
        if "field larger" in str(error):
            raise Refused("cell_too_long", line=line, limit=limits.cell) from error
        raise Refused("unreadable") from error


def _cut_lines(text):
    """Its lines, one by one: all at once they take four times the text's memory."""
    return (match[0] for match in _LINE.finditer(text))


def _is_separator_line(cells):
    return bool(cells) and cells[0].lower().startswith("sep=")


def _make_cell(text):
    if not text:
        return None
    # Excel writes numbers too wide for their column like this, digits lost.
    lossy = "E+" in text and is_digits(text.replace("E+", "").replace(".", ""))
    return (text, NUMBER if lossy else TEXT, False)
