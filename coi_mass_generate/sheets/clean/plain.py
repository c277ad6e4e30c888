"""Whether a name or a line is one and nothing else: that is quickly told of most."""

import re
from functools import lru_cache

from ..text import SHORT

# A part of every way to say for whom, in whose care, or the lenders' clause. What has
# none of these has no marker; whether what has one has a marker is for others to say.
_HINT = re.compile(
    r"att|atn|atenc|fao|c\s?[/\\]|care of"
    r"|isao|atima|i[. ] ?s|a[. ] ?t|ssig|succ?es|sucess|appear"
)


def is_plain(text):
    """Whether ``names`` and ``clause`` certainly find nothing in a text."""
    return len(text) <= SHORT and _is_plain(text)


@lru_cache(maxsize=4096)
def _is_plain(text):
    return text.isascii() and not _HINT.search(text.lower())
