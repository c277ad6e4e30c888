"""Which of several sheets holds the list."""

from ..header import find_header


def first_list(book, wanted, read_sheet):
    """Read the wanted sheet, or the first that looks like a list of holders.

    read_sheet(name, book) -> rows. Hidden sheets come last. A sheet without a header
    we know is taken only when there is none with one.
    """
    fallback = None
    for name in _in_order(book, wanted):
        attempt = type(book)(book.kind, book.sheets, name)
        attempt.rows = read_sheet(name, attempt)
        attempt.notes = book.notes + attempt.notes
        if attempt.rows and (wanted or find_header(attempt.rows).known > 1):
            return attempt
        if attempt.rows and not fallback:
            fallback = attempt
    return fallback or book


def _in_order(book, wanted):
    if wanted:
        return [sheet["name"] for sheet in book.sheets if sheet["name"] == wanted]
    ordered = sorted(book.sheets, key=lambda sheet: sheet["hidden"])
    return [sheet["name"] for sheet in ordered[:20]]
