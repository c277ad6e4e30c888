"""What the screens say is English of the United States, as an agency speaks it."""

import re

import polib
import pytest
from plain import ADDON

PLACEHOLDER = re.compile(r"%\(\w+\)s")
TEXTS = [
    PLACEHOLDER.sub("%s", " ".join(entry.msgid.split()))
    for entry in polib.pofile(ADDON / "i18n" / "coi_mass_generate.pot")
]
# What a native reader strikes out: what to write instead.
STRUCK = {
    r"cancelled|cancelling|colour|centre|licence|favour": "US forms",
    r"nevertheless": "anyway",
    r"(kept?|keeps?) .*\baside": "left out",
    r"anew|any more": "again, anymore, no longer",
    r"solved?": "fix",
    r"somebody|everybody": "someone, everyone",
    r"(un)?tick(ed|s)?": "check the box, mark",
    r"asked for|asks for": "requested, required",
    r"for ever": "forever",
    r'" is no |is nothing an ': "is not a ...",
    r"cover": "coverage",
    r"mend(ed|s)?|judged?|judges": "fix, check",
    r"take up|took up|taken up": "continue, resume",
    r"\w+\(s\)": "two texts, chosen by plural()",
}
# A number and the plural of what is counted: one of it needs a text of its own.
COUNTED = re.compile(
    r"%s (certificates|columns|contacts|holders|insureds|lines|policies"
    r"|records|rows)\b",
    re.IGNORECASE,
)
# Never one: the sentence is told of two at least, or "more than" stands before it.
MANY = (
    "contacts are the same",
    "holders with this name",
    "insurers: the page has room",
    "has more than",
    "At most %s",
    "%s insureds",
)


@pytest.mark.parametrize("struck", STRUCK)
def test_nothing_that_a_native_reader_strikes_out(struck):
    pattern = re.compile(rf"(?<![\w.])(?:{struck})(?!\w)", re.IGNORECASE)
    found = [text for text in TEXTS if pattern.search(text)]
    assert not found, f"better: {STRUCK[struck]}"


def test_what_is_counted_has_a_singular():
    alone = [
        text
        for text in TEXTS
        if (counted := COUNTED.search(text))
        and not any(each in text for each in MANY)
        and not _has_singular(text, counted)
    ]
    assert not alone, "offer a second text for one, and choose by plural()"


def _has_singular(text, counted):
    """Another text begins as this one does, with one of what is counted."""
    one = f"{text[: counted.start()]}1 {counted[1][:-1]}".lower()
    return any(each.lower().startswith(one) for each in TEXTS)
