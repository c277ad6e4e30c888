"""The tests in ``tests/``: pytest against running servers."""

import xml.etree.ElementTree as ElementTree

from .. import paths, say
from ..odoo import odoo_run
from . import notebook, selection

LIMIT = 30 * 60
LONG_LIMIT = 3 * 60 * 60
NO_TESTS = 5  # pytest's exit code when nothing was collected
# All of them in two parts of about the same length, each with servers of its own: much
# of their time is waiting for a page, a mail or a server.
PARTS = ("servers", "others")
SERVERS = ("attack", "screens")


class BlackBoxTests:
    """
    :param part: of ``PARTS``; "": all in one
    """

    def __init__(self, tally, pattern="", long=False, part=""):
        self.tally = tally
        self.pattern = pattern
        self.long = long
        self.part = part
        folder, name = paths.BUILD / "test", "-".join(filter(None, ("pytest", part)))
        self.report = folder / f"{name}.xml"
        self.log = folder / f"{name}.log"
        self.notes = folder / f"{name}.jsonl"

    def run(self):
        if not (paths.ROOT / "tests").is_dir():
            return
        say.line(f"Tests from outside; log: {self.log}")
        for old in (self.report, self.log, self.notes):
            old.unlink(missing_ok=True)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        more = {"COI_NOTEBOOK": self.notes, **({"COI_LONG": 1} if self.long else {})}
        env = odoo_run.environment(**more)
        limit = LONG_LIMIT if self.long else LIMIT
        done = odoo_run.run_logged(self._command(), self.log, env, limit)
        self._count(done)
        notebook.count_log(notebook.read(self.notes), self.tally, "a tested server")

    def _command(self):
        words = [str(paths.PYTHON), "-m", "pytest", "-p", "no:cacheprovider"]
        words += ["-ra", "-v", "--tb=short", f"--junitxml={self.report}"]
        words += self._get_places()
        words += [] if self.long else ["-m", "not long"]
        parts = selection.words(self.pattern)
        return words + (["-k", " and ".join(parts)] if parts else [])

    def _get_places(self):
        places = [f"tests/{name}" for name in SERVERS]
        if self.part == PARTS[0]:
            return places
        ignored = places if self.part else []
        return ["tests", *(f"--ignore={place}" for place in ignored)]

    def _count(self, done):
        if self.report.exists():
            for case in ElementTree.parse(self.report).iter("testcase"):
                self._count_case(case)
        if done not in (0, 1, NO_TESTS) or not self.report.exists():
            why = "took too long and was ended" if done is None else f"exit code {done}"
            tail = self.log.read_text(errors="replace").splitlines()[-40:]
            self.tally.fails(f"pytest: {why}", "\n".join(tail))

    def _count_case(self, case):
        name = f"{case.get('classname')}::{case.get('name')}"
        bad = [one for one in case if one.tag in ("failure", "error")]
        skip = case.find("skipped")
        if bad:
            texts = [one.text or one.get("message") or "" for one in bad]
            self.tally.fails(name, "\n".join(texts))
        elif skip is not None:
            self.tally.skips(name, skip.get("message") or "")
        else:
            self.tally.passes(name)
