"""Counts what passed, failed and was skipped, and tells it to a person."""

import re

from .. import say

TRACE_LINES = 30
# A page not rendered, a click not made, a checker not found: nothing was tested.
MUST_NOT_SKIP = re.compile(
    r"wkhtmlto|chrom|render|browser|playwright|websocket|eslint|pylint", re.I
)


class Tally:
    def __init__(self):
        self.passed = []
        self.failed = []
        self.skipped = []

    def passes(self, name):
        self.passed.append(name)

    def fails(self, name, text):
        self.failed.append((name, text.strip()))

    def skips(self, name, reason):
        if MUST_NOT_SKIP.search(f"{name} {reason}"):
            self.fails(name, f"skipped, which counts as failed here: {reason}")
        else:
            self.skipped.append((name, reason))

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    @property
    def executed(self):
        return len(self.passed) + len(self.failed)

    def tell(self):
        """What was skipped, what failed and why, then the count as the last line."""
        for name, reason in self.skipped:
            say.line(f"SKIPPED {name}: {reason}")
        for name, text in self.failed:
            say.line(f"\nFAILED {name}")
            lines = text.splitlines()
            if len(lines) > TRACE_LINES:
                lines = ["..."] + lines[-TRACE_LINES:]
            say.line("\n".join(f"    {line}" for line in lines))
        if self.failed:
            say.line("\nFailed:")
            for name, _text in self.failed:
                say.line(f"  {name}")
        say.line(
            f"{len(self.passed)} passed, {len(self.failed)} failed, "
            f"{len(self.skipped)} skipped"
        )
