"""Which text of a web page has a line through it: by its tag, style or class."""

import re

TAGS = ("s", "strike", "del")
LINE = "line-through"
_CLASS = re.compile(r"\.([\w-]+)")


class Strikes:
    """Follows the tags of a page.

    :ivar depth: how many of the open tags strike what is in them
    """

    def __init__(self):
        self._classes, self._open = set(), []

    def learn(self, css):
        """Take the classes that strike out of a style sheet, as Excel writes it."""
        for rule in css.split("}") if LINE in css.lower() else ():
            names, _brace, look = rule.rpartition("{")
            if LINE in look.lower():
                self._classes |= set(_CLASS.findall(names))

    def has(self, attributes):
        """Whether an element strikes by its style or its class."""
        if LINE in (attributes.get("style") or "").lower():
            return True
        names = attributes.get("class") if self._classes else None
        return bool(names) and not self._classes.isdisjoint(names.split())

    def start(self, tag, attributes):
        if tag in TAGS or self.has(attributes):
            self._open.append([tag, 1])
        elif self._open and self._open[-1][0] == tag:
            self._open[-1][1] += 1

    def end(self, tag):
        """What is still open in it ends with it, as of ``<p>`` and ``<li>``."""
        if self._open and self._open[-1][0] == tag:
            self._open[-1][1] -= 1
            if not self._open[-1][1]:
                self._open.pop()

    @property
    def depth(self):
        return len(self._open)

    def cut(self, depth):
        """End what was begun since there were so many open, as a cell's end does."""
        del self._open[depth:]
