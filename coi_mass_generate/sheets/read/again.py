"""Headers below the first: again on each page, or those of a list under the list."""

from ..header import begins_like_header, find_header, recognize

# So many cells make a row a header, if the first has as many.
LEAST = 3
# So many rows tell whether a list is turned.
FIRST_ROWS = 50


def mark_headers(rows):
    """Mark headers that come again, and what stands below one with other columns.

    Such rows are read by the first header, and what comes out is somebody else's.
    """
    header = find_header(rows) if rows else None
    if not header or header.known < 2:
        _mark_turned(rows)
        return
    keys, other = _get_keys(header.texts), 0
    for row in rows[header.index + 1 :]:
        if _is_header(row, min(LEAST, header.known)):
            own = _get_keys(row.cells)
            is_same = all(keys.get(at) == key for at, key in own.items())
            other = 0 if is_same else row.number
            if is_same:
                row.marks.append([-1, "header_again", {}])
        if other:
            row.marks.append([-1, "header_other", {"line": other}])


def _mark_turned(rows):
    """Mark the rows of a list whose headers stand below each other."""
    named = [row for row in rows[:FIRST_ROWS] if recognize(_get_first(row))]
    if len(named) > LEAST and len(named) * 2 > len(rows):
        for row in named:
            row.marks.append([-1, "list_turned", {}])


def _get_first(row):
    return next((text for text in row.cells if text.strip()), "")


def _is_header(row, least):
    first = _get_first(row)
    if not begins_like_header(first):
        return False
    filled = [text for text in row.cells if text.strip()]
    return len(filled) >= least and all(map(recognize, filled))


def _get_keys(texts):
    """{column: field key} of the headers that are known."""
    found = {at: recognize(text) for at, text in enumerate(texts)}
    return {at: known[0] for at, known in found.items() if known}
