"""Where the text of a field goes: as Acrobat does it, and PDFBox has written down."""

import statistics

from ..master import LEFT, Slot, Style

AUTO_MOST, AUTO_LEAST = 12.0, 4.0  # pt, where the field leaves the size to the viewer
_CAPITALS = 0.7  # of a face that does not say how high they are, in font sizes
_SAME_ROW = 2.0  # pt
_ABOVE = 4  # times as far from what begins a block is what stands above it


def place_field(face, field, name):
    """The slot ``name`` that a field is.

    :param face: ``face.Face`` its text is set in
    """
    metrics, capitals = face.metrics, _get_capitals(face)
    left, bottom, right, top = field.box
    pad = max(1.0, field.border)
    size = field.size or _get_auto_size(metrics, field, top - bottom - 2 * pad)
    if field.multiline:
        y = top - 2 * pad - metrics.ascent * size
        rise = metrics.ascent
    else:
        inner = (bottom + pad, top - pad)
        y = _get_baseline(inner, capitals * size, metrics.descent * size)
        rise = capitals / 2
    style = Style(
        align=field.align,
        cells=field.comb,
        most=field.max_length,
        lines=0 if field.multiline else 1,
        rise=round(rise, 4),
        color=field.color,
    )
    # A line as high as its field still stands in it.
    low, high = min(bottom, y - metrics.descent * size), max(top, y + size)
    box = (left, low, right, high)
    return Slot(name, field.page, left + 2 * pad, y, size, *box, style)


def _get_auto_size(metrics, field, height):
    if field.multiline:
        return AUTO_MOST
    fitting = height / (metrics.ascent + metrics.descent)
    return round(min(AUTO_MOST, max(AUTO_LEAST, fitting)), 2)


def _get_baseline(inner, capital, descent):
    """Capitals are centered, unless descenders would be cut off."""
    bottom, top = inner
    room = top - bottom
    if capital > room:
        return bottom + descent / 2
    y = bottom + (room - capital) / 2
    if y - bottom < descent:
        y = min(bottom + descent, max(y, top - capital))
    return y


def _get_capitals(face):
    return face.font.capHeight / 1000 or _CAPITALS


def split_block(fields, heads):
    """Lists of the fields of one page that are one block: where it stands there several
    times, each with the nearest of those that begin it.

    :param heads: names of fields that begin a block
    """
    groups = [[field] for field in fields if field.name in heads]
    if len(groups) < 2:
        return [fields]
    for field in fields:
        if field.name not in heads:
            min(groups, key=lambda group: _get_distance(group[0], field)).append(field)
    return groups


def _get_distance(head, field):
    left, bottom, right, top = head.box
    own_left, own_bottom, own_right, own_top = field.box
    across = max(0, own_left - right, left - own_right)
    return across + max(0, bottom - own_top, _ABOVE * (own_bottom - top))


def place_block(face, fields, name):
    """The slot ``name`` that several fields are together, its lines on their pitch.

    :param fields: list of ``Field`` of one page, each as wide as may be
    """
    fields = sorted(fields, key=lambda field: (-field.box[3], field.box[0]))
    first = place_field(face, fields[0]._replace(multiline=False), name)
    lefts, bottoms, rights, _tops = zip(*(field.box for field in fields), strict=True)
    style = Style(
        leading=_get_leading(fields),
        rise=first.style.rise,
        color=first.style.color,
        align=LEFT,
    )
    return first._replace(
        x=first.x - first.left + min(lefts),
        left=min(lefts),
        bottom=min(first.bottom, *bottoms),
        right=max(rights),
        style=style,
    )


def _get_leading(fields):
    """Pt from row to row; 0 where there is but one."""
    rows = []
    for top in (field.box[3] for field in fields):
        if not rows or rows[-1] - top > _SAME_ROW:
            rows.append(top)
    gaps = [upper - lower for upper, lower in zip(rows, rows[1:], strict=False)]
    return round(statistics.median(gaps), 4) if gaps else 0
