"""Runs Python against a database, with Odoo loaded in this process.

    with script.environment("my_database") as env:
        print(env["res.partner"].search_count([]))

Changes are committed at the end, and rolled back when something is raised. One
process can do this for one configuration only; use ``run`` for a process of its own.
"""

import contextlib
import os
import sys
import tempfile

from ..say import Stop
from . import odoo_run, odoo_source


def _load():
    source = str(odoo_source.folder())
    if source not in sys.path:
        sys.path.insert(0, source)
    os.environ.update(odoo_run.environment())


@contextlib.contextmanager
def environment(database, user=None, context=None, log_level="warn"):
    """An Odoo environment: as the superuser, or as the user with that login."""
    _load()
    import odoo
    from odoo.modules.registry import Registry
    from odoo.tools import config

    words = [*odoo_run.options(database), f"--log-level={log_level}"]
    config.parse_config(words, setup_logging=True)
    with Registry(database).cursor() as cursor:
        env = odoo.api.Environment(cursor, odoo.SUPERUSER_ID, context or {})
        if user:
            login = env["res.users"].search([("login", "=", user)], limit=1)
            if not login:
                raise Stop(f"no user {user} in {database}")
            env = env(user=login.id, su=False)
        yield env


def run(database, code, limit=3600):
    """Run code in ``odoo shell`` (``env`` is there); returns what it printed.

    The caller commits with ``env.cr.commit()``, as in any Odoo shell.
    """
    import subprocess

    words = odoo_run.command(
        database, "--no-http", "--log-level=warn", subcommand="shell"
    )
    with tempfile.TemporaryFile("w+") as log:
        done = subprocess.run(
            words,
            input=code,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=odoo_run.environment(),
            timeout=limit,
            check=False,
        )
        log.seek(0)
        told = log.read()
    if done.returncode or "Traceback (most recent call last)" in told:
        raise Stop(f"the script failed:\n{told[-3000:]}")
    return done.stdout
