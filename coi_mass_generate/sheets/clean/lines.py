"""Which line of coverage a text means, in the words and codes of agencies' programs."""

from ..tables import read_table, split_words
from ..text import fold

_KEYS = {
    word: row["key"]
    for row in read_table(__file__, "lines.csv")
    for word in split_words(row["words"])
}
_IDLE = {"policy", "insurance", "coverage", "cov", "pol", "the", "poliza", "seguro"}


def find_line(text, known):
    """``(key of a line, form)`` or None; the form is 'excess', 'umbrella' or ''.

    :param known: ``{folded name or key: key}`` of the lines there are
    """
    folded = fold(text)
    plain = " ".join(word for word in folded.split() if word not in _IDLE)
    for words in (folded, plain):
        key = known.get(words) or known.get(_KEYS.get(words, "").replace("_", " "))
        if key:
            return key, _get_form(words) if key == "umbrella" else ""
    if _KEYS.get(plain) == "excess" and "umbrella" in known:
        return known["umbrella"], "excess"
    return None


def _get_form(words):
    """Which of the two a text names that names only one of them."""
    has_excess = "excess" in words
    has_umbrella = "umb" in words
    if has_excess == has_umbrella:
        return ""
    return "excess" if has_excess else "umbrella"
