"""Phrases, and where they stand in a text, in time that grows with both, no faster.

A phrase is words with a gap of up to six words where it says ``...``; ``#`` in it is
any number, and a word that ends in ``*`` may end otherwise. It is looked for word by
word: of each word all places are kept at which what comes before it ends, so that
nothing is tried twice.
"""

from dataclasses import dataclass
from functools import lru_cache

from .fold import Plain, get_key, get_plain, get_trace

MOST_WORDS = 20
MOST_LETTERS = 200
GAP = 6
# So many pieces may follow in a word whose ending is open.
ENDINGS = 3
# Numbers of days that are written out.
NUMBERS = {
    tuple(map(get_key, number.split()))
    for number in (
        "ten", "fifteen", "twenty", "thirty", "forty", "forty five", "sixty", "ninety",
    )
}  # fmt: skip


class PhraseError(ValueError):
    """A phrase that cannot be looked for; its argument is the reason.

    "long": too many words or letters; "star": a ``*`` that is not the end of a word;
    "number": a ``#`` within a word; "empty": no word of two letters, so that it would
    be found nowhere or everywhere.
    """


@dataclass(slots=True, frozen=True)
class Part:
    """``kind`` is "word", "start" of a word, "number" or "gap"; ``key`` its letters."""

    kind: str
    key: str = ""
    words: int = 0


@dataclass(slots=True, frozen=True)
class Phrase:
    """A phrase to look for; ``trace`` is in the trace of every text that has it."""

    parts: tuple
    trace: str

    def find(self, plain):
        """The words of a ``Plain`` text that are this phrase; "" for none."""
        ends = {at: (at, ()) for at in range(len(plain.keys))}
        for part in self.parts:
            ends = _advance(part, ends, plain)
            if not ends:
                return ""
        end = min(ends, key=lambda end: (ends[end][0], end))
        return _show(plain, end, *ends[end])


@lru_cache(maxsize=1000)
def read_phrase(text):
    """``Phrase`` of what somebody entered.

    :raises PhraseError: where it cannot be looked for
    """
    if len(text) > MOST_LETTERS:
        raise PhraseError("long")
    parts = []
    for word in text.replace("…", " ... ").split():
        parts += _read_word(word)
    while parts and parts[0].kind == "gap":
        del parts[0]
    while parts and parts[-1].kind == "gap":
        del parts[-1]
    if len(parts) > MOST_WORDS:
        raise PhraseError("long")
    keys = [part.key for part in parts if _is_telling(part)]
    if not keys:
        raise PhraseError("empty")
    return Phrase(tuple(parts), get_trace(max(keys, key=len)))


def _read_word(word):
    if word == "...":
        return [Part("gap", words=GAP)]
    if word == "#":
        return [Part("number")]
    stem = word.rstrip("*")
    if "*" in stem or len(word) - len(stem) > 1:
        raise PhraseError("star")
    if "#" in stem:
        raise PhraseError("number")
    keys = get_plain(stem).keys
    parts = [Part("word", key) for key in keys]
    if stem != word:
        if not keys:
            raise PhraseError("star")
        parts[-1] = Part("start", keys[-1])
    return parts


def _is_telling(part):
    """Whether a part alone would not be found in just any text."""
    return len(part.key) > 1 or part.key and not part.key.isascii()


def _advance(part, ends, plain):
    """Where ``part`` ends that begins at one of ``ends``.

    :param ends: ``{index of a piece: (index of the first, indexes of pieces that are
        joined to the one before)}``
    """
    if part.kind == "gap":
        return _leave_gap(part.words, ends, plain)
    reached = {}
    for at in sorted(ends):
        first, joined = ends[at]
        for end, joins in _match(part, at, plain):
            known = reached.get(end)
            if known is None or first < known[0]:
                reached[end] = first, joined + joins
    return reached


def _leave_gap(words, ends, plain):
    """Up to ``words`` pieces behind each of ``ends``; each is reached once."""
    reached, filled = {}, -1
    for at in sorted(ends):
        last = min(at + words, len(plain.keys))
        for end in range(max(at, filled + 1), last + 1):
            reached[end] = ends[at]
        filled = max(filled, last)
    return reached


def _match(part, at, plain):
    """(end, indexes joined) of ``part`` where it begins at ``at``."""
    if part.kind == "number":
        return _match_number(at, plain.keys)
    return _match_word(part, at, plain)


def _match_number(at, keys):
    if at < len(keys) and keys[at].isdecimal():
        return [(at + 1, ())]
    return [
        (at + size, ()) for size in (1, 2) if tuple(keys[at : at + size]) in NUMBERS
    ]


def _match_word(part, at, plain):
    keys, rest, end = plain.keys, part.key, at
    while end < len(keys) and rest:
        key = keys[end]
        if end > at and not plain.soft[end - 1]:
            return []
        if rest.startswith(key):
            rest = rest[len(key) :]
        elif part.kind == "start" and key.startswith(rest):
            if not key[len(rest) :].isalpha():
                return []
            rest = ""
        else:
            return []
        end += 1
    if rest:
        return []
    found = [(end, tuple(range(at + 1, end)))]
    if part.kind == "start":
        found += _match_endings(at, end, plain)
    return found


def _match_endings(at, end, plain):
    """Where a word may end that goes on behind soft breaks."""
    found = []
    for last in range(end, min(end + ENDINGS, len(plain.keys))):
        if not plain.soft[last - 1] or not plain.keys[last].isalpha():
            break
        found.append((last + 1, tuple(range(at + 1, last + 1))))
    return found


def _show(plain: Plain, end, first, joined):
    """The words of a text from ``first`` to ``end``, those that are one as one."""
    words = [
        ("" if at in joined or at == first else " ") + plain.pieces[at]
        for at in range(first, end)
    ]
    return "".join(words)
