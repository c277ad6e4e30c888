"""Rows of separated text with more cells than the list has columns.

A comma inside of a cell, without quotation marks around it, moves all that follows it
into the next column. Nobody but the user knows which of the commas it is.
"""

from ..header import find_header
from ..text import clean_line

# So much of a row is shown.
SHOWN = 120


def mark_longer(rows, counts, form):
    """Ask about the rows in which cells stand behind the last column.

    :param rows: ``book.Row``s of the file
    :param counts: ``{row number: how many cells it has, empty ones included}``
    :param form: ``Form`` the file was cut with
    """
    header = find_header(rows) if rows else None
    if not header:
        return
    width = form.width
    if header.known:
        width = counts[rows[header.index].number]
    for row in rows[header.index + 1 :] if width else ():
        if len(row.cells) > width and not _is_marked(row):
            value = " | ".join(map(clean_line, row.cells))[:SHOWN]
            detail = {"count": len(row.cells), "width": width, "value": value}
            row.marks.append([-1, "cells_more", detail])


def is_one_column(rows, counts, form):
    """Whether a list of nothing but names was cut at the commas in them.

    Its header is one cell, and where a comma follows, so does a space.
    """
    header = find_header(rows) if rows and form.separator == "," else None
    if not (header and header.known and form.spaced and max(counts.values()) > 1):
        return False
    return counts[rows[header.index].number] == 1


def _is_marked(row):
    """Whether it is asked already because of its quotation marks."""
    return any(code.startswith("quote_") for _index, code, _detail in row.marks)
