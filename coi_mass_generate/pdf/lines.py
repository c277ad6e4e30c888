"""Breaking a text into lines by the widths of its words."""

import bisect
import itertools
import re
import unicodedata

# A word longer than a line is broken behind the last of these, if there is one.
_WORD_BREAK = re.compile(
    r".*[-‐–—/\\,.;:_@&?=)\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]", re.DOTALL
)


def wrap(metrics, text, limit, most=None):
    """Break a clean text into lines, at spaces, and inside words that are too long.

    Spaces at a break are dropped, and empty lines at either end; all else is kept,
    in order.

    :param metrics: ``face.Metrics``
    :param limit: width of a line, in the metrics' units
    :param most: number of lines allowed
    :returns: list of str; None if there are more lines than ``most``, or if a
        character is wider than a line
    :raises KeyError: a character the metrics do not have
    """
    lines = []
    for paragraph in text.strip("\n").split("\n"):
        paragraph = paragraph.rstrip(" ")
        words = paragraph.split(" ")
        # Most paragraphs are a line: where its words end is not asked of those.
        if sum(map(metrics.words.__getitem__, words)) - metrics.space <= limit:
            lines.append(paragraph)
        elif not _wrap_words(metrics, words, limit, lines, most):
            return None
    return lines if most is None or len(lines) <= most else None


def _wrap_words(metrics, words, limit, lines, most):
    """Append a paragraph's lines; False as soon as there are too many."""
    # Where each word and the space behind it end; two spaces in a row have an empty
    # word between them.
    ends = list(itertools.accumulate(map(metrics.words.__getitem__, words)))
    space = metrics.space
    first = start = 0  # of the line: its first word, and where that begins
    while ends[-1] - start - space > limit:
        if most is not None and len(lines) + 2 > most:
            return False
        behind = bisect.bisect_right(ends, start + limit + space, first)
        if behind > first:
            line = " ".join(words[first:behind]).rstrip(" ")
            lines += [line] if line else []  # an indent alone is no line
            while not words[behind]:
                behind += 1
            first, start = behind, ends[behind - 1]
        else:
            rest = _break_word(metrics, words[first], limit, lines)
            if not rest:
                return False
            words[first] = rest
            start = ends[first] - metrics.words[rest]
    lines.append(" ".join(words[first:]))
    return True


def _break_word(metrics, word, limit, lines):
    """Append the lines a long word fills; what remains of it, "" if it has no room."""
    ends = list(itertools.accumulate(map(metrics.widths.__getitem__, word), initial=0))
    first = 0
    while ends[-1] - ends[first] > limit:
        fitting = bisect.bisect_right(ends, ends[first] + limit) - 1
        if fitting <= first:
            return ""
        end = _piece_end(word, first, fitting)
        lines.append(word[first:end])
        first = end
    return word[first:]


def _piece_end(word, start, end):
    """Where to break a word, at ``end`` at the latest."""
    while end > start + 1 and unicodedata.category(word[end]).startswith("M"):
        end -= 1  # a mark stays with its letter
    nice = _WORD_BREAK.match(word, start, end)
    return nice.end() if nice else end
