"""dev/lint [--fix] [--quick]: every check that needs no test to be run."""

import argparse
import os
import time

from .. import paths, say
from ..machine import node
from ..machine.shell import run
from ..odoo import addons
from . import cleanliness, odoo_lint, pot, readme, translations
from .tally import Tally

LINES = 100  # of one check's complaints
PRETTY = {".xml", ".js", ".scss", ".css"}
# Generated from readme/, or somebody else's.
NOT_OURS = {"lib", "description"}


class Lint:
    def __init__(self, fix):
        self.fix = fix
        self.ran = []
        self.failed = []

    def check(self, name, ok, output=""):
        self.ran.append(name)
        if not ok:
            self.failed.append(name)
            lines = output.strip().splitlines()
            more = len(lines) - LINES
            if more > 0:
                lines[LINES:] = [f"... and {more} lines more"]
            say.line("\n".join([f"--- {name}", *lines, ""]))

    def command(self, name, words, **options):
        result = run(words, cwd=paths.ROOT, **options)
        self.check(name, result.returncode == 0, result.stdout)

    def ruff(self):
        ruff = [paths.PYTHON, "-m", "ruff"]
        place = addons.folder()
        cache = f"--cache-dir={paths.PRIVATE / 'ruff'}"
        fixing = ["--fix"] if self.fix else []
        self.command("ruff", [*ruff, "check", "-q", cache, *fixing, place])
        only_look = [] if self.fix else ["--check"]
        self.command("ruff format", [*ruff, "format", cache, *only_look, place])

    def pylint(self):
        rules = f"--rcfile={paths.DEV / 'pylintrc'}"
        words = [paths.PYTHON, "-m", "pylint", rules, *addons.all_ours().values()]
        env = {**os.environ, "PYLINTHOME": str(paths.PRIVATE / "pylint")}
        self.command("pylint-odoo", words, env=env)

    def prettier(self):
        files = [
            path
            for addon in addons.all_ours().values()
            for path in sorted(addon.rglob("*"))
            if path.suffix in PRETTY and not NOT_OURS.intersection(path.parts)
        ]
        if not files:
            return
        words = ["node", node.prettier(), f"--config={paths.DEV / 'prettierrc.json'}"]
        words += [
            f"--plugin={node.plugin()}",
            "--log-level=warn",
            "--ignore-path=/dev/null",
        ]
        words += ["--write" if self.fix else "--check", *files]
        self.command("prettier (XML, JS, SCSS)", words)

    def cleanliness(self):
        found = cleanliness.findings()
        self.check("no hosts, no paths of a machine", not found, "\n".join(found))

    def odoo(self):
        tally = Tally()
        odoo_lint.run(tally)
        texts = [f"{name}\n{text}" for name, text in tally.failed]
        texts += [f"{name} was skipped: {why}" for name, why in tally.skipped]
        self.check("Odoo's test_lint", not texts, "\n".join(texts))

    def pot(self):
        for name, text in pot.outdated(self.fix):
            self.check(f"{name}.pot", not text, text)

    def translations(self):
        for name, text in translations.incomplete(self.fix):
            self.check(name, not text, text)

    def readme(self):
        names = readme.outdated(self.fix)
        self.check("README from its fragments", not names, "\n".join(names))


def main():
    parser = argparse.ArgumentParser(prog="dev/lint", description=__doc__)
    parser.add_argument("--fix", action="store_true", help="rewrite what can be")
    parser.add_argument("--quick", action="store_true", help="only what takes seconds")
    wanted, start = parser.parse_args(), time.monotonic()
    lint = Lint(wanted.fix)
    steps = [lint.ruff, lint.prettier, lint.cleanliness, lint.readme]
    if not wanted.quick:
        steps += [lint.pylint, lint.odoo, lint.pot, lint.translations]
    for step in steps:
        step()
    end = f"failed: {', '.join(lint.failed)}" if lint.failed else "clean"
    say.line(
        f"lint ran {', '.join(lint.ran)}: {end} ({time.monotonic() - start:.0f} s)"
    )
    return 1 if lint.failed else 0


if __name__ == "__main__":
    say.main(main)
