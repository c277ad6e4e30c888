"""Separated text in any encoding and with any separator."""

from dataclasses import replace

from ..text import is_digits
from .book import NUMBER, TEXT, Book, Collector
from .cut import Cutter
from .decode import decode, mark_letters
from .form import NEVER, find_form, straighten
from .ragged import is_one_column, mark_longer
from .refused import Refused

SAMPLE = 64 * 1024
# So many lines are named.
LINES = 20
# What programs fill up a file with, and end it with; neither is ever meant.
_FILLING = str.maketrans("", "", "\0\x1a")


def read(content, _sheet, limits):
    decoded = decode(content)
    text = decoded.text
    if "\0" in text or "\x1a" in text:
        text = text.translate(_FILLING)
    _check_is_text(text)
    book = Book("csv", [{"name": "", "hidden": False}])
    if decoded.encoding != "utf-8":
        book.note("encoding", encoding=decoded.encoding)
    elif decoded.guessed:
        book.note("encoding_mixed", lines=_name_lines(sorted(decoded.guessed)))
    collector = _collect_rows(straighten(text), limits, book, decoded)
    book.rows = collector.rows
    if collector.blank:
        book.note("blank_rows", count=collector.blank)
    return book


def _check_is_text(text):
    sample = text[:SAMPLE]
    odd = sum(sign < " " and sign not in "\t\r\n\f\x0b" for sign in sample)
    odd += sample.count("\ufffd")
    if odd * 50 > len(sample):
        raise Refused("wrong_kind", what="unknown")


def _collect_rows(text, limits, book, decoded):
    """A ``Collector`` with the rows of a text."""
    form = find_form(text, limits.cell)
    collector, counts, opened = _collect(text, form, limits, decoded)
    if is_one_column(collector.rows, counts, form):
        # Nothing separates anything there: a comma is part of a name.
        form = replace(form, separator=NEVER, width=1)
        collector, counts, opened = _collect(text, form, limits, decoded)
    else:
        mark_longer(collector.rows, counts, form)
    if opened:
        book.note("quotes_open", lines=_name_lines(opened))
    return collector


def _collect(text, form, limits, decoded):
    """(``Collector``, {row number: its cells}, lines with an open quotation mark)."""
    collector, counts, opened = Collector(limits), {}, []
    cutter = Cutter(text, form, limits.cell)
    for record in cutter:
        if record.line == 1 and _is_separator_line(record.cells):
            continue
        if record.is_open:
            opened.append(record.line)
        if decoded.guessed:
            _mark_guessed(record, decoded)
        cells = [_make_cell(cell) for cell in record.cells]
        counts[record.line] = len(cells)
        collector.add(record.line, cells, marks=record.marks)
    collector.add_blank(cutter.blank)
    return collector, counts, opened


def _mark_guessed(record, decoded):
    """Tell of letters in a line of which it is not sure what they are."""
    lines = range(record.line, record.last + 1)
    if not any(line in decoded.guessed for line in lines):
        return
    mark_letters(record.marks, record.cells, decoded.encoding)


def _name_lines(lines):
    more = ", …" if len(lines) > LINES else ""
    return ", ".join(map(str, lines[:LINES])) + more


def _is_separator_line(cells):
    return bool(cells) and cells[0].lower().startswith("sep=")


def _make_cell(text):
    if not text:
        return None
    # Excel writes numbers too wide for their column like this, digits lost.
    lossy = "E+" in text and is_digits(text.replace("E+", "").replace(".", ""))
    return (text, NUMBER if lossy else TEXT, False)
