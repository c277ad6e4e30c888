"""How a file of separated text is written: its separator, its quotation mark."""

import re
from collections import Counter
from itertools import islice

from .cut import Cutter, Form

SEPARATORS = ",;\t|^~:"
SAMPLE = 64 * 1024
ROWS = 100
# So many cells over several lines make a habit of it.
HABIT = 3
# What separates nothing in a text: it is taken out before.
NEVER = "\x1a"
_LINE = re.compile(r"[^\r\n]+")
_SINGLE = re.compile(r"\s*'[^'\r\n]*'\s*(?:[,;\t|^~:]|\Z)")
_SMART = re.compile(r"\s*[“”„][^“”„\r\n\"]*[“”]\s*(?:[,;\t|^~:]|\Z)")
_SMART_SIGNS = str.maketrans("“”„", '"""')
_WHOLE = re.compile(r"\"[^\"\r\n]*(?:\"\"[^\"\r\n]*)*\"[ ;,]*")


def straighten(text):
    """A text with its quotation marks where a program puts them.

    Curly ones around every cell become straight; the marks around whole lines, as of a
    list that was saved as text twice, are taken off.
    """
    sample = text[:SAMPLE]
    if _SMART.match(sample):
        return text.translate(_SMART_SIGNS)
    lines = _get_lines(sample)
    is_whole = len(lines) > 1 and all(map(_WHOLE.fullmatch, lines))
    if is_whole and any(sign in lines[0] for sign in ",;\t|"):
        return _LINE.sub(_unwrap, text)
    return text


def _unwrap(match):
    line = match[0].rstrip(" ;,")
    is_whole = len(line) > 1 and line[0] == line[-1] == '"'
    return line[1:-1].replace('""', '"') if is_whole else match[0]


def _get_lines(sample):
    """The first lines; the last may be cut off by the end of the sample."""
    lines = [match[0] for match in islice(_LINE.finditer(sample), ROWS)]
    return lines[:-1] if len(lines) > 1 and len(sample) == SAMPLE else lines


def find_form(text, most):
    """The ``Form`` that cuts the first rows most evenly into several cells.

    :param most: how many characters a cell may have
    """
    sample = text[:SAMPLE]
    quote = _find_quote(sample)
    first = sample.partition("\n")[0].strip().lower()
    signs = [sign for sign in SEPARATORS if sign in sample]
    if first.startswith("sep=") and len(first) == 5:
        signs = [first[4]]
    forms = [_measure(sample, sign, quote, most) for sign in signs]
    score, form = max(forms, key=lambda scored: scored[0], default=(0, None))
    if score or (form and len(signs) == 1):
        return form
    return Form(NEVER, quote, 1)


def _find_quote(sample):
    """An apostrophe where the first line and most others begin with a cell in them."""
    lines = _get_lines(sample)
    if not (lines and _SINGLE.match(lines[0]) and '"' not in lines[0]):
        return '"'
    wrapped = sum(line.lstrip().startswith("'") for line in lines)
    return "'" if wrapped * 10 > len(lines) * 6 else '"'


def _measure(sample, separator, quote, most):
    """(how evenly the sample is cut, its form)."""
    form = Form(separator, quote)
    records = list(islice(Cutter(sample, form, most), ROWS))
    if len(records) > 1 and len(sample) == SAMPLE:
        records.pop()  # perhaps cut by the end of the sample
    widths = [len(record.cells) for record in records]
    width, times = _get_usual(widths)
    spaces = sample.count(separator + " ")
    form = Form(
        *(separator, quote, width),
        spaced=spaces * 2 > sample.count(separator),
        several=_find_several(records),
    )
    is_cut = times and _cuts(form, records, times)
    score = times / len(widths) + min(width, 30) / 100 if is_cut else 0
    return score, form if is_cut or not times else Form(NEVER, quote, 1)


def _cuts(form, records, times):
    """Whether a sign is what separates cells, and not one of a text.

    In a list of one column, which its header shows, some names have a comma, and a
    note has a colon: "Quay Works, LLC", "Note: …".
    """
    said = (record for record in records if any(map(str.strip, record.cells)))
    first = next(said, None)
    if not first or len(first.cells) > 1:
        return True
    if form.width == 2 and (form.spaced or times < 2):
        return False
    if form.width > 2 and times > 1 and not form.spaced:
        return True  # Below a title, and however many rows say but one thing.
    # Lines above the header may have nothing to cut.
    widths = [len(record.cells) for record in records]
    above = next(at for at, width in enumerate(widths) if width > 1)
    return times * 2 > len(records) - above


def _get_usual(widths):
    """(width, how many rows have it): in doubt the first row's, most likely a header.

    Marks that pair each other wrongly spoil the rows of a short list.
    """
    counts = Counter(width for width in widths if width > 1)
    if not counts:
        return 1, 0
    votes, first = counts.copy(), next(iter(counts))
    votes[first] += 1 + len(widths) // 4
    [(width, _votes)] = votes.most_common(1)
    return width, counts[width]


def _find_several(records):
    """Columns in which cells over several lines are usual."""
    counts = Counter(index for record in records for index in set(record.several))
    return frozenset(
        index
        for index, count in counts.items()
        if count >= HABIT and count * 2 >= len(records)
    )
