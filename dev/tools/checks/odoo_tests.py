"""The addons' own tests, in Odoo's runner, in a database of their own."""

import os

from .. import paths, say
from ..machine import wkhtmltopdf, wrappers
from ..odoo import addons, database, odoo_run
from . import notebook, selection

LIMIT = 30 * 60
LONG_LIMIT = 3 * 60 * 60
PAGE_TAG = "coi_page"
# All of them in two parts of about the same length, each in a database of its own.
PARTS = ("first", "rest")


class OdooTests:
    """
    :param part: of ``PARTS``; "": all in one
    """

    def __init__(self, tally, pattern="", long=False, part=""):
        self.tally = tally
        self.pattern = pattern
        self.long = long
        self.part = part
        folder, name = paths.BUILD / "test", "-".join(filter(None, ("odoo", part)))
        self.log = folder / f"{name}.log"
        self.notes = folder / f"{name}.jsonl"

    def run(self):
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.unlink(missing_ok=True)
        for name, folder in addons.all_ours().items():
            tags = selection.tags(folder, self.pattern, self.long, self.part)
            if tags and self._can_install(name):
                self._run_addon(name, tags)

    def _can_install(self, name):
        missing = addons.missing_dependency(name)
        if missing and name == addons.MAIN:
            raise say.Stop(f"{name} needs the module {missing}, which is not there")
        if missing:
            say.line(f"{name} is not tested: it needs {missing}, which is not there")
        return not missing

    def _run_addon(self, name, tags):
        base = database.template(addons.foreign_dependencies(name))
        with database.temporary(base) as db:
            install = [f"--init={name}", f"--test-tags={tags}"]
            self._odoo(db, name, install)
            is_last = self.part != PARTS[0]
            if name == addons.MAIN and is_last and wkhtmltopdf.patched():
                self._pages_again(db, name)

    def _pages_again(self, db, name):
        """The tests of the page a second time, with the other wkhtmltopdf."""
        path = f"{wrappers.patched_folder()}{os.pathsep}{paths.BIN}"
        path += os.pathsep + os.environ["PATH"]
        words = [f"--test-tags={PAGE_TAG}/{name}"]
        self._odoo(db, name, words, suffix=" (patched wkhtmltopdf)", PATH=path)

    def _odoo(self, db, name, words, suffix="", **env):
        say.line(f"Odoo's tests of {name}{suffix}; log: {self.log}")
        self.notes.unlink(missing_ok=True)
        more = {"COI_NOTEBOOK": self.notes, **({"COI_LONG": 1} if self.long else {})}
        pictures = f"--screenshots={paths.BUILD / 'test'}"
        words = ["--stop-after-init", f"--http-port={odoo_run.free_port()}", *words]
        done = odoo_run.run_logged(
            odoo_run.command(db, *words, pictures),
            self.log,
            odoo_run.environment(**more) | env,
            LONG_LIMIT if self.long else LIMIT,
        )
        notes = notebook.read(self.notes)
        failed = len(self.tally.failed)
        notebook.count_tests(notes, self.tally, suffix)
        notebook.count_log(notes, self.tally, "Odoo's tests" + suffix)
        if done != 0 and len(self.tally.failed) == failed:
            self._failed_otherwise(name + suffix, done, notes)

    def _failed_otherwise(self, name, done, notes):
        """Odoo said no but no test of ours did: installing failed, or time ran out."""
        errors = [
            f"{note['text']}\n{note['trace']}"
            for note in notes
            if note["kind"] == "log" and note["level"] in ("ERROR", "CRITICAL")
        ]
        why = "took too long and was ended" if done is None else f"exit code {done}"
        tail = self.log.read_text(errors="replace").splitlines()[-40:]
        text = "\n".join(errors[-3:]) or "\n".join(tail)
        self.tally.fails(f"Odoo with {name}: {why}", text)
