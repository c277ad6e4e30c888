"""What is looked for in a company's texts, and what is found."""

from dataclasses import dataclass

from .fold import get_plain, get_trace
from .phrase import Phrase

# A name that says something has one of these; others may have in them what they like:
# the "American Guarantee and Liability Insurance Company" promises nobody anything.
# English is looked for here, and nothing shown to anybody: these are not to be
# translated. A name in another language is taken for a name, whatever single word of
# it a rule looks for.
SAYING = frozenset(
    "is are be been being was were will shall may must has have had does not no "
    "we our you your they their that this these which who hereby herein including "
    "coverage coverages covered covers insured insureds policy policies certificate "
    "certificates endorsement endorsements waiver notice notices notified notify "
    "cancel cancelled canceled cancellation provided provides".split()
)


@dataclass(slots=True, frozen=True)
class Wanted:
    """One phrase that is looked for, and what is said where it is found.

    ``text`` is the phrase as entered; ``grant`` the right a text claims with it, ""
    for the phrase of a wording rule.
    """

    text: str
    phrase: Phrase
    level: str = ""
    reason: str = ""
    grant: str = ""

    def find(self, text, is_name=False):
        """The words of ``text`` that are this phrase; "" where there are none."""
        if self.phrase.trace not in get_trace(text):
            return ""
        return self.find_plain(get_plain(text), is_name)

    def find_plain(self, plain, is_name):
        if is_name and len(self.phrase.parts) == 1 and SAYING.isdisjoint(plain.pieces):
            return ""
        return self.phrase.find(plain)


class Book:
    """All that is looked for in the texts of one company's certificates."""

    def __init__(self, wanted):
        self.traces = [(each.phrase.trace, each) for each in wanted]
        self.known = {}

    def find(self, texts):
        """``[(wanted, words found)]`` of all that stands in one of ``texts``.

        :param texts: (text, whether it is a name) each
        """
        trace = get_trace("\n".join([text for text, _is_name in texts]))
        if not any(part in trace for part, _wanted in self.traces):
            return []
        found = {}
        for text in texts:
            for wanted, words in self._read(text):
                found.setdefault(wanted, words)
        return list(found.items())

    def _read(self, text):
        """What stands in one text; thousands of holders may have the same."""
        if text not in self.known:
            self.known[text] = list(self._find_in(*text))
        return self.known[text]

    def _find_in(self, text, is_name):
        trace = get_trace(text)
        likely = [wanted for part, wanted in self.traces if part in trace]
        plain = get_plain(text) if likely else None
        for wanted in likely:
            words = wanted.find_plain(plain, is_name)
            if words:
                yield wanted, words
