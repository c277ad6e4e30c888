"""From texts to lines: each in its box, or whole on a continuation page.

Nothing is ever cut. A text is wrapped at its slot's size; if it does not fit,
half a point smaller, down to :data:`SMALLEST`; if it still does not fit, its
box says so and the whole text goes to continuation pages, under its heading.
"""

import functools
from collections.abc import Mapping
from typing import NamedTuple

from .errors import DoesNotFitError, MissingCharactersError, UnknownSlotError
from .face import LEADING, Face
from .lines import wrap
from .master import CENTER, PLAIN
from .text import clean, needs_shaping

__all__ = [
    "Face", "Labels", "clean", "compose", "fit", "needs_shaping", "paginate", "trials",
    "wrap",
]  # fmt: skip

SMALLEST = 6.5  # pt
STEP = 0.5  # pt
BODY = "body"  # the slot that makes a page of the master the continuation page
PAGE = "page"  # the slot that says which page of how many this is
PAGE_NUMBER, PAGE_COUNT = "page_number", "page_count"  # the same in two places
NUMBERS = (PAGE, PAGE_NUMBER, PAGE_COUNT)
# Slots that follow from the text of another, whose name stands behind the colon.
LABEL = "label:"  # its heading, printed where it has a text
FIRST = "first:"  # its first line: who is meant, on a page that says no more of it

_FITS_KEPT = 256  # see stamp's


class Labels(NamedTuple):
    """Words the engine prints itself.

    ``see``: stands in a box whose text went to a continuation page; ``page``: with
    ``{page}`` and ``{pages}``; ``headings``: slot name -> heading on the
    continuation page, and in the slot ``label:<name>``, unless there is one for that;
    ``mark``: stands for ``see`` where that is too long.
    """

    see: str
    page: str
    headings: Mapping = {}
    mark: str = "*"


# --------------------------------------------------------------------- one slot


def trials(metrics, slot):
    """The sizes a slot's text may be set in, largest first.

    :param metrics: ``face.Metrics``
    :param slot: ``master.Slot``
    :returns: list of ``(size in pt, width of a line in the metrics' units, number of
        lines)``, those at the slot's own leading first
    """
    sizes = [slot.size]
    while sizes[-1] > SMALLEST:
        sizes.append(max(sizes[-1] - STEP, SMALLEST))
    width = _line_width(slot) * metrics.units
    return [
        (
            size,
            width / size,
            _line_count(metrics, slot, size, leading or size * LEADING),
        )
        for leading in sorted({slot.style.leading, 0}, reverse=True)
        for size in sizes
    ]


def baseline(metrics, slot, size):
    """Height in pt of the first baseline: a smaller size keeps the line's top."""
    return slot.y + (slot.size - size) * (slot.style.rise or metrics.rise)


def pitch(metrics, slot, size, count):
    """From one of ``count`` lines to the next in font sizes: as the slot has it, if so
    many fit."""
    own = slot.style.leading
    if own and count <= _line_count(metrics, slot, size, own):
        return own / size
    return LEADING


def _line_width(slot):
    """Room for a line in pt.

    The margin right is the one left, but half the size at most: a label may stand
    left of the text in the same cell. A field of one line ends where viewers cut it
    off: their padding is twice as wide as what they cut off.
    """
    margin = slot.x - slot.left
    if slot.style.lines == 1:
        return slot.right - slot.left - margin * (1 if _is_centered(slot) else 1.5)
    if _is_centered(slot):
        return slot.right - slot.left
    return slot.right - slot.x - min(margin, slot.size / 2)


def _is_centered(slot):
    return slot.style.align == CENTER


def _line_count(metrics, slot, size, leading):
    """Room for lines of ``size``; for one always, as the template drew it."""
    room = baseline(metrics, slot, size) - size * metrics.descent - slot.bottom
    count = 1 + max(0, int(room / leading + 1e-6))
    return min(count, slot.style.lines or count)


def fit(metrics, sizes, text):
    """Wrap a clean text at the largest size that holds it.

    :param sizes: as ``trials`` gives them
    :returns: ``(size in pt, list of lines)``, or None if it fits at no size
    :raises KeyError: a character the metrics do not have
    """
    for size, limit, most in sizes:
        lines = wrap(metrics, text, limit, most)
        if lines is not None:
            return size, lines
    return None


def fit_slot(metrics, slot, sizes, text):
    """As ``fit``, in the way of the slot.

    :param sizes: the ``trials`` of the slot
    """
    style = slot.style
    if style == PLAIN:
        return fit(metrics, sizes, text)
    if style.mark:
        return slot.size, [text]
    if style.lines == 1:
        text = " ".join(text.split("\n"))
    if style.most and len(text) > style.most:
        return None
    if style.cells:
        return _fit_cells(metrics, slot, sizes, text)
    return fit(metrics, sizes, text)


def _fit_cells(metrics, slot, sizes, text):
    if len(text) > slot.style.cells:
        return None
    cell = (slot.right - slot.left) / slot.style.cells
    widest = max(map(metrics.widths.__getitem__, text), default=0) / metrics.units
    for size, _limit, _most in sizes:
        if widest * size <= cell:
            return size, [text]
    return None


# -------------------------------------------------------------- one certificate


def compose(head, values, labels, *, guess=False):
    """The pages of one certificate.

    :param head: ``head.Head``
    :param values: slot name -> text; ``page`` and ``body`` are filled in here
    :param labels: ``Labels``
    :param guess: fit characters the head cannot draw as an em wide, for pages that
        something else will draw; stamping them is refused
    :returns: ``[[page of the master, [[slot index, size, [line, …]], …]], …]``, plain
        lists of str, int and float; a fourth part numbers the lines that are headings.
        Parts are shared: do not change them
    :raises UnknownSlotError: a text that no slot of the master takes
    :raises MissingCharactersError: a character the head's face does not have
    :raises DoesNotFitError: there is no continuation page, or one too narrow
    """
    if guess:
        head = head.guessing
    if not head.names.issuperset(values):
        _check_names(head, values)
    if head.followers:
        values = {**values, **_follow(head, values, labels)}
    try:
        return _compose(head, values, labels)
    except KeyError:
        missing = _missing(head, values, labels)
        if not missing:
            raise
        raise MissingCharactersError(missing) from None


def _check_names(head, values):
    """A text with no place on the page must not be lost; an empty one is none."""
    unknown = {name for name, text in values.items() if text} - head.names
    if unknown:
        raise UnknownSlotError(unknown)


def _follow(head, values, labels):
    """What stands in the slots that follow from the text of another."""
    return {
        name: _get_heading(labels, name)
        if name.startswith(LABEL)
        else values[source].partition("\n")[0]
        for name, source in head.followers.items()
        if values.get(source)
    }


def _get_heading(labels, name):
    known = labels.headings
    return known.get(name) or known.get(name.partition(":")[2] or name, name)


def _missing(head, values, labels):
    headings = [_get_heading(labels, name) for name in values]
    used = [*values.values(), *headings, *labels._replace(headings="")]
    known = head.metrics.widths.keys() | {"\n"}
    return set(clean("\n".join(filter(None, used)))) - known


def _compose(head, values, labels):
    overflow = {}
    pages = [
        [number, _fill(head, number, values, labels, overflow)]
        for number in head.static_pages
    ]
    if overflow:
        pages += _continuation(head, values, labels, overflow)
    _number_pages(head, pages, labels)
    return pages


def _fill(head, number, values, labels, overflow):
    """Entries of a page; texts that do not fit go into ``overflow`` as well."""
    entries, fits = [], head.fits
    for index, name in head.text_slots[number]:
        text = values.get(name)
        if not text:
            continue
        entry = fits.get((index, text)) or _fit(head, index, text)
        if not entry:
            overflow[name] = clean(text)
            entry = _see(head, index, labels)
        entries.append(entry)
    return entries


def _fit(head, index, text):
    """A slot's entry, remembered: what many holders share is fitted once."""
    key = index, text
    if key in head.fits:
        return head.fits[key]
    if len(head.fits) >= _FITS_KEPT:
        head.fits.clear()
    sizes = head.trials[index]
    fitted = fit_slot(head.metrics, head.slots[index], sizes, clean(text))
    entry = head.fits[key] = fitted and [index, *fitted]
    return entry


def _see(head, index, labels):
    """The entry that stands for a text that went elsewhere."""
    for label in (labels.see, labels.mark):
        entry = _fit(head, index, label)
        if entry:
            return entry
    return [index, head.trials[index][-1][0], [labels.mark]]


def _number_pages(head, pages, labels):
    for count, (number, entries) in enumerate(pages, 1):
        for index in head.number_slots[number]:
            own = _NUMBER_LABELS.get(head.slots[index].name, labels.page)
            label = _page_label(own, count, len(pages))
            entries.append(_fit(head, index, label) or _see(head, index, labels))


_NUMBER_LABELS = {PAGE_NUMBER: "{page}", PAGE_COUNT: "{pages}"}


@functools.lru_cache
def _page_label(label, page, pages):
    return label.format(page=page, pages=pages)


# ----------------------------------------------------------- continuation pages


def _continuation(head, values, labels, overflow):
    number, body = head.body_page, head.body_slot
    if number is None:
        raise DoesNotFitError(min(overflow))
    # What did fit elsewhere may have a smaller box here, and joins the others.
    frame = _fill(head, number, values, labels, overflow)
    followed = head.followers.get
    sections = [
        (clean(_get_heading(labels, name)), overflow[name])
        for name in sorted(overflow, key=lambda name: head.order(followed(name, name)))
        # Who is meant stands in the whole text as well.
        if followed(name) not in overflow
    ]
    size, limit, room = head.trials[body][0]
    return [
        [number, [*frame, [body, size, lines, headed]]]
        for lines, headed in paginate(head.metrics, limit, room, sections)
    ]


def paginate(metrics, limit, room, sections):
    """Distribute headed texts over as many boxes as they need.

    :param limit: width of a line in the metrics' units
    :param room: number of lines in a box
    :param sections: list of ``(heading, text)``, both clean
    :returns: for each box its lines, and the numbers of those that are headings
    :raises DoesNotFitError: a character is wider than a line
    """
    pages = [([], [])]
    for heading, text in sections:
        headed = wrap(metrics, heading, limit)
        lines = wrap(metrics, text, limit)
        if headed is None or lines is None:
            raise DoesNotFitError(BODY)
        _add_section(pages, headed, lines, room)
    return pages


def _add_section(pages, headed, lines, room):
    # A blank line above; a heading stays with the first line under it.
    if pages[-1][0] and len(pages[-1][0]) + 1 + len(headed) + 1 > room:
        pages.append(([], []))
    page, numbers = pages[-1]
    page += [""] * bool(page)
    numbers += range(len(page), min(len(page) + len(headed), room))
    flow = headed + lines
    while flow:
        page = pages[-1][0]
        free = room - len(page)
        page += flow[:free]
        flow = flow[free:]
        if flow:
            pages.append(([], []))
