"""Which coverage goes on which page, before anything is drawn.

Heights are estimated from the number of characters, in px of the template: 2 px are
1 pt. Whoever changes widths or sizes there checks the figures here. Where they prove
too large for what was drawn, the page is dealt out again with less room.
"""

from typing import NamedTuple

# The lines of the first page, from its top; every one is printed, be it empty.
ROWS = ("general_liability", "auto", "umbrella", "workers_comp", "other")
FIRST_INSURERS = 6

_LINE, _SMALL = 19.2, 18  # line heights of the page's text, and of its small print
_EMPTY_ROW = 31
_PADDING = 13  # of a row, its rule included
# The first page less all its other parts, with 115 for the description.
_FIRST_ROOM = 665
_INSURED_LINES = 9  # for which that leaves room
_FURTHER_ROOM = 1151  # less what names holder and insured there
_INSURERS_HEAD = 40
_WHO_LINES = 3  # of names on a further page, for which that leaves room


class Row(NamedTuple):
    """One row of a page: ``name`` of its line, and the coverage that stands in it.

    Without one it says so; ``is_moved``: that it stands on a following page instead.
    """

    name: str
    coverage: dict | None
    is_moved: bool = False


class Page(NamedTuple):
    """What one page lists: insurers and rows, each in their order."""

    insurers: list
    rows: list


def deal(static, room=1):
    """Deal the coverages and insurers of a certificate out to pages.

    A line's first coverage stands on the first page, in the line's own row. What that
    has no room for goes to the following pages, from the last line up, together with
    further coverages of a line and the insurers after the sixth.

    :param static: dict with ``coverages``, ``insurers``, ``insured`` and ``producer``
        (shape: ``coi.page._prepare_static``)
    :param room: share of a page's room that may be used
    :returns: list of ``Page``, the first page first; every coverage and insurer is
        on one of them. A coverage that is higher than a page has one of its own
    """
    first = {}
    for coverage in static["coverages"]:
        first.setdefault(coverage["row"], coverage)
    moved = _make_room(first, _first_room(static, room))
    rows = [Row(name, first.get(name), name in moved) for name in ROWS]
    shown = {coverage["key"] for coverage in first.values()}
    further = [each for each in static["coverages"] if each["key"] not in shown]
    insurers = static["insurers"]
    return [
        Page(insurers[:FIRST_INSURERS], rows),
        *_further_pages(
            insurers[FIRST_INSURERS:], further, _further_room(static, room)
        ),
    ]


def _make_room(first, room):
    """Take from ``first``, coverages by row, what the page has no room for.

    :returns: list of the names of those rows
    """
    moved = []
    for name in reversed(ROWS):
        used = sum(
            coverage_height(first[row]) if row in first else _EMPTY_ROW for row in ROWS
        )
        if used > room and name in first:
            del first[name]
            moved.append(name)
    return moved


def _further_pages(insurers, coverages, room):
    if not (insurers or coverages):
        return []
    pages = [Page(insurers, [])]
    left = room - _INSURERS_HEAD - _LINE * _insurer_lines(insurers)
    for coverage in coverages:
        height = coverage_height(coverage)
        if height > left and pages[-1].rows:
            pages.append(Page([], []))
            left = room
        pages[-1].rows.append(Row(coverage["row"], coverage))
        left -= height
    return pages


# ---------------------------------------------------------------------- heights


def _first_room(static, share):
    producer = static["producer"]
    contact = [key for key in ("contact", "phone", "fax", "email") if producer[key]]
    producer_lines = _line_count(producer["name"], 58) + max(
        sum(_line_count(line, 30) for line in producer["address"]),
        sum(
            _line_count(producer[key], 31 if key == "email" else 25) for key in contact
        ),
    )
    insured = static["insured"]
    insured_lines = _line_count(insured["name"], 56) + sum(
        _line_count(line, 62) for line in insured["address"]
    )
    insurer_lines = _insurer_lines(static["insurers"][:FIRST_INSURERS])
    return (
        share * _FIRST_ROOM
        - _LINE * max(producer_lines, insurer_lines)
        - _LINE * max(0, insured_lines - _INSURED_LINES)
    )


def _further_room(static, share):
    # As high as the holder's name may get; the insured's is seldom higher.
    lines = max(0, _line_count(static["insured"]["name"], 40) - _WHO_LINES)
    return share * _FURTHER_ROOM - _LINE * lines


def coverage_height(coverage):
    """Height of a coverage's row: of the highest of its cells."""
    return _PADDING + max(
        _LINE * _line_count(coverage["label"], 34)
        + _SMALL * _option_lines(coverage["options"])
        + _SMALL * sum(_line_count(note, 44) for note in coverage["notes"]),
        _LINE * _line_count(coverage["number"], 19)
        + _SMALL * (3 if coverage.get("retroactive") else 2),
        _LINE * sum(_limit_lines(each) for each in coverage["limits"] if each["value"]),
    )


def _line_count(text, width):
    """Lines of ``width`` small letters; a capital takes the room of 1.3 of them."""
    text = text or ""
    capitals = sum(map(str.isupper, text))
    return max(1, -(-(len(text) + 0.3 * capitals) // width))


def _option_lines(options):
    """Two short options stand on one line."""
    labels = [option["label"] for option in options]
    halves = sum(0.5 if len(label) < 18 else _line_count(label, 40) for label in labels)
    return -(-halves // 1)


def _limit_lines(limit):
    return max(_line_count(limit["label"], 42), _line_count(limit["value"], 13))


def _insurer_lines(insurers):
    return sum(_line_count(insurer["name"], 46) for insurer in insurers)
