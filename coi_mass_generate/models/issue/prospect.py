from collections import Counter

from odoo.exceptions import UserError

# Holders of whom a refusal tells why they got nothing.
EXAMPLES = 5


class Prospect:
    """What will become of the holders of a request: one that would make nothing makes
    no batch either, and says why."""

    def __init__(self):
        self.outcomes = Counter()
        self.examples = []

    def add(self, cases):
        """Take in some of the cases; returns this."""
        self.outcomes.update(case.outcome for case in cases)
        missing = EXAMPLES - len(self.examples)
        if missing > 0 and not self.outcomes["pending"]:
            self.examples += map(_explain, cases[:missing])
        return self

    def check(self, env):
        """:raises UserError: where no certificate would be made"""
        if self.outcomes["pending"]:
            return
        lines = [
            env._("No certificate would be issued, so nothing was saved."),
            self._say_blocked(env),
            self._say_aside(env),
            *self.examples,
        ]
        raise UserError("\n".join(filter(None, lines)))

    def _say_blocked(self, env):
        count = self.outcomes["skipped"]
        if not count:
            return ""
        if count == 1:
            return env._("1 holder is blocked. Fix what blocks it.")
        return env._(
            "%(count)s holders are blocked. Fix what blocks them.", count=count
        )

    def _say_aside(self, env):
        count = self.outcomes["aside"]
        if not count:
            return ""
        if count == 1:
            return env._(
                "1 holder has a warning that nobody has confirmed. Read the warnings "
                "and confirm them below the list."
            )
        return env._(
            "%(count)s holders have warnings that nobody has confirmed. Read the "
            "warnings and confirm them below the list.",
            count=count,
        )


def _explain(case):
    """A holder and its reasons, in a line."""
    reasons = " ".join(finding.message for finding in case.findings)
    return f"– {case.interest.holder_name or ''}: {reasons}"
