"""Odoo's own ``test_lint`` over our addons, in a database where they are installed."""

import os

from .. import paths
from ..machine import postgres
from ..odoo import addons, database, odoo_run
from . import notebook

LIMIT = 15 * 60
LEFT_OUT = [
    # Tests the checkers of test_lint on samples of its own, not anybody's addon.
    "-/test_lint/tests/test_checkers.py",
    # Reads every file below the addons' folder, .dev among them; cleanliness.py does
    # this for ours.
    "-/test_lint/tests/test_markers.py",
]


def run(tally):
    with postgres.running():
        # What the queue's addon stands on is somebody else's, whose blemishes would
        # hide ours; of that addon the files are checked all the same.
        base = database.template_with_addon(modules=[addons.MAIN])
        with database.temporary(base) as db:
            _run(db, tally)


def _run(db, tally):
    log = paths.BUILD / "lint" / "odoo.log"
    notes = paths.BUILD / "lint" / "odoo.jsonl"
    log.parent.mkdir(parents=True, exist_ok=True)
    for old in (log, notes):
        old.unlink(missing_ok=True)
    tags = f"--test-tags={','.join(['/test_lint', *LEFT_OUT])}"
    # Whoever runs tests has a server, asked for or not.
    port = f"--http-port={odoo_run.free_port()}"
    words = odoo_run.command(db, "--init=test_lint", tags, "--stop-after-init", port)
    env = odoo_run.environment(
        COI_NOTEBOOK=notes, COI_BEFORE_ODOO="tools.odoo.only_ours"
    )
    # Its tests look for pylint and eslint on the path.
    programs = [paths.VENV / "bin", paths.NODE / "node_modules" / ".bin"]
    env["PATH"] = os.pathsep.join([*map(str, programs), env["PATH"]])
    done = odoo_run.run_logged(words, log, env, LIMIT)
    notebook.count_tests(notebook.read(notes), tally)
    if not tally.executed or (done and not tally.failed):
        tally.fails("test_lint", f"exit code {done}; see {log}")
